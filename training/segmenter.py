"""Maps of classes by a network that ``segment`` trained: overlapping crops, their probabilities averaged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..core.errors import RunMissing
from ..core.models.checkpoint import CheckpointCard, read_card
from ..core.models.frozen import load_weights, read_weights
from ..core.models.inputs import find_bands
from ..core.runner import pick_device
from ..core.trainer.checkpoints import BEST, NETWORKS, newest
from .crops import slide
from .datasets import IGNORED

if TYPE_CHECKING:
    from .networks.upernet import UperNet


def segment_image(
    run: str | Path,
    image: NDArray[np.generic],
    bands: Sequence[str],
    *,
    valid: NDArray[np.bool_] | None = None,
    stride: int | None = None,
    device: str = "auto",
) -> NDArray[np.uint8]:
    """Codes of classes ``(height, width)``, as the masks had them that a run learnt from.

    Parameters
    ----------
    run: folder of a run of ``segment``.
    image: ``(bands, height, width)`` in the units that the network was trained on.
    bands: names, in order; those beyond what the network takes are left aside.
    valid: ``(height, width)``; where not, the code is IGNORED.
    stride: pixels between crops; half a crop by default.

    Raises RunMissing, CheckpointInvalid, ModelMismatch for bands that are missing, ModelUnavailable, DeviceMissing.
    """
    network, card = load_segmenter(run)
    place = torch.device(pick_device(device))
    network.to(place)
    take = find_bands(f"The segmenter of {run}", card.bands, bands)
    x = _standardised(image, take, card, valid).to(place)
    crop = int(network.crop)
    rows = slide(network.probabilities, x, crop, stride or max(1, crop // 2))
    with torch.inference_mode():
        codes = torch.cat([network.codes[found.argmax(0)].to(torch.uint8).cpu() for found in rows])
    found = codes.numpy()
    return found if valid is None else np.where(valid, found, np.uint8(IGNORED))


def load_segmenter(run: str | Path) -> tuple[UperNet, CheckpointCard]:
    """The network that a run of ``segment`` came to, in evaluation mode on the CPU, and its backbone's card.

    That is the best by validation where the run kept one. Raises RunMissing, CheckpointInvalid.
    """
    from .networks.backbones import make_backbone
    from .networks.upernet import UperNet, padded

    run = Path(run).expanduser()
    file = _networks(run)
    card, _ = read_card(run)
    weights = read_weights(file)
    if not {"codes", "crop", "head.weight"} <= weights.keys():
        raise RunMissing(f"{run} holds a run of another method than segment; give one of segment.")
    shapes = {name: value for name, value in card.kwargs.items() if name != "img_size"}
    backbone = make_backbone(card.arch, len(card.bands), card.input_size, kwargs=shapes)  # type: ignore[arg-type]
    patch = shapes.get("patch_size")
    network = UperNet(
        backbone,
        weights["codes"].tolist(),
        crop=int(weights["crop"]),
        width=weights["head.weight"].shape[1],
        multiple=padded(card.input_size, card.arch, int(patch) if patch else None)[1],
    )
    load_weights(network, weights, str(file))
    return network.eval(), card


def _networks(run: Path) -> Path:
    """The best by validation, or else the last. Raises RunMissing, CheckpointInvalid."""
    if (run / BEST).is_file():
        return run / BEST
    last = newest(run)
    if last is None:
        raise RunMissing(f"{run} holds no networks of a training run; give the folder of one.")
    return last.folder / NETWORKS


def _standardised(
    image: NDArray[np.generic],
    take: Sequence[int],
    card: CheckpointCard,
    valid: NDArray[np.bool_] | None,
) -> Tensor:
    """float32, 0 where nothing is known."""
    x = torch.from_numpy(np.asarray(image[list(take)], dtype=np.float32))
    mean, std = (torch.tensor(v, dtype=torch.float32)[:, None, None] for v in (card.mean, card.std))
    x = (x - mean) / std
    return x if valid is None else x.masked_fill_(torch.from_numpy(~valid), 0.0)
