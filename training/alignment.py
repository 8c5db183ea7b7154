"""CLIP's loss for any number of modalities, of which samples may lack some: tensors in, a scalar out, in float32."""

from __future__ import annotations

from itertools import combinations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize

from ..core.trainer import distributed


def alignment(embeddings: Tensor, present: Tensor, scale: Tensor) -> Tensor:
    """Symmetric InfoNCE of every pair of modalities, averaged: Allen et al. 2023, section 4.1 and figure 3.

    Of a pair count the samples, of all processes, that have both modalities: each is to be told by one modality from
    all others by the other, both ways (Radford et al. 2021, figure 3). A pair that fewer than two samples have is left
    out; where all are, the loss is 0. The mean of the processes' losses is that of the whole batch.

    Parameters
    ----------
    embeddings: ``(n, modalities, dim)``, of any length; what lies where a modality is missing has no effect.
    present: bool ``(n, modalities)``.
    scale: scalar that cosines are multiplied by, the inverse of the temperature.
    """
    with torch.autocast(embeddings.device.type, enabled=False):
        own = normalize(embeddings.float(), dim=2)
        # One message for both: presence travels as a further number beside the embedding.
        everyone = distributed.gather(torch.cat([own, present[:, :, None].float()], 2))
        candidates, there = everyone[:, :, :-1], everyone[:, :, -1] > 0
        at = torch.arange(len(own), device=own.device) + distributed.rank() * len(own)
        total, pairs = own.sum() * 0, own.new_zeros(())
        for a, b in combinations(range(own.shape[1]), 2):
            both = there[:, a] & there[:, b]
            forth = _choose(own[:, a], candidates[:, b], scale, both, at)
            back = _choose(own[:, b], candidates[:, a], scale, both, at)
            mine = torch.where(both[at], (forth + back) / 2, 0.0).sum()
            usable = both.sum() >= 2
            total = total + torch.where(usable, mine / both.sum().clamp(min=1), 0.0)
            pairs = pairs + usable
        # Each process has the terms of its rows, divided by the rows of all.
        return total * distributed.world() / pairs.clamp(min=1)


def _choose(own: Tensor, candidates: Tensor, scale: Tensor, allowed: Tensor, at: Tensor) -> Tensor:
    """Cross entropy ``(n,)`` of choosing, for each of ``own``, candidate ``at`` among those allowed.

    Rows whose own candidate is not allowed get a large, finite number: it must not turn a gradient of 0 into NaN.
    """
    logits = scale.float() * own @ candidates.T
    logits = logits.masked_fill(~allowed, torch.finfo(logits.dtype).min)
    return cross_entropy(logits, at, reduction="none")
