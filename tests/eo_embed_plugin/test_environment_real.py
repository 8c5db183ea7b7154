"""A real environment, from the real registry, and the worker in it. Quick where uv has the packages in its cache."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from eo_embed.eo_embed_plugin import settings
from eo_embed.eo_embed_plugin.blocking import BlockingEngine
from eo_embed.eo_embed_plugin.environment import BROKEN, READY, Environment
from eo_embed.eo_embed_plugin.launch import LaunchError
from eo_embed.tests.eo_embed_plugin.made_index import Ended, run, until

pytestmark = pytest.mark.slow
LIMIT_S = 900


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Iterator[Environment]:
    """An environment as a user's first press of "Create" makes it."""
    patch = pytest.MonkeyPatch()
    patch.delenv("EO_EMBED_PYTHON", raising=False)
    # uv's usual cache, which setting up the tests has filled; ours would download some gigabytes.
    patch.setenv("UV_CACHE_DIR", os.environ.get("UV_CACHE_DIR", str(Path.home() / ".cache" / "uv")))
    settings.put("python", "")
    environment = Environment(tmp_path_factory.mktemp("data") / "environment")
    ended = Ended(environment)
    environment.create()
    until(lambda: ended, LIMIT_S)
    assert ended[0][0], ended[0][1:]
    assert ended.shares == sorted(ended.shares)
    yield environment
    shutil.rmtree(environment.places.home)
    patch.undo()


def test_it_is_ready_with_all_that_is_needed(made):
    status = made.status()
    assert status.kind == READY
    assert status.state.devices[0]["id"] == "cpu"
    code = "import importlib.metadata as m, sys; print(m.version('torch'), sys.prefix)"
    said = subprocess.run(
        [status.python, "-I", "-c", code], capture_output=True, check=True, text=True
    )
    version, prefix = said.stdout.split()
    assert status.state.torch.split("+")[0] == version.split("+")[0]
    assert prefix == str(made.places.venv)


def test_the_worker_runs_in_it(made):
    with BlockingEngine(made.launch()) as worker:
        found = worker.call("hello", {"client": "test", "protocol": 1})
        assert found["executable"].startswith(str(made.places.venv))
        assert found["devices"][0]["id"] == "cpu"


def test_its_test_passes_and_tells_of_damage(made):
    [package] = made.places.venv.glob("lib/*/site-packages/tomli_w-*.dist-info")
    package.rename(package.with_name("gone"))
    try:
        went_well, sentence, _ = run(made, "test", seconds=LIMIT_S)
        assert not went_well
        assert "lacks tomli-w; press Repair" in sentence
        assert made.status().kind == BROKEN
        with pytest.raises(LaunchError, match="lacks tomli-w"):
            made.launch()
    finally:
        package.with_name("gone").rename(package)
    assert run(made, "test", seconds=LIMIT_S)[:2] == (True, "The environment works.")
    assert made.is_ready
