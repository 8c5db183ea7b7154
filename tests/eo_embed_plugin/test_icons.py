"""Icons: of one hand, to be seen on light and on dark, and following the theme."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtGui import QColor, QIcon, QImage, QPalette
from qgis.PyQt.QtWidgets import QAction, QApplication, QLabel, QToolButton

from eo_embed.eo_embed_plugin import icons

NAMES = sorted(path.stem for path in icons.FOLDER.glob("*.svg"))
LIGHT, DARK = "#f0f0f0", "#323232"  # the windows of QGIS's default theme and of Night Mapping
SVG = "{http://www.w3.org/2000/svg}"


def set_window(colour: str) -> None:
    palette = QPalette(QApplication.palette())
    palette.setColor(QPalette.ColorRole.Window, QColor(colour))
    QApplication.setPalette(palette)


@pytest.fixture(autouse=True)
def theme(qgis_app) -> Iterator[None]:
    before = QPalette(QApplication.palette())
    set_window(LIGHT)
    yield
    icons.forget()
    QApplication.setPalette(before)


def colours(icon: QIcon, size: int = 48) -> set[str]:
    """Of the pixels that are wholly drawn."""
    image = icon.pixmap(size, size).toImage()
    pixels = [image.pixelColor(x, y) for x in range(size) for y in range(size)]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def contrast(one: str, other: str) -> float:
    """Between two colours, as WCAG 2.2 defines it."""

    def luminance(name: str) -> float:
        parts = [getattr(QColor(name), f"{c}F")() for c in ("red", "green", "blue")]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_names_are_there() -> None:
    steps = {"logo", "data", "chips", "embed", "label", "map", "accuracy", "explore"}
    assert steps <= set(NAMES)
    assert {f"state-{s}" for s in ("missing", "ready", "busy", "done", "warning")} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_drawings_are_of_one_hand(name: str) -> None:
    drawing = ElementTree.parse(icons.FOLDER / f"{name}.svg").getroot()
    assert drawing.tag == f"{SVG}svg"
    assert drawing.get("viewBox") == "0 0 16 16"
    assert drawing.get("stroke-width") == "1.3"
    assert drawing.get("stroke-linecap") == drawing.get("stroke-linejoin") == "round"
    used = set()
    for shape in drawing.iter():
        assert shape is drawing or shape.get("stroke-width") is None
        used |= {shape.get("fill"), shape.get("stroke")} - {None, "none"}
    assert used <= set(icons.ON_DARK)


@pytest.mark.parametrize("size", [16, 24, 48])
@pytest.mark.parametrize("window", [LIGHT, DARK])
@pytest.mark.parametrize("name", NAMES)
def test_icons_stand_out_and_keep_within_their_square(name: str, window: str, size: int) -> None:
    set_window(window)
    image = icons.icon(name).pixmap(size, size).toImage()
    assert (image.width(), image.height()) == (size, size)
    drawn = [
        (x, y, image.pixelColor(x, y))
        for x in range(size)
        for y in range(size)
        if image.pixelColor(x, y).alpha() > 200
    ]
    assert len(drawn) > size * size * 0.02, "hardly anything is drawn"
    # 3:1 is what WCAG asks of a graphic
    assert sum(contrast(c.name(), window) >= 3 for *_, c in drawn) > len(drawn) * 0.6


def test_colours_on_dark_are_those_of_the_drawings_exchanged() -> None:
    set_window(LIGHT)
    assert {"#3c4452", "#0d9488"} <= colours(icons.icon("data"))
    set_window(DARK)
    assert {"#dfe3e9", "#2dd4bf"} <= colours(icons.icon("data"))


def test_what_has_an_icon_follows_the_theme() -> None:
    action, button, label = QAction(), QToolButton(), QLabel()
    for target in (action, button, label):
        icons.put(target, "embed")
    assert "#0d9488" in colours(action.icon())
    set_window(DARK)
    QApplication.processEvents()
    assert "#2dd4bf" in colours(action.icon())
    assert "#2dd4bf" in colours(button.icon())
    assert "#2dd4bf" in colours(QIcon(label.pixmap()), 16)
    icons.put(action, "map")  # another icon takes the place of the first, and follows too
    set_window(LIGHT)
    QApplication.processEvents()
    there = action.icon().pixmap(48, 48).toImage()
    assert there == icons.icon("map").pixmap(48, 48).toImage()


def test_what_is_gone_no_longer_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: raised.append(error))
    gone, there = QAction(), QAction()
    for action in (gone, there):
        icons.put(action, "embed")
    gone.deleteLater()
    QApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    assert sip.isdeleted(gone)
    set_window(DARK)
    QApplication.processEvents()
    assert "#2dd4bf" in colours(there.icon())
    assert raised == []


@pytest.mark.parametrize("name", sorted(icons.STANDARD))
def test_qgis_has_the_icons_that_we_take_from_it(name: str) -> None:
    assert not icons.icon(name).pixmap(16, 16).toImage().isNull()
    assert colours(icons.icon(name), 24)


def test_the_logo_of_the_plugin_list_is_the_drawing() -> None:
    there, drawn = (
        QImage(str(icons.FOLDER / "logo.png")),
        icons.icon("logo").pixmap(96, 96).toImage(),
    )
    assert (there.width(), there.height()) == (128, 128)
    for x, y in [(12, 12), (2, 66), (52, 64), (88, 80), (90, 20), (46, 46)]:  # of 96
        pixel = there.pixelColor(x * 128 // 96, y * 128 // 96)
        assert abs(pixel.alpha() - drawn.pixelColor(x, y).alpha()) < 40
        assert pixel.alpha() < 40 or contrast(pixel.name(), drawn.pixelColor(x, y).name()) < 1.1


def test_another_name_is_an_error() -> None:
    with pytest.raises(KeyError, match="no icon 'nothing'"):
        icons.icon("nothing")


def test_every_icon_that_the_plugin_names_is_there() -> None:
    plugin = Path(icons.__file__).parent
    named = set()
    for file in plugin.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("icon", "icons.icon"):
                named.add(node.args[0])
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "icons.put":
                named.add(node.args[1])
    literal = {node.value for node in named if isinstance(node, ast.Constant)}
    assert literal <= {*NAMES, *icons.STANDARD}
