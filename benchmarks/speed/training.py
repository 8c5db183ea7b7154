"""Images a second of training, over the same step with the data in memory, and over lightly's own loop.

    python benchmarks/speed/training.py [--device cuda] [--only memory,lightly]

Targets: at least 0.9 of what the step alone does with batches that are on the device already, for chips streamed
from a workspace and for an image folder; at least as fast as lightly's modules, transforms and DataLoader, written
down as its documentation has them, on the same images and the same backbone of timm. Both are run by turns in one
process; ratios are medians of those of each turn.

The workspace is Zion tiled 4 x 4 (or the synthetic scene), chips of 64 pixels, once decoded whole and once with
memory for a quarter of it, so that every pass decodes it anew. The folder is RSSCN7 at 128 pixels.
"""

import argparse
import csv
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import DATA, table, tiled_scene

from eo_embed.core import pipeline, trainer
from eo_embed.core.trainer.optimisers import make_optimiser
from eo_embed.core.trainer.precision import autocast, pick_precision, tuned
from eo_embed.training.job import Prepared, Request, prepare

#: Turns that are measured, after one that warms up; EO_EMBED_ROUNDS says otherwise where time is short.
ROUNDS = int(os.environ.get("EO_EMBED_ROUNDS", 3))
#: Steps that warm up, and those that are measured, a multiple of them.
WARM, STEPS = 4, 12
#: Of the scene, in megabytes, that may stay decoded where it is to be decoded anew in each pass.
LITTLE = 60


def request(data: Path, method: str, device: str, options: dict, **values: object) -> Request:
    """A run whose steps are the warm-up and those measured."""
    given = {
        "steps": WARM + STEPS, "log_every": WARM, "checkpoint_every": 10**6, "optimiser": "adam", "lr": 1e-4,
        "readers": 2 if device == "cpu" else 8, **values,
    }  # fmt: skip
    return Request((str(data),), method=method, data_options=options, values=given)


def engine(ready: Prepared, device: str, folder: Path) -> float:
    """Images a second of ``core.trainer.train``, all it does beside the steps included, after the warm-up."""
    run = Path(tempfile.mkdtemp(dir=folder))
    trainer.train(
        ready.learner(), ready.feed(), ready.values.settings, run / "run",
        about={}, device=device,
    )  # fmt: skip
    with (run / "run" / "metrics.csv").open() as lines:
        rates = [float(line["images_per_s"]) for line in csv.DictReader(lines)]
    return statistics.harmonic_mean(rates[1:])


def in_memory(ready: Prepared, device: str) -> float:
    """Images a second of the same steps with batches that are on the device, and nothing else."""
    settings, place = ready.values.settings, torch.device(device)
    learner, feed = ready.learner(), ready.feed()
    learner.networks.to(place, memory_format=torch.channels_last)
    learner.networks.train()
    optimiser = make_optimiser(learner, settings, place)
    precision = pick_precision(settings.precision, place)
    batches = [{n: t.to(place) for n, t in feed.batch(i, slice(None)).items()} for i in range(WARM)]

    def step(number: int) -> None:
        draw = trainer.Draw(
            settings.seed, number, settings.batch_size, slice(0, settings.batch_size), place
        )
        optimiser.zero_grad(set_to_none=True)
        with autocast(precision, place):
            loss = learner.loss(batches[number % WARM], draw)["loss"]
        loss.backward()
        optimiser.step()
        learner.after_step(0.5)

    with tuned(place):
        return settings.batch_size * rate(step, place)


def rate(step: Callable[[int], None], place: torch.device) -> float:
    """Steps a second, after the warm-up."""
    for number in range(WARM + STEPS):
        if number == WARM:
            wait(place)
            began = time.perf_counter()
        step(number)
    wait(place)
    return STEPS / (time.perf_counter() - began)


def wait(place: torch.device) -> None:
    if place.type == "cuda":
        torch.cuda.synchronize(place)


def by_turns(*runs: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Medians of rates, and of the ratios of all but the last to the last, turn by turn; the first turn warms up."""
    turns = [[run() for run in runs] for _ in range(ROUNDS + 1)][1:]
    rates = [statistics.median(column) for column in zip(*turns, strict=True)]
    ratios = [statistics.median(t[i] / t[-1] for t in turns) for i in range(len(runs) - 1)]
    return rates, ratios


# -- over memory -------------------------------------------------------------------------------


def over_memory(device: str, folder: Path) -> None:
    workspace = folder / "workspace"
    pipeline.init(workspace, {"l8": [str(tiled_scene(folder, 4))]}, chip="64")
    small = device == "cpu"
    places = [
        ("Zion, decoded whole", workspace, {}),
        (f"Zion, {LITTLE} MB decoded", workspace, {"memory": LITTLE}),
    ]
    if (rsscn7 := DATA / "rsscn7_128").is_dir():
        places.append(("RSSCN7", rsscn7, {"cache": 0}))
    runs = (
        ("simclr", {"backbone": "resnet10t" if small else "resnet18", "size": 32}),
        ("simclr", {"backbone": "resnet18" if small else "resnet50", "size": 64 if small else 224}),
        ("mae", {"backbone": "vit_tiny_patch16_224", "size": 64} if small else {}),
    )
    rows = []
    for name, place, options in places:
        for method, values in runs:
            batch_size = 32 if small else 256
            ready = prepare(
                request(place, method, device, options, batch_size=batch_size, **values)
            )
            rates, ratios = by_turns(
                lambda r=ready: engine(r, device, folder), lambda r=ready: in_memory(r, device)
            )
            config = ready.values.config
            rows.append(
                (name, method, f"{config.backbone} at {config.size}", batch_size, *rates, *ratios)
            )
    header = (
        "data",
        "method",
        "network",
        "batch",
        "train, images/s",
        "step in memory, images/s",
        "ratio",
    )
    table(f"Training over the same step in memory, on {device}", header, rows)


# -- over lightly ------------------------------------------------------------------------------


class Pair(nn.Module):
    """SimSiam, BYOL or SimCLR of lightly's documentation (1.5), on a backbone of timm.

    Of a view it sees the first ``bands`` channels: single-band methods are compared on a single band.
    """

    def __init__(self, method: str, backbone: str, bands: int, config: object) -> None:
        import timm
        from lightly import loss
        from lightly.models.modules import (
            BYOLPredictionHead,
            BYOLProjectionHead,
            SimCLRProjectionHead,
            SimSiamPredictionHead,
            SimSiamProjectionHead,
        )
        from lightly.models.utils import deactivate_requires_grad

        super().__init__()
        self.method, self.bands = method, bands
        self.backbone = timm.create_model(backbone, num_classes=0, in_chans=bands)
        width, hidden, out = self.backbone.num_features, config.hidden, config.output
        if method == "simclr":
            self.projection = SimCLRProjectionHead(width, hidden, out)
            self.criterion: nn.Module = loss.NTXentLoss(config.temperature)
            return
        self.criterion = loss.NegativeCosineSimilarity()
        if method == "simsiam":
            self.projection = SimSiamProjectionHead(width, hidden, out)
            self.prediction = SimSiamPredictionHead(out, hidden, out)
            return
        from copy import deepcopy

        self.projection = BYOLProjectionHead(width, hidden, out)
        self.prediction = BYOLPredictionHead(out, hidden, out)
        self.backbone_momentum = deepcopy(self.backbone)
        self.projection_momentum = deepcopy(self.projection)
        deactivate_requires_grad(self.backbone_momentum)
        deactivate_requires_grad(self.projection_momentum)

    def forward(self, one: Tensor, two: Tensor) -> Tensor:
        from lightly.models.utils import update_momentum

        views = [view[:, : self.bands] for view in (one, two)]
        if self.method == "simclr":
            return self.criterion(*(self.projection(self.backbone(v).flatten(1)) for v in views))
        if self.method == "byol":
            update_momentum(self.backbone, self.backbone_momentum, m=0.996)
            update_momentum(self.projection, self.projection_momentum, m=0.996)
            still = [
                self.projection_momentum(self.backbone_momentum(v).flatten(1)).detach()
                for v in views
            ]
            moved = [self.prediction(self.projection(self.backbone(v).flatten(1))) for v in views]
        else:
            projected = [self.projection(self.backbone(v).flatten(1)) for v in views]
            still = [z.detach() for z in projected]
            moved = [self.prediction(z) for z in projected]
        return 0.5 * (self.criterion(moved[0], still[1]) + self.criterion(moved[1], still[0]))


def transform_of(method: str, size: int) -> Callable[..., object]:
    from lightly import transforms
    from lightly.transforms.byol_transform import BYOLView1Transform, BYOLView2Transform

    if method == "byol":
        return transforms.BYOLTransform(
            view_1_transform=BYOLView1Transform(input_size=size),
            view_2_transform=BYOLView2Transform(input_size=size),
        )
    kinds = {"simclr": transforms.SimCLRTransform, "simsiam": transforms.SimSiamTransform}
    return kinds[method](input_size=size)


def lightly(ready: Prepared, device: str, images: Path) -> Callable[[], float]:
    """Images a second of lightly's loop, in float32 as its documentation has it; the DataLoader lives on."""
    from lightly.data import LightlyDataset

    settings, config, place = ready.values.settings, ready.values.config, torch.device(device)
    method = ready.values.method.name
    loader = torch.utils.data.DataLoader(
        LightlyDataset(str(images), transform=transform_of(method, config.size)),
        batch_size=settings.batch_size, shuffle=True, drop_last=True, num_workers=min(8, os.cpu_count() or 1),
        persistent_workers=True, pin_memory=place.type == "cuda",
    )  # fmt: skip
    bands = 3 if method == "simclr" else 1
    model = Pair(method, config.backbone, bands, config).to(place)
    optimiser = torch.optim.Adam(model.parameters(), settings.lr)
    batches: Iterator[list] = (batch for _ in cycle([0]) for batch in loader)

    def step(_: int) -> None:
        one, two = next(batches)[0]
        loss = model(one.to(place), two.to(place))
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()

    return lambda: settings.batch_size * rate(step, place)


def over_lightly(device: str, folder: Path) -> None:
    images = DATA / "rsscn7_128"
    if not images.is_dir():
        print("RSSCN7 is not here; lightly is not compared with.", file=sys.stderr)
        return
    small = device == "cpu"
    values = {
        "backbone": "resnet18" if small else "resnet50",
        "size": 64 if small else 128,
        "batch_size": 32 if small else 256,
    }
    rows = []
    for method in ("simsiam", "byol", "simclr"):
        own = values if method == "simclr" else {**values, "pairs": "rgb,rgb"}
        exact, auto = (
            prepare(request(images, method, device, {}, precision=precision, **own))
            for precision in ("fp32", "auto")
        )
        theirs = lightly(exact, device, images)
        name = f"{own['backbone']} at {own['size']}"
        (fp32, fast, its), (ratio, more) = by_turns(
            lambda r=exact: engine(r, device, folder),
            lambda r=auto: engine(r, device, folder),
            theirs,
        )
        rows.append((method, name, own["batch_size"], its, fp32, ratio, fast, more))
    header = (
        "method", "network", "batch", "lightly, images/s", "fp32, images/s", "ratio", "auto, images/s", "ratio",
    )  # fmt: skip
    table(f"Training over lightly's loop (fp32), on {device}", header, rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--only", default="memory,lightly")
    given = parser.parse_args()
    parts = {"memory": over_memory, "lightly": over_lightly}
    with tempfile.TemporaryDirectory() as folder:
        for part in given.only.split(","):
            parts[part](given.device, Path(folder))


if __name__ == "__main__":
    main()
