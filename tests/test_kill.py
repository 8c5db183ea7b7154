"""Killed at any instant, the job goes on where it stopped and ends as if nothing had been.

A run is killed (SIGKILL) at each moment that something reaches the disk for good: before and after every fsync
and every rename, one moment a run. Of moments that find the same files the first stands for all. Then the job is
run again, and what it leaves is compared with an undisturbed run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eo_embed.core.synthetic import make_scene

#: Runs the job in forks of one process, since importing takes longer than the job.
PROGRAM = """
import itertools, json, os, signal, sys
from pathlib import Path
import geopandas, numpy as np, pyarrow.parquet, rasterio, skops.io, sklearn.ensemble, torch
from eo_embed.core import chips, files, pipeline
from eo_embed.core.labels import LabelStore
chips.BLOCK_CHIPS = 64
scene, truth, out, first, step = sys.argv[1:4] + [int(a) for a in sys.argv[4:]]
distinct = Path(out) / "distinct.json"  # moments of an undisturbed run that find other files than the one before

def job(home):
    if not (Path(home) / "workspace.toml").exists():
        with rasterio.open(scene) as data:
            area = ",".join(map(str, data.bounds))
        pipeline.init(home, {"s2": [scene]}, chip="16", aoi=area)
    pipeline.embed(home, options={"features": 16})
    pipeline.label(home, truth, target="cover")
    pipeline.fit(home, head="ridge")
    pipeline.predict(home, out=Path(home) / "map.tif")

LOOK, NEVER = 0, -1

def files_of(home):
    try:
        found = [(str(p), p.stat()) for p in sorted(Path(home).rglob("*"))]
        return [(name, s.st_ino, s.st_size, s.st_mtime_ns) for name, s in found]
    except FileNotFoundError:  # it went meanwhile
        return None

def in_fork(home, kill_at):
    child = os.fork()
    if child == 0:
        moments, seen = itertools.count(1), {}
        def pass_by(moment):
            if moment == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            if kill_at == LOOK:
                seen[moment] = files_of(home)
        def mortal(call):
            def wrapped(*args, **kwargs):
                pass_by(next(moments))
                result = call(*args, **kwargs)
                pass_by(next(moments))
                return result
            return wrapped
        os.fsync, os.replace = mortal(os.fsync), mortal(os.replace)
        status = 70
        try:
            job(home)
            others = [m for m in seen if seen[m] is None or seen[m] != seen.get(m - 1)]
            if kill_at == LOOK:
                distinct.write_text(json.dumps(others))
            status = 0
        except BaseException as error:
            print(repr(error), file=sys.stderr)
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def outcome(home):
    features = pipeline.features(home)
    space = pipeline.open_workspace(home)
    labels = LabelStore(space.labels_path, space.geobox.crs).get("cover")
    with rasterio.open(Path(home) / "map.tif") as data:
        classes = data.read(1)
    left = sorted(p.name for p in Path(home).rglob("*") if ".part" in p.name)
    assert left == []
    return features.matrix, features.ids, labels.ids, labels.values, classes

assert in_fork(f"{out}/whole", LOOK) == 0
tried = 0
for moment in json.loads(distinct.read_text())[first - 1 :: step]:
    home = f"{out}/killed-{moment}"
    status = in_fork(home, moment)
    if status == 0:
        break  # it ended before that moment came
    assert status == -signal.SIGKILL, status
    tried += 1
    assert in_fork(home, NEVER) == 0, f"killed at {moment}, the job cannot go on"
(Path(out) / "homes.json").write_text(json.dumps(tried))
matrix, *want = outcome(f"{out}/whole")
for home in sorted(Path(out).glob("killed-*")):
    found, *same = outcome(home)
    np.testing.assert_allclose(found, matrix, atol=1e-5, err_msg=home.name)  # batches may differ
    for a, b in zip(same, want, strict=True):
        np.testing.assert_array_equal(a, b, err_msg=home.name)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("first", [1, 2])
def test_killed_at_every_moment(first: int, tmp_path: Path) -> None:
    made = make_scene(tmp_path / "scene", size=192)
    arguments = [str(made.scene), str(made.truth), str(tmp_path), str(first), "2"]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env={**os.environ, "OMP_NUM_THREADS": "1"},  # so little work is done sooner by one
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads((tmp_path / "homes.json").read_text()) > 10
