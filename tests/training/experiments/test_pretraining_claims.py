"""What is said of the claims of Deng et al. 2023, by tables whose figures are given."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from eo_embed.tests.training.experiments.ground import Ground
from eo_embed.training.datasets import Labels
from eo_embed.training.experiments import find_experiment
from eo_embed.training.experiments.parts.pretraining.claims import (
    Gain,
    Gains,
    SceneRows,
    claims,
    mask_gains,
    verdict,
)
from eo_embed.training.experiments.parts.pretraining.masks import Masks
from eo_embed.training.experiments.parts.pretraining.predictions import mean_iou, overall_accuracy
from eo_embed.training.experiments.parts.pretraining.scenes import Asked, Scenes
from eo_embed.training.experiments.parts.pretraining.shares import Part
from eo_embed.training.experiments.parts.pretraining.tables import tables

RATIOS = ("2:8", "5:5", "8:2")
CONFIG = find_experiment("deng").read({"finetune": "fine-tuned"})
N = 1000


def scenes_of(rows: dict[str, tuple[str, list[float]]], split: str = "random") -> Scenes:
    """A table whose rows are right about these percents of the test samples, at each ratio."""
    labels = Labels(("cover",), np.zeros((N, 1), np.float32), (("a", "b"),))
    table = Scenes(Ground(2), labels, splits=[split])
    for i, ratio in enumerate(RATIOS):
        asked = Asked(split, ratio, 0)
        table.parts[asked] = Part(np.arange(10), np.arange(N), "")
        for name, (key, percents) in rows.items():
            row = f"{name}, fine-tuned"
            table.names[row] = key
            if percents:
                table.said[asked, row] = (np.arange(N) >= 10 * percents[i]).astype(np.int64)
            else:
                table.why[row] = "not here"
    return table


def paper(**changed: list[float]) -> Scenes:
    """The paper's own table, and untrained networks far behind."""
    known = {
        "imagenet": [92.8, 93.6, 94.0],
        "rgb": [92.2, 93.4, 94.4],
        "rgbn": [92.9, 95.6, 97.1],
        "mae": [93.3, 96.1, 98.3],
        **changed,
    }
    return scenes_of(
        {
            "ImageNet, resnet50, RGB": ("imagenet rgb", known["imagenet"]),
            "SimCLR, resnet50, RGB": ("simclr rgb", known["rgb"]),
            "SimCLR, resnet50, RGBN": ("simclr rgbn", known["rgbn"]),
            "MAE, vit_base, RGBN": ("mae rgbn", known["mae"]),
            "untrained, resnet50, RGB": ("", [80, 81, 82]),
            "untrained, resnet50, RGBN": ("", [80, 81, 82]),
            "untrained, vit_base, RGBN": ("", [80, 81, 82]),
        }
    )


def masks_of(rows: dict[str, tuple[str, list[float]]], seeds: int = 1, crops: int = 20) -> Masks:
    """A table of two classes, whose rows are right about such percents of the pixels of all crops, by seed."""
    table = Masks(Ground(2, masked=True), [0, 1], split="blocks")
    for seed in range(seeds):
        table.labels[seed], table.units[seed] = 5, np.arange(crops)
        for name, (key, right) in rows.items():
            table.names[name] = key
            n = round(10 * right[seed])
            one = np.array([[n, 1000 - n], [1000 - n, n]])
            table.counts[seed, name] = np.stack([one] * crops)
    return table


CNN, VIT = "resnet50, RGBN", "vit_base, RGBN"


def pixels(cnn: list[float], simclr: list[float], vit: list[float], mae: list[float]) -> Masks:
    rows = {
        f"untrained, {CNN}": ("", cnn),
        f"SimCLR, {CNN}": ("simclr rgbn", simclr),
        f"untrained, {VIT}": ("", vit),
        f"MAE, {VIT}": ("mae rgbn", mae),
    }
    return masks_of(rows, len(cnn))


def told(*given: Any) -> dict[str, Any]:
    return {claim.text.split(" ")[0]: claim for claim in claims(*given, CONFIG)}


def gains_of(*points: list[float], half: float = 0.1) -> Gains:
    """By seed, at each ratio."""
    return {seed: [Gain(p, half) for p in of_seed] for seed, of_seed in enumerate(points)}


def test_a_verdict_is_of_the_interval_over_seeds() -> None:
    assert verdict(gains_of([1.0, 1.2], [1.0, 1.0], [0.8, 1.0]))[0] is True
    assert verdict(gains_of([-1.0], [-1.1], [-0.9]))[0] is False
    holds, said = verdict(gains_of([1.0], [-1.1], [0.9]))
    assert holds is None
    half = 4.302653 * np.std([1.0, -1.1, 0.9], ddof=1) / np.sqrt(3)
    assert said == f"+0.3 ± {half:.1f} points, so that there may be no difference"
    assert verdict({}) == (None, "not measured")


def test_of_one_seed_the_interval_is_over_test_samples() -> None:
    assert verdict(gains_of([2.0, 1.0], half=0.5)) == (
        True,
        "+1.5 ± 0.5 points (+2.0, +1.0 by ratio)",
    )
    assert verdict(gains_of([-2.0], half=0.5)) == (False, "-2.0 ± 0.5 points")
    assert verdict(gains_of([2.0, 1.0], half=1.6))[0] is None


def test_a_gain_of_scenes_has_the_interval_of_its_paired_samples() -> None:
    table = paper(rgb=[90, 90, 90], imagenet=[88, 88, 88])
    rows = SceneRows(table, CONFIG)
    (gains,) = rows.gains(rows.row("simclr rgb"), rows.row("imagenet rgb")).values()
    apart = np.r_[np.ones(20), np.zeros(N - 20)]  # 20 samples more are right, none are wrong
    assert gains[0].points == pytest.approx(2)
    assert gains[0].half == pytest.approx(196 * apart.std() / np.sqrt(N))


def test_a_gain_of_pixels_has_the_interval_of_its_tiles() -> None:
    """Against a bootstrap by hand; crops of a tile are drawn together."""
    rng = np.random.default_rng(1)
    table = masks_of(
        {f"untrained, {CNN}": ("", [70]), f"SimCLR, {CNN}": ("simclr rgbn", [70])}, crops=24
    )
    table.units[0] = np.repeat(np.arange(8), 3)
    for name in table.names:
        table.counts[0, name] = rng.integers(50, 400, (24, 2, 2))
    one, two = (table.counts[0, name] for name in (f"SimCLR, {CNN}", f"untrained, {CNN}"))
    for metric, measure in (("mIoU", mean_iou), ("overall accuracy", overall_accuracy)):
        ((gain,),) = mask_gains(table, f"SimCLR, {CNN}", f"untrained, {CNN}", metric).values()
        spread = []
        for _ in range(1500):
            tiles = rng.integers(0, 8, 8)
            crops = np.concatenate([np.flatnonzero(table.units[0] == tile) for tile in tiles])
            spread.append(measure(one[crops].sum(0)) - measure(two[crops].sum(0)))
        assert gain.points == pytest.approx(100 * (measure(one.sum(0)) - measure(two.sum(0))))
        assert gain.half == pytest.approx(196 * np.std(spread), rel=0.1)


def test_by_the_papers_own_figures_its_claims_hold() -> None:
    found = told(paper(), None)
    assert [found[name].holds for name in ("Self-supervised", "Near", "MAE")] == [True] * 3
    assert (
        "SimCLR, resnet50, RGB, fine-tuned is -0.1 ± 0.4 points from"
        in found["Self-supervised"].found
    )
    assert "+1.9 ± 0.8 points (+0.7, +2.2, +2.7 by ratio)" in found["Near"].found
    assert "the best of the others, SimCLR, resnet50, RGBN, fine-tuned: +0.7" in found["MAE"].found


def test_claims_that_our_figures_contradict_do_not_hold() -> None:
    found = told(paper(rgb=[90.0, 90.1, 90.2], rgbn=[85, 85.1, 85.2], mae=[70, 70.1, 70.2]), None)
    assert [found[name].holds for name in ("Self-supervised", "Near", "MAE")] == [False] * 3
    assert "without any pretraining the band gives +0.0" in found["Near"].found
    without = told(paper(imagenet=[]), None)
    assert without["Self-supervised"].holds is None
    assert "gains, fine-tuned +12.3" in without["Self-supervised"].found


def test_claims_of_pixels() -> None:
    better = told(None, pixels([80, 80, 81], [84, 84, 85], [70, 70, 71], [73, 73, 74]))
    assert better["Both"].holds is True
    assert better["The"].holds is True  # the plain ViT is worse
    mixed = told(None, pixels([80, 80, 80], [84, 84, 84.2], [90, 90, 90], [85, 85, 85.2]))
    assert mixed["Both"].holds is False
    assert mixed["The"].holds is False
    assert told(None, pixels([80, 80], [84, 70], [70, 70], [73, 73]))["Both"].holds is None


@pytest.mark.parametrize(("gain", "holds"), [(1, True), (19, False)])
def test_gains_of_pixels_are_held_against_those_of_scenes(gain: int, holds: bool) -> None:
    """Scenes gain 12 to 16 points over the same networks untrained."""
    masks = pixels([80, 80], [80 + gain] * 2, [75, 75], [75 + gain, 75 + gain])
    claim = told(paper(), masks)["Pretraining"]
    assert claim.holds is holds
    assert f"of pixels +{gain}.0" in claim.found


def test_blocks_come_before_random_splits() -> None:
    table = paper()
    for asked in list(table.parts):
        other = asked._replace(split="blocks")
        table.parts[other] = table.parts[asked]
        for row in table.names:
            if (asked, row) in table.said:
                table.said[other, row] = table.said[asked, row] * 0 + 1  # all wrong
    table.splits.append("blocks")
    rows = SceneRows(table, CONFIG)
    assert rows.split == "blocks"
    assert rows.mean(rows.row("mae rgbn")) == 0
    titles = [t.title for t in tables(table, None, CONFIG)]
    assert titles == ["Table 1, random split", "Table 1, blocks split", "What pretraining gains"]


def test_gains_stand_beside_those_of_the_abstract() -> None:
    gains = tables(paper(), None, CONFIG)[-1]
    line = gains.lines[0]
    assert line.ours["Points"].mean == pytest.approx(4.3)
    assert line.paper == {"Points": 4.25}
