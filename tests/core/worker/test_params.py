"""Parameters against what functions declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest

from eo_embed.core.worker.params import Parameters
from eo_embed.core.worker.protocol import INVALID_PARAMS, ProtocolError


class Change(NamedTuple):
    chip: int
    value: str | float | None
    how: str = "click"


def asked(
    place: str,
    target: str,
    chips: Sequence[int],
    value: str | float | None = None,
    options: Mapping[str, Any] | None = None,
    pair: tuple[float, float] = (0, 1),
    by: Literal["a", "b"] = "a",
    out: str | Path | None = None,
    changes: list[Change] | None = None,
    share: float = 0.5,
    force: bool = False,
) -> None: ...


PARAMETERS = Parameters(asked, ["place"])
LEAST = {"target": "cover", "chips": [1, 2]}


def read(**given: Any) -> dict[str, Any]:
    return PARAMETERS.read("asked", LEAST | given)


def test_parameters_become_what_the_function_takes():
    found = read(
        pair=[1, 2.5],
        share=1,
        options={"a": [None]},
        changes=[{"chip": 3, "value": None}],
        out="x.tif",
    )
    assert found["pair"] == (1.0, 2.5)
    assert isinstance(found["share"], float)
    assert found["options"] == {"a": [None]}
    assert found["changes"] == [Change(3, None)]
    assert str(found["out"]) == "x.tif"
    assert read(value=None)["value"] is None
    assert read(value=3)["value"] == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"chip": 1}, "has no parameter 'chip'"),
        ({"place": "x"}, "has no parameter 'place'"),
        ({"target": 3}, "'target' of asked must be text"),
        ({"chips": 3}, "'chips' of asked must be a list"),
        ({"chips": [1, "2"]}, "'chips' of asked must be made of such whose item 1 is a whole number"),
        ({"chips": [True]}, "a whole number"),
        ({"chips": [1.5]}, "a whole number"),
        ({"value": []}, "text or a number"),
        ({"pair": [1]}, "a list of 2 items"),
        ({"by": "c"}, "one of a, b"),
        ({"options": []}, "an object"),
        ({"changes": [{"chip": 1}]}, "an object of chip, value, how"),
        ({"changes": [{"chip": 1, "value": "a", "more": 1}]}, "an object of chip"),
        ({"share": "0.5"}, "a number"),
        ({"share": None}, "a number"),
        ({"force": 1}, "true or false"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(given, said):
    with pytest.raises(ProtocolError) as found:
        read(**given)
    assert found.value.code == INVALID_PARAMS
    assert said in str(found.value)


def test_a_missing_parameter_is_named():
    with pytest.raises(ProtocolError, match="asked needs the parameter 'chips'"):
        PARAMETERS.read("asked", {"target": "cover"})
