"""The commands that make a map and its report again, as they are typed."""

from __future__ import annotations

import json
import shlex
from typing import Any

from ..pipeline.facts import ReportFacts, SourceFacts
from ..probes import make_head

#: Letters after which an option goes on the next line.
_LONG = 56


def quoted(*words: str) -> str:
    """A command for a POSIX shell, which still finds the home of ``~/``; long ones on several lines."""
    lines = [""]
    for word in words:
        told = f"~/{shlex.quote(word[2:])}" if word.startswith("~/") else shlex.quote(word)
        if word.startswith("--") and len(lines[-1]) > _LONG:
            lines.append(f"   {told}")
        else:
            lines[-1] += f" {told}" if lines[-1] else told
    return " \\\n".join(lines)


def to_sample(facts: ReportFacts) -> list[str]:
    """What it takes to estimate areas, by a sample of a name that is free."""
    name = facts.reference.free
    words = ["eo-embed", "sample", facts.workspace, "--map", facts.map.path, "--name", name]
    return [quoted(*words), f"# fill in the field label of samples/{name}.gpkg", to_report(facts)]


def to_map(facts: ReportFacts) -> list[str]:
    """From the imagery and the labels to the map."""
    return [
        _init(facts),
        *(_embed(facts, source) for source in facts.making.sources),
        f"# the labels: labels.gpkg and the table [[targets]] of workspace.toml, of {facts.workspace} as it was",
        _fit(facts),
        _predict(facts),
    ]


def to_judge(facts: ReportFacts) -> list[str]:
    """The scores and curves of the page one by one, and the page."""
    found = [s for s in (facts.accuracy.block, facts.accuracy.random) if s is not None]
    shared = ["--target", facts.target, *_sources(facts), *_labels(facts), *_head(facts)]
    lines = []
    for scores in found:
        split = _split(scores.split, scores.block)
        again = ["--assignments", str(scores.assignments), "--folds", str(scores.folds)]
        lines.append(quoted("eo-embed", "score", facts.workspace, *shared, *split, *again))
    for curve in facts.curves:
        side = found[0].block if curve.split == "block" else None
        sizes = ",".join(str(point.labels) for point in curve.points)
        again = ["--sizes", sizes, "--repeats", str(curve.repeats)]
        split = _split(curve.split, side)
        lines.append(quoted("eo-embed", "curve", facts.workspace, *shared, *split, *again))
    if facts.reference.report is not None:
        lines.append(_area(facts))
    return [*lines, to_report(facts)]


def to_report(facts: ReportFacts) -> str:
    made = facts.making
    given = ["--head", made.head.name]
    if facts.map.path != f"maps/{made.head.name}.tif":
        given += ["--map", facts.map.path]
    if made.reference:
        given += ["--reference", made.reference]
        given += [] if made.design is None else ["--design", made.design]
    given += ["--block", made.asked_block, *([] if facts.curves else ["--no-curve"])]
    return quoted("eo-embed", "report", facts.workspace, *given)


def _init(facts: ReportFacts) -> str:
    chips, words = facts.making.chips, ["eo-embed", "init", facts.workspace]
    for source in facts.making.sources:
        name, bands = source.config.name, source.config.bands
        paths = dict.fromkeys(_from_outside(facts, band.path) for band in bands)
        words += ["--source", f"{name}={','.join(paths)}"]
        words += ["--bands", f"{name}={','.join(b.name for b in bands)}"]
        words += _by_hand(source)
    words += ["--chip", str(chips.size[0])]
    if chips.stride != chips.size:
        words += ["--stride", str(chips.stride[0])]
    if chips.aoi:
        words += ["--aoi", _from_outside(facts, chips.aoi)]
    return quoted(*words, "--inclusion", chips.inclusion, "--min-valid", f"{chips.min_valid:g}")


def _by_hand(source: SourceFacts) -> list[str]:
    """Scale and nodata, where one holds for all bands and says something."""
    scales = {(band.scale, band.offset) for band in source.config.bands}
    nodata = {band.nodata for band in source.config.bands}
    words = []
    if len(scales) == 1 and scales != {(1.0, 0.0)}:
        scale, offset = scales.pop()
        words += ["--scale", f"{source.config.name}={scale!r},{offset!r}"]
    if len(nodata) == 1 and None not in nodata:
        words += ["--nodata", f"{source.config.name}={nodata.pop()!r}"]
    return words


def _embed(facts: ReportFacts, source: SourceFacts) -> str:
    found = source.manifest
    words = ["eo-embed", "embed", facts.workspace, "--sources", source.config.name]
    words += ["--model", found.model, *_set(found.options), "--dtype", found.dtype]
    return quoted(*words, *(["--precision", found.precision] if found.precision else []))


def _fit(facts: ReportFacts) -> str:
    made = facts.making
    words = ["eo-embed", "fit", facts.workspace, "--target", facts.target]
    words += [*_sources(facts), *_labels(facts), *_head(facts)]
    words += ["--calibrate"] if made.calibrated else []
    words += ["--hold-out", f"{made.hold_out:g}"] if made.hold_out else []
    side = made.head.trust["block_m"]
    words += [] if side is None else ["--block", f"{side:g}m"]
    return quoted(*words, "--name", made.head.name)


def _predict(facts: ReportFacts) -> str:
    words = ["eo-embed", "predict", facts.workspace, "--head", facts.making.head.name]
    level = facts.reach.summary.level
    words += [] if level is None or facts.map.dense else ["--level", f"{level:g}"]
    words += ["--dense", f"{facts.map.cell[0]:g}m"] if facts.map.dense else []
    if facts.map.path != f"maps/{facts.making.head.name}.tif":
        path = facts.map.path
        words += ["--out", path if facts.map.outside else _from_outside(facts, path)]
    return quoted(*words)


def _from_outside(facts: ReportFacts, path: str) -> str:
    """A path as it is told within the workspace, from the folder that holds this."""
    stands = path.startswith(("/", "~")) or ":" in path
    return path if stands else f"{facts.workspace}/{path}"


def _area(facts: ReportFacts) -> str:
    words = ["eo-embed", "area", facts.workspace, "--reference", facts.making.reference]
    words += ["--map", facts.map.path]
    words += [] if facts.making.design is None else ["--design", facts.making.design]
    return quoted(*words)


def _head(facts: ReportFacts) -> list[str]:
    """The kind of head and its options, as far as they are not the default."""
    meta = facts.making.head
    usual = make_head(meta.head, meta.kind).options
    own = {k: v for k, v in meta.options.items() if _plain(usual.get(k)) != v and k != "seed"}
    return ["--head", meta.head, "--seed", str(facts.making.seed), *_set(own)]


def _set(options: dict[str, Any]) -> list[str]:
    told = {key: _value(value) for key, value in options.items()}
    return [
        word for key, value in told.items() for word in ("--set", f"{key}={value}") if value != ""
    ]


def _value(value: Any) -> str:
    if value is None:
        return "none"
    return value if isinstance(value, str) else json.dumps(value)


def _plain(value: Any) -> Any:
    """As JSON gives it back: no tuples."""
    return json.loads(json.dumps(value))


def _sources(facts: ReportFacts) -> list[str]:
    return ["--sources", ",".join(facts.making.head.bands)]


def _labels(facts: ReportFacts) -> list[str]:
    return [] if facts.making.labels is None else ["--labels", str(facts.making.labels)]


def _split(split: str, side: float | None) -> list[str]:
    return ["--split", split, *([] if side is None else ["--block", f"{side:g}m"])]
