"""What uv writes: how far it is, and in plain words why it stopped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..flow import Problem
from ..i18n import tr
from .places import gigabytes

_UNITS = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "KB": 1e3, "MB": 1e6, "GB": 1e9}


@dataclass(frozen=True)
class Plan:
    """What an installation would do, by ``uv pip install --dry-run``."""

    packages: tuple[str, ...]  # name==version, to be installed
    downloads: int  # of these, not yet in uv's cache

    @property
    def has_cuda(self) -> bool:
        """Whether NVIDIA's libraries come along, which take most of the room."""
        return any(
            p.startswith("nvidia-") or re.match(r"torch==.*\+(cu|rocm)", p) for p in self.packages
        )

    @property
    def torch(self) -> str:
        """torch's version, where it is among them."""
        return next((p.split("==")[1] for p in self.packages if p.startswith("torch==")), "")


def read_plan(text: str) -> Plan:
    """The plan in what a dry run wrote."""
    packages = tuple(re.findall(r"^ \+ (\S+)", text, re.M))
    found = re.search(r"^Would download (\d+) package", text, re.M)
    return Plan(packages, int(found.group(1)) if found else 0)


class Meter:
    """Follows ``uv pip install`` by its lines.

    uv names large packages as their download begins (with their size) and ends; small ones come unnamed.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._sizes: dict[str, float] = {}
        self._done: set[str] = set()
        self._is_prepared = self._is_installed = False

    def read(self, line: str) -> bool:
        """Take in a line; whether it told anything."""
        before = len(self._sizes), len(self._done), self._is_prepared, self._is_installed
        begun = re.match(r"\s*Downloading (\S+) \(([\d.]+)\s*(\w+)\)", line)
        if begun:
            self._sizes[begun.group(1)] = float(begun.group(2)) * _UNITS.get(begun.group(3), 1)
        elif found := re.match(r"\s*(?:Downloaded|Built) (\S+)", line):
            self._done.add(found.group(1))
        self._is_prepared |= line.startswith("Prepared ")
        self._is_installed |= line.startswith("Installed ")
        return before != (len(self._sizes), len(self._done), self._is_prepared, self._is_installed)

    def share(self, written: float) -> float:
        """How much is done, 0 to 1; ``written`` bytes on disk since the start tell what uv does not.

        What is downloaded takes about twice its size once it is unpacked.
        """
        if self._is_installed:
            return 1.0
        if self._is_prepared or not self._plan.downloads:
            return 0.9
        total = sum(self._sizes.values())
        if not total:
            return 0.0
        done = sum(size for name, size in self._sizes.items() if name in self._done)
        return min(0.88, 0.9 * max(done / total, written / (2.2 * total)))

    def text(self, written: float) -> str:
        """What goes on, for people."""
        if self._is_prepared or not self._plan.downloads:
            return tr("Putting {count} packages in place…").format(count=len(self._plan.packages))
        total = sum(self._sizes.values())
        if not total:
            return tr("Starting to download {count} packages…").format(count=self._plan.downloads)
        waiting = sorted(set(self._sizes) - self._done, key=lambda name: -self._sizes[name])
        text = tr("Downloading {total}: {done} of {count} large packages are here").format(
            total=gigabytes(total), done=len(self._sizes) - len(waiting), count=len(self._sizes)
        )
        if waiting:
            name = waiting[0]
            text += tr("; waiting for {name} ({size})").format(
                name=name, size=gigabytes(self._sizes[name])
            )
        if written > 1e6:
            text += tr("; {written} unpacked so far").format(written=gigabytes(written))
        return text + "."


def explain(text: str, code: int, what: str) -> Problem:
    """Why uv stopped, as a sentence for the user with all that it wrote as the details.

    what: the step, for a reason that is not known ("Installing the packages").
    """
    for pattern, sentence in _reasons():
        found = re.search(pattern, text, re.I)
        if found:
            names = [value for value in found.groupdict().values() if value]
            return Problem(sentence.format(host=_host(text), name=", ".join(names)), text)
    error = re.search(r"^error: (.+)$", text, re.M)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    reason = error.group(1) if error else lines[-1] if lines else tr("no reason was given")
    sentence = tr("{what} stopped (uv, exit code {code}): {reason}.")
    return Problem(sentence.format(what=what, code=code, reason=reason.rstrip(".")), text)


def _reasons() -> list[tuple[str, str]]:
    """Patterns of uv's errors and the sentence for each, the more telling ones first."""
    return [
        (
            r"No space left on device|os error 28\)|os error 112\)|disk quota|os error 122\)|not enough space",
            tr("The disk is full; make room and try again: what was downloaded is kept."),
        ),
        (
            r"Failed to read `--find-links`",
            tr("The folder of wheels cannot be read; choose it again."),
        ),
        (
            r"HTTP status client error \((?P<name>40[13])|\b(?P<status>40[13]) (?:Unauthorized|Forbidden)",
            tr("{host} refuses access; check the index's address and its password."),
        ),
        (
            r"Because (?P<name>\S+) was not found in the provided package locations",
            tr(
                "The folder of wheels lacks {name}; put its wheel there, and those of all it needs."
            ),
        ),
        (
            r"Because (?P<name>\S+) was not found in the package registry|no versions of (?P<other>\S+)",
            tr(
                "The package index does not have {name}; check the index's address in the settings."
            ),
        ),
        (
            r"(?P<name>[\w.-]+)(?:[=<>]\S+)? (?:has no (?:usable )?wheels|has no wheels with a matching)",
            tr("There is no build of {name} for this machine and Python; see the details."),
        ),
        (
            r"407|Proxy Authentication Required",
            tr(
                "The proxy asks for a user and password; give them in QGIS under Settings > Options > Network."
            ),
        ),
        (
            r"tunnel error|unsuccessful tunnel|proxy",
            tr("The proxy cannot be reached; check it in QGIS under Settings > Options > Network."),
        ),
        (
            r"invalid peer certificate|UnknownIssuer|certificate verify|self.signed certificate|InvalidCertificate",
            tr(
                "The certificate of {host} is not trusted; add your organisation's in QGIS under Settings > Options > "
                "Authentication."
            ),
        ),
        (
            r"HTTP status client error \(404",
            tr("{host} does not have what was asked for (HTTP 404); check the index's address."),
        ),
        (
            r"HTTP status server error \((?P<name>\d+)",
            tr("{host} answered with an error (HTTP {name}); try again later."),
        ),
        (
            r"dns error|failed to lookup|Connection refused|connect error|Could not connect|timed? ?out|"
            r"error sending request|Network is unreachable|connection (?:reset|closed)|IncompleteMessage",
            tr(
                "{host} cannot be reached; check the connection, and QGIS's proxy under Settings > Options > Network."
            ),
        ),
        (
            r"Hash mismatch|InvalidHash",
            tr("A package from {host} is damaged or was changed on its way; try again later."),
        ),
        (
            r"Received some unexpected (?:JSON|HTML)|unexpected Content-Type|Missing `Content-Type`|"
            r"Couldn't parse metadata|invalid (?:zip|wheel)|Failed to (?:read metadata|extract|unzip)|"
            r"Expected .* valid JSON",
            tr(
                "{host} sent something that is no package; check the index's address, or try again later."
            ),
        ),
        (
            r"Permission denied|os error 13\)|Access is denied|os error 5\)|used by another process|os error 32\)",
            tr(
                "A file of the environment cannot be written; close other QGIS windows and look at your virus scanner, "
                "then try again."
            ),
        ),
        (
            r"No solution found",
            tr("The packages here do not fit together or with this Python; see the details."),
        ),
    ]


def _host(text: str) -> str:
    """The host of the last address that was tried."""
    found = re.findall(r"https?://(?:[^/\s@]+@)?([^/\s:)`]+)", text)
    return found[-1] if found else tr("The package index")
