"""The fifth step: maps, how good they are, and what is in the embeddings."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtWidgets import QSizePolicy, QTabWidget, QWidget

from ..i18n import tr
from .accuracy_page import AccuracyPage
from .explore_page import ExplorePage
from .map_page import MapPage
from .results import Then, clock, what_is_missing
from .step import BUSY, DONE, MISSING, READY, Step

#: The page of the documentation on each tab.
_HELP = ("plugin/map", "plugin/accuracy", "plugin/explore")


class MapStep(Step):
    """Map, Accuracy and Explore as tabs."""

    help = "plugin/map"
    picture = "map"

    def heading(self) -> str:
        """The step's name."""
        return tr("Map")

    def build(self) -> None:
        """Make the three pages."""
        self.map_page = MapPage(self.context)
        self.accuracy_page = AccuracyPage(self.context)
        self.explore_page = ExplorePage(self.context)
        self.pages: list[Any] = [self.map_page, self.accuracy_page, self.explore_page]
        self.tabs = FittingTabs()
        self.tabs.setDocumentMode(True)
        for page, title in zip(self.pages, (tr("Map"), tr("Accuracy"), tr("Explore"))):
            self.tabs.addTab(page, title)
        self.column.addWidget(self.tabs)
        self._written: tuple[str, Then] | None = None
        self.tabs.currentChanged.connect(self._changed_tab)
        self.map_page.written.connect(self._note_written)
        self.map_page.write.asked.connect(self.refresh)
        self.map_page.write.ended.connect(self.refresh)
        for signal in (
            self.session.changed,
            self.session.targetChanged,
            self.session.labelsChanged,
            self.session.busyChanged,
        ):
            signal.connect(self.refresh)
        if self.context.live is not None:
            self.context.live.changed.connect(self.refresh)
        self.refresh()

    def entered(self) -> None:
        """Let the page in front know."""
        self._changed_tab()

    def left(self) -> None:
        """Take map tools and outlines away."""
        for page in self.pages:
            page.left()

    def refresh(self, *_: Any) -> None:
        """Say in the header how the step stands."""
        missing = what_is_missing(self.session)
        maps = self.session.state["maps"] if self.session.state else []
        if missing:
            self.tell(MISSING, missing)
        elif self.map_page.write.is_running:
            self.tell(BUSY, tr("writing the map"))
        elif maps and self._is_newest(maps[0]):
            text = tr("map {name}.tif written {time}")
            self.tell(DONE, text.format(name=maps[0]["name"], time=clock(maps[0]["modified"])))
        elif self.context.live is not None and self.context.live.is_on:
            self.tell(READY, tr("live map on %n label(s)", len(self.session.labels)))
        else:
            self.tell(READY, tr("ready to map from %n label(s)", len(self.session.labels)))

    def _is_newest(self, newest: dict[str, Any]) -> bool:
        """Whether a map is of the labels as they are, as far as is known."""
        if self._written is None or self._written[0] != newest["name"]:
            return True
        return not self._written[1].told(self.session)

    def _note_written(self, name: str) -> None:
        self._written = (name.rsplit(".", 1)[0], Then(self.session))
        self.refresh()

    def _changed_tab(self) -> None:
        self.help = _HELP[self.tabs.currentIndex()]
        front = self.tabs.currentWidget()
        for page in self.pages:
            if page is front and self.is_open:
                page.entered()
            else:
                page.left()


class FittingTabs(QTabWidget):
    """Tabs as high as the page in front, not as the highest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _: self._fit())

    def tabInserted(self, index: int) -> None:
        """A page was added."""
        super().tabInserted(index)
        self._fit()

    def _fit(self) -> None:
        for index in range(self.count()):
            front = index == self.currentIndex()
            policy = QSizePolicy.Policy.Preferred if front else QSizePolicy.Policy.Ignored
            self.widget(index).setSizePolicy(policy, policy)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._with_bar(self.currentWidget().sizeHint() if self.count() else QSize())

    def minimumSizeHint(self) -> QSize:
        least = self.currentWidget().minimumSizeHint() if self.count() else QSize()
        return self._with_bar(least)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        page = self.currentWidget()
        inner = page.layout().totalHeightForWidth(width) if page and page.layout() else -1
        return max(inner, page.sizeHint().height() if page else 0) + self.tabBar().height() + 4

    def _with_bar(self, size: QSize) -> QSize:
        return QSize(size.width(), size.height() + self.tabBar().sizeHint().height() + 4)
