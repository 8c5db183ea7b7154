"""Clusters of chips that look alike, and a label for all of one at once."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
)

from .. import layers, settings
from ..i18n import tr
from .context import Context
from .figures import swatch
from .job_button import JobButton
from .map_layers import classes_of
from .results import Section, paragraph, small

ROLE = "clusters"


class ClusterBox(Section):
    """found: clusters were made, and their map is a layer. chosen: chips that stand for the cluster that is chosen."""

    found = pyqtSignal()
    chosen = pyqtSignal(list)

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Clusters"))
        self.setCollapsed(True)
        self.context, self.session = context, context.session
        self._report: dict[str, Any] | None = None
        self._folder = ""
        self.count, self.make = QSpinBox(), JobButton(tr("&Find clusters"))
        self.count.setRange(2, 100)
        self.count.setValue(8)
        self.told = paragraph()
        self.which, self.label_as = QComboBox(), QComboBox()
        self.nearest, self.nearest_only = QSpinBox(), QCheckBox(tr("&Nearest only"))
        self.nearest.setRange(1, 100_000)
        self.nearest.setValue(20)
        self.nearest.setEnabled(False)
        self.nearest.setAccessibleName(tr("Chips nearest to the cluster's centre"))
        self.nearest_only.toggled.connect(self.nearest.setEnabled)
        self.show_them = QPushButton(tr("&Show typical chips"))
        self.give = QPushButton(tr("La&bel the cluster"))
        self.form = QFormLayout()
        self.form.addRow(tr("C&lusters"), self.count)
        self.column.addLayout(self.form)
        self.column.addWidget(self.make)
        self.column.addWidget(self.told)
        self.choice = QFormLayout()
        self.choice.addRow(tr("Cl&uster"), self.which)
        self.choice.addRow(tr("&As"), self.label_as)
        row = QHBoxLayout()
        row.addWidget(self.nearest_only)
        row.addWidget(self.nearest, 1)
        self.choice.addRow("", row)
        self.column.addLayout(self.choice)
        buttons = QHBoxLayout()
        buttons.addWidget(self.show_them)
        buttons.addWidget(self.give)
        self.column.addLayout(buttons)
        self.hint = small(
            tr(
                "A cluster is no class: look at its typical chips first. Labels given by hand are kept, and scores on "
                "labels from clusters say how well a head learnt the clusters, not the ground."
            )
        )
        self.column.addWidget(self.hint)
        self.make.asked.connect(self.find)
        self.which.currentIndexChanged.connect(lambda _: self._choose())
        self.show_them.clicked.connect(self._show_typical)
        self.give.clicked.connect(self.label_cluster)
        self.refresh()

    def refresh(self) -> None:
        """Offer what can be done."""
        if self._folder != self.session.folder:
            self._report = None
        has = self._report is not None
        self.make.set_ready(self.session.is_embedded, tr("Embed the chips first"))
        for widget in (self.told, self.which, self.label_as, self.nearest, self.nearest_only,
                       self.show_them, self.give, self.hint,
                       self.choice.labelForField(self.which),
                       self.choice.labelForField(self.label_as)):  # fmt: skip
            widget.setVisible(has)
        classes = self.session.classes
        shown = [self.label_as.itemData(i) for i in range(self.label_as.count())]
        if shown != [c["code"] for c in classes]:
            self.label_as.clear()
            for c in classes:
                self.label_as.addItem(swatch(c["colour"]), c["name"], c["code"])
        self.give.setEnabled(bool(classes))
        self.give.setToolTip("" if classes else tr("Name classes in the Label step first"))

    @property
    def layer(self) -> QgsRasterLayer | None:
        """The layer of clusters, if there is one."""
        layer = layers.find(ROLE)
        return layer if isinstance(layer, QgsRasterLayer) and layer.isValid() else None

    def find(self) -> None:
        """Ask for clusters."""
        folder = self.session.folder

        def answered(report: dict[str, Any]) -> None:
            if folder == self.session.folder:
                self._folder = folder
                self._show(report)

        self.make.follow(self.session.run("clusters", {"k": self.count.value()}, answered))

    def _show(self, report: dict[str, Any]) -> None:
        self._report = report
        layer = layers.show_raster(report["files"]["map"], ROLE, tr("Clusters"), visible=False)
        colours = {round(value): colour for value, (_, colour) in classes_of(layer).items()}
        self.which.blockSignals(True)
        self.which.clear()
        for number, size in enumerate(report["sizes"], 1):
            text = tr("{number}: %n chip(s)", size).format(number=number)
            self.which.addItem(swatch(colours.get(number, "#808080")), text, number)
        self.which.blockSignals(False)
        silhouette = report["silhouette"]
        self.told.setText(
            tr("%n clusters", len(report["sizes"]))
            + (
                ""
                if silhouette is None
                else tr("; silhouette {s:.2f} (1: well apart)").format(s=silhouette)
            )
            + "."
        )
        self.refresh()
        self.found.emit()

    def _typical(self) -> list[int]:
        number = self.which.currentData()
        return list(self._report["nearest"][number - 1]) if self._report and number else []

    def _choose(self) -> None:
        self.chosen.emit(self._typical())

    def _show_typical(self) -> None:
        self.chosen.emit(self._typical())

    def label_cluster(self) -> None:
        """Label the chips of the cluster that is chosen."""
        params = {
            "cluster": self.which.currentData(),
            "value": self.label_as.currentData(),
            "target": self.session.target,
        }
        if self.nearest_only.isChecked():
            params["nearest"] = self.nearest.value()
        if settings.get("who"):
            params["who"] = settings.get("who")
        self.session.run("label_cluster", params, self._labelled)

    def _labelled(self, report: dict[str, Any]) -> None:
        told = tr("%n chip(s) of the cluster labelled", report["labelled"])
        kept = tr("; %n label(s) given by hand kept", report["kept"]) if report["kept"] else ""
        self.context.messages.tell(told + kept + ".")
