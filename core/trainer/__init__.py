"""The training engine: a Learner's loss, step after step, on any device and any number of processes.

It knows neither methods nor data sets, which are ``training/``'s: it asks a Feed for the rows of a step and a
Learner for their loss.

    Feed ──▶ batches read ahead ──▶ device ──▶ Learner.loss ──▶ optimiser ──▶ run folder

Every random number of a step is a function of the run's seed and the step (Draw), drawn for the whole batch and
then cut: so a run that is resumed, or shared among processes, goes on with the very numbers of one that is neither.

Importing this imports no torch: whoever lists runs or settings need not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .learner import Draw, Feed, Learner, Result
from .metrics import latest_probe, read_curves
from .runs import RunStatus, TrainReport, ask_to_stop, list_runs, read_run, require_folder
from .settings import SETTINGS, TrainSettings

if TYPE_CHECKING:
    from .loop import train
    from .probe import OnlineProbe
    from .speed import Speed, measure_speed

_WITH_TORCH = {
    "train": "loop",
    "OnlineProbe": "probe",
    "Speed": "speed",
    "measure_speed": "speed",
}


def __getattr__(name: str) -> Any:
    if name in _WITH_TORCH:
        return getattr(import_module(f"{__name__}.{_WITH_TORCH[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "SETTINGS",
    "Draw",
    "Feed",
    "Learner",
    "OnlineProbe",
    "Result",
    "RunStatus",
    "Speed",
    "TrainReport",
    "TrainSettings",
    "ask_to_stop",
    "latest_probe",
    "list_runs",
    "measure_speed",
    "read_curves",
    "read_run",
    "require_folder",
    "train",
]
