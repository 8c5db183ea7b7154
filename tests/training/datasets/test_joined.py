"""Several data sets as one: each sample is what it was, whatever stands beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eo_embed.core import pipeline
from eo_embed.core.errors import DataUnfit
from eo_embed.tests.training.memory import OPTICAL, SAR, MemoryDataset, pairs
from eo_embed.training.datasets import Labels, open_dataset
from eo_embed.training.datasets.joined import Joined
from eo_embed.training.datasets.subset import Subset
from eo_embed.training.feed import DatasetFeed
from eo_embed.training.statistics import measure


def area(n: int, seed: int = 0, **known: Any) -> MemoryDataset:
    """Both kinds of image of ``n`` places, and what is known of them."""
    data = pairs(n, seed)
    data.name = f"area {seed}"
    for name, value in known.items():
        setattr(data, name, value)
    return data


@pytest.fixture
def three() -> list[MemoryDataset]:
    """Three areas; of the second some samples lack a channel."""
    areas = [area(n, seed) for seed, n in enumerate((5, 7, 4))]
    areas[1].present = {"s1": np.tile([True, False], (7, 1))}
    return areas


def test_samples_are_numbered_through_and_stay_what_they_are(three: list[MemoryDataset]) -> None:
    joined = Joined(three)
    assert len(joined) == 16
    rows = np.array([15, 0, 6, 11, 5, 4, 12])
    places = [(2, 3), (0, 0), (1, 1), (1, 6), (1, 0), (0, 4), (2, 0)]
    for name in ("s2", "s1"):
        found = joined.read(rows, name)
        for i, (part, row) in enumerate(places):
            np.testing.assert_array_equal(found.values[i], three[part].values[name][row])
        assert found.values.dtype == three[0].values[name].dtype
    present = joined.read(rows, "s1").present
    assert present is not None
    np.testing.assert_array_equal(present[:, 1], [part != 1 for part, _ in places])
    assert joined.read(rows, "s2").present is None
    np.testing.assert_array_equal(joined.numbers(1, np.array([0, 6])), [5, 11])
    assert [joined.sample_name(row) for row in (0, 6, 15)] == ["0", "1", "3"]
    assert len(joined.read(np.array([], int), "s2").values) == 0
    assert joined.name == "area 0 and 2 more"


def test_what_is_read_of_one_area_alone_is_its_own(three: list[MemoryDataset]) -> None:
    joined = Joined(three)
    alone = joined.read(np.array([6, 5]), "s1")
    its = three[1].read(np.array([1, 0]), "s1")
    for mine, expected in zip(alone, its, strict=True):
        np.testing.assert_array_equal(mine, expected)


def test_labels_where_all_have_the_same_tasks(three: list[MemoryDataset]) -> None:
    assert Joined(three).labels is None
    for i, one in enumerate(three):
        values = np.full((len(one), 2), i, np.float32)
        one.labels = Labels(("height", "cover"), values, ((), ("a", "b", "c")))
    labels = Joined(three).labels
    assert labels is not None
    assert labels.tasks == ("height", "cover")
    np.testing.assert_array_equal(labels.values[:, 0], np.repeat([0, 1, 2], [5, 7, 4]))
    three[1].labels = replace(three[1].labels, tasks=("height", "age"))
    assert Joined(three).labels is None
    three[1].labels = replace(three[0].labels, values=three[1].labels.values, classes=((), ("x",)))
    assert Joined(three).labels is None
    three[1].labels = None
    assert Joined(three).labels is None


def test_places_are_known_in_one_projection_only(three: list[MemoryDataset]) -> None:
    for i, one in enumerate(three):
        one.positions = np.full((len(one), 2), float(i))
    assert Joined(three).positions is None
    for one in three:
        one.projection = "EPSG:32632"
    joined = Joined(three)
    np.testing.assert_array_equal(
        joined.positions, np.repeat([0.0, 1, 2], [5, 7, 4])[:, None] * [1, 1]
    )
    assert joined.projection == "EPSG:32632"
    three[2].projection = "EPSG:32633"
    assert Joined(three).positions is None
    three[2].projection, three[2].positions = "EPSG:32632", None
    assert Joined(three).positions is None
    assert (
        Joined(three[:1]).positions is three[0].positions or len(Joined(three[:1]).positions) == 5
    )


def test_groups_of_different_areas_are_different_groups(three: list[MemoryDataset]) -> None:
    assert Joined(three).groups is None
    three[0].groups = np.array([7, 7, 9, 9, 9])
    three[2].groups = np.array([7, 7, 7, 8])
    groups = Joined(three).groups
    assert groups is not None
    same = groups[:, None] == groups[None, :]
    own = [np.array([7, 7, 9, 9, 9]), np.arange(7), np.array([7, 7, 7, 8])]
    expected = np.zeros((16, 16), bool)
    for start, mine in zip((0, 5, 12), own, strict=True):
        end = start + len(mine)
        expected[start:end, start:end] = mine[:, None] == mine[None, :]
    np.testing.assert_array_equal(same, expected)


def test_a_published_split_where_all_have_one(three: list[MemoryDataset]) -> None:
    three[0].given = np.array([0, 0, 1, 2, 2], np.int8)
    assert Joined(three).given is None
    three[1].given, three[2].given = np.zeros(7, np.int8), np.ones(4, np.int8)
    np.testing.assert_array_equal(Joined(three).given, [0, 0, 1, 2, 2, *[0] * 7, *[1] * 4])


def test_each_area_keeps_its_own_order(three: list[MemoryDataset], monkeypatch: Any) -> None:
    for one in three:
        monkeypatch.setattr(one, "order", lambda rows, _: np.sort(rows)[::-1])
    joined, rows = Joined(three), np.array([3, 0, 14, 6, 8, 5, 12, 1])
    order = joined.order(rows, np.random.default_rng(0))
    assert sorted(order) == sorted(rows)
    for low, high in ((0, 5), (5, 12), (12, 16)):
        mine = order[(order >= low) & (order < high)]
        assert (np.diff(mine) < 0).all()
    others = [joined.order(rows, np.random.default_rng(seed)).tolist() for seed in range(5)]
    assert len({tuple(other) for other in others}) > 1
    assert joined.order(rows, np.random.default_rng(0)).tolist() == order.tolist()


def test_masks_of_the_same_classes(three: list[MemoryDataset]) -> None:
    for i, one in enumerate(three):
        masks = np.full((len(one), 4, 4), i, np.uint8)
        one.mask_classes = ("dry", "wet", "ice")
        one.read_masks = lambda rows, masks=masks: masks[rows]  # type: ignore[method-assign]
    joined = Joined(three)
    assert joined.mask_classes == ("dry", "wet", "ice")
    assert joined.read_masks(np.array([15, 0, 6]))[:, 0, 0].tolist() == [2, 0, 1]
    three[0].mask_classes = ("dry", "wet")
    assert Joined(three).mask_classes == ()


def test_areas_of_other_imagery_are_refused(three: list[MemoryDataset]) -> None:
    alone = MemoryDataset((OPTICAL,), {"s2": three[0].values["s2"]})
    with pytest.raises(DataUnfit, match="area 0 has s2, s1 and made here has s2"):
        Joined([three[0], alone])
    for change, said in (
        ({"bands": ("b", "g", "r")}, "s2 has the bands blue, green, red in area 0 and b, g, r"),
        ({"scale": ()}, "s2 has the scale 0.0001, 0.0001, 0.0001 in area 0 and none"),
        ({"size": (16, 32)}, "s2 has the size 32, 32 in area 0 and 16, 32"),
    ):
        other = MemoryDataset((replace(OPTICAL, **change), SAR), three[1].values)
        with pytest.raises(DataUnfit, match=said):
            Joined([three[0], other])
    coarse = MemoryDataset((replace(OPTICAL, gsd=20.0), SAR), three[1].values)
    gsd = {name: what.gsd for name, what in Joined([three[0], coarse]).modalities.items()}
    assert gsd == {"s2": None, "s1": 10.0}


def test_it_is_fed_and_measured_like_any_other(three: list[MemoryDataset]) -> None:
    for one in three:
        one.present = {}
    joined = Joined(three)
    found = measure(joined, np.arange(16), "s1")
    every = np.concatenate([one.values["s1"] for one in three]).astype(np.float64)
    np.testing.assert_allclose(found.mean, every.mean(axis=(0, 2, 3)))
    np.testing.assert_allclose(found.std, every.std(axis=(0, 2, 3)))
    part = Subset(joined, np.array([1, 6, 13, 14]), validation=np.array([13]))
    batch = DatasetFeed(part, np.arange(4), ["s2"], batch_size=4).batch(0, slice(None))
    expected = [three[p].values["s2"][r] for p, r in ((0, 1), (1, 1), (2, 1), (2, 2))]
    order = batch["rows"].tolist()
    np.testing.assert_array_equal(batch["s2"].numpy(), np.array(expected)[order])
    assert part.given is not None
    assert part.given.tolist() == [0, 0, 1, 0]


def test_fingerprints_tell_of_every_area(three: list[MemoryDataset]) -> None:
    whole = Joined(three).fingerprint()
    assert whole == Joined(three).fingerprint()
    assert whole != Joined([three[1], three[0], three[2]]).fingerprint()
    assert whole != Joined(three[:2]).fingerprint()


def test_two_workspaces_lie_on_one_plane(tmp_path: Path, write_tiff: Any) -> None:
    rng = np.random.default_rng(0)
    for name, left in (("west", 600_000), ("east", 640_000)):
        values = rng.integers(0, 255, (1, 24, 32), dtype=np.uint8)
        write_tiff(tmp_path / f"{name}.tif", values, at=(left, 5_000_000))
        pipeline.init(
            tmp_path / name, {"a": [str(tmp_path / f"{name}.tif")]}, chip="8", bands={"a": ["a"]}
        )
    parts = [open_dataset(tmp_path / name) for name in ("west", "east")]
    joined = Joined(parts)
    assert len(joined) == 24
    assert joined.positions is not None
    np.testing.assert_array_equal(joined.positions, np.concatenate([p.positions for p in parts]))
    np.testing.assert_allclose(joined.positions[12] - joined.positions[0], [40_000, 0])
    assert joined.sample_name(12).endswith("of east")
