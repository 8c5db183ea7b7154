"""What the embedding engine asks of every model, and the precision it runs in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from ..errors import CheckpointInvalid, ModelMismatch, UsageError
from .card import Card
from .inputs import BandSample

if TYPE_CHECKING:
    from torch import Tensor


class Encoder(ABC):
    """Chips in, embeddings out.

    An encoder is built on the CPU, learns from a sample of the scene (``fit``) or takes up what
    was learnt before (``load_state``), is moved to its device (``to``) and then only read.

    Parameters
    ----------
    card: as built; ``card.dim`` is the length of the embedding.
    bands: names of the source's bands, in the order in which chips will come.
    options: every option with its value.
    """

    #: Precisions it can run in; the first is exact.
    precisions: ClassVar[tuple[str, ...]] = ("fp32",)
    #: Whether it has ``slide``, which shares the work of windows that overlap.
    slides: ClassVar[bool] = False

    def __init__(self, card: Card, bands: tuple[str, ...], options: dict[str, Any]) -> None:
        if card.dim is None:
            raise ValueError(f"The card of {card.name}, as built, states no dim.")
        self.card, self.bands, self.options = card, bands, options
        self.dim = card.dim

    def fit(self, sample: BandSample) -> None:  # noqa: B027 -- most models learn nothing here
        """Learn from the scene what ``state`` holds; the same sample gives the same state."""

    @abstractmethod
    def to(self, device: str, precision: str) -> Self:
        """Move to a device and precision (``fp32``, ``bf16``, ``fp16``)."""

    @abstractmethod
    def embed(self, x: Tensor, valid: Tensor | None) -> Tensor:
        """Embeddings of chips.

        Parameters
        ----------
        x: float32 ``(batch, bands, height, width)`` on the encoder's device, physical units.
        valid: bool ``(batch, height, width)``; None where every pixel is valid. Values under an
            invalid pixel have no effect.

        Returns float32 ``(batch, dim)``, finite for finite input.
        """

    def dense(self, x: Tensor, valid: Tensor | None) -> Tensor:
        """Features per patch, float32 ``(batch, dim, rows, cols)``, where ``card.dense``."""
        raise ModelMismatch(f"{self.card.name} gives no features per patch; use its embeddings.")

    def slide(
        self, x: Tensor, valid: Tensor | None, size: tuple[int, int], stride: tuple[int, int]
    ) -> Tensor:
        """What ``embed`` gives for every window of ``size`` pixels at every ``stride`` of larger chips.

        ``x`` and ``valid`` are as for ``embed``; where ``slides``. Returns float32 ``(batch, dim, rows,
        cols)``, NaN where a window has no valid pixel.
        """
        raise ModelMismatch(f"{self.card.name} does not slide; embed its windows one by one.")

    def state(self) -> dict[str, np.ndarray]:
        """What ``fit`` learnt (not pretrained weights), to be stored beside the embeddings."""
        return {}

    def load_state(self, state: Mapping[str, np.ndarray]) -> None:
        """Take up a state; embeddings are then those of the encoder that gave it.

        Raises CheckpointInvalid where it is not this encoder's.
        """
        self.check_state(state, {})

    def identity(self) -> dict[str, Any]:
        """Everything but the state that changes an embedding, JSON-able."""
        return {"model": self.card.name, "bands": list(self.bands), "options": dict(self.options)}

    def check_state(
        self, state: Mapping[str, np.ndarray], expected: Mapping[str, tuple[int, ...]]
    ) -> None:
        """Raises CheckpointInvalid unless a state has exactly these float32 arrays, all finite."""
        found = {name: array.shape for name, array in state.items()}
        fits = found == dict(expected) and all(
            array.dtype == np.float32 and np.isfinite(array).all() for array in state.values()
        )
        if not fits:
            raise CheckpointInvalid(
                f"The stored state of {self.card.name} is damaged or of another model (has {found}, "
                f"expects {dict(expected)}); embed again."
            )


def fill_invalid(x: Tensor, valid: Tensor) -> Tensor:
    """Each chip's invalid pixels, NaN included, set to the mean of its valid ones, band by band.

    ``x`` float ``(batch, bands, height, width)``, ``valid`` bool ``(batch, height, width)``. A
    chip without any valid pixel becomes zero.
    """
    import torch

    mask = valid[:, None]
    kept = torch.where(mask, x, x.new_zeros(()))
    mean = kept.sum((2, 3), keepdim=True) / mask.sum((2, 3), keepdim=True).clamp_(min=1)
    return torch.where(mask, x, mean)


def cpu_has_fast_bf16() -> bool:
    """Whether the CPU multiplies bfloat16 in hardware (AMX, or AVX512-BF16)."""
    from torch import cpu

    checks = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
    return any(getattr(cpu, check, bool)() for check in checks)


def pick_precision(encoder: Encoder, device: str, precision: str = "auto") -> str:
    """The precision to run in: ``auto`` takes the fastest that keeps the embeddings' quality.

    That is bf16 on GPUs from compute capability 8 and on CPUs with bf16 in hardware, fp16 on GPUs from 7,
    otherwise fp32; a model that needs fp32 gets it. Raises UsageError for a precision that the
    model or the device cannot do.
    """
    possible = possible_precisions(encoder, device)
    if precision == "auto":
        return fast if (fast := fastest_precision(device)) in possible else "fp32"
    if precision not in possible:
        raise UsageError(
            f"{encoder.card.name} cannot run in {precision} on {device}; give auto or {' or '.join(possible)}."
        )
    return precision


def possible_precisions(encoder: Encoder, device: str) -> list[str]:
    """The precisions that an encoder can run in on a device; a CPU has no fp16."""
    return [p for p in encoder.precisions if p != "fp16" or not device.startswith("cpu")]


def fastest_precision(device: str) -> str:
    """bf16 on GPUs from compute capability 8 and CPUs that have it in hardware, fp16 on GPUs of 7, else fp32."""
    import torch

    kind = device.partition(":")[0]
    if kind == "cuda":
        generation = torch.cuda.get_device_capability(torch.device(device))[0]
        return "bf16" if generation >= 8 else "fp16" if generation == 7 else "fp32"
    return "bf16" if kind == "cpu" and cpu_has_fast_bf16() else "fp32"
