"""Some samples of a data set are what the whole has at their rows, however often some are taken of some."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_embed.training.datasets import Dataset, Images, Labels, Modality
from eo_embed.training.datasets.subset import Subset
from eo_embed.training.splits import split

N = 12


class Whole(Dataset):
    """Samples whose pixels, masks and labels tell which they are; read in blocks of three."""

    def __init__(self, **known: Any) -> None:
        self.name, self.notes, self.mask_classes = "whole", ("a note",), ("low", "high")
        self.modalities = {
            "a": Modality("a", ("x", "y"), (2, 3), gsd=10.0),
            "b": Modality("b", ("z",), (1, 1)),
        }
        n = np.arange(N)
        self.labels = Labels(("t", "u"), np.column_stack([n, -n]).astype(np.float32), ((), ()))
        self.positions = np.column_stack([n * 10.0, n * 100.0])
        self.groups = n // 2
        self.projection, self.ground = "EPSG:32632", (20.0, 30.0)
        self.given = (n % 4 - 1).astype(np.int8)
        for name, value in known.items():
            setattr(self, name, value)

    def __len__(self) -> int:
        return N

    def read(self, rows: np.ndarray, modality: str) -> Images:
        what = self.modalities[modality]
        shape = (len(rows), len(what.bands), *what.size)
        return Images(np.broadcast_to(np.asarray(rows)[:, None, None, None], shape).copy())

    def read_masks(self, rows: np.ndarray) -> np.ndarray:
        return np.broadcast_to(np.asarray(rows)[:, None, None], (len(rows), 2, 3)).astype(np.uint8)

    def order(self, rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        blocks = rng.permutation(N // 3)
        return np.concatenate([rng.permutation(rows[rows // 3 == b]) for b in blocks])

    def sample_name(self, row: int) -> str:
        return f"sample {row}"


SOME = st.lists(st.integers(0, N - 1), min_size=2, max_size=N, unique=True)


@given(outer=SOME, inner=SOME, seed=st.integers(0, 99))
def test_it_is_the_whole_at_its_rows(outer: list[int], inner: list[int], seed: int) -> None:
    whole = Whole()
    within = [i for i in inner if i < len(outer)] or [0]
    for data, rows in (
        (Subset(whole, np.array(outer)), outer),
        (Subset(Subset(whole, np.array(outer)), np.array(within)), [outer[i] for i in within]),
    ):
        assert len(data) == len(rows)
        asked = np.random.default_rng(seed).permutation(len(rows))[: seed % 3 + 1]
        meant = np.array(rows)[asked]
        for name in ("a", "b"):
            images = data.read(asked, name)
            np.testing.assert_array_equal(images.values, whole.read(meant, name).values)
            assert images.valid is images.present is None
        np.testing.assert_array_equal(data.read_masks(asked), whole.read_masks(meant))
        assert data.labels is not None
        np.testing.assert_array_equal(
            data.labels.values, np.column_stack([rows, np.negative(rows)])
        )
        np.testing.assert_array_equal(data.positions, whole.positions[rows])
        np.testing.assert_array_equal(data.groups, [row // 2 for row in rows])
        np.testing.assert_array_equal(data.given, [row % 4 - 1 for row in rows])
        assert [data.sample_name(i) for i in range(len(rows))] == [f"sample {r}" for r in rows]
        ordered = data.order(asked, np.random.default_rng(seed))
        by_hand = [rows.index(row) for row in whole.order(meant, np.random.default_rng(seed))]
        assert ordered.tolist() == by_hand
        assert (data.name, data.notes, data.mask_classes) == ("whole", ("a note",), ("low", "high"))
        assert (data.projection, data.ground) == ("EPSG:32632", (20.0, 30.0))


def test_the_rows_to_validate_on_are_the_split_it_is_given_with() -> None:
    rows = np.array([11, 3, 5, 0, 7])
    data = Subset(Whole(), rows, validation=[3, 7, 8])  # 8 is none of it
    assert data.given is not None
    assert data.given.dtype == np.int8
    assert data.given.tolist() == [0, 1, 0, 0, 1]
    found = split(data, "given", 0.1, 0.0)
    assert (found.train.tolist(), found.validation.tolist()) == ([0, 2, 3], [1, 4])
    assert len(found.test) == 0
    assert Subset(Whole(given=None), rows).given is None
    assert Subset(data, np.array([1, 2])).given.tolist() == [1, 0]  # type: ignore[union-attr]


def test_what_the_whole_lacks_the_part_lacks() -> None:
    bare = Subset(Whole(labels=None, positions=None, groups=None, given=None), np.arange(3))
    assert bare.labels is bare.positions is bare.groups is bare.given is None


def test_other_labels_are_those_of_the_same_samples() -> None:
    made = Labels(("v",), np.arange(N, dtype=np.float32)[:, None] * 2, (("p", "q"),))
    for whole in (Whole(), Whole(labels=None)):
        data = Subset(whole, np.array([5, 1]), labels=made)
        assert data.labels is not None
        assert (data.labels.tasks, data.labels.classes) == (("v",), (("p", "q"),))
        assert data.labels.values.tolist() == [[10.0], [2.0]]


def test_some_modalities_are_kept_in_the_order_named() -> None:
    data = Subset(Whole(), np.arange(3), modalities=("b",))
    assert list(data.modalities) == ["b"]
    assert list(Subset(Whole(), np.arange(3)).modalities) == ["a", "b"]
    assert list(Subset(Whole(), np.arange(3), modalities=["b", "a"]).modalities) == ["b", "a"]


def test_what_differs_is_known_by_its_fingerprint() -> None:
    def fingerprint(rows: Any = range(5), whole: Dataset | None = None, **given: Any) -> str:
        return str(Subset(whole or Whole(), np.array(rows), **given).fingerprint())

    other = Labels(("t", "u"), np.zeros((N, 2), np.float32), ((), ()))
    made = [
        fingerprint(),
        fingerprint(range(6)),
        fingerprint([1, 0, 2, 3, 4]),
        fingerprint(validation=[2]),
        fingerprint(validation=[3]),
        fingerprint(modalities=("a",)),
        fingerprint(labels=other),
        fingerprint(labels=Labels(("t", "v"), Whole().labels.values, ((), ()))),
        fingerprint(whole=Whole(labels=None)),
        fingerprint(range(2), Subset(Whole(), np.arange(3, 6))),
        fingerprint(range(2), Subset(Whole(), np.arange(2, 6))),
    ]
    assert len(set(made)) == len(made)
    assert fingerprint() == made[0]
    assert fingerprint(np.arange(5, dtype=np.int32)) == made[0]


def test_a_row_that_is_not_there_is_no_sample() -> None:
    with pytest.raises(IndexError):
        Subset(Whole(), np.array([N]))
