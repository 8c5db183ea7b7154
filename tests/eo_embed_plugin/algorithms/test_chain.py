"""The whole job, against the same job done by the core's pipeline, and what may go wrong in the middle of it."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from .conftest import Heard

SAME_MAPS = """
def same(a, b):
    with rasterio.open(a) as x, rasterio.open(b) as y:
        return bool(x.transform == y.transform and x.crs == y.crs and np.array_equal(x.read(), y.read()))
"""


def test_the_job_is_that_of_the_pipeline(run, core, garda, tmp_path):
    folder, other = tmp_path / "by algorithms é ü", tmp_path / "by pipeline"
    scene, points = str(garda / "concise.tif"), str(garda / "training.gpkg")
    made = run("makechips", LAYERS=[scene], SIZE=8, WORKSPACE=folder)
    run("embed", WORKSPACE=folder, OPTIONS="features=64")
    given = run("labelsfromvector", WORKSPACE=folder, INPUT=points, FIELD="land_cover_desc")
    fitted = run("fit", WORKSPACE=folder, SEED=3)
    mapped = run("predict", WORKSPACE=folder)
    found = core(
        f"init = pipeline.init({str(other)!r}, {{'image': [{scene!r}]}}, chip='8')",
        f"pipeline.embed({str(other)!r}, options={{'features': 64}})",
        f"labels = pipeline.label({str(other)!r}, {points!r}, field_name='land_cover_desc')",
        f"fit = pipeline.fit({str(other)!r}, seed=3)",
        f"files = pipeline.predict({str(other)!r}).files",
        SAME_MAPS,
        f"mine = {mapped!r}",
        "say([init.chips, labels.labelled, fit.head, fit.labels, "
        "[same(files[part], mine[part.upper()]) for part in files]])",
    )
    chips, labels, head, used, same = found
    assert (made["COUNT"], given["LABELLED"], given["TARGET"]) == (chips, labels, "land_cover_desc")
    assert (fitted["FITTED"], fitted["COUNT"]) == (head, used)
    assert labels == 55
    assert same == [True] * 4
    assert Path(mapped["MAP"]) == folder / "maps" / f"{head}.tif"


def test_a_chain_starts_one_worker(run, provider, embedded, core):
    provider.worker.close()
    run("exportchips", WORKSPACE=embedded, CHIPS="memory:")
    first = worker_pid(provider)
    run("suggest", WORKSPACE=embedded, CHIPS="memory:")
    assert worker_pid(provider) == first


def test_progress_is_told_in_words_and_shares(run, heard, embedded):
    run("embed", WORKSPACE=embedded, OPTIONS="features=256")
    assert any("embed" in stage for stage in heard.stages)
    assert heard.shares[-1] == 100
    assert any("971" in line and "rcf" in line for line in heard.lines)


def test_cancelling_embed_leaves_what_the_next_run_goes_on_from(run, core, shared_data, tmp_path):
    scene = shared_data / "wekeo_garda_s2" / "data" / "concise.tif"
    folder = tmp_path / "fields"
    run("makechips", LAYERS=[str(scene)], SIZE=8, STRIDE=2, WORKSPACE=folder)

    def stop(feedback, share):
        if feedback.stages[-1].startswith("embedding") and share > 30:
            feedback.cancel()

    with pytest.raises(QgsProcessingException, match=r"Stopped; what was finished is kept"):
        run("embed", feedback=Heard(stop), WORKSPACE=folder, OPTIONS="features=512")
    rest = run("embed", WORKSPACE=folder, OPTIONS="features=512")
    assert rest["KEPT"] > 0
    assert rest["EMBEDDED"] > 0
    count = core(f"say(len(pipeline.features({str(folder)!r}).ids))")
    assert rest["KEPT"] + rest["EMBEDDED"] == count


def test_a_worker_killed_in_the_middle_gives_one_sentence_and_the_next_run_a_new_one(
    run, provider, shared_data, tmp_path
):
    scene = shared_data / "wekeo_garda_s2" / "data" / "concise.tif"
    folder = tmp_path / "fields"
    run("makechips", LAYERS=[str(scene)], SIZE=8, STRIDE=2, WORKSPACE=folder)
    pid = worker_pid(provider)

    def kill(feedback, share):
        if feedback.stages[-1].startswith("embedding") and share > 5:
            os.kill(pid, signal.SIGKILL)

    with pytest.raises(QgsProcessingException) as error:
        run("embed", feedback=Heard(kill), WORKSPACE=folder, OPTIONS="features=512")
    assert str(error.value).startswith("The worker was killed, most likely by the system")
    assert "\n" not in str(error.value)
    assert run("embed", WORKSPACE=folder, OPTIONS="features=512")["KEPT"] >= 0
    assert worker_pid(provider) != pid


def test_an_idle_worker_that_died_is_replaced(run, provider, embedded):
    run("exportchips", WORKSPACE=embedded, CHIPS="memory:")
    os.kill(worker_pid(provider), signal.SIGKILL)
    assert run("exportchips", WORKSPACE=embedded, CHIPS="memory:")["CHIPS"].featureCount() == 1024


@pytest.mark.parametrize(
    ("id", "parameters", "sentence"),
    [
        ("fit", {}, "no labels"),
        ("predict", {}, "has no head"),
        ("predict", {"HEAD": "nobody"}, "has no head"),
        ("fit", {"OPTIONS": "features"}, "options are given as key=value"),
        ("score", {"OPTIONS": "=3"}, "options are given as key=value"),
        ("similar", {}, "There is nothing to look like"),
        ("similar", {"LIKE_CHIPS": "here"}, "chip ids are whole numbers"),
        ("similar", {"LIKE_CHIPS": "99999"}, "Chip 99999 is not embedded"),
        ("embed", {"MODEL": "resnet"}, "no model"),
        ("embed", {"LIKE": ":s2", "MODEL": "rcf"}, "leave yours empty"),
        ("embed", {"DEVICE": "cuda:7"}, "cuda:7"),
        ("learningcurve", {"SIZES": "few"}, "give numbers by commas"),
    ],
)
def test_bad_input_gets_one_sentence(run, embedded, id, parameters, sentence):
    with pytest.raises(QgsProcessingException) as error:
        run(id, WORKSPACE=embedded, **parameters)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value).strip()


def test_an_option_that_cannot_be(run, labelled):
    with pytest.raises(
        QgsProcessingException, match="Option n_estimators=many must be a whole number"
    ):
        run("fit", WORKSPACE=labelled, OPTIONS="n_estimators=many")


def test_a_folder_that_is_no_workspace(run, tmp_path):
    with pytest.raises(QgsProcessingException, match="no workspace in"):
        run("fit", WORKSPACE=tmp_path)


def test_runs_in_a_thread_of_processing(provider, labelled, qgis_app, heard, context):
    from qgis.core import QgsProcessingAlgRunnerTask

    algorithm = qgis_app.processingRegistry().createAlgorithmById("eoembed:predict")
    task = QgsProcessingAlgRunnerTask(algorithm, {"WORKSPACE": str(labelled)}, context, heard)
    ended = []
    task.executed.connect(lambda ok, results: ended.append((ok, results)))
    qgis_app.taskManager().addTask(task)
    until(lambda: ended, qgis_app)
    ok, results = ended[0]
    assert ok
    assert Path(results["MAP"]).is_file()


def test_two_at_once_take_turns(provider, labelled, tmp_path, qgis_app):
    """Each algorithm in a thread of its own; both are answered by the one worker."""
    other = shutil.copytree(labelled, tmp_path / "other")
    launch, answers = provider.launch(), {}

    def ask(folder):
        answers[folder] = provider.worker.call(
            launch, "fit", {"folder": str(folder)},
            progress=lambda p: None, said=lambda line: None, cancelled=lambda: False,
        )  # fmt: skip

    threads = [threading.Thread(target=ask, args=(folder,)) for folder in (labelled, other)]
    for thread in threads:
        thread.start()
    until(lambda: len(answers) == 2, qgis_app)
    assert {Path(a["folder"]).parents[1] for a in answers.values()} == {labelled, other}


def worker_pid(provider) -> int:
    """The pid of the worker that is kept, or started."""
    hello = provider.worker.call(
        provider.launch(), "hello", {}, progress=lambda p: None, said=lambda s: None,
        cancelled=lambda: False,
    )  # fmt: skip
    return hello["pid"]


def until(reached, app, seconds=60):
    """Turn the event loop until something holds."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it took too long"
        app.processEvents()
        time.sleep(0.01)
