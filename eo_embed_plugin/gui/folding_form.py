"""A form whose rows can go and come back without leaving gaps, which Qt 5 has no word for."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QWidget


class FoldingForm(QFormLayout):
    """Rows are added by ``add`` and shown or hidden by their field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._rows: list[tuple[QLabel, QWidget]] = []
        self._hidden: set[int] = set()

    def add(self, text: str, field: QWidget) -> None:
        """A row at the end; the text's mnemonic leads to the field."""
        label = QLabel(text)
        label.setBuddy(field)
        self._rows.append((label, field))
        self.addRow(label, field)

    def set_shown(self, field: QWidget, is_shown: bool) -> None:
        """Show a row or hide it. Raises StopIteration for a field that was not added."""
        place = next(i for i, (_, other) in enumerate(self._rows) if other is field)
        if is_shown == (place not in self._hidden):
            return
        label, _ = self._rows[place]
        if is_shown:
            self._hidden.discard(place)
            before = sum(1 for other in range(place) if other not in self._hidden)
            self.insertRow(before, label, field)
        else:
            self._hidden.add(place)
            self.takeRow(field)
        label.setVisible(is_shown)
        field.setVisible(is_shown)
