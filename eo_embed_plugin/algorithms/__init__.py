"""The algorithms of the Processing provider, a file each; the order is that of the job."""

from __future__ import annotations

from .apply_head import ApplyHead
from .area import Area
from .base import Algorithm
from .change import Change
from .curve import LearningCurve
from .dense_map import DenseMap
from .embed import Embed
from .export_chips import ExportChips
from .fit import Fit
from .labels_from_raster import LabelsFromRaster
from .labels_from_vector import LabelsFromVector
from .make_chips import MakeChips
from .models import Models
from .predict import Predict
from .report import Report
from .sample import Sample
from .score import Score
from .similar import Similar
from .suggest import Suggest
from .train import Train

__all__ = ["ALGORITHMS", "Algorithm"]

ALGORITHMS: tuple[type[Algorithm], ...] = (
    MakeChips, ExportChips, Embed, Models, Train,
    LabelsFromVector, LabelsFromRaster, Suggest, Similar,
    Fit, Predict, DenseMap,
    Score, LearningCurve, Sample, Area, Report,
    ApplyHead, Change,
)  # fmt: skip
