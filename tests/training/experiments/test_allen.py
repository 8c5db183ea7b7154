"""Allen et al. 2023: the forests are scikit-learn's on the draws that they say, and nothing has seen the test part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, f1_score

from eo_embed.core.errors import Cancelled, DataUnfit, ModelUnavailable, RecipeInvalid
from eo_embed.core.probes import RandomForestHead
from eo_embed.core.progress import Progress, Task
from eo_embed.tests.training.experiments.bands import write_tiff
from eo_embed.tests.training.memory import OPTICAL, SAR, MemoryDataset
from eo_embed.training.datasets import Dataset, Labels, Modality, open_dataset
from eo_embed.training.experiments import find_experiment
from eo_embed.training.experiments.allen import Config
from eo_embed.training.experiments.base import Audit, Findings
from eo_embed.training.experiments.bench import audit
from eo_embed.training.experiments.bench.folder import Bench, begin
from eo_embed.training.experiments.parts.few_labels import areas as areas_of
from eo_embed.training.experiments.parts.few_labels import findings as shot_findings
from eo_embed.training.experiments.parts.few_labels import sights
from eo_embed.training.splits import Split, split

SIDE, METRES = 12, 160.0  # chips on a side of the area, and of a chip
COHERENCE = Modality("gunw", ("a", "b"), (16, 16), "other", gsd=10.0)
KINDS = {
    "s2": Modality("s2", OPTICAL.bands, (16, 16), gsd=10.0),
    "s1": Modality("s1", SAR.bands, (16, 16), "sar", gsd=10.0),
    "gunw": COHERENCE,
}
TINY = {
    "recipe": "small_clip",
    "train": "steps=4;size=16;batch_size=8;dim=12;precision=fp32;"
    "network=embed_dim=48,depth=1,num_heads=3,patch_size=8",
    "sizes": "5,20",
    "repeats": 2,
    "trees": 4,
    "depth": 3,
    "points": 20,
}


def area(
    kinds: Sequence[str] = ("s2", "s1"),
    seed: int = 0,
    tasks: Sequence[str] = ("height", "water"),
    at: float = 0.0,
) -> MemoryDataset:
    """Chips on a grid whose brightness tells their height; water is on a third of them, cover is of three classes."""
    rng = np.random.default_rng(seed)
    n = SIDE * SIDE
    x, y = np.arange(n) % SIDE, np.arange(n) // SIDE
    level = np.sin(x / 2) + np.cos(y / 3) + 0.3 * rng.normal(size=n)
    values = {}
    for name in kinds:
        image = level[:, None, None, None] + 0.5 * rng.normal(
            size=(n, len(KINDS[name].bands), 16, 16)
        )
        values[name] = image.astype(np.float32)
    data = MemoryDataset([KINDS[name] for name in kinds], values)
    data.name = f"made area {seed}"
    data.positions = np.column_stack([x, y]) * METRES + at
    data.projection = "EPSG:32632"
    columns = {
        "height": (1000 + 100 * level, ()),
        "water": (np.maximum(level - 0.6, 0), ()),
        "cover": (np.digitize(level, [-0.5, 0.8]), ("low", "middle", "high")),
        "built": ((level > 0.2).astype(float), ("absent", "present")),
    }
    data.labels = Labels(
        tuple(tasks),
        np.column_stack([columns[task][0] for task in tasks]).astype(np.float32),
        tuple(columns[task][1] for task in tasks),
    )
    return data


def run(
    folder: Path,
    datasets: Sequence[Dataset],
    task: Task | None = None,
    seed: int = 0,
    drawn: bool = False,
    **values: Any,
) -> Findings:
    """The experiment, in its folder; its figures, which take a second, where they are to be ``drawn``."""
    experiment = find_experiment("allen")
    config = experiment.read({**TINY, **values})
    places = [f"/somewhere/area{i}" for i in range(len(datasets))]
    bench = Bench(folder, seed=seed, device="cpu", places=places, task=task)
    with begin(experiment, bench, datasets, config), pytest.MonkeyPatch.context() as patch:
        if not drawn:
            patch.setattr(shot_findings, "figures", lambda *_: ())
        return experiment.run(bench, datasets, config)


@dataclass(frozen=True)
class Done:
    folder: Path
    data: MemoryDataset
    findings: Findings

    def array(self, beginning: str) -> NDArray[np.float32]:
        """Features that were kept."""
        (path,) = [p for p in (self.folder / "arrays").iterdir() if p.name.startswith(beginning)]
        return np.load(path)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """A finished run on one area with two kinds of image."""
    folder, data = tmp_path_factory.mktemp("allen") / "out", area()
    return Done(folder, data, run(folder, [data], drawn=True))


def scores(
    findings: Findings, features: str, task: str, metric: str = "accuracy"
) -> dict[tuple[int, int | None], float]:
    """By seed and labels."""
    found = {
        (s.seed, s.labels): s.value
        for s in findings.scores
        if (s.features, s.task, s.metric) == (features, f"{task}, area0", metric)
    }
    assert found
    return found  # type: ignore[return-value]


def bands(data: Dataset, seed: int = 0) -> Split:
    """The split that is meant."""
    return split(data, "bands", seed=seed)


# -- what is scored ----------------------------------------------------------------------------


def sklearn_scores(
    X: NDArray[np.float32], values: NDArray[np.float32], parts: Split, seed: int = 0
) -> dict[str, dict[tuple[int, int | None], float]]:
    """The paper's protocol in scikit-learn: halves at the training median, nested draws, the whole test part."""
    y = values > np.median(values[parts.train])
    found: dict[str, dict[tuple[int, int | None], float]] = {"accuracy": {}, "macro_f1": {}}
    for repeat in range(seed, seed + 2):
        order = np.random.default_rng((repeat, 0)).permutation(parts.train)
        for size in (5, 20, None):
            rows = np.sort(order[:size])
            said = np.full(len(parts.test), y[rows][0])
            if len(set(y[rows])) > 1:
                forest = RandomForestClassifier(4, max_depth=3, random_state=repeat)
                said = forest.fit(X[rows], y[rows]).predict(X[parts.test])
            found["accuracy"][repeat, size] = accuracy_score(y[parts.test], said)
            found["macro_f1"][repeat, size] = f1_score(y[parts.test], said, average="macro")
    return found


def test_every_score_is_that_of_scikit_learns_forest_on_the_same_draw(done: Done) -> None:
    s2 = done.array("features-clip-a-channel-at-random-s2-area0")
    s1 = done.array("features-clip-a-channel-at-random-s1-area0")
    assert s2.shape == s1.shape == (144, 12)
    labels = done.data.labels
    assert labels is not None
    for name, X in (("s2", s2), ("s1", s1), ("s2 + s1", np.hstack([s2, s1]))):
        for column, task in enumerate(labels.tasks):
            expected = sklearn_scores(X, labels.values[:, column], bands(done.data))
            for metric, by_size in expected.items():
                found = scores(done.findings, f"CLIP, a channel at random: {name}", task, metric)
                assert found == pytest.approx(by_size)


def test_what_clip_is_held_against_has_rows_and_curves(done: Done) -> None:
    rivals = ["CLIP, mean over channels", "CLIP, untrained", "rcf", "stats"]
    for name in rivals:
        both = scores(done.findings, f"{name}: s2 + s1", "height")
        assert {size for _, size in both} == {5, 20, None}
        for alone in ("s2", "s1"):
            assert {size for _, size in scores(done.findings, f"{name}: {alone}", "height")} == {
                None
            }
    full = done.findings.tables[0]
    names = [line.name for line in full.lines]
    assert {f"{name}: {view}" for name in rivals for view in ("s2", "s1", "s2 + s1")} <= set(names)
    assert all(set(line.ours) == {"height", "water"} for line in full.lines)
    assert not any(line.paper for table in done.findings.tables for line in table.lines)
    stats = np.hstack([done.array("features-stats-s2"), done.array("features-stats-s1")])
    expected = sklearn_scores(stats, done.data.labels.values[:, 0], bands(done.data))["accuracy"]
    assert scores(done.findings, "stats: s2 + s1", "height") == pytest.approx(expected)
    cell = next(line for line in full.lines if line.name == "stats: s2 + s1").ours["height"]
    assert cell.mean == pytest.approx(np.mean([expected[r, None] for r in (0, 1)]))
    assert cell.n == 2


def test_the_towers_begin_and_end_otherwise_and_channels_join_as_said(done: Done) -> None:
    drawn, mean, begun = (
        done.array(f"features-clip-{name}-s2-area0")
        for name in ("a-channel-at-random", "mean-over-channels", "untrained")
    )
    each = [
        done.array(f"features-clip-a-channel-at-random-s2-{band}-alone") for band in OPTICAL.bands
    ]
    np.testing.assert_allclose(mean, np.mean(each, axis=0), atol=1e-5)
    one_of = np.min([np.abs(one - drawn).max(axis=1) for one in each], axis=0)
    assert one_of.max() < 1e-5
    assert np.abs(drawn - begun).max() > 1e-4


# -- what lacks --------------------------------------------------------------------------------


def test_a_channel_alone_learnt_on_it_and_learnt_on_all(done: Done) -> None:
    parts, values = bands(done.data), done.data.labels.values[:, 0]
    whole = done.array("features-clip-a-channel-at-random-s2-area0")
    for band in OPTICAL.bands:
        alone = done.array(f"features-clip-a-channel-at-random-s2-{band}-alone")
        mixed = whole.copy()
        mixed[parts.test] = alone[parts.test]
        for view, X in (
            (f"s2: {band} alone", alone),
            (f"learnt on all, tested on s2: {band} alone", mixed),
        ):
            expected = sklearn_scores(X, values, parts)["accuracy"]
            found = scores(done.findings, f"CLIP, a channel at random: {view}", "height")
            assert found == pytest.approx({key: v for key, v in expected.items() if key[1] is None})
    table = next(t for t in done.findings.tables if t.title.startswith("Missing"))
    lines = [line.name.partition(": ")[2] for line in table.lines]
    assert {"s2", "s1", "s2 + s1", "s1: vv alone", "learnt on all, tested on s1: vh alone"} <= set(
        lines
    )


def test_of_three_kinds_each_may_lack(tmp_path: Path) -> None:
    found = run(tmp_path, [area(("s2", "s1", "gunw"), tasks=["height"])], model="stats")
    table = next(t for t in found.tables if t.title.startswith("Missing"))
    assert {line.name.partition(": ")[2] for line in table.lines} >= {
        "s2 + s1 + gunw", "all but s2", "all but s1", "all but gunw", "gunw",
    }  # fmt: skip
    dims = {s.features: s.dim for s in found.scores}
    assert dims["stats: all but s2"] == dims["stats: s1"] + dims["stats: gunw"]
    assert dims["stats: s2 + s1 + gunw"] == dims["stats: s2"] + dims["stats: all but s2"]
    radar = next(c for c in found.claims if "Radar" in c.text)
    assert "the best other" in radar.found


def test_an_area_with_one_kind_of_image_is_not_pretrained_on(tmp_path: Path) -> None:
    one = area(("s2",), seed=1, tasks=["height"], at=1e5)
    found = run(tmp_path / "both", [area(tasks=["height"]), one])
    by_area = {
        name: {s.features for s in found.scores if s.task == f"height, {name}"}
        for name in ("area0", "area1")
    }
    assert "CLIP, a channel at random: s2 + s1" in by_area["area0"]
    assert {f.partition(":")[0] for f in by_area["area1"]} == {"rcf", "stats"}
    assert any("area1 has one kind of image" in note for note in found.notes)
    assert not list((tmp_path / "both" / "models").glob("*/gunw"))
    run(tmp_path / "alone", [one], model="stats")
    assert not (tmp_path / "alone" / "models").exists()


def test_areas_are_learnt_from_together(tmp_path: Path) -> None:
    data = [area(tasks=["height"]), area(seed=1, tasks=["height"], at=1e5)]
    found = run(tmp_path, data)
    (place,) = [p for p in (tmp_path / "models").iterdir() if not p.name.endswith("untrained")]
    about = json.loads((place / "run.json").read_text())["about"]
    assert about["data"]["train"] == sum(len(bands(one).train) for one in data)
    assert about["data"]["validation"] == sum(len(bands(one).validation) for one in data)
    assert {s.task for s in found.scores} == {"height, area0", "height, area1"}
    across = next(a for a in found.audits if "in another" in a.what)
    assert across.passed


def test_seeds_have_splits_and_encoders_of_their_own(tmp_path: Path) -> None:
    data = area(tasks=["height"])
    found = run(tmp_path, [data], seeds=2, repeats=1, model="stats", seed=3)
    done = Done(tmp_path, data, found)
    both = []
    for seed in (3, 4):
        X = np.hstack(
            [
                done.array(f"features-stats-{kind}-area0-seed-{seed}")
                for kind in KINDS
                if kind != "gunw"
            ]
        )
        expected = sklearn_scores(X, data.labels.values[:, 0], bands(data, seed), seed)["accuracy"]
        mine = scores(found, "stats: s2 + s1", "height")
        for size in (5, 20, None):
            assert mine[seed, size] == pytest.approx(expected[seed, size])
        both.append(mine[seed, None])
    assert len(mine) == 6
    cell = next(line for line in found.tables[0].lines if line.name == "stats: s2 + s1").ours[
        "height"
    ]
    assert (cell.mean, cell.n) == (pytest.approx(np.mean(both)), 2)
    assert not np.array_equal(bands(data, 3).test, bands(data, 4).test)
    assert len([a for a in found.audits if a.what.startswith("No statistic")]) == 2


def test_tasks_are_chosen_by_name(tmp_path: Path) -> None:
    data = area(tasks=["height", "cover", "built"])
    found = run(tmp_path / "a", [data], model="stats", tasks="height; cover: middle")
    assert {s.task for s in found.scores} == {"height, area0", "cover: middle, area0"}
    with pytest.raises(DataUnfit, match="no labels of age; it has: height, cover, built"):
        run(tmp_path / "b", [data], model="stats", tasks="age,height")
    with pytest.raises(DataUnfit, match="no labels of built: present"):
        run(tmp_path / "b", [data], model="stats", tasks="built: present")
    data.labels = None
    with pytest.raises(DataUnfit, match="area0 has no labels that can be split in halves"):
        run(tmp_path / "c", [data], model="stats")


# -- nothing has seen the test part ------------------------------------------------------------


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A digest of what each forest was fitted on, in no order."""
    made: list[str] = []
    fit = RandomForestHead.fit

    def recorded(self: RandomForestHead, X: Any, y: Any) -> Any:
        made.append(
            hashlib.sha256(np.ascontiguousarray(X).tobytes() + np.asarray(y).tobytes()).hexdigest()
        )
        return fit(self, X, y)

    monkeypatch.setattr(RandomForestHead, "fit", recorded)
    return made


def test_garbage_in_the_test_part_changes_no_threshold_network_or_forest(
    tmp_path: Path, fitted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The one forest that is to learn from shuffled test labels is no part of the figures.
    monkeypatch.setattr(audit, "shuffled", lambda *_: Audit("shuffled", True, ""))
    whole, spoilt = area(tasks=["height"]), area(tasks=["height"])
    test = bands(whole).test
    rng = np.random.default_rng(9)
    for values in spoilt.values.values():
        values[test] = rng.normal(50, 30, values[test].shape)
    spoilt.labels.values[test] = rng.normal(5e4, 1e5, spoilt.labels.values[test].shape)
    found = []
    for name, data in (("whole", whole), ("spoilt", spoilt)):
        fitted.clear()
        findings = run(tmp_path / name, [data])
        thresholds = [
            line.ours["threshold"].mean
            for t in findings.tables
            if t.title.startswith("Labels in halves")
            for line in t.lines
        ]
        weights = [p.read_bytes() for p in sorted((tmp_path / name).rglob("model.safetensors"))]
        found.append((thresholds, weights, sorted(fitted)))
    assert found[0][0] == found[1][0]
    assert len(found[0][1]) == 4
    assert found[0][1] == found[1][1]
    assert len(found[0][2]) > 30
    assert found[0][2] == found[1][2]


def test_no_part_shares_a_chip_and_the_audit_says_how_near_they_are(done: Done) -> None:
    parts = bands(done.data)
    rows = np.concatenate([parts.train, parts.validation, parts.test])
    assert len(np.unique(rows)) == len(rows) == len(done.data)
    about = next(a for a in done.findings.audits if a.what.startswith("No place"))
    xy = done.data.positions
    learn = np.concatenate([parts.train, parts.validation])
    least = np.linalg.norm(xy[learn][:, None] - xy[parts.test][None], axis=2).min()
    assert about.passed
    assert f"{least:,.0f} m apart" in about.found
    assert all(audit.passed for audit in done.findings.audits)


def test_a_split_that_shares_chips_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shared(*_: Any, **__: Any) -> Split:
        return Split(np.arange(60), np.arange(60, 90), np.arange(59, 144), "made")

    monkeypatch.setattr(areas_of, "split", shared)
    monkeypatch.setattr(areas_of, "off_the_ground_of", lambda data, rows, test: rows)
    with pytest.raises(
        DataUnfit, match="31 samples of made area 0 are both learnt from and tested on"
    ):
        run(tmp_path, [area()], model="stats")


def test_a_statistic_that_saw_the_test_part_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    see = sights.Sights.see

    def leaking(
        self: Any, name: str, data: Dataset, encoders: Any, view: Any, fitted_on: Any
    ) -> Any:
        return see(self, name, data, encoders, view, np.arange(len(data)))

    monkeypatch.setattr(sights.Sights, "see", leaking)
    with pytest.raises(
        DataUnfit, match=r"statistics of stats, s2, area0, seed 0 saw .* test samples"
    ):
        run(tmp_path, [area()], model="stats")


def test_chips_that_overlap_test_chips_are_left_out(tmp_path: Path) -> None:
    data = area(tasks=["height"])
    data.positions = data.positions / 2  # chips of 160 m, 80 m apart
    found = run(tmp_path, [data], model="stats")
    assert any("share ground with test chips and are left out" in note for note in found.notes)
    assert next(a for a in found.audits if a.what.startswith("No place")).passed


def test_areas_that_overlap_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataUnfit, match="share ground with chips of another of these areas"):
        run(tmp_path / "a", [area(), area(seed=1, at=240.0)], model="stats")
    elsewhere = area(seed=1)
    elsewhere.projection = "EPSG:32633"
    found = run(tmp_path / "b", [area(), elsewhere], model="stats")
    assert next(a for a in found.audits if "in another" in a.what).passed is None


def test_without_places_parts_are_drawn_and_it_is_said(tmp_path: Path) -> None:
    data = area(tasks=["height"])
    data.positions = data.projection = None
    found = run(tmp_path, [data], model="stats", drawn=True)
    assert {s.split for s in found.scores} == {"random"}
    assert not any(figure.name.startswith("bands") for figure in found.figures)
    assert any("parted at random: neighbours may be on both sides" in note for note in found.notes)
    by_name = {audit.what: audit.passed for audit in found.audits}
    assert by_name["No image is on both sides"] is True
    assert any(what.startswith("No place") and passed is None for what, passed in by_name.items())


def test_labels_that_mean_nothing_score_at_chance(tmp_path: Path) -> None:
    data = area(tasks=["height"])
    data.labels.values[:] = np.random.default_rng(1).permutation(data.labels.values)
    found = run(tmp_path, [data], model="stats", repeats=5)
    full = [v for (_, size), v in scores(found, "stats: s2 + s1", "height").items() if size is None]
    n = len(bands(data).test)
    assert abs(np.mean(full) - 0.5) < 3 * np.sqrt(0.25 / n) + 0.05
    true = run(tmp_path / "true", [area(tasks=["height"])], model="stats", repeats=5)
    best = [v for (_, size), v in scores(true, "stats: s2 + s1", "height").items() if size is None]
    assert np.mean(best) > 0.85


# -- killed, and what cannot be had ------------------------------------------------------------


class Killed:
    """A task that is cancelled when the stage of so many has begun."""

    def __init__(self, beginning: str, number: int = 1) -> None:
        self.task = Task(self.report)
        self.beginning, self.number, self.seen = beginning, number, set()

    def report(self, progress: Progress) -> None:
        if progress.stage.startswith(self.beginning):
            self.seen.add(progress.stage)
        if len(self.seen) == self.number:
            self.task.cancelled.set()


def test_killed_and_gone_on_with_it_gives_the_same(done: Done, tmp_path: Path) -> None:
    for beginning, number in (("training", 1), ("embedding", 2), ("forests", 4), ("forests", 12)):
        with pytest.raises(Cancelled):
            run(tmp_path, [area()], Killed(beginning, number).task)
    found = run(tmp_path, [area()])
    assert found.scores == done.findings.scores
    assert found.claims == done.findings.claims
    assert found.notes == done.findings.notes
    assert [t.title for t in found.tables] == [t.title for t in done.findings.tables]


def test_what_is_done_is_not_done_again(done: Done, fitted: list[str]) -> None:
    found = run(done.folder, [area()])
    assert fitted == []
    assert found.scores == done.findings.scores


def test_weights_that_are_not_here_leave_a_row_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: Any, **__: Any) -> Any:
        raise ModelUnavailable("The weights could not be had.")

    monkeypatch.setattr(Bench, "train", unavailable)
    found = run(tmp_path, [area(tasks=["height"])], drawn=True)
    lacking = [s for s in found.scores if s.value is None]
    assert {s.features for s in lacking} >= {"CLIP: s2", "CLIP: s1", "CLIP: s2 + s1"}
    assert {s.why for s in lacking} == {"The weights could not be had."}
    lines = {line.name: line for line in found.tables[0].lines}
    assert lines["CLIP: s2"].why == "The weights could not be had."
    assert lines["rcf: s2 + s1"].ours["height"].mean > 0.5
    assert {claim.holds for claim in found.claims} == {None}
    assert any(figure.name.startswith("few-shot-features") for figure in found.figures)


def test_a_run_of_clip_may_stand_in_for_pretraining(done: Done, tmp_path: Path) -> None:
    (place,) = [p for p in (done.folder / "models").iterdir() if not p.name.endswith("untrained")]
    found = run(tmp_path, [area()], model=f"checkpoint:{place}")
    mine = scores(found, f"checkpoint:{place.name}, a channel at random: s2 + s1", "height")
    assert mine == scores(done.findings, "CLIP, a channel at random: s2 + s1", "height")
    assert not (tmp_path / "models").exists()
    with pytest.raises(RecipeInvalid, match="is for the method simclr, not for clip"):
        run(tmp_path / "other", [area()], recipe="small_simclr", train="")


# -- what is shown -----------------------------------------------------------------------------


def test_figures_of_the_paper_are_drawn(done: Done, tmp_path: Path) -> None:
    assert [f.name for f in done.findings.figures] == [
        "few-shot-area0", "few-shot-features-area0", "labels", "views-area0", "bands-area0",
    ]  # fmt: skip
    for figure in done.findings.figures:
        assert figure.chart is not None
        assert figure.chart.png(tmp_path / f"{figure.name}.png").stat().st_size > 5000
    svg = done.findings.figures[0].chart.svg()
    assert "CLIP" not in svg  # curves are views
    assert "s2 + s1" in svg


def test_the_paper_s_values_are_the_defaults() -> None:
    experiment = find_experiment("allen")
    config = Config()
    assert config.sizes == (5, 10, 100, 250, 500, 1000, 5000, 20000)
    assert (config.repeats, config.trees, config.depth, config.channels) == (10, 50, 7, "random")
    assert config.recipe == "allen_vitb16"
    assert experiment.assumed() == {"width", "seeds", "least_share", "points"}
    assert experiment.read({}, quick=True).recipe == "small_clip"


# -- as published ------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_sen12ms_as_published(tmp_path: Path) -> None:
    """Scenes in a row, of which each has one land cover, bright or dark."""
    rng = np.random.default_rng(0)
    root = tmp_path / "data" / "ROIs1158_spring"
    for scene in range(30):
        kind = scene % 3 == 0
        for number in (1, 2):
            images = {
                "s1": rng.normal(-15 + 5 * kind, 1, (2, 8, 8)).astype(np.float32),
                "s2": rng.integers(1000 + 3000 * kind, 5000 + 3000 * kind, (13, 8, 8), np.uint16),
                "lc": np.full((4, 8, 8), 10 if kind else 12, np.uint16),
            }
            for sensor, values in images.items():
                path = root / f"{sensor}_{scene}" / f"{root.name}_{sensor}_{scene}_p{number}.tif"
                write_tiff(path, values, (6e5 + 1000.0 * scene, 5e6 + 500 * number))
    data = open_dataset(tmp_path / "data", options={"labels": True})
    found = run(tmp_path / "out", [data], width=5000.0)
    tasks = {s.task for s in found.scores}
    assert len(tasks) == 2
    assert all(task.startswith("land cover: ") for task in tasks)
    features = {
        s.features.partition(": ")[2] for s in found.scores if s.features.startswith("CLIP")
    }
    assert {"s2", "s1", "s2 + s1", "s1: vv alone"} <= features
    stats = [s.value for s in found.scores if s.features == "stats: s2 + s1" and s.labels is None]
    assert np.mean(stats) > 0.95
    assert any("left out" in note for note in found.notes)
    radar = next(claim for claim in found.claims if "Radar" in claim.text)
    assert "the best other" in radar.found
    assert all(audit.passed for audit in found.audits)
