"""`make translations`: the plugin's texts into resources/i18n/*.ts, and these into the .qm that QGIS reads.

What is translated already stays; texts that the plugin no longer has go; new ones wait, marked
unfinished, for Qt Linguist or an editor. English has a catalogue for its plurals alone, made from what
the texts leave open in brackets: "%n chip(s)".
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
PLUGIN, FOLDER = ROOT / "eo_embed_plugin", ROOT / "resources" / "i18n"
CONTEXT = "EOEmbed"
#: Catalogues; all of these languages have two forms of a plural.
LANGUAGES = ("en", "es", "fr")
PLURAL_FORMS = 2
_COMPILERS = ("lrelease", "lrelease-qt5", "lrelease-qt6", "lrelease6", "pyside6-lrelease")
_COMPILERS_ELSEWHERE = ("/usr/lib/qt6/bin/lrelease", "/usr/lib/qt5/bin/lrelease")


class NotALiteral(ValueError):
    """A text that cannot be collected."""


@dataclass
class Text:
    """A text of the plugin: whether it has a plural, and the files that say it."""

    source: str
    plural: bool
    files: list[str] = field(default_factory=list)


def collect(plugin: Path = PLUGIN) -> dict[str, Text]:
    """The plugin's texts by themselves, in the order of files and lines.

    Raises NotALiteral with a line for each text that cannot be collected.
    """
    texts: dict[str, Text] = {}
    wrong: list[str] = []
    for file in sorted(plugin.rglob("*.py")):
        name = file.relative_to(plugin.parent).as_posix()
        for line, source, plural in _said(file.read_text(encoding="utf-8")):
            if source is None:
                wrong.append(f"{name}:{line}: the text is no literal given to i18n.tr.")
                continue
            text = texts.setdefault(source, Text(source, plural))
            if text.plural != plural:
                wrong.append(f"{name}:{line}: {source!r} has a number here, and none elsewhere.")
            if name not in text.files:
                text.files.append(name)
    if wrong:
        raise NotALiteral("\n".join(wrong))
    return texts


def _said(code: str) -> Iterator[tuple[int, str | None, bool]]:
    """Line, text (None where it is no literal) and whether it has a plural, of each call of ``tr``."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "tr":
            yield call.lineno, None, False  # a QObject's own, of another context
        elif isinstance(call.func, ast.Name) and call.func.id == "tr":
            first = call.args[0] if call.args else None
            said = first.value if isinstance(first, ast.Constant) else None
            plural = len(call.args) > 1 or bool(call.keywords)
            yield call.lineno, said if isinstance(said, str) else None, plural


def read(path: Path) -> dict[str, list[str]]:
    """What a catalogue says for each text: one translation, or one a form of the plural; "" unfinished."""
    if not path.exists():
        return {}
    found = {}
    for message in ET.parse(path).iter("message"):
        translation = message.find("translation")
        forms = [] if translation is None else list(translation.iter("numerusform"))
        said = [form.text or "" for form in forms] or [getattr(translation, "text", None) or ""]
        found[message.findtext("source", "")] = said
    return found


def write(path: Path, language: str, texts: dict[str, Text], known: dict[str, list[str]]) -> None:
    """A catalogue of ``texts`` with the translations that are known."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in texts.values():
        said = _in_english(text) if language == "en" else known.get(text.source, [])
        _message(context, text, said)
    ET.indent(root, " " * 4)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(head + ET.tostring(root, encoding="unicode") + "\n", encoding="utf-8")


def _in_english(text: Text) -> list[str]:
    if not text.plural:
        return [text.source]
    return [re.sub(r"\((e?s)\)", form, text.source) for form in ("", r"\1")]


def _message(context: ET.Element, text: Text, said: list[str]) -> None:
    forms = PLURAL_FORMS if text.plural else 1
    said = said if len(said) == forms and all(said) else [""] * forms
    message = ET.SubElement(context, "message", {"numerus": "yes"} if text.plural else {})
    for file in text.files:
        ET.SubElement(message, "location", filename=f"../../{file}")
    ET.SubElement(message, "source").text = text.source
    state = {} if all(said) else {"type": "unfinished"}
    translation = ET.SubElement(message, "translation", state)
    if not text.plural:
        translation.text = said[0]
    else:
        for form in said:
            ET.SubElement(translation, "numerusform").text = form


def wanted(language: str, texts: dict[str, Text]) -> dict[str, Text]:
    """The texts that a catalogue holds."""
    return {s: t for s, t in texts.items() if language != "en" or t.plural}


def compiler() -> str:
    """Qt's lrelease. Raises FileNotFoundError."""
    found = next(filter(None, map(shutil.which, (*_COMPILERS, *_COMPILERS_ELSEWHERE))), None)
    if found is None:
        raise FileNotFoundError(
            "Qt's lrelease is not here; install it (apt-get install qttools5-dev-tools, or pip install pyside6)."
        )
    return found


def main() -> int:
    """Collect and compile; prints how many texts each language lacks."""
    try:
        texts, lrelease = collect(), compiler()
    except (NotALiteral, FileNotFoundError) as error:
        print(f"translations: {error}", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        path = FOLDER / f"eo_embed_{language}.ts"
        own, known = wanted(language, texts), read(path)
        write(path, language, own, known)
        subprocess.run([lrelease, "-silent", path, "-qm", path.with_suffix(".qm")], check=True)
        left = sum(not all(said) for said in read(path).values())
        print(f"{language}: {len(own)} texts, {left} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
