"""What a data set is to the methods: samples of one or several modalities, read on demand."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.options import Option

Rows = NDArray[np.intp]
#: A pixel of a mask that counts for no class.
IGNORED = 255


@dataclass(frozen=True)
class Modality:
    """One kind of image of every sample.

    Parameters
    ----------
    name: ``s2``, ``s1``, ``rgb``; a workspace's sources under their names.
    bands: names, in order.
    size: height and width in pixels; all samples have it.
    sensor: ``optical``, ``sar`` or ``other``, by which a method that pairs two kinds finds them.
    scale, offset: of each band, so that stored value * scale + offset is in ``units``.
    units: of the physical values, in plain words.
    gsd: ground sample distance in metres; None where unknown.
    """

    name: str
    bands: tuple[str, ...]
    size: tuple[int, int]
    sensor: str = "optical"
    scale: tuple[float, ...] = ()
    offset: tuple[float, ...] = ()
    units: str = "as stored"
    gsd: float | None = None


class Images(NamedTuple):
    """Images of some samples.

    values: ``(n, bands, height, width)``, as stored (integers stay integers).
    valid: bool ``(n, height, width)``, None where every pixel is; values under an invalid pixel mean nothing.
    present: bool ``(n, bands)``, None where every band of every sample is there.
    """

    values: np.ndarray
    valid: np.ndarray | None = None
    present: np.ndarray | None = None


@dataclass(frozen=True)
class Labels:
    """What is known of samples: ``values`` float32 ``(n, tasks)``, NaN where it is not.

    A task of classes holds indices into its ``classes``; a task of numbers has none there.
    """

    tasks: tuple[str, ...]
    values: NDArray[np.float32]
    classes: tuple[tuple[str, ...], ...]

    def kind(self, task: int) -> Literal["classes", "value"]:
        """``classes`` or ``value``."""
        return "classes" if self.classes[task] else "value"


class Dataset(ABC):
    """Samples 0 to ``len - 1``. Reading is thread-safe.

    name: what it is, with where it lies, for messages. modalities: by name, in order. labels: None where there are
    none. positions: float64 ``(n, 2)`` metres of a projected CRS, None where places are not known (then no split
    can keep neighbours on one side, and says so). projection: their CRS as text, None where it is not told. ground:
    height and width of a sample in metres, where pixels are not square; None where ``gsd`` tells them. given: int8
    ``(n,)`` the split that the data set was published with, 0 train, 1 validation, 2 test, -1 none of them; None where
    it has none. groups: int ``(n,)`` of samples that show the same ground (two dates of a place, crops that overlap),
    which no split may part; None where each stands alone. mask_classes: names of the classes of masks, () where there
    are no masks. notes: sentences for the person who gave the data, on what was left out.
    """

    name: str
    modalities: Mapping[str, Modality]
    labels: Labels | None = None
    positions: NDArray[np.float64] | None = None
    projection: str | None = None
    ground: tuple[float, float] | None = None
    given: NDArray[np.int8] | None = None
    groups: NDArray[np.intp] | None = None
    mask_classes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @abstractmethod
    def __len__(self) -> int:
        """Samples."""

    @abstractmethod
    def read(self, rows: Rows, modality: str) -> Images:
        """Images of some samples, in the order of ``rows``. Raises DataMissing, RasterUnreadable."""

    def read_masks(self, rows: Rows) -> NDArray[np.uint8]:
        """Classes of pixels ``(n, height, width)``, IGNORED where there is none; where ``mask_classes``."""
        raise NotImplementedError(f"{self.name} has no masks")

    def order(self, rows: Rows, rng: np.random.Generator) -> Rows:
        """``rows`` in a random order to be read in; what is stored in blocks keeps near what is read together."""
        return rng.permutation(rows)

    def sample_name(self, row: int) -> str:
        """What a sample is called, for messages."""
        return str(row)

    def fingerprint(self) -> dict[str, Any]:
        """What identifies the samples, JSON-able: a run resumes on the same ones only. Not the name, which tells where
        they lie as it was typed."""
        return {"samples": len(self)}


@dataclass(frozen=True)
class DatasetKind:
    """What a module of this package offers under ``KIND``.

    name: ``ombria``; title, paper, licence: in words, the licence being the data's own. layout: what is expected
    where, as lines of a tree, shown where it is not found. recognise: whether a folder looks like it. open: raises
    DataMissing, with what was expected where, for a folder that is not laid out so. options: of ``open``, by name.
    """

    name: str
    title: str
    paper: str
    licence: str
    layout: str
    recognise: Callable[[Path], bool]
    open: Callable[..., Dataset]
    options: Mapping[str, Option]


def tasks_of(dataset: Dataset, wanted: Sequence[str] = ()) -> list[int]:
    """Positions of tasks by name, all by default. Raises DataUnfit naming what there is."""
    from ...core.errors import DataUnfit

    have = dataset.labels.tasks if dataset.labels is not None else ()
    if missing := [name for name in wanted if name not in have]:
        raise DataUnfit(
            f"{dataset.name} has no labels of {', '.join(missing)}; it has: {', '.join(have) or 'none'}."
        )
    return [have.index(name) for name in wanted] if wanted else list(range(len(have)))
