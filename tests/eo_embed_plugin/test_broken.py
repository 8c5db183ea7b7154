"""The stand-in of a plugin that cannot be loaded: it tells, shows and copies, and goes without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QMainWindow, QPushButton

from eo_embed.eo_embed_plugin.broken import BrokenPlugin


class Window:
    """What the stand-in asks of a QGIS window."""

    def __init__(self) -> None:
        self._window = QMainWindow()
        self._bar = QgsMessageBar(self._window)

    def mainWindow(self) -> QMainWindow:
        return self._window

    def messageBar(self) -> QgsMessageBar:
        return self._bar


@pytest.fixture
def window(qgis_app) -> Window:
    return Window()


@pytest.fixture
def broken(window: Window) -> BrokenPlugin:
    try:
        raise ImportError(f"cannot import dock from {Path.home()}/plugins/dock.py")
    except ImportError as error:
        plugin = BrokenPlugin(window, error)
    plugin.initProcessing()
    plugin.initGui()
    return plugin


def test_one_message_names_the_error(broken: BrokenPlugin, window: Window) -> None:
    (item,) = window.messageBar().items()
    assert "cannot import dock" in item.text()
    assert item.duration() == 0  # stays


def test_details_hold_versions_and_traceback_and_not_the_users_name(broken: BrokenPlugin) -> None:
    assert "QGIS 3." in broken.details or "QGIS 4." in broken.details
    assert "test_broken.py" in broken.details
    assert "~/plugins/dock.py" in broken.details
    assert str(Path.home()) not in broken.details


def test_details_can_be_copied_and_the_box_stays(broken: BrokenPlugin) -> None:
    box = broken.show_details()
    assert box.detailedText() == broken.details
    (copy,) = (button for button in box.findChildren(QPushButton) if button.text() == "Copy")
    copy.click()
    assert QgsApplication.clipboard().text() == broken.details
    assert box.isVisible()
    box.close()


def test_unloading_takes_the_message_away(broken: BrokenPlugin, window: Window) -> None:
    broken.unload()
    assert window.messageBar().items() == []


def test_unloading_after_the_user_closed_the_message(broken: BrokenPlugin, window: Window) -> None:
    window.messageBar().clearWidgets()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    broken.unload()
    broken.unload()
    assert window.messageBar().items() == []
