"""A map to sample, with its truth, and a workspace to judge it in."""

from __future__ import annotations

import shutil

import pytest

from eo_embed.core import pipeline
from eo_embed.tests.core.pipeline.sampled_map import a_map, write


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    """A workspace, whose own raster does not matter here, and a map with its truth."""
    folder = tmp_path_factory.mktemp("base")
    mapped, truth = a_map()
    write(folder / "map.tif", mapped)
    write(folder / "truth.tif", truth)
    pipeline.init(folder / "w", {"s": [str(folder / "truth.tif")]}, chip="8")
    return folder


@pytest.fixture
def place(base, tmp_path):
    shutil.copytree(base, tmp_path / "base")
    return tmp_path / "base"
