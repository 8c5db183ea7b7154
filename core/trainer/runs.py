"""The folder of a run: what is in it, who may write into it, and what it tells whoever looks. No torch here.

    RUN/
      run.json            what is trained, on what, with which settings
      status.json         how far it is: rewritten while it trains, once a second at most
      metrics.csv, validation.csv, probe.csv, tensorboard/
      checkpoints/        the last two, to go on from
      best.safetensors    networks of the best epoch, where a method keeps those
      model.safetensors, card.json   what came of it; in folders by name, where that is several encoders
      stop                asks it to stop

``state`` is running, stopped, finished or failed; a run whose process is gone while it says running is interrupted.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from filelock import FileLock, Timeout

from ... import __version__
from .. import files
from ..errors import OutputError, RunBusy, RunExists, RunMissing
from .sameness import require_same

FORMAT, VERSION = "eo-embed-run", 1
RUN, STATUS, STOP, LOCK, CHECKPOINTS = "run.json", "status.json", "stop", ".lock", "checkpoints"
#: What a run would overwrite, and so begins beside none of.
_OURS = (CHECKPOINTS, "metrics.csv", "model.safetensors", "card.json", "best.safetensors")
#: Seconds without a word after which a run on another computer counts as interrupted.
_SILENT_S = 3600


@dataclass(kw_only=True)
class Status:
    """What status.json says.

    state: see the module. step, epoch: done, of steps, epochs. loss: mean over the steps of the last line of metrics.
    left_s: seconds to go. memory: bytes of the GPU at their highest, None elsewhere. batch_size: over all processes;
    accumulate: parts that each computes its share in. started: of this session; updated: ISO 8601, UTC. message,
    code: of what made it fail, or one sentence on what is out of the ordinary. results: names of the encoders there
    are.
    """

    state: str = "running"
    pid: int = field(default_factory=os.getpid)
    host: str = field(default_factory=socket.gethostname)
    step: int = 0
    steps: int = 0
    epoch: float = 0.0
    epochs: float = 0.0
    loss: float | None = None
    images_per_s: float | None = None
    left_s: float | None = None
    memory: int | None = None
    device: str = ""
    precision: str = ""
    processes: int = 1
    batch_size: int = 0
    accumulate: int = 1
    started: str = ""
    updated: str = ""
    message: str = ""
    code: str = ""
    results: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Write it at once; a reader sees the old or the new. Nothing waits for the disk, which many runs share."""
        self.updated = now()
        part = folder / f".part-{os.getpid()}-{STATUS}"
        try:
            part.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
            _replace(part, folder / STATUS)
        except OSError as error:
            raise files.refused(folder / STATUS, error) from error


@dataclass(kw_only=True)
class RunStatus(Status):
    """A run as it is read: its status, with what it was begun with."""

    folder: Path
    about: dict[str, Any]
    settings: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """What status.json says, JSON-able, ``state`` as it is now."""
        return {f.name: getattr(self, f.name) for f in fields(Status)}


@dataclass(frozen=True)
class TrainReport:
    """How a run ended: ``state`` finished or stopped. ``results``: names of the encoders in its folder.

    images_per_s: over this session's steps, all processes together, checkpoints and validation left out.
    """

    folder: Path
    state: str
    step: int
    steps: int
    loss: float | None
    seconds: float
    images_per_s: float
    results: tuple[str, ...]


# -- looking -----------------------------------------------------------------------------------


def read_run(folder: str | Path) -> RunStatus:
    """A run as it is. Raises RunMissing where there is none, or its run.json is damaged."""
    folder = Path(folder)
    kept = _read_json(folder / RUN)
    if kept is None:
        raise RunMissing(
            f"{folder} holds no training run; give the folder that a run was begun in."
        )
    said = _read_json(folder / STATUS) or {"state": "interrupted", "pid": 0, "host": ""}
    known = {f.name for f in fields(Status)}
    status = RunStatus(
        **{key: value for key, value in said.items() if key in known},
        folder=folder,
        about=kept.get("about", {}),
        settings=kept.get("settings", {}),
    )
    if status.state == "running" and not _alive(status):
        status.state = "interrupted"
    return status


def list_runs(parent: str | Path) -> list[RunStatus]:
    """The runs in a folder, the one begun last first."""
    found = []
    for place in Path(parent).glob(f"*/{RUN}"):
        with contextlib.suppress(RunMissing):
            found.append(read_run(place.parent))
    return sorted(found, key=lambda run: run.started, reverse=True)


def ask_to_stop(folder: str | Path) -> None:
    """Have the run in a folder stop after its step, with a checkpoint to go on from.

    Raises RunMissing where there is no such folder, OutputError where it cannot be written to.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise RunMissing(f"There is no training run at {folder}.")
    try:
        (folder / STOP).touch()
    except OSError as error:
        raise files.refused(folder / STOP, error) from error


def now() -> str:
    """The time, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _alive(status: Status) -> bool:
    """Whether the process that wrote a status still is; a later one may bear its number."""
    if status.host != socket.gethostname():
        return time.time() - _seconds(status.updated) < _SILENT_S
    try:
        process = psutil.Process(status.pid)
        return (
            process.create_time() < _seconds(status.started) + 2
            and process.status() != psutil.STATUS_ZOMBIE
        )
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _seconds(moment: str) -> float:
    """A time of a status since the epoch; what tells none lies before all others."""
    try:
        return datetime.fromisoformat(moment).timestamp()
    except ValueError:
        return -math.inf


# -- writing -----------------------------------------------------------------------------------


@contextlib.contextmanager
def writing(
    folder: Path, about: Mapping[str, Any], settings: Mapping[str, Any], *, resume: bool
) -> Iterator[None]:
    """Hold a folder for a run, and keep in it what the run is.

    Raises RunExists where a run, or something that it would overwrite, is; with ``resume`` RunMissing where none is
    and UsageError where it was begun with other settings or data; RunBusy while another process trains there.
    """
    kept = _read_json(folder / RUN)
    (require_begun if resume else require_free)(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0)  # the system frees it when we die
        lock.acquire()
    except Timeout as error:
        raise RunBusy(f"Another process trains in {folder}; wait for it or stop it.") from error
    except OSError as error:
        raise files.refused(folder, error) from error
    try:
        if kept is not None:
            require_same(folder, kept, about, settings)
        _clear(folder)
        content = {"format": FORMAT, "version": VERSION, "package": __version__}
        files.write_json(
            folder / RUN, {**content, "about": dict(about), "settings": dict(settings)}
        )
        yield
        with contextlib.suppress(OSError):
            (folder / STOP).unlink(missing_ok=True)
    finally:
        lock.release()


def require_folder(folder: Path, *, resume: bool) -> None:
    """What ``writing`` would refuse of a folder but for another process, before data is opened at length.

    Only the first process of torchrun looks: when another does, that one may have begun already. Raises RunExists and
    OutputError; with ``resume`` RunMissing.
    """
    if int(os.environ.get("RANK", 0)) == 0:
        (require_begun if resume else require_free)(folder)


def require_begun(folder: Path) -> None:
    """Raises RunMissing where no run is to go on with."""
    if _read_json(folder / RUN) is None:
        raise RunMissing(
            f"{folder} holds no training run to go on with; begin one without --resume."
        )


def require_free(folder: Path) -> None:
    """Raises RunExists where a run, or something that one would overwrite, is; OutputError where no folder can be."""
    for place in (folder, *folder.parents):
        if place.is_dir():
            break
        if place.exists():
            raise OutputError(
                f"{folder} cannot be a folder: {place} is a file; give another folder."
            )
    if (folder / RUN).exists():
        raise RunExists(
            f"{folder} holds a training run already; go on with it by --resume, or give another folder."
        )
    for name in _OURS:
        if (folder / name).exists():
            raise RunExists(
                f"{folder} holds {name}, which a run would overwrite; give another folder."
            )


def stop_asked(folder: Path) -> bool:
    """Whether someone has asked the run in a folder to stop."""
    return (folder / STOP).exists()


def _clear(folder: Path) -> None:
    """Remove what a killed process left: half of a checkpoint, and a wish to stop that was its own."""
    for part in (folder / CHECKPOINTS).glob(".part-*"):
        shutil.rmtree(part, ignore_errors=True)
    with contextlib.suppress(OSError):
        if (folder / STOP).stat().st_mtime < psutil.Process().create_time() - 1:
            (folder / STOP).unlink()


def _replace(part: Path, path: Path, tries: Sequence[float] = (0.01, 0.05, 0.2)) -> None:
    """Rename; Windows refuses while someone reads the old file, so again after a while."""
    for pause in tries:
        try:
            os.replace(part, path)
            return
        except PermissionError:
            time.sleep(pause)
    os.replace(part, path)
