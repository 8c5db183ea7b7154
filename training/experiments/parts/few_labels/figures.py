"""Figures 1, 2, 4 and 5 of Allen et al. 2023, of our areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .....core.charts import FewShot, few_shot_chart, quantile_chart, scatter_chart, views_chart
from .....core.classes import PALETTE
from ....datasets.base import Rows
from ...base import Figure
from ...bench.folder import slug
from .areas import Area
from .shots import CURVES, Shots

Views = Mapping[tuple[str, str], tuple[Rows, NDArray[np.float64]]]


def figures(
    areas: Sequence[Area],
    by_area: Mapping[str, Sequence[Shots]],
    firsts: Mapping[str, str],
    views: Views,
) -> Iterator[Figure]:
    """Few-shot curves of each area, by view and by features; labels; views; bands.

    firsts: by area the features whose views are compared. views: see ``Study``.
    """
    for area in areas:
        curves = [one for one in by_area[area.name] if one.table == CURVES and one.runs]
        own = [one for one in curves if one.features == firsts[area.name]]
        if own:
            yield _curves(
                slug(f"few-shot-{area.name}"),
                f"Accuracy by number of labels, {area.name}",
                "The paper's figure 4: each kind of image and all together, "
                f"{firsts[area.name]}. Bands are 95% intervals of the mean; a dot is the least number of labels tried "
                "that reaches 95% of the accuracy with all.",
                [(one, one.view) for one in own],
            )
        widest = {(one.features, one.task): one for one in curves}  # the last view is all together
        if len({features for features, _ in widest}) > 1:
            yield _curves(
                slug(f"few-shot-features-{area.name}"),
                f"Accuracy by number of labels and features, {area.name}",
                "Not in the paper: the same with all kinds of image together, for each kind of features.",
                [(one, one.features) for one in widest.values()],
            )
    yield from _quantiles(areas)
    for area in areas:
        yield from _seen(area, views, firsts[area.name])
        yield from _bands(area)


def _curves(name: str, title: str, caption: str, named: Sequence[tuple[Shots, str]]) -> Figure:
    panels: dict[str, dict[str, FewShot]] = {}
    for one, curve in named:
        points = [one.at(size) for size in (*one.sizes, None)]
        panels.setdefault(one.task, {})[curve] = FewShot(
            [*one.sizes, one.labels],
            [point.mean for point in points],
            [point.half for point in points],
            one.enough if one.telling else None,
        )
    return Figure(name, title, caption, few_shot_chart(panels, title=title))


def _quantiles(areas: Sequence[Area]) -> Iterator[Figure]:
    panels: dict[str, dict[str, NDArray[np.float32]]] = {}
    for area in areas:
        for halved in area.tasks:
            if np.isfinite(halved.threshold):
                panels.setdefault(halved.task, {})[area.name] = halved.values
    if panels:
        title = "Labels by quantile"
        caption = "The paper's figure 2: values of all labels in ascending order; at the dashed line lies the median."
        yield Figure("labels", title, caption, quantile_chart(panels, title=title))


def _seen(area: Area, views: Views, features: str) -> Iterator[Figure]:
    panels = {
        (halved.task, modality): (xy, _shown(halved.values, halved.y, halved.threshold)[rows])
        for halved in area.tasks
        for (name, modality), (rows, xy) in views.items()
        if name == area.name
    }
    if not panels:
        return
    title = f"Views of embeddings, {area.name}"
    valued = [halved for halved in area.tasks if np.isfinite(halved.threshold)]
    log = all(np.nanmin(halved.values) >= 0 for halved in valued)
    classes = {h.task: ("no", "yes") for h in area.tasks if h not in valued}
    caption = (
        f"The paper's figure 5: t-SNE of {features}, a column a kind of image; a dot is a chip, coloured by its label"
        f"{', logarithmically' if log and valued else ''}. No label shaped the views."
    )
    chart = views_chart(panels, log=log, classes=classes, title=title)
    yield Figure(slug(f"views-{area.name}"), title, caption, chart)


def _shown(
    values: NDArray[np.float32], y: NDArray[np.int64], threshold: float
) -> NDArray[np.float64]:
    """Values as they are; of a class whether it is there."""
    if np.isfinite(threshold):
        return values.astype(np.float64)
    return np.where(y < 0, np.nan, y.astype(np.float64))


def _bands(area: Area) -> Iterator[Figure]:
    if area.data.positions is None:
        return
    role = np.full(len(area.data), -1)
    parts = (area.parts.train, area.parts.validation, area.parts.test)
    for number, rows in enumerate(parts):
        role[rows] = number
    names = ("train", "validate", "test")
    colours = (PALETTE[1], PALETTE[2], PALETTE[3])  # as the paper's: yellow, blue and pink
    title = f"What is learnt from, and what is tested, {area.name}"
    chart = scatter_chart(
        area.data.positions,
        labels=role,
        names=names,
        colours=colours,
        axes=("East", "North"),
        title=title,
    )
    caption = f"The paper's figure 1: {area.parts.rule}. Of the first seed."
    yield Figure(slug(f"bands-{area.name}"), title, caption, chart)
