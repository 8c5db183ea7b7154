"""What the parts of the GUI share: the QGIS window, the session, messages, actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..messages import Messages
from ..session import Session


@dataclass
class Context:
    """Handed to every step and dialog.

    iface: QGIS's window (QgisInterface). environment: the managed environment. actions: what menus and
    tool bars offer (see gui.actions); a step opens another's dialog by an action, never by itself. draft: the
    workspace that is being put together. live: the map that follows the labels.
    """

    iface: Any
    session: Session
    messages: Messages
    environment: Any = None
    actions: Any = None
    draft: Any = None
    live: Any = None

    @property
    def canvas(self) -> Any:
        """The map canvas."""
        return self.iface.mapCanvas()
