"""Several data sets as one: the areas of a study, to be learnt from together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import DataUnfit
from .base import Dataset, Images, Labels, Rows


class Joined(Dataset):
    """The samples of data sets of the same modalities, one set after the other.

    Places are known where every set tells the same projection. Labels and masks are there where all have the same
    tasks and classes, a published split where all have one. Groups are numbered through. Raises DataUnfit where
    modalities differ.
    """

    def __init__(self, parts: Sequence[Dataset]) -> None:
        first, *others = parts
        for other in others:
            _require_alike(first, other)
        self.parts = tuple(parts)
        self.name = f"{first.name} and {len(others)} more" if others else first.name
        self.modalities = {
            name: replace(what, gsd=_same([p.modalities[name].gsd for p in parts]))
            for name, what in first.modalities.items()
        }
        self._starts = np.cumsum([0, *(len(part) for part in parts)])
        self.labels = _labels(parts)
        self.projection = _same([part.projection for part in parts])
        self.ground = _same([part.ground for part in parts])
        if not others or self.projection is not None:
            self.positions = _joined([part.positions for part in parts])
        self.given = _joined([part.given for part in parts])
        self.groups = _groups(parts)
        self.mask_classes = _same([part.mask_classes for part in parts]) or ()
        self.notes = tuple(note for part in parts for note in part.notes)

    def __len__(self) -> int:
        return int(self._starts[-1])

    def numbers(self, part: int, rows: Rows) -> Rows:
        """What samples of a set are numbered here."""
        found: Rows = np.asarray(rows, dtype=np.intp) + self._starts[part]
        return found

    def parted(self, rows: Rows) -> Iterator[tuple[int, Rows, NDArray[np.intp]]]:
        """Of each set that has some of ``rows``: which it is, their numbers there, and where in ``rows`` they stand."""
        rows = np.asarray(rows, dtype=np.intp)
        which = np.searchsorted(self._starts, rows, side="right") - 1
        for part in np.unique(which).tolist():
            places = np.flatnonzero(which == part)
            yield part, rows[places] - self._starts[part], places

    def read(self, rows: Rows, modality: str) -> Images:
        found = [(self.parts[n].read(own, modality), at) for n, own, at in self.parted(rows)]
        if len(found) <= 1:
            return found[0][0] if found else self.parts[0].read(rows, modality)
        return Images(
            *(
                _put([(getattr(images, field), at) for images, at in found], field != "values")
                for field in Images._fields
            )
        )

    def read_masks(self, rows: Rows) -> NDArray[np.uint8]:
        found = [(self.parts[n].read_masks(own), at) for n, own, at in self.parted(rows)]
        masks: NDArray[np.uint8] = _put(found, False) if found else self.parts[0].read_masks(rows)
        return masks

    def order(self, rows: Rows, rng: np.random.Generator) -> Rows:
        """Each set's own order, shuffled into each other."""
        found = [(n, self.parts[n].order(own, rng), len(at)) for n, own, at in self.parted(rows)]
        turns = rng.permutation(np.repeat([n for n, _, _ in found], [count for *_, count in found]))
        out = np.empty(len(turns), dtype=np.intp)
        for number, own, _ in found:
            out[turns == number] = self.numbers(number, own)
        return out

    def sample_name(self, row: int) -> str:
        ((number, own, _),) = self.parted(np.array([row]))
        return self.parts[number].sample_name(int(own[0]))

    def fingerprint(self) -> dict[str, Any]:
        return {**super().fingerprint(), "joined": [part.fingerprint() for part in self.parts]}


def _require_alike(first: Dataset, other: Dataset) -> None:
    if list(first.modalities) != list(other.modalities):
        have = [", ".join(data.modalities) for data in (first, other)]
        raise DataUnfit(
            f"{first.name} has {have[0]} and {other.name} has {have[1]}; data sets that are learnt from together have "
            "the same kinds of image, in the same order."
        )
    for name, mine in first.modalities.items():
        its = other.modalities[name]
        for what in ("bands", "size", "scale", "offset"):
            if getattr(mine, what) != getattr(its, what):
                told = [", ".join(map(str, getattr(m, what))) or "none" for m in (mine, its)]
                raise DataUnfit(
                    f"{name} has the {what} {told[0]} in {first.name} and {told[1]} in {other.name}; make them alike, "
                    "or take each by itself."
                )


def _same(values: Sequence[Any]) -> Any:
    """The one that all are; None where they differ."""
    return values[0] if all(value == values[0] for value in values) else None


def _joined(arrays: Sequence[NDArray[Any] | None]) -> NDArray[Any] | None:
    """One after the other; None where one is not there."""
    there = [array for array in arrays if array is not None]
    return np.concatenate(there) if len(there) == len(arrays) else None


def _labels(parts: Sequence[Dataset]) -> Labels | None:
    there = [part.labels for part in parts if part.labels is not None]
    if len(there) < len(parts):
        return None
    about = _same([(labels.tasks, labels.classes) for labels in there])
    if about is None:
        return None
    return Labels(about[0], np.concatenate([labels.values for labels in there]), about[1])


def _groups(parts: Sequence[Dataset]) -> NDArray[np.intp] | None:
    """Numbers that no two sets share; a sample of a set without groups is one by itself. None where none has any."""
    if all(part.groups is None for part in parts):
        return None
    found, before = [], 0
    for part in parts:
        own = np.arange(len(part)) if part.groups is None else part.groups
        numbers = np.unique(own, return_inverse=True)[1].reshape(-1)
        found.append(numbers + before)
        before += int(numbers.max()) + 1
    return np.concatenate(found)


def _put(found: Sequence[tuple[Any, NDArray[np.intp]]], masks: bool) -> Any:
    """Arrays of some samples each, put where these stand; a mask that is not there is all true. None for none."""
    there = [(array, at) for array, at in found if array is not None]
    if not there:
        return None
    total = sum(len(at) for _, at in found)
    dtype = np.result_type(*(array.dtype for array, _ in there))
    shape = (total, *there[0][0].shape[1:])
    out = np.ones(shape, dtype) if masks else np.empty(shape, dtype)
    for array, at in there:
        out[at] = array
    return out
