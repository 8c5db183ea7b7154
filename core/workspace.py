"""The workspace: one folder for one area, readable without this program.

    my_area/
      workspace.toml        sources and their bands, grid, chips, embeddings in use, targets
      aoi.gpkg              the area of interest, in the grid's CRS, where there is one
      labels.gpkg           one row per labelled chip
      embeddings/<key>/     manifest.json, encoder.safetensors, part-<block>.parquet
      heads/<name>/         head.json, head-<digest>.skops, arrays-<digest>.safetensors
      maps/<name>.tif       with .qml and .aux.xml beside it
      samples/<name>.gpkg   cells to check, to be labelled; <name>.json beside it: how they were drawn
      explore/              charts and tables of what is in the embeddings; clusters.parquet
      report.html           the page to hand over

workspace.toml is strict: an unknown key, a wrong type or a later format is refused.
"""

from __future__ import annotations

import contextlib
import dataclasses
import math
import os
import re
import tomllib
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import tomli_w
from affine import Affine
from filelock import FileLock, Timeout
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox

from . import files, grids, vectors
from .chips import ChipGrid, Inclusion, read_aoi
from .classes import ClassInfo
from .errors import (
    BandUnknown,
    LabelsMissing,
    OutputError,
    UsageError,
    WorkspaceExists,
    WorkspaceInvalid,
    WorkspaceMissing,
    WorkspaceTooNew,
)
from .rasters import Band, Source, is_remote

#: The format of workspace.toml; raised when an older program would misread a newer file.
FORMAT = 1
#: Seconds to wait for another program that is changing workspace.toml.
_WAIT_S = 10


@dataclass(frozen=True)
class GridConfig:
    """The reference grid: CRS, affine ``(a, b, c, d, e, f)``, shape ``(height, width)``."""

    crs: str
    transform: tuple[float, ...]
    shape: tuple[int, int]


@dataclass(frozen=True)
class ChipsConfig:
    """Chip size and stride in pixels ``(y, x)``, inclusion rule, least share of valid pixels; ``aoi``
    names the file of the area of interest, where there is one."""

    size: tuple[int, int]
    stride: tuple[int, int]
    inclusion: Inclusion = "centre"
    min_valid: float = 0.5
    aoi: str = ""


@dataclass(frozen=True)
class SourceConfig:
    """A modality, and the folder of its embeddings in use."""

    name: str
    bands: tuple[Band, ...]
    embeddings: str = ""


@dataclass(frozen=True)
class TargetConfig:
    """What labels say of a chip: one of some classes, or a value; ``how`` they were derived."""

    name: str
    kind: Literal["classes", "value"]
    how: str = ""
    classes: tuple[ClassInfo, ...] = ()


@dataclass(frozen=True)
class Config:
    """workspace.toml; ``home`` is where the folder was made, by which rasters that moved along are found."""

    format: int
    grid: GridConfig
    chips: ChipsConfig
    sources: tuple[SourceConfig, ...]
    targets: tuple[TargetConfig, ...] = field(default=())
    home: str = ""


class Workspace:
    """An open workspace. ``config`` is as it was when read or last updated by this object."""

    def __init__(self, folder: Path, config: Config) -> None:
        self.folder, self.config = folder, config

    # -- opening and saving --------------------------------------------------------------------

    @classmethod
    def open(cls, folder: str | Path) -> Workspace:
        """Raises WorkspaceMissing, WorkspaceTooNew, WorkspaceInvalid."""
        folder = Path(folder)
        path = folder / "workspace.toml"
        if not path.is_file():
            raise WorkspaceMissing(
                f"There is no workspace in {folder}; make one with eo-embed init."
            )
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise WorkspaceInvalid(f"{path} is not valid TOML: {error}.") from error
        version = content.get("format")
        if isinstance(version, int) and version > FORMAT:
            raise WorkspaceTooNew(
                f"{path} was written by a later version (format {version}, this program knows {FORMAT}); "
                "update eo-embed."
            )
        config = _build(Config, content, str(path), "")
        _check(config, str(path))
        return cls(folder, config)

    @classmethod
    def create(cls, folder: Path, config: Config, aoi: Any = None) -> Workspace:
        """Raises WorkspaceExists where the folder holds one already, UsageError for a bad name."""
        if (folder / "workspace.toml").exists():
            raise WorkspaceExists(f"{folder} already holds a workspace; choose another folder.")
        for source in config.sources:
            files.check_name("A source", source.name)
        name = _write_aoi(folder, aoi, config.grid.crs)
        chips = replace(config.chips, aoi=name)
        workspace = cls(folder, replace(config, chips=chips, home=str(folder.resolve())))
        workspace._save()
        return workspace

    def _save(self) -> None:
        content = dataclasses.asdict(self.config)
        header = "# An EO Embed workspace. Edit with care: unknown keys are refused.\n"
        files.write_text(self.folder / "workspace.toml", header + tomli_w.dumps(_plain(content)))

    def update(self, change: Callable[[Config], Config]) -> None:
        """Change the configuration as it is on disk now, and write it at once.

        Other threads and processes that do so wait, so that no change is lost. Raises OutputError,
        DiskFull, and the errors of ``open``.
        """
        try:
            with FileLock(self.folder / ".lock", timeout=_WAIT_S):
                self.config = change(Workspace.open(self.folder).config)
                self._save()
        except Timeout as error:
            raise OutputError(
                f"{self.folder} is held by another program for more than {_WAIT_S} s; try again."
            ) from error
        except OSError as error:
            raise files.refused(self.folder / "workspace.toml", error) from error

    def set_area(self, aoi: Any) -> None:
        """Take another area of interest, a polygon in the grid's CRS, or None for the whole grid.

        Embeddings and labels stay; chips outside are passed over. Raises OutputError, DiskFull.
        """
        name = _write_aoi(self.folder, aoi, self.config.grid.crs)
        before = self.config.chips.aoi
        self.update(lambda config: replace(config, chips=replace(config.chips, aoi=name)))
        self.__dict__.pop("grid", None)
        if before:
            with contextlib.suppress(OSError):
                (self.folder / before).unlink()

    # -- what it holds -------------------------------------------------------------------------

    @cached_property
    def geobox(self) -> GeoBox:
        grid = self.config.grid
        return GeoBox(grid.shape, Affine(*grid.transform), CRS(grid.crs))

    @cached_property
    def grid(self) -> ChipGrid:
        """The chip grid with its area of interest."""
        chips = self.config.chips
        aoi = read_aoi(str(self.folder / chips.aoi), self.geobox) if chips.aoi else None
        return ChipGrid(self.geobox, chips.size, chips.stride, aoi, chips.inclusion)

    def source(self, name: str) -> Source:
        """A source for reading. Raises BandUnknown where there is none of that name."""
        bands = tuple(
            replace(band, path=self._absolute(band.path)) for band in self.source_config(name).bands
        )
        return Source(name, bands, self.geobox)

    def source_config(self, name: str) -> SourceConfig:
        for source in self.config.sources:
            if source.name == name:
                return source
        raise BandUnknown(
            f"The workspace has no source {name}; it has {', '.join(self.source_names)}."
        )

    @property
    def source_names(self) -> list[str]:
        return [source.name for source in self.config.sources]

    def select_sources(self, names: list[str] | None) -> list[str]:
        """The sources asked for, in the workspace's order; all of them by default."""
        for name in names or []:
            self.source_config(name)
        return [name for name in self.source_names if not names or name in names]

    def target(self, name: str | None) -> TargetConfig:
        """A target by name, or the only one. Raises LabelsMissing."""
        names = [target.name for target in self.config.targets]
        if not names:
            raise LabelsMissing(
                f"The workspace {self.folder} has no labels; add some with eo-embed label."
            )
        if name is None and len(names) > 1:
            raise LabelsMissing(
                f"The workspace has labels of {', '.join(names)}; say which with --target."
            )
        for target in self.config.targets:
            if name in (None, target.name):
                return target
        raise LabelsMissing(f"There are no labels named {name}; there are {', '.join(names)}.")

    def put_target(self, target: TargetConfig) -> None:
        self.change_target(target.name, lambda _: target)

    def change_target(
        self, name: str, change: Callable[[TargetConfig | None], TargetConfig]
    ) -> None:
        """Change a target as it is on disk now, or make it. Raises UsageError for a bad name."""
        files.check_name("A target", name)

        def apply(config: Config) -> Config:
            old = next((t for t in config.targets if t.name == name), None)
            new = change(old)
            if old is None:
                return replace(config, targets=(*config.targets, new))
            return replace(config, targets=tuple(new if t is old else t for t in config.targets))

        self.update(apply)

    def remove_target(self, name: str) -> None:
        """Forget a target; its labels, where there are any, stay in labels.gpkg."""
        self.update(
            lambda config: replace(
                config, targets=tuple(t for t in config.targets if t.name != name)
            )
        )

    def set_chips(self, chips: ChipsConfig) -> None:
        """Take other chips on the same grid and area; embeddings of chips that are cut otherwise are no
        longer in use (they stay on disk). Raises OutputError, DiskFull."""

        def apply(config: Config) -> Config:
            old = config.chips
            new = replace(chips, aoi=old.aoi)
            same = (new.size, new.stride, new.min_valid) == (old.size, old.stride, old.min_valid)
            kept = config.sources if same else (replace(s, embeddings="") for s in config.sources)
            return replace(config, chips=new, sources=tuple(kept))

        self.update(apply)
        self.__dict__.pop("grid", None)

    def put_embeddings(self, source: str, key: str) -> None:
        """Make a store the one in use for a source."""

        def apply(config: Config) -> Config:
            changed = (
                replace(s, embeddings=key) if s.name == source else s for s in config.sources
            )
            return replace(config, sources=tuple(changed))

        self.update(apply)

    @property
    def labels_path(self) -> Path:
        return self.folder / "labels.gpkg"

    def store_path(self, key: str) -> Path:
        return self.folder / "embeddings" / key

    def head_path(self, name: str) -> Path:
        return self.folder / "heads" / files.check_name("A head", name)

    def map_path(self, name: str) -> Path:
        return self.folder / "maps" / f"{name}.tif"

    def _absolute(self, path: str) -> str:
        if is_remote(path) or path.startswith("/vsi"):
            return path
        if os.path.isabs(path):
            return path if os.path.exists(path) else self._moved_along(path)
        inside = self.folder / path
        return str(inside) if inside.exists() or ":" not in path else path

    def _moved_along(self, path: str) -> str:
        """Where a file lies as it lay to the workspace when that was made; ``path`` itself where none does."""
        try:
            beside = os.path.relpath(path, self.config.home) if self.config.home else ""
        except ValueError:  # on another drive
            beside = ""
        found = os.path.normpath(self.folder.resolve() / beside) if beside else ""
        return found if found and os.path.exists(found) else path


def stored_path(path: str, folder: Path) -> str:
    """How a path goes into workspace.toml: relative where it lies in the workspace, else absolute,
    so that the folder can be moved with what is in it."""
    if is_remote(path) or path.startswith("/vsi") or not os.path.exists(path):
        return path
    absolute = Path(path).resolve()
    home = folder.resolve()
    return absolute.relative_to(home).as_posix() if absolute.is_relative_to(home) else str(absolute)


def grid_config(geobox: GeoBox) -> GridConfig:
    return GridConfig(
        grids.crs_text(geobox.crs), tuple(geobox.affine[:6]), (geobox.shape[0], geobox.shape[1])
    )


def _write_aoi(folder: Path, area: Any, crs: str) -> str:
    """Write an area of interest; returns its name, one that is free, since a file that is there may be
    the user's. No area, no name."""
    import geopandas

    if area is None:
        return ""
    names = ("aoi.gpkg", *(f"aoi-{number}.gpkg" for number in range(2, 10_000)))
    name = next(name for name in names if not (folder / name).exists())
    vectors.write_geopackage(folder / name, geopandas.GeoDataFrame(geometry=[area], crs=crs), "aoi")
    return name


def _check(config: Config, path: str) -> None:
    """Raises WorkspaceInvalid for what has the right type and makes no sense."""

    def refuse(where: str, why: str) -> WorkspaceInvalid:
        return WorkspaceInvalid(f"{path}: '{where}' {why}.")

    grid, chips = config.grid, config.chips
    try:
        CRS(grid.crs)
    except Exception as error:  # pyproj raises its own tree of errors
        raise refuse("grid.crs", f"is {grid.crs!r}, no coordinate reference system") from error
    sound = len(grid.transform) == 6 and all(map(math.isfinite, grid.transform))
    if not sound or Affine(*grid.transform).is_degenerate:
        raise refuse("grid.transform", "must be six numbers a, b, c, d, e, f of a map of pixels")
    for where, pair in (
        ("grid.shape", grid.shape), ("chips.size", chips.size), ("chips.stride", chips.stride)
    ):  # fmt: skip
        if min(pair) < 1:
            raise refuse(where, f"is {list(pair)}; both must be 1 or more")
    if not 0 <= chips.min_valid <= 1:
        raise refuse("chips.min_valid", f"is {chips.min_valid}; it must lie between 0 and 1")
    for target in config.targets:
        for info in target.classes:
            if not re.fullmatch(r"#[0-9a-fA-F]{6}", info.colour):
                raise refuse("targets.classes.colour", f"is {info.colour!r}; it must be #rrggbb")
    names = [("sources.name", s.name) for s in config.sources]
    names += [("sources.embeddings", s.embeddings) for s in config.sources if s.embeddings]
    names += [("targets.name", t.name) for t in config.targets]
    names += [("chips.aoi", chips.aoi)] if chips.aoi else []
    for where, name in names:
        try:
            files.check_name("It", name)
        except UsageError as error:
            raise refuse(where, f"is {name!r}, which is no name for a file") from error


def _plain(value: Any) -> Any:
    """TOML has no null: leave out what is None."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if v is not None}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


def _build(kind: Any, value: Any, path: str, where: str) -> Any:
    """A dataclass, tuple or scalar of the declared type from TOML; anything else is refused."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        if not isinstance(value, dict):
            raise WorkspaceInvalid(f"{path}: {where} must be a table.")
        hints = typing.get_type_hints(kind)
        for key in value:
            if key not in hints:
                raise WorkspaceInvalid(
                    f"{path}: unknown key '{_join(where, key)}'; known here: {', '.join(hints)}."
                )
        for f in dataclasses.fields(kind):
            if f.name not in value and f.default is dataclasses.MISSING:
                raise WorkspaceInvalid(f"{path}: the key '{_join(where, f.name)}' is missing.")
        return kind(**{k: _build(hints[k], v, path, _join(where, k)) for k, v in value.items()})
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        if not isinstance(value, list) or (args[-1] is not ... and len(value) != len(args)):
            raise WorkspaceInvalid(f"{path}: '{where}' must be a list of {len(args)} items.")
        kinds = [args[0]] * len(value) if args[-1] is ... else args
        return tuple(_build(k, v, path, where) for k, v in zip(kinds, value, strict=True))
    if origin is Literal:
        if value not in args:
            raise WorkspaceInvalid(f"{path}: '{where}' is {value!r}; it can be {', '.join(args)}.")
        return value
    allowed = args if origin is types.UnionType else (kind,)
    if float in allowed and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not any(isinstance(value, a) and (a is bool) == isinstance(value, bool) for a in allowed):
        names = " or ".join(a.__name__ for a in allowed if a is not type(None))
        raise WorkspaceInvalid(f"{path}: '{where}' is {value!r}; it must be {names}.")
    return value


def _join(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key
