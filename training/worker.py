"""Pretraining for QGIS's worker, started with ``--with eo_embed.training.worker``: what there is to train by, what a
run would take, and runs, which are processes of their own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from ..core import trainer
from ..core.errors import EOEmbedError, OutputError, RunBusy, RunMissing, UsageError
from ..core.worker.plain import plain
from ..core.worker.registry import Call, Lane, method
from . import listing, processes
from .job import Request

_Values = dict[str, Any]

#: The one who started this worker, QGIS: runs that are not to outlive it end with it, whatever becomes of the worker.
_OWNER = os.getppid()


@method(Lane.QUICK, at_workspace=False)
def train_methods(call: Call) -> dict[str, Any]:
    """Methods, recipes and layouts of data, as forms need them."""
    from .methods import methods
    from .recipes import recipes

    return {
        "methods": [plain(listing.describe_method(name)) for name in methods()],
        "recipes": [plain(listing.describe_recipe(name)) for name in recipes()],
        "datasets": plain(listing.describe_datasets()),
    }


@method(Lane.JOBS)
def train_check(
    call: Call,
    method: str | None = None,
    recipe: str | None = None,
    data: list[str] | None = None,
    dataset: str | None = None,
    data_options: _Values | None = None,
    values: _Values | None = None,
    device: str = "auto",
) -> Any:
    """What a run would take, measured on a few real steps; nothing is kept."""
    from . import checking

    request = _request(call, method, recipe, data, dataset, data_options, values)
    return plain(checking.check(request, device=device, task=call.task))


@method(Lane.QUICK)
def train_start(
    call: Call,
    method: str | None = None,
    recipe: str | None = None,
    data: list[str] | None = None,
    dataset: str | None = None,
    data_options: _Values | None = None,
    values: _Values | None = None,
    device: str = "auto",
    out: str = "",
    resume: bool = False,
    keep_running: bool = False,
) -> dict[str, Any]:
    """Begin a run, or go on with the one in ``out``, in a process of its own; answers at once."""
    owner = None if keep_running else _OWNER
    if resume:
        folder = Path(out)
        request = Request.from_dict(trainer.read_run(folder).about.get("request", {}))
    else:
        request = _request(call, method, recipe, data, dataset, data_options, values)
        request.values_in_force()  # what is wrong with them is told now, not in a log
        folder = Path(out) if out else _free_folder(call, request)
    pid = processes.start(
        request.to_dict(), folder, device=device, resume=resume, while_alive=owner
    )
    return {"run": str(folder), "pid": pid}


def _request(
    call: Call,
    method: str | None,
    recipe: str | None,
    data: list[str] | None,
    dataset: str | None,
    data_options: _Values | None,
    values: _Values | None,
) -> Request:
    places = data or [str(call.space.workspace.folder)]
    return Request(
        tuple(places), method, recipe, dataset, dict(data_options or {}), dict(values or {})
    )


def _free_folder(call: Call, request: Request) -> Path:
    """A new run of the workspace: ``runs/<method>-<number>``."""
    parent = call.space.workspace.folder / "runs"
    name = request.values_in_force().method.name
    number = 1
    while True:
        folder = parent / f"{name}-{number}"
        try:
            folder.mkdir(parents=True)
            return folder
        except FileExistsError:
            number += 1
        except OSError as error:
            raise OutputError(f"{parent} cannot be written to ({error.strerror}).") from error


@method(Lane.QUICK)
def train_runs(call: Call, among: str = "") -> dict[str, Any]:
    """The workspace's runs, or those in the folder ``among``, the newest first."""
    return {"runs": plain(listing.runs_in(among or call.space.workspace.folder))}


@method(Lane.QUICK, at_workspace=False)
def train_curves(call: Call, run: str, after: int = -1) -> dict[str, Any]:
    """Lines of a run's metrics, validation and probe after a step, by column."""
    return dict(plain(trainer.read_curves(Path(run), after=after)))


@method(Lane.QUICK, at_workspace=False)
def train_stop(call: Call, run: str) -> dict[str, Any]:
    """Ask a run to stop; it keeps a checkpoint to go on from."""
    trainer.ask_to_stop(Path(run))
    return {}


@method(Lane.QUICK, at_workspace=False)
def train_remove(call: Call, run: str) -> dict[str, Any]:
    """Delete a run with its checkpoints and models. Raises RunMissing, and RunBusy while it trains."""
    folder = Path(run)
    try:
        status = trainer.read_run(folder)
    except RunMissing:
        if not (folder / "request.json").is_file():
            raise
    except EOEmbedError:
        pass  # damaged: the more reason to let the user delete it
    else:
        if status.state == "running":
            raise RunBusy(f"{folder.name} still trains; stop it first.")
    if not (folder / "request.json").is_file() and not (folder / "run.json").is_file():
        raise UsageError(f"{folder} holds no training run.")
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise OutputError(f"{folder} cannot be deleted: {error.strerror}.") from error
    return {}
