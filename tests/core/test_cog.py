"""COGs on a full disk, which GDAL does not always speak of."""

import os
import subprocess

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox

from eo_embed.core import cog
from eo_embed.core.errors import DiskFull, OutputError

GRID = GeoBox((317, 316), Affine(30, 0, 300_000, 0, -30, 4_000_000), "EPSG:32612")
NOISE = cog.Raster(dtype="uint8", nodata=255, bands=("a", "b", "c"), scale=1 / 250)


def write_noise(path):
    """A file of about 300 KB, since noise does not compress."""
    rows = np.random.default_rng(0).integers(0, 251, (3, *GRID.shape), dtype=np.uint8)
    with (
        cog.Staging(path) as staging,
        cog.CogWriter(staging, path.name, GRID, NOISE, {}) as writer,
    ):
        for start in range(0, len(rows[0]), 50):
            writer.write(rows[:, start : start + 50])
        writer.finish()
        staging.commit([path.name])
    return rows


@pytest.fixture
def small_disk(tmp_path):
    """Mounts a file system of so many KB and gives its folder."""
    mounted = []

    def mount(kilobytes):
        folder = tmp_path / f"disk{kilobytes}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("a small disk can be mounted by root on Linux only")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)


def test_what_is_written_reads_back(tmp_path):
    rows = write_noise(tmp_path / "a.tif")
    with rasterio.open(tmp_path / "a.tif") as data:
        np.testing.assert_array_equal(data.read(), rows)
    assert os.listdir(tmp_path) == ["a.tif"]


# Full while the rows are written, while the COG begins, and at its last block, where GDAL is silent.
@pytest.mark.parametrize("kilobytes", [100, 320, 480, 580])
def test_a_full_disk_is_told_and_the_old_file_stays(small_disk, kilobytes):
    folder = small_disk(kilobytes)
    (folder / "a.tif").write_text("old")
    with pytest.raises(DiskFull, match=r"a\.tif; free some space"):
        write_noise(folder / "a.tif")
    assert os.listdir(folder) == ["a.tif"]
    assert (folder / "a.tif").read_text() == "old"


def test_a_file_that_does_not_read_back_is_refused(tmp_path, monkeypatch):
    translate = cog.CogWriter._translate

    def and_spoil(writer, header):
        translate(writer, header)
        size = writer._path.stat().st_size
        os.truncate(writer._path, size - 1000)

    monkeypatch.setattr(cog.CogWriter, "_translate", and_spoil)
    with pytest.raises(OutputError, match=r"a\.tif cannot be written"):
        write_noise(tmp_path / "a.tif")
    assert os.listdir(tmp_path) == []


def test_another_process_that_still_writes_is_left_alone(tmp_path):
    path = tmp_path / "a.tif"
    other = tmp_path / f".a.tif.{os.getppid()}.part"
    other.mkdir()
    write_noise(path)
    assert other.exists()
