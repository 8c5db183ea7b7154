"""The workspace: one folder for one area, readable without this program.

    my_area/
      workspace.toml        sources and their bands, grid, chips, embeddings in use, targets
      aoi.gpkg              the area of interest, in the grid's CRS, where there is one
      labels.gpkg           one row per labelled chip
      embeddings/<key>/     manifest.json, encoder.safetensors, part-<block>.parquet
      heads/<name>/         head.skops, head.json
      maps/<name>.tif       with .qml and .aux.xml beside it

workspace.toml is strict: an unknown key, a wrong type or a later format is refused.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
import types
import typing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import tomli_w
from affine import Affine
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox

from . import files, grids
from .chips import ChipGrid, Inclusion, read_aoi
from .classes import ClassInfo
from .errors import (
    BandUnknown,
    LabelsMissing,
    WorkspaceExists,
    WorkspaceInvalid,
    WorkspaceMissing,
    WorkspaceTooNew,
)
from .rasters import Band, Source, is_remote

#: The format of workspace.toml; raised when an older program would misread a newer file.
FORMAT = 1


@dataclass(frozen=True)
class GridConfig:
    """The reference grid: CRS, affine ``(a, b, c, d, e, f)``, shape ``(height, width)``."""

    crs: str
    transform: tuple[float, ...]
    shape: tuple[int, int]


@dataclass(frozen=True)
class ChipsConfig:
    """Chip size and stride in pixels ``(y, x)``, inclusion rule, least share of valid pixels."""

    size: tuple[int, int]
    stride: tuple[int, int]
    inclusion: Inclusion = "centre"
    min_valid: float = 0.5


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
    """workspace.toml."""

    format: int
    grid: GridConfig
    chips: ChipsConfig
    sources: tuple[SourceConfig, ...]
    targets: tuple[TargetConfig, ...] = field(default=())


class Workspace:
    """An open workspace. ``config`` is replaced, never changed; ``save`` writes it at once."""

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
        return cls(folder, _build(Config, content, str(path), ""))

    @classmethod
    def create(cls, folder: Path, config: Config, aoi: Any = None) -> Workspace:
        """Raises WorkspaceExists where the folder holds one already."""
        if (folder / "workspace.toml").exists():
            raise WorkspaceExists(f"{folder} already holds a workspace; choose another folder.")
        workspace = cls(folder, config)
        if aoi is not None:
            _write_aoi(folder / "aoi.gpkg", aoi, config.grid.crs)
        workspace.save()
        return workspace

    def save(self) -> None:
        """Write workspace.toml at once."""
        content = dataclasses.asdict(self.config)
        header = "# An EO Embed workspace. Edit with care: unknown keys are refused.\n"
        files.write_text(self.folder / "workspace.toml", header + tomli_w.dumps(_plain(content)))

    def update(self, **changes: Any) -> None:
        """Replace parts of the configuration and save."""
        self.config = replace(self.config, **changes)
        self.save()

    # -- what it holds -------------------------------------------------------------------------

    @cached_property
    def geobox(self) -> GeoBox:
        grid = self.config.grid
        return GeoBox(grid.shape, Affine(*grid.transform), CRS(grid.crs))

    @cached_property
    def grid(self) -> ChipGrid:
        """The chip grid with its area of interest."""
        chips = self.config.chips
        path = self.folder / "aoi.gpkg"
        aoi = read_aoi(str(path), self.geobox) if path.exists() else None
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
        others = tuple(t for t in self.config.targets if t.name != target.name)
        self.update(targets=(*others, target))

    def put_embeddings(self, source: str, key: str) -> None:
        """Make a store the one in use for a source."""
        self.update(
            sources=tuple(
                replace(s, embeddings=key) if s.name == source else s for s in self.config.sources
            )
        )

    @property
    def labels_path(self) -> Path:
        return self.folder / "labels.gpkg"

    def store_path(self, key: str) -> Path:
        return self.folder / "embeddings" / key

    def head_path(self, name: str) -> Path:
        return self.folder / "heads" / name

    def map_path(self, name: str) -> Path:
        return self.folder / "maps" / f"{name}.tif"

    def _absolute(self, path: str) -> str:
        if is_remote(path) or path.startswith("/vsi") or os.path.isabs(path):
            return path
        inside = self.folder / path
        return str(inside) if inside.exists() or ":" not in path else path


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


def _write_aoi(path: Path, area: Any, crs: str) -> None:
    import geopandas

    with files.replacing(path) as part:
        frame = geopandas.GeoDataFrame(geometry=[area], crs=crs)
        frame.to_file(part, layer="aoi", driver="GPKG")


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
