"""What menus offer beside the steps: workspaces, the environment, help."""

from __future__ import annotations

import os
from typing import Any, Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QFileDialog, QMenu

from .. import icons, settings
from ..i18n import tr
from ..messages import TAB
from .context import Context

#: Workspaces that the menu remembers.
MOST_RECENT = 8


class Actions(QObject):
    """Actions of one QGIS window. ``show_dock`` brings the dock to the front.

    modelWanted: the name of a model to embed with.
    """

    modelWanted = pyqtSignal(str)

    def __init__(self, context: Context, show_dock: Callable[[], None]) -> None:
        super().__init__(context.iface.mainWindow())
        self.context, self._show_dock = context, show_dock
        self._dialogs: dict[type, Any] = {}
        self.new = self._action(tr("&New workspace"), "", self._new)
        self.open = self._action(tr("&Open workspace…"), "", self._open)
        self.close = self._action(tr("&Close workspace"), "", self._close)
        self.folder = self._action(tr("Show the &folder"), "", self._show_folder)
        self.train = self._action(tr("&Train a model…"), "train", self.show_training)
        self.environment = self._action(tr("&Environment…"), "environment", self._environment)
        self.diagnostics = self._action(tr("&Diagnostics…"), "", self._diagnostics)
        self.log = self._action(tr("Show the &log"), "", self._log)
        self.help = self._action(tr("&Help"), "", lambda: self.show_help("plugin/README"))
        self.recent = QMenu(tr("&Recent workspaces"), context.iface.mainWindow())
        self.recent.aboutToShow.connect(self._fill_recent)
        context.session.changed.connect(self._follow)
        self._follow()

    def workspace_menu(self) -> list[QAction | None]:
        """What the dock's menu holds; None is a line between."""
        return [
            self.new, self.open, self.recent.menuAction(), self.folder, self.close, None,
            self.train, None, self.environment, self.diagnostics, self.log, None, self.help,
        ]  # fmt: skip

    def plugin_menu(self) -> list[QAction]:
        """What QGIS's Plugins menu holds beside the dock."""
        return [self.environment, self.diagnostics, self.help]

    def show_help(self, page: str) -> None:
        """Open a page of the documentation."""
        from .help_dialog import HelpDialog

        self._show(HelpDialog(page, self.context.iface.mainWindow()))

    def show_environment(self) -> None:
        """Open the dialog of the environment."""
        self._environment()

    def show_training(self) -> None:
        """Open the dialog that trains models, as it was left."""
        from .train_dialog import TrainDialog

        dialog = self._dialogs.get(TrainDialog)
        if dialog is None:
            dialog = TrainDialog(self.context, self.context.iface.mainWindow())
            dialog.used.connect(self._use_model)
            self._dialogs[TrainDialog] = dialog
        _to_front(dialog)

    def _use_model(self, name: str) -> None:
        self._show_dock()
        self.modelWanted.emit(name)

    @property
    def is_environment_shown(self) -> bool:
        """Whether the dialog of the environment is there to tell how an operation ends."""
        shown = (d for kind, d in self._dialogs.items() if kind.__name__ == "EnvironmentDialog")
        return any(dialog.isVisible() for dialog in shown)

    def unload(self) -> None:
        """Close what is open."""
        for dialog in self._dialogs.values():
            dialog.close()
            dialog.deleteLater()
        self._dialogs.clear()
        self.recent.deleteLater()

    def _action(self, text: str, picture: str, act: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        if picture:
            icons.put(action, picture)
        action.triggered.connect(lambda *_: act())
        return action

    def _follow(self) -> None:
        folder = self.context.session.folder
        self.close.setEnabled(bool(folder))
        self.folder.setEnabled(bool(folder))
        self.train.setEnabled(bool(folder))
        if folder:
            remember(folder)

    def _new(self) -> None:
        self._show_dock()
        if self.context.session.folder:
            self.context.session.close()

    def _open(self) -> None:
        start = settings.get("last_folder") or os.path.expanduser("~")
        parent = self.context.iface.mainWindow()
        folder = QFileDialog.getExistingDirectory(parent, tr("Open a workspace"), start)
        if folder:
            self.open_folder(folder)

    def open_folder(self, folder: str) -> None:
        """Open a workspace and bring the dock to the front."""
        settings.put("last_folder", os.path.dirname(folder))
        self._show_dock()
        self.context.session.open(folder)

    def _close(self) -> None:
        self.context.session.close()

    def _show_folder(self) -> None:
        from qgis.PyQt.QtCore import QUrl
        from qgis.PyQt.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(self.context.session.folder))

    def _fill_recent(self) -> None:
        self.recent.clear()
        for folder in recent():
            action = self.recent.addAction(folder)
            action.setEnabled(os.path.isfile(os.path.join(folder, "workspace.toml")))
            action.triggered.connect(lambda *_, folder=folder: self.open_folder(folder))
        if self.recent.isEmpty():
            self.recent.addAction(tr("None yet")).setEnabled(False)

    def _environment(self) -> None:
        from .environment_dialog import EnvironmentDialog

        self._show(EnvironmentDialog(self.context.environment, self.context.iface.mainWindow()))

    def _diagnostics(self) -> None:
        from .diagnostics_dialog import DiagnosticsDialog

        self._show(DiagnosticsDialog(self.context, self.context.iface.mainWindow()))

    def _log(self) -> None:
        panel = self.context.iface.mainWindow().findChild(QDockWidget, "MessageLog")
        if panel is not None:
            panel.show()
            panel.raise_()
        QgsApplication.messageLog().logMessage(tr("The log of EO Embed is here."), TAB)

    def _show(self, dialog: Any) -> None:
        """Show a dialog that holds nothing up; one of a kind at a time."""
        before = self._dialogs.pop(type(dialog), None)
        if before is not None:
            before.close()
            before.deleteLater()
        self._dialogs[type(dialog)] = dialog
        _to_front(dialog)


def _to_front(dialog: Any) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def recent() -> list[str]:
    """Workspaces opened before, the last one first."""
    return [folder for folder in settings.get("recent").split("\n") if folder]


def remember(folder: str) -> None:
    """Put a workspace on top of those opened before."""
    others = [other for other in recent() if other != folder]
    settings.put("recent", "\n".join([folder, *others][:MOST_RECENT]))
