"""Random convolutional features: ours, torchgeo's RCF and the plain formula, in one run.

    python benchmarks/speed/rcf.py [--chip 64] [--bands 4] [--features 512] [--chips 512] [--threads 2]

Target: at least 6 times torchgeo's, and equal to the plain formula within 1e-4. All three get the same
filters and chips; rounds alternate, and the fastest round of each counts. Errors are the largest absolute
difference from the plain formula in float64.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import conv2d

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import table

from eo_embed.core.models.rcf import random_features

BATCH = 64


def plain(x: Tensor, filters: Tensor) -> Tensor:
    """The paper's formula as it is written: two rectified maps and their means."""
    y = conv2d(x, filters)
    return torch.cat([torch.relu(y).mean((2, 3)), torch.relu(-y).mean((2, 3))], 1)


def contestants(filters: Tensor) -> dict[str, Callable[[Tensor], Tensor]]:
    """Functions from chips to features, all with the same filters and bias 0."""
    found: dict[str, Callable[[Tensor], Tensor]] = {
        "eo_embed": lambda x: random_features(x, filters.flatten(1), filters.shape[-1]),
        "plain formula": lambda x: plain(x, filters),
    }
    try:
        from torchgeo.models import RCF
    except ImportError:
        return found
    count, bands, patch, _ = filters.shape
    theirs = RCF(bands, 2 * count, patch, bias=0.0)
    theirs.weights.copy_(filters)
    return found | {"torchgeo RCF": theirs}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in [
        ("chip", 64),
        ("bands", 4),
        ("features", 512),
        ("chips", 512),
        ("threads", 2),
    ]:
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(0)
    x = torch.rand(given.chips, given.bands, given.chip, given.chip)
    filters = torch.randn(given.features // 2, given.bands, 3, 3)
    runs = contestants(filters)
    seconds = dict.fromkeys(runs, float("inf"))
    errors: dict[str, float] = {}
    with torch.inference_mode():
        exact = plain(x[:BATCH].double(), filters.double())
        for name, run in runs.items():
            errors[name] = float((run(x[:BATCH]) - exact).abs().max())
        for _ in range(given.rounds):
            for name, run in runs.items():
                began = time.perf_counter()
                for batch in x.split(BATCH):
                    run(batch)
                seconds[name] = min(seconds[name], time.perf_counter() - began)
    table(
        f"RCF, {given.features} features, {given.bands} bands, {given.chip} px, {given.threads} threads",
        ("", "chips/s", "ours is faster by", "largest error"),
        [
            (name, given.chips / took, took / seconds["eo_embed"], f"{errors[name]:.1e}")
            for name, took in seconds.items()
        ],
    )


if __name__ == "__main__":
    main()
