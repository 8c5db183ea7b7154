from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odc.geo.crs import CRS

from eo_embed.core.errors import DiskFull, LabelsUnreadable, OutputError, UsageError
from eo_embed.core.labels import LabelStore
from eo_embed.core.labels import store as module

UTM = CRS("EPSG:32632")


def squares(ids: list[int] | np.ndarray) -> np.ndarray:
    """A footprint that tells its chip by its place."""
    x = 500_000 + 100 * np.asarray(ids)
    return shapely.box(x, 4_000_000, x + 100, 4_000_100)


@pytest.fixture
def store(tmp_path: Path) -> LabelStore:
    return LabelStore(tmp_path / "labels.gpkg", UTM)


def put(store: LabelStore, ids: list[int], labels: list, target: str = "crop", **more) -> int:
    given = {"how": "click", "who": "ann"} | more
    return store.put(target, ids, labels, polygons=squares(ids), **given)


def test_what_is_put_is_there_in_the_order_of_ids(store: LabelStore) -> None:
    assert put(store, [7, 3], ["rye", "oats"], share=[0.9, 0.7]) == 2
    assert put(store, [5], ["rye"], how="imported", who="") == 1
    table = store.get("crop")
    assert table.ids.dtype == np.int64
    assert table.ids.tolist() == [3, 5, 7]
    assert table.values.tolist() == ["oats", "rye", "rye"]
    np.testing.assert_array_equal(table.share, np.float32([0.7, np.nan, 0.9]))
    assert table.how.tolist() == ["click", "imported", "click"]
    assert table.who.tolist() == ["ann", "", "ann"]
    now = np.datetime64(datetime.now(UTC).replace(tzinfo=None))
    assert (abs(table.when - now) < np.timedelta64(10, "s")).all()


def test_values_and_targets_are_kept_apart(store: LabelStore) -> None:
    put(store, [1, 2], ["a", "b"])
    put(store, np.array([2, 1]), np.float32([0.25, -3]), "height")
    assert store.get("height").values.dtype == np.float64
    assert store.get("height").values.tolist() == [-3, 0.25]
    assert store.targets() == {"crop": 2, "height": 2}
    assert store.clear("height") == 2
    assert store.targets() == {"crop": 2}
    assert store.get("height").ids.tolist() == []


def test_a_time_zone_becomes_utc(store: LabelStore) -> None:
    east = timezone(timedelta(hours=2))
    put(store, [1], ["a"], when=datetime(2026, 5, 1, 14, 0, 0, 250_000, tzinfo=east))
    assert store.get("crop").when[0] == np.datetime64("2026-05-01T12:00:00.250")
    written = geopandas.read_file(store.path).labelled_at[0]
    assert written == datetime(2026, 5, 1, 12, 0, 0, 250_000, tzinfo=UTC)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["put", "remove", "clear"]),
            st.sampled_from(["t", "it's"]),
            st.lists(st.integers(0, 6), max_size=4, unique=True),
            st.sampled_from(["x", "ÿ", ""]),
        ),
        max_size=8,
    )
)
def test_any_sequence_of_changes_equals_a_dictionary(
    tmp_path: Path, changes: list[tuple[str, str, list[int], str]]
) -> None:
    store, plain = LabelStore(tmp_path / "labels.gpkg", UTM), {}
    store.path.unlink(missing_ok=True)
    for action, target, ids, label in changes:
        here = {key for key in plain if key[0] == target}
        chosen = {(target, i) for i in ids}
        if action == "put":
            assert put(store, ids, [label] * len(ids), target) == len(ids)
            plain |= dict.fromkeys(chosen, label)
            continue
        gone = here & chosen if action == "remove" else here
        done = store.remove(target, ids) if action == "remove" else store.clear(target)
        assert done == len(gone)
        plain = {key: label for key, label in plain.items() if key not in gone}
    for target in ("t", "it's"):
        table = store.get(target)
        wanted = {chip: label for (of, chip), label in plain.items() if of == target}
        assert dict(zip(table.ids.tolist(), table.values.tolist(), strict=True)) == wanted
        assert table.ids.tolist() == sorted(wanted)
    if store.path.exists():
        frame = geopandas.read_file(store.path)
        assert {(r.target, r.chip_id): r.label for r in frame.itertuples()} == plain


def test_nothing_makes_no_file(store: LabelStore) -> None:
    assert put(store, [], []) == 0
    assert store.remove("crop", [1]) == store.clear("crop") == 0
    assert store.targets() == {}
    assert len(store.get("crop").ids) == 0
    assert not store.path.exists()


@pytest.mark.parametrize("labels", [["a", 1], [1, "a"], [float("nan")], [None], [float("inf"), 1]])
def test_labels_are_all_codes_or_all_finite_numbers(store: LabelStore, labels: list) -> None:
    with pytest.raises(UsageError, match="all of one kind"):
        put(store, list(range(len(labels))), labels)
    assert not store.path.exists()


def test_a_target_keeps_its_kind(store: LabelStore) -> None:
    put(store, [1], ["a"])
    put(store, [1], [2.0], "height")
    with pytest.raises(UsageError, match="holds classes; give these values another target"):
        put(store, [2], [2.0])
    with pytest.raises(UsageError, match="holds values; give these classes another target"):
        put(store, [2], ["a"], "height")
    assert store.targets() == {"crop": 1, "height": 1}


def test_geopandas_reads_a_geopackage(store: LabelStore) -> None:
    put(store, [1, 9], ["rye", "oats"], share=[1, 0.75])
    put(store, [4], [0.5], "height")
    put(store, [9], ["rye"])
    frame = geopandas.read_file(store.path, layer="labels")
    assert frame.crs.to_epsg() == 32632
    assert frame[["chip_id", "target", "label"]].fillna("").values.tolist() == [
        [1, "crop", "rye"],
        [9, "crop", "rye"],
        [4, "height", ""],
    ]
    assert shapely.equals(frame.geometry.to_numpy(), squares(frame.chip_id.to_numpy())).all()
    assert frame.value.tolist()[2] == 0.5
    with contextlib.closing(sqlite3.connect(store.path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT feature_count FROM gpkg_ogr_contents").fetchall() == [(3,)]
        # The layer's extent as the contents have it, which grows with the labels.
        extent = db.execute("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents").fetchone()
        assert extent == tuple(shapely.total_bounds(squares([1, 9])))


def test_a_crs_without_a_number_is_kept(tmp_path: Path) -> None:
    crs = CRS("+proj=laea +lat_0=10 +lon_0=20 +datum=WGS84 +units=m +type=crs")
    store = LabelStore(tmp_path / "labels.gpkg", crs)
    put(store, [1], ["a"])
    assert "Lambert Azimuthal" in geopandas.read_file(store.path).crs.to_wkt()


@pytest.mark.parametrize("damage", ["text", "empty", "torn", "foreign"])
def test_a_damaged_file_is_told_of_and_left_alone(store: LabelStore, damage: str) -> None:
    put(store, list(range(400)), ["a"] * 400)
    if damage == "text":
        store.path.write_text("no database")
    elif damage == "empty":
        store.path.write_bytes(b"")
    elif damage == "torn":
        content = bytearray(store.path.read_bytes())
        content[4096:] = b"\xa5" * (len(content) - 4096)
        store.path.write_bytes(content)
    else:
        store.path.unlink()
        geopandas.GeoDataFrame({"a": [1]}, geometry=squares([1]), crs=32632).to_file(store.path)
    before = store.path.read_bytes()
    for call in (
        lambda: put(store, [1], ["b"]),
        lambda: store.get("crop"),
        lambda: store.remove("crop", [1]),
        store.targets,
    ):
        with pytest.raises(LabelsUnreadable, match="left as it is"):
            call()
    assert store.path.read_bytes() == before


def test_a_path_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        put(LabelStore(tmp_path / "file" / "labels.gpkg", UTM), [1], ["a"])


def test_a_full_disk_changes_nothing(store: LabelStore, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, [1], ["a"])
    connect = sqlite3.connect

    def full(*args, **kwargs) -> sqlite3.Connection:
        db = connect(*args, **kwargs)
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    monkeypatch.setattr(module.sqlite3, "connect", full)
    with pytest.raises(DiskFull, match="free some"):
        put(store, list(range(2000)), ["b"] * 2000)
    monkeypatch.undo()
    assert store.get("crop").values.tolist() == ["a"]


@contextlib.contextmanager
def reading(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of reading."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"PRAGMA journal_mode = {mode}")
        db.execute("BEGIN")
        db.execute("SELECT * FROM labels").fetchone()
        yield db


def test_a_reader_in_the_middle_is_waited_for(
    store: LabelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, [1], ["a"])
    monkeypatch.setattr(module, "_BUSY_S", 0.05)
    with reading(store.path, "delete"), pytest.raises(OutputError, match="another program"):
        put(store, [2], ["b"])
    assert put(store, [2], ["b"]) == 1
    assert store.get("crop").values.tolist() == ["a", "b"]


def test_a_reader_in_wal_mode_as_qgis_has_it_does_not_hold_up_a_writer(store: LabelStore) -> None:
    put(store, [1], ["a"])
    with reading(store.path, "wal") as other:
        put(store, [2], ["b"])
        assert store.get("crop").ids.tolist() == [1, 2]
        assert other.execute("SELECT count(*) FROM labels").fetchone() == (1,)
    assert len(geopandas.read_file(store.path)) == 2


def test_a_kill_at_any_instant_leaves_whole_changes(store: LabelStore) -> None:
    """Each change labels 50 chips at once; the child says which ones it was told are on disk."""
    child = textwrap.dedent(
        """
        import sys, numpy as np, shapely
        from pathlib import Path
        from odc.geo.crs import CRS
        from eo_embed.core.labels import LabelStore
        store = LabelStore(Path(sys.argv[1]), CRS("EPSG:32632"))
        for start in range(0, 10**6, 50):
            ids = np.arange(start, start + 50)
            x = 500_000 + 100 * ids
            boxes = shapely.box(x, 0, x + 100, 100)
            store.put("t", ids, ["a"] * 50, polygons=boxes, how="click", who="")
            print(start, flush=True)
        """
    )
    rng = np.random.default_rng()
    with subprocess.Popen(
        [sys.executable, "-c", child, str(store.path)], stdout=subprocess.PIPE, text=True
    ) as process:
        for _ in range(int(rng.integers(3, 30))):
            told = process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split()
    done = int(rest[-1] if rest else told)
    count = len(store.get("t").ids)
    assert count % 50 == 0
    # One more may have reached the disk before it could be told.
    assert count in (done + 50, done + 100)
    put(store, [1], ["b"], "t")
    assert len(geopandas.read_file(store.path)) == count
    with contextlib.closing(sqlite3.connect(store.path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_qgis_shows_the_layer_while_labels_are_added(store: LabelStore, qgis_python: Path) -> None:
    put(store, [1, 2], ["a", "b"])
    script = textwrap.dedent(
        """
        import sys
        from qgis.core import QgsApplication, QgsVectorLayer
        app = QgsApplication([], False)
        app.initQgis()
        layer = QgsVectorLayer(sys.argv[1] + "|layername=labels", "labels", "ogr")
        assert layer.isValid(), layer.error().message()
        print(layer.crs().authid(), layer.featureCount(), flush=True)
        shown = layer.getFeatures()
        next(shown)
        sys.stdin.readline()
        shown.close()
        layer.reload()
        print(sorted(f["label"] for f in layer.getFeatures()), flush=True)
        """
    )
    with subprocess.Popen(
        [qgis_python, "-c", script, str(store.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={
            "QT_QPA_PLATFORM": "offscreen",
            "PATH": "/usr/bin:/bin",
            "HOME": str(store.path.parent),
        },
    ) as qgis:
        assert qgis.stdout.readline().split() == ["EPSG:32632", "2"]
        put(store, [3], ["c"])  # while QGIS reads
        out, _ = qgis.communicate("go on\n", timeout=60)
    assert out.split("\n")[0] == "['a', 'b', 'c']"
    assert store.get("crop").values.tolist() == ["a", "b", "c"]
