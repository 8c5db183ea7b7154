"""How a source's stored values are read, for all its bands: scale, offset, no data."""

from __future__ import annotations

import math
from typing import Any

from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from ..i18n import tr
from .draft import Draft
from .draft_sources import DraftSource


class ScalingForm(QWidget):
    """One line with three fields; what is left empty is as the files say, which is shown in pale."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._source: DraftSource | None = None
        self.scale = _field(
            tr("Stored values are multiplied by this, and then the offset is added")
        )
        self.offset = _field(tr("Added to the stored values once they are scaled"))
        self.nodata = _field(tr("The stored value that means nothing was seen"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        named = (
            (tr("Sca&le"), self.scale),
            (tr("O&ffset"), self.offset),
            (tr("&No data"), self.nodata),
        )
        for text, line in named:
            label = QLabel(text)
            label.setBuddy(line)
            line.setAccessibleName(text.replace("&", ""))
            line.editingFinished.connect(self._edited)
            row.addWidget(label)
            row.addWidget(line, 1)
        self.show_source(None)

    def show_source(self, source: DraftSource | None) -> None:
        """Show those of a source whose bands are known; nothing without one."""
        self._source = source if source is not None and source.bands else None
        self.setVisible(self._source is not None)
        if self._source is None or source is None:
            return
        first = source.bands[0]
        for line, value, own in (
            (self.scale, source.scale, first["scale"]),
            (self.offset, source.offset, first["offset"]),
            (self.nodata, source.nodata, first["nodata"]),
        ):
            line.setPlaceholderText(_text(own) or tr("none"))
            if not line.hasFocus():
                line.setText(_text(value))

    def _edited(self) -> None:
        source = self._source
        if source is None:
            return
        scale = _number(self.scale.text()) or None  # a scale of 0 would make all values one
        offset, nodata = _number(self.offset.text()), _number(self.nodata.text())
        for line, value in ((self.scale, scale), (self.offset, offset), (self.nodata, nodata)):
            line.setText(_text(value))
        if (scale, offset, nodata) != (source.scale, source.offset, source.nodata):
            source.scale, source.offset, source.nodata = scale, offset, nodata
            self._draft.edited()


def _field(tip: str) -> QLineEdit:
    line = QLineEdit()
    line.setToolTip(tip)
    line.setMinimumWidth(44)
    return line


def _text(value: Any) -> str:
    return "" if value is None else f"{value:.10g}"


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
