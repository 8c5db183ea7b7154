"""What is checked before a figure is believed: no place on both sides, no statistic that saw the test part, and
shuffled labels at chance."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ....core.errors import DataUnfit
from ....core.probes import Fold, Head, Kind, measure, overlapping, predict_out_of_fold
from ....core.probes.splits import least_distance
from ...datasets import Dataset
from ...datasets.base import Rows
from ...datasets.joined import Joined
from ...datasets.subset import Subset
from ..base import Audit

#: Of a side, what neighbours that only touch are apart at least: a grid in degrees is turned and stretched into metres.
_A_SIDE = 0.995


def in_whole(data: Dataset, rows: Rows | None = None) -> tuple[Dataset, Rows]:
    """The data set that subsets were cut from, and the numbers that samples have there."""
    found = np.arange(len(data)) if rows is None else np.asarray(rows, dtype=np.intp)
    if not isinstance(data, Subset):
        return data, found
    return in_whole(data.whole, data.rows[found])


def in_wholes(data: Dataset, rows: Rows | None = None) -> list[tuple[Dataset, Rows]]:
    """The same where data sets may have been joined: each of them that has some of the samples."""
    whole, found = in_whole(data, rows)
    if not isinstance(whole, Joined):
        return [(whole, found)]
    return [
        pair
        for number, own, _ in whole.parted(found)
        for pair in in_wholes(whole.parts[number], own)
    ]


class Ledger:
    """Which samples touched which statistic, network or head."""

    def __init__(self) -> None:
        self._touched: dict[tuple[int, str], NDArray[np.intp]] = {}
        self._whole: dict[int, Dataset] = {}  # kept, so that no two ever share an id

    def touch(self, what: str, data: Dataset, rows: Rows | None = None) -> None:
        """Enter ``rows`` of ``data``, all of them by default, as seen by ``what``."""
        for whole, found in in_wholes(data, rows):
            self._whole[id(whole)] = whole
            key = (id(whole), what)
            before = self._touched.get(key, np.empty(0, np.intp))
            self._touched[key] = np.union1d(before, found)

    def check(self, data: Dataset, test: Rows, allowed: tuple[str, ...] = ()) -> Audit:
        """Whether nothing that was entered saw a test sample; names that begin as in ``allowed`` may.

        Not known where nothing was entered. Raises DataUnfit where something did: its figures would be worth nothing.
        """
        of_it = [
            (what, seen, rows)
            for whole, rows in in_wholes(data, test)
            for (key, what), seen in self._touched.items()
            if key == id(whole) and not what.startswith(allowed)
        ]
        for what, seen, rows in of_it:
            if shared := len(np.intersect1d(seen, rows)):
                raise DataUnfit(
                    f"{what} saw {shared} of the {len(test)} test samples of {data.name}; this is an error of the "
                    "experiment, whose figures are not to be used."
                )
        what = "No statistic, network or head saw a test sample"
        if not of_it:
            return Audit(what, None, f"nothing that learnt from {data.name} was entered")
        most = max(len(seen) for _, seen, _ in of_it)
        learnt = len({what for what, *_ in of_it})
        things = f"{_count(learnt, 'thing')} that {'was' if learnt == 1 else 'were'} learnt"
        found = f"{things} saw up to {_count(most, 'sample')}, none of the {len(test):,} tested"
        return Audit(what, True, found)


def apart(data: Dataset, train: Rows, test: Rows, rule: str) -> Audit:
    """Whether no place is on both sides, and how near the nearest are.

    train: all rows that anything is learnt from, those of pretraining included. Raises DataUnfit where ground is
    shared.
    """
    what = f"No place is on both sides ({rule})"
    shared = np.intersect1d(train, test)
    if len(shared):
        raise DataUnfit(
            f"{_count(len(shared), 'sample')} of {data.name} {_are(len(shared))} both learnt from and tested on."
        )
    if data.groups is not None:
        common = np.intersect1d(data.groups[train], data.groups[test])
        if len(common):
            raise DataUnfit(
                f"{_count(len(common), 'place')} of {data.name} {_are(len(common))} both learnt from and tested on; "
                "split by groups."
            )
    if data.positions is None:
        if data.groups is not None:
            return Audit(
                what, True, "by the groups of the data set; how far they lie apart is not known"
            )
        return Audit(what, None, f"{data.name} does not say where its samples lie")
    return _apart_on_the_ground(data, data.positions, Fold(train, test), what)


def _apart_on_the_ground(data: Dataset, xy: NDArray[np.float64], fold: Fold, what: str) -> Audit:
    least = least_distance(xy, fold)
    found = f"the nearest two are {least:,.0f} m apart, centre to centre"
    side = ground_side(data)
    if side is None:
        return Audit(what, least > 0, f"{found}; how large they are on the ground is not known")
    height, width = data.ground or (side, side)
    if sharing := overlapping(xy / (width, height), fold, _A_SIDE):
        raise DataUnfit(
            f"{sharing} of {len(fold.test)} test samples of {data.name} share ground with samples that are learnt "
            f"from; split by blocks or bands wider than {side:,.0f} m."
        )
    return Audit(what, True, f"{found}, and {side:,.0f} m a side")


def ground_side(data: Dataset) -> float | None:
    """Metres of the longer side of a sample; None where it is not known."""
    sides = [max(m.size) * m.gsd for m in data.modalities.values() if m.gsd]
    return max(data.ground or sides, default=None)


def twins(data: Dataset, train: Rows, test: Rows, modality: str) -> Audit:
    """Whether no image is, bit by bit, on both sides: what can be asked where places are not known."""
    seen = set(_digests(data, train, modality))
    found = sum(digest in seen for digest in _digests(data, test, modality))
    said = f"{found} of {len(test):,} test images are the same bit by bit as one learnt from"
    return Audit("No image is on both sides", found == 0, said)


def _digests(data: Dataset, rows: Rows, modality: str) -> list[bytes]:
    found = []
    for part in np.array_split(rows, max(1, math.ceil(len(rows) / 256))):
        found += [hashlib.sha256(v.tobytes()).digest() for v in data.read(part, modality).values]
    return found


def shuffled(
    make: Callable[[], Head],
    X: NDArray[np.float32],
    y: NDArray[np.generic],
    fold: Fold,
    kind: Kind,
    seed: int = 0,
    name: str = "",
) -> Audit:
    """What a head scores that is given shuffled labels and judged by them: it must be no better than chance.

    Those to be judged by are shuffled too. Features that tell the truth turn the little that a head takes from shuffled
    labels into a score far from chance, either way, where it is judged by the truth.

    X: (n, d). y: (n,) class indices or values. Chance is the share of the commonest test class with three standard
    errors; for values R² of 9 / n, the square of what three standard errors of a correlation of nothing are, which R²
    is never above.
    """
    rows = np.union1d(fold.train, fold.test)
    wrong = y.copy()
    wrong[rows] = np.random.default_rng(seed).permutation(y[rows])
    truth = wrong[fold.test]
    classes = int(np.max(y)) + 1 if kind == "classes" else 0
    said = predict_out_of_fold(make, X, wrong, [fold], kind, classes).labels[fold.test]
    n = len(fold.test)
    if kind == "classes":
        score = measure(kind, truth, said)["overall_accuracy"]
        common = np.bincount(truth.astype(np.int64)).max() / n
        chance, metric = common + 3 * math.sqrt(common * (1 - common) / n), "accuracy"
    else:
        score, chance, metric = measure(kind, truth, said)["r2"], 9 / n, "R²"
    return Audit(
        f"Shuffled labels score at chance{f' ({name})' if name else ''}",
        bool(score <= chance),
        f"{metric} {score:.3f}; by chance up to {chance:.3f}",
    )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
