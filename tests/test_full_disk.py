"""A disk that is really full: one line, status 2, nothing half-written. Needs root, to mount one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas
import pytest
import rasterio
from shapely import box

from eo_embed.core.cli import run
from eo_embed.core.synthetic import make_scene

SIZE = 16 * 2**20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MB in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that is ready for every next step, and one that is only begun."""
    folder = tmp_path_factory.mktemp("prepared")
    made = make_scene(folder / "scene", size=256)
    with rasterio.open(made.scene) as data:
        area = box(*data.bounds).buffer(-200)
        geopandas.GeoDataFrame(geometry=[area], crs=data.crs).to_file(folder / "area.gpkg")
    for name in ("begun", "ready"):
        assert run(["init", f"{folder}/{name}", "--source", f"s2={made.scene}", "--chip", "8"]) == 0
    ready = f"{folder}/ready"
    assert run(["embed", ready, "--set", "features=64"]) == 0
    assert run(["label", ready, "--from", str(made.truth), "--name", "cover"]) == 0
    assert run(["fit", ready]) == 0
    return folder


def fill(disk: Path, leave: int) -> None:
    """Leave so many bytes free."""
    stat = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(max(0, stat.f_bavail * stat.f_frsize - leave)))


STEPS: dict[str, Callable[[Path, Path], list[str]]] = {
    "init": lambda home, disk: [
        "init", f"{disk}/new", "--source", f"s2={home}/scene/scene.tif", "--chip", "8",
        "--aoi", f"{home}/area.gpkg",
    ],
    "area": lambda home, disk: [
        "aoi", f"{disk}/begun", f"{home}/area.gpkg"
    ],
    "export": lambda home, disk: ["chips", f"{disk}/begun", "--out", f"{disk}/chips.gpkg"],
    "export parquet": lambda home, disk: [
        "chips", f"{disk}/begun", "--out", f"{disk}/chips.parquet"
    ],
    "embed": lambda home, disk: ["embed", f"{disk}/begun"],
    "label": lambda home, disk: [
        "label", f"{disk}/begun", "--from", f"{home}/scene/truth.tif", "--name", "cover"
    ],
    "relabel": lambda home, disk: [
        "label", f"{disk}/ready", "--from", f"{home}/scene/truth.tif", "--name", "again"
    ],
    "fit": lambda home, disk: ["fit", f"{disk}/ready", "--name", "second"],
    "predict": lambda home, disk: ["predict", f"{disk}/ready"],
    "dense": lambda home, disk: ["predict", f"{disk}/ready", "--dense", "2"],
    "demo": lambda home, disk: ["demo", f"{disk}/demo"],
}  # fmt: skip


@pytest.mark.parametrize("leave", [0, 6_000, 24_000])
@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk(step, leave, prepared, disk, capfd):
    for name in ("begun", "ready"):
        shutil.copytree(prepared / name, disk / name)
    before = {p: p.read_bytes() for p in disk.rglob("*") if p.is_file() and p.name != ".lock"}
    fill(disk, leave)
    command = STEPS[step](prepared, disk)
    assert run(command) == 2, f"{step} fitted into {leave} bytes"
    said = capfd.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("error [DISK_FULL]:"), said
    assert not [p for p in disk.rglob("*") if ".part" in p.name]
    for path, content in before.items():
        if path.suffix != ".gpkg":  # SQLite may leave pages that it had made room for
            assert path.read_bytes() == content, path
    (disk / "filler").unlink()
    if step != "demo":  # it takes more than this disk holds
        assert run(command) == 0
