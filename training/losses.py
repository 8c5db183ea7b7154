"""Losses of the self-supervised methods: tensors in, a scalar out, float32 whatever the networks' precision."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity, cross_entropy, normalize


def byol(prediction: Tensor, target: Tensor) -> Tensor:
    """2 - 2 cos(prediction, target), mean over rows: Jain et al. 2021, eq. 1 (Grill et al. 2020, eq. 2).

    ``(n, dim)`` each; no gradient reaches ``target``.
    """
    return 2 - 2 * _cosine(prediction, target)


def simsiam(prediction: Tensor, projection: Tensor) -> Tensor:
    """-cos(prediction, projection), mean over rows: Chen & He 2021, eq. 1, with the stop-gradient of eq. 3.

    ``(n, dim)`` each; no gradient reaches ``projection``.
    """
    return -_cosine(prediction, projection)


def _cosine(moving: Tensor, still: Tensor) -> Tensor:
    return cosine_similarity(moving.float(), still.detach().float(), dim=1).mean()


def nt_xent(first: Tensor, second: Tensor, temperature: float) -> Tensor:
    """Normalised temperature-scaled cross entropy: Chen et al. 2020, eq. 1, mean over both views of all rows.

    ``(n, dim)`` projections of two views of the same samples. Each is to be told, by its other view, from both
    views of every other sample in all processes; the mean of the processes' losses is that of the whole batch.
    """
    from ..core.trainer import distributed

    with torch.autocast(first.device.type, enabled=False):
        own = torch.stack([normalize(first.float()), normalize(second.float())], 1)
        everyone = distributed.gather(own)  # (samples of all processes, 2, dim)
        at = torch.arange(len(own), device=own.device) + distributed.rank() * len(own)
        losses = []
        for view in (0, 1):
            to_same, to_other = (own[:, view] @ everyone[:, v].T for v in (view, 1 - view))
            # A view is no candidate for itself.
            to_same = to_same.scatter(1, at[:, None], -torch.inf)
            logits = torch.cat([to_other, to_same], 1) / temperature
            losses.append(cross_entropy(logits, at))
        return (losses[0] + losses[1]) / 2


def masked_pixels(
    predicted: Tensor, patches: Tensor, masked: Tensor, *, normalised: bool = True
) -> Tensor:
    """Mean squared error on masked patches alone: He et al. 2022, section 3, "Reconstruction target".

    Parameters
    ----------
    predicted, patches: ``(n, patches, values)``.
    masked: bool ``(n, patches)``; each row has the same number of them.
    normalised: each patch's pixels are first brought to mean 0 and deviation 1, as the paper does for better
        features.
    """
    target = patches.float()
    if normalised:
        variance, mean = torch.var_mean(target, dim=2, keepdim=True)
        target = (target - mean) / (variance + 1e-6).sqrt()
    error = (predicted.float() - target).square().mean(2)
    return (error * masked).sum() / masked.sum()


def spread(embeddings: Tensor) -> Tensor:
    """How far embeddings are from collapse: 1 where directions are even, 0 where all are one. No gradient.

    Chen & He 2021, section 4.1: the deviation of normalised outputs over rows, times the root of their length.
    """
    with torch.no_grad():
        z = normalize(embeddings.detach().float())
        return z.std(0, correction=min(1, len(z) - 1)).mean() * z.shape[1] ** 0.5
