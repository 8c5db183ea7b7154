"""Tables of figures: as high as their rows, to be copied and saved as they are shown."""

from __future__ import annotations

import csv
import io
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from eo_embed.eo_embed_plugin.gui.figures import FiguresTable, as_csv

SCORES = [
    {"name": "forest", "support": 41, "precision": 0.949, "recall": 1.0, "f1": 0.97},
    {"name": 'dry, "open" land', "support": 2, "precision": None, "recall": 0.5, "f1": 0.004},
]


def test_scores_are_shown_by_class(qgis_app: Any) -> None:
    table = FiguresTable()
    table.set_scores(SCORES, ["#266834", "#a89687"])
    assert table.texts() == [
        ["Class", "Precision", "Recall", "F1", "n"],
        ["forest", "0.95", "1.00", "0.97", "41"],
        ['dry, "open" land', "–", "0.50", "0.00", "2"],
    ]
    low = table.sizeHint().height()
    table.set_scores(SCORES * 4, ["#266834"] * 8)
    assert table.sizeHint().height() > 2 * low


def test_a_table_is_copied_for_a_spreadsheet(qgis_app: Any) -> None:
    table = FiguresTable()
    table.set_scores(SCORES[:1], ["#266834"])
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QgsApplication.clipboard().text()
    assert copied == "Class\tPrecision\tRecall\tF1\tn\nforest\t0.95\t1.00\t0.97\t41"


def test_names_survive_the_way_through_csv() -> None:
    rows = [["class", "area_ha"], ['dry, "open" land', "1.5"], ["été\nneige", ""]]
    assert list(csv.reader(io.StringIO(as_csv(rows)))) == rows
