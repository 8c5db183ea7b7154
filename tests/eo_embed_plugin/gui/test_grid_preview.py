"""The previewed grid: the chips that the worker would cut, in any CRS, and fast."""

from __future__ import annotations

import time

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from eo_embed.eo_embed_plugin.geometry import ChipLayout
from eo_embed.eo_embed_plugin.gui.chip_runs import chip_runs
from eo_embed.eo_embed_plugin.gui.draft import Area, ChipChoice, crs_of, transformed
from eo_embed.eo_embed_plugin.gui.grid_preview import GridPreview

UTM, WGS84 = QgsCoordinateReferenceSystem("EPSG:32632"), QgsCoordinateReferenceSystem("EPSG:4326")


def layout(size=32, stride=32, chips=(10, 12), inclusion="centre") -> ChipLayout:
    height, width = ((n - 1) * stride + size for n in chips)
    left, top = 600_000.0, 5_000_000.0
    bounds = (left, top - height * 10, left + width * 10, top)
    return ChipLayout(
        (10.0, 0.0, left, 0.0, -10.0, top), (height, width), (size, size), (stride, stride), chips,
        chips[0] * chips[1], (size * 10, size * 10), bounds, inclusion,
    )  # fmt: skip


def ring(*points: tuple[float, float]) -> list[QgsPointXY]:
    return [QgsPointXY(600_000 + x, 5_000_000 - y) for x, y in points]


#: A concave area with a hole, and a second part.
SHAPE = QgsGeometry.fromMultiPolygonXY(
    [
        [
            ring((137, 211), (2911, 150), (2700, 1450), (1503, 700), (400, 1690)),
            ring((900, 300), (1500, 310), (1490, 600), (950, 620)),
        ],
        [ring((1700, 1900), (3500, 1800), (3600, 2900), (1600, 3050))],
    ]
)


def belongs(chips: ChipLayout, chip: int) -> bool:
    """By asking GEOS of one chip."""
    ground = chips.geometry(chip)
    if chips.inclusion == "centre":
        return SHAPE.intersects(QgsGeometry.fromPointXY(chips.centre(chip)))
    overlap = SHAPE.intersection(ground).area()
    return overlap > 1e-6 if chips.inclusion == "any" else overlap > ground.area() - 1e-6


@pytest.mark.parametrize("inclusion", ["centre", "any", "full"])
@pytest.mark.parametrize("stride", [32, 16, 48])
def test_runs_are_the_chips_of_the_area(inclusion, stride) -> None:
    chips = layout(stride=stride, inclusion=inclusion)
    rows, cols = range(chips.chips[0]), range(chips.chips[1])
    found = [
        row * chips.chips[1] + col
        for row, first, last in chip_runs(chips, rows, cols, SHAPE)
        for col in range(first, last + 1)
    ]
    assert len(set(found)) == len(found)
    assert sorted(found) == [
        chip for chip in range(chips.chips[0] * chips.chips[1]) if belongs(chips, chip)
    ]


def test_runs_count_as_many_chips_as_the_worker(context, scene, wait) -> None:
    draft = context.draft
    (source,) = draft.add_files([str(scene / "scene.tif")])
    wait(lambda: source.files)
    box = QgsGeometry.fromWkt(source.files[0]["extent_wkt"]).boundingBox()
    centre, half = box.center(), box.width() / 3
    circle = QgsGeometry.fromPointXY(centre).buffer(half, 24)
    draft.set_area(Area(circle, crs_of(source.files[0]["crs"]), "drawn"))
    for inclusion in ("centre", "any", "full"):
        draft.set_chips(ChipChoice(16, 12, "px", inclusion))
        wait(lambda: not draft._timer.isActive() and draft._asked is None and draft.plan)
        chips = draft.layout
        assert chips.inclusion == inclusion
        rows, cols = range(chips.chips[0]), range(chips.chips[1])
        runs = chip_runs(chips, rows, cols, circle)
        assert sum(last - first + 1 for _, first, last in runs) == chips.count


def painted(item, canvas) -> QImage:
    image = QImage(canvas.width(), canvas.height(), QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    item.paint(painter)
    painter.end()
    return image


def is_line(image: QImage, point) -> bool:
    """Whether a pixel within one of a point is of our colour."""
    near = [
        QColor(image.pixel(round(point.x()) + dx, round(point.y()) + dy))
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
    ]
    return any(colour.green() - colour.red() > 40 for colour in near)


@pytest.mark.parametrize("crs", [UTM, WGS84, QgsCoordinateReferenceSystem("EPSG:3857")])
def test_lines_lie_on_the_edges_of_chips_in_any_crs(canvas, crs) -> None:
    chips, item = layout(), GridPreview(canvas)
    canvas.setDestinationCrs(crs)
    whole = QgsGeometry.fromRect(chips.rectangle(0))
    for chip in (chips.chips[1] - 1, chips.chips[0] * chips.chips[1] - 1):
        whole = whole.combine(chips.geometry(chip))
    box = transformed(whole, UTM, crs).boundingBox()
    box.scale(1.1)
    canvas.setExtent(box)
    item.show_layout(chips, UTM)
    image = painted(item, canvas)
    to_pixel = canvas.mapSettings().mapToPixel()
    for chip in (0, 17, 55, 119):
        box = chips.rectangle(chip)
        corner = QgsPointXY(box.xMinimum(), box.yMaximum())
        middle = QgsPointXY(box.center().x(), box.yMaximum())
        for point in (corner, middle):
            there = transformed(QgsGeometry.fromPointXY(point), UTM, crs).asPoint()
            assert is_line(image, to_pixel.transform(there))
        inside = transformed(QgsGeometry.fromPointXY(box.center()), UTM, crs).asPoint()
        assert not is_line(image, to_pixel.transform(inside))
    item.remove()


def test_a_million_chips_are_an_outline_and_a_number(canvas) -> None:
    chips, item = layout(chips=(1000, 1000)), GridPreview(canvas)
    canvas.setDestinationCrs(WGS84)
    whole = QgsGeometry.fromWkt(
        "POLYGON((600000 5000000,920000 5000000,920000 4680000,600000 4680000,600000 5000000))"
    )
    canvas.setExtent(transformed(whole, UTM, WGS84).boundingBox())
    item.show_layout(chips, UTM, SHAPE)
    assert item.note.startswith("1,000,000 chips")
    # Zoomed in, a screen of them is drawn; the least of some, so that a busy machine does not fail it.
    spent = []
    for _ in range(5):
        begun = time.perf_counter()
        near = QgsGeometry.fromRect(chips.rectangle(500_500).buffered(6000))
        canvas.setExtent(transformed(near, UTM, WGS84).boundingBox())
        item.show_layout(chips, UTM, whole)
        painted(item, canvas)
        spent.append(time.perf_counter() - begun)
    assert item.note == ""
    assert min(spent) < 0.1
    item.remove()


def test_nothing_is_drawn_where_the_canvas_shows_other_ground(canvas) -> None:
    item = GridPreview(canvas)
    canvas.setDestinationCrs(UTM)
    canvas.setExtent(layout().rectangle(0))
    canvas.setCenter(QgsPointXY(100_000, 1_000_000))
    item.show_layout(layout(), UTM)
    white = QImage(canvas.width(), canvas.height(), QImage.Format.Format_ARGB32)
    white.fill(QColor("white"))
    assert painted(item, canvas) == white
    item.show_layout(None, UTM)
    assert not item.isVisible()
    item.remove()
