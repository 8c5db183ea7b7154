"""What forests are shown of an area: which encoder, of which kinds of image, of which channels.

Allen et al. 2023, section 4.2: the embedding of each modality and of all of them side by side; section 4.1: one channel
of each, drawn at random, at training and at inference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .....core.errors import ModelUnavailable
from .....core.models.checkpoint import read_card
from .....core.options import OptionValue
from .....core.trainer import read_run
from ....datasets import Dataset, Modality
from ....datasets.base import Rows
from ....datasets.joined import Joined
from ....datasets.subset import Subset
from ...base import values_of
from ...bench.features import embed, of_modality
from ...bench.folder import Bench
from .areas import Area

ALL = ()
#: How the embeddings of a tower's channels join, in words.
JOINED_BY = {"random": "a channel at random", "mean": "mean over channels"}


@dataclass(frozen=True)
class Encoders:
    """An encoder for each modality.

    name: in tables. spec: of the model, as ``features.embed`` takes it. options: of the model. why: where it cannot be
    had, the reason in a sentence.
    """

    name: str
    spec: str
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    why: str = ""

    def takes_any_channel(self, modalities: Sequence[str]) -> bool:
        """Whether each is a network that sees one channel at a time."""
        if not self.spec.startswith("checkpoint:") or not modalities:
            return False
        places = [of_modality(self.spec, name).partition(":")[2] for name in modalities]
        return all(read_card(Path(place))[0].single_channel for place in places)


@dataclass(frozen=True)
class Pretrained:
    """What CLIP gave: folders of the towers as they ended and as they began.

    told: what was trained how long on what, in a sentence. why: where they cannot be had, the reason in a sentence.
    """

    trained: str = ""
    untrained: str = ""
    told: str = ""
    why: str = ""


def pretrain(
    bench: Bench, areas: Sequence[Area], recipe: str, values: str, seed: int
) -> Pretrained | None:
    """CLIP on the training parts of all areas with several kinds of image together, its best by their validation parts.

    None where no area has several. Raises DataUnfit where these differ in kinds of image, and what training raises.
    """
    several = [area for area in areas if len(area.data.modalities) > 1]
    if not several:
        return None
    joined = Joined([area.data for area in several])
    learn, validation = (
        np.concatenate([joined.numbers(i, rows(area)) for i, area in enumerate(several)])
        for rows in (lambda area: area.learn, lambda area: area.parts.validation)
    )
    data = Subset(joined, learn, validation=validation)
    asked: dict[str, Any] = {
        "method": "clip",
        "recipe": recipe,
        "values": {"seed": seed, **values_of(values)},
    }
    try:
        trained = bench.train(f"clip, seed {seed}", data, **asked)
        untrained = bench.untrained(f"clip, seed {seed}", data, **asked)
    except ModelUnavailable as error:
        return Pretrained(why=str(error))
    return Pretrained(str(trained), str(untrained), _tell(trained, several))


def _tell(folder: Path, areas: Sequence[Area]) -> str:
    run = read_run(folder)
    weights = sum(path.stat().st_size for path in folder.glob("*/model.safetensors")) / 4
    values, chips = run.about["values"], run.about["data"]["train"]
    return (
        f"CLIP by the recipe {run.about['recipe']}: towers {values['backbone']} {values['network']} of images of "
        f"{values['size']} pixels, {weights / 1e6:.3g}M parameters in all, {run.step:,} steps of "
        f"{values['batch_size']} chips of {chips:,} in {len(areas)} area{'s' if len(areas) > 1 else ''}."
    )


def encoders_of(
    area: Area, clip: Pretrained | None, model: str, channels: str, seed: int
) -> list[Encoders]:
    """Of an area: first those that are asked about, then those that they are held against.

    Parameters
    ----------
    model: in place of CLIP; where it is empty and there is no CLIP for this area, ``rcf``. channels: see JOINED_BY.
    """
    modalities = area.data.modalities
    several = any(len(modality.bands) > 1 for modality in modalities.values())
    ways = (channels, *(way for way in JOINED_BY if way != channels and several))
    if model or clip is None or len(modalities) == 1:
        own = _named(model or "rcf", list(modalities), ways, seed)
    elif clip.why:
        own = [Encoders("CLIP", "", why=clip.why)]
    else:
        own = [
            Encoders(f"CLIP, {JOINED_BY[way]}", f"checkpoint:{clip.trained}", {"channels": way})
            for way in ways
        ]
        begun = {"channels": channels}
        own.append(Encoders("CLIP, untrained", f"checkpoint:{clip.untrained}", begun))
    known = {encoders.spec for encoders in own}
    plain = [
        one for spec in ("rcf", "stats") if spec not in known for one in _named(spec, [], (), seed)
    ]
    return [*own, *plain]


def _named(spec: str, modalities: Sequence[str], ways: Sequence[str], seed: int) -> list[Encoders]:
    """Encoders by their name; a network of one channel once for each way to join channels."""
    family, _, place = spec.partition(":")
    short = f"{family}:{Path(place).name}" if family == "checkpoint" else spec
    one = Encoders(short, spec, {"seed": seed} if spec == "rcf" else {})
    if not one.takes_any_channel(modalities):
        return [one]
    return [Encoders(f"{short}, {JOINED_BY[way]}", spec, {"channels": way}) for way in ways]


@dataclass(frozen=True)
class View:
    """Modalities side by side, with the channels that are seen of each, all by default."""

    name: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def each_and_all(modalities: Mapping[str, Modality]) -> list[View]:
    """Each modality alone; last, where there are several, all of them."""
    alone = [View(name, ((name, ALL),)) for name in modalities]
    if len(alone) == 1:
        return alone
    return [*alone, View(" + ".join(modalities), tuple((name, ALL) for name in modalities))]


def all_but_one(modalities: Mapping[str, Modality]) -> list[View]:
    """All modalities but one, for each; of two these are each alone, which is asked anyway."""
    if len(modalities) < 3:
        return []
    return [
        View(f"all but {missing}", tuple((name, ALL) for name in modalities if name != missing))
        for missing in modalities
    ]


def single_channels(modalities: Mapping[str, Modality]) -> list[View]:
    """One channel of one modality, for each of those that have several."""
    return [
        View(f"{name}: {band} alone", ((name, (band,)),))
        for name, modality in modalities.items()
        if len(modality.bands) > 1
        for band in modality.bands
    ]


class Sights:
    """Embeddings of areas by the encoders of one seed. Those of the last encoders asked for are held in memory."""

    def __init__(self, bench: Bench, seed: int) -> None:
        self._bench, self._seed = bench, seed
        self._held: dict[tuple[str, tuple[str, ...]], NDArray[np.float32]] = {}
        self._of: tuple[str, str] = ("", "")

    def see(
        self, area: str, data: Dataset, encoders: Encoders, view: View, fitted_on: Rows
    ) -> NDArray[np.float32]:
        """float32 ``(len(data), dim)``; statistics are of ``fitted_on``. Raises what ``features.embed`` raises."""
        if self._of != (area, encoders.name):
            self._of, self._held = (area, encoders.name), {}
        for name, bands in view.parts:
            if (name, bands) not in self._held:
                channels = f", {', '.join(bands)} alone" if bands else ""
                self._held[name, bands] = embed(
                    self._bench,
                    f"{encoders.name}, {name}{channels}, {area}, seed {self._seed}",
                    encoders.spec,
                    data,
                    name,
                    fitted_on=fitted_on,
                    bands=bands,
                    options=encoders.options,
                )
        return np.concatenate([self._held[part] for part in view.parts], axis=1)
