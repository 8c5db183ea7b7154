"""The evaluation of Deng et al. 2023 on made-up ground, in tiny networks."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from sklearn.metrics import accuracy_score, jaccard_score

from eo_embed.core.errors import DataUnfit, ModelUnavailable, RecipeInvalid
from eo_embed.tests.training.experiments.ground import CLASSES, RGBN, Ground
from eo_embed.training.experiments import deng, find_experiment
from eo_embed.training.experiments.base import Findings
from eo_embed.training.experiments.bench.folder import Bench
from eo_embed.training.experiments.parts.pretraining import scenes as scene_table
from eo_embed.training.experiments.parts.pretraining.masks import Masks
from eo_embed.training.experiments.parts.pretraining.scenes import PAPER, Scenes, scene_task
from eo_embed.training.experiments.parts.pretraining.shares import deal
from eo_embed.training.networks import backbones
from eo_embed.training.segmenter import load_segmenter

EXPERIMENT = find_experiment("deng")
#: Networks that are over in a moment.
TINY = {
    "simclr_rgb": "small_simclr",
    "simclr_rgbn": "small_simclr",
    "mae": "small_mae",
    "simclr_values": "backbone=lcnet_035,size=16,batch_size=8,steps=2,hidden=8,output=4",
    "mae_values": "network=patch_size=8,embed_dim=48,depth=2,num_heads=3; size=16; batch_size=8; steps=2; "
    "decoder_width=12; decoder_depth=1",
    "frozen_values": "steps=60,batch_size=16,lr=0.02",
    "finetuned_values": "steps=2,batch_size=16",
    "segment_values": "steps=2,batch_size=4,width=8,crop=32,stride=16",
    "ratios": "5:5,8:2",
    "finetune": "frozen",
    "block": 480.0,
    "rcf": 8,
}


def fetch(arch: str, _: Any) -> None:
    raise ModelUnavailable(f"The weights of {arch} could not be had.")


@pytest.fixture(autouse=True)
def _no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backbones, "_from_hub", fetch)


def asked(folder: Path, *data: Any, **values: Any) -> Findings:
    config = EXPERIMENT.read({**TINY, **values})
    return EXPERIMENT.run(Bench(folder, device="cpu"), data, config)


def values_of(found: Findings, table: str = "table 1") -> dict[tuple[Any, ...], float | None]:
    return {
        (s.features, s.task, s.split, s.metric, s.seed): s.value
        for s in found.scores
        if s.table == table
    }


class Ran:
    """An experiment that ran on some data, and what its tables held."""

    def __init__(self, folder: Path, *data: Any, **values: Any) -> None:
        self.folder, self.tables, self.dealt = folder, {}, []
        with pytest.MonkeyPatch.context() as patch:
            for name in ("ask_scenes", "ask_masks"):
                patch.setattr(deng, name, self._keep(name, getattr(deng, name)))
            patch.setattr(scene_table, "deal", self._kept_deal)
            patch.setattr(backbones, "_from_hub", fetch)
            self.findings = asked(folder, *data, **values)

    def _keep(self, name: str, ask: Any) -> Any:
        def kept(table: Any, *rest: Any) -> None:
            self.tables[name] = table
            ask(table, *rest)

        return kept

    def _kept_deal(self, *rest: Any, **more: Any) -> Any:
        self.dealt.append(deal(*rest, **more))
        return self.dealt[-1]

    @property
    def scenes(self) -> Scenes:
        return self.tables["ask_scenes"]

    @property
    def masks(self) -> Masks:
        return self.tables["ask_masks"]


MASKED = {"masked": True, "labelled": False, "seed": 1}
#: Chips without near infrared or place, in networks that are fine-tuned: the least that can be asked.
COLOUR = {"side": 8, "bands": 3, "located": False}
FEW = {"ratios": "5:5", "finetune": "fine-tuned"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return Ran(tmp_path_factory.mktemp("whole"), Ground(12), Ground(12, **MASKED))


@pytest.fixture(scope="module")
def colour(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return Ran(tmp_path_factory.mktemp("colour"), Ground(**COLOUR), **FEW)


# -- table 1 -----------------------------------------------------------------------------------


def test_the_rows_are_the_papers_with_the_same_networks_untrained(whole: Ran) -> None:
    assert list(whole.scenes.names) == [
        "ImageNet, lcnet_035, RGB, frozen",
        "SimCLR, lcnet_035, RGB, frozen",
        "SimCLR, lcnet_035, RGBN, frozen",
        "MAE, vit_tiny, RGBN, frozen",
        "untrained, lcnet_035, RGB, frozen",
        "untrained, lcnet_035, RGBN, frozen",
        "untrained, vit_tiny, RGBN, frozen",
        "band statistics, logistic",
        "random features, logistic",
        "always the commonest class",
    ]
    assert whole.scenes.splits == ["random", "blocks"]
    table = whole.findings.tables[0]
    assert (table.title, table.columns) == ("Table 1, random split", ("5:5", "8:2"))
    lines = {line.name: line for line in table.lines}
    assert lines["MAE, vit_tiny, RGBN, frozen"].paper == {"5:5": 96.11, "8:2": 98.30}
    assert not any(line.paper for line in whole.findings.tables[1].lines)
    floor = lines["band statistics, logistic"].ours["8:2"].mean
    assert 90 < floor <= 100  # percent, of classes that colours tell


def test_accuracy_is_scikit_learns_of_the_same_predictions(whole: Ran) -> None:
    scenes, told = whole.scenes, values_of(whole.findings)
    counted = 0
    for (question, row), said in scenes.said.items():
        truth = scenes.data.truth[scenes.parts[question].test]
        task = f"cover, {question.ratio}"
        value = told[row, task, question.split, "accuracy", question.seed]
        assert value == pytest.approx(accuracy_score(truth, said))
        counted += 1
    assert counted == 2 * 2 * 9


def test_weights_that_are_not_here_say_so(whole: Ran) -> None:
    row = "ImageNet, lcnet_035, RGB, frozen"
    missing = [s for s in whole.findings.scores if s.features == row]
    assert len(missing) == 4
    assert all(s.value is None and "lcnet_035 could not be had" in s.why for s in missing)
    line = whole.findings.tables[0].lines[0]
    assert (line.name, dict(line.ours)) == (row, {})
    assert line.paper == {"5:5": 93.64, "8:2": 94.05}
    assert "could not be had" in line.why
    claim = whole.findings.claims[0]
    assert claim.holds is None
    assert "ImageNet's weights are not here" in claim.found


def test_no_test_sample_was_learnt_from(whole: Ran) -> None:
    scenes = whole.scenes
    (aside, *others) = scenes.aside.values()
    assert len(aside) == pytest.approx(72, abs=10)
    for other in others:  # one pretraining serves both splits
        np.testing.assert_array_equal(aside, other)
    for part in scenes.parts.values():
        assert not set(aside) & set(part.test)
        assert not set(aside) & set(part.train)
        assert not set(part.train) & set(part.test)
    told = {a.what: a for a in whole.findings.audits}
    for split in ("random", "blocks"):
        seen = told[f"No statistic, network or head saw a test sample (table 1, {split})"]
        assert seen.passed
        apart = told[f"No place is on both sides (table 1, {split})"]
        assert apart.passed
        assert "160 m a side" in apart.found


class Spoilt(Ground):
    """The same ground with noise in the images of some chips, and another class."""

    def __init__(self, rows: np.ndarray, **known: Any) -> None:
        super().__init__(**known)
        noise = np.random.default_rng(9).integers(0, 256, self.values["aerial"][rows].shape)
        self.values["aerial"][rows] = noise.astype(np.uint8)
        self.truth[rows] = (self.truth[rows] + 1) % 3
        if self.labels is not None:
            self.labels.values[rows] = (self.labels.values[rows] + 1) % 3


def weights(folder: Path, beginning: str = "") -> dict[str, np.ndarray]:
    """Of the encoders that an experiment came to."""
    files = sorted((folder / "models").glob(f"{beginning}*/model.safetensors"))
    # Which row's labels are shuffled hangs on which one is best.
    kept = [f for f in files if "shuffled" not in f.parent.name]
    return {f"{f.parent.name} {k}": v for f in kept for k, v in load_file(f).items()}


def same(one: dict[str, np.ndarray], two: dict[str, np.ndarray]) -> bool:
    assert one.keys() == two.keys()
    return all(np.array_equal(value, two[name]) for name, value in one.items())


def test_garbage_in_the_test_part_changes_no_network(
    colour: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither of pretraining nor fine-tuned. A random split is stratified by all labels, so that it is kept."""
    test = next(iter(colour.scenes.parts.values())).test
    monkeypatch.setattr(scene_table, "deal", lambda *rest, **more: colour.dealt[0])
    asked(tmp_path, Spoilt(test, **COLOUR), **FEW)
    one, two = weights(colour.folder), weights(tmp_path)
    assert len({name.split(" ")[0] for name in one}) == 2 * 2 + 4
    assert same(one, two)
    train = colour.dealt[0].pretrain[:5]
    shutil.rmtree(tmp_path)
    asked(tmp_path, Spoilt(train, **COLOUR), **FEW)
    assert not same(weights(colour.folder, "scenes-simclr"), weights(tmp_path, "scenes-simclr"))


def test_garbage_in_the_test_crops_changes_no_network(whole: Ran, tmp_path: Path) -> None:
    asked(tmp_path, Spoilt(whole.masks.test, **MASKED))
    one, two = weights(whole.folder, "masks"), weights(tmp_path, "masks")
    assert len({name.split(" ")[0] for name in one}) == 2 * 2 + 4
    assert same(one, two)


def test_shuffled_labels_score_at_chance(whole: Ran) -> None:
    shuffled = next(a for a in whole.findings.audits if a.what.startswith("Shuffled"))
    assert shuffled.passed
    rows = values_of(whole.findings)
    best = max(v for (row, *_), v in rows.items() if v is not None and "frozen" in row)
    assert best > 0.8  # what is at chance when labels are shuffled is far from it when they are not


def test_without_near_infrared_its_rows_say_so(colour: Ran) -> None:
    found = colour.findings
    lines = {line.name: line for line in found.tables[0].lines}
    names = list(lines)
    cnn, vit = "SimCLR, lcnet_035", "MAE, vit_tiny"
    assert names.index(f"{cnn}, RGBN") < names.index(f"{cnn}, RGB, fine-tuned")
    for name, key in ((cnn, "simclr rgbn"), (vit, "mae rgbn")):
        line = lines[f"{name}, RGBN"]
        assert not line.ours
        assert line.paper == {"5:5": PAPER[key]["5:5"]}
        assert "has no near infrared" in line.why
        assert lines[f"{name}, RGB, fine-tuned"].ours
    assert not lines[f"{vit}, RGB, fine-tuned"].paper
    claim = next(c for c in found.claims if c.text.startswith("Near infrared"))
    assert claim.holds is None
    assert any("Table 2 is left out" in note for note in found.notes)
    assert any(a.what.startswith("No image is on both sides") and a.passed for a in found.audits)


# -- table 2 -----------------------------------------------------------------------------------


def test_clutter_and_pixels_without_a_class_count_for_nothing(whole: Ran) -> None:
    masks = whole.masks
    assert masks.classes == list(CLASSES)
    truth = masks.data.read_masks(masks.test)
    for counts in masks.counts.values():
        assert counts.sum() == np.isin(truth, (0, 1, 2)).sum()
        by_class = counts.sum((0, 2))
        np.testing.assert_array_equal(by_class, np.bincount(truth[truth < 3], minlength=3))


def test_both_measures_are_scikit_learns_of_the_same_maps(whole: Ran) -> None:
    masks, told = whole.masks, values_of(whole.findings, "table 2")
    truth = masks.data.read_masks(masks.test)
    counted = np.isin(truth, (0, 1, 2))
    assert len(masks.names) == 4
    for row in masks.names:
        (run,) = (whole.folder / "models").glob(f"masks-0-{row.lower().replace(', ', '-')}*")
        network, card = load_segmenter(run)
        mean, std = (np.array(of, np.float32)[:, None, None] for of in (card.mean, card.std))
        assert card.bands == RGBN
        x = (masks.data.values["aerial"][masks.test].astype(np.float32) - mean) / std
        with torch.no_grad():
            said = network.codes[network(torch.from_numpy(x)).argmax(1)].numpy()
        true, found = truth[counted], said[counted]
        there = np.union1d(true, found)
        wanted = {
            "miou": jaccard_score(true, found, average="macro", labels=there),
            "accuracy": accuracy_score(true, found),
        }
        for metric, value in wanted.items():
            key = (row, "classes of pixels", "blocks", metric, 0)
            assert told[key] == pytest.approx(value, abs=1e-9)


def test_the_picture_and_figures_are_drawn(whole: Ran) -> None:
    figures = {f.name: f for f in whole.findings.figures}
    assert list(figures) == [
        "scenes-random", "labels-random", "scenes-blocks", "labels-blocks", "confusion", "pixels", "iou", "crops",
    ]  # fmt: skip
    assert figures["crops"].picture.startswith(b"\x89PNG")
    for name, figure in figures.items():
        assert figure.chart is not None or name == "crops"


def test_what_the_text_of_the_paper_lacks_is_said(whole: Ran) -> None:
    table = next(t for t in whole.findings.tables if t.title.startswith("Table 2"))
    assert "lacks the figures of its Table 2" in table.note
    assert not any(line.paper for line in table.lines)
    gains = whole.findings.tables[-1]
    papers = {line.name: dict(line.paper) for line in gains.lines if line.paper}
    assert papers == {
        "scenes, MAE over ImageNet at the greatest share": {"Points": 4.25},
        "pixels, the gain of the abstract": {"Points": 1.96},
    }


# -- going on, and the data --------------------------------------------------------------------


def test_a_run_that_was_killed_goes_on_to_the_same(
    colour: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train, left = Bench.train, [0]

    def killed(self: Bench, *args: Any, **more: Any) -> Path:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt
        return train(self, *args, **more)

    for steps in (2, 4, 5):
        left[0] = steps
        with monkeypatch.context() as patch:
            patch.setattr(Bench, "train", killed)
            with pytest.raises(KeyboardInterrupt):
                asked(tmp_path, Ground(**COLOUR), **FEW)
    assert asked(tmp_path, Ground(**COLOUR), **FEW).scores == colour.findings.scores


def test_data_are_given_to_the_tables_that_they_serve() -> None:
    config = EXPERIMENT.read({})
    scenes, masks, imagery = Ground(2), Ground(2, labelled=False, masked=True), Ground(2, labelled=False)  # fmt: skip
    both = Ground(2, masked=True)
    assert deng.choose_data([imagery, masks, scenes], config) == (scenes, masks, imagery)
    assert deng.choose_data([both], config) == (both, both, None)
    assert deng.choose_data([both, masks], config) == (both, masks, None)
    assert deng.choose_data([masks], config) == (None, masks, None)
    with pytest.raises(DataUnfit, match="neither classes of images"):
        deng.choose_data([imagery], config)
    with pytest.raises(DataUnfit, match="classes of images called age; labels there are: cover"):
        deng.choose_data([scenes], EXPERIMENT.read({"task": "age"}))
    unnamed = Ground(2)
    unnamed.modalities = {"aerial": replace(unnamed.modalities["aerial"], bands=tuple("abcd"))}
    with pytest.raises(DataUnfit, match="no image with bands called red, green and blue, but a, b"):
        deng.choose_data([unnamed], config)
    for data in (scenes, imagery):
        data.fingerprint = lambda: {"sources": {"x": [{"path": "/a/b.tif"}]}}
    with pytest.raises(DataUnfit, match="show the same files"):
        deng.choose_data([scenes, imagery], config)


def test_many_classes_an_image_are_no_scenes() -> None:
    data = Ground(2)
    several = replace(data.labels, classes=(("absent", "present"),))
    data.labels = several
    assert scene_task(data) is None
    data.labels = replace(several, classes=(CLASSES,))
    assert scene_task(data).tasks == ("cover",)
    assert scene_task(data, "age") is None


def test_the_knobs_are_the_papers() -> None:
    config = EXPERIMENT.read({})
    assert config.read_ratios() == {"2:8": 0.2, "5:5": 0.5, "8:2": 0.8}
    assert {way.recipe for way in config.ways().values()} == {
        "deng_simclr_rgb", "deng_simclr_rgbn", "deng_mae_rgbn",
    }  # fmt: skip
    assert "finetune" in EXPERIMENT.assumed()
    for text in ("2:8,half", "0:1", "1", "3:-1"):
        with pytest.raises(RecipeInvalid, match="write it as 2:8,5:5,8:2"):
            EXPERIMENT.read({"ratios": text}).read_ratios()
    assert EXPERIMENT.read({}, quick=True).finetuning() == ("fine-tuned", "frozen")
