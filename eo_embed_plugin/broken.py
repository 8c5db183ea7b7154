"""What stands in for the plugin where it cannot be loaded: it says so, and what to send to its developers."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QT_VERSION_STR, QCoreApplication, QSysInfo
from qgis.PyQt.QtWidgets import QMessageBox, QPushButton

try:
    from .i18n import tr
except Exception:  # nothing of ours may be needed to say that something of ours is broken

    def tr(text: str, n: int | None = None) -> str:
        return QCoreApplication.translate("EOEmbed", text)


class BrokenPlugin:
    """Loads and unloads as a plugin does, and tells once what went wrong."""

    def __init__(self, iface: Any, error: BaseException) -> None:
        self._iface = iface
        self.sentence = tr(
            "EO Embed could not be loaded ({error}); install it again, and send the details to its developers "
            "if that does not help."
        ).format(error=f"{type(error).__name__}: {error}")
        self.details = _details(error)
        self._item: Any = None

    def initProcessing(self) -> None:
        """Without a window (qgis_process) the log is where it can be told."""
        self._log()

    def initGui(self) -> None:
        """One message, with the details behind a button."""
        self._log()
        bar = self._iface.messageBar()
        self._item = bar.createMessage("EO Embed", self.sentence)
        button = QPushButton(tr("Details"), self._item)
        button.clicked.connect(self.show_details)
        self._item.layout().addWidget(button)
        bar.pushWidget(self._item, Qgis.MessageLevel.Critical, 0)
        self._item.destroyed.connect(self._gone)

    def unload(self) -> None:
        """Take the message away where it is still shown."""
        if self._item is not None:
            self._iface.messageBar().popWidget(self._item)

    def show_details(self) -> QMessageBox:
        """The details, to read and to copy; waits for nobody."""
        box = QMessageBox(
            QMessageBox.Icon.Critical,
            "EO Embed",
            self.sentence,
            QMessageBox.StandardButton.Close,
            self._iface.mainWindow(),
        )
        box.setDetailedText(self.details)
        copy = QPushButton(tr("Copy"), box)
        box.addButton(copy, QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()  # Qt closes the box with any button; this one only copies
        copy.clicked.connect(self.copy)
        box.open()
        return box

    def copy(self) -> None:
        """The details to the clipboard."""
        QgsApplication.clipboard().setText(self.details)

    def _log(self) -> None:
        log = QgsApplication.messageLog()
        log.logMessage(
            f"{self.sentence}\n{self.details}", "EO Embed", Qgis.MessageLevel.Critical, False
        )

    def _gone(self) -> None:
        self._item = None


def _details(error: BaseException) -> str:
    """Versions and the traceback, without the name of the user's folder."""
    versions = f"QGIS {Qgis.QGIS_VERSION}, Qt {QT_VERSION_STR}, Python {sys.version.split()[0]}"
    told = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    text = f"{versions}, {QSysInfo.prettyProductName()}\n\n{told}"
    return text.replace(str(Path.home()), "~")
