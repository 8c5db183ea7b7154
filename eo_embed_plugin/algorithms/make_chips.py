"""A workspace from raster layers and an area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputFolder,
    QgsProcessingOutputNumber,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
)

from ..i18n import tr
from . import parameters as ask
from .base import About, Algorithm
from .export_chips import write_chips
from .job import Job

INCLUSIONS = ("centre", "any", "full")


class MakeChips(Algorithm):
    ID = "makechips"
    ICON = "chips"

    def about(self) -> About:
        return About(
            tr("Make chips"),
            tr("workspace,chips,tiles,patches,grid,init,area of interest"),
            tr(
                "Cuts the ground under raster layers into chips, square windows that each get one embedding and can "
                "get one label, and makes the workspace that all other algorithms work in.\n\n"
                "The layers of one source are read together, whatever their resolution or projection; a second source "
                "(radar beside optical images, another date) has layers of its own. The finest layer of the "
                "first source gives the grid. Rasters stay where they are: the workspace is a small folder.\n\n"
                "The result is the folder and, if asked for, the chips as polygons with their ids. A chip should be "
                "about as large as what is to be told apart: a few fields, a block of houses."
            ),
        )

    def define(self) -> None:
        raster, polygon = (
            QgsProcessing.SourceType.TypeRaster,
            QgsProcessing.SourceType.TypeVectorPolygon,
        )
        self.ask_for(
            QgsProcessingParameterMultipleLayers("LAYERS", tr("Raster layers"), raster),
            tr("Files of one source: one with several bands, or one a band."),
        )
        self.ask_for(
            QgsProcessingParameterFeatureSource("AREA", tr("Area"), [polygon], None, True),
            tr("Polygons to work in; all that the first source covers by default."),
        )
        self.ask_for(
            QgsProcessingParameterExtent("EXTENT", tr("Extent"), None, True),
            tr("A rectangle to work in, in place of polygons."),
        )
        ask.add_length(
            self, "SIZE", tr("Size of a chip"), tr("Side of a chip, in the unit below."), 16.0
        )
        ask.add_length(
            self,
            "STRIDE",
            tr("Stride"),
            tr("Step from chip to chip; the size by default, less to let chips overlap."),
        )
        ask.add_unit(
            self, tr("Of size and stride: pixels of the finest layer, or metres on the ground.")
        )
        self._define_details(raster)
        self.ask_for(
            QgsProcessingParameterFolderDestination("WORKSPACE", tr("Workspace")),
            tr("New folder; one that holds a workspace already is refused."),
        )
        self.ask_for(
            QgsProcessingParameterFeatureSink(
                "CHIPS", tr("Chips"), QgsProcessing.SourceType.TypeVectorPolygon, None, True, False
            ),
            tr("The chips as polygons, with chip_id, row and col."),
        )
        self.give(
            QgsProcessingOutputFolder("WORKSPACE", tr("Workspace")),
            QgsProcessingOutputNumber("COUNT", tr("Number of chips")),
        )

    def _define_details(self, raster: Any) -> None:
        self.ask_for(
            ask.choice("INCLUSION", tr("Chips at the border"), INCLUSIONS, "centre"),
            tr(
                "centre: those whose centre lies in the area. any: those that touch it. full: those within it."
            ),
            advanced=True,
        )
        self.ask_for(
            ask.number("MIN_VALID", tr("Least share of valid pixels"), 0.5, 0.0, 1.0),
            tr("Chips with fewer valid pixels are left out."),
            advanced=True,
        )
        self.ask_for(
            ask.text("SOURCE", tr("Name of the source"), "image", optional=False), advanced=True
        )
        self.ask_for(
            ask.text("BANDS", tr("Bands")),
            tr(
                "Names of the bands by commas, in their order (blue, green, red, nir); read from the files by default."
            ),
            advanced=True,
        )
        self.ask_for(
            ask.number("SCALE", tr("Scale")),
            tr(
                "What stored values are multiplied by to give physical ones (0.0001 for much of Sentinel-2), where "
                "the files do not say."
            ),
            advanced=True,
        )
        self.ask_for(
            ask.number("OFFSET", tr("Offset")),
            tr("What is then added, such as -0.1."),
            advanced=True,
        )
        self.ask_for(
            ask.number("NODATA", tr("Nodata value")),
            tr("Where the files do not say."),
            advanced=True,
        )
        self.ask_for(
            QgsProcessingParameterMultipleLayers(
                "MORE_LAYERS", tr("Raster layers of a second source"), raster, None, True
            ),
            tr("Embedded beside the first, and used together with it."),
            advanced=True,
        )
        self.ask_for(
            ask.text("MORE_SOURCE", tr("Name of the second source"), "more"), advanced=True
        )

    def work(self, job: Job) -> Mapping[str, Any]:
        folder = job.folder()
        source = job.text("SOURCE") or "image"
        sources = {source: job.rasters("LAYERS")}
        more = job.rasters("MORE_LAYERS")
        if more:
            sources[_another_name(source, job.text("MORE_SOURCE") or "more")] = more
        scale, nodata, bands = job.number("SCALE"), job.number("NODATA"), job.names("BANDS")
        if scale is None and job.number("OFFSET") is not None:
            scale = 1.0
        state = job.ask(
            "init",
            folder=folder,
            sources=sources,
            chip=job.length("SIZE"),
            stride=job.length("STRIDE"),
            aoi=_area(job),
            inclusion=job.choice("INCLUSION"),
            min_valid=job.number("MIN_VALID"),
            bands={source: bands} if bands else None,
            scale=None if scale is None else {source: [scale, job.number("OFFSET") or 0.0]},
            nodata=None if nodata is None else {source: nodata},
        )
        layout = state["layout"]
        (height, width), (y, x) = layout["ground"], layout["size"]
        job.tell(
            tr("{n} chips of {x} x {y} pixels ({width} x {height} m) in {crs}.").format(
                n=layout["count"],
                x=x,
                y=y,
                width=f"{width:g}",
                height=f"{height:g}",
                crs=state["crs"],
            )
        )
        found = {"WORKSPACE": folder, "COUNT": layout["count"]}
        return {**found, **write_chips(job, folder)}


def _area(job: Job) -> Any:
    """The area of interest as the worker takes it. Raises QgsProcessingException."""
    if job.has("AREA") and job.has("EXTENT"):
        raise QgsProcessingException(tr("Give an area or an extent, not both."))
    if job.has("EXTENT"):
        return job.extent("EXTENT")
    found = job.vector("AREA")
    if found is None:
        return None
    path, layer = found
    return path if layer is None else f"{path}|layername={layer}"


def _another_name(first: str, name: str) -> str:
    if name == first:
        raise QgsProcessingException(
            tr("Both sources are named {name}: name the second otherwise.").format(name=name)
        )
    return name
