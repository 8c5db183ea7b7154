from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import rasterio
import timm
from PIL import Image
from rasterio.transform import from_origin
from safetensors.numpy import load_file
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.preprocessing import StandardScaler

from eo_embed.core import pipeline
from eo_embed.core.errors import Cancelled, DataUnfit, RecipeInvalid, UsageError
from eo_embed.core.progress import Progress, Task
from eo_embed.tests.training.experiments.in_memory import SIX, InMemory
from eo_embed.training.datasets import Dataset, open_dataset
from eo_embed.training.experiments.base import Findings
from eo_embed.training.experiments.bench.folder import Bench
from eo_embed.training.experiments.naik import EXPERIMENT
from eo_embed.training.experiments.parts.stages import block_side, two_stages
from eo_embed.training.experiments.parts.unseen_tasks import ridge as unseen
from eo_embed.training.experiments.parts.unseen_tasks.ridge import (
    said_by_ridge,
)
from eo_embed.training.experiments.parts.unseen_tasks.rivals import (
    BASELINE,
    UNTRAINED,
    Networks,
    choose_networks,
    frozen_options,
)

Mosaiks = tuple[Path, Dataset, Findings]
#: A network that learns in no time.
TRAIN = (
    "backbone=vit_tiny_patch16_224;network=patch_size=8,depth=1,embed_dim=12;size=16;steps=3;batch_size=8;"
    "precision=fp32;log_every=1"
)
TINY = {
    "recipe": "small_multitask", "train": TRAIN, "dims": "[8]", "seeds": 1, "baseline": "timm:vit_small_patch16_224",
    "shown": 40, "pairs": 200, "penalties": "1,100",
}  # fmt: skip


def made_places(seed: int, count: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Images uint8 (n, 3, 16, 16) whose colours are told by the labels of six tasks."""
    rng = np.random.default_rng(seed)
    hidden = rng.uniform(0, 1, (count, 3))
    images = hidden[:, :, None, None] * 150 + rng.uniform(0, 60, (count, 3, 16, 16))
    red, green, blue = hidden.T
    tasks = (green * 100, red * 2000, red + blue, blue * 3, green + blue * 50_000, red * green * 9)
    return images.astype(np.uint8), dict(zip(SIX, tasks, strict=True))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MOSAIKS folder of 120 places in the layout of its authors."""
    base = tmp_path_factory.mktemp("mosaiks") / "data"
    ending = "CONTUS_16_640_UAR_100000_0"
    images, tasks = made_places(0, 120)
    rng = np.random.default_rng(1)
    lat, lon = rng.uniform(32, 45, 120), rng.uniform(-115, -80, 120)
    ids = [f"{i},{2 * i}" for i in range(120)]
    (base / "int" / "grids").mkdir(parents=True)
    np.savez(base / "int" / "grids" / f"{ending}.npz", lon=lon, lat=lat, ID=ids)
    columns = {"nightlights": "y", "roads": "length"}
    for task, values in tasks.items():
        folder = base / "int" / "applications" / task
        folder.mkdir(parents=True)
        table = pd.DataFrame({"ID": ids, "lon": lon, "lat": lat, columns.get(task, task): values})
        table.to_csv(folder / f"outcomes_sampled_{task}_{ending}.csv")
    pictures = base / "raw" / "imagery" / "CONTUS_UAR"
    pictures.mkdir(parents=True)
    for image, y, x in zip(images, lat, lon, strict=True):
        Image.fromarray(image.transpose(1, 2, 0)).save(
            pictures / f"{y:.12f}_{x:.12f}_16_640_640.png"
        )
    return base.parent


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Chips of 8 pixels of a scene of 128 x 128, with rasters of cover, in three classes, and of elevation."""
    folder = tmp_path_factory.mktemp("ws")
    rng = np.random.default_rng(2)
    height = np.add.outer(np.linspace(0, 1, 128), np.linspace(0, 2, 128)) + rng.normal(
        0, 0.05, (128, 128)
    )
    cover = 1 + np.digitize(height + rng.normal(0, 0.2, height.shape), (0.8, 1.8))
    bands = np.stack([height * 300, cover * 200, rng.uniform(0, 900, height.shape)])
    for name, values, dtype in (
        ("scene", bands, "uint16"),
        ("cover", cover[None], "uint8"),
        ("height", 1000 * height[None], "float32"),
    ):
        with rasterio.open(
            folder / f"{name}.tif", "w", driver="GTiff", count=len(values), height=128, width=128, dtype=dtype,
            crs="EPSG:32632", transform=from_origin(600_000, 5_000_000, 10, 10),
        ) as file:  # fmt: skip
            file.write(values.astype(dtype))
    pipeline.init(folder / "w", {"optical": [str(folder / "scene.tif")]}, chip="8")
    return folder


def opened(workspace: Path) -> Dataset:
    rasters = f"cover={workspace / 'cover.tif'}:share,elevation={workspace / 'height.tif'}:mean"
    return open_dataset(workspace / "w", options={"rasters": rasters})


def run(
    data: Dataset | list[Dataset], out: Path, task: Task | None = None, **values: Any
) -> Findings:
    config = EXPERIMENT.read({**TINY, **values})
    several = data if isinstance(data, list) else [data]
    return EXPERIMENT.run(Bench(out, device="cpu", places=("made",), task=task), several, config)


@pytest.fixture(scope="session")
def mosaiks(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosaiks]:
    """All of it on the published layout, both splits; ImageNet's weights are not to be had."""
    out = tmp_path_factory.mktemp("naik")
    data = open_dataset(published)
    with pytest.MonkeyPatch.context() as patch:
        without_weights(patch)
        yield out, data, run(data, out, dims="8,16")


def without_weights(patch: pytest.MonkeyPatch) -> None:
    create = timm.create_model

    def refuse(*args: Any, pretrained: bool = False, **kwargs: Any) -> Any:
        if pretrained:
            raise OSError("no way there")
        return create(*args, pretrained=pretrained, **kwargs)

    patch.setattr(timm, "create_model", refuse)


def scored(found: Findings, **wanted: Any) -> list[float | None]:
    return [s.value for s in found.scores if all(getattr(s, key) == v for key, v in wanted.items())]


# -- Table 2 -----------------------------------------------------------------------------------


def test_the_table_is_the_papers_with_its_figures_beside_ours(
    mosaiks: Mosaiks,
) -> None:
    _, _, found = mosaiks
    tables = {table.title: table for table in found.tables}
    random, blocks = (tables[f"Table 2, {split} split, lambda 2"] for split in ("random", "blocks"))
    assert random.columns == ("population", "nightlights")
    lines = {line.name: line for line in random.lines}
    assert list(lines)[:8] == [
        "multi-task, all tasks (8)",
        *(f"multi-task without {t} (8)" for t in ("treecover", "elevation", "income", "roads")),
        "MOSAIKS (8)",
        "ViT baseline",
        "MOSAIKS (16)",
    ]
    assert lines["multi-task, all tasks (8)"].paper == {"population": 0.786, "nightlights": 0.775}  # fmt: skip
    assert lines["multi-task without roads (8)"].paper["nightlights"] == 0.749
    assert lines["multi-task, all tasks (16)"].paper["population"] == 0.736
    assert not lines["multi-task, untrained (8)"].paper
    assert not any(line.paper for line in blocks.lines)
    for table in (random, blocks):
        for line in table.lines:
            assert set(line.ours) == (set() if line.name == BASELINE else set(table.columns))
            for task, ours in line.ours.items():
                split = table.title.split()[2]
                assert [ours.mean] == scored(
                    found, features=line.name, task=task, split=split, metric="r2"
                )


def test_weights_that_are_not_there_are_told_and_not_invented(
    mosaiks: Mosaiks,
) -> None:
    _, _, found = mosaiks
    rows = [s for s in found.scores if s.features == BASELINE]
    assert len(rows) == 8
    assert all(s.value is None and "weights of timm:vit_small" in s.why for s in rows)
    (line,) = (x for x in found.tables[0].lines if x.name == BASELINE)
    assert "could not be had" in line.why
    between = [c for c in found.claims if "frozen ViT" in c.text]
    assert len(between) == 2
    assert all(c.holds is None and "could not be had" in c.found for c in between)


def test_the_baseline_is_shown_pictures_as_it_knows_them(workspace: Path) -> None:
    def asked(data: Dataset, options: str = "") -> Networks:
        return choose_networks(data, "", "", (8,), "small_multitask", "", "timm:x", options)

    pictures, scene = InMemory(*made_places(0, 4)), opened(workspace)
    as_pictures = {"rgb": True, "stretch": "255", "seed": "3"}
    assert frozen_options(pictures, asked(pictures, "seed=3")) == as_pictures
    assert frozen_options(scene, asked(scene)) == {"rgb": False, "stretch": "scene"}
    other = replace(asked(scene, "patch=5"), baseline="rcf")
    assert frozen_options(scene, other) == {"patch": "5"}


def test_networks_that_begin_with_absent_weights_are_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_weights(monkeypatch)
    images, tasks = made_places(0, 80)
    found = run(
        InMemory(images, tasks),
        tmp_path,
        splits="random",
        train=f"{TRAIN};weights=imagenet",
    )
    for s in found.scores:
        if s.features.startswith("multi-task"):
            assert s.value is None
            assert "weights" in s.why
    assert all(v is not None for v in scored(found, features="MOSAIKS (8)", metric="r2"))
    assert {f.name for f in found.figures} >= {"agreement-population-random", "walk-mosaiks"}
    assert not any(claim.holds for claim in found.claims)


def test_a_network_left_without_a_task_learns_all_others(
    mosaiks: Mosaiks,
) -> None:
    out, _, _ = mosaiks
    four = {"treecover", "elevation", "income", "roads"}
    learned = {}
    for path in (out / "models").glob("*/run.json"):
        about = json.loads(path.read_text())["about"]
        if about["values"]["dim"] == 8:
            name = path.parent.name.rpartition("-8-")[0]
            learned[name] = set(about["values"]["tasks"].split(","))
    assert len(learned) == 10
    for split in ("random", "blocks"):
        assert learned[f"{split}-0-multi-task-all-tasks"] == four
        for task in four:
            assert learned[f"{split}-0-multi-task-without-{task}"] == four - {task}
    kept = {path.name for path in (out / "models").glob("*/*")}
    assert "model.safetensors" in kept
    assert not {"checkpoints", "best.safetensors"} & kept  # which would fill a disk


def test_r2_is_that_of_scikit_learn_on_the_same_features(
    mosaiks: Mosaiks,
) -> None:
    out, data, found = mosaiks
    for split in ("random", "blocks"):
        stages = two_stages(data, split, 13_085 / 33_085, 0).heads
        rows = np.sort(np.concatenate([stages.train, stages.validation, stages.test]))
        for line in ("multi-task-all-tasks-8", "mosaiks-16"):
            (path,) = (out / "arrays").glob(f"features-{split}-0-{line}-*.npy")
            X = np.load(path)
            assert len(X) == len(rows)
            train, validation, test = (
                np.searchsorted(rows, np.sort(part))
                for part in (stages.train, stages.validation, stages.test)
            )
            oracle = Oracle(X, train, validation, test)
            name = {"mu": "multi-task, all tasks (8)", "mo": "MOSAIKS (16)"}[line[:2]]
            for task in ("population", "nightlights"):
                fixed, tuned, best = oracle.asked(unseen.column(data, task)[rows])
                wanted = {"features": name, "task": task, "split": split}
                assert scored(found, **wanted, metric="r2") == [pytest.approx(fixed, abs=1e-4)]
                assert scored(found, **wanted, metric="r2_tuned") == [
                    pytest.approx(tuned, abs=1e-4)
                ]
                assert scored(found, **wanted, metric="lambda_tuned") == [best]


class Oracle:
    """Ridge regression by scikit-learn, lambda 2 and chosen of 1 and 100."""

    def __init__(self, X: np.ndarray, *parts: np.ndarray) -> None:
        self.train, self.validation, self.test = parts
        scaler = StandardScaler().fit(X[self.train].astype(np.float64))
        self.Z = scaler.transform(X).clip(-20, 20)

    def asked(self, y: np.ndarray) -> tuple[float, float, float]:
        """R² with lambda 2 and with the better one, and this."""
        best = max((1.0, 100.0), key=lambda alpha: self.r2(y, alpha, self.validation))
        return self.r2(y, 2.0, self.test), self.r2(y, best, self.test), best

    def r2(self, y: np.ndarray, alpha: float, part: np.ndarray) -> float:
        fitted = Ridge(alpha).fit(self.Z[self.train], y[self.train])
        return r2_score(y[part], fitted.predict(self.Z[part]))


def test_shuffled_labels_score_at_chance(mosaiks: Mosaiks) -> None:
    _, _, found = mosaiks
    shuffled = [a for a in found.audits if a.what.startswith("Shuffled")]
    assert len(shuffled) == 4
    assert all(a.passed for a in shuffled)
    # And by hand, where the true labels score high.
    images, tasks = made_places(3, 600)
    X = images.mean((2, 3)).astype(np.float32)
    train, test = np.arange(400), np.arange(400, 600)
    y = tasks["population"]
    wrong = np.random.default_rng(0).permutation(y)
    for labels, low, high in ((y, 0.9, 1.0), (wrong, -0.5, 9 / 200)):
        said = said_by_ridge(X, labels, train, test, np.array([2.0]))[0]
        assert low <= r2_score(y[test], said) <= high


# -- who sees what -----------------------------------------------------------------------------


def parts_of(stages: Any) -> list[np.ndarray]:
    return [p for s in (stages.network, stages.heads) for p in (s.train, s.validation, s.test)]


@pytest.mark.parametrize("kind", ["random", "blocks"])
def test_no_sample_and_no_block_is_in_two_parts(mosaiks: Mosaiks, kind: str) -> None:
    out, data, found = mosaiks
    stages = two_stages(data, kind, 13_085 / 33_085, 0)
    parts = parts_of(stages)
    assert len(np.unique(np.concatenate(parts))) == sum(map(len, parts)) == len(data)
    assert sum(map(len, parts[:3])) / len(data) == pytest.approx(0.395, abs=0.06)
    if kind == "blocks":
        squares = np.floor(data.positions / block_side(data)).astype(int)
        blocks = [{tuple(square) for square in squares[part]} for part in parts]
        assert sum(map(len, blocks)) == len(set.union(*blocks))
    # What the networks were trained on, as their runs keep it, are the samples of the first stage.
    for path in (out / "models").glob(f"{kind}-*/run.json"):
        kept = json.loads(path.read_text())["about"]["data"]
        assert (kept["train"], kept["validation"]) == (len(parts[0]), len(parts[1]))
    passed = {a.what: a.passed for a in found.audits}
    assert passed[f"No place is on both sides ({kind} split)"]
    assert passed[f"No statistic, network or head saw a test sample ({kind} split)"]


def test_samples_that_share_ground_with_tested_ones_are_not_learnt_from() -> None:
    images, tasks = made_places(0, 900)
    across = np.stack(np.divmod(np.arange(900), 30), axis=1) * 80.0
    data = InMemory(images, tasks, positions=across, gsd=10.0)  # chips of 160 m every 80 m
    stages = two_stages(data, "blocks", 0.4, 0)
    test = across[stages.heads.test]
    for rows in parts_of(stages)[:2] + parts_of(stages)[3:5]:
        apart = np.abs(across[rows][:, None] - test[None]).max(axis=2)
        assert apart.min() >= 160
    assert stages.left_out > 0
    assert len(stages.learnt_from) + stages.left_out + len(test) + len(stages.network.test) == 900


def test_garbage_in_the_test_part_changes_nothing_that_is_learnt(tmp_path: Path) -> None:
    images, tasks = made_places(4, 80)
    clean = InMemory(images, tasks)
    stages = two_stages(clean, "random", 13_085 / 33_085, 0)
    test = stages.heads.test
    spoilt = InMemory(images.copy(), {name: values.copy() for name, values in tasks.items()})
    spoilt.images[test] = 255 - spoilt.images[test]
    spoilt.labels.values[test] = 1e6 * np.arange(1, len(test) + 1)[:, None]
    values = {"splits": "random", "tasks": "treecover,elevation", "hold_out": "population"}
    found = [run(d, tmp_path / n, **values) for d, n in ((clean, "clean"), (spoilt, "spoilt"))]
    models = sorted((tmp_path / "clean" / "models").glob("**/model.safetensors"))
    assert len(models) == 4  # all tasks, two ablations, untrained
    for path in models:
        other = tmp_path / "spoilt" / path.relative_to(tmp_path / "clean")
        weights = load_file(other)
        for name, value in load_file(path).items():
            np.testing.assert_array_equal(weights[name], value)
    rows = np.sort(np.concatenate([stages.heads.train, stages.heads.validation, test]))
    learnt = ~np.isin(rows, test)
    pairs = [
        [np.load(next((tmp_path / run_ / "arrays").glob(f"{glob}*.npy"))) for run_ in ("clean", "spoilt")]
        for glob in (
            "features-*mosaiks", "features-*all-tasks", "random-0-mosaiks*ridge", "random-0-multi-task-all*ridge",
        )
    ]  # fmt: skip
    for clean_, spoilt_ in pairs[:2]:
        np.testing.assert_array_equal(clean_[learnt], spoilt_[learnt])
        assert not np.allclose(clean_[~learnt], spoilt_[~learnt])
    n = len(stages.heads.validation)
    for clean_, spoilt_ in pairs[
        2:
    ]:  # what heads say of validation samples tells that they are the same
        np.testing.assert_array_equal(clean_[..., :n], spoilt_[..., :n])
    tuned = [scored(f, metric="lambda_tuned") for f in found]
    assert tuned[0] == tuned[1]
    assert scored(found[0], metric="r2") != scored(found[1], metric="r2")


def test_a_run_that_was_killed_goes_on_to_the_same_figures(tmp_path: Path) -> None:
    images, tasks = made_places(5, 80)
    data = InMemory(images, tasks)
    first, last = two_stages(data, "random", 13_085 / 33_085, 0).heads.train[[0, 3]]
    values = {
        "splits": "random",
        "tasks": "treecover,roads",
        "hold_out": "income",
        "ends": f"{first},{last}",
    }
    whole = run(data, tmp_path / "whole", **values)
    for stage, place in (("training", 2), ("embedding", 3), ("training", 3)):
        with pytest.raises(Cancelled):
            run(data, tmp_path / "killed", stopping(stage, place), **values)
    again = run(data, tmp_path / "killed", **values)
    assert again.scores == whole.scores
    assert again.claims == whole.claims
    assert [f.caption for f in again.figures] == [f.caption for f in whole.figures]
    walk = next(figure for figure in again.figures if figure.name == "walk-mosaiks")
    assert f"of {first} and {last}," in walk.caption  # the ends that were named


def stopping(stage: str, number: int) -> Task:
    """A task that is asked to stop amid the so-manieth stage of a name."""
    cancel, seen = threading.Event(), []

    def report(progress: Progress) -> None:
        if progress.stage.split()[0] == stage and progress.done == 0:
            seen.append(progress.stage)
        if len(seen) >= number:
            cancel.set()

    return Task(report, cancel)


# -- what is asked of what ---------------------------------------------------------------------


def test_a_workspace_with_rasters_as_labels(workspace: Path, tmp_path: Path) -> None:
    data = opened(workspace)
    assert data.labels.tasks == ("cover:1", "cover:2", "cover:3", "elevation")
    given = {"hold_out": "elevation,cover:3", "baseline": "rcf", "baseline_options": "features=8"}
    found = run(data, tmp_path, seeds=2, splits="blocks", most=1, **given)
    lines = [line.name for line in found.tables[0].lines]
    assert not any(name.startswith("multi-task without") for name in lines)  # one task is learned
    assert any("shares of a sample sum to one" in note for note in found.notes)
    assert any("the same network untrained" in note for note in found.notes)
    ours = found.tables[0].lines[0].ours["elevation"]
    assert ours.n == 2
    assert scored(found, features=BASELINE, metric="r2", task="elevation", seed=1)[0] > 0
    assert not any("could not be had" in claim.found for claim in found.claims)
    assert np.isfinite(ours.half)
    assert scored(found, metric="pearson", features="MOSAIKS (8)")[0] is not None
    names = {figure.name for figure in found.figures}
    assert names == {
        "table-2-blocks", "agreement-elevation-blocks", "distances-multi-task", "distances-mosaiks", "spectrum",
        "t-sne", "walk-multi-task", "walk-mosaiks",
    } | {n for n in names if n.startswith("agreement-cover-3-")}  # fmt: skip
    walk = next(figure for figure in found.figures if figure.name == "walk-mosaiks")
    assert walk.picture is not None
    assert walk.picture.startswith(b"\x89PNG")
    assert "elevation" in walk.caption


def test_several_data_sets_are_asked_one_by_one(workspace: Path, tmp_path: Path) -> None:
    images, tasks = made_places(6, 80)
    places = InMemory(images, tasks)
    values = {"splits": "random", "most": 1, "train": TRAIN.replace("steps=3", "steps=1")}
    found = run([opened(workspace), places], tmp_path, **values)
    assert len({table.title for table in found.tables}) == len(found.tables)
    assert {"1-t-sne", "2-t-sne"} <= {figure.name for figure in found.figures}
    assert sum("MOSAIKS: features of images" in sentence for sentence in found.differs) == 1
    alone = InMemory(images, {"one": tasks["roads"]})
    with pytest.raises(DataUnfit, match="labels of 1 task"):
        run([places, alone], tmp_path / "before anything is learnt", **values)
    assert not (tmp_path / "before anything is learnt").exists()


def test_places_that_are_not_known_leave_the_random_split(tmp_path: Path) -> None:
    images, tasks = made_places(7, 80)
    images[10] = images[11]
    found = run(
        InMemory(images, tasks), tmp_path, most=1, train=TRAIN.replace("steps=3", "steps=1")
    )
    assert {score.split for score in found.scores} == {"random"}
    assert any("no split by blocks" in note for note in found.notes)
    assert any(a.what.startswith("No image is on both sides") for a in found.audits)
    assert [a.passed for a in found.audits if a.what.startswith("No place")] == [None]
    assert not any(figure.name.startswith("distances") for figure in found.figures)
    with pytest.raises(DataUnfit, match="add random to splits"):
        run(InMemory(images, tasks), tmp_path / "blocks", splits="blocks")


@pytest.mark.parametrize(
    ("values", "error", "says"),
    [
        ({"splits": "bands"}, UsageError, "splits=bands must be of random and blocks"),
        ({"dims": "[7]"}, UsageError, "dims=7 must be different even numbers"),
        ({"dims": "8,8"}, UsageError, "different even numbers"),
        ({"train": "dim=9"}, RecipeInvalid, "train=dim=.* is set by the experiment"),
        ({"train": "stepz=9"}, RecipeInvalid, "no key 'stepz'"),
        ({"recipe": "small_mae"}, RecipeInvalid, "small_mae is of the method mae"),
        ({"ends": "1"}, UsageError, "ends=1 must be the numbers of two samples"),
        ({"bands": "nir"}, DataUnfit, "no modality with the bands nir"),
    ],
)
def test_values_that_will_not_do(
    tmp_path: Path, values: dict[str, str], error: type[Exception], says: str
) -> None:
    images, tasks = made_places(0, 80)
    with pytest.raises(error, match=says):
        run(InMemory(images, tasks), tmp_path / "out", **values)
    assert not (tmp_path / "out").exists()


def test_too_few_labels_in_a_part_are_told_before_anything_is_learnt(tmp_path: Path) -> None:
    images, tasks = made_places(0, 80)
    tasks["population"][5:] = np.nan
    with pytest.raises(DataUnfit, match=r"Of the 5 samples of places to .*label of population"):
        run(InMemory(images, tasks), tmp_path / "out")


def test_the_quick_profile_keeps_the_structure() -> None:
    paper, quick = EXPERIMENT.read({}), EXPERIMENT.read({}, quick=True)
    assert (paper.recipe, list(paper.dims)) == ("naik_vitb16", [1024, 4096])
    assert (paper.penalty, paper.pairs) == (2, 5000)
    assert paper.share == pytest.approx(13_085 / 33_085)
    assert len(quick.dims) == len(paper.dims)
    assert quick.splits == paper.splits
    assert {"penalties", "seeds", "splits", "baseline"} <= EXPERIMENT.assumed()
    assert not {"share", "dims", "penalty", "pairs", "components", "points"} & EXPERIMENT.assumed()


def test_what_differs_is_told(mosaiks: Mosaiks) -> None:
    _, _, found = mosaiks
    told = " ".join(found.differs)
    assert "120 samples of 16 x 16 pixels" in told
    assert "backbone vit_tiny_patch16_224 (vit_base_patch16_224.augreg_in1k)" in told
    assert "epochs 3 steps in place of (5)" in told
    assert "The paper contradicts itself" in told
    assert UNTRAINED.split(", ")[1] in told
