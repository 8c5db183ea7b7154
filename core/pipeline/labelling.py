"""Labels of chips: imported, clicked, and put beside the embeddings to learn from."""

from __future__ import annotations

import getpass
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from ..classes import PALETTE, ClassInfo
from ..errors import ChipUnknown, LabelsMissing, LabelsTooFew, LabelsUnreadable, UsageError
from ..files import check_name
from ..labels import ChipLabels, LabelStore, LabelTable, parse_how, read_labels
from ..workspace import TargetConfig, Workspace
from .embeddings import Features
from .workspaces import Place, open_workspace

#: How a label can have come about.
HOWS = ("click", "imported", "cluster", "suggestion")


@dataclass(frozen=True)
class LabelReport:
    """Chips labelled now, how many of each class or the range of the value, and labels by hand kept."""

    target: str
    kind: str
    labelled: int
    classes: dict[str, int] = field(default_factory=dict)
    range: tuple[float, float] | None = None
    kept_by_hand: int = 0


def label(
    place: Place,
    path: str,
    *,
    how: str = "majority",
    layer: str | None = None,
    field_name: str | None = None,
    min_share: float = 0.6,
    target: str | None = None,
    who: str = "",
) -> LabelReport:
    """Label the chips of the area from a vector file or a raster (see labels.read_labels).

    ``target`` is named after the field, else after the file, by default. Raises the errors of labels,
    DiskFull, OutputError.
    """
    workspace = open_workspace(place)
    name = check_name("A target", target or field_name or Path(path).stem)
    if not 0 < min_share <= 1:  # NaN is no share either
        raise UsageError(
            f"The least share for a majority is {min_share:g}; it lies above 0, up to 1 (the whole chip)."
        )
    found = read_labels(
        path,
        workspace.grid,
        workspace.grid.select(),
        parse_how(how),
        layer=layer,
        field=field_name,
        min_share=min_share,
    )
    return store_labels(workspace, name, found, f"{how} of {Path(path).name}", who=who)


def store_labels(
    place: Place, target: str, found: ChipLabels, description: str, *, who: str = ""
) -> LabelReport:
    """Keep derived labels, in place of those that were derived for the target before.

    Chips labelled by hand, or as a cluster, keep their label. Their classes stay, and so do those that a
    person has named and given to no chip yet. All or nothing is on disk when this returns. ``description``
    says how the labels were derived.
    """
    workspace = open_workspace(place)
    check_name("A target", target)
    store = LabelStore(workspace.labels_path, workspace.geobox.crs)
    old = store.get(target)
    by_hand = old.how != "imported"
    new = ~np.isin(found.ids, old.ids[by_hand])
    store.put(
        target,
        found.ids[new],
        found.values[new],
        polygons=workspace.grid.polygons(found.ids[new]),
        share=found.share[new],
        how="imported",
        who=who,
        replacing="imported",
    )
    codes = {c.code for c in found.classes}
    gone = set(old.values[~by_hand].tolist()) - set(old.values[by_hand].tolist()) - codes

    def describe_target(known: TargetConfig | None) -> TargetConfig:
        before = known.classes if known and known.kind == found.kind else ()
        kept = (c for c in before if c.code not in gone | codes)
        return TargetConfig(target, found.kind, description, (*found.classes, *kept))

    workspace.change_target(target, describe_target)
    labelled, kept = int(new.sum()), int(by_hand.sum())
    if found.kind == "value":
        extent = (float(found.values.min()), float(found.values.max()))
        return LabelReport(target, "value", labelled, range=extent, kept_by_hand=kept)
    given, counts = np.unique(found.values[new].astype(str), return_counts=True)
    count = dict(zip(given.tolist(), counts.tolist(), strict=True))
    named = {c.name: count[c.code] for c in found.classes if c.code in count}
    return LabelReport(target, "classes", labelled, named, kept_by_hand=kept)


def label_chips(
    place: Place,
    target: str,
    ids: Sequence[int],
    value: str | float | None,
    *,
    how: str = "click",
    who: str = "",
) -> int:
    """Give chips one label of a target, or take it away with None; on disk when this returns.

    A class is given by its code or its name; one that the target does not know yet is added with the next
    free colour. A new target is one of classes where ``value`` is text and of values where it is a number.
    ``how`` is one of HOWS. Returns the chips changed. Raises ChipUnknown for an id beyond the grid,
    UsageError.
    """
    if how not in HOWS:
        raise UsageError(f"Labels are given by {', '.join(HOWS)}, not by {how!r}.")
    workspace = open_workspace(place)
    store = LabelStore(workspace.labels_path, workspace.geobox.crs)
    chips = np.unique(np.asarray(ids, dtype=np.int64))
    if value is None:
        return store.remove(target, chips)
    check_on_grid(workspace, chips)
    value = admit_value(workspace, target, value)
    return store.put(
        target,
        chips,
        np.array([value] * len(chips), dtype=object),
        polygons=workspace.grid.polygons(chips),
        how=how,
        who=who,
    )


def login() -> str:
    """The login name, "" where the system knows none: who labels, where nobody says."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # what it raises has changed from version to version
        return ""


def check_on_grid(workspace: Workspace, chips: np.ndarray) -> None:
    """Raises ChipUnknown for an id beyond the grid."""
    count = math.prod(workspace.grid.shape)
    beyond = chips[(chips < 0) | (chips >= count)]
    if len(beyond):
        raise ChipUnknown(
            f"There is no chip {beyond[0]}: ids run from 0 to {count - 1} here; eo-embed chips writes them."
        )


def admit_value(workspace: Workspace, target: str, value: str | float) -> str | float:
    """Make sure that a target can take a value; returns it as labels hold it, a class by its code."""
    if isinstance(value, str):
        value = value.strip()
    if not value if isinstance(value, str) else not math.isfinite(value):
        raise UsageError(f"A label of {target} is a class or a finite number, not {value!r}.")

    def admit(known: TargetConfig | None) -> TargetConfig:
        kind: Literal["classes", "value"] = "classes" if isinstance(value, str) else "value"
        known = known or TargetConfig(target, kind)
        if known.kind != kind:
            raise UsageError(f"Target {target} holds {known.kind}; {value!r} does not fit.")
        if isinstance(value, str):
            known = replace(
                known, classes=_with_classes(known.classes, [_code(known.classes, value)])
            )
        return known

    now = next((t for t in workspace.config.targets if t.name == target), None)
    if admit(now) != now:
        workspace.change_target(target, admit)
    return _code(workspace.target(target).classes, value) if isinstance(value, str) else value


def _code(classes: Sequence[ClassInfo], text: str) -> str:
    """The code of the class that ``text`` is the code of, or else the name of; else ``text`` itself."""
    codes = {c.code for c in classes}
    return text if text in codes else next((c.code for c in classes if c.name == text), text)


def _with_classes(known: Sequence[ClassInfo], codes: Iterable[str]) -> tuple[ClassInfo, ...]:
    """Classes, and those of these codes that are not among them, each with the next free colour."""
    classes = list(known)
    for code in codes:
        if code not in {c.code for c in classes}:
            taken = {c.colour for c in classes}
            spare = PALETTE[len(classes) % len(PALETTE)]
            colour = next((c for c in PALETTE if c not in taken), spare)
            classes.append(ClassInfo(code, code, colour))
    return tuple(classes)


def target_to_label(place: Place, name: str | None, *, there: bool = False) -> str:
    """The target that labels by hand are for: by its name, or the only one.

    With ``there`` it must have labels. Raises UsageError where it is not clear which, LabelsMissing.
    """
    workspace = open_workspace(place)
    names = [target.name for target in workspace.config.targets]
    if name is None and len(names) != 1:
        told = f"there are {', '.join(names)}" if names else "there is none yet"
        raise UsageError(f"Say with --name what the labels are of (cover, say); {told}.")
    if there:
        workspace.target(name)
    return check_name("A target", name or names[0])


@dataclass(frozen=True)
class TargetSummary:
    """Labels of one target: how many of each class (by name), given how and by whom, first and last when.

    ``range`` is of the value; the dates are UTC, ISO 8601, "" where no label has one.
    """

    target: str
    kind: str
    description: str
    labels: int
    classes: dict[str, int]
    range: tuple[float, float] | None
    how: dict[str, int]
    who: dict[str, int]
    first: str
    last: str


def summarise_labels(place: Place, target: str | None = None) -> list[TargetSummary]:
    """What labels there are and where they are from, of one target or all.

    Raises LabelsMissing where there is none (of that name), LabelsUnreadable.
    """
    workspace = open_workspace(place)
    targets = workspace.config.targets if target is None else [workspace.target(target)]
    if not targets:
        workspace.target(None)  # which says so
    return [_summarise(config, labels_of(workspace, config)) for config in targets]


def labels_of(workspace: Workspace, target: TargetConfig) -> LabelTable:
    """The labels of a target. Raises LabelsUnreadable."""
    return LabelStore(workspace.labels_path, workspace.geobox.crs).get(target.name)


def classes_of(target: TargetConfig, codes: Iterable[str]) -> tuple[ClassInfo, ...]:
    """The classes of a target, those among its labels included that workspace.toml does not know."""
    return _with_classes(target.classes, sorted(set(codes)))


def _summarise(config: TargetConfig, table: LabelTable) -> TargetSummary:
    classes, extent = {}, None
    if table.values.dtype == object:
        count = Counter(table.values.tolist())
        classes = {c.name: count[c.code] for c in classes_of(config, count) if count[c.code]}
    elif len(table.ids):
        extent = (float(table.values.min()), float(table.values.max()))
    known = table.when[~np.isnat(table.when)]
    dates = (f"{known.min()}Z", f"{known.max()}Z") if len(known) else ("", "")
    return TargetSummary(
        config.name,
        config.kind,
        config.how,
        len(table.ids),
        classes,
        extent,
        dict(Counter(table.how.tolist()).most_common()),
        dict(Counter(table.who.tolist()).most_common()),
        *dates,
    )


class Training(NamedTuple):
    """Labelled chips with embeddings: ``y`` is an index into ``classes`` or a float value.

    ``how`` is where each label is from: click, imported, cluster, suggestion.
    """

    ids: np.ndarray
    matrix: np.ndarray
    y: np.ndarray
    target: TargetConfig
    classes: tuple[ClassInfo, ...]
    how: np.ndarray

    def take(self, rows: np.ndarray) -> Training:
        """Some of the chips, and the classes that they have. Raises LabelsTooFew for one class only."""
        some = self._replace(
            ids=self.ids[rows], matrix=self.matrix[rows], y=self.y[rows], how=self.how[rows]
        )
        if not self.classes:
            return some
        present, y = np.unique(some.y, return_inverse=True)
        if len(present) < 2:
            raise LabelsTooFew(
                "The labels outside the blocks held out hold one class only; hold out fewer blocks, draw them "
                "by another --seed, or label more chips."
            )
        return some._replace(y=y.reshape(-1), classes=tuple(self.classes[i] for i in present))


def training_set(
    workspace: Workspace,
    data: Features,
    target: str | None = None,
    labels: int | None = None,
    seed: int = 0,
) -> Training:
    """The labelled chips of a target that have embeddings; with ``labels``, that many at random.

    Raises LabelsMissing, LabelsTooFew.
    """
    if seed < 0:
        raise UsageError(f"The seed is {seed}; give a whole number of at least 0.")
    config = workspace.target(target)
    table = LabelStore(workspace.labels_path, workspace.geobox.crs).get(config.name)
    ids, rows, there = np.intersect1d(data.ids, table.ids, return_indices=True)
    if len(ids) == 0:
        raise LabelsMissing(
            f"None of the {len(table.ids)} chips labelled for {config.name} has an embedding in the area; "
            "label chips in the area, or embed it."
        )
    values = table.values[there]
    if labels is not None:
        if not 2 <= labels <= len(ids):
            raise LabelsTooFew(
                f"{labels} labels were asked for and {len(ids)} chips are labelled; ask for 2 to {len(ids)}."
            )
        named = len(set(values.tolist())) if config.kind == "classes" else 0
        if labels < named:
            raise LabelsTooFew(
                f"{labels} labels were asked for and {config.name} has {named} classes; ask for at least "
                f"{named}."
            )
        drawn = np.sort(np.random.default_rng(seed).choice(len(ids), labels, replace=False))
        ids, rows, values, there = ids[drawn], rows[drawn], values[drawn], there[drawn]
    if config.kind == "value":
        if values.dtype == object:
            raise LabelsUnreadable(
                f"The labels of {config.name} hold classes, but workspace.toml says that it has values; "
                "label it again, or give the classes another target."
            )
        return Training(
            ids, data.matrix[rows], values.astype(np.float64), config, (), table.how[there]
        )
    if values.dtype != object:
        raise LabelsUnreadable(
            f"The labels of {config.name} hold values, but workspace.toml says that it has classes; "
            "label it again, or give the values another target."
        )
    codes = values.astype(str)
    # labels.gpkg may have been edited elsewhere: a code that is new is a class like any other.
    every = _with_classes(config.classes, sorted(set(codes.tolist())))
    classes = tuple(c for c in every if c.code in set(codes.tolist()))
    if len(classes) < 2:
        raise LabelsTooFew(
            f"The {len(ids)} labels of {config.name} hold one class only "
            f"({classes[0].name if classes else 'none that is known'}); label chips of a second class."
        )
    index = {c.code: i for i, c in enumerate(classes)}
    y = np.array([index[code] for code in codes], dtype=np.int64)
    return Training(ids, data.matrix[rows], y, config, classes, table.how[there])
