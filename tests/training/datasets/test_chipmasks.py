"""Masks of a workspace's chips, against rasterio's own warp of the raster onto the workspace's grid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.enums import Resampling
from rasterio.warp import reproject

from eo_embed.core import chips, pipeline
from eo_embed.core.errors import DataUnfit, LabelsOutside, RasterMissing
from eo_embed.core.workspace import Workspace
from eo_embed.training.datasets import IGNORED, open_dataset
from eo_embed.training.datasets.subset import Subset
from eo_embed.training.datasets.workspaces import WorkspaceChips
from eo_embed.training.feed import read_batch


def write(path: Path, values: np.ndarray, left: float = 0, pixel: float = 10, **more: Any) -> str:
    bands, height, width = values.shape
    crs = more.pop("crs", "EPSG:32632")
    place = rasterio.Affine(pixel, 0, 500_000 + left, 0, -pixel, 5_000_000)
    with rasterio.open(
        path, "w", driver="GTiff", height=height, width=width, count=bands, dtype=values.dtype, crs=crs,
        transform=place, **more,
    ) as out:  # fmt: skip
        out.write(values)
    return str(path)


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    """A workspace of 100 x 90 pixels of 10 m in chips of 16, the last ones over the edge; its upper left is nodata."""
    values = np.random.default_rng(0).integers(1, 255, (2, 90, 100), dtype=np.uint8)
    values[:, :20, :20] = 0
    source = write(tmp_path / "scene.tif", values, nodata=0)
    pipeline.init(tmp_path / "ws", {"x": [source]}, chip="16", min_valid=0.3)
    return tmp_path / "ws"


def patches(
    seed: int, shape: tuple[int, int], codes: list[int], dtype: str = "uint8"
) -> np.ndarray:
    """Patches of 5 pixels of some codes, ``(1, h, w)``."""
    rng = np.random.default_rng(seed)
    rows, cols = (-(-n // 5) for n in shape)
    drawn = rng.choice(codes, (rows, cols)).astype(dtype).repeat(5, 0).repeat(5, 1)
    return drawn[None, : shape[0], : shape[1]]


def opened(folder: Path, **options: Any) -> WorkspaceChips:
    data = open_dataset(folder, options=options)
    assert isinstance(data, WorkspaceChips)
    return data


def warped(path: str, folder: Path, how: Resampling, fill: int) -> np.ndarray:
    """A raster on the workspace's grid by rasterio alone, with room beyond the edge."""
    grid = Workspace.open(folder).grid.geobox
    found = np.full((grid.shape[0] + 64, grid.shape[1] + 64), fill, np.int32)
    with rasterio.open(path) as file:
        reproject(
            file.read(1).astype(np.int32), found, src_transform=file.transform, src_crs=file.crs,
            src_nodata=file.nodata, dst_transform=grid.affine, dst_crs=grid.crs.to_wkt(), dst_nodata=fill,
            resampling=how, tolerance=0.0,
        )  # fmt: skip
    found[grid.shape[0] :], found[:, grid.shape[1] :] = (
        fill,
        fill,
    )  # beyond the imagery nothing is known
    return found


def expected(data: WorkspaceChips, folder: Path, codes: np.ndarray, fill: int) -> np.ndarray:
    """The oracle's masks of all chips, as positions in the ascending codes under them."""
    grid = Workspace.open(folder).grid
    ids = np.array([int(data.sample_name(i).split()[1]) for i in range(len(data))])
    rows, cols = grid.rows_cols(ids)
    (height, width), (down, right) = grid.size, grid.stride
    cut = np.stack(
        [
            codes[r * down : r * down + height, c * right : c * right + width]
            for r, c in zip(rows.tolist(), cols.tolist(), strict=True)
        ]
    )
    known = np.unique(cut[cut != fill])
    return np.where(cut == fill, IGNORED, np.searchsorted(known, cut)).astype(np.uint8)


@pytest.mark.parametrize(
    ("crs", "pixel", "how"),
    [
        ("EPSG:32632", 10, Resampling.nearest),
        ("EPSG:32632", 37, Resampling.nearest),
        ("EPSG:3035", 12, Resampling.nearest),
        ("EPSG:32632", 2.5, Resampling.mode),
    ],
    ids=["in place", "coarser", "other CRS", "finer"],
)
def test_masks_are_the_raster_on_the_grid(
    scene: Path, tmp_path: Path, crs: str, pixel: float, how: Resampling, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(chips, "BLOCK_BYTES", 40 * 40 * 2)  # several blocks
    side = int(1200 / pixel)
    values = patches(1, (side, side), [3, 7, 7, 20, 0])
    left = 0.0
    if crs == "EPSG:3035":  # the same place there
        from pyproj import Transformer

        x, y = Transformer.from_crs("EPSG:32632", crs, always_xy=True).transform(500_000, 5_000_000)
        place = rasterio.Affine(pixel, 0, x - 50, 0, -pixel, y + 50)
        path = write(tmp_path / "classes.tif", values, crs=crs, nodata=0)
        with rasterio.open(path, "r+") as file:
            file.transform = place
    else:
        path = write(tmp_path / "classes.tif", values, left, pixel, crs=crs, nodata=0)
    data = opened(scene, masks=path)
    assert data.mask_classes == ("3", "7", "20")
    rows = np.random.default_rng(0).permutation(len(data))
    masks = data.read_masks(rows)
    assert masks.dtype == np.uint8
    assert masks.shape == (len(data), 16, 16)
    wanted = expected(data, scene, warped(path, scene, how, 0), 0)[rows]
    # Modes of as many of two codes, and centres between two cells, may be either.
    least = 1.0 if how is Resampling.nearest else 0.97
    assert np.mean(masks == wanted) >= least
    assert {IGNORED, 0, 1, 2} == set(np.unique(masks).tolist())


def test_what_lies_beyond_the_raster_counts_for_nothing(scene: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "half.tif", patches(2, (120, 50), [1, 2]))
    data = opened(scene, masks=path)
    masks = data.read_masks(np.arange(len(data)))
    left = np.array([int(data.sample_name(i).split()[1]) % 7 * 16 for i in range(len(data))])
    column = left[:, None, None] + np.arange(16)
    row = np.array([int(data.sample_name(i).split()[1]) // 7 * 16 for i in range(len(data))])
    outside = (column >= 50) | (row[:, None, None] + np.arange(16)[:, None] >= 90)
    np.testing.assert_array_equal(masks == IGNORED, np.broadcast_to(outside, masks.shape))


def test_classes_have_the_names_of_the_file_and_are_those_under_chips(
    tmp_path: Path, scene: Path
) -> None:
    """One class lies where there is no chip alone; names come from GDAL's attribute table."""
    values = np.full((1, 90, 100), 5, np.uint8)
    values[:, 40:, 40:] = 9
    values[:, :16, :16] = 200  # where the imagery has nothing
    path = write(tmp_path / "named.tif", values)
    Path(f"{path}.aux.xml").write_text(
        "<PAMDataset><PAMRasterBand band='1'><GDALRasterAttributeTable>"
        "<FieldDefn index='0'><Name>Value</Name><Type>0</Type><Usage>5</Usage></FieldDefn>"
        "<FieldDefn index='1'><Name>Class</Name><Type>2</Type><Usage>2</Usage></FieldDefn>"
        "<Row index='0'><F>5</F><F>forest</F></Row><Row index='1'><F>9</F><F>water</F></Row>"
        "</GDALRasterAttributeTable></PAMRasterBand></PAMDataset>"
    )
    assert opened(scene, masks=path).mask_classes == ("forest", "water")


def test_two_workspaces_share_their_classes(scene: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "far.tif", np.ones((2, 32, 32), np.uint8), left=5000)
    pipeline.init(
        tmp_path / "far", {"x": [other]}, chip="16", bands={"x": Workspace.open(scene).source("x").band_names}
    )  # fmt: skip
    path = write(tmp_path / "classes.tif", patches(3, (90, 100), [4, 8]))
    data = opened(scene, also=str(tmp_path / "far"), masks=path)
    masks = data.read_masks(np.arange(len(data)))
    assert data.mask_classes == ("4", "8")
    assert (masks[-4:] == IGNORED).all()
    assert (masks[:-4] != IGNORED).any()
    with pytest.raises(
        LabelsOutside, match="gives no pixel of the chips a class; check its position"
    ):
        opened(tmp_path / "far", masks=path)


def test_a_batch_and_a_subset_hold_them(scene: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "classes.tif", patches(3, (90, 100), [4, 8]))
    data = opened(scene, masks=path)
    rows = np.array([5, 2])
    batch = read_batch(Subset(data, np.arange(3, 12)), np.array([2]), ["x"], masks=True)
    np.testing.assert_array_equal(batch["mask"].numpy(), data.read_masks(np.array([5])))
    np.testing.assert_array_equal(data.read_masks(rows)[0], batch["mask"].numpy()[0])
    with pytest.raises(NotImplementedError):
        opened(scene).read_masks(rows)


def test_the_fingerprint_tells_of_masks(scene: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.tif", patches(3, (90, 100), [4, 8]))
    other = write(tmp_path / "b.tif", patches(4, (90, 100), [4, 8]))
    found = [
        opened(scene).fingerprint(),
        *(opened(scene, masks=p).fingerprint() for p in (path, other)),
    ]
    assert len({json.dumps(each) for each in found}) == 3
    assert json.loads(json.dumps(found[1])) == opened(scene, masks=path).fingerprint()


def test_what_is_no_raster_of_classes_is_refused(scene: Path, tmp_path: Path) -> None:
    heights = np.arange(9000, dtype=np.int16).reshape(1, 90, 100)
    with pytest.raises(DataUnfit, match="more than 255 different values under the chips, too many"):
        opened(scene, masks=write(tmp_path / "dem.tif", heights))
    with pytest.raises(RasterMissing, match="no raster at"):
        opened(scene, masks=str(tmp_path / "absent.tif"))


def test_a_real_map_in_another_projection(shared_data: Path, tmp_path: Path) -> None:
    zion = shared_data / "zion_l8_nlcd"
    pipeline.init(tmp_path / "ws", {"l8": [str(zion / "landsat_b5.tif")]}, chip="64")
    path = str(zion / "nlcd.tif")
    data = opened(tmp_path / "ws", masks=path)
    with rasterio.open(path) as file:
        fill = int(file.nodata) if file.nodata is not None else -1
    wanted = expected(
        data, tmp_path / "ws", warped(path, tmp_path / "ws", Resampling.nearest, fill), fill
    )
    assert np.mean(data.read_masks(np.arange(len(data))) == wanted) > 0.9999
    assert len(data.mask_classes) == 8
