"""What one file of this package contributes: a Method, with its paper's values.

A method's own knobs are the fields of a frozen dataclass made by ``knob``; those of the engine are
``core.trainer.SETTINGS``, of which ``paper`` states the values that differ from the engine's defaults. What a paper
leaves open is marked ``assumed``, and shown so wherever a value is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from ...core.errors import RecipeInvalid
from ...core.options import Option, OptionValue

if TYPE_CHECKING:
    from ...core.trainer import Learner, TrainSettings
    from ..datasets import Dataset
    from ..statistics import Statistics


#: Settings of the engine that change what is learnt: a paper that does not state one leaves it open.
_LEARNING = {
    "epochs", "batch_size", "lr", "weight_decay", "optimiser", "momentum", "beta2", "warmup", "schedule", "clip",
}  # fmt: skip


def knob(default: OptionValue, doc: str, *, assumed: bool = False, **rules: Any) -> Any:
    """A field of a method's config; ``rules`` are Option's bounds and choices."""
    return field(
        default=default, metadata={"option": Option(default, doc, **rules), "assumed": assumed}
    )


@dataclass(frozen=True)
class Setup:
    """All that a learner is built from.

    data: opened. train: rows of it to learn from. statistics: of those rows, by modality. settings: of the engine.
    steps: of the whole run. config: the method's own, of its dataclass.
    """

    data: Dataset
    train: Any
    statistics: Mapping[str, Statistics]
    settings: TrainSettings
    steps: int
    config: Any


@dataclass(frozen=True)
class Method:
    """A way to train.

    Parameters
    ----------
    name: of the command, ``byol``.
    title, paper: in words, with section and year.
    summary: one or two sentences for a person who chooses.
    config: a frozen dataclass of knobs.
    paper_settings: values of SETTINGS that the paper states; ``assumed`` names those of them that it does not.
    modalities: which modalities of a data set it learns from under a config, in order. Raises DataUnfit, saying what
        it needs, where the data set cannot serve.
    build: the learner; the global random generator of torch is seeded before. Raises DataUnfit, RecipeInvalid.
    masks, labels: whether batches hold them.
    keep_best: the result is that of the lowest validation loss, where there is validation; otherwise the last.
    """

    name: str
    title: str
    paper: str
    summary: str
    config: type
    paper_settings: Mapping[str, OptionValue]
    modalities: Callable[[Dataset, Any], Sequence[str]]
    build: Callable[[Setup], Learner]
    assumed: Sequence[str] = ()
    labels: bool = False
    masks: bool = False
    keep_best: bool = False

    def knobs(self) -> dict[str, Option]:
        """Its own knobs by name."""
        return {f.name: f.metadata["option"] for f in fields(self.config)}

    def assumed_knobs(self) -> set[str]:
        """Names of values, its own and the engine's, that its paper does not state."""
        own = {f.name for f in fields(self.config) if f.metadata["assumed"]}
        return own | set(self.assumed) | (_LEARNING - self.paper_settings.keys())

    def read(self, given: Mapping[str, OptionValue]) -> Any:
        """Its config of these values, text read as each knob's type. Raises RecipeInvalid for an unknown key."""
        known = self.knobs()
        for name in given:
            if name not in known:
                raise RecipeInvalid(
                    f"{self.name} has no knob '{name}'; its own are: {', '.join(known)}."
                )
        return self.config(**{n: known[n].read(n, v) for n, v in given.items()})


def check_config(config: type) -> None:
    """Raises TypeError for a field that is no knob."""
    for f in fields(config):
        if "option" not in f.metadata or f.default is MISSING:
            raise TypeError(f"{config.__name__}.{f.name} is not made by knob()")
