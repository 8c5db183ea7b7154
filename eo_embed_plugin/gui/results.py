"""What the pages of maps, accuracy and exploring share: what is missing first, and results that know their age."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.gui import QgsCollapsibleGroupBoxBasic
from qgis.PyQt.QtCore import QDateTime, Qt
from qgis.PyQt.QtGui import QFont
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ..i18n import tr
from ..session import Session
from .step import first_missing


def what_is_missing(session: Session) -> str:
    """What must be done before a head can learn from the labels; nothing where it can."""
    if session.state is None:
        return first_missing(session)
    if not session.is_embedded:
        return tr("embed the chips first")
    if kind_of(session) == "value":
        return "" if len(session.labels) >= 2 else tr("label two chips first")
    return "" if len(set(session.labels.values())) >= 2 else tr("label two classes first")


def kind_of(session: Session) -> str:
    """Whether the target in use is of "classes" or a "value"."""
    info = session.target_info
    return info["kind"] if info else "classes"


class Then:
    """The labels and embeddings of a moment, to tell whether what was made of them still holds."""

    def __init__(self, session: Session) -> None:
        self.folder, self.target = session.folder, session.target
        self._labels = dict(session.labels)
        self._stores = _stores(session)

    def told(self, session: Session) -> str:
        """A sentence that says what has changed since; nothing where nothing has."""
        if session.folder != self.folder or session.target != self.target:
            return ""
        if _stores(session) != self._stores:
            return tr("The embeddings are others than these figures are of; run it again.")
        if session.labels == self._labels:
            return ""
        chips = self._labels.keys() | session.labels.keys()
        n = sum(self._labels.get(chip) != session.labels.get(chip) for chip in chips)
        return tr("%n label(s) have changed since; run it again.", n)


def _stores(session: Session) -> list[Any]:
    sources = session.state["sources"] if session.state else []
    return [source["embedded"]["key"] for source in sources if source["embedded"]]


class Notes(QLabel):
    """Sentences below each other, each with a mark; hidden where there are none."""

    def __init__(self, mark: str = "⚠", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        _make_readable(self)
        self.setVisible(False)

    def set_notes(self, notes: Sequence[str]) -> None:
        """Show these sentences."""
        told = [note for note in notes if note]
        self.setText("\n".join(f"{self._mark} {note}" for note in told))
        self.setVisible(bool(told))


def paragraph(text: str = "", bold: bool = False) -> QLabel:
    """Text of several lines that can be selected and copied."""
    label = QLabel(text)
    _make_readable(label)
    if bold:
        font = QFont(label.font())
        font.setBold(True)
        label.setFont(font)
    return label


def small(text: str = "") -> QLabel:
    """What must be read beside a result: smaller than it, and as dark."""
    label = paragraph(text)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * 0.9)
    label.setFont(font)
    return label


def _make_readable(label: QLabel) -> None:
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)


class Section(QgsCollapsibleGroupBoxBasic):
    """A part of a page that folds away; ``column`` holds what is in it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        # One widget holds all: the box shows and hides its own children whenever it folds.
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 6, 8, 6)
        outer.addWidget(inner)
        arrow = self.findChild(QToolButton, "collapseButton")
        if arrow is not None:  # QGIS's own, which neither keyboard nor screen reader finds
            arrow.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            arrow.setAccessibleName(title)


def percent(share: float | None, digits: int = 0) -> str:
    """A share as a percentage; a dash for what is not known."""
    return "–" if share is None else f"{100 * share:.{digits}f}%"


def metres_text(metres: float) -> str:
    """A length on the ground."""
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def clock(modified: Any) -> str:
    """When a file was written: the time of today, the date of another day."""
    if isinstance(modified, (int, float)):
        moment = QDateTime.fromMSecsSinceEpoch(round(modified * 1000))
    else:
        moment = QDateTime.fromString(str(modified), Qt.DateFormat.ISODateWithMs).toLocalTime()
    today = moment.date() == QDateTime.currentDateTime().date()
    return moment.toString("HH:mm" if today else "yyyy-MM-dd")
