"""Charts of the answers, drawn with matplotlib's objects: no pyplot, no display, no global state.

Each function takes plain arrays and returns a Chart, which is a PNG file or an SVG that stands in a
web page beside others. Charts are 640 px wide (6.4 inches; more for the confusion of many classes
and for grids of many panels), on white, in sans serif, in the colours of ``classes.PALETTE``, which
stay apart for colour-blind readers. Names are shown as they are: ``$`` begins no formula, and a long
one is broken into two lines. matplotlib's settings are changed for the length of a call, so that
charts are drawn by one thread at a time.

``base.py`` holds what all charts share; beside it stands a file a family. matplotlib is imported
inside the functions, since that alone takes longer than most commands.
"""

from __future__ import annotations

from .amounts import areas_chart, bars_chart, quantile_chart
from .base import Chart
from .curves import FewShot, curve_chart, few_shot_chart, loss_chart
from .scores import scores_chart
from .trust import agreement_chart, confusion_chart, histogram_chart, reliability_chart
from .views import distance_chart, scatter_chart, spectra_chart, spectrum_chart, views_chart

__all__ = [
    "Chart",
    "FewShot",
    "agreement_chart",
    "areas_chart",
    "bars_chart",
    "confusion_chart",
    "curve_chart",
    "distance_chart",
    "few_shot_chart",
    "histogram_chart",
    "loss_chart",
    "quantile_chart",
    "reliability_chart",
    "scatter_chart",
    "scores_chart",
    "spectra_chart",
    "spectrum_chart",
    "views_chart",
]
