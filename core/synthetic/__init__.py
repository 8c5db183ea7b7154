"""A synthetic scene that looks like land, with its true classes: for the demo and for tests.

A river valley between hills: parcels of crops and meadows on the plain, forest on the slopes, rock
on the tops, lakes, a town, villages and the roads between them (``landscape``, ``surface``); then
what a satellite adds: terrain shading, haze, a point spread, noise and the slanted border of a
swath. Crops, meadows and woods share their spectra on purpose, and so do rock, stubble and roofs:
part of the truth lies in texture.

Everything is drawn from one seed with numpy and scipy; the same seed gives the same pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 # builds, never parses

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin
from scipy import ndimage

from .. import files
from ..errors import UsageError
from .landscape import CLASSES, WATER, Land, lay_out
from .shapes import REFERENCE, Field, Mask, noise
from .surface import BANDS, SPECTRA, Spectra, paint

__all__ = ["BANDS", "CLASSES", "NODATA", "SyntheticScene", "make_scene"]

NODATA = 0  # of both files
SCALE = 1e-4  # reflectance per digital number
PIXEL = 10.0  # metres
CRS = "EPSG:32631"
ORIGIN = (448_000.0, 5_032_000.0)  # of the upper left corner, metres
TILE = 256


@dataclass(frozen=True)
class SyntheticScene:
    """Where a scene was written.

    ``scene`` is a GeoTIFF of ``BANDS``, uint16 reflectance times 10000 (scale in the file), nodata
    0; ``truth`` one of uint8 class codes from 1, nodata 0, with colour table and category names.
    ``names`` and ``colours`` (RGB, 0-255) belong to the codes 1, 2, ...
    """

    scene: Path
    truth: Path
    names: tuple[str, ...]
    colours: tuple[tuple[int, int, int], ...]


def make_scene(folder: Path, *, size: int = REFERENCE, seed: int = 7) -> SyntheticScene:
    """Draw a scene of ``size`` x ``size`` pixels of 10 m (EPSG:32631) into ``folder``.

    Writes ``scene.tif``, ``truth.tif`` and ``truth.tif.aux.xml``, each whole or not at all, over
    what is there. Raises UsageError below 128 pixels, OutputError or DiskFull where ``folder``
    cannot be written.
    """
    if size < 128:
        raise UsageError(f"A scene of {size} pixels holds no landscape; take 128 or more.")
    rng = np.random.default_rng(seed)
    land = lay_out(rng, size)
    reflectance = _observe(rng, paint(rng, land), land)
    swath = _swath(rng, size)
    numbers = np.where(swath, np.clip(np.rint(reflectance / SCALE), 1, 65535), NODATA)
    names, colours = zip(*CLASSES.values(), strict=True)
    scene = SyntheticScene(folder / "scene.tif", folder / "truth.tif", names, colours)
    _write_scene(scene.scene, numbers.astype(np.uint16))
    _write_truth(scene.truth, np.where(swath, land.classes, NODATA).astype(np.uint8))
    return scene


def _observe(rng: np.random.Generator, surface: Spectra, land: Land) -> NDArray[np.float32]:
    """Terrain shading, haze, point spread and noise: reflectance as sensed, (bands, size, size)."""
    size = len(land.elevation)
    light = np.where(land.classes == WATER, np.float32(1), _illumination(land.elevation))
    east = np.linspace(-1, 1, size, dtype=np.float32)
    veil = 0.16 + 0.22 * noise(rng, size, slope=3.6, finest=20) + 0.22 * (east - east[:, None])
    veil = np.clip(veil, 0.02, 1)
    image = np.empty((len(BANDS), size, size), np.float32)
    for band, haze in enumerate(SPECTRA["haze"]):
        clear = ndimage.gaussian_filter(surface[..., band] * light, 0.55, truncate=3)
        hazy = clear + haze * veil * (1 - 1.5 * clear)
        relative, additive = rng.standard_normal((2, size, size), np.float32)
        image[band] = hazy * (1 + 0.012 * relative) + 0.0012 * additive
    return image


def _illumination(elevation: Field) -> Field:
    """Light on the slopes over light on the plain, for a sun 50 degrees high in the south-east."""
    down, right = np.gradient(elevation, PIXEL)
    azimuth, zenith = np.radians(130), np.radians(40)
    south, east = -np.cos(azimuth) * np.tan(zenith), np.sin(azimuth) * np.tan(zenith)
    direct = (1 - down * south - right * east) / np.sqrt(1 + down**2 + right**2)
    return (0.25 + 0.75 * np.clip(direct, 0.05, None)).astype(np.float32)


def _swath(rng: np.random.Generator, size: int) -> Mask:
    """True inside the swath, whose eastern border runs aslant in the steps of scan lines."""
    rows, cols = np.mgrid[:size, :size]
    steps = rng.integers(-3, 4, size // 24 + 1) * size / REFERENCE
    return cols + 0.23 * rows + steps[rows // 24] < 1.075 * size


def _write_scene(path: Path, numbers: NDArray[np.uint16]) -> None:
    with (
        files.replacing(path) as part,
        rasterio.open(part, "w", **_profile(numbers), predictor=2) as file,
    ):
        file.write(numbers)
        file.descriptions = BANDS
        file.scales = [SCALE] * len(BANDS)
        file.units = ["reflectance"] * len(BANDS)


def _write_truth(path: Path, classes: NDArray[np.uint8]) -> None:
    with (
        files.replacing(path) as part,
        rasterio.open(part, "w", **_profile(classes[None])) as file,
    ):
        file.write(classes, 1)
        file.set_band_description(1, "land cover")
        file.write_colormap(1, {code: colour for code, (_, colour) in CLASSES.items()})
    dataset = ElementTree.Element("PAMDataset")
    band = ElementTree.SubElement(dataset, "PAMRasterBand", band="1")
    categories = ElementTree.SubElement(band, "CategoryNames")
    for name in ("nodata", *(name for name, _ in CLASSES.values())):
        ElementTree.SubElement(categories, "Category").text = name
    # rasterio cannot set category names; GDAL and QGIS read them from the file beside
    sidecar = path.with_name(f"{path.name}.aux.xml")
    files.write_text(sidecar, ElementTree.tostring(dataset, encoding="unicode"))


def _profile(pixels: NDArray[np.unsignedinteger]) -> dict[str, object]:
    count, height, width = pixels.shape
    return {
        "driver": "GTiff",
        "count": count,
        "height": height,
        "width": width,
        "dtype": pixels.dtype.name,
        "nodata": NODATA,
        "crs": CRS,
        "transform": from_origin(*ORIGIN, PIXEL, PIXEL),
        "tiled": True,
        "blockxsize": TILE,
        "blockysize": TILE,
        "compress": "deflate",
        "num_threads": "all_cpus",
    }
