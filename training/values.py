"""Every value that a run is made with: the method's, then the recipe's, then the user's.

A key is a knob of the method, a setting of the engine, or one of DATA_OPTIONS; no name is in two of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..core.errors import RecipeInvalid
from ..core.options import Option, OptionValue
from ..core.trainer import SETTINGS, TrainSettings
from .methods import Method, find_method
from .recipes import Recipe, find_recipe

SPLITS = ("auto", "given", "random", "blocks", "bands")

DATA_OPTIONS: dict[str, Option] = {
    "split": Option(
        "auto", "how validation samples are held out; auto is as published, else by blocks, else random", SPLITS
    ),
    "probe": Option("", "task of the labels that the online probe is asked; the first by default"),
}  # fmt: skip


@dataclass(frozen=True)
class Values:
    """What a run is made with.

    given: what the recipe and the user said, as options, by key. assumed: keys in force that no paper states and the
    user did not set.
    """

    method: Method
    recipe: Recipe | None
    config: Any
    settings: TrainSettings
    data: dict[str, Any]
    given: dict[str, OptionValue]
    assumed: frozenset[str]

    def to_dict(self) -> dict[str, Any]:
        """Every key with its value in force, JSON-able: the method's own first."""
        return asdict(self.config) | self.settings.to_dict() | self.data


def options_of(method: Method) -> dict[str, Option]:
    """Every key that a run of a method takes, the method's own first, with the paper's values as defaults."""
    engine = {
        name: _with_default(option, method.paper_settings[name])
        if name in method.paper_settings
        else option
        for name, option in SETTINGS.items()
    }
    return method.knobs() | engine | DATA_OPTIONS


def choose(
    method: str | None, recipe: str | None, given: Mapping[str, OptionValue] | None = None
) -> Values:
    """The values of a method, or of a recipe and its method, with those ``given`` on top.

    Raises RecipeInvalid for a method, recipe or key that is none, or a recipe of another method; UsageError for a
    value that cannot be.
    """
    found = find_recipe(recipe) if recipe else None
    if method is None and found is None:
        raise RecipeInvalid(
            "Say what to train: a method (eo-embed methods) or a recipe (eo-embed recipes)."
        )
    chosen = find_method(method or found.method)  # type: ignore[union-attr]
    if found is not None and found.method != chosen.name:
        raise RecipeInvalid(
            f"The recipe {found.name} is for the method {found.method}, not for {chosen.name}; leave one of them out."
        )
    by_recipe: Mapping[str, OptionValue] = found.values if found else {}
    said = {**by_recipe, **(given or {})}
    if "steps" in (given or {}) and "epochs" not in (given or {}):
        said.pop("epochs", None)
    if "epochs" in (given or {}) and "steps" not in (given or {}):
        said.pop("steps", None)
    known = options_of(chosen)
    for name in said:
        if name not in known:
            where = f"The recipe {found.name} has" if found and name in by_recipe else "There is"
            raise RecipeInvalid(
                f"{where} no key '{name}' of the method {chosen.name}; its keys are: {', '.join(known)}."
            )
    own, engine = chosen.knobs(), {**chosen.paper_settings}
    engine |= {name: said[name] for name in said if name in SETTINGS}
    stated = {name for name in by_recipe if name not in (found.assumed if found else ())}
    opened = set(found.assumed) if found else set()
    assumed = (chosen.assumed_knobs() - stated | opened) - set(given or {})
    return Values(
        chosen,
        found,
        chosen.read({name: said[name] for name in said if name in own}),
        TrainSettings.read(engine),
        {name: o.read(name, said.get(name, o.default)) for name, o in DATA_OPTIONS.items()},
        said,
        frozenset(assumed),
    )


def _with_default(option: Option, default: OptionValue) -> Option:
    return replace(option, default=default, kind=option.kind or type(option.default))
