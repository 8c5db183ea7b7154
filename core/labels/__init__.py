"""From points, polygons, rasters and clicks to labels of chips, and the file that keeps them."""

from .from_raster import ClassShares, labels_from_raster, shares_from_raster
from .from_vector import labels_from_vector
from .groups import read_groups
from .rules import ChipLabels, How, parse_how
from .sources import read_labels
from .store import LabelChange, LabelStore, LabelTable

__all__ = [
    "ChipLabels",
    "ClassShares",
    "How",
    "LabelChange",
    "LabelStore",
    "LabelTable",
    "labels_from_raster",
    "labels_from_vector",
    "parse_how",
    "read_groups",
    "read_labels",
    "shares_from_raster",
]
