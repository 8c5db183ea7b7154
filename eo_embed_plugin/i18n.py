"""Texts in the user's language: the catalogues of resources/i18n, by QGIS's own choice of language."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

#: The one context of all texts.
CONTEXT = "EOEmbed"
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"

_installed: list[QTranslator] = []


def tr(text: str, n: int | None = None) -> str:
    """A text in the user's language, itself where there is no translation.

    ``text`` is a literal, so that tools/translations.py can collect it; what varies in it is ``{named}``
    and filled by ``format`` afterwards. With ``n``, ``%n`` is replaced and the plural's form chosen.
    """
    if n is None:
        return QCoreApplication.translate(CONTEXT, text)
    return QCoreApplication.translate(CONTEXT, text, None, n)


def language() -> str:
    """The locale of QGIS's interface, as ``fr`` or ``fr_CH``: of ``--lang``, the settings, the system."""
    return QgsApplication.instance().translation() or QgsApplication.locale()


def install() -> bool:
    """Translate from now on, where QGIS's language has a catalogue; whether it has.

    Where it has none, English is installed all the same: its catalogue holds the plurals.
    """
    uninstall()
    translator = QTranslator()
    # Tries eo_embed_fr_CH.qm, then eo_embed_fr.qm.
    has = translator.load(f"eo_embed_{language()}", str(FOLDER), "_", ".qm")
    if has or translator.load("eo_embed_en", str(FOLDER), "_", ".qm"):
        QCoreApplication.installTranslator(translator)
        _installed.append(translator)
    return bool(has)


def uninstall() -> None:
    """Speak English again."""
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
