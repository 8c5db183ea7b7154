"""The provider in a real QGIS, runs that remember what they said, and the core's own answers to compare with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject
from qgis.PyQt import sip

from eo_embed.eo_embed_plugin.launch import worker_launch
from eo_embed.eo_embed_plugin.provider import Provider
from eo_embed.tests.eo_embed_plugin.kept_python import from_python

TREE = (
    Path(__file__).resolve().parents[3] / ".venv" / "tree"
)  # holds the checkout under the package's name


class Heard(QgsProcessingFeedback):
    """What a run says; ``at_progress`` is called with each share that is done."""

    def __init__(self, at_progress=None):
        super().__init__(False)
        self.lines, self.warnings, self.errors, self.stages, self.shares = [], [], [], [], []
        self._at_progress = at_progress
        self.progressChanged.connect(self._progressed)

    def _progressed(self, share):
        self.shares.append(share)
        if self._at_progress is not None:
            self._at_progress(self, share)

    def pushInfo(self, text):
        self.lines.append(text)

    def pushWarning(self, text):
        self.warnings.append(text)

    def reportError(self, text, fatal=False):
        self.errors.append(text)

    def setProgressText(self, text):
        self.stages.append(text)


@pytest.fixture(scope="module")  # and no longer: a whole plugin brings its own
def provider(qgis_processing, worker_python):
    """The provider, registered, with the development environment's worker."""
    made = Provider(lambda: worker_launch(str(worker_python)))
    QgsApplication.processingRegistry().addProvider(made)
    yield made
    made.worker.close()
    QgsApplication.processingRegistry().removeProvider(made)


@pytest.fixture
def heard():
    """Feedback that remembers."""
    made = Heard()
    yield made
    sip.delete(made)


@pytest.fixture
def context():
    """A context to be asked, after a run, for the layers that are to be loaded."""
    made = QgsProcessingContext()
    made.setProject(QgsProject.instance())
    yield made
    sip.delete(made)  # pytest lets go of the last test's fixtures after QGIS has ended


@pytest.fixture
def run(provider, heard, context):
    """``run("fit", WORKSPACE=…)``: an algorithm of ours by processing.run; its results."""
    import processing

    def go(id: str, feedback=None, **parameters):
        given = {name: str(v) if isinstance(v, Path) else v for name, v in parameters.items()}
        return processing.run(f"eoembed:{id}", given, feedback=feedback or heard, context=context)

    return go


@pytest.fixture(scope="session")
def core():
    """Runs lines in the worker's Python, where ``pipeline`` is imported; what they ``say`` comes back."""

    def go(*lines: str):
        head = (
            "import json, numpy as np, rasterio, geopandas",
            "from dataclasses import asdict",
            "from eo_embed.core import pipeline",
            "say = lambda found: print('SAID', json.dumps(found, default=str))",
        )
        printed = from_python(*head, *map(str, lines))
        said = [line[5:] for line in printed.splitlines() if line.startswith("SAID ")]
        return json.loads(said[-1]) if said else None

    return go


@pytest.fixture(scope="session")
def labelled_template(embedded_template, scene, core, tmp_path_factory) -> Path:
    """The embedded workspace with the truth as labels of ``cover`` and a forest ``cover-rf``; never to be changed."""
    folder = tmp_path_factory.mktemp("labelled") / "fields"
    shutil.copytree(embedded_template, folder)
    core(
        f"pipeline.label({str(folder)!r}, {str(scene / 'truth.tif')!r}, target='cover')",
        f"pipeline.fit({str(folder)!r}, head='rf', target='cover')",
    )
    return folder


@pytest.fixture
def labelled(labelled_template, tmp_path) -> Path:
    """A workspace with embeddings, labels and a head, the test's own."""
    return Path(shutil.copytree(labelled_template, tmp_path / "labelled"))


@pytest.fixture
def garda(shared_data) -> Path:
    """Folder of a Sentinel-2 scene, ``concise.tif``, and of 55 labelled points, ``training.gpkg``."""
    return shared_data / "wekeo_garda_s2" / "data"
