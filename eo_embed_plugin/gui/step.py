"""A step of the dock: a header that says where one is, and a body that opens and closes."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QKeySequence, QPalette
from qgis.PyQt.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import icons
from ..i18n import tr
from ..session import Session
from .context import Context
from .qt import QShortcut

#: States of a step; each has an icon ``state-<name>``.
MISSING, READY, BUSY, DONE, WARNING = "missing", "ready", "busy", "done", "warning"


class Step(QFrame):
    """One of the five steps.

    A subclass names it in ``heading`` and ``help`` (a page of the documentation), fills ``self.column`` in ``build``,
    and keeps the header true with ``tell``; ``picture`` names its icon. opened: the user opened it; the dock
    closes the others.
    """

    opened = pyqtSignal(object)
    help = "plugin/README"
    picture = ""

    def __init__(self, number: int, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.session, self.number = context, context.session, number
        self.setObjectName(f"step{number}")
        self.header = _Header(number, self.heading(), self.picture, self)
        self.body = QWidget(self)
        self.body.setVisible(False)
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(10, 4, 6, 10)
        self.column.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.body)
        self.header.clicked.connect(self.toggle)
        self.header.help.clicked.connect(self._show_help)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._show_help)
        self.build()

    def heading(self) -> str:
        """The step's name."""
        raise NotImplementedError

    def build(self) -> None:
        """Make the body in ``self.column``."""
        raise NotImplementedError

    def tell(self, state: str, text: str) -> None:
        """Say in the header how the step stands: one of the states, and a few words."""
        self.header.tell(state, text)

    @property
    def is_open(self) -> bool:
        """Whether the body is shown."""
        return not self.body.isHidden()

    def toggle(self) -> None:
        """Open, or close."""
        self.set_open(not self.is_open)

    def set_open(self, is_open: bool) -> None:
        """Show or hide the body."""
        if is_open == self.is_open:
            return
        self.body.setVisible(is_open)
        self.header.set_open(is_open)
        if is_open:
            self.entered()
            self.opened.emit(self)
        else:
            self.left()

    def go_to(self, number: int) -> None:
        """Open another of the steps beside this one."""
        beside = self.parentWidget()
        other = beside.findChild(Step, f"step{number}") if beside is not None else None
        if other is not None:
            other.set_open(True)

    def _show_help(self) -> None:
        self.context.actions.show_help(self.help)

    def entered(self) -> None:
        """The body was opened."""

    def left(self) -> None:
        """The body was closed: map tools and previews go."""

    def unload(self) -> None:
        """The plugin goes: what is on the canvas for good goes with it."""


class _Header(QToolButton):
    """Number, name, and how the step stands; a button, so that the keyboard reaches it."""

    def __init__(self, number: int, title: str, picture: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setCheckable(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{number}. {title}")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 8, 4)
        row.setSpacing(8)
        self._arrow, self._title, self._text = QLabel("▸"), QLabel(f"{number}  {title}"), QLabel()
        self._mark, pictured = QLabel(), QLabel()
        icons.put(self._mark, "state-missing")
        if picture:
            icons.put(pictured, picture, 20)
        font = QFont(self._title.font())
        font.setBold(True)
        self._title.setFont(font)
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._arrow)
        row.addWidget(pictured)
        row.addWidget(self._title)
        row.addWidget(self._text, 1)
        row.addWidget(self._mark)
        self.help = QToolButton()
        self.help.setAutoRaise(True)
        self.help.setIcon(QgsApplication.getThemeIcon("/mActionHelpContents.svg"))
        self.help.setToolTip(tr("Help on this step (F1)"))
        self.help.setAccessibleName(tr("Help on step {n}: {title}").format(n=number, title=title))
        self.help.setVisible(False)
        row.addWidget(self.help)
        for label in (self._arrow, pictured, self._title, self._text, self._mark):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(row.sizeHint().height() + 4)
        self._full = ""
        self._text.installEventFilter(self)

    def tell(self, state: str, text: str) -> None:
        icons.put(self._mark, f"state-{state}")
        self._full = text
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self._text.setForegroundRole(
            QPalette.ColorRole.WindowText if state == DONE else QPalette.ColorRole.Text
        )
        self._text.setEnabled(state != MISSING)
        self._elide()

    def set_open(self, is_open: bool) -> None:
        self._arrow.setText("▾" if is_open else "▸")
        self.help.setVisible(is_open)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._elide()
        return False

    def _elide(self) -> None:
        metrics = self._text.fontMetrics()
        room = max(self._text.width(), 0)
        self._text.setText(metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, room))


class Hint(QLabel):
    """A line of explanation: smaller and paler than what it explains, and still easy to read."""

    #: How much of the text's own colour is left; the rest is the background's.
    INK = 0.72

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setWordWrap(True)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        self.setFont(font)
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange or event.type() == QEvent.Type.StyleChange:
            self._paint()

    def _paint(self) -> None:
        theme = QApplication.palette()
        ink = theme.color(QPalette.ColorRole.WindowText)
        paper = theme.color(QPalette.ColorRole.Window)
        mixed = (
            round(self.INK * one + (1 - self.INK) * other)
            for one, other in zip(ink.getRgb()[:3], paper.getRgb()[:3])
        )
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(*mixed))
        self.setPalette(palette)


def hint(text: str) -> QLabel:
    """A line of explanation (see Hint)."""
    return Hint(text)


def first_missing(session: Session) -> str:
    """What comes before all else where no workspace is open."""
    return "" if session.state else tr("open or make a workspace first")
