"""Image files as samples: reading them from many threads, all of one size, kept in memory where they are few.

GeoTIFFs are read by rasterio, everything else by Pillow. Every read opens its file anew: no handle is shared, so any
number of threads may read, and opening costs less than decoding.
"""

from __future__ import annotations

import hashlib
import os
import re
import warnings
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rasterio
from numpy.typing import NDArray
from PIL import Image
from rasterio.enums import MaskFlags, Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window

from ...core.bands import name_bands
from ...core.errors import BandUnknown, DataMissing, RasterUnreadable
from ...core.options import Option
from ...core.rasterfiles import alpha_band, one_line
from .base import Dataset, Images, Modality, Rows

TIFF = frozenset({".tif", ".tiff"})
IMAGES = TIFF | {".png", ".jpg", ".jpeg", ".bmp", ".webp", ".jp2"}

CACHE = Option(
    1.0, "GB of memory in which a data set is kept after its first reading, where all of it fits", least=0
)  # fmt: skip

#: Of all files, GDAL would list the folder: slow where it holds 100,000.
_GDAL = {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR"}
#: Pillow's modes that are read as they are; all others as what they look like.
_PLAIN = ("L", "I;16", "I", "F", "RGB")

# Many images to learn from lie nowhere. Filters are the process's, so that setting one around each read would race.
warnings.filterwarnings("ignore", category=NotGeoreferencedWarning)


class Sample(NamedTuple):
    """One image: ``values`` (bands, height, width) as stored, ``valid`` bool (height, width) or None where all is."""

    values: np.ndarray
    valid: NDArray[np.bool_] | None = None


# -- one file ----------------------------------------------------------------------------------


@contextmanager
def open_tiff(path: Path) -> Iterator[rasterio.DatasetReader]:
    """A GeoTIFF, open for this thread. Raises DataMissing, RasterUnreadable, for what happens within as well."""
    try:
        with rasterio.Env(**_GDAL), rasterio.open(path) as data:
            yield data
    except RasterioError as error:
        raise _unreadable(path, error) from error


def read_image(
    path: Path,
    bands: Sequence[int] | None = None,
    *,
    window: Window | None = None,
    shape: tuple[int, int] | None = None,
    masked: bool = False,
) -> Sample:
    """An image file. Where a float is no number, it is invalid.

    Parameters
    ----------
    bands: 1-based, all that carry data by default.
    window: of a GeoTIFF, the part to read.
    shape: of a GeoTIFF, (height, width) that it is resampled to, bilinearly.
    masked: whether the file's nodata and alpha count; off for layouts whose bands are known (four 8-bit bands look
        like red, green, blue and alpha).

    Raises DataMissing where there is no such file, RasterUnreadable.
    """
    if path.suffix.lower() in TIFF:
        return _read_tiff(path, bands, window, shape, masked)
    values, valid = _read_picture(path)
    return Sample(values if bands is None else values[np.asarray(bands) - 1], valid)


def band_names(path: Path) -> tuple[str, ...]:
    """Names of the bands that ``read_image(masked=True)`` gives. Raises DataMissing, RasterUnreadable."""
    if path.suffix.lower() not in TIFF:
        return ("gray",) if len(_read_picture(path)[0]) == 1 else ("red", "green", "blue")
    with open_tiff(path) as data:
        said = [
            text or (colour.name if colour.name in ("red", "green", "blue") else None)
            for text, colour in zip(data.descriptions, data.colorinterp, strict=True)
        ]
        if said == [None]:  # else it would be named after this one file
            return ("gray",)
        names = name_bands(str(path), said, data.dtypes[0])
        alpha = alpha_band(data)
        return tuple(name for i, name in enumerate(names, start=1) if i != alpha)


def fit(sample: Sample, size: tuple[int, int], path: Path, advice: str = "") -> Sample:
    """The central part of that size. Raises DataMissing, ending in ``advice``, for an image that is smaller."""
    height, width = sample.values.shape[-2:]
    if (height, width) == size:
        return sample
    if height < size[0] or width < size[1]:
        raise DataMissing(
            f"{path} is {height} x {width} pixels, smaller than the {size[0]} x {size[1]} of the data set; "
            f"{advice or 'copy or download it again'}."
        )
    top, left = (height - size[0]) // 2, (width - size[1]) // 2
    part = (..., slice(top, top + size[0]), slice(left, left + size[1]))
    return Sample(sample.values[part], None if sample.valid is None else sample.valid[part])


def _read_tiff(
    path: Path,
    bands: Sequence[int] | None,
    window: Window | None,
    shape: tuple[int, int] | None,
    masked: bool,
) -> Sample:
    with open_tiff(path) as data:
        alpha = alpha_band(data) if masked else None
        wanted = list(bands or (i for i in data.indexes if i != alpha))
        if max(wanted) > data.count:
            raise DataMissing(
                f"{path} has {data.count} bands, and band {max(wanted)} is asked for; is it another data set's?"
            )
        size = None if shape is None else (len(wanted), *shape)
        values = data.read(wanted, window=window, out_shape=size, resampling=Resampling.bilinear)
        valid = None
        if masked and any(flags != [MaskFlags.all_valid] for flags in data.mask_flag_enums):
            valid = (data.read_masks(wanted, window=window) > 0).all(axis=0)
    if values.dtype.kind == "f" and not (finite := np.isfinite(values).all(axis=0)).all():
        valid = finite if valid is None else valid & finite
        values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    return Sample(values, None if valid is None or valid.all() else valid)


def _read_picture(path: Path) -> Sample:
    """By Pillow: an alpha band says what is valid; palettes and print colours become red, green, blue."""
    try:
        with Image.open(path) as picture:
            pixels = np.asarray(_plain(picture))
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise _unreadable(path, error) from error
    if pixels.ndim == 2:
        return Sample(pixels[None])
    values = np.ascontiguousarray(pixels.transpose(2, 0, 1))
    if len(values) < 4:
        return Sample(values)
    valid = values[3] > 0
    return Sample(values[:3], None if valid.all() else valid)


def _plain(picture: Image.Image) -> Image.Image:
    """In gray, in red, green and blue, or in these and alpha."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode in _PLAIN:
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _unreadable(path: Path, error: Exception) -> DataMissing | RasterUnreadable:
    if not os.path.exists(path):
        return DataMissing(f"There is no image {path}; copy or download the data set again.")
    return RasterUnreadable(
        f"{path} cannot be read as an image: {one_line(error)}; copy or download it again."
    )


# -- folders -----------------------------------------------------------------------------------


def is_image(name: str) -> bool:
    """Whether a file's name is that of an image, and not one that a system hid there."""
    return os.path.splitext(name)[1].lower() in IMAGES and not name.startswith(".")


def list_images(folder: Path) -> list[str]:
    """Names of the images of a folder, in the order that people count in: 2 before 10."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if is_image(entry.name)]
    return sorted(names, key=in_order)


def list_folders(folder: Path) -> list[str]:
    """Names of the folders of a folder, in the same order; hidden ones left out."""
    with os.scandir(folder) as entries:
        names = [
            entry.name for entry in entries if not entry.name.startswith(".") and entry.is_dir()
        ]
    return sorted(names, key=in_order)


def in_order(name: str) -> list[tuple[int, int | str]]:
    """What to sort names by, numbers in them by their value."""
    parts = re.split(r"(\d+)", name)
    return [(0, int(part)) if part.isdigit() else (1, part.lower()) for part in parts]


def require(what: str, *paths: Path, layout: str) -> None:
    """Raises DataMissing, naming the first of the paths that is not there and the layout that it is of."""
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise DataMissing(f"{missing} is not there, and {what} has it:\n{layout}")


def choose_bands(
    wanted: str, names: Sequence[str], sets: Mapping[str, Sequence[str]]
) -> tuple[list[int], tuple[str, ...]]:
    """1-based indices and names of bands by the name of a set, ``all``, or names separated by commas.

    Raises BandUnknown naming what there is.
    """
    chosen = tuple(
        names if wanted == "all" else sets.get(wanted) or [n.strip() for n in wanted.split(",")]
    )
    unknown = [name for name in chosen if name not in names]
    if unknown or len(set(chosen)) != len(chosen):
        what = f"no band '{unknown[0]}'" if unknown else "a band twice"
        raise BandUnknown(
            f"bands={wanted} names {what}; give one of all, {', '.join(sets)}, or some of: {', '.join(names)}."
        )
    return [names.index(name) + 1 for name in chosen], chosen


# -- many files --------------------------------------------------------------------------------


class StoredDataset(Dataset):
    """A data set of image files: reads one by one, keeps what it read where all of it fits.

    names: of the samples. modalities: by name. cache: GB of memory to keep images in; a data set whose images take more
    is read anew each time.
    """

    def __init__(
        self, name: str, names: Sequence[str], modalities: Mapping[str, Modality], cache: float
    ) -> None:
        self.name = name
        self.names = names
        self.modalities = modalities
        self.dtypes = {modality: self._first_dtype(modality) for modality in modalities}
        bytes_of_one = sum(
            len(m.bands) * m.size[0] * m.size[1] * self.dtypes[key].itemsize
            for key, m in modalities.items()
        )
        keep = bytes_of_one * len(names) <= cache * 1e9
        #: Samples read so far; putting one into a list is atomic, and two threads that read the same put the same.
        self._kept: dict[str, list[Sample | None]] = {
            key: [None] * len(names) for key in modalities if keep
        }

    @abstractmethod
    def load(self, row: int, modality: str) -> Sample | None:
        """An image, read from its file; None where the sample has none of this modality."""

    def __len__(self) -> int:
        return len(self.names)

    def read(self, rows: Rows, modality: str) -> Images:
        found = [self._sample(int(row), modality) for row in rows]
        wanted = self.modalities[modality]
        values = np.zeros(
            (len(found), len(wanted.bands), *wanted.size), dtype=self.dtypes[modality]
        )
        for row, place, sample in zip(rows, values, found, strict=True):
            if sample is not None:
                self._check_like(sample, place, int(row))
                place[:] = sample.values
        return Images(values, _valid(found, wanted.size), _present(found, len(wanted.bands)))

    def sample_name(self, row: int) -> str:
        return self.names[row]

    def fingerprint(self) -> dict[str, Any]:
        """Samples by their names, not by the folder they lie in: data may move."""
        of = hashlib.sha256("\n".join(self.names).encode()).hexdigest()[:16]
        modalities = {key: [*m.bands, *m.size] for key, m in self.modalities.items()}
        return {"samples": len(self), "names": of, "modalities": modalities}

    def _sample(self, row: int, modality: str) -> Sample | None:
        kept = self._kept.get(modality)
        if kept is None:
            return self.load(row, modality)
        if kept[row] is None:
            kept[row] = self._own(self.load(row, modality))
        return kept[row]

    def _check_like(self, sample: Sample, first: np.ndarray, row: int) -> None:
        mine, wanted = sample.values, first
        if mine.dtype != wanted.dtype or mine.shape != wanted.shape:
            raise DataMissing(
                f"{self.sample_name(row)} of {self.name} holds {_describe(mine)}, the first image {_describe(wanted)}; "
                "all must be alike."
            )

    @staticmethod
    def _own(sample: Sample | None) -> Sample | None:
        """Without the larger image that it is a part of."""
        return None if sample is None else sample._replace(values=sample.values.copy())

    def _first_dtype(self, modality: str) -> np.dtype[Any]:
        """Of the first sample that has the modality: an unreadable data set says so when it is opened."""
        for row in range(len(self.names)):
            sample = self.load(row, modality)
            if sample is not None:
                return sample.values.dtype
        return np.dtype(np.float32)


def _describe(values: np.ndarray) -> str:
    bands, height, width = values.shape
    return f"{bands} bands of {height} x {width} {values.dtype} pixels"


def _valid(found: list[Sample | None], size: tuple[int, int]) -> NDArray[np.bool_] | None:
    if all(sample is not None and sample.valid is None for sample in found):
        return None
    valid = np.zeros((len(found), *size), dtype=bool)
    for place, sample in zip(valid, found, strict=True):
        if sample is not None:
            place[:] = True if sample.valid is None else sample.valid
    return valid


def _present(found: list[Sample | None], bands: int) -> NDArray[np.bool_] | None:
    here = np.array([sample is not None for sample in found], dtype=bool)
    return None if here.all() else np.repeat(here[:, None], bands, axis=1)
