"""Places with several values, in memory."""

from __future__ import annotations

import numpy as np

from eo_embed.training.datasets import Dataset, Images, Labels, Modality

SIX = ("treecover", "elevation", "population", "nightlights", "income", "roads")


class InMemory(Dataset):
    """Places whose images and labels can be changed."""

    def __init__(
        self,
        images: np.ndarray,
        tasks: dict[str, np.ndarray],
        positions: np.ndarray | None = None,
        gsd: float | None = None,
    ) -> None:
        self.name, self.images, self.positions = "places", images, positions
        bands = ("red", "green", "blue")
        self.modalities = {"rgb": Modality("rgb", bands, images.shape[2:], gsd=gsd)}
        values = np.stack(list(tasks.values()), axis=1).astype(np.float32)
        self.labels = Labels(tuple(tasks), values, ((),) * len(tasks))

    def __len__(self) -> int:
        return len(self.images)

    def read(self, rows: np.ndarray, modality: str) -> Images:
        return Images(self.images[rows])
