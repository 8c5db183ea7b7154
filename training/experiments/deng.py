"""Deng et al. 2023: what self-supervised pretraining brings to two tasks of deployment (Tables 1 and 2).

Scenes are classified by networks that were pretrained by SimCLR or MAE on red, green and blue or on these and near
infrared, with 2, 5 or 8 tenths of the samples to train on; pixels by UperNet on the same networks. Beside each
pretrained network stands the same one untrained, which the paper does not show.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.errors import DataUnfit, RecipeInvalid
from ..datasets import Dataset
from ..methods.base import knob
from ..values import choose
from .base import Experiment, Findings, values_of
from .bench.folder import Bench
from .parts.pretraining.claims import SceneRows, claims
from .parts.pretraining.encoders import RGB, RGBN, Pretraining, Way, has_bands, imagenet
from .parts.pretraining.masks import Masks, ask_masks
from .parts.pretraining.scenes import (
    FINETUNED,
    FROZEN,
    Scenes,
    ask_scenes,
    audit_shuffled,
    scene_task,
)
from .parts.pretraining.tables import figures, tables

PAPER = (
    "Deng et al. 2023, Disentangling the benefits of self-supervised learning to deployment-driven downstream tasks of "
    "satellite images, AAAI student abstracts"
)
_NO_SCENES = [
    "Table 1 is left out: no data given has classes of images; give scenes in a folder a class, or a workspace with "
    "labels."
]
_NO_MASKS = [
    "Table 2 is left out: no data given has a class for each pixel; give Potsdam, or a workspace with the option masks."
]


@dataclass(frozen=True)
class Config:
    """Knobs of the experiment."""

    ratios: str = knob("2:8,5:5,8:2", "of training to test samples in table 1, by commas")
    seeds: int = knob(
        1, "times that all is done, each with draws and weights of its own", assumed=True, least=1
    )
    finetune: str = knob(
        "both", "whether networks are frozen under the classifier or fine-tuned with it", assumed=True,
        choices=("both", FROZEN, FINETUNED),
    )  # fmt: skip
    task: str = knob("", "labels of scenes, by name; the first that are classes by default")
    ignore: str = knob("clutter", "classes of pixels left out, where there are such, by commas")
    share: float = knob(
        0.5, "share of a table's data set aside to pretrain on, where no imagery is given for that", assumed=True,
        above=0, most=0.9,
    )  # fmt: skip
    test_share: float = knob(
        0.3, "share of table 2's data to test on, where it was published without a split", assumed=True, above=0,
        most=0.9,
    )  # fmt: skip
    block: float | None = knob(
        None, "side in metres of blocks that keep ground on one side; by default 10 km, or a tenth of the ground",
        assumed=True, above=0, optional=True, kind=float,
    )  # fmt: skip
    simclr_rgb: str = knob("deng_simclr_rgb", "recipe of SimCLR on red, green and blue")
    simclr_rgbn: str = knob("deng_simclr_rgbn", "recipe of SimCLR with near infrared")
    mae: str = knob("deng_mae_rgbn", "recipe of MAE")
    simclr_values: str = knob("", "what of SimCLR is otherwise, such as steps=300,size=32")
    mae_values: str = knob("", "what of MAE is otherwise")
    frozen_values: str = knob(
        "", "what of the classifier on frozen networks is otherwise than in deng_classify_…"
    )
    finetuned_values: str = knob(
        "optimiser=adamw,lr=1e-4,weight_decay=0.05,schedule=cosine,warmup=0.05",
        "the same for fine-tuned networks", assumed=True,
    )  # fmt: skip
    segment: str = knob("deng_segment", "recipe of segmentation")
    segment_values: str = knob("", "what of segmentation is otherwise")
    imagenet: str = knob(
        "", "file of ImageNet's weights of SimCLR's backbone; timm's own by default"
    )
    rcf: int = knob(
        512, "length of random convolutional features, whose row needs no network", assumed=True, least=2
    )  # fmt: skip

    def read_ratios(self) -> dict[str, float]:
        """Share to train on, by ratio. Raises RecipeInvalid."""
        found = {}
        for text in (part.strip() for part in self.ratios.split(",")):
            try:
                train, test = (float(number) for number in text.split(":"))
                found[text] = round(train / (train + test), 6)
            except (ValueError, ZeroDivisionError):
                found[text] = 0.0
            if not 0 < found[text] < 1:
                raise RecipeInvalid(
                    f"ratios={self.ratios} holds '{text}'; write it as 2:8,5:5,8:2."
                )
        return found

    def finetuning(self) -> tuple[str, ...]:
        """The ways in which networks are asked; claims are judged by the first."""
        return (FINETUNED, FROZEN) if self.finetune == "both" else (self.finetune,)

    def ways(self) -> dict[str, Way]:
        """How networks are pretrained, by key."""
        return {
            "simclr rgb": Way("SimCLR", self.simclr_rgb, self.simclr_values),
            "simclr rgbn": Way("SimCLR", self.simclr_rgbn, self.simclr_values),
            "mae rgb": Way("MAE", self.mae, self.mae_values),
            "mae rgbn": Way("MAE", self.mae, self.mae_values),
        }


def run(bench: Bench, datasets: Sequence[Dataset], config: Config) -> Findings:
    """Fill the tables that the data allow. Raises DataUnfit where they allow none."""
    config.read_ratios()
    for_scenes, for_masks, imagery = choose_data(datasets, config)
    scenes = None if for_scenes is None else _scenes(bench, for_scenes, imagery, config)
    masks = None if for_masks is None else _masks(bench, for_masks, imagery, config)
    notes = [note for data in datasets for note in data.notes]
    notes += _NO_SCENES if scenes is None else scenes.notes
    notes += _NO_MASKS if masks is None else []
    return Findings(
        scores=tuple(s for table in (scenes, masks) if table is not None for s in table.scores()),
        tables=tuple(tables(scenes, masks, config)),
        figures=tuple(figures(scenes, masks, config)),
        claims=tuple(claims(scenes, masks, config)),
        audits=tuple(a for table in (scenes, masks) if table is not None for a in table.audits),
        differs=tuple(differs(for_scenes, for_masks, imagery, config)),
        notes=tuple(dict.fromkeys(notes)),
    )


def _scenes(bench: Bench, data: Dataset, imagery: Dataset | None, config: Config) -> Scenes:
    labels = scene_task(data, config.task)
    if labels is None:
        raise DataUnfit(f"{data.name} has no classes of images.")
    keys, lacking = choose_networks(data, imagery)
    pretraining = Pretraining(bench, imagery, config.ways(), keys)
    first = imagenet(config.ways()["simclr rgb"], config.imagenet or "imagenet")
    table = Scenes(data, labels, lacking)
    ask_scenes(table, pretraining, config, first)
    rows = SceneRows(table, config)
    asked = rows.asked[-1]
    table.audits.append(audit_shuffled(table, pretraining, config, first, asked, rows.best()))
    return table


def _masks(bench: Bench, data: Dataset, imagery: Dataset | None, config: Config) -> Masks:
    ignored = {name.strip().lower() for name in config.ignore.split(",")}
    kept = [code for code, name in enumerate(data.mask_classes) if name.lower() not in ignored]
    keys, _ = choose_networks(data, imagery)
    # Table 2 has one network a way to pretrain: with near infrared where there is any.
    last = tuple({key.partition(" ")[0]: key for key in keys}.values())
    table = Masks(data, kept)
    ask_masks(table, Pretraining(bench, imagery, config.ways(), last), config)
    return table


# -- the data ----------------------------------------------------------------------------------


def choose_data(
    datasets: Sequence[Dataset], config: Config
) -> tuple[Dataset | None, Dataset | None, Dataset | None]:
    """What serves table 1 (classes of images), table 2 (masks; other data than table 1's where there is some) and
    pretraining (neither). Raises DataUnfit."""
    labelled = [d for d in datasets if scene_task(d, config.task) is not None]
    if config.task and not labelled:
        there = [task for d in datasets if d.labels is not None for task in d.labels.tasks]
        raise DataUnfit(
            f"No data given has classes of images called {config.task}; labels there are: {', '.join(there) or 'none'}."
        )
    masked = [d for d in datasets if d.mask_classes]
    scenes = labelled[0] if labelled else None
    masks = next((d for d in masked if d is not scenes), masked[0] if masked else None)
    if scenes is None and masks is None:
        raise DataUnfit(
            "The data given have neither classes of images (table 1) nor a class for each pixel (table 2); give one of "
            "these, such as scenes in a folder a class, Potsdam, or a workspace with labels."
        )
    others = [d for d in datasets if d not in labelled and d not in masked]
    imagery = next((d for d in others if has_bands(d, RGB)), None)
    for data in (scenes, masks):
        if data is not None and not has_bands(data, RGB):
            bands = "; ".join(", ".join(m.bands) for m in data.modalities.values())
            raise DataUnfit(
                f"{data.name} has no image with bands called red, green and blue, but {bands}; name its bands so."
            )
        if data is not None and imagery is not None and _files(data) & _files(imagery):
            raise DataUnfit(
                f"{imagery.name} and {data.name} show the same files, so that pretraining would see what is tested; "
                "leave the former out, and a share of the latter is set aside."
            )
    return scenes, masks, imagery


def choose_networks(
    data: Dataset, imagery: Dataset | None
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Keys of the networks that are pretrained, and of those of the paper that the data does not allow, why."""
    without = next((d for d in (data, imagery) if d is not None and not has_bands(d, RGBN)), None)
    if without is None:
        return ("simclr rgb", "simclr rgbn", "mae rgbn"), {}
    why = f"{without.name} has no near infrared beside red, green and blue, which take its place in other rows."
    return ("simclr rgb", "mae rgb"), {"simclr rgbn": why, "mae rgbn": why}


def _files(data: Dataset) -> set[str]:
    """Files of imagery that a data set tells of."""

    def find(content: Any) -> set[str]:
        if isinstance(content, Mapping):
            own = {content["path"]} if isinstance(content.get("path"), str) else set()
            return own.union(*(find(v) for k, v in content.items() if k != "masks"))
        return set().union(*map(find, content)) if isinstance(content, list) else set()

    return find(json.loads(json.dumps(data.fingerprint(), default=str)))


# -- what differs ------------------------------------------------------------------------------


def differs(
    scenes: Dataset | None, masks: Dataset | None, imagery: Dataset | None, config: Config
) -> list[str]:
    """What is not as in the paper, a sentence each."""
    seen = (
        f"{config.share:.0%} of each table's own data, set aside for it and used for nothing else"
    )
    if imagery is not None:
        seen = f"{imagery.name}, {len(imagery):,} images"
    said = []
    if scenes is not None:
        said.append(
            f"Table 1: {scenes.name}, {len(scenes):,} samples of {_size(scenes)}; the paper: NaSC-TG2, 20,000 scenes "
            "of 128 pixels at 100 m in ten classes."
        )
    if masks is not None:
        said.append(
            f"Table 2: {masks.name}, {len(masks):,} crops of {_size(masks)}; the paper: Potsdam, 28 images of 6,000 "
            "pixels at 5 cm in crops of 600 at every 300."
        )
        segment = choose(None, config.segment, values_of(config.segment_values))
        said.append(
            f"UperNet: crops of {segment.config.crop} pixels at every {segment.config.stride}, "
            f"{_steps(segment.settings)}; the paper states crops of 600 at every 300 and no more."
        )
    return [
        *said,
        f"Pretraining: {seen}; the paper: BigEarthNet, 590,326 images of 120 pixels at 10 m.",
        *(_trained(config.ways()[key]) for key in ("simclr rgb", "mae rgbn")),
        "The paper leaves open whether networks are frozen or fine-tuned, how wide the classifier is, what its "
        'networks without pretraining begin with, and every other setting ("carefully tuned").',
        "The same networks untrained, statistics of bands and random features are ours: the paper compares with "
        "ImageNet alone.",
    ]


def _size(data: Dataset) -> str:
    what = next(iter(data.modalities.values()))
    gsd = f" at {what.gsd:g} m" if what.gsd else ""
    return f"{what.size[0]} x {what.size[1]} pixels{gsd}"


def _trained(way: Way) -> str:
    values = choose(None, way.recipe, values_of(way.changed))
    network = values.config
    shape = f" ({network.network})" if network.network else ""
    return (
        f"{way.title}: {network.backbone}{shape} at {network.size} pixels, {_steps(values.settings)}; the paper: "
        "ResNet-50 under SimCLR, ViT-B under MAE, steps not stated."
    )


def _steps(settings: Any) -> str:
    long = f"{settings.steps:,} steps" if settings.steps else f"{settings.epochs:g} epochs"
    return f"{long} with batches of {settings.batch_size}"


EXPERIMENT = Experiment(
    name="deng",
    title="Does pretraining on satellite images help scenes and segmentation?",
    paper=PAPER,
    question="Is it worth pretraining on imagery of my own before I classify scenes or segment pixels, and does near "
    "infrared help?",
    data="Scenes in a folder a class, or a workspace with classes of chips (table 1); Potsdam, or a workspace with the "
    "option masks (table 2); and, if there is some, imagery without these to pretrain on (BigEarthNet). Give one or "
    "several.",
    config=Config,
    quick={
        "simclr_rgb": "small_simclr",
        "simclr_rgbn": "small_simclr",
        "mae": "small_mae",
        "simclr_values": "steps=200,size=32,batch_size=64",
        "mae_values": "steps=500; size=32; batch_size=64; decoder_width=48; "
        "network=patch_size=8,embed_dim=96,depth=4,num_heads=3",
        "frozen_values": "steps=300",
        "finetuned_values": "steps=60,lr=1e-3,optimiser=adamw,schedule=cosine,warmup=0.1",
        "segment_values": "steps=300,crop=64,stride=32,width=64,lr=1e-3",
        "rcf": 128,
    },
    run=run,
)
