"""A whole plugin in a window, with settings of its own, and workspaces to spoil."""

from __future__ import annotations

import shutil
import sys
import traceback
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsSettings

from eo_embed.eo_embed_plugin import settings
from eo_embed.tests.eo_embed_plugin.desk import Desk, from_python


@pytest.fixture(scope="module", autouse=True)
def own_settings(qgis_app: Any, worker_python: Path) -> Iterator[None]:
    """Settings that no other module sees, and the development environment as the worker's."""
    prefix = f"eo_embed_{uuid.uuid4().hex}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "PREFIX", f"{prefix}/")
        patch.setenv("EO_EMBED_PYTHON", str(worker_python))
        settings.put("first_run_seen", True)
        yield
        QgsSettings().remove(prefix)


@pytest.fixture(autouse=True)
def no_slot_raises(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in QGIS an exception in a slot is told and ends nothing; here it fails the test, too."""
    raised: list[str] = []

    def note(*error: Any) -> None:
        raised.append("".join(traceback.format_exception(*error)))

    monkeypatch.setattr(sys, "excepthook", note)
    yield
    assert not raised, "\n".join(raised)


@pytest.fixture
def make_desk(own_settings: None) -> Iterator[Callable[[], Desk]]:
    """Opens windows with the plugin; they are closed after the test."""
    QgsProject.instance().clear()
    made: list[Desk] = []

    def make() -> Desk:
        made.append(Desk())
        return made[-1]

    yield make
    for desk in made:
        desk.destroy()
    QgsProject.instance().clear()


@pytest.fixture
def own_desk(make_desk: Callable[[], Desk]) -> Desk:
    """A window with the plugin, for one test that harms its worker."""
    return make_desk()


@pytest.fixture(scope="module")
def kept_desk(own_settings: None) -> Iterator[Desk]:
    """A window whose worker serves a module's tests, since starting one takes seconds."""
    QgsProject.instance().clear()
    made = Desk()
    made.show()
    yield made
    made.destroy()
    QgsProject.instance().clear()


@pytest.fixture
def desk(kept_desk: Desk) -> Iterator[Desk]:
    """The module's window without a workspace; the worker must live on."""
    pid = kept_desk.engine.pid
    yield kept_desk
    kept_desk.clear()
    assert kept_desk.engine.pid == pid


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two workspaces that hold their raster, ``scene.tif``: ``wide``, 65,536 chips in 16 blocks, not embedded, and
    ``near``, 4,096 chips, embedded; never to be changed."""
    folder = tmp_path_factory.mktemp("templates")
    from_python(
        "import shutil",
        "from pathlib import Path",
        "from eo_embed.core import pipeline",
        "from eo_embed.core.synthetic import make_scene",
        f"home = Path({str(folder)!r})",
        "make_scene(home / 'made', size=1024)",
        "for name, chip in (('wide', '40m'), ('near', '160m')):",
        "    (home / name).mkdir()",
        "    raster = shutil.copy2(home / 'made' / 'scene.tif', home / name)",
        "    pipeline.init(home / name, {'s2': [str(raster)]}, chip=chip)",
        "pipeline.embed(home / 'near', model='rcf', options={'features': 64})",
    )
    return folder


@pytest.fixture
def wide(templates: Path, tmp_path: Path) -> Path:
    """A workspace of many chips, not embedded, the test's own."""
    return Path(shutil.copytree(templates / "wide", tmp_path / "wide"))


@pytest.fixture
def near(templates: Path, tmp_path: Path) -> Path:
    """An embedded workspace, the test's own."""
    return Path(shutil.copytree(templates / "near", tmp_path / "near"))
