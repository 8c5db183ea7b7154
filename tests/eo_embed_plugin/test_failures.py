"""Each way a worker ends has its one sentence, with what to do."""

from __future__ import annotations

import re

import pytest

from eo_embed.core.worker.protocol import PROTOCOL
from eo_embed.eo_embed_plugin.failures import Death, Failure, explain, explain_hello

TRACEBACK = 'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n'


def windows(code: int) -> int:
    """A status code as QProcess tells it."""
    return code - 2**32


MEMORY = "ran out of memory: .*smaller batch"
BROKEN = r"environment is broken \({why}\): repair it .*press Restart"


@pytest.mark.parametrize(
    ("death", "sentence", "is_final"),
    [
        (Death(9, True), "killed, most likely .* memory .*smaller batch", False),
        (Death(137), "killed, most likely .* memory", False),
        (Death(6, True, "terminate called\n  what():  std::bad_alloc"), MEMORY, False),
        (Death(1, stderr=TRACEBACK + "MemoryError"), MEMORY, False),
        (Death(1, stderr="RuntimeError: CUDA error: out of memory"), MEMORY, False),
        (Death(1, stderr="OSError: [Errno 12] Cannot allocate memory"), MEMORY, False),
        (Death(windows(0xC0000017), True), MEMORY, False),
        (Death(windows(0xC000012D), True), MEMORY, False),
        (Death(windows(0xC0000005), True), r"crashed \(0xC0000005\): run the step again", False),
        (Death(windows(0xC0000135), True), r"library .* \(0xC0000135\): .*Visual C\+\+", True),
        (Death(windows(0xC000001D), True), r"newer processor .* \(0xC000001D\)", False),
        (Death(4, True), r"newer processor .* \(SIGILL\)", False),
        (Death(11, True), r"crashed \(SIGSEGV\)", False),
        (Death(139), r"crashed \(SIGSEGV\)", False),
        (Death(6, True), r"crashed \(SIGABRT\)", False),
        (
            Death(9, True, TRACEBACK + "ImportError: of something that was tried"),
            "killed, most likely .* memory",
            False,
        ),
        (Death(15, True), r"Another program ended the worker \(SIGTERM\)", False),
        (
            Death(69, stderr="a warning\neo-embed worker: /p lacks torch, timm; repair it.\n"),
            BROKEN.format(why="/p lacks torch, timm"),
            True,
        ),
        (
            Death(1, stderr=TRACEBACK + "ModuleNotFoundError: No module named 'torch'"),
            BROKEN.format(why="No module named 'torch'"),
            True,
        ),
        (
            Death(1, stderr=TRACEBACK + "ImportError: libcudart.so.12: cannot open shared object"),
            BROKEN.format(why="libcudart.so.12: cannot open shared object"),
            True,
        ),
        (
            Death(1, stderr=TRACEBACK + "ImportError: \n\nIMPORTANT: PLEASE READ THIS\n"),
            BROKEN.format(why="ImportError"),
            True,
        ),
        (
            Death(1, stderr="ModuleNotFoundError: No module named 'encodings'"),
            BROKEN.format(why="its Python is incomplete"),
            True,
        ),
        (
            Death(1, stderr=TRACEBACK + "OSError: [Errno 28] No space left on device"),
            "disk is full: free some space",
            False,
        ),
        (
            Death(not_started="/gone/python: No such file or directory"),
            BROKEN.format(why="/gone/python: No such file or directory"),
            True,
        ),
        (Death(silent_s=30.0), "no sign of life for 30 seconds", False),
        (Death(3, stderr="a\nsomething odd\n"), "exit code 3: something odd", False),
        (Death(0), "ended by itself with exit code 0", False),
    ],
)
def test_one_sentence_for_each_end(death: Death, sentence: str, is_final: bool) -> None:
    found = explain(death)
    assert_matches(sentence, found.sentence)
    assert found.is_final is is_final
    assert "\n" not in found.sentence


def assert_matches(pattern: str, text: str) -> None:
    assert re.search(pattern, text), text


def test_a_caught_import_error_is_not_the_reason() -> None:
    """An optional library that is missing is told early, the end is of another cause."""
    stderr = TRACEBACK + "ImportError: no umap\n" + TRACEBACK + "ValueError: band 9"
    assert "exit code 1: ValueError: band 9" in explain(Death(1, stderr=stderr)).sentence


def test_memory_told_long_ago_is_not_the_reason() -> None:
    stderr = "CUDA out of memory, the batch is halved\n" + "embedding\n" * 20
    assert "SIGSEGV" in explain(Death(11, True, stderr)).sentence


@pytest.mark.parametrize("hello", [{"protocol": PROTOCOL + 1}, {"protocol": None}, {}, None, []])
def test_a_foreign_protocol_is_refused_with_what_to_do(hello: object) -> None:
    assert_matches(rf"version {PROTOCOL}: restart QGIS", explain_hello(hello))


def test_our_protocol_is_welcome() -> None:
    assert explain_hello({"protocol": PROTOCOL}) == ""


def test_failure_of_an_answer() -> None:
    error = {"code": -32000, "message": "No.", "data": {"code": "NO_CHIPS", "log": "/l"}}
    assert Failure.of(error) == Failure("NO_CHIPS", "No.", {"code": "NO_CHIPS", "log": "/l"})


@pytest.mark.parametrize("error", [None, 3, "x", [], {}, {"data": 4}, {"message": None}])
def test_failure_of_nonsense(error: object) -> None:
    failure = Failure.of(error)
    assert failure.code in ("PROTOCOL", "INTERNAL")
