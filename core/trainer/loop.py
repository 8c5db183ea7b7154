"""``train``: a run from its first step, or the one it stopped after, to its last."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from ..errors import Cancelled, DataUnfit, DeviceMemory, TrainingDiverged, UsageError
from ..models.checkpoint import save_checkpoint
from ..progress import Task
from . import checkpoints, distributed, runs
from .journal import Journal
from .learner import Feed, Learner
from .precision import pick_precision, tuned
from .runs import Status, TrainReport
from .settings import TrainSettings
from .steps import Stepper, out_of_memory

if TYPE_CHECKING:
    from .probe import OnlineProbe

#: Seconds between two looks for a file that asks to stop.
_STOP_S = 0.5
#: Samples of a batch that a message names.
_NAMED = 8


def train(
    learner: Learner,
    feed: Feed,
    settings: TrainSettings,
    folder: Path,
    *,
    about: dict[str, Any],
    device: str = "auto",
    validation: Feed | None = None,
    keep_best: bool = False,
    probe: OnlineProbe | None = None,
    resume: bool = False,
    task: Task | None = None,
) -> TrainReport | None:
    """Train into a run folder, or go on in one; None in all processes of torchrun but the first.

    Parameters
    ----------
    learner: on the CPU, with the weights to begin with; the same in every process.
    folder: where all processes see it.
    about: what is trained on what, JSON-able; kept in run.json. ``about["data"]["fingerprint"]``, ``about["method"]``
        and ``about["values"]``, where there, are to be those of the run that goes on.
    validation: held-out samples, each once: steps 0, 1, … of batch_size rows, the last of what is left. Looked at
        after each pass over the training samples and at the end.
    keep_best: keep the networks of the pass with the least validation loss, not the last.
    probe: looked at before the first step, every ``probe_every`` steps and at the end.
    task: told of each step. Where it is cancelled, or the folder holds a file ``stop``, the run ends with a
        checkpoint, its state stopped.

    Raises DataUnfit for fewer samples than a batch, TrainingDiverged for a loss or weights that are no numbers,
    DeviceMemory, DeviceMissing, UsageError, DiskFull, OutputError; RunExists, RunMissing, RunBusy and
    CheckpointInvalid of the folder.
    """
    if feed.size < settings.batch_size:
        raise DataUnfit(
            f"There are {feed.size} samples to learn from, fewer than one batch of {settings.batch_size}; lower "
            "batch_size or give more data."
        )
    if keep_best and (validation is None or not validation.size):
        raise UsageError("The best pass is found on samples held out; set validation above 0.")
    folder = Path(folder)
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(distributed.joined(device))
        stack.enter_context(tuned(place))

        def hold() -> None:
            stack.enter_context(runs.writing(folder, about, settings.to_dict(), resume=resume))

        distributed.on_main(hold)
        run = _Run(learner, feed, settings, folder, place, task or Task())
        run.validation = validation if validation is not None and validation.size else None
        run.keep_best, run.probe = keep_best, probe if settings.probe_every else None
        try:
            return run.go(resume)
        except BaseException as error:
            told = _without_memory(place) if out_of_memory(error) else error
            run.journal.end_with(told)
            if told is error:
                raise
            raise told from error


def _without_memory(device: torch.device) -> DeviceMemory:
    return DeviceMemory(
        f"The memory of {device} does not hold the networks and the optimiser's state beside a batch; take a smaller "
        "network, or another device."
    )


class _Run:
    def __init__(
        self,
        learner: Learner,
        feed: Feed,
        settings: TrainSettings,
        folder: Path,
        device: torch.device,
        task: Task,
    ) -> None:
        self.learner, self.feed, self.settings, self.folder = learner, feed, settings, folder
        self.device, self.task = device, task
        self.validation: Feed | None = None
        self.probe: OnlineProbe | None = None
        self.keep_best = False
        self.steps = settings.total_steps(feed.size)
        self.pass_steps = feed.size // settings.batch_size
        self.stopping = False
        self.kept_at: int | None = None  # the step of the last checkpoint
        self.best: tuple[int, float] | None = None  # step and loss of the best pass
        self._looked_for_stop = 0.0
        self.status = Status(started=runs.now(), steps=self.steps, device=str(device))
        self.status.processes, self.status.batch_size = distributed.world(), settings.batch_size
        self.journal = Journal(folder, self.status, self.pass_steps, device)
        self.status.epochs = self.journal.passes(self.steps)

    @property
    def done(self) -> int:
        return self.status.step

    def go(self, resume: bool) -> TrainReport | None:
        settings, status = self.settings, self.status
        status.precision = pick_precision(settings.precision, self.device)
        status.accumulate = settings.accumulate
        self.journal.tell()
        with Stepper(
            self.learner, settings, self.steps, self.device, status.precision
        ) as self.stepper:
            self.journal.begin(self._resume() if resume else {})
            with contextlib.suppress(Cancelled):  # heard below
                self.task.start("training", self.steps - self.done, "steps")
            if self.done == 0:
                self._ask_probe()
            self._look()
            while self.done < self.steps and not self.stopping:
                self._step()
            return self._finish()

    def _resume(self) -> dict[str, Any]:
        """Take up the last whole checkpoint; a run that was ended before its first begins again."""
        step = distributed.on_main(lambda: _step_of(checkpoints.newest(self.folder)))
        if step is None:
            return {}
        kept = checkpoints.at(self.folder, step)
        self.stepper.load(kept.load(self.stepper.networks))
        self.stepper.set_parts(kept.state["parts"])
        self.status.step = self.kept_at = step
        self.status.accumulate = self.stepper.parts
        self.status.results = kept.state["results"]
        self.best = checkpoints.read_best(self.folder) if self.keep_best else None
        return kept.state

    def _step(self) -> None:
        settings = self.settings
        self.journal.keep(self.stepper.step(self.feed, self.done))
        self.status.step += 1
        if self.stepper.parts != self.status.accumulate:
            self._tell_parts()
        last = self.done == self.steps
        if last or self.done % settings.log_every == 0:
            self._look()
            self.journal.add_line(self.stepper.lr)
        with self.journal.clock.away():
            if self.validation and (last or self.done % self.pass_steps == 0):
                self._validate()
            if self.probe and (last or self.done % settings.probe_every == 0):
                self._ask_probe()
            if distributed.world() == 1:  # several agree when they look
                self.stopping |= self._asked_to_stop()
            if last or self.stopping or self.done % settings.checkpoint_every == 0:
                self._checkpoint()
        if self.journal.due:
            if distributed.world() == 1:
                self._look()
            self.journal.tell()
        with contextlib.suppress(Cancelled):  # heard above, after the next step at the latest
            self.task.advance(1)

    def _finish(self) -> TrainReport | None:
        if self.kept_at != self.done:
            self._checkpoint()
        if self.best is not None and self.done == self.steps and distributed.is_main():
            checkpoints.load_networks(self.folder / checkpoints.BEST, self.stepper.networks)
            self._export()
        self.journal.end("finished" if self.done == self.steps else "stopped")
        if not distributed.is_main():
            return None
        status = self.status
        return TrainReport(
            self.folder,
            status.state,
            self.done,
            self.steps,
            status.loss,
            self.journal.seconds,
            self.journal.images_per_s,
            tuple(status.results),
        )

    # -- looking -------------------------------------------------------------------------------

    def _look(self) -> None:
        """See the losses since the last look, and whether anyone has been asked to stop."""
        bad, asked = self.journal.look(self._asked_to_stop())
        self.stopping |= asked
        if bad is not None:
            raise TrainingDiverged(
                f"The loss of step {bad + 1} is no finite number; look at its samples ({self._samples(bad)}) for "
                f"values out of range, or lower lr, which was {self.settings.lr:g}."
            )

    def _samples(self, step: int) -> str:
        names = self.feed.names(step)
        more = [f"and {len(names) - _NAMED} more"] if len(names) > _NAMED else []
        return ", ".join([*names[:_NAMED], *more])

    def _asked_to_stop(self) -> bool:
        if self.task.cancelled.is_set():
            return True
        if not distributed.is_main() or time.monotonic() - self._looked_for_stop < _STOP_S:
            return False
        self._looked_for_stop = time.monotonic()
        return runs.stop_asked(self.folder)

    def _tell_parts(self) -> None:
        self.status.accumulate = self.stepper.parts
        self.status.message = (
            f"{self.device} had no memory for a whole batch at step {self.done}: each is computed in "
            f"{self.stepper.parts} parts since."
        )

    def _validate(self) -> None:
        if self.validation is None:
            return
        found = self.stepper.validate(self.validation)
        self.journal.add("validation", found)
        if not self.keep_best or (self.best is not None and not found["loss"] < self.best[1]):
            return
        self._require_finite()
        self.best = (self.done, found["loss"])
        if distributed.is_main():
            checkpoints.write_best(self.folder, self.stepper.networks, *self.best)
            self._export()

    def _ask_probe(self) -> None:
        if self.probe is not None and distributed.is_main():
            with self.stepper.evaluating():
                self.journal.add("probe", self.probe.look(self.stepper.embed))

    # -- keeping -------------------------------------------------------------------------------

    def _checkpoint(self) -> None:
        """Keep all that is needed to go on, once it is known to be sound, and the encoders as they are."""
        self._look()
        self._require_finite()
        self.kept_at = self.done
        if not distributed.is_main():
            return
        if self.best is None:
            self._export()
        state = {
            **self.journal.state(),
            "parts": self.stepper.parts,
            "results": self.status.results,
        }
        checkpoints.write(
            self.folder, self.done, self.stepper.networks, self.stepper.state(), state
        )

    def _require_finite(self) -> None:
        if not self.stepper.finite():
            raise TrainingDiverged(
                f"Step {self.done} left weights that are no finite numbers; look at its samples "
                f"({self._samples(self.done - 1)}) for values out of range, or lower lr, which was "
                f"{self.settings.lr:g}."
            )

    def _export(self) -> None:
        """The encoders as ``checkpoint:`` takes them."""
        found = self.learner.results()
        for name, result in found.items():
            save_checkpoint(self.folder / name, result.weights, result.card)
        self.status.results = list(found)


def _step_of(kept: checkpoints.Checkpoint | None) -> int | None:
    return None if kept is None else kept.step
