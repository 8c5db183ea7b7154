"""What a labelled check sample says: areas of the classes with their intervals, and how often the map is right."""

from __future__ import annotations

import os
from typing import Any

from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from .. import settings
from ..i18n import tr
from .bars import Bar, Bars
from .figures import FiguresTable, as_csv, copy
from .results import Notes, paragraph, percent, small
from .score_words import area_sentence

#: Square metres above which areas are told in square kilometres, and below it in hectares.
_MOST_HECTARES = 1e10


class AreaResults(QWidget):
    """An estimate as a sentence, bars and a table. ``show_report`` takes the worker's answer."""

    def __init__(self, context: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.report: dict[str, Any] | None = None
        self.headline, self.how = paragraph(bold=True), small()
        self.bars = Bars(tr("Estimated area of each class"))
        self.legend = small(tr("Bar: estimated, with its interval. Dotted: counted on the map."))
        self.table, self.notes = FiguresTable(), Notes()
        self.copy, self.export = QPushButton(tr("Cop&y")), QPushButton(tr("E&xport CSV…"))
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.headline, self.how, self.bars, self.legend, self.table, self.notes):
            column.addWidget(widget)
        column.addLayout(row)
        self.copy.clicked.connect(lambda: copy(self.rows()))
        self.export.clicked.connect(self._export)

    def show_report(self, report: dict[str, Any]) -> None:
        """Show an estimate."""
        self.report = report
        estimate, is_classes = report["estimate"], report["kind"] == "classes"
        self.headline.setText(area_sentence(report))
        self.how.setText(
            tr(
                "{labelled} of {drawn} cells labelled, {how}; intervals of {level} by Olofsson et al. 2014."
            ).format(
                labelled=report["labelled"],
                drawn=report["drawn"],
                how=report["how"],
                level=percent(estimate["level"]),
            )
            if is_classes
            else tr(
                "{labelled} of {drawn} cells labelled, {how}; the map's own mean is {mean:.4g}."
            ).format(
                labelled=report["labelled"],
                drawn=report["drawn"],
                how=report["how"],
                mean=estimate["predicted_mean"],
            )
        )
        self.notes.set_notes([*report["notes"], *estimate["notes"]])
        for widget in (self.bars, self.legend, self.table):
            widget.setVisible(is_classes)
        if is_classes:
            self._show_classes(report)

    def _show_classes(self, report: dict[str, Any]) -> None:
        classes, colours = report["estimate"]["classes"], report["colours"]
        scale, unit = area_unit(report["estimate"])
        each = [colours.get(c["name"], "#808080") for c in classes]
        self.bars.set_bars([_bar(c, colour, scale, unit) for c, colour in zip(classes, each)])
        head = [tr("Class"), tr("User's"), tr("Producer's"), tr("Cells")]
        tips = [
            "",
            tr("Share of what is mapped so that is so, ± half of the interval"),
            tr("Share of what is so that is mapped so, ± half of the interval"),
            tr("Sampled cells that are so"),
        ]
        rows = [
            [
                c["name"],
                _with_half_width(c["users_accuracy"]),
                _with_half_width(c["producers_accuracy"]),
                str(c["sampled_reference"]),
            ]
            for c in classes
        ]
        self.table.set_rows(head, rows, each, tips)

    def rows(self) -> list[list[Any]]:
        """All figures as a table, with its head."""
        if self.report is None:
            return []
        estimate = self.report["estimate"]
        if self.report["kind"] == "value":
            parts = ("value", "standard_error", "low", "high")
            return [["quantity", *parts], ["mean", *(estimate["mean"][part] for part in parts)]]
        scale, unit = area_unit(estimate)
        head = ["class", f"area_{unit}", f"area_low_{unit}", f"area_high_{unit}", f"mapped_{unit}"]
        for name in ("users_accuracy", "producers_accuracy"):
            head += [name, f"{name}_low", f"{name}_high"]
        rows: list[list[Any]] = [[*head, "cells_mapped", "cells_reference"]]
        for c in estimate["classes"]:
            areas = [c["area"]["value"], c["area"]["low"], c["area"]["high"], c["mapped_area"]]
            rows.append(
                [
                    c["name"],
                    *(None if area is None else area / scale for area in areas),
                    *(c[name][part] for name in ("users_accuracy", "producers_accuracy")
                      for part in ("value", "low", "high")),
                    c["sampled_mapped"],
                    c["sampled_reference"],
                ]
            )  # fmt: skip
        overall = estimate["overall_accuracy"]
        last = ["overall accuracy", *[None] * 4, overall["value"], overall["low"], overall["high"]]
        return [*rows, [*last, *[None] * 4, estimate["n"]]]

    def _export(self) -> None:
        proposed = os.path.join(settings.get("last_folder"), "areas.csv")
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Export the estimate"), proposed, tr("Tables (*.csv)")
        )
        if path:
            self.save(path if path.lower().endswith(".csv") else f"{path}.csv")

    def save(self, path: str) -> None:
        """Write the figures as CSV."""
        try:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(as_csv([["" if v is None else v for v in row] for row in self.rows()]))
        except OSError as error:
            self.context.messages.error(
                tr("{path} cannot be written ({why}); choose another folder.").format(
                    path=path, why=error.strerror
                )
            )


def area_unit(estimate: dict[str, Any]) -> tuple[float, str]:
    """What areas are divided by to be told, and the unit they are told in."""
    if estimate["unit"] != "m2":
        return 1.0, "cells"
    return (1e6, "km2") if estimate["total_area"] >= _MOST_HECTARES else (1e4, "ha")


def _bar(found: dict[str, Any], colour: str, scale: float, unit: str) -> Bar:
    area = found["area"]
    value, low, high = (area[part] / scale for part in ("value", "low", "high"))
    half, shown = max(high - value, value - low), unit.replace("km2", "km²")
    mapped = None if found["mapped_area"] is None else found["mapped_area"] / scale
    counted = tr("not known") if mapped is None else f"{mapped:,.1f} {shown}"
    tip = tr("{name}: {value} {unit}, {low} to {high}; counted on the map: {counted}").format(
        name=found["name"], value=f"{value:,.1f}", unit=shown,
        low=f"{low:,.1f}", high=f"{high:,.1f}", counted=counted,
    )  # fmt: skip
    text = f"{value:,.0f} ± {half:,.0f} {shown}"
    return Bar(found["name"], colour, value, text, tip, low, high, mapped)


def _with_half_width(estimate: dict[str, Any]) -> str:
    if estimate["value"] is None:
        return "–"
    half = max(estimate["high"] - estimate["value"], estimate["value"] - estimate["low"])
    return f"{100 * estimate['value']:.0f}% ± {100 * half:.0f}"
