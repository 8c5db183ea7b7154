"""What the modules of a package offer is found without a list of them."""

import sys
from pathlib import Path

import pytest

from eo_embed.core.offers import offers


def test_modules_that_offer_are_found_in_order_and_others_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "shelf_of_offers"
    package.mkdir()
    (package / "__init__.py").touch()
    for name, text in (("pear", "FRUIT = 2"), ("apple", "FRUIT = 1"), ("stone", "WEIGHT = 3")):
        (package / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    assert offers("shelf_of_offers", "FRUIT") == [1, 2]
    assert offers("shelf_of_offers", "SEED") == []
    for name in [n for n in sys.modules if n.startswith("shelf_of_offers")]:
        monkeypatch.delitem(sys.modules, name)
