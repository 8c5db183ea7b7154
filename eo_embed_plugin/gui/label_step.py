"""Step 4, Label: click chips, and watch the map follow."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QEvent, QSize, Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from ..live import LiveMap
from .class_table import ClassTable
from .guidance import Guidance, show_icon
from .label_canvas import LabelCanvas
from .label_from_dialog import LabelFromDialog
from .label_keys import LabelKeys
from .labelling import Labelling
from .map_layers import put_in_front
from .step import BUSY, DONE, MISSING, READY, Step, first_missing, hint
from .target_panel import NewTarget, TargetBox
from .thumbnails import Thumbnails


class LabelStep(Step):
    """Targets and classes on top, what to label next at the bottom, the labels on the canvas."""

    help = "plugin/label"
    picture = "label"

    def heading(self) -> str:
        return tr("Label")

    def build(self) -> None:
        self.live: LiveMap = self.context.live or LiveMap(self.context, self)
        self.labelling = Labelling(self.session, self.live, self)
        self.keys = LabelKeys(self.session, self.labelling)
        self.on_canvas = LabelCanvas(self.context, self.labelling, self.keys)
        self.new_target, self.work = NewTarget(self.session), QWidget()
        self.column.addWidget(self.new_target)
        self.column.addWidget(self.work)
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.targets = TargetBox(self.session)
        self.classes = ClassTable(self.labelling, self.keys)
        self.numbers = hint("")
        self.thumbnails = Thumbnails(self.session)
        column.addWidget(self.targets)
        column.addWidget(self.classes)
        column.addWidget(self.numbers)
        column.addLayout(self._tools())
        column.addWidget(self.thumbnails)
        column.addLayout(self._live_row())
        self.thumbnails.hide()
        self.guidance = Guidance(self.labelling)
        column.addWidget(self.guidance)
        self._wants_new = False
        self._listen()
        self._follow()

    def entered(self) -> None:
        if self.session.state is not None and self.session.target is not None:
            self.on_canvas.enter()
            if self.live.is_on:
                put_in_front(live=True)
            self.session.ask("prepare", {}, None, lambda _: None)
            self.live.refit()

    def left(self) -> None:
        self.on_canvas.leave()

    # -- parts ---------------------------------------------------------------------------------

    def _tools(self) -> QHBoxLayout:
        """Labelling on or off, the classes' buttons, undo and redo."""
        self.tool = _button("label", tr("Label on the map: click, drag, right click clears"))
        self.tool.setText(tr("&Label"))
        self.tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.tool.setAutoRaise(False)
        self.tool.setCheckable(True)
        self.add = _button("add", tr("Add a class"))
        self.remove = _button("remove", tr("Remove the class in hand, which no chip has"))
        self.up = _button("/mActionArrowUp.svg", tr("Move the class up: its key follows"))
        self.down = _button("/mActionArrowDown.svg", tr("Move the class down: its key follows"))
        self.import_labels = _button("open", tr("Labels from a layer or file…"))
        self.undo, self.redo = _button("undo", ""), _button("redo", "")
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.tool)
        row.addSpacing(6)
        for button in (self.add, self.remove, self.up, self.down):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.import_labels, self.undo, self.redo):
            row.addWidget(button)
        return row

    def _live_row(self) -> QHBoxLayout:
        self.live_box = QCheckBox(tr("Li&ve map"))
        self.live_box.setToolTip(tr("Make the map anew after each label"))
        self.live_box.setChecked(self.live.is_on)
        self.live_text = hint("")
        self.live_text.setWordWrap(False)
        self.live_text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.addWidget(self.live_box)
        row.addWidget(self.live_text, 1)
        return row

    def _listen(self) -> None:
        session, stack = self.session, self.session.undo_stack
        session.changed.connect(self._follow)
        session.targetChanged.connect(self._follow)
        session.labelsChanged.connect(self._follow)
        session.pendingChanged.connect(self._show_undo)
        session.busyChanged.connect(self._follow)
        for signal in (
            stack.canUndoChanged, stack.canRedoChanged, stack.undoTextChanged, stack.redoTextChanged,
        ):  # fmt: skip
            signal.connect(self._show_undo)
        self.live.changed.connect(self._show_live)
        self.live_box.toggled.connect(self.live.set_on)
        self.undo.clicked.connect(session.undo)
        self.redo.clicked.connect(session.redo)
        self.add.clicked.connect(self.classes.add)
        self.remove.clicked.connect(self.classes.remove_current)
        self.up.clicked.connect(lambda: self.classes.move_current(-1))
        self.down.clicked.connect(lambda: self.classes.move_current(1))
        self.import_labels.clicked.connect(self._import)
        self.tool.clicked.connect(self._take_tool)
        self.on_canvas.activeChanged.connect(self.tool.setChecked)
        self.classes.said.connect(self.context.messages.warn)
        self.thumbnails.picked.connect(self._look_at)
        self.targets.newWanted.connect(lambda: self._ask_new(True))
        self.new_target.made.connect(lambda: self._ask_new(False))
        self.new_target.cancelled.connect(lambda: self._ask_new(False))
        self.guidance.asked.connect(self.on_canvas.canvas.setFocus)

    # -- as Qt asks ----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys of labelling that no box in the step wanted, before QGIS's shortcuts."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and self._is_ours(event):
            return self.keys.press(event, on_canvas=False)
        return bool(super().event(event))

    def _is_ours(self, event: Any) -> bool:
        return self.is_open and self.keys.wants(event, on_canvas=False)

    # -- how it follows ------------------------------------------------------------------------

    def _follow(self, *_: object) -> None:
        """Show what there is to show."""
        session, info = self.session, self.session.target_info
        makes = session.state is not None and (info is None or self._wants_new)
        self.new_target.setVisible(makes)
        self.work.setVisible(info is not None and not makes)
        self.body.setEnabled(session.state is not None)
        is_number = self.labelling.is_number
        self.classes.setVisible(not is_number)
        for button in (self.add, self.remove, self.up, self.down):
            button.setVisible(not is_number)
        self.numbers.setVisible(is_number)
        if is_number:
            self.numbers.setText(_numbers_text(session.labels))
        if self.is_open and info is not None and self.on_canvas.marks is None:
            self.entered()
        elif info is None and self.on_canvas.marks is not None:
            self.on_canvas.leave()
        self._show_undo()
        self._show_live()
        self._show_header()

    def _show_header(self) -> None:
        session, lacking = self.session, self.live.lacking()
        count = len(session.labels)
        if session.state is None:
            self.tell(MISSING, first_missing(session))
        elif not session.is_embedded and not count:
            self.tell(MISSING, tr("needs embeddings first"))
        elif session.job is not None and session.job.method == "label_from":
            self.tell(BUSY, tr("labelling…"))
        elif not count or lacking:
            self.tell(READY, lacking or tr("label a first chip"))
        elif self.labelling.is_number:
            self.tell(DONE, tr("{n} labels").format(n=f"{count:,}"))
        else:
            seen = sum(1 for labels in session.counts.values() if labels)
            self.tell(DONE, tr("{n} labels in {k} classes").format(n=f"{count:,}", k=seen))

    def _show_live(self) -> None:
        self.live_box.blockSignals(True)
        self.live_box.setChecked(self.live.is_on)
        self.live_box.blockSignals(False)
        lacking = self.live.lacking() if self.live.is_on else ""
        self.live_text.setText(lacking or self.live.text)
        self.live_text.setToolTip(self.live_text.text())

    def _show_undo(self, *_: object) -> None:
        stack = self.session.undo_stack
        self.undo.setEnabled(stack.canUndo() or bool(self.session.pending))
        self.redo.setEnabled(stack.canRedo())
        for button, text, key in (
            (self.undo, tr("Undo: {what}").format(what=stack.undoText()), "Ctrl+Z"),
            (self.redo, tr("Redo: {what}").format(what=stack.redoText()), "Ctrl+Shift+Z"),
        ):
            button.setToolTip(f"{text} ({key})")
            button.setAccessibleName(text)

    def _ask_new(self, wanted: bool) -> None:
        self._wants_new = wanted
        if wanted:
            self.new_target.ask()
        self._follow()

    def _take_tool(self, active: bool) -> None:
        self.on_canvas.set_active(active)
        self.tool.setChecked(self.on_canvas.is_active)

    def _look_at(self, chip: int) -> None:
        self.labelling.go_to(chip)
        self.on_canvas.canvas.setFocus()

    def _import(self) -> None:
        self._dialog = LabelFromDialog(self.context, self.context.iface.mainWindow())
        self._dialog.show()


def _button(picture: str, text: str) -> QToolButton:
    """A small button with an icon of ours, or of QGIS's by its file."""
    button = QToolButton()
    button.setAutoRaise(True)
    button.setIconSize(QSize(18, 18))
    show_icon(button, picture)
    button.setToolTip(text)
    button.setAccessibleName(text)
    return button


def _numbers_text(labels: dict[int, Any]) -> str:
    if not labels:
        return tr("Click a chip and type its number.")
    low, high = min(labels.values()), max(labels.values())
    told = tr("{n} labels from {low} to {high}; click a chip and type its number.")
    return told.format(n=f"{len(labels):,}", low=f"{low:g}", high=f"{high:g}")
