"""What a run learns from: this workspace, others, or a data set in a folder."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt

from eo_embed.eo_embed_plugin.gui.train_data import DataChooser
from eo_embed.tests.eo_embed_plugin.made_training import METHODS

OFF = Qt.CheckState.Unchecked


@pytest.fixture
def data(qgis_app):
    made = DataChooser()
    made.set_kinds(METHODS["datasets"])
    made.set_own("/here/fields")
    made.show()
    yield made
    made.deleteLater()


def test_the_chips_of_this_workspace_are_ticked_at_first(data) -> None:
    assert data.params == {"data": ["/here/fields"], "data_options": {}}
    assert data.workspaces.item(0).text() == "fields (this workspace)"
    assert data.obstacle == ""


def test_other_workspaces_are_put_beside_it(data) -> None:
    data.add_workspace("/there/valley")
    data.add_workspace("/there/valley")
    assert data.params["data"] == ["/here/fields", "/there/valley"]
    data.workspaces.item(0).setCheckState(OFF)
    assert data.params["data"] == ["/there/valley"]
    data.workspaces.item(1).setCheckState(OFF)
    assert data.obstacle == "Tick a workspace to learn from."


def test_another_workspace_is_open(data) -> None:
    data.add_workspace("/there/valley")
    data.set_own("/elsewhere/lake")
    assert data.params["data"] == ["/elsewhere/lake"]
    data.set_own("")
    assert data.params["data"] == []


def test_options_of_chips_are_sent_where_they_differ(data) -> None:
    assert "also" not in data._chip_fields  # ticks say it
    data._chip_fields["target"].put("cover")
    assert data.params["data_options"] == {"target": "cover"}


def test_a_data_set_in_a_folder(data, tmp_path) -> None:
    data.published.setChecked(True)
    assert data.of_folder.isVisible()
    assert not data.of_workspaces.isVisible()
    assert data.obstacle == "Choose the folder of the data set."
    data.folder.setFilePath(str(tmp_path / "gone"))
    assert data.obstacle == f"There is no folder {tmp_path / 'gone'}."
    data.folder.setFilePath(str(tmp_path))
    assert data.obstacle == ""
    assert data.params == {"data": [str(tmp_path)], "data_options": {}}


def test_a_kind_of_data_set_says_how_its_files_lie_and_has_options(data, tmp_path) -> None:
    data.published.setChecked(True)
    data.folder.setFilePath(str(tmp_path))
    assert data.kind.findData("workspace") == -1  # chips are chosen by their ticks
    data.kind.setCurrentIndex(data.kind.findData("ombria"))
    for said in ("OMBRIA", "CC BY 4.0", "BEFORE/"):
        assert said in data.about.text()
    assert data.params["dataset"] == "ombria"
    data._fields["split"].put("test")
    assert data.params["data_options"] == {"split": "test"}
    data.kind.setCurrentIndex(0)
    assert "dataset" not in data.params
    assert data.params["data_options"] == {}
    assert not data.about.isVisible()


def test_whoever_listens_hears_of_every_change(data) -> None:
    heard = []
    data.changed.connect(lambda: heard.append(True))
    data.add_workspace("/there/valley")
    data.workspaces.item(1).setCheckState(OFF)
    data.published.setChecked(True)
    data.folder.setFilePath("/x")
    data.kind.setCurrentIndex(1)
    assert len(heard) >= 5
