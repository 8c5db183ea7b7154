"""The environment as the rest of the plugin sees it: how it stands, what can be done, the launch of the worker."""

from __future__ import annotations

import functools
import os
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path

from qgis.PyQt.QtCore import QLockFile, QObject, QProcessEnvironment, pyqtSignal

from .. import settings
from ..flow import Background, Cancelled, Flow, Problem, Steps
from ..i18n import tr
from ..launch import Launch, LaunchError, clean_environment, worker_launch
from ..network import apply_network, secrets
from ..redaction import redact
from .check import Recipe, Trial
from .installation import Installation, Progress
from .places import OURS, Places, clear, data_folder, default_home, delete
from .state import ABSENT, BROKEN, INCOMPLETE, OUTDATED, READY, State, Status, hash_of

PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


class Environment(QObject):
    """One managed environment, or the Python that the user chose in its place.

    changed: it is another, or about to be: a worker that runs in it must end. progressed: a Progress. said: a line
    for the log. ended: an operation is over: whether it went well, a sentence, details. One operation runs at a time.
    """

    changed = pyqtSignal()
    progressed = pyqtSignal(object)
    said = pyqtSignal(str)
    ended = pyqtSignal(bool, str, str)

    def __init__(
        self, home: Path | None = None, recipe: Recipe | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._home, self.recipe = home, recipe or Recipe(PYPROJECT)
        self.lines: deque[str] = deque(maxlen=2000)
        self.operation = ""  # "create", "use", "test", "repair" or "remove" while one runs
        self._is_being_replaced = False
        self._flow: Flow | None = None
        self._lock: QLockFile | None = None

    # -- how it stands -------------------------------------------------------------------------

    @property
    def places(self) -> Places:
        """Its files."""
        return Places(self._home or default_home())

    @property
    def is_ready(self) -> bool:
        """Whether the worker can be started now."""
        return self.status().is_ready

    def status(self) -> Status:
        """How it stands, from what is on disk now; cheap."""
        forced = os.environ.get("EO_EMBED_PYTHON")  # for developers and tests: used untried
        if forced:
            return Status(READY, tr("Ready."), forced, False, State(complete=True))
        chosen = settings.get("python")
        if chosen:
            return self._status_of_chosen(chosen, State.from_json(settings.get("python_state")))
        return self.managed_status()

    def managed_status(self) -> Status:
        """How the managed environment stands, should another Python be chosen in its place."""
        places = self.places
        state = State.read(places.state) if places.is_ours else None
        return self._status_of_managed(places, state)

    @property
    def requirements(self) -> str:
        """A word for the packages that this version needs; empty where the plugin's own list is gone."""
        try:
            return hash_of(self.recipe.pyproject)
        except (OSError, ValueError):
            return ""

    def launch(self) -> Launch:
        """How to start the worker, with QGIS's proxy and certificates. Raises LaunchError with what to do."""
        status = self.status()
        if not status.is_ready:
            raise LaunchError(status.sentence)
        launch = worker_launch(status.python)
        environment = QProcessEnvironment(launch.environment)
        apply_network(environment, data_folder() / "certificates.pem")
        return Launch(launch.program, launch.arguments, environment)

    # -- what can be done ----------------------------------------------------------------------

    def create(self, wheels: str = "") -> None:
        """Create the managed environment, bring it up to date, or go on with it; from an offline folder if given."""
        sentence = tr("The environment is ready.")
        self._begin("create", lambda: self._install(wheels), sentence, replaces=True)

    def repair(self, wheels: str | None = None) -> None:
        """Make the managed environment anew, its downloads too; by default from where it came before."""
        if wheels is None:
            state = State.read(self.places.state)
            wheels = state.wheels if state else ""
        given = wheels

        def steps() -> Steps:
            yield from clear(self.places, *(name for name in OURS if name != "install.log"))
            yield from self._install(given)

        self._begin(
            "repair", steps, tr("The environment was made anew and is ready."), replaces=True
        )

    def use(self, python: str) -> None:
        """Try a Python of the user's and use it from now on; nothing is installed in it. "" for the managed one."""
        if not python:
            settings.put("python", "")
            settings.put("python_state", "")
            self.changed.emit()
            return
        sentence = tr("{python} is used from now on.").format(python=python)
        self._begin("use", lambda: self._adopt(python), sentence)

    def test(self) -> None:
        """Try what is there: imports, embeddings, each device."""
        self._begin("test", self._try, tr("The environment works."))

    def remove(self) -> None:
        """Delete the managed environment and its downloads. Nothing that does not carry our mark is touched."""

        def steps() -> Steps:
            self._tell(Progress(0.1, tr("Deleting…")))
            yield from clear(self.places, *OURS)
            self.places.leave()

        self._begin("remove", steps, tr("The environment was deleted."), replaces=True)

    def cancel(self) -> None:
        """Stop the operation; what was downloaded is kept."""
        if self._flow is not None:
            self._flow.cancel()

    # -- how it is done ------------------------------------------------------------------------

    def _status_of_managed(self, places: Places, state: State | None) -> Status:
        python = str(places.python)
        if self._is_being_replaced:
            return Status(
                INCOMPLETE, tr("The environment is being worked on; wait for it."), state=state
            )
        if state is None:
            sentence = tr("There is no environment yet: create it under EO Embed > Environment.")
            return Status(ABSENT, sentence)
        if state.problem:
            return Status(BROKEN, state.problem, python, state=state)
        if not state.complete:
            sentence = tr(
                "The environment is not complete: go on with it under EO Embed > Environment."
            )
            return Status(INCOMPLETE, sentence, python, state=state)
        if not places.python.is_file():
            sentence = tr(
                "The environment in {folder} is gone or damaged: create it again under EO Embed > Environment."
            )
            return Status(BROKEN, sentence.format(folder=places.home), python, state=state)
        if state.requirements != self.requirements:
            sentence = tr(
                "This version of EO Embed needs other packages: bring the environment up to date under EO Embed > "
                "Environment."
            )
            return Status(OUTDATED, sentence, python, state=state)
        return Status(READY, tr("Ready."), python, state=state)

    def _status_of_chosen(self, python: str, state: State | None) -> Status:
        if not os.path.isfile(python):
            sentence = tr(
                "The Python chosen in the settings, {python}, is gone: choose another under EO Embed > Environment."
            )
            return Status(BROKEN, sentence.format(python=python), python, False, state)
        if state is not None and state.problem:
            return Status(BROKEN, state.problem, python, False, state)
        if state is None or not state.complete or state.requirements != self.requirements:
            sentence = tr(
                "The Python chosen in the settings, {python}, has not been tried: press Test in EO Embed > Environment."
            )
            return Status(INCOMPLETE, sentence.format(python=python), python, False, state)
        return Status(READY, tr("Ready."), python, False, state)

    def _install(self, wheels: str) -> Steps:
        if wheels and not Path(wheels).is_dir():
            sentence = tr("There is no folder {folder}; choose the folder that holds the wheels.")
            raise Problem(sentence.format(folder=wheels))
        if not self.requirements:
            sentence = tr("The plugin is incomplete, {path} is missing: install EO Embed again.")
            raise Problem(sentence.format(path=self.recipe.pyproject))
        self.places.prepare()
        installation = Installation(
            self.places, self.recipe, self._uv_environment(), self._tell, self._say,
            settings.get("index_url"), wheels, settings.get("uv"),
        )  # fmt: skip
        yield from installation.steps()
        settings.put("python", "")
        settings.put("python_state", "")

    def _adopt(self, python: str) -> Steps:
        state = State(requirements=self.requirements)
        yield from self._trial(python, state, is_managed=False)
        settings.put("python", python)
        settings.put("python_state", state.to_json())

    def _try(self) -> Steps:
        status = self.status()
        if not os.path.isfile(status.python):
            raise Problem(status.sentence)
        state = status.state or State()
        if not status.is_managed:
            state.requirements = self.requirements
        try:
            yield from self._trial(status.python, state, is_managed=status.is_managed)
        finally:
            if status.is_managed:
                state.write(self.places.state)
            elif settings.get("python"):
                settings.put("python_state", state.to_json())

    def _trial(self, python: str, state: State, *, is_managed: bool) -> Steps:
        def tell(text: str) -> None:
            self._tell(Progress(0.5, text))

        environment = self._uv_environment()
        trial = Trial(python, self.recipe, environment, tell, self._say, is_managed)
        yield from trial.steps(state)
        if state.problem:
            raise Problem(state.problem, trial.details)

    def _uv_environment(self) -> QProcessEnvironment:
        """The variables of uv and of the check: nothing of QGIS's, its network, everything kept under our folder."""
        environment = clean_environment()
        apply_network(environment, data_folder() / "certificates.pem")
        places = self.places
        ours = {
            "UV_CACHE_DIR": str(
                places.cache
            ),  # on the same disk, so that files are linked, not copied
            "UV_HTTP_TIMEOUT": "60",
        }
        for name, value in ours.items():
            if not environment.contains(name):
                environment.insert(name, value)
        environment.insert("UV_PYTHON_INSTALL_DIR", str(places.pythons))
        for name in ("UV_PYTHON_INSTALL_BIN", "UV_PYTHON_INSTALL_REGISTRY"):
            environment.insert(name, "0")
        for name in ("UV_NO_PROGRESS", "NO_COLOR"):
            environment.insert(name, "1")
        pip = environment.value("PIP_INDEX_URL")
        if pip and not environment.contains("UV_DEFAULT_INDEX"):
            environment.insert("UV_DEFAULT_INDEX", pip)
        return environment

    # -- one operation at a time ---------------------------------------------------------------

    def _begin(
        self, name: str, steps: Callable[[], Steps], sentence: str, *, replaces: bool = False
    ) -> None:
        if self.operation:
            self.ended.emit(False, tr("Something is being done already; wait, or cancel it."), "")
            return
        if not self._take_lock():
            return
        self.operation, self._is_being_replaced = name, replaces
        self._say(f"-- {name} --")
        if replaces:
            self.changed.emit()
        self._flow = Flow(self._swept(steps), self)
        self._flow.ended.connect(lambda result: self._end(result, sentence))
        self._flow.start()

    def _swept(self, steps: Callable[[], Steps]) -> Steps:
        """The steps, after what an earlier QGIS did not come to delete."""
        leftovers = self.places.leftovers()
        yield from steps()
        for trash in leftovers:
            yield Background(
                tr("EO Embed: deleting an old environment"), functools.partial(delete, trash)
            )

    def _take_lock(self) -> bool:
        lock = self.places.lock
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            sentence = tr(
                "The folder {folder} cannot be made ({reason}); choose another in the settings."
            )
            self.ended.emit(False, sentence.format(folder=lock.parent, reason=error.strerror), "")
            return False
        self._lock = QLockFile(str(lock))
        self._lock.setStaleLockTime(
            0
        )  # an installation may take long; the lock of a dead process is void
        if self._lock.tryLock(0):
            return True
        if self._lock.error() == QLockFile.LockError.LockFailedError:
            sentence = tr(
                "Another QGIS window is working on the environment; wait until it is done."
            )
        else:
            sentence = tr("The folder {folder} cannot be written; choose another in the settings.")
        self.ended.emit(False, sentence.format(folder=lock.parent), "")
        return False

    def _end(self, result: object, sentence: str) -> None:
        has_changed = self._is_being_replaced or self.operation in ("use", "test")
        self.operation, self._is_being_replaced, self._flow = "", False, None
        if self._lock is not None:
            self._lock.unlock()
        went_well, details = not isinstance(result, Exception), ""
        if isinstance(result, Cancelled):
            sentence = tr("Stopped; what was downloaded is kept, so that it can go on from there.")
        elif isinstance(result, Problem):
            sentence, details = result.sentence, result.details
        elif isinstance(result, Exception):
            sentence = tr(
                "Something unforeseen went wrong ({error}); please report it with the details."
            )
            sentence = sentence.format(error=f"{type(result).__name__}: {result}")
            trace = traceback.format_exception(type(result), result, result.__traceback__)
            details = "".join(trace)
        sentence, details = self._redacted(sentence), self._redacted(details)
        self._say(sentence)
        if has_changed:
            self.changed.emit()
        self.ended.emit(went_well, sentence, details)

    def _tell(self, progress: Progress) -> None:
        self.progressed.emit(progress)

    def _say(self, line: str) -> None:
        line = self._redacted(line)
        self.lines.append(line)
        self.said.emit(line)
        places = self.places
        if places.is_ours:
            try:
                with open(places.log, "a", encoding="utf-8") as log:
                    log.write(line + "\n")
            except OSError:
                pass  # a full disk must not stop what may free it

    def _redacted(self, text: str) -> str:
        return redact(text, secrets()) if text else ""
