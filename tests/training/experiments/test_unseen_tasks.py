"""Tasks that no network learned: which they are, ridge regression as scikit-learn has it, and what is claimed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.preprocessing import StandardScaler

from eo_embed.core.errors import DataUnfit
from eo_embed.tests.training.experiments.in_memory import SIX, InMemory
from eo_embed.training.datasets import Dataset, Labels, Modality
from eo_embed.training.experiments.base import Score
from eo_embed.training.experiments.parts.unseen_tasks import table as table2
from eo_embed.training.experiments.parts.unseen_tasks.figures import pictures_of
from eo_embed.training.experiments.parts.unseen_tasks.ridge import (
    Tasks,
    choose_tasks,
    judge,
    said_by_ridge,
)
from eo_embed.training.experiments.parts.unseen_tasks.rivals import (
    ALL,
    BASELINE,
    MOSAIKS,
    line_of,
    without,
)


@pytest.mark.parametrize("shape", [(60, 5), (30, 80)])
def test_ridge_under_several_penalties_and_unknown_labels(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(3, 2, shape).astype(np.float32)
    y = X[:, 0] * 4.0 + rng.normal(size=len(X)) + 100
    y[::7] = np.nan
    train, asked = np.arange(len(X) - 10), np.arange(len(X) - 10, len(X))
    said = said_by_ridge(X, y, train, asked, np.array([2.0, 0.1, 50.0]))
    known = train[np.isfinite(y[train])]
    scaler = StandardScaler().fit(X[known])
    for alpha, ours in zip((2.0, 0.1, 50.0), said, strict=True):
        oracle = Ridge(alpha).fit(scaler.transform(X[known]), y[known])
        np.testing.assert_allclose(ours, oracle.predict(scaler.transform(X[asked])), rtol=1e-4)


def test_the_penalty_is_chosen_by_the_validation_rows_alone() -> None:
    y = np.array([1.0, 2.0, np.nan, 5.0, 7.0, 6.0])
    said = np.array([y + 9, [1.5, 2.5, 0, 5, 7, 6], [1.1, 2.1, 0, 9, 0, 3]])
    judged = judge(said, y, 3, np.array([2.0, 10.0, 100.0]))
    assert judged.penalty == 100.0
    assert judged.tuned == pytest.approx(r2_score(y[3:], said[2, 3:]))
    assert judged.fixed == pytest.approx(r2_score(y[3:], said[0, 3:]))
    assert judge(said, np.array([1.0, 2, 3, 4, 4, 4]), 3, np.ones(3)).fixed is None


def labelled(*tasks: str, classes: tuple[str, ...] = ()) -> Dataset:
    rng = np.random.default_rng(0)
    data = InMemory(np.zeros((20, 3, 4, 4), np.uint8), {t: rng.uniform(size=20) for t in tasks})
    data.labels = Labels(
        tasks, data.labels.values, tuple(("a", "b") if t in classes else () for t in tasks)
    )
    return data


@pytest.mark.parametrize(
    ("tasks", "learned", "unseen_", "expected"),
    [
        (SIX, "", "", (("treecover", "elevation", "income", "roads"), ("population", "nightlights"))),
        (("a", "b", "c"), "", "", (("a",), ("b", "c"))),
        (("a", "b"), "", "", (("a",), ("b",))),
        (("a", "b", "c", "d"), "c,d", "", (("c", "d"), ("a", "b"))),
        (("a", "b", "c", "d"), "", "b", (("a", "c", "d"), ("b",))),
        (("a", "b", "population"), "", "", (("a", "b"), ("population",))),
    ],
)  # fmt: skip
def test_which_tasks_are_learned(
    tasks: tuple[str, ...], learned: str, unseen_: str, expected: tuple[Any, Any]
) -> None:
    assert choose_tasks(labelled(*tasks), learned, unseen_) == Tasks(*expected)


def test_of_many_tasks_those_that_vary_most() -> None:
    data = labelled("a", "b", "c", "d", "e")
    data.labels.values[3:, 1] = 0.0  # rare: 17 alike
    data.labels.values[9:, 0] = 0.0
    assert choose_tasks(data, "", "e", 2) == Tasks(("c", "d"), ("e",))
    assert choose_tasks(data, "", "e", 3) == Tasks(("a", "c", "d"), ("e",))


@pytest.mark.parametrize(
    ("data", "learned", "unseen_", "says"),
    [
        (labelled("a"), "", "", "labels of 1 task whose labels are numbers.*two at least.*rasters="),
        (labelled("a", "b", classes=("a", "b")), "", "", "labels of 0 tasks"),
        (labelled("a", "b"), "a", "a", "a cannot be learned and unseen"),
        (labelled("a", "b", "c", classes=("c",)), "a", "c", "c of places has classes.*a, b"),
        (labelled("a", "b"), "", "a,b", "left to learn; hold out fewer"),
        (labelled("a", "b"), "a,b", "", "left to hold out; learn fewer"),
        (labelled("a", "b"), "", "x", "has no labels of x; it has: a, b"),
    ],
)  # fmt: skip
def test_labels_that_will_not_do(data: Dataset, learned: str, unseen_: str, says: str) -> None:
    with pytest.raises(DataUnfit, match=says):
        choose_tasks(data, learned, unseen_)


def test_pictures_are_red_green_and_blue() -> None:
    images = np.zeros((3, 3, 4, 4), np.uint8)
    images[1, 0] = images[2, 2] = 200
    data = InMemory(images, {"a": np.zeros(3)})
    data.modalities = {"rgb": Modality("rgb", ("Blue", "green", "red"), (4, 4))}
    pictures = pictures_of(data, np.array([1, 2]), "rgb")
    assert pictures.shape == (2, 4, 4, 3)
    assert pictures[0, 0, 0].tolist() == [0, 0, 255]
    assert pictures[1, 0, 0].tolist() == [255, 0, 0]


# -- claims ------------------------------------------------------------------------------------

ASKED = table2.Asked(("random",), Tasks(("a", "b"), ("u",)), (8,))


def claims_of(**lines: list[float]) -> list[Any]:
    """Claims of scores of features, by short name, over seeds."""
    names = {
        "all": line_of(ALL, 8), "mosaiks": line_of(MOSAIKS, 8), "a": line_of(without("a"), 8),
        "b": line_of(without("b"), 8), "vit": BASELINE,
    }  # fmt: skip
    scores = [
        Score("Table 2", names[name], "u", "random", metric, value, seed)
        for name, values in lines.items()
        for seed, value in enumerate(values)
        for metric in ("r2", "r2_tuned")
    ]
    return table2.Claims(scores, ASKED).all()


def test_claims_are_judged_by_the_intervals_of_differences() -> None:
    steady = {"all": [0.7, 0.5, 0.6], "vit": [0.6, 0.4, 0.5], "mosaiks": [0.5, 0.31, 0.4]}
    found = claims_of(**steady, a=[0.69, 0.492, 0.59], b=[0.6, 0.4, 0.9])
    assert [claim.holds for claim in found[:3]] == [True, None, True]
    assert "u: 8 dims +0.197 ± 0.014 / +0.197 ± 0.014" in found[0].found
    assert "holds 0" in found[1].found
    assert claims_of(**(steady | {"mosaiks": [0.8, 0.61, 0.7]}))[0].holds is False
    one = claims_of(all=[0.7], mosaiks=[0.6])
    assert one[0].holds is True
    assert "single repeat" in one[0].found
    assert [claim.holds for claim in one[1:]] == [None] * 4


def test_claims_on_what_embeddings_hold() -> None:
    def scores(metric: str, ours: list[float], theirs: list[float]) -> list[Score]:
        return [
            Score("5.3", line_of(name, 8), "", "random", metric, value, seed)
            for name, values in ((ALL, ours), (MOSAIKS, theirs))
            for seed, value in enumerate(values)
        ]

    weak, strong = ([v + r for v in (0.0, 0.01, 0.02)] for r in (0.3, 0.8))
    none = [0.05, 0.06, 0.071]
    first = [0.5, 0.51, 0.52]
    *_, near, spread = table2.Claims(
        scores("pearson", weak, none) + scores("variance_first_5", weak, first), ASKED
    ).all()
    assert near.holds
    assert spread.holds
    *_, near, spread = table2.Claims(
        scores("pearson", strong, none) + scores("variance_first_5", strong, first), ASKED
    ).all()
    assert near.holds is False  # no weak one
    assert spread.holds is False
