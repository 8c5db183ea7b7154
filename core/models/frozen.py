"""Pretrained networks as they are: what timm, torchgeo and our own checkpoints have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from ..errors import CheckpointInvalid, ModelMismatch, ModelUnavailable, UsageError
from .card import Card
from .encoder import Encoder, fill_invalid
from .inputs import BandSample
from .preparation import Preparation, draw_bands, resize_and_cut

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn

POOLINGS = ("model", "avg", "cls", "max")
#: Percentiles of the ``scene`` stretch.
SCENE = (2.0, 98.0)


class FrozenEncoder(Encoder):
    """A network with ``forward_features`` (timm's convention), in evaluation mode, never trained.

    Parameters
    ----------
    card: ``dim``, ``dense`` and the name of the pooling are found by running the network once.
    network: its architecture in words, for the identity.
    """

    precisions: ClassVar[tuple[str, ...]] = ("fp32", "bf16", "fp16")

    def __init__(
        self,
        card: Card,
        bands: tuple[str, ...],
        options: dict[str, Any],
        module: nn.Module,
        prepare: Preparation,
        *,
        network: str,
    ) -> None:
        import torch

        self._module: Any = module.eval().requires_grad_(False)
        self._prepare, self._network = prepare, network
        self._device, self._dtype = "cpu", torch.float32
        self._digest: str | None = None
        self._low = self._span = np.empty(0, np.float32)
        if prepare.scale is not None:
            self._low = np.zeros(len(prepare.take), np.float32)
            self._span = np.full(len(prepare.take), prepare.scale, np.float32)
        super().__init__(self._measured(card), bands, options)
        self._channels_last = self._is_cnn
        self._place()

    def _measured(self, card: Card) -> Card:
        """The card with what one pass over a black chip shows. Raises UsageError where the input
        size does not suit the network."""
        import torch

        prepare = self._prepare
        channels = 1 if prepare.per_band else len(prepare.take)
        x = torch.zeros(1, channels, prepare.size, prepare.size)
        try:
            with torch.inference_mode():
                features = self._module.forward_features(x)
                pooled = self._pool(features)
        except (AssertionError, RuntimeError, ValueError) as error:
            raise UsageError(
                f"{card.name} cannot take chips of {prepare.size} pixels ({_first_line(error)}); give "
                "another --set size=…"
            ) from error
        self._is_cnn = features.ndim == 4 and getattr(self._module, "output_fmt", "NCHW") == "NCHW"
        dim = pooled.shape[1] * (len(prepare.take) if prepare.per_band == "concat" else 1)
        return replace(
            card, dim=dim, dense=self._map(features) is not None, pooling=self._pooling_name()
        )

    def _pooling_name(self) -> str:
        if self._prepare.pooling != "model":
            return self._prepare.pooling
        own = getattr(self._module, "global_pool", "not named")
        name = f"{getattr(own, 'pool_type', own)} (the model's own)"
        if not self._prepare.head:
            return name
        after = "" if self._prepare.activation == "none" else f" and {self._prepare.activation}"
        return f"{name}, then its final layer{after}"

    def fit(self, sample: BandSample) -> None:
        """Learn the stretch, where there is one."""
        if self._prepare.scale is None:
            low, high = sample.percentiles(SCENE)[:, list(self._prepare.take)]
            self._low = low.astype(np.float32)
            self._span = np.where(high > low, high - low, 1).astype(np.float32)
            self._place()

    def state(self) -> dict[str, np.ndarray]:
        return {} if self._prepare.scale is not None else {"low": self._low, "span": self._span}

    def load_state(self, state: Mapping[str, np.ndarray]) -> None:
        shape = (len(self._prepare.take),)
        learnt = {} if self._prepare.scale is not None else {"low": shape, "span": shape}
        self.check_state(state, learnt)
        if learnt:
            self._low, self._span = state["low"], state["span"]
            self._place()

    def to(self, device: str, precision: str) -> Self:
        import torch

        self.identity()  # the digest is of the weights as loaded, before they are rounded
        dtypes = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
        self._device, self._dtype = device, dtypes[precision]
        self._module.to(device, self._dtype)
        if self._channels_last:
            self._module.to(memory_format=torch.channels_last)
        self._place()
        return self

    def _place(self) -> None:
        """Constants of the preparation, ``(1, bands, 1, 1)`` on the device."""
        import torch

        def constant(values: Any) -> Tensor:
            return torch.tensor(values, dtype=torch.float32).view(1, -1, 1, 1).to(self._device)

        self._constants = [
            constant(values)
            for values in (self._low, self._span, self._prepare.mean, self._prepare.std)
        ]

    def _input(self, x: Tensor, valid: Tensor | None) -> Tensor:
        """Stretched and normalised while still small, then resized, cut and cast."""
        import torch

        if self._low.size == 0:
            raise ModelMismatch(
                f"{self.card.name} has no stretch yet; call fit or load_state first."
            )
        take, prepare = list(self._prepare.take), self._prepare
        drawn = draw_bands(x[:, take], valid) if prepare.per_band == "random" else None
        if valid is not None:
            x = fill_invalid(x, valid)
        low, span, mean, std = self._constants
        x = (x[:, take] - low) / span
        if prepare.scale is None:
            x = x.clamp_(0, 1)
        x = (x - mean) / std
        if drawn is not None:
            x = x[torch.arange(len(x), device=x.device), drawn][:, None]
        x = resize_and_cut(x, prepare.size, prepare.resize)
        if prepare.per_band:
            x = x.flatten(0, 1)[:, None]
        layout = torch.channels_last if self._channels_last else torch.contiguous_format
        return x.to(self._dtype, memory_format=layout)

    def embed(self, x: Tensor, valid: Tensor | None) -> Tensor:
        out = self._pool(self._module.forward_features(self._input(x, valid))).float()
        return self._join(out)

    def dense(self, x: Tensor, valid: Tensor | None) -> Tensor:
        features = self._map(self._module.forward_features(self._input(x, valid)))
        if features is None:
            return super().dense(x, valid)
        if self._prepare.head:
            features = self._head_of_patches(features)
        return self._join(features.float())

    def _join(self, out: Tensor) -> Tensor:
        """``(batch * bands, dim, …)`` -> ``(batch, dim or bands * dim, …)``."""
        if self._prepare.per_band in (None, "random"):
            return out
        out = out.unflatten(0, (-1, len(self._prepare.take)))
        return out.mean(1) if self._prepare.per_band == "mean" else out.flatten(1, 2)

    def _head(self, features: Tensor) -> Tensor:
        """The network's own pooling, and its final layer where that belongs to the embedding."""
        out = self._module.forward_head(features, pre_logits=not self._prepare.head)
        return out.relu() if self._prepare.activation == "relu" else out

    def _head_of_patches(self, features: Tensor) -> Tensor:
        """The final layer of each patch, as of a chip that is this patch alone: ``(batch, dim, rows, cols)``."""
        rows, cols = features.shape[2:]
        places = features.movedim(1, -1).flatten(0, 2)
        if self._is_cnn:
            alone = places[:, :, None, None]
        elif getattr(self._module, "output_fmt", "") == "NHWC":
            alone = places[:, None, None]
        else:  # whichever token the network pools is this one
            prefix = getattr(self._module, "num_prefix_tokens", 0)
            alone = places[:, None].expand(-1, prefix + 1, -1)
        return self._head(alone).unflatten(0, (-1, rows, cols)).movedim(-1, 1)

    def _pool(self, features: Tensor) -> Tensor:
        if self._prepare.pooling == "model":
            return self._head(features)
        if self._prepare.pooling == "cls":
            if features.ndim != 3 or not getattr(self._module, "num_prefix_tokens", 0):
                raise UsageError("This network has no class token; give --set pooling=avg or max.")
            return features[:, 0]
        if features.ndim == 3:
            places = features[:, getattr(self._module, "num_prefix_tokens", 0) :].transpose(1, 2)
        else:
            places = self._as_nchw(features).flatten(2)
        return places.mean(2) if self._prepare.pooling == "avg" else places.amax(2)

    def _map(self, features: Tensor) -> Tensor | None:
        """Last features as ``(batch, dim, rows, cols)``; None where tokens form no square."""
        if features.ndim == 4:
            return self._as_nchw(features)
        tokens = features[:, getattr(self._module, "num_prefix_tokens", 0) :]
        edge = round(tokens.shape[1] ** 0.5)
        if edge**2 != tokens.shape[1]:
            return None
        return tokens.transpose(1, 2).unflatten(2, (edge, edge))

    def _as_nchw(self, features: Tensor) -> Tensor:
        return (
            features.movedim(3, 1)
            if getattr(self._module, "output_fmt", "") == "NHWC"
            else features
        )

    def identity(self) -> dict[str, Any]:
        """The network, a digest of its weights wherever they came from, and all that is around it."""
        if self._digest is None:
            self._digest = weights_digest(self._module)
        return {
            "network": self._network,
            "weights": self._digest,
            "bands": list(self.bands),
            "prepare": self._prepare.identity(),
        }


def weights_digest(module: nn.Module) -> str:
    """SHA-256 over names, types, shapes and bytes of a module's state."""
    import torch

    digest = hashlib.sha256()
    for name, tensor in sorted(module.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    return digest.hexdigest()


def read_weights(path: str | Path) -> dict[str, torch.Tensor]:
    """Tensors of a .safetensors file, or of a torch file read with ``weights_only``: no code runs.

    Raises ModelUnavailable where there is no such file, CheckpointInvalid where it holds none.
    """
    import torch
    from safetensors.torch import load_file

    path = Path(path).expanduser()
    if not path.is_file():
        raise ModelUnavailable(f"There is no weights file {path}; check --set weights=…")
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # whatever a damaged or hostile file sets off in the two readers
        raise CheckpointInvalid(
            f"{path} is damaged or holds more than weights, and was not loaded ({_first_line(error)})."
        ) from error
    for key in ("state_dict", "model_state_dict", "model"):
        if isinstance(content, dict) and isinstance(content.get(key), dict):
            content = content[key]
    if not isinstance(content, dict) or not all(
        isinstance(v, torch.Tensor) for v in content.values()
    ):
        raise CheckpointInvalid(
            f"{path} holds no named tensors; give a state_dict or .safetensors."
        )
    return content


def load_weights(module: nn.Module, weights: Mapping[str, torch.Tensor], origin: str) -> None:
    """Load every weight a module has; what the file holds beyond (heads) is left aside.

    Raises CheckpointInvalid where one is missing or of another shape.
    """
    try:
        missing = module.load_state_dict(dict(weights), strict=False).missing_keys
    except RuntimeError as error:
        detail = str(error).splitlines()[-1].strip()
        raise CheckpointInvalid(f"{origin} is of another architecture: {detail}") from error
    if missing:
        raise CheckpointInvalid(
            f"{origin} is of another architecture: it lacks {len(missing)} weights, {missing[0]} first."
        )


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
