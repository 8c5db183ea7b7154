"""What this machine has, in words: the first thing to send with a question."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from typing import Any

from .. import __version__

_LIBRARIES = (
    "torch", "timm", "rasterio", "odc-geo", "shapely", "pyproj", "pyarrow", "geopandas", "numpy",
    "scikit-learn", "skops", "safetensors",
)  # fmt: skip
_EXTRAS = {"torchgeo": "published Earth-observation weights", "matplotlib": "plots"}


def examine() -> dict[str, Any]:
    """Versions, devices, precision, memory and disk, JSON-able; no paths or names of the user."""
    import psutil
    import rasterio
    import torch

    from .models import cpu_has_fast_bf16
    from .runner import pick_device

    findings: dict[str, Any] = {
        "eo-embed": __version__,
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "cores": f"{os.cpu_count()} ({torch.get_num_threads()} used by torch)",
        "memory": _gigabytes(psutil.virtual_memory().total),
        "free disk": _gigabytes(shutil.disk_usage(".").free),
        "device": pick_device("auto"),
        "cpu bf16": "fast" if cpu_has_fast_bf16() else "slow; fp32 is used",
        "gdal": rasterio.__gdal_version__,
    }
    for index in range(torch.cuda.device_count()):
        gpu = torch.cuda.get_device_properties(index)
        findings[f"cuda:{index}"] = f"{gpu.name}, {_gigabytes(gpu.total_memory)}"
    if not torch.cuda.is_available():
        built = torch.version.cuda or torch.version.hip
        findings["gpu"] = (
            f"none is usable; torch is built for CUDA or ROCm {built}, so check the driver if there is one"
            if built
            else "none is usable; torch is a CPU build"
        )
    findings |= {name: importlib.metadata.version(name) for name in _LIBRARIES}
    for name, what in _EXTRAS.items():
        there = importlib.util.find_spec(name) is not None
        findings[name] = importlib.metadata.version(name) if there else f"not installed ({what})"
    return findings


def _gigabytes(count: float) -> str:
    return f"{count / 2**30:.1f} GiB"
