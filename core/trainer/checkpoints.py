"""Checkpoints to go on from: whole or absent, and found damaged before anything is made of them.

    checkpoints/000000500/
      networks.safetensors   every weight and buffer of the learner's networks
      optimiser.pt           its moments, and the scale of fp16; read with weights_only
      state.json             the step, and the SHA-256 of the others

One is written into a folder beside its name, flushed, and renamed into place; the last two are kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save
from torch import Tensor, nn

from .. import files
from ..errors import CheckpointInvalid
from .runs import CHECKPOINTS

FORMAT, VERSION = "eo-embed-training-checkpoint", 1
NETWORKS, OPTIMISER, STATE, BEST = (
    "networks.safetensors",
    "optimiser.pt",
    "state.json",
    "best.safetensors",
)
_KEPT = 2


@dataclass(frozen=True)
class Checkpoint:
    """One that is whole. ``state``: what was given to ``write``."""

    folder: Path
    step: int
    state: dict[str, Any]

    def load(self, networks: nn.Module) -> dict[str, Any]:
        """Fill ``networks``, and give the optimiser's part. Raises CheckpointInvalid where they are others."""
        load_networks(self.folder / NETWORKS, networks)
        path = self.folder / OPTIMISER
        try:
            return torch.load(path, map_location="cpu", weights_only=True)
        except Exception as error:  # pickle's own, where a file holds more than weights
            raise CheckpointInvalid(
                f"{path} holds what no optimiser of this program wrote; delete {self.folder} to go on from the "
                "checkpoint before."
            ) from error


def write(
    run: Path,
    step: int,
    networks: nn.Module,
    optimiser: Mapping[str, Any],
    state: Mapping[str, Any],
) -> None:
    """Keep a checkpoint, and forget all but the last two. Raises DiskFull, OutputError; nothing half-written stays."""
    target = run / CHECKPOINTS / f"{step:09d}"
    part = target.with_name(f".part-{os.getpid()}-{target.name}")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        (part / NETWORKS).write_bytes(packed(networks))
        with (part / OPTIMISER).open(
            "wb"
        ) as file:  # by Python, whose errors say why a disk refuses
            torch.save(dict(optimiser), file)
        hashes = {name: _sha256(part / name) for name in (NETWORKS, OPTIMISER)}
        content = {"format": FORMAT, "version": VERSION, "step": step, "files": hashes}
        (part / STATE).write_text(json.dumps({**content, **state}, indent=1) + "\n", "utf-8")
        for path in part.iterdir():
            _flush(path)
        if target.exists():  # damaged, and so passed over on resuming
            shutil.rmtree(target)
        os.replace(part, target)
        for old in sorted(target.parent.glob("[0-9]*"))[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise files.refused(target, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def newest(run: Path) -> Checkpoint | None:
    """The last whole checkpoint of a run; damaged ones are passed over. None where none was ever written.

    Raises CheckpointInvalid where there are some, and none is whole.
    """
    places = sorted((run / CHECKPOINTS).glob("[0-9]*"), reverse=True)
    for place in places:
        state = _whole(place)
        if state is not None:
            return Checkpoint(place, int(state["step"]), state)
    if places:
        raise CheckpointInvalid(
            f"Every checkpoint in {run / CHECKPOINTS} is damaged; begin the run anew in another folder."
        )
    return None


def at(run: Path, step: int) -> Checkpoint:
    """The checkpoint of a step that is known to be whole."""
    place = run / CHECKPOINTS / f"{step:09d}"
    return Checkpoint(place, step, json.loads((place / STATE).read_bytes()))


def _whole(place: Path) -> dict[str, Any] | None:
    try:
        state = json.loads((place / STATE).read_bytes())
        if state["format"] != FORMAT or state["version"] != VERSION:
            return None
        sound = all(_sha256(place / name) == said for name, said in state["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return state if sound else None


def write_best(run: Path, networks: nn.Module, step: int, loss: float) -> None:
    """Keep the networks of the best epoch, with its step and its loss."""
    with files.replacing(run / BEST) as part:
        part.write_bytes(packed(networks, {"step": str(step), "loss": loss.hex()}))


def read_best(run: Path) -> tuple[int, float] | None:
    """Step and loss of the best epoch so far; None before the first."""
    try:
        with safe_open(run / BEST, framework="pt") as file:
            said = file.metadata()
        return int(said["step"]), float.fromhex(said["loss"])
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        return None


def load_networks(path: Path, networks: nn.Module) -> None:
    """Fill networks from a file. Raises CheckpointInvalid where it is of others."""
    try:
        networks.load_state_dict(load_file(path))
    except (RuntimeError, SafetensorError) as error:
        raise CheckpointInvalid(
            f"{path} is of other networks than those to be trained; resume the run with what it was begun with."
        ) from error


def packed(networks: nn.Module, about: dict[str, str] | None = None) -> bytes:
    """All weights and buffers as a safetensors file; those that share memory are kept under each of their names."""
    return save({name: _own(t) for name, t in networks.state_dict().items()}, about)


def _own(tensor: Tensor) -> Tensor:
    return tensor.detach().to("cpu", copy=True).contiguous()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
