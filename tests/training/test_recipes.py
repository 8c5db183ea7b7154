"""Recipes: those that come with the package hold what their papers state, and wrong ones are refused by name."""

import pytest

from eo_embed.core.errors import RecipeInvalid
from eo_embed.training.methods import methods
from eo_embed.training.recipes import find_recipe, read_recipe, recipes
from eo_embed.training.values import choose, options_of

GOOD = """
method = "simsiam"
title = "Mine"
paper = "none"
summary = "A try."

[values]
lr = 1e-3
"""


@pytest.mark.parametrize("name", sorted(recipes()))
def test_every_recipe_suits_its_method(name):
    values = choose(None, name)
    assert values.method.name == recipes()[name].method
    assert set(recipes()[name].assumed) <= set(options_of(values.method))


@pytest.mark.parametrize(
    ("name", "stated"),
    [
        ("naik_vitb16", {"dim": 1024, "lr": 1e-5, "weight_decay": 0.01, "batch_size": 64, "epochs": 5, "resize": 242,
                         "size": 224, "optimiser": "adam"}),
        ("naik_vitb16_4096", {"dim": 4096}),
        ("allen_vitb16", {"dim": 768, "size": 448, "split": "bands"}),
        ("jain_byol_baseline", {"backbone": "resnet50", "hidden": 256, "output": 128, "lr": 3e-4, "batch_size": 32,
                                "epochs": 200, "optimiser": "adam"}),
        ("jain_byol_90k", {"hidden": 4096, "output": 256, "epochs": 400}),
        ("jain_simsiam_90k", {"hidden": 2048, "output": 512, "epochs": 400}),
        ("jain_classify", {"hidden": 128, "epochs": 100, "finetune": False}),
        ("deng_simclr_rgbn", {"backbone": "resnet50", "bands": "red,green,blue,nir"}),
        ("deng_mae_rgbn", {"backbone": "vit_base_patch16_224", "bands": "red,green,blue,nir"}),
        ("deng_classify_2", {"validation": 0.8}),
        ("deng_segment", {"crop": 600, "stride": 300}),
    ],
)  # fmt: skip
def test_what_a_paper_states_is_in_force_and_not_called_assumed(name, stated):
    values = choose(None, name)
    for key, value in stated.items():
        assert values.to_dict()[key] == value
        assert key not in values.assumed


def test_one_of_ones_own_by_its_path(tmp_path):
    (tmp_path / "mine.toml").write_text(GOOD)
    assert find_recipe(str(tmp_path / "mine.toml")).name == "mine"
    assert choose(None, str(tmp_path / "mine.toml")).settings.lr == 1e-3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + "speed = 3\n", r"no key 'speed'|has no key 'speed'"),
        (GOOD.replace("title", "titel"), "unknown key 'titel'"),
        (GOOD.replace('paper = "none"\n', ""), "lacks the key 'paper'"),
        (GOOD.replace("simsiam", "magic"), "no method 'magic'"),
        (GOOD.replace("[values]", "values = 3\n[rest]"), "unknown key 'rest'"),
        ("method = ", "cannot be read"),
    ],
)
def test_a_wrong_recipe_is_refused_by_what_is_wrong(tmp_path, text, says):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(RecipeInvalid, match=says):
        choose(None, str(path))


def test_no_such_recipe_names_those_there_are():
    with pytest.raises(RecipeInvalid, match=r"no recipe 'naik'.*naik_vitb16"):
        find_recipe("naik")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(RecipeInvalid, match="cannot be read"):
        read_recipe(tmp_path / "absent.toml")


def test_every_method_has_a_recipe_of_a_paper():
    assert {recipe.method for recipe in recipes().values()} == set(methods())
