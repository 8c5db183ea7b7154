"""Losses against lightly's, against loops, and across processes."""

import json
import os
import socket
import subprocess
import sys

import pytest
import torch
from lightly.loss import NegativeCosineSimilarity, NTXentLoss
from lightly.models.utils import normalize_mean_var
from lightly.models.utils import patchify as lightly_patchify
from lightly.utils.debug import std_of_l2_normalized

from eo_embed.tests.training.memory import loss_and_gradient
from eo_embed.training import losses
from eo_embed.training.networks.mae import patchify

EXACT = {"rtol": 0, "atol": 1e-5}


def two(seed=0, n=7, dim=16):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(n, dim, generator=generator).mul(3).requires_grad_() for _ in range(2)]


@pytest.mark.parametrize("seed", range(3))
def test_byol_and_simsiam_equal_lightlys(seed):
    p, z = two(seed)
    cosine = NegativeCosineSimilarity()(p, z)
    torch.testing.assert_close(losses.simsiam(p, z), cosine, **EXACT)
    torch.testing.assert_close(losses.byol(p, z), 2 + 2 * cosine, **EXACT)
    squares = (p / p.norm(dim=1, keepdim=True) - z / z.norm(dim=1, keepdim=True)).square().sum(1)
    torch.testing.assert_close(losses.byol(p, z), squares.mean(), **EXACT)


@pytest.mark.parametrize("loss", [losses.byol, losses.simsiam])
def test_no_gradient_reaches_the_still_branch(loss):
    p, z = two()
    loss(p, z).backward()
    assert z.grad is None
    assert p.grad.abs().sum() > 0


@pytest.mark.parametrize("temperature", [0.1, 0.5])
@pytest.mark.parametrize("seed", range(3))
def test_nt_xent_equals_lightlys_with_its_gradient(temperature, seed):
    first, second = two(seed)
    mine = losses.nt_xent(first, second, temperature)
    theirs = NTXentLoss(temperature)(first, second)
    torch.testing.assert_close(mine, theirs, **EXACT)
    for a, b in zip(
        torch.autograd.grad(mine, (first, second)), torch.autograd.grad(theirs, (first, second)), strict=True
    ):  # fmt: skip
        torch.testing.assert_close(a, b, **EXACT)


def test_nt_xent_equals_the_papers_formula():
    first, second = two(n=4)
    views = torch.nn.functional.normalize(torch.cat([first, second]), dim=1)
    total = 0.0
    for i in range(8):
        j = (i + 4) % 8
        others = [torch.exp(views[i] @ views[k] / 0.3) for k in range(8) if k != i]
        total -= torch.log(torch.exp(views[i] @ views[j] / 0.3) / sum(others))
    torch.testing.assert_close(losses.nt_xent(first, second, 0.3), total / 8, **EXACT)


def test_losses_are_exact_under_autocast():
    first, second = two()
    with torch.autocast("cpu", torch.bfloat16):
        inside = losses.nt_xent(first, second, 0.1)
    torch.testing.assert_close(inside, losses.nt_xent(first, second, 0.1), rtol=0, atol=0)


PROCESS = """
import torch
from eo_embed.core.trainer import distributed
from eo_embed.tests.training.memory import loss_and_gradient
distributed.start("cpu")
rank = distributed.rank()
found = loss_and_gradient(slice(rank * 3, rank * 3 + 3))
torch.distributed.all_reduce(found)
print((found / 2).tolist() if distributed.is_main() else "")
"""


def test_negatives_reach_across_processes():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
    common = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    common |= os.environ | {"OMP_NUM_THREADS": "1"}
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS], stdout=subprocess.PIPE, text=True,
            env={**common, "RANK": rank, "LOCAL_RANK": rank},
        )
        for rank in "01"
    ]  # fmt: skip
    first, _ = (run.communicate(timeout=240)[0] for run in runs)
    together = json.loads(first)
    torch.testing.assert_close(
        torch.tensor(together), loss_and_gradient(slice(None)), rtol=1e-5, atol=1e-6
    )


@pytest.mark.parametrize("normalised", [False, True])
def test_masked_pixels_equals_lightlys_recipe(normalised):
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(3, 4, 24, 24, generator=generator)
    predicted = torch.randn(3, 9, 8 * 8 * 4, generator=generator)
    masked = torch.zeros(3, 9, dtype=torch.bool)
    for row, hidden in enumerate(([0, 4, 5], [1, 2, 8], [3, 6, 7])):
        masked[row, hidden] = True
    patches = lightly_patchify(x, 8)
    torch.testing.assert_close(patchify(x, 8), patches, rtol=0, atol=0)
    target = normalize_mean_var(patches) if normalised else patches
    expected = torch.nn.MSELoss()(predicted[masked], target[masked])
    mine = losses.masked_pixels(predicted, patches, masked, normalised=normalised)
    torch.testing.assert_close(mine, expected, **EXACT)


def test_what_is_seen_gives_no_gradient():
    predicted = torch.randn(2, 5, 12, requires_grad=True)
    masked = torch.tensor([[True, False, True, False, False], [False, True, True, False, False]])
    losses.masked_pixels(predicted, torch.randn(2, 5, 12), masked).backward()
    assert (predicted.grad.abs().sum(2) > 0).equal(masked)


def test_spread_tells_collapse():
    z = two(n=4000, dim=64)[0]
    assert 0.98 < losses.spread(z) < 1.02
    assert losses.spread(torch.ones(8, 4)) < 1e-6
    torch.testing.assert_close(
        losses.spread(z), std_of_l2_normalized(z.detach()) * 8, rtol=1e-3, atol=0
    )
