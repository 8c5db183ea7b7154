"""Embedding: what it will take, and doing it. Cancelling pauses; the same request goes on."""

from __future__ import annotations

from typing import Any

from ... import pipeline
from ..plain import plain
from ..registry import Call, pipeline_method


@pipeline_method(pipeline.estimate)
def estimate(call: Call, report: pipeline.Estimate) -> Any:
    """Measured on a few real chips."""
    return plain(report)


@pipeline_method(pipeline.embed)
def embed(call: Call, report: list[pipeline.EmbeddedSource]) -> Any:
    """Source by source."""
    return {"sources": plain(report)}
