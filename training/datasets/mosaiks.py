"""MOSAIKS: places of the contiguous United States, labels of six tasks, and an image each (Rolf et al. 2021).

Naik & Foley-Cox (2022) train and test on them. The authors publish places and labels (Code Ocean), not images, which
anybody has to get for the places. A table of one's own beside images is read as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...core.errors import DataMissing
from ...core.options import Option
from .base import DatasetKind, Labels, Modality
from .files import CACHE, Sample, StoredDataset, fit, is_image, list_images, read_image
from .places import project

if TYPE_CHECKING:
    import pandas as pd

LAYOUT = """\
FOLDER/
  int/grids/CONTUS_16_640_UAR_100000_0.npz                                    ID, lon, lat
  int/applications/<task>/outcomes_sampled_<task>_CONTUS_16_640_UAR_100000_0.csv   one task will do, of
      treecover, elevation, population, nightlights, income, roads
  raw/imagery/CONTUS_UAR/<lat>_<lon>_16_640_640.png                           an image a place, or <ID>.png
FOLDER may also be what holds this as data/; or, with a table of your own,
  FOLDER/<any name>.csv with the columns id, lat, lon and one a task; FOLDER/<id>.png or FOLDER/images/<id>.png"""

#: The column of a task's table that holds its label.
TASKS = {
    "treecover": "treecover",
    "elevation": "elevation",
    "population": "population",
    "nightlights": "y",
    "income": "income",
    "roads": "length",
}
#: What stands for no label, and the brightest light that is none of a fault (the authors leave out what is brighter).
_UNKNOWN = -999.0
_BRIGHTEST = 629.0

_IMAGE_OF_PLACE = re.compile(r"(-?[\d.]+)_(-?[\d.]+)_\d+_\d+_\d+$")
#: Digits after the point by which the places of images and of tables are compared: 0.1 m.
_DIGITS = 6
#: Tables that are looked at to see whether one is of this form.
_GLANCE = 5


@dataclass(frozen=True)
class _Places:
    """Tables joined: places by id with their coordinates, and the label of each task, NaN where unknown."""

    ids: NDArray[np.str_]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    tasks: Mapping[str, NDArray[np.float64]]


class Mosaiks(StoredDataset):
    """A sample is a place that has an image."""

    def __init__(
        self, folder: Path, images: list[Path], places: _Places, rows: NDArray[np.intp], cache: float
    ) -> None:  # fmt: skip
        self.images = images
        first = read_image(images[0]).values
        self.size = (int(first.shape[-2]), int(first.shape[-1]))
        if len(first) != 3:
            raise DataMissing(
                f"{images[0]} has {len(first)} bands; images of MOSAIKS are red, green and blue."
            )
        names = [str(places.ids[row]) for row in rows]
        modality = Modality("rgb", ("red", "green", "blue"), self.size, "optical")
        super().__init__(f"MOSAIKS in {folder}", names, {"rgb": modality}, cache)
        self.positions = project(places.lon[rows], places.lat[rows])
        values = np.stack([column[rows] for column in places.tasks.values()], axis=1)
        self.labels = Labels(
            tuple(places.tasks), values.astype(np.float32), ((),) * len(places.tasks)
        )

    def load(self, row: int, modality: str) -> Sample:
        return fit(read_image(self.images[row]), self.size, self.images[row])


def _open(folder: Path, *, sampling: str, log: str, cache: float) -> Mosaiks:
    root = _published(folder)
    table = None if root else _own_table(folder)
    if root is not None:
        places = _read_published(root, sampling)
        where = root / "raw" / "imagery" / f"CONTUS_{sampling}"
    elif table is not None:
        places = _read_own(table)
        where = folder / "images" if (folder / "images").is_dir() else folder
    else:
        expected = folder / "int" / "applications"
        raise DataMissing(f"{expected} is not there, nor a table of places; expected is:\n{LAYOUT}")
    places = _with_logs(places, [name.strip() for name in log.split(",") if name.strip()])
    images = _images_of(places, where)
    rows = np.flatnonzero([image is not None for image in images])
    if not len(rows):
        raise DataMissing(
            f"There is no image of any of the {len(images)} places in {where}; expected is:\n{LAYOUT}"
        )
    found = [image for image in images if image is not None]
    data = Mosaiks(folder, found, places, rows, cache)
    if len(rows) < len(images):
        data.notes = (
            f"{len(images) - len(rows)} of the {len(images)} places of {folder} have no image and are left out.",
        )
    return data


# -- tables ------------------------------------------------------------------------------------


def _published(folder: Path) -> Path | None:
    roots = (folder, folder / "data")
    return next((root for root in roots if (root / "int" / "applications").is_dir()), None)


def _read_published(root: Path, sampling: str) -> _Places:
    ending = f"CONTUS_16_640_{sampling}_100000_0"
    grid = root / "int" / "grids" / f"{ending}.npz"
    tables = {
        task: path
        for task in TASKS
        if (path := _outcomes(root, task, ending)).is_file()
    }  # fmt: skip
    for path in (grid, *([] if tables else [_outcomes(root, "treecover", ending)])):
        if not path.is_file():
            raise DataMissing(f"{path} is not there; expected is:\n{LAYOUT}")
    try:
        with np.load(grid, allow_pickle=False) as held:
            ids, lat, lon = (np.asarray(held[key]) for key in ("ID", "lat", "lon"))
    except (OSError, ValueError, KeyError) as error:
        raise DataMissing(
            f"{grid} does not hold ID, lat and lon as arrays; download it again."
        ) from error
    ids = ids.astype(str)
    columns = {
        task: _column(_read_csv(path, ["ID", TASKS[task]]), "ID", TASKS[task]).reindex(ids)
        for task, path in tables.items()
    }
    lights = columns.get("nightlights")
    if lights is not None:
        columns["nightlights"] = lights.where(lights <= _BRIGHTEST)
    tasks = {task: column.to_numpy(np.float64) for task, column in columns.items()}
    return _Places(ids, lat.astype(np.float64), lon.astype(np.float64), tasks)


def _outcomes(root: Path, task: str, ending: str) -> Path:
    return root / "int" / "applications" / task / f"outcomes_sampled_{task}_{ending}.csv"


def _own_table(folder: Path) -> Path | None:
    """The table of places in a folder, by its columns."""
    wanted = {"id", "lat", "lon"}
    for path in islice(sorted(folder.glob("*.csv")), _GLANCE):
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            header = {name.strip().strip('"').lower() for name in file.readline().split(",")}
        if wanted <= header:
            return path
    return None


def _read_own(path: Path) -> _Places:
    import pandas as pd

    table = _read_csv(path, [])
    table.columns = [name.strip() for name in table.columns]
    table = table.rename(columns={n: n.lower() for n in table if n.lower() in ("id", "lat", "lon")})
    if table["id"].duplicated().any():
        twice = table["id"][table["id"].duplicated()].iloc[0]
        raise DataMissing(f"{path} has the id {twice} twice; every place has an id of its own.")
    ids = table["id"].astype(str).to_numpy(str)
    lat, lon = (pd.to_numeric(table[n], errors="coerce").to_numpy(float) for n in ("lat", "lon"))
    if not (np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= 90) & (np.abs(lon) <= 180)).all():
        raise DataMissing(
            f"{path} has places whose lat and lon are no degrees; correct or remove them."
        )
    tasks = {
        str(name): _known(column).to_numpy(np.float64)
        for name, column in table.drop(columns=["id", "lat", "lon"]).items()
        if pd.api.types.is_numeric_dtype(column) and not str(name).startswith("Unnamed")
    }
    if not tasks:
        raise DataMissing(
            f"{path} has no column of numbers beside lat and lon; add one for each task."
        )
    return _Places(ids, lat, lon, tasks)


def _read_csv(path: Path, columns: list[str]) -> pd.DataFrame:
    """A table, ids as text. Raises DataMissing where it is none, or lacks a column."""
    import pandas as pd

    try:
        table = pd.read_csv(path, dtype={"ID": str, "id": str, "Id": str}, encoding="utf-8-sig")
    except (ValueError, OSError) as error:
        raise DataMissing(f"{path} cannot be read as a table; download it again.") from error
    if missing := [name for name in columns if name not in table]:
        raise DataMissing(
            f"{path} has no column {missing[0]}; its columns are: {', '.join(map(str, table.columns))}."
        )
    return table


def _column(table: pd.DataFrame, key: str, column: str) -> pd.Series:
    """Labels by id; the first of those that are there twice."""
    import pandas as pd

    once = table.drop_duplicates(key).set_index(key)[column]
    return _known(pd.to_numeric(once, errors="coerce"))


def _known(column: pd.Series) -> pd.Series:
    return column.where(np.isfinite(column) & (column != _UNKNOWN))


def _with_logs(places: _Places, names: list[str]) -> _Places:
    """Tasks of these names as log(1 + value), as the papers state them."""
    tasks = {
        name: np.log1p(np.maximum(values, 0.0)) if name in names else values
        for name, values in places.tasks.items()
    }
    return _Places(places.ids, places.lat, places.lon, tasks)


# -- images ------------------------------------------------------------------------------------


def _images_of(places: _Places, folder: Path) -> list[Path | None]:
    """The image of each place: named by its coordinates, or by its id."""
    if not folder.is_dir():
        raise DataMissing(f"{folder} is not there; it holds the images:\n{LAYOUT}")
    by_name: dict[str, Path] = {}
    by_place: dict[tuple[float, float], Path] = {}
    for name in list_images(folder):
        stem = name.rsplit(".", 1)[0]
        by_name[stem] = folder / name
        if found := _IMAGE_OF_PLACE.match(stem):
            by_place[_rounded(found[1], found[2])] = folder / name
    return [
        by_name.get(str(id_)) or by_place.get(_rounded(lat, lon))
        for id_, lat, lon in zip(places.ids, places.lat, places.lon, strict=True)
    ]


def _rounded(lat: str | float, lon: str | float) -> tuple[float, float]:
    return round(float(lat), _DIGITS), round(float(lon), _DIGITS)


def _recognise(folder: Path) -> bool:
    if _published(folder) is not None:
        return True
    if _own_table(folder) is None:
        return False
    images = folder / "images" if (folder / "images").is_dir() else folder
    return any(is_image(path.name) for path in islice(images.iterdir(), 1000))


KIND = DatasetKind(
    name="mosaiks",
    title="MOSAIKS: places of the United States with labels of six tasks, or a table of places of your own",
    paper="Rolf et al. 2021 (Nature Communications 12:4392); used by Naik & Foley-Cox 2022",
    licence="labels: that of each source; images: that of whom they are from",
    layout=LAYOUT,
    recognise=_recognise,
    open=_open,
    options={
        "sampling": Option("UAR", "places drawn uniformly at random, or by population", ("UAR", "POP")),
        "log": Option("population,nightlights", "tasks to take as log(1 + value), separated by commas"),
        "cache": CACHE,
    },
)  # fmt: skip
