"""Table I and figure 2 of Jain et al. 2021 with our figures beside them."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .....core.bands import SENTINEL2, sensor_name
from .....core.charts import loss_chart
from ....datasets import Dataset
from ...base import Figure, Line, Measured, Table, measured
from ...bench.drawing import table_chart
from .encoders import ENCODERS, F1, IMAGENET, METHODS, PRETRAINED
from .samples import Band, Part, Question

#: By band of Sentinel-2 its name in table I, and weighted F1 of ImageNet and of what is PRETRAINED.
TABLE_I: dict[str, tuple[str, tuple[float, ...]]] = {
    "B2": ("Blue", (0.65, 0.74, 0.67, 0.85, 0.87)),
    "B3": ("Green", (0.62, 0.77, 0.77, 0.86, 0.88)),
    "B4": ("Red", (0.56, 0.76, 0.77, 0.85, 0.86)),
    "B5": ("RE5", (0.61, 0.70, 0.72, 0.80, 0.80)),
    "B6": ("RE6", (0.51, 0.68, 0.69, 0.82, 0.74)),
    "B7": ("RE7", (0.47, 0.70, 0.69, 0.81, 0.74)),
    "B8": ("NIR", (0.41, 0.75, 0.74, 0.83, 0.79)),
    "B8A": ("NNIR", (0.44, 0.50, 0.52, 0.59, 0.59)),
    "B11": ("SWIR11", (0.58, 0.72, 0.70, 0.77, 0.83)),
    "B12": ("SWIR12", (0.47, 0.67, 0.68, 0.81, 0.73)),
}
#: Our names of its bands, in its order.
PAPERS_BANDS = {SENTINEL2[code]: code for code in TABLE_I}


def table(question: Question, f1: F1, part: Part, chance: Sequence[float], why: str) -> Table:
    """Bands by encoders. chance: of each repeat, what always saying one class scores. why: ImageNet is not here."""
    lines = [_line(question, f1, part.name, code) for code in TABLE_I]
    beside = {line.name for line in lines}
    others = [b for b in question.bands if _paper_name(question.data, b) not in beside]
    lines += [Line(band.name, _by_encoder(f1, part.name, band.name)) for band in others]
    lines.append(Line("mean of our bands", _mean_of_bands(f1, part.name, question)))
    note = (
        f"{part.rule[0].upper()}{part.rule[1:]}: {len(part.train):,} samples to learn from, {len(part.test):,} tested. "
        f"Always saying the commonest class would score {statistics.mean(chance):.3f}."
    )
    if why:
        note += f" {IMAGENET} could not be asked: {why}"
    return Table(f"Table I, {part.name} split", "weighted F1", ENCODERS, tuple(lines), note)


def _line(question: Question, f1: F1, part: str, code: str) -> Line:
    """A row of the paper's, with ours where it is one of our bands."""
    name, figures = TABLE_I[code]
    paper = dict(zip((IMAGENET, *PRETRAINED), figures, strict=True))
    ours = next((b for b in question.bands if _paper_name(question.data, b) == name), None)
    if ours is None:
        return Line(name, paper=paper, why=_why_not(question.data, code))
    return Line(name, _by_encoder(f1, part, ours.name), paper)


def _why_not(data: Dataset, code: str) -> str:
    """Why a band of the paper's is none of ours."""
    there = [
        Band(band, name)
        for name, modality in data.modalities.items()
        for band in modality.bands
        if band.lower() == SENTINEL2[code]
    ]
    if not there:
        return f"{data.name} has no such band."
    if any(_paper_name(data, band) for band in there):
        return "it was not among the bands asked."
    return f"that of {data.name} is not known to be Sentinel-2’s."


def _paper_name(data: Dataset, band: Band) -> str | None:
    """What the paper calls a band; None where it is not that band of Sentinel-2.

    Sentinel-2 is known by the name of the modality, or since no other sensor has bands of the red edge.
    """
    code = PAPERS_BANDS.get(band.name.lower())
    names = {name.lower() for name in data.modalities[band.modality].bands}
    is_sentinel2 = sensor_name("", band.modality) == "Sentinel-2" or "rededge1" in names
    return TABLE_I[code][0] if code and is_sentinel2 else None


def _by_encoder(f1: F1, part: str, band: str) -> dict[str, Measured]:
    return {name: measured(f1[part, name, band]) for name in ENCODERS if (part, name, band) in f1}


def _mean_of_bands(f1: F1, part: str, question: Question) -> dict[str, Measured]:
    """Of the encoders that all bands were asked of."""
    found = {}
    for name in ENCODERS:
        each = [f1[part, name, b.name] for b in question.bands if (part, name, b.name) in f1]
        if len(each) == len(question.bands):
            found[name] = measured(np.mean(each, axis=0).tolist())
    return found


def bars(made: Table, part: str) -> Figure:
    """Scores by band and encoder, of the bands that were asked."""
    ours = replace(made, lines=tuple(line for line in made.lines if line.ours))
    caption = (
        "Weighted F1 of each band under each encoder; marks are the figures of the paper’s table I."
    )
    return Figure(f"table-1-{part}", made.title, caption, table_chart(ours))


def losses(curves: Mapping[str, Sequence[Mapping[str, Any]]]) -> Figure:
    """Figure 2: both losses of the large models, on one scale."""
    shown, longest = {}, 1
    for method in METHODS:
        lines = curves[f"{method}, large"][0]["metrics"]
        loss = np.array(lines["loss"], np.float64)
        shown[method] = (np.array(lines["step"]), loss if method == "BYOL" else 2 + 2 * loss)
        longest = max(longest, len(loss))
    title = "Loss of pretraining, large models"
    caption = (
        "Eq. 1 of the paper, 2 − 2 cos, of both (SimSiam’s own loss is −cos), as a rolling mean over the steps, of the "
        "first repeat. Figure 2 of the paper shows its models of 90,000 pairs."
    )
    chart = loss_chart(shown, window=max(1, min(50, longest // 10)), loss="2 − 2 cos", title=title)
    return Figure("loss", title, caption, chart)
