"""What holds for every kind of data set."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from eo_embed.core.errors import DataMissing, EOEmbedError
from eo_embed.training.datasets import kinds, open_dataset


@pytest.mark.parametrize("name", kinds())
def test_an_empty_folder_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    assert not kinds()[name].recognise(tmp_path)
    with pytest.raises(EOEmbedError, match=str(tmp_path)):
        open_dataset(tmp_path, name)


@pytest.mark.parametrize("name", kinds())
def test_kinds_say_what_they_are(name: str) -> None:
    kind = kinds()[name]
    assert kind.name == name
    assert all((kind.title, kind.licence, kind.layout))
    assert all(option.doc for option in kind.options.values())


def test_image_folders_come_last() -> None:
    assert list(kinds())[-1] == "folders"


def test_unknown_names(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="no kind of data set 'imagenet'"):
        open_dataset(tmp_path, "imagenet")
    with pytest.raises(DataMissing, match="has no option 'colour'"):
        open_dataset(tmp_path, "ombria", {"colour": "red"})
    with pytest.raises(DataMissing, match="There is no folder"):
        open_dataset(tmp_path / "none")


def test_listing_imports_no_torch() -> None:
    code = "import sys; from eo_embed.training.datasets import kinds; kinds(); assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
