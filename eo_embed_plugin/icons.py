"""Icons of our own, in the colours of QGIS's theme; QGIS's own for what it has one for.

The drawings of resources/icons are for light themes; on a dark one their ink and accents are
exchanged before they are drawn.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QByteArray, QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QPainter, QPalette, QPixmap
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QApplication, QWidget

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
#: Ink, accent, its pale companion, warning and paper of the drawings, and what they are on a dark theme.
ON_DARK = {
    "#3c4452": "#dfe3e9",
    "#0d9488": "#2dd4bf",
    "#86d9b8": "#c9f2df",
    "#b85c00": "#fbbf24",
    "#fff": "#1f2329",
}
#: QGIS's own icons, by the names we give them.
STANDARD = {
    "undo": "mActionUndo",
    "redo": "mActionRedo",
    "add": "symbologyAdd",
    "remove": "symbologyRemove",
    "open": "mActionFileOpen",
    "new": "mActionFileNew",
    "save": "mActionFileSave",
    "copy": "mActionEditCopy",
    "stop": "mActionStop",
    "settings": "mActionOptions",
    "help": "mActionHelpContents",
    "zoom": "mActionZoomToLayer",
}
_SIZES = (16, 20, 24, 32, 48, 64, 96)
_CHANGES = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)


def is_dark() -> bool:
    """Whether the theme's background is dark."""
    return QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def icon(name: str) -> QIcon:
    """An icon for the theme of now, one of resources/icons or STANDARD. Raises KeyError for another name."""
    if name in STANDARD:
        return QgsApplication.getThemeIcon(f"/{STANDARD[name]}.svg")
    renderer = QSvgRenderer(QByteArray(_drawing(name, is_dark()).encode()))
    found = QIcon()
    for size in _SIZES:
        found.addPixmap(_drawn(renderer, size))
    return found


def put(target: Any, name: str, size: int = 16) -> None:
    """Give an action, button or label its icon, and another when the theme changes."""
    present = target.findChild(_Themed, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if present is None:
        present = _Themed(target)
    present.show(name, size)


def _drawing(name: str, dark: bool) -> str:
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        raise KeyError(f"There is no icon {name!r} in {FOLDER}.")
    text = path.read_text(encoding="utf-8")
    for light, other in ON_DARK.items() if dark else ():
        text = text.replace(f'"{light}"', f'"{other}"')
    return text


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return pixmap


class _Watch(QWidget):
    """A widget never shown that hears when the theme changes: actions and labels do not by themselves."""

    changed = pyqtSignal()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _CHANGES:
            self.changed.emit()


_watch: _Watch | None = None


def _watcher() -> _Watch:
    global _watch
    if _watch is None:
        _watch = _Watch()
    return _watch


def forget() -> None:
    """Stop watching the theme: the plugin is unloaded."""
    global _watch
    if _watch is not None:
        _watch.deleteLater()
        _watch = None


class _Themed(QObject):
    """Lives as a child of what it gives an icon to, and ends with it."""

    def __init__(self, target: QObject) -> None:
        super().__init__(target)
        self._name, self._size = "", 16
        _watcher().changed.connect(self._show)

    def show(self, name: str, size: int) -> None:
        self._name, self._size = name, size
        self._show()

    def _show(self) -> None:
        target: Any = self.parent()
        if hasattr(target, "setIcon"):
            target.setIcon(icon(self._name))
        else:
            target.setPixmap(icon(self._name).pixmap(self._size, self._size))
