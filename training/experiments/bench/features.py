"""Embeddings of samples of a data set, by the very encoders that ``eo-embed embed`` builds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ....core import files, models
from ....core.models import BandSample, Encoder, pick_precision
from ....core.options import OptionValue
from ....core.runner import pick_device
from ...datasets import Dataset, Images
from ...datasets.base import Rows
from ...encoding import choose_stack
from ...transfer import CHECKPOINT
from .folder import Bench

if TYPE_CHECKING:
    from torch import Tensor

#: Samples that an encoder's statistics are taken of, at most, and values of all of them, about.
_FITTED_ON, _FITTED_VALUES = 2048, 64_000_000
#: Values of an input at once, about.
_AT_ONCE = 16_000_000


def embed(
    bench: Bench,
    name: str,
    spec: str,
    data: Dataset,
    modality: str,
    *,
    fitted_on: Rows,
    bands: Sequence[str] = (),
    options: Mapping[str, OptionValue] | None = None,
    keep: bool = True,
) -> NDArray[np.float32]:
    """Embeddings of all samples of a data set, float32 ``(len(data), dim)``, computed once and kept.

    Parameters
    ----------
    name: what they are, unique within the experiment.
    spec: as ``eo-embed embed --model`` takes it; a run of several encoders has that of ``modality`` in a folder.
    fitted_on: rows that statistics and random filters are taken of, entered in the ledger: never test samples.
    bands: names of those to show, all by default; a network of one channel takes any of its own.
    options: of the model.
    keep: whether the bench keeps them: not where it keeps all that follows from them.

    A band that a sample lacks is filled with its mean over ``fitted_on``. Raises ModelUnavailable where pretrained
    weights cannot be had, ModelMismatch where bands or units are not the model's, CheckpointInvalid, and DataUnfit for
    a modality or band that the data lacks.
    """
    bench.ledger.touch(f"statistics of {name}", data, fitted_on)

    def compute() -> NDArray[np.float32]:
        sight = _Sight(data, modality, bands)
        encoder = sight.encoder(of_modality(spec, modality), fitted_on, options, bench)
        parts = []
        step = sight.step
        bench.task.start(f"embedding {name}", len(data), "samples")
        for start in range(0, len(data), step):
            rows = np.arange(start, min(start + step, len(data)))
            parts.append(sight.embed(encoder, rows))
            bench.task.advance(len(rows))
        return np.concatenate(parts)

    if not keep:
        return compute()
    # With what it was fitted on: under one name, another split would find what has seen its test samples.
    key = files.digest([np.asarray(fitted_on).tolist(), list(bands), dict(options or {})])[:8]
    return bench.array(f"features {name} {key}", compute)


def of_modality(spec: str, modality: str) -> str:
    """The encoder of one modality where a run has several."""
    if not spec.startswith(CHECKPOINT):
        return spec
    folder = Path(spec.removeprefix(CHECKPOINT)).expanduser()
    return f"{spec}/{modality}" if (folder / modality / "card.json").is_file() else spec


class _Sight:
    """What encoders are shown of a data set: some bands of a modality, in physical units."""

    def __init__(self, data: Dataset, modality: str, bands: Sequence[str]) -> None:
        _, take = choose_stack(data, modality, ",".join(bands))
        self.data, self.modality, self.take = data, data.modalities[modality], list(take)
        self.bands = tuple(self.modality.bands[i] for i in take)
        height, width = self.modality.size
        self.values = height * width * len(self.take)  # of a sample
        self.step = max(1, min(256, _AT_ONCE // self.values))
        self.device = "cpu"
        self._means = np.zeros(len(self.take), np.float32)

    def encoder(
        self, spec: str, fitted_on: Rows, options: Mapping[str, OptionValue] | None, bench: Bench
    ) -> Encoder:
        """Fitted, and on its device."""
        encoder = models.build(
            spec, self.bands, chip=max(self.modality.size), options=options or {}
        )
        rng = np.random.default_rng(bench.seed)
        most = min(_FITTED_ON, max(1, _FITTED_VALUES // self.values))
        x, valid, present = self._read(np.sort(rng.permutation(fitted_on)[:most]))
        self._means = _means(x, valid, present)
        seen = x if present is None else self._filled(x, present)
        whole = np.ones((len(x), *x.shape[2:]), bool) if valid is None else valid
        sample = BandSample(self.bands, seen, whole)
        models.check_inputs(encoder.card, sample)
        encoder.fit(sample)
        self.device = pick_device(bench.device)
        return encoder.to(self.device, pick_precision(encoder, self.device))

    def embed(self, encoder: Encoder, rows: Rows) -> NDArray[np.float32]:
        import torch

        x, valid, present = self._read(rows)
        if present is not None:
            x = self._filled(x, present)
        with torch.inference_mode():
            found = encoder.embed(self._on(x), None if valid is None else self._on(valid))
        out: NDArray[np.float32] = found.float().cpu().numpy()
        return out

    def _on(self, values: NDArray[Any]) -> Tensor:
        import torch

        return torch.from_numpy(np.ascontiguousarray(values)).to(self.device)

    def _read(
        self, rows: Rows
    ) -> tuple[NDArray[np.float32], NDArray[np.bool_] | None, NDArray[np.bool_] | None]:
        """Physical values; where all bands are known, and which bands are there, each None where all are."""
        found: Images = self.data.read(rows, self.modality.name)
        x = self._physical(found.values[:, self.take].astype(np.float32))
        present = None if found.present is None else found.present[:, self.take]
        known = np.isfinite(x)
        if present is not None:
            known = known | ~present[:, :, None, None]  # what lies there is filled, whatever it is
        valid: NDArray[np.bool_] = np.asarray(known.all(axis=1))
        if found.valid is not None:
            valid &= found.valid
        return (
            x,
            None if valid.all() else valid,
            None if present is None or present.all() else present,
        )

    def _physical(self, stored: NDArray[np.float32]) -> NDArray[np.float32]:
        """Stored values ``(n, bands, h, w)`` in the units of the modality."""
        if not self.modality.scale:
            return stored
        offset = self.modality.offset or (0.0,) * len(self.modality.scale)
        scale, shift = (
            np.array(v, np.float32)[self.take][:, None, None] for v in (self.modality.scale, offset)
        )
        found: NDArray[np.float32] = stored * scale + shift
        return found

    def _filled(self, x: NDArray[np.float32], present: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Bands that a sample lacks, as the mean of those it was fitted on."""
        return np.where(present[:, :, None, None], x, self._means[:, None, None])


def _means(
    x: NDArray[np.float32], valid: NDArray[np.bool_] | None, present: NDArray[np.bool_] | None
) -> NDArray[np.float32]:
    """Of each band over what is there."""
    there = np.ones(x.shape, bool)
    if valid is not None:
        there &= valid[:, None]
    if present is not None:
        there &= present[:, :, None, None]
    count = there.sum(axis=(0, 2, 3))
    total = np.where(there, x, 0).sum(axis=(0, 2, 3), dtype=np.float64)
    means: NDArray[np.float32] = (total / np.maximum(count, 1)).astype(np.float32)
    return means
