"""The worker's environment goes: before it starts, while it runs; the Python of the settings is gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from eo_embed.eo_embed_plugin import settings
from eo_embed.eo_embed_plugin.environment.environment import PYPROJECT
from eo_embed.eo_embed_plugin.environment.state import State, hash_of
from eo_embed.tests.eo_embed_plugin.desk import Desk, labels_on_disk, rest, wait_for


@pytest.fixture
def environment(tmp_path: Path, worker_python: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that can be deleted: the packages of the development environment behind links. It is the one
    of the settings, and counts as tried."""
    home, theirs = tmp_path / "environment", worker_python.parents[1]
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "python").symlink_to(worker_python.resolve())
    shutil.copy(theirs / "pyvenv.cfg", home)
    (home / "lib").symlink_to(theirs / "lib")
    use(home / "bin" / "python", monkeypatch)
    return home


def use(python: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose a Python in the settings."""
    monkeypatch.delenv("EO_EMBED_PYTHON")
    settings.put("python", str(python))
    settings.put("python_state", State(hash_of(PYPROJECT), complete=True).to_json())


def delete(environment: Path) -> None:
    (environment / "lib").unlink()
    shutil.rmtree(environment)


def test_gone_before_it_starts(
    make_desk: Callable[[], Desk], near: Path, environment: Path, worker_python: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    kept = environment.with_name("kept")
    environment.rename(kept)
    desk = make_desk()
    desk.plugin.show_dock()
    told = desk.one_complaint()
    assert str(environment) in told
    desk.plugin.dock.hide()
    desk.plugin.show_dock()
    rest(0.5)
    assert desk.complaints == []  # told once
    desk.plugin.actions.open_folder(str(near))
    assert str(environment) in desk.one_complaint()
    kept.rename(environment)
    desk.plugin.dock.hide()
    desk.show()
    desk.open_to_label(near)
    desk.label(1, "wood")
    assert labels_on_disk(near) == {1: "wood"}


def test_deleted_while_the_worker_runs(
    make_desk: Callable[[], Desk], near: Path, environment: Path
) -> None:
    desk = make_desk()
    desk.show()
    assert desk.engine.hello["executable"].startswith(str(environment))
    desk.open_to_label(near)
    desk.label(1, "wood")
    delete(environment)
    desk.label(2, "wood")  # what is loaded works on
    assert labels_on_disk(near) == {1: "wood", 2: "wood"}
    desk.label(1000, "water")  # for the live map libraries may have to be loaded that are gone now
    rest(2)
    assert len(desk.complaints) <= 1, desk.complaints
    assert not any("fault of EO Embed" in text for text in desk.complaints)
    desk.window.said.clear()
    desk.window.bar.clearWidgets()
    desk.kill_worker()
    told = desk.one_complaint()
    assert str(environment) in told
    assert desk.engine.state == "failed"
    desk.click(3, "wood")
    desk.settled()
    assert desk.session.labels == {1: "wood", 2: "wood", 1000: "water"} == labels_on_disk(near)


def test_a_python_that_is_none(
    make_desk: Callable[[], Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'python: cannot open shared object file' >&2\nexit 127\n")
    broken.chmod(0o755)
    use(broken, monkeypatch)
    desk = make_desk()
    desk.engine._patience = desk.engine._patience.__class__(delays_s=(0.05,))
    desk.plugin.show_dock()
    wait_for(lambda: desk.engine.state == "failed", "the end of trying")
    assert "cannot open shared object file" in desk.complaints[-1]
