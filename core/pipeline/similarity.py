"""Where else it looks like some chips: a list of the most similar, and a raster of similarity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from .. import grids
from ..chips import write_chips
from ..cog import Raster
from ..errors import ChipUnknown
from ..maps import Layer, write_chip_layer
from ..probes.base import available_threads
from ..questions.similar import SimilarityIndex, most_similar
from .embeddings import Features, features
from .workspaces import Place, open_workspace


@dataclass(frozen=True)
class SimilarChip:
    """A chip, its similarity (see SimilarityIndex.similarity), and its centre in degrees."""

    chip: int
    similarity: float
    lon: float
    lat: float


@dataclass(frozen=True)
class SimilarReport:
    """The most similar chips, greatest first, and the files that were asked for."""

    like: list[int]
    unlike: list[int]
    chips: list[SimilarChip]
    raster: str
    file: str = ""


@dataclass(frozen=True)
class Searchable:
    """Embeddings of some sources made ready for any number of questions."""

    data: Features
    index: SimilarityIndex


def searchable(data: Features, *, standardised: bool = True) -> Searchable:
    """Make features ready to be searched."""
    threads = available_threads()
    return Searchable(
        data, SimilarityIndex(data.matrix, standardised=standardised, threads=threads)
    )


def similar(
    place: Place,
    like: Sequence[int],
    *,
    unlike: Sequence[int] = (),
    count: int = 50,
    standardised: bool = True,
    sources: Sequence[str] | None = None,
    raster: str | Path | Literal[False] | None = None,
    out: str | Path | None = None,
    ready: Searchable | None = None,
) -> SimilarReport:
    """Chips that look like some and unlike others.

    Parameters
    ----------
    like, unlike: chip ids. count: of the most similar, those shown left out.
    raster: GeoTIFF of the similarity of every chip; ``maps/similar.tif`` by default, none with False.
    out: vector file to write the most similar to.
    ready: what ``sources`` and ``standardised`` would give, where it is in memory already.

    Raises ChipUnknown for an id that is not embedded in the area, EmbeddingsMissing, UsageError, OutputError.
    """
    workspace = open_workspace(place)
    if ready is None:
        ready = searchable(features(workspace, sources), standardised=standardised)
    data = ready.data
    shown, other = (rows_of(data.ids, given) for given in (like, unlike))
    score = ready.index.similarity(shown, other)
    rows = most_similar(score, count, np.r_[shown, other])
    path = None if raster is False else Path(raster or workspace.map_path("similar"))
    if path is not None:
        layer = Layer(Raster(dtype="float32", nodata=np.nan, bands=("similarity",)), score[None])
        write_chip_layer(path, workspace.grid, data.ids, layer, "similarity")
    ids = data.ids[rows]
    if out is not None:
        ranked = {"rank": np.arange(1, len(ids) + 1), "similarity": score[rows].astype(float)}
        write_chips(out, workspace.grid, ids, ranked)
    places = grids.lon_lat(workspace.grid.centres(ids), workspace.geobox).tolist()
    chips = [
        SimilarChip(chip, value, lon, lat)
        for chip, value, (lon, lat) in zip(ids.tolist(), score[rows].tolist(), places, strict=True)
    ]
    return SimilarReport(list(like), list(unlike), chips, str(path or ""), str(out or ""))


def rows_of(ids: np.ndarray, chips: Sequence[int]) -> np.ndarray:
    """The places of chips in ``ids``, ascending int64. Raises ChipUnknown where one is not there."""
    wanted = np.asarray(chips, dtype=np.int64).reshape(-1)
    place = np.searchsorted(ids, wanted).clip(max=len(ids) - 1)
    absent = wanted[ids[place] != wanted]
    if len(absent):
        raise ChipUnknown(
            f"Chip {absent[0]} is not embedded in the area of interest; eo-embed chips writes the ids, and "
            f"they run from {ids[0]} to {ids[-1]} here."
        )
    return place
