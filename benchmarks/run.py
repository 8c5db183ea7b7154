"""All tables, one after the other, and a dated record of them.

    python benchmarks/run.py [--device cuda] [--only speed/rcf,quality/zion]

Writes ``benchmarks/results/DATE-DEVICE.md`` with what they were measured on; a later run of the same day
replaces the tables that it measured again.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psutil
import torch

HERE = Path(__file__).resolve().parent
#: Those that run on a GPU too.
ON_DEVICE = ("speed/end_to_end", "speed/training")
PACKAGES = ("torch", "timm", "torchgeo", "rasterio", "scikit-learn", "numpy")


def machine(device: str) -> str:
    """What figures were measured on, one line an item."""
    name = platform.processor() or platform.machine()
    if (info := Path("/proc/cpuinfo")).exists():
        names = [
            line.split(":")[1] for line in info.read_text().splitlines() if "model name" in line
        ]
        name = names[0].strip() if names else name
    lines = [
        f"{name}, {len(os.sched_getaffinity(0))} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB",
        ", ".join(f"{package} {version(package)}" for package in PACKAGES),
    ]
    if device != "cpu":
        lines.insert(0, torch.cuda.get_device_name())
    return "\n".join(f"- {line}" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--only", help="Scripts, by commas.")
    given = parser.parse_args()
    every = sorted(str(p.relative_to(HERE).with_suffix("")) for p in HERE.glob("*/[a-z]*.py"))
    if given.device != "cpu":
        every = list(ON_DEVICE)
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=HERE, capture_output=True, text=True
    ).stdout.strip()
    kind = given.device.partition(":")[0]
    target = HERE / "results" / f"{date.today()}-{kind}.md"
    target.parent.mkdir(exist_ok=True)
    before = target.read_text() if target.exists() else ""
    sections = dict(
        re.findall(r"^## (\S+)[^\n]*\n(.*?)(?=^## |\Z)", before, re.DOTALL | re.MULTILINE)
    )
    for script in given.only.split(",") if given.only else every:
        command = [sys.executable, str(HERE / f"{script}.py")]
        if given.device != "cpu":
            command += ["--device", given.device]
        out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        print(out, flush=True)
        sections[script] = f"\nAt {commit}.\n\n{out.strip()}\n\n"
        head = f"# {date.today()}, {kind}\n\n{machine(given.device)}\n\n"
        body = "".join(f"## {name}\n{text}" for name, text in sorted(sections.items()))
        target.write_text((head + body).rstrip() + "\n")
    print(f"recorded in {target}")


if __name__ == "__main__":
    main()
