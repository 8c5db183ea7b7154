"""One run of an algorithm: its parameters as the worker takes them, its answers, the layers that come of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import Any, Callable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..blocking import WorkerError
from ..failures import CANCELLED
from ..i18n import tr
from ..wording import told, without_commands
from .files import crs_text, raster_file, save_source, style_beside, whole_file


class Job:
    """Parameters are None where they were left empty. ``call`` is KeptWorker.call with its launch."""

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        call: Callable[..., dict[str, Any]],
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self._algorithm, self._call = algorithm, call
        self._parameters, self._context = parameters, context
        self.feedback = feedback
        self._stage = ""

    # -- parameters --------------------------------------------------------------------------------

    def has(self, name: str) -> bool:
        """Whether a parameter was given, or has a default."""
        value = self._parameters.get(name)
        if value is None:
            definition = self._algorithm.parameterDefinition(name)
            value = definition.defaultValue() if definition is not None else None
        return value is not None and value != ""

    def text(self, name: str) -> str | None:
        found = self._algorithm.parameterAsString(self._parameters, name, self._context).strip()
        return found if found and self.has(name) else None

    def whole(self, name: str) -> int | None:
        if not self.has(name):
            return None
        return int(self._algorithm.parameterAsInt(self._parameters, name, self._context))

    def number(self, name: str) -> float | None:
        if not self.has(name):
            return None
        return float(self._algorithm.parameterAsDouble(self._parameters, name, self._context))

    def flag(self, name: str) -> bool:
        return bool(self._algorithm.parameterAsBoolean(self._parameters, name, self._context))

    def choice(self, name: str) -> str | None:
        if not self.has(name):
            return None
        return str(self._algorithm.parameterAsEnumString(self._parameters, name, self._context))

    def metres(self, name: str) -> str | None:
        """A number of metres as a length."""
        found = self.number(name)
        return None if found is None else f"{found:.12g}m"

    def length(self, name: str) -> str | None:
        """A length in the unit of the parameter UNIT."""
        found = self.number(name)
        if not found:
            return None
        return f"{found:.12g}{'m' if self.choice('UNIT') == 'metres' else ''}"

    def names(self, name: str) -> list[str]:
        """Texts by commas."""
        return [part.strip() for part in (self.text(name) or "").split(",") if part.strip()]

    def chips(self, name: str) -> list[int]:
        """Chip ids by commas or spaces."""
        found = re.split(r"[,;\s]+", self.text(name) or "")
        try:
            return [int(part) for part in found if part]
        except ValueError as error:
            raise self._wrong(
                name, tr("chip ids are whole numbers, as the field chip_id of a layer of chips")
            ) from error

    def numbers(self, name: str) -> list[float]:
        """Numbers by commas or spaces."""
        found = re.split(r"[,;\s]+", self.text(name) or "")
        try:
            return [float(part) for part in found if part]
        except ValueError as error:
            raise self._wrong(name, tr("give numbers by commas")) from error

    def options(self, name: str) -> dict[str, str]:
        """``key=value`` by commas, semicolons or lines; the worker reads the values."""
        found: dict[str, str] = {}
        for part in re.split(r"[;\n]+|,(?=[^,=]*=)", self.text(name) or ""):
            key, equals, value = (piece.strip() for piece in part.partition("="))
            if not part.strip():
                continue
            if not (key and equals and value):
                raise self._wrong(name, tr("options are given as key=value, by commas"))
            found[key] = value
        return found

    def folder(self, name: str = "WORKSPACE") -> str:
        """A folder's absolute path."""
        return os.path.abspath(os.path.expanduser(self.text(name) or "."))

    def output(self, name: str) -> str | None:
        """The file that an output was asked for in, None where it was not."""
        if not self.has(name):
            return None
        found = self._algorithm.parameterAsFileOutput(self._parameters, name, self._context)
        return os.path.abspath(found) if found else None

    def raster_output(self, name: str) -> str | None:
        """The same of a raster, which QGIS then loads if that was asked for."""
        if not self.has(name):
            return None
        found = self._algorithm.parameterAsOutputLayer(self._parameters, name, self._context)
        return os.path.abspath(found) if found else None

    def raster(self, name: str) -> str | None:
        """A raster layer's file. Raises where it has none."""
        if not self.has(name):
            return None
        layer = self._algorithm.parameterAsRasterLayer(self._parameters, name, self._context)
        if layer is None:
            sentence = self._algorithm.invalidRasterError(self._parameters, name)
            raise QgsProcessingException(sentence)
        return raster_file(layer)

    def rasters(self, name: str) -> list[str]:
        """The files of several raster layers."""
        layers = self._algorithm.parameterAsLayerList(self._parameters, name, self._context)
        return [raster_file(layer) for layer in layers or []]

    def vector(self, name: str, field: str | None = None) -> tuple[str, str | None] | None:
        """A vector layer's file, and its layer where the file may have several.

        A layer of which only a part is meant (selected, filtered), that is edited and not saved, or that is no file
        is written to a temporary GeoPackage of its name, with ``field`` alone.
        """
        if not self.has(name):
            return None
        layer = self._algorithm.parameterAsVectorLayer(self._parameters, name, self._context)
        whole = None if layer is None else whole_file(layer, self._parameters.get(name))
        if whole is not None:
            return whole
        source = self._algorithm.parameterAsSource(self._parameters, name, self._context)
        if source is None:
            sentence = self._algorithm.invalidSourceError(self._parameters, name)
            raise QgsProcessingException(sentence)
        return save_source(source, field, self._context, self.feedback), None

    def extent(self, name: str) -> dict[str, str] | str | None:
        """A rectangle as the worker takes an area."""
        if not self.has(name):
            return None
        box = self._algorithm.parameterAsExtent(self._parameters, name, self._context)
        crs = self._algorithm.parameterAsExtentCrs(self._parameters, name, self._context)
        if not crs.isValid():
            edges = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
            return ",".join(map(repr, edges))
        return {"wkt": QgsGeometry.fromRect(box).asWkt(12), "crs": crs_text(crs)}

    def points(self, name: str) -> tuple[list[list[float]], str]:
        """The points of a layer, x and y, and their CRS; none where no layer was given."""
        source = self._algorithm.parameterAsSource(self._parameters, name, self._context)
        if source is None:
            if self.has(name):
                sentence = self._algorithm.invalidSourceError(self._parameters, name)
                raise QgsProcessingException(sentence)
            return [], ""
        found = [
            [vertex.x(), vertex.y()]
            for feature in source.getFeatures()
            for vertex in feature.geometry().vertices()
        ]
        return found, crs_text(source.sourceCrs())

    # -- the worker --------------------------------------------------------------------------------

    def ask(self, method: str, /, **params: Any) -> dict[str, Any]:
        """The worker's answer. Raises QgsProcessingException with its sentence."""
        return self._ask(method, params, self.feedback.isCanceled)

    def ask_anyway(self, method: str, /, **params: Any) -> dict[str, Any]:
        """The same, although the user has stopped the run: what ends in good order what the worker does."""
        return self._ask(method, params, lambda: False)

    def _ask(
        self, method: str, params: dict[str, Any], cancelled: Callable[[], bool]
    ) -> dict[str, Any]:
        given = {name: value for name, value in params.items() if value is not None}
        try:
            return self._call(
                method,
                given,
                progress=self._show,
                said=self.feedback.pushDebugInfo,
                cancelled=cancelled,
            )
        except WorkerError as error:
            if error.code == CANCELLED:
                raise QgsProcessingException(
                    tr("Stopped; what was finished is kept, and the next run does the rest.")
                ) from error
            sentence, details = told(error, in_toolbox=True)
            if details:
                self.feedback.pushDebugInfo(details)
            raise QgsProcessingException(sentence) from error

    def _show(self, progress: dict[str, Any]) -> None:
        stage, done, total = (progress.get(key) for key in ("stage", "done", "total"))
        if stage and stage != self._stage:
            self._stage = stage
            self.feedback.setProgressText(stage)
        if total:
            self.feedback.setProgress(100 * (done or 0) / total)

    def tell(self, *lines: str) -> None:
        """Lines for the log of the run."""
        for line in lines:
            if line:
                self.feedback.pushInfo(without_commands(line))

    def warn(self, line: str) -> None:
        """A line that should not be missed."""
        self.feedback.pushWarning(line)

    # -- what comes of it --------------------------------------------------------------------------

    def fill(self, name: str, path: str) -> dict[str, str]:
        """Put the features of a worker's vector file where the output was asked for; the result."""
        layer = QgsVectorLayer(path, "", "ogr")
        kept = [i for i, field in enumerate(layer.fields()) if field.name().lower() != "fid"]
        fields = QgsFields()
        for index in kept:
            fields.append(layer.fields().at(index))
        rows = ((f.geometry(), [f.attribute(i) for i in kept]) for f in layer.getFeatures())
        return self.put(name, fields, rows, layer.wkbType(), layer.crs())

    def put(
        self,
        name: str,
        fields: QgsFields,
        rows: Iterable[tuple[Any, Sequence[Any]]],
        kind: Any = QgsWkbTypes.Type.NoGeometry,
        crs: QgsCoordinateReferenceSystem | None = None,
    ) -> dict[str, str]:
        """Write features, geometry (or None) and values, where the output was asked for; the result."""
        if not self.has(name):
            return {}
        crs = crs or QgsCoordinateReferenceSystem()
        sink, found = self._algorithm.parameterAsSink(
            self._parameters, name, self._context, fields, kind, crs
        )
        if sink is None:
            sentence = self._algorithm.invalidSinkError(self._parameters, name)
            raise QgsProcessingException(sentence)
        for geometry, values in rows:
            feature = QgsFeature(fields)
            feature.setAttributes(list(values))
            if geometry is not None:
                feature.setGeometry(geometry)
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        sink.flushBuffer()
        return {name: str(found)}

    def show(self, path: str, title: str, output: str) -> str:
        """Have a layer's file loaded, with its style, when the algorithm ends in QGIS's window; the path."""
        context = self._context
        if context.project() is None:
            return path
        if not context.willLoadLayerOnCompletion(path):
            details = QgsProcessingContext.LayerDetails(title, context.project(), output)
            context.addLayerToLoadOnCompletion(path, details)
        style_beside(context.layerToLoadOnCompletionDetails(path))
        return path

    def _wrong(self, name: str, why: str) -> QgsProcessingException:
        title = self._algorithm.parameterDefinition(name).description()
        return QgsProcessingException(
            tr("{parameter} cannot be '{value}': {why}.").format(
                parameter=title, value=self.text(name), why=why
            )
        )
