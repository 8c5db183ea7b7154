"""Why a request failed and why a worker ended, each in one sentence."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass, field
from typing import Any

from ..core.worker.protocol import INTERNAL_NAME, PROTOCOL, PROTOCOL_NAME
from .i18n import tr

#: Codes of failures that the plugin itself finds; the others are the worker's (core.errors).
WORKER_DIED, STOPPED, TIMEOUT, CANCELLED = "WORKER_DIED", "STOPPED", "TIMEOUT", "CANCELLED"

# What a process says when memory ends: Python, C++, torch, the system.
_MEMORY = re.compile(
    r"MemoryError|bad_alloc|out of memory|cannot allocate memory|can't allocate memory", re.I
)
_DISK = re.compile(r"No space left on device|Disk quota exceeded|WinError 112", re.I)
_IMPORT = re.compile(
    r"^(?:ModuleNotFoundError|ImportError): *(.*)$|^(OSError: .*(?:WinError 126|WinError 127).*)$",
    re.M,
)
_NO_PYTHON = re.compile(r"No module named 'encodings'|init_fs_encoding|init_import_site")
_TRACEBACK = "Traceback (most recent call last)"

#: How the worker itself leaves where it cannot work here, and the words before its reason on stderr.
_CANNOT_WORK = {69, 78}
_REASON = re.compile(r"^eo-embed worker: ([^;\n]*)", re.M)

# Windows's status codes, as their low 32 bits.
_NO_MEMORY = {0xC0000017, 0xC000012D, 0xC000009A}
_BAD_LIBRARY = {0xC0000135, 0xC0000139, 0xC0000142, 0xC000007B}
_BAD_INSTRUCTION = 0xC000001D


@dataclass(frozen=True)
class Failure:
    """Why a request failed: a stable code, one sentence, and what else is known."""

    code: str
    message: str
    data: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, error: Any) -> Failure:
        """The ``error`` of a JSON-RPC answer, whatever it holds."""
        if not isinstance(error, dict):
            return cls(PROTOCOL_NAME, tr("The worker's answer cannot be read."), {"error": error})
        data = error.get("data")
        data = dict(data) if isinstance(data, dict) else {}
        return cls(str(data.get("code", INTERNAL_NAME)), str(error.get("message", "")), data)


@dataclass(frozen=True)
class Death:
    """How a worker ended.

    exit_code: of the process, or its signal where it ``crashed``. stderr: its last lines. not_started: what the
    system said where it never ran. silent_s: seconds without a sign of life after which we ended it.
    """

    exit_code: int = 0
    crashed: bool = False
    stderr: str = ""
    not_started: str = ""
    silent_s: float = 0.0


@dataclass(frozen=True)
class Diagnosis:
    """One sentence, and whether starting the same again is useless."""

    sentence: str
    is_final: bool = False


def explain(death: Death) -> Diagnosis:
    """Why a worker ended, and what to do."""
    if death.not_started:
        return _broken(death.not_started)
    if death.silent_s:
        return Diagnosis(
            tr("The worker gave no sign of life for {n} seconds and was ended.").format(
                n=round(death.silent_s)
            )
        )
    return (
        _explain_words(death) or _explain_status(death) or _explain_signal(death) or _plain(death)
    )


def explain_hello(hello: Any) -> str:
    """Why this greeting is not good enough to work with; empty where it is."""
    theirs = hello.get("protocol") if isinstance(hello, dict) else None
    if theirs == PROTOCOL:
        return ""
    return tr(
        "The worker speaks version {theirs} of the protocol and the plugin version {ours}: restart QGIS, "
        "and install EO Embed again if that does not help."
    ).format(theirs="?" if theirs is None else theirs, ours=PROTOCOL)


def _explain_words(death: Death) -> Diagnosis | None:
    """By what it wrote at its end."""
    if death.exit_code == 0 and not death.crashed:
        return None
    if _MEMORY.search("\n".join(death.stderr.splitlines()[-10:])):
        return _no_memory()
    reason = _REASON.findall(death.stderr)
    if death.exit_code in _CANNOT_WORK and reason:
        return _broken(reason[-1])
    last = death.stderr.rpartition(_TRACEBACK)[2] if _TRACEBACK in death.stderr else ""
    if _DISK.search(last):
        return Diagnosis(
            tr("The worker ended because the disk is full: free some space and run the step again.")
        )
    # A Python that lacks a library leaves by itself: an older traceback says nothing of a signal.
    missing = None if death.crashed else _IMPORT.search(last)
    if missing:
        return _broken(missing.group(1) or missing.group(2) or missing.group(0))
    if _NO_PYTHON.search(death.stderr):
        return _broken(tr("its Python is incomplete"))
    return None


def _explain_status(death: Death) -> Diagnosis | None:
    """By Windows's status code."""
    status = death.exit_code & 0xFFFFFFFF
    if status < 0xC0000000:
        return None
    if status in _NO_MEMORY:
        return _no_memory()
    if status in _BAD_LIBRARY:
        return Diagnosis(
            tr(
                "A library that the worker needs is missing or does not fit ({code}): install Microsoft's Visual C++ "
                "Redistributable, repair the environment (Workspace > Environment…), then press Restart."
            ).format(code=_hex(status)),
            is_final=True,
        )
    if status == _BAD_INSTRUCTION:
        return _bad_instruction(_hex(status))
    return _crashed(_hex(status))


def _explain_signal(death: Death) -> Diagnosis | None:
    """By the signal that ended it; shells and containers tell it as 128 + signal."""
    number = death.exit_code if death.crashed else death.exit_code - 128
    name = _SIGNALS.get(number)
    if name is None:
        return None
    if name == "SIGKILL":
        return Diagnosis(
            tr(
                "The worker was killed, most likely by the system because memory ran out: close other programs or "
                "choose a smaller batch, and run the step again."
            )
        )
    if name == "SIGILL":
        return _bad_instruction(name)
    if name in ("SIGTERM", "SIGINT", "SIGHUP"):
        return Diagnosis(
            tr("Another program ended the worker ({signal}): run the step again.").format(
                signal=name
            )
        )
    return _crashed(name)


def _plain(death: Death) -> Diagnosis:
    last = death.stderr.strip().rpartition("\n")[2].strip()[:160]
    if last and death.exit_code:
        return Diagnosis(
            tr("The worker ended with exit code {code}: {line}").format(
                code=death.exit_code, line=last
            )
        )
    return Diagnosis(
        tr("The worker ended by itself with exit code {code}: run the step again.").format(
            code=death.exit_code
        )
    )


def _no_memory() -> Diagnosis:
    return Diagnosis(
        tr(
            "The worker ran out of memory: close other programs or choose a smaller batch, and run the step again."
        )
    )


def _broken(why: str) -> Diagnosis:
    return Diagnosis(
        tr(
            "The worker's environment is broken ({why}): repair it or choose another Python "
            "(Workspace > Environment…), then press Restart."
        ).format(why=why.strip().rstrip(".:")),
        is_final=True,
    )


def _bad_instruction(code: str) -> Diagnosis:
    return Diagnosis(
        tr(
            "A library of the worker needs a newer processor than this one ({code}): repair the environment in "
            "EO Embed's settings, or choose another encoder."
        ).format(code=code)
    )


def _crashed(code: str) -> Diagnosis:
    return Diagnosis(
        tr(
            "The worker crashed ({code}): run the step again, on the CPU or with a smaller batch if it crashes again."
        ).format(code=code)
    )


def _hex(status: int) -> str:
    return f"0x{status:08X}"


_SIGNALS = {int(known): known.name for known in signal.Signals}
