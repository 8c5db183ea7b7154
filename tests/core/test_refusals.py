"""What the system refused, told as ours."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from eo_embed.core.errors import DiskFull, OutOfMemory, OutputError, UsageError
from eo_embed.core.refusals import in_one_line, refusal, trace_of, write_trace


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (MemoryError("Unable to allocate 8 TiB"), OutOfMemory, "Unable to allocate 8 TiB"),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate"), OutOfMemory, "smaller area"),
        (OSError(errno.ENOSPC, "No space left", "/x/y.tif"), DiskFull, "/x/y.tif"),
        (OSError(errno.ENOSPC, "No space left"), DiskFull, "what was being written"),
        (PermissionError(errno.EACCES, "Permission denied", "/x/y.tif"), OutputError, "/x/y.tif"),
    ],
)  # fmt: skip
def test_refusals_have_codes(error, kind, said):
    found = refusal(error)
    assert type(found) is kind
    assert said in str(found)


def test_a_file_that_may_not_be_read_is_no_output(tmp_path, monkeypatch):
    path = tmp_path / "secret"
    path.write_text("x")
    monkeypatch.setattr("os.access", lambda *_: False)
    found = refusal(PermissionError(errno.EACCES, "Permission denied", str(path)))
    assert type(found) is UsageError


@pytest.mark.parametrize("error", [ValueError("x"), OSError(errno.EIO, "I/O", "/x"), KeyError(1)])
def test_others_are_nobodys(error):
    assert refusal(error) is None


def test_a_traceback_goes_to_a_file_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(KeyError) as found:
        raise KeyError("a\nb")
    assert in_one_line(found.value) == r"KeyError: 'a\nb'"
    path = Path(write_trace(trace_of(found.value)))
    assert path.parent == tmp_path
    assert "raise KeyError" in path.read_text()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "not there"))
    assert write_trace("x") is None
