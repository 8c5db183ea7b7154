"""Whether pretraining learns: small networks, three seeds, against the same networks untrained, `rcf` and `stats`.

    python benchmarks/quality/pretraining.py [--steps 500] [--seeds 3] [--only zion,floods] [--device cuda] [--full]

With ``--full`` the networks, sizes and batches are the papers', for a GPU: give more steps too, such as 20000.

- zion: SimCLR, MAE, BYOL and SimSiam (two random bands of Landsat) on chips of 16 pixels; asked for the majority class
  of NLCD, which they never saw, in blocks of 10 km.
- floods: BYOL, SimSiam and CLIP on pairs of Sentinel-2 and Sentinel-1 (OMBRIA, tiles of 64 pixels); asked whether a
  tile is flooded for more than a half or for less than a twentieth; all tiles of a place are on one side.
- scenes: SimCLR and MAE on RSSCN7; asked for the scene, of which 2 in 10 are known. Places are not known: random.
  The transformer that MAE pretrains is fine-tuned on those, too, since that is what its authors made it for.
- tasks: multi-task learning on Zion of three shares of land cover; asked for two tasks held out, elevation and the
  share of forest, on blocks whose images and labels the network never saw.

Figures are the mean over seeds, with the 95% interval of that mean (Student's t); a seed deals the folds too, of which
most of that interval comes. Gains are of the trained network over the same one untrained, on the same folds.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from scipy.stats import t as student

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import DATA, table, zion_bands

from eo_embed.core import models, pipeline
from eo_embed.core.models import BandSample
from eo_embed.core.models.checkpoint import save_checkpoint
from eo_embed.core.probes import block_folds, make_head
from eo_embed.core.probes.scores import measure, predict_out_of_fold
from eo_embed.core.probes.splits import Fold, group_folds, random_folds
from eo_embed.core.trainer import read_curves
from eo_embed.training import job
from eo_embed.training.datasets import Dataset, open_dataset
from eo_embed.training.datasets.subset import Subset
from eo_embed.training.datasets.tiles import FLOODS, Tiles

BLOCK, FOLDS = 10_000.0, 5
#: Pixels that networks see, small for a CPU: chips of Zion are 16 pixels, tiles of OMBRIA 64, scenes 128.
SIZE, BATCH = 32, 64
MAE = {"size": SIZE, "batch_size": BATCH, "network": "patch_size=4,depth=6"}
#: How a transformer is fine-tuned: the same for pretrained and random weights.
FINETUNE = {
    "finetune": True, "epochs": 30, "batch_size": 64, "lr": 5e-4, "schedule": "cosine", "warmup": 0.1,
    "weight_decay": 0.05, "optimiser": "adamw", "split": "given", "probe_every": 0,
}  # fmt: skip
#: Scenes that a fine-tuned network is judged on after every epoch.
JUDGED = 800
HEADER = ("features", "dim", "linear: accuracy", "forest: accuracy", "gain, linear", "gain, forest")


#: The papers' recipes, with what of them the data here do not allow.
FULL = {
    "SimCLR": ("deng_simclr_rgbn", {"bands": ""}),
    "MAE": ("deng_mae_rgbn", {"bands": ""}),
    "BYOL": ("jain_byol_90k", {"size": 128}),
    "SimSiam": ("jain_simsiam_90k", {"size": 128}),
    "CLIP": ("allen_vits16", {"size": 224, "split": "random"}),
    "multi-task": ("naik_vitb16", {"weights": "random", "lr": 1e-4}),
}


class Settings(NamedTuple):
    """What is asked of all parts."""

    steps: int
    seeds: int
    device: str
    full: bool = False
    methods: str = ""


class Question(NamedTuple):
    """Arrays by modality ``(n, bands, h, w)``, with the names of their bands, and what is asked of them.

    learnt_from: what networks see, where it is not the folder of their request as it lies there.
    """

    arrays: dict[str, np.ndarray]
    bands: dict[str, tuple[str, ...]]
    y: np.ndarray
    kind: str
    folds: Callable[[int], list[Fold]]
    learnt_from: Dataset | None = None


# -- features ----------------------------------------------------------------------------------


def embed(
    spec: str, question: Question, settings: Settings, seed: int = 0, channels: str = ""
) -> np.ndarray:
    """Embeddings of all modalities side by side, by the encoder as ``eo-embed embed`` builds it; ``channels`` of a
    network of one channel, where not its card's."""
    parts = []
    for name, values in question.arrays.items():
        options = {"seed": seed} if spec == "rcf" else {}
        options |= {"channels": channels} if channels else {}
        encoder = models.build(
            _of_modality(spec, name), question.bands[name], chip=values.shape[-1], options=options
        )
        sample = values[np.random.default_rng(seed).permutation(len(values))[:1024]].astype(
            np.float32
        )
        encoder.fit(
            BandSample(
                question.bands[name], sample, np.ones((len(sample), *sample.shape[2:]), bool)
            )
        )
        encoder.to(settings.device, "fp32")
        with torch.inference_mode():
            parts += [
                np.concatenate(
                    [
                        encoder.embed(_on(v, settings.device), None).cpu().numpy()
                        for v in np.array_split(values, max(1, len(values) // 256))
                    ]
                )
            ]
    return np.concatenate(parts, axis=1)


def _on(values: np.ndarray, device: str) -> torch.Tensor:
    return torch.from_numpy(values.astype(np.float32)).to(device)


def _of_modality(spec: str, modality: str) -> str:
    """A run of several encoders has a folder for each modality."""
    folder = Path(spec.partition(":")[2])
    return f"{spec}/{modality}" if (folder / modality / "card.json").is_file() else spec


def asked(features: np.ndarray, question: Question, seed: int) -> list[float]:
    """Accuracy of a logistic model and of a forest, or R2 of ridge and of a forest."""
    heads = ("logistic", "rf") if question.kind == "classes" else ("ridge", "rf")
    key = "overall_accuracy" if question.kind == "classes" else "r2"
    found = []
    for head in heads:
        count = int(question.y.max()) + 1 if question.kind == "classes" else 0
        folds = question.folds(seed)
        said = predict_out_of_fold(
            lambda head=head: make_head(head, question.kind, seed=seed)
            if head == "rf"
            else make_head(head, question.kind),
            features, question.y, folds, question.kind, count,
        )  # fmt: skip
        tested = np.concatenate([fold.test for fold in folds])
        found.append(measure(question.kind, question.y[tested], said.labels[tested])[key])
    return found


def log(line: str) -> None:
    """What a person who waits wants to see, beside the table."""
    print(line, file=sys.stderr, flush=True)


def interval(values: list[float]) -> str:
    """Mean and half-width of its 95% interval over seeds."""
    mean = np.mean(values)
    if len(values) < 2:
        return f"{mean:.3f}"
    half = student.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / np.sqrt(len(values))
    return f"{mean:.3f} ± {half:.3f}"


def told(found: list[list[float]], before: list[list[float]] | None) -> list[str]:
    """Cells of a row: both heads' scores, and what training gained seed by seed, which share their folds."""
    cells = [interval([score[i] for score in found]) for i in (0, 1)]
    if before is None:
        return [*cells, "", ""]
    gains = [[a[i] - b[i] for a, b in zip(found, before, strict=True)] for i in (0, 1)]
    return [*cells, *map(gained, gains)]


def gained(gains: list[float]) -> str:
    """A gain with its sign and interval."""
    return f"{'+' if np.mean(gains) >= 0 else ''}{interval(gains)}"


# -- training ----------------------------------------------------------------------------------


def runs(
    name: str,
    request: job.Request,
    folder: Path,
    settings: Settings,
    data: Dataset | None = None,
) -> Iterator[tuple[str, int, str]]:
    """For each seed the network as it begins and as it ends: what it is called, the seed, the model."""
    for seed in range(settings.seeds):
        values = {**request.values, "seed": seed, "probe_every": 0}
        if "epochs" not in values:
            values["steps"] = settings.steps
        seeded = dataclasses.replace(request, values=values)
        start = folder / f"{name}-{seed}-untrained"
        for part, result in job.prepare(seeded, data=data).learner().results().items():
            save_checkpoint(start / part if part else start, result.weights, result.card)
        yield f"{name}, untrained", seed, f"checkpoint:{start}"
        end = folder / f"{name}-{seed}"
        report = job.train(seeded, end, device=settings.device, data=data)
        log(f"{name} seed {seed}: {report.images_per_s:,.0f} images/s, loss {report.loss:.4f}")
        yield name, seed, f"checkpoint:{end}"


def rows_of(
    question: Question, requests: dict[str, job.Request], folder: Path, settings: Settings
) -> list[tuple]:
    """A row for each kind of features."""
    scores: dict[str, list[list[float]]] = {}
    width: dict[str, int] = {}

    def add(name: str, spec: str, seed: int) -> None:
        features = embed(spec, question, settings, seed)
        width[name] = features.shape[1]
        scores.setdefault(name, []).append(asked(features, question, seed))
        log(f"{name} seed {seed}: {scores[name][-1]}")

    for spec in ("stats", "rcf"):
        for seed in range(settings.seeds):
            add(spec, spec, seed)
    for name, request in requests.items():
        if settings.methods and name not in settings.methods.split(","):
            continue
        for called, seed, spec in runs(name, request, folder, settings, question.learnt_from):
            add(called, spec, seed)
            if called == "CLIP":
                for more, features in ways(spec, question, settings, seed):
                    width[more] = features.shape[1]
                    scores.setdefault(more, []).append(asked(features, question, seed))
    return [
        (name, width[name], *told(found, scores.get(f"{name}, untrained")))
        for name, found in scores.items()
    ]


def ways(
    spec: str, question: Question, settings: Settings, seed: int
) -> Iterator[tuple[str, np.ndarray]]:
    """CLIP's embeddings with one channel drawn at random, as in the paper, and of one modality where others lack."""
    yield "CLIP, a channel at random", embed(spec, question, settings, seed, "random")
    for name in question.arrays:
        alone = question._replace(arrays={name: question.arrays[name]})
        yield f"CLIP, {name} alone", embed(spec, alone, settings, seed)


def request(
    settings: Settings,
    name: str,
    place: Path,
    small: str,
    data_options: dict | None = None,
    **values,
) -> job.Request:
    """A run of the small recipe with these values, or of the paper's."""
    recipe = small
    if settings.full:
        recipe, changed = FULL[name]
        kept = {
            key: v for key, v in values.items() if key in ("pairs", "tasks", "validation", "split")
        }
        values = {**changed, **kept}
    return job.Request((str(place),), recipe=recipe, data_options=data_options or {}, values=values)


# -- what is asked -----------------------------------------------------------------------------


def zion_workspace(folder: Path) -> Path:
    place = folder / "zion"
    if not place.exists():
        pipeline.init(place, {"l8": [str(path) for path in zion_bands()]}, chip="16")
    return place


def zion(folder: Path, settings: Settings) -> None:
    """Classes of land cover, by blocks."""
    place = zion_workspace(folder)
    labels = DATA / "zion_l8_nlcd" / "nlcd.tif"
    data = open_dataset(place, options={"rasters": f"nlcd={labels}:majority"})
    known = np.flatnonzero(np.isfinite(data.labels.values[:, 0]))
    y = np.unique(data.labels.values[known, 0].astype(int), return_inverse=True)[1]
    question = Question(
        {"l8": data.read(known, "l8").values}, {"l8": data.modalities["l8"].bands}, y, "classes",
        lambda seed: block_folds(data.positions[known], BLOCK, FOLDS, seed),
    )  # fmt: skip
    pair = {"pairs": "l8,l8", "size": SIZE}
    requests = {
        "SimCLR": request(settings, "SimCLR", place, "small_simclr", size=SIZE, batch_size=BATCH),
        "MAE": request(settings, "MAE", place, "small_mae", **MAE),
        "BYOL": request(settings, "BYOL", place, "small_byol", **pair),
        "SimSiam": request(settings, "SimSiam", place, "small_simsiam", **pair),
    }
    found = rows_of(question, requests, folder, settings)
    title = (
        f"Zion, {len(y)} chips, majority class of NLCD never seen, {BLOCK / 1000:g} km blocks in {FOLDS} folds; "
        f"commonest class {np.bincount(y).max() / len(y):.3f}; {settings.steps} steps, {settings.seeds} seeds"
    )
    table(
        title,
        HEADER,
        found,
    )


def floods(folder: Path, settings: Settings) -> None:
    """Flooded or dry tiles, all tiles of a place on one side."""
    place = DATA / "ombria_160"
    data = Tiles(open_dataset(place, options={"when": "after"}), 64, FLOODS)
    rows = np.flatnonzero(np.isfinite(data.labels.values[:, 0]))
    y = data.labels.values[rows, 0].astype(int)
    places = data.groups[rows]

    def folds(seed: int) -> list[Fold]:
        fold_of = np.random.default_rng(seed).permutation(places.max() + 1) % FOLDS
        return group_folds([str(fold) for fold in fold_of[places]])

    both = Tiles(open_dataset(place, options={"when": "both"}), 64)
    question = Question(
        {m: data.read(rows, m).values for m in data.modalities},
        {m: what.bands for m, what in data.modalities.items()}, y, "classes", folds, both,
    )  # fmt: skip
    clip = {"batch_size": BATCH, "network": "patch_size=8,depth=4"}
    requests = {
        "BYOL": request(settings, "BYOL", place, "small_byol", size=SIZE),
        "SimSiam": request(settings, "SimSiam", place, "small_simsiam", size=SIZE),
        "CLIP": request(settings, "CLIP", place, "small_clip", size=SIZE, **clip),
    }
    found = rows_of(question, requests, folder, settings)
    title = (
        f"OMBRIA, {len(rows)} tiles of 64 pixels, flooded by more than a half or less than a twentieth, places in "
        f"{FOLDS} folds; commonest class {max(y.mean(), 1 - y.mean()):.3f}; {settings.steps} steps, "
        f"{settings.seeds} seeds"
    )
    table(
        title,
        HEADER,
        found,
    )


def scenes(folder: Path, settings: Settings) -> None:
    """Aerial scenes, two in ten known."""
    place = DATA / "rsscn7_128"
    data = open_dataset(place)
    y = data.labels.values[:, 0].astype(int)

    def folds(seed: int) -> list[Fold]:
        return [Fold(fold.test, fold.train) for fold in random_folds(y, FOLDS, seed, True)[:1]]

    question = Question(
        {"rgb": data.read(np.arange(len(data)), "rgb").values}, {"rgb": data.modalities["rgb"].bands},
        y, "classes", folds,
    )  # fmt: skip
    requests = {
        "SimCLR": request(settings, "SimCLR", place, "small_simclr", size=SIZE, batch_size=BATCH),
        "MAE": request(settings, "MAE", place, "small_mae", **MAE),
    }
    found = rows_of(question, requests, folder, settings)
    title = (
        f"RSSCN7, {len(y)} scenes of 7 classes, 2 in 10 known, drawn at random since places are not known; "
        f"{settings.steps} steps, {settings.seeds} seeds"
    )
    table(
        title,
        HEADER,
        found,
    )
    if not settings.methods or "MAE" in settings.methods.split(","):
        fine_tuned(data, question, folder, settings)


def fine_tuned(data: Dataset, question: Question, folder: Path, settings: Settings) -> None:
    """What MAE's weights are to begin with, where the whole network learns the classes; its runs are there."""
    scores: dict[str, list[float]] = {"MAE, untrained": [], "MAE": []}
    for seed in range(settings.seeds):
        (fold,) = question.folds(seed)
        test = np.random.default_rng(seed).permutation(fold.test)[:JUDGED]
        known = Subset(data, np.concatenate([fold.train, test]), validation=test)
        for name, run in (("MAE, untrained", f"MAE-{seed}-untrained"), ("MAE", f"MAE-{seed}")):
            values = {
                **FINETUNE,
                **shape_of(settings),
                "weights": f"checkpoint:{folder / run}",
                "seed": seed,
            }
            tuned = folder / f"{run}-tuned"
            asked_for = job.Request((str(DATA),), method="classify", values=values)
            job.train(asked_for, tuned, device=settings.device, data=known)
            scores[name].append(read_curves(tuned)["validation"]["accuracy"][-1])
            log(f"{name}, fine-tuned, seed {seed}: {scores[name][-1]:.3f}")
    gains = [a - b for a, b in zip(scores["MAE"], scores["MAE, untrained"], strict=True)]
    table(
        f"RSSCN7, the whole network fine-tuned on 2 in 10 scenes, {FINETUNE['epochs']} epochs, {JUDGED} others judged",
        ("begins with", "accuracy", "gain"),
        [
            ("random weights", interval(scores["MAE, untrained"]), ""),
            ("MAE's weights", interval(scores["MAE"]), gained(gains)),
        ],
    )


def shape_of(settings: Settings) -> dict[str, object]:
    """Of the network that MAE trained."""
    if settings.full:
        return {"backbone": "vit_base_patch16_224"}
    return {"backbone": "vit_tiny_patch16_224", "network": MAE["network"], "size": SIZE}


def tasks(folder: Path, settings: Settings) -> None:
    """Tasks that the network did not learn, where it never was."""
    place = zion_workspace(folder)
    base = DATA / "zion_l8_nlcd"
    options = {"rasters": f"nlcd={base / 'nlcd.tif'}:share,elevation={base / 'srtm.tif'}:mean"}
    data = open_dataset(place, options=options)
    names = list(data.labels.tasks)
    forest = next(name for name in names if name.endswith("4") or "forest" in name)
    held = ["elevation", forest]
    learned = sorted(
        (n for n in names if n not in held),
        key=lambda n: -np.nanvar(data.labels.values[:, names.index(n)]),
    )[:3]
    request_ = request(
        settings,
        "multi-task",
        place,
        "small_multitask",
        options,
        size=SIZE,
        tasks=",".join(learned),
        validation=0.3,
        split="blocks",
    )
    scores: dict[tuple[str, str], list[list[float]]] = {}

    def ask(name: str, spec: str, seed: int) -> None:
        seeded = dataclasses.replace(request_, values={**request_.values, "seed": seed})
        parts = job.prepare(seeded).parts
        features = embed(spec, _whole(data, np.zeros(len(data)), []), settings, seed)
        for task in held:
            y = data.labels.values[:, names.index(task)]
            known = np.isfinite(y)
            fold = Fold(*(rows[known[rows]] for rows in (parts.train, parts.validation)))
            found = asked(features, _whole(data, np.nan_to_num(y), [fold]), seed)
            scores.setdefault((task, name), []).append(found)
            log(f"{task}: {name} seed {seed}: {found}")

    for spec in ("stats", "rcf"):
        for seed in range(settings.seeds):
            ask(spec, spec, seed)
    for called, seed, spec in runs("multi-task", request_, folder, settings):
        ask(called, spec, seed)
    found = [
        (task, name, *told(rows, scores.get((task, f"{name}, untrained"))))
        for (task, name), rows in sorted(scores.items(), key=lambda item: held.index(item[0][0]))
    ]
    title = (
        f"Zion, multi-task learning of {', '.join(learned)}; tasks held out, on blocks of ground that it never saw; "
        f"{settings.steps} steps, {settings.seeds} seeds"
    )
    table(
        title, ("task", "features", "ridge: R2", "forest: R2", "gain, ridge", "gain, forest"), found
    )


def _whole(data: Dataset, y: np.ndarray, folds: list[Fold]) -> Question:
    """All chips of Zion, asked for a number."""
    values = data.read(np.arange(len(data)), "l8").values
    return Question(
        {"l8": values}, {"l8": data.modalities["l8"].bands}, y, "value", lambda _: folds
    )


PARTS = {"zion": zion, "floods": floods, "scenes": scenes, "tasks": tasks}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--methods", default="", help="Some of them by commas; all by default.")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--full", action="store_true", help="The papers' networks, for a GPU.")
    given = parser.parse_args()
    if not zion_bands():
        sys.exit("The imagery is not here: set EO_EMBED_TEST_DATA to the folder that holds it.")
    settings = Settings(given.steps, given.seeds, given.device, given.full, given.methods)
    with tempfile.TemporaryDirectory() as folder:
        for name in given.only.split(","):
            PARTS[name](Path(folder) / name, settings)


if __name__ == "__main__":
    main()
