"""Options that commands share, and how texts are read."""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from ..errors import UsageError
from ..options import LARGEST_SEED

#: As in ``probes``, which takes a second to import: tests hold them equal.
HEADS = ("rf", "ridge", "logistic", "knn")
SPLITS = ("random", "block", "bands", "region", "column")


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")(
        command
    )


def device_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--batch", default="auto", show_default=True, help="Chips at a time."),
        click.option(
            "--precision",
            type=click.Choice(["auto", "fp32", "bf16", "fp16"]),
            default="auto",
            show_default=True,
        ),
        click.option(
            "--device", default="auto", show_default=True, help="auto, cpu, cuda[:N], mps."
        ),
    ):
        command = option(command)
    return command


def head_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option(
            "--set", "options", multiple=True, metavar="KEY=VALUE",
            help="A head's option; eo-embed heads NAME lists them.",
        ),
        click.option("--sources", metavar="A,B", help="Sources to use; all by default."),
        click.option(
            "--seed", type=click.IntRange(0, LARGEST_SEED), default=0, show_default=True,
            help="Of what is drawn at random.",
        ),
        click.option("--labels", type=int, metavar="N", help="Use N labelled chips at random."),
        click.option("--target", metavar="T", help="What the labels say; needed if there are several."),
        click.option(
            "--head", type=click.Choice(HEADS), default="rf",
            show_default=True, help="See eo-embed heads.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def split_options(default: str, several: bool = False) -> Callable[..., Any]:
    """How labelled chips are parted; ``several`` takes splits by commas."""
    kind: Any = {"metavar": ",".join(SPLITS)} if several else {"type": click.Choice(SPLITS)}
    options = (
        click.option("--folds", default=5, show_default=True, help="Of a random or block split."),
        click.option(
            "--buffer", metavar="1km", help="Distance around test chips without training chips."
        ),
        click.option("--field", metavar="NAME", help="Field of --groups."),
        click.option(
            "--groups", metavar="FILE", help="Regions, or the file with the column of folds."
        ),
        click.option("--angle", default=45.0, show_default=True, help="Of the bands, degrees."),
        click.option("--band", default="auto", show_default=True, help="Width of a band."),
        click.option(
            "--block",
            default="auto",
            show_default=True,
            help="Side of a block: 10km, or what fits.",
        ),
        click.option(
            "--split", default=default, show_default=True, help="How chips are parted.", **kind
        ),
    )

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in options:
            command = option(command)
        return command

    return add


# -- reading ---------------------------------------------------------------------------------


def split_paths(text: str) -> list[str]:
    """Files separated by commas; a comma inside the name of a file that exists separates nothing.

    A pattern (``*.tif``) stands for its files in order of name.
    """
    pieces, paths, start = text.split(","), [], 0
    while start < len(pieces):
        for stop in range(len(pieces), start, -1):
            path = ",".join(pieces[start:stop]).strip()
            if os.path.exists(path) or stop == start + 1:
                found = [] if os.path.exists(path) else sorted(glob.glob(path))
                paths.extend(found or [path])
                start = stop
                break
    return [path for path in paths if path]


def pairs(option: str, given: Sequence[str]) -> Iterator[tuple[str, str]]:
    for text in given:
        name, equals, value = text.partition("=")
        if not (name.strip() and equals and value.strip()):
            raise UsageError(f"{option} takes NAME=VALUE, not '{text}'.")
        yield name.strip(), value.strip()


def commas(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def whole_numbers(option: str, text: str) -> list[int]:
    """Whole numbers by commas. Raises UsageError, naming the option."""
    try:
        return [int(part) for part in commas(text)]
    except ValueError as error:
        raise UsageError(f"{option} takes whole numbers by commas, not '{text}'.") from error


def number(option: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(f"{option} takes a number, not '{text}'.") from error


def scale_of(text: str) -> tuple[float, float]:
    numbers = [number("--scale", part) for part in commas(text)]
    if len(numbers) > 2:
        raise UsageError(f"--scale takes SCALE or SCALE,OFFSET, not '{text}'.")
    return (numbers[0], 0.0) if len(numbers) == 1 else (numbers[0], numbers[1])


def batch_of(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdigit() or int(text) == 0:
        raise UsageError(f"--batch takes auto or a number of chips, not '{text}'.")
    return int(text)


def settings(given: Sequence[str]) -> dict[str, Any]:
    """``key=value`` options; numbers, true, false and none are read as such."""
    words = {"true": True, "false": False, "none": None}
    found: dict[str, Any] = {}
    for key, text in pairs("--set", given):
        try:
            found[key] = words[text.lower()] if text.lower() in words else json.loads(text)
        except ValueError:
            found[key] = text
    return found
