"""No sentence of the core that is meant for the command line reaches a user of the plugin as it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from eo_embed.eo_embed_plugin import i18n
from eo_embed.eo_embed_plugin.blocking import WorkerError
from eo_embed.eo_embed_plugin.failures import Failure
from eo_embed.eo_embed_plugin.wording import CASES, reworded, told, without_commands

ROOT = Path(i18n.__file__).resolve().parents[1]
CORE, TRAINING = ROOT / "core", ROOT / "training"
#: What only the command line knows: its program, its options.
COMMAND = re.compile(r"\beo-embed\b|(?<![\w-])--[a-z]|(?<!\S)-[a-z]\b")
#: Texts that are no sentence for a user of the plugin, by the module they are in.
NO_SENTENCE = {
    "doctor.py": "the name of the distribution",
    "charts/base.py": "the name of a program in a file's metadata",
    "mapfiles.py": "the name of a program in a file's metadata",
    "cog.py": "the name of a program in a file's metadata",
    "models/checkpoint.py": "the name of a format",
    "refusals.py": "the name of a file, and its first line",
    "pipeline/reporting.py": "the report, a page that says how it is made again",
    "worker/__main__.py": "stderr, which failures.explain reads",
    "worker/selfcheck.py": "an option of that program itself",
    "trainer/runs.py": "the name of a format",
    "trainer/checkpoints.py": "the name of a format",
    "training/experiments/bench/folder.py": "the name of a format",
    "training/processes.py": "the command line of the process that trains",
    "training/datasets/workspaces.py": "the layout of a workspace, which a form for data sets does not show",
}
#: Parts that other sentences are made of: each stands for one in its place.
PARTS = {
    "embed with --set pooling=avg and fit again",
    "run eo-embed explore DIR clusters",
    "--source",
    "--other-source",
}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> Iterator[Path]:
    """The modules of the core that a module imports, wherever it does."""
    for node in ast.walk(tree(file)):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        home = file.parent
        for _ in range(node.level - 1):
            home = home.parent
        base = home.joinpath(*(node.module or "").split(".")) if node.module else home
        for place in (base, *(base / alias.name for alias in node.names)):
            yield from (p for p in (place.with_suffix(".py"), place / "__init__.py") if p.is_file())


@cache
def reachable() -> list[Path]:
    """What the worker may import."""
    found, waiting = set(), [*(CORE / "worker").rglob("*.py"), *(CORE / "models").glob("*.py")]
    for folder in ("datasets", "methods"):  # whose modules are found by their place
        waiting += (TRAINING / folder).glob("*.py")
    waiting.append(TRAINING / "worker.py")
    while waiting:
        file = waiting.pop()
        if file not in found and not {CORE, TRAINING}.isdisjoint(file.parents):
            found.add(file)
            waiting += imported(file)
    return sorted(found)


def name_of(file: Path) -> str:
    """A module's path in the core; that of another room with its room."""
    return file.relative_to(CORE if CORE in file.parents else ROOT).as_posix()


def text_of(node: ast.AST) -> str | None:
    """A literal's text; what varies in it is written as «code»."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (
            v.value if isinstance(v, ast.Constant) else f"«{ast.unparse(v.value)}»"
            for v in node.values
        )
        return "".join(str(part) for part in parts)
    return None


@cache
def codes() -> dict[str, str]:
    """The code of each class of error."""
    found = {}
    for node in ast.walk(tree(CORE / "errors.py")):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                    found[node.name] = str(line.value.value)
    return found


def raised(file: Path) -> Iterator[tuple[int, str, str]]:
    """Line, code and sentence of every error that a module makes."""
    for node in ast.walk(tree(file)):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if name in codes() and node.args:
            sentence = text_of(node.args[0])
            if sentence is not None:
                yield node.lineno, codes()[name], " ".join(sentence.split())


def sentences() -> list[tuple[str, str]]:
    """Code and sentence of every error that the worker may answer with."""
    return [(code, text) for file in reachable() for _, code, text in raised(file)]


def for_the_command_line() -> list[tuple[str, str]]:
    return [(code, text) for code, text in sentences() if COMMAND.search(text)]


def other_texts() -> list[tuple[str, str]]:
    """Module and text of what mentions the command line and is no error by itself."""
    found = []
    for file in reachable():
        name = name_of(file)
        if name.startswith("report/"):
            continue  # a page for a client, which says how each figure is made again
        inside, errors = docstrings(file), {text for _, _, text in raised(file)}
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.JoinedStr):
                inside |= {id(part) for part in ast.walk(node) if part is not node}
        for node in ast.walk(tree(file)):
            text = text_of(node) if id(node) not in inside else None
            if text and COMMAND.search(text) and " ".join(text.split()) not in errors:
                found.append((name, text))
    return found


def docstrings(file: Path) -> set[int]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node.body for node in ast.walk(tree(file)) if isinstance(node, kinds) and node.body]
    return {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}


def test_the_sentences_are_found() -> None:
    names = {name_of(file) for file in reachable()}
    assert {
        "workspace.py",
        "models/rcf.py",
        "pipeline/samples.py",
        "probes/saved.py",
        "training/job.py",
    } <= names
    assert not any(name.startswith("cli/") for name in names)
    assert len(for_the_command_line()) > 60


@pytest.mark.parametrize("in_toolbox", [False, True], ids=["dock", "toolbox"])
@pytest.mark.parametrize(("code", "sentence"), for_the_command_line())
def test_a_sentence_for_the_command_line_is_told_in_other_words(
    code: str, sentence: str, in_toolbox: bool
) -> None:
    ours = reworded(sentence, code, in_toolbox)
    assert not COMMAND.search(re.sub("«.*?»", "", ours))
    assert any(c.code == code and c.tell(sentence, in_toolbox) for c in CASES), "no case is of it"
    assert re.fullmatch(r"\S.*[.)]", ours)
    assert "  " not in ours
    assert "{" not in re.sub("«.*?»", "", ours)


def test_every_case_is_of_a_sentence_that_the_core_has() -> None:
    every = sentences()
    idle = [
        case.begins
        for case in CASES
        if not any(case.code == code and case.tell(text, False) for code, text in every)
    ]
    assert idle == []


def test_what_is_no_error_and_speaks_of_the_command_line_is_known() -> None:
    found = [(name, text) for name, text in other_texts() if text not in PARTS]
    unknown = [
        (name, text)
        for name, text in found
        if name not in NO_SENTENCE and COMMAND.search(re.sub("«.*?»", "", without_commands(text)))
    ]
    assert unknown == []


def test_facts_stay_and_the_core_s_own_words_are_in_the_details() -> None:
    message = (
        "No class of /a/b c.tif takes 0.6 of any chip, the largest share being 0.41; lower --min-share, or use "
        "smaller chips."
    )
    sentence, details = told(Failure("LABELS_OUTSIDE", message, {"details": "more"}))
    for fact in ("/a/b c.tif", "0.6", "0.41", "least share"):
        assert fact in sentence
    assert details == f"LABELS_OUTSIDE: {message}\nmore"


def test_the_toolbox_is_told_what_to_run_and_the_dock_where_to_go() -> None:
    failure = WorkerError(
        "EMBEDDINGS_MISSING", "Source s2 has no embeddings yet; run eo-embed embed."
    )
    assert told(failure)[0] == "Source s2 has no embeddings yet: embed it in step 3."
    assert told(failure, True)[0] == "Source s2 has no embeddings yet: run Embed chips first."


@pytest.mark.parametrize(
    "sentence",
    [
        "/data/eo-embed/scene.tif is empty (0 bytes); copy or download it again.",
        r"C:\eo-embed\a.tif is empty (0 bytes); copy or download it again.",
        "The worker was stopped.",
    ],
)
def test_what_is_no_command_stays(sentence: str) -> None:
    assert told(Failure("RASTER_UNREADABLE", sentence)) == (sentence, "")


@pytest.mark.parametrize(
    ("note", "ours"),
    [
        ("0-1 (for other units give --set stretch=255)", "0-1 (for other units give stretch=255)"),
        ("It is damaged; run eo-embed embed again.", "It is damaged."),
        ("They are random because --design says so.", "They are random because “design” says so."),
        ("Made by eo-embed.", "Made by EO Embed."),
    ],
)
def test_a_text_that_no_case_knows_loses_what_is_of_the_command_line(note: str, ours: str) -> None:
    assert without_commands(note) == ours


def test_a_fault_of_ours_names_its_log() -> None:
    failure = Failure(
        "INTERNAL",
        "KeyError: 3; this is a fault of EO Embed: please report it.",
        {"log": "/t/x.log"},
    )
    assert told(failure) == (failure.message, "The traceback is in /t/x.log.")
