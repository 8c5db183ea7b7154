"""Layers as files that the worker reads, and files as layers with the worker's style."""

from __future__ import annotations

import os
import re
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt import sip

from ..i18n import tr

_WKT2 = QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED


class StyleBeside(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer the style that the worker wrote beside its file."""

    def postProcessLayer(
        self,
        layer: QgsMapLayer,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        style = os.path.splitext(layer.source())[0] + ".qml"
        if os.path.isfile(style):
            layer.loadNamedStyle(style)
            layer.triggerRepaint()


#: Those that a context is yet to delete: until then it does not keep them from Python's own collector.
_processors: list[StyleBeside] = []


def style_beside(details: QgsProcessingContext.LayerDetails) -> None:
    """Have a layer that will be loaded given its style."""
    processor = StyleBeside()
    sip.transferto(processor, None)  # the context deletes it
    _processors[:] = [known for known in _processors if not sip.isdeleted(known)]
    _processors.append(processor)
    details.setPostProcessor(processor)


def raster_file(layer: QgsRasterLayer) -> str:
    """The file of a raster layer. Raises QgsProcessingException for one that has none."""
    if layer.providerType() != "gdal":
        raise QgsProcessingException(
            tr(
                "The layer {name} is no raster file but comes from {provider}: export it as a GeoTIFF first."
            ).format(name=layer.name(), provider=layer.providerType())
        )
    source = str(layer.source().split("|option:")[0])
    return os.path.abspath(source) if os.path.exists(source) else source


def crs_text(crs: QgsCoordinateReferenceSystem) -> str:
    """A CRS as the worker takes it."""
    known = crs.authid()
    return known if known.startswith("EPSG:") else crs.toWkt(_WKT2)


def whole_file(layer: QgsVectorLayer, asked: Any) -> tuple[str, str | None] | None:
    """A layer's file and layer where all of it is meant, as it is on disk; None otherwise."""
    part = isinstance(asked, QgsProcessingFeatureSourceDefinition) and (
        asked.selectedFeaturesOnly
        or asked.featureLimit >= 0
        or bool(getattr(asked, "filterExpression", ""))  # of QGIS 3.32
    )
    if part or layer.providerType() != "ogr" or layer.isModified() or layer.subsetString():
        return None
    found = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = found.get("path") or ""
    if not os.path.isfile(path):
        return None
    return os.path.abspath(path), found.get("layerName") or None


def save_source(
    source: QgsProcessingFeatureSource,
    field: str | None,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
) -> str:
    """Write features, with one field or none, to a temporary GeoPackage; its path."""
    stem = re.sub(r"[^\w\- ]+", "_", source.sourceName()).strip() or "layer"
    path = QgsProcessingUtils.generateTempFilename(f"{stem}.gpkg")
    index = source.fields().lookupField(field) if field else -1
    fields = QgsFields()
    if index >= 0:
        fields.append(source.fields().at(index))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", stem
    writer = QgsVectorFileWriter.create(
        path, fields, source.wkbType(), source.sourceCrs(), context.transformContext(), options
    )
    # What is wrong with a geometry the worker says itself.
    skip = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for feature in source.getFeatures(QgsFeatureRequest(), skip):
        if feedback.isCanceled():
            raise QgsProcessingException(tr("Stopped before anything was changed."))
        copy = QgsFeature(fields)
        copy.setGeometry(feature.geometry())
        copy.setAttributes([feature.attribute(index)] if index >= 0 else [])
        writer.addFeature(copy, QgsFeatureSink.Flag.FastInsert)
    error = writer.errorMessage()
    del writer  # which closes the file
    if error:
        raise QgsProcessingException(
            tr("The layer {name} could not be saved for the worker: {reason}").format(
                name=source.sourceName(), reason=error
            )
        )
    return path
