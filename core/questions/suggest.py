"""What should I label next? Chips that teach the head most, unlike each other and apart on the ground.

Before there is a head, the chips that stand for all others: the chips nearest to the centres of k-means
on the embeddings, away from what is labelled. With a head, three steps:

1. Uncertainty. One minus the margin between the two likeliest classes (Scheffer et al. 2001), or the
   normalised entropy; for values the head's spread.
2. A pool of the most uncertain chips, dealt evenly over the classes that the head sees there, so that a
   rare class is asked about as often as a common one.
3. Diversity within the pool: one chip from each of n clusters, weighted by uncertainty (Zhdanov 2019,
   arXiv:1901.05954), or greedy k-centre from the labelled chips on (Sener & Savarese 2018,
   arXiv:1708.00489). The clusters are the default: on real scenes k-centre asked about outliers
   (benchmarks/quality/suggest.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from sklearn.cluster import KMeans

from ..errors import LabelsTooFew, UsageError
from ..probes.base import Prediction, Standardiser

By = Literal["margin", "entropy"]
Diverse = Literal["clusters", "kcentre", "none"]
BYS: tuple[By, ...] = ("margin", "entropy")
DIVERSITIES: tuple[Diverse, ...] = ("clusters", "kcentre", "none")

#: Candidates for each chip wanted. assumed: more let diversity win over uncertainty, on both scenes tried.
POOL = {"clusters": 3, "kcentre": 2, "none": 1}
#: Chips drawn at random to know the scene by, and to find the cover among. assumed
SCENE_ROWS = 2000
#: Labelled chips that the cover keeps away from, drawn at random. assumed
COVER_LABELS = 30
#: Rounds of k-means on the scene: the last ones move a centre by next to nothing. assumed
ROUNDS = 20

Rows = NDArray[np.intp]


class Suggestion(NamedTuple):
    """Rows to label next, the most telling first.

    ``rows`` ``(m,)``; ``apart`` is the distance in metres that they keep from each other and from labelled
    chips: what was asked, or less where the area left no more.
    """

    rows: Rows
    apart: float


def suggest(
    X: NDArray[np.float32],
    xy: NDArray[np.float64],
    labelled: NDArray[Any],
    prediction: Prediction,
    count: int,
    *,
    apart: float,
    by: By = "margin",
    diverse: Diverse = "clusters",
    seed: int = 0,
) -> Suggestion:
    """The chips whose labels would teach a head most.

    Parameters
    ----------
    X: ``(n, d)`` embeddings; xy: ``(n, 2)`` chip centres in metres; labelled: rows that have a label.
    prediction: the head's, of all rows. count: chips wanted. apart: metres between any two chips of
        the suggestion and the labelled ones; halved until ``count`` chips are found.

    Raises UsageError for an unknown way, LabelsTooFew where every chip is labelled.
    """
    _check(count, by in BYS and diverse in DIVERSITIES, f"{by!r} and {diverse!r}")
    unsure = uncertainty(prediction, by)
    free = _free(len(X), labelled)
    # A head of few labels is as unsure of many chips: none of them comes first for where it lies.
    shuffled = np.random.default_rng(seed).permutation(free)
    order = shuffled[np.argsort(-unsure[shuffled], kind="stable")]
    if prediction.proba is not None:
        order = _dealt(order, prediction.labels)
    unit = _units(X, seed)

    def choose(distance: float) -> list[int]:
        space = _Space(xy, labelled, distance)
        pool = np.array(space.take(order, POOL[diverse] * count), dtype=np.intp)
        if diverse == "kcentre":
            ranked = _k_centre(unit(pool), unit(labelled), count)
        elif diverse == "clusters":
            ranked = _one_a_cluster(unit(pool), unsure[pool], count, seed)
        else:
            ranked = list(range(len(pool)))
        return [int(pool[i]) for i in ranked[:count]]

    return _relaxed(choose, min(count, len(free)), apart)


def cover(
    X: NDArray[np.float32],
    xy: NDArray[np.float64],
    labelled: NDArray[Any],
    count: int,
    *,
    apart: float,
    seed: int = 0,
) -> Suggestion:
    """The chips that stand best for all others, before there is a head: see ``suggest`` for the rest."""
    _check(count)
    rng = np.random.default_rng(seed)
    free = _free(len(X), labelled)
    if len(free) > SCENE_ROWS:
        free = np.sort(rng.choice(free, SCENE_ROWS, replace=False))
    known = np.asarray(labelled, dtype=np.intp)
    if len(known) > COVER_LABELS:
        known = np.sort(rng.choice(known, COVER_LABELS, replace=False))
    unit = _units(X, seed)
    rows, centres = unit(free), min(count + len(known), len(free))
    means = KMeans(centres, n_init=1, max_iter=ROUNDS, random_state=seed).fit(rows)
    distance = means.transform(rows)
    size = np.bincount(means.labels_, minlength=centres)
    if len(known):
        size[means.predict(unit(known))] = 0
    largest = np.argsort(-size, kind="stable")
    nearest = np.argsort(distance, axis=0, kind="stable")

    def choose(apart: float) -> list[int]:
        space = _Space(xy, labelled, apart)
        found: list[int] = []
        for cluster in largest:
            if len(found) < count:
                found.extend(space.take(free[nearest[:, cluster]], 1))
        return found

    return _relaxed(choose, min(count, len(free)), apart)


def uncertainty(prediction: Prediction, by: By = "margin") -> NDArray[np.float32]:
    """How unsure a head is of each row, ``(n,)``: 0..1 for classes, the spread in its unit for values."""
    if prediction.proba is None or by == "entropy":
        return prediction.uncertainty
    second, first = np.partition(prediction.proba, -2, axis=1)[:, -2:].T
    return (1 - (first - second)).astype(np.float32)


# -- which are left, how they lie, how they are dealt -------------------------------------------


def _check(count: int, known: bool = True, given: str = "") -> None:
    if count < 1:
        raise UsageError(f"{count} suggestions were asked for; ask for at least 1.")
    if not known:
        raise UsageError(
            f"There is no way to suggest by {given}; there are {', '.join(BYS)} and {', '.join(DIVERSITIES)}."
        )


def _free(n: int, labelled: NDArray[Any]) -> Rows:
    without = np.ones(n, dtype=bool)
    without[labelled] = False
    free = np.flatnonzero(without)
    if len(free) == 0:
        raise LabelsTooFew(
            f"All {n} chips are labelled already, so that none is left to suggest; draw a larger area."
        )
    return free


def _dealt(order: Rows, labels: NDArray[Any]) -> Rows:
    """``order``, one of each predicted class in turn, rare classes as often as common ones."""
    said = labels[order]
    place = np.empty(len(order), dtype=np.intp)
    for value in np.unique(said):
        mine = np.flatnonzero(said == value)
        place[mine] = np.arange(len(mine))
    return order[np.argsort(place, kind="stable")]


class _Space:
    """Keeps chips apart on the ground: from labelled ones, and from those taken before."""

    def __init__(self, xy: NDArray[np.float64], labelled: NDArray[Any], apart: float) -> None:
        self._xy, self._apart = xy, apart
        self._taken: list[int] = []
        self._open = np.ones(len(xy), dtype=bool)
        if len(labelled) and apart > 0:
            self._open = cKDTree(xy[labelled]).query(xy)[0] >= apart

    def take(self, order: Rows, count: int) -> list[int]:
        """The first ``count`` of ``order`` that are far enough from all, which are then taken."""
        order, found = order[self._open[order]], list[int]()
        places = self._xy[order]
        left = ~np.isin(order, self._taken)
        for row in self._taken:
            left &= np.hypot(*(places - self._xy[row]).T) >= self._apart
        while len(found) < count and left.any():
            first = int(left.argmax())
            found.append(int(order[first]))
            left &= np.hypot(*(places - places[first]).T) >= self._apart
            left[first] = False
        self._taken.extend(found)
        return found


def _relaxed(choose: Callable[[float], list[int]], count: int, apart: float) -> Suggestion:
    """What ``choose`` finds, with the distance halved until it finds as many as there can be."""
    found = choose(apart)
    while len(found) < count and apart > 0:
        apart = apart / 2 if apart > 1 else 0.0
        found = choose(apart)
    return Suggestion(np.array(found, dtype=np.intp), apart)


# -- unlike each other --------------------------------------------------------------------------


def _units(X: NDArray[np.float32], seed: int) -> Callable[[Rows], NDArray[np.float32]]:
    """Gives rows standardised as the scene is and brought to length 1: distance follows the cosine."""
    rng = np.random.default_rng(seed)
    some = rng.choice(len(X), SCENE_ROWS, replace=False) if len(X) > SCENE_ROWS else slice(None)
    columns = Standardiser.fit(X[some])

    def unit(rows: Rows) -> NDArray[np.float32]:
        part = columns.standardise(X[rows])
        length = np.linalg.norm(part, axis=1, keepdims=True)
        return np.divide(part, length, out=part, where=length > 0)

    return unit


def _one_a_cluster(
    unit: NDArray[np.float32], unsure: NDArray[np.float32], count: int, seed: int
) -> list[int]:
    """The chip nearest to the centre of each of ``count`` clusters, weighted by uncertainty."""
    if len(unit) <= count:
        return list(range(len(unit)))
    weight = unsure - unsure.min() + 1e-3  # never 0, which would be no chip at all
    means = KMeans(count, n_init=1, random_state=seed).fit(unit, sample_weight=weight)
    distance = means.transform(unit)
    found: list[int] = []
    for cluster in range(count):
        nearest = np.argsort(distance[:, cluster], kind="stable")
        found.append(next(int(i) for i in nearest if i not in found))
    return sorted(found)  # the pool's order: the most uncertain first


def _k_centre(pool: NDArray[np.float32], known: NDArray[np.float32], count: int) -> list[int]:
    """Again and again the row of ``pool`` farthest from all that is known or chosen."""
    nearest = (pool @ known.T).max(axis=1) if len(known) else np.zeros(len(pool), np.float32)
    found: list[int] = []
    for _ in range(min(count, len(pool))):
        row = int(nearest.argmin())
        found.append(row)
        nearest = np.maximum(nearest, pool @ pool[row])
        nearest[found] = np.inf
    return found
