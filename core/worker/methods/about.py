"""What this worker is and has: versions, devices, models, heads."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import importlib.metadata
import os
import platform
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .... import __version__
from ... import models as registry
from ... import pipeline
from ...errors import CheckpointInvalid, ModelMismatch, UsageError, WorkspaceMissing
from ...models.inputs import bands_used
from ...options import Option
from ...probes import HEADS
from ...probes.base import available_threads
from ..protocol import PROTOCOL
from ..registry import Call, Lane, method

_PACKAGES = (
    "torch", "timm", "torchgeo", "numpy", "scikit-learn", "rasterio", "pyarrow", "geopandas", "umap-learn",
)  # fmt: skip


@method(Lane.QUICK, at_workspace=False)
def hello(call: Call, client: str = "", protocol: int = PROTOCOL) -> dict[str, Any]:
    """Versions and devices. A client of another protocol is refused."""
    if protocol != PROTOCOL:
        newer = "EO Embed's environment" if protocol > PROTOCOL else "the plugin"
        raise UsageError(
            f"{client or 'The client'} speaks protocol {protocol} and this worker {PROTOCOL}; update {newer}."
        )
    return {
        "protocol": PROTOCOL,
        "version": __version__,
        "python": platform.python_version(),
        "executable": sys.executable,
        "pid": os.getpid(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
        "devices": devices(),
        "cores": os.cpu_count() or 1,
        "threads": available_threads(),
        "log": tempfile.gettempdir(),
    }


def _version(package: str) -> str:
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(package)
    return ""


def devices() -> list[dict[str, Any]]:
    """What encoders can run on: ``id`` as ``embed`` takes it, name, bytes of memory and those that are free,
    None where nobody knows. The fastest come first."""
    import psutil

    found = _gpus() if has_gpu_driver() else []
    memory = psutil.virtual_memory()
    name = platform.processor() or platform.machine()
    return [*found, _device("cpu", name, memory.total, memory.available)]


def has_gpu_driver() -> bool:
    """Whether there may be a GPU for torch. Importing torch to learn that there is none takes seconds, half of a
    worker's start."""
    if sys.platform == "darwin" or os.path.exists("/dev/kfd"):  # AMD's
        return True
    names = (
        ("nvcuda.dll", "amdhip64.dll", "amdhip64_6.dll", "amdhip64_7.dll")
        if os.name == "nt"
        else ("libcuda.so.1",)
    )
    for name in names:
        with contextlib.suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False


def _gpus() -> list[dict[str, Any]]:
    import torch

    found: list[dict[str, Any]] = []
    for index in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        about = torch.cuda.get_device_properties(index)
        free = None
        with contextlib.suppress(RuntimeError):  # a device that another program holds
            free = torch.cuda.mem_get_info(index)[0]
        found.append(_device(f"cuda:{index}", about.name, about.total_memory, free))
    if torch.backends.mps.is_available():
        found.append(_device("mps", "Apple GPU", torch.mps.recommended_max_memory(), None))
    return found


def _device(name: str, title: str, memory: int, free: int | None) -> dict[str, Any]:
    return {"id": name, "name": title, "memory": memory, "free": free}


@method(Lane.QUICK)
def models(call: Call, source: str | None = None, all: bool = True) -> dict[str, Any]:
    """The models by their cards: whether each fits the bands of a source and why (not), and its options.

    Without ``source`` each fits, as far as anybody can tell; without ``all`` only those that fit are listed. Those
    that the workspace's own runs trained come first.
    """
    bands = None if source is None else call.space.workspace.source(source).band_names
    trained = []
    with contextlib.suppress(WorkspaceMissing):  # the others are there without one
        trained = _trained(call)
    found = [_model(card, bands) for card in [*trained, *registry.cards()]]
    return {"models": [model for model in found if all or model["fits"]]}


def _trained(call: Call) -> list[registry.Card]:
    """Cards of what the workspace's runs trained; a damaged one is passed over."""
    found = []
    for spec in pipeline.trained_models(call.space.workspace):
        weights = Path(spec.partition(":")[2]) / "model.safetensors"
        with contextlib.suppress(CheckpointInvalid, OSError):
            found.append(_card_of(spec, weights.stat().st_mtime_ns))
    return found


@functools.lru_cache(maxsize=256)
def _card_of(spec: str, modified: int) -> registry.Card:
    """The card of a checkpoint as it was at a moment: its weights are read through once to hold them against it."""
    return registry.card(spec)


def _model(card: registry.Card, bands: tuple[str, ...] | None) -> dict[str, Any]:
    fits, why = True, "takes any bands" if card.bands is None else ""
    if bands is not None and card.bands is not None:
        try:
            why = f"has the bands {', '.join(bands[i] for i in bands_used(card, bands))}"
        except ModelMismatch as error:
            fits, why = False, str(error)
    return card.to_dict() | {
        "fits": fits,
        "why": why,
        "options": options_of(registry.options(card.name)),
    }


@method(Lane.QUICK, at_workspace=False)
def heads(call: Call) -> dict[str, Any]:
    """The heads with their options."""
    return {
        "heads": [
            {
                "name": head.name,
                "title": head.title,
                "kinds": list(head.kinds),
                "options": options_of(head.option_rules()),
            }
            for head in HEADS.values()
        ]
    }


def options_of(options: Mapping[str, Option]) -> dict[str, Any]:
    """Options by name, as a form needs them."""
    return {name: option.to_dict() for name, option in options.items()}


@method(Lane.QUICK, at_workspace=False)
def ping(call: Call) -> dict[str, Any]:
    """Nothing, at once: whether the quick lane answers."""
    return {}


@method(Lane.JOBS, at_workspace=False)
def doctor(call: Call) -> dict[str, Any]:
    """What this machine has, in words."""
    from ...doctor import examine

    return examine()
