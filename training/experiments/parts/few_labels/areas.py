"""The areas of a study: a data set each, parted in slanting bands of ground, with its labels in halves.

Allen et al. 2023, section 3 and figure 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .....core.errors import DataUnfit
from .....core.probes import Fold, least_distance, overlapping
from ....datasets import Dataset, tasks_of
from ....datasets.base import Rows
from ....splits import Split, split
from ...base import Audit
from ...bench.audit import apart, ground_side, twins
from ..stages import off_the_ground_of
from .halves import Halved, halve

#: Of a random split, where places are not known; bands are 60/20/20 by themselves.
_VALIDATION, _TEST = 0.2, 0.2


@dataclass(frozen=True)
class Area:
    """A data set, parted.

    tasks: its labels in halves. notes: sentences on how it was parted and on labels left out.
    """

    name: str
    data: Dataset
    parts: Split
    tasks: tuple[Halved, ...]
    notes: tuple[str, ...]

    @property
    def learn(self) -> Rows:
        """Rows that anything may be learnt from without labels: those to train and to validate on."""
        return np.sort(np.concatenate([self.parts.train, self.parts.validation]))

    @property
    def split(self) -> str:
        """What its split is called."""
        return "random" if self.data.positions is None else "bands"


def names(places: Sequence[str], datasets: Sequence[Dataset]) -> list[str]:
    """A short name of each area, none twice: that of its folder, where these are known."""
    if len(places) == len(datasets):
        found = [Path(place).expanduser().resolve().name for place in places]
    else:
        found = [data.name for data in datasets]
    return [
        name if found.count(name) == 1 else f"{name} {found[: i + 1].count(name)}"
        for i, name in enumerate(found)
    ]


def wanted_tasks(text: str, datasets: Sequence[Dataset]) -> list[str]:
    """Names of the tasks to ask for. Raises DataUnfit for one that no data set has."""
    asked = [n.strip() for n in text.split(";" if ";" in text else ",") if n.strip()]
    have = {
        name
        for labels in (data.labels for data in datasets)
        if labels is not None
        for task, classes in zip(labels.tasks, labels.classes, strict=True)
        for name in (task, *(f"{task}: {c}" for c in classes if len(classes) > 2))
    }
    if missing := [name for name in asked if name not in have]:
        tasks_of(datasets[0], missing)
    return asked


def part(
    name: str,
    data: Dataset,
    seed: int,
    *,
    width: float | None = None,
    tasks: Sequence[str] = (),
    least_share: float = 0.1,
) -> Area:
    """An area in training, validation and test part: by bands where places are known, else at random.

    Parameters
    ----------
    width: of bands, in metres. tasks: names of labels to ask for; all by default. least_share: see ``halve``.

    Raises DataUnfit for bands that leave nothing to a part.
    """
    if data.positions is None:
        parts = split(data, "random", _VALIDATION, _TEST, seed)
        notes = [
            f"{name} does not say where its samples lie, so that they are parted at random: neighbours may be on both "
            "sides and flatter what is measured."
        ]
    else:
        parts = split(data, "bands", seed=seed, band=width)
        notes = []
    train, validation = (
        off_the_ground_of(data, rows, parts.test) for rows in (parts.train, parts.validation)
    )
    lost = len(parts.train) + len(parts.validation) - len(train) - len(validation)
    if not len(train) or not len(validation):
        raise DataUnfit(
            f"Chips of {data.name} overlap so much that none is off the ground of the test part; cut chips that "
            "overlap less, or give wider bands."
        )
    if lost:
        notes.append(f"{lost:,} chips of {name} share ground with test chips and are left out.")
    parts = replace(parts, train=train, validation=validation)
    halved: list[Halved] = []
    if data.labels is not None:
        halved, said = halve(data.labels, parts, name, tasks, least_share)
        notes += said
    return Area(name, data, parts, tuple(halved), tuple(notes))


def check_apart(areas: Sequence[Area]) -> list[Audit]:
    """Whether no place is both learnt from and tested on, in each area and across those of one projection.

    Raises DataUnfit where ground is shared.
    """
    found = []
    for area in areas:
        found.append(
            apart(area.data, area.learn, area.parts.test, f"{area.name}, {area.parts.rule}")
        )
        if area.data.positions is None:
            first = next(iter(area.data.modalities))
            found.append(twins(area.data, area.learn, area.parts.test, first))
    return found + _across(areas) if len(areas) > 1 else found


def _across(areas: Sequence[Area]) -> list[Audit]:
    what = "No place of one area is tested on and learnt from in another"
    placed = [area for area in areas if area.data.projection is not None]
    if len(placed) < len(areas) or len({area.data.projection for area in placed}) > 1:
        return [Audit(what, None, "the areas do not tell where they lie in one projection")]
    xy = np.concatenate([area.data.positions for area in areas])
    starts = np.cumsum([0, *(len(area.data) for area in areas)]).tolist()
    learn, test = (
        np.concatenate([rows + start for rows, start in zip(each, starts, strict=False)])
        for each in ([area.learn for area in areas], [area.parts.test for area in areas])
    )
    fold = Fold(learn, test)
    side = max((ground_side(area.data) or 0.0 for area in areas), default=0.0)
    if side and (shared := overlapping(xy, fold, side)):
        raise DataUnfit(
            f"{shared} test chips of {', '.join(area.name for area in areas)} share ground with chips of another of "
            "these areas that are learnt from; give areas that do not overlap, or a width of bands, by which they lie "
            "alike in all areas of one projection and one grid."
        )
    return [Audit(what, True, f"the nearest two are {least_distance(xy, fold):,.0f} m apart")]
