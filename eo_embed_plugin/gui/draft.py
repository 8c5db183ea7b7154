"""The workspace that is being put together: sources, area, chips, and what the worker would make of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..geometry import ChipLayout
from ..i18n import tr
from ..wording import told
from .draft_sources import DraftSource, group_files, project_files, suggest_name, unlike

#: Milliseconds without a change after which the worker is asked what would be made.
SETTLE_MS = 350
#: Units of a length of chips.
PIXELS, METRES = "px", "m"


@dataclass(frozen=True)
class Area:
    """An area of interest as it was drawn: polygons in a CRS, and where they come from, in words."""

    geometry: QgsGeometry
    crs: QgsCoordinateReferenceSystem
    origin: str

    def to_worker(self) -> dict[str, str]:
        """As the worker's ``aoi``."""
        return {"wkt": self.geometry.asWkt(), "crs": self.crs.authid() or self.crs.toWkt()}

    def in_crs(self, crs: QgsCoordinateReferenceSystem) -> QgsGeometry:
        """The polygons in another CRS; empty where they cannot be there."""
        return transformed(self.geometry, self.crs, crs)


@dataclass
class ChipChoice:
    """How the ground is cut: lengths in ``unit``; a stride of None is the chip's size."""

    size: float = 32
    stride: float | None = None
    unit: str = PIXELS
    inclusion: str = "centre"
    min_valid: float = 0.5

    def to_worker(self) -> dict[str, Any]:
        """As the worker's parameters."""
        said = {
            "chip": _length(self.size, self.unit),
            "inclusion": self.inclusion,
            "min_valid": self.min_valid,
        }
        return said if self.stride is None else {**said, "stride": _length(self.stride, self.unit)}


class Draft(QObject):
    """What the steps *Data* and *Chips* fill in before there is a workspace.

    changed: sources, area or chips are others. planned: the worker has answered what it would make of them:
    then ``plan`` holds it, or ``problem`` says why it cannot be.
    """

    changed = pyqtSignal()
    planned = pyqtSignal()

    def __init__(self, context: Any) -> None:
        super().__init__(context.session)
        self.session = context.session
        self.sources: list[DraftSource] = []
        self.area: Area | None = None
        self.chips = ChipChoice()
        self.plan: dict[str, Any] | None = None
        self.problem = ""
        self._asked: Any = None
        self._chosen_by_hand = False
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._ask_plan)
        self._project_timer = QTimer(self, singleShot=True, interval=0)
        self._project_timer.timeout.connect(self.follow_project)
        project = QgsProject.instance()
        project.layersAdded.connect(self._project_changed)
        project.layersRemoved.connect(self._project_changed)
        self.session.engine.stateChanged.connect(self._engine_changed)
        self.session.changed.connect(self._session_changed)
        self.follow_project()

    def unload(self) -> None:
        """Follow the project no longer."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._project_changed)
        project.layersRemoved.disconnect(self._project_changed)

    # -- sources -------------------------------------------------------------------------------

    @property
    def used(self) -> list[DraftSource]:
        """The sources that go in."""
        return [source for source in self.sources if source.used]

    @property
    def is_reading(self) -> bool:
        """Whether the worker still reads a source that goes in."""
        return any(not source.answered for source in self.used)

    def follow_project(self) -> None:
        """Take in the project's raster layers that are files, and let go of unused ones that went."""
        present = project_files()
        known = {path for source in self.sources for path in source.paths}
        self.sources = [
            s for s in self.sources if s.used or not s.from_project or set(s.paths) <= set(present)
        ]
        for paths in group_files(path for path in present if path not in known):
            home = self._scene_mate(paths)
            if home is not None:
                self._put_files(home, [*home.paths, *paths])
            else:
                self._append(paths, from_project=True)
        self._take_the_only_one()
        self._edited()

    def add_files(self, paths: Iterable[str]) -> list[DraftSource]:
        """Use files as sources; bands of one scene become one source. Files already there are used."""
        found = []
        for group in group_files(os.path.normpath(path) for path in paths):
            present = next((s for s in self.sources if set(group) <= set(s.paths)), None)
            source = present or self._append(group, from_project=False)
            source.used = True
            found.append(source)
        self._chosen_by_hand = True
        self._edited()
        return found

    def use(self, source: DraftSource, used: bool) -> None:
        """Put a source in, or leave it out."""
        source.used, self._chosen_by_hand = used, True
        self._edited()

    def remove(self, sources: Sequence[DraftSource]) -> None:
        """Forget sources; those of the project's layers are only left out."""
        for source in sources:
            source.used = False
        self.sources = [s for s in self.sources if s.from_project or s not in sources]
        self._chosen_by_hand = True
        self._edited()

    def join(self, sources: Sequence[DraftSource]) -> None:
        """Make one source of the files of several."""
        first, *others = sources
        first.used = True
        self.sources = [s for s in self.sources if s not in others]
        self._put_files(first, [path for s in sources for path in s.paths])
        self._edited()

    def split(self, source: DraftSource) -> None:
        """Make a source of each file of one."""
        place = self.sources.index(source)
        self.sources.remove(source)
        for number, path in enumerate(source.paths):
            made = self._append([path], from_project=source.from_project)
            made.used = source.used
            self.sources.remove(made)
            self.sources.insert(place + number, made)
        self._edited()

    def rename(self, source: DraftSource, name: str) -> str:
        """Give a source a name, made unlike the others'; returns the name it has then."""
        wanted = name.strip()
        if wanted:
            source.name = unlike(wanted, (s.name for s in self.sources if s is not source))
            self._read_again(source)  # the name may tell the sensor
        self._edited()
        return source.name

    def edited(self) -> None:
        """Something of a source was changed from outside."""
        self._edited()

    def _append(self, paths: Sequence[str], *, from_project: bool) -> DraftSource:
        name = suggest_name(paths, (s.name for s in self.sources))
        source = DraftSource(name, list(paths), from_project=from_project)
        self.sources.append(source)
        return source

    def _scene_mate(self, paths: Sequence[str]) -> DraftSource | None:
        """The source of the same scene, whose other bands came before."""
        return next((s for s in self.sources if len(group_files([*s.paths, *paths])) == 1), None)

    def _put_files(self, source: DraftSource, paths: Sequence[str]) -> None:
        source.paths, source.names = list(paths), None
        source.bands, source.files = [], []
        self._read_again(source)

    def _take_the_only_one(self) -> None:
        """A project with one raster needs no choice."""
        if not self._chosen_by_hand and len(self.sources) == 1:
            self.sources[0].used = True

    def _read_again(self, source: DraftSource) -> None:
        source.asked, source.answered, source.problem = False, False, ""

    def _inspect(self) -> None:
        for source in self.used:
            if not source.asked:
                self._inspect_one(source)

    def _inspect_one(self, source: DraftSource) -> None:
        key = source.key, source.name
        source.asked = True

        def read(answer: dict[str, Any]) -> None:
            if (source.key, source.name) != key:
                return
            source.answered = True
            source.files, source.bands, source.problem = answer["files"], answer["bands"], ""
            if source.names is not None and len(source.names) != len(source.bands):
                source.names = None
            self._edited()

        def failed(failure: Any) -> None:
            if (source.key, source.name) == key and failure.code != "CANCELLED":
                source.answered, source.bands, source.problem = True, [], told(failure)[0]
                self._edited()

        params = {"paths": source.paths, "name": source.name}
        self.session.engine.request("inspect", params, done=read, failed=failed, resume=True)

    # -- area and chips ------------------------------------------------------------------------

    def set_area(self, area: Area | None) -> None:
        """Take another area of interest, or None for the whole raster."""
        self.area = area
        self._edited()

    def set_chips(self, chips: ChipChoice) -> None:
        """Cut the ground otherwise."""
        if chips != self.chips:
            self.chips = chips
            self._edited()

    @property
    def layout(self) -> ChipLayout | None:
        """The chips of the plan."""
        return ChipLayout.of(self.plan["layout"]) if self.plan else None

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        """The grid's CRS: the plan's, before that the first source's."""
        files = self.used[0].files if self.used else []
        plan = self.plan or {}
        return crs_of(str(plan.get("crs") or (files[0]["crs"] if files else "")))

    @property
    def missing(self) -> str:
        """What has to be given before there can be chips, in a few words; "" where nothing has."""
        if not self.used:
            return tr("choose imagery")
        broken = next((s for s in self.used if s.problem), None)
        if broken is not None:
            return tr("{name} cannot be read").format(name=broken.name)
        return tr("reading the imagery…") if self.is_reading else ""

    # -- what would be made --------------------------------------------------------------------

    def params(self) -> dict[str, Any]:
        """The worker's parameters of ``plan`` and ``init``."""
        used = self.used
        scaled = [s for s in used if s.scale is not None or s.offset is not None]
        return {
            "sources": {s.name: s.paths for s in used},
            "bands": {s.name: s.names for s in used if s.names},
            "scale": {s.name: list(s.stored_scale) for s in scaled},
            "nodata": {s.name: s.nodata for s in used if s.nodata is not None},
            "aoi": self.area.to_worker() if self.area else None,
            **self.chips.to_worker(),
        }

    def clear(self) -> None:
        """Begin anew: no area, the project's layers as sources."""
        self.sources, self.area, self._chosen_by_hand = [], None, False
        self.follow_project()

    def _edited(self) -> None:
        if is_gone(self):
            return
        if not self.session.folder:
            self._inspect()
            self._timer.start()
        self.changed.emit()

    def _ask_plan(self) -> None:
        if self.session.folder:
            return
        if self._asked is not None:
            self._asked.cancel()
        if self.missing:
            self._planned(None, "")
            return
        self._asked = call = self._request_plan()
        # Only the newest answer counts.
        call.succeeded.connect(
            lambda answer: self._planned(answer, "") if call is self._asked else None
        )
        call.failed.connect(
            lambda failure: self._not_planned(failure) if call is self._asked else None
        )

    def _request_plan(self) -> Any:
        request = self.session.engine.request
        return request("plan", self.params(), failed=_unheard, resume=True)

    def _not_planned(self, failure: Any) -> None:
        if failure.code != "CANCELLED":
            self._planned(None, told(failure)[0])

    def _planned(self, plan: dict[str, Any] | None, problem: str) -> None:
        if is_gone(self):
            return
        self._asked, self.plan, self.problem = None, plan, problem
        self.planned.emit()

    # -- following -----------------------------------------------------------------------------

    def _project_changed(self, *_: Any) -> None:
        self._project_timer.start()

    def _engine_changed(self, state: str) -> None:
        """A worker that is ready is asked what another one could not answer."""
        if state == "ready" and not self.session.folder:
            for source in self.used:
                if not source.bands:
                    self._read_again(source)
            self._edited()

    def _session_changed(self) -> None:
        """A workspace was opened: the draft has become one, or waits."""
        self._timer.stop()
        self._planned(None, "")
        if not self.session.folder:
            self._edited()


def is_gone(thing: QObject) -> bool:
    """Whether Qt has deleted it: an answer may come after the window that asked is closed."""
    return bool(sip.isdeleted(thing))


def crs_of(text: str) -> QgsCoordinateReferenceSystem:
    """A CRS by its identifier or WKT; invalid where it is neither."""
    if not text:
        return QgsCoordinateReferenceSystem()
    found = QgsCoordinateReferenceSystem(text)
    return found if found.isValid() else QgsCoordinateReferenceSystem.fromWkt(text)


def transformed(
    geometry: QgsGeometry,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
) -> QgsGeometry:
    """A copy in another CRS, straight edges bent as they must; empty where it cannot be there."""
    turned = QgsGeometry(geometry)
    if source == target or not (source.isValid() and target.isValid()):
        return turned
    box = turned.boundingBox()
    turned = turned.densifyByDistance(max(box.width(), box.height(), 1e-9) / 50)
    try:
        turned.transform(QgsCoordinateTransform(source, target, QgsProject.instance()))
    except QgsCsException:
        return QgsGeometry()
    return turned


def _unheard(_: Any) -> None:
    """What a call's own signals tell already."""


def _length(value: float, unit: str) -> str:
    return f"{value:.10g}m" if unit == METRES else str(round(value))
