"""What map to write: the form of its cells, its name, and what shall lie beside it."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from .folding_form import FoldingForm
from .results import Section, kind_of
from .step import hint

CHIPS, DENSE = "chips", "dense"
#: What names of dense maps end in.
DENSE_ENDING = "-dense"
PIXELS, METRES = "pixels", "metres"
#: Share of the blocks that is kept out of a head whose sets or intervals are asked for.
_HELD_OUT = 0.3


class OutputForm(QWidget):
    """The choices for ``fit`` and ``predict`` beside head and options.

    changed: another choice.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Any = None
        self._models: dict[str, dict[str, Any]] = {}
        self._of: tuple[str, str | None] = ("", None)
        self.cells, self.unit = QComboBox(), QComboBox()
        self.step, self.name = QDoubleSpinBox(), QLineEdit()
        self.patches = QCheckBox(tr("by the model's &patches, which is faster"))
        self.there = hint(tr("A map of this name is there and will be replaced."))
        self.calibrate = QCheckBox(tr("&Calibrate"))
        self.trust = QCheckBox()
        self.level = QSpinBox()
        self.dense_row = QWidget()
        self._lay_out()
        self.cells.currentIndexChanged.connect(self._choose_cells)
        self.unit.currentIndexChanged.connect(self._choose_unit)
        self.trust.toggled.connect(self.level.setEnabled)
        self.name.textChanged.connect(lambda _: self.changed.emit())

    def _lay_out(self) -> None:
        self.cells.addItem(tr("One cell a chip"), CHIPS)
        self.cells.addItem(tr("Dense: chips that overlap"), DENSE)
        self.unit.addItem(tr("pixels"), PIXELS)
        self.unit.addItem(tr("metres"), METRES)
        self.unit.setAccessibleName(tr("Unit of the step"))
        self.step.setRange(1, 100_000)
        self.step.setDecimals(0)
        self.step.setAccessibleName(tr("Step between two cells"))
        self.level.setRange(50, 99)
        self.level.setValue(90)
        self.level.setSuffix(" %")
        self.level.setEnabled(False)
        self.level.setAccessibleName(tr("How often the truth shall be among them"))
        step = QHBoxLayout(self.dense_row)
        step.setContentsMargins(0, 0, 0, 0)
        step.addWidget(self.step, 1)
        step.addWidget(self.unit, 1)
        self.form = FoldingForm()
        self.form.add(tr("&Map"), self.cells)
        self.form.add(tr("&Step"), self.dense_row)
        self.form.add("", self.patches)
        self.form.add(tr("&Name"), self.name)
        self.form.add("", self.there)
        trust = QHBoxLayout()
        trust.addWidget(self.trust, 1)
        trust.addWidget(self.level)
        self.box = Section(tr("How far to trust it"))
        self.box.setFlat(True)
        self.box.setCollapsed(True)
        self.box.column.addWidget(self.calibrate)
        self.box.column.addLayout(trust)
        self.trust_hint = hint("")
        self.box.column.addWidget(self.trust_hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(self.form)
        column.addWidget(self.box)
        self._show_rows()

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def is_dense(self) -> bool:
        """Whether windows slide by less than a chip."""
        return bool(self.cells.currentData() == DENSE)

    def fit_params(self) -> dict[str, Any]:
        """What ``fit`` is given beside head and options."""
        held = _HELD_OUT if self._wants_sets else 0.0
        return {
            "name": self.head_name,
            "calibrate": self.calibrate.isChecked(),
            "hold_out": held,
        }

    def predict_params(self) -> dict[str, Any]:
        """What ``predict`` is given beside the head."""
        if self.is_dense:
            step = round(self.step.value())
            in_metres = self.unit.currentData() == METRES
            dense = f"{step}m" if in_metres else step
            return {"dense": dense, "patches": self.patches.isChecked() and self._has_patches}
        return {"level": self.level.value() / 100} if self._wants_sets else {}

    @property
    def map_name(self) -> str:
        """The name given, or the one proposed; a dense map's ends so, or a chip map would take its place."""
        named = self.name.text().strip() or self.name.placeholderText()
        return named + DENSE_ENDING if self.is_dense and not named.endswith(DENSE_ENDING) else named

    @property
    def head_name(self) -> str:
        """The head's, which maps either way."""
        return self.map_name[: -len(DENSE_ENDING)] if self.is_dense else self.map_name

    @property
    def _wants_sets(self) -> bool:
        return self.trust.isChecked() and not self.is_dense

    # -- following -----------------------------------------------------------------------------

    def follow(self, session: Any, head: str) -> None:
        """Offer what fits the workspace, the target and the head."""
        self._session = session
        ending = DENSE_ENDING if self.is_dense else ""
        self.name.setPlaceholderText(f"{session.target or 'map'}-{head}{ending}")
        maps = session.state["maps"] if session.state else []
        self.form.set_shown(self.there, any(m["name"] == self.map_name for m in maps))
        values = kind_of(session) == "value"
        self.trust.setText(
            tr("&Intervals that hold the truth")
            if values
            else tr("S&ets of classes with the truth")
        )
        self.calibrate.setToolTip(
            tr("Makes the spread true on blocks of ground that the head has not seen")
            if values
            else tr("Makes the probabilities true on blocks of ground that the head has not seen")
        )
        self.trust_hint.setText(
            tr(
                "For sets or intervals 30% of the blocks with labels are kept out of the head: how wrong it is "
                "there says how wide they must be. They hold on average over blocks, not for one class or place."
            )
        )
        of = (session.folder, str(session.layout and session.layout.size))
        if session.layout is not None and of != self._of:
            self._of = of
            self._propose_step()
        self._show_rows()

    def _propose_step(self) -> None:
        layout = self._session.layout
        if layout is None:
            return
        in_metres = self.unit.currentData() == METRES
        side = min(layout.ground) if in_metres else min(layout.size)
        self.step.setMaximum(max(1, round(side)))
        self.step.setValue(max(1, round(side / 4)))

    def _choose_cells(self) -> None:
        if self.is_dense and not self._models and self._session is not None:
            self._session.ask("models", {}, self._take_models, resume=True)
        self._show_rows()
        self.changed.emit()

    def _choose_unit(self) -> None:
        if self._session is not None:
            self._propose_step()

    def _take_models(self, answer: dict[str, Any]) -> None:
        self._models = {card["name"]: card for card in answer["models"]}
        self._show_rows()

    @property
    def _has_patches(self) -> bool:
        """Whether all models in use give features of patches."""
        sources = self._session.state["sources"] if self._session and self._session.state else []
        used = [s["embedded"]["model"] for s in sources if s["embedded"]]
        return bool(used) and all(self._models.get(name, {}).get("dense") for name in used)

    def _show_rows(self) -> None:
        dense = self.is_dense
        self.form.set_shown(self.dense_row, dense)
        self.form.set_shown(self.patches, dense and self._has_patches)
        for widget in (self.trust, self.level, self.trust_hint):
            widget.setVisible(not dense)
