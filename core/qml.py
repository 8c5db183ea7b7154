"""QGIS styles (.qml) for maps: what QGIS 3.22 and later apply to a raster of the same name.

The elements are those that QGIS 3.40 itself writes for a paletted and for a singleband pseudocolour
renderer, without what it fills in by default.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET  # nosec B405 # builds, never parses

from .classes import ClassInfo, map_values, rgb_of

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


def paletted(classes: Sequence[ClassInfo]) -> str:
    """Style of a map of classes: each by its value (``map_values``), in its colour with its name."""
    root, renderer = _document("paletted")
    palette = ET.SubElement(renderer, "colorPalette")
    for value, info in zip(map_values(classes), classes, strict=True):
        ET.SubElement(
            palette,
            "paletteEntry",
            value=str(value),
            label=info.name,
            color=info.colour,
            alpha="255",
        )
    return _xml(root)


def ramped(colours: Sequence[str], low: float, high: float) -> str:
    """Style of one band of values: ``colours`` at equal steps from ``low`` to ``high``, blended."""
    root, renderer = _document(
        "singlebandpseudocolor", classificationMin=repr(low), classificationMax=repr(high)
    )
    shader = ET.SubElement(
        ET.SubElement(renderer, "rastershader"),
        "colorrampshader",
        colorRampType="INTERPOLATED",
        classificationMode="1",
        clip="0",
        labelPrecision="4",
        minimumValue=repr(low),
        maximumValue=repr(high),
    )
    shares = [i / (len(colours) - 1) for i in range(len(colours))]
    _gradient(shader, colours, shares)
    for share, colour in zip(shares, colours, strict=True):
        value = low + share * (high - low)
        ET.SubElement(
            shader, "item", value=repr(value), label=f"{value:.4g}", color=colour, alpha="255"
        )
    ET.SubElement(
        shader, "rampLegendSettings", useContinuousLegend="1", direction="0", orientation="2"
    )
    return _xml(root)


def _gradient(shader: ET.Element, colours: Sequence[str], shares: Sequence[float]) -> None:
    """The ramp that QGIS classifies anew when someone changes the range."""
    ramp = ET.SubElement(shader, "colorramp", name="[source]", type="gradient")
    options = ET.SubElement(ramp, "Option", type="Map")
    first, *between, last = [",".join(map(str, (*rgb_of(c), 255))) for c in colours]
    stops = ":".join(f"{s};{c}" for s, c in zip(shares[1:-1], between, strict=True))
    for name, value in {
        "color1": first,
        "color2": last,
        "discrete": "0",
        "rampType": "gradient",
        "stops": stops,
    }.items():
        ET.SubElement(options, "Option", name=name, value=value, type="QString")


def _document(renderer: str, **attributes: str) -> tuple[ET.Element, ET.Element]:
    """A style's root and its renderer of band 1."""
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology")
    pipe = ET.SubElement(root, "pipe")
    given = {"type": renderer, "band": "1", "opacity": "1", "alphaBand": "-1", "nodataColor": ""}
    element = ET.SubElement(pipe, "rasterrenderer", given | attributes)
    # The range is the map's own: QGIS shall not estimate another from a sample.
    ET.SubElement(ET.SubElement(element, "minMaxOrigin"), "limits").text = "None"
    ET.SubElement(root, "blendMode").text = "0"
    return root, element


def _xml(root: ET.Element) -> str:
    ET.indent(root)
    return _DOCTYPE + ET.tostring(root, encoding="unicode") + "\n"
