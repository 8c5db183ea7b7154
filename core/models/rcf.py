"""Random convolutional features (MOSAIKS), from the scene's own patches; no weights, no download.

Rolf et al. 2021, "A generalizable and accessible approach to machine learning with global satellite
imagery", Nature Communications 12:4392, Methods; what the paper leaves open follows its published code
(patches contrast-normalised and ZCA-whitened with epsilon 1e-3, bias 0).

With filters w and windows x, y = w·x, the features are mean(relu(y - b)) and mean(relu(-y - b)).
For b = 0 both come from one pass: they are (mean|y| ± mean y) / 2, and mean y = w · (mean of x).

Windows of a dense map overlap, and so do their products: ``slide`` makes those once and adds them up
over each window.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

import numpy as np

from ..errors import ModelMismatch, UsageError
from ..options import LARGEST_SEED, Option
from .card import Card, Family, Request
from .encoder import Encoder, fill_invalid
from .inputs import BandSample

if TYPE_CHECKING:
    from torch import Tensor

#: Patches that the whitening is estimated on, as in the paper's code.
PATCHES = 100_000
ZCA_EPSILON = 1e-3
#: The stretch to about 0-1; not clipped, so that bright ground keeps its contrast. On Zion (16 px chips, forest,
#: 10 km blocks) macro-F1 is .456, against .451 for minimum and maximum and .426 for 2-98 clipped.
STRETCH = (1.0, 99.0)
#: Windows and filters multiplied at a time: the product (4 MB) stays in a core's cache. A GPU takes more.
CPU_WINDOWS, GPU_WINDOWS, FILTERS = 4096, 65536, 256


class RandomFeatures(Encoder):
    """See the module; ``filters`` is float32 ``(filters, bands, patch, patch)``."""

    slides: ClassVar[bool] = True

    def __init__(self, card: Card, bands: tuple[str, ...], options: dict[str, Any]) -> None:
        super().__init__(card, bands, options)
        self._filters: np.ndarray | None = None
        self._device = "cpu"

    def fit(self, sample: BandSample) -> None:
        """Learn the stretch and draw the filters. Raises ModelMismatch where no patch is valid."""
        low, high = sample.percentiles(STRETCH)
        low, span = low.astype(np.float32), np.where(high > low, high - low, 1).astype(np.float32)
        patch, count = self.options["patch"], self.dim // 2
        rng = np.random.default_rng(self.options["seed"])
        if self.options["filters"] == "gaussian":
            shape = (count, len(self.bands), patch, patch)
            filters = rng.standard_normal(shape, dtype=np.float32)
        else:
            patches = (draw_patches(sample, patch, rng) - low[:, None, None]) / span[:, None, None]
            which = rng.choice(len(patches), count, replace=len(patches) < count)
            filters = whiten(patches)[which]
        self.load_state({"filters": filters, "low": low, "span": span})

    def state(self) -> dict[str, np.ndarray]:
        if self._filters is None:
            return {}
        return {"filters": self._filters, "low": self._low, "span": self._span}

    def load_state(self, state: Mapping[str, np.ndarray]) -> None:
        bands, patch = len(self.bands), self.options["patch"]
        shape = (self.dim // 2, bands, patch, patch)
        self.check_state(state, {"filters": shape, "low": (bands,), "span": (bands,)})
        self._filters, self._low, self._span = state["filters"], state["low"], state["span"]
        self.to(self._device, "fp32")

    def to(self, device: str, precision: str) -> Self:
        import torch

        self._device = device
        if self._filters is not None:
            matrix = torch.from_numpy(self._filters.reshape(len(self._filters), -1).copy())
            self._matrix = matrix.to(device)
            low, span = torch.from_numpy(self._low.copy()), torch.from_numpy(self._span.copy())
            self._offset = low.view(1, -1, 1, 1).to(device)
            self._scale = (1 / span).view(1, -1, 1, 1).to(device)
        return self

    def embed(self, x: Tensor, valid: Tensor | None) -> Tensor:
        if valid is not None:
            x = fill_invalid(x, valid)
        x = self._stretched(x)
        return random_features(x, self._matrix, self.options["patch"], self.options["bias"], valid)

    def slide(
        self, x: Tensor, valid: Tensor | None, size: tuple[int, int], stride: tuple[int, int]
    ) -> Tensor:
        import torch

        patch, bias = self.options["patch"], self.options["bias"]
        if valid is None:
            return sliding_features(self._stretched(x), self._matrix, patch, bias, size, stride)
        x = torch.where(valid[:, None], x, x.new_zeros(()))
        out = sliding_features(self._stretched(x), self._matrix, patch, bias, size, stride, valid)
        # Too ragged for one whole patch: such windows are filled, which depends on the window.
        seen = valid.unfold(1, size[0], stride[0]).unfold(2, size[1], stride[1])
        ragged = out[:, 0].isnan() & seen.flatten(3).any(3)
        if ragged.any():
            windows = x.unfold(2, size[0], stride[0]).unfold(3, size[1], stride[1]).movedim(1, 3)
            out.movedim(1, 3)[ragged] = self.embed(windows[ragged], seen[ragged])
        return out

    def _stretched(self, x: Tensor) -> Tensor:
        if self._filters is None:
            raise ModelMismatch(
                f"{self.card.name} has no filters yet; call fit or load_state first."
            )
        return (x - self._offset).mul_(self._scale)


def draw_patches(sample: BandSample, patch: int, rng: np.random.Generator) -> np.ndarray:
    """Up to PATCHES patches without an invalid pixel, float32 ``(n, bands, patch, patch)``.

    Raises ModelMismatch where there is none.
    """
    chips, bands, height, width = sample.chips.shape
    wanted = min(PATCHES, 40_000_000 // (bands * patch**2))  # 300 MB while whitening
    at = rng.integers((chips, height - patch + 1, width - patch + 1), size=(wanted, 3))
    windows = np.lib.stride_tricks.sliding_window_view
    whole = windows(sample.valid, (patch, patch), axis=(1, 2))[tuple(at.T)].all((1, 2))
    drawn = windows(sample.chips, (patch, patch), axis=(2, 3))[at[:, 0], :, at[:, 1], at[:, 2]][
        whole
    ]
    if len(drawn) == 0:
        raise ModelMismatch(
            f"rcf found no {patch} x {patch} patch of valid pixels in the sample; check nodata, or "
            "give --set filters=gaussian."
        )
    return drawn


def whiten(patches: np.ndarray) -> np.ndarray:
    """Patches as filters: zero mean, unit norm, times the inverse of their covariance plus epsilon.

    The paper's code applies the ZCA matrix to the patches and once more, transposed, so that a filter's
    product with a plain patch is the product of two whitened ones. ``(n, bands, patch, patch)`` ->
    float32 of the same shape.
    """
    flat = patches.reshape(len(patches), -1).astype(np.float64)
    flat -= flat.mean(1, keepdims=True)
    norms = np.linalg.norm(flat, axis=1, keepdims=True)
    flat /= np.where(norms < 1e-8, 1, norms)
    values, vectors = np.linalg.eigh(flat.T @ flat / len(flat))
    twice = (vectors / (values + ZCA_EPSILON)) @ vectors.T
    return (flat @ twice).astype(np.float32).reshape(patches.shape)


def random_features(
    x: Tensor, matrix: Tensor, patch: int, bias: float = 0.0, valid: Tensor | None = None
) -> Tensor:
    """Mean over a chip's windows of relu(y - bias) and relu(-y - bias), y = matrix · window.

    Parameters
    ----------
    x: float32 ``(batch, bands, height, width)``, finite.
    matrix: filters, float32 ``(filters, bands * patch * patch)``.
    valid: bool ``(batch, height, width)``: only windows of valid pixels count, unless a chip has none.

    Returns float32 ``(batch, 2 * filters)``. Memory stays at a few megabytes beside input and output.
    """
    import torch

    batch, bands, height, width = x.shape
    count = x.new_full((batch,), (height - patch + 1) * (width - patch + 1))
    weight = None if valid is None else _whole_windows(valid, patch)
    if weight is not None:
        count = weight.sum((1, 2))
    plus, minus = x.new_zeros(2, len(matrix), batch)
    total = x.new_zeros(bands * patch**2, batch)
    step = _piece(x, patch)
    # Two work areas for all pieces: taking pages from the system anew each time costs more than the product.
    unfolded = x.new_empty(bands * patch**2 * step.windows)
    product = x.new_empty(min(FILTERS, len(matrix)) * step.windows)
    for chips, rows in step.over(batch, height - patch + 1):
        piece = x[chips, :, rows.start : rows.stop + patch - 1]
        windows = _unfold(piece, patch, unfolded).flatten(2)
        if weight is not None:  # a window of zeros gives y = 0, put right below
            windows *= weight[chips, rows].reshape(len(piece), -1)
        total[:, chips] += windows.sum(2)
        for start in range(0, len(matrix), FILTERS):
            part = slice(start, start + FILTERS)
            filters = matrix[part]
            y = product[: len(filters) * windows[0].numel()].view(len(filters), -1)
            torch.mm(filters, windows.flatten(1), out=y)
            y = y.view(-1, *windows.shape[1:])
            if bias == 0:
                plus[part, chips] += y.abs_().sum(2)
            else:
                plus[part, chips] += (y - bias).clamp_(min=0).sum(2)
                minus[part, chips] += y.neg_().sub_(bias).clamp_(min=0).sum(2)
    if bias == 0:
        signed = matrix @ total
        plus, minus = ((plus + signed) / 2).clamp_(min=0), ((plus - signed) / 2).clamp_(min=0)
    elif bias < 0:
        left_out = (height - patch + 1) * (width - patch + 1) - count
        plus, minus = plus + bias * left_out, minus + bias * left_out
    return torch.cat([plus, minus]).div_(count).T.contiguous()


def sliding_features(
    x: Tensor,
    matrix: Tensor,
    patch: int,
    bias: float,
    size: tuple[int, int],
    stride: tuple[int, int],
    valid: Tensor | None = None,
) -> Tensor:
    """``random_features`` of every window of ``size`` at every ``stride`` pixels of larger chips.

    Each product is made once and added up over the windows that hold it, along one axis after the other.
    Returns float32 ``(batch, 2 * filters, rows, cols)``, NaN where a window holds no patch of valid
    pixels.
    """
    import torch

    batch, bands, *shape = x.shape
    down, across = (
        _members(n, s, t, patch).to(x.device) for n, s, t in zip(shape, size, stride, strict=True)
    )
    height, width = down.shape[1], across.shape[1]

    def summed(maps: Tensor) -> Tensor:
        return down @ (maps @ across.T)

    every = (size[0] - patch + 1) * (size[1] - patch + 1)
    whole = None if valid is None else _whole(valid, patch).float()
    out = x.new_empty(2, len(matrix), batch, len(down), len(across))
    most = GPU_WINDOWS if x.is_cuda else CPU_WINDOWS
    chips = min(batch, max(1, most // (height * width)))
    filters = min(len(matrix), max(32, most * FILTERS // (chips * height * width)))
    # Work areas for all pieces, as in random_features.
    unfolded = x.new_empty(bands * patch**2 * chips * height * width)
    product = x.new_empty(filters * chips * height * width)
    for first in range(0, batch, chips):
        piece = x[first : first + chips]
        some = slice(first, first + len(piece))
        windows = _unfold(piece, patch, unfolded)
        if whole is not None:
            windows *= whole[some]
        total = summed(windows)
        for start in range(0, len(matrix), filters):
            part = slice(start, start + filters)
            y = product[: len(matrix[part]) * windows[0].numel()].view(len(matrix[part]), -1)
            torch.mm(matrix[part], windows.flatten(1), out=y)
            y = y.view(-1, *windows.shape[1:])
            if bias == 0:
                signed = torch.tensordot(matrix[part], total, 1)
                size_of = summed(y.abs_())
                out[0, part, some], out[1, part, some] = size_of + signed, size_of - signed
            else:
                out[0, part, some] = summed((y - bias).clamp_(min=0))
                out[1, part, some] = summed(y.neg_().sub_(bias).clamp_(min=0))
    if bias == 0:
        out = out.div_(2).clamp_(min=0)
    if whole is None:
        out /= every
    else:
        count = summed(whole)
        if bias < 0:  # each product set to 0 gave -bias
            out += bias * (every - count)
        out = out.div_(count).masked_fill_(count == 0, float("nan"))
    return out.flatten(0, 1).movedim(0, 1)


def _unfold(x: Tensor, patch: int, room: Tensor) -> Tensor:
    """All patches of chips, in a work area: ``(bands * patch * patch, batch, rows, cols)``."""
    seen = x.unfold(2, patch, 1).unfold(3, patch, 1).permute(1, 4, 5, 0, 2, 3)
    return room[: seen.numel()].view(seen.shape).copy_(seen).flatten(0, 2)


def _members(length: int, size: int, stride: int, patch: int) -> Tensor:
    """1 where a patch lies in a window, along one axis of ``length`` pixels: ``(windows, patches)``."""
    import torch

    first = torch.arange(0, length - size + 1, stride)[:, None]
    at = torch.arange(length - patch + 1)
    return ((at >= first) & (at <= first + size - patch)).float()


def _whole(valid: Tensor, patch: int) -> Tensor:
    """Whether a patch's pixels are all valid, bool ``(batch, rows, cols)``."""
    return valid.unfold(1, patch, 1).unfold(2, patch, 1).flatten(3).all(3)


def _whole_windows(valid: Tensor, patch: int) -> Tensor:
    """1 where a window's pixels are all valid, float ``(batch, rows, cols)``; 1 throughout for a
    chip that has no such window."""
    whole = _whole(valid, patch)
    return (whole | ~whole.flatten(1).any(1)[:, None, None]).float()


class _Piece(NamedTuple):
    """Chips, and rows of their windows, that are multiplied at a time."""

    chips: int
    rows: int
    windows: int

    def over(self, batch: int, rows: int) -> Iterator[tuple[slice, slice]]:
        """Slices over the chips of a batch and over their rows of windows."""
        for first in range(0, batch, self.chips):
            for row in range(0, rows, self.rows):
                yield slice(first, first + self.chips), slice(row, min(row + self.rows, rows))


def _piece(x: Tensor, patch: int) -> _Piece:
    """As much of a batch as makes a product that fits the cache."""
    most = GPU_WINDOWS if x.is_cuda else CPU_WINDOWS
    rows, cols = x.shape[2] - patch + 1, x.shape[3] - patch + 1
    chips = min(len(x), max(1, most // (rows * cols)))
    high = max(1, min(rows, most // (chips * cols)))
    return _Piece(chips, high, chips * high * cols)


OPTIONS = {
    "features": Option(
        512,
        "length of the embedding, even: half as many filters, both signs",
        least=2,
        most=100_000,
    ),
    "patch": Option(3, "pixels on a side of a filter", least=1),
    "filters": Option(
        "empirical", "patches of the scene, or random numbers", ("empirical", "gaussian")
    ),
    "bias": Option(0.0, "taken off before the relu; 0 in the paper's settings"),
    "seed": Option(0, "of the draw of the filters", least=0, most=LARGEST_SEED),
}

CARD = Card(
    name="rcf",
    title="Random convolutional features (MOSAIKS)",
    licence="none needed: no weights",
    paper="Rolf et al. 2021, Nature Communications 12:4392, doi:10.1038/s41467-021-24638-z",
    bands=None,
    units="any; stretched per band over the scene, 1st-99th percentile to 0-1, not clipped",
    value_range=None,
    normalisation="filters contrast-normalised and ZCA-whitened (epsilon 1e-3)",
    native_gsd=None,
    input_size=None,
    pooling="mean over all windows of valid pixels",
    dense=False,
    dim=512,
    weights="none",
    notes=(
        "Filters are patches of the scene: embeddings of two scenes compare only when one's are reused.",
    ),
)


def _build(request: Request) -> Encoder:
    features, patch = request.options["features"], request.options["patch"]
    if features % 2:
        raise UsageError(f"Option features={features} must be even: each filter gives both signs.")
    if patch > request.chip:
        raise UsageError(f"Option patch={patch} is larger than the chip of {request.chip} pixels.")
    return RandomFeatures(replace(CARD, dim=features), request.bands, request.options)


FAMILY = Family("rcf", lambda: [CARD], lambda _: CARD, _build, OPTIONS)
