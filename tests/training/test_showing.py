"""What the commands of pretraining print of a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eo_embed.core.trainer import TrainReport
from eo_embed.training.showing import report_text


def test_the_loss_is_told_where_there_is_one() -> None:
    report = TrainReport(Path("run"), "finished", 4, 4, 0.0, 1.0, 32.0, ("",))
    assert ", loss 0, 32.0 images/s" in report_text(report)
    assert ", loss 0.12346, " in report_text(replace(report, loss=0.123456789))
    assert ", loss -0.9, " in report_text(replace(report, loss=-0.9))
    assert ", loss nan, " in report_text(replace(report, loss=None))


def test_of_several_encoders_each_source_takes_its_own() -> None:
    one = TrainReport(Path("run"), "finished", 4, 4, 0.5, 1.0, 32.0, ("",))
    for report in (one, replace(one, results=("s1", "s2"))):
        assert report_text(report).splitlines()[1:] == [
            "use it with: eo-embed embed WORKSPACE --model checkpoint:run"
        ]
    assert "use it" not in report_text(replace(one, results=()))
