"""Means with intervals against scipy's own and a simulation; configs; listing."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from eo_embed.core.errors import RecipeInvalid, UsageError
from eo_embed.training.experiments import Experiment, experiments, find_experiment
from eo_embed.training.experiments.base import Findings, measured, values_of
from eo_embed.training.methods.base import knob


@dataclass(frozen=True)
class Config:
    trees: int = knob(50, "trees of the forest", least=1)
    alpha: float = knob(2.0, "penalty of the ridge", above=0)
    labels: tuple[float, ...] = knob((5.0, 10.0), "labels given", least=1)
    blocks: bool = knob(False, "whether to split by blocks too", assumed=True)


EXPERIMENT = Experiment(
    "made", "Made", "no paper", "What?", "any", Config, {"trees": 5, "labels": "5"},
    lambda bench, data, config: Findings((), (), (), (), (), ()),
)  # fmt: skip


# -- means -------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [2, 3, 5, 10, 40])
def test_the_interval_is_scipy_s(n: int) -> None:
    values = np.random.default_rng(n).normal(0.7, 0.1, n)
    found = measured(values.tolist())
    low, high = stats.t.interval(0.95, n - 1, values.mean(), stats.sem(values))
    assert found.n == n
    assert found.mean == pytest.approx(values.mean(), abs=1e-12)
    assert (found.mean - found.half, found.mean + found.half) == pytest.approx((low, high), abs=1e-12)  # fmt: skip


def test_by_hand() -> None:
    """1, 2, 3: deviation 1, and t(0.975, 2) = 4.30265 in any table."""
    assert measured([1.0, 2.0, 3.0]) == pytest.approx((2.0, 4.30265 / math.sqrt(3), 3), abs=1e-5)


def test_the_interval_holds_the_truth_in_95_of_100() -> None:
    draws = np.random.default_rng(0).normal(5, 2, (4000, 4))
    holds = [abs(m.mean - 5) <= m.half for m in map(measured, draws)]
    assert np.mean(holds) == pytest.approx(0.95, abs=0.011)  # three standard errors


def test_one_value_has_no_interval_and_none_no_mean() -> None:
    assert measured([0.5])[:3:2] == (0.5, 1)
    assert math.isnan(measured([0.5]).half)
    assert math.isnan(measured([]).mean)
    assert measured([]).n == 0


# -- configs -----------------------------------------------------------------------------------


def test_the_paper_s_values_unless_others_are_given() -> None:
    assert EXPERIMENT.read({}) == Config()
    found = EXPERIMENT.read({"alpha": "0.5", "blocks": "yes", "labels": "7,9"})
    assert found == Config(alpha=0.5, blocks=True, labels=(7.0, 9.0))


def test_quick_values_give_way_to_those_given() -> None:
    made = Experiment(**{**vars(EXPERIMENT), "quick": {"trees": 5}})
    assert made.read({}, quick=True) == Config(trees=5)
    assert made.read({"trees": "9"}, quick=True) == Config(trees=9)
    assert made.read({"alpha": 3}, quick=True) == Config(trees=5, alpha=3.0)
    assert made.read({}) == Config()


def test_unknown_keys_and_values_that_cannot_be_are_refused() -> None:
    with pytest.raises(RecipeInvalid, match=r"made has no knob 'tres'; .*trees, alpha, labels"):
        EXPERIMENT.read({"tres": 3})
    with pytest.raises(UsageError, match="trees=0 must be a whole number of at least 1"):
        EXPERIMENT.read({"trees": 0})


def test_what_no_paper_states_is_marked() -> None:
    assert EXPERIMENT.assumed() == {"blocks"}
    assert list(EXPERIMENT.knobs()) == ["trees", "alpha", "labels", "blocks"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("steps=300", {"steps": "300"}),
        (" steps = 300 ,size=32, ", {"steps": "300", "size": "32"}),
        ("bands=red,green; size=32", {"bands": "red,green", "size": "32"}),
        ("bands=red,green;", {"bands": "red,green"}),
        ("network=depth=4", {"network": "depth=4"}),
    ],
)
def test_values_in_a_knob(text: str, found: dict[str, str]) -> None:
    assert values_of(text) == found


@pytest.mark.parametrize("text", ["steps", "steps=3,fast", "bands=red,green"])
def test_what_is_no_pair_is_named(text: str) -> None:
    with pytest.raises(RecipeInvalid, match="is no key=value"):
        values_of(text)


# -- the experiments there are -----------------------------------------------------------------


def test_the_papers_have_one_each() -> None:
    assert sorted(experiments()) == ["allen", "deng", "jain", "naik"]


@pytest.mark.parametrize("name", ["allen", "deng", "jain", "naik"])
def test_each_can_be_read_in_full_and_quick(name: str) -> None:
    found = find_experiment(name)
    assert found.name == name
    assert found.read({}) == found.config()
    assert isinstance(found.read({}, quick=True), found.config)
    assert found.assumed() <= set(found.knobs())
    for text in (found.title, found.paper, found.question, found.data):
        assert text.strip()


def test_one_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="There is no experiment 'magic'; the experiments are:"):
        find_experiment("magic")


def test_listing_leaves_torch_alone() -> None:
    code = (
        "import sys; from eo_embed.training.experiments import experiments; experiments(); "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0
