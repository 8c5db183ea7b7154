"""Telling the user: one sentence in the message bar, the details behind a button, and a log tab."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtWidgets import QPushButton

from .i18n import tr

TAB = TITLE = "EO Embed"
Offer = tuple[str, Callable[[], Any]]
_SECONDS = {Qgis.MessageLevel.Info: 6, Qgis.MessageLevel.Success: 6}


class Messages:
    """The message bar and the log tab of one QGIS window."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface

    def error(self, sentence: str, details: str = "") -> None:
        """Something did not work; stays until it is closed."""
        self._show(sentence, details, Qgis.MessageLevel.Critical)

    def warn(self, sentence: str, details: str = "") -> None:
        """Something that the user should know; stays until it is closed."""
        self._show(sentence, details, Qgis.MessageLevel.Warning)

    def tell(self, sentence: str, details: str = "", offer: Offer | None = None) -> None:
        """Something that went well; goes by itself. ``offer``: a button's text and what it does."""
        self._show(sentence, details, Qgis.MessageLevel.Success, offer)

    def log(self, line: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
        """A line in the log tab alone."""
        QgsApplication.messageLog().logMessage(line, TAB, level, False)

    def _show(
        self, sentence: str, details: str, level: Qgis.MessageLevel, offer: Offer | None = None
    ) -> None:
        self.log(f"{sentence}\n{details}" if details else sentence, level)
        bar = self._iface.messageBar()
        if self._is_shown(bar, sentence):
            return
        item = bar.createMessage(TITLE, sentence)
        if details:
            button = QPushButton(tr("Details"), item)
            button.clicked.connect(lambda: self._show_details(sentence, details))
            item.layout().addWidget(button)
        if offer is not None:
            text, act = offer
            button = QPushButton(text, item)
            button.clicked.connect(lambda: act())
            item.layout().addWidget(button)
        bar.pushWidget(item, level, _SECONDS.get(level, 0))

    def _is_shown(self, bar: Any, sentence: str) -> bool:
        """Whether the bar shows just this: clicks that fail for one reason need no pile of messages."""
        item = bar.currentItem()
        return item is not None and item.title() == TITLE and item.text() == sentence

    def _show_details(self, sentence: str, details: str) -> None:
        from .gui.details_dialog import DetailsDialog

        DetailsDialog(sentence, details, self._iface.mainWindow()).show()
