"""What is found of a head by leaving labels out: scores, learning curves, and whether it is as sure as it may be.

The heads judged are new ones of the same kind and options, fitted on parts of the labels that the head was fitted on:
of the head itself no chip is left to judge it by.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LabelsTooFew, UsageError
from ..probes import (
    Head,
    HeadMeta,
    Scores,
    Split,
    block_folds,
    cross_validate,
    make_head,
    predict_out_of_fold,
)
from ..progress import Task
from ..questions.calibration import (
    apply_temperature,
    interval_reliability,
    reliability,
)
from ..questions.curve import Curve, learning_curve
from ..questions.trust import LEAST_BLOCKS, block_side
from ..workspace import Workspace
from .facts import CertaintyFacts
from .heads import stage_progress
from .labelling import Training
from .splits import metres

#: Numbers of labels that the curve tries, as far as the labels go, and draws of each: few enough for
#: a minute or two. assumed
SIZES, REPEATS = (10, 25, 50, 100, 250, 500, 1000), 5
#: Beyond this many labels, whose heads take long, draws of each number are fewer. assumed
MANY, FEWER_REPEATS = 2000, 3
#: Folds of a split, and how often they are dealt: the defaults of ``score``.
FOLDS, ASSIGNMENTS = 5, 5
#: Levels that intervals of a value are tried at. assumed
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


class Judge:
    """Heads like the saved one, fitted on some of its labels and judged on the others."""

    def __init__(
        self, workspace: Workspace, meta: HeadMeta, training: Training, task: Task
    ) -> None:
        options = {key: value for key, value in meta.options.items() if key != "kind"}
        self._make: Callable[[], Head] = lambda: make_head(meta.head, meta.kind, **options)
        self._seed = int(options.get("seed", 0))
        self._workspace, self._meta, self._training, self._task = workspace, meta, training, task
        self._names = [c.name for c in training.classes]
        self.xy = workspace.grid.metric_centres(training.ids)
        self._given: dict[str, Any] = {
            "kind": meta.kind,
            "class_names": [c.name for c in training.classes],
        }

    def score(self, split: Split, side: float | None = None) -> Scores:
        """See probes.cross_validate."""
        return cross_validate(
            self._make,
            self._training.matrix,
            self._training.y,
            self.xy,
            **self._given,
            split=split,
            block=side,
            folds=FOLDS,
            assignments=ASSIGNMENTS,
            seed=self._seed,
            chip_size_m=min(self._workspace.grid.ground_size),
            how=self._training.how,
            progress=stage_progress(self._task, f"scoring {self._meta.head} by {split}", "folds"),
        )

    def curve(self, split: Split, side: float | None) -> Curve:
        """See questions.curve; sizes that leave less than a third of the labels fall away."""
        n = len(self._training.ids)
        return learning_curve(
            self._make,
            self._training.matrix,
            self._training.y,
            self.xy,
            **self._given,
            sizes=[size for size in SIZES if size <= n * 2 / 3] or [2],
            repeats=REPEATS if n <= MANY else FEWER_REPEATS,
            split=split,
            folds=FOLDS,
            block=side if split == "block" else None,
            seed=self._seed,
            progress=stage_progress(
                self._task, f"learning curve of {self._meta.head} by {split}", "fits"
            ),
        )

    def certainty(self, side: float, head: Head) -> CertaintyFacts:
        """How sure heads are of blocks that they did not see, bare and under the saved head's factor."""
        data, classes = self._training, len(self._names)
        folds = block_folds(self.xy, side, FOLDS, self._seed)
        said = predict_out_of_fold(self._make, data.matrix, data.y, folds, self._meta.kind, classes)
        calibrated = self._meta.trust["calibration"] is not None
        factor = head.calibration_ if calibrated else None
        if said.proba is not None:
            before: Any = reliability(said.proba, data.y)
            tempered = None if factor is None else apply_temperature(said.proba, factor)
            after: Any = None if tempered is None else reliability(tempered, data.y)
            return CertaintyFacts(side, len(data.y), before, after, factor, None, None)
        error, spread = data.y - said.labels, said.uncertainty
        before = interval_reliability(error, spread, LEVELS)
        after = None if factor is None else interval_reliability(error, spread * factor, LEVELS)
        truth, predicted = np.asarray(data.y, np.float64), np.asarray(said.labels, np.float64)
        return CertaintyFacts(side, len(data.y), before, after, factor, truth, predicted)


def side_of_blocks(
    xy: NDArray[np.float64], asked: str, workspace: Workspace
) -> tuple[float | None, str]:
    """The side of the blocks in metres, None where no side will do, and what to know of it."""
    side = metres("block", asked)
    if not side > 0:
        raise UsageError(f"A block of {asked} has no area; give the side of a square.")
    try:
        block_folds(xy, side, FOLDS, 0)
        return side, ""
    except UsageError as error:
        try:
            smaller = block_side(xy, LEAST_BLOCKS, 2 * max(workspace.grid.ground_size))
        except LabelsTooFew as none:
            return None, f"There are no scores by blocks of ground: {none}"
        told = f"Blocks of {asked} cannot be had here ({str(error).rstrip('.')}), so blocks of"
        return smaller, f"{told} {smaller:g} m are used instead."
