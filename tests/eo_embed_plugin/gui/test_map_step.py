"""The fifth step: what its header says, and that it leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
)

from eo_embed.eo_embed_plugin import settings
from eo_embed.eo_embed_plugin.gui.map_step import MapStep
from eo_embed.eo_embed_plugin.live import LiveMap


@pytest.fixture
def step(context: Any) -> MapStep:
    settings.put("live", True)
    context.live = LiveMap(context)
    made = MapStep(5, context)
    made.show()
    yield made
    made.set_open(False)
    context.live.unload()
    made.deleteLater()
    settings.put("live", True)


def told(step: MapStep) -> str:
    return step.header.accessibleDescription()


def opened(step: MapStep, folder: Path, wait: Callable[..., None]) -> None:
    step.session.open(str(folder))
    wait(lambda: step.session.state)


def test_the_header_says_what_is_missing_and_then_what_there_is(
    step: MapStep, embedded: Path, wait: Any
) -> None:
    assert "workspace first" in told(step)
    opened(step, embedded, wait)
    assert told(step) == "label two classes first"
    session = step.session
    classes = [{"code": c, "name": c, "colour": f"#{n}0{n}0{n}0"} for n, c in enumerate("ab", 2)]
    session.put_target("cover", "classes", classes)
    wait(lambda: session.classes)
    chips = [session.layout.chips[1] * 5 + n for n in range(6)]
    session.label(chips[:3], "a")
    wait(lambda: len(session.labels) == 3)
    assert told(step) == "label two classes first"
    session.label(chips[3:], "b")
    wait(lambda: len(session.labels) == 6)
    assert told(step).startswith("live map on 6 label")
    step.map_page.live_box.setChecked(False)
    assert told(step).startswith("ready to map from 6 label")
    assert settings.get("live") is False


def test_the_header_names_the_newest_map_until_labels_change(
    step: MapStep, labelled: Path, wait: Any
) -> None:
    opened(step, labelled, wait)
    session = step.session
    wait(lambda: session.labels)
    step.set_open(True)
    step.map_page.write.button.click()
    assert told(step) == "writing the map"
    wait(lambda: not step.map_page.write.is_running and session.state["maps"])
    assert told(step).startswith("map cover-rf.tif written ")
    chip = next(iter(session.labels))
    session.label([chip], None)
    wait(lambda: chip not in session.labels)
    assert told(step).startswith("live map on 89 label")


def test_closing_the_step_takes_tools_and_outlines_away(
    step: MapStep, labelled: Path, wait: Any, canvas: Any
) -> None:
    opened(step, labelled, wait)
    wait(lambda: step.session.labels)
    step.set_open(True)
    step.tabs.setCurrentWidget(step.explore_page)
    page = step.explore_page
    page.show_it.asked.emit()
    wait(lambda: page.scatter.count)
    page.scatter.select(page.scatter.chips[:4])
    page.pick.setChecked(True)
    items = len(canvas.scene().items())
    step.set_open(False)
    assert len(canvas.scene().items()) < items
    assert canvas.mapTool() is None or not page.picker.is_used
    step.set_open(True)
    assert page._selected.is_shown
    step.tabs.setCurrentWidget(step.map_page)
    assert not page._selected.is_shown


def test_the_tabs_are_as_high_as_the_page_in_front(
    step: MapStep, labelled: Path, wait: Any
) -> None:
    opened(step, labelled, wait)
    step.set_open(True)
    heights = []
    for page in step.pages:
        step.tabs.setCurrentWidget(page)
        QTest.qWait(20)
        heights.append(step.tabs.sizeHint().height() - page.sizeHint().height())
    assert max(heights) - min(heights) <= 1
    step.tabs.setCurrentWidget(step.explore_page)
    low = step.tabs.sizeHint().height()
    step.tabs.setCurrentWidget(step.accuracy_page)
    assert step.tabs.sizeHint().height() != low


def test_every_widget_can_be_reached_and_is_named(step: MapStep, labelled: Path, wait: Any) -> None:
    opened(step, labelled, wait)
    step.set_open(True)
    wait(lambda: step.map_page.heads.chooser.count())
    buddies = {label.buddy() for label in step.findChildren(QLabel)} - {None}
    for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit):
        for widget in step.findChildren(kind):
            if widget.objectName().startswith(("qt_", "ScrollLeft", "ScrollRight", "mCollapse")):
                continue
            if (
                isinstance(widget.parent(), (QAbstractSpinBox, QComboBox, QTableView))
                or not widget.isEnabled()
            ):
                continue
            named = widget.accessibleName() or widget.toolTip() or widget in buddies
            told = (type(widget), widget.objectName(), type(widget.parent()))
            assert named or getattr(widget, "text", str)(), told
            assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, told
