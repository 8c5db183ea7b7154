"""On a GPU: the same numbers as on the CPU, static batches, real out-of-memory.

    python -m pytest tests/core/test_gpu.py

Skipped where torch sees no CUDA (or ROCm) device.
"""

import numpy as np
import pytest

from eo_embed.core import models, pipeline
from eo_embed.core.runner import Runner
from eo_embed.core.synthetic import make_scene

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="torch sees no GPU here")


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return make_scene(tmp_path_factory.mktemp("scene"), size=512)


@pytest.mark.parametrize(
    ("model", "options"),
    [
        ("rcf", {"features": 256}),
        ("stats", {}),
        ("timm:resnet18", {"pretrained": False, "stretch": "scene"}),
        ("timm:vit_tiny_patch16_224", {"pretrained": False, "stretch": "scene"}),
    ],
)
def test_the_gpu_gives_the_cpu_s_numbers(scene, tmp_path, model, options):
    found = []
    for device in ("cpu", "cuda"):
        folder = tmp_path / device
        pipeline.init(folder, {"s2": [str(scene.scene)]}, chip="32")
        pipeline.embed(folder, model=model, options=options, device=device, precision="fp32")
        found.append(pipeline.features(folder).matrix)
    scale = np.abs(found[0]).max()
    np.testing.assert_allclose(found[0] / scale, found[1] / scale, atol=2e-3)


def test_half_precision_keeps_the_direction_of_embeddings(scene, tmp_path):
    found = []
    options = {"pretrained": False, "stretch": "scene"}
    for precision in ("fp32", "auto"):
        folder = tmp_path / precision
        pipeline.init(folder, {"s2": [str(scene.scene)]}, chip="32")
        pipeline.embed(
            folder,
            model="timm:vit_tiny_patch16_224",
            options=options,
            device="cuda",
            precision=precision,
        )
        rows = pipeline.features(folder).matrix
        found.append(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    assert (found[0] * found[1]).sum(axis=1).min() > 0.99


def test_real_out_of_memory_halves_the_batch(scene, tmp_path):
    pipeline.init(tmp_path, {"s2": [str(scene.scene)]}, chip="32")
    source = pipeline.open_workspace(tmp_path).source("s2")
    options = {"pretrained": False, "stretch": "none"}
    encoder = models.build(
        "timm:vit_base_patch16_224", source.band_names, chip=32, options=options, force=True
    )
    encoder.to("cuda", "fp32")
    runner = Runner(encoder, source, device="cuda", batch=16384)
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(min(1.0, 4 * 2**30 / total))
    try:
        chips = np.ones((16384, len(source.bands), 32, 32), dtype=np.uint16)
        out = runner.run(chips, None)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
        source.close()
    assert len(out) == 16384
    assert runner.batch.size < 16384
