"""Small buttons that can be reached and named without a mouse."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QToolButton

from .. import icons


def tool_button(text: str, picture: str, tip: str) -> QToolButton:
    """With a text, an icon by its name, or both; the tip also names it where it has no text."""
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(text.replace("&", "") or tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if picture:
        icons.put(button, picture)
        if text:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
