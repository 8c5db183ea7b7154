"""What every model must keep, over the registry: a new file in core/models is tested here as it is."""

import json
import subprocess
import sys

import numpy as np
import pytest
import torch

from eo_embed.core import models
from eo_embed.core.errors import CheckpointInvalid, ModelMismatch, ModelUnknown, UsageError
from eo_embed.core.models import BandSample, Card
from eo_embed.core.models.checkpoint import CheckpointCard, save_checkpoint

BANDS = ("blue", "green", "red", "nir", "swir1")
#: Families whose models need files or a download, as they are built here; others by their cards.
RANDOM = {"pretrained": False, "stretch": "scene"}
SMALL = {
    "timm": [("timm:test_vit", RANDOM), ("timm:test_resnet", RANDOM | {"rgb": True, "size": 64})],
    "checkpoint": [("checkpoint:{tmp}", {})],
    "torchgeo": [],  # tests/core/models/test_torchgeo_models.py
}
CASES = [
    case
    for prefix, family in models.families().items()
    for case in SMALL.get(prefix, [(card.name, {}) for card in family.cards()])
]


@pytest.fixture(scope="module")
def sample():
    """Chips with structure, a hole in the third and no valid pixel in the last."""
    rng = np.random.default_rng(5)
    base = rng.normal(0, 1, (8, 5, 24, 24)).cumsum(-1).cumsum(-2).astype(np.float32)
    chips = 3000 + 40 * base * np.arange(1, 6, dtype=np.float32)[:, None, None]
    valid = np.ones((8, 24, 24), bool)
    valid[2, 3:12, :9] = False
    valid[7] = False
    return BandSample(BANDS, chips, valid)


@pytest.fixture(scope="module", params=CASES, ids=[spec for spec, _ in CASES])
def case(request, tmp_path_factory):
    spec, options = request.param
    if "{tmp}" in spec:
        folder = tmp_path_factory.mktemp("checkpoint")
        import timm

        torch.manual_seed(0)
        card = CheckpointCard(
            "test_vit",
            ("red", "nir"),
            (3000.0, 3100.0),
            (500.0, 700.0),
            160,
            {},
            single_channel=True,
        )
        save_checkpoint(folder, timm.create_model("test_vit", num_classes=0, in_chans=1), card)
        spec = f"checkpoint:{folder}"
    return spec, options


@pytest.fixture(scope="module")
def encoder(case, sample):
    spec, options = case
    encoder = models.build(spec, BANDS, chip=24, options=options)
    encoder.fit(sample)
    return encoder


@pytest.fixture(scope="module")
def tensors(sample):
    return torch.from_numpy(sample.chips), torch.from_numpy(sample.valid)


def assert_close(a, b):
    scale = b.abs().max()
    assert (a - b).abs().max() <= 2e-5 * scale + 1e-5


def test_embeddings_have_the_shape_the_card_says_and_are_finite(encoder, tensors):
    x, valid = tensors
    out = encoder.embed(x, valid)
    assert out.shape == (8, encoder.dim)
    assert encoder.card.dim == encoder.dim
    assert out.dtype == torch.float32
    assert out.isfinite().all()
    assert out[:7].std(0).max() > 0


def test_a_chip_s_embedding_does_not_depend_on_its_batch(encoder, tensors):
    x, valid = tensors
    together = encoder.embed(x, valid)
    assert_close(
        torch.cat([encoder.embed(x[i : i + 1], valid[i : i + 1]) for i in range(8)]), together
    )
    order = torch.tensor([5, 2, 7, 0, 1, 6, 4, 3])
    assert_close(encoder.embed(x[order], valid[order]), together[order])
    assert_close(encoder.embed(x[:3], torch.ones_like(valid[:3])), encoder.embed(x[:3], None))


def test_what_lies_under_invalid_pixels_has_no_effect(encoder, tensors):
    x, valid = tensors
    expected = encoder.embed(x, valid)
    for value in (0.0, 65535.0, float("nan"), float("inf")):
        assert torch.equal(encoder.embed(torch.where(valid[:, None], x, value), valid), expected)
    assert not torch.equal(encoder.embed(x[2:3], None), expected[2:3])


def test_fit_is_deterministic_and_the_state_carries_it(case, encoder, sample, tensors):
    spec, options = case
    x, valid = tensors
    again = models.build(spec, BANDS, chip=24, options=options)
    again.load_state(encoder.state())
    assert torch.equal(again.embed(x, valid), encoder.embed(x, valid))
    assert again.identity() == encoder.identity()
    refitted = models.build(spec, BANDS, chip=24, options=options)
    refitted.fit(sample)
    for name, array in refitted.state().items():
        np.testing.assert_array_equal(array, encoder.state()[name])


def test_a_foreign_state_is_refused(encoder):
    foreign = encoder.state() | {"extra": np.zeros(3, np.float32)}
    with pytest.raises(CheckpointInvalid, match="embed again"):
        encoder.load_state(foreign)
    for name, array in encoder.state().items():
        with pytest.raises(CheckpointInvalid):
            encoder.load_state(encoder.state() | {name: np.full_like(array, np.nan)})


def test_dense_features_exist_where_the_card_says(encoder, tensors):
    x, valid = tensors
    if not encoder.card.dense:
        with pytest.raises(ModelMismatch, match="no features per patch"):
            encoder.dense(x, valid)
        return
    out = encoder.dense(x, valid)
    assert out.shape[:2] == (8, encoder.dim)
    assert out.shape[2] > 1
    assert out.shape[3] > 1
    assert out.isfinite().all()


def test_reduced_precision_stays_near(case, encoder, sample, tensors):
    spec, options = case
    x, valid = tensors
    for precision in encoder.precisions[1:2]:
        reduced = models.build(spec, BANDS, chip=24, options=options)
        reduced.load_state(encoder.state())
        identity = reduced.identity()
        out = reduced.to("cpu", precision).embed(x, valid)
        assert out.dtype == torch.float32
        assert torch.nn.functional.cosine_similarity(out, encoder.embed(x, valid)).min() > 0.99
        assert reduced.identity() == identity


def test_every_option_that_changes_an_embedding_changes_the_identity(case, encoder):
    spec, options = case
    changed = {
        "features": 64,
        "patch": 5,
        "bias": 1,
        "filters": "gaussian",
        "seed": 3,
        "quantiles": "0.5",
    }
    changed |= {
        "channels": "mean",
        "pooling": "max",
        "size": 96,
        "stretch": "10000",
        "rgb": "rgb" not in options,
    }
    known = set(models.option_docs(spec)) - {"pretrained", "weights"}
    assert known <= set(changed), "say here how to change the new option"
    for name in known:
        other = models.build(spec, BANDS, chip=24, options=options | {name: changed[name]})
        assert other.identity() != encoder.identity(), name
    other = models.build(spec, (*BANDS[:4], "swir2"), chip=24, options=options)
    assert other.identity() != encoder.identity()
    json.dumps(encoder.identity())


def test_cards_survive_json(encoder):
    for card in [encoder.card, *models.cards()]:
        assert Card.from_dict(json.loads(json.dumps(card.to_dict()))) == card


def test_every_listed_card_is_found_by_its_name():
    for card in models.cards():
        assert models.card(card.name) == card
        assert all(models.option_docs(card.name).values())


def test_listing_leaves_torch_alone():
    code = (
        "import sys; from eo_embed.core import models; models.cards(); models.option_docs('rcf');"
        "print([m for m in ('torch', 'timm', 'torchgeo', 'qgis') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "spec", ["", "resnet", "timm", "timm:", "rcf:", "rcf:3", "checkpoint:", ":x"]
)
def test_unknown_models_are_refused_with_the_known_ones(spec):
    with pytest.raises(ModelUnknown, match="rcf, stats, timm:"):
        models.build(spec, BANDS, chip=16)


def test_options_are_refused_by_name_and_value():
    with pytest.raises(ModelUnknown, match="features, patch, filters, bias, seed"):
        models.build("rcf", BANDS, chip=16, options={"feature": 5})
    for name, value in [
        ("features", "many"),
        ("features", 2.5),
        ("features", 7),
        ("features", 0),
        ("patch", 17),
        ("filters", "laplace"),
        ("seed", -1),
    ]:
        with pytest.raises(UsageError, match=name):
            models.build("rcf", BANDS, chip=16, options={name: value})
    with pytest.raises(UsageError, match="true or false"):
        models.build("timm:test_vit", BANDS, chip=16, options={"pretrained": "perhaps"})


def test_options_given_as_text_mean_the_same():
    given = {"features": "64", "bias": "1", "seed": "7"}
    text = models.build("rcf", BANDS, chip=16, options=given)
    assert (
        text.options
        == models.build(
            "rcf", BANDS, chip=16, options={"features": 64, "bias": 1.0, "seed": 7}
        ).options
    )
    assert text.dim == 64
