"""What a run learns from: chips of this workspace and of others, or a published data set in a folder."""

from __future__ import annotations

import os
from typing import Any

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from .. import settings
from ..i18n import tr
from .option_fields import Field, make_field, plain
from .results import Section
from .train_words import dataset_html, value_title

_FOLDER = Qt.ItemDataRole.UserRole
#: The file that makes a folder a workspace.
_MARK = "workspace.toml"
_MOST_ROWS = 5  # in sight at once
#: The kind of data that chips of workspaces are, and its option that names more workspaces.
CHIPS, OTHERS = "workspace", "also"


class DataChooser(QWidget):
    """Workspaces to tick, or one folder with the kind of data set that it holds.

    changed: other data.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = ""
        self._kinds: list[dict[str, Any]] = []
        self._fields: dict[str, Field] = {}
        self._chip_fields: dict[str, Field] = {}
        self.chips = QRadioButton(tr("&Chips of workspaces"))
        self.published = QRadioButton(tr("A data set in a &folder"))
        self.chips.setChecked(True)
        self.chips.toggled.connect(self._show_way)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.chips)
        layout.addWidget(self._build_workspaces())
        layout.addWidget(self.published)
        layout.addWidget(self._build_folder())
        self._show_way()

    def _build_workspaces(self) -> QWidget:
        self.workspaces = QListWidget()
        self.workspaces.setAccessibleName(tr("Workspaces to learn from"))
        self.workspaces.setToolTip(
            tr("Chips of all that are ticked are learnt from; they need the same sources")
        )
        self.workspaces.itemChanged.connect(lambda _: self.changed.emit())
        self.add = QPushButton(tr("&Add a workspace…"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._ask_workspace)
        self.of_workspaces = QWidget()
        column = QVBoxLayout(self.of_workspaces)
        column.setContentsMargins(20, 0, 0, 0)
        column.addWidget(self.workspaces)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        column.addLayout(row)
        self.more = Section(tr("Which sources, which labels"))
        self.more.setFlat(True)
        self.more.setCollapsed(True)
        self.more_form = QFormLayout()
        self.more_form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.more.column.addLayout(self.more_form)
        column.addWidget(self.more)
        return self.of_workspaces

    def _build_folder(self) -> QWidget:
        self.folder = QgsFileWidget()
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setDefaultRoot(settings.get("last_folder"))
        self.folder.lineEdit().setAccessibleName(tr("Folder of the data set"))
        self.folder.fileChanged.connect(lambda _: self.changed.emit())
        self.kind = QComboBox()
        self.kind.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.kind.setMinimumContentsLength(10)
        self.kind.setToolTip(tr("Which published data set the folder holds, and how its files lie"))
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.RichText)
        self.about.setOpenExternalLinks(True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.about.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.of_folder = QWidget()
        self.form = QFormLayout(self.of_folder)
        self.form.setContentsMargins(20, 0, 0, 0)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        label = QLabel(tr("F&older"))
        label.setBuddy(self.folder.lineEdit())
        self.form.addRow(label, self.folder)
        self.form.addRow(tr("K&ind"), self.kind)
        self.form.addRow(self.about)
        return self.of_folder

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def params(self) -> dict[str, Any]:
        """The worker's parameters of the data."""
        if self.chips.isChecked():
            return {"data": self.ticked, "data_options": self._options(CHIPS, self._chip_fields)}
        kind = self.kind.currentData()
        options = self._options(kind, self._fields)
        found = {"data": [self.folder.filePath().strip()], "data_options": options}
        return {**found, "dataset": kind} if kind else found

    def _options(self, kind: str, fields: dict[str, Field]) -> dict[str, Any]:
        """Options of a kind of data that are not at their defaults."""
        rules = self._rules(kind)
        values = {name: field.value() for name, field in fields.items()}
        return {n: v for n, v in values.items() if v != plain(rules[n].get("default"))}

    def _rules(self, kind: str) -> dict[str, Any]:
        """Options of a kind of data."""
        found = (dict(known["options"]) for known in self._kinds if known["name"] == kind)
        return next(found, {})

    @property
    def ticked(self) -> list[str]:
        """Folders of the workspaces that are ticked."""
        items = (self.workspaces.item(row) for row in range(self.workspaces.count()))
        checked = Qt.CheckState.Checked
        return [item.data(_FOLDER) for item in items if item.checkState() == checked]

    @property
    def obstacle(self) -> str:
        """Why nothing can be learnt from what is chosen, in a sentence; "" where nothing is known against it."""
        if self.chips.isChecked():
            return "" if self.ticked else tr("Tick a workspace to learn from.")
        folder = self.folder.filePath().strip()
        if not folder:
            return tr("Choose the folder of the data set.")
        return "" if os.path.isdir(folder) else tr("There is no folder {path}.").format(path=folder)

    def set_own(self, folder: str) -> None:
        """The workspace that is open: the first of the list, and ticked."""
        if folder == self._own:
            return
        self._own = folder
        self.workspaces.blockSignals(True)
        self.workspaces.clear()
        self.workspaces.blockSignals(False)
        if folder:
            self._list(folder, tr("{name} (this workspace)").format(name=os.path.basename(folder)))

    def add_workspace(self, folder: str) -> None:
        """Put another workspace into the list, ticked."""
        folders = [self.workspaces.item(r).data(_FOLDER) for r in range(self.workspaces.count())]
        if folder in folders:
            self.workspaces.item(folders.index(folder)).setCheckState(Qt.CheckState.Checked)
        else:
            self._list(folder, os.path.basename(folder))

    def set_kinds(self, kinds: list[dict[str, Any]]) -> None:
        """Offer the kinds of published data sets."""
        self._kinds = kinds
        self.kind.blockSignals(True)
        self.kind.clear()
        self.kind.addItem(tr("recognised by its files"), "")
        for kind in kinds:
            if kind["name"] != CHIPS:
                self.kind.addItem(kind["title"], kind["name"])
        self.kind.blockSignals(False)
        self._kind_chosen()
        wanted = {name: rules for name, rules in self._rules(CHIPS).items() if name != OTHERS}
        self._chip_fields = self._fill(self.more_form, 0, wanted)
        self.more.setVisible(bool(wanted))

    # -- how it does that ----------------------------------------------------------------------

    def _list(self, folder: str, text: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_FOLDER, folder)
        item.setToolTip(folder)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked)
        self.workspaces.addItem(item)
        self._fit()
        self.changed.emit()

    def showEvent(self, event: Any) -> None:
        """Rows are as high as the style that is shown has them."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        rows = min(max(self.workspaces.count(), 1), _MOST_ROWS)
        frame = 2 * self.workspaces.frameWidth() + 4
        self.workspaces.setFixedHeight(max(self.workspaces.sizeHintForRow(0), 20) * rows + frame)

    def _ask_workspace(self) -> None:
        start = settings.get("last_folder") or os.path.dirname(self._own)
        folder = QFileDialog.getExistingDirectory(self, tr("Choose a workspace"), start)
        if folder:
            settings.put("last_folder", os.path.dirname(folder))
            self.add_workspace(folder)

    def _show_way(self, *_: Any) -> None:
        self.of_workspaces.setVisible(self.chips.isChecked())
        self.of_folder.setVisible(not self.chips.isChecked())
        self.changed.emit()

    def _kind_chosen(self, *_: Any) -> None:
        kind = next((k for k in self._kinds if k["name"] == self.kind.currentData()), None)
        self._fields = self._fill(self.form, 3, kind["options"] if kind else {})
        self.about.setText(dataset_html(kind) if kind else "")
        self.about.setVisible(kind is not None)
        self.changed.emit()

    def _fill(
        self, form: QFormLayout, first: int, options: dict[str, dict[str, Any]]
    ) -> dict[str, Field]:
        """Fields of options in a form, from a row on, in place of those that are there."""
        while form.rowCount() > first:
            form.removeRow(first)
        fields = {}
        for name, rules in options.items():
            fields[name] = make_field(name, rules, self.changed.emit, is_fine=True)
            title = value_title(name)
            fields[name].widget.setAccessibleName(title)
            form.addRow(title, fields[name].widget)
        return fields
