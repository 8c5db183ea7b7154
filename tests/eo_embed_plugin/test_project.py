"""The workspace in the QGIS project: by relative path, through save, save-as, load and new."""

from __future__ import annotations

import shutil
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal


class FakeSession(QObject):
    """As much of a session as a project needs."""

    changed = pyqtSignal()

    def __init__(self):
        super().__init__()
        self.folder, self.opened = "", []

    def open(self, folder):
        self.opened.append(folder)
        self.folder = folder
        self.changed.emit()

    def close(self):
        self.folder = ""
        self.changed.emit()


@pytest.fixture
def session(qgis_new_project):
    return FakeSession()


@pytest.fixture
def link(session):
    from eo_embed.eo_embed_plugin.project import ProjectLink

    link = ProjectLink(session)
    yield link
    link.disconnect_all()


def stored(path):
    """The entry as the file holds it, read without QGIS."""
    return ElementTree.parse(path).findtext("properties/eo_embed/workspace")


def test_the_path_is_relative_and_a_moved_project_finds_its_workspace(tmp_path, session, link):
    (tmp_path / "here" / "fields").mkdir(parents=True)
    session.open(str(tmp_path / "here" / "fields"))
    project = QgsProject.instance()
    project.write(str(tmp_path / "here" / "map.qgs"))
    assert stored(tmp_path / "here" / "map.qgs") == "./fields"
    shutil.move(tmp_path / "here", tmp_path / "there")
    project.clear()
    wanted = []
    link.wanted.connect(wanted.append)
    project.read(str(tmp_path / "there" / "map.qgs"))
    assert wanted == [str(tmp_path / "there" / "fields")]
    assert link.restore()
    assert session.folder == str(tmp_path / "there" / "fields")
    assert not link.restore()  # it is open


def test_saving_under_another_name_keeps_the_workspace_in_reach(tmp_path, session, link):
    (tmp_path / "fields").mkdir()
    (tmp_path / "deep" / "down").mkdir(parents=True)
    session.open(str(tmp_path / "fields"))
    project = QgsProject.instance()
    project.write(str(tmp_path / "map.qgs"))
    project.write(str(tmp_path / "deep" / "down" / "map.qgs"))
    assert stored(tmp_path / "deep" / "down" / "map.qgs") == "../../fields"


def test_a_new_project_leaves_the_workspace_and_the_old_file_as_it_was(tmp_path, session, link):
    (tmp_path / "fields").mkdir()
    session.open(str(tmp_path / "fields"))
    project = QgsProject.instance()
    project.write(str(tmp_path / "map.qgs"))
    project.clear()
    assert session.folder == ""
    assert link.folder == ""
    assert stored(tmp_path / "map.qgs") == "./fields"


def test_a_closed_workspace_is_forgotten_by_the_project(tmp_path, session, link):
    (tmp_path / "fields").mkdir()
    session.open(str(tmp_path / "fields"))
    session.close()
    QgsProject.instance().write(str(tmp_path / "map.qgs"))
    assert stored(tmp_path / "map.qgs") is None
