"""Step 1, *Data*: which imagery, and which ground."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from .. import settings
from ..i18n import tr
from ..session import missing_sentence
from .area_box import AreaBox
from .buttons import tool_button
from .draft import Area, crs_of
from .draft_sources import web_layers
from .scaling_form import ScalingForm
from .source_table import PROBLEM, SourceTable
from .step import BUSY, DONE, MISSING, READY, WARNING, Step, hint


class DataStep(Step):
    """Sources and the area of interest: of the draft, or of the workspace that is open."""

    help = "plugin/data"
    picture = "data"

    def heading(self) -> str:
        return tr("Data")

    def build(self) -> None:
        self.draft = self.context.draft
        self._capture: Any = None
        self._build_sources()
        self.area_box = AreaBox(self.context)
        self.area_box.chosen.connect(self.take_area)
        self.area_box.zoom_asked.connect(self._zoom)
        self.column.addWidget(self.area_box)
        self.next = QPushButton()
        self.next.clicked.connect(self._go_on)
        self.column.addSpacing(4)
        self.column.addWidget(self.next)
        # Not at once: a row may be in the middle of the very event that changed it.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        for changed in (self.draft.changed, self.draft.planned, self.session.changed):
            changed.connect(self._soon.start)
        self.refresh()

    # -- widgets -------------------------------------------------------------------------------

    def _build_sources(self) -> None:
        self.table = SourceTable(self.draft)
        self.table.filesDropped.connect(self._add)
        self.table.chosen.connect(self._follow_selection)
        self.column.addWidget(self.table)
        row = QHBoxLayout()
        self.add = tool_button(
            tr("&Add…"), "add", tr("Add raster files; they can be dropped on the table, too")
        )
        self.add.clicked.connect(self._choose_files)
        self.web = tool_button(
            tr("&Web layer"),
            "capture",
            tr("Save a WMS or tile layer of the project as a GeoTIFF of the area"),
        )
        self.web.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.web_menu = QMenu(self.web)
        self.web_menu.aboutToShow.connect(self._fill_web_menu)
        self.web.setMenu(self.web_menu)
        self.join = tool_button(
            tr("&Join"), "", tr("Make one source of the selected ones: bands in separate files")
        )
        self.join.clicked.connect(lambda: self.draft.join(self.table.selected_sources()))
        self.split = tool_button(
            tr("S&plit"), "", tr("Make a source of each file of the selected one")
        )
        self.split.clicked.connect(lambda: self.draft.split(self.table.selected_sources()[0]))
        self.remove = tool_button("", "remove", tr("Take the selected sources out"))
        self.remove.clicked.connect(lambda: self.draft.remove(self.table.selected_sources()))
        for button in (self.add, self.web, self.join, self.split, self.remove):
            row.addWidget(button)
        row.addStretch(1)
        self.source_buttons = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        self.source_buttons.setLayout(row)
        self.scaling = ScalingForm(self.draft)
        self.column.addWidget(self.scaling)
        self.column.addWidget(self.source_buttons)
        self.source_hint, self.problem = hint(""), QLabel()
        self.problem.setWordWrap(True)
        self.problem.setStyleSheet(f"color: {PROBLEM}")
        self.column.addWidget(self.source_hint)
        self.column.addWidget(self.problem)

    # -- showing -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what there is, of the workspace or the draft."""
        if self.session.state:
            self._show_state(self.session.state)
        else:
            self._show_draft()
        self._show_outline()

    def _show_state(self, state: dict[str, Any]) -> None:
        self.table.show_state(state["sources"])
        self.source_buttons.setVisible(False)
        self.scaling.show_source(None)
        broken = next((s for s in state["sources"] if s["missing"]), None)
        self._say("", missing_sentence(broken) if broken else "")
        self.area_box.tell(self._area_of_state(state), tr("Area of the workspace"))
        self.next.setText(tr("Continue with embedding"))
        self.next.setEnabled(True)
        names = ", ".join(source["name"] for source in state["sources"])
        if broken:
            self.tell(WARNING, tr("a file of {name} is missing").format(name=broken["name"]))
        else:
            self.tell(DONE, names)

    def _show_draft(self) -> None:
        draft = self.draft
        self.table.show_draft()
        self.source_buttons.setVisible(True)
        self._follow_selection()
        broken = next((s for s in draft.used if s.problem), None)
        self._say(self._advice(), broken.problem if broken else draft.problem)
        self.area_box.tell(draft.area, draft.area.origin if draft.area else "")
        self.next.setText(tr("Continue with chips"))
        self.next.setEnabled(not draft.missing)
        if broken:
            self.tell(WARNING, draft.missing)
        elif draft.is_reading:
            self.tell(BUSY, draft.missing)
        elif draft.missing:
            self.tell(MISSING, draft.missing)
        elif draft.problem:
            self.tell(WARNING, draft.problem)
        else:
            self.tell(READY, ", ".join(source.name for source in draft.used))

    def _advice(self) -> str:
        if not self.draft.sources and web_layers():
            return tr(
                "A web layer is a picture: save the ground that matters as a file first, with Web layer."
            )
        if not self.draft.sources:
            return tr("Load a raster into the project, drop files on the table, or add them.")
        if not self.draft.used:
            return tr(
                "Tick the imagery to use. Open a row to see its bands; double-click a name to change it."
            )
        return ""

    def _say(self, advice: str, problem: str) -> None:
        for label, text in ((self.source_hint, advice), (self.problem, problem)):
            label.setText(text)
            label.setVisible(bool(text))

    def _follow_selection(self) -> None:
        if self.session.state:
            return
        chosen = self.table.selected_sources()
        self.scaling.show_source(chosen[0] if len(chosen) == 1 else None)
        self.join.setEnabled(len(chosen) > 1)
        self.split.setEnabled(len(chosen) == 1 and len(chosen[0].paths) > 1)
        self.join.setVisible(len(self.draft.sources) > 1)
        self.split.setVisible(any(len(s.paths) > 1 for s in self.draft.sources))
        self.remove.setEnabled(bool(chosen))

    # -- the area ------------------------------------------------------------------------------

    def _area_of_state(self, state: dict[str, Any]) -> Area | None:
        if not state["aoi_wkt"]:
            return None
        return Area(QgsGeometry.fromWkt(state["aoi_wkt"]), self.session.crs, "")

    @property
    def area(self) -> Area | None:
        """The area of interest that is shown."""
        state = self.session.state
        return self._area_of_state(state) if state else self.draft.area

    def _show_outline(self) -> None:
        area = self.area if self.is_open else None
        if area is None:
            self.area_box.outline.show(None, self.draft.crs)
        else:
            self.area_box.outline.show(area.geometry, area.crs)

    def take_area(self, area: Area | None) -> None:
        """Take an area: into the draft, or as the workspace's from now on."""
        if not self.session.state:
            self.draft.set_area(area)
            return
        wanted = area.to_worker() if area else None
        self.session.ask("set_area", {"aoi": wanted}, lambda _: self.session.refresh())

    def _whole(self) -> QgsGeometry | None:
        """The ground of the first source."""
        files = self.draft.used[0].files if not self.session.state and self.draft.used else []
        if files and files[0].get("extent_wkt"):
            return QgsGeometry.fromWkt(files[0]["extent_wkt"])
        layout = self.session.layout
        if layout is None:
            return None
        left, bottom, right, top = layout.bounds
        return QgsGeometry.fromWkt(
            f"POLYGON(({left} {bottom},{right} {bottom},{right} {top},{left} {top},{left} {bottom}))"
        )

    def _zoom(self) -> None:
        area, whole = self.area, self._whole()
        if area is None and whole is not None:
            crs = (
                self.session.crs
                if self.session.state
                else crs_of(self.draft.used[0].files[0]["crs"])
            )
            area = Area(whole, crs, "")
        if area is None:
            return
        canvas = self.context.canvas
        box = area.in_crs(canvas.mapSettings().destinationCrs()).boundingBox()
        if not box.isEmpty():
            box.scale(1.1)
            canvas.setExtent(box)
            canvas.refresh()

    # -- files and layers ----------------------------------------------------------------------

    def _add(self, paths: list[str]) -> None:
        self.draft.add_files(paths)

    def _choose_files(self) -> None:
        start = settings.get("last_folder")
        kinds = tr("Rasters (*.tif *.tiff *.vrt *.jp2 *.img *.nc *.png *.jpg);;All files (*)")
        paths, _ = QFileDialog.getOpenFileNames(self, tr("Add imagery"), start, kinds)
        if paths:
            self._add(paths)

    def _fill_web_menu(self) -> None:
        self.web_menu.clear()
        for layer in web_layers():
            name = layer.name().replace("&", "&&")
            self.web_menu.addAction(
                tr("Capture {layer}…").format(layer=name),
                lambda layer=layer: self.show_capture(layer),
            )
        if self.web_menu.isEmpty():
            self.web_menu.addAction(tr("No WMS or tile layer in the project")).setEnabled(False)

    def show_capture(self, layer: Any) -> None:
        """Open the dialog that saves a web layer as a file, which then is a source."""
        from .capture_dialog import CaptureDialog

        if self._capture is not None:
            self._capture.close()
        self._capture = CaptureDialog(self.context, layer, self.area, self.window())
        self._capture.captured.connect(self._captured)
        self._capture.show()

    def _captured(self, path: str) -> None:
        if not self.session.state:
            self._add([path])

    # -- opening and closing -------------------------------------------------------------------

    def entered(self) -> None:
        self.draft.follow_project()
        self.refresh()

    def left(self) -> None:
        self.area_box.put_tool_away()
        self.area_box.outline.show(None, self.draft.crs)

    def unload(self) -> None:
        """Take everything of this step off the canvas for good."""
        self.area_box.unload()
        if self._capture is not None:
            self._capture.close()

    def _go_on(self) -> None:
        self.go_to(3 if self.session.state else 2)
