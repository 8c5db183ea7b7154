"""Texts in dialogs that wrap, and stay whole."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QLabel


class Text(QLabel):
    """A label that is as high as its wrapped lines, wherever it lies."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._keep_height()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        height = max(0, self.heightForWidth(self.width()))
        if height != self.minimumHeight():
            self.setMinimumHeight(height)


def pale(text: str) -> QLabel:
    """An explanation, paler than what it explains and still legible."""
    label = Text(text)
    palette = label.palette()
    ink, paper = (
        palette.color(QPalette.ColorRole.WindowText),
        palette.color(QPalette.ColorRole.Window),
    )
    mixed = [round(0.65 * i + 0.35 * p) for i, p in zip(ink.getRgb()[:3], paper.getRgb()[:3])]
    palette.setColor(QPalette.ColorRole.WindowText, QColor(*mixed))
    label.setPalette(palette)
    return label


def framed(background: str) -> QLabel:
    """A text on a coloured ground (CSS)."""
    label = Text()
    label.setMargin(8)
    label.setStyleSheet(f"QLabel {{ background: {background}; border-radius: 4px; }}")
    return label
