"""A map judged from a sample of its cells: drawn, labelled as a user would, estimated."""

from __future__ import annotations

import json

import numpy as np
import pytest
from affine import Affine
from pyproj import Geod

from eo_embed.core import files, pipeline
from eo_embed.core.cli import run
from eo_embed.core.pipeline import samples
from eo_embed.core.questions.area import estimate_areas, estimate_mean
from eo_embed.tests.core.pipeline.sampled_map import (
    NAMES,
    PIXEL,
    UTM,
    a_map,
    design_of,
    label,
    write,
)


@pytest.fixture
def judged(place, monkeypatch):
    """Draws and judges samples quickly: what is true is read from an array, and no disk is waited for."""
    monkeypatch.setattr(files.os, "fsync", lambda descriptor: None)

    def judge(path, truth, **options):
        def look_up(paths, design):
            values = truth[list(design.row), list(design.col)].tolist()
            return np.array([str(value) for value in values], dtype=object)

        monkeypatch.setattr(samples, "read_sample", look_up)
        name = f"s{options['seed']}"
        pipeline.sample(place / "w", map_file=path, name=name, **options)
        return pipeline.area(place / "w", reference=name).estimate

    return judge


def test_intervals_cover_the_true_areas_as_often_as_they_say(place, judged):
    mapped, truth = a_map()
    true = {name: (truth == value).sum() * PIXEL**2 for value, name in NAMES.items()}
    accuracy = (truth == mapped)[mapped > 0].mean()
    held, estimated = [], []
    for seed in range(200):
        found = judged(str(place / "map.tif"), truth, n=120, seed=seed)
        areas = [c.area for c in found.classes]
        ends = [*zip(areas, true.values(), strict=True), (found.overall_accuracy, accuracy)]
        held.append([e.low <= t <= e.high for e, t in ends])
        estimated.append([area.value for area in areas])
    assert [c.name for c in found.classes] == list(NAMES.values())
    np.testing.assert_allclose(np.mean(held, axis=0), 0.95, atol=0.04)
    np.testing.assert_allclose(np.mean(estimated, axis=0), list(true.values()), rtol=0.03)
    assert (mapped == 7).sum() * PIXEL**2 < 0.6 * true["Bare ground"], "the map itself is far off"


def test_areas_of_a_map_in_degrees_are_on_the_ground(place, judged):
    """Cells at 80 degrees north are a sixth of those at the equator; the classes lie in belts."""
    transform = Affine(1.0, 0, 10, 0, -1.0, 80)
    rows = np.arange(80)[:, None]
    mapped = np.broadcast_to(np.where(rows < 40, 1, 2), (80, 30)).astype(np.uint8)
    truth = np.broadcast_to(np.where(rows < 25, 1, 2), (80, 30)).astype(np.uint8)
    path = write(place / "degrees.tif", mapped, crs="EPSG:4326", transform=transform)
    along = np.linspace(10, 40, 3000)  # parallels are no geodesics
    belt = [np.concatenate([along, along[::-1]]), np.repeat([80.0, 55.0], 3000)]
    north = abs(Geod(ellps="WGS84").polygon_area_perimeter(*belt)[0])
    found = [judged(path, truth, n=60, seed=seed, how="simple") for seed in range(40)]
    areas = [estimate.classes[0].area for estimate in found]
    assert np.mean([area.value for area in areas]) == pytest.approx(north, rel=0.15)
    assert np.mean([area.low <= north <= area.high for area in areas]) >= 0.85
    assert found[0].total_area * 25 / 80 > 1.8 * north, "cells are not all alike"


def test_the_flow_of_a_user(place, capsys):
    mapped, truth = a_map()
    w, path = str(place / "w"), str(place / "map.tif")
    assert run(["sample", w, "--map", path, "-n", "90", "--seed", "4"]) == 0
    told = capsys.readouterr().out
    assert "90 cells of" in told
    assert "eo-embed area" in told
    label(place, truth)
    assert run(["area", w, "--reference", "check", "--out", f"{place}/e.json", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert json.loads((place / "e.json").read_text()) == report

    design = design_of(place)
    place_of = {1: 0, 2: 1, 7: 2}
    said, true = (
        [place_of[v] for v in values[design["row"], design["col"]].tolist()]
        for values in (mapped, truth)
    )
    cells = [int((mapped == value).sum()) for value in NAMES]
    expected = estimate_areas(
        said, said, true, stratum_cells=cells, stratum_areas=[c * 900.0 for c in cells],
        class_names=list(NAMES.values()), stratum_names=list(NAMES.values()),
    )  # fmt: skip
    found = report["estimate"]
    assert found["overall_accuracy"]["value"] == pytest.approx(expected.overall_accuracy.value)
    for ours, theirs in zip(found["classes"], expected.classes, strict=True):
        assert ours["area"]["low"] == pytest.approx(theirs.area.low)
        assert ours["mapped_area"] == pytest.approx(theirs.mapped_area)
    assert run(["area", w, "--reference", f"{w}/samples/check.gpkg"]) == 0
    told = capsys.readouterr().out
    half = expected.classes[0].area.high - expected.classes[0].area.value
    assert f"± {half / 1e4:.4g}" in told
    assert "half the width of the 95% confidence interval" in told


def test_another_map_is_judged_by_the_same_sample(place):
    """On another grid in another CRS, where the strata are no longer its classes (Stehman 2014)."""
    mapped, truth = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=80)
    label(place, truth)
    newer = np.repeat(np.repeat(truth, 2, 0), 2, 1)
    newer[:, :40][newer[:, :40] > 0] = 1
    path = write(place / "newer.tif", newer, transform=UTM * Affine.scale(0.5))
    found = pipeline.area(place / "w", reference="check", map_file=path)
    design = design_of(place)
    row, col = np.array(design["row"]), np.array(design["col"])
    place_of = np.zeros(8, int)
    place_of[[1, 2, 7]] = 0, 1, 2
    expected = estimate_areas(
        design["stratum"], place_of[newer[row * 2 + 1, col * 2 + 1]], place_of[truth[row, col]],
        stratum_cells=[int((mapped == v).sum()) for v in NAMES],
        class_names=list(NAMES.values()), stratum_names=list(NAMES.values()),
    )  # fmt: skip
    assert found.estimate.overall_accuracy == expected.overall_accuracy
    counted = [c.mapped_area for c in found.estimate.classes]
    assert counted == [(newer == value).sum() * PIXEL**2 / 4 for value in NAMES]
    assert "was drawn from" in found.notes[0]
    turned = place / "turned.tif"
    degrees = Affine(1e-4, 0, 1.7, 0, -1e-4, 45.15)
    write(turned, np.ones((900, 900), np.uint8), crs="EPSG:4326", transform=degrees)
    by_ones = pipeline.area(place / "w", reference="check", map_file=str(turned))
    share = expected.classes[0].proportion.value
    assert by_ones.estimate.overall_accuracy.value == pytest.approx(share)
    assert any("of the whole map" in note for note in by_ones.notes)


def test_a_map_that_changed_since_is_another_map(place):
    mapped, truth = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=80)
    label(place, truth)
    before = pipeline.area(place / "w", reference="check")
    assert before.notes == ()
    write(place / "map.tif", mapped, compress="lzw", tiled=True, blockxsize=16, blockysize=16)
    assert (
        pipeline.area(place / "w", reference="check") == before
    )  # the same cells, stored otherwise
    write(place / "map.tif", truth)
    after = pipeline.area(place / "w", reference="check")
    assert "has changed since the sample was drawn" in after.notes[0]
    assert after.estimate.overall_accuracy.value == 1


def test_strata_that_are_not_the_classes(place):
    mapped, truth = a_map()
    halves = np.broadcast_to(np.where(np.arange(80) < 20, 5, 9), mapped.shape).astype(np.uint8)
    halves = np.where(np.arange(60)[:, None] < 50, halves, 0).astype(np.uint8)  # less than the map
    path = write(place / "halves.tif", halves, names={})
    report = pipeline.sample(
        place / "w", map_file=str(place / "map.tif"), strata=path, n=100, least=40
    )
    inside = (mapped > 0) & (halves > 0)
    assert [(s.name, s.cells) for s in report.strata] == [
        ("5", int((inside & (halves == 5)).sum())), ("9", int((inside & (halves == 9)).sum())),
    ]  # fmt: skip
    label(place, truth)
    found = pipeline.area(place / "w", reference="check").estimate
    assert found.total_area == inside.sum() * PIXEL**2
    assert [c.mapped_area for c in found.classes] == [
        ((mapped == value) & inside).sum() * PIXEL**2 for value in NAMES
    ]


@pytest.mark.parametrize("options", [{}, {"strata_by_value": 4}])
def test_a_map_of_values(place, options):
    rng = np.random.default_rng(1)
    value = rng.gamma(2, 20, (60, 80)).astype(np.float32)
    truth = (0.9 * value + rng.normal(4, 5, value.shape)).astype(np.float64)
    value[rng.random(value.shape) < 0.1] = np.nan
    path = write(place / "value.tif", value, nodata=np.nan)
    report = pipeline.sample(place / "w", map_file=path, n=80, **options)
    assert len(report.strata) == options.get("strata_by_value", 1)
    assert max(s.cells for s in report.strata) - min(s.cells for s in report.strata) <= 2
    design = design_of(place)
    label(place, truth)
    found = pipeline.area(place / "w", reference="check")
    row, col = design["row"], design["col"]
    expected = estimate_mean(
        design["stratum"], value[row, col], truth[row, col],
        stratum_cells=[s["cells"] for s in design["strata"]],
        predicted_mean=float(np.nanmean(value.astype(float))),
        stratum_names=[s["name"] for s in design["strata"]],
    )  # fmt: skip
    assert found.estimate.mean.value == pytest.approx(expected.mean.value, rel=1e-6)
    assert found.estimate.mean.low == pytest.approx(expected.mean.low, rel=1e-6)
    assert found.estimate.mean.low < np.mean(truth[np.isfinite(value)]) < found.estimate.mean.high
    assert run(["area", str(place / "w"), "--reference", "check"]) == 0


def test_long_class_names_are_shortened_in_the_table_alone(place, capsys):
    mapped, truth = a_map()
    long, forty = "Evergreen " * 12 + "forest", "w" * 40
    names = {1: long, 2: forty, 7: "Bare ground"}
    path = write(place / "long.tif", mapped, names=names)
    pipeline.sample(place / "w", map_file=path, n=60)
    label(
        place,
        [str(truth[r, c]) for r, c in zip(*map(design_of(place).get, ("row", "col")), strict=True)],
    )
    command = ["area", str(place / "w"), "--reference", "check"]
    assert run(command) == 0
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert [line[2:42] for line in table[1:]] == [
        f"{long[:39]}…", forty, f"{'Bare ground':40}",
    ]  # fmt: skip
    assert {line[42:44] for line in table} == {"  "}
    assert run([*command, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["estimate"]["classes"]
    assert [c["name"] for c in found] == list(names.values())


def test_what_is_not_known_is_told_as_a_dash(place, capsys):
    mapped, _ = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=60)
    label(place, np.where(mapped == 7, 1, mapped))
    assert run(["area", str(place / "w"), "--reference", "check"]) == 0
    line = next(t for t in capsys.readouterr().out.splitlines() if "Bare ground" in t)
    assert line.split()[2:] == ["0.000", "±", "0.000", "-", f"{(mapped == 7).sum() * 0.09:.4g}",
                                "0", "±", "0"]  # fmt: skip


def test_an_area_without_spread_is_said_to_be_no_certainty(place):
    mapped, _ = a_map()
    pipeline.sample(place / "w", map_file=str(place / "map.tif"), n=60)
    label(place, mapped)
    found = pipeline.area(place / "w", reference="check")
    assert [c.area.standard_error for c in found.estimate.classes] == [0, 0, 0]
    assert "no certainty: forest, water, Bare ground" in found.notes[0]
    pipeline.sample(
        place / "w", map_file=str(place / "map.tif"), n=int((mapped > 0).sum()), name="all"
    )
    label(place, mapped, "all")
    assert pipeline.area(place / "w", reference="all").notes == ()  # here it is one
