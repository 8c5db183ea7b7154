"""How good the head and the map are: scores on ground not seen, a learning curve, a check sample, the report."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from .charts import ConfusionMatrix, LearningCurve
from .check_section import CheckSection
from .context import Context
from .figures import FiguresTable
from .job_button import JobButton
from .results import Notes, Section, Then, paragraph, small, what_is_missing
from .score_words import about_labels, curve_sentences, score_sentences
from .step import hint

_BLOCK, _RANDOM = "block", "random"
#: Numbers of labels that a curve tries, and the part of all labels that is the most of them: of five folds
#: four are learnt from, fewer where blocks are of unlike size.
_SIZES = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000)
_PART = 0.7


class AccuracyPage(QWidget):
    """Scores, the learning curve, the check sample and the report, below each other."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scores, self.curve = ScoreSection(context), CurveSection(context)
        self.check, self.report = CheckSection(context), ReportSection(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        for section in (self.scores, self.curve, self.check, self.report):
            column.addWidget(section)
        column.addStretch(1)
        self.curve.setCollapsed(True)
        self.report.setCollapsed(True)

    def entered(self) -> None:
        """The page came to the front."""
        self.check.refresh()

    def left(self) -> None:
        """Labelling of a sample ends; what was labelled is on disk."""
        self.check.left()


class AskedSection(Section):
    """A part with a button, whose results stay by target until they are made anew.

    A subclass fills ``show_result`` and calls ``ask`` when its button is clicked.
    """

    def __init__(self, title: str, button: str, context: Context) -> None:
        super().__init__(title)
        self.context, self.session = context, context.session
        self.button = JobButton(button)
        self.body = QWidget()
        self.results = QVBoxLayout(self.body)
        self.results.setContentsMargins(0, 0, 0, 0)
        self.body.setVisible(False)
        self.stale = Notes()
        self._found: dict[str, tuple[Then, Any]] = {}
        self._shown: Any = None
        for signal in (context.session.changed, context.session.targetChanged):
            signal.connect(self.refresh)
        context.session.labelsChanged.connect(self.refresh)
        if context.live is not None:
            context.live.changed.connect(self.refresh)

    def ask(self, method: str, params: dict[str, Any]) -> None:
        """Begin; the answer is shown for the target that is in use now."""
        then = Then(self.session)

        def answered(answer: Any) -> None:
            if then.folder == self.session.folder:
                self._found[str(then.target)] = (then, answer)
                self.refresh()

        self.button.follow(self.session.run(method, params, answered))

    def refresh(self, *_: Any) -> None:
        """Show what was found for the target in use, and whether it still holds."""
        missing = what_is_missing(self.session)
        self.button.set_ready(not missing, missing)
        then, result = self._found.get(str(self.session.target), (None, None))
        if then is not None and then.folder != self.session.folder:
            self._found, then, result = {}, None, None
        self.stale.set_notes([then.told(self.session)] if then else [])
        self.body.setVisible(result is not None)
        if result is not None and result is not self._shown:
            self.show_result(result)
        self._shown = result

    def show_result(self, result: Any) -> None:
        """Show an answer of the worker."""
        raise NotImplementedError

    @property
    def head(self) -> dict[str, Any]:
        """The head to judge: that of the live map."""
        live = self.context.live
        return {"head": live.head, "options": live.options} if live is not None else {"head": "rf"}


class ScoreSection(AskedSection):
    """Cross-validated scores."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("On ground it has not seen"), tr("&Score"), context)
        self.split, self.folds = split_chooser(), QSpinBox()
        self.folds.setRange(2, 20)
        self.folds.setValue(5)
        self.folds.setToolTip(tr("Parts that are left out in turn, to be judged on"))
        form = QFormLayout()
        form.addRow(tr("S&plit"), self.split)
        form.addRow(tr("&Folds"), self.folds)
        self.headline, self.details = paragraph(bold=True), small()
        self.labels = paragraph()
        self.table, self.matrix = FiguresTable(), ConfusionMatrix()
        self.matrix_title = hint(tr("What was taken for what, in one dealing of the folds:"))
        self.notes = Notes()
        self.column.addLayout(form)
        self.column.addWidget(self.button)
        self.column.addWidget(self.stale)
        for widget in (self.headline, self.details, self.labels, self.notes, self.table,
                       self.matrix_title, self.matrix):  # fmt: skip
            self.results.addWidget(widget)
        self.column.addWidget(self.body)
        self.button.asked.connect(self.score)
        self.refresh()

    def score(self) -> None:
        """Ask for the scores of the target in use."""
        how = self.split.currentData()
        params = {**self.head, **how, "target": self.session.target, "folds": self.folds.value()}
        self.ask("score", params)
        self.session.ask("labels", {"target": self.session.target}, self._tell_labels, resume=True)

    def _tell_labels(self, answer: dict[str, Any]) -> None:
        self.labels.setText(about_labels(Counter(answer["how"])))

    def show_result(self, result: Any) -> None:
        """Plain sentences, then the figures of each class."""
        headline, *details = score_sentences(result, self.session.target or "")
        self.headline.setText(headline)
        self.details.setText(" ".join(details))
        self.notes.set_notes(result["warnings"])
        has_classes = bool(result["classes"])
        for widget in (self.table, self.matrix, self.matrix_title):
            widget.setVisible(has_classes)
        if has_classes:
            colours = {c["name"]: c["colour"] for c in self.session.classes}
            names = [one["name"] for one in result["classes"]]
            each = [colours.get(name, "#808080") for name in names]
            self.table.set_scores(result["classes"], each)
            self.matrix.set_matrix(names, each, result["confusion"])


class CurveSection(AskedSection):
    """Scores by number of labels."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("How many labels are enough"), tr("Draw the &curve"), context)
        self.splits, self.repeats = QComboBox(), QSpinBox()
        self.splits.addItem(tr("Blocks of ground and random folds"), ["block", "random"])
        self.splits.addItem(tr("Blocks of ground"), ["block"])
        self.splits.addItem(tr("Random folds"), ["random"])
        self.repeats.setRange(1, 50)
        self.repeats.setValue(5)
        self.repeats.setToolTip(tr("Draws of each number of labels; more take longer"))
        form = QFormLayout()
        form.addRow(tr("Sp&lits"), self.splits)
        form.addRow(tr("&Repeats"), self.repeats)
        self.chart, self.told = LearningCurve(), paragraph()
        self.about = small(
            tr(
                "The band is the range of single draws from the labels that there are, no confidence interval. "
                "Labels chosen by suggestions get there with fewer."
            )
        )
        self.notes = Notes()
        self.column.addLayout(form)
        self.column.addWidget(self.button)
        self.column.addWidget(self.stale)
        for widget in (self.told, self.chart, self.about, self.notes):
            self.results.addWidget(widget)
        self.column.addWidget(self.body)
        self.button.asked.connect(self.draw)
        self.refresh()

    def draw(self) -> None:
        """Ask for the curves of the target in use."""
        params = {
            **self.head,
            "target": self.session.target,
            "splits": self.splits.currentData(),
            "repeats": self.repeats.value(),
            "sizes": sizes_to_try(len(self.session.labels)),
        }
        self.ask("curve", params)

    def show_result(self, result: Any) -> None:
        """The chart, and what it says in sentences."""
        curves = result["curves"]
        self.chart.set_curves(curves)
        self.told.setText("\n".join(curve_sentences(curves)))
        self.notes.set_notes(list(dict.fromkeys(note for c in curves for note in c["notes"])))


class ReportSection(Section):
    """The page to hand over."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("A page to hand over"))
        self.context, self.session = context, context.session
        self.button = JobButton(tr("Write the repor&t"))
        self.open_it = QPushButton(tr("&Open the report"))
        self.column.addWidget(
            hint(
                tr(
                    "One file for a client to read and a reviewer to check: the map, its scores, what the sample "
                    "says of the areas, and what none of it shows."
                )
            )
        )
        self.column.addWidget(self.button)
        self.column.addWidget(self.open_it)
        self.notes = Notes()
        self.column.addWidget(self.notes)
        self.button.asked.connect(self.write)
        self.open_it.clicked.connect(lambda: open_page(self._path))
        self.session.changed.connect(self.refresh)
        self.refresh()

    @property
    def _path(self) -> str:
        return os.path.join(self.session.folder, "report.html")

    def refresh(self) -> None:
        """Offer what can be done."""
        maps = self.session.state["maps"] if self.session.state else []
        self.button.set_ready(bool(maps), "" if maps else tr("Write a map first"))
        self.open_it.setVisible(bool(maps) and os.path.isfile(self._path))

    def write(self) -> None:
        """Write the page and open it in the browser."""
        self.button.follow(self.session.run("report", {}, self._written))

    def _written(self, told: dict[str, Any]) -> None:
        path = told["file"]
        self.notes.set_notes(told.get("cautions") or [])
        self.context.messages.tell(tr("The report {path} is written.").format(path=path))
        open_page(path)
        self.refresh()


def sizes_to_try(labels: int) -> list[int]:
    """Numbers of labels that every training part of five folds can be expected to have."""
    fitting = [size for size in _SIZES if size <= _PART * labels]
    return fitting or [max(2, labels // 2)]


def open_page(path: str) -> None:
    """Open a page in the browser."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def split_chooser() -> QComboBox:
    """The ways to part labelled chips that can be asked for; the data are parameters of ``score``."""
    chooser = QComboBox()
    chooser.addItem(tr("Blocks of ground, as wide as fits"), {"split": _BLOCK, "block": "auto"})
    chooser.addItem(tr("Blocks of 10 km"), {"split": _BLOCK, "block": "10km"})
    chooser.addItem(tr("Random folds"), {"split": _RANDOM})
    chooser.setToolTip(
        tr("Blocks say how it does on ground without labels; random folds, between labels")
    )
    return chooser
