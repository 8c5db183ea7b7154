"""The files of a live map: the same as a map's, but made at once."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from odc.geo.geobox import GeoBox

from eo_embed.core.chips import ChipGrid
from eo_embed.core.classes import Legend, default_classes
from eo_embed.core.errors import DiskFull
from eo_embed.core.livefiles import remove_live_map, write_live_map
from eo_embed.core.maps import chip_cells, write_chip_map
from eo_embed.core.probes import Prediction, entropy

GRID = ChipGrid(GeoBox((400, 600), Affine(10, 0, 5e5, 0, -10, 5e6), "EPSG:32631"), (8, 8), (4, 4))


def predicted(kind, k=3):
    rng = np.random.default_rng(0)
    ids = np.sort(rng.choice(GRID.select(), 4000, replace=False))
    if kind == "value":
        values = rng.normal(size=4000).astype(np.float32)
        return ids, Prediction(values, None, np.abs(values)), Legend("value", "mass")
    proba = rng.dirichlet(np.ones(k), 4000).astype(np.float32)
    said = Prediction(proba.argmax(axis=1), proba, entropy(proba))
    return ids, said, Legend("classes", "cover", tuple(default_classes(range(40, 40 + k))))


@pytest.mark.parametrize(("kind", "k"), [("classes", 3), ("classes", 200), ("value", 0)])
def test_it_holds_what_a_map_holds(tmp_path, kind, k):
    ids, said, legend = predicted(kind, k)
    live = write_live_map(tmp_path / "live" / "1.tif", *chip_cells(GRID, ids), said, legend)
    final = write_chip_map(tmp_path / "map.tif", GRID, ids, said, legend)
    for one, other in ((live.map, final.map), (live.uncertainty, final.uncertainty)):
        with rasterio.open(one) as a, rasterio.open(other) as b:
            np.testing.assert_array_equal(a.read(), b.read())
            assert (a.transform, a.crs, a.dtypes, a.scales) == (
                b.transform,
                b.crs,
                b.dtypes,
                b.scales,
            )
            np.testing.assert_equal(a.nodata, b.nodata)
            assert a.descriptions == b.descriptions
            assert a.overviews(1) == []
            if kind == "classes" and one == live.map:
                assert a.colormap(1)[40] == b.colormap(1)[40]
        assert one.with_suffix(".qml").read_text() == other.with_suffix(".qml").read_text()


def test_it_is_removed_whole(tmp_path):
    ids, said, legend = predicted("classes")
    live = write_live_map(tmp_path / "1-1.tif", *chip_cells(GRID, ids), said, legend)
    (tmp_path / "1-1.tif.aux.xml").write_text("of QGIS")
    assert len(list(tmp_path.iterdir())) == 5
    remove_live_map(live.map)
    assert list(tmp_path.iterdir()) == []
    remove_live_map(live.map)  # nothing to do


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    ids, said, legend = predicted("classes")
    with pytest.raises(DiskFull, match=r"1\.tif"):
        write_live_map(tmp_path / "1.tif", *chip_cells(GRID, ids), said, legend)
