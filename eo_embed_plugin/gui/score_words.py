"""Scores and estimates as sentences that say no more than the figures do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..i18n import tr
from .charts import split_name
from .results import metres_text, percent


def score_sentences(scores: dict[str, Any], target: str) -> list[str]:
    """What cross-validated scores say, the most important first."""
    if scores["kind"] == "value":
        return [_value_headline(scores, target), *_about_split(scores)]
    accuracy, f1 = scores["metrics"]["overall_accuracy"], scores["metrics"]["macro_f1"]
    told = tr(
        "Right on {score} of chips in {where}; the commonest class alone would be right on {chance}."
    )
    each = tr("Over classes alike (macro-F1): {score}.").format(score=_plus_minus(f1))
    headline = told.format(
        score=_plus_minus(accuracy), where=_where(scores), chance=percent(scores["majority_share"])
    )
    return [headline, each, *_about_split(scores)]


def _value_headline(scores: dict[str, Any], target: str) -> str:
    found = scores["metrics"]
    r2 = found["r2"]["mean"]
    return tr(
        "Explains {share} of how {target} varies (R²) on chips in {where}; off by {error:.4g} on average."
    ).format(
        share="–" if r2 is None else _plus_minus(found["r2"]),
        target=target,
        where=_where(scores),
        error=found["mae"]["mean"],
    )


def _where(scores: dict[str, Any]) -> str:
    if scores["split"] == "block":
        side = metres_text(round(scores["block"]))
        return tr("blocks of {side} it had not seen").format(side=side)
    return tr("random folds, with labelled chips all around")


def _about_split(scores: dict[str, Any]) -> list[str]:
    told = []
    if scores["assignments"] > 1:
        told.append(
            tr(
                "± is what dealing the {folds} folds anew, {n} times, moves it: no confidence interval of the "
                "map's accuracy."
            ).format(folds=scores["folds"], n=scores["assignments"])
        )
    if scores["least_distance"] is not None:
        told.append(
            tr("The nearest training chip lay {distance} away.").format(
                distance=metres_text(round(scores["least_distance"]))
            )
        )
    return told


def about_labels(how: Mapping[str, int]) -> str:
    """Of which labels a score is, so that nobody takes it for the map's accuracy."""
    names = {
        "click": tr("clicked"),
        "suggestion": tr("suggested and clicked"),
        "imported": tr("from a layer"),
        "cluster": tr("from clusters"),
    }
    counts = ", ".join(f"{n:,} {names.get(way, way)}" for way, n in how.items())
    n = sum(how.values())
    return tr(
        "Judged on your own {n} labels ({counts}). They lie where somebody chose to look, so this is no accuracy "
        "of the map: for that draw a check sample."
    ).format(n=f"{n:,}", counts=counts)


def curve_sentences(curves: Sequence[dict[str, Any]]) -> list[str]:
    """What learning curves say, one for each split."""
    return [_curve_sentence(curve) for curve in curves]


def _curve_sentence(curve: dict[str, Any]) -> str:
    full = curve["full"][curve["metric"]]["mean"]
    most, split = curve["full_labels"][1], split_name(curve["split"])
    split = split[:1].upper() + split[1:]
    if full is None or curve["goal"] is None:
        return tr("{split}: no number of labels can be called enough yet.").format(split=split)
    metric = _METRICS.get(curve["metric"], curve["metric"])
    if curve["enough"] is None:
        told = tr(
            "{split}: it still climbs. No number tried reaches 95% of the {metric} of {score:.2f} that all "
            "{most} give, so more labels will help."
        )
    else:
        told = tr(
            "{split}: {n} labels reach 95% of the {metric} of {score:.2f} that all {most} give."
        )
    return told.format(
        split=split, n=f"{curve['enough'] or 0:,}", metric=metric, score=full, most=f"{most:,}"
    )


_METRICS = {"macro_f1": "macro-F1", "macro_f1_20": "macro-F1", "r2": "R²"}


def area_sentence(report: dict[str, Any]) -> str:
    """What a labelled sample says of a map, in one sentence."""
    estimate = report["estimate"]
    level = percent(estimate["level"])
    if report["kind"] == "value":
        mean = estimate["mean"]
        return tr(
            "The mean is {value:.4g}, {level} interval {low:.4g} to {high:.4g}, from {n} cells."
        ).format(
            value=mean["value"], level=level, low=mean["low"], high=mean["high"], n=estimate["n"]
        )
    overall = estimate["overall_accuracy"]
    if overall["low"] == overall["high"]:  # no cell contradicts the map, or every one
        return tr(
            "The map is right on {right} of {n} cells: too few differ for an interval to mean anything."
        ).format(right=f"{round(overall['value'] * estimate['n']):,}", n=f"{estimate['n']:,}")
    return tr(
        "The map is right on {share} of its ground ({level} interval {low} to {high}), from {n} cells."
    ).format(
        share=percent(overall["value"], 1),
        level=level,
        low=percent(overall["low"], 1),
        high=percent(overall["high"], 1),
        n=f"{estimate['n']:,}",
    )


def _plus_minus(estimate: dict[str, Any]) -> str:
    """``87% ± 3``; the mean alone where there is no deviation."""
    if estimate["mean"] is None:
        return "–"
    mean = percent(estimate["mean"])
    if estimate["std"] is None:
        return mean
    deviation = 100 * estimate["std"]
    return f"{mean} ± {deviation:.0f}" if deviation >= 0.95 else f"{mean} ± {deviation:.1f}"
