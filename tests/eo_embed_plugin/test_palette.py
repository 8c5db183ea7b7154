"""Colours of classes: those of the core, told apart, and what a name calls for."""

from __future__ import annotations

import json

from eo_embed.eo_embed_plugin.palette import PALETTE, RAMP, next_colour, ramp_colour
from eo_embed.tests.eo_embed_plugin.kept_python import from_python


def test_the_colours_are_those_of_the_core() -> None:
    code = (
        "import json; from eo_embed.core.classes import *; print(json.dumps([PALETTE, VALUE_RAMP]))"
    )
    assert json.loads(from_python(code)) == [list(PALETTE), list(RAMP)]


def test_classes_get_colours_of_their_own() -> None:
    taken: list[str] = []
    for _ in PALETTE:
        taken.append(next_colour(taken))
    assert len(set(taken)) == len(PALETTE)
    assert next_colour(taken) in PALETTE


def test_a_name_calls_for_a_colour_where_it_is_free() -> None:
    assert next_colour([], "Open water") == next_colour([], "Lac") == "#0072b2"
    assert next_colour([], "Wasser") == PALETTE[0]
    assert next_colour([], "Marsh") != next_colour([], "Mar")
    assert next_colour(["#0072B2"], "Deep water") == PALETTE[0]


def test_numbers_go_from_one_end_of_the_ramp_to_the_other() -> None:
    assert ramp_colour(2.0, (2.0, 4.0)).name() == RAMP[0]
    assert ramp_colour(4.0, (2.0, 4.0)).name() == ramp_colour(9.0, (2.0, 4.0)).name() == RAMP[-1]
    assert ramp_colour(3.0, (2.0, 4.0)).name() == RAMP[4]
    assert ramp_colour(3.0, (3.0, 3.0)).name() == ramp_colour(3.0, None).name() == RAMP[4]
