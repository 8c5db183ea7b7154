"""A small scene, a workspace of it, and a worker."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))  # for client
from client import Client

from eo_embed.core import pipeline
from eo_embed.core.synthetic import SyntheticScene, make_scene


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> SyntheticScene:
    return make_scene(tmp_path_factory.mktemp("scene"), size=320)


@pytest.fixture(scope="session")
def template(scene: SyntheticScene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of 400 chips, embedded; never to be changed."""
    folder = tmp_path_factory.mktemp("template") / "fields"
    pipeline.init(folder, {"s2": [str(scene.scene)]}, chip="16")
    pipeline.embed(folder, options={"features": 64})
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """The same, the test's own."""
    return Path(shutil.copytree(template, tmp_path / "fields"))


@pytest.fixture
def labelled(folder: Path, scene: SyntheticScene) -> Path:
    """The same with labels of ``cover``."""
    pipeline.label(folder, str(scene.truth), target="cover", min_share=0.5)
    return folder


@pytest.fixture(scope="module")
def shared_worker() -> Iterator[Client]:
    with Client() as worker:
        worker.call("hello", client="tests", protocol=1)
        yield worker


@pytest.fixture
def worker(shared_worker: Client) -> Client:
    """A worker that the tests of one module share, with nothing open."""
    shared_worker.call("close")
    return shared_worker
