"""CLIP's loss for several modalities against a plain double loop over the samples and pairs that count."""

import math

import pytest
import torch

from eo_embed.core.trainer import distributed
from eo_embed.training.alignment import alignment


def brute_force(z, present, scale):
    """Mean over pairs of modalities of the mean over their samples of both directions' cross entropy."""
    losses = []
    count, modalities, _ = z.shape
    for a in range(modalities):
        for b in range(a + 1, modalities):
            rows = [i for i in range(count) if present[i, a] and present[i, b]]
            if len(rows) < 2:
                continue
            terms = []
            for i in rows:
                for one, two in ((a, b), (b, a)):
                    cosines = [
                        float(z[i, one] @ z[j, two] / (z[i, one].norm() * z[j, two].norm()))
                        for j in rows
                    ]
                    weights = [math.exp(scale * c) for c in cosines]
                    terms.append(-math.log(weights[rows.index(i)] / sum(weights)))
            losses.append(sum(terms) / len(terms))
    return sum(losses) / len(losses) if losses else 0.0


def made(count=7, modalities=3, dim=5, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(count, modalities, dim, generator=generator, dtype=torch.float64)


@pytest.mark.parametrize("modalities", [2, 3, 4])
@pytest.mark.parametrize("missing", [0.0, 0.4, 0.8])
def test_equals_brute_force(modalities, missing):
    for seed in range(4):
        z = made(modalities=modalities, seed=seed)
        present = (
            torch.rand(7, modalities, generator=torch.Generator().manual_seed(seed)) >= missing
        )
        found = alignment(z.float(), present, torch.tensor(6.5))
        assert float(found) == pytest.approx(brute_force(z, present, 6.5), abs=1e-6)


def test_two_modalities_are_clip_s_own_pseudocode():
    """Radford et al. 2021, figure 3."""
    z = made(modalities=2).float()
    one, two = (torch.nn.functional.normalize(z[:, i]) for i in (0, 1))
    logits = one @ two.T * 14.0
    labels = torch.arange(7)
    entropy = torch.nn.functional.cross_entropy
    expected = (entropy(logits, labels) + entropy(logits.T, labels)) / 2
    found = alignment(z, torch.ones(7, 2, dtype=torch.bool), torch.tensor(14.0))
    torch.testing.assert_close(found, expected)


def test_what_is_missing_has_no_effect_and_gets_no_gradient():
    z, present = made().float(), torch.ones(7, 3, dtype=torch.bool)
    present[2, 1] = present[3, 0] = present[5] = False
    garbage = z.clone()
    garbage[~present] = 1e4
    results = []
    for given in (z, garbage):
        x, scale = given.clone().requires_grad_(), torch.tensor(5.0, requires_grad=True)
        loss = alignment(x, present, scale)
        loss.backward()
        assert (x.grad[~present] == 0).all()
        assert (x.grad[present].abs().sum(1) > 0).sum() == present.sum()
        results.append((loss.detach(), x.grad[present], scale.grad))
    for a, b in zip(*results, strict=True):
        torch.testing.assert_close(a, b)


@pytest.mark.parametrize("have", [[], [(0, 0), (0, 1)], [(0, 0), (1, 1), (2, 2)]])
def test_without_a_pair_of_two_samples_the_loss_is_0_and_so_is_its_gradient(have):
    present = torch.zeros(4, 3, dtype=torch.bool)
    for row, modality in have:
        present[row, modality] = True
    x, scale = made(4).float().requires_grad_(), torch.tensor(5.0, requires_grad=True)
    loss = alignment(x, present, scale)
    loss.backward()
    assert loss == 0
    assert (x.grad == 0).all()
    assert scale.grad == 0


def test_embeddings_of_no_length_give_finite_gradients():
    x = made().float()
    x[0] = 0
    x.requires_grad_()
    alignment(x, torch.ones(7, 3, dtype=torch.bool), torch.tensor(100.0)).backward()
    assert x.grad.isfinite().all()


def test_gradient_is_that_of_the_formula():
    z = made(4, 3, 3)
    present = torch.ones(4, 3, dtype=torch.bool)
    present[1, 2] = False
    x = z.float().requires_grad_()
    alignment(x, present, torch.tensor(3.0)).backward()
    step = 1e-5
    for index in [(0, 0, 0), (1, 1, 2), (3, 2, 1)]:
        there, back = z.clone(), z.clone()
        there[index] += step
        back[index] -= step
        slope = (brute_force(there, present, 3.0) - brute_force(back, present, 3.0)) / (2 * step)
        assert float(x.grad[index]) == pytest.approx(slope, abs=1e-5)


def test_negatives_come_from_all_processes(monkeypatch):
    """Two processes, each with half of the rows: as one that has them all."""
    z, present = made(8).float(), torch.rand(8, 3, generator=torch.Generator().manual_seed(2)) > 0.3
    present[4:, 2] = False  # the second process has none of the third modality
    x, scale = z.clone().requires_grad_(), torch.tensor(7.0, requires_grad=True)
    loss = alignment(x, present, scale)
    loss.backward()

    everyone, same_scale = z.clone().requires_grad_(), torch.tensor(7.0, requires_grad=True)
    unit = torch.nn.functional.normalize(everyone, dim=2)
    sent = torch.cat([unit, present[:, :, None].float()], 2)
    monkeypatch.setattr(distributed, "world", lambda: 2)
    losses = []
    for rank in (0, 1):
        rows = slice(rank * 4, rank * 4 + 4)

        def gather(mine, rows=rows):
            torch.testing.assert_close(mine, sent[rows])
            return sent

        monkeypatch.setattr(distributed, "rank", lambda rank=rank: rank)
        monkeypatch.setattr(distributed, "gather", gather)
        losses.append(alignment(everyone[rows], present[rows], same_scale))
    # What DDP makes of the processes' losses and gradients is their mean.
    mean = (losses[0] + losses[1]) / 2
    mean.backward()
    torch.testing.assert_close(mean.detach(), loss.detach())
    torch.testing.assert_close(everyone.grad, x.grad)
    torch.testing.assert_close(same_scale.grad, scale.grad)
