"""What is in the embeddings: a scatter of the chips, linked both ways with the canvas, their spectrum, clusters."""

from __future__ import annotations

import html
from typing import Any

from qgis.core import QgsApplication, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import layers
from ..i18n import tr
from .bars import Spectrum
from .chip_picker import ChipPicker
from .cluster_box import ClusterBox
from .context import Context
from .job_button import JobButton
from .map_layers import map_role
from .outlines import Outline, zoom_to
from .point_colours import Colouring, by_label, by_raster
from .results import Notes, Section, small
from .scatter import LASSO, RECTANGLE, Scatter
from .step import first_missing

_LABEL, _LIVE, _CLUSTER = "label", "live", "cluster"
#: Chips that are outlined on the canvas at most; more are a blur, and slow.
_MOST_OUTLINED = 2000
_DEFAULT_POINTS = 3000


class ExplorePage(QWidget):
    """Views of the chips; those selected are outlined on the canvas, and the one under the pointer is ringed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.session = context, context.session
        self.view, self.most, self.show_it = QComboBox(), QSpinBox(), JobButton(tr("&Show chips"))
        self.colour, self.scatter, self.legend = QComboBox(), Scatter(), QLabel()
        self.told, self.zoom = QLabel(), QPushButton(tr("&Zoom to them"))
        self.spectrum, self.spectrum_told = Spectrum(), small()
        self.spectrum_button = JobButton(tr("Show the s&pectrum"))
        self.clusters, self.notes = ClusterBox(context), Notes()
        self.picker = ChipPicker(context, self)
        self._selected, self._under = Outline(context.canvas), Outline(context.canvas, 1)
        self._views: dict[str, list[tuple[int, float, float]]] = {}
        self._of: tuple[str, Any] = ("", None)
        self._is_front = False
        self._make_tools()
        self._lay_out()
        self._connect()
        self.refresh()

    def _make_tools(self) -> None:
        self.rectangle = _tool(
            "mActionSelectRectangle", tr("Select by a rectangle: drag; Shift adds, Ctrl takes away")
        )
        self.lasso = _tool(
            "mActionSelectFreehand", tr("Select by a lasso: drag; Shift adds, Ctrl takes away")
        )
        self.pick = _tool(
            "mActionIdentify", tr("Click chips on the map to find their points; Shift adds")
        )
        self.home = _tool(
            "mActionZoomFullExtent", tr("Show all points (Home); the wheel goes nearer")
        )
        self.home.setCheckable(False)
        ways = QButtonGroup(self)
        for button in (self.rectangle, self.lasso):
            ways.addButton(button)
        self.rectangle.setChecked(True)

    def _lay_out(self) -> None:
        self.view.addItem(tr("PCA: main directions"), "pca")
        self.view.addItem(tr("t-SNE: neighbours"), "tsne")
        self.most.setRange(100, 5000)
        self.most.setSingleStep(500)
        self.most.setValue(_DEFAULT_POINTS)
        self.most.setToolTip(
            tr(
                "At most so many: labelled chips come first, others at random; t-SNE is faster with fewer"
            )
        )
        self.colour.addItem(tr("Label"), _LABEL)
        form = QFormLayout()
        form.addRow(tr("&View"), self.view)
        form.addRow(tr("Ch&ips"), self.most)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(form)
        column.addWidget(self.show_it)
        self.body = QWidget()
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 0, 0, 0)
        tools = QHBoxLayout()
        colour_label = QLabel(tr("&Colour"))
        colour_label.setBuddy(self.colour)
        tools.addWidget(colour_label)
        tools.addWidget(self.colour, 1)
        for button in (self.rectangle, self.lasso, self.home, self.pick):
            tools.addWidget(button)
        inner.addLayout(tools)
        inner.addWidget(self.scatter)
        self.legend.setWordWrap(True)
        inner.addWidget(self.legend)
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        row.addWidget(self.zoom)
        inner.addLayout(row)
        self.about = small()
        inner.addWidget(self.about)
        column.addWidget(self.body)
        column.addWidget(self.notes)
        spectrum = Section(tr("How many directions hold the variance"))
        spectrum.setCollapsed(True)
        for widget in (self.spectrum_button, self.spectrum, self.spectrum_told):
            spectrum.column.addWidget(widget)
        column.addWidget(self.clusters)
        column.addWidget(spectrum)
        column.addStretch(1)

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self.refresh)
        session.targetChanged.connect(self._colour_points)
        session.labelsChanged.connect(self._colour_points)
        if self.context.live is not None:
            self.context.live.painted.connect(self._painted)
        self.show_it.asked.connect(self.ask_view)
        self.view.currentIndexChanged.connect(lambda _: self._show_view())
        self.colour.currentIndexChanged.connect(lambda _: self._colour_points())
        self.spectrum_button.asked.connect(self.ask_spectrum)
        self.rectangle.toggled.connect(self._choose_way)
        self.pick.toggled.connect(self.picker.set_tool)
        self.home.clicked.connect(lambda: self.scatter.show_all())
        self.zoom.clicked.connect(self.zoom_to_selection)
        self.scatter.selectionChanged.connect(self._selection_changed)
        self.scatter.hovered.connect(self._point_hovered)
        self.scatter.chosen.connect(lambda chip: self._zoom_to([chip]))
        self.picker.hovered.connect(self._chip_hovered)
        self.picker.picked.connect(self._chip_picked)
        self.picker.toolChanged.connect(self._tool_changed)
        self.clusters.found.connect(self._clusters_found)
        self.clusters.chosen.connect(self._outline)

    # -- following -----------------------------------------------------------------------------

    def entered(self) -> None:
        """The page came to the front: follow the pointer on the canvas."""
        self._is_front = True
        self.picker.follow(True)
        self._offer_umap()
        self._offer_colours()
        self._outline(sorted(self.scatter.selection))

    def left(self) -> None:
        """Another page is in front: nothing of this one stays on the canvas."""
        self._is_front = False
        self.picker.follow(False)
        self.picker.set_tool(False)
        self._selected.remove()
        self._under.remove()

    def refresh(self) -> None:
        """Offer what can be done; another workspace's views go."""
        stores = [
            s["embedded"] and s["embedded"]["key"]
            for s in (self.session.state or {}).get("sources", [])
        ]
        of = (self.session.folder, stores)
        if of != self._of:
            is_same = of[0] == self._of[0]
            self._of, self._views = of, {}
            self.scatter.set_points([])
            self.spectrum.set_shares([])
            self.notes.set_notes(
                [tr("The embeddings are others now: show the chips again.")]
                if is_same and self.scatter.count
                else []
            )
        missing = first_missing(self.session) if self.session.state is None else ""
        missing = missing or ("" if self.session.is_embedded else tr("Embed the chips first"))
        self.show_it.set_ready(not missing, missing)
        self.spectrum_button.set_ready(not missing, missing)
        self.clusters.refresh()
        self._offer_colours()
        self._show_parts()

    def _offer_umap(self) -> None:
        packages = (self.session.engine.hello or {}).get("packages", {})
        if packages.get("umap-learn") and self.view.findData("umap") < 0:
            self.view.addItem(tr("UMAP: neighbours"), "umap")

    def _offer_colours(self) -> None:
        """By label, and by each map of ours that is a layer."""
        offered = [(tr("Label"), _LABEL)]
        if layers.find(layers.LIVE) is not None:
            offered.append((tr("Live map"), _LIVE))
        for found in self.session.state["maps"] if self.session.state else []:
            role = map_role(found["files"]["map"], "map")
            if layers.find(role) is not None:
                offered.append((tr("Map {name}").format(name=found["name"]), role))
        if self.clusters.layer is not None:
            offered.append((tr("Cluster"), _CLUSTER))
        there = [
            (self.colour.itemText(i), self.colour.itemData(i)) for i in range(self.colour.count())
        ]
        if there == offered:
            return
        before = self.colour.currentData()
        self.colour.blockSignals(True)
        self.colour.clear()
        for text, data in offered:
            self.colour.addItem(text, data)
        self.colour.setCurrentIndex(max(0, self.colour.findData(before)))
        self.colour.blockSignals(False)
        self._colour_points()

    def _show_parts(self) -> None:
        has = bool(self.scatter.count)
        self.body.setVisible(has)
        self.spectrum.setVisible(bool(self.spectrum.shares))
        self.spectrum_told.setVisible(bool(self.spectrum.shares))
        n = len(self.scatter.selection)
        self.told.setText(
            tr("%n chip(s) selected", n) if n else tr("Drag over points to select chips")
        )
        self.zoom.setVisible(n > 0)

    def _painted(self, *_: Any) -> None:
        self._offer_colours()
        if self.colour.currentData() == _LIVE:
            self._colour_points()

    # -- the view ------------------------------------------------------------------------------

    def ask_view(self) -> None:
        """Ask for the view that is chosen."""
        view, of = self.view.currentData(), self._of

        def answered(answer: dict[str, Any]) -> None:
            if of == self._of:
                self._views[view] = [(chip, x, y) for chip, x, y, *_ in answer["points"]]
                self._show_view()

        params = {"view": view, "target": self.session.target, "most": self.most.value()}
        self.show_it.follow(self.session.run("explore", params, answered))

    def _show_view(self) -> None:
        view = self.view.currentData()
        points = self._views.get(view)
        if points is None:
            return
        self.scatter.set_points(points)
        self.about.setText(
            tr(
                "How far apart points are tells how unlike the chips are along these two directions."
            )
            if view == "pca"
            else tr(
                "Only who lies beside whom means something: not axes, sizes of groups, or gaps."
            )
        )
        self.notes.set_notes([])
        self._colour_points()
        self._show_parts()

    def _colour_points(self, *_: Any) -> None:
        if not self.scatter.count:
            return
        found = self._colouring()
        self.scatter.set_colours(found.groups, found.texts)
        squares = [
            f'<span style="color:{colour}">■</span>&nbsp;{html.escape(name).replace(" ", "&nbsp;")}'
            for name, colour in found.legend
        ]
        self.legend.setText(" &nbsp;".join(squares))
        self.legend.setVisible(bool(squares))

    def _colouring(self) -> Colouring:
        chips, way = self.scatter.chips, self.colour.currentData()
        roles = {_LIVE: layers.find(layers.LIVE), _CLUSTER: self.clusters.layer}
        layer = roles.get(way) if way in roles else layers.find(way or _LABEL)
        if isinstance(layer, QgsRasterLayer):
            return by_raster(self.session, layer, chips)
        return by_label(self.session, chips)

    def _choose_way(self) -> None:
        self.scatter.mode = RECTANGLE if self.rectangle.isChecked() else LASSO

    # -- the canvas ----------------------------------------------------------------------------

    def _selection_changed(self, chips: list[int]) -> None:
        self._outline(chips)
        self._show_parts()

    def _outline(self, chips: list[int]) -> None:
        layout = self.session.layout
        if layout is None or not chips or not self._is_front:
            self._selected.clear()
            return
        shapes = [layout.geometry(chip) for chip in chips[:_MOST_OUTLINED]]
        self._selected.show(shapes, self.session.crs)

    def _point_hovered(self, chip: int) -> None:
        layout = self.session.layout
        if chip < 0 or layout is None or not self._is_front:
            self._under.clear()
        else:
            self._under.show([layout.geometry(chip)], self.session.crs)

    def _chip_hovered(self, chip: int) -> None:
        self.scatter.highlight(chip)

    def _chip_picked(self, chip: int, adds: bool) -> None:
        self.scatter.highlight(chip)
        held = self.scatter.selection if adds else set()
        self.scatter.select(held | {chip})

    def _tool_changed(self, is_used: bool) -> None:
        self.pick.setChecked(is_used)

    def zoom_to_selection(self) -> None:
        """Bring the selected chips into view."""
        self._zoom_to(sorted(self.scatter.selection))

    def _zoom_to(self, chips: list[int]) -> None:
        layout = self.session.layout
        if layout is None or not chips:
            return
        box = QgsRectangle()
        for chip in chips:
            box.combineExtentWith(layout.rectangle(chip))
        zoom_to(self.context.canvas, box, self.session.crs, 1.2 if len(chips) > 1 else 5.0)

    # -- spectrum and clusters -----------------------------------------------------------------

    def ask_spectrum(self) -> None:
        """Ask how the variance is shared out."""
        self.spectrum_button.follow(
            self.session.run("explore", {"view": "spectrum"}, self._show_spectrum)
        )

    def _show_spectrum(self, found: dict[str, Any]) -> None:
        self.spectrum.set_shares(found["shares"])
        self.spectrum_told.setText(
            tr(
                "{n90} directions hold 90% of the variance, {n95} hold 95%. A few dozen labels can teach a head a few "
                "dozen directions."
            ).format(n90=found["components_90"], n95=found["components_95"])
        )
        self._show_parts()

    def _clusters_found(self) -> None:
        self._offer_colours()
        self.colour.setCurrentIndex(max(0, self.colour.findData(_CLUSTER)))
        self._colour_points()


def _tool(picture: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(QgsApplication.getThemeIcon(f"/{picture}.svg"))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setCheckable(True)
    return button
