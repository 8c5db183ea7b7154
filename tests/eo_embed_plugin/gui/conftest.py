"""What tests of the dock share: a canvas of a known size, a real worker, and the context of a step."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject, QgsRasterLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop
from qgis.PyQt.QtWidgets import QMainWindow

from eo_embed.eo_embed_plugin.engine import Engine
from eo_embed.eo_embed_plugin.gui.context import Context
from eo_embed.eo_embed_plugin.gui.draft import Draft
from eo_embed.eo_embed_plugin.launch import worker_launch
from eo_embed.eo_embed_plugin.session import Session
from eo_embed.tests.eo_embed_plugin.kept_python import from_python


class Heard:
    """In place of the message bar: what was told, by its kind."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def __getattr__(self, kind: str) -> Callable[..., None]:
        return lambda sentence, *_, **__: self.said.append((kind, sentence))


class Window:
    """In place of QGIS's window."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas, self._window = canvas, QMainWindow()

    def mapCanvas(self) -> QgsMapCanvas:
        return self._canvas

    def mainWindow(self) -> QMainWindow:
        return self._window


def wait_for(
    condition: Callable[[], Any], seconds: float = 60, about: Callable[[], Any] = lambda: ""
) -> None:
    """Let Qt work until a condition holds; fails where it never does, and says what ``about`` is then."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"what was waited for never came: {about()}"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.005)


@pytest.fixture
def wait() -> Callable[..., None]:
    """``wait(condition, seconds=60, about=…)``."""
    return wait_for


@pytest.fixture(scope="session")
def kept_engine(qgis_app: Any, worker_python: Path) -> Iterator[Engine]:
    """A worker that many modules share, since starting one takes seconds."""
    made = Engine(lambda: worker_launch(str(worker_python)))
    made.start()
    yield made
    made.stop(wait=True)


@pytest.fixture(scope="module")
def engine(kept_engine: Engine) -> Iterator[Engine]:
    """A worker that is ready; where a module ended one, the next module has another."""
    deaths: list[str] = []
    note = deaths.append
    kept_engine.died.connect(note)
    wait_for(lambda: kept_engine.state == "ready")
    yield kept_engine
    kept_engine.died.disconnect(note)
    if deaths:
        kept_engine.restart()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session without a workspace; ``session.said`` holds what it failed with."""
    made = Session(engine)
    made.said = []
    made.failed.connect(lambda sentence, _: made.said.append(sentence))
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def canvas(qgis_app: Any) -> Iterator[QgsMapCanvas]:
    """A canvas of 600 x 500 pixels, shown, in a project without layers."""
    QgsProject.instance().clear()
    made = QgsMapCanvas()
    made.resize(600, 500)
    made.show()
    QCoreApplication.processEvents()
    yield made
    made.setLayers([])
    QgsProject.instance().clear()
    made.deleteLater()


@pytest.fixture
def context(session: Session, canvas: QgsMapCanvas) -> Context:
    """What steps are made with."""
    made = Context(Window(canvas), session, Heard())
    made.draft = Draft(made)
    return made


@pytest.fixture
def show(canvas: QgsMapCanvas) -> Callable[[Path], QgsRasterLayer]:
    """Add a raster to the project and show it on the canvas, all of it, in its own CRS."""

    def add(path: Path) -> QgsRasterLayer:
        layer = QgsRasterLayer(str(path), path.stem)
        assert layer.isValid()
        QgsProject.instance().addMapLayer(layer)
        canvas.setDestinationCrs(layer.crs())
        canvas.setExtent(layer.extent())
        return layer

    return add


@pytest.fixture(scope="session")
def in_python() -> Callable[..., Any]:
    """``in_python(code, **given)``: what Python lines of the worker's environment leave in ``answer``.

    The same pipeline, but none of the worker or the plugin: what widgets show is held against it.
    """

    def run(code: str, **given: Any) -> Any:
        lines = [f"{name} = {value!r}" for name, value in given.items()]
        lines += ["import json", "from eo_embed.core import pipeline", code]
        lines += ["print('\\n' + json.dumps(answer))"]
        return json.loads(from_python(*lines).splitlines()[-1])

    return run


@pytest.fixture(scope="session")
def labelled_template(
    embedded_template: Path, scene: Path, in_python: Callable[..., Any], tmp_path_factory: Any
) -> Path:
    """A workspace whose target ``cover`` has 90 labels from the truth, as if clicked; never to be changed."""
    folder = Path(
        shutil.copytree(embedded_template, tmp_path_factory.mktemp("labelled") / "fields")
    )
    other = Path(shutil.copytree(embedded_template, tmp_path_factory.mktemp("all") / "fields"))
    code = """
import random
from eo_embed.core.labels import LabelStore
pipeline.label(other, truth, target="cover")
space = pipeline.open_workspace(other)
found = LabelStore(space.labels_path, space.geobox.crs).get("cover")
names = {c.code: c.name for c in space.config.targets[0].classes}
for row in random.Random(3).sample(range(len(found.ids)), 90):
    pipeline.label_chips(folder, "cover", [int(found.ids[row])], names[found.values[row]])
answer = None
"""
    in_python(code, folder=str(folder), other=str(other), truth=str(scene / "truth.tif"))
    return folder


@pytest.fixture
def labelled(labelled_template: Path, tmp_path: Path) -> Path:
    """A workspace with 90 labels, the test's own."""
    return Path(shutil.copytree(labelled_template, tmp_path / "labelled"))
