"""What the landscape reflects: spectra and textures, class by class."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .landscape import BARE, BUILT_UP, CROPLAND, FOREST, GRASSLAND, WATER, Land
from .shapes import Field, noise

Spectra = NDArray[np.float32]  # (..., bands), reflectance 0-1
Values = NDArray[np.float32]  # one value per pixel to paint, (n,)

BANDS = ("blue", "green", "red", "nir", "swir1", "swir2")
# Surface reflectance in BANDS, of the order of what Sentinel-2 sees in early summer.
SPECTRA = {
    name: np.array(values, np.float32)
    for name, values in {
        "light soil": (0.095, 0.130, 0.170, 0.235, 0.310, 0.265),
        "dark soil": (0.058, 0.078, 0.100, 0.150, 0.215, 0.180),
        "cereal": (0.034, 0.066, 0.040, 0.420, 0.185, 0.092),
        "ripe cereal": (0.078, 0.122, 0.150, 0.300, 0.310, 0.205),
        "rape": (0.050, 0.135, 0.105, 0.440, 0.220, 0.120),
        "maize": (0.042, 0.074, 0.048, 0.370, 0.200, 0.105),
        "beet": (0.032, 0.078, 0.036, 0.500, 0.195, 0.095),
        "meadow": (0.044, 0.082, 0.060, 0.360, 0.225, 0.125),
        "dry grass": (0.064, 0.098, 0.098, 0.280, 0.285, 0.180),
        "conifer": (0.024, 0.040, 0.028, 0.220, 0.105, 0.048),
        "broadleaf": (0.027, 0.054, 0.030, 0.370, 0.165, 0.072),
        "silty water": (0.062, 0.080, 0.060, 0.034, 0.014, 0.009),
        "deep water": (0.036, 0.038, 0.022, 0.012, 0.006, 0.004),
        "tiles": (0.085, 0.108, 0.160, 0.230, 0.265, 0.220),
        "slate": (0.105, 0.112, 0.120, 0.160, 0.180, 0.165),
        "white roof": (0.235, 0.250, 0.265, 0.300, 0.295, 0.262),
        "asphalt": (0.082, 0.090, 0.097, 0.125, 0.140, 0.125),
        "rock": (0.104, 0.128, 0.152, 0.212, 0.270, 0.245),
        "gravel": (0.122, 0.148, 0.172, 0.222, 0.250, 0.225),
        "haze": (0.060, 0.046, 0.036, 0.020, 0.006, 0.003),
    }.items()
}
_CROP_SHARES = {"cereal": 0.34, "ripe cereal": 0.22, "rape": 0.08, "maize": 0.22, "beet": 0.14}


class _Ground(NamedTuple):
    """The pixels a painter paints, (n,) each: the texture there, and the landscape's fields."""

    stand: Values  # four noises from broad to fine, unit deviation
    moisture: Values
    crowns: Values
    grain: Values
    parcel: NDArray[np.intp]
    across: Values
    along: Values
    margin: Values
    elevation: Values
    depth: Values
    density: Values


def paint(rng: np.random.Generator, land: Land) -> Spectra:
    """Surface reflectance of the landscape before light, air and sensor: (size, size, bands)."""
    size, parcels = len(land.classes), land.parcels
    fields = _Ground(
        stand=noise(rng, size, slope=2.8, finest=10, coarsest=150),
        moisture=noise(rng, size, slope=2.6, finest=4, coarsest=90),
        crowns=noise(rng, size, slope=0.8, finest=1.4, coarsest=9),
        grain=noise(rng, size, slope=0, finest=0),
        parcel=parcels.number,
        across=parcels.across,
        along=parcels.along,
        margin=parcels.margin,
        elevation=land.elevation,
        depth=land.depth,
        density=land.density,
    )
    image = np.empty((size, size, len(BANDS)), np.float32)
    for code, painter in _PAINTERS.items():
        where = land.classes == code
        image[where] = painter(rng, _Ground(*(field[where] for field in fields)))
    hedge = parcels.hedge * np.isin(land.classes, (CROPLAND, GRASSLAND))
    image = _blend(image, SPECTRA["broadleaf"], hedge)
    return _blend(image, SPECTRA["asphalt"], 0.85 * land.road)


def _blend(under: Spectra, over: Spectra, share: Field | Values) -> Spectra:
    """``share`` (...) of ``over`` laid on ``under`` (..., bands)."""
    return under + np.clip(share, 0, 1)[..., None] * (over - under)


def _paint_crops(rng: np.random.Generator, ground: _Ground) -> Spectra:
    """One crop and stage of growth to a parcel, rows along it, thin where it is dry."""
    total = int(ground.parcel.max()) + 1
    crops = np.stack([SPECTRA[name] for name in _CROP_SHARES])
    crop = rng.choice(len(crops), total, p=list(_CROP_SHARES.values()))
    colour = crops[crop] * rng.normal(1, 0.05, (total, len(BANDS))).astype(np.float32)
    sprouting = rng.random(total) < 0.2
    cover = np.where(sprouting, rng.beta(1.2, 6, total), rng.beta(7, 2, total))
    period, phase = rng.uniform(2.2, 4.2, total), rng.uniform(0, 2 * np.pi, total)
    strength = rng.uniform(0.02, 0.16, total)
    parcel = ground.parcel
    rows = np.sin(2 * np.pi * ground.across / period[parcel] + phase[parcel])
    grown = cover[parcel] + strength[parcel] * rows + 0.07 * ground.moisture
    grown = np.clip(grown, 0, 1) - 0.4 * (ground.margin < 0.6)
    soil = _blend(SPECTRA["dark soil"], SPECTRA["light soil"], 0.5 + 0.3 * ground.stand)
    return _blend(soil, colour[parcel], grown)


def _paint_grass(rng: np.random.Generator, ground: _Ground) -> Spectra:
    """Meadows: green to dry by parcel and moisture, mottled, with shrubs."""
    use = rng.normal(0.35, 0.28, int(ground.parcel.max()) + 1)[ground.parcel]
    dryness = use + 0.16 * ground.moisture + 0.1 * ground.stand
    grass = _blend(SPECTRA["meadow"], SPECTRA["dry grass"], dryness)
    grass = _blend(grass, SPECTRA["broadleaf"], ground.crowns - 1.5)
    return grass * (1 + 0.05 * ground.crowns)[:, None]


def _paint_forest(rng: np.random.Generator, ground: _Ground) -> Spectra:
    """Conifers higher up, broadleaf below, crowns lit on one side."""
    mix = ground.stand + 0.012 * (ground.elevation - 240) + 0.25 * ground.crowns
    stand = _blend(SPECTRA["broadleaf"], SPECTRA["conifer"], 0.5 + 0.8 * mix)
    return stand * np.clip(1 + 0.17 * ground.crowns, 0.5, 1.7)[:, None]


def _paint_water(rng: np.random.Generator, ground: _Ground) -> Spectra:
    """Silty and bright at the shore, dark where it is deep."""
    depth = np.clip(2.2 * ground.depth - 0.25 + 0.1 * ground.stand, 0, 1)
    water = _blend(SPECTRA["silty water"], SPECTRA["deep water"], depth**2)
    return water * (1 + 0.05 * ground.moisture)[:, None]


def _paint_town(rng: np.random.Generator, ground: _Ground) -> Spectra:
    """Streets on a grid that turns from quarter to quarter, roofs and gardens between: dense in
    the middle; halls in estates near the edge."""
    u, v, density = ground.across, ground.along, ground.density
    street = (np.abs(u % 9 - 4.5) < 0.8) | (np.abs(v % 14 - 7) < 0.8)
    estate = (ground.stand > 0.8) & (density > 0) & (density < 0.5)
    lot = np.where(estate, 7.0, 3.0)
    plot = (np.floor(u / lot) * 7919 + np.floor(v / (1.4 * lot)) * 104729).astype(int) % 65536
    kind, shade = rng.random(65536)[plot], rng.normal(1, 0.14, 65536)[plot]
    hall = (density > 0) & (kind > np.where(estate, 0.5, 0.98))
    roof = np.where((kind < 0.55)[:, None], SPECTRA["tiles"], SPECTRA["slate"])
    roof = np.where(hall[:, None], SPECTRA["white roof"], roof) * shade[:, None]
    garden = _blend(SPECTRA["meadow"], SPECTRA["broadleaf"], 0.5 + 0.5 * ground.crowns)
    built = np.where(hall, 0.9, 0.38 + 0.75 * density + 0.16 * ground.grain)
    town = _blend(garden, roof, np.minimum(built, 0.95))
    return _blend(town, SPECTRA["asphalt"], np.where(street, 0.7, 0.05))


def _paint_bare(rng: np.random.Generator, ground: _Ground) -> Spectra:
    """Rock, gravel banks and quarries, with tufts of grass."""
    mineral = _blend(SPECTRA["rock"], SPECTRA["gravel"], 0.4 + 0.5 * ground.stand)
    tufts = np.minimum(0.25 + 0.25 * ground.moisture, 0.7)
    mineral = _blend(mineral, SPECTRA["dry grass"], tufts)
    return mineral * (1 + 0.09 * ground.crowns + 0.06 * ground.grain)[:, None]


_PAINTERS = {
    CROPLAND: _paint_crops,
    GRASSLAND: _paint_grass,
    FOREST: _paint_forest,
    WATER: _paint_water,
    BUILT_UP: _paint_town,
    BARE: _paint_bare,
}
