"""Which value is in force: the user's, else the recipe's, else the method's paper's, else the engine's."""

import pytest

from eo_embed.core.errors import RecipeInvalid, UsageError
from eo_embed.core.trainer import SETTINGS
from eo_embed.training.methods import methods
from eo_embed.training.values import DATA_OPTIONS, choose, options_of


@pytest.mark.parametrize("name", sorted(methods()))
def test_no_key_has_two_meanings(name):
    own = set(methods()[name].knobs())
    assert not own & SETTINGS.keys()
    assert not own & DATA_OPTIONS.keys()
    assert set(methods()[name].paper_settings) <= SETTINGS.keys()


@pytest.mark.parametrize("name", sorted(methods()))
def test_defaults_in_force_are_those_that_are_listed(name):
    listed = {key: option.default for key, option in options_of(methods()[name]).items()}
    assert choose(name, None).to_dict() == listed


def test_the_users_value_wins_then_the_recipes():
    values = choose("byol", "small_byol", {"lr": "2e-3"})
    assert (values.settings.lr, values.config.size, values.config.hidden) == (2e-3, 64, 256)


def test_what_the_user_sets_is_not_assumed():
    assert "size" in choose("byol", None).assumed
    assert "size" not in choose("byol", None, {"size": 128}).assumed


def test_settings_that_a_paper_leaves_open_are_assumed():
    assert {"clip", "beta2", "warmup"} <= choose("byol", None).assumed
    assert not {"lr", "batch_size", "epochs"} & choose("byol", None).assumed


def test_steps_of_the_user_take_the_place_of_a_recipes_epochs_and_the_other_way_round():
    assert choose(None, "jain_byol_baseline", {"steps": 7}).settings.total_steps(1000) == 7
    assert choose(None, "small_byol", {"epochs": 2}).settings.total_steps(640) == 20


def test_an_unknown_key_is_refused_naming_those_there_are():
    with pytest.raises(RecipeInvalid, match=r"no key 'learning_rate' of the method byol.*lr"):
        choose("byol", None, {"learning_rate": 1})


def test_a_recipe_of_another_method_is_refused():
    with pytest.raises(RecipeInvalid, match="is for the method byol, not for mae"):
        choose("mae", "small_byol")


def test_neither_method_nor_recipe():
    with pytest.raises(RecipeInvalid, match="Say what to train"):
        choose(None, None)


def test_a_value_that_cannot_be_says_what_can():
    with pytest.raises(UsageError, match="lr=fast must be a number above 0"):
        choose("byol", None, {"lr": "fast"})
