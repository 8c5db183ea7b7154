"""Dense maps: what every window says, embedded one by one and blended by hand; and no map where no pixel is."""

import json
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
import timm
import torch
from rasterio.transform import from_origin

from eo_embed.core import models, pipeline
from eo_embed.core.chips import ChipGrid
from eo_embed.core.classes import Legend, default_classes
from eo_embed.core.cli import run
from eo_embed.core.dense import DenseInput, Sliding, map_dense
from eo_embed.core.errors import ModelMismatch, UsageError
from eo_embed.core.models import BandSample
from eo_embed.core.probes import make_head
from eo_embed.core.progress import Task
from eo_embed.core.rasters import Source, describe_bands, reference_grid
from eo_embed.core.synthetic import make_scene

PIXEL, LEFT, TOP = 10.0, 500_000.0, 5_000_000.0
CLASSES = Legend("classes", "cover", tuple(default_classes(("a", "b", "c"))))
VALUE = Legend("value", "height", ())


def write_raster(path, values):
    """``(bands, height, width)``, nodata 0."""
    with rasterio.open(
        path, "w", driver="GTiff", dtype=values.dtype, count=len(values), width=values.shape[2],
        height=values.shape[1], crs="EPSG:32631", nodata=0, tiled=True, blockxsize=64, blockysize=64,
        transform=from_origin(LEFT, TOP, PIXEL, PIXEL),
    ) as data:  # fmt: skip
        data.write(values)
    return str(path)


def scene(rng, height, width, bands=3):
    """Texture whose scale changes over the scene."""
    y, x = np.mgrid[:height, :width]
    waves = [np.sin(x * (0.1 + 0.004 * y) + b) + np.cos(y * 0.2 - b) for b in range(bands)]
    noise = rng.random((bands, height, width)) * (x / width)
    return (1000 + 300 * (np.stack(waves) + noise)).astype(np.uint16)


def holed(values, *holes):
    for rows, cols in holes:
        values[:, rows, cols] = 0
    return values


def source_of(path, name="s"):
    return Source(name, describe_bands(name, [path]), reference_grid([path]))


def fitted(source, model="rcf", options=None, size=16):
    encoder = models.build(model, source.band_names, chip=size, options=options or {})
    values, valid = source.read(0, 64, 0, 64)
    valid = np.ones(values.shape[1:], bool) if valid is None else valid
    encoder.fit(BandSample(source.band_names, source.to_physical(values)[None], valid[None]))
    return encoder


def head_on(rng, dim, kind="classes", matrix=None):
    matrix = rng.normal(size=(60, dim)).astype(np.float32) if matrix is None else matrix
    y = rng.integers(0, 3, len(matrix)) if kind == "classes" else rng.normal(size=len(matrix))
    return make_head("ridge", kind, seed=0).fit(matrix, y)


def embeddings_one_by_one(inputs, grid, stride, min_valid):
    """Embeddings of all windows by ``embed``, NaN without enough pixels: ``(rows, cols, dims)``."""
    rows, cols = ChipGrid(grid.geobox, grid.size, stride).shape
    out = []
    for source, encoder in inputs:
        bottom, right = (
            (n - 1) * s + size for n, s, size in zip((rows, cols), stride, grid.size, strict=True)
        )
        values, valid = source.read(0, bottom, 0, right)
        valid = np.ones(values.shape[1:], bool) if valid is None else valid
        physical = torch.from_numpy(source.to_physical(values))
        found = np.full((rows, cols, encoder.dim), np.nan, np.float32)
        for row, col in np.ndindex(rows, cols):
            at = np.s_[
                row * stride[0] : row * stride[0] + grid.size[0],
                col * stride[1] : col * stride[1] + grid.size[1],
            ]
            if valid[at].any() and valid[at].mean() >= min_valid:
                mask = None if valid[at].all() else torch.from_numpy(valid[at])[None]
                found[row, col] = encoder.embed(physical[(slice(None), *at)][None], mask)[0].numpy()
        out.append(found)
    return np.concatenate(out, axis=-1)


def predicted(head, features):
    """What the head says of each window, NaN where it has no embedding at all."""
    flat = features.reshape(-1, features.shape[-1])
    said = head.predict_all(flat)
    out = (
        np.column_stack([said.labels, said.uncertainty])
        if said.proba is None
        else said.proba.copy()
    )
    out[np.isnan(flat).all(1)] = np.nan
    return out.reshape(*features.shape[:-1], -1)


def blended(scores, size, stride, shape):
    """The windows over each cell, weighted as DenseMapWriter says."""
    span = [s // t for s, t in zip(size, stride, strict=True)]
    weights = [np.sin(np.pi * (np.arange(n) + 0.5) / n) ** 2 for n in span]
    height, width = (-(-n // t) for n, t in zip(shape, stride, strict=True))
    total = np.zeros((height, width, scores.shape[-1] + 1))
    for row, col in np.ndindex(scores.shape[:2]):
        if np.isnan(scores[row, col]).any():
            continue
        part = total[row : row + span[0], col : col + span[1]]
        weight = np.outer(*weights)[: part.shape[0], : part.shape[1], None]
        part += weight * np.append(scores[row, col], 1)
    with np.errstate(invalid="ignore"):
        return total[..., :-1] / total[..., -1:]


def half_valid(paths, cell):
    """Cells of which half the pixels or more are valid in one file or more, by rasterio's own masks."""
    out = False
    for path in paths:
        with rasterio.open(path) as data:
            mask = data.dataset_mask() > 0
        height, width = (-(-n // c) for n, c in zip(mask.shape, cell, strict=True))
        share = np.empty((height, width))
        for row, col in np.ndindex(height, width):
            at = mask[row * cell[0] : (row + 1) * cell[0], col * cell[1] : (col + 1) * cell[1]]
            share[row, col] = at.mean()
        out = out | (share >= 0.5)
    return out


def read(path, band=None):
    with rasterio.open(path) as data:
        values = data.read(masked=True).astype(np.float64) * data.scales[0]
        return values.filled(np.nan) if band is None else values.filled(np.nan)[band - 1]


@pytest.mark.parametrize(
    ("options", "stride", "min_valid", "legend"),
    [
        ([("rcf", {"features": 32})], (4, 4), 0.5, CLASSES),
        ([("rcf", {"features": 32})], (8, 4), 0.5, VALUE),
        ([("rcf", {"features": 32, "patch": 5, "bias": -0.2})], (4, 8), 0.1, CLASSES),
        ([("rcf", {"features": 32}), ("rcf", {"features": 16})], (4, 8), 0.5, CLASSES),
        ([("stats", {})], (8, 8), 0.5, CLASSES),
        ([("stats", {}), ("rcf", {"features": 16})], (8, 4), 0.0, VALUE),
    ],
)
def test_a_map_is_what_its_windows_say_and_nodata_where_no_pixel_is(
    tmp_path, options, stride, min_valid, legend
):
    rng = np.random.default_rng(1)
    holes = [
        [
            (slice(40, 56), slice(30, 46)),
            (slice(60, 63), slice(0, 90)),
            (slice(20, 90, 2), slice(99, 101)),
        ],
        # What both lack is nodata.
        [(slice(70, 97), slice(80, 101)), (slice(36, 52), slice(34, 60))],
    ]
    paths = [
        write_raster(tmp_path / f"s{i}.tif", holed(scene(rng, 97, 133), *holes[i]))
        for i in range(len(options))
    ]
    sources = [source_of(path, f"s{i}") for i, path in enumerate(paths)]
    inputs = [
        DenseInput(source, fitted(source, *option))
        for source, option in zip(sources, options, strict=True)
    ]
    grid = ChipGrid(sources[0].grid, (16, 16), (16, 16))
    features = embeddings_one_by_one(inputs, grid, stride, min_valid)
    some = features.reshape(-1, features.shape[-1])
    some = some[np.isfinite(some).all(1)][::7]
    head = head_on(rng, features.shape[-1], legend.kind, some)
    made = map_dense(
        tmp_path / "map.tif", grid, inputs, head, legend, Sliding(stride, min_valid), Task()
    )

    scores = predicted(head, features)
    expected = blended(scores, grid.size, stride, (97, 133))
    mapped = half_valid(paths, stride) & np.isfinite(expected[..., 0])
    assert 0.5 < mapped.mean() < 1
    got = read(made.files.map, 1)
    assert (np.isfinite(got) == mapped).all()
    assert made.windows == np.isfinite(scores[..., 0]).sum()
    assert made.summary.cells == mapped.sum()
    if legend.kind == "value":
        np.testing.assert_allclose(got[mapped], expected[mapped][:, 0], rtol=1e-4, atol=1e-4)
        assert made.summary.range == pytest.approx((np.nanmin(got), np.nanmax(got)))
        return
    shares = np.moveaxis(read(made.files.probability), 0, -1)
    np.testing.assert_allclose(shares[mapped], expected[mapped], atol=0.5 / 250 + 1e-4)
    assert (got[mapped] == expected[mapped].argmax(1) + 1).mean() > 0.999
    counts = [int((got == i + 1).sum()) for i in range(3)]
    assert list(made.summary.counts) == counts


def test_an_area_of_interest_bounds_the_map(tmp_path):
    rng = np.random.default_rng(2)
    path = write_raster(
        tmp_path / "s.tif", holed(scene(rng, 200, 160), (slice(80, 99), slice(60, 85)))
    )
    source = source_of(path)
    encoder = fitted(source, options={"features": 16})
    area = shapely.Point(LEFT + 800, TOP - 950).buffer(550)
    grid = ChipGrid(source.grid, (16, 16), (16, 16), area)
    head = head_on(rng, 16)
    how = Sliding((4, 4), 0.5)
    made = map_dense(
        tmp_path / "map.tif", grid, [DenseInput(source, encoder)], head, CLASSES, how, Task()
    )
    whole = map_dense(
        tmp_path / "whole.tif", ChipGrid(source.grid, (16, 16), (16, 16)),
        [DenseInput(source, encoder)], head, CLASSES, how, Task(),
    )  # fmt: skip
    full = read(whole.files.map, 1)
    with rasterio.open(whole.files.map) as data:
        centres = data.transform * (np.indices(full.shape)[::-1] + 0.5)
    inside = shapely.intersects_xy(area, *centres)
    with rasterio.open(made.files.map) as data, rasterio.open(whole.files.map) as all_of_it:
        window = all_of_it.window(*data.bounds).round_offsets().round_lengths()
    rows, cols = window.toslices()
    np.testing.assert_array_equal(
        read(made.files.map, 1), np.where(inside, full, np.nan)[rows, cols]
    )
    assert made.summary.cells == (inside & np.isfinite(full)).sum() < inside.sum()


@pytest.mark.parametrize("batch", [1, 300])
def test_batches_change_nothing(tmp_path, batch):
    rng = np.random.default_rng(3)
    source = source_of(write_raster(tmp_path / "s.tif", scene(rng, 150, 170)))
    inputs = [DenseInput(source, fitted(source, options={"features": 16}))]
    grid, head = ChipGrid(source.grid, (16, 16), (16, 16)), head_on(rng, 16)
    maps = [
        map_dense(
            tmp_path / "map.tif", grid, inputs, head, CLASSES, Sliding((4, 4), 0.5, batch=b), Task()
        )
        and read(tmp_path / "map.probability.tif")
        for b in (None, batch)
    ]
    np.testing.assert_allclose(*maps, atol=1.01 / 250)


@pytest.mark.parametrize("model", ["rcf", "stats"])
def test_memory_does_not_grow_with_the_area(tmp_path, monkeypatch, model):
    monkeypatch.setattr("eo_embed.core.chips.BLOCK_BYTES", 2**18)  # several blocks in either
    rng = np.random.default_rng(4)

    def peak(height):
        source = source_of(write_raster(tmp_path / f"{height}.tif", scene(rng, height, 100)))
        encoder = fitted(source, model, {"features": 8} if model == "rcf" else {})
        grid = ChipGrid(source.grid, (16, 16), (16, 16))
        head = head_on(rng, encoder.dim)
        tracemalloc.start()
        map_dense(
            tmp_path / "map.tif", grid, [DenseInput(source, encoder)], head, CLASSES,
            Sliding((2, 2), 0.5), Task(),
        )  # fmt: skip
        return tracemalloc.get_traced_memory()[1], tracemalloc.stop()

    peak(256)  # imports
    short = 1600 if model == "rcf" else 800  # tiles are fewer than windows, and so fill later
    small, large = peak(short)[0], peak(4 * short)[0]
    assert large < 1.3 * small  # how far the threads run ahead differs from run to run
    if model == "stats":  # the windows' ids alone would take 8 bytes each
        assert large - small < 4 * (3 * short // 2) * 43


# -- patches -----------------------------------------------------------------------------------


NETWORKS = [  # by timm's own code: is what it pools the mean of its patches?
    ("vit_tiny_patch16_224", {}),
    ("vit_tiny_patch16_224", {"pooling": "avg"}),
    ("vit_tiny_patch16_224", {"pooling": "cls"}),
    ("vit_tiny_patch16_224", {"pooling": "max"}),
    ("vit_base_patch16_rpn_224", {}),  # averages, then a norm of its own
    ("convnext_atto", {}),  # likewise
    ("convnext_atto", {"pooling": "avg"}),
    ("resnet18", {}),
]


@pytest.fixture
def rgb(tmp_path):
    rng = np.random.default_rng(5)
    path = write_raster(tmp_path / "rgb.tif", scene(rng, 160, 128))
    return source_of(path, "rgb")


@pytest.mark.parametrize(("name", "options"), NETWORKS)
def test_patches_are_mapped_where_embeddings_are_their_mean_and_refused_elsewhere(
    tmp_path, rgb, name, options
):
    settings = {"pretrained": False, "stretch": "scene", "size": 64, **options}
    if name.startswith("vit_base"):
        settings["size"] = 32
    encoder = fitted(rgb, f"timm:{name}", settings, size=32)
    network = timm.create_model(
        name, num_classes=0, **({"img_size": settings["size"]} if name.startswith("vit") else {})
    ).eval()
    network.load_state_dict(encoder._module.state_dict())
    x = torch.rand(3, 3, settings["size"], settings["size"])
    with torch.inference_mode():
        features = network.forward_features(x)
        tokens = features[:, network.num_prefix_tokens :] if features.ndim == 3 else None
        places = features.flatten(2).mT if tokens is None else tokens
        own = {
            "model": lambda: network.forward_head(features, pre_logits=True),
            "avg": lambda: places.mean(1),
            "cls": lambda: features[:, 0],
            "max": lambda: places.amax(1),
        }[settings.get("pooling", "model")]()
        consistent = torch.allclose(own, places.mean(1), atol=1e-4)
    rng = np.random.default_rng(6)
    head = head_on(rng, encoder.dim)
    grid = ChipGrid(rgb.grid, (32, 32), (32, 32))
    how = Sliding((32, 32), 0.5, patches=True)

    def make():
        return map_dense(
            tmp_path / "map.tif", grid, [DenseInput(rgb, encoder)], head, CLASSES, how, Task()
        )

    if not consistent:
        with pytest.raises(ModelMismatch, match="--set pooling=avg"):
            make()
        assert not (tmp_path / "map.tif").exists()
        return
    made = make()
    # Windows that do not overlap: each cell is what the head says of one patch of timm's.
    values, _ = rgb.read(0, 160, 0, 128)
    chips = (
        rgb.to_physical(values)
        .reshape(3, 5, 32, 4, 32)
        .transpose(1, 3, 0, 2, 4)
        .reshape(20, 3, 32, 32)
    )
    with torch.inference_mode():
        features = network.forward_features(encoder._input(torch.from_numpy(chips), None))
    if features.ndim == 3:
        features = features[:, network.num_prefix_tokens :].mT
        features = features.unflatten(2, (round(features.shape[2] ** 0.5), -1))
    edge = features.shape[-1]
    rows = features.movedim(1, 3).reshape(-1, encoder.dim).numpy()
    expected = head.predict_all(rows).proba.reshape(5, 4, edge, edge, 3).swapaxes(1, 2)
    shares = np.moveaxis(read(made.files.probability), 0, -1)
    np.testing.assert_allclose(
        shares, expected.reshape(5 * edge, 4 * edge, 3), atol=0.5 / 250 + 1e-3
    )


def test_models_without_patches_and_heads_on_two_sources_are_told(tmp_path, rgb):
    stats = DenseInput(rgb, fitted(rgb, "stats"))
    grid, how = ChipGrid(rgb.grid, (16, 16), (16, 16)), Sliding((8, 8), 0.5, patches=True)
    head = head_on(np.random.default_rng(7), stats.encoder.dim)
    for inputs, sentence in (([stats], "no patch features"), ([stats, stats], "from one source")):
        with pytest.raises(UsageError, match=sentence):
            map_dense(tmp_path / "map.tif", grid, inputs, head, CLASSES, how, Task())


# -- from the command line ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dense")
    made = make_scene(folder / "scene", size=320)
    with rasterio.open(
        made.scene, "r+"
    ) as data:  # a hole of 160 m, where a chip ends and another begins
        values = data.read()
        values[:, 152:168, 136:152] = 0
        data.write(values)
    w = str(folder / "w")
    for command in (
        ["init", w, "--source", f"s2={made.scene}", "--chip", "160m"],
        ["embed", w, "--set", "features=64"],
        ["label", w, "--from", str(made.truth), "--name", "cover", "--min-share", "0.5"],
        ["label", w, "--from", str(made.truth), "--name", "share", "--how", "fraction:1"],
        ["fit", w, "--target", "cover", "--head", "ridge"],
        ["fit", w, "--target", "share", "--head", "ridge"],
    ):
        assert run(command) == 0
    return Path(w)


def ask(capsys, *command):
    assert run([str(part) for part in command]) == 0
    return capsys.readouterr().out


def test_a_dense_map_by_metres_says_what_it_holds(workspace, tmp_path, capsys):
    out = ask(
        capsys, "predict", workspace, "--head", "cover-ridge", "--dense", "40m", "--out",
        tmp_path / "m.tif", "--json",
    )  # fmt: skip
    report = json.loads(out)
    with rasterio.open(tmp_path / "m.tif") as data:
        classes = data.read(1)
        assert data.res == (40, 40)
        names = {int(k[6:]): v for k, v in data.tags(1).items() if k.startswith("CLASS_")}
    assert set(names.values()) == set(report["shares"])
    assert (classes[38:42, 34:38] == 0).all()  # the hole, and no cell more
    assert (classes[36:44, 32:40] > 0).sum() == 48
    for value, name in names.items():
        share = (classes == value).sum() / (classes > 0).sum()
        assert report["shares"][name] == pytest.approx(share, abs=1e-6)
    assert report["range"] is None

    text = ask(
        capsys, "predict", workspace, "--head", "cover-ridge", "--dense", "4", "--out",
        tmp_path / "p.tif",
    )  # fmt: skip
    assert (tmp_path / "p.tif").read_bytes() == (tmp_path / "m.tif").read_bytes()
    assert all(f"{name} {share:.1%}" in text for name, share in report["shares"].items())


def test_a_dense_map_of_values_says_its_range(workspace, tmp_path, capsys):
    command = [
        "predict",
        workspace,
        "--head",
        "share-ridge",
        "--dense",
        "8",
        "--out",
        tmp_path / "v.tif",
    ]
    report = json.loads(ask(capsys, *command, "--json"))
    values = read(tmp_path / "v.tif", 1)
    assert report["range"] == pytest.approx([np.nanmin(values), np.nanmax(values)], rel=1e-5)
    assert report["shares"] == {}
    assert f"from {report['range'][0]:g} to {report['range'][1]:g}" in ask(capsys, *command)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("5", "choose a stride that divides the chip size"),
        ("30m", "choose a stride that divides the chip size"),
        ("32", "choose a stride that divides the chip size"),
        ("0", "at least one pixel"),
        ("2m", "at least one pixel"),
        ("4.5", "is no length"),
        ("wide", "is no length"),
    ],
)
def test_steps_that_cannot_be(workspace, tmp_path, capsys, step, sentence):
    out = tmp_path / "map.tif"
    assert run(["predict", str(workspace), "--dense", step, "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error [CHIP_INVALID]: ")
    assert sentence in said
    assert list(tmp_path.iterdir()) == []


def test_a_dense_map_agrees_with_the_chip_map_and_is_finer(workspace, tmp_path):
    pipeline.predict(workspace, head="cover-ridge", out=tmp_path / "chip.tif")
    pipeline.predict(workspace, head="cover-ridge", out=tmp_path / "dense.tif", dense=4)
    with rasterio.open(tmp_path / "chip.tif") as data:
        chips, coarse = data.read(1), data
    with rasterio.open(tmp_path / "dense.tif") as data:
        dense, fine = data.read(1), data
    assert (fine.res, coarse.res) == ((40, 40), (160, 160))
    assert fine.bounds.left == coarse.bounds.left
    assert fine.bounds.top == coarse.bounds.top
    rows, cols = np.nonzero(chips)
    middle = dense[
        np.minimum(rows * 4 + 2, dense.shape[0] - 1), np.minimum(cols * 4 + 2, dense.shape[1] - 1)
    ]
    assert (middle == chips[rows, cols]).mean() > 0.75
    with rasterio.open(tmp_path / "dense.probability.tif") as data:
        assert ((data.read(1) == data.nodata) == (dense == 0)).all()


def test_patches_from_the_command_line(workspace, tmp_path, capsys):
    with rasterio.open(workspace.parent / "scene" / "scene.tif") as data:
        box = data.bounds
    corner = f"{box.left + 1000},{box.bottom + 400},{box.left + 1960},{box.bottom + 1360}"
    w, scene_file = tmp_path / "w", workspace.parent / "scene" / "scene.tif"
    ask(capsys, "init", w, "--source", f"s2={scene_file}", "--chip", "16", "--aoi", corner)
    network = ["--model", "timm:vit_tiny_patch16_224", "--set", "pretrained=false"]
    network += ["--set", "stretch=scene", "--set", "size=32"]
    truth = scene_file.with_name("truth.tif")
    ask(capsys, "label", w, "--from", truth, "--name", "cover", "--min-share", "0.4")
    made = ["predict", str(w), "--dense", "8", "--patches", "--out", str(tmp_path / "map.tif")]
    ask(capsys, "embed", w, *network)
    ask(capsys, "fit", w)
    assert run(made) == 2
    said = capsys.readouterr().err
    assert said.startswith("error [MODEL_MISMATCH]: ")
    assert "token" in said
    assert "--set pooling=avg" in said
    ask(capsys, "embed", w, *network, "--set", "pooling=avg")
    ask(capsys, "fit", w)
    ask(capsys, *made)
    with rasterio.open(tmp_path / "map.tif") as data:
        assert data.res == (80, 80)
        assert (data.read(1) > 0).mean() > 0.5
