"""From the words of a command to the folder of an experiment, finished: data -> bench -> findings -> files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ....core.errors import UsageError
from ....core.options import OptionValue
from ....core.progress import Task
from ...datasets import Dataset, find_kind, open_dataset
from .. import find_experiment
from ..base import Audit, Claim, Experiment, Figure, Findings
from . import writing
from .folder import Bench, begin

REPORT = "report.html"


@dataclass(frozen=True)
class Summary:
    """A finished experiment in short.

    folder, report, results: where it lies. figures: names. scores: how many figures were obtained, and missing: how
    many could not be.
    """

    experiment: str
    title: str
    folder: str
    report: str
    results: str
    figures: tuple[str, ...]
    scores: int
    missing: int
    quick: bool
    seed: int
    claims: tuple[Claim, ...]
    audits: tuple[Audit, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What was asked, as a report says it again: the words of the command as they were given."""

    places: tuple[str, ...]
    out: str
    quick: bool
    seed: int
    values: Mapping[str, OptionValue]
    dataset: str | None
    data_options: Mapping[str, OptionValue]


def run_experiment(
    name: str,
    places: Sequence[str],
    out: str | Path,
    *,
    quick: bool = False,
    values: Mapping[str, OptionValue] | None = None,
    dataset: str | None = None,
    data_options: Mapping[str, OptionValue] | None = None,
    seed: int = 0,
    device: str = "auto",
    task: Task | None = None,
) -> Summary:
    """Run an experiment on data, or go on with it, and write ``results.csv``, ``figures/`` and ``report.html``.

    Asked again once it is finished, it writes these anew from its steps, which takes seconds.

    Parameters
    ----------
    name: of the experiment. places: folders of data sets, or workspaces. out: folder of the experiment.
    quick: sizes of minutes on two cores. values: of its knobs, by name; these come before those of ``quick``.
    dataset: what lies in ``places``, where it is not to be recognised. data_options: for those data that know them.
    seed, device: as for training.

    Raises UsageError, RecipeInvalid, DataMissing, DataUnfit, OutputError, RunBusy, DiskFull, and Cancelled where the
    task was asked to stop: what was finished is kept.
    """
    from . import report

    experiment, task, folder = find_experiment(name), task or Task(), Path(out).expanduser()
    asked = Asked(
        tuple(places), str(out), quick, seed, dict(values or {}), dataset, dict(data_options or {})
    )
    config = experiment.read(asked.values, quick)
    report.check_out(folder / REPORT)
    data = open_all(experiment, asked, task)
    bench = Bench(folder, seed=seed, device=device, places=asked.places, quick=quick, task=task)
    with begin(experiment, bench, data, config):
        findings = experiment.run(bench, data, config)
        task.start("writing the report", len(findings.figures) + 1, "files")
        writing.write_scores(findings.scores, folder / writing.RESULTS)
        drawn = [_drawn(figure, task) for figure in findings.figures]
        writing.write_figures(drawn, folder / writing.FIGURES)
        report.write_report(experiment, asked, config, data, findings, drawn, folder / REPORT)
        task.advance(1)
    return _summary(experiment, asked, findings, folder)


def open_all(experiment: Experiment, asked: Asked, task: Task) -> list[Dataset]:
    """The data that was named, opened, each with those options that its kind knows.

    Raises UsageError for no data, for the same twice, and for an option that none of it knows; DataMissing.
    """
    if not asked.places:
        raise UsageError(
            f"Say with --data what the experiment {experiment.name} is to be run on. {experiment.data}"
        )
    folders = [Path(place).expanduser().resolve() for place in asked.places]
    if len(set(folders)) < len(folders):
        raise UsageError("--data names the same folder twice; name each once.")
    kinds = [find_kind(place, asked.dataset) for place in asked.places]
    known = dict.fromkeys(name for kind in kinds for name in kind.options)
    for name in asked.data_options:
        if name not in known:
            raise UsageError(
                f"No data given has the option '{name}'; --data-set knows: {', '.join(known) or 'none'}."
            )
    task.start("opening the data", len(kinds), "data sets")
    found = []
    for place, kind in zip(asked.places, kinds, strict=True):
        of_it = {n: v for n, v in asked.data_options.items() if n in kind.options}
        found.append(open_dataset(place, kind.name, of_it))
        task.advance(1)
    return found


def _drawn(figure: Figure, task: Task) -> writing.Drawn:
    drawn = writing.draw(figure)
    task.advance(1)
    return drawn


def _summary(experiment: Experiment, asked: Asked, findings: Findings, folder: Path) -> Summary:
    missing = sum(score.value is None for score in findings.scores)
    return Summary(
        experiment=experiment.name,
        title=experiment.title,
        folder=str(folder),
        report=str(folder / REPORT),
        results=str(folder / writing.RESULTS),
        figures=tuple(figure.name for figure in findings.figures),
        scores=len(findings.scores) - missing,
        missing=missing,
        quick=asked.quick,
        seed=asked.seed,
        claims=findings.claims,
        audits=findings.audits,
        notes=findings.notes,
    )
