"""Heads on disk: ``head.json`` with what a map needs to know, and the fitted head as skops.

    heads/<name>/head.json                     HeadMeta, and the files of the head with their SHA-256
    heads/<name>/head-<digest>.skops           the head: arrays and options, no code
    heads/<name>/arrays-<digest>.safetensors   what else belongs to it: where to believe it

A head comes from a file that anyone may have made. It is never unpickled: before anything is
built, every entry of the file must be one of the few kinds that our own heads are made of, and
indices are checked before they are followed (``forest``). Replacing ``head.json`` in one step is
what replaces a head, so that at every instant a whole one is there.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from ... import __version__
from ..errors import DiskFull, HeadMismatch, HeadMissing, HeadUntrusted, OutputError, UsageError
from ..files import check_name, replacing, write_json
from .base import KINDS, Head, Kind, Standardiser
from .heads import HEADS
from .ridge import Leverage

META_FILE = "head.json"
_FORMAT = 1
_HEAD_FILE = re.compile(r"head-[0-9a-f]{16}\.skops")
_ARRAYS_FILE = re.compile(r"arrays-[0-9a-f]{16}\.safetensors")
_FILE_KEYS = ("file", "sha256", "arrays", "arrays_sha256")
_OWN_TYPES = [f"{t.__module__}.{t.__qualname__}" for t in (*HEADS.values(), Standardiser, Leverage)]
# What skops writes for our heads: (its loader, the type that the loader is told to build). Pairs,
# since some loaders run what they are told; none of those is here.
_ALLOWED = {("ObjectNode", name) for name in _OWN_TYPES} | {
    ("DictNode", "builtins.dict"),
    ("ListNode", "builtins.list"),
    ("TupleNode", "builtins.tuple"),
    ("TypeNode", "builtins.str"),
    ("JsonNode", "builtins.str"),
    ("NdArrayNode", "numpy.ndarray"),
}


#: What is known of where to believe a head: ``labels`` drawn at random by ``seed`` (None for all), the share
#: of blocks to ``hold_out`` of side ``block_m`` with what that came to, the factor of its calibration, and the
#: threshold of its area of applicability; None or 0 for what was not asked or could not be had.
TRUST: dict[str, float | None] = {
    "labels": None,
    "seed": 0,
    "block_m": None,
    "hold_out": 0.0,
    "held_out_labels": 0,
    "held_out_blocks": 0,
    "calibration": None,
    "applicability_threshold": None,
}


@dataclass(frozen=True, kw_only=True)
class HeadMeta:
    """What is known of a saved head without loading it.

    name: its folder; head: its kind in HEADS; target: the name of the labels it was fitted on.
    classes: {"code", "name", "colour"} of each class index, in order; empty for values.
    bands: band names by source. embeddings: the identities of the embeddings whose columns it
    was fitted on, in order. models: model cards by embedding identity. trust: see TRUST. created: UTC, ISO 8601.
    """

    name: str
    head: str
    kind: Kind
    target: str
    classes: list[dict[str, Any]]
    bands: dict[str, list[str]]
    embeddings: list[str]
    models: dict[str, Any]
    n_labels: int
    options: dict[str, Any]
    scores: dict[str, Any] | None
    trust: dict[str, Any]
    created: str
    version: str


def describe(
    head: Head,
    *,
    name: str,
    target: str,
    classes: list[dict[str, Any]],
    bands: dict[str, list[str]],
    embeddings: Sequence[str],
    models: dict[str, Any],
    n_labels: int,
    scores: dict[str, Any] | None = None,
    trust: dict[str, Any] | None = None,
) -> HeadMeta:
    """The HeadMeta of a head fitted just now, by this version."""
    return HeadMeta(
        name=name,
        head=head.name,
        kind=head.kind,
        target=target,
        classes=classes,
        bands=bands,
        embeddings=list(embeddings),
        models=models,
        n_labels=n_labels,
        options=json.loads(json.dumps(head.options)),  # as it will be read back: no tuples
        scores=scores,
        trust=TRUST | (trust or {}),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
    )


def save_head(
    folder: Path, head: Head, meta: HeadMeta, arrays: Mapping[str, np.ndarray] | None = None
) -> None:
    """Write ``head`` and ``meta`` to ``folder``, in place of a head that is there.

    ``arrays`` are what else belongs to it, by name (see ``load_arrays``). Raises DiskFull or OutputError, and
    then the old head is untouched.
    """
    import skops.io  # here, since it imports all of scikit-learn, and torch with it
    from safetensors.numpy import save

    contents = {"file": skops.io.dumps(head), "arrays": save(dict(arrays or {}))}
    digests = {part: hashlib.sha256(content).hexdigest() for part, content in contents.items()}
    names = {
        "file": f"head-{digests['file'][:16]}.skops",
        "arrays": f"arrays-{digests['arrays'][:16]}.safetensors",
    }
    before = _recorded_files(folder)
    try:
        for part, content in contents.items():
            with replacing(folder / names[part]) as path:
                path.write_bytes(content)
        record = {"format": _FORMAT, **names, "sha256": digests["file"]}
        write_json(
            folder / META_FILE, {**record, "arrays_sha256": digests["arrays"], **asdict(meta)}
        )
    except (DiskFull, OutputError):
        with suppress(OSError):
            for name in set(names.values()) - before:
                (folder / name).unlink(missing_ok=True)
            folder.rmdir()  # refused, as it should be, unless this call made it
        raise
    for name in before - set(names.values()):
        with suppress(OSError):  # on Windows, where someone still reads the old head
            (folder / name).unlink()


def load_meta(folder: Path) -> HeadMeta:
    """The description of the head in ``folder``; HeadMissing or HeadUntrusted."""
    return _meta(_record(folder))


def load_head(folder: Path) -> tuple[Head, HeadMeta]:
    """The head in ``folder`` and its description.

    Raises HeadMissing where there is none, and HeadUntrusted for a damaged file or one that
    holds anything but arrays and options of our own heads; then nothing of it was built.
    """
    record = _record(folder)
    meta = _meta(record)
    path = folder / record["file"]
    content = _content(path, record["sha256"])
    head = _build(content, path)
    known = head.classes_.tolist() if head.kind == "classes" else []
    if (head.name, head.kind, known) != (meta.head, meta.kind, list(range(len(meta.classes)))):
        raise HeadUntrusted(f"The head file {path} is not what {META_FILE} says; fit it again.")
    return head, meta


def load_arrays(folder: Path) -> dict[str, np.ndarray]:
    """What was saved beside the head in ``folder``, by name. Raises HeadMissing, HeadUntrusted."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    record = _record(folder)
    path = folder / record["arrays"]
    try:
        return dict(load(_content(path, record["arrays_sha256"])))
    except (SafetensorError, ValueError) as error:
        raise HeadUntrusted(f"The head file {path} is damaged; fit the head again.") from error


def require_match(meta: HeadMeta, embeddings: Sequence[str]) -> None:
    """Refuse, with HeadMismatch, other embeddings than the head was fitted on, or another order."""
    if list(embeddings) != meta.embeddings:
        fitted = [
            f"{meta.models[identity].get('name', 'a model without name')} for {source}"
            for source, identity in zip(meta.bands, meta.embeddings, strict=True)
        ]
        raise HeadMismatch(
            f"Head {meta.name!r} was fitted on embeddings by {', '.join(fitted)}, and these are others or in "
            "another order; fit it on these, or embed them alike with eo-embed embed --like."
        )


def _meta(record: dict[str, Any]) -> HeadMeta:
    return HeadMeta(**{field.name: record[field.name] for field in fields(HeadMeta)})


def _recorded_files(folder: Path) -> set[str]:
    """The files that ``folder`` speaks of, if it holds a readable head at all."""
    try:
        record = _record(folder)
    except (HeadMissing, HeadUntrusted):
        return set()
    return {record["file"], record["arrays"]}


def _content(path: Path, digest: str) -> bytes:
    """The bytes of a head's file, if they are those that were saved."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise HeadUntrusted(
            f"The head in {path.parent} lacks its file {path.name}; fit it again."
        ) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise HeadUntrusted(f"The head file {path} is not the one that was saved; fit it again.")
    return content


def _record(folder: Path) -> dict[str, Any]:
    """``head.json``, sound through and through: what reads it on may rely on HeadMeta."""
    path = folder / META_FILE
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise HeadMissing(f"There is no head in {folder}; fit one first.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise HeadUntrusted(f"{path} is damaged; fit the head again.") from error
    if not isinstance(record, dict) or type(record.get("format")) is not int:
        raise HeadUntrusted(f"{path} does not describe a head; fit it again.")
    if record["format"] > _FORMAT:
        raise HeadUntrusted(f"{path} was written by a newer version; update, or fit it again.")
    expected = {field.name for field in fields(HeadMeta)} | {"format", *_FILE_KEYS}
    wrong = sorted(expected ^ record.keys()) or _unsound(record)
    if wrong:
        raise HeadUntrusted(
            f"{path} does not describe a head: {wrong[0]!r} is missing, unknown or wrong; fit it again."
        )
    for key, pattern in (("file", _HEAD_FILE), ("arrays", _ARRAYS_FILE)):
        if not pattern.fullmatch(record[key]):
            raise HeadUntrusted(f"{path} names a foreign file, {record[key]!r}.")
    return record


def _unsound(record: dict[str, Any]) -> list[str]:
    """The fields whose content cannot be."""
    classes, embeddings, n_labels = (record[key] for key in ("classes", "embeddings", "n_labels"))
    texts = ("name", "head", "kind", "target", "created", "version", *_FILE_KEYS)
    unsound = [name for name in texts if not _is_text(record[name])]
    if unsound:
        return unsound
    bands, models = record["bands"], record["models"]
    sound = {
        "format": record["format"] == _FORMAT,
        "name": _is_name(record["name"]),
        "head": record["head"] in HEADS,
        "kind": record["kind"] in KINDS,
        "classes": isinstance(classes, list)
        and all(map(_is_class, classes))
        and len({c["code"] for c in classes}) == len(classes)
        # A head of classes tells two apart at least, and one of values has none.
        and (len(classes) > 1 if record["kind"] == "classes" else not classes),
        "embeddings": _are_texts(embeddings),
        "bands": isinstance(bands, dict)
        and all(map(_is_text, bands))
        and all(map(_are_texts, bands.values()))
        and _are_texts(embeddings)
        and len(bands) == len(embeddings),  # one embedding a source, in order
        "models": isinstance(models, dict)
        and _are_texts(embeddings)
        and models.keys() == set(embeddings)
        and all(isinstance(card, dict) for card in models.values()),
        "n_labels": type(n_labels) is int and n_labels > 0,
        "options": isinstance(record["options"], dict),
        "scores": isinstance(record["scores"], dict | None),
        "trust": isinstance(record["trust"], dict)
        and record["trust"].keys() == TRUST.keys()
        and all(isinstance(found, int | float | None) for found in record["trust"].values())
        and None not in (record["trust"][key] for key, value in TRUST.items() if value is not None),
    }
    return [name for name, holds in sound.items() if not holds]


def _is_text(value: Any) -> bool:
    """Text that any file can hold: JSON may also carry halves of characters, and zeros."""
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _is_class(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"code", "name", "colour"}
        and all(map(_is_text, value.values()))
        and re.fullmatch(r"#[0-9a-fA-F]{6}", value["colour"]) is not None
    )


def _is_name(name: str) -> bool:
    """Whether maps may be named after the head."""
    try:
        check_name("A head", name)
    except UsageError:
        return False
    return True


def _build(content: bytes, path: Path) -> Head:
    """Build the head from a file's content, if it holds allowed entries alone, and try it.

    ``path`` is for messages: what is built are the bytes whose digest was checked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # Our files are stored as they are; a packed member could swell without bound.
            foreign = [m.filename for m in archive.infolist() if m.compress_type]
            entries = [] if foreign else list(_entries(json.loads(archive.read("schema.json"))))
        foreign += [
            f"{name} ({loader})" for loader, name in entries if (loader, name) not in _ALLOWED
        ]
    except Exception as error:  # whatever a damaged file makes zipfile and json raise
        raise HeadUntrusted(f"The head file {path} is damaged; fit it again.") from error
    if foreign:
        raise HeadUntrusted(
            f"The head file {path} asks for {foreign[0]}, which is no part of a head; "
            "nothing in it was run. Fit the head again."
        )
    import skops.io

    try:
        head: Head = skops.io.loads(content, trusted=_OWN_TYPES)
        type(head)(**head.options)  # reads the options as for a new head
        _check_learnt(head)
        head.predict_all(np.zeros((2, head.n_features_), dtype=np.float32))
    except Exception as error:  # allowed entries put together wrongly can fail in any way
        raise HeadUntrusted(
            f"The head file {path} does not make a working head; fit it again."
        ) from error
    return head


def _check_learnt(head: Head) -> None:
    """ValueError for importances or a calibration that ``fit`` and ``calibrate`` never leave."""
    importances, calibration = head.importances_, head.calibration_
    if not (
        isinstance(importances, np.ndarray)
        and importances.dtype == np.float32
        and importances.shape == (head.n_features_,)
        and (importances >= 0).all()
        and abs(importances.sum(dtype=np.float64) - 1.0) < 1e-3  # of rounding; NaN is refused
    ):
        raise ValueError("the importances are no shares of the features")
    if not (type(calibration) is float and 0.0 < calibration < np.inf):
        raise ValueError("the calibration is no factor")


def _entries(schema: Any) -> Iterator[tuple[str, str]]:
    """(loader, full type name) of every entry of a skops schema, in the order of the file."""
    pending = [schema]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            if "__loader__" in item:
                yield item["__loader__"], f"{item['__module__']}.{item['__class__']}"
            pending.extend(reversed(item.values()))
        elif isinstance(item, list):
            pending.extend(reversed(item))
