"""The check of a Python before the worker is trusted to it, and what the findings mean for the user."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QProcessEnvironment

from ..flow import Problem, Steps
from ..i18n import tr
from .command import Command, Outcome
from .state import State

SELFCHECK = Path(__file__).resolve().parents[2] / "core" / "worker" / "selfcheck.py"
#: A first import of torch under a virus scanner may take minutes.
LIMIT_S = 900


@dataclass(frozen=True)
class Recipe:
    """What is installed and how it is tried: a pyproject.toml with dependencies, and the script of the check."""

    pyproject: Path
    selfcheck: Path = SELFCHECK


@dataclass
class Trial:
    """Runs the check in a Python and writes into a State what it found."""

    python: str
    recipe: Recipe
    environment: QProcessEnvironment
    tell: Callable[[str], None]
    said: Callable[[str], None]
    is_managed: bool = True
    details: str = ""

    def steps(self, state: State) -> Steps:
        """Fill in versions, devices, notices, ``problem``, ``complete``. Raises Problem where it cannot run."""
        try:
            found = yield from examine(
                self.python, self.recipe.selfcheck, self.recipe.pyproject, self.environment,
                self.tell, self.said,
            )  # fmt: skip
        except Problem as failure:
            state.problem, state.complete = failure.sentence, False
            raise
        problem = problem_in(found, self.python, is_managed=self.is_managed)
        state.python = found["python"]
        state.torch, state.torch_built_for = (
            found.get("torch", ""),
            found.get("torch_built_for", ""),
        )
        state.devices = found.get("devices", [])
        state.problem = problem.sentence if problem else ""
        state.complete = problem is None
        state.checked = datetime.now(timezone.utc).isoformat(timespec="seconds")
        state.notices = notices_in(found, is_managed=self.is_managed)
        self.details = problem.details if problem else ""


def examine(
    python: str,
    script: Path,
    pyproject: Path,
    environment: QProcessEnvironment,
    tell: Callable[[str], None],
    said: Callable[[str], None],
) -> Steps:
    """Run the check in a Python; its findings, with ``nvidia`` for what the driver says. Raises Problem."""
    command = Command(
        python, ["-I", "-X", "utf8", str(script), str(pyproject)], environment, limit_s=LIMIT_S
    )

    def read(line: str) -> None:
        doing = _message(line).get("doing")
        if doing:
            tell(describe(doing))
        elif "found" not in _message(line):
            said(line)

    command.said.connect(read)
    outcome: Outcome = yield command
    found = next(
        (m["found"] for m in map(_message, reversed(outcome.out.splitlines())) if "found" in m),
        None,
    )
    if found is None:
        sentence = tr("{python} did not finish the check (exit code {code}); see the details.")
        text = sentence.format(python=python, code=outcome.code)
        raise Problem(text, outcome.out + outcome.err)
    found["nvidia"] = yield from ask_nvidia(environment)
    return found


def describe(doing: str) -> str:
    """What the check does, for people."""
    known = {
        "versions": tr("Comparing versions…"),
        "devices": tr("Trying each device…"),
        "model": tr("Making embeddings of a small picture…"),
    }
    return known.get(doing) or tr("Loading {name}…").format(name=doing)


def ask_nvidia(environment: QProcessEnvironment) -> Steps:
    """``{"name", "driver", "cuda"}`` of the NVIDIA GPU by its driver's own tool; empty where there is none."""
    query = ["--query-gpu=name,driver_version", "--format=csv,noheader"]
    try:
        outcome: Outcome = yield Command("nvidia-smi", query, environment, limit_s=15)
        if outcome.code or "," not in outcome.out:
            return {}
        table: Outcome = yield Command("nvidia-smi", [], environment, limit_s=15)
    except Problem:
        return {}
    name, driver = outcome.out.splitlines()[0].rsplit(",", 1)
    newest = re.search(r"CUDA Version:\s*([\d.]+)", table.out)
    return {
        "name": name.strip(),
        "driver": driver.strip(),
        "cuda": newest.group(1) if newest else "",
    }


def problem_in(found: dict[str, Any], python: str, *, is_managed: bool) -> Problem | None:
    """Why the worker cannot run with what was found; None where it can."""
    remedy = (
        tr("press Repair to make the environment anew")
        if is_managed
        else tr("install what is missing into it, or let EO Embed create its own environment")
    )
    if "missing" not in found:
        sentence = tr("{python} is Python {version}, and at least 3.11 is needed; choose another.")
        return Problem(sentence.format(python=python, version=found["python"]))
    if found["missing"]:
        sentence = tr("{python} lacks {names}; {remedy}.")
        names = _few([name for name, _ in found["missing"]])
        details = "\n".join(needed for _, needed in found["missing"])
        return Problem(sentence.format(python=python, names=names, remedy=remedy), details)
    if found["wrong"]:
        name, version, needed = found["wrong"][0]
        sentence = tr("{python} has {name} {version}, and {needed} is needed; {remedy}.")
        text = sentence.format(
            python=python, name=name, version=version, needed=needed, remedy=remedy
        )
        return Problem(text, "\n".join(f"{n} {v}: {need}" for n, v, need in found["wrong"]))
    if found["broken"]:
        module, error = found["broken"][0]
        sentence = tr("{module} does not load ({error}); {remedy}.")
        if re.search(r"DLL|WinError 126|c10\.dll", error):
            remedy = tr(
                "install Microsoft's Visual C++ Redistributable (https://aka.ms/vs/17/release/vc_redist.x64.exe)"
            )
        details = "\n".join(f"{name}: {why}" for name, why in found["broken"])
        return Problem(sentence.format(module=module, error=error, remedy=remedy), details)
    cpu = found["devices"][0]["error"]
    if found["model"] or cpu:
        sentence = tr("Making embeddings failed ({error}); {remedy}.")
        return Problem(sentence.format(error=found["model"] or cpu, remedy=remedy))
    return None


def notices_in(found: dict[str, Any], *, is_managed: bool = True) -> list[str]:
    """What the user should know although the worker runs: a GPU that is there and not used, and why."""
    devices = found.get("devices", [])
    notices = []
    for device in devices[1:]:
        if device["error"]:
            sentence = tr(
                "{name} was found but does not compute ({error}); the CPU is used instead."
            )
            notices.append(sentence.format(name=device["name"], error=device["error"]))
    nvidia = found.get("nvidia")
    if nvidia and not any(device["id"].startswith("cuda") for device in devices):
        notices.append(_unused(nvidia, found.get("torch_built_for", ""), is_managed))
    return notices


def _unused(nvidia: dict[str, str], built_for: str, is_managed: bool) -> str:
    """Why torch cannot use an NVIDIA GPU, and what to do."""
    values = {**nvidia, "built_for": built_for}
    kind, _, version = built_for.partition(" ")
    if kind != "CUDA":
        sentence = (
            tr(
                "{name} is not used, because the torch here is built without CUDA: press Repair where PyTorch's index "
                "(download.pytorch.org) can be reached, or install from a folder of wheels with a CUDA build."
            )
            if is_managed
            else tr(
                "{name} is not used, because this Python's torch is built without CUDA: install a CUDA build in it."
            )
        )
    elif _numbers(nvidia["cuda"])[:1] < _numbers(version)[:1]:
        sentence = tr(
            "{name} is not used, because its driver {driver} knows CUDA up to {cuda} and torch is built for "
            "{built_for}: update the NVIDIA driver."
        )
    else:
        sentence = tr(
            "{name} is not used, although torch is built for {built_for} and the driver is {driver}: restart the "
            "computer, or install the driver again."
        )
    return sentence.format(**values)


def _message(line: str) -> dict[str, Any]:
    """A line of the check as JSON; what libraries print is none."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _few(names: list[str], most: int = 4) -> str:
    text = ", ".join(names[:most])
    return tr("{names} and {count} more").format(
        names=text, count=len(names) - most
    ) if len(names) > most else text  # fmt: skip


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
