"""The documentation, shown in QGIS: it comes with the plugin and needs no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import Qt, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QDesktopServices, QImage, QKeySequence, QTextTable
from qgis.PyQt.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from .qt import QShortcut

DOCS = Path(__file__).resolve().parents[2] / "docs"
#: The page from which all others are found.
CONTENTS = "plugin/README"
#: Milliseconds without a change of width before pictures are fitted to it.
_SETTLE_MS = 150
#: Pixels around a page.
_MARGIN = 16


class Browser(QTextBrowser):
    """A page with its pictures, none wider than the window.

    refitted: the width is another, so the page should be set again.
    """

    refitted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self._width = 0
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.refitted)

    def loadResource(self, kind: Any, name: QUrl) -> Any:
        """A picture as wide as there is room, and sharp on any screen; the rest as Qt loads it."""
        found = super().loadResource(kind, name)
        if not name.path().lower().endswith((".png", ".jpg")):
            return found
        image, ratio = QImage.fromData(found), self.devicePixelRatioF()
        width = min(image.width(), round(self.room * ratio))
        if width < image.width():
            image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(ratio)
        return image

    @property
    def room(self) -> int:
        """Pixels of the screen that a picture may be wide."""
        margin = 2 * round(self.document().documentMargin())
        bar = self.verticalScrollBar().sizeHint().width()
        return max(200, self.width() - 2 * self.frameWidth() - bar - margin)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self.width() != self._width:
            self._width = self.width()
            self._settle.start()


class HelpDialog(QDialog):
    """Pages of docs/ with their pictures; links between them are followed, others open in the browser."""

    def __init__(self, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("EO Embed: help"))
        self.resize(860, 760)
        self._visited: list[Path] = []
        self.browser = Browser()
        self.browser.refitted.connect(self._refit)
        self.browser.anchorClicked.connect(self._follow)
        self._back = QToolButton()
        self._back.setArrowType(Qt.ArrowType.LeftArrow)
        self._back.setToolTip(tr("Back"))
        self._back.setAccessibleName(tr("Back"))
        self._back.clicked.connect(self._go_back)
        back = QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self)
        back.activated.connect(self._go_back)
        self._contents = QToolButton()
        self._contents.setText(tr("&Contents"))
        self._contents.clicked.connect(lambda: self.show_page(page_path(CONTENTS)))
        bar = QHBoxLayout()
        bar.addWidget(self._back)
        bar.addWidget(self._contents)
        bar.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self.browser)
        self.show_page(page_path(page))

    def show_page(self, path: Path) -> None:
        """Show a page, by its file."""
        if not path.is_file():
            self.browser.setPlainText(
                tr("The page {name} is not part of this installation.").format(name=path.name)
            )
            return
        if self._visited[-1:] != [path]:
            self._visited.append(path)
        self._back.setEnabled(len(self._visited) > 1)
        self._set(path)

    def _set(self, path: Path) -> None:
        document = self.browser.document()
        document.setBaseUrl(QUrl.fromLocalFile(str(path)))
        self.browser.setSearchPaths([str(path.parent)])
        self.browser.setMarkdown(path.read_text(encoding="utf-8"))
        document.setDocumentMargin(_MARGIN)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress(frame, self.palette().mid())

    def _refit(self) -> None:
        """Set the page again for another width, and stay where one was reading."""
        if not self._visited:
            return
        bar = self.browser.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._set(self._visited[-1])
        bar.setValue(round(share * bar.maximum()))

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(link)
            return
        target = (self._visited[-1].parent / link.path()).resolve()
        if link.path() and target.suffix == ".md":
            self.show_page(target)
        elif link.path() and target.exists():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    def _go_back(self) -> None:
        if len(self._visited) > 1:
            self._visited.pop()
            self.show_page(self._visited.pop())


def _dress(table: QTextTable, line: QBrush) -> None:
    """Thin lines, and room around what stands in the cells; Markdown leaves both to Qt."""
    looks = table.format()
    looks.setBorder(1)
    looks.setBorderBrush(line)
    looks.setBorderCollapse(True)
    looks.setCellSpacing(0)
    looks.setCellPadding(4)
    looks.setTopMargin(4)
    looks.setBottomMargin(8)
    table.setFormat(looks)


def page_path(name: str) -> Path:
    """The file of a page by its name, such as ``plugin/label``."""
    return DOCS / f"{name}.md"
