"""Saving a web layer as a GeoTIFF of the area, so that it can be a source."""

from __future__ import annotations

import os
import re
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
)
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from .. import settings
from ..capture import Capture, CapturePlan, is_metric, local_utm, plan_capture
from ..i18n import tr
from .draft import Area
from .ground import area_text, bytes_text, ground_area
from .step import hint


class CaptureDialog(QDialog):
    """How and where to; holds nothing up while it works.

    captured: the file that is there now, and in the project.
    """

    captured = pyqtSignal(str)

    def __init__(
        self, context: Any, layer: QgsRasterLayer, area: Area | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context, self.layer = context, layer
        self.area = area or self._canvas_area()
        self.capture: Capture | None = None
        self.setWindowTitle(tr("Capture {layer}").format(layer=layer.name()))
        self.setMinimumWidth(460)
        self._build()
        self._plan()

    def _canvas_area(self) -> Area:
        canvas = self.context.canvas
        crs = canvas.mapSettings().destinationCrs()
        return Area(QgsGeometry.fromRect(canvas.extent()), crs, tr("The map's extent"))

    def _build(self) -> None:
        form = QFormLayout()
        size = area_text(ground_area(self.area.geometry, self.area.crs))
        origin = self.area.origin or tr("Area of interest")
        form.addRow(tr("Ground"), QLabel(tr("{origin}: {area}").format(origin=origin, area=size)))
        self.gsd = QDoubleSpinBox()
        self.gsd.setDecimals(2)
        self.gsd.setRange(0.01, 10_000)
        self.gsd.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.gsd.setSuffix(tr(" m"))
        self.gsd.setValue(1.0)
        self.gsd.setToolTip(tr("Side of a pixel on the ground"))
        form.addRow(tr("&Pixel size"), self.gsd)
        self.crs = QComboBox()
        for crs in self._offered():
            self.crs.addItem(crs.userFriendlyIdentifier(), crs.authid() or crs.toWkt())
        form.addRow(tr("&CRS"), self.crs)
        self.file = QgsFileWidget()
        self.file.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.file.setFilter(tr("GeoTIFF (*.tif)"))
        self.file.setFilePath(self._suggested())
        form.addRow(tr("&File"), self.file)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        terms = hint(
            tr(
                "What a web service may be used for is its owner's to say: many allow looking and forbid keeping "
                "copies or analysing them. Read its terms before you capture."
            )
        )
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.start = QPushButton(tr("C&apture"))
        self.start.setDefault(True)
        self.buttons.addButton(self.start, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        for widget in (self.summary, terms, self.progress, self.buttons):
            layout.addWidget(widget)
        self.start.clicked.connect(self._start_or_stop)
        self.buttons.rejected.connect(self.close)
        self.gsd.valueChanged.connect(lambda _: self._plan())
        self.crs.currentIndexChanged.connect(lambda _: self._plan())
        self.file.fileChanged.connect(lambda _: self._plan())

    def _offered(self) -> list[QgsCoordinateReferenceSystem]:
        """The local UTM zone, and the map's CRS where it is one in metres."""
        found = [local_utm(self.area.geometry, self.area.crs)]
        canvas = self.context.canvas.mapSettings().destinationCrs()
        if is_metric(canvas) and canvas != found[0]:
            found.append(canvas)
        return found

    def _suggested(self) -> str:
        project = QgsProject.instance().absolutePath()
        folder = project or settings.get("last_folder") or os.path.expanduser("~")
        stem = re.sub(r"[^A-Za-z0-9]+", "_", self.layer.name()).strip("_").lower() or "capture"
        path, number = os.path.join(folder, f"{stem}.tif"), 2
        while os.path.exists(path):
            path, number = os.path.join(folder, f"{stem}_{number}.tif"), number + 1
        return path

    def plan(self) -> CapturePlan:
        """What would be captured. Raises ValueError with a sentence."""
        crs = QgsCoordinateReferenceSystem(self.crs.currentData())
        return plan_capture(self.area.geometry, self.area.crs, crs, self.gsd.value())

    def _plan(self) -> None:
        try:
            plan = self.plan()
        except ValueError as error:
            self.summary.setText(str(error))
            self.start.setEnabled(False)
            return
        self.summary.setText(
            tr("{columns} × {rows} pixels, at most {bytes} on disk").format(
                columns=f"{plan.columns:,}",
                rows=f"{plan.rows:,}",
                bytes=bytes_text(plan.pixels * 4),
            )
        )
        self.start.setEnabled(bool(self.file.filePath()))

    def _start_or_stop(self) -> None:
        if self.capture is not None:
            self.capture.cancel()
            return
        path = self.file.filePath()
        if not path.lower().endswith((".tif", ".tiff")):
            path += ".tif"
        if not os.path.isdir(os.path.dirname(os.path.abspath(path))):
            self.summary.setText(
                tr("There is no folder {folder}; choose another file.").format(
                    folder=os.path.dirname(path)
                )
            )
            return
        self.capture = Capture(self.layer, self.plan(), os.path.abspath(path), self)
        self.capture.progressed.connect(lambda share: self.progress.setValue(round(share)))
        self.capture.done.connect(self._captured)
        self.capture.failed.connect(self._failed)
        self._set_busy(True)
        self.capture.start()

    def _set_busy(self, busy: bool) -> None:
        self.start.setText(tr("&Stop") if busy else tr("C&apture"))
        self.progress.setVisible(busy)
        self.progress.setValue(0)
        for widget in (self.gsd, self.crs, self.file):
            widget.setEnabled(not busy)

    def _captured(self, path: str) -> None:
        self.capture = None
        self._set_busy(False)
        settings.put("last_folder", os.path.dirname(path))
        layer = QgsRasterLayer(path, os.path.splitext(os.path.basename(path))[0])
        QgsProject.instance().addMapLayer(layer)
        self.captured.emit(path)
        self.context.messages.tell(tr("Captured to {path}.").format(path=path))
        self.close()

    def _failed(self, sentence: str) -> None:
        self.capture = None
        self._set_busy(False)
        self._plan()
        if sentence:
            self.summary.setText(sentence)

    def closeEvent(self, event: Any) -> None:
        """What is under way is stopped with the dialog."""
        if self.capture is not None:
            self.capture.cancel()
        super().closeEvent(event)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
