"""The workspace of a QGIS project: remembered in it by a path relative to it, and opened with it."""

from __future__ import annotations

import os

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .session import Session

SCOPE, KEY = "eo_embed", "workspace"


class ProjectLink(QObject):
    """Keeps the session and the QGIS project together.

    wanted: the project names a workspace that is not open yet; whoever shows it opens it with ``restore``,
    so that loading a project starts no worker while the dock is hidden.
    """

    wanted = pyqtSignal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._project = session, QgsProject.instance()
        self._reading = False
        session.changed.connect(self._remember)
        self._project.writeProject.connect(self._write)
        self._project.readProject.connect(self._read)
        self._project.cleared.connect(self._cleared)

    def disconnect_all(self) -> None:
        """Listen no longer."""
        self._session.changed.disconnect(self._remember)
        self._project.writeProject.disconnect(self._write)
        self._project.readProject.disconnect(self._read)
        self._project.cleared.disconnect(self._cleared)

    @property
    def folder(self) -> str:
        """The folder of the project's workspace, absolute; "" where it names none."""
        stored, there = self._project.readEntry(SCOPE, KEY, "")
        return os.path.normpath(self._project.readPath(stored)) if there and stored else ""

    def restore(self) -> bool:
        """Open the project's workspace, where it names one that is not open; whether it does."""
        folder = self.folder
        if not folder or folder == self._session.folder:
            return False
        self._session.open(folder)
        return True

    def _remember(self) -> None:
        if not self._reading and self._session.folder != self.folder:
            self._store()

    def _store(self) -> None:
        folder = self._session.folder
        if folder:
            self._project.writeEntry(SCOPE, KEY, self._project.writePath(folder))
        elif self.folder:
            self._project.removeEntry(SCOPE, KEY)

    def _write(self, *_: object) -> None:
        """Saved under another name, the project lies elsewhere: the path is another, too."""
        if self._session.folder:
            self._store()

    def _read(self, *_: object) -> None:
        folder = self.folder
        if folder and folder != self._session.folder:
            self.wanted.emit(folder)

    def _cleared(self) -> None:
        """A new project has no workspace; the entry of the one that is left stays in its file."""
        self._reading = True
        try:
            if self._session.folder:
                self._session.close()
        finally:
            self._reading = False
