"""Sentences of the step *Embed*."""

from __future__ import annotations

import pytest

from eo_embed.eo_embed_plugin.gui.embed_words import (
    cost_text,
    device_text,
    pace_text,
    short_name,
)


def test_words() -> None:
    cpu = {"id": "cpu", "name": "x86_64", "memory": 16e9, "free": 8.2e9}
    assert device_text(cpu) == "CPU, 8.2 GB of 16 GB free"
    gpu = {"id": "mps", "name": "Apple GPU", "memory": 16e9, "free": None}
    assert device_text(gpu) == "Apple GPU, 16 GB"
    report = {
        "stage": "embedding s2",
        "done": 1200,
        "total": 30000,
        "unit": "chips",
        "rate": 512.3,
        "left_s": 56,
    }
    assert pace_text(report) == "Embedding s2 · 1,200 / 30,000 chips · 512/s · 56 s left"
    assert pace_text({}) == ""
    nothing = {"chips": 0, "dim": 1, "bytes": 0, "seconds": 0, "chips_per_s": 0, "device": "cpu"}
    assert cost_text(nothing) == "Nothing is left to embed."


@pytest.mark.parametrize(
    ("model", "short"),
    [
        ("rcf", "rcf"),
        ("timm:vit_tiny_patch16_224", "timm:vit_tiny_patch16_224"),
        ("checkpoint:/a/fields/runs/simsiam-1", "simsiam-1"),
        (r"checkpoint:C:\a\runs\mine", "mine"),
    ],
)
def test_a_model_of_ones_own_goes_by_its_run(model: str, short: str) -> None:
    assert short_name(model) == short
