"""What the embeddings hold, side by side: the explorations of Naik & Foley-Cox 2022, section 5.3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .....core.charts import agreement_chart, distance_chart, spectra_chart, views_chart
from .....core.models.inputs import RGB
from .....core.pictures import StripColumn, as_pictures, strip_png
from .....core.questions.explore import (
    Distances,
    Path,
    Spectrum,
    distances,
    path,
    project,
    spectrum,
)
from ....datasets import Dataset
from ....datasets.base import Rows
from ...base import Figure, Table
from ...bench.drawing import table_chart
from ...bench.folder import slug
from .ridge import Doubles, column, most_varied
from .rivals import ALL, MOSAIKS, Repeat, line_of

Matrix = NDArray[np.float32]

#: Section 5.3.1, at 4096 dims.
PAPER_CORRELATION = {ALL: 0.313, MOSAIKS: 0.085}
#: What files of figures are called.
_SHORT = {ALL: "multi-task", MOSAIKS: "mosaiks"}
#: Samples from all over a data set that share in the stretch of a few pictures.
_SPREAD = 64


@dataclass(frozen=True)
class Extent:
    """How much is looked at: pairs of samples, components, points on a line with so many neighbours each, samples in a
    view."""

    pairs: int
    components: int
    points: int
    neighbours: int
    shown: int


def spectrum_of(X: Matrix, extent: Extent) -> Spectrum:
    """Of embeddings as they are, since the paper names no scaling (5.3.2)."""
    return spectrum(X, extent.components)


def distances_of(X: Matrix, positions: Doubles, extent: Extent, seed: int) -> Distances:
    """Of random pairs of samples (5.3.1)."""
    return distances(X, positions, extent.pairs, seed)


def table_figure(table: Table, split: str) -> Figure:
    """Table 2 under a split, as bars."""
    marks = " Marks are the paper's." if any(line.paper for line in table.lines) else ""
    said = f"{table.metric}, mean over repeats with the 95% interval of that mean.{marks}"
    return Figure(f"table-2-{split}", table.title, said, table_chart(table))


def agreement_figures(
    repeat: Repeat, said: Mapping[str, Doubles], r2: Mapping[tuple[str, str], float], penalty: float
) -> list[Figure]:
    """Predicted against observed, of the test samples: multi-task embeddings of the first length beside MOSAIKS.

    said: by line of the table, (tasks, tested). r2: by line and task.
    """
    dim = repeat.networks.dims[0]
    lines = [line for name in (ALL, MOSAIKS) if (line := line_of(name, dim)) in said]
    figures = []
    for i, task in enumerate(repeat.tasks.unseen if lines else ()):
        y = column(repeat.heads, task)[repeat.test]
        known = np.isfinite(y)
        title = f"{task}: predicted and observed, {repeat.split} split"
        chart = agreement_chart(
            {line: (y[known], said[line][i][known]) for line in lines},
            axes=(f"Observed {task}", f"Predicted {task}"),
            told={line: f"R² {r2[line, task]:.3f}" for line in lines if (line, task) in r2},
            title=title,
        )
        figures.append(
            Figure(
                f"agreement-{slug(task)}-{repeat.split}",
                title,
                f"The {known.sum():,} test samples of the first repeat, lambda {penalty:g}; the line is y = x.",
                chart,
            )
        )
    return figures


def explored_figures(
    repeat: Repeat, kept: Mapping[str, Matrix], extent: Extent, ends: tuple[int, int]
) -> list[Figure]:
    """Section 5.3 of one repeat: distances at the last length, as in the paper, all else at the first (assumed).

    kept: embeddings by line of the table. ends: rows of the heads' samples.
    """
    heads, dims = repeat.heads, repeat.networks.dims
    figures = []
    for name in (ALL, MOSAIKS):
        line = line_of(name, dims[-1])
        if line in kept and heads.positions is not None:
            figures.append(_distances(name, line, kept[line], repeat, extent))
    near = {name: line for name in (ALL, MOSAIKS) if (line := line_of(name, dims[0])) in kept}
    embedded = {line: kept[line] for line in near.values()}
    if near:
        figures += [_spectra(embedded, extent), _views(repeat, embedded, extent)]
    walks = [_walk(name, line, kept[line], repeat, ends, extent) for name, line in near.items()]
    return figures + walks


def _distances(name: str, line: str, X: Matrix, repeat: Repeat, extent: Extent) -> Figure:
    places = repeat.heads.positions
    found = distances_of(X, np.empty((0, 2)) if places is None else places, extent, repeat.seed)
    title = f"Distance on the ground and in the embedding: {line}"
    return Figure(
        f"distances-{_SHORT[name]}",
        title,
        f"{len(found.ground):,} random pairs; Pearson's r {found.pearson:.3f}, Spearman's {found.spearman:.3f}. The "
        f"paper's r, on its own places: {PAPER_CORRELATION[name]:g}.",
        distance_chart(found.ground, found.embedding, found.pearson, title=title),
    )


def _spectra(embedded: Mapping[str, Matrix], extent: Extent) -> Figure:
    found = {line: spectrum_of(X, extent) for line, X in embedded.items()}
    told = "; ".join(
        f"{line}: {s.components_90} components hold 90%, effective rank {s.effective_rank:.1f}"
        for line, s in found.items()
    )
    title = f"Variance of the first {extent.components} principal components"
    chart = spectra_chart({line: s.shares for line, s in found.items()}, title=title)
    return Figure("spectrum", title, f"Of the embeddings as they are. {told}.", chart)


def _views(repeat: Repeat, embedded: Mapping[str, Matrix], extent: Extent) -> Figure:
    """t-SNE, coloured by that of the tasks learned that varies most, and by the first unseen one."""
    (learned,) = most_varied(repeat.heads, repeat.tasks.learned, 1)
    panels = {}
    for line, X in embedded.items():

        def view(X: Matrix = X) -> Doubles:
            found = project(X, "tsne", repeat.seed, extent.shown)
            return np.column_stack([found.rows, found.xy])

        drawn = repeat.bench.array(f"{repeat.name}, {line}, t-sne", view)
        rows = drawn[:, 0].astype(np.intp)
        for task, role in ((learned, "learned"), (repeat.tasks.unseen[0], "unseen")):
            panels[(f"{task} ({role})", line)] = (
                drawn[:, 1:],
                column(repeat.heads, task)[rows],
            )
    title = "t-SNE of the embeddings, coloured by labels"
    said = "Samples that no network learnt from; a row a task, a column a kind of embedding. The axes have no unit."
    return Figure("t-sne", title, said, views_chart(panels, title=title))


# -- a walk between two samples ----------------------------------------------------------------


def _walk(
    name: str, line: str, X: Matrix, repeat: Repeat, ends: tuple[int, int], extent: Extent
) -> Figure:
    """Points on the line between two samples with their nearest neighbours, as pictures (5.3.3)."""
    heads, task = repeat.heads, repeat.tasks.unseen[0]
    found = path(X, *ends, points=extent.points, neighbours=extent.neighbours)
    title = f"On a line from sample to sample, each with its {task}: {line}"
    columns = _columns(found, ends, column(heads, task))
    rows = np.array([chip for c in columns for chip in c.chips])
    first, last = (heads.sample_name(end) for end in ends)
    return Figure(
        f"walk-{_SHORT[name]}",
        title,
        f"{extent.points} even points on the line between the embeddings of {first} and {last}, and the "
        f"{extent.neighbours} samples nearest to each; under each its {task}, and how far it is from the point.",
        picture=strip_png(pictures_of(heads, rows, repeat.networks.modality), columns, title),
    )


def _columns(found: Path, ends: tuple[int, int], labels: Doubles) -> list[StripColumn]:
    def said(row: int) -> str:
        return f"{labels[row]:,.4g}" if np.isfinite(labels[row]) else "unknown"

    first, last = (
        StripColumn(h, [r], [(said(r), "")]) for h, r in zip(("From", "To"), ends, strict=True)
    )
    between = [
        StripColumn(
            f"Point {i}",
            near.tolist(),
            [(said(r), f"{d:.1f} away") for r, d in zip(near.tolist(), away, strict=True)],
        )
        for i, (near, away) in enumerate(zip(found.rows, found.distances, strict=True), 1)
    ]
    return [first, *between, last]


def pictures_of(data: Dataset, rows: Rows, modality: str) -> NDArray[np.uint8]:
    """Samples as pictures, uint8 ``(n, height, width, 3)``: red, green and blue, else the first three bands or the
    first, in a stretch that they share with samples from all over the data set."""
    others = np.linspace(0, len(data) - 1, min(_SPREAD, len(data))).astype(np.intp)
    images = data.read(np.concatenate([rows, others]), modality)
    take = _shown(data.modalities[modality].bands)
    values = images.values[:, take]
    known = np.isfinite(values).all(axis=1)
    if images.valid is not None:
        known &= images.valid
    return as_pictures(values, known)[: len(rows)]


def _shown(bands: Sequence[str]) -> list[int]:
    lower = [band.lower() for band in bands]
    if set(RGB) <= set(lower):
        return [lower.index(band) for band in RGB]
    return list(range(3 if len(bands) >= 3 else 1))
