"""The environment's dialog: what is there, what will be downloaded and where to, and how far it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.gui import QgsCollapsibleGroupBoxBasic, QgsFileWidget
from qgis.PyQt.QtCore import Qt, QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QFontDatabase, QTextCursor
from qgis.PyQt.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import settings
from ..environment import ABSENT, BROKEN, INCOMPLETE, OUTDATED, READY, Environment, Progress, Status
from ..environment.places import data_folder
from ..i18n import tr
from .environment_words import MARKS, busy_heading, download_text, facts, heading
from .texts import Text, framed, pale

_MANAGED, _WHEELS, _PYTHON = "managed", "wheels", "python"


class EnvironmentDialog(QDialog):
    """Not modal: QGIS can be used, and this window closed, while an installation goes on."""

    def __init__(self, environment: Environment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.environment = environment
        self._is_listening = False
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit)
        self.setWindowTitle(tr("EO Embed: environment"))
        self.setMinimumWidth(640)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(10)
        self._add_state()
        self._add_choices()
        self._add_advanced()
        self._add_progress()
        self._add_details()
        self._add_buttons()
        self._show_status()

    # -- its parts -----------------------------------------------------------------------------

    def _add_state(self) -> None:
        self.mark, self.heading, self.facts = QLabel(), QLabel(), Text()
        for label, factor in ((self.mark, 1.8), (self.heading, 1.25)):
            font = label.font()
            font.setPointSizeF(font.pointSizeF() * factor)
            font.setBold(True)
            label.setFont(font)
        self.mark.setFixedWidth(34)
        self.mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.heading)
        texts.addWidget(self.facts)
        row = QHBoxLayout()
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.column.addLayout(row)
        self.notice, self.failure = (
            framed("rgba(217, 138, 0, 38)"),
            framed("rgba(214, 69, 69, 38)"),
        )
        for part in (self.failure, self.notice):
            part.setVisible(False)
            self.column.addWidget(part)

    def _add_choices(self) -> None:
        self.choices = QgsCollapsibleGroupBoxBasic(tr("Where the packages come from"))
        column = QVBoxLayout(self.choices)
        self.intro = Text(
            tr(
                "EO Embed computes in a Python of its own, apart from that of QGIS, which stays as it is. It lies in "
                "one folder, and can be deleted here at any time."
            )
        )
        column.addWidget(self.intro)
        self.buttons: dict[str, QRadioButton] = {}
        self.fields: dict[str, QgsFileWidget] = {}
        self._choice(column, _MANAGED, tr("&Download them (recommended)"), download_text())
        self._choice(
            column,
            _WHEELS,
            tr("From a &folder of wheels, without a network"),
            tr("The folder holds the wheels of all packages, and uv's."),
            QgsFileWidget.StorageMode.GetDirectory,
            settings.get("wheels"),
        )
        self._choice(
            column,
            _PYTHON,
            tr("&Use a Python that is here already"),
            tr(
                "It must have all packages. It is tried and used as it is; nothing is installed in it."
            ),
            QgsFileWidget.StorageMode.GetFile,
            settings.get("python"),
        )
        self.buttons[_PYTHON if settings.get("python") else _MANAGED].setChecked(True)
        self.column.addWidget(self.choices)

    def _choice(
        self,
        column: QVBoxLayout,
        name: str,
        title: str,
        explanation: str,
        mode: QgsFileWidget.StorageMode | None = None,
        value: str = "",
    ) -> None:
        button = self.buttons[name] = QRadioButton(title)
        button.setAccessibleDescription(explanation)
        button.toggled.connect(lambda _: self._show_status())
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 0, 0, 4)
        inner.setSpacing(4)
        inner.addWidget(pale(explanation))
        if mode is not None:
            field = self.fields[name] = QgsFileWidget()
            field.setStorageMode(mode)
            field.setDialogTitle(title.replace("&", ""))
            field.setFilePath(value)
            field.lineEdit().setAccessibleName(title.replace("&", ""))
            field.setVisible(False)
            field.fileChanged.connect(lambda _: self._show_status())
            button.toggled.connect(field.setVisible)
            inner.addWidget(field)
        column.addWidget(button)
        column.addLayout(inner)

    def _add_advanced(self) -> None:
        self.advanced = QgsCollapsibleGroupBoxBasic(tr("Advanced"))
        form = QFormLayout(self.advanced)
        self.folder = self._setting_file(
            "environment_folder", QgsFileWidget.StorageMode.GetDirectory
        )
        self.folder.lineEdit().setPlaceholderText(str(data_folder() / "environment"))
        form.addRow(tr("F&older of the environment"), self.folder)
        self.index = QLineEdit(settings.get("index_url"))
        self.index.setPlaceholderText("https://pypi.org/simple")
        self.index.editingFinished.connect(
            lambda: settings.put("index_url", self.index.text().strip())
        )
        form.addRow(tr("Package &index"), self.index)
        self.uv = self._setting_file("uv", QgsFileWidget.StorageMode.GetFile)
        self.uv.lineEdit().setPlaceholderText(tr("found, or downloaded"))
        form.addRow("&uv", self.uv)
        form.addRow(
            pale(
                tr(
                    "Proxy and certificates are those of QGIS: Settings > Options > Network, and > Authentication."
                )
            )
        )
        self.advanced.setCollapsed(True)
        self.advanced.collapsedStateChanged.connect(lambda _: self._fitting.start())
        self.choices.collapsedStateChanged.connect(lambda _: self._fitting.start())
        self.column.addWidget(self.advanced)

    def _setting_file(self, name: str, mode: QgsFileWidget.StorageMode) -> QgsFileWidget:
        field = QgsFileWidget()
        field.setStorageMode(mode)
        field.setFilePath(settings.get(name))

        def keep(path: str) -> None:
            settings.put(name, path.strip())
            self._show_status()

        field.fileChanged.connect(keep)
        return field

    def _add_progress(self) -> None:
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.doing = Text()
        self.doing.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.doing)

    def _add_details(self) -> None:
        self.details = QToolButton()
        self.details.setText(tr("De&tails"))
        self.details.setCheckable(True)
        self.details.setAutoRaise(True)
        self.details.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.details.setArrowType(Qt.ArrowType.RightArrow)
        self.details.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setTabChangesFocus(True)
        self.log.setMaximumBlockCount(2000)
        self.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.log.setMinimumHeight(160)
        self.log.setAccessibleName(tr("What was done"))
        self.log.setVisible(False)
        self.details.toggled.connect(self._show_details)
        self.column.addWidget(self.details)
        self.column.addWidget(self.log, 1)
        self.column.addStretch(0)

    def _add_buttons(self) -> None:
        row = QHBoxLayout()
        self.test = self._button(row, tr("&Test"), self.environment.test)
        self.repair = self._button(row, tr("&Repair…"), self._repair)
        self.remove = self._button(row, tr("Remo&ve…"), self._remove)
        self.show_folder = self._button(row, tr("&Show"), self._open_folder)
        row.addStretch(1)
        self.cancel = self._button(row, tr("&Cancel"), self.environment.cancel)
        self.go = self._button(row, "", self._go)
        self.go.setDefault(True)
        self.leave = self._button(row, tr("Close"), self.close)
        self.test.setToolTip(
            tr("Load all packages, make embeddings of a small picture, try each device")
        )
        self.repair.setToolTip(tr("Delete the environment and its downloads, and make it anew"))
        self.remove.setToolTip(tr("Delete the environment and its downloads"))
        self.show_folder.setToolTip(tr("Show the environment's folder"))
        self.cancel.setToolTip(tr("Stop; what was downloaded is kept"))
        self.column.addLayout(row)

    def _button(self, row: QHBoxLayout, text: str, act: Any) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda *_: act())
        row.addWidget(button)
        return button

    # -- what it does --------------------------------------------------------------------------

    def _go(self) -> None:
        choice = self._choice_made()
        if choice == _PYTHON:
            self.environment.use(self.fields[_PYTHON].filePath())
            return
        wheels = self.fields[_WHEELS].filePath() if choice == _WHEELS else ""
        settings.put("wheels", wheels or settings.get("wheels"))
        status = self.environment.status()
        if status.kind == READY and not status.is_managed and self._has_managed():
            self.environment.use("")
        elif status.kind == BROKEN and status.is_managed and status.state is not None:
            self.environment.repair(wheels)
        else:
            self.environment.create(wheels)

    def _repair(self) -> None:
        question = tr(
            "The environment and its downloads are deleted and made anew, which may download some gigabytes. Repair it?"
        )
        if self._confirms(question):
            self.environment.repair()

    def _remove(self) -> None:
        folder = self.environment.places.home
        question = tr(
            "The environment in {folder} is deleted, with its downloads. Your workspaces stay. Delete it?"
        )
        if self._confirms(question.format(folder=folder)):
            self.environment.remove()

    def _confirms(self, question: str) -> bool:
        answers = QMessageBox.StandardButton
        asked = QMessageBox.question(
            self, self.windowTitle(), question, answers.Yes | answers.Cancel, answers.Cancel
        )
        return asked == answers.Yes

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.environment.places.home)))

    def _has_managed(self) -> bool:
        """Whether there is a managed environment that would do, behind the Python chosen in its place."""
        return self.environment.managed_status().is_ready

    def _choice_made(self) -> str:
        return next(name for name, button in self.buttons.items() if button.isChecked())

    # -- what it shows -------------------------------------------------------------------------

    def showEvent(self, event: Any) -> None:
        """Follow the environment for as long as the window is there."""
        super().showEvent(event)
        if not self._is_listening:
            self._is_listening = True
            self.environment.progressed.connect(self._progress)
            self.environment.said.connect(self._append)
            self.environment.changed.connect(self._show_status)
            self.environment.ended.connect(self._ended)
            self.log.setPlainText("\n".join(self.environment.lines))
        self._show_status()
        (self.go if self.go.isVisible() else self.leave).setFocus()

    def hideEvent(self, event: Any) -> None:
        """The environment goes on without the window."""
        super().hideEvent(event)
        if self._is_listening:
            self._is_listening = False
            self.environment.progressed.disconnect(self._progress)
            self.environment.said.disconnect(self._append)
            self.environment.changed.disconnect(self._show_status)
            self.environment.ended.disconnect(self._ended)

    def _progress(self, progress: Progress) -> None:
        self.bar.setValue(round(progress.share * 1000))
        self.doing.setText(progress.text)
        if not self.bar.isVisible():
            self._show_status()

    def _append(self, line: str) -> None:
        self.log.appendPlainText(line)

    def _ended(self, went_well: bool, sentence: str, details: str) -> None:
        self.doing.setText(sentence if went_well else "")
        self.failure.setText("" if went_well else sentence)
        self._show_status()
        if details:
            self.log.appendPlainText(details)
            self.log.moveCursor(QTextCursor.MoveOperation.End)

    def _show_details(self, shown: bool) -> None:
        self.log.setVisible(shown)
        arrows = Qt.ArrowType
        self.details.setArrowType(arrows.DownArrow if shown else arrows.RightArrow)
        self._fitting.start()

    def _show_status(self) -> None:
        """Bring all into line with how the environment stands."""
        if not hasattr(self, "leave"):
            return  # still being put together
        status, is_busy = self.environment.status(), bool(self.environment.operation)
        mark, colour = MARKS[INCOMPLETE if is_busy else status.kind]
        self.mark.setText(mark)
        self.mark.setStyleSheet(f"color: {colour};")
        self.heading.setText(busy_heading(self.environment.operation) or heading(status))
        self.facts.setText(
            tr("You can close this window and go on with QGIS meanwhile.")
            if is_busy
            else facts(status, self.environment)
        )
        notices = status.state.notices if status.state and not is_busy else []
        self.notice.setText("\n".join(notices))
        self.notice.setVisible(bool(notices))
        self.failure.setVisible(bool(self.failure.text()) and not is_busy)
        self._enable(status, is_busy)
        self._fitting.start()

    def _fit(self) -> None:
        """As high as its parts, once they know how wide they are."""
        layout = self.layout()
        layout.activate()
        height = max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
        if height != self.height():
            self.resize(self.width(), height)
            self._fitting.start()  # wrapped lines may need another look

    def _enable(self, status: Status, is_busy: bool) -> None:
        for part in (self.choices, self.advanced):
            part.setVisible(not is_busy)
        if status.is_ready and not self.choices.property("was_collapsed"):
            self.choices.setCollapsed(True)
            self.choices.setProperty("was_collapsed", True)
        self.bar.setVisible(is_busy)
        self.doing.setVisible(is_busy or bool(self.doing.text()))
        self.cancel.setVisible(is_busy)
        is_there = status.is_managed and status.kind != ABSENT
        self.test.setVisible(not is_busy and Path(status.python or "-").is_file())
        self.repair.setVisible(not is_busy and is_there)
        self.remove.setVisible(not is_busy and self.environment.places.is_ours)
        self.show_folder.setVisible(not is_busy and self.environment.places.is_ours)
        text = self._go_text(status)
        self.go.setText(text)
        self.go.setVisible(not is_busy and bool(text))
        choice = self._choice_made()
        self.go.setEnabled(choice == _MANAGED or bool(self.fields[choice].filePath()))

    def _go_text(self, status: Status) -> str:
        """What the chief button does; empty where there is nothing to do."""
        choice = self._choice_made()
        if choice == _PYTHON:
            is_same = self.fields[_PYTHON].filePath() == settings.get("python")
            return "" if status.is_ready and is_same else tr("Us&e it")
        if status.is_managed and status.is_ready and choice == _MANAGED:
            return ""
        if not status.is_managed and choice == _MANAGED and self._has_managed():
            return tr("Us&e it")
        if not status.is_managed:
            return tr("Cr&eate")
        texts = {
            INCOMPLETE: tr("Go o&n"),
            OUTDATED: tr("&Update"),
            BROKEN: tr("Make it an&ew"),
            READY: tr("Install from th&ese"),
        }
        return texts.get(status.kind, tr("Cr&eate"))
