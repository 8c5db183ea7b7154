"""What is in the embeddings, on disk: charts and tables of their spectrum, views, distances and walks.

Each writes a chart and what it shows as a table to the workspace's folder ``explore/``, over what an
earlier call left there. With ``out`` they go elsewhere, and never over a file that is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .. import charts, files
from ..chips import write_chips
from ..errors import OutputError, UsageError
from ..pictures import StripColumn, picture_strip
from ..questions import explore
from ..questions.explore import View
from ..workspace import TargetConfig, Workspace
from .embeddings import Features, features
from .labelling import classes_of, labels_of
from .similarity import rows_of
from .workspaces import Place, open_workspace

if TYPE_CHECKING:
    from ..probes.base import Ints

COMPONENTS = 50  # Naik & Foley-Cox 2022, section 5.3.2


@dataclass(frozen=True)
class PcaReport:
    """Shares of the variance of the first components (see explore.Spectrum), and the files."""

    files: dict[str, str]
    chips: int
    dim: int
    shares: list[float]
    components_90: int
    components_95: int
    components_99: int
    effective_rank: float
    participation_ratio: float


@dataclass(frozen=True)
class ViewReport:
    """A view in two dimensions: how many chips it shows, how many of them labelled for the target."""

    files: dict[str, str]
    method: str
    shown: int
    labelled: int
    target: str


@dataclass(frozen=True)
class ViewPoints:
    """A view in two dimensions: chips, their places ``(x, y)``, and their labels of a target, class codes or
    values, None for none."""

    method: str
    target: str
    chips: list[int]
    xy: list[tuple[float, float]]
    labels: list[str | float | None]


@dataclass(frozen=True)
class DistanceReport:
    """Correlations of distance on the ground and in the embedding, NaN where there is none."""

    files: dict[str, str]
    pairs: int
    pearson: float
    spearman: float


@dataclass(frozen=True)
class PathReport:
    """A walk: for each of its points the nearest chips and their distances, nearest first."""

    files: dict[str, str]
    start: int
    end: int
    chips: list[list[int]]
    distances: list[list[float]]


def explore_pca(
    place: Place,
    *,
    target: str | None = None,
    most: int = 5000,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    out: str | Path | None = None,
) -> PcaReport:
    """The spectrum of the embeddings (explore.spectrum), and their view on its first two components.

    Raises EmbeddingsMissing, LabelsMissing for a ``target`` that is not there, UsageError, OutputError.
    """
    workspace = open_workspace(place)
    data = features(workspace, sources)
    found = explore_spectrum(data)
    chart = _output(workspace, "pca", out)
    told = f"Spectrum of {data.matrix.shape[1]} features, {found.rows:,} chips"
    charts.spectrum_chart(found.shares, title=told).png(chart)
    component = np.arange(1, len(found.shares) + 1)
    table = {"component": component, "share": found.shares, "cumulative": found.cumulative}
    shown = _draw_view(
        workspace, data, "pca", target, most, seed, _output(workspace, "pca-view", out, "-view")
    )
    return PcaReport(
        {"chart": str(chart), "table": _write_table(chart, table), **_named("view", shown.files)},
        found.rows,
        data.matrix.shape[1],
        found.shares.tolist(),
        found.components_90,
        found.components_95,
        found.components_99,
        found.effective_rank,
        found.participation_ratio,
    )


def explore_spectrum(data: Features) -> explore.Spectrum:
    """The spectrum of features that are in memory; writes nothing. Raises UsageError."""
    return explore.spectrum(data.matrix, COMPONENTS)


def explore_view(
    place: Place,
    method: View,
    *,
    target: str | None = None,
    most: int = 5000,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    out: str | Path | None = None,
) -> ViewReport:
    """A view in two dimensions by ``method`` (explore.project), coloured by the labels of a target.

    The chips labelled for ``target``, by default the only one there is, come first, and others drawn
    at random up to ``most``. Raises as ``explore_pca`` does.
    """
    workspace = open_workspace(place)
    data = features(workspace, sources)
    return _draw_view(workspace, data, method, target, most, seed, _output(workspace, method, out))


def explore_points(
    place: Place,
    method: View,
    *,
    target: str | None = None,
    most: int = 5000,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    data: Features | None = None,
) -> ViewPoints:
    """What ``explore_view`` draws, as numbers; writes nothing. ``data`` are the features, where they are in
    memory already."""
    workspace = open_workspace(place)
    data = data if data is not None else features(workspace, sources)
    rows, xy, marks = _project(workspace, data, method, target, most, seed)
    return ViewPoints(method, marks.target, data.ids[rows].tolist(), xy.tolist(), marks.labels)


def explore_distance(
    place: Place,
    *,
    pairs: int = 5000,
    seed: int = 0,
    sources: Sequence[str] | None = None,
    out: str | Path | None = None,
) -> DistanceReport:
    """Distance on the ground against distance in the embedding (explore.distances).

    Raises EmbeddingsMissing, UsageError, OutputError.
    """
    workspace = open_workspace(place)
    data = features(workspace, sources)
    centres = workspace.grid.metric_centres(data.ids)
    found = explore.distances(data.matrix, centres, pairs, seed)
    chart = _output(workspace, "distance", out)
    told = f"{len(found.first):,} pairs of chips"
    charts.distance_chart(found.ground, found.embedding, found.pearson, title=told).png(chart)
    table = {
        "first": data.ids[found.first],
        "second": data.ids[found.second],
        "ground_m": found.ground,
        "embedding": found.embedding,
    }
    written = {"chart": str(chart), "table": _write_table(chart, table)}
    return DistanceReport(written, len(found.first), found.pearson, found.spearman)


def explore_path(
    place: Place,
    start: int,
    end: int,
    *,
    points: int = 5,
    neighbours: int = 4,
    sources: Sequence[str] | None = None,
    out: str | Path | None = None,
) -> PathReport:
    """The chips met on the way from one chip to another (explore.path), cut from the imagery.

    The picture shows the first of the sources. Raises ChipUnknown for ids that are not embedded in the
    area, EmbeddingsMissing, UsageError, OutputError.
    """
    workspace = open_workspace(place)
    data = features(workspace, sources)
    ends = rows_of(data.ids, [start, end])
    for chip, row in zip((start, end), ends, strict=True):
        if not np.isfinite(data.matrix[row]).all():
            raise UsageError(
                f"Chip {chip} is not embedded from every source; choose another, or one of --sources."
            )
    if start == end:
        raise UsageError(f"A walk from chip {start} to itself goes nowhere; choose two chips.")
    found = explore.path(data.matrix, int(ends[0]), int(ends[1]), points, neighbours)
    chips, distances = data.ids[found.rows], found.distances
    picture = _output(workspace, "path", out)
    package = picture.with_suffix(".gpkg")
    _refuse_there(package, out)
    near = [
        StripColumn(
            f"Point {i}",
            ids.tolist(),
            [(f"chip {c}", f"{d:.2f} away") for c, d in zip(ids, away, strict=True)],
        )
        for i, (ids, away) in enumerate(zip(chips, distances, strict=True), 1)
    ]
    strip = [
        StripColumn("From", [start], [(f"chip {start}", "")]),
        *near,
        StripColumn("To", [end], [(f"chip {end}", "")]),
    ]
    source = workspace.source(data.manifests[0].source)
    picture_strip(picture, source, workspace.grid, strip, f"From chip {start} to chip {end}")
    point, rank = (index.reshape(-1) + 1 for index in np.indices(chips.shape))
    columns = {
        "point": np.r_[0, point, points + 1],
        "rank": np.r_[0, rank, 0],
        "distance": np.r_[0.0, distances.reshape(-1), 0.0],
    }
    write_chips(package, workspace.grid, np.r_[start, chips.reshape(-1), end], columns)
    written = {"picture": str(picture), "table": str(package)}
    return PathReport(written, start, end, chips.tolist(), distances.tolist())


# -- a view ------------------------------------------------------------------------------------


class _Marks(NamedTuple):
    """What is known of ``n`` chips: an index into ``names`` (-1 for none), or a value (NaN for none)."""

    target: str
    codes: Ints
    names: list[str]
    colours: list[str]
    values: np.ndarray
    class_codes: tuple[str, ...] = ()

    @property
    def known(self) -> np.ndarray:
        return (self.codes >= 0) | np.isfinite(self.values)

    def take(self, rows: np.ndarray) -> _Marks:
        return self._replace(codes=self.codes[rows], values=self.values[rows])

    @property
    def labels(self) -> list[str | float | None]:
        """The label of each chip as labels.gpkg holds it, None for none."""
        if self.names:
            return [self.class_codes[code] if code >= 0 else None for code in self.codes]
        return [None if np.isnan(value) else float(value) for value in self.values]

    @property
    def texts(self) -> list[str]:
        """The label of each chip as text, "" for none."""
        named = [*self.names, ""]  # -1 is the last
        if self.names:
            return [named[code] for code in self.codes]
        return ["" if np.isnan(value) else f"{value:g}" for value in self.values]


def _draw_view(
    workspace: Workspace,
    data: Features,
    method: View,
    target: str | None,
    most: int,
    seed: int,
    chart: Path,
) -> ViewReport:
    rows, xy, marks = _project(workspace, data, method, target, most, seed)
    told = f"{_TITLES[method]} of {len(rows):,} chips"
    charts.scatter_chart(
        xy,
        labels=marks.codes,
        names=marks.names,
        colours=marks.colours,
        values=marks.values,
        unit=marks.target,
        title=f"{told}, {marks.target}" if marks.target else told,
    ).png(chart)
    x, y = xy.astype(float).T
    table = {"chip_id": data.ids[rows], "x": x, "y": y, "label": marks.texts}
    written = {"chart": str(chart), "table": _write_table(chart, table)}
    return ViewReport(written, method, len(rows), int(marks.known.sum()), marks.target)


def _project(
    workspace: Workspace, data: Features, method: View, target: str | None, most: int, seed: int
) -> tuple[np.ndarray, np.ndarray, _Marks]:
    """The rows that a view shows, their places ``(n, 2)``, and what is known of them."""
    marks = _marks(workspace, data.ids, target)
    rows = _rows_to_show(marks.known, most, seed)
    found = explore.project(data.matrix[rows], method, seed, len(rows))
    rows = rows[found.rows]
    return rows, found.xy, marks.take(rows)


_TITLES = {"pca": "First two principal components", "tsne": "t-SNE", "umap": "UMAP"}


def _rows_to_show(labelled: np.ndarray, most: int, seed: int) -> np.ndarray:
    """Labelled rows first, then others at random, up to ``most`` in all; ascending."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(labelled))
    first = order[np.argsort(~labelled[order], kind="stable")]
    return np.sort(first[: max(most, 0)])


def _marks(workspace: Workspace, ids: np.ndarray, target: str | None) -> _Marks:
    """What the labels of a target say of chips; of none, where the workspace has none."""
    codes, values = np.full(len(ids), -1), np.full(len(ids), np.nan)
    if target is None and not workspace.config.targets:
        return _Marks("", codes, [], [], values)
    config = workspace.target(target)
    table = labels_of(workspace, config)
    _, here, there = np.intersect1d(ids, table.ids, assume_unique=True, return_indices=True)
    if table.values.dtype != object:
        values[here] = table.values[there]
        return _Marks(config.name, codes, [], [], values)
    return _class_marks(config, codes, values, here, table.values[there].tolist())


def _class_marks(
    config: TargetConfig, codes: Ints, values: np.ndarray, here: np.ndarray, given: list[str]
) -> _Marks:
    present = set(given)
    classes = [c for c in classes_of(config, present) if c.code in present]
    index = {c.code: i for i, c in enumerate(classes)}
    codes[here] = [index[code] for code in given]
    names, colours = [c.name for c in classes], [c.colour for c in classes]
    return _Marks(config.name, codes, names, colours, values, tuple(index))


# -- files -------------------------------------------------------------------------------------


def explore_folder(workspace: Workspace) -> Path:
    """Where explorations go: files there are the program's own."""
    return workspace.folder / "explore"


def _output(workspace: Workspace, name: str, out: str | Path | None, ending: str = "") -> Path:
    """The chart's path: ``explore/<name>.png``, or ``out`` with ``ending`` added to its name."""
    if out is None:
        return explore_folder(workspace) / f"{name}.png"
    path = Path(out)
    if path.suffix.lower() != ".png":
        raise OutputError(f"Charts are written as .png, not as {path.name}.")
    path = path.with_name(f"{path.stem}{ending}{path.suffix}")
    for each in (path, path.with_suffix(".csv")):
        _refuse_there(each, out)
    return path


def _refuse_there(path: Path, out: str | Path | None) -> None:
    """Nobody can tell whose a picture or table outside ``explore/`` is: it stays."""
    if out is not None and path.exists():
        raise OutputError(f"{path} is there already; choose another name, or remove it.")


def _write_table(chart: Path, columns: Mapping[str, Any]) -> str:
    """Write a CSV beside a chart; returns its path."""
    import pandas

    path = chart.with_suffix(".csv")
    files.write_text(path, pandas.DataFrame(columns).to_csv(index=False, float_format="%.7g"))
    return str(path)


def _named(prefix: str, written: dict[str, str]) -> dict[str, str]:
    return {f"{prefix}_{name}": path for name, path in written.items()}
