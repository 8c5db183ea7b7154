"""Charts of what the questions found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..charts import Chart, curve_chart
from ..questions.curve import Curve

_NAMES = {
    "random": "random folds", "block": "blocks", "bands": "bands", "region": "regions",
    "column": "own folds",
}  # fmt: skip
_METRICS = {
    "macro_f1": "Macro-F1", "macro_f1_20": "Macro-F1, classes of 20 chips or more",
    "overall_accuracy": "Overall accuracy", "balanced_accuracy": "Balanced accuracy",
    "r2": "R²", "spearman": "Spearman's correlation",
}  # fmt: skip


def curve_drawing(curves: Sequence[Curve]) -> Chart:
    """Learning curves by one metric, a line for each split."""
    metric = curves[0].metric
    lines = {}
    for curve in sorted(curves, key=lambda curve: list(_NAMES).index(curve.split)):
        # All labels are the last point: as many as a fold has to train on, in the middle.
        found = [*(point.metrics[metric] for point in curve.points), curve.full[metric]]
        lines[_NAMES[curve.split]] = (
            [*(point.labels for point in curve.points), round(sum(curve.full_labels) / 2)],
            [spread.mean for spread in found],
            [spread.low for spread in found],
            [spread.high for spread in found],
        )
    return curve_chart(
        lines,
        {_NAMES[curve.split]: curve.full[metric].mean for curve in curves},
        {_NAMES[curve.split]: curve.enough for curve in curves},
        score=_METRICS[metric],
        title="Score against the number of labels",
    )


def draw_curves(curves: Sequence[Curve], path: str | Path) -> Path:
    """Draw learning curves as PNG. Raises OutputError, DiskFull."""
    return curve_drawing(curves).png(Path(path))
