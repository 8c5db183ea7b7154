"""From embeddings and labels to a fitted head, and to an honest statement of how well it does."""

from .base import Head, Kind, Prediction, entropy
from .heads import (
    HEADS,
    KNNHead,
    LogisticHead,
    RandomForestHead,
    RidgeHead,
    find_head,
    head_options,
    make_head,
)
from .saved import HeadMeta, describe, load_head, load_meta, require_match, save_head
from .scores import ClassScores, Estimate, Scores, Split, cross_validate
from .splits import Fold, block_folds, least_distance, overlapping, random_folds

__all__ = [
    "HEADS",
    "ClassScores",
    "Estimate",
    "Fold",
    "Head",
    "HeadMeta",
    "KNNHead",
    "Kind",
    "LogisticHead",
    "Prediction",
    "RandomForestHead",
    "RidgeHead",
    "Scores",
    "Split",
    "block_folds",
    "cross_validate",
    "describe",
    "entropy",
    "find_head",
    "head_options",
    "least_distance",
    "load_head",
    "load_meta",
    "make_head",
    "overlapping",
    "random_folds",
    "require_match",
    "save_head",
]
