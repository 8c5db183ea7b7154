"""The environment's operations on made-up packages: an index on the loopback, folders of wheels, kills, full disks."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QLockFile

from eo_embed.eo_embed_plugin import settings
from eo_embed.eo_embed_plugin.environment import (
    ABSENT,
    BROKEN,
    INCOMPLETE,
    OUTDATED,
    READY,
    Environment,
    installation,
    places,
    uv,
)
from eo_embed.eo_embed_plugin.environment.state import State
from eo_embed.eo_embed_plugin.launch import LaunchError
from eo_embed.tests.eo_embed_plugin.made_index import (
    Ended,
    Index,
    make_recipe,
    make_uv_wheel,
    make_wheel,
    real_uv,
    run,
    until,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the made-up uv is of this system")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting, variable or installation of the machine's has a say."""
    names = ("python", "python_state", "index_url", "uv", "wheels", "environment_folder")
    kept = {name: settings.get(name) for name in names}
    for name in names:
        settings.put(name, settings.DEFAULTS[name])
    for name in (
        "EO_EMBED_PYTHON",
        "EO_EMBED_HOME",
        "UV_CACHE_DIR",
        "UV_DEFAULT_INDEX",
        "PIP_INDEX_URL",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setattr(
        uv, "candidates", lambda places: [str(p) for p in [places.uv] if p.is_file()]
    )
    # No wait for PyTorch's own index, which these packages have no part in.
    monkeypatch.setattr(installation.Installation, "_choose_torch", _no_torch)
    yield
    for name, value in kept.items():
        settings.put(name, value)


def _no_torch(self):
    return []
    yield


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    make_wheel(folder, "eoe_alpha", size=3_000_000)
    make_wheel(folder, "eoe_beta", size=2_000)
    make_uv_wheel(folder, real_uv(), _tag())
    return folder


def _tag() -> str:
    import platform

    return (
        f"manylinux_2_17_{platform.machine()}"
        if sys.platform == "linux"
        else f"macosx_11_0_{platform.machine()}"
    )


@pytest.fixture
def environment(tmp_path) -> Environment:
    return Environment(tmp_path / "data" / "environment", make_recipe(tmp_path))


@pytest.fixture
def index(packages) -> Iterator[Index]:
    with Index(packages) as served:
        settings.put("index_url", served.url)
        yield served


@pytest.fixture
def with_uv() -> None:
    settings.put("uv", str(real_uv()))


# -- creating ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["html", "json"])
def test_all_of_it_comes_from_the_index_uv_too(environment, index, mode):
    index.mode = mode
    assert environment.status().kind == ABSENT
    changes = []
    environment.changed.connect(lambda: changes.append(environment.status().kind))
    ended = Ended(environment)
    environment.create()
    assert environment.operation == "create"
    until(lambda: ended)
    assert ended[0][:2] == (True, "The environment is ready.")
    assert changes == [INCOMPLETE, READY]
    status = environment.status()
    assert (status.kind, status.state.uv[:1], status.state.torch) == (
        READY,
        real_version()[:1],
        "1.0",
    )
    assert environment.launch().program == str(environment.places.python)
    assert ended.shares == sorted(ended.shares)
    assert "eoe-alpha==1.0" in environment.places.log.read_text()
    # What it made is what was asked for.
    code = "import eoe_alpha; print(eoe_alpha.VERSION)"
    found = subprocess.run([status.python, "-I", "-c", code], capture_output=True, check=True)
    assert found.stdout == b"1.0\n"


def real_version() -> str:
    said = subprocess.run([real_uv(), "--version"], capture_output=True, check=True, text=True)
    return said.stdout.split()[1]


def test_an_offline_folder_holds_all_uv_too(environment, packages, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # what would ask the network fails
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert run(environment, "create", str(packages))[:2] == (True, "The environment is ready.")
    assert environment.status().state.wheels == str(packages)
    assert environment.places.uv.is_file()


def test_a_folder_that_lacks_a_package_says_which(environment, packages, tmp_path, with_uv):
    folder = tmp_path / "wheels"
    folder.mkdir()
    shutil.copy(packages / "eoe_alpha-1.0-py3-none-any.whl", folder)
    went_well, sentence, details = run(environment, "create", str(folder))
    assert not went_well
    assert sentence == (
        "The folder of wheels lacks eoe-beta; put its wheel there, and those of all it needs."
    )
    assert "eoe-beta" in details
    assert environment.status().kind == INCOMPLETE
    with pytest.raises(LaunchError, match="not complete"):
        environment.launch()


def test_a_folder_without_uv_says_so(environment, tmp_path):
    folder = tmp_path / "wheels"
    folder.mkdir()
    went_well, sentence, _ = run(environment, "create", str(folder))
    assert not went_well
    assert "no uv on this machine" in sentence
    assert str(folder) in sentence


def test_a_uv_of_the_settings_that_does_not_run_is_not_passed_over(environment, index):
    settings.put("uv", "/bin/false")
    went_well, sentence, _ = run(environment, "create")
    assert not went_well
    assert sentence.startswith("The uv chosen in the settings, /bin/false, does not run")


def test_a_uv_that_was_changed_on_its_way_is_refused(environment, index, packages, tmp_path):
    folder = tmp_path / "changed"
    shutil.copytree(packages, folder)
    original = index._server.RequestHandlerClass._list

    def lists_another(self, name):
        index.folder = packages  # whose hashes are told
        original(self, name)
        index.folder = folder  # whose files are sent

    with next(folder.glob("uv-*.whl")).open("ab") as file:
        file.write(b"more")
    index._server.RequestHandlerClass._list = lists_another
    went_well, sentence, _ = run(environment, "create")
    assert not went_well
    assert "is damaged or was changed" in sentence
    assert not environment.places.uv.exists()


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("500", "127.0.0.1 answered with an error (HTTP 500); try again later."),
        ("404", "127.0.0.1 does not have what was asked for (HTTP 404)"),
        ("403", "127.0.0.1 refuses access"),
        ("garbage", "answered with something other than a package index"),
    ],
)
def test_an_index_that_fails_while_uv_is_fetched(environment, index, mode, words):
    index.mode = mode
    went_well, sentence, _ = run(environment, "create")
    assert not went_well
    assert words in sentence
    assert environment.status().kind == INCOMPLETE


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("500", "127.0.0.1 answered with an error (HTTP 500); try again later."),
        ("404", "The package index does not have eoe-"),
        ("403", "127.0.0.1 refuses access"),
        ("garbage", "The package index does not have eoe-"),
    ],
)
def test_an_index_that_fails_while_packages_are_fetched(environment, index, with_uv, mode, words):
    index.mode = mode
    went_well, sentence, details = run(environment, "create")
    assert not went_well
    assert words in sentence
    assert "error" in details


@pytest.mark.parametrize("has_uv", [True, False])
def test_no_network(environment, has_uv):
    settings.put("index_url", "http://127.0.0.1:9/simple")  # nobody listens there
    settings.put("uv", str(real_uv()) if has_uv else "")
    went_well, sentence, _ = run(environment, "create")
    assert not went_well
    assert sentence.startswith("127.0.0.1 cannot be reached; check the connection")


# -- stopping and going on -----------------------------------------------------------------------


def test_cancelled_it_goes_on_with_what_it_has(environment, index, with_uv):
    index.rate = 400_000  # alpha takes some seconds
    ended = Ended(environment)
    environment.create()
    until(lambda: "alpha" in " ".join(ended.texts))
    assert any("large packages" in text for text in ended.texts)
    end = time.monotonic() + 1  # the small package, unnamed, is there by then
    until(lambda: time.monotonic() > end)
    environment.cancel()
    until(lambda: ended)
    assert not ended[0][0]
    assert ended[0][1].startswith("Stopped; what was downloaded is kept")
    assert environment.status().kind == INCOMPLETE
    index.rate = 0
    small = index.fetched("eoe_beta-1.0-py3-none-any.whl")
    assert run(environment, "create")[0]
    assert environment.is_ready
    assert index.fetched("eoe_beta-1.0-py3-none-any.whl") == small  # it was in the cache


KILLED = """
import os, sys
from pathlib import Path
from qgis.core import QgsApplication
application = QgsApplication([], False)
from eo_embed.eo_embed_plugin import settings
from eo_embed.eo_embed_plugin.environment import Environment, Recipe, installation
def no_torch(self):
    return []
    yield
installation.Installation._choose_torch = no_torch
folder, home, index, uv = sys.argv[1:]
get = settings.get
settings.get = lambda name: {"index_url": index, "uv": uv}.get(name) or settings.DEFAULTS[name]
environment = Environment(Path(home), Recipe(Path(folder, "pyproject.toml"), Path(folder, "selfcheck.py")))
environment.said.connect(lambda line: print(line, flush=True))
environment.create()
application.exec_() if hasattr(application, "exec_") else application.exec()
"""


@pytest.mark.parametrize("moment", ["Creating virtual environment", "Downloading"])
def test_qgis_killed_while_it_installs(environment, index, tmp_path, with_uv, moment):
    index.rate = 400_000
    home = str(environment.places.home)
    tree = str(Path(__file__).resolve().parents[2] / ".venv" / "tree")
    given = [sys.executable, "-c", KILLED, str(tmp_path), home, index.url, str(real_uv())]
    killed = subprocess.Popen(
        given,
        env={
            **os.environ,
            "PYTHONPATH": tree,
            "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    for line in killed.stdout:
        if moment in line:
            break
    went_well, sentence, _ = run(environment, "create")  # from this QGIS, meanwhile
    assert not went_well
    assert sentence.startswith("Another QGIS window is working on the environment")
    killed.send_signal(signal.SIGKILL)
    killed.wait(10)
    assert environment.status().kind == INCOMPLETE
    index.rate = 0
    assert run(environment, "create")[:2] == (True, "The environment is ready.")


def test_a_lock_of_another_window_is_respected(environment, index):
    lock = environment.places.lock
    lock.parent.mkdir(parents=True)
    other = QLockFile(str(lock))
    assert other.tryLock(0)
    for name in ("create", "repair", "remove", "test"):
        went_well, sentence, _ = run(environment, name)
        assert not went_well
        assert sentence.startswith("Another QGIS window")
    other.unlock()
    assert run(environment, "create")[0]


def test_one_operation_at_a_time(environment, index):
    ended = Ended(environment)
    environment.create()
    environment.remove()
    until(lambda: len(ended) == 2)
    assert ended[0][1] == "Something is being done already; wait, or cancel it."
    assert ended[1][0]


# -- after it is made ----------------------------------------------------------------------------


@pytest.fixture
def made(environment, index, with_uv) -> Environment:
    assert run(environment, "create")[0]
    return environment


def test_deleted_under_a_running_qgis(made):
    shutil.rmtree(made.places.venv)
    assert made.status().kind == BROKEN
    with pytest.raises(LaunchError, match="gone or damaged: create it again"):
        made.launch()
    assert not run(made, "test")[0]
    assert run(made, "create")[0]
    assert made.is_ready


def test_a_package_that_is_gone_is_found_by_the_test_and_mended_by_repair(made, index):
    [module] = made.places.venv.glob("lib/*/site-packages/eoe_alpha/__init__.py")
    module.write_text("raise ImportError('damaged')\n")  # in uv's cache too: the files are linked
    went_well, sentence, details = run(made, "test")
    assert not went_well
    assert "did not finish the check" in sentence
    assert "damaged" in details
    assert made.status().kind == BROKEN
    with pytest.raises(LaunchError, match="did not finish the check"):
        made.launch()
    assert run(made, "repair")[0]
    assert made.is_ready
    assert run(made, "test")[:2] == (True, "The environment works.")


def test_other_requirements_make_it_outdated_and_create_brings_it_up_to_date(
    made, packages, tmp_path
):
    text = made.recipe.pyproject.read_text()
    made.recipe.pyproject.write_text(text.replace("eoe-beta>=1", "eoe-beta>=2"))
    assert made.status().kind == OUTDATED
    with pytest.raises(LaunchError, match="bring the environment up to date"):
        made.launch()
    newer = tmp_path / "newer"
    shutil.copytree(packages, newer)
    make_wheel(newer, "eoe_beta", "2.0")
    inode = made.places.python.lstat().st_ino
    with Index(newer) as index:
        settings.put("index_url", index.url)
        assert run(made, "create")[0]
        assert not index.fetched("eoe_alpha-1.0-py3-none-any.whl")
    assert made.status().state.torch == "2.0"
    assert (
        made.places.python.lstat().st_ino == inode
    )  # the same environment, with one package exchanged


def test_remove_deletes_all_of_ours_and_nothing_else(made):
    home = made.places.home
    (home / "mine.txt").write_text("the user's")
    assert run(made, "remove")[:2] == (True, "The environment was deleted.")
    assert [path.name for path in home.iterdir()] == ["mine.txt"]
    assert made.status().kind == ABSENT
    beside = sorted(path.name for path in home.parent.iterdir())
    assert beside == ["environment"] or beside == ["environment", "environment.lock"]


def test_remove_leaves_a_folder_without_our_mark_alone(made):
    made.places.marker.unlink()
    went_well, sentence, _ = run(made, "remove")
    assert not went_well
    assert "does not carry EO Embed's mark" in sentence
    assert made.places.python.exists()


def test_a_folder_with_other_files_is_refused(tmp_path, with_uv):
    home = tmp_path / "documents"
    home.mkdir()
    (home / "thesis.txt").write_text("")
    environment = Environment(home, make_recipe(tmp_path))
    went_well, sentence, _ = run(environment, "create")
    assert not went_well
    assert "holds other files; choose an empty one" in sentence
    assert [path.name for path in home.iterdir()] == ["thesis.txt"]


def test_what_was_left_to_delete_is_deleted_next_time(made):
    trash = made.places.set_aside("cache")
    assert trash.is_dir()
    assert made.places.leftovers() == [trash]
    assert run(made, "test")[0]
    assert not trash.exists()


def test_an_unforeseen_error_is_told_and_does_not_come_further(environment, index, monkeypatch):
    def fails(self):
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(installation.Installation, "_prepare", fails)
    went_well, sentence, details = run(environment, "create")
    assert not went_well
    assert "ZeroDivisionError: by zero" in sentence
    assert "Traceback" in details
    assert not environment.operation


# -- the disk ------------------------------------------------------------------------------------


def test_too_little_room_is_told_before_anything_is_downloaded(environment, index, monkeypatch):
    monkeypatch.setattr(places, "free_bytes", lambda folder: 1_200_000_000)
    went_well, sentence, _ = run(environment, "create")
    assert not went_well
    assert "has 1.2 GB free, and about 2.0 GB are needed" in sentence
    assert not index.requests


def test_a_disk_that_fills_up(tmp_path, index, with_uv, monkeypatch):
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2M", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        monkeypatch.setattr(installation, "require_room", lambda *_: None)
        environment = Environment(place / "environment", make_recipe(tmp_path))
        went_well, sentence, _ = run(environment, "create")
        assert not went_well
        assert sentence.startswith("The disk is full; make room")
        assert environment.status().kind == INCOMPLETE
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    environment = Environment(tmp_path / "file" / "environment", make_recipe(tmp_path))
    went_well, sentence, _ = run(environment, "create")
    assert not went_well
    assert sentence.endswith("choose another in the settings.")


# -- a Python of the user's ------------------------------------------------------------------------


def test_a_python_of_the_users_is_tried_and_used_as_it_is(made, tmp_path):
    python = str(made.places.python)
    other = Environment(tmp_path / "other", made.recipe)
    assert run(other, "use", python)[0]
    status = other.status()
    assert (status.kind, status.is_managed, status.python) == (READY, False, python)
    assert other.launch().program == python
    assert not other.places.home.exists()  # nothing was installed
    other.use("")
    assert other.status().kind == ABSENT


def test_a_python_that_lacks_packages_is_not_taken(environment):
    environment.recipe = type(environment.recipe)(
        environment.recipe.pyproject
    )  # with the real check
    went_well, sentence, details = run(environment, "use", sys.executable)
    assert not went_well
    assert "lacks eoe-alpha, eoe-beta; install what is missing into it" in sentence
    assert "eoe-alpha>=1" in details
    assert settings.get("python") == ""


@pytest.mark.parametrize("program", ["/bin/true", "/bin/cat", "/nowhere/python"])
def test_what_is_no_python_is_told_so(environment, program):
    went_well, sentence, _ = run(environment, "use", program)
    assert not went_well
    assert program in sentence


def test_a_chosen_python_that_is_gone_or_untried(environment):
    settings.put("python", "/nowhere/python")
    with pytest.raises(LaunchError, match="/nowhere/python, is gone"):
        environment.launch()
    settings.put("python", sys.executable)
    assert environment.status().kind == INCOMPLETE
    with pytest.raises(LaunchError, match="has not been tried"):
        environment.launch()


def test_a_state_that_cannot_be_read_is_no_state(made):
    made.places.state.write_text("{")
    assert made.status().kind == ABSENT
    made.places.state.write_text(json.dumps({"complete": True, "unknown": 1}))
    assert made.status().kind == OUTDATED
    assert State.read(made.places.state) == State(complete=True)


def test_the_task_manager_is_left_empty(made):
    end = time.monotonic() + 10
    until(lambda: QgsApplication.taskManager().countActiveTasks() == 0 or time.monotonic() > end)
    assert QgsApplication.taskManager().countActiveTasks() == 0
