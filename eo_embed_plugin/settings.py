"""The plugin's settings, under one prefix of QgsSettings, each with its default and type in sight."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsSettings

PREFIX = "eo_embed/"

#: What may be set, and what holds where nothing is.
DEFAULTS: dict[str, Any] = {
    "python": "",  # an existing Python chosen by the user; "" for the managed environment
    "python_state": "",  # what its check found, as JSON
    "environment_folder": "",  # where the managed environment lies; "" for the usual place
    "uv": "",  # uv's path, where it is not found by itself
    "index_url": "",  # of packages; "" for what the system says, else PyPI
    "wheels": "",  # an offline folder of wheels
    "device": "auto",
    "pace": 0.0,  # pixels a second that the default model took last on this machine; 0 before that
    "last_folder": "",  # of workspaces and files chosen last
    "recent": "",  # folders of workspaces opened before, a line each, the last first
    "who": "",  # written beside each label; "" for nobody
    "live": True,  # the map is refitted after each click
    "go_on": True,  # after a suggestion is labelled, on to the next
    "first_run_seen": False,
    "dock_open": False,  # as the user left it
    "heartbeat_s": 30,  # a worker silent for longer is restarted
}


def get(name: str) -> Any:
    """The value of a setting, of its default's type. Raises KeyError for one that is none."""
    default = DEFAULTS[name]
    return QgsSettings().value(PREFIX + name, default, type=type(default))


def put(name: str, value: Any) -> None:
    """Keep a setting; its default is kept by forgetting it. Raises KeyError for one that is none."""
    if value == DEFAULTS[name]:
        QgsSettings().remove(PREFIX + name)
    else:
        QgsSettings().setValue(PREFIX + name, value)
