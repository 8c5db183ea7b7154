"""Recipes: one TOML a setting, of a paper or of ours.

    method   = "byol"
    title    = "BYOL, the baseline of Jain et al."
    paper    = "Jain et al. 2021, section V and table I"
    summary  = "What it is for, and what it takes."
    assumed  = ["size"]          # keys of [values] that the paper does not state

    [values]                     # knobs of the method and settings of the engine; the rest is the method's own
    batch_size = 32

A key that is none of these, or a value that cannot be, is refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import tomllib

from ...core.errors import RecipeInvalid


@dataclass(frozen=True)
class Recipe:
    """A recipe as it is written; ``name`` is its file's."""

    name: str
    method: str
    title: str
    paper: str
    summary: str
    values: dict[str, Any]
    assumed: tuple[str, ...] = ()


@cache
def recipes() -> dict[str, Recipe]:
    """Those that come with the package, by name."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    return {file.stem: read_recipe(file) for file in files}


def find_recipe(name: str) -> Recipe:
    """A recipe by name, or one's own by the path of its .toml. Raises RecipeInvalid."""
    if name in recipes():
        return recipes()[name]
    path = Path(name).expanduser()
    if path.suffix == ".toml" and path.is_file():
        return read_recipe(path)
    raise RecipeInvalid(
        f"There is no recipe '{name}'; give one of {', '.join(recipes())}, or the path of a .toml file."
    )


def read_recipe(path: Path) -> Recipe:
    """A recipe from a file. Raises RecipeInvalid naming the file and the key that is wrong.

    Whether its values suit its method is asked where they are used.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeInvalid(f"The recipe {path} cannot be read: {error}.") from error
    known = {field.name for field in fields(Recipe)} - {"name"}
    if unknown := sorted(content.keys() - known):
        raise RecipeInvalid(
            f"The recipe {path} has the unknown key '{unknown[0]}'; known are {', '.join(sorted(known))}, and "
            "settings go under [values]."
        )
    if missing := sorted(known - {"assumed"} - content.keys()):
        raise RecipeInvalid(f"The recipe {path} lacks the key '{missing[0]}'.")
    sound = isinstance(content["values"], dict) and isinstance(content.get("assumed", []), list)
    texts = (content[key] for key in ("method", "title", "paper", "summary"))
    if not sound or not all(isinstance(text, str) for text in texts):
        raise RecipeInvalid(
            f"The recipe {path} must have texts, a table [values] and a list of names, assumed."
        )
    return Recipe(path.stem, **content | {"assumed": tuple(content.get("assumed", ()))})
