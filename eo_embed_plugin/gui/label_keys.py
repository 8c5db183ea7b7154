"""The keys of labelling, wherever the focus is: on the canvas all of them, in the dock those that hold nothing up."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence

from ..session import Session
from .labelling import Labelling

_Act = Optional[Callable[[], object]]
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class LabelKeys:
    """1-9 a class, 0 or Delete clear, N U S M guidance, Ctrl+Z and Ctrl+Shift+Z; ``None`` for any other key."""

    def __init__(self, session: Session, labelling: Labelling) -> None:
        self._session, self._labelling = session, labelling

    def wants(self, event: QKeyEvent, *, on_canvas: bool) -> bool:
        """Whether a key is one of ours; then no shortcut of QGIS's gets it."""
        return self._act(event, on_canvas) is not None

    def press(self, event: QKeyEvent, *, on_canvas: bool) -> bool:
        """Do what a key is for; whether it was one of ours."""
        act = self._act(event, on_canvas)
        if act is None:
            return False
        act()
        event.accept()
        return True

    def _act(self, event: QKeyEvent, on_canvas: bool) -> _Act:
        if self._session.state is None:
            return None
        if event.matches(QKeySequence.StandardKey.Undo):
            return self._session.undo if self._can_undo else None
        if event.matches(QKeySequence.StandardKey.Redo) or _is_redo(event):
            return self._session.redo if self._session.undo_stack.canRedo() else None
        if event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            return self._shifted(event.key())
        if event.modifiers() not in _PLAIN:
            return None
        return self._plain(event.key(), on_canvas)

    @property
    def _can_undo(self) -> bool:
        return bool(self._session.undo_stack.canUndo() or self._session.pending)

    def _shifted(self, key: int) -> _Act:
        if key == Qt.Key.Key_S:
            return lambda: self._labelling.also_like(True)
        return None

    def _plain(self, key: int, on_canvas: bool) -> _Act:
        labelling = self._labelling
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            return lambda: self._choose(int(key) - int(Qt.Key.Key_0), on_canvas)
        everywhere: dict[int, Callable[[], object]] = {
            Qt.Key.Key_N: labelling.next_suggestion,
            Qt.Key.Key_U: labelling.next_unlabelled,
            Qt.Key.Key_S: labelling.show_similar,
            Qt.Key.Key_M: labelling.previous,
            Qt.Key.Key_X: lambda: labelling.also_like(False),
        }
        on_it: dict[int, Callable[[], object]] = {
            Qt.Key.Key_0: labelling.clear_here,
            Qt.Key.Key_Delete: labelling.clear_here,
            Qt.Key.Key_Backspace: labelling.clear_here,
            Qt.Key.Key_Return: labelling.give_here,
            Qt.Key.Key_Enter: labelling.give_here,
            Qt.Key.Key_Escape: labelling.leave,
        }
        return everywhere.get(key) or (on_it.get(key) if on_canvas else None)

    def _choose(self, place: int, on_canvas: bool) -> None:
        """Take a class in hand; on the canvas, label the chip with it that is asked about."""
        if self._labelling.is_number:
            if on_canvas:
                self._labelling.give_here()
        elif self._labelling.choose_place(place) and on_canvas:
            self._labelling.give_here()


def _is_redo(event: QKeyEvent) -> bool:
    """Ctrl+Shift+Z and Ctrl+Y, of which a platform's own Redo is only one."""
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    if event.key() == Qt.Key.Key_Z:
        return bool(event.modifiers() == control | shift)
    return bool(event.key() == Qt.Key.Key_Y and event.modifiers() == control)
