"""The folder of an experiment: what is kept, what goes on after a kill, and who may work there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eo_embed.core.errors import Cancelled, DataUnfit, OutputError, RunBusy, UsageError
from eo_embed.core.progress import Task
from eo_embed.training.experiments import Experiment
from eo_embed.training.experiments.base import Findings
from eo_embed.training.experiments.bench.folder import HEADER, Bench, begin, slug
from eo_embed.training.methods.base import knob


@dataclass(frozen=True)
class Config:
    trees: int = knob(50, "trees of the forest", least=1)
    labels: tuple[float, ...] = knob((5.0, 10.0), "labels given", least=1)


EXPERIMENT = Experiment(
    "made", "Made", "no paper", "What?", "any", Config, {},
    lambda bench, data, config: Findings((), (), (), (), (), ()),
)  # fmt: skip


def never() -> Any:
    raise AssertionError("it is there already")


# -- steps -------------------------------------------------------------------------------------


def test_a_step_is_computed_once(tmp_path: Path) -> None:
    result = {"r2": [0.1, 1 / 3, 1e-17], "why": "ñ", "n": None}
    assert Bench(tmp_path).once("ridge, all tasks", lambda: result) == result
    assert Bench(tmp_path).once("ridge, all tasks", never) == result


def test_the_first_run_gets_what_later_ones_read(tmp_path: Path) -> None:
    first = Bench(tmp_path).once("step", lambda: {5: (0.5, 0.25)})
    assert first == {"5": [0.5, 0.25]}
    assert Bench(tmp_path).once("step", never) == first


def test_an_array_is_computed_once(tmp_path: Path) -> None:
    values = np.random.default_rng(0).normal(size=(7, 3)).astype(np.float32)
    for compute in (lambda: values, never):
        found = Bench(tmp_path).array("PCA of B4", compute)
        assert found.dtype == np.float32
        np.testing.assert_array_equal(found, values)


def test_what_failed_is_computed_again(tmp_path: Path) -> None:
    def fail() -> Any:
        raise DataUnfit("no labels")

    bench = Bench(tmp_path)
    for ask in (bench.once, bench.array):
        with pytest.raises(DataUnfit):
            ask("step", fail)
    assert bench.once("step", lambda: 3) == 3
    np.testing.assert_array_equal(bench.array("step", lambda: np.arange(3)), [0, 1, 2])


def test_a_kill_while_writing_leaves_nothing_that_is_taken_for_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", killed)
        for ask, value in ((bench.once, [1]), (bench.array, np.ones(3))):
            with pytest.raises(KeyboardInterrupt):
                ask("step", lambda value=value: value)
    for folder in ("steps", "arrays"):  # what a harder kill leaves, by a process that is gone
        (tmp_path / folder / ".part-99999999-1-step.json").write_text("[1, 2")
    assert bench.once("step", lambda: [2]) == [2]
    np.testing.assert_array_equal(bench.array("step", lambda: np.zeros(2)), [0, 0])
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["step.json", "step.npy"]


def test_a_process_killed_between_steps_goes_on_with_the_next(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from eo_embed.training.experiments.bench.folder import Bench\n"
        "bench = Bench(Path(sys.argv[1])); bench.once('a', lambda: os.getpid()); bench.once('b', lambda: os._exit(9))"
    )
    ended = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    assert ended.wait(120) == 9
    bench = Bench(tmp_path)
    assert bench.once("a", never) == ended.pid
    assert bench.once("b", lambda: "done") == "done"


def test_no_nan_is_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        Bench(tmp_path).once("step", lambda: float("nan"))
    assert not (tmp_path / "steps" / "step.json").exists()


def test_nothing_is_computed_once_it_is_cancelled(tmp_path: Path) -> None:
    task = Task()
    task.cancelled.set()
    with pytest.raises(Cancelled):
        Bench(tmp_path, task=task).once("step", never)


NAMES = [
    "ridge", "Ridge", "RIDGE", "ridge, elevation", "ridge-elevation", "ridge elevation", "ridge: elevation", "", "..",
    "é", "è", "x" * 200, "x" * 201, "a/b", "a-b", "a\\b", "-a", "a-", "a", "a.", "../a",
]  # fmt: skip


def test_names_stay_apart_as_files(tmp_path: Path) -> None:
    slugs = [slug(name) for name in NAMES]
    assert len({s.lower() for s in slugs}) == len(NAMES)
    for s in slugs:
        assert 0 < len(s) <= 90
        assert not s.startswith(".")
        assert set(s) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    bench = Bench(tmp_path)
    for number, name in enumerate(NAMES):
        bench.once(name, lambda number=number: number)
    assert [bench.once(name, never) for name in NAMES] == list(range(len(NAMES)))
    assert {p.parent for p in tmp_path.rglob("*.json")} == {tmp_path / "steps"}


# -- who works there, at what ------------------------------------------------------------------


@pytest.fixture
def asked(tmp_path: Path, make: Any) -> Callable[..., Any]:
    """``begin`` in one folder, of whatever is asked otherwise."""

    def begins(
        experiment: Experiment = EXPERIMENT, config: Any = Config(), data: Any = None, **bench: Any
    ) -> Any:
        folder = bench.pop("folder", tmp_path / "out")
        return begin(experiment, Bench(folder, **bench), data or [make()], config)

    return begins


def test_the_folder_says_what_it_is_and_the_same_goes_on(asked: Any, tmp_path: Path) -> None:
    for quick in (True, False):
        with asked(quick=quick, seed=3):
            kept = json.loads((tmp_path / "out" / HEADER).read_text())
        assert (kept["experiment"], kept["seed"], kept["quick"]) == ("made", 3, quick)
        assert kept["config"] == {"trees": 50, "labels": [5.0, 10.0]}
        assert kept["data"] == [{"name": "made data", "samples": 24}]


def test_another_experiment_seed_config_or_data_is_refused(asked: Any, make: Any) -> None:
    with asked():
        pass
    other = {
        "holds the experiment made, not other": {"experiment": replace(EXPERIMENT, name="other")},
        "begun with seed=0;": {"seed": 1},
        r"begun with trees=50, labels=\[5.0, 10.0\];": {"config": Config(3, (1.0,))},
        "on other data": {"data": [make(n=23)]},
        "on other data, or": {"data": [make(), make()]},
    }
    for said, change in other.items():
        with pytest.raises(UsageError, match=said) as error, asked(**change):
            pass
        assert str(error.value).endswith("give another folder.")
        assert "\n" not in str(error.value)
    with asked():  # and the folder is what it was
        pass


def test_a_folder_of_something_else_is_refused(asked: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").touch()
    with pytest.raises(OutputError, match="holds something else than an experiment"), asked():
        pass
    assert [p.name for p in out.iterdir()] == ["thesis.docx"]
    (out / HEADER).write_text("[]")
    with pytest.raises(OutputError, match="something else"), asked():
        pass
    with pytest.raises(OutputError, match="cannot be written"), asked(folder=out / "thesis.docx"):
        pass


def test_what_a_process_left_that_was_killed_as_it_began_is_no_hindrance(
    asked: Any, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".lock").touch()
    (out / f".part-99999999-1-{HEADER}").write_text('{"format": "eo-')
    with asked():
        assert (out / HEADER).is_file()


def test_what_was_refused_before_its_first_step_may_be_asked_otherwise(
    asked: Any, tmp_path: Path
) -> None:
    def fail_after_a_step() -> None:
        Bench(tmp_path / "out").once("step", lambda: 1)
        raise DataUnfit("no classes")

    with pytest.raises(DataUnfit), asked():
        raise DataUnfit("no labels")
    with pytest.raises(DataUnfit), asked(seed=1):
        fail_after_a_step()
    with pytest.raises(UsageError, match="begun with seed=1"), asked():
        pass


def test_one_process_at_a_time(asked: Any, tmp_path: Path) -> None:
    code = (
        "import sys; from filelock import FileLock\n"
        "lock = FileLock(sys.argv[1]); lock.acquire(); print('held', flush=True); sys.stdin.read()"
    )
    with asked(), pytest.raises(RunBusy, match="Another process works in"), asked():
        pass
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "out" / ".lock")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(RunBusy), asked():
            pass
        other.kill()  # the system frees what a killed process held
    with pytest.raises(Cancelled), asked():
        raise Cancelled("Stopped.")
    with asked():
        pass
