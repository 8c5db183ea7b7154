"""Writing at once: the old file or the new one, whatever happens."""

import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from eo_embed.core import files
from eo_embed.core.errors import DiskFull, OutputError


def write_half(path, error):
    before = path.read_text() if path.exists() else None
    with files.replacing(path) as part:
        part.write_text("half")
        assert (path.read_text() if path.exists() else None) == before
        raise error


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path):
    path = tmp_path / "a.txt"
    files.write_text(path, "old")
    with pytest.raises(ValueError, match="stop"):
        write_half(path, ValueError("stop"))
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_kill_while_writing_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    code = (
        "import os, pathlib; from eo_embed.core import files\n"
        f"with files.replacing(pathlib.Path({str(path)!r})) as part:\n"
        "    part.write_text('half'); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code])
    assert done.returncode == -9
    assert path.read_text() == "old"
    assert len(os.listdir(tmp_path)) == 2
    files.write_text(path, "new")  # whoever writes it next cleans up
    assert os.listdir(tmp_path) == ["a.txt"]
    assert path.read_text() == "new"


def test_what_others_are_writing_is_not_cleaned_up(tmp_path):
    path = tmp_path / "a.txt"
    with files.replacing(path) as mine:
        mine.write_text("mine")
        theirs = mine.with_name(mine.name.replace("-a.txt", "-b.txt"))
        theirs.write_text("theirs")
        files.clear_parts(tmp_path)
        assert mine.exists()
        assert theirs.exists()


def test_threads_that_write_one_file_do_not_meet(tmp_path):
    path = tmp_path / "a.txt"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: files.write_text(path, str(i) * 1000), range(8)))
    assert len(set(path.read_text())) == 1
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EACCES, OutputError)],
)
def test_what_the_system_refuses_is_one_sentence(tmp_path, number, expected):
    path = tmp_path / "a.txt"
    with pytest.raises(expected, match=r"a\.txt"):
        write_half(path, OSError(number, os.strerror(number)))
    assert os.listdir(tmp_path) == []


def test_digest_does_not_depend_on_key_order():
    assert files.digest({"a": 1, "b": [2]}) == files.digest({"b": [2], "a": 1})
    assert files.digest({"a": 1}) != files.digest({"a": 2})
