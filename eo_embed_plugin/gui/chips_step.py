"""Step 2, *Chips*: how the ground is cut, seen on the map, and the workspace that comes of it."""

from __future__ import annotations

import math
import os
from typing import Any

from qgis.core import QgsGeometry, QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from .. import settings
from ..geometry import ChipLayout
from ..i18n import tr
from ..wording import told
from .draft import METRES, PIXELS, SETTLE_MS, ChipChoice, is_gone, transformed
from .grid_preview import GridPreview
from .ground import area_text, bytes_text, duration, figure
from .step import BUSY, DONE, MISSING, READY, WARNING, Step, hint

#: Values of an embedding, and bytes of each, of the model that is the default.
_USUAL_BYTES = 512 * 4


class ChipsStep(Step):
    """Size, stride and rules of the chips: of the draft, or of the workspace that is open."""

    help = "plugin/chips"
    picture = "chips"

    def heading(self) -> str:
        return tr("Chips")

    def build(self) -> None:
        self.draft = self.context.draft
        self._filling = False
        self._create: Any = None
        self._trial: dict[str, Any] | None = None
        self._trial_problem = ""
        self._asked: Any = None
        self._folder_by_hand = False
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._ask_trial)
        self._build_form()
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.column.addWidget(self.summary)
        self.reason = hint("")
        self.column.addWidget(self.reason)
        self._build_folder()
        self.go = QPushButton()
        self.go.clicked.connect(self._act)
        self.column.addSpacing(4)
        self.column.addWidget(self.go)
        self.preview = GridPreview(self.context.canvas)
        self.draft.changed.connect(self.refresh)
        self.draft.planned.connect(self.refresh)
        self.session.changed.connect(self._session_changed)
        self._session_changed()

    # -- widgets -------------------------------------------------------------------------------

    def _build_form(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.size = _length_box(tr("Side of a chip"))
        self.unit = QComboBox()
        self.unit.addItem(tr("pixels"), PIXELS)
        self.unit.addItem(tr("metres"), METRES)
        self.unit.setAccessibleName(tr("Unit of size and stride"))
        _add_row(form, tr("&Size"), self.size, self.unit)
        self.stride = _length_box(tr("From the edge of one chip to that of the next"))
        self.linked = QCheckBox(tr("as &size"))
        self.linked.setToolTip(tr("Chips lie side by side; a smaller stride makes them overlap"))
        self.linked.setChecked(True)
        _add_row(form, tr("S&tride"), self.stride, self.linked)
        self.inclusion = QComboBox()
        self.inclusion.addItem(tr("centre inside"), "centre")
        self.inclusion.addItem(tr("any part inside"), "any")
        self.inclusion.addItem(tr("wholly inside"), "full")
        self.inclusion.setToolTip(tr("Which chips at the edge of the area are taken"))
        form.addRow(tr("At the &edge"), self.inclusion)
        self.min_valid = QSpinBox()
        self.min_valid.setRange(0, 100)
        self.min_valid.setSuffix(" %")
        self.min_valid.setToolTip(tr("Chips with less valid ground than this are left out"))
        form.addRow(tr("&Valid at least"), self.min_valid)
        self.shown = QCheckBox(tr("Show the &grid on the map"))
        self.shown.setChecked(True)
        form.addRow(self.shown)
        self.fields = (
            self.size,
            self.unit,
            self.stride,
            self.linked,
            self.inclusion,
            self.min_valid,
        )
        self.column.addLayout(form)
        self.size.valueChanged.connect(lambda _: self._edited())
        self.stride.valueChanged.connect(lambda _: self._edited())
        self.min_valid.valueChanged.connect(lambda _: self._edited())
        self.inclusion.currentIndexChanged.connect(lambda _: self._edited())
        self.linked.toggled.connect(lambda _: self._edited())
        self.unit.currentIndexChanged.connect(lambda _: self._unit_changed())
        self.shown.toggled.connect(lambda _: self._show_preview())

    def _build_folder(self) -> None:
        self.folder = QgsFileWidget()
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setToolTip(tr("A new folder is made for the workspace"))
        self.folder.fileChanged.connect(self._folder_chosen)
        self.folder_row = QWidget()
        form = QFormLayout(self.folder_row)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(tr("&Workspace"), self.folder)
        self.column.addWidget(self.folder_row)

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def choice(self) -> ChipChoice:
        """The chips as the form says."""
        stride = None if self.linked.isChecked() else self.stride.value()
        return ChipChoice(
            self.size.value(),
            stride,
            self.unit.currentData(),
            self.inclusion.currentData(),
            self.min_valid.value() / 100,
        )

    def _put(self, choice: ChipChoice) -> None:
        self._filling = True
        self.unit.setCurrentIndex(self.unit.findData(choice.unit))
        self._set_decimals()
        self.size.setValue(choice.size)
        self.linked.setChecked(choice.stride is None)
        self.stride.setValue(choice.size if choice.stride is None else choice.stride)
        self.inclusion.setCurrentIndex(self.inclusion.findData(choice.inclusion))
        self.min_valid.setValue(round(choice.min_valid * 100))
        self._filling = False

    def _edited(self) -> None:
        if self._filling:
            return
        if self.linked.isChecked():
            self._filling = True
            self.stride.setValue(self.size.value())
            self._filling = False
        if self.session.state:
            self._timer.start()
            self.refresh()
        else:
            self.draft.set_chips(self.choice)

    def _unit_changed(self) -> None:
        """Keep the ground of a chip as it is, in the other unit."""
        if self._filling:
            return
        pixel = self._pixel_m()
        factor = pixel if self.unit.currentData() == METRES else 1 / pixel
        self._filling = True
        lengths = self.size.value() * factor, self.stride.value() * factor
        self._set_decimals()
        self.size.setValue(lengths[0])
        self.stride.setValue(lengths[1])
        self._filling = False
        self._edited()

    def _set_decimals(self) -> None:
        decimals = 0 if self.unit.currentData() == PIXELS else 1
        for box in (self.size, self.stride):
            box.setDecimals(decimals)

    def _pixel_m(self) -> float:
        """Metres that a pixel of the grid is wide; 1 where nobody knows."""
        layout = self.layout_shown
        if layout is not None:
            return layout.ground[0] / layout.size[0]
        files = self.draft.used[0].files if self.draft.used else []
        return float(min((f["gsd_m"] for f in files if f.get("gsd_m")), default=1.0))

    def _choice_of(self, layout: ChipLayout) -> ChipChoice:
        """The chips of a layout, in the unit of the form."""
        metric = self.unit.currentData() == METRES
        factor = layout.ground[0] / layout.size[0] if metric else 1.0
        stride = None if layout.stride == layout.size else layout.stride[0] * factor
        size = layout.size[0] * factor
        return ChipChoice(size, stride, self.unit.currentData(), layout.inclusion, layout.min_valid)

    # -- showing -------------------------------------------------------------------------------

    @property
    def layout_shown(self) -> ChipLayout | None:
        """The chips that are drawn: the ones tried, the workspace's, or the draft's."""
        if self._trial is not None:
            return ChipLayout.of(self._trial["layout"])
        return self.session.layout if self.session.state else self.draft.layout

    def refresh(self) -> None:
        """Show what there is, of the workspace or the draft."""
        if self.session.state:
            self._show_state()
        else:
            self._show_draft()
        self._show_preview()

    def _show_draft(self) -> None:
        draft = self.draft
        self.folder_row.setVisible(True)
        self._set_editable(True)
        self._suggest_folder()
        self._summarise(draft.layout, draft.problem)
        self.go.setText(tr("Create workspace"))
        folder, taken = self.folder.filePath(), self._folder_problem()
        self._because(draft.missing or taken)
        ready = draft.plan is not None and not taken and bool(folder)
        self.go.setEnabled(ready and self._create is None)
        if draft.problem:
            self.tell(WARNING, draft.problem)
        elif draft.missing:
            self.tell(MISSING, tr("needs imagery"))
        elif draft.plan is None:
            self.tell(BUSY, tr("counting…"))
        else:
            self.tell(READY, tr("{n} chips").format(n=f"{draft.plan['chips']:,}"))

    def _show_state(self) -> None:
        layout = self.session.layout
        labelled = sum(target["labels"] for target in self.session.targets)
        self.folder_row.setVisible(False)
        self._set_editable(not labelled)
        changed = layout is not None and self.choice != self._choice_of(layout)
        self._because(self._state_reason(labelled, changed))
        self._summarise(self.layout_shown, self._trial_problem)
        self.go.setText(tr("Cut chips anew") if changed else tr("Continue with embedding"))
        self.go.setEnabled(not changed or (self._trial is not None and not labelled))
        if layout is not None:
            text = tr("{n} chips of {side} m")
            self.tell(DONE, text.format(n=f"{layout.count:,}", side=figure(layout.ground[0])))

    def _state_reason(self, labelled: int, changed: bool) -> str:
        if labelled:
            return tr(
                "{n} labels belong to these chips; make another workspace for chips of another size."
            ).format(n=f"{labelled:,}")
        if changed and self.session.is_embedded:
            return tr("Chips of another size have to be embedded anew.")
        return ""

    def _set_editable(self, editable: bool) -> None:
        for field in self.fields:
            field.setEnabled(editable)
        self.stride.setEnabled(editable and not self.linked.isChecked())

    def _because(self, text: str) -> None:
        self.reason.setText(text[:1].upper() + text[1:])
        self.reason.setVisible(bool(text))

    def _summarise(self, layout: ChipLayout | None, problem: str) -> None:
        self.summary.setVisible(bool(problem) or layout is not None)
        if problem or layout is None:
            self.summary.setText(problem)
            return
        chip_m2 = layout.ground[0] * layout.ground[1]
        stride_m2 = chip_m2 * math.prod(
            min(1.0, step / size) for step, size in zip(layout.stride, layout.size)
        )
        lines = [
            tr("<b>{n} chips</b> of {size} pixels, {ground} m on the ground").format(
                n=f"{layout.count:,}",
                size=_by(*reversed(layout.size)),
                ground=_by(*reversed(layout.ground)),
            ),
            tr("{area}, about {bytes} of embeddings").format(
                area=area_text(layout.count * stride_m2),
                bytes=bytes_text(layout.count * _USUAL_BYTES),
            ),
        ]
        pace = settings.get("pace")
        if pace:
            seconds = layout.count * math.prod(layout.size) / pace
            lines.append(tr("about {time} to embed").format(time=duration(seconds)))
        self.summary.setText("<br>".join(lines))
        self.summary.setToolTip(
            tr(
                "By the default model: 512 values a chip, as fast as it was on this machine last; "
                "step 3 measures any model"
            )
        )

    def _show_preview(self) -> None:
        layout = self.layout_shown if self.is_open and self.shown.isChecked() else None
        if layout is None:
            self.preview.show_layout(None, self.draft.crs)
        elif self.session.state:
            self.preview.show_layout(
                layout, self.session.crs, _shape(self.session.state["aoi_wkt"])
            )
        else:
            self.preview.show_layout(layout, self.draft.crs, self._draft_area())

    def _draft_area(self) -> QgsGeometry | None:
        plan, area = self.draft.plan, self.draft.area
        if plan is not None and "aoi_wkt" in plan:
            return _shape(plan["aoi_wkt"])
        return None if area is None else transformed(area.geometry, area.crs, self.draft.crs)

    # -- the folder ----------------------------------------------------------------------------

    def _folder_chosen(self, folder: str) -> None:
        """A folder by hand stays; an emptied field is filled again."""
        self._folder_by_hand = bool(folder.strip())
        self.refresh()

    def _suggest_folder(self) -> None:
        """Beside the project, else beside the raster, under the name of the imagery."""
        if self._folder_by_hand or not self.draft.used or self._create is not None:
            return
        first = self.draft.used[0]
        home = QgsProject.instance().absolutePath() or os.path.dirname(first.paths[0])
        if not os.access(home, os.W_OK):
            home = settings.get("last_folder") or os.path.expanduser("~")
        names = "_".join(source.name for source in self.draft.used[:3])
        folder = os.path.join(home, f"{names}_workspace")
        number = 2
        while os.path.exists(folder):
            folder, number = os.path.join(home, f"{names}_workspace_{number}"), number + 1
        if folder != self.folder.filePath():
            self.folder.blockSignals(True)
            self.folder.setFilePath(folder)
            self.folder.blockSignals(False)

    def _folder_problem(self) -> str:
        folder = self.folder.filePath().strip()
        if not folder:
            return tr("Choose a folder for the workspace.")
        if os.path.exists(os.path.join(folder, "workspace.toml")):
            return tr("{folder} is a workspace already; open it, or choose another folder.").format(
                folder=folder
            )
        return ""

    # -- doing it ------------------------------------------------------------------------------

    def _act(self) -> None:
        if not self.session.state:
            self._create_workspace()
        elif self._trial is not None:
            self._set_chips()
        else:
            self.go_to(3)

    def _create_workspace(self) -> None:
        folder = os.path.abspath(os.path.expanduser(self.folder.filePath().strip()))
        settings.put("last_folder", os.path.dirname(folder))
        self.go.setEnabled(False)
        self.go.setText(tr("Creating…"))
        self._create = call = self.session.create(folder, self.draft.params())
        call.succeeded.connect(lambda _: self._created())
        call.failed.connect(lambda _: self._created())

    def _created(self) -> None:
        if is_gone(self):
            return
        self._create, self._folder_by_hand = None, False
        self.refresh()

    def _set_chips(self) -> None:
        def cut(_: Any) -> None:
            self._trial = None
            self.session.refresh()

        self.session.ask("set_chips", self.choice.to_worker(), cut)

    def _ask_trial(self) -> None:
        """What the workspace's ground would be, cut as the form says; nothing is changed by it."""
        state, layout = self.session.state, self.session.layout
        if state is None or layout is None:
            return
        if self._asked is not None:
            self._asked.cancel()
        self._trial, self._trial_problem = None, ""
        if self.choice == self._choice_of(layout):
            self.refresh()
            return
        aoi = {"wkt": state["aoi_wkt"], "crs": state["crs"]} if state["aoi_wkt"] else None
        params = {
            "sources": {s["name"]: s["files"] for s in state["sources"]},
            "bands": {s["name"]: s["bands"] for s in state["sources"]},
            "aoi": aoi,
            **self.choice.to_worker(),
        }
        request = self.session.engine.request
        self._asked = call = request("plan", params, failed=lambda _: None, resume=True)
        # Only the newest answer counts.
        call.succeeded.connect(lambda plan: self._tried(plan, "") if call is self._asked else None)
        call.failed.connect(
            lambda failure: self._not_tried(failure) if call is self._asked else None
        )

    def _not_tried(self, failure: Any) -> None:
        if failure.code != "CANCELLED":
            self._tried(None, told(failure)[0])

    def _tried(self, plan: dict[str, Any] | None, problem: str) -> None:
        if not is_gone(self):
            self._asked, self._trial, self._trial_problem = None, plan, problem
            self.refresh()

    # -- following -----------------------------------------------------------------------------

    def _session_changed(self) -> None:
        self._trial, self._trial_problem = None, ""
        layout = self.session.layout if self.session.state else None
        self._put(self._choice_of(layout) if layout else self.draft.chips)
        self.refresh()

    def entered(self) -> None:
        self.refresh()

    def left(self) -> None:
        self._show_preview()

    def unload(self) -> None:
        """Take the grid off the canvas for good."""
        self.preview.remove()


def _length_box(tip: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(1, 1_000_000)
    box.setDecimals(0)
    box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
    box.setKeyboardTracking(False)
    box.setToolTip(tip)
    box.setAccessibleName(tip)
    return box


def _add_row(form: QFormLayout, text: str, field: QWidget, beside: QWidget) -> None:
    """A row of two widgets; the label's key goes to the first."""
    label, row = QLabel(text), QHBoxLayout()
    label.setBuddy(field)
    row.addWidget(field, 1)
    row.addWidget(beside)
    form.addRow(label, row)


def _by(width: float, height: float) -> str:
    return f"{figure(width)} × {figure(height)}"


def _shape(wkt: str | None) -> QgsGeometry | None:
    return QgsGeometry.fromWkt(wkt) if wkt else None
