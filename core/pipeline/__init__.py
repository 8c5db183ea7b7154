"""The main job and the analyst's questions, a function each: what the command line, QGIS's worker and a
notebook call.

    init -> embed -> label -> fit -> score -> predict

Each takes a workspace (or its folder), does its work, and returns a small frozen report that turns
into JSON (``dataclasses.asdict``). Long ones take a ``Task`` for progress and cancellation. This is
the only room that strings the others together.
"""

from .accuracy import AreaReport, SampleReport, area, sample
from .changes import ApplyReport, ChangeReport, apply_head, change
from .clustering import ClusterLabels, ClusterReport, explore_clusters, label_cluster
from .drawings import draw_curves
from .embeddings import EmbeddedSource, Features, embed, features
from .exploring import (
    DistanceReport,
    PathReport,
    PcaReport,
    ViewReport,
    explore_distance,
    explore_path,
    explore_pca,
    explore_view,
)
from .facts import ReportFacts
from .heads import FitReport, curve, fit, score
from .labelling import (
    LabelReport,
    TargetSummary,
    Training,
    label,
    label_chips,
    store_labels,
    summarise_labels,
    target_to_label,
    training_set,
)
from .mapping import PredictReport, predict
from .reporting import report_facts
from .similarity import SimilarReport, similar
from .suggestions import SuggestReport, suggest
from .workspaces import InitReport, Place, export_chips, init, open_workspace, set_area

__all__ = [
    "ApplyReport",
    "AreaReport",
    "ChangeReport",
    "ClusterLabels",
    "ClusterReport",
    "DistanceReport",
    "EmbeddedSource",
    "Features",
    "FitReport",
    "InitReport",
    "LabelReport",
    "PathReport",
    "PcaReport",
    "Place",
    "PredictReport",
    "ReportFacts",
    "SampleReport",
    "SimilarReport",
    "SuggestReport",
    "TargetSummary",
    "Training",
    "ViewReport",
    "apply_head",
    "area",
    "change",
    "curve",
    "draw_curves",
    "embed",
    "explore_clusters",
    "explore_distance",
    "explore_path",
    "explore_pca",
    "explore_view",
    "export_chips",
    "features",
    "fit",
    "init",
    "label",
    "label_chips",
    "label_cluster",
    "open_workspace",
    "predict",
    "report_facts",
    "sample",
    "score",
    "set_area",
    "similar",
    "store_labels",
    "suggest",
    "summarise_labels",
    "target_to_label",
    "training_set",
]
