from __future__ import annotations

import errno
import functools
import hashlib
import io
import json
import operator
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io
from sklearn.tree import DecisionTreeClassifier

from eo_embed import __version__
from eo_embed.core.errors import (
    DiskFull,
    HeadMismatch,
    HeadMissing,
    HeadUntrusted,
    OutputError,
)
from eo_embed.core.probes import (
    HEADS,
    Head,
    HeadMeta,
    KNNHead,
    RandomForestHead,
    describe,
    load_arrays,
    load_head,
    load_meta,
    make_head,
    require_match,
    save_head,
)
from eo_embed.core.probes.saved import TRUST

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(40, 6)).astype(np.float32), np.arange(40) % 3
CLASSES = [
    {"code": "41", "name": "forêt", "colour": "#1c5f2c"},
    {"code": "42", "name": "", "colour": "#FFFFFF"},
    {"code": "43", "name": "lac, étang", "colour": "#0072b2"},
]


def described(head: Head, **changes: Any) -> HeadMeta:
    meta = describe(
        head,
        name="land",
        target="cover",
        classes=CLASSES if head.kind == "classes" else [],
        bands={"s2": ["blue", "green"], "s1": ["vv"]},
        embeddings=["aa11", "bb22"],
        models={"aa11": {"name": "rcf"}, "bb22": {"name": "stats"}},
        n_labels=40,
    )
    return replace(meta, **changes)


def saved(folder: Path, head: Any = None) -> Path:
    head = head or KNNHead().fit(X, Y)
    save_head(folder, head, described(head))
    return folder


def plant(folder: Path, content: bytes) -> None:
    """Put ``content`` in place of the head, with a digest that fits."""
    save_head(folder, KNNHead().fit(X, Y), described(KNNHead()))
    record = json.loads((folder / "head.json").read_text())
    (folder / record["file"]).write_bytes(content)
    record["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "head.json").write_text(json.dumps(record))


def repacked(content: bytes, change: Any, compression: int = zipfile.ZIP_STORED) -> bytes:
    """A skops file with its schema changed by ``change``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for member in old.namelist():
            data = old.read(member)
            if member == "schema.json":
                schema = json.loads(data)
                change(schema)
                data = json.dumps(schema).encode()
            new.writestr(member, data)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["classes", "value"])
@pytest.mark.parametrize("name", HEADS)
def test_a_head_comes_back_and_says_the_same(tmp_path: Path, name: str, kind: Any) -> None:
    if kind not in HEADS[name].kinds:
        return
    head = make_head(name, kind, seed=3).fit(X, Y)
    head.calibrate(1.3)
    meta = described(head, scores={"macro_f1": 0.5})
    save_head(tmp_path / "land", head, meta)
    loaded, told = load_head(tmp_path / "land")
    assert told == meta == load_meta(tmp_path / "land")
    assert (told.head, told.kind, told.version) == (name, kind, __version__)
    assert loaded.options == head.options
    np.testing.assert_array_equal(loaded.importances_, head.importances_)
    assert loaded.calibration_ == 1.3
    before, after = head.predict_all(X), loaded.predict_all(X)
    np.testing.assert_array_equal(after.labels, before.labels)
    np.testing.assert_array_equal(after.uncertainty, before.uncertainty)
    if before.proba is not None:
        np.testing.assert_array_equal(after.proba, before.proba)


def test_a_saved_head_replaces_the_one_before(tmp_path: Path) -> None:
    save_head(tmp_path, KNNHead(k=3).fit(X, Y), described(KNNHead()), {"a": np.zeros(3)})
    saved(tmp_path, RandomForestHead().fit(X, Y))
    assert load_head(tmp_path)[0].name == "rf"
    assert load_arrays(tmp_path) == {}
    assert len(list(tmp_path.iterdir())) == 3


def test_arrays_beside_a_head_come_back(tmp_path: Path) -> None:
    arrays = {"part.x": RNG.normal(size=(4, 3)), "part.n": np.arange(5)}
    head = KNNHead().fit(X, Y)
    save_head(tmp_path, head, described(head), arrays)
    found = load_arrays(tmp_path)
    assert found.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].dtype == array.dtype


def test_damaged_arrays_are_noticed(tmp_path: Path) -> None:
    file = next(saved(tmp_path).glob("*.safetensors"))
    file.write_bytes(file.read_bytes() + b"!")
    with pytest.raises(HeadUntrusted, match="not the one that was saved"):
        load_arrays(tmp_path)
    record = json.loads((tmp_path / "head.json").read_text())
    record["arrays_sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (tmp_path / "head.json").write_text(json.dumps(record))
    with pytest.raises(HeadUntrusted, match="damaged"):
        load_arrays(tmp_path)
    file.unlink()
    with pytest.raises(HeadUntrusted, match="lacks its file"):
        load_arrays(tmp_path)
    record["arrays"] = "../arrays-0000000000000000.safetensors"
    (tmp_path / "head.json").write_text(json.dumps(record))
    with pytest.raises(HeadUntrusted, match="foreign file"):
        load_arrays(tmp_path)


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
def test_a_refused_write_leaves_the_old_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, code: int
) -> None:
    saved(tmp_path, KNNHead(k=3).fit(X, Y))
    before = sorted(tmp_path.iterdir())
    real, calls = os.replace, iter(range(10))

    def fails(*paths: Any) -> None:
        if next(calls) == step % 3:
            raise OSError(code, os.strerror(code))
        real(*paths)

    monkeypatch.setattr(os, "replace", fails)
    target = tmp_path if step < 3 else tmp_path / "new"
    with pytest.raises(DiskFull if code == errno.ENOSPC else OutputError):
        saved(target, RandomForestHead().fit(X, Y))
    assert sorted(tmp_path.iterdir()) == before  # nothing half-written, no folder left
    assert load_head(tmp_path)[0].options["k"] == 3


def test_no_head_there(tmp_path: Path) -> None:
    with pytest.raises(HeadMissing, match="fit one first"):
        load_head(tmp_path / "none")


def test_a_head_knows_its_embeddings() -> None:
    meta = described(KNNHead())
    require_match(meta, ["aa11", "bb22"])
    for other in (["bb22", "aa11"], ["aa11"], []):
        with pytest.raises(
            HeadMismatch, match=r"Head 'land' .* rcf for s2, stats for s1"
        ) as refused:
            require_match(meta, other)
        assert "eo-embed embed --like" in str(refused.value)
        assert not {"aa11", "bb22"} & set(str(refused.value).replace(",", " ").split())


class Foreign:
    """A type of no head: its state would be set on loading."""

    def __setstate__(self, state: dict) -> None:
        Path(state["path"]).write_text("ran")


def hostile(kind: str, trace: Path) -> bytes:
    """Files that would leave ``trace`` behind if anything in them ran."""
    head = KNNHead().fit(X, Y)
    if kind == "system":
        head.columns_ = functools.partial(os.system, f"touch {trace}")
    elif kind == "type":
        head.columns_ = Foreign()
        head.columns_.path = str(trace)
    elif kind == "estimator":  # one that skops itself trusts
        head.columns_ = DecisionTreeClassifier()
    elif kind == "method":
        head.columns_ = operator.methodcaller("touch")
    content = skops.io.dumps(head)
    if kind == "loader":  # an allowed type, under a loader that runs what it is told

        def change(schema: dict) -> None:
            schema["content"]["content"]["columns_"]["__loader__"] = "MethodNode"

        return repacked(content, change)
    if kind == "name":  # an allowed loader, told to build something else

        def rename(schema: dict) -> None:
            entry = schema["content"]["content"]["columns_"]
            entry["__module__"], entry["__class__"] = "os", "system"

        return repacked(content, rename)
    return content


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("system", "partial"),
        ("type", "Foreign"),
        ("estimator", "DecisionTreeClassifier"),
        ("method", "methodcaller"),
        ("loader", "MethodNode"),
        ("name", "os.system"),
    ],
)
def test_a_hostile_head_is_refused_and_nothing_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, named: str
) -> None:
    trace = tmp_path / "trace"
    plant(tmp_path / "land", hostile(kind, trace))
    monkeypatch.setattr(skops.io, "loads", lambda *a, **k: pytest.fail("it went on to load it"))
    with pytest.raises(HeadUntrusted, match=rf"{named}.*nothing in it was run"):
        load_head(tmp_path / "land")
    assert not trace.exists()


def test_trees_that_lead_astray_are_refused(tmp_path: Path) -> None:
    head = RandomForestHead(n_estimators=2).fit(X, Y)
    state = head.__getstate__()
    state["trees_"]["feature"] = state["trees_"]["feature"] + 1000
    forged = RandomForestHead()
    forged.__dict__.update(state)
    content = skops.io.dumps(_Raw(forged))
    plant(tmp_path, repacked(content, _as_forest))
    with pytest.raises(HeadUntrusted, match="working head") as caught:
        load_head(tmp_path)
    assert "does not exist" in str(caught.value.__cause__)


class _Raw:
    """Writes a head's attributes as they stand."""

    def __init__(self, head: Head) -> None:
        self.__dict__.update(head.__dict__)


def _as_forest(schema: dict) -> None:
    schema["__module__"], schema["__class__"] = (
        RandomForestHead.__module__,
        RandomForestHead.__qualname__,
    )


@pytest.mark.parametrize("missing", ["rows_", "targets_", "columns_", "n_features_", "kind"])
def test_a_head_that_lacks_a_part_is_refused(tmp_path: Path, missing: str) -> None:
    def change(schema: dict) -> None:
        entries = schema["content"]["content"]
        entries[missing] = {**entries["k"], "content": '"nothing"'}

    plant(tmp_path, repacked(skops.io.dumps(KNNHead().fit(X, Y)), change))
    with pytest.raises(HeadUntrusted, match="fit it again"):
        load_head(tmp_path)


@pytest.mark.parametrize(
    ("key", "value"),
    [("__loader__", []), ("__loader__", None), ("__module__", {}), ("__class__", None)],
)
def test_a_head_of_entries_without_names_is_refused(tmp_path: Path, key: str, value: Any) -> None:
    def change(schema: dict) -> None:
        schema["content"]["content"]["columns_"][key] = value

    plant(tmp_path, repacked(skops.io.dumps(KNNHead().fit(X, Y)), change))
    with pytest.raises(HeadUntrusted):
        load_head(tmp_path)


@pytest.mark.parametrize(("option", "value"), [("k", 0), ("n_jobs", 10**6), ("class_weight", "x")])
def test_a_head_with_options_that_cannot_be_is_refused(
    tmp_path: Path, option: str, value: Any
) -> None:
    head = KNNHead().fit(X, Y)
    setattr(head, option, value)
    plant(tmp_path, skops.io.dumps(head))
    with pytest.raises(HeadUntrusted, match="working head"):
        load_head(tmp_path)


@pytest.mark.parametrize(
    ("learnt", "value"),
    [
        ("importances_", np.full(5, 0.2, dtype=np.float32)),
        ("importances_", np.full((6, 1), 1 / 6, dtype=np.float32)),
        ("importances_", np.full(6, 1 / 6)),
        ("importances_", np.full(6, 1.0, dtype=np.float32)),
        ("importances_", np.array([1.5, -0.5, 0, 0, 0, 0], dtype=np.float32)),
        ("importances_", np.array([1, np.nan, 0, 0, 0, 0], dtype=np.float32)),
        ("importances_", [1.0, 0, 0, 0, 0, 0]),
        ("importances_", None),
        ("calibration_", 0.0),
        ("calibration_", -1.0),
        ("calibration_", float("nan")),
        ("calibration_", float("inf")),
        ("calibration_", True),
        ("calibration_", "1.0"),
        ("calibration_", [1.0]),
        ("calibration_", np.array([1.0])),
    ],
    ids=str,
)
def test_a_head_that_learnt_what_cannot_be_is_refused(
    tmp_path: Path, learnt: str, value: Any
) -> None:
    for kind in ("classes", "value"):
        head = KNNHead(kind=kind).fit(X, Y)
        setattr(head, learnt, value)
        with pytest.raises(HeadUntrusted, match="working head"):
            _load_planted(tmp_path / kind, head)


def test_a_head_without_importances_is_refused(tmp_path: Path) -> None:
    head = KNNHead().fit(X, Y)
    del head.importances_
    with pytest.raises(HeadUntrusted, match="working head"):
        _load_planted(tmp_path, head)


def test_a_head_that_was_never_calibrated_says_what_it_said(tmp_path: Path) -> None:
    head = KNNHead().fit(X, Y)
    expected = head.predict_proba(X)
    del head.calibration_
    plant(tmp_path, skops.io.dumps(head))
    loaded, _ = load_head(tmp_path)
    assert loaded.calibration_ == 1.0
    np.testing.assert_array_equal(loaded.predict_proba(X), expected)


def _load_planted(folder: Path, head: Head) -> None:
    plant(folder, skops.io.dumps(head))
    load_head(folder)


def test_what_is_built_are_the_bytes_that_were_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is swapped for another, sound one as soon as it was read."""
    other = skops.io.dumps(KNNHead(k=9).fit(X, Y))
    saved(tmp_path, KNNHead(k=3).fit(X, Y))
    real = Path.read_bytes

    def swapped(path: Path) -> bytes:
        content = real(path)
        if path.suffix == ".skops":
            path.write_bytes(other)
        return content

    monkeypatch.setattr(Path, "read_bytes", swapped)
    assert load_head(tmp_path)[0].options["k"] == 3
    monkeypatch.undo()
    with pytest.raises(HeadUntrusted, match="not the one that was saved"):
        load_head(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"\x80\x04pickle"])
def test_a_damaged_head_is_refused(tmp_path: Path, content: bytes) -> None:
    plant(tmp_path, content)
    with pytest.raises(HeadUntrusted, match="damaged"):
        load_head(tmp_path)


def test_a_packed_head_is_refused(tmp_path: Path) -> None:
    content = skops.io.dumps(KNNHead().fit(X, Y))
    plant(tmp_path, repacked(content, lambda schema: None, zipfile.ZIP_DEFLATED))
    with pytest.raises(HeadUntrusted, match="no part of a head"):
        load_head(tmp_path)


def test_bytes_changed_since_saving_are_noticed(tmp_path: Path) -> None:
    file = next(saved(tmp_path).glob("*.skops"))
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    with pytest.raises(HeadUntrusted, match="not the one that was saved"):
        load_head(tmp_path)
    file.unlink()
    with pytest.raises(HeadUntrusted, match="lacks its file"):
        load_head(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"file": "../../elsewhere.skops"}, "foreign file"),
        ({"format": 2}, "newer version"),
        ({"format": 0}, "'format'"),
        ({"format": True}, "does not describe"),
        ({"surprise": 1}, "'surprise'"),
        ({"name": "../../elsewhere"}, "'name'"),
        ({"name": ""}, "'name'"),
        ({"target": "half \ud800"}, "'target'"),
        ({"created": 0}, "'created'"),
        ({"kind": "area"}, "'kind'"),
        ({"head": "svm"}, "'head'"),
        ({"head": "ridge"}, "not what head.json says"),
        ({"kind": "value", "classes": []}, "not what head.json says"),
        ({"classes": "forest"}, "'classes'"),
        ({"classes": []}, "'classes'"),
        ({"classes": ["forest"] * 3}, "'classes'"),
        ({"classes": CLASSES[:2]}, "not what head.json says"),
        ({"classes": CLASSES[:1] * 3}, "'classes'"),
        ({"classes": [*CLASSES, {"code": "44", "name": "x", "colour": "#000000"}]}, "not what"),
        ({"classes": [c | {"wings": 2} for c in CLASSES]}, "'classes'"),
        ({"classes": [{"code": c["code"], "name": c["name"]} for c in CLASSES]}, "'classes'"),
        ({"classes": [c | {"colour": "red"} for c in CLASSES]}, "'classes'"),
        ({"classes": [c | {"colour": "#12345g"} for c in CLASSES]}, "'classes'"),
        ({"classes": [c | {"colour": None} for c in CLASSES]}, "'classes'"),
        ({"classes": [c | {"code": i} for i, c in enumerate(CLASSES)]}, "'classes'"),
        ({"classes": [c | {"name": "nul \0"} for c in CLASSES]}, "'classes'"),
        ({"bands": {"s2": ["blue"]}}, "'bands'"),
        ({"bands": {"s2": ["blue"], "s1": []}}, "'bands'"),
        ({"bands": {"s2": ["blue"], "s1": "vv"}}, "'bands'"),
        ({"bands": {"s2": ["blue"], "s1": [5]}}, "'bands'"),
        ({"bands": ["s2", "s1"]}, "'bands'"),
        ({"embeddings": []}, "'embeddings'"),
        ({"embeddings": ["aa11", {}]}, "'embeddings'"),
        ({"models": {"aa11": {}}}, "'models'"),
        ({"models": {"aa11": {}, "bb22": "rcf"}}, "'models'"),
        ({"models": []}, "'models'"),
        ({"n_labels": None}, "'n_labels'"),
        ({"n_labels": True}, "'n_labels'"),
        ({"n_labels": -3}, "'n_labels'"),
        ({"options": []}, "'options'"),
        ({"scores": 0.5}, "'scores'"),
        ({"trust": None}, "'trust'"),
        ({"trust": {}}, "'trust'"),
        ({"trust": TRUST | {"calibration": "<b>1</b>"}}, "'trust'"),
        ({"trust": TRUST | {"hold_out": None}}, "'trust'"),
    ],
    ids=str,
)
def test_a_description_that_cannot_be(tmp_path: Path, change: dict, message: str) -> None:
    path = saved(tmp_path) / "head.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(HeadUntrusted, match=message):
        load_head(tmp_path)


@pytest.mark.parametrize("field", [*HeadMeta.__dataclass_fields__, "file", "sha256"])
def test_a_description_that_lacks_a_field(tmp_path: Path, field: str) -> None:
    path = saved(tmp_path) / "head.json"
    record = json.loads(path.read_text())
    del record[field]
    path.write_text(json.dumps(record))
    with pytest.raises(HeadUntrusted, match=f"'{field}'"):
        load_meta(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, "null"])
def test_a_description_that_is_none(tmp_path: Path, text: str) -> None:
    (saved(tmp_path) / "head.json").write_text(text)
    with pytest.raises(HeadUntrusted):
        load_meta(tmp_path)


def test_scoring_and_describing_heads_need_no_torch() -> None:
    code = "import eo_embed.core.probes, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
