"""The papers' evaluations, one file a paper, each on its data set as published or on any workspace with labels.

    naik.py allen.py jain.py deng.py   config, order of work, and the EXPERIMENT; a claim or a table each in parts/
    base.py                            what an experiment is, and what comes of it
    bench/                             kept steps, audit, features; results.csv, figures, report.html
    parts/                             what they measure by, a room for each kind of question

A module here is an experiment if it has an ``EXPERIMENT``. Listing them imports no torch.
"""

from __future__ import annotations

from functools import cache

from ...core.errors import UsageError
from ...core.offers import offers
from ..methods.base import check_config
from .base import Experiment

__all__ = ["Experiment", "experiments", "find_experiment"]


@cache
def experiments() -> dict[str, Experiment]:
    """What the modules of this package offer, by name."""
    found: list[Experiment] = offers(__name__, "EXPERIMENT")
    for experiment in found:
        check_config(experiment.config)
    return {experiment.name: experiment for experiment in found}


def find_experiment(name: str) -> Experiment:
    """An experiment by name. Raises UsageError, naming those there are."""
    if name not in experiments():
        raise UsageError(
            f"There is no experiment '{name}'; the experiments are: {', '.join(experiments())}."
        )
    return experiments()[name]
