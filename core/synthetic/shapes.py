"""The pencils a landscape is drawn with: noise, ragged discs, and winding lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import fft, ndimage

Field = NDArray[np.float32]  # one value per pixel, (size, size)
Mask = NDArray[np.bool_]
Points = NDArray[np.float64]  # (n, 2): row, column

REFERENCE = 1536  # the size, in pixels, that the lengths of the landscape are given for


class Path(NamedTuple):
    """A line as points less than a pixel apart, and half its width in pixels."""

    points: Points
    half_width: float


def noise(
    rng: np.random.Generator, size: int, *, slope: float, finest: float, coarsest: float = np.inf
) -> Field:
    """Gaussian noise of power spectrum ``k**-slope`` between two wavelengths in pixels.

    Zero mean and unit deviation, (size, size). Slope 0 is white; about 3.5 is terrain.
    """
    wave = np.hypot(fft.fftfreq(size)[:, None], fft.rfftfreq(size)[None, :]).astype(np.float32)
    wave[0, 0] = 1
    amplitude = wave ** (-slope / 2) * np.exp(-((wave * finest) ** 2))
    if np.isfinite(coarsest):
        amplitude *= 1 - np.exp(-((wave * coarsest) ** 2))
    amplitude[0, 0] = 0
    white = rng.standard_normal((size, size), np.float32)
    field = fft.irfft2(fft.rfft2(white, workers=-1) * amplitude, (size, size), workers=-1)
    return (field / field.std()).astype(np.float32)


def discs(
    rng: np.random.Generator,
    places: Sequence[tuple[float, float, float]],
    size: int,
    *,
    ragged: float,
    finest: float,
) -> Field:
    """1 in the middle of ragged discs, 0 at their rims, negative outside: (size, size).

    ``places`` are row and column as shares of the scene and the radius in pixels of the reference
    size; the rims wander by ``ragged`` radii, in bays no smaller than ``finest`` pixels.
    """
    rows, cols = np.mgrid[:size, :size].astype(np.float32)
    field = np.full((size, size), -np.inf, np.float32)
    for row, col, radius in places:
        distance = np.hypot(rows - row * size, cols - col * size)
        np.maximum(field, 1 - distance / (radius * size / REFERENCE), out=field)
    return field + ragged * noise(rng, size, slope=2.8, finest=finest, coarsest=200)


def meander(
    rng: np.random.Generator,
    start: ArrayLike,
    *,
    heading: float,
    bend: float,
    wavelength: float,
    length: float,
) -> Points:
    """A sine-generated curve (Langbein and Leopold, 1966): the direction is a sine of the way.

    ``bend`` is the largest turn from ``heading``, both in radians from the rows' direction; they
    drift a little along the way. Lengths in pixels.
    """
    way = np.arange(0, length, 0.5)
    drift = np.interp(way, np.linspace(0, length, 9), rng.normal(0, 1, 9))
    phase = 2 * np.pi * way / wavelength + 2.2 * drift + rng.uniform(0, 2 * np.pi)
    angle = heading + bend * (1 + 0.25 * drift) * np.sin(phase) + 0.12 * drift
    steps = 0.5 * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return np.asarray(start) + np.cumsum(steps, axis=0)


def lane(rng: np.random.Generator, start: ArrayLike, end: ArrayLike) -> Points:
    """A gently winding line between two points (row, column)."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    way = np.linspace(0, 1, max(int(np.hypot(*(end - start)) / 0.4), 2))[:, None]
    waves = np.array([1, 2, 3, 5])
    sway = np.sin(np.pi * waves * way) @ rng.normal(0, 0.045 / waves)
    return start + way * (end - start) + sway[:, None] * (end - start)[::-1] * (1, -1)


def nearest(paths: Sequence[Path], size: int) -> tuple[Field, Field]:
    """Distance to the nearest of the paths in pixels, and that path's half width: (size, size)."""
    places = np.zeros((2, size, size), np.float32)
    widths = np.zeros((size, size), np.float32)
    for points, half_width in paths:
        inside = points[((points > -0.5) & (points < size - 0.5)).all(axis=1)]
        rows, cols = np.rint(inside).astype(int).T
        places[:, rows, cols] = inside.T
        widths[rows, cols] = half_width
    row, col = ndimage.distance_transform_edt(
        widths == 0, return_distances=False, return_indices=True
    )
    away = places[:, row, col] - np.mgrid[:size, :size].astype(np.float32)
    return np.hypot(*away), widths[row, col]  # to the path's own point, not to its pixel: smooth


def between(breaks: NDArray[np.float64], values: Field) -> tuple[NDArray[np.intp], Field]:
    """The interval of ``breaks`` each value lies in, and the distance to its nearer end."""
    index = np.clip(np.searchsorted(breaks, values), 1, len(breaks) - 1)
    distance = np.minimum(values - breaks[index - 1], breaks[index] - values)
    return index, distance.astype(np.float32)
