"""Peak memory of embedding an area and one sixteen times as large, each in a process of its own.

    python benchmarks/speed/memory.py

Target: within 10% of each other.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from scenes import table, tiled_scene

CODE = """
import resource, sys
from eo_embed.core import pipeline
pipeline.init(sys.argv[1], {"s": [sys.argv[2]]}, chip=sys.argv[3])
done = pipeline.embed(sys.argv[1], model=sys.argv[4])[0]
print(done.report.chips, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def peak(workspace: str, path: str, chip: int, model: str) -> tuple[int, float]:
    command = [sys.executable, "-c", CODE, workspace, path, str(chip), model]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(out[0]), float(out[1])


def main() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for model, chip in (("rcf", 16), ("rcf", 64), ("stats", 16)):
            one, sixteen = (
                peak(f"{folder}/{model}{chip}-{n}", str(tiled_scene(Path(folder), n)), chip, model)
                for n in (1, 4)
            )
            rows.append((model, chip, one[0], sixteen[0], one[1], sixteen[1], sixteen[1] / one[1]))
    header = ("model", "chip", "chips", "chips x 16", "peak MiB", "peak MiB x 16", "ratio")
    table("Peak memory", header, rows)


if __name__ == "__main__":
    main()
