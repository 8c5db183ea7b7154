"""What is learnt beside a head: blocks held out stay unseen, and what is promised holds."""

import dataclasses

import numpy as np
import pytest

from eo_embed.core.errors import HeadUntrusted, LabelsTooFew, UsageError
from eo_embed.core.probes import make_head
from eo_embed.core.questions.conformal import prediction_sets
from eo_embed.core.questions.trust import (
    HeldOut,
    Trust,
    block_side,
    hold_out,
    judge_held_out,
    learn_trust,
)


def ground(n=600, seed=0, classes=3):
    """Chips over 20 km whose classes and features both drift from block to block."""
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 20_000, (n, 2))
    square = np.unique(np.floor(xy / 2000).astype(int), axis=0, return_inverse=True)[1].ravel()
    drift = rng.normal(size=(square.max() + 1, 8)) * 0.8
    y = rng.integers(0, classes, n)
    X = np.eye(classes, 8)[y] * 2 + drift[square] + rng.normal(size=(n, 8)) * 0.7
    return X.astype(np.float32), y, xy


def learn(head, X, y, xy, calibrate=False, kind="classes"):
    def make():
        return make_head(head, kind)

    fitted = make().fit(X, y)
    trust = learn_trust(fitted, make, X, y, xy, kind=kind, block=2000, calibrate=calibrate, seed=0)
    return fitted, trust


def test_blocks_are_held_out_whole():
    _, _, xy = ground()
    kept, held, block_of = hold_out(xy, 2000, 0.3, seed=1)
    np.testing.assert_array_equal(np.sort(np.r_[kept, held]), np.arange(len(xy)))
    square = {tuple(p) for p in np.floor(xy / 2000).astype(int)}
    of_kept = {tuple(p) for p in np.floor(xy[kept] / 2000).astype(int)}
    of_held = {tuple(p) for p in np.floor(xy[held] / 2000).astype(int)}
    assert not of_kept & of_held
    assert len(of_held) == len(np.unique(block_of)) == round(0.3 * len(square))
    again = hold_out(xy, 2000, 0.3, seed=1)
    np.testing.assert_array_equal(held, again[1])
    kept, held, _ = hold_out(xy, 2000, 0, seed=1)
    assert len(kept) == len(xy)
    assert len(held) == 0


def test_the_side_of_blocks_is_the_greatest_that_makes_enough():
    _, _, xy = ground()
    for least in (4, 10, 40):
        side = block_side(xy, least, smallest=100)

        def blocks(size):
            return len({tuple(p) for p in np.floor(xy / size).astype(int)})

        assert blocks(side) >= least
        assert all(blocks(s) < least for s in (5000.0, 10_000.0, 20_000.0, 50_000.0) if s > side)
    with pytest.raises(LabelsTooFew, match="too close together for 50 blocks"):
        block_side(xy[:20], 50, smallest=100)


@pytest.mark.parametrize("head", ["rf", "logistic", "knn", "ridge"])
def test_calibration_lowers_the_loss_on_blocks_not_seen(head):
    X, y, xy = ground(900)
    train = xy[:, 0] < 12_000
    plain, _ = learn(head, X[train], y[train], xy[train])
    calibrated, _ = learn(head, X[train], y[train], xy[train], calibrate=True)

    def loss(fitted):
        proba = fitted.predict_all(X[~train]).proba.astype(float)
        return -np.log(np.maximum(proba[np.arange(len(proba)), y[~train]], 1e-6)).mean()

    assert loss(calibrated) < loss(plain)
    np.testing.assert_array_equal(plain.predict(X[~train]), calibrated.predict(X[~train]))


def test_sets_hold_the_truth_as_often_as_promised_on_new_blocks():
    """Over draws of ground, on chips of blocks neither fitted nor judged by."""
    covered = []
    for seed in range(25):
        X, y, xy = ground(700, seed)
        new = np.isin(np.floor(xy[:, 0] / 2000), [0, 3, 6, 9])
        kept, held, blocks = hold_out(xy[~new], 2000, 0.4, seed)
        Xo, yo = X[~new], y[~new]
        fitted = make_head("logistic", "classes").fit(Xo[kept], yo[kept])
        found = judge_held_out(fitted.predict_all(Xo[held]), yo[held], blocks)
        sets = prediction_sets(fitted.predict_proba(X[new]), found.threshold(0.8))
        hit = sets[np.arange(new.sum()), y[new]]
        square = np.unique(np.floor(xy[new] / 2000), axis=0, return_inverse=True)[1].ravel()
        covered.append(np.mean([hit[square == s].mean() for s in np.unique(square)]))
    assert np.mean(covered) >= 0.8
    assert np.mean(covered) <= 0.9  # of use, too


def test_a_class_that_the_head_never_met_gets_the_worst_score():
    X, y, _ = ground(60)
    head = make_head("logistic", "classes").fit(X, np.minimum(y, 1))
    truth = np.where(y == 2, -1, y)
    found = judge_held_out(head.predict_all(X), truth, np.arange(60))
    assert (found.scores[y == 2] == 1).all()
    proba = head.predict_proba(X)
    rows = np.flatnonzero(y < 2)
    np.testing.assert_allclose(found.scores[rows], 1 - proba[rows, y[rows]].astype(float))


def test_values_are_judged_in_units_of_their_spread():
    X, _, xy = ground(300)
    value = X[:, 0] * 2.0 + 1
    head, trust = learn("ridge", X, value, xy, calibrate=True, kind="value")
    said = head.predict_all(X)
    found = judge_held_out(said, value, np.arange(300), said.uncertainty)
    expected = np.abs(value - said.labels.astype(float)) / said.uncertainty
    np.testing.assert_allclose(found.scores, expected, rtol=1e-5)
    assert found.floor == pytest.approx(0.01 * np.median(said.uncertainty), rel=1e-6)
    assert trust.applicability is not None


def test_too_few_blocks_leave_a_note_and_no_area():
    X, y, xy = ground(40)
    _, trust = learn("rf", X, y, xy * 0.01)  # all within 200 m
    assert trust.applicability is None
    assert trust.notes[0].startswith("No area of applicability: Blocks of 2000 m")
    with pytest.raises(UsageError, match="too few for 5 folds"):
        learn("rf", X, y, xy * 0.01, calibrate=True)
    with pytest.raises(LabelsTooFew, match="leaves none to hold out"):
        hold_out(xy * 0.01, 2000, 0.3, 0)
    with pytest.raises(LabelsTooFew, match="leaves none to learn from"):
        hold_out(xy[:4], 20_000, 0.9, 0)
    with pytest.raises(UsageError, match="from 0 below 1"):
        hold_out(xy, 2000, 1.2, 0)


def test_what_is_saved_comes_back_and_what_is_damaged_does_not():
    X, y, xy = ground(200)
    _, trust = learn("rf", X, y, xy)
    held = HeldOut(np.array([0.1, 0.5]), np.array([3, 4]), 1.0)
    trust = dataclasses.replace(trust, held_out=held)
    arrays = trust.to_arrays()
    again = Trust.from_arrays(arrays)
    np.testing.assert_array_equal(again.held_out.scores, held.scores)
    np.testing.assert_array_equal(again.held_out.blocks, held.blocks)
    assert again.applicability.threshold == trust.applicability.threshold
    assert again.block == 2000
    for name, wrong in {
        "block": np.array([-1.0]),
        "held_out.scores": np.array([np.nan, 1.0]),
        "held_out.blocks": np.array([1.0, 2.0]),
        "held_out.floor": np.array([0.0]),
        "applicability.threshold": np.array([np.inf]),
        "else.x": np.zeros(1),
    }.items():
        with pytest.raises(HeadUntrusted, match="fit"):
            Trust.from_arrays(arrays | {name: wrong})
    with pytest.raises(HeadUntrusted):
        Trust.from_arrays({name: a for name, a in arrays.items() if name != "held_out.floor"})
