"""Made-up ground for tests of the experiment of Deng et al.: chips whose classes are told by their colours."""

from __future__ import annotations

from typing import Any

import numpy as np

from eo_embed.tests.training.memory import MemoryDataset
from eo_embed.training.datasets import IGNORED, Labels, Modality

RGBN = ("red", "green", "blue", "nir")
CLASSES = ("field", "forest", "water")
#: Brightness of classes in each band.
_LEVELS = np.array([[200, 60, 60, 120], [60, 200, 60, 220], [60, 60, 200, 20]])


class Ground(MemoryDataset):
    """Chips of 16 pixels of 10 m on a square; each is of a class, which the upper half of its pixels has. The other
    half, and every 24th chip, is of no class.

    labelled, masked: what is told of them. located: whether their places are known. stride: metres between chips.
    """

    def __init__(
        self, side: int = 12, bands: int = 4, *, labelled: bool = True, masked: bool = False, located: bool = True,
        stride: float = 160.0, seed: int = 0,
    ) -> None:  # fmt: skip
        rng = np.random.default_rng(seed)
        n = side**2
        self.truth = rng.integers(0, 3, n)
        image = _LEVELS[self.truth][:, :bands, None, None] + rng.integers(
            -40, 40, (n, bands, 16, 16)
        )
        super().__init__(
            [Modality("aerial", RGBN[:bands], (16, 16), gsd=10.0)],
            {"aerial": image.clip(0, 255).astype(np.uint8)},
        )
        self.name = f"ground {seed}"
        if labelled:
            known = self.truth.astype(np.float32)
            known[::24] = np.nan
            self.labels = Labels(("cover",), known[:, None], (CLASSES,))
        if masked:
            self.mask_classes = (*CLASSES, "clutter")
        if located:
            rows, cols = np.divmod(np.arange(n), side)
            self.positions = np.stack([cols, -rows], axis=1) * stride + 80.0

    def read_masks(self, rows: np.ndarray) -> np.ndarray:
        masks = np.full((len(rows), 16, 16), IGNORED, np.uint8)
        masks[:, :8] = self.truth[rows][:, None, None]
        masks[:, 7, :4] = 3  # clutter
        return masks

    def fingerprint(self) -> dict[str, Any]:
        return {"name": self.name, "samples": len(self)}
