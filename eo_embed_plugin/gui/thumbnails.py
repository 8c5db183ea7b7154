"""Small pictures of the chips labelled last, the newest first; a click goes there."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QByteArray, QRectF, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from qgis.PyQt.QtWidgets import QListView, QListWidget, QListWidgetItem

from .. import layers
from ..i18n import tr
from ..session import Session

#: Pictures in the strip, and pixels of one with its frame.
MOST, SIDE = 16, 60
_FRAME = 4
#: Milliseconds without a new label before pictures are fetched, so that they hold no click up.
_REST_MS = 250
_CHIP = Qt.ItemDataRole.UserRole


class Thumbnails(QListWidget):
    """A strip of pictures. picked: the user went back to a chip."""

    picked = pyqtSignal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._of: tuple[str, str | None] = ("", None)
        self._pictures: dict[int, QPixmap] = {}
        self._asked: set[int] = set()
        self.setAccessibleName(tr("Chips labelled last"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setSpacing(1)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(SIDE + 2 * self.frameWidth() + 8)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._fetch)
        self.itemClicked.connect(self._pick)
        self.itemActivated.connect(self._pick)
        session.labelsChanged.connect(self._follow)
        session.targetChanged.connect(self._target_changed)

    @property
    def chips(self) -> list[int]:
        """The chips in the strip, the newest first."""
        return [self.item(i).data(_CHIP) for i in range(self.count())]

    def _follow(self, changes: list[dict[str, Any]]) -> None:
        if not self.count() and self._session.latest:
            self._begin(self._session.latest)
            changes = []
        if len(changes) > 4 * MOST:
            return  # labels that were read or imported, not given one by one
        for change in changes:
            self._drop(change["chip"])
            if change["after"] is not None:
                item = QListWidgetItem()
                item.setData(_CHIP, change["chip"])
                self.insertItem(0, item)
                self._show(item)
        while self.count() > MOST:
            self.takeItem(self.count() - 1)
        self.setVisible(self.count() > 0)
        self._rest.start()

    def _begin(self, latest: list[int]) -> None:
        """Those labelled last before the workspace was opened."""
        for chip in latest[:MOST]:
            if chip in self._session.labels:
                item = QListWidgetItem()
                item.setData(_CHIP, chip)
                self.addItem(item)
                self._show(item)

    def _drop(self, chip: int) -> None:
        for row, known in enumerate(self.chips):
            if known == chip:
                self.takeItem(row)
                return

    def _target_changed(self) -> None:
        of = (self._session.folder, self._session.target)
        if of[0] != self._of[0]:
            self._pictures.clear()
            self._asked.clear()
        if of != self._of:
            self._of = of
            self.clear()
            self.hide()
        for row in range(self.count()):
            self._show(self.item(row))

    def _fetch(self) -> None:
        for chip in self.chips:
            if chip not in self._pictures and chip not in self._asked:
                self._ask(chip)

    def _ask(self, chip: int) -> None:
        folder = self._session.folder
        self._asked.add(chip)

        def arrived(answer: dict[str, Any]) -> None:
            self._asked.discard(chip)
            picture = QPixmap()
            data = QByteArray.fromBase64(answer["png"].encode("ascii"))
            if folder == self._session.folder and picture.loadFromData(data):
                self._pictures[chip] = picture
                self._show_chip(chip)

        def failed(failure: Any) -> None:
            self._asked.discard(
                chip
            )  # the frame stays empty, until a later label has it asked for again
            if folder == self._session.folder:
                self._session.imagery_failed(failure)

        params = {"chip": chip, "pixels": SIDE - 2 * _FRAME, "context": 0}
        params.update(layers.picture_bands(self._session.sources))  # as the map shows it
        self._session.ask("chip_picture", params, arrived, failed)

    def _show_chip(self, chip: int) -> None:
        for row, known in enumerate(self.chips):
            if known == chip:
                self._show(self.item(row))

    def _show(self, item: QListWidgetItem) -> None:
        chip = item.data(_CHIP)
        value = self._session.labels.get(chip)
        info = next((c for c in self._session.classes if c["code"] == value), None)
        name = info["name"] if info else f"{value:g}" if isinstance(value, float) else str(value)
        colour = QColor(info["colour"]) if info else QColor(Qt.GlobalColor.gray)
        item.setIcon(QIcon(_framed(self._pictures.get(chip), colour, self.devicePixelRatioF())))
        item.setToolTip(tr("{name}: go to chip {chip}").format(name=name, chip=chip))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, item.toolTip())

    def _pick(self, item: QListWidgetItem) -> None:
        self.picked.emit(item.data(_CHIP))


def _framed(picture: QPixmap | None, colour: QColor, ratio: float) -> QPixmap:
    """A picture in a frame of its class's colour."""
    found = QPixmap(QSize(SIDE, SIDE) * ratio)
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    inner = QRectF(_FRAME, _FRAME, SIDE - 2 * _FRAME, SIDE - 2 * _FRAME)
    if picture is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(inner, picture, QRectF(picture.rect()))
    pen = QPen(colour, _FRAME)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(inner.adjusted(-_FRAME / 2, -_FRAME / 2, _FRAME / 2, _FRAME / 2))
    painter.end()
    return found
