"""A form whose rows go and come back in their order."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtWidgets import QLineEdit, QWidget

from eo_embed.eo_embed_plugin.gui.folding_form import FoldingForm


def test_rows_come_back_to_their_places(qgis_app: Any) -> None:
    home = QWidget()
    form, fields = FoldingForm(home), [QLineEdit() for _ in range(4)]
    for number, field in enumerate(fields):
        form.add(f"Row &{number}", field)
    home.show()

    def shown() -> list[int]:
        rows = range(form.rowCount())
        return [
            fields.index(form.itemAt(row, FoldingForm.ItemRole.FieldRole).widget()) for row in rows
        ]

    whole = home.sizeHint().height()
    for field in (fields[1], fields[2], fields[0]):
        form.set_shown(field, False)
    assert shown() == [3]
    assert home.sizeHint().height() < whole
    assert not fields[1].isVisible()
    form.set_shown(fields[2], True)
    assert shown() == [2, 3]
    form.set_shown(fields[0], True)
    form.set_shown(fields[0], True)
    form.set_shown(fields[1], True)
    assert shown() == [0, 1, 2, 3]
    assert home.sizeHint().height() == whole
    assert fields[1].isVisible()
