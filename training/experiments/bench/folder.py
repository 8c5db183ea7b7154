"""The folder of an experiment: every long step is done once, kept, and found again by a run that goes on.

OUT/
  experiment.json   what is asked of what; a run goes on only where this is the same
  steps/, arrays/   what single steps gave, as JSON and NPY
  models/           runs of training, as eo-embed train leaves them
  results.csv, figures/, report.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from .... import __version__
from ....core import files, trainer
from ....core.errors import Cancelled, OutputError, RunBusy, RunMissing, UsageError
from ....core.options import OptionValue
from ....core.progress import Task
from ... import job
from ...datasets import Dataset
from ...datasets.subset import Subset
from ..base import Experiment
from .audit import Ledger

HEADER, LOCK = "experiment.json", ".lock"
FORMAT, VERSION = "eo-embed-experiment", 1
Json = TypeVar("Json")


class Bench:
    """Where an experiment works.

    Parameters
    ----------
    folder: of the experiment, ``begin`` has held it against what was asked.
    seed: of everything; repeat r takes ``seed + r``.
    device: ``auto``, ``cpu``, ``cuda[:N]``, ``mps``.
    places: what ``--data`` named, which requests of training keep.
    quick: whether sizes are those of minutes, for the words of a report.

    ledger: which samples touched what was learnt.
    """

    def __init__(
        self,
        folder: Path,
        *,
        seed: int = 0,
        device: str = "auto",
        places: Sequence[str] = (),
        quick: bool = False,
        task: Task | None = None,
    ) -> None:
        self.folder, self.seed, self.device, self.quick = folder, seed, device, quick
        self.places = tuple(places)
        self.task = task or Task()
        self.ledger = Ledger()

    def once(self, name: str, compute: Callable[[], Json]) -> Json:
        """What ``compute`` gives (JSON-able, no NaN), computed in the first run that comes here. Raises Cancelled."""
        path = self.folder / "steps" / f"{slug(name)}.json"
        if path.is_file():
            found: Json = json.loads(path.read_text(encoding="utf-8"))
            return found
        self._tell(name)
        text = json.dumps(compute(), indent=1, allow_nan=False)
        files.write_text(path, text + "\n")
        computed: Json = json.loads(text)  # as later runs find it: lists for tuples, text for keys
        return computed

    def array(self, name: str, compute: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """The same for an array."""
        path = self.folder / "arrays" / f"{slug(name)}.npy"
        if path.is_file():
            found: NDArray[Any] = np.load(path, allow_pickle=False)
            return found
        self._tell(name)
        result = compute()
        with files.replacing(path) as part, part.open("wb") as file:
            np.save(file, result, allow_pickle=False)
        return result

    def train(
        self,
        name: str,
        data: Subset,
        *,
        recipe: str | None = None,
        method: str | None = None,
        values: Mapping[str, OptionValue] | None = None,
    ) -> Path:
        """The folder of a finished run that learns from ``data`` and from nothing else; it is
        gone on with where it was stopped.

        The samples it learns from are entered in the ledger. Raises Cancelled, and what ``training.job.train`` raises.
        """
        folder = self.folder / "models" / slug(name)
        self.ledger.touch(f"training of {name}", data)
        begun = _state(folder)
        if begun == "finished":
            _require_learnt_from(folder, data)
        else:
            self._tell(f"training {name}")
            report = job.train(
                self._request(data, recipe, method, values),
                folder,
                resume=begun is not None,
                device=self.device,
                task=self.task,
                data=data,
            )
            if report is None or report.state != "finished":
                raise Cancelled(f"Stopped while training {name}; what was finished is kept.")
        return folder

    def untrained(
        self,
        name: str,
        data: Subset,
        *,
        recipe: str | None = None,
        method: str | None = None,
        values: Mapping[str, OptionValue] | None = None,
    ) -> Path:
        """The folder of the same encoders as ``train`` begins with, and with the same normalisation."""
        from ....core.models.checkpoint import save_checkpoint

        folder = self.folder / "models" / f"{slug(name)}-untrained"
        self.ledger.touch(f"statistics of {name}, untrained", data)
        request = self._request(data, recipe, method, values)
        # Of what they are: another network, or statistics of other samples, is built in its place.
        key = files.digest([request.to_dict() | {"data": []}, data.fingerprint()])
        done = folder / "done"
        if not done.is_file() or done.read_text(encoding="utf-8") != key:
            ready = job.prepare(request, self.task, data=data)
            for part, result in ready.learner().results().items():
                save_checkpoint(folder / part if part else folder, result.weights, result.card)
            files.write_text(done, key)
        return folder

    def curves(self, folder: Path) -> dict[str, Any]:
        """What a run of training told, as ``core.trainer.read_curves`` reads it."""
        return dict(trainer.read_curves(folder))

    def _request(
        self,
        data: Dataset,
        recipe: str | None,
        method: str | None,
        values: Mapping[str, OptionValue] | None,
    ) -> job.Request:
        # The probe that looks on would see labels that were never given for this.
        given = {"seed": self.seed, "probe_every": 0, **(values or {})}
        if data.given is not None and "split" not in given:
            given["split"] = "given"
        return job.Request(self.places, method=method, recipe=recipe, values=given)

    def _tell(self, name: str) -> None:
        self.task.start(name, 1, "steps")


def slug(name: str) -> str:
    """A name as a file may bear it, short and told apart by a digest where letters had to go."""
    plain = re.sub(r"[^a-z0-9._]+", "-", name.lower()).strip("-.")[:80]
    return plain if plain and plain == name else f"{plain}-{files.digest(name)[:6]}"


@contextmanager
def begin(
    experiment: Experiment,
    bench: Bench,
    data: Sequence[Dataset],
    config: Any,
) -> Iterator[None]:
    """Hold the bench's folder for this experiment, and keep in it what it is.

    Raises UsageError where another experiment, or the same one asked otherwise or of other data, was begun there,
    OutputError where the folder holds anything else, RunBusy while another process works there.
    """
    asked = _as_json(
        {
            "experiment": experiment.name,
            "seed": bench.seed,
            "config": asdict(config),
            "data": [d.fingerprint() for d in data],
        }
    )
    folder = bench.folder
    kept = _read_header(folder)
    if kept is None and folder.is_dir() and any(_is_other(p) for p in folder.iterdir()):
        raise OutputError(
            f"{folder} holds something else than an experiment; give an empty or a new folder."
        )
    if kept is not None:
        _require_same(folder, kept, asked)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0)
        lock.acquire()
    except Timeout as error:
        raise RunBusy(f"Another process works in {folder}; wait for it or stop it.") from error
    except OSError as error:
        raise files.refused(folder, error) from error
    try:
        header = {"format": FORMAT, "version": VERSION, "package": __version__}
        files.write_json(folder / HEADER, {**header, "quick": bench.quick, **asked})
        yield
    except BaseException:
        if not any(_is_other(p) and p.name != HEADER for p in folder.iterdir()):
            (folder / HEADER).unlink(
                missing_ok=True
            )  # refused before its first step: it may be asked otherwise
        raise
    finally:
        lock.release()


def _is_other(path: Path) -> bool:
    """Whether it is more than the lock, or what a process left that was killed before it began."""
    return path.name != LOCK and not path.name.startswith(".part-")


def _require_same(folder: Path, kept: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    if kept.get("experiment") != asked["experiment"]:
        raise UsageError(
            f"{folder} holds the experiment {kept.get('experiment')}, not {asked['experiment']}; give another folder."
        )
    before, after = ({"seed": c.get("seed"), **(c.get("config") or {})} for c in (kept, asked))
    other = [n for n in after if before.get(n) != after[n]]
    if other:
        said = ", ".join(f"{name}={before.get(name)}" for name in other)
        raise UsageError(
            f"The experiment in {folder} was begun with {said}; go on with it so, or give another folder."
        )
    if kept.get("data") != asked["data"]:
        raise UsageError(
            f"The experiment in {folder} was begun on other data, or the data has changed since; give another folder."
        )


def _read_header(folder: Path) -> dict[str, Any] | None:
    try:
        content = json.loads((folder / HEADER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(content, dict) and (content.get("format"), content.get("version"))
    return content if known == (FORMAT, VERSION) else None


def _as_json(content: Any) -> Any:
    """As it is when it was written and read."""
    return json.loads(json.dumps(content))


def _require_learnt_from(run: Path, data: Dataset) -> None:
    """Raises UsageError where a finished run saw other samples: a name that stands for two things would hide a leak."""
    kept = trainer.read_run(run).about.get("data", {}).get("fingerprint")
    if kept != _as_json(data.fingerprint()):
        raise UsageError(
            f"The network in {run} learnt from other samples or labels than it would now; give another folder."
        )


def _state(run: Path) -> str | None:
    """Of a run of training; None where none was begun."""
    try:
        return trainer.read_run(run).state
    except RunMissing:
        return None
