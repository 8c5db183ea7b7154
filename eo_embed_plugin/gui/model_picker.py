"""The choice of a model by its card: what it is, whether the bands fit, its licence and paper, its options."""

from __future__ import annotations

import html
import re
from typing import Any, Callable

from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QStandardItem, QStandardItemModel
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ..i18n import tr
from ..wording import without_commands
from .option_fields import Field, make_field, plain
from .source_table import PROBLEM

DEFAULT = "rcf"
#: The item that lets a model be named that no card is listed for.
OTHER = ":other"
_CARD = Qt.ItemDataRole.UserRole
#: Packages that families of models need, by the part of the name before the colon.
_NEEDS = {"timm": "timm", "torchgeo": "torchgeo"}


class ModelPicker(QWidget):
    """Which model, with which options.

    changed: another model or option.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, dict[str, Any]] = {}
        self._packages: dict[str, str] = {}
        self._fields: dict[str, Field] = {}
        self._given: dict[str, dict[str, Any]] = {}
        self._shown, self._wanted = "", DEFAULT
        self.items = QStandardItemModel(self)
        self.chooser = QComboBox()
        self.chooser.setModel(self.items)
        self.chooser.setAccessibleName(tr("Model"))
        self.chooser.setMinimumContentsLength(12)
        self.chooser.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._make_searchable()
        self.spec = QLineEdit()
        self.spec.setPlaceholderText(tr("timm:NAME, torchgeo:WEIGHTS or checkpoint:FILE"))
        self.spec.setAccessibleName(tr("Name of the model"))
        self.card = QLabel()
        self.card.setWordWrap(True)
        self.card.setTextFormat(Qt.TextFormat.RichText)
        self.card.setOpenExternalLinks(True)
        self.card.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.warning.setStyleSheet(f"color: {PROBLEM}")
        self.options_box = QgsCollapsibleGroupBoxBasic(tr("Options of the model"))
        self.options_box.setFlat(True)
        self.options_box.setCollapsed(True)
        self.form = QFormLayout(self.options_box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.chooser, self.spec, self.warning, self.card, self.options_box):
            layout.addWidget(widget)
        self.chooser.currentIndexChanged.connect(self._chosen)
        self.spec.editingFinished.connect(self._chosen)
        self._chosen()

    def _make_searchable(self) -> None:
        """Type a part of a name to find a model."""
        self.chooser.setEditable(True)
        self.chooser.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.chooser.setToolTip(tr("Type a part of a name to find a model"))
        completer = QCompleter(self.items, self.chooser)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.chooser.setCompleter(completer)
        self.chooser.lineEdit().editingFinished.connect(self._restore_text)

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def model(self) -> str:
        """The model's name as ``embed`` takes it."""
        name = str(self.chooser.currentData(_CARD) or self._wanted)
        return self.spec.text().strip() if name == OTHER else name

    @property
    def title(self) -> str:
        """The model's name as people say it."""
        card = self._cards.get(self.model)
        return card["title"] if card else self.model

    @property
    def options(self) -> dict[str, Any]:
        """The options that are not at their defaults."""
        values = {name: field.value() for name, field in self._fields.items()}
        return self.without_defaults(self.model, values)

    def without_defaults(self, model: str, options: dict[str, Any]) -> dict[str, Any]:
        """Those of a model's options that are not at their defaults."""
        rules = self._rules(model)
        default = {name: plain(rule.get("default")) for name, rule in rules.items()}
        return {n: v for n, v in options.items() if n not in default or v != default[n]}

    @property
    def obstacle(self) -> str:
        """Why the model cannot run here on these bands, in a sentence; "" where nothing is known against it."""
        name = self.model
        if not name:
            return tr("Name a model: timm:NAME, torchgeo:WEIGHTS or checkpoint:FILE.")
        return self._lacks(name) or self._misfit(name)

    def set_editable(self, editable: bool) -> None:
        """Whether another model and other options can be chosen; the card can be read either way."""
        for widget in (self.chooser, self.spec, self.options_box):
            widget.setEnabled(editable)

    def field(self, option: str) -> QWidget:
        """The widget of an option. Raises KeyError for one that the model has not."""
        return self._fields[option].widget

    def choose(self, name: str, options: dict[str, Any] | None = None) -> None:
        """Choose a model by its name, with options; one without a card, too."""
        self._keep()
        self._given[name], self._wanted = dict(options or {}), name
        index = self._index(name)
        if index < 0 and self._cards:
            self.spec.setText(name)
            index = self._index(OTHER)
        self._shown = ""
        if index in (-1, self.chooser.currentIndex()):
            self._chosen()
        else:
            self.chooser.setCurrentIndex(index)

    # -- the cards -----------------------------------------------------------------------------

    def set_cards(self, cards: list[dict[str, Any]], packages: dict[str, str]) -> None:
        """Offer models; those that can run come first. The choice stays."""
        before, text = self.model, self.spec.text()
        self._cards, self._packages = {card["name"]: card for card in cards}, packages
        self._keep()
        self.chooser.blockSignals(True)
        self.items.clear()
        able = [card for card in cards if not self._lacks(card["name"]) and card["fits"]]
        for card in [*able, *(card for card in cards if card not in able)]:
            self.items.appendRow(self._item(card, card in able))
        other = QStandardItem(tr("Another model…"))
        other.setData(OTHER, _CARD)
        self.items.appendRow(other)
        index = self._index(before)
        self.chooser.setCurrentIndex(self._index(OTHER) if index < 0 and before else max(index, 0))
        self.spec.setText(text or ("" if index >= 0 else before))
        self.chooser.blockSignals(False)
        self._shown = ""
        self._chosen()

    def _item(self, card: dict[str, Any], able: bool) -> QStandardItem:
        item = QStandardItem(card["title"])
        item.setData(card["name"], _CARD)
        item.setToolTip(card["name"])
        if not able:
            why = self._lacks(card["name"]) or without_commands(card["why"])
            item.setToolTip(why)
            item.setForeground(self.palette().placeholderText())
        return item

    def _index(self, name: str) -> int:
        for row in range(self.items.rowCount()):
            if self.items.item(row).data(_CARD) == name:
                return row
        return -1

    def _rules(self, name: str) -> dict[str, Any]:
        """Options of a model; those of its family where it has no card."""
        card = self._cards.get(name)
        if card is None:
            family = name.partition(":")[0] + ":"
            card = next((c for n, c in self._cards.items() if n.startswith(family)), None)
        return card["options"] if card else {}

    def _lacks(self, name: str) -> str:
        package = _NEEDS.get(name.partition(":")[0])
        if package is None or not self._packages or package in self._packages:
            return ""
        return tr(
            "The environment lacks {package}, which this model needs; repair it in Environment… of the Workspace menu."
        ).format(package=package)

    def _misfit(self, name: str) -> str:
        card = self._cards.get(name)
        return "" if card is None or card["fits"] else without_commands(str(card["why"]))

    # -- showing -------------------------------------------------------------------------------

    def _keep(self) -> None:
        """Remember what was typed for a model while another one is looked at."""
        if self._shown and self._fields:
            self._given[self._shown] = {n: f.value() for n, f in self._fields.items()}

    def _restore_text(self) -> None:
        """A text that is no model's becomes the chosen one's again."""
        self.chooser.setEditText(self.chooser.itemText(self.chooser.currentIndex()))

    def _chosen(self, *_: Any) -> None:
        name = self.model
        self.spec.setVisible(self.chooser.currentData(_CARD) == OTHER)
        self.chooser.lineEdit().setCursorPosition(0)
        self._show_card(name)
        if name != self._shown:
            self._keep()
            self._shown = name
            self._show_options(name)
        self.changed.emit()

    def _show_card(self, name: str) -> None:
        card = self._cards.get(name)
        self.card.setText(card_html(card) if card else "")
        self.card.setVisible(card is not None)
        self.warning.setText(breakable(self.obstacle) if self._cards else "")
        self.warning.setVisible(bool(self.warning.text()))

    def _show_options(self, name: str) -> None:
        while self.form.rowCount():
            self.form.removeRow(0)
        self._fields = {}
        given = self._given.get(name, {})
        for option, rules in self._rules(name).items():
            field = make_field(option, rules, self.changed.emit)
            if option in given:
                field.put(plain(given[option]))
            self.form.addRow(_TITLES.get(option, lambda option=option: option)(), field.widget)
            self._fields[option] = field
        self.options_box.setVisible(bool(self._fields))
        # What was hidden while its rows changed keeps a height of before, unless it is told again.
        self.options_box.setCollapsed(self.options_box.isCollapsed())


_TITLES: dict[str, Callable[[], str]] = {
    "features": lambda: tr("Features"),
    "patch": lambda: tr("Filter size"),
    "filters": lambda: tr("Filters"),
    "bias": lambda: tr("Bias"),
    "seed": lambda: tr("Seed"),
    "quantiles": lambda: tr("Quantiles"),
    "pretrained": lambda: tr("Pretrained"),
    "weights": lambda: tr("Weights"),
    "pooling": lambda: tr("Pooling"),
    "size": lambda: tr("Resize to"),
    "rgb": lambda: tr("RGB alone"),
    "stretch": lambda: tr("Stretch"),
}


def card_html(card: dict[str, Any]) -> str:
    """A card as a few lines: what it gives, what it takes, whose it is."""
    lines = [_facts(card)]
    if card["bands"]:
        takes = tr("Bands: {bands}").format(bands=html.escape(", ".join(card["bands"])))
        lines.append(takes)
    if card["units"] and card["units"] != "any":
        lines.append(
            tr("Values: {units}").format(units=html.escape(without_commands(card["units"])))
        )
    lines.append(tr("Licence: {licence}").format(licence=html.escape(card["licence"])))
    if card["paper"] and card["paper"] != "none":
        lines.append(tr("Paper: {paper}").format(paper=linked(card["paper"])))
    if card["name"].startswith("checkpoint:"):
        lines.append(tr("Weights: {path}").format(path=breakable(html.escape(card["weights"]))))
    elif card["weights"] not in ("none", ""):
        lines.append(
            tr("Weights are fetched when it first runs: {name}").format(
                name=html.escape(card["weights"])
            )
        )
    lines += [html.escape(without_commands(note)) for note in card["notes"]]
    return "<br>".join(lines)


def _facts(card: dict[str, Any]) -> str:
    parts = [f"<b>{breakable(html.escape(card['name']))}</b>"]
    if card["dim"]:
        parts.append(tr("{n} values a chip").format(n=card["dim"]))
    if card["native_gsd"]:
        parts.append(tr("made for {gsd} m pixels").format(gsd=f"{card['native_gsd']:g}"))
    if card["input_size"]:
        parts.append(tr("chips resized to {n} pixels").format(n=card["input_size"]))
    return " · ".join(parts)


def breakable(text: str) -> str:
    """The text with places where a long name may go on in the next line."""
    return re.sub(r"(?<=[A-Za-z0-9])([_:./])(?=[A-Za-z0-9])", "\\1\u200b", text)


def linked(paper: str) -> str:
    """A reference with its DOI or arXiv number as a link; anything else stays text."""
    text = html.escape(paper)
    text = re.sub(
        r"arXiv:(\d{4}\.\d{4,5})", r'<a href="https://arxiv.org/abs/\1">arXiv:\1</a>', text
    )
    return re.sub(r"doi:(10\.\S+[^\s.,;])", r'<a href="https://doi.org/\1">doi:\1</a>', text)
