"""What a report tells of the reference sample: accuracy and areas of the map, or which samples wait for labels."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import LabelError
from ..workspace import Workspace
from . import samples
from .accuracy import AreaReport, area
from .facts import AREA_LEVEL, SAMPLE, Design, ReferenceFacts
from .toldpaths import without_folders


def reference_facts(
    workspace: Workspace, path: Path, given: str | None, design: Design | None, field: str
) -> ReferenceFacts:
    """The estimate of the sample that is given, or of the newest one of this map that is labelled."""
    if given is not None:
        return ReferenceFacts(_estimate(workspace, path, given, design, field))
    report, told, waiting = None, [], []
    for cells in _newest_samples(workspace):
        try:
            labels = _labels_of_sample(workspace, path, cells)
            done = sum(label is not None for label in labels)
            if done < len(labels):
                waiting.append(cells.stem)
                told.append(
                    f"The sample {cells.stem} waits for labels: {done:,} of its {len(labels):,} cells are labelled."
                )
            elif labels and report is None:
                report = _estimate(workspace, path, str(cells))
        except LabelError as error:
            why = without_folders(workspace, str(error), path, cells, cells.with_suffix(".json"))
            told.append(f"The sample {cells.stem} cannot be used: {why}")
    return ReferenceFacts(report, " ".join(told), tuple(waiting), _free_name(workspace))


def _newest_samples(workspace: Workspace) -> list[Path]:
    """The cells of every sample of the workspace, the newest first."""
    found = (workspace.folder / "samples").glob("*.gpkg")
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _labels_of_sample(workspace: Workspace, path: Path, cells: Path) -> list[Any]:
    """A label or None for each cell, nothing where another map was sampled. Raises LabelError."""
    files = samples.SampleFiles(cells, cells.with_suffix(".json"))
    design = samples.read_design(files)
    if (workspace.folder / design.map).resolve() != path.resolve():
        return []
    return samples.read_sample(files, design).tolist()


def _estimate(
    workspace: Workspace,
    path: Path,
    reference: str,
    design: Design | None = None,
    field: str = "label",
) -> AreaReport:
    found = area(
        workspace,
        reference=reference,
        map_file=str(path),
        level=AREA_LEVEL,
        how=design,
        field=field,
    )
    notes = (without_folders(workspace, note, path, found.reference) for note in found.notes)
    return replace(found, notes=tuple(notes))


def _free_name(workspace: Workspace) -> str:
    """The first of check, check-2, check-3 … that no sample has, nor a design that lost its cells."""
    folder = workspace.folder / "samples"
    names = itertools.chain([SAMPLE], (f"{SAMPLE}-{i}" for i in itertools.count(2)))
    return next(
        name
        for name in names
        if not any((folder / f"{name}.{kind}").exists() for kind in ("gpkg", "json"))
    )
