"""What a click costs in QGIS: from the button to the label on disk, the new map and the painted canvas, and how long
QGIS's event loop is held while chips are clicked fast; 100,000 chips of 768 features.

    python benchmarks/speed/dock.py

Target: under 1 s from the click to the painted map; no gap of the event loop over 0.1 s.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import table
from worker import FEATURES, LABELS, SIDE, workspace

ROOT = Path(__file__).resolve().parents[2]
QGIS_PYTHON = ROOT / ".venv-qgis" / "bin" / "python"


def main() -> None:
    title = f"The dock at {SIDE**2:,} x {FEATURES}, {LABELS} labels"
    if not QGIS_PYTHON.exists():
        print(f"{title}: not measured, there is no QGIS here (.ci/setup-qgis).")
        return
    with tempfile.TemporaryDirectory() as folder:
        space, _ = workspace(Path(folder))
        run = subprocess.run(
            [QGIS_PYTHON, Path(__file__).with_name("_dock_in_qgis.py"), space, folder],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "EO_EMBED_PYTHON": sys.executable},
            capture_output=True, text=True, timeout=600,
        )  # fmt: skip
    if run.returncode:
        raise SystemExit(run.stderr)
    found = json.loads(run.stdout.splitlines()[-1])
    rows = [(what, f"{median:.3g}", f"{worst:.3g}") for what, median, worst in found]
    table(title, ("what", "median, s", "worst, s"), rows)


if __name__ == "__main__":
    main()
