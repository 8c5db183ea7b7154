"""What lies where: relief, water, forest, parcels, towns and roads."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from .shapes import REFERENCE, Field, Mask, Path, between, discs, lane, meander, nearest, noise

CROPLAND, GRASSLAND, FOREST, WATER, BUILT_UP, BARE = range(1, 7)
CLASSES: dict[int, tuple[str, tuple[int, int, int]]] = {
    CROPLAND: ("cropland", (232, 195, 92)),
    GRASSLAND: ("grassland", (160, 200, 90)),
    FOREST: ("forest", (38, 104, 52)),
    WATER: ("water", (50, 120, 190)),
    BUILT_UP: ("built-up", (200, 60, 60)),
    BARE: ("bare ground", (168, 150, 135)),
}

Place = tuple[float, float, float]  # row and column as shares of the scene; radius in pixels


class Parcels(NamedTuple):
    """Fields as strips: their number per pixel, and where a pixel lies in its own."""

    number: NDArray[np.intp]  # (size, size), from 0
    total: int
    along: Field  # pixels along the strips, in their own direction
    across: Field
    margin: Field  # pixels to the nearest side of the parcel
    hedge: Field  # share of the pixel that is hedge, between blocks of parcels, 0-1

    def spread(self, values: NDArray[np.floating]) -> Field:
        """One value per parcel, (total,), to every pixel."""
        return values.astype(np.float32)[self.number]

    def mean(self, field: Field) -> Field:
        """Every parcel's mean of ``field``, at every pixel."""
        number = self.number.ravel()
        return self.spread(np.bincount(number, field.ravel()) / np.bincount(number))


class Land(NamedTuple):
    """The landscape; reflectance is painted from it. All (size, size)."""

    classes: NDArray[np.uint8]
    elevation: Field  # metres
    parcels: Parcels
    depth: Field  # of water: 0 at the shore, growing to 1; negative on land
    density: Field  # of a town: 1 in its middle, 0 at its edge, negative outside
    road: Field  # share of the pixel that is road, 0-1


def lay_out(rng: np.random.Generator, size: int) -> Land:
    """A river valley between hills, in ``size`` x ``size`` pixels."""
    unit = size / REFERENCE
    river = _river(rng, size)
    from_water, half_width = nearest([*_tributaries(rng, river, size), river], size)
    lakes = discs(rng, _LAKES, size, ragged=0.22, finest=28)
    height = _relief(rng, from_water, lakes)
    bank = half_width + 0.6 * noise(rng, size, slope=2.0, finest=4) - from_water
    bars = 1.6 * noise(rng, size, slope=2.8, finest=4, coarsest=60) - 2.6 + 0.3 * bank
    gravel = (bars > 0) & (half_width > 3 * unit)
    depth = np.maximum(np.minimum(bank / 4, 1), lakes)
    pits = discs(rng, _PITS, size, ragged=0.16, finest=10)
    free = (depth < -0.5) & (pits < -0.5)
    towns = _town_sites(rng, free & (height < np.quantile(height, 0.6)))
    density = discs(rng, towns, size, ragged=0.26, finest=4)

    parcels = _parcels(rng, size)
    patches = noise(rng, size, slope=2.6, finest=2)
    pasture = parcels.spread(rng.normal(0, 1, parcels.total)) + 0.9 * height
    wooded = height + 0.45 * patches
    wooded = 0.45 * wooded + 0.55 * parcels.mean(wooded)  # forests end along parcels too
    tops = height + 0.12 * patches

    classes = np.full((size, size), CROPLAND, np.uint8)
    classes[pasture > np.quantile(pasture, 0.72)] = GRASSLAND
    classes[wooded > np.quantile(wooded, 0.70)] = FOREST
    classes[tops > np.quantile(tops, 0.94)] = GRASSLAND
    classes[(tops > np.quantile(tops, 0.98)) | gravel | (pits > 0)] = BARE
    classes[depth > 0] = WATER
    classes[(density > 0) & (depth <= 0)] = BUILT_UP
    road = _roads(rng, towns, lakes > -0.1)
    classes[road > 0.5] = BUILT_UP
    return Land(classes, (60 + 170 * height).astype(np.float32), parcels, depth, density, road)


_LAKES: list[Place] = [(0.19, 0.62, 80), (0.23, 0.66, 92), (0.27, 0.72, 66), (0.75, 0.20, 72)]
_PITS: list[Place] = [(0.85, 0.42, 62), (0.12, 0.24, 46)]


def _relief(rng: np.random.Generator, from_water: Field, lakes: Field) -> Field:
    """Hills that rise away from the water, in units of about 170 m."""
    size = len(lakes)
    unit = size / REFERENCE
    distance = ndimage.gaussian_filter(np.minimum(from_water, 400 * unit), 12 * unit)
    rise = 1 - np.exp(-((distance / (230 * unit)) ** 2))
    relief = noise(rng, size, slope=3.4, finest=6)
    basin = ndimage.gaussian_filter(np.clip(1.5 + lakes, 0, 1), 10 * unit)
    return (rise * (1.1 + 0.75 * relief) * (1 - basin) + 0.08 * relief).astype(np.float32)


def _river(rng: np.random.Generator, size: int) -> Path:
    unit = size / REFERENCE
    course = meander(
        rng,
        (0.76 * size, -0.02 * size),
        heading=-0.42,
        bend=1.15,
        wavelength=420 * unit,
        length=3.2 * size,
    )
    return Path(course, max(6.5 * unit, 2.0))


def _tributaries(rng: np.random.Generator, river: Path, size: int) -> list[Path]:
    """Streams, drawn upwards from where they join the river."""
    unit = size / REFERENCE
    inside = river.points[((river.points > 0) & (river.points < size)).all(axis=1)]
    mouths = ((0.22, 1.3), (0.44, -1.9), (0.66, 0.9), (0.86, -1.4))
    return [
        Path(
            meander(
                rng,
                inside[int(share * len(inside))],
                heading=heading,
                bend=0.8,
                wavelength=140 * unit,
                length=1.2 * size,
            ),
            max(1.5 * unit, 1.0),
        )
        for share, heading in mouths
    ]


def _town_sites(rng: np.random.Generator, where: Mask) -> list[Place]:
    """A town by the river and eleven villages, far from each other, where that may be."""
    low = np.argwhere(where) / len(where)
    low = low[((low > 0.06) & (low < 0.94)).all(axis=1)]
    middle = low[np.argmin(np.hypot(*(low - (0.56, 0.57)).T))]
    sites: list[Place] = [(middle[0], middle[1], 118.0)]
    for radius in np.linspace(46, 20, 11):
        candidates = low[rng.integers(0, len(low), 24)]
        gaps = np.min([np.hypot(*(candidates - site[:2]).T) for site in sites], axis=0)
        row, col = candidates[np.argmax(gaps)]
        sites.append((row, col, float(radius)))
    return sites


def _roads(rng: np.random.Generator, towns: Sequence[Place], lakes: Mask) -> Field:
    """Share of each pixel that is road: a motorway, and lanes from each place to two others.

    Lanes cross rivers but keep away from lakes.
    """
    size = len(lakes)
    edges = [(0.2, -0.02), (-0.02, 0.7), (0.85, 1.02), (1.02, 0.2)]
    ends = size * np.array([town[:2] for town in towns] + edges)
    motorway = lane(rng, (-0.02 * size, 0.36 * size), (1.02 * size, 0.78 * size))
    ways = [Path(motorway, max(1.5 * size / REFERENCE, 1.0))]
    for index, end in enumerate(ends[1:], start=1):
        nearer = np.argsort(np.hypot(*(ends[: min(index, len(towns))] - end).T))
        lanes = (lane(rng, end, ends[other]) for other in nearer)
        dry = (line for line in lanes if not lakes[_pixels(line, size)].any())
        ways += [Path(line, 0.75) for line in itertools.islice(dry, 2)]
    distance, half_width = nearest(ways[::-1], size)
    return np.clip(half_width + 0.5 - distance, 0, 1)


def _pixels(points: NDArray[np.float64], size: int) -> tuple[NDArray[np.intp], ...]:
    return tuple(np.clip(np.rint(points), 0, size - 1).astype(np.intp).T)


def _parcels(rng: np.random.Generator, size: int) -> Parcels:
    """Blocks of land (Voronoi cells), each cut into strips of its own direction and width, each
    strip cut into parcels: how shared-out farmland looks."""
    blocks = max(size * size // 5200, 8)
    sites = rng.uniform(-0.05 * size, 1.05 * size, (blocks, 2))
    rows, cols = np.mgrid[:size, :size].astype(np.float32)
    warp = 4 * np.stack([noise(rng, size, slope=3.2, finest=8, coarsest=200) for _ in range(2)])
    points = np.stack([rows + warp[0], cols + warp[1]], axis=-1)
    block = cKDTree(sites).query(points, workers=-1)[1]
    hedge = 0.7 * (ndimage.morphological_gradient(block, 2) > 0)

    angle = (0.35 + rng.normal(0, 0.5, blocks)).astype(np.float32)[block]
    grain = rng.uniform(0.6, 1.7, blocks).astype(np.float32)[block]
    across = rows * np.cos(angle) - cols * np.sin(angle)
    along = rows * np.sin(angle) + cols * np.cos(angle)
    span = 6 * size
    sides = np.cumsum(rng.uniform(7, 20, span // 7)) - span / 2
    ends = np.cumsum(rng.uniform(22, 75, span // 22)) - span / 2
    strip, to_side = between(sides, across / grain)
    piece, to_end = between(ends, along / grain + 37.0 * (strip % 11))
    key = (block * len(sides) + strip) * len(ends) + piece
    numbers, number = np.unique(key, return_inverse=True)
    margin = grain * np.minimum(to_side, to_end)
    return Parcels(
        number.reshape(size, size), len(numbers), along, across, margin, hedge.astype(np.float32)
    )
