"""The plugin as QGIS sees it: what appears when it is enabled, and goes when it is disabled."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, Qt, QTimer
from qgis.PyQt.QtWidgets import QAction

from . import i18n, icons, settings
from .diagnostics import log_tail
from .engine import Engine, Patience
from .environment import Environment
from .i18n import tr
from .messages import Messages
from .project import ProjectLink
from .provider import Provider
from .session import Session

MENU = "EO Embed"


class Plugin(QObject):
    """One of it in a QGIS window; ``initGui`` and ``unload`` are QGIS's."""

    def __init__(self, iface: Any) -> None:
        super().__init__()
        self.iface = iface
        i18n.install()
        self.environment = Environment()
        self.provider: Provider | None = None
        self.dock: Any = None
        self._told_environment = ""

    # -- what QGIS calls -----------------------------------------------------------------------

    def initProcessing(self) -> None:
        """Register the provider; without a window (qgis_process) that is all."""
        if self.provider is None:
            provider = Provider(self.environment.launch)
            # A second copy of the plugin is refused, and its provider deleted.
            if QgsApplication.processingRegistry().addProvider(provider):
                self.provider = provider

    def initGui(self) -> None:
        """Make the dock, hidden until it is asked for, and its actions."""
        from .gui.actions import Actions
        from .gui.context import Context
        from .gui.dock import Dock
        from .gui.draft import Draft
        from .live import LiveMap

        log_tail.watch()
        self.initProcessing()
        self.messages = Messages(self.iface)
        patience = Patience(silence_s=float(settings.get("heartbeat_s")))
        self.engine = Engine(self.environment.launch, self, patience)
        self.session = Session(self.engine, self)
        context = Context(self.iface, self.session, self.messages, self.environment)
        context.actions = self.actions = Actions(context, self.show_dock)
        context.draft = Draft(context)
        context.live = LiveMap(context)
        self.context = context
        self.link = ProjectLink(self.session, self)
        self.dock = Dock(context, self.iface.mainWindow())
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.hide()
        self._add_actions()
        self._listen()

    def unload(self) -> None:
        """Take all of it away again; the worker ends."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.dock is not None:
            self._remove_gui()
        self.environment.cancel()
        log_tail.forget()
        icons.forget()
        i18n.uninstall()

    def show_dock(self) -> None:
        """Bring the dock to the front."""
        settings.put("dock_open", True)
        self.dock.show()
        self.dock.raise_()

    # -- how it does that ----------------------------------------------------------------------

    def _add_actions(self) -> None:
        self.toggle: QAction = self.dock.toggleViewAction()
        self.toggle.setText(tr("EO Embed"))
        icons.put(self.toggle, "logo")
        self.iface.addToolBarIcon(self.toggle)
        for action in (self.toggle, *self.actions.plugin_menu()):
            self.iface.addPluginToMenu(MENU, action)

    def _listen(self) -> None:
        self.session.failed.connect(self.messages.error)
        self.engine.said.connect(self.messages.log)
        self.engine.died.connect(self.messages.warn)
        self.environment.changed.connect(self._environment_changed)
        self.environment.said.connect(self.messages.log)
        self.environment.ended.connect(self._environment_ended)
        self.dock.visibilityChanged.connect(self._shown)
        self.toggle.triggered.connect(lambda is_open: settings.put("dock_open", is_open))
        self.dock.closed.connect(self._dock_closed)
        self.link.wanted.connect(self._wanted)
        QTimer.singleShot(0, self._as_left)  # once QGIS has put its window together
        QgsApplication.instance().aboutToQuit.connect(self._quit)

    def _as_left(self) -> None:
        """The dock as the user left it when QGIS was closed, which QGIS itself forgets."""
        if self.dock is not None:
            self.dock.setVisible(settings.get("dock_open"))
            self._wanted(self.link.folder)

    def _shown(self, visible: bool) -> None:
        """The dock came to the front: time for the worker, and for the project's workspace."""
        if not visible or self.dock is None:
            return
        if not self.environment.is_ready:
            if not settings.get("first_run_seen"):
                settings.put("first_run_seen", True)
                self.actions.show_environment()
            elif not self.environment.operation:
                self._tell_environment()
            return
        self._told_environment = ""
        self.engine.start()
        self.link.restore()

    def _tell_environment(self) -> None:
        """Say once why there can be no worker."""
        sentence = self.environment.status().sentence
        if sentence != self._told_environment:
            self._told_environment = sentence
            self.messages.warn(sentence)

    def _dock_closed(self) -> None:
        settings.put("dock_open", False)

    def _wanted(self, folder: str) -> None:
        """The project names a workspace: open it if the dock is there to show it."""
        if folder and self.dock is not None and self.dock.isVisible():
            self._shown(True)

    def _environment_changed(self) -> None:
        """Another environment: workers run in it from now on."""
        if self.provider is not None:
            self.provider.worker.close(wait=False)
        if self.dock is None:
            return
        self.engine.stop()
        self._shown(self.dock.isVisible())

    def _environment_ended(self, went_well: bool, sentence: str, details: str) -> None:
        """Tell it where nobody sees the dialog."""
        if self.dock is not None and not self.actions.is_environment_shown:
            (self.messages.tell if went_well else self.messages.error)(sentence, details)

    def _quit(self) -> None:
        self.engine.stop(wait=True)

    def _remove_gui(self) -> None:
        QgsApplication.instance().aboutToQuit.disconnect(self._quit)
        self.session.failed.disconnect(self.messages.error)  # that work ends with it is no news
        self.link.disconnect_all()
        for action in (self.toggle, *self.actions.plugin_menu()):
            self.iface.removePluginMenu(MENU, action)
        self.iface.removeToolBarIcon(self.toggle)
        self.dock.closed.disconnect(self._dock_closed)  # it was not the user who closed it
        self.dock.close()
        for step in self.dock.steps:
            step.unload()
        self.iface.removeDockWidget(self.dock)
        self.dock.deleteLater()
        self.dock = None
        self.context.live.unload()
        self.context.draft.unload()
        self.actions.unload()
        self.engine.stop(wait=True)
