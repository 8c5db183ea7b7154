"""The maps that the workspace holds, to show in the project."""

from __future__ import annotations

import os
from typing import Any

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton

from ..i18n import tr
from .context import Context
from .map_layers import add_map
from .results import Section, clock

_MOST_ROWS = 5  # in sight at once


class MapList(Section):
    """The maps that the workspace holds; what is chosen is shown in the project."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Maps of this workspace"))
        self.session = context.session
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Maps of this workspace"))
        self.add = QPushButton(tr("&Add to project"))
        self.folder = QPushButton(tr("Open &folder"))
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.folder)
        self.column.addWidget(self.list)
        self.column.addLayout(row)
        self.add.clicked.connect(self._add)
        self.folder.clicked.connect(lambda: show_folder(self._chosen()["files"]["map"]))
        self.list.itemActivated.connect(lambda _: self._add())

    def refresh(self) -> None:
        """List the maps, the newest first."""
        maps = self.session.state["maps"] if self.session.state else []
        self.setVisible(bool(maps))
        shown = [self.list.item(i).data(Qt.ItemDataRole.UserRole) for i in range(self.list.count())]
        if shown == maps:
            return
        self.list.clear()
        if not maps:
            return
        for found in maps:
            text = tr("{name} · {time}").format(name=found["name"], time=clock(found["modified"]))
            item = QListWidgetItem(text, self.list)
            item.setData(Qt.ItemDataRole.UserRole, found)
            item.setToolTip(found["files"]["map"])
        rows = min(max(len(maps), 2), _MOST_ROWS)
        self.list.setFixedHeight(
            rows * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth() + 2
        )
        self.list.setCurrentRow(0)

    def _chosen(self) -> dict[str, Any]:
        chosen: dict[str, Any] = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        return chosen

    def _add(self) -> None:
        if self.list.currentItem() is not None:
            add_map(self._chosen()["name"], self._chosen()["files"])


def show_folder(path: str) -> None:
    """Open the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(os.path.dirname(path)))
