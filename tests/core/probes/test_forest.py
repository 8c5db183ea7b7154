from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from eo_embed.core.probes.forest import pack_trees, unpack_trees


@pytest.fixture
def fitted() -> tuple[np.ndarray, list]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 6)).astype(np.float32)
    forest = RandomForestClassifier(7, max_depth=4, random_state=0).fit(X, rng.integers(0, 3, 120))
    return X, [estimator.tree_ for estimator in forest.estimators_]


def test_trees_come_back_as_they_were(fitted: tuple) -> None:
    X, trees = fitted
    for before, after in zip(trees, unpack_trees(pack_trees(trees), 6), strict=True):
        np.testing.assert_array_equal(after.apply(X), before.apply(X))
        np.testing.assert_array_equal(after.predict(X), before.predict(X))


@pytest.mark.parametrize(
    ("array", "node", "value", "message"),
    [
        ("children_left", 0, 10_000, "outside its tree"),
        ("children_right", 0, -2, "outside its tree"),
        ("children_left", 0, 0, "outside its tree"),  # a loop
        ("feature", 0, 6, "does not exist"),
        ("feature", 0, -3, "does not exist"),
        ("node_count", 0, 1, "do not add up"),
    ],
)
def test_trees_that_lead_astray_are_refused(
    fitted: tuple, array: str, node: int, value: int, message: str
) -> None:
    packed = pack_trees(fitted[1])
    packed[array] = packed[array].copy()
    packed[array][node] = value
    with pytest.raises(ValueError, match=message):
        unpack_trees(packed, 6)


def test_a_child_in_the_next_tree_is_refused(fitted: tuple) -> None:
    packed = pack_trees(fitted[1])
    packed["children_right"][0] = packed["node_count"][0]  # one past the end of the first tree
    with pytest.raises(ValueError, match="outside its tree"):
        unpack_trees(packed, 6)


def test_arrays_of_unequal_length_are_refused(fitted: tuple) -> None:
    packed = pack_trees(fitted[1])
    packed["feature"] = packed["feature"][:-1]
    with pytest.raises(ValueError, match="differ in length"):
        unpack_trees(packed, 6)
