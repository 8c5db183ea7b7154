"""The picture of docs/questions/accuracy.md, and the figures that it quotes.

NLCD at the sampled cells stands in for an interpreter, so that what is estimated can be compared with
NLCD's own areas, which a user does not have.
"""

import tempfile
from collections import Counter
from pathlib import Path

import geopandas
from scenes import DATA, PAGES, zion

from eo_embed.core import pipeline
from eo_embed.core.charts import areas_chart
from eo_embed.core.labels import LabelStore
from eo_embed.core.questions.area import AreaEstimate
from eo_embed.core.workspace import Workspace

NLCD = {
    "1": "water", "2": "developed", "3": "barren", "4": "forest", "5": "shrubland",
    "6": "herbaceous", "7": "cultivated", "8": "wetlands",
}  # fmt: skip
CELLS, DRAWS = 200, 100


def reference(workspace: Workspace) -> dict[int, str]:
    """The class that NLCD gives most of each chip to."""
    path = str(DATA / "zion_l8_nlcd" / "nlcd.tif")
    pipeline.label(workspace, path, target="reference", min_share=1e-6)
    table = LabelStore(workspace.labels_path, workspace.geobox.crs).get("reference")
    return dict(zip(table.ids.tolist(), table.values.tolist(), strict=True))


def judged(workspace: Workspace, truth: dict[int, str], seed: int) -> pipeline.AreaReport:
    """A sample labelled by the reference, and the estimate."""
    name = f"check-{seed}"
    made = pipeline.sample(workspace, n=CELLS, seed=seed, name=name)
    frame = geopandas.read_file(made.cells)
    centres = frame.geometry.centroid
    chips = workspace.grid.at(centres.x.to_numpy(), centres.y.to_numpy())
    frame["label"] = [truth[chip] for chip in chips.tolist()]
    frame.to_file(made.cells)
    return pipeline.area(workspace, reference=name, new_classes=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = zion(Path(folder) / "w")
        pipeline.fit(place, target="nlcd", labels=300)
        pipeline.predict(place)
        workspace = pipeline.open_workspace(place)
        truth = reference(workspace)
        data = pipeline.features(workspace)
        cell = pipeline.sample(workspace, n=CELLS, name="size").strata[0]
        hectares = cell.area / cell.cells / 1e4
        count = Counter(truth[chip] for chip in data.ids.tolist())
        true = {code: n * hectares for code, n in count.items()}
        print(f"chips {len(data.ids)}, of {hectares:.2f} ha; by NLCD {true}")
        reports = [judged(workspace, truth, seed) for seed in range(DRAWS)]
        estimates = [report.estimate for report in reports]
        for code in ("3", "4", "5"):
            held = [
                c.area.low <= true[code] * 1e4 <= c.area.high
                for estimate in estimates
                if isinstance(estimate, AreaEstimate)
                for c in estimate.classes
                if c.name == code
            ]
            print(f"{NLCD[code]}: in the interval in {sum(held)} of {len(held)} draws")
        show(reports[0], true)


def show(report: pipeline.AreaReport, true: dict[str, float]) -> None:
    """Print what was found, and draw it."""
    from eo_embed.core.cli.accuracy import area_text

    print(area_text(report))
    assert isinstance(report.estimate, AreaEstimate)
    found = [c for c in report.estimate.classes if c.sampled_mapped + c.sampled_reference > 0]
    for c in found:
        half = 1.96 * c.area.standard_error
        told = [c.mapped_area / 1e4, c.area.value / 1e4, half / 1e4, true.get(c.name, 0.0)]
        print(f"{NLCD[c.name]}: mapped, estimated, half width, NLCD:", *(f"{x:,.0f}" for x in told))
    chart = areas_chart(
        [NLCD[c.name] for c in found],
        [report.colours.get(c.name, "#888888") for c in found],
        [c.mapped_area / 1e4 for c in found],
        [c.area.value / 1e4 for c in found],
        [1.96 * c.area.standard_error / 1e4 for c in found],
        title=f"Zion: mapped, and estimated from {report.labelled} cells",
    )
    chart.png(PAGES / "accuracy.png", dpi=100)


if __name__ == "__main__":
    main()
