"""Step 3, *Embed*: by which model and on which device chips become vectors; it can be paused and goes on."""

from __future__ import annotations

import math
import os
from typing import Any

from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSpinBox,
)

from .. import icons, settings
from ..i18n import tr
from ..wording import told
from .draft import is_gone
from .embed_words import cost_text, device_text, pace_text, standing_text, standing_title
from .model_picker import DEFAULT, ModelPicker
from .step import BUSY, DONE, MISSING, READY, WARNING, Step, first_missing, hint
from .train_words import RUNS

AUTO = "auto"
#: Chips of a run that tell how fast it was.
_LEAST_TO_TELL = 500
PRECISIONS = ("fp32", "bf16", "fp16")


class EmbedStep(Step):
    """Models, devices, how long it takes, and running it."""

    help = "plugin/embed"
    picture = "embed"

    def heading(self) -> str:
        return tr("Embed")

    def build(self) -> None:
        self.call: Any = None
        self._pausing = False
        self._report: dict[str, Any] = {}
        self._measuring: Any = None
        self._asked_for: tuple[Any, ...] = ()
        self._folder = ""
        self._build_model()
        self._build_how()
        self._build_run()
        self.session.changed.connect(self._session_changed)
        self.session.busyChanged.connect(self.refresh)
        self.session.engine.stateChanged.connect(self._engine_changed)
        self._show_devices()
        self._session_changed()

    # -- widgets -------------------------------------------------------------------------------

    def _build_model(self) -> None:
        self.picker = ModelPicker()
        self.picker.changed.connect(self._choice_changed)
        self.column.addWidget(self.picker)
        self.train = QPushButton(tr("&Train a model of your own…"))
        self.train.setToolTip(
            tr("Learn from these chips, without labels or with them, by the methods of papers")
        )
        icons.put(self.train, "train")
        self.train.clicked.connect(lambda: self.context.actions.show_training())
        self.column.addWidget(self.train)

    def _build_how(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.sources = QListWidget()
        self.sources.setAccessibleName(tr("Sources to embed"))
        self.sources.setToolTip(
            tr("Each source is embedded by itself; their vectors are used side by side")
        )
        self.sources.itemChanged.connect(lambda _: self._choice_changed())
        self.sources_label = QLabel(tr("&Sources"))
        self.sources_label.setBuddy(self.sources)
        form.addRow(self.sources_label, self.sources)
        self.device = QComboBox()
        self.device.setMinimumContentsLength(10)
        self.device.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.device.currentIndexChanged.connect(lambda _: self._device_chosen())
        form.addRow(tr("&Device"), self.device)
        self.column.addLayout(form)
        self.more = QgsCollapsibleGroupBoxBasic(tr("Precision and batch"))
        self.more.setFlat(True)
        self.more.setCollapsed(True)
        inner = QFormLayout(self.more)
        self.precision = QComboBox()
        self.precision.addItem(tr("the fastest that keeps the quality"), AUTO)
        for name in PRECISIONS:
            self.precision.addItem(name, name)
        self.precision.currentIndexChanged.connect(lambda _: self._choice_changed())
        inner.addRow(tr("&Precision"), self.precision)
        self.batch = QSpinBox()
        self.batch.setRange(0, 100_000)
        self.batch.setSpecialValueText(tr("automatic"))
        self.batch.setToolTip(tr("Chips at once; halved by itself where memory does not suffice"))
        self.batch.valueChanged.connect(lambda _: self._choice_changed())
        inner.addRow(tr("&Batch"), self.batch)
        self.column.addWidget(self.more)

    def _build_run(self) -> None:
        row = QHBoxLayout()
        self.measure = QPushButton(tr("&Estimate"))
        self.measure.setToolTip(
            tr("Embed a few chips to see how long it will take; nothing is kept")
        )
        self.measure.clicked.connect(self._measure)
        self.cost = QLabel()
        self.cost.setWordWrap(True)
        row.addWidget(self.measure)
        row.addWidget(self.cost, 1)
        self.column.addLayout(row)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.column.addWidget(self.status)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(tr("Embedded"))
        self.column.addWidget(self.bar)
        self.pace = hint("")
        self.column.addWidget(self.pace)
        self.go = QPushButton()
        self.go.clicked.connect(self._act)
        self.column.addSpacing(4)
        self.column.addWidget(self.go)

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def chosen_sources(self) -> list[str]:
        """Names of the sources that are ticked."""
        items = (self.sources.item(row) for row in range(self.sources.count()))
        checked = Qt.CheckState.Checked
        return [item.text() for item in items if item.checkState() == checked]

    def params(self) -> dict[str, Any]:
        """The worker's parameters of ``embed`` and ``estimate``."""
        return {
            "model": self.picker.model,
            "options": self.picker.options,
            "sources": self.chosen_sources,
            "device": self.device.currentData() or AUTO,
            "precision": self.precision.currentData(),
            "batch": self.batch.value() or None,
        }

    def _choice_changed(self) -> None:
        self.cost.setText("")
        self.refresh()

    def _device_chosen(self) -> None:
        if self.device.currentData():
            settings.put("device", self.device.currentData())
        self._choice_changed()

    # -- showing -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show how far it is and what can be done next."""
        state = self.session.state
        self.body.setEnabled(state is not None)
        if state is None:
            self.tell(MISSING, first_missing(self.session))
            self._say("", None)
            self.go.setText(tr("Embed"))
            self.go.setEnabled(False)
            return
        running = self.call is not None
        self.picker.set_editable(not running)
        for widget in (self.sources, self.device, self.more):
            widget.setEnabled(not running)
        can_run = not self.picker.obstacle and bool(self.chosen_sources)
        self.measure.setEnabled(can_run and not running and self._measuring is None)
        self.measure.setVisible(not running)
        self.cost.setVisible(not running)
        if running:
            self._show_running()
        else:
            self._show_standing(can_run)

    def _show_running(self) -> None:
        report = self._report
        pausing = tr("Pausing once the chips under way are kept…")
        self.status.setText(pausing if self._pausing else "")
        self.status.setVisible(self._pausing)
        self.bar.setVisible(True)
        total, done = int(report.get("total") or 0), int(report.get("done") or 0)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.pace.setText(pace_text(report) or tr("Starting…"))
        self.pace.setVisible(True)
        self.go.setText(tr("Pause"))
        icons.put(self.go, "pause")
        self.go.setEnabled(not self._pausing)
        self.tell(BUSY, f"{done * 100 // total} %" if total else tr("starting…"))

    def _show_standing(self, can_run: bool) -> None:
        there = [s for s in self.session.sources if s["embedded"]]
        chips = sum(s["embedded"]["chips"] for s in there)
        due = sum(s["embedded"]["of"] for s in there)
        stale = next((s for s in there if s["embedded"]["stale"]), None)
        icons.put(self.go, "play")
        self.go.setEnabled(can_run)
        text = standing_text(there, chips, due, stale)
        self._say(text, (chips, due) if there and chips < due else None)
        if not there:
            count = self.session.layout.count if self.session.layout else 0
            self.go.setText(tr("Embed {n} chips").format(n=f"{count:,}"))
            self.tell(READY if can_run else WARNING, tr("nothing is embedded yet"))
        elif stale is not None:
            self.go.setText(tr("Embed again"))
            self.tell(WARNING, tr("{name} has changed since").format(name=stale["name"]))
        elif not self._is_as_embedded():
            self.go.setText(tr("Embed with this model"))
            self.tell(DONE if chips == due else READY, standing_title(there))
        elif chips < due:
            self.go.setText(tr("Resume"))
            self.tell(READY, f"{chips * 100 // max(due, 1)} %")
        else:
            self._show_done(there)

    def _show_done(self, there: list[dict[str, Any]]) -> None:
        others = [n for n in self.chosen_sources if n not in {s["name"] for s in there}]
        self.tell(DONE, standing_title(there))
        if others:
            self.go.setText(tr("Embed {name}").format(name=", ".join(others)))
            return
        self.go.setText(tr("Continue with labels"))
        icons.put(self.go, "label")
        self.go.setEnabled(True)

    def _say(self, text: str, share: tuple[int, int] | None) -> None:
        self.status.setText(text)
        self.status.setVisible(bool(text))
        self.bar.setVisible(share is not None)
        self.pace.setVisible(False)
        if share is not None:
            self.bar.setRange(0, share[1])
            self.bar.setValue(share[0])

    def _is_as_embedded(self) -> bool:
        """Whether the form says what the embeddings in use were made with."""
        chosen = self.chosen_sources
        there = [s["embedded"] for s in self.session.sources if s["name"] in chosen]
        made = [e for e in there if e]
        model, options = self.picker.model, self.picker.options
        plain = self.picker.without_defaults
        return all(
            e["model"] == model and plain(model, e.get("options") or {}) == options for e in made
        )

    # -- doing it ------------------------------------------------------------------------------

    def _act(self) -> None:
        if self.call is not None:
            self._pausing = True
            self.call.cancel()
            self.refresh()
        elif self._is_done():
            self.go_to(4)
        else:
            self.run()

    def _is_done(self) -> bool:
        chosen = self.chosen_sources
        mine = [s["embedded"] for s in self.session.sources if s["name"] in chosen]
        whole = all(e and e["complete"] and not e["stale"] for e in mine)
        return whole and self._is_as_embedded()

    def run(self) -> None:
        """Embed what is not embedded yet."""
        self._pausing, self._report = False, {}
        self.call = call = self.session.run(
            "embed", self.params(), failed=self._failed, progress=self._tell_progress, resume=True
        )
        call.succeeded.connect(self._keep_pace)
        call.succeeded.connect(lambda _: self._ended(call))
        call.failed.connect(lambda _: self._ended(call))
        self.refresh()

    def _keep_pace(self, answer: dict[str, Any]) -> None:
        """Remember how fast the default model was here: step 2 tells by it what other chips would take."""
        layout = self.session.layout
        if layout is None:
            return
        for source in answer["sources"]:
            report = source["report"]
            if source["model"] == DEFAULT and report["embedded"] >= _LEAST_TO_TELL:
                settings.put("pace", float(report["chips_per_s"] * math.prod(layout.size)))

    def _tell_progress(self, report: dict[str, Any]) -> None:
        self._report = report
        if self.call is not None and not is_gone(self):
            self._show_running()

    def _failed(self, failure: Any) -> None:
        if failure.code != "CANCELLED":
            self.session.failed.emit(*told(failure))

    def _ended(self, call: Any) -> None:
        if call is self.call and not is_gone(self):
            self.call, self._pausing = None, False
            self.refresh()

    def _measure(self) -> None:
        params = self.params()
        self._measuring = call = self.session.run("estimate", params, failed=self._not_measured)
        self.measure.setEnabled(False)
        self.cost.setText(tr("Measuring on a few chips…"))
        call.succeeded.connect(lambda found: self._measured(call, found))
        call.failed.connect(lambda _: self._measured(call, None))

    def _not_measured(self, failure: Any) -> None:
        self._failed(failure)

    def _measured(self, call: Any, found: dict[str, Any] | None) -> None:
        if call is not self._measuring or is_gone(self):
            return
        self._measuring = None
        self.measure.setEnabled(True)
        self.cost.setText(cost_text(found) if found else "")

    def choose_model(self, name: str) -> None:
        """Choose a model by its name, one trained just now, too."""
        self.picker.choose(name)
        self.entered()

    def entered(self) -> None:
        """A model may have been trained since the cards were asked for."""
        if os.path.isdir(os.path.join(self.session.folder, RUNS)):
            self._asked_for = ()
            self._ask_cards()

    # -- following -----------------------------------------------------------------------------

    def _engine_changed(self, state: str) -> None:
        if state == "ready":
            self._show_devices()
            self._asked_for = ()
            self._ask_cards()
        self.refresh()

    def _show_devices(self) -> None:
        hello = self.session.engine.hello or {}
        devices = hello.get("devices") or []
        wanted = settings.get("device")
        self.device.blockSignals(True)
        self.device.clear()
        best = device_text(devices[0]) if devices else ""
        text = tr("Automatic: {device}").format(device=best) if best else tr("Automatic")
        self.device.addItem(text, AUTO)
        for device in devices:
            self.device.addItem(device_text(device), device["id"])
        self.device.setCurrentIndex(max(0, self.device.findData(wanted)))
        self.device.setToolTip(self.device.currentText())
        self.device.blockSignals(False)

    def _session_changed(self) -> None:
        state = self.session.state
        if state is not None:
            if self.session.folder != self._folder:
                self._take_what_was(state)
            self._show_sources(state)
            self._ask_cards()
        self._folder = self.session.folder
        self.refresh()

    def _take_what_was(self, state: dict[str, Any]) -> None:
        """Another workspace: choose the model that its embeddings were made with."""
        self.cost.setText("")
        made = next((s["embedded"] for s in state["sources"] if s["embedded"]), None)
        if made is not None:
            self.picker.choose(made["model"], made.get("options"))

    def _show_sources(self, state: dict[str, Any]) -> None:
        names = [source["name"] for source in state["sources"]]
        present = [self.sources.item(row).text() for row in range(self.sources.count())]
        self.sources_label.setVisible(len(names) > 1)
        self.sources.setVisible(len(names) > 1)
        if names == present:
            return
        self.sources.blockSignals(True)
        self.sources.clear()
        for name in names:
            item = QListWidgetItem(name, self.sources)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        self.sources.blockSignals(False)
        row = max(self.sources.sizeHintForRow(0), 18)
        self.sources.setFixedHeight(row * min(len(names), 5) + 2 * self.sources.frameWidth() + 2)

    def _ask_cards(self) -> None:
        """Ask for the cards once a workspace, and again after the worker was another."""
        state = self.session.state
        if state is None:
            return
        first = state["sources"][0]
        wanted = (self.session.folder, first["name"], tuple(first["bands"]))
        if wanted == self._asked_for:
            return
        self._asked_for = wanted

        def told(answer: dict[str, Any]) -> None:
            if wanted == self._asked_for and not is_gone(self):
                packages = (self.session.engine.hello or {}).get("packages") or {}
                self.picker.set_cards(answer["models"], packages)

        self.session.ask("models", {"source": first["name"]}, told, resume=True)
