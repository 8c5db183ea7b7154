"""Classes that Qt 6 moved to another module, by one name for both."""

from __future__ import annotations

try:
    from qgis.PyQt.QtGui import QShortcut, QUndoCommand, QUndoStack
except ImportError:  # Qt 5
    from qgis.PyQt.QtWidgets import QShortcut, QUndoCommand, QUndoStack

__all__ = ["QShortcut", "QUndoCommand", "QUndoStack"]
