"""The diagnostics report, to read before it is copied."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ..diagnostics import report
from ..i18n import tr
from .context import Context


class DiagnosticsDialog(QDialog):
    """Not modal; "Refresh" writes the report anew, "Copy" puts it on the clipboard."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(tr("EO Embed: diagnostics"))
        self.resize(760, 560)
        heading = QLabel(
            tr(
                "Please send this with a question or a report of an error. Passwords, tokens and the path of your home "
                "folder are left out; read it before you send it."
            )
        )
        heading.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("Diagnostics"))
        roles = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(tr("&Copy"), roles.ActionRole)
        self.again = buttons.addButton(tr("&Refresh"), roles.ActionRole)
        self.copy.setDefault(True)
        self.copy.clicked.connect(self._copy)
        self.again.clicked.connect(self.refresh)
        buttons.rejected.connect(self.reject)
        self.copied = QLabel()
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.copied)
        layout.addWidget(buttons)
        self.refresh()

    def refresh(self) -> None:
        """Write the report anew."""
        engine = self.context.session.engine
        self.text.setPlainText(report(self.context.environment, engine.hello, engine.state))
        self.copied.clear()

    def _copy(self) -> None:
        QgsApplication.clipboard().setText(self.text.toPlainText())
        self.copied.setText(tr("Copied."))
