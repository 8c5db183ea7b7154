"""A button for long work: while it is under way the button stops it, and a bar shows how far it is."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from ..i18n import tr


class JobButton(QWidget):
    """Full width; asked: to begin. The text says what is done, and "Stop" while it is.

    ended: the work is over, done or not.
    """

    asked = pyqtSignal()
    ended = pyqtSignal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._call: Any = None
        self.button, self.bar = QPushButton(text), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        self.bar.setVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.button)
        layout.addWidget(self.bar)
        self.setFocusProxy(self.button)
        self.button.clicked.connect(self._clicked)

    @property
    def is_running(self) -> bool:
        """Whether work is under way."""
        return self._call is not None

    def set_text(self, text: str) -> None:
        """What the button says while nothing is under way."""
        self._text = text
        if not self.is_running:
            self.button.setText(text)

    def set_ready(self, is_ready: bool, why: str = "") -> None:
        """Whether the work can begin; if not, the tool tip says why."""
        self.button.setEnabled(is_ready or self.is_running)
        self.button.setToolTip(why)

    def follow(self, call: Any) -> Any:
        """Show the progress of a request of the worker, and stop it when clicked."""
        self._call = call
        self.button.setText(tr("Stop"))
        self.button.setEnabled(True)
        self.bar.setRange(0, 0)
        self.bar.setVisible(True)
        call.progressed.connect(self._tell)
        call.succeeded.connect(self._over)
        call.failed.connect(self._over)
        return call

    def _clicked(self) -> None:
        if self._call is not None:
            self._call.cancel()
        else:
            self.asked.emit()

    def _tell(self, report: dict[str, Any]) -> None:
        self.bar.setRange(0, int(report.get("total") or 0))
        self.bar.setValue(int(report.get("done") or 0))

    def _over(self, *_: Any) -> None:
        if self._call is None or not self._call.finished:
            return  # the next stage of the same work is under way already
        self._call = None
        self.bar.setVisible(False)
        self.button.setText(self._text)
        self.ended.emit()
