"""A new training run: by which method, on which data, with which values; what it takes is measured before it starts."""

from __future__ import annotations

import os
import re
from typing import Any

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from .. import settings
from ..i18n import tr
from ..session import Session
from ..wording import told
from .draft import is_gone
from .embed_words import device_text
from .job_button import JobButton
from .results import Notes, paragraph
from .train_data import DataChooser
from .train_knobs import Knobs
from .train_words import RUNS, check_lines, method_html, notes_of, recipe_html

AUTO = "auto"
#: What may not be in a name that is a folder's.
_NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]|^\.+')
#: The method that is offered first: it needs neither labels nor a graphics card.
DEFAULT = "simsiam"


class TrainForm(QWidget):
    """Everything that a run is started with.

    asked: to start a run, with the worker's parameters. failed: a sentence and its details.
    """

    asked = pyqtSignal(dict)
    failed = pyqtSignal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._methods: dict[str, dict[str, Any]] = {}
        self._recipes: list[dict[str, Any]] = []
        self._checking: Any = None
        self._checked: dict[str, Any] | None = None  # the parameters that the check was of
        self._is_asked_for = False
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self._build_method()
        self._build_data()
        self._build_knobs()
        self._build_how()
        self.column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inner), 1)
        layout.addLayout(self._build_run())
        session.changed.connect(self._session_changed)
        session.engine.stateChanged.connect(self._engine_changed)
        self._show_devices()
        self._session_changed()

    # -- widgets -------------------------------------------------------------------------------

    def _build_method(self) -> None:
        self.method, self.recipe = _chooser(), _chooser()
        self.about, self.about_recipe = _about(), _about()
        form = _form()
        form.addRow(tr("&Method"), self.method)
        form.addRow(self.about)
        form.addRow(tr("&Recipe"), self.recipe)
        form.addRow(self.about_recipe)
        self.method.currentIndexChanged.connect(self._method_chosen)
        self.recipe.currentIndexChanged.connect(self._recipe_chosen)
        self.recipe.setToolTip(tr("A whole set of values that a paper, or we, have tried"))
        self.column.addLayout(form)

    def _build_data(self) -> None:
        box = QGroupBox(tr("Data to learn from"))
        column = QVBoxLayout(box)
        self.data = DataChooser()
        self.data.changed.connect(self._changed)
        column.addWidget(self.data)
        self.column.addWidget(box)

    def _build_knobs(self) -> None:
        box = QGroupBox(tr("Values"))
        column = QVBoxLayout(box)
        self.knobs = Knobs()
        self.knobs.changed.connect(self._changed)
        column.addWidget(self.knobs)
        self.column.addWidget(box)

    def _build_how(self) -> None:
        form = _form()
        self.device = _chooser()
        self.device.currentIndexChanged.connect(self._changed)
        form.addRow(tr("&Device"), self.device)
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("by itself: the method and a number"))
        self.name.setToolTip(tr("Name of the run, and of its folder in the workspace"))
        self.name.textEdited.connect(self._name_typed)
        form.addRow(tr("&Name"), self.name)
        self.keep = QCheckBox(tr("&Go on when QGIS is closed"))
        self.keep.setToolTip(tr("The run is a process of its own, and can outlive QGIS"))
        form.addRow(self.keep)
        self.column.addLayout(form)

    def _build_run(self) -> QVBoxLayout:
        """What stays in sight: what the run takes, and the buttons."""
        self.check = JobButton(tr("Chec&k what it takes"))
        self.check.asked.connect(self._check)
        self.cost, self.notes = paragraph(), Notes()
        self.cost.setVisible(False)
        self.start = QPushButton(tr("Start &training"))
        self.start.clicked.connect(self._start)
        for button in (self.start, self.check.button):
            button.setAutoDefault(False)  # Enter in a field begins nothing
        buttons = QHBoxLayout()
        buttons.addWidget(self.check, 1)
        buttons.addWidget(self.start, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setContentsMargins(9, 0, 9, 9)
        column.addWidget(self.cost)
        column.addWidget(self.notes)
        column.addLayout(buttons)
        return column

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def params(self) -> dict[str, Any]:
        """The worker's parameters of ``train_check``."""
        found = {
            "method": self.method.currentData(),
            **self.data.params,
            "values": self.knobs.values,
            "device": self.device.currentData() or AUTO,
        }
        recipe = self.recipe.currentData()
        return {**found, "recipe": recipe} if recipe else found

    @property
    def out(self) -> str:
        """The run's folder; "" where the worker is to find a name."""
        name = self.name.text().strip()
        return os.path.join(self.session.folder, RUNS, name) if name else ""

    @property
    def obstacle(self) -> str:
        """Why nothing can be started, in a sentence; "" where nothing is known against it."""
        if self.session.state is None:
            return tr("Open or make a workspace first: the run is kept in it.")
        if not self._methods:
            return tr("The worker has not told the methods yet.")
        if self.out and os.path.exists(self.out):
            return tr("There is a run {name} already: choose another name.").format(
                name=os.path.basename(self.out)
            )
        return self.data.obstacle

    def _name_typed(self, text: str) -> None:
        """A name is a folder's, so that what no folder may have is left out."""
        fit = _NO_NAME.sub("", text)
        if fit != text:
            self.name.setText(fit)
        self._changed()

    def _changed(self, *_: Any) -> None:
        if not is_gone(self):
            self.refresh()

    # -- showing -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what can be done next."""
        obstacle = self.obstacle
        is_checked = self._checked is not None and self._checked == self.params
        self.check.set_ready(
            not obstacle, obstacle or tr("Take a few real steps, and tell what all of them take")
        )
        self.cost.setVisible(is_checked)
        if not is_checked:
            self.notes.set_notes([])
        self.start.setEnabled(is_checked and not obstacle)
        why = obstacle or ("" if is_checked else tr("Check first what it takes."))
        self.start.setToolTip(why)

    def set_methods(self, answer: dict[str, Any]) -> None:
        """Offer what the worker's ``train_methods`` told; the choice stays."""
        before = self.method.currentData() or DEFAULT
        self._methods = {method["name"]: method for method in answer["methods"]}
        self._recipes = list(answer["recipes"])
        self.method.blockSignals(True)
        self.method.clear()
        for method in answer["methods"]:
            self.method.addItem(method["title"], method["name"])
        self.method.setCurrentIndex(max(0, self.method.findData(before)))
        self.method.blockSignals(False)
        self.data.set_kinds(answer["datasets"])
        self._method_chosen()

    def _method_chosen(self, *_: Any) -> None:
        method = self._methods.get(self.method.currentData())
        if method is None:
            return
        self.about.setText(method_html(method))
        self.recipe.blockSignals(True)
        self.recipe.clear()
        self.recipe.addItem(tr("none: the values of the method"), "")
        for recipe in self._recipes:
            if recipe["method"] == method["name"]:
                self.recipe.addItem(recipe["title"], recipe["name"])
        self.recipe.blockSignals(False)
        self.recipe.setEnabled(self.recipe.count() > 1)
        self._recipe_chosen()

    def _recipe_chosen(self, *_: Any) -> None:
        name = self.recipe.currentData()
        recipe = next((r for r in self._recipes if r["name"] == name), None)
        self.about_recipe.setText(recipe_html(recipe) if recipe else "")
        self.about_recipe.setVisible(recipe is not None)
        self.knobs.set_method(self._methods[self.method.currentData()], recipe)

    def _show_devices(self) -> None:
        devices = (self.session.engine.hello or {}).get("devices") or []
        wanted = self.device.currentData() or settings.get("device")
        self.device.blockSignals(True)
        self.device.clear()
        best = device_text(devices[0]) if devices else ""
        text = tr("Automatic: {device}").format(device=best) if best else tr("Automatic")
        self.device.addItem(text, AUTO)
        for device in devices:
            self.device.addItem(device_text(device), device["id"])
        self.device.setCurrentIndex(max(0, self.device.findData(wanted)))
        self.device.blockSignals(False)

    # -- checking and starting -----------------------------------------------------------------

    def _check(self) -> None:
        params = self.params
        self._checked = None
        self.refresh()
        # Whatever is said of this check is said here.
        self._checking = call = self.session.run("train_check", params, failed=lambda _: None)
        self.check.follow(call)
        call.succeeded.connect(lambda found: self._measured(call, params, found))
        call.failed.connect(lambda failure: self._refused(call, failure))

    def _measured(self, call: Any, params: dict[str, Any], found: dict[str, Any]) -> None:
        if call is not self._checking or is_gone(self):
            return
        self._checking, self._checked = None, params
        self.cost.setText("\n".join(check_lines(found)))
        self.refresh()
        if params == self.params:
            self.notes.set_notes(notes_of(found))
            self.start.setFocus()

    def _refused(self, call: Any, failure: Any) -> None:
        if call is not self._checking or is_gone(self):
            return
        self._checking = None
        self.refresh()
        if failure.code != "CANCELLED":
            self.failed.emit(*told(failure))

    def _start(self) -> None:
        self.start.setEnabled(
            False
        )  # until the worker has answered: a second click is not a second run
        how = {"out": self.out, "resume": False, "keep_running": self.keep.isChecked()}
        self.asked.emit({**self.params, **how})

    def started(self) -> None:
        """The run has begun: another one needs another name, and a check of its own."""
        self.name.clear()
        self._checked = None
        self.refresh()

    # -- following -----------------------------------------------------------------------------

    def ask_methods(self) -> None:
        """Ask once what there is to choose from."""
        if self._is_asked_for or self.session.engine.state != "ready":
            return
        self._is_asked_for = True

        def answered(answer: dict[str, Any]) -> None:
            if not is_gone(self):
                self.set_methods(answer)

        def refused(failure: Any) -> None:
            self._is_asked_for = False
            self.failed.emit(*told(failure))

        # They are the same whatever workspace is open.
        self.session.engine.request("train_methods", done=answered, failed=refused, resume=True)

    def _engine_changed(self, state: str) -> None:
        if state == "ready":
            self._show_devices()
            self._is_asked_for = False
            if self.isVisible():
                self.ask_methods()

    def _session_changed(self) -> None:
        self.data.set_own(self.session.folder)
        self.refresh()


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return form


def _chooser() -> QComboBox:
    box = QComboBox()
    box.setMinimumContentsLength(12)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _about() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setOpenExternalLinks(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def scrolled(page: QWidget) -> QScrollArea:
    """A page that scrolls where it is taller than there is room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(page)
    for part in (area.viewport(), page):  # the tab's own ground shows through
        part.setAutoFillBackground(False)
    return area
