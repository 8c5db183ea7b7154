"""Options: what is read as what, and what is refused in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_embed.core.errors import UsageError
from eo_embed.core.options import Option

WHOLE = Option(5, "pixels", least=1)
NUMBER = Option(0.5, "share", above=0, most=1)
FLAG = Option(True, "flag")
TEXT = Option("", "file")
CHOICE = Option("none", "stretch", ("none", "scene"))
LIST = Option((1.0,), "penalties", above=0)
MAYBE = Option(None, "depth", least=1, optional=True, kind=int)
ALL = {
    o.doc: o
    for o in (WHOLE, NUMBER, FLAG, TEXT, CHOICE, LIST, MAYBE)
}  # fmt: skip


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        (WHOLE, "7", 7),
        (WHOLE, 7.0, 7),
        (WHOLE, np.int64(7), 7),
        (NUMBER, 1, 1.0),
        (NUMBER, "1e-3", 0.001),
        (FLAG, "no", False),
        (FLAG, 1, True),
        (TEXT, 255, "255"),
        (TEXT, None, ""),
        (CHOICE, None, "none"),
        (LIST, "0.1,1", (0.1, 1.0)),
        (LIST, [2], (2.0,)),
        (MAYBE, None, None),
        (MAYBE, "none", None),
        (MAYBE, "3", 3),
    ],
)
def test_values_are_read_as_the_options_type(option: Option, value: Any, expected: Any) -> None:
    read = option.read("x", value)
    assert read == expected
    assert type(read) is type(expected)


@pytest.mark.parametrize(
    ("option", "values", "accepts"),
    [
        (WHOLE, ["x", 2.5, 0, [1], None, True, 1e400, float("nan"), ""], "whole number of at least 1"),
        (NUMBER, ["x", 0, 1.1, [1], None, True, "nan", "inf"], "a number above 0 and of at most 1"),
        (FLAG, ["perhaps", 2, None, []], "true or false"),
        (TEXT, [[1], {"a": 1}], "text"),
        (CHOICE, ["other", 1, ["none"]], "one of none, scene"),
        (LIST, [3, "3", "", [], [0], ["x"], [[1]], "1,,2", {"a": 1}, None], "by commas, each above 0"),
        (MAYBE, ["x", 0, 1.5, [1]], "a whole number of at least 1, or none"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_saying_what_can(
    option: Option, values: list[Any], accepts: str
) -> None:
    for value in values:
        with pytest.raises(UsageError) as caught:
            option.read("name", value)
        assert f"Option name={'none' if value is None else value} must be" in str(caught.value)
        assert f"{accepts}: {option.doc}." in str(caught.value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(st.sampled_from(sorted(ALL)), anything)
def test_whatever_is_given_is_read_or_refused(name: str, value: Any) -> None:
    try:
        read = ALL[name].read(name, value)
    except UsageError:
        return
    assert ALL[name].read(name, read) == read


def test_a_line_of_help_says_what_is_accepted_and_the_default() -> None:
    assert WHOLE.describe() == "pixels (a whole number of at least 1); default 5"
    assert Option(0, "seed", least=0, most=9).describe() == (
        "seed (a whole number from 0 to 9); default 0"
    )
    assert FLAG.describe() == "flag (true or false); default true"
    assert TEXT.describe() == "file (text); default none"
    assert LIST.describe().endswith("each above 0); default 1")
