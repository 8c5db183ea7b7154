"""Layers beside a map that say where not to believe it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..classes import UNCERTAINTY_RAMP, VALUE_RAMP, Legend
from ..cog import Raster
from ..errors import UsageError
from ..maps import Layer
from ..probes import Head, HeadMeta, Prediction
from ..questions.conformal import intervals, prediction_sets
from ..questions.trust import Trust


class TrustSummary(NamedTuple):
    """What the layers hold: the share of chips inside the area of applicability; of sets, the level, the
    mean number of classes and the share of chips with one class only; of intervals, their mean width."""

    inside: float | None = None
    level: float | None = None
    set_size: float | None = None
    single: float | None = None
    width: float | None = None


def trust_layers(
    head: Head,
    meta: HeadMeta,
    trust: Trust,
    matrix: np.ndarray,
    prediction: Prediction,
    legend: Legend,
    *,
    level: float | None,
    applicability: bool,
) -> tuple[dict[str, Layer], TrustSummary]:
    """The layers of a chip map, and what they hold.

    level: of the sets or intervals, None for none. Raises UsageError where a level is asked of a head for
    which no block was held out, LabelsTooFew where too few were.
    """
    layers: dict[str, Layer] = {}
    found = TrustSummary()
    if applicability and trust.applicability is not None:
        index = trust.applicability.dissimilarity(matrix, head.threads)
        inside = trust.applicability.inside(index)
        layers["applicability"] = Layer(
            _floats("dissimilarity index", "inside the area of applicability"),
            np.array([index, inside.astype(np.float32)]),
            UNCERTAINTY_RAMP,
            (0.0, 2 * trust.applicability.threshold),
        )
        found = found._replace(inside=float(inside.mean()))
    if level is None:
        return layers, found
    if trust.held_out is None:
        raise UsageError(
            f"Head {meta.name} held out no blocks, which sets and intervals need; fit it again with "
            "--hold-out 0.3."
        )
    q, floor = trust.held_out.threshold(level), trust.held_out.floor
    if prediction.proba is None:
        low, high = intervals(prediction.labels, prediction.uncertainty, q, floor)
        bands = tuple(f"{end} end of the {level:.0%} interval" for end in ("lower", "upper"))
        layers["interval"] = Layer(_floats(*bands), np.array([low, high]), VALUE_RAMP)
        return layers, found._replace(level=level, width=float((high - low).mean()))
    sets = prediction_sets(prediction.proba, q)
    size = sets.sum(axis=1)
    bands = (f"classes in the {level:.0%} set", *(f"{c.name} in the set" for c in legend.classes))
    layers["sets"] = Layer(
        Raster(dtype="uint8", nodata=255, bands=bands),
        np.vstack([size[None], sets.T]).astype(np.uint8),
        UNCERTAINTY_RAMP,
        (1.0, float(max(2, sets.shape[1]))),
    )
    return layers, found._replace(
        level=level, set_size=float(size.mean()), single=float((size == 1).mean())
    )


def _floats(*bands: str) -> Raster:
    return Raster(dtype="float32", nodata=np.nan, bands=bands)
