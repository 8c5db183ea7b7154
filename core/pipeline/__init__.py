"""The main job and the analyst's questions, a function each: what the command line, QGIS's worker and a
notebook call.

    init -> embed -> label -> fit -> score -> predict

Each takes a workspace (or its folder), does its work, and returns a small frozen report that turns
into JSON (``dataclasses.asdict``). Long ones take a ``Task`` for progress and cancellation. This is
the only room that strings the others together.
"""

from .embeddings import EmbeddedSource, Features, embed, features
from .heads import FitReport, fit, score
from .labelling import LabelReport, Training, label, label_chips, store_labels, training_set
from .mapping import PredictReport, predict
from .workspaces import InitReport, Place, export_chips, init, open_workspace, set_area

__all__ = [
    "EmbeddedSource",
    "Features",
    "FitReport",
    "InitReport",
    "LabelReport",
    "Place",
    "PredictReport",
    "Training",
    "embed",
    "export_chips",
    "features",
    "fit",
    "init",
    "label",
    "label_chips",
    "open_workspace",
    "predict",
    "score",
    "set_area",
    "store_labels",
    "training_set",
]
