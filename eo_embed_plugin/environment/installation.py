"""Creating the environment: uv, a Python, the packages, the check. Each step can be repeated."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QProcessEnvironment, QTimer

from ... import __version__
from ..flow import Problem, Steps
from ..i18n import tr
from . import output, uv
from .check import Recipe, Trial
from .command import Command, Outcome, TookTooLong
from .places import Places, clear, free_bytes, gigabytes, require_room
from .state import State, hash_of

#: Versions of Python that all dependencies have wheels for, and the one that is fetched.
PYTHONS, FETCHED_PYTHON = ">=3.11,<3.15", "3.12"
#: Bytes that an environment takes with NVIDIA's libraries and without, its downloads included.
ROOM_CUDA, ROOM_CPU = 7_000_000_000, 2_000_000_000
#: Shares of the whole at which the steps begin.
_BEGIN = {"uv": 0.0, "python": 0.04, "plan": 0.07, "packages": 0.1, "check": 0.9}


@dataclass(frozen=True)
class Progress:
    """How far an operation is: 0 to 1, and a line for the user."""

    share: float
    text: str


@dataclass
class Installation:
    """One run of the installation; ``steps`` tells the story.

    environment: variables of every child. index_url: of packages, "" for uv's own choice. wheels: an offline
    folder, "" for none. uv: the user's choice, "" to look for one. tell: progress. said: lines for the log.
    """

    places: Places
    recipe: Recipe
    environment: QProcessEnvironment
    tell: Callable[[Progress], None]
    said: Callable[[str], None]
    index_url: str = ""
    wheels: str = ""
    chosen_uv: str = ""
    uv: str = ""
    state: State = field(default_factory=State)

    def steps(self) -> Steps:
        """Make the environment, or go on where it was left; the State in the end. Raises Problem."""
        self._prepare()
        yield from self._find_uv()
        yield from self._make_venv()
        backend = yield from self._choose_torch()
        plan = yield from self._plan(backend)
        yield from self._install(plan, backend)
        yield from self._check()
        return self.state

    # -- the steps -----------------------------------------------------------------------------

    def _prepare(self) -> None:
        self._tell("uv", 0, tr("Looking at the disk…"))
        self.places.prepare()
        old = State.read(self.places.state)
        if not (old and self.places.python.is_file()):
            require_room(self.places.home, ROOM_CPU)
        self.state = old or State()
        self.state.requirements = hash_of(self.recipe.pyproject)
        self.state.package = __version__
        self.state.wheels = self.wheels
        self.state.complete, self.state.notices, self.state.problem = False, [], ""
        self._save()

    def _find_uv(self) -> Steps:
        self._tell("uv", 0.1, tr("Looking for uv, which installs the packages…"))
        found = yield from uv.find(self.chosen_uv, self.places, self.environment)
        if found is None:
            path = yield from self._get_uv()
            found = yield from uv.find(path, self.places, self.environment)
        self.uv, self.state.uv = found
        self.said(f"uv {self.state.uv}: {self.uv}")
        self._save()

    def _get_uv(self) -> Steps:
        if self.wheels:
            return (yield from uv.take(Path(self.wheels), self.places))
        url = self.index_url or self.environment.value("UV_DEFAULT_INDEX") or uv.PYPI

        def tell(done: int, total: int) -> None:
            text = tr("Downloading uv: {done} of {total}…")
            if total > 0:
                text = text.format(done=gigabytes(done), total=gigabytes(total))
                self._tell("uv", 0.2 + 0.8 * done / total, text)

        self._tell("uv", 0.2, tr("Downloading uv…"))
        return (yield from uv.fetch(url, self.places, tell))

    def _make_venv(self) -> Steps:
        """A fresh virtual environment, unless there is a whole one to be brought up to date."""
        self._tell("python", 0, tr("Looking for a Python…"))
        if self.places.python.is_file() and not self.state.installing:
            outcome = yield from self._ask([str(self.places.python), "-I", "-c", "pass"])
            if outcome is not None and outcome.code == 0:
                return
        yield from clear(self.places, "venv")
        python = yield from self._find_python()
        self._tell("python", 0.8, tr("Making a virtual environment…"))
        command = self._uv(["venv", "--no-python-downloads", "--python", python, self.places.venv])
        outcome = yield command
        if outcome.code:
            raise output.explain(outcome.err, outcome.code, tr("Making the virtual environment"))
        self.state.installing = False
        self._save()

    def _find_python(self) -> Steps:
        """The path of a Python to build on: QGIS's own on Linux, one that uv finds, or one that it fetches.

        On Windows and macOS QGIS's Python is part of its bundle and fragile as a base, so it comes last.
        """
        own = _own_python()
        if own and sys.platform == "linux":
            return own
        outcome = yield self._uv(["python", "find", "--no-python-downloads", PYTHONS])
        found = outcome.out.strip().splitlines()[-1] if not outcome.code and outcome.out else ""
        if found and not _is_of_qgis(found):
            return found
        return (yield from self._fetch_python(found or own))

    def _fetch_python(self, otherwise: str) -> Steps:
        self._tell(
            "python", 0.2, tr("Downloading Python {version}…").format(version=FETCHED_PYTHON)
        )
        fetched: Outcome | None = None
        if not self.wheels:
            fetched = yield self._uv(["python", "install", FETCHED_PYTHON])
        found = yield self._uv(["python", "find", "--no-python-downloads", FETCHED_PYTHON])
        if found.code == 0 and not _is_of_qgis(found.out.strip()):
            return found.out.strip()
        if otherwise:
            return otherwise
        sentence = tr(
            "There is no Python 3.11 or later here, and none could be downloaded (from github.com): install one from "
            "https://www.python.org/downloads and try again."
        )
        raise Problem(sentence, fetched.err if fetched else "")

    def _choose_torch(self) -> Steps:
        """uv's arguments for the torch that suits this machine's GPU; none where PyTorch's index is out of reach."""
        if self.wheels or sys.platform == "darwin":  # its one build knows the CPU and MPS
            return []
        self._tell("plan", 0, tr("Choosing the build of PyTorch for this machine…"))
        backend = ["--torch-backend=auto"]
        arguments = ["--dry-run", "--reinstall-package", "torch", *backend, *self._index(), "torch"]
        try:
            outcome = yield self._install_command(arguments, limit_s=30, retries=0)
        except TookTooLong as slow:
            outcome = Outcome(-1, "", slow.sentence)
        if outcome.code == 0:
            return backend
        # Where its index does not answer, the packages' own index may; if not, the plan fails next and says so.
        self.state.notices.append(_other_torch())
        self.said(_other_torch())
        return []

    def _plan(self, backend: list[str]) -> Steps:
        self._tell("plan", 0.5, tr("Finding the newest versions that fit together…"))
        arguments = ["--dry-run", *backend, *self._index(), "--requirement", self.recipe.pyproject]
        outcome = yield self._install_command(arguments)
        if outcome.code:
            raise output.explain(outcome.err, outcome.code, tr("Choosing the packages"))
        plan = output.read_plan(outcome.err)
        room = ROOM_CUDA if plan.has_cuda else ROOM_CPU
        # A share of it where most is in the cache already, from a run that was stopped.
        require_room(self.places.home, room * plan.downloads / max(1, len(plan.packages)))
        return plan

    def _install(self, plan: output.Plan, backend: list[str]) -> Steps:
        self.state.installing = True
        self._save()
        meter, before = output.Meter(plan), free_bytes(self.places.home)
        command = self._install_command(
            [*backend, *self._index(), "--requirement", self.recipe.pyproject]
        )

        def show() -> None:
            written = max(0, before - free_bytes(self.places.home))
            self._tell("packages", meter.share(written), meter.text(written))

        def read(line: str) -> None:
            if meter.read(line):
                show()

        command.said.connect(read)
        clock = QTimer(command)
        clock.timeout.connect(show)
        clock.start(1000)
        show()
        try:
            outcome = yield command
        finally:
            clock.stop()
        if outcome.code:
            raise output.explain(outcome.err, outcome.code, tr("Installing the packages"))
        self.state.installing = False
        self._save()

    def _check(self) -> Steps:
        self._tell("check", 0, tr("Trying the environment…"))
        trial = Trial(
            str(self.places.python),
            self.recipe,
            self.environment,
            lambda text: self._tell("check", 0.5, text),
            self.said,
        )
        yield from trial.steps(self.state)
        self._save()
        if self.state.problem:
            raise Problem(self.state.problem, trial.details)

    # -- how they are done ---------------------------------------------------------------------

    def _uv(self, arguments: list[Any], *, limit_s: float = 0) -> Command:
        command = Command(
            self.uv, [str(a) for a in arguments], self.environment,
            folder=self.places.home, limit_s=limit_s,
        )  # fmt: skip
        command.said.connect(self.said)
        return command

    def _install_command(
        self, arguments: list[Any], *, limit_s: float = 0, retries: int | None = None
    ) -> Command:
        given = ["pip", "install", "--python", self.places.python, "--no-build", *arguments]
        if retries is None:
            return self._uv(given, limit_s=limit_s)
        usual = self.environment
        self.environment = QProcessEnvironment(usual)
        self.environment.insert("UV_HTTP_RETRIES", str(retries))
        try:
            return self._uv(given, limit_s=limit_s)
        finally:
            self.environment = usual

    def _index(self) -> list[str]:
        if self.wheels:
            return ["--offline", "--no-index", "--find-links", self.wheels]
        return ["--default-index", self.index_url] if self.index_url else []

    def _ask(self, command: list[str]) -> Steps:
        try:
            return (yield Command(command[0], command[1:], self.environment, limit_s=60))
        except Problem:
            return None

    def _tell(self, step: str, share: float, text: str) -> None:
        begins = [*_BEGIN.values(), 1.0]
        place = list(_BEGIN).index(step)
        begin, end = begins[place], begins[place + 1]
        self.tell(Progress(begin + (end - begin) * min(1.0, share), text))

    def _save(self) -> None:
        try:
            self.state.write(self.places.state)
        except OSError as error:
            raise output.explain(f"{error}", 0, tr("Writing the state")) from error


def _other_torch() -> str:
    if sys.platform == "win32":
        return tr(
            "PyTorch's own index (download.pytorch.org) is out of reach, so torch came from the general index: that "
            "build runs on the CPU alone."
        )
    return tr(
        "PyTorch's own index (download.pytorch.org) is out of reach, so torch came from the general index: that build "
        "runs on any CPU and NVIDIA GPU, and is larger than need be."
    )


def _own_python() -> str:
    """The interpreter under QGIS's own Python, where it is new enough; empty otherwise."""
    least, past = (3, 11), (3, 15)
    if not least <= sys.version_info[:2] < past or platform.python_implementation() != "CPython":
        return ""
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    path = Path(sys.base_prefix, "python.exe" if sys.platform == "win32" else f"bin/{name}")
    return str(path) if path.is_file() else ""


def _is_of_qgis(python: str) -> bool:
    """Whether an interpreter is part of a QGIS that brings its own, as on Windows and macOS."""
    if platform.system() == "Linux":
        return False
    path, prefix = os.path.realpath(python), os.path.realpath(sys.base_prefix)
    return os.path.normcase(path).startswith(os.path.normcase(prefix) + os.sep)
