from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from eo_embed.core.errors import DataUnfit
from eo_embed.training.datasets import Dataset, Images, Labels, Modality
from eo_embed.training.feed import DatasetFeed, ValidationFeed, _of, ordered_batches, read_batch

COUNT = 23


class Numbered(Dataset):
    """Samples whose pixels tell which they are; odd ones lack a pixel and the second band."""

    def __init__(self, dtype: str = "uint16") -> None:
        self.name = "Numbered"
        self.modalities = {
            "a": Modality("a", ("x", "y"), (3, 5)),
            "b": Modality("b", ("z",), (2, 2)),
        }
        self.dtype = dtype
        self.mask_classes = ("low", "high")
        values = np.arange(COUNT, dtype=np.float32)[:, None]
        self.labels = Labels(("number",), values, ((),))

    def __len__(self) -> int:
        return COUNT

    def read(self, rows: np.ndarray, modality: str) -> Images:
        what = self.modalities[modality]
        shape = (len(rows), len(what.bands), *what.size)
        values = np.broadcast_to(rows[:, None, None, None], shape).astype(self.dtype)
        if modality == "b" or not (rows % 2).any():
            return Images(values)
        valid = np.ones((len(rows), *what.size), dtype=bool)
        valid[rows % 2 == 1, 0, 0] = False
        present = np.column_stack([np.ones(len(rows), bool), rows % 2 == 0])
        return Images(values, valid, present)

    def read_masks(self, rows: np.ndarray) -> np.ndarray:
        return np.broadcast_to(rows[:, None, None] % 2, (len(rows), 3, 5)).astype(np.uint8)

    def sample_name(self, row: int) -> str:
        return f"number {row}"


def feed(batch_size: int = 5, seed: int = 0, rows: np.ndarray | None = None) -> DatasetFeed:
    chosen = np.arange(COUNT) if rows is None else rows
    return DatasetFeed(Numbered(), chosen, ["a", "b"], batch_size=batch_size, seed=seed)


def a_pass(one: DatasetFeed, number: int, batch_size: int = 5) -> list[int]:
    steps = one.size // batch_size
    batches = [one.batch(number * steps + i, slice(None)) for i in range(steps)]
    return torch.cat([batch["rows"] for batch in batches]).tolist()


def test_a_pass_holds_each_sample_once_but_for_the_short_batch() -> None:
    one = feed()
    for number in range(3):
        found = a_pass(one, number)
        assert len(found) == len(set(found)) == 20
    assert {row for number in range(9) for row in a_pass(one, number)} == set(range(COUNT))


def test_passes_differ_and_the_seed_says_how() -> None:
    assert a_pass(feed(), 0) != a_pass(feed(), 1)
    assert a_pass(feed(), 1) == a_pass(feed(), 1)
    assert a_pass(feed(seed=1), 0) != a_pass(feed(), 0)


def test_a_step_is_the_same_whatever_was_asked_before_and_in_whatever_parts() -> None:
    one, whole = feed(), feed()
    for step in (11, 0, 3, 11):
        parts = [one.batch(step, rows)["rows"] for rows in (slice(0, 2), slice(2, 4), slice(4, 5))]
        assert torch.equal(torch.cat(parts), whole.batch(step, slice(None))["rows"])


def test_many_threads_read_the_same_as_one() -> None:
    one, other = feed(), feed()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda step: other.batch(step, slice(None))["rows"], range(40)))
    assert all(torch.equal(f, one.batch(i, slice(None))["rows"]) for i, f in enumerate(found))


def test_only_the_rows_given_are_learnt_from() -> None:
    rows = np.array([3, 9, 10, 11, 17])
    assert sorted(a_pass(feed(rows=rows), 0)) == rows.tolist()


def test_a_batch_holds_what_was_asked_for_as_tensors() -> None:
    data = Numbered()
    one = DatasetFeed(data, np.arange(COUNT), ["a", "b"], batch_size=6, labels=True, masks=True)
    batch = one.batch(0, slice(1, 5))
    rows = batch["rows"]
    assert rows.dtype == torch.int64
    assert batch["a"].shape == (4, 2, 3, 5)
    assert batch["a"].dtype == torch.uint16
    assert batch["a"][:, 0, 0, 0].int().tolist() == rows.tolist()
    assert batch["b"].shape == (4, 1, 2, 2)
    assert batch["a.valid"][:, 0, 0].tolist() == (rows % 2 == 0).tolist()
    assert batch["a.present"].tolist() == [[True, row % 2 == 0] for row in rows.tolist()]
    assert "b.valid" not in batch
    assert "b.present" not in batch
    assert batch["labels"].dtype == torch.float32
    assert batch["labels"][:, 0].tolist() == rows.tolist()
    assert batch["mask"].dtype == torch.uint8
    assert batch["mask"][:, 0, 0].tolist() == (rows % 2).tolist()
    assert one.names(0)[1:5] == [f"number {row}" for row in rows.tolist()]
    assert {"labels", "mask"}.isdisjoint(feed().batch(0, slice(None)))


@pytest.mark.parametrize("stored", ["float64", "int32", "uint32", "bool"])
def test_what_devices_do_not_take_travels_as_float(stored: str) -> None:
    batch = next(ordered_batches(Numbered(stored), np.arange(4), ["b"], 4))
    assert batch["b"].dtype == torch.float32


def test_fewer_samples_than_a_batch_are_refused() -> None:
    with pytest.raises(DataUnfit, match="23 samples to learn from, fewer than one batch of 24"):
        feed(batch_size=24)


def test_labels_where_there_are_none_are_refused() -> None:
    data = Numbered()
    data.labels = None
    with pytest.raises(DataUnfit, match="Numbered has no labels"):
        DatasetFeed(data, np.arange(COUNT), ["a"], batch_size=4, labels=True)


def test_validation_goes_once_through_in_order_with_a_short_end() -> None:
    rows = np.array([20, 1, 2, 19, 4, 5, 6])
    one = ValidationFeed(Numbered(), rows, ["a"], batch_size=3)
    assert (one.size, one.steps) == (7, 3)
    found = [one.batch(step, slice(None))["rows"].tolist() for step in range(one.steps)]
    assert found == [[20, 1, 2], [19, 4, 5], [6]]
    assert one.batch(0, slice(1, 2))["rows"].tolist() == [1]
    assert one.names(2) == ["number 6"]
    again = [batch["rows"].tolist() for batch in ordered_batches(Numbered(), rows, ["b"], 3)]
    assert again == found


def test_what_is_not_to_be_written_to_is_copied() -> None:
    values = np.zeros((2, 3), np.uint8)
    assert _of(values).data_ptr() == values.ctypes.data
    values.flags.writeable = False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert _of(values).data_ptr() != values.ctypes.data
        found = read_batch(Frozen(), np.array([0, 1]), ["a", "b"], labels=True, masks=True)
    np.testing.assert_array_equal(found["a.present"], [[True, True], [True, False]])


class Frozen(Numbered):
    """Arrays that are views of what others hold."""

    def read(self, rows: np.ndarray, modality: str) -> Images:
        found = [None if a is None else a.copy() for a in super().read(rows, modality)]
        for array in found:
            if array is not None:
                array.flags.writeable = False
        return Images(*found)
