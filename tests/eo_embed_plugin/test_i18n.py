"""Every text of the plugin is said in each language, and says the same."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from eo_embed.eo_embed_plugin import i18n
from eo_embed.tools import translations

LANGUAGES = ("es", "fr")


@cache
def texts() -> dict[str, translations.Text]:
    return translations.collect()


def catalogue(language: str) -> dict[str, list[str]]:
    return translations.read(translations.FOLDER / f"eo_embed_{language}.ts")


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_has_a_translation_and_no_other_is_kept(language: str) -> None:
    said = catalogue(language)
    wanted = set(translations.wanted(language, texts()))
    assert set(said) == wanted, "run `make translations`"
    missing = [source for source, forms in said.items() if not all(forms)]
    assert not missing, f"{len(missing)} texts lack their {language}"


def places(text: str) -> Counter[str]:
    """What a text leaves open, and its marks: {names}, %n, links and tags."""
    return Counter(re.findall(r"\{\w*[^{}]*\}|%n|</?\w+[^>]*>", text))


def margins(text: str) -> tuple[int, int]:
    """Blanks before and after."""
    return len(text) - len(text.lstrip()), len(text) - len(text.rstrip())


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_places_accelerators_and_ends_are_kept(language: str) -> None:
    wrong = {}
    for source, forms in catalogue(language).items():
        for form in filter(None, forms):
            same = (
                places(form) == places(source)
                and len(re.findall(r"&\w", form)) == len(re.findall(r"&\w", source))
                and form.endswith("…") == source.endswith("…")
                and margins(form) == margins(source)
            )
            if not same:
                wrong[source] = form
    assert not wrong


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_compiled_catalogue_says_what_the_source_says(language: str, qgis_app) -> None:
    translator = QTranslator()
    translator.load(str(translations.FOLDER / f"eo_embed_{language}.qm"))
    QCoreApplication.installTranslator(translator)
    different = {}
    for source, forms in catalogue(language).items():
        if not all(forms):
            continue
        numbers = (1, 2) if texts()[source].plural else (-1,)
        for number, form in zip(numbers, forms, strict=True):
            said = QCoreApplication.translate(i18n.CONTEXT, source, None, number)
            wanted = form.replace("%n", str(number)) if texts()[source].plural else form
            if said != wanted:
                different[source] = said
    QCoreApplication.removeTranslator(translator)
    assert not different, "run `make translations`"


@pytest.fixture
def choose(qgis_app) -> Iterator[Callable[[str], None]]:
    """Sets the language as QGIS's options do, for the test."""

    def chosen(locale: str) -> None:
        QgsSettings().setValue("locale/overrideFlag", True)
        QgsSettings().setValue("locale/userLocale", locale)

    yield chosen
    i18n.uninstall()
    QgsSettings().remove("locale")


def test_the_language_is_that_of_the_settings(choose: Callable[[str], None]) -> None:
    choose("fr_CH")
    assert i18n.language() == "fr_CH"
    choose("es")
    assert i18n.language() == "es"


def test_texts_are_in_the_language_of_the_settings(
    choose: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "eo_embed_fr.ts"
    found = {s: translations.Text(s, "%n" in s) for s in ("Details", "%n chip(s)")}
    said = {"Details": ["Le détail"], "%n chip(s)": ["%n vignette", "%n vignettes"]}
    translations.write(path, "fr", found, said)
    try:
        lrelease = translations.compiler()
    except FileNotFoundError as error:
        pytest.skip(str(error))
    subprocess.run([lrelease, "-silent", path], check=True)
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    choose("fr_CH")
    assert i18n.install()
    assert i18n.tr("Details") == "Le détail"
    assert i18n.tr("never said") == "never said"
    assert [i18n.tr("%n chip(s)", n) for n in (0, 1, 2)] == [
        "0 vignette",
        "1 vignette",
        "2 vignettes",
    ]
    i18n.uninstall()
    assert i18n.tr("Details") == "Details"
    choose("is")
    assert not i18n.install()


def test_english_has_its_plurals(choose: Callable[[str], None]) -> None:
    plural = next(text.source for text in texts().values() if "(s)" in text.source and text.plural)
    choose("en_US")
    assert i18n.install()
    assert i18n.tr(plural, 1) == plural.replace("(s)", "").replace("%n", "1")
    assert i18n.tr(plural, 2) == plural.replace("(s)", "s").replace("%n", "2")


def test_english_plurals_are_made_from_what_stands_in_brackets(tmp_path: Path) -> None:
    found = {"%n class(es) of %n chip(s)": translations.Text("%n class(es) of %n chip(s)", True)}
    translations.write(tmp_path / "en.ts", "en", found, {})
    (forms,) = translations.read(tmp_path / "en.ts").values()
    assert forms == ["%n class of %n chip", "%n classes of %n chips"]


@pytest.mark.parametrize(
    "code", ["tr(name)", "tr(f'a {name}')", "tr('a' + name)", "self.tr('a')", "tr()"]
)
def test_a_text_that_cannot_be_collected_is_an_error(code: str, tmp_path: Path) -> None:
    (tmp_path / "plugin").mkdir()
    (tmp_path / "plugin" / "x.py").write_text(code)
    with pytest.raises(translations.NotALiteral, match=r"plugin/x\.py:1"):
        translations.collect(tmp_path / "plugin")


def test_translations_stay_and_vanished_texts_go(tmp_path: Path) -> None:
    plugin = tmp_path / "plugin"
    plugin.mkdir()
    (plugin / "x.py").write_text('tr("One")\ntr("Two <b>&x</b>")\ntr("%n chip(s)", n=3)')
    found = translations.collect(plugin)
    path = tmp_path / "c.ts"
    known = {"One": ["Un"], "Gone": ["Parti"], "%n chip(s)": ["%n vignette", "%n vignettes"]}
    translations.write(path, "fr", found, known)
    assert translations.read(path) == {
        "One": ["Un"],
        "Two <b>&x</b>": [""],
        "%n chip(s)": ["%n vignette", "%n vignettes"],
    }
    first = path.read_text()
    translations.write(path, "fr", found, translations.read(path))
    assert path.read_text() == first


def test_a_language_without_a_catalogue_has_english_plurals(choose: Callable[[str], None]) -> None:
    plural = next(text.source for text in texts().values() if "(s)" in text.source and text.plural)
    choose("is")
    assert not i18n.install()
    assert i18n.tr(plural, 1) == plural.replace("(s)", "").replace("%n", "1")
