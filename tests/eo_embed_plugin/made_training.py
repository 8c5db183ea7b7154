"""Answers about training as the worker gives them, and a worker of training that is made of them."""

from __future__ import annotations

import math
from typing import Any


def rules(default: Any, kind: str, doc: str = "what it is", **more: Any) -> dict[str, Any]:
    """An option as ``core.options.Option.to_dict`` tells it."""
    return {
        "doc": doc, "default": default, "kind": kind, "choices": [], "least": None, "above": None,
        "most": None, "optional": False, "accepts": "", **more,
    }  # fmt: skip


SETTINGS = {
    "epochs": rules(100.0, "float", "passes over the training samples", above=0),
    "steps": rules(None, "int", "steps of the optimiser", least=1, optional=True),
    "batch_size": rules(32, "int", least=1),
    "lr": rules(3e-4, "float", "learning rate at its highest", above=0),
    "weight_decay": rules(0.0, "float", least=0),
    "precision": rules("auto", "str", choices=["auto", "fp32", "bf16"]),
    "clip": rules(None, "float", optional=True, above=0),
    "seed": rules(0, "int", least=0),
    "log_every": rules(10, "int", least=1),
    "compile": rules(False, "bool"),
}
METHODS = {
    "methods": [
        {
            "name": "byol", "title": "BYOL", "paper": "Jain et al. 2022, section V, doi:10.1109/x.1",
            "summary": "Two views of one place; a slow copy of the network is the teacher.",
            "knobs": {"backbone": rules("resnet50", "str"), "ema": rules(0.996, "float")},
            "settings": SETTINGS, "stated": ["backbone", "epochs", "batch_size", "lr"],
            "assumed": ["ema"],
        },
        {
            "name": "simsiam", "title": "SimSiam", "paper": "Jain et al. 2022, arXiv:2011.10566",
            "summary": "Two views of one place, pulled together; one branch is stopped.",
            "knobs": {
                "backbone": rules("resnet50", "str", "a network of timm"),
                "projection": rules(2048, "int"),
            },
            "settings": SETTINGS, "stated": ["backbone", "projection", "batch_size", "lr"],
            "assumed": ["weight_decay", "epochs"],
        },
    ],
    "recipes": [
        {
            "name": "jain_simsiam", "method": "simsiam", "title": "SimSiam as in Jain et al.",
            "paper": "Jain et al. 2022", "summary": "ResNet-50 on one channel.",
            "values": {"backbone": "resnet50", "projection": 256, "epochs": 50.0, "lr": 1e-5, "seed": 0},
            "stated": {"projection": 256, "epochs": 50, "lr": 1e-5}, "assumed": ["lr"],
        },
    ],
    "datasets": [
        {
            "name": "workspace", "title": "The chips of a workspace", "paper": "", "licence": "its imagery's",
            "layout": "FOLDER/", "options": {"also": rules("", "str"), "target": rules("", "str")},
        },
        {
            "name": "ombria", "title": "OMBRIA", "paper": "Drakonakis et al. 2022", "licence": "CC BY 4.0",
            "layout": "OmbriaS1/\n  train/\n    BEFORE/", "options": {"split": rules("train", "str")},
        },
    ],
}  # fmt: skip


def check(**more: Any) -> dict[str, Any]:
    """What ``train_check`` finds."""
    modality = {
        "name": "s2",
        "bands": ["b2", "b3", "b4", "b8"],
        "sensor": "optical",
        "size": [16, 16],
    }
    return {
        "samples": 1024, "train": 820, "validation": 204, "modalities": [modality], "labels": ["cover"],
        "steps": 2500, "epochs": 100.0, "parameters": 23_500_000, "seconds": 372.0, "images_per_s": 216.4,
        "bytes": 282_000_000, "memory": 1_200_000_000, "device": "cpu",
        "notes": ["The places of the samples are near each other."], "values": {"precision": "fp32"}, **more,
    }  # fmt: skip


def run(folder: str, name: str, state: str = "running", step: int = 200, **more: Any) -> dict:
    """A run as ``train_runs`` tells it."""
    model = f"checkpoint:{folder}/runs/{name}"
    ended = state == "finished"
    return {
        "run": f"{folder}/runs/{name}", "name": name, "method": "simsiam", "recipe": None, "state": state,
        "message": "", "code": "", "step": step, "steps": 600, "epoch": step / 25, "epochs": 24.0,
        "loss": -0.9 + 0.5 * math.exp(-step / 150), "images_per_s": 216.0, "left_s": (600 - step) / 6.8,
        "memory": None, "device": "cpu", "started": "2026-11-21T20:00:00", "updated": f"{step}",
        "seconds": step / 6.8, "probe": {"step": step, "probe_knn": 0.61, "probe_linear": 0.72},
        "values": {"backbone": "resnet10t", "lr": 3e-4, "batch_size": 32},
        "model": model if ended else None, "models": [model] if ended else [], **more,
    }  # fmt: skip


def curves(until: int = 200, after: int = -1, slow: float = 150.0) -> dict[str, Any]:
    """What ``train_curves`` tells of a run that has come to a step."""
    steps = [step for step in range(10, until + 1, 10) if step > after]
    looks = [step for step in range(50, until + 1, 50) if step > after]

    def loss(step: int) -> float:
        return -0.9 + 0.5 * math.exp(-step / slow) + 0.02 * math.sin(step * 7.3)

    return {
        "metrics": {"step": steps, "loss": [loss(s) for s in steps], "lr": [3e-4] * len(steps)},
        "validation": {"step": looks, "loss": [loss(s) + 0.04 for s in looks]},
        "probe": {
            "step": looks,
            "probe_knn": [0.65 - 0.4 * math.exp(-s / 90) for s in looks],
            "probe_linear": [0.75 - 0.4 * math.exp(-s / 120) for s in looks],
        },
    }
