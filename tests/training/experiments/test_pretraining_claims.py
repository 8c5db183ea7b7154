"""What is said of the claims of Deng et al. 2023, by tables whose figures are given."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from eo_embed.tests.training.experiments.ground import Ground
from eo_embed.training.datasets import Labels
from eo_embed.training.experiments import find_experiment
from eo_embed.training.experiments.mask_table import Masks
from eo_embed.training.experiments.pretraining_claims import SceneRows, claims, verdict
from eo_embed.training.experiments.pretraining_tables import tables
from eo_embed.training.experiments.scene_table import Asked, Scenes
from eo_embed.training.experiments.shares import Part

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


def masks_of(rows: dict[str, tuple[str, list[int]]], seeds: int = 1) -> Masks:
    """A table of two classes, whose rows are right about so many of 100 pixels of each, by seed."""
    table = Masks(Ground(2, masked=True), [0, 1], split="blocks")
    for seed in range(seeds):
        table.labels[seed] = 5
        for name, (key, right) in rows.items():
            table.names[name] = key
            n = right[seed]
            table.counts[seed, name] = np.array([[n, 100 - n], [100 - n, n]])
    return table


CNN, VIT = "resnet50, RGBN", "vit_base, RGBN"


def pixels(cnn: list[int], simclr: list[int], vit: list[int], mae: list[int]) -> Masks:
    rows = {
        f"untrained, {CNN}": ("", cnn),
        f"SimCLR, {CNN}": ("simclr rgbn", simclr),
        f"untrained, {VIT}": ("", vit),
        f"MAE, {VIT}": ("mae rgbn", mae),
    }
    return masks_of(rows, len(cnn))


def told(*given: Any) -> dict[str, Any]:
    return {claim.text.split(" ")[0]: claim for claim in claims(*given, CONFIG)}


def test_a_verdict_is_of_the_interval_over_seeds() -> None:
    assert verdict({0: [1.0, 1.2], 1: [1.0, 1.0], 2: [0.8, 1.0]})[0] is True
    assert verdict({0: [-1.0], 1: [-1.1], 2: [-0.9]})[0] is False
    holds, said = verdict({0: [1.0], 1: [-1.1], 2: [0.9]})
    assert holds is None
    half = 4.302653 * np.std([1.0, -1.1, 0.9], ddof=1) / np.sqrt(3)
    assert said == f"+0.3 ± {half:.1f} points, so that there may be no difference"
    assert verdict({}) == (None, "not measured")


def test_of_one_seed_all_ratios_have_to_agree() -> None:
    assert verdict({0: [2.0]}) == (True, "+2.0 points, of one seed, which has no interval")
    assert verdict({0: [2.0, 0.5]})[0] is True
    assert verdict({0: [-2.0, -0.5]})[0] is False
    assert verdict({0: [2.0, -0.5]})[0] is None
    assert "(+2.0, -0.5 by ratio)" in verdict({0: [2.0, -0.5]})[1]


def test_by_the_papers_own_figures_its_claims_hold() -> None:
    found = told(paper(), None)
    assert [found[name].holds for name in ("Self-supervised", "Near", "MAE")] == [True] * 3
    assert "SimCLR, resnet50, RGB, fine-tuned is -0.1 points from" in found["Self-supervised"].found
    assert "+1.9 points (+0.7, +2.2, +2.7 by ratio)" in found["Near"].found
    assert "the best of the others, SimCLR, resnet50, RGBN, fine-tuned: +0.7" in found["MAE"].found


def test_claims_that_our_figures_contradict_do_not_hold() -> None:
    found = told(paper(rgb=[90.0, 90.1, 90.2], rgbn=[85, 85.1, 85.2], mae=[70, 70.1, 70.2]), None)
    assert [found[name].holds for name in ("Self-supervised", "Near", "MAE")] == [False] * 3
    assert "without any pretraining the band gives +0.0" in found["Near"].found
    without = told(paper(imagenet=[]), None)
    assert without["Self-supervised"].holds is None
    assert "gains +12.3" in without["Self-supervised"].found


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
