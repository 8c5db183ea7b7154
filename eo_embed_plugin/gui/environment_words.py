"""What the environment's dialog says of each state."""

from __future__ import annotations

from ..environment import ABSENT, BROKEN, INCOMPLETE, OUTDATED, READY, Environment, Status
from ..environment.places import free_bytes, gigabytes
from ..i18n import tr

#: The mark of each state and its colour, legible on light and dark themes.
MARKS = {
    READY: ("✓", "#2e9e5b"),
    ABSENT: ("○", "#8a8f98"),
    INCOMPLETE: ("…", "#d98a00"),
    OUTDATED: ("↻", "#d98a00"),
    BROKEN: ("!", "#d64545"),
}


def heading(status: Status) -> str:
    """How the environment stands, in a few words."""
    return {
        READY: tr("The environment is ready"),
        ABSENT: tr("EO Embed needs its environment"),
        INCOMPLETE: tr("The environment is not complete")
        if status.is_managed
        else tr("This Python has not been tried yet"),
        OUTDATED: tr("The environment is out of date"),
        BROKEN: tr("The environment does not work"),
    }[status.kind]


def busy_heading(operation: str) -> str:
    """What is being done; empty where nothing is."""
    return {
        "create": tr("The environment is being made"),
        "repair": tr("The environment is being made anew"),
        "use": tr("The Python is being tried"),
        "test": tr("The environment is being tried"),
        "remove": tr("The environment is being deleted"),
    }.get(operation, "")


def facts(status: Status, environment: Environment) -> str:
    """The lines under the heading."""
    state, home = status.state, environment.places.home
    if status.is_ready and state is not None:
        parts = [f"Python {state.python}" if state.python else status.python]
        if state.torch:
            parts.append(f"PyTorch {state.torch}")
        parts.append(state.device)
        place = str(home) if status.is_managed else status.python
        return "  ·  ".join(parts) + "\n" + place
    if not status.is_managed or (state is not None and state.problem):
        return status.sentence
    texts = {
        ABSENT: tr("It will be made in {folder}, where {free} are free."),
        INCOMPLETE: tr("It was stopped on its way. What was downloaded is kept in {folder}."),
        OUTDATED: tr("This version of EO Embed needs other packages; only those are downloaded."),
        BROKEN: tr("Files of it in {folder} are gone or damaged."),
    }
    return texts[status.kind].format(folder=home, free=gigabytes(free_bytes(home)))


def download_text() -> str:
    """What a download takes."""
    return tr(
        "About 0.6 GB to download and 2 GB on the disk; with the libraries for NVIDIA GPUs 3 GB and 7 GB. The build of "
        "PyTorch for this machine is chosen by itself. It takes some minutes, can be stopped, and goes on from there."
    )
