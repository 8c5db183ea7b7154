"""The worker's start, as ``PYTHON -I <package folder>/core/worker/__main__.py`` or ``python -m
eo_embed.core.worker``; ``--with MODULE`` adds the methods that a module registers, of rooms above the core.

By path it works for a package folder of any name and wins over an installed eo_embed: a finder gives ``eo_embed``,
and nothing else, from the tree that this file lies in. Before anything is imported stdout goes to the protocol
alone: what else writes there lands on stderr.

It leaves with 0 where it was asked to or its client is gone, 69 where a library is missing or broken, and 78 where
this Python is too old; stderr says so in a sentence. Older Pythons must be able to read this file.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys

PACKAGE = "eo_embed"
LEAST_PYTHON = (3, 11)
NO_LIBRARY, OLD_PYTHON = 69, 78  # EX_UNAVAILABLE and EX_CONFIG of sysexits.h
#: What must be there, as it is imported, by the name that it is installed under.
LIBRARIES = {
    "affine": "affine", "click": "click", "filelock": "filelock", "geopandas": "geopandas",
    "matplotlib": "matplotlib", "numpy": "numpy", "odc.geo": "odc-geo",
    "packaging": "packaging", "pandas": "pandas", "PIL": "pillow",
    "psutil": "psutil", "pyarrow": "pyarrow", "pyogrio": "pyogrio", "pyproj": "pyproj", "rasterio": "rasterio",
    "rich": "rich", "safetensors": "safetensors", "sklearn": "scikit-learn", "scipy": "scipy",
    "shapely": "shapely", "skops": "skops", "threadpoolctl": "threadpoolctl", "timm": "timm",
    "tomli_w": "tomli-w", "torch": "torch",
}  # fmt: skip


class OwnTree(importlib.abc.MetaPathFinder):
    """Finds the package in the folder that this file lies in, whatever that folder is called."""

    def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]
        """The package itself; what is in it is found through it."""
        if name != PACKAGE:
            return None
        folder = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        return importlib.util.spec_from_file_location(
            PACKAGE, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
        )


def guard_streams() -> tuple[int, int]:
    """Keep stdin and stdout for the protocol; returns their descriptors.

    Whatever else reads stdin finds it empty, and whatever else writes to stdout writes to stderr, be it Python
    or a C library.
    """
    sys.stdout.flush()
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return source, sink


def missing_libraries() -> list[str]:
    """Names to install, of those that cannot be found."""
    return [installed for imported, installed in LIBRARIES.items() if not _is_there(imported)]


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):  # of a parent that is not there, or half there
        return False


def leave(status: int, sentence: str) -> None:
    """Say why on stderr, and end."""
    print(f"eo-embed worker: {sentence}", file=sys.stderr, flush=True)
    sys.exit(status)


def main() -> None:
    """Serve the client on stdin and stdout until it is gone."""
    more = [name for flag, name in zip(sys.argv[1:], sys.argv[2:]) if flag == "--with"]  # noqa: B905
    if sys.version_info < LEAST_PYTHON:
        leave(
            OLD_PYTHON,
            "this is Python {}.{}, and 3.11 or later is needed ({}); choose another.".format(
                *sys.version_info[:2], sys.executable
            ),
        )
    source, sink = guard_streams()
    if not __package__:
        sys.meta_path.insert(0, OwnTree())
    missing = missing_libraries()
    if missing:
        leave(
            NO_LIBRARY,
            f"{sys.executable} lacks {', '.join(missing)}; repair the environment, or choose another Python.",
        )
    try:
        from eo_embed.core.worker.server import serve

        serve(source, sink, more)
    except ImportError as error:
        leave(
            NO_LIBRARY,
            f"a library of {sys.executable} is damaged ({error}); repair the environment.",
        )


if __name__ == "__main__":
    main()
