"""What is known about the environment between two starts of QGIS: ``state.json``, and how it reads."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

#: The environment is not there; half made; made for other requirements; not what it was; good.
ABSENT, INCOMPLETE, OUTDATED, BROKEN, READY = "absent", "incomplete", "outdated", "broken", "ready"


@dataclass
class State:
    """What was done, and with what; written after every step."""

    requirements: str = ""  # their hash, as installed or being installed
    package: str = ""  # the plugin's version then
    installing: bool = False  # packages are, or were when it was killed, being written
    complete: bool = False  # installed, and a check ran well
    wheels: str = ""  # the offline folder it came from
    uv: str = ""
    python: str = ""
    torch: str = ""
    torch_built_for: str = ""
    devices: list[dict[str, Any]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    problem: str = ""  # what the last check found wrong
    checked: str = ""  # when, ISO 8601

    @classmethod
    def read(cls, path: Path) -> State | None:
        """The state on disk; None where there is none, or none that can be read."""
        try:
            return cls.from_json(path.read_text(encoding="utf-8"))
        except OSError:
            return None

    @classmethod
    def from_json(cls, text: str) -> State | None:
        """A state from JSON; None where it is none."""
        try:
            values = json.loads(text)
            known = {f.name: values[f.name] for f in fields(cls) if f.name in values}
            return cls(**known)
        except (ValueError, TypeError):
            return None

    def to_json(self) -> str:
        """The state as JSON."""
        return json.dumps(asdict(self), indent=1)

    def write(self, path: Path) -> None:
        """At once, or not at all."""
        part = path.with_name(path.name + ".part")
        part.write_text(self.to_json() + "\n", encoding="utf-8")
        os.replace(part, path)

    @property
    def device(self) -> str:
        """The best device that passed its test, for people."""
        good = [device for device in self.devices if not device.get("error")]
        return str(good[-1]["name"] if len(good) > 1 else "CPU")


@dataclass(frozen=True)
class Status:
    """How the environment stands: one of the kinds above, and a sentence for the user."""

    kind: str
    sentence: str
    python: str = ""  # path of the interpreter that would run the worker
    is_managed: bool = True
    state: State | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the worker can be started."""
        return self.kind == READY


def requirements_of(pyproject: Path) -> list[str]:
    """``[project] dependencies`` of a pyproject.toml, sorted; QGIS's Python may be too old for tomllib.

    Raises ValueError where there are none. Comments, and strings in either kind of quotes, are understood.
    """
    text = pyproject.read_text(encoding="utf-8")
    project = re.search(r"^\[project\]\s*$(.*?)(?=^\[|\Z)", text, re.M | re.S)
    block = project and re.search(
        r"^dependencies\s*=\s*\[((?:\s|,|#[^\n]*|\"[^\"\n]*\"|'[^'\n]*')*)\]",
        project.group(1),
        re.M,
    )
    if not block:
        raise ValueError(f"{pyproject} lists no dependencies.")
    found = re.findall(r"#[^\n]*|\"([^\"\n]*)\"|'([^'\n]*)'", block.group(1))
    return sorted(double or single for double, single in found if double or single)


def hash_of(pyproject: Path) -> str:
    """One word for the dependencies, another as soon as one of them changes."""
    return hashlib.sha256("\n".join(requirements_of(pyproject)).encode()).hexdigest()[:16]
