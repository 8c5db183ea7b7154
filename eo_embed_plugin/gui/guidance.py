"""Where to go next, in the dock: buttons, and what is known of the chip one came to."""

from __future__ import annotations

from html import escape
from typing import Any, Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import icons, settings
from ..i18n import tr
from .labelling import Labelling


class Guidance(QWidget):
    """Next suggestion, next unlabelled, similar, back.

    asked: a button was pressed, so the canvas wants the focus back.
    """

    asked = pyqtSignal()

    def __init__(self, labelling: Labelling) -> None:
        super().__init__()
        self._labelling = labelling
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setAccessibleName(tr("What to label next"))
        self.back = self._button(
            "/mActionArrowLeft.svg",
            tr("&Back"),
            tr("Back to the chip before (M)"),
            labelling.previous,
        )
        self.unlabelled = self._button(
            "unlabelled",
            tr("&Unlabelled"),
            tr("To the next chip without a label, in reading order (U)"),
            labelling.next_unlabelled,
        )
        self.similar = self._button(
            "similar",
            tr("Simila&r"),
            tr(
                "Show where it looks like this chip (S); Shift+S adds an example, X one that is not"
            ),
            labelling.show_similar,
        )
        self.go_on = QCheckBox(tr("After each label, &go on to the next"))
        self.go_on.setChecked(settings.get("go_on"))
        self.go_on.toggled.connect(lambda on: settings.put("go_on", on))
        self.next = QPushButton(tr("&Next suggestion"))
        icons.put(self.next, "suggestion")
        self.next.setToolTip(
            tr("To the chip whose label teaches most (N); then press the key of its class")
        )
        self.next.clicked.connect(lambda: self._act(labelling.next_suggestion))
        self._arrange()
        labelling.chipChanged.connect(self.show_chip)
        labelling.classChanged.connect(self.show_chip)
        labelling.told.connect(self.say)
        self.show_chip()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.back, self.unlabelled, self.similar):
            row.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.addWidget(self.text)
        layout.addWidget(self.go_on)
        layout.addLayout(row)
        layout.addWidget(self.next)

    def say(self, sentence: str) -> None:
        """A sentence for now, in place of what is known of the chip."""
        self.text.setText(escape(sentence))

    def show_chip(self) -> None:
        """What is known of the chip that is asked about, or how to begin."""
        labelling = self._labelling
        if labelling.chip is None:
            self.text.setText(_how_to(labelling.is_number))
        else:
            self.text.setText(_of_chip(labelling.chip, labelling.about, labelling.is_number))

    def _button(self, picture: str, text: str, tip: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        show_icon(button, picture)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.clicked.connect(lambda: self._act(act))
        return button

    def _act(self, act: Callable[[], object]) -> None:
        act()
        self.asked.emit()


def show_icon(button: QToolButton, picture: str) -> None:
    """An icon of ours by its name, or of QGIS's by its file."""
    if picture.startswith("/"):
        button.setIcon(QgsApplication.getThemeIcon(picture))
    else:
        icons.put(button, picture)


def _how_to(is_number: bool) -> str:
    if is_number:
        return tr("Click a chip and type its number; right click clears.")
    return tr("Press <b>1</b>–<b>9</b> for a class, click or drag over chips; right click clears.")


def _of_chip(chip: int, about: dict[str, Any], is_number: bool) -> str:
    """What the head makes of a chip; only the name of a class comes from a person."""
    ask = tr("Type its number with Enter.") if is_number else tr("Press the key of its class.")
    said, unsure = about.get("predicted"), about.get("uncertainty")
    if said is None:
        known = tr("One of the chips that stand for the scene.") if about else ""
        return " ".join(part for part in (f"<b>{_name(chip)}</b>.", known, ask) if part)
    if isinstance(said, str):
        told = tr("The head guesses {name}, {share} unsure.")
        known = told.format(name=f"<b>{escape(said)}</b>", share=f"{unsure or 0:.0%}")
    else:
        told = tr("The head says {value} ± {spread}.")
        known = told.format(value=f"<b>{said:.4g}</b>", spread=f"{unsure or 0:.2g}")
    return f"<b>{_name(chip)}</b>. {known} {ask}"


def _name(chip: int) -> str:
    return tr("Chip {chip}").format(chip=chip)
