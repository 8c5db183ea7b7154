"""The picture of docs/questions/embeddings.md, and the figures that it quotes."""

import tempfile
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from PIL import Image
from scenes import PAGES, small, synthetic

from eo_embed.core import pipeline

CLUSTERS, CORE = 8, 20
SHOWN = 3000  # chips of the view


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = synthetic(Path(folder))
        print(pipeline.explore_pca(place, most=SHOWN))
        print(pipeline.explore_distance(place))
        found = pipeline.explore_clusters(place, CLUSTERS)
        print(found)
        tell_purity(place, Path(found.files["table"]))
        view = pipeline.explore_view(place, "tsne", most=SHOWN)
        print(view)
        # From the middle of the largest cluster to that of the smallest.
        walk = pipeline.explore_path(
            place, found.nearest[0][0], found.nearest[-1][0], points=5, neighbours=2
        )
        print(walk)
        stack([view.files["chart"], walk.files["picture"]], PAGES / "embeddings.png")
        small(PAGES / "embeddings.png")


def tell_purity(place: Path, table: Path) -> None:
    """Print which class most chips of each cluster, and of its core, are labelled with."""
    workspace = pipeline.open_workspace(place)
    names = {c.code: c.name for c in workspace.target("cover").classes}
    labels = pipeline.training_set(workspace, pipeline.features(place))
    codes = [labels.classes[i].code for i in labels.y]
    label_of = dict(zip(labels.ids.tolist(), codes, strict=True))
    clusters = pq.read_table(table).to_pandas().sort_values("distance")
    for number, chips in clusters.groupby("cluster")["chip_id"]:
        known = [label_of[chip] for chip in chips if chip in label_of]
        core = [label_of[chip] for chip in chips[:CORE] if chip in label_of]
        code = max(set(known), key=known.count)
        print(
            f"cluster {number}: {len(chips)} chips, {len(known)} labelled, {known.count(code) / len(known):.0%} "
            f"{names[code]}; of the {CORE} nearest to the centre {core.count(code)} of {len(core)}"
        )


def stack(pictures: list[str], png: Path) -> None:
    """One picture of several, one above the other, as wide as the first."""
    opened = [Image.open(path).convert("RGB") for path in pictures]
    width = opened[0].width
    scaled = [p.resize((width, round(p.height * width / p.width))) for p in opened]
    sheet = Image.new("RGB", (width, sum(p.height for p in scaled)), "white")
    tops = np.cumsum([0, *(p.height for p in scaled)]).tolist()
    for picture, top in zip(scaled, tops, strict=False):
        sheet.paste(picture, (0, top))
    sheet.save(png, optimize=True)


if __name__ == "__main__":
    main()
