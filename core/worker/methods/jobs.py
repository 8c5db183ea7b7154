"""The long questions, one after the other: each is a function of the pipeline with its own parameters."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from ... import pipeline
from ... import report as page
from ...pipeline.facts import Design
from ...probes import Scores
from ...questions.curve import Curve
from ..plain import plain
from ..registry import Call, Lane, method, pipeline_method


@pipeline_method(pipeline.fit)
def fit(call: Call, report: pipeline.FitReport) -> Any:
    """Fit a head and save it."""
    return plain(report)


@pipeline_method(pipeline.predict)
def predict(call: Call, report: pipeline.PredictReport) -> Any:
    """Map the area with a head, chip by chip or dense."""
    return plain(report)


@pipeline_method(pipeline.score)
def score(call: Call, scores: Scores) -> Any:
    """Scores on chips that the head has not seen."""
    return plain(scores.to_dict())


@pipeline_method(pipeline.sample)
def sample(call: Call, report: pipeline.SampleReport) -> Any:
    """Draw a check sample."""
    return plain(report)


@pipeline_method(pipeline.area)
def area(call: Call, report: pipeline.AreaReport) -> Any:
    """Accuracy and areas from a labelled sample."""
    return plain(report)


@pipeline_method(pipeline.apply_head, name="apply")
def apply(call: Call, report: pipeline.ApplyReport) -> Any:
    """Map another date or place with a head."""
    return plain(report)


@pipeline_method(pipeline.change)
def change(call: Call, report: pipeline.ChangeReport) -> Any:
    """How far embeddings moved between two dates."""
    return plain(report)


@pipeline_method(pipeline.explore_clusters, name="clusters")
def clusters(call: Call, report: pipeline.ClusterReport) -> Any:
    """Part the chips into clusters."""
    return plain(report)


@pipeline_method(pipeline.curve)
def curve(call: Call, curves: list[Curve]) -> dict[str, Any]:
    """Scores against the number of labels, and their drawing."""
    drawing = call.space.folder / "explore" / "curve.png"
    pipeline.draw_curves(curves, drawing)
    return {"curves": plain([curve.to_dict() for curve in curves]), "drawing": str(drawing)}


@method(Lane.JOBS)
def explore(
    call: Call,
    view: Literal["pca", "tsne", "umap", "spectrum"],
    target: str | None = None,
    most: int = 5000,
    seed: int = 0,
    sources: list[str] | None = None,
) -> Any:
    """A view of the embeddings in two dimensions, ``[chip, x, y, label]`` each; or the shares of the variance
    of their principal components."""
    space = call.space
    data = space.features(sources)
    if view == "spectrum":
        return plain(pipeline.explore_spectrum(data))
    found = pipeline.explore_points(
        space.workspace, view, target=target, most=most, seed=seed, data=data
    )
    points = zip(found.chips, found.xy, found.labels, strict=True)
    return {
        "view": view,
        "target": found.target,
        "points": plain([[chip, x, y, label] for chip, (x, y), label in points]),
    }


@method(Lane.JOBS)
def report(
    call: Call,
    head: str | None = None,
    map_file: str | None = None,
    reference: str | None = None,
    design: Design | None = None,
    field: str = "label",
    block: str = "10km",
    curve: bool = True,
    out: str | None = None,
    title: str | None = None,
) -> Any:
    """Write the page to hand over, and tell it in short."""
    space = call.space
    path = Path(out) if out else space.folder / "report.html"
    page.check_out(path)
    facts = pipeline.report_facts(
        space.workspace, head=head, map_file=map_file, reference=reference, design=design,
        field=field, block=block, curve=curve, title=title, task=call.task,
    )  # fmt: skip
    page.write_report(facts, path)
    return plain(page.in_short(facts, path))
