"""A small box at a chip to type its number into."""

from __future__ import annotations

from typing import Callable

from qgis.PyQt.QtCore import QEvent, QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QFocusEvent, QKeyEvent
from qgis.PyQt.QtWidgets import QDoubleSpinBox, QWidget

from ..i18n import tr

_LARGEST = 1e12
_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ValueBox(QDoubleSpinBox):
    """Asks for one number at a time: Enter takes it, Esc or a click elsewhere gives up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._take: Callable[[float], None] | None = None
        self.setRange(-_LARGEST, _LARGEST)
        self.setDecimals(6)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.setMinimumWidth(130)
        self.setAccessibleName(tr("Number of the chip"))
        self.setToolTip(tr("Enter takes the number, Esc gives up"))
        self.hide()

    def ask(self, at: QPoint, value: float | None, take: Callable[[float], None]) -> None:
        """Ask at a pixel of the parent; ``take`` gets the number."""
        self._take = take
        self.setValue(value if value is not None else 0.0)
        self.adjustSize()
        room = self.parentWidget().rect()
        self.move(
            max(0, min(at.x() + 10, room.width() - self.width())),
            max(0, min(at.y() + 10, room.height() - self.height())),
        )
        self.show()
        self.raise_()
        # After the click that asks, which gives the focus to the canvas.
        QTimer.singleShot(0, self._focus)

    def textFromValue(self, value: float) -> str:
        """No zeros that nobody typed."""
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and event.key() in _KEYS:
            event.accept()
            return True
        return bool(super().event(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._end()
        elif event.key() in _KEYS:
            self.interpretText()
            take, value = self._take, self.value()
            self._end()
            if take is not None:
                take(value)
        else:
            super().keyPressEvent(event)

    def _focus(self) -> None:
        if self.isVisible():
            self.setFocus()
            self.selectAll()

    def _end(self) -> None:
        self._take = None
        self.hide()
        self.parentWidget().setFocus()
