"""The live map, the head behind it, and maps written to the workspace."""

from __future__ import annotations

import os
import time
from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from .. import layers
from ..i18n import tr
from .bars import Bar, Bars
from .context import Context
from .head_options import HeadForm
from .job_button import JobButton
from .map_layers import add_map, put_in_front
from .map_list import MapList, show_folder
from .map_output import OutputForm
from .results import Notes, Then, clock, kind_of, paragraph, percent, small, what_is_missing
from .step import hint


class MapPage(QWidget):
    """written: a map was, by its file's name."""

    written = pyqtSignal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.session, self.live = context, context.session, context.live
        self._then: Then | None = None
        self._asked: dict[str, Any] = {}
        self._all_heads: list[dict[str, Any]] = []
        self.live_box = QCheckBox(tr("&Live map: repaint after each label"))
        self.unsure_box = QCheckBox(tr("Show where it is &unsure"))
        self.live_text = hint("")
        self.heads = HeadForm()
        self.output = OutputForm()
        self.write = JobButton(tr("&Write map"))
        self.told = paragraph(bold=True)
        self.shares = Bars(tr("Share of each class on the map"))
        self.about = small()
        self.notes = Notes()
        self.stale = Notes()
        self.maps = MapList(context)
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        for widget in (self.live_box, self.unsure_box, self.live_text, self.heads, self.output,
                       self.write, self.told, self.shares, self.about, self.notes, self.stale,
                       self.maps):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        for widget in (self.told, self.shares, self.about):
            widget.setVisible(False)
        self.unsure_box.setToolTip(
            tr("Shows the uncertainty in place of the classes: label there next")
        )

    def _connect(self) -> None:
        self.session.changed.connect(self.refresh)
        self.session.targetChanged.connect(self.refresh)
        self.session.labelsChanged.connect(self.refresh)
        self.heads.changed.connect(self._head_chosen)
        self.output.changed.connect(self.refresh)
        self.write.asked.connect(self.write_map)
        if self.live is not None:
            self.live_box.setChecked(self.live.is_on)
            self.live_box.toggled.connect(self.live.set_on)
            self.live.changed.connect(self._tell_live)
            self.live.painted.connect(self._show_unsure)
        self.unsure_box.toggled.connect(self._show_unsure)

    # -- following -----------------------------------------------------------------------------

    def entered(self) -> None:
        """The page came to the front: ask for the heads, once a worker can tell."""
        if not self.heads.chooser.count() and self.session.folder:
            self.session.engine.request("heads", done=self._take_heads, resume=True)
        self._tell_live()

    def left(self) -> None:
        """Another page came to the front; what was written stays."""

    def refresh(self, *_: Any) -> None:
        """Show what can be done, and whether what is shown still holds."""
        missing = what_is_missing(self.session)
        self.write.set_ready(not missing, missing)
        self.heads.setEnabled(self.session.state is not None)
        self.output.follow(self.session, self.heads.head)
        self.maps.refresh()
        fresh = self._then is not None and self._then.target == self.session.target
        if self._then is None or self._then.folder != self.session.folder or not fresh:
            self._then = None
            for widget in (self.told, self.shares, self.about, self.notes):
                widget.setVisible(False)
        self.stale.set_notes([self._then.told(self.session)] if self._then else [])
        if self._all_heads:
            self.heads.set_heads(self._all_heads, kind_of(self.session))

    def _take_heads(self, answer: dict[str, Any]) -> None:
        self._all_heads = answer["heads"]
        self.heads.set_heads(self._all_heads, kind_of(self.session))

    def _head_chosen(self) -> None:
        self.output.follow(self.session, self.heads.head)
        if self.live is not None:
            self.live.choose(self.heads.head, self.heads.options)

    def _tell_live(self) -> None:
        live = self.live
        if live is None:
            return
        self.live_box.blockSignals(True)
        self.live_box.setChecked(live.is_on)
        self.live_box.blockSignals(False)
        self.unsure_box.setEnabled(live.is_on and layers.find(layers.LIVE_UNCERTAINTY) is not None)
        text = tr("working…") if live.is_working else live.lacking() or live.text
        self.live_text.setText(text[:1].upper() + text[1:])
        self.live_text.setVisible(bool(text) and live.is_on)

    def _show_unsure(self, *_: Any) -> None:
        """Show the uncertainty in place of the map, or the map: one would hide the other."""
        unsure = self.unsure_box.isChecked()
        for role, is_shown in ((layers.LIVE, not unsure), (layers.LIVE_UNCERTAINTY, unsure)):
            layer = layers.find(role)
            if layer is not None:
                layers.set_visible(layer, is_shown)

    # -- writing -------------------------------------------------------------------------------

    def write_map(self) -> None:
        """Fit a head on the labels as they are now, map with it, and show the map."""
        if what_is_missing(self.session) or self.write.is_running:
            return
        self._then, self._asked = Then(self.session), self.output.predict_params()
        params = {
            "head": self.heads.head,
            "target": self.session.target,
            "options": self.heads.options,
            **self.output.fit_params(),
        }
        self.write.follow(self.session.run("fit", params, self._fitted))

    def _fitted(self, report: dict[str, Any]) -> None:
        self.notes.set_notes(report["notes"])
        params = {"head": report["head"], **self._asked}
        self.write.follow(self.session.run("predict", params, self._predicted))

    def _predicted(self, report: dict[str, Any]) -> None:
        path = report["files"]["map"]
        name = os.path.basename(path)
        add_map(os.path.splitext(name)[0], report["files"])
        put_in_front(live=False)
        self.context.messages.tell(
            tr("The map {name} is written.").format(name=name),
            offer=(tr("Open folder"), lambda: show_folder(path)),
        )
        self._show_report(name, report)
        self.session.refresh()
        self.written.emit(name)

    def _show_report(self, file: str, report: dict[str, Any]) -> None:
        self.told.setText(tr("{name}, written {time}").format(name=file, time=clock(time.time())))
        self.told.setVisible(True)
        colours = {c["name"]: c["colour"] for c in self.session.classes}
        tip = tr("{name}: {share} of the map's cells")
        bars = [
            Bar(name, colours.get(name, "#808080"), share, percent(share, 1),
                tip.format(name=name, share=percent(share, 2)))
            for name, share in report["shares"].items()
        ]  # fmt: skip
        self.shares.set_bars(bars, most=1.0)
        self.shares.setVisible(bool(report["shares"]))
        self.about.setText(" ".join(_told_of(report)))
        self.about.setVisible(bool(self.about.text()))


def _told_of(report: dict[str, Any]) -> list[str]:
    """What a map holds in sentences, beside its shares."""
    trust, told = report.get("trust") or {}, []
    if report.get("range"):
        low, high = report["range"]
        told.append(tr("Values run from {low:.4g} to {high:.4g}.").format(low=low, high=high))
    if report["shares"]:
        told.append(
            tr(
                "These are cells counted, no estimate of areas: for that draw a check sample (Accuracy)."
            )
        )
    if trust.get("inside") is not None:
        told.append(
            tr("{share} of the chips are like the labelled ones; the layer “area of applicability” shows "
               "the rest.").format(share=percent(trust["inside"]))
        )  # fmt: skip
    if trust.get("set_size") is not None:
        told.append(
            tr("Sets of {level} hold {n:.2f} classes on average.").format(
                level=percent(trust["level"]), n=trust["set_size"]
            )
        )
    if trust.get("width") is not None:
        told.append(
            tr("Intervals of {level} are {width:.4g} wide on average.").format(
                level=percent(trust["level"]), width=trust["width"]
            )
        )
    return told
