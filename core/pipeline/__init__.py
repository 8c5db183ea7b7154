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
from .estimates import Estimate, estimate
from .exploring import (
    DistanceReport,
    PathReport,
    PcaReport,
    ViewPoints,
    ViewReport,
    explore_distance,
    explore_path,
    explore_pca,
    explore_points,
    explore_spectrum,
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
    login,
    store_labels,
    summarise_labels,
    target_to_label,
    training_set,
)
from .live import LiveClass, LiveMap, live_map
from .mapping import PredictReport, predict
from .reporting import report_facts
from .samplecells import (
    SampleCell,
    SampleCells,
    SampleStatus,
    label_sample_cell,
    list_samples,
    sample_cells,
)
from .similarity import Searchable, SimilarReport, searchable, similar
from .status import (
    EmbeddingStatus,
    HeadStatus,
    MapStatus,
    embedding_status,
    list_heads,
    list_maps,
    missing_files,
    trained_models,
)
from .suggestions import SuggestReport, labelled_chips, suggest
from .targets import (
    ChangedLabel,
    LabelsChanged,
    TargetState,
    change_labels,
    put_target,
    remove_target,
    target_states,
)
from .workspaces import (
    InitReport,
    Place,
    Plan,
    export_chips,
    init,
    open_workspace,
    plan,
    set_area,
    set_chips,
)

__all__ = [
    "ApplyReport",
    "AreaReport",
    "ChangeReport",
    "ChangedLabel",
    "ClusterLabels",
    "ClusterReport",
    "DistanceReport",
    "EmbeddedSource",
    "EmbeddingStatus",
    "Estimate",
    "Features",
    "FitReport",
    "HeadStatus",
    "InitReport",
    "LabelReport",
    "LabelsChanged",
    "LiveClass",
    "LiveMap",
    "MapStatus",
    "PathReport",
    "PcaReport",
    "Place",
    "Plan",
    "PredictReport",
    "ReportFacts",
    "SampleCell",
    "SampleCells",
    "SampleReport",
    "SampleStatus",
    "Searchable",
    "SimilarReport",
    "SuggestReport",
    "TargetState",
    "TargetSummary",
    "Training",
    "ViewPoints",
    "ViewReport",
    "apply_head",
    "area",
    "change",
    "change_labels",
    "curve",
    "draw_curves",
    "embed",
    "embedding_status",
    "estimate",
    "explore_clusters",
    "explore_distance",
    "explore_path",
    "explore_pca",
    "explore_points",
    "explore_spectrum",
    "explore_view",
    "export_chips",
    "features",
    "fit",
    "init",
    "label",
    "label_chips",
    "label_cluster",
    "label_sample_cell",
    "labelled_chips",
    "list_heads",
    "list_maps",
    "list_samples",
    "live_map",
    "login",
    "missing_files",
    "open_workspace",
    "plan",
    "predict",
    "put_target",
    "remove_target",
    "report_facts",
    "sample",
    "sample_cells",
    "score",
    "searchable",
    "set_area",
    "set_chips",
    "similar",
    "store_labels",
    "suggest",
    "summarise_labels",
    "target_states",
    "target_to_label",
    "trained_models",
    "training_set",
]
