"""Palettes that tell classes apart."""

import numpy as np
import pytest

from eo_embed.core import classes
from eo_embed.core.classes import PALETTE, default_classes, map_values, rgb_of


def test_classes_get_the_colours_in_turn():
    many = default_classes(range(len(PALETTE) + 2))
    assert [c.code for c in many] == [c.name for c in many] == [str(i) for i in range(len(many))]
    assert [c.colour for c in many] == [*PALETTE, *PALETTE[:2]]


# Machado et al. 2009, severity 1: linear RGB as people without red or green cones see it.
SEEN = {
    "all": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}


def lab(colours, seen):
    """CIE L*a*b* (D65) of ``#rrggbb`` colours as somebody sees them, ``(n, 3)``."""
    srgb = np.array([rgb_of(c) for c in colours]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ np.array(seen).T, 0, 1)
    xyz = linear @ np.array(
        [[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]]
    )
    f = np.cbrt(np.maximum(xyz / [0.9505, 1.0, 1.089], 1e-6))
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


@pytest.mark.parametrize("who", SEEN)
def test_the_first_colours_stay_apart_for_everyone(who):
    points = lab(PALETTE[:8], SEEN[who])
    apart = np.linalg.norm(points[:, None] - points[None], axis=-1)
    assert apart[~np.eye(8, dtype=bool)].min() > 10  # 2.3 is just noticeable


def test_no_colour_comes_twice():
    assert len(set(PALETTE)) == len(PALETTE) >= 20


@pytest.mark.parametrize(
    ("ramp", "name", "positions"),
    [
        (classes.VALUE_RAMP, "viridis", np.linspace(0, 1, 9)),
        (classes.PROBABILITY_RAMP, "cividis", np.linspace(0, 1, 9)),
        (classes.UNCERTAINTY_RAMP, "magma_r", np.linspace(0.05, 0.9, 9)),
    ],
)
def test_ramps_are_matplotlibs(ramp, name, positions):
    matplotlib = pytest.importorskip(
        "matplotlib", reason="matplotlib, the oracle, is not installed"
    )
    from matplotlib.colors import to_hex

    assert [to_hex(c) for c in matplotlib.colormaps[name](positions)] == list(ramp)


@pytest.mark.parametrize(
    ("codes", "values"),
    [
        (["11", "41", "42"], (11, 41, 42)),
        (["3", "1"], (3, 1)),
        (["water", "2"], (1, 2)),
        (["0", "1"], (1, 2)),  # 0 is nodata
        (["254", "255"], (1, 2)),
        (["01", "1"], (1, 2)),
        (["1.5", "2"], (1, 2)),
        (["²", "2"], (1, 2)),
    ],
)
def test_a_map_holds_codes_where_it_can(codes, values):
    assert map_values(default_classes(codes)) == values
