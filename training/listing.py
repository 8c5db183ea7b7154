"""What there is to train by, and what was trained, as plain dictionaries for a table or a form. Imports no torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..core import trainer
from ..core.trainer import SETTINGS
from . import begun
from .datasets import kinds
from .methods import find_method
from .recipes import find_recipe
from .values import DATA_OPTIONS, choose, options_of


def describe_method(name: str) -> dict[str, Any]:
    """A method with its own keys and the engine's, the paper's values as defaults. Raises RecipeInvalid."""
    method = find_method(name)
    options = options_of(method)
    return {
        "name": method.name,
        "title": method.title,
        "paper": method.paper,
        "summary": method.summary,
        "knobs": {key: options[key].to_dict() for key in method.knobs()},
        "settings": {key: options[key].to_dict() for key in (*SETTINGS, *DATA_OPTIONS)},
        "stated": sorted({*method.knobs(), *method.paper_settings} - method.assumed_knobs()),
        "assumed": sorted(method.assumed_knobs()),
    }


def describe_recipe(name: str) -> dict[str, Any]:
    """A recipe with every value in force. Raises RecipeInvalid, UsageError."""
    recipe = find_recipe(name)
    values = choose(recipe.method, name)
    return {
        "name": recipe.name,
        "method": recipe.method,
        "title": recipe.title,
        "paper": recipe.paper,
        "summary": recipe.summary,
        "values": values.to_dict(),
        "stated": dict(recipe.values),
        "assumed": sorted(values.assumed),
    }


def describe_experiment(name: str) -> dict[str, Any]:
    """An experiment with its keys, the paper's values as defaults. Raises UsageError."""
    from .experiments import find_experiment  # what they rest on takes a second to import

    experiment = find_experiment(name)
    return {
        "name": experiment.name,
        "title": experiment.title,
        "paper": experiment.paper,
        "question": experiment.question,
        "data": experiment.data,
        "knobs": {key: option.to_dict() for key, option in experiment.knobs().items()},
        "assumed": sorted(experiment.assumed()),
        "quick": dict(experiment.quick),
    }


def describe_datasets() -> list[dict[str, Any]]:
    """The layouts of data sets that are known."""
    return [
        {
            "name": kind.name,
            "title": kind.title,
            "paper": kind.paper,
            "licence": kind.licence,
            "layout": kind.layout,
            "options": {name: option.to_dict() for name, option in kind.options.items()},
        }
        for kind in kinds().values()
    ]


def runs_in(folder: str | Path) -> list[dict[str, Any]]:
    """Runs of a workspace (in its ``runs``), or in a folder, the newest first."""
    folder = Path(folder)
    parent = folder / "runs" if (folder / "workspace.toml").is_file() else folder
    told = [begun.as_begun(status) for status in trainer.list_runs(parent)]
    runs = sorted([*begun.unwritten(parent), *told], key=lambda run: run.started, reverse=True)
    return [describe_run(status) for status in runs]


def describe_run(status: trainer.RunStatus) -> dict[str, Any]:
    """A run: how far it is, what it was made with, and the models that came of it, as ``embed`` takes them."""
    about = status.about
    models = [
        f"checkpoint:{status.folder / name if name else status.folder}" for name in status.results
    ]
    return {
        "run": str(status.folder),
        "name": status.folder.name,
        "method": about.get("method", ""),
        "recipe": about.get("recipe"),
        "values": about.get("values", {}),
        "data": about.get("data", {}),
        **status.to_dict(),
        "probe": trainer.latest_probe(status.folder),
        "model": models[0] if models else None,
        "models": models,
    }
