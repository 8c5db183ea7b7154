"""Table 2 of Deng et al. 2023: classes of pixels by UperNet, on networks with and without pretraining."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .....core.classes import PALETTE, rgb_of
from .....core.errors import DataUnfit, ModelUnavailable
from .....core.pictures import StripColumn, as_pictures, strip_png
from ....datasets import IGNORED, Dataset
from ....datasets.base import Rows
from ....datasets.subset import Subset
from ...base import Audit, Score, values_of
from ...bench import audit
from ...bench.folder import Bench
from .encoders import Encoder, Encoders, Pretraining, bands_of, fitting, modality_of
from .predictions import count_pixels, mean_iou, overall_accuracy, predict_masks
from .scenes import fresh_ledger, together
from .shares import Dealt, Part, as_published, deal

if TYPE_CHECKING:
    from ...deng import Config

TABLE = "table 2"
MIOU, ACCURACY = "mIoU", "overall accuracy"
MEASURES = {MIOU: mean_iou, ACCURACY: overall_accuracy}
#: Crops that are shown, and how many are looked through to find those of the most classes.
_SHOWN, _LOOKED_AT = 4, 64
#: Pixels on a side that they are shown at.
_SIDE = 128
_BLANK = (236, 234, 230)


@dataclass
class Masks:
    """What table 2 gave.

    kept: codes of the classes that count. split: how crops were parted. test: those of the last seed. labels: crops
    trained on, by seed. names: of rows, in order, with the key of their network ("" for an untrained one, which stands
    before it pretrained). counts: pixels of each test crop by true and predicted class, ``(n, k, k)``, by seed and row.
    units: which tile or crop each test crop is of, by seed. why: by row, the reason why it could not be run. picture: a
    strip of test crops as PNG.
    """

    data: Dataset
    kept: list[int]
    split: str = ""
    test: Rows = field(default_factory=lambda: np.empty(0, np.intp))
    names: dict[str, str] = field(default_factory=dict)
    counts: dict[tuple[int, str], NDArray[np.int64]] = field(default_factory=dict)
    labels: dict[int, int] = field(default_factory=dict)
    units: dict[int, NDArray[np.intp]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    audits: list[Audit] = field(default_factory=list)
    picture: bytes | None = None

    @property
    def classes(self) -> list[str]:
        """Names of those that count."""
        return [self.data.mask_classes[code] for code in self.kept]

    def measure(self, seed: int, name: str) -> dict[str, float]:
        """Both measures of a row; empty where it could not be run."""
        counts = self.counts.get((seed, name))
        if counts is None:
            return {}
        return {metric: float(measure(counts.sum(0))) for metric, measure in MEASURES.items()}

    def values(self, name: str, metric: str) -> list[float]:
        """Of a row, by seed."""
        measured = (self.measure(seed, name) for seed in self.labels)
        return [found[metric] for found in measured if metric in found]

    def scores(self) -> Iterator[Score]:
        """A line for each row, measure and seed."""
        for seed, labels in self.labels.items():
            for name in self.names:
                found = self.measure(seed, name)
                for metric, short in ((MIOU, "miou"), (ACCURACY, "accuracy")):
                    yield Score(
                        TABLE, name, "classes of pixels", self.split, short, found.get(metric),
                        seed=seed, labels=labels, why=self.why.get(name, ""),
                    )  # fmt: skip


def ask_masks(table: Masks, pretraining: Pretraining, config: Config) -> None:
    """Fill the table. Raises DataUnfit where no split can be made, or fewer than two classes count."""
    data, bench = table.data, pretraining.bench
    audits: list[Audit] = []
    for seed in range(bench.seed, bench.seed + config.seeds):
        table.split, dealt = _deal(data, pretraining, config, seed)
        (part,) = dealt.parts.values()
        table.test, table.labels[seed] = part.test, len(part.train)
        alone = np.arange(len(part.test))
        table.units[seed] = alone if data.groups is None else data.groups[part.test]
        known = Subset(data, part.train)
        runs = {}
        with fresh_ledger(bench):
            encoders = pretraining.encoders(data, dealt.pretrain, "masks", seed)
            for encoder, key in _networks(encoders, pretraining.keys):
                table.names[encoder.name] = key
                run = _ask_network(table, bench, known, part, encoder, seed, config)
                if run is not None:
                    runs[encoder.name] = run
            audits.append(bench.ledger.check(data, part.test))
        learnt = np.union1d(dealt.pretrain, part.train)
        audits.append(audit.apart(data, learnt, part.test, f"table 2, {table.split}"))
        if data.positions is None:
            modality = modality_of(data, bands_of(pretraining.keys[0]))
            audits.append(audit.twins(data, learnt, part.test, modality))
        if seed == bench.seed and runs:
            table.picture = _picture(bench, table, known, part, runs, pretraining.keys)
    table.audits += together(f"table 2, {table.split}", audits)


def _deal(
    data: Dataset, pretraining: Pretraining, config: Config, seed: int
) -> tuple[str, Dealt]:  # fmt: skip
    """As published where it is; else by blocks where places are known; else at random."""
    aside = config.share if pretraining.imagery is None else 0.0
    if data.given is not None:
        return "as published", as_published(data, seed, aside=aside)
    split, rows = "random" if data.positions is None else "blocks", np.arange(len(data))
    shares = (1 - config.test_share,)
    return split, deal(data, None, rows, split, shares, seed, aside=aside, block=config.block)


def _networks(encoders: Encoders, keys: Sequence[str]) -> Iterator[tuple[Encoder, str]]:
    """Each network without pretraining and with it, with its key."""
    for key in keys:
        yield encoders.untrained(key), ""
        yield encoders.pretrained(key), key


def _ask_network(
    table: Masks, bench: Bench, known: Subset, part: Part, encoder: Encoder, seed: int, config: Config
) -> Path | None:  # fmt: skip
    """What UperNet on a network says after it has learnt from the training part; its run, None where it cannot be."""
    left_out = [n for i, n in enumerate(table.data.mask_classes) if i not in table.kept]
    values = {
        **encoder.start,
        "ignore": ",".join(left_out),
        "seed": seed,
        "split": "random",
        "validation": 0.0,
        **values_of(config.segment_values),
    }
    name, fit = f"masks-{seed} {encoder.name}", fitting(config.segment, values, len(known))
    try:
        run = bench.train(name, known, recipe=config.segment, values=fit)
    except ModelUnavailable as error:
        table.why[encoder.name] = str(error)
        return None
    counts = count_pixels(bench, name, run, known, table.data, part.test, table.kept)
    if not counts.sum():
        raise DataUnfit(f"No pixel of the test part of {table.data.name} has a class that counts.")
    table.counts[seed, encoder.name] = counts
    return run


# -- pictures ----------------------------------------------------------------------------------


def _picture(
    bench: Bench, table: Masks, known: Subset, part: Part, runs: dict[str, Path], keys: Sequence[str]
) -> bytes:  # fmt: skip
    """Test crops, what is there, what each network says, and what colours mean."""
    data, rows = table.data, _telling(table, part.test)
    bands = bands_of(keys[0])[:3]
    what = data.modalities[modality_of(data, bands)]
    images = data.read(rows, what.name)
    at = [[band.lower() for band in what.bands].index(band) for band in bands]
    valid = images.valid if images.valid is not None else np.ones((len(rows), *what.size), bool)
    truth = np.where(valid, data.read_masks(rows), np.uint8(IGNORED))
    names = [(data.sample_name(int(row)), "") for row in rows]
    shown = [_small(as_pictures(images.values[:, at], valid)), _coloured(truth, table.kept)]
    columns = [StripColumn("Image", range(len(rows)), names)]
    columns.append(StripColumn("Truth", range(len(rows)), [("", "")] * len(rows)))
    for name, run in runs.items():
        said = predict_masks(bench, f"shown {name}", run, known, data, rows)
        shown.append(_coloured(said, table.kept))
        way, backbone, _ = name.split(", ")
        told = [(_right(s, t, table.kept), backbone) for s, t in zip(said, truth, strict=True)]
        columns.append(StripColumn(way, range(len(rows)), told))
    colours = np.array([rgb_of(colour) for colour in _colours(len(table.kept))], np.uint8)
    for start in range(0, len(colours), len(rows)):
        tiles = colours[start : start + len(rows)]
        shown.append(np.broadcast_to(tiles[:, None, None], (len(tiles), *shown[0].shape[1:])))
        told = [(name, "") for name in table.classes[start : start + len(rows)]]
        columns.append(StripColumn("" if start else "Classes", range(len(tiles)), told))
    return strip_png(np.concatenate(shown), columns, "Test crops")


def _right(said: NDArray[np.uint8], truth: NDArray[np.uint8], kept: Sequence[int]) -> str:
    counted = np.isin(truth, kept)
    return f"{np.mean(said[counted] == truth[counted]):.0%} right" if counted.any() else ""


def _telling(table: Masks, test: Rows) -> Rows:
    """Test crops that show the most classes, of some spread evenly over all, in their order."""
    looked_at = test[np.unique(np.linspace(0, len(test) - 1, _LOOKED_AT).astype(int))]
    masks = table.data.read_masks(looked_at)
    classes = [len(np.intersect1d(mask, table.kept)) for mask in masks]
    best = np.argsort(-np.array(classes), kind="stable")[:_SHOWN]
    return looked_at[np.sort(best)]


def _coloured(masks: NDArray[np.uint8], kept: Sequence[int]) -> NDArray[np.uint8]:
    """Codes ``(n, h, w)`` as small pictures; what counts for nothing is light grey."""
    table = np.full((IGNORED + 1, 3), _BLANK, np.uint8)
    table[list(kept)] = [rgb_of(colour) for colour in _colours(len(kept))]
    return _small(table[masks], smooth=False)


def _colours(count: int) -> list[str]:
    return [PALETTE[i % len(PALETTE)] for i in range(count)]


def _small(pictures: NDArray[np.uint8], smooth: bool = True) -> NDArray[np.uint8]:
    """Pictures ``(n, h, w, 3)``, brought to _SIDE pixels where they have more; classes keep their colours."""
    from PIL import Image

    longest = max(pictures.shape[1:3])
    if longest <= _SIDE:
        return pictures
    height, width = (max(1, round(n * _SIDE / longest)) for n in pictures.shape[1:3])
    how = Image.Resampling.LANCZOS if smooth else Image.Resampling.NEAREST
    return np.stack([np.asarray(Image.fromarray(p).resize((width, height), how)) for p in pictures])
