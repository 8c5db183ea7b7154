"""What holds for every algorithm: how it appears, that it can be run anywhere, and that it says why it cannot."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
)

from eo_embed.eo_embed_plugin.algorithms import ALGORITHMS
from eo_embed.eo_embed_plugin.algorithms import parameters as ask
from eo_embed.eo_embed_plugin.launch import LaunchError, worker_launch

from .conftest import TREE

IDS = [algorithm.ID for algorithm in ALGORITHMS]


@pytest.fixture(params=IDS)
def algorithm(request, provider):
    """Each algorithm as the registry makes it."""
    return QgsApplication.processingRegistry().createAlgorithmById(f"eoembed:{request.param}")


def test_what_must_be_there_is(provider):
    wanted = {
        "makechips", "embed", "labelsfromvector", "labelsfromraster", "fit", "predict", "densemap",
        "similar", "suggest", "score", "area",
    }  # fmt: skip
    assert wanted <= {algorithm.name() for algorithm in provider.algorithms()}
    assert len(set(IDS)) == len(IDS)


def test_it_explains_itself(algorithm):
    assert algorithm.displayName()
    assert algorithm.group()
    assert algorithm.groupId()
    assert len(algorithm.tags()) >= 3
    text = algorithm.shortHelpString()
    assert len(text) > 100
    assert "\n\n" not in text
    assert not algorithm.icon().isNull()
    assert algorithm.svgIconPath().endswith(".svg")


def test_its_parameters_have_words_and_its_results_are_declared(algorithm):
    names = [p.name() for p in algorithm.parameterDefinitions()]
    assert len(set(names)) == len(names)
    for parameter in algorithm.parameterDefinitions():
        assert parameter.description()[0].isupper()
    assert "WORKSPACE" in [o.name() for o in algorithm.outputDefinitions()] + ["WORKSPACE"] * (
        algorithm.name() == "models"
    )


def test_it_runs_in_the_background_and_can_be_cancelled(algorithm):
    assert algorithm.flags() & QgsProcessingAlgorithm.FlagCanCancel
    assert not algorithm.flags() & QgsProcessingAlgorithm.FlagNoThreading


def test_it_fits_into_a_model(algorithm):
    model = QgsProcessingModelAlgorithm()
    assert not algorithm.flags() & QgsProcessingAlgorithm.FlagHideFromModeler
    assert model.canExecute()[0]


def test_it_says_why_it_cannot_run(algorithm, provider, monkeypatch):
    def absent():
        raise LaunchError("There is no environment yet: create it in EO Embed's settings.")

    assert algorithm.canExecute() == (True, "")
    monkeypatch.setattr(provider, "launch", absent)
    ok, why = algorithm.canExecute()
    assert not ok
    assert why == "There is no environment yet: create it in EO Embed's settings."


def test_without_an_environment_a_run_says_so(run, provider, monkeypatch, embedded, heard):
    def absent():
        raise LaunchError("There is no environment yet: create it in EO Embed's settings.")

    monkeypatch.setattr(provider, "launch", absent)
    with pytest.raises(QgsProcessingException, match="There is no environment yet"):
        run("fit", WORKSPACE=embedded)


def test_a_python_that_is_gone(provider, run, monkeypatch, embedded):
    monkeypatch.setattr(provider, "launch", lambda: worker_launch("/nowhere/python"))
    with pytest.raises(QgsProcessingException, match="There is no Python at /nowhere/python"):
        run("fit", WORKSPACE=embedded)


def test_words_are_those_of_the_core(core):
    found = core(
        "from typing import get_args",
        "from eo_embed.core import probes, chips, store",
        "from eo_embed.core.labels import rules",
        "from eo_embed.core.questions import suggest",
        "say({'heads': list(probes.HEADS), 'splits': list(get_args(probes.Split)),",
        "'inclusions': list(chips.INCLUSIONS), 'stored': list(store.DTYPES),",
        "'rules': list(get_args(rules.Rule)), 'by': list(get_args(suggest.By)),",
        "'diverse': list(get_args(suggest.Diverse))})",
    )
    from eo_embed.eo_embed_plugin.algorithms import embed, labelling, make_chips, suggest

    ours = {
        "heads": ask.HEADS, "splits": ask.SPLITS, "inclusions": make_chips.INCLUSIONS,
        "stored": embed.STORED, "rules": labelling.RULES, "by": suggest.BY, "diverse": suggest.DIVERSE,
    }  # fmt: skip
    assert {name: sorted(words) for name, words in found.items()} == {
        name: sorted(words) for name, words in ours.items()
    }


def test_importing_it_brings_in_no_gui_and_nothing_of_the_worker():
    code = (
        f"import sys, json; sys.path.insert(0, {str(TREE)!r});"
        "import qgis.core; before = set(sys.modules);"
        "import eo_embed.eo_embed_plugin.provider;"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    modules = set(json.loads(done.stdout))
    assert "eo_embed.eo_embed_plugin.algorithms.job" in modules
    roots = {name.partition(".")[0] for name in modules}
    assert not roots & {"torch", "rasterio", "numpy", "osgeo", "geopandas"}
    assert not [
        name for name in modules if name.startswith(("eo_embed.eo_embed_plugin.gui", "qgis.gui"))
    ]
    core = {name for name in modules if name.startswith("eo_embed.core.")}
    assert core == {"eo_embed.core.worker", "eo_embed.core.worker.protocol"}
