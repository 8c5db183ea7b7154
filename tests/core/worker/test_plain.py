"""What reports become on the wire."""

from __future__ import annotations

import json
from collections import namedtuple
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from eo_embed.core.worker.plain import plain


@dataclass(frozen=True)
class Report:
    name: str
    place: Path
    scores: dict[str, float]
    matrix: np.ndarray


def test_a_report_is_plain_json():
    pair = namedtuple("pair", "low high")
    report = Report(
        "a", Path("/tmp/x"), {"f1": float("nan"), "r2": 0.5}, np.array([[1, 2], [3, 4]])
    )
    found = plain({"report": report, "range": pair(np.float32(0.25), float("inf")), 3: {True}})
    expected = {
        "report": {
            "name": "a", "place": "/tmp/x", "scores": {"f1": None, "r2": 0.5}, "matrix": [[1, 2], [3, 4]],
        },
        "range": {"low": 0.25, "high": None},
        "3": [True],
    }  # fmt: skip
    assert found == expected
    assert json.loads(json.dumps(found, allow_nan=False)) == expected


@given(arrays.arrays(np.float32, st.integers(0, 5), elements=st.floats(width=32)))
def test_arrays_lose_nothing_but_what_json_lacks(values):
    for before, after in zip(values.tolist(), plain(values), strict=True):
        assert after == (before if np.isfinite(before) else None)


def test_times_are_text_and_what_has_no_form_is_refused():
    assert plain(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00+00:00"
    with pytest.raises(TypeError, match="object"):
        plain(object())
