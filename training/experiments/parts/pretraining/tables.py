"""Tables and figures of what pretraining is worth to scenes and to pixels, beside those of Deng et al. 2023."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from .....core.charts import confusion_chart, curve_chart, scores_chart
from ...base import Figure, Line, Measured, Table, measured
from ...bench.drawing import table_chart
from .claims import SceneRows, mask_gains, summed
from .encoders import named
from .masks import ACCURACY, MIOU, Masks
from .predictions import iou
from .scenes import COMMONEST, PAPER, Scenes

if TYPE_CHECKING:
    from ...deng import Config

#: What the abstract says pretraining improves, in points: MAE over ImageNet at 8:2 in table 1, and segmentation.
PAPER_SCENES, PAPER_PIXELS = 4.25, 1.96


def tables(scenes: Scenes | None, masks: Masks | None, config: Config) -> list[Table]:
    """Those that the data allow."""
    made = []
    if scenes is not None:
        made += [_scene_table(scenes, split, config) for split in scenes.splits]
    if masks is not None:
        made.append(_mask_table(masks))
    return [*made, _gains(scenes, masks, config)]


def figures(scenes: Scenes | None, masks: Masks | None, config: Config) -> list[Figure]:
    """Those that the data allow."""
    made: list[Figure] = []
    if scenes is not None:
        made += _scene_figures(scenes, config)
    if masks is not None:
        made += _mask_figures(masks)
    return made


# -- scenes ------------------------------------------------------------------------------------


def _scene_table(scenes: Scenes, split: str, config: Config) -> Table:
    papers = split == "random"
    lines: list[Line] = []
    for name, key in _rows(scenes):
        if key in scenes.lacking:
            lines.append(_without(scenes, key, config, papers))
            continue
        ours = {
            ratio: measured([100 * v for v in values])
            for ratio in config.read_ratios()
            if (values := _accuracies(scenes, split, ratio, name))
        }
        paper = PAPER.get(key, {}) if papers else {}
        known = {ratio: paper[ratio] for ratio in config.read_ratios() if ratio in paper}
        lines.append(Line(name, ours, known, scenes.why.get(name, "")))
    note = (
        "Columns are ratios of training to test samples. "
        "The paper does not say whether its networks were frozen or fine-tuned: its figures stand beside both."
        if papers
        else "Whole blocks of ground are on one side; the paper measured no such split."
    )
    return Table(
        f"Table 1, {split} split", "Top-1 accuracy (%)", tuple(config.read_ratios()), tuple(lines), note
    )  # fmt: skip


def _rows(scenes: Scenes) -> Iterator[tuple[str, str]]:
    """Rows with the keys of their networks; those of the paper that the data lacks before those in their place."""
    lacking = list(scenes.lacking)
    for name, key in scenes.names.items():
        way = key.partition(" ")[0]
        yield from [("", k) for k in lacking if way and k.startswith(way)]
        lacking = [k for k in lacking if not way or not k.startswith(way)]
        yield name, key


def _without(scenes: Scenes, key: str, config: Config, papers: bool) -> Line:
    """A row of the paper's that the data cannot have."""
    way = config.ways()[key]
    known = {ratio: PAPER[key][ratio] for ratio in config.read_ratios() if ratio in PAPER[key]}
    return Line(named(way.title, way, key), {}, known if papers else {}, scenes.lacking[key])


def _accuracies(scenes: Scenes, split: str, ratio: str, name: str) -> list[float]:
    asked = [a for a in scenes.parts if (a.split, a.ratio) == (split, ratio)]
    found = [scenes.accuracy(a, name) for a in asked]
    return [value for value in found if value is not None]


def _scene_figures(scenes: Scenes, config: Config) -> Iterator[Figure]:
    for split in scenes.splits:
        table = _scene_table(scenes, split, config)
        yield Figure(
            f"scenes-{split}", f"Scenes: accuracy of each network ({split} split)",
            "Bars are ours, with 95% intervals over seeds where there are several; marks are the paper's Table 1."
            if split == "random" else "Bars are ours; the paper has no split by ground.",
            table_chart(table),
        )  # fmt: skip
        yield Figure(
            f"labels-{split}", f"Scenes: accuracy over the number of labels ({split} split)",
            "Each network as the share to train on grows from the least ratio to the greatest; those in the way that "
            "claims are judged by.",
            curve_chart(
                dict(_curves(scenes, split, config)), {}, {}, score="Top-1 accuracy (%)",
                title=f"Accuracy over labels, {split} split",
            ),
        )  # fmt: skip
    yield _confusion(scenes, config)


def _curves(
    scenes: Scenes, split: str, config: Config
) -> Iterator[tuple[str, tuple[list[float], list[float], list[float], list[float]]]]:
    """Networks in the way that claims are judged by, and what needs none: labels, accuracy, and its interval."""
    way = SceneRows(scenes, config).way
    for name in scenes.names:
        points = []
        for ratio in config.read_ratios():
            asked = [a for a in scenes.parts if (a.split, a.ratio) == (split, ratio)]
            if values := _accuracies(scenes, split, ratio, name):
                size = float(np.mean([len(scenes.parts[a].train) for a in asked]))
                mean, half, _ = measured([100 * v for v in values])
                points.append((size, mean, mean - half, mean + half))
        if points and (name.endswith((way, "logistic")) or name == COMMONEST):
            sizes, means, low, high = (list(column) for column in zip(*sorted(points), strict=True))
            yield name, (sizes, means, low, high)


def _confusion(scenes: Scenes, config: Config) -> Figure:
    """Of the best network at the greatest share, in the split that claims are judged by."""
    rows = SceneRows(scenes, config)
    shares = config.read_ratios()
    asked = [a for a in rows.asked if shares[a.ratio] == max(shares.values())]
    best = rows.best()
    classes = scenes.labels.classes[0]
    counts = np.zeros((len(classes),) * 2, np.int64)
    for each in asked:
        if (said := scenes.said.get((each, best))) is not None:
            np.add.at(counts, (scenes.truth(each), said), 1)
    return Figure(
        "confusion", f"Scenes: what {best} takes for what",
        f"Test samples at {asked[0].ratio}, {rows.split} split, by true and predicted class.",
        confusion_chart(counts, classes, title=f"{best}, {asked[0].ratio}"),
    )  # fmt: skip


# -- pixels ------------------------------------------------------------------------------------


def _mask_table(masks: Masks) -> Table:
    lines = []
    for name in masks.names:
        ours = {
            metric: measured([100 * value for value in values])
            for metric in (MIOU, ACCURACY)
            if (values := masks.values(name, metric))
        }
        lines.append(Line(name, ours, {}, masks.why.get(name, "")))
    return Table(
        f"Table 2, split {masks.split}", "Percent", (MIOU, ACCURACY), tuple(lines),
        "The text of the paper that we have lacks the figures of its Table 2; its abstract says that pretraining "
        f"improves segmentation by {PAPER_PIXELS} points and does not say by which measure.",
    )  # fmt: skip


def _mask_figures(masks: Masks) -> Iterator[Figure]:
    table = _mask_table(masks)
    yield Figure(
        "pixels", "Pixels: UperNet with and without pretraining",
        "Mean intersection over union and overall accuracy over the test crops.", table_chart(table),
    )  # fmt: skip
    by_class: dict[str, dict[str, Measured]] = {name: {} for name in masks.classes}
    for row in masks.names:
        found = [iou(c.sum(0)) for (_, name), c in masks.counts.items() if name == row]
        for i, name in enumerate(masks.classes):
            values = [100 * float(each[i]) for each in found if not np.isnan(each[i])]
            if values:
                by_class[name][row] = measured(values)
    yield Figure(
        "iou", "Pixels: intersection over union by class",
        "A class without a bar is neither in the test part nor was predicted there.",
        scores_chart(by_class, score="Intersection over union (%)", title="By class"),
    )  # fmt: skip
    if masks.picture is not None:
        yield Figure(
            "crops", "Pixels: test crops as each network sees them",
            "Of test crops spread evenly, those that show the most classes. Grey has no class.",
            picture=masks.picture,
        )  # fmt: skip


# -- both --------------------------------------------------------------------------------------


def _gains(scenes: Scenes | None, masks: Masks | None, config: Config) -> Table:
    """What pretraining improves, in points, beside the two figures of the paper's abstract."""
    column, lines = "Points", []
    if scenes is not None:
        rows = SceneRows(scenes, config)
        greatest = max(config.read_ratios().values())
        mae = next(key for key in rows.keys if key.startswith("mae"))
        paper = {column: PAPER_SCENES} if mae == "mae rgbn" else {}
        over = rows.gains(rows.row(mae), rows.row("imagenet rgb"))
        at = [rows.ratios.index(r) for r in rows.ratios if config.read_ratios()[r] == greatest]
        ours = (
            {column: summed({seed: [g[i] for i in at] for seed, g in over.items()})} if over else {}
        )
        why = scenes.why.get(rows.row("imagenet rgb"), "")
        lines.append(Line("scenes, MAE over ImageNet at the greatest share", ours, paper, why))
        for key in rows.keys:
            for way in config.finetuning():
                name = rows.row(key, way)
                gained = rows.gains(name, rows.untrained(key, way))
                ours = {column: summed(gained)} if gained else {}
                lines.append(Line(f"scenes, {name}, over untrained", ours))
    if masks is not None:
        names = list(masks.names)
        for i, name in enumerate(names):
            if not masks.names[name]:
                continue
            for metric in (MIOU, ACCURACY):
                gained = mask_gains(masks, name, names[i - 1], metric)
                ours = {column: summed(gained)} if gained else {}
                lines.append(Line(f"pixels, {name}, over untrained: {metric}", ours))
        lines.append(
            Line(
                "pixels, the gain of the abstract",
                {},
                {column: PAPER_PIXELS},
                "the abstract does not say of which network and measure",
            )
        )
    return Table(
        "What pretraining gains", "Percentage points", (column,), tuple(lines),
        "Gains of scenes are means over ratios. Intervals are over seeds; of a single seed over test samples. The "
        "paper's gain of scenes is over ImageNet's weights; over the same network untrained is ours.",
    )  # fmt: skip
