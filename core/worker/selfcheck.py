"""Whether a Python can be the worker's: ``python -I selfcheck.py PYPROJECT``, run before it is trusted.

Versions, imports, real embeddings of a small array, and a product of matrices on every device that torch sees.
Lines of JSON on stdout: ``{"doing": …}`` as it goes, ``{"found": …}`` last. What is at module level runs on
any Python 3.7, so that one too old is told so.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import platform
import re
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
LEAST = (3, 11)

#: Imported by name; the rest comes in with the package's own modules.
MODULES = (
    "numpy", "scipy", "pandas", "pyarrow", "shapely", "pyproj", "rasterio", "pyogrio", "geopandas",
    "odc.geo", "sklearn", "skops.io", "PIL", "matplotlib", "torch", "timm",
)  # fmt: skip


def examine(pyproject: Path, *, trusted: bool = True) -> dict[str, Any]:
    """What there is, and every reason for which the worker could not run here.

    Returns ``{"python", "executable", "missing": [[name, needed]], "wrong": [[name, version, needed]],
    "broken": [[module, error]], "torch", "torch_built_for", "devices": [{id, name, memory, error}],
    "model": error or ""}``; what comes after the first kind of problem is absent. ``trusted=False`` stops
    after the versions.
    """
    found: dict[str, Any] = {"python": platform.python_version(), "executable": sys.executable}
    if sys.version_info < LEAST:
        return found
    say("versions")
    found["missing"], found["wrong"] = compare_versions(pyproject)
    if found["missing"] or found["wrong"] or not trusted:
        return found
    found["broken"] = try_imports()
    if found["broken"]:
        return found
    import torch

    found["torch"] = torch.__version__
    found["torch_built_for"] = _built_for(torch)
    say("devices")
    found["devices"] = [try_device(device) for device in _devices(torch)]
    say("model")
    found["model"] = try_models()
    return found


def compare_versions(pyproject: Path) -> tuple[list[list[str]], list[list[str]]]:
    """Dependencies that are not there ``[[name, needed]]``, or of the wrong version ``[[name, version, needed]]``."""
    import tomllib

    lines = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["dependencies"]
    versions = {line: _version(line) for line in [*lines, "packaging"]}
    missing = [[_name(line), line] for line, version in versions.items() if not version]
    if missing:
        return missing, []
    from packaging.requirements import Requirement

    needed = {line: Requirement(line).specifier for line in lines}
    wrong = [
        [_name(line), versions[line], line]
        for line, allowed in needed.items()
        if not allowed.contains(versions[line], prereleases=True)
    ]
    return missing, wrong


def _name(line: str) -> str:
    """The name at the head of a requirement such as ``numpy>=1.26``."""
    found = re.match(r"[\w.-]+", line)
    return found.group() if found else line


def _version(line: str) -> str:
    import importlib.metadata

    try:
        return importlib.metadata.version(_name(line))
    except importlib.metadata.PackageNotFoundError:
        return ""


def try_imports() -> list[list[str]]:
    """Modules that are installed and yet do not load: ``[[module, error]]``."""
    broken = []
    for name in MODULES:
        say(name)
        try:
            importlib.import_module(name)
        except Exception as error:  # a DLL that does not load may raise anything
            broken.append([name, _words(error)])
    return broken


def try_models() -> str:
    """Embed a small scene by ``stats`` and ``rcf``; what went wrong, or nothing."""
    import numpy as np
    import torch

    try:
        _make_importable()
        from eo_embed.core import models

        bands, rng = ("red", "green", "blue"), np.random.default_rng(0)
        chips = rng.random((4, 3, 16, 16), dtype=np.float32)
        for spec in ("stats", "rcf"):
            encoder = models.build(spec, bands, chip=16)
            encoder.fit(models.BandSample(bands, chips, np.ones((4, 16, 16), dtype=bool)))
            features = encoder.to("cpu", "fp32").embed(torch.from_numpy(chips), None)
            if features.shape != (4, encoder.dim) or not torch.isfinite(features).all():
                return f"{spec} gave {tuple(features.shape)} or values that are not finite"
    except Exception as error:
        return _words(error)
    return ""


def try_device(device: str) -> dict[str, Any]:
    """A product of two matrices on a device, held against the CPU's: ``{id, name, memory, seconds, error}``."""
    import torch

    found: dict[str, Any] = {"id": device, "name": platform.machine(), "memory": None, "error": ""}
    try:
        if device.startswith("cuda"):
            properties = torch.cuda.get_device_properties(device)
            found |= {"name": properties.name, "memory": properties.total_memory}
        elif device == "mps":
            found["name"] = "Apple GPU"
        generator = torch.Generator().manual_seed(0)
        a, b = (torch.rand((512, 512), generator=generator) for _ in range(2))
        start = time.perf_counter()
        product = (a.to(device) @ b.to(device)).cpu()
        found["seconds"] = round(time.perf_counter() - start, 4)
        # Tensor cores round to 10 bits; sums of 512 products in [0, 1] are near 128.
        if not torch.allclose(product, a @ b, rtol=1e-2):
            found["error"] = "its product of two matrices is not the CPU's"
    except Exception as error:
        found["error"] = _words(error)
    return found


def _devices(torch: Any) -> list[str]:
    found = ["cpu"]
    if torch.cuda.is_available():
        found += [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append("mps")
    return found


def _built_for(torch: Any) -> str:
    """``CUDA 13.0``, ``ROCm 6.4``, or nothing for a build without GPUs."""
    if torch.version.cuda:
        return f"CUDA {torch.version.cuda}"
    return f"ROCm {torch.version.hip}" if torch.version.hip else ""


def _make_importable() -> None:
    """Let ``eo_embed`` be this very tree, whatever its folder's name and whatever is installed."""
    if "eo_embed" in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(
        "eo_embed", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{ROOT} holds no package")
    module = importlib.util.module_from_spec(spec)
    sys.modules["eo_embed"] = module
    spec.loader.exec_module(module)


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".strip().splitlines()[0]


def say(doing: str) -> None:
    """What is tried next."""
    _write({"doing": doing})


def _write(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _write({"found": examine(Path(sys.argv[1]), trusted="--versions-only" not in sys.argv)})
