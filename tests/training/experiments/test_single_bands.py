from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from eo_embed.core.errors import DataUnfit
from eo_embed.tests.training.experiments.bands import (
    RED_AND_NIR,
    VV,
    Both,
    alone,
    config_of,
    question_of,
)
from eo_embed.tests.training.memory import MemoryDataset
from eo_embed.training.datasets import Labels, Modality
from eo_embed.training.experiments.parts.single_bands.encoders import STATS
from eo_embed.training.experiments.parts.single_bands.samples import Part, divide
from eo_embed.training.experiments.parts.single_bands.tables import table


def test_which_data_is_asked_and_which_is_pretrained_on() -> None:
    both = Both()
    classes = Labels(("kind",), np.zeros((6, 1), np.float32), (("a", "b"),))
    scenes = alone(RED_AND_NIR, classes)
    for data in ([both, scenes], [scenes, both]):
        question = question_of(*data)
        assert question.data.whole is scenes
        assert question.pairs is both
        assert not question.alone
        assert [band.name for band in question.bands] == ["red", "nir"]
    question = question_of(both)
    assert question.alone
    assert [tuple(band) for band in question.bands] == [("red", "s2"), ("nir", "s2"), ("vv", "s1")]
    assert len(question_of(both, samples=10).asked) == 10


def test_data_that_cannot_serve_are_told_what_is_needed() -> None:
    both = Both()
    with pytest.raises(
        DataUnfit, match=r"None of the data has optical and SAR images .* give SEN12MS"
    ):
        question_of(alone(RED_AND_NIR, both.labels))
    both.labels = None
    with pytest.raises(DataUnfit, match="None of the data has labels of classes"):
        question_of(both)
    with pytest.raises(DataUnfit, match="has labels of classes called cove"):
        question_of(Both(), task="cove")
    with pytest.raises(DataUnfit, match="share the bands red, nir, vv, not swir1"):
        question_of(Both(), bands="swir1")
    classes = Labels(("kind",), np.zeros((6, 1), np.float32), (("a", "b"),))
    other = alone(Modality("ms", ("thermal",), (16, 16)), classes)
    with pytest.raises(DataUnfit, match="share the bands none"):
        question_of(other, Both())
    reflectance = alone(dataclasses.replace(RED_AND_NIR, units="reflectance"), classes)
    with pytest.raises(DataUnfit, match=r"red in reflectance, but .* in as stored"):
        question_of(reflectance, Both())
    one = Both()
    one.labels.values[:] = 0
    with pytest.raises(DataUnfit, match="leaves 1 classes to learn from"):
        divide(question_of(one), config_of(), 0)


def test_bands_of_another_sensor_stand_beside_none_of_the_papers() -> None:
    landsat = Modality("l8", ("red", "nir"), (16, 16), "optical")
    data = MemoryDataset(
        [landsat, VV], {"l8": np.ones((6, 2, 16, 16)), "s1": np.ones((6, 1, 16, 16))}
    )
    data.labels = Labels(("kind",), (np.arange(6.0) % 2)[:, None].astype(np.float32), (("a", "b"),))
    question = question_of(data)
    part = Part("random", np.arange(4), np.arange(4, 6), np.arange(4), "at random")
    f1 = {("random", STATS, band): [0.5] for band in ("red", "nir", "vv")}
    lines = {line.name: line for line in table(question, f1, part, [0.4], "").lines}
    assert lines["Red"].why.endswith("is not known to be Sentinel-2’s.")
    assert lines["Blue"].why.endswith("has no such band.")
    assert lines["red"].ours[STATS].mean == 0.5
    assert not lines["red"].paper


def test_parts_hold_classes_apart_from_what_has_none() -> None:
    question = question_of(Both())
    parts, notes = divide(question, config_of(), 0)
    y = question.labels.values[:, 0]
    for part in parts:
        assert np.isfinite(y[part.train]).all()
        assert np.isfinite(y[part.test]).all()
        assert np.isnan(y[part.free]).any()
        assert not set(part.free) & set(part.test)
    random = parts[0]
    shares = [np.mean(y[rows] == 1) for rows in (random.train, random.test)]
    assert shares[0] == pytest.approx(shares[1], abs=0.08)  # of each class its share
    assert any("both sides" in note for note in notes)
    apart, told = divide(question, config_of(block=5000.0), 0)
    assert [part.name for part in apart] == ["random"]
    assert told[-1].startswith("Not asked by blocks")
