"""The help in QGIS: every page opens, its links lead somewhere that is shipped, and its pictures fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QImage

from eo_embed.eo_embed_plugin.gui import help_dialog
from eo_embed.eo_embed_plugin.gui.actions import Actions
from eo_embed.eo_embed_plugin.gui.chips_step import ChipsStep
from eo_embed.eo_embed_plugin.gui.data_step import DataStep
from eo_embed.eo_embed_plugin.gui.embed_step import EmbedStep
from eo_embed.eo_embed_plugin.gui.help_dialog import CONTENTS, DOCS, HelpDialog, page_path
from eo_embed.eo_embed_plugin.gui.label_step import LabelStep
from eo_embed.eo_embed_plugin.gui.map_step import _HELP, MapStep
from eo_embed.eo_embed_plugin.gui.step import Step
from eo_embed.tools import package

Show = Callable[[str], HelpDialog]
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")


def links(page: Path) -> list[tuple[bool, str]]:
    """Whether it is a picture, and the target, of each link of a page; those of code are none."""
    text = re.sub(
        r"^```.*?^```|^ {4,}\S.*?$|`[^`\n]*`",
        "",
        page.read_text(encoding="utf-8"),
        flags=re.S | re.M,
    )
    return [(mark == "!", target) for mark, target in LINK.findall(text)]


def is_local(target: str) -> bool:
    return not target.startswith(("http://", "https://", "mailto:"))


@cache
def pages() -> list[Path]:
    """The pages of the help, and those that they lead to."""
    found: list[Path] = []
    waiting = sorted((DOCS / "plugin").glob("*.md"))
    while waiting:
        page = waiting.pop(0)
        if page not in found:
            found.append(page)
            near = [page.parent / target for _, target in links(page) if is_local(target)]
            waiting += [p.resolve() for p in near if p.suffix == ".md" and p.is_file()]
    return found


def name_of(page: Path) -> str:
    return page.relative_to(DOCS.parent).as_posix()


@pytest.fixture
def show() -> Iterator[Show]:
    """Opens a page in a dialog."""
    dialogs = []

    def open_page(name: str) -> HelpDialog:
        dialog = HelpDialog(name)
        dialogs.append(dialog)
        dialog.show()
        dialog.browser.refitted.emit()
        return dialog

    yield open_page
    for dialog in dialogs:
        dialog.close()


def test_the_help_is_more_than_its_own_folder() -> None:
    names = {name_of(page) for page in pages()}
    assert {
        "docs/plugin/tutorial.md",
        "docs/how-to/install.md",
        "docs/questions/accuracy.md",
    } <= names


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_a_page_leads_to_what_is_there_and_is_shipped(page: Path) -> None:
    shipped = set(package.shipped(tracked=False))
    wrong = []
    for _, target in links(page):
        if is_local(target):
            path = (page.parent / target).resolve()
            name = path.relative_to(DOCS.parent).as_posix()
            is_there = path.is_file() if path.suffix else path.is_dir()
            if not is_there or (path.suffix in (".md", ".png") and name not in shipped):
                wrong.append(target)
    assert wrong == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_a_page_opens_with_pictures_that_fit(page: Path, show: Show) -> None:
    dialog = show(page.relative_to(DOCS).with_suffix("").as_posix())
    heading = page.read_text(encoding="utf-8").splitlines()[0]
    assert dialog.browser.toPlainText().startswith(heading[2:].replace("`", ""))
    for is_picture, target in links(page):
        if is_picture:
            image = picture(dialog, target)
            assert not image.isNull(), target
            assert image.width() / image.devicePixelRatio() <= dialog.browser.viewport().width()
    across = dialog.browser.horizontalScrollBar()
    if page.parent.name == "plugin":
        assert across.maximum() == 0, "the page is wider than the window"


def test_pictures_follow_the_window_s_width(show: Show, wait: Callable[..., None]) -> None:
    dialog = show("plugin/tutorial")
    wide = picture(dialog, "pictures/label.png").width()
    dialog.resize(560, 700)
    wait(lambda: picture(dialog, "pictures/label.png").width() < wide)
    assert picture(dialog, "pictures/label.png").width() <= 560


def test_links_are_followed_and_one_comes_back(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        help_dialog.QDesktopServices, "openUrl", lambda url: opened.append(url.toString())
    )
    dialog = show(CONTENTS)
    contents = dialog.browser.toPlainText()
    dialog.browser.anchorClicked.emit(QUrl("label.md"))
    assert dialog.browser.toPlainText().startswith("Step 4: Label")
    dialog.browser.anchorClicked.emit(QUrl("../questions/suggest.md"))
    assert dialog.browser.toPlainText().startswith("What should I label next?")
    dialog.browser.anchorClicked.emit(QUrl("https://example.org/"))
    assert opened == ["https://example.org/"]
    dialog._back.click()
    assert dialog.browser.toPlainText().startswith("Step 4: Label")
    dialog._contents.click()
    assert dialog.browser.toPlainText() == contents


def test_a_page_that_is_not_installed_is_told(show: Show) -> None:
    dialog = show("plugin/nowhere")
    assert "nowhere.md is not part" in dialog.browser.toPlainText()


@pytest.mark.parametrize("kind", [Step, DataStep, ChipsStep, EmbedStep, LabelStep, MapStep])
def test_every_step_has_its_page(kind: type[Step]) -> None:
    assert page_path(kind.help).is_file()


def test_each_tab_of_the_map_has_its_page(context: Any) -> None:
    step = MapStep(5, context)
    titles = []
    for index in range(step.tabs.count()):
        step.tabs.setCurrentIndex(index)
        titles.append(page_path(step.help).read_text(encoding="utf-8").splitlines()[0])
    assert titles == ["# Step 5: Map", "# Accuracy", "# Explore"]
    assert len(_HELP) == step.tabs.count()
    step.deleteLater()


def test_help_of_the_menu_is_the_contents(context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Actions, "show_help", lambda _, page: asked.append(page))
    actions = Actions(context, lambda: None)
    actions.help.trigger()
    assert asked == [CONTENTS]
    actions.unload()


def picture(dialog: HelpDialog, target: str) -> QImage:
    """A picture as the page shows it."""
    document = dialog.browser.document()
    found = document.resource(document.ResourceType.ImageResource, QUrl(target))
    return found if isinstance(found, QImage) else QImage()
