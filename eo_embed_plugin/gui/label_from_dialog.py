"""Labels from a vector or raster layer of the project, or from a file."""

from __future__ import annotations

import os
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsMapLayerProxyModel,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .. import layers, settings
from ..i18n import tr
from .context import Context
from .step import hint

MAJORITY, FRACTION, MEAN, MEDIAN = "majority", "fraction", "mean", "median-split"


class LabelFromDialog(QDialog):
    """Chooses layer, field, rule and least share; the worker labels while the dialog is gone."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.session = context, context.session
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Labels from a layer"))
        self.setMinimumWidth(420)
        self.layer = QgsMapLayerComboBox()
        kinds = QgsMapLayerProxyModel.Filter
        self.layer.setFilters(kinds.VectorLayer | kinds.RasterLayer)
        self.layer.setExceptedLayerList(_ours())
        self.file = QToolButton()
        self.file.setText("…")
        self.file.setToolTip(tr("Choose a file instead"))
        self.file.setAccessibleName(tr("Choose a file instead"))
        self.field = QgsFieldComboBox()
        self.rule = QComboBox()
        for text, name in (
            (tr("Class that takes most of the chip"), MAJORITY),
            (tr("Share of a class in the chip (a number)"), FRACTION),
            (tr("Mean of the values in the chip (a number)"), MEAN),
            (tr("Below or above the median of all chips"), MEDIAN),
        ):
            self.rule.addItem(text, name)
        self.code = QLineEdit()
        self.code.setPlaceholderText(tr("empty: any polygon"))
        self.share = QSpinBox()
        self.share.setRange(1, 100)
        self.share.setValue(60)
        self.share.setSuffix(" %")
        self.share.setToolTip(
            tr("A chip is labelled where its class takes at least this much of it")
        )
        self.target = QLineEdit(self.session.target or "")
        self.why = hint("")
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(tr("Label the chips"))
        self._arrange()
        self._listen()
        self._layer_changed()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.layer, 1)
        row.addWidget(self.file)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.addRow(tr("&Layer"), row)
        self.form.addRow(tr("&Field"), self.field)
        self.form.addRow(tr("&Rule"), self.rule)
        self.form.addRow(tr("&Class"), self.code)
        self.form.addRow(tr("Least &share"), self.share)
        self.form.addRow(tr("&Target"), self.target)
        self.form.labelForField(row).setBuddy(self.layer)
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addWidget(self.why)
        layout.addWidget(
            hint(
                tr(
                    "Labels given by hand stay; labels imported for this target before are replaced."
                )
            )
        )
        layout.addWidget(self.buttons)

    def _listen(self) -> None:
        self.layer.currentIndexChanged.connect(lambda _: self._layer_changed())
        self.rule.currentIndexChanged.connect(lambda _: self._follow())
        self.field.currentIndexChanged.connect(lambda _: self._follow())
        self.target.textChanged.connect(lambda _: self._follow())
        self.file.clicked.connect(self._choose_file)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def choose_file(self, path: str) -> None:
        """Take labels from a file rather than from a layer."""
        self.layer.setAdditionalItems([path])
        self.layer.setCurrentIndex(self.layer.count() - 1)

    def params(self) -> dict[str, Any]:
        """What the worker's ``label_from`` takes."""
        path, layer_name = self._file()
        rule = self.rule.currentData()
        code = self.code.text().strip()
        found: dict[str, Any] = {
            "path": path,
            "how": f"{rule}:{code}" if rule == FRACTION and code else rule,
            "min_share": self.share.value() / 100,
            "target": self.target.text().strip(),
        }
        if layer_name:
            found["layer"] = layer_name
        if self._is_vector() and self.field.currentField():
            found["field"] = self.field.currentField()
        if settings.get("who"):
            found["who"] = settings.get("who")
        return found

    def lacking(self) -> str:
        """Why it cannot start yet; "" where it can."""
        layer = self.layer.currentLayer()
        path, _ = self._file()
        if not path:
            return tr("Choose a layer, or a file by the button beside it.")
        if not os.path.exists(path):
            return tr(
                "{layer} is no file of this machine; save it to one, then choose that."
            ).format(layer=layer.name() if layer is not None else path)
        if isinstance(layer, QgsVectorLayer) and layer.isModified():
            return tr("{layer} has edits that are not saved; save them first.").format(
                layer=layer.name()
            )
        if (
            self._is_vector()
            and self.rule.currentData() != FRACTION
            and not self.field.currentField()
        ):
            return tr("Choose the field that holds the classes or values.")
        if not self.target.text().strip():
            return tr("Give the target a name: cover, crops, height…")
        return ""

    def accept(self) -> None:
        """Label; the dialog goes, the dock shows how far it is."""
        if self.lacking():
            return
        params, session, messages = self.params(), self.session, self.context.messages

        def labelled(report: dict[str, Any]) -> None:
            told = tr("{n} chips labelled for {target}.")
            messages.tell(told.format(n=f"{report['labelled']:,}", target=report["target"]))
            if session.target != report["target"]:
                session.set_target(report["target"])

        session.run("label_from", params, labelled)
        super().accept()

    def _is_vector(self) -> bool:
        layer = self.layer.currentLayer()
        return isinstance(layer, QgsVectorLayer) or (layer is None and self.field.count() > 0)

    def _file(self) -> tuple[str, str]:
        """Path and layer's name of what is chosen."""
        layer = self.layer.currentLayer()
        if layer is None:
            return self.layer.currentText() if self.layer.currentIndex() >= 0 else "", ""
        parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
        return str(parts.get("path") or layer.source()), str(parts.get("layerName") or "")

    def _layer_changed(self) -> None:
        layer = self.layer.currentLayer()
        if layer is None:
            path, _ = self._file()
            vector = QgsVectorLayer(path, "", "ogr") if path else None
            layer = vector if vector is not None and vector.isValid() else None
            self._opened = layer  # the box of fields keeps no layer alive
        self.field.setLayer(layer if isinstance(layer, QgsVectorLayer) else None)
        if isinstance(layer, QgsRasterLayer) or layer is None:
            self.field.setField("")
        self._follow()

    def _follow(self) -> None:
        rule = self.rule.currentData()
        for box, shown in (
            (self.field, self._is_vector()),
            (self.code, rule == FRACTION),
            (self.share, rule == MAJORITY),
        ):
            box.setVisible(shown)
            self.form.labelForField(box).setVisible(shown)
        lacking = self.lacking()
        self.why.setText(lacking)
        self.why.setVisible(bool(lacking))
        self.ok.setEnabled(not lacking)

    def _choose_file(self) -> None:
        start = settings.get("last_folder") or os.path.expanduser("~")
        path, _ = QFileDialog.getOpenFileName(self, tr("Labels from a file"), start)
        if path:
            settings.put("last_folder", os.path.dirname(path))
            self.choose_file(path)


def _ours() -> list[QgsMapLayer]:
    every = QgsProject.instance().mapLayers().values()
    return [layer for layer in every if layer.customProperty(layers.ROLE)]
