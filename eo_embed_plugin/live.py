"""The live map: after each label a head is fitted anew, and two layers show what it says of every chip."""

from __future__ import annotations

import os
import re
import shutil
import time
from typing import Any

from qgis.core import QgsMapLayer, QgsPalettedRasterRenderer, QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from . import layers, settings
from .i18n import tr
from .wording import reworded, told

#: How much of the map covers the imagery when its layer is new.
OPACITY = 0.6
#: How the worker names maps: by its process and a number, each name once.
_ONCE = re.compile(r"^\d+-\d+(?=\.)")


class LiveMap(QObject):
    """Labels changed, so the map is asked for again; what the worker answers is shown.

    One question is under way at a time: labels that arrive meanwhile are in the next. head, options, sources:
    what maps (the Map step's choice; call ``refit`` after a change). answer: the worker's last, None before the
    first. changed: it is on or off, at work or at rest, with another ``text``. painted: the layers show a new map.
    """

    changed = pyqtSignal()
    painted = pyqtSignal(dict)

    def __init__(self, context: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = context.session
        self.head = "rf"
        self.options: dict[str, Any] = {}
        self.sources: list[str] | None = None
        self.answer: dict[str, Any] | None = None
        self.text = ""
        self._call: Any = None
        self._again = False
        self._asked_at = 0.0
        self._has_failed = False  # and that was told: not again with each label
        self._of: tuple[str, str | None] = ("", None)
        self._hidden: set[str] = set()
        self.session.labelsChanged.connect(self._labels_changed)
        self.session.targetChanged.connect(self._target_changed)
        QgsProject.instance().writeMapLayer.connect(_keep)

    def unload(self) -> None:
        """Follow the labels no longer."""
        self.session.labelsChanged.disconnect(self._labels_changed)
        self.session.targetChanged.disconnect(self._target_changed)
        QgsProject.instance().writeMapLayer.disconnect(_keep)
        if self._call is not None:
            self._call.cancel()

    @property
    def is_on(self) -> bool:
        """Whether the map follows the labels."""
        return bool(settings.get("live"))

    def set_on(self, on: bool) -> None:
        """Follow the labels, or leave the map as it is."""
        settings.put("live", on)
        if on:
            self.refit()
        self._tell("" if on else tr("The map stays as it is."))

    @property
    def is_working(self) -> bool:
        """Whether a map is on its way."""
        return self._call is not None

    def choose(self, head: str, options: dict[str, Any]) -> None:
        """Map by another head from now on."""
        if (head, options) != (self.head, self.options):
            self.head, self.options = head, dict(options)
            self.refit()

    def lacking(self) -> str:
        """What is missing before there can be a map, in a few words; "" where nothing is."""
        session, info = self.session, self.session.target_info
        if session.state is None:
            return tr("open or make a workspace first")
        if not session.is_embedded:
            return tr("needs embeddings first")
        if info is None:
            return tr("name what to map")
        if info["kind"] == "value":
            few = len(set(session.labels.values())) < 2
            return tr("label chips of two values to see the map") if few else ""
        seen = sum(1 for count in session.counts.values() if count)
        if seen >= 2:
            return ""
        return tr("label a second class to see the map") if seen else tr("label a first chip")

    def refit(self) -> None:
        """Make the map anew, if it is on and can be made."""
        if not self.is_on:
            return
        if self.lacking():
            self.answer = None
            self._hide()
            self._tell("")
        elif self._call is not None:
            self._again = True
        else:
            self._ask()

    def what_at(self, point: QgsPointXY) -> tuple[str, float | None] | None:
        """What the map says at a point of the workspace's CRS: a class's name or a number, and how unsure it is.

        None where there is no map.
        """
        value = _sample(layers.find(layers.LIVE), point)
        if value is None or self.answer is None:
            return None
        unsure = _sample(layers.find(layers.LIVE_UNCERTAINTY), point)
        if self.answer["kind"] == "value":
            return f"{value:.4g}", unsure
        name = next((c["name"] for c in self._legend() if c["value"] == round(value)), "")
        return (name, unsure) if name else None

    # -- how it does that ----------------------------------------------------------------------

    def _labels_changed(self, changes: list[dict[str, Any]]) -> None:
        if changes:
            self.refit()

    def _target_changed(self) -> None:
        """Another target's map is no map of this one; other names and colours are painted at once."""
        of = (self.session.folder, self.session.target)
        if of != self._of:
            self._of, self.answer = of, None
            self._hide()
            self._tell("")
        elif self.answer is not None and self.answer["kind"] == "classes":
            self._paint_classes(layers.find(layers.LIVE))

    def _ask(self) -> None:
        self._again, of = False, (self.session.folder, self.session.target)
        self._of, self._asked_at = of, time.monotonic()
        params = {"target": self.session.target, "head": self.head, "options": self.options}
        if self.sources:
            params["sources"] = self.sources

        def arrived(answer: dict[str, Any]) -> None:
            self._call, self._has_failed = None, False
            if of == (self.session.folder, self.session.target):
                self._show(answer)
            self._next()

        def failed(failure: Any) -> None:
            self._call = None
            # Of a worker's death the engine tells.
            silent = failure.code in ("CANCELLED", "WORKER_DIED", "STOPPED")
            self._tell("" if silent else told(failure)[0])
            if not silent and not self._has_failed:
                self._has_failed = True
                self.session.failed.emit(*told(failure))
            self._next()

        self._call = self.session.ask("live", params, arrived, failed, resume=True)
        self.changed.emit()

    def _next(self) -> None:
        if self._again:
            self._again = False
            self.refit()
        else:
            self.changed.emit()

    def _show(self, answer: dict[str, Any]) -> None:
        if not answer["map"]:
            self.answer = None
            self._hide()
            self._tell(reworded(str(answer.get("why") or "")))
            return
        self.answer = answer
        known, is_classes = layers.find(layers.LIVE), answer["kind"] == "classes"
        layer = layers.show_raster(
            answer["map"],
            layers.LIVE,
            tr("Live map"),
            below=layers.LABELS,
            opacity=OPACITY,
            restyle=not (is_classes and _is_paletted(known)),
        )
        if is_classes:
            self._paint_classes(layer)
        layers.show_raster(
            answer["uncertainty"],
            layers.LIVE_UNCERTAINTY,
            tr("Live map: uncertainty"),
            below=layers.LIVE,
            opacity=OPACITY,
            visible=False,
        )
        self._unhide()
        seconds = time.monotonic() - self._asked_at
        self._tell(tr("refitted in {seconds:.1f} s").format(seconds=seconds))
        self.painted.emit(answer)

    def _legend(self) -> list[dict[str, Any]]:
        """The classes of the map, by the names and colours that they have now."""
        now = {info["code"]: info for info in self.session.classes}
        return [{**c, **now.get(c["code"], {})} for c in (self.answer or {}).get("classes", [])]

    def _paint_classes(self, layer: Any) -> None:
        """Give the map the colours and names of the class table."""
        if not isinstance(layer, QgsRasterLayer) or not layer.isValid():
            return
        wanted = [(c["value"], QColor(c["colour"]), c["name"]) for c in self._legend()]
        if _is_paletted(layer) and wanted == [
            (int(c.value), QColor(c.color), c.label) for c in layer.renderer().classes()
        ]:
            return
        classes = [QgsPalettedRasterRenderer.Class(*one) for one in wanted]
        provider = layer.dataProvider()
        layers.use_renderer(layer, QgsPalettedRasterRenderer(provider, 1, classes))
        layer.triggerRepaint()

    def _hide(self) -> None:
        """A map that is not of the labels as they are is not shown."""
        for role in (layers.LIVE, layers.LIVE_UNCERTAINTY):
            layer = layers.find(role)
            if layer is not None and layers.is_visible(layer):
                layers.set_visible(layer, False)
                self._hidden.add(role)

    def _unhide(self) -> None:
        """Show again what was hidden here, not what the user hid."""
        for role in self._hidden:
            layer = layers.find(role)
            if layer is not None:
                layers.set_visible(layer, True)
        self._hidden.clear()

    def _tell(self, text: str) -> None:
        self.text = text
        self.changed.emit()


def _keep(layer: QgsMapLayer, element: QDomElement, document: QDomDocument) -> None:
    """A project is saved: its live layers name copies, since the worker removes a map that is not the last."""
    if layer.customProperty(layers.ROLE) not in (layers.LIVE, layers.LIVE_UNCERTAINTY):
        return
    folder, name = os.path.split(layer.source())
    kept = _ONCE.sub("kept", name)
    if kept == name:
        return
    try:
        shutil.copyfile(layer.source(), os.path.join(folder, kept))
    except OSError:  # a full disk: then the project names what is there now
        return
    source = element.firstChildElement("datasource").firstChild()
    source.setNodeValue(source.nodeValue().replace(name, kept))


def _is_paletted(layer: Any) -> bool:
    is_raster = isinstance(layer, QgsRasterLayer)
    return is_raster and isinstance(layer.renderer(), QgsPalettedRasterRenderer)


def _sample(layer: Any, point: QgsPointXY) -> float | None:
    if not isinstance(layer, QgsRasterLayer) or not layer.isValid():
        return None
    value, found = layer.dataProvider().sample(point, 1)
    return value if found and value == value else None
