"""A layer as it is seen, saved as a GeoTIFF: how imagery that is served as pictures becomes a source.

Red, green, blue, and an alpha band that is 0 where the layer drew nothing.
"""

from __future__ import annotations

import contextlib
import math
import os
from dataclasses import dataclass

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRasterFileWriter,
    QgsRasterFileWriterTask,
    QgsRasterLayer,
    QgsRasterPipe,
    QgsRasterProjector,
    QgsRectangle,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from .i18n import tr

#: Pixels that one capture may have: more is a matter for the provider's own data.
MOST_PIXELS = 400_000_000
_WGS84 = "EPSG:4326"
_OPTIONS = ["COMPRESS=DEFLATE", "PREDICTOR=2", "TILED=YES", "BIGTIFF=IF_SAFER"]


@dataclass(frozen=True)
class CapturePlan:
    """Which ground at which resolution: an extent in ``crs`` that whole pixels fill."""

    crs: QgsCoordinateReferenceSystem
    extent: QgsRectangle
    columns: int
    rows: int

    @property
    def pixels(self) -> int:
        """How many there are."""
        return self.columns * self.rows


def plan_capture(
    area: QgsGeometry,
    area_crs: QgsCoordinateReferenceSystem,
    crs: QgsCoordinateReferenceSystem,
    gsd: float,
) -> CapturePlan:
    """The pixels of ``gsd`` units of ``crs`` around an area, on a grid through the CRS's origin.

    Raises ValueError, with a sentence for the user, where that is no ground or too much of it.
    """
    turn = QgsCoordinateTransform(area_crs, crs, QgsProject.instance())
    box = turn.transformBoundingBox(area.boundingBox())
    if box.isEmpty() or not box.isFinite() or gsd <= 0:
        raise ValueError(tr("There is no ground to capture; draw an area of interest first."))
    left, bottom = (math.floor(v / gsd + 1e-6) * gsd for v in (box.xMinimum(), box.yMinimum()))
    columns = max(1, math.ceil((box.xMaximum() - left) / gsd - 1e-6))
    rows = max(1, math.ceil((box.yMaximum() - bottom) / gsd - 1e-6))
    if columns * rows > MOST_PIXELS:
        raise ValueError(
            tr(
                "{columns} × {rows} pixels are too many to capture; take a smaller area or larger pixels."
            ).format(columns=f"{columns:,}", rows=f"{rows:,}")
        )
    extent = QgsRectangle(left, bottom, left + columns * gsd, bottom + rows * gsd)
    return CapturePlan(crs, extent, columns, rows)


def local_utm(area: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """The UTM zone of an area's middle, polar stereographic where there is none."""
    turn = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(_WGS84), QgsProject.instance())
    middle = turn.transformBoundingBox(area.boundingBox()).center()
    if not -80 <= middle.y() <= 84:
        return QgsCoordinateReferenceSystem("EPSG:3413" if middle.y() > 0 else "EPSG:3031")
    zone = min(60, int((middle.x() + 180) // 6) + 1)
    return QgsCoordinateReferenceSystem(f"EPSG:{(32600 if middle.y() >= 0 else 32700) + zone}")


def is_metric(crs: QgsCoordinateReferenceSystem) -> bool:
    """Whether a length in a CRS's units is one in metres, more or less."""
    metres = QgsUnitTypes.DistanceUnit.DistanceMeters
    return crs.isValid() and not crs.isGeographic() and crs.mapUnits() == metres


class Capture(QObject):
    """One capture, in the background.

    progressed: per cent. done: the file, whole and in its place. failed: one sentence; "" where it was cancelled.
    """

    progressed = pyqtSignal(float)
    done = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(
        self, layer: QgsRasterLayer, plan: CapturePlan, path: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._layer, self._plan, self._path = layer, plan, path
        root, suffix = os.path.splitext(path)
        self._part = f"{root}.part{suffix or '.tif'}"
        self._task: QgsRasterFileWriterTask | None = None
        self._is_cancelled = False

    @property
    def is_running(self) -> bool:
        """Whether it is under way."""
        return self._task is not None

    def start(self) -> None:
        """Begin; the file appears under its name once it is whole."""
        plan = self._plan
        writer = QgsRasterFileWriter(self._part)
        writer.setOutputProviderKey("gdal")
        writer.setOutputFormat("GTiff")
        _set_options(writer)
        self._task = QgsRasterFileWriterTask(
            writer,
            _pipe(self._layer, plan.crs),
            plan.columns,
            plan.rows,
            plan.extent,
            plan.crs,
            QgsProject.instance().transformContext(),
        )
        self._task.setDescription(tr("Capture {layer}").format(layer=self._layer.name()))
        self._task.progressChanged.connect(self.progressed)
        self._task.writeComplete.connect(self._written)
        self._task.errorOccurred.connect(self._not_written)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Stop; nothing is left behind."""
        if self._task is not None:
            self._is_cancelled = True
            self._task.cancel()

    def _written(self, *_: object) -> None:
        self._task = None
        try:
            os.replace(self._part, self._path)
        except OSError as error:
            self._drop()
            self.failed.emit(
                tr("{path} cannot be written: {reason}.").format(
                    path=self._path, reason=error.strerror
                )
            )
            return
        self.done.emit(self._path)

    def _not_written(self, *_: object) -> None:
        self._task = None
        self._drop()
        sentence = tr(
            "{layer} could not be captured to {path}; check the folder, the disk and the layer's connection."
        ).format(layer=self._layer.name(), path=self._path)
        self.failed.emit("" if self._is_cancelled else sentence)

    def _drop(self) -> None:
        for path in (self._part, f"{self._part}.aux.xml"):
            with contextlib.suppress(OSError):
                os.remove(path)


def _set_options(writer: QgsRasterFileWriter) -> None:
    # Renamed in QGIS 3.44.
    set_options = getattr(writer, "setCreationOptions", None) or writer.setCreateOptions
    set_options(_OPTIONS)


def _pipe(layer: QgsRasterLayer, crs: QgsCoordinateReferenceSystem) -> QgsRasterPipe:
    """What draws the layer in another CRS: its data, its colours, a projector of single pixels."""
    pipe = QgsRasterPipe()
    pipe.set(layer.dataProvider().clone())
    pipe.set(layer.renderer().clone())
    projector = QgsRasterProjector()
    projector.setPrecision(QgsRasterProjector.Precision.Exact)
    projector.setCrs(layer.crs(), crs, QgsProject.instance().transformContext())
    pipe.set(projector)
    return pipe
