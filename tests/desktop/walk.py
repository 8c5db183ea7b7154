"""A walk through a whole QGIS desktop, from an empty profile: `make test-desktop`; `--show` to look at the end of it.

QGIS runs twice under Xvfb (see analyst.py). Afterwards the files it leaves are read without it and checked, and
with ``--pictures`` the screenshots take their place in docs/plugin.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DOCS = ROOT / "docs" / "plugin" / "pictures"
SCREEN = "1600x1000x24"
CHIP = 8  # pixels, as analyst.py types it


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="open QGIS as the walk leaves it")
    parser.add_argument("--pictures", action="store_true", help="put the screenshots into the docs")
    parser.add_argument("--folder", type=Path, help="where to; a new temporary folder by default")
    given = parser.parse_args()
    if shutil.which("qgis") is None or shutil.which("xvfb-run") is None:
        print(
            "The walk needs qgis and xvfb-run (Debian: apt-get install qgis xvfb).", file=sys.stderr
        )
        return 1
    folder = given.folder or Path(tempfile.mkdtemp(prefix="eo-embed-walk-"))
    folder.mkdir(parents=True, exist_ok=True)
    scene = find_scene(folder)
    make_profile(folder)
    write_truth(scene, folder / "truth.json")
    first = visit("first", folder, scene)
    second = visit("second", folder, scene, "project.qgz") if first.get("ok") else {}
    problems = check(first, second, folder)
    print(json.dumps({"first": first, "second": second}, indent=2))
    print(f"pictures in {folder / 'pictures'}")
    for problem in problems:
        print(f"FAILED: {problem}", file=sys.stderr)
    if given.pictures and not problems:
        take_pictures(folder)
    if given.show and not problems:
        command = [*qgis(folder), "--project", str(folder / "project.qgz")]
        return subprocess.run(command, check=False, env=environment()).returncode
    return bool(problems)


def find_scene(folder: Path) -> Path:
    """A copy of the real scene where it is, else the synthetic one."""
    data = Path(os.environ.get("EO_EMBED_TEST_DATA", ROOT.parent / "shared" / "data"))
    real = data / "wekeo_garda_s2" / "data" / "concise.tif"
    if real.is_file():
        return Path(shutil.copy(real, folder / "concise.tif"))
    from eo_embed.core.synthetic import make_scene

    return make_scene(folder, size=512).scene


def make_profile(folder: Path) -> None:
    """An empty profile whose plugin folder holds the checkout under the package's name."""
    plugins = folder / "profiles" / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True, exist_ok=True)
    link = plugins / "eo_embed"
    link.unlink(missing_ok=True)
    link.symlink_to(ROOT)


def write_truth(scene: Path, path: Path) -> None:
    """The class of each chip that an analyst sees, by rules on its mean reflectance, and its share of the chip."""
    with rasterio.open(scene) as source:
        bands = source.read([1, 2, 3, 4]).astype(float)
    _, green, red, infrared = bands
    ndvi = (infrared - red) / np.maximum(infrared + red, 1)
    ndwi = (green - infrared) / np.maximum(green + infrared, 1)
    pixels = np.where(ndvi < 0.35, 3, 2)
    pixels[(ndvi > 0.5) & (red < 1400) & (green < 1800)] = 1
    pixels[ndwi > 0] = 0
    rows, cols = -(-pixels.shape[0] // CHIP), -(-pixels.shape[1] // CHIP)
    truth = {}
    for row in range(rows):
        for col in range(cols):
            part = pixels[row * CHIP : (row + 1) * CHIP, col * CHIP : (col + 1) * CHIP]
            counts = np.bincount(part.ravel(), minlength=4)
            truth[row * cols + col] = [int(counts.argmax()), float(counts.max() / part.size)]
    path.write_text(json.dumps(truth))


def environment(**more: str) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QT_QPA", "VIRTUAL_ENV"))
    }
    # QGIS takes the Python whose home it finds along PATH: the system's, whatever pyenv puts before it.
    return {**kept, "PATH": os.pathsep.join(["/usr/bin", os.environ["PATH"]]), **more}


def qgis(folder: Path) -> list[str]:
    return ["qgis", "--nologo", "--noversioncheck", "--profiles-path", str(folder / "profiles")]


def visit(
    part: str, folder: Path, scene: Path, project: str = "", script: Path = HERE / "analyst.py"
) -> dict[str, object]:
    """Run QGIS with one part of the walk; what the part found out."""
    said = environment(
        EO_EMBED_WALK_SCRIPT=str(script), EO_EMBED_WALK_FOLDER=str(folder), EO_EMBED_WALK_SCENE=str(scene),
        EO_EMBED_WALK_PYTHON=sys.executable, EO_EMBED_WALK_PART=part,
        EO_EMBED_HOME=str(folder / "home"), TMPDIR=str(folder / "tmp"),  # or QGIS marks layers here as temporary
    )  # fmt: skip
    (folder / "tmp").mkdir(exist_ok=True)
    command = ["xvfb-run", "-a", "-s", f"-screen 0 {SCREEN}", *qgis(folder), "--code", str(script)]
    if project:
        command += ["--project", str(folder / project)]
    began = time.monotonic()
    with (folder / f"{part}.log").open("w") as log:
        status = subprocess.run(command, env=said, stdout=log, stderr=log, timeout=900, check=False)
    found = folder / f"{part}.json"
    facts = (
        json.loads(found.read_text())
        if found.is_file()
        else {"ok": False, "error": "QGIS ended early"}
    )
    facts.update(status=status.returncode, seconds=round(time.monotonic() - began, 1))
    facts["workers left"] = workers_of(folder)
    return facts


def workers_of(folder: Path) -> list[int]:
    """Worker processes that still run in this walk."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in command and b"worker" in command:
            found.append(int(process.name))
    return found


def check(first: dict, second: dict, folder: Path) -> list[str]:
    """What is not as it should be; everything is read from the files, by other means than the plugin's."""
    if not first.get("ok") or not second.get("ok"):
        return [str(first.get("error") or second.get("error"))]
    problems = []

    def require(holds: bool, what: str) -> None:
        if not holds:
            problems.append(what)

    with sqlite3.connect(folder / "workspace" / "labels.gpkg") as labels:
        rows = labels.execute("SELECT chip_id, how FROM labels").fetchall()
    require(
        len(rows) == 39, f"labels.gpkg holds {len(rows)} labels, not 39 (40 less the one undone)"
    )
    require(not set(first["undone"]) & {chip for chip, _ in rows}, "the undone label is on disk")
    require(sum(how == "suggestion" for _, how in rows) >= 20, "few labels came by suggestions")
    require(second["labels"] == 39, f"{second['labels']} labels were found again")
    require(second["project"] == "./workspace", f"the project remembers {second['project']}")
    require(not second["broken"], f"layers broken after the restart: {second['broken']}")
    require(first["loaded"] == second["loaded"] == [], f"QGIS loaded {first['loaded']}")
    require(first["status"] == second["status"] == 0, "QGIS did not close well")
    raised = [*first["exceptions"], *second["exceptions"]]
    require(not raised, f"exceptions in QGIS: {raised[:1]}")
    require(not first["workers left"] and not second["workers left"], "a worker outlived QGIS")
    truth = {int(k): v for k, v in json.loads((folder / "truth.json").read_text()).items()}
    first["agreement"] = agreement(folder, truth, {chip for chip, _ in rows})
    require(
        first["agreement"] > 0.8,
        f"the map agrees with the rules on {first['agreement']:.3f} of chips",
    )
    return problems


def agreement(folder: Path, truth: dict[int, list[float]], labelled: set[int]) -> float:
    """Share of the unlabelled chips on which the final map says what the rules say, read with rasterio alone."""
    path = next(p for p in (folder / "workspace" / "maps").glob("*.tif") if p.stem.count(".") == 0)
    with rasterio.open(path) as written, rasterio.open(next(folder.glob("*.tif"))) as scene:
        values, transform = written.read(1), written.transform
        cols = -(-scene.width // CHIP)
        step = scene.transform.a * CHIP
        right = total = 0
        for chip, (code, share) in truth.items():
            row, col = divmod(chip, cols)
            x, y = scene.transform.c + (col + 0.5) * step, scene.transform.f - (row + 0.5) * step
            c, r = (int(v) for v in ~transform * (x, y))
            inside = 0 <= r < values.shape[0] and 0 <= c < values.shape[1]
            if inside and values[r, c] and chip not in labelled and share >= 0.6:
                right, total = right + (values[r, c] == code + 1), total + 1
    return right / total


def take_pictures(folder: Path, names: str = "*.png") -> None:
    """The screenshots of the documentation; of the scene that may be shown (MIT) or the synthetic one."""
    from PIL import Image

    DOCS.mkdir(parents=True, exist_ok=True)
    for picture in (folder / "pictures").glob(names):
        Image.open(picture).convert("P", palette=Image.Palette.ADAPTIVE, colors=256).save(
            DOCS / picture.name, optimize=True
        )


if __name__ == "__main__":
    sys.exit(main())
