"""What bad input to experiments gets: rows of docs/errors.md's table of experiments, each with a test of its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from eo_embed.core.cli import run
from eo_embed.training import cli
from eo_embed.training.datasets import open_dataset
from eo_embed.training.experiments import find_experiment
from eo_embed.training.experiments.bench.folder import Bench, begin

assert cli  # which adds the commands

DOCS = Path(__file__).parents[3] / "docs" / "errors.md"
Row = Callable[[Path, Path], list[str]]
ROWS: dict[str, Row] = {}


def row(name: str) -> Callable[[Row], Row]:
    def add(function: Row) -> Row:
        ROWS[name] = function
        return function

    return add


def command(name: str, data: Path, out: Path, *more: str) -> list[str]:
    return ["experiment", name, "--data", str(data), "--out", str(out), "--quick", *more]


def without_classes(out: Path) -> Path:
    """Images of which nothing is known."""
    flat = out.parent / "flat"
    flat.mkdir()
    for i in range(16):
        Image.fromarray(np.full((16, 16, 3), i, np.uint8)).save(flat / f"{i}.png")
    return flat


def begun(name: str, data: Path, out: Path, seed: int = 0) -> None:
    experiment = find_experiment(name)
    bench = Bench(out, seed=seed)
    with begin(experiment, bench, [open_dataset(data)], experiment.read({}, quick=True)):
        pass


@row("experiment unknown")
def _(scenes: Path, out: Path) -> list[str]:
    return command("magic", scenes, out)


@row("experiment without data")
def _(scenes: Path, out: Path) -> list[str]:
    return ["experiment", "deng", "--out", str(out)]


@row("data of an experiment missing")
def _(scenes: Path, out: Path) -> list[str]:
    return command("deng", scenes / "absent", out)


@row("same data twice")
def _(scenes: Path, out: Path) -> list[str]:
    return command("deng", scenes, out, "--data", str(scenes))


@row("option that no data knows")
def _(scenes: Path, out: Path) -> list[str]:
    return command("deng", scenes, out, "--data-set", "colour=3")


@row("experiment's key unknown")
def _(scenes: Path, out: Path) -> list[str]:
    return command("deng", scenes, out, "--set", "colour=3")


@row("experiment's value that cannot be")
def _(scenes: Path, out: Path) -> list[str]:
    return command("naik", scenes, out, "--set", "components=-1")


@row("no images of radar beside optical ones")
def _(scenes: Path, out: Path) -> list[str]:
    return command("jain", scenes, out)


@row("no labels to ask for")
def _(scenes: Path, out: Path) -> list[str]:
    return command("naik", without_classes(out), out)


@row("no labels to draw few of")
def _(scenes: Path, out: Path) -> list[str]:
    return command("allen", without_classes(out), out)


@row("neither scenes of classes nor masks")
def _(scenes: Path, out: Path) -> list[str]:
    return command("deng", without_classes(out), out)


@row("experiment where something else is")
def _(scenes: Path, out: Path) -> list[str]:
    out.mkdir()
    (out / "thesis.txt").touch()
    return command("deng", scenes, out)


@row("another experiment's folder")
def _(scenes: Path, out: Path) -> list[str]:
    begun("naik", scenes, out)
    return command("deng", scenes, out)


@row("experiment begun otherwise")
def _(scenes: Path, out: Path) -> list[str]:
    begun("deng", scenes, out, seed=7)
    return command("deng", scenes, out)


@row("experiment begun on other data")
def _(scenes: Path, out: Path) -> list[str]:
    begun("deng", without_classes(out), out)
    return command("deng", scenes, out)


def rows_of_the_page() -> dict[str, str]:
    text = DOCS.read_text(encoding="utf-8").partition("## Experiments")[2].partition("\n## ")[0]
    found = re.findall(r"^\| ([^|]+) \| ([A-Z_]+) \|", text, re.MULTILINE)
    return {name.strip(): code for name, code in found}


def test_every_row_of_the_page_has_a_test() -> None:
    assert rows_of_the_page().keys() == ROWS.keys()


@pytest.mark.parametrize("name", ROWS)
def test_bad_input(name: str, scenes: Path, tmp_path: Path, capfd: pytest.CaptureFixture) -> None:
    given = ROWS[name](scenes, tmp_path / "out")
    before = sorted(tmp_path.rglob("*"))
    capfd.readouterr()
    assert run(given) == 2
    said = capfd.readouterr().err.strip().splitlines()[-1]
    assert re.fullmatch(rf"error \[{rows_of_the_page()[name]}\]: \S.+[.)]", said), said
    assert "Traceback" not in said
    new = {path.name for path in tmp_path.rglob("*")} - {path.name for path in before}
    assert new <= {"out", ".lock"}  # no header either: the folder may be given again
