"""The check sample: drawn from a map, labelled blind, and what it says of the map."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from ..i18n import tr
from .area_results import AreaResults
from .check_panel import CheckPanel
from .check_sample import CheckLabelling
from .context import Context
from .folding_form import FoldingForm
from .job_button import JobButton
from .results import Notes, Section, small

_NEW = ""
_CELLS, _ERROR = "cells", "error"


class CheckSection(Section):
    """Draw, label, estimate."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("How good is the map? A check sample"))
        self.context, self.session = context, context.session
        self.labelling = CheckLabelling(context, self)
        self.about = small(
            tr(
                "Clicked labels cannot tell how good a map is. A random sample of its cells can, if you label them "
                "without looking at the map."
            )
        )
        self.chooser, self.form = QComboBox(), DrawForm()
        self.chooser.setAccessibleName(tr("Sample"))
        self.draw = JobButton(tr("&Draw the sample"))
        self.start = QPushButton()
        self.panel = CheckPanel(self.labelling)
        self.gaps = QCheckBox(tr("Leave out cells that could not be seen"))
        self.gaps.setToolTip(tr("They then count as like the others of their stratum"))
        self.estimate = JobButton(tr("&Estimate areas and accuracy"))
        self.stale, self.results = Notes(), AreaResults(context)
        self._wanted, self._wants_new = _NEW, False
        self._found: dict[str, tuple[Any, dict[str, Any]]] = {}
        self._shown: Any = None
        for widget in (self.about, self.chooser, self.form, self.draw, self.start, self.panel,
                       self.gaps, self.estimate, self.stale, self.results):  # fmt: skip
            self.column.addWidget(widget)
        self.chooser.currentIndexChanged.connect(lambda _: self._choose())
        self.draw.asked.connect(self.draw_sample)
        self.start.clicked.connect(lambda: self.labelling.start(self.chosen))
        self.estimate.asked.connect(self.estimate_areas)
        self.gaps.toggled.connect(lambda _: self._show())
        self.labelling.changed.connect(self._labelling_changed)
        self.session.changed.connect(self.refresh)
        self.refresh()

    # -- following -----------------------------------------------------------------------------

    @property
    def samples(self) -> list[dict[str, Any]]:
        """The workspace's samples."""
        return list(self.session.state["samples"]) if self.session.state else []

    @property
    def chosen(self) -> str:
        """The sample in use, "" for a new one."""
        return self.chooser.currentData() or _NEW

    def left(self) -> None:
        """Stop labelling."""
        self.labelling.stop()

    def refresh(self) -> None:
        """List the samples, and show what can be done with the one in use."""
        before, names = self.chosen, [sample["name"] for sample in self.samples]
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for sample in self.samples:
            text = tr("{name}: {labelled} of {n} cells labelled").format(**sample)
            self.chooser.addItem(text, sample["name"])
        self.chooser.addItem(tr("New sample…"), _NEW)
        wanted = before
        if self._wanted in names:
            wanted, self._wanted = self._wanted, _NEW
        if wanted not in names and not (wanted == _NEW and self._wants_new):
            wanted = names[-1] if names else _NEW
        self.chooser.setCurrentIndex(self.chooser.findData(wanted))
        self.chooser.blockSignals(False)
        if self.labelling.is_on and self.session.folder != self.labelling.folder:
            self.labelling.stop()
        self.form.follow(self.session)
        self._show()

    def _choose(self) -> None:
        self._wants_new = self.chosen == _NEW
        self._show()

    def _labelling_changed(self) -> None:
        if not self.labelling.is_on:
            self.session.refresh()  # how many cells are labelled
        self._show()

    def _show(self) -> None:
        sample = next((s for s in self.samples if s["name"] == self.chosen), None)
        is_on = self.labelling.is_on
        maps = self.session.state["maps"] if self.session.state else []
        self.chooser.setVisible(bool(self.samples) and not is_on)
        for widget in (self.form, self.draw):
            widget.setVisible(sample is None)
        self.draw.set_ready(bool(maps), "" if maps else tr("Write a map first"))
        self.start.setVisible(sample is not None and not is_on)
        left = sample["n"] - sample["labelled"] if sample else 0
        begun = sample is not None and sample["labelled"]
        self.start.setText(
            (tr("Go on &labelling: %n cell(s) left", left) if begun else tr("&Label the cells"))
            if left
            else tr("&Look through the labels")
        )
        has_labels = sample is not None and sample["labelled"] >= 2 and not is_on
        self.gaps.setVisible(has_labels and left > 0)
        self.estimate.setVisible(has_labels)
        self.estimate.set_ready(
            not left or self.gaps.isChecked(), tr("Label all cells first, or leave out those left")
        )
        self._show_result(sample, is_on)

    def _show_result(self, sample: dict[str, Any] | None, is_on: bool) -> None:
        then, report = self._found.get(sample["name"], (None, None)) if sample else (None, None)
        if then is not None and then[0] != self.session.folder:
            self._found, then, report = {}, None, None
        self.results.setVisible(report is not None and not is_on)
        changed = then is not None and sample is not None and then[1] != sample["labelled"]
        self.stale.set_notes(
            [tr("The sample's labels have changed since; estimate again.")] if changed else []
        )
        if report is not None and report is not self._shown:
            self.results.show_report(report)
        self._shown = report

    # -- asking --------------------------------------------------------------------------------

    def draw_sample(self) -> None:
        """Draw a new sample."""
        call = self.session.run("sample", self.form.params(), self._drawn)
        self.draw.follow(call)

    def _drawn(self, report: dict[str, Any]) -> None:
        self.context.messages.tell(
            tr("Drew {n} cells, {how}: label them without looking at the map.").format(
                n=report["n"], how=report["how"]
            )
        )
        self._wanted = report["name"]

    def estimate_areas(self) -> None:
        """Ask what the sample in use says of its map."""
        name = self.chosen
        sample = next(s for s in self.samples if s["name"] == name)
        then = (self.session.folder, sample["labelled"])

        def estimated(report: dict[str, Any]) -> None:
            self._found[name] = (then, report)
            self._show()

        params = {"reference": name, "allow_gaps": self.gaps.isChecked()}
        self.estimate.follow(self.session.run("area", params, estimated))


class DrawForm(QWidget):
    """How a sample is drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map, self.design, self.by = QComboBox(), QComboBox(), QComboBox()
        self.n, self.error, self.expected = QSpinBox(), QDoubleSpinBox(), QSpinBox()
        self.name = QLineEdit()
        self.design.addItem(tr("Stratified by the map's classes"), "stratified")
        self.design.addItem(tr("Simple random"), "simple")
        self.design.setToolTip(tr("Strata see to it that rare classes get some cells"))
        self.by.addItem(tr("Number of cells"), _CELLS)
        self.by.addItem(tr("As precise as wanted"), _ERROR)
        self.n.setRange(10, 100_000)
        self.n.setValue(200)
        self.error.setRange(0.1, 20)
        self.error.setValue(2.0)
        self.error.setSuffix(" %")
        self.error.setToolTip(
            tr("Standard error of the map's overall accuracy; twice it is the interval's half")
        )
        self.expected.setRange(30, 99)
        self.expected.setValue(80)
        self.expected.setSuffix(" %")
        self.expected.setToolTip(tr("How often you think the map is right, in each class"))
        self.form = FoldingForm(self)
        self.form.add(tr("&Map"), self.map)
        self.form.add(tr("Desi&gn"), self.design)
        self.form.add(tr("&Size"), self.by)
        self.form.add(tr("C&ells"), self.n)
        self.form.add(tr("Standard e&rror"), self.error)
        self.form.add(tr("Right e&xpected"), self.expected)
        self.form.add(tr("&Name"), self.name)
        self.by.currentIndexChanged.connect(lambda _: self._show_rows())
        self._show_rows()

    def follow(self, session: Any) -> None:
        """Offer the workspace's maps, the newest first, and a name that is free."""
        names = [found["name"] for found in session.state["maps"]] if session.state else []
        if [self.map.itemText(i) for i in range(self.map.count())] != names:
            before = self.map.currentText()
            self.map.clear()
            self.map.addItems(names)
            self.map.setCurrentIndex(max(0, self.map.findText(before)))
        taken = {sample["name"] for sample in session.state["samples"]} if session.state else set()
        free = (f"check{n}" if n > 1 else "check" for n in range(1, len(taken) + 2))
        self.name.setPlaceholderText(next(name for name in free if name not in taken))

    def params(self) -> dict[str, Any]:
        """What ``sample`` is given."""
        size: dict[str, Any] = {"n": self.n.value()}
        if self.by.currentData() == _ERROR:
            expected = [self.expected.value() / 100]
            size = {"standard_error": self.error.value() / 100, "users_accuracy": expected}
        simple = self.design.currentData() == "simple"
        return {
            "map_file": self.map.currentText(),
            "name": self.name.text().strip() or self.name.placeholderText(),
            **({"how": "simple"} if simple else {}),
            **size,
        }

    def _show_rows(self) -> None:
        by_error = self.by.currentData() == _ERROR
        self.form.set_shown(self.n, not by_error)
        self.form.set_shown(self.error, by_error)
        self.form.set_shown(self.expected, by_error)
