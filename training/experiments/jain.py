"""Jain, Schoen-Phelan & Ross 2021: what single bands tell of a scene, under encoders pretrained on pairs of an optical
and a SAR band (section VI, table I).

For each band a frozen encoder (untrained, ImageNet's, SimSiam and BYOL, each as baseline and large) under a classifier
of 128 hidden units and softmax, 100 epochs, weighted F1 on samples held out. Band statistics stand beside them.

What is classified and what is pretrained on are two data sets in the paper, EuroSAT and SEN12MS. Where one is both,
pretraining sees what no split tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...core.errors import ModelUnavailable
from ...core.report.wording import plural, words
from ..datasets import Dataset
from ..datasets.tiles import Tiles
from ..methods import knob
from .base import Audit, Experiment, Findings, Score
from .bench.audit import Ledger
from .bench.folder import Bench
from .parts.single_bands.claims import Curves, judge, remarks
from .parts.single_bands.encoders import ENCODERS, F1, IMAGENET, PRETRAINED, SIZES, Repeat, Run
from .parts.single_bands.samples import Part, Question, choose
from .parts.single_bands.tables import PAPERS_BANDS, bars, losses, table

PAPER = (
    "Jain, Schoen-Phelan & Ross 2021, Multi-modal self-supervised representation learning for Earth observation, "
    "IGARSS, doi:10.1109/IGARSS47720.2021.9553741"
)
#: Samples of EuroSAT (section VI).
EUROSAT = 27_000
#: Pairs that the two sizes learn from, and passes over them (sections IV and V).
PAIRS = {"baseline": 11_242, "large": 90_000}
PASSES = {"baseline": 200, "large": 400}


@dataclass(frozen=True)
class Config:
    """Knobs of the experiment."""

    task: str = knob("", "labels to classify, by name; the first that are classes by default")
    bands: str = knob("", "bands to ask, by commas; those of table I and of SAR by default")
    tile: int = knob(
        64, "where masks are all the labels: pixels on a side of tiles, as EuroSAT's", least=4
    )
    shares: tuple[float, ...] | None = knob(
        None,
        "least share of a tile by which it is of each class of the mask; none is 0.95, 0.5 for two (dry, flooded) "
        "and 0.5 for more",
        assumed=True,
        optional=True,
        kind=tuple,
        least=0,
        most=1,
    )  # fmt: skip
    samples: int = knob(0, "samples classified at most, drawn at random; 0 for all", least=0)
    test: float = knob(0.2, "share of samples held out", assumed=True, above=0, most=0.9)
    block: float = knob(
        0.0, "metres on a side of blocks; 0 for a tenth of the ground, 10,000 at most", assumed=True, least=0
    )  # fmt: skip
    backbone: str = knob("resnet50", "network of timm that sees one band")
    network: str = knob("", "shape of the backbone, such as embed_dim=192,depth=4", assumed=True)
    size: int = knob(256, "pixels on a side that networks see", assumed=True, least=8)
    baseline_pairs: int = knob(
        PAIRS["baseline"], "pairs that the baselines learn from, at most", least=2
    )
    large_pairs: int = knob(
        PAIRS["large"], "pairs that the large models learn from, at most", least=2
    )
    baseline: str = knob(
        "", "values of jain_simsiam_baseline and jain_byol_baseline to change, such as steps=300,lr=1e-3", assumed=True
    )  # fmt: skip
    large: str = knob(
        "", "values of jain_simsiam_90k and jain_byol_90k to change, the same way", assumed=True
    )
    tau: float = knob(
        0.996, "share of itself that BYOL's target keeps at first", assumed=True, least=0, most=1
    )
    imagenet: str = knob("", "file of ImageNet's weights of the backbone; timm's own by default")
    stretch: str = knob(
        "scene",
        "how values come to the 0-1 that ImageNet's weights expect: by percentiles of the training part, or divided",
        assumed=True,
        choices=("none", "scene", "255", "10000"),
    )
    hidden: int = knob(128, "units of the classifier's hidden layer", least=1)
    epochs: int = knob(100, "passes of the classifier over its training part", least=1)
    batch_size: int = knob(64, "samples of a step of the classifier", assumed=True, least=1)
    lr: float = knob(1e-3, "learning rate of the classifier's Adam", assumed=True, above=0)
    scaled: bool = knob(
        False, "bring all features to mean 0 and deviation 1 first, as band statistics always are", assumed=True
    )  # fmt: skip
    seeds: int = knob(1, "repeats, each with weights and a split of its own", least=1, most=100)


@dataclass
class _Found:
    """What the repeats gave so far. parts: of the first, by name. chance: by part, what always saying one class
    scores. runs: by encoder. unavailable: why ImageNet's weights are not here."""

    scores: list[Score] = field(default_factory=list)
    audits: list[Audit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: dict[str, Part] = field(default_factory=dict)
    chance: dict[str, list[float]] = field(default_factory=dict)
    runs: dict[str, list[Run]] = field(default_factory=dict)
    unavailable: str = ""

    def f1(self) -> F1:
        """By part, encoder and band, a figure a repeat."""
        found: dict[tuple[str, str, str], list[float]] = {}
        for score in self.scores:
            if score.value is not None:
                found.setdefault((score.split, score.features, score.task), []).append(score.value)
        return found


def run(bench: Bench, data: Sequence[Dataset], config: Config) -> Findings:
    """Table I on our data. Raises DataUnfit for data without pairs or without classes, ModelUnavailable for a file of
    weights that is not there."""
    if config.imagenet and not Path(config.imagenet).expanduser().is_file():
        raise ModelUnavailable(
            f"There is no file {config.imagenet} of ImageNet’s weights; check --set imagenet=…"
        )
    question = choose(data, config, bench.seed, tuple(PAPERS_BANDS))
    found = _Found()
    for number in range(config.seeds):
        bench.ledger = Ledger()  # each repeat parts the samples otherwise
        _run_once(Repeat(bench, question, config, number), found)
    f1, why = found.f1(), found.unavailable
    curves = {name: [bench.curves(r.folder) for r in runs] for name, runs in found.runs.items()}
    made = {n: table(question, f1, part, found.chance[n], why) for n, part in found.parts.items()}
    baseline, large = (found.runs[f"SimSiam, {size}"][0].pairs for size in SIZES)
    bands = [band.name for band in question.bands]
    return Findings(
        scores=tuple(found.scores),
        tables=tuple(made.values()),
        figures=(*(bars(t, name) for name, t in made.items()), losses(curves)),
        claims=tuple(judge(f1, list(made), curves, baseline == large, why)),
        audits=tuple(found.audits),
        differs=tuple(_differs(data, question, config, found, curves)),
        notes=(*dict.fromkeys(found.notes), *remarks(f1, list(made), bands)),
    )


def _run_once(repeat: Repeat, found: _Found) -> None:
    """All bands under all encoders; what is checked is kept with it."""
    question = repeat.question
    repeat.unavailable = found.unavailable
    repeat.pretrain()
    headline = (PRETRAINED[-1], question.bands[0])
    for band in question.bands:
        for name in ENCODERS:
            shuffle = repeat.number == 0 and (name, band) == headline
            scores, audits = repeat.ask(name, band, shuffle)
            found.scores += scores
            found.audits += audits
    found.audits += repeat.checks()
    found.notes += repeat.notes
    found.unavailable = repeat.unavailable
    for name in PRETRAINED:
        found.runs.setdefault(name, []).append(repeat.runs[name])
    for part in repeat.parts:
        found.parts.setdefault(part.name, part)
        found.chance.setdefault(part.name, []).append(_always_the_commonest(question, part))


def _always_the_commonest(question: Question, part: Part) -> float:
    """Weighted F1 of always saying the class that is the commonest of those learnt from.

    Of precision p and recall 1 its F1 is 2p / (1 + p), and it weighs p; that of all others is 0.
    """
    y = question.labels.values[:, 0].astype(np.float64)
    commonest = np.bincount(y[part.train].astype(np.int64)).argmax()
    share = float((y[part.test] == commonest).mean())
    return share * 2 * share / (1 + share)


# -- what differs from the paper ---------------------------------------------------------------


def _differs(
    data: Sequence[Dataset], question: Question, config: Config, found: _Found, curves: Curves
) -> Iterator[str]:
    """What is not as in the paper, a sentence each, computed from what was run."""
    yield from _of_data(data, question)
    for size in SIZES:
        yield from _of_pretraining(size, config, found, curves)
    yield from _of_networks(question, config)
    yield from _of_classifier(config)
    if found.unavailable:
        yield f"{IMAGENET} could not be asked: {found.unavailable}"
        return
    yield (
        f"{IMAGENET}: in place of the channel three times, the weights of the first layer are summed over red, green "
        "and blue, which is the same where the three copies are normalised alike. They are: by ImageNet’s mean and "
        "deviation of that colour, or for other bands by the average of the three; the paper does not say by what."
    )


def _of_data(data: Sequence[Dataset], question: Question) -> Iterator[str]:
    classes, asked, pairs = question.labels.classes[0], question.data, question.pairs
    yield (
        f"Classified are {len(question.asked):,} samples of {asked.name} in "
        f"{plural(len(classes), 'class', 'classes')} ({words(classes[:12])}); in the paper the {EUROSAT:,} of EuroSAT "
        "in ten."
    )
    if isinstance(asked.whole, Tiles):
        least = [
            f"{share:.0%} {name}" for name, share in zip(classes, asked.whole.shares, strict=True)
        ]
        yield f"Its classes are told by masks: a tile is of one that takes more than {words(least)}."
    seen = (
        "of which it sees what no split tests" if question.alone else "of which none is classified"
    )
    yield (
        f"Pretrained is on {pairs.name}, {seen}; in the paper on DFC2020 (baseline) and SEN12MS (large), of which none "
        "is classified."
    )
    drawn = sum(len(m.bands) for m in pairs.modalities.values() if m.sensor == "optical")
    if drawn != len(PAPERS_BANDS):
        yield f"Pretraining draws from {plural(drawn, 'optical band')}; in the paper from ten."
    used = [pairs, asked.whole, *(getattr(each, "whole", None) for each in (pairs, asked.whole))]
    if unused := [each.name for each in data if not any(each is other for other in used)]:
        yield f"Not used: {words(unused)}."


def _of_pretraining(size: str, config: Config, found: _Found, curves: Curves) -> Iterator[str]:
    lines = curves[f"SimSiam, {size}"][0]["metrics"]
    pairs = found.runs[f"SimSiam, {size}"][0].pairs
    length = ""
    if lines["step"]:
        length = f" in {lines['step'][-1]:,} steps, {lines['epoch'][-1]:.3g} passes"
    yield (
        f"The {size} models learn from {pairs:,} pairs{length}; in the paper from {PAIRS[size]:,} in about "
        f"{PASSES[size]} passes."
    )
    if changed := getattr(config, size):
        yield f"Values of the {size} recipes are changed: {changed}."


def _of_networks(question: Question, config: Config) -> Iterator[str]:
    if config.backbone != "resnet50":
        yield f"Networks are {config.backbone} in place of ResNet-50."
    height, width = question.data.modalities[question.bands[0].modality].size
    yield (
        f"Samples of {height} x {width} pixels are brought to {config.size} on a side; the paper does not say what its "
        "networks saw."
    )


def _of_classifier(config: Config) -> Iterator[str]:
    if (config.hidden, config.epochs) != (128, 100):
        yield (
            f"The classifier has {config.hidden} hidden units and {config.epochs} passes; in the paper 128 and 100."
        )
    yield (
        "The paper states neither how EuroSAT was parted nor how the classifier was optimised: "
        f"{config.test:.0%} of the samples are held out here, and Adam takes a rate of {config.lr:g} and batches of "
        f"{config.batch_size}. The classifier learns from features that were computed once, which a frozen encoder "
        "never changes."
    )


EXPERIMENT = Experiment(
    name="jain",
    title="Single bands under self-supervised encoders",
    paper=PAPER,
    question="Which single band tells your classes, and is an encoder pretrained on pairs of optical and radar bands "
    "worth more than ImageNet’s, than none, than band statistics?",
    data="What is classified: a data set or workspace with classes (EuroSAT; a target of classes; a raster by "
    "--data-set rasters=name=path:majority; OMBRIA by its masks). What is pretrained on: one with optical and SAR "
    "images of the same places (SEN12MS, DFC2020, OMBRIA, a workspace with two such sources). One may be both.",
    config=Config,
    quick={
        "backbone": "resnet10t",
        "size": 32,
        "samples": 2000,
        "baseline": "steps=40,lr=1e-3,schedule=cosine,warmup=0.05,log_every=2",
        "large": "steps=120,lr=1e-3,schedule=cosine,warmup=0.05,log_every=2",
        "tau": 0.99,
        "epochs": 30,
        "seeds": 3,
    },
    run=run,
)
