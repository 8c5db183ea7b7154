from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import timm
import torch
from sklearn.dummy import DummyClassifier
from sklearn.metrics import f1_score

from eo_embed.core.errors import Cancelled, ModelUnavailable
from eo_embed.tests.training.experiments.bands import (
    Both,
    config_of,
    make_dfc2020,
    make_eurosat,
    make_ombria,
    repeat_of,
)
from eo_embed.training.datasets import open_dataset
from eo_embed.training.experiments import experiments
from eo_embed.training.experiments.bench.folder import Bench
from eo_embed.training.experiments.jain import EXPERIMENT, _always_the_commonest
from eo_embed.training.experiments.parts.single_bands.encoders import (
    ENCODERS,
    IMAGENET,
    PRETRAINED,
    STATS,
)
from eo_embed.training.experiments.parts.single_bands.tables import TABLE_I


def run(folder: Path, data: list[Any], **knobs: Any) -> Any:
    return EXPERIMENT.run(Bench(folder, device="cpu"), data, config_of(**knobs))


def values_of(findings: Any) -> list[tuple[Any, ...]]:
    return [dataclasses.astuple(score) for score in findings.scores]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], Any]:
    """EuroSAT and DFC2020 as published, and what the experiment finds of two of their bands."""
    root = tmp_path_factory.mktemp("published")
    make_eurosat(root / "eurosat")
    make_dfc2020(root / "dfc2020")
    data = [open_dataset(root / name) for name in ("dfc2020", "eurosat")]
    return data, run(root / "out", data, bands="nir,red")


def test_table_1_on_the_published_layouts(published: tuple[list[Any], Any]) -> None:
    _, found = published
    assert [table.title for table in found.tables] == [
        "Table I, random split",
        "Table I, blocks split",
    ]
    for table in found.tables:
        lines = {line.name: line for line in table.lines}
        for name, figures in TABLE_I.values():
            assert tuple(lines[name].paper[c] for c in (IMAGENET, *PRETRAINED)) == figures
        assert set(lines["Red"].ours) == set(ENCODERS) - {IMAGENET}
        assert lines["SWIR12"].why == "it was not among the bands asked."
        assert not lines["SWIR12"].ours
        mean = lines["mean of our bands"].ours["BYOL, large"].mean
        each = [lines[name].ours["BYOL, large"].mean for name in ("Red", "NIR")]
        assert mean == pytest.approx(np.mean(each))
    assert len(found.scores) == 2 * 2 * len(ENCODERS)
    assert {score.dim for score in found.scores} == {96, 7, None}
    # Three classes of a brightness each, with statistics of bands that tell just that.
    told = [s.value for s in found.scores if s.features == STATS and s.split == "random"]
    assert min(told) == 1.0
    assert any("DFC2020" in said and "none is classified" in said for said in found.differs)
    assert any("ten optical" in s or "12 pairs" in s for s in found.differs)


def test_weights_that_are_absent_say_so_and_claims_of_them_are_open(
    published: tuple[list[Any], Any],
) -> None:
    _, found = published
    absent = [score for score in found.scores if score.features == IMAGENET]
    assert absent
    assert all(s.value is None and "imagenet=FILE" in s.why for s in absent)
    assert all(s.value is not None and not s.why for s in found.scores if s not in absent)
    assert all("imagenet=FILE" in table.note for table in found.tables)
    claims = [claim for claim in found.claims if "ImageNet" in claim.text]
    assert [claim.holds for claim in claims] == [None, None]
    assert "imagenet=FILE" in claims[0].found


def test_what_was_checked_passed(published: tuple[list[Any], Any]) -> None:
    _, found = published
    told = [check.what for check in found.audits]
    # EuroSAT and the contest do not lie in one projection.
    assert {c.what.split(" (")[0] for c in found.audits if not c.passed} == {
        "No place that is tested was pretrained on"
    }
    assert not any(check.passed is False for check in found.audits)
    assert sum(what.startswith("Shuffled labels") for what in told) == 2
    assert sum("saw a test sample" in what for what in told) == 2
    assert sum("No place is on both sides" in what for what in told) == 2


def test_figures_are_drawn(published: tuple[list[Any], Any], tmp_path: Path) -> None:
    _, found = published
    assert [f.name for f in found.figures] == ["table-1-random", "table-1-blocks", "loss"]
    for figure in found.figures:
        assert figure.chart.png(tmp_path / f"{figure.name}.png").stat().st_size > 5000


def test_killed_and_gone_on_with_it_finds_the_same(
    published: tuple[list[Any], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, whole = published
    computed: list[str] = []
    once = Bench.once

    def counted(self: Bench, name: str, compute: Any) -> Any:
        def count() -> Any:
            if computed.count("killed") == 0 and len(computed) == 5:
                computed.append("killed")
                raise Cancelled("killed")
            computed.append(name)
            return compute()

        return once(self, name, count)

    monkeypatch.setattr(Bench, "once", counted)
    with pytest.raises(Cancelled):
        run(tmp_path / "out", data, bands="nir,red")
    found = run(tmp_path / "out", data, bands="nir,red")
    assert values_of(found) == values_of(whole)
    assert found.audits == whole.audits
    done = [name for name in computed if not name.startswith(IMAGENET)]  # that is tried again
    assert len(set(done)) == len(done)


def test_ombria_by_tiles_with_weights_from_a_file(tmp_path: Path) -> None:
    make_ombria(tmp_path / "ombria")
    torch.manual_seed(0)
    weights = tmp_path / "weights.pth"
    torch.save(timm.create_model("test_resnet").state_dict(), weights)
    data = open_dataset(tmp_path / "ombria")
    given = {"bands": "red,backscatter", "tile": 8, "imagenet": str(weights), "seeds": 2}
    found = run(tmp_path / "out", [data], **given)
    (table,) = found.tables  # places are not known: no blocks
    lines = {line.name: line for line in table.lines}
    assert set(lines["Red"].ours) == set(ENCODERS)
    assert {m.n for m in lines["backscatter"].ours.values()} == {2}
    assert not lines["backscatter"].paper
    assert lines["Blue"].why == "it was not among the bands asked."
    assert lines["NIR"].why.endswith("has no such band.")
    assert any(check.what.startswith("No image is on both sides") for check in found.audits)
    assert any("what no split tests" in said for said in found.differs)
    assert any("summed over red, green and blue" in said for said in found.differs)
    claims = [claim for claim in found.claims if "ImageNet" in claim.text]
    assert "on the mean of 2 bands" in claims[0].found


def test_weights_that_were_named_and_are_not_there_stop_it(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"none\.pth"):
        run(tmp_path, [Both()], imagenet=str(tmp_path / "none.pth"), bands="red")
    assert not any(tmp_path.iterdir())


def test_quick_is_the_same_but_small() -> None:
    assert experiments()["jain"] is EXPERIMENT
    quick, full = EXPERIMENT.read({}, quick=True), EXPERIMENT.read({})
    assert (full.backbone, full.hidden, full.epochs, full.seeds) == ("resnet50", 128, 100, 1)
    assert (full.baseline_pairs, full.large_pairs) == (11_242, 90_000)
    assert quick.hidden == 128
    assert {"size", "test", "lr"} <= EXPERIMENT.assumed()
    assert not {"hidden", "epochs", "backbone", "seeds"} & EXPERIMENT.assumed()


def test_always_saying_the_commonest_class_is_scikit_learns_too(tmp_path: Path) -> None:
    repeat = repeat_of(tmp_path, Both())
    y = repeat.question.labels.values[:, 0]
    for part in repeat.parts:
        dummy = DummyClassifier(strategy="most_frequent").fit(part.train[:, None], y[part.train])
        expected = f1_score(y[part.test], dummy.predict(part.test[:, None]), average="weighted")
        assert _always_the_commonest(repeat.question, part) == pytest.approx(expected)
