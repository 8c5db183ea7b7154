"""The command line, as ``eo-embed``, as ``python -m eo_embed`` (torchrun's way), or by this file's path: for an
installed plugin, whose folder may have any name."""

import sys

if not __package__:
    import importlib.util
    from pathlib import Path

    _folder = Path(__file__).resolve().parent
    _spec = importlib.util.spec_from_file_location(
        "eo_embed", _folder / "__init__.py", submodule_search_locations=[str(_folder)]
    )
    if _spec is None or _spec.loader is None:
        raise ImportError(f"The package cannot be loaded from {_folder}")
    sys.modules["eo_embed"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["eo_embed"])

from eo_embed.core.cli import main
from eo_embed.training import cli as _training  # noqa: F401 -- adds its commands

if __name__ == "__main__":
    main()
