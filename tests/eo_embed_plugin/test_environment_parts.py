"""What the environment knows without doing anything: wheels, requirements, uv's words, findings, places."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from eo_embed.eo_embed_plugin import settings
from eo_embed.eo_embed_plugin.environment import check, output, places, uv, wheels
from eo_embed.eo_embed_plugin.environment.environment import PYPROJECT
from eo_embed.eo_embed_plugin.environment.state import State, hash_of, requirements_of
from eo_embed.eo_embed_plugin.flow import Problem

NAMES = [
    "uv-0.13.9-py3-none-linux_armv6l.whl",
    "uv-0.13.9-py3-none-macosx_10_12_x86_64.whl",
    "uv-0.13.9-py3-none-macosx_11_0_arm64.whl",
    "uv-0.13.9-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
    "uv-0.13.9-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "uv-0.13.9-py3-none-manylinux_2_28_aarch64.whl",
    "uv-0.13.9-py3-none-musllinux_1_1_x86_64.whl",
    "uv-0.13.9-py3-none-win32.whl",
    "uv-0.13.9-py3-none-win_amd64.whl",
    "uv-0.13.9-py3-none-win_arm64.whl",
    "uv-0.9.30-py3-none-win_amd64.whl",
    "uv-0.9.30-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "uv-0.14.0rc1-py3-none-win_amd64.whl",
    "uv-0.13.9.tar.gz",
]
LINUX = ("glibc", (2, 36))


# -- wheels of uv --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (wheels.Machine("linux", "x86_64", LINUX), 4),
        (wheels.Machine("linux", "x86_64", ("musl", (1, 2))), 6),
        (wheels.Machine("linux", "aarch64", ("glibc", (2, 17))), 3),
        (wheels.Machine("linux", "aarch64", ("musl", (1, 2))), 3),
        (wheels.Machine("win32", "amd64"), 8),
        (wheels.Machine("win32", "arm64"), 9),
        (wheels.Machine("win32", "x86"), 7),
        (wheels.Machine("darwin", "arm64", macos=(14, 5)), 2),
        (wheels.Machine("darwin", "x86_64", macos=(13, 0)), 1),
        (wheels.Machine("darwin", "x86_64", macos=(10, 9)), None),
        (wheels.Machine("linux", "x86_64", ("glibc", (2, 5))), None),
        (wheels.Machine("linux", "x86_64"), None),
        (wheels.Machine("freebsd14", "amd64"), None),
    ],
)
def test_the_newest_wheel_that_runs_here_is_taken(tmp_path, machine, expected):
    for name in NAMES:
        (tmp_path / name).write_bytes(b"")
    found = wheels.best(wheels.in_folder(tmp_path), machine)
    assert (found.name if found else None) == (NAMES[expected] if expected is not None else None)


def test_tags_agree_with_pips_for_this_machine():
    code = (
        "import json\ntry:\n from packaging.tags import platform_tags\n"
        "except ImportError:\n from pip._vendor.packaging.tags import platform_tags\n"
        "print(json.dumps(list(platform_tags())))"
    )
    python = Path(__file__).resolve().parents[2] / ".venv" / "bin" / "python"
    said = subprocess.run([python, "-c", code], capture_output=True, check=True)
    supported, machine = set(json.loads(said.stdout)), wheels.Machine.this()
    tags = {
        tag
        for name in NAMES
        if name.endswith(".whl")
        for tag in name[:-4].split("-")[-1].split(".")
    }
    dated = {"manylinux2014_x86_64", "manylinux2014_aarch64"}  # come with their modern names
    assert {t for t in tags - dated if machine.takes(t)} == (tags - dated) & supported


@pytest.mark.parametrize("quote", ['"', "'"])
def test_an_index_in_html(quote):
    digest = "a" * 64
    page = (
        f"<html><body><a href={quote}../../f/{NAMES[8]}#sha256={digest}{quote} "
        f"data-requires-python={quote}&gt;=3.8{quote}>"
        f"{NAMES[8]}</a><br/>\n<A HREF={quote}https://files/{NAMES[7]}{quote}>{NAMES[7]}</A>"
        f"<a href={quote}x/{NAMES[9]}{quote} data-yanked={quote}bad{quote}>{NAMES[9]}</a></body></html>"
    )
    found = wheels.in_index(page.encode(), "https://host/simple/uv/")
    assert [(w.location, w.sha256) for w in found] == [
        (f"https://host/f/{NAMES[8]}", digest),
        (f"https://files/{NAMES[7]}", ""),
    ]


def test_an_index_in_json():
    files = [
        {"filename": NAMES[8], "url": f"/f/{NAMES[8]}", "hashes": {"sha256": "b" * 64}},
        {"filename": NAMES[9], "url": "x", "hashes": {}, "yanked": "broken"},
        {"filename": NAMES[12], "url": "x", "hashes": {}},
    ]
    [found] = wheels.in_index(json.dumps({"files": files}).encode(), "https://host/simple/uv/")
    assert (found.location, found.sha256) == (f"https://host/f/{NAMES[8]}", "b" * 64)
    assert found.version == (0, 13, 9)


@pytest.mark.parametrize("body", [b"", b"{", b'{"files": 3}', b"<html>log in</html>", b"\xff\xfe"])
def test_what_is_no_index(body):
    with pytest.raises(Problem, match="something other than a package index"):
        wheels.in_index(body, "https://host/simple/uv/")


def test_the_password_of_an_index_goes_to_its_own_host_alone():
    index = "https://me:secret@host/simple/uv/"
    assert uv._with_user("https://host/f/uv.whl", index) == "https://me:secret@host/f/uv.whl"
    assert uv._with_user("https://other/f/uv.whl", index) == "https://other/f/uv.whl"


# -- requirements and state ----------------------------------------------------------------------


def test_requirements_are_those_that_a_toml_reader_finds():
    tomllib = pytest.importorskip("tomllib", reason="this Python has none to compare with")

    project = tomllib.loads(PYPROJECT.read_text())["project"]
    assert requirements_of(PYPROJECT) == sorted(project["dependencies"])


def test_requirements_with_comments_extras_and_quotes(tmp_path):
    path = tmp_path / "pyproject.toml"
    text = """[tool.x]\ndependencies = ["no"]\n[project]
dependencies = [ # a ] in a comment
  "b[x]>=1", # 'not' "these"
  'a; python_version < "3.12"',
]\n[project.optional-dependencies]\ndev = ["no"]\n"""
    path.write_text(text)
    assert requirements_of(path) == ['a; python_version < "3.12"', "b[x]>=1"]
    before = hash_of(path)
    path.write_text(text.replace("# a ]", "# another"))
    assert hash_of(path) == before
    path.write_text(text.replace("b[x]>=1", "b[x]>=2"))
    assert hash_of(path) != before
    path.write_text("[project]\nname = 'x'\n")
    with pytest.raises(ValueError, match="lists no dependencies"):
        requirements_of(path)


def test_a_state_comes_back(tmp_path):
    state = State(
        "abc", "1.0", devices=[{"id": "cpu", "name": "x"}, {"id": "cuda:0", "name": "A2000"}]
    )
    state.write(tmp_path / "state.json")
    assert State.read(tmp_path / "state.json") == state
    assert state.device == "A2000"
    state.devices[1]["error"] = "no kernel"
    assert state.device == "CPU"


def test_the_page_on_installing_names_every_package():
    page = (PYPROJECT.parent / "docs" / "how-to" / "install.md").read_text(encoding="utf-8")
    [command] = [line for line in page.splitlines() if "pip download" in line]
    listed = command.split("--dest wheels ")[1].split()
    assert listed == [*(re.split("[<>=]", line)[0] for line in requirements_of(PYPROJECT)), "uv"]


# -- uv's words ----------------------------------------------------------------------------------

DRY = """Using Python 3.11.2 environment at: v1
Resolved 4 packages in 957ms
Would download 2 packages
Would install 4 packages
 + numpy==2.4.6
 + torch==2.15.0{build}
 + {third}
 + tqdm==4.70.1
"""


def test_a_plan():
    plan = output.read_plan(DRY.format(build="+cpu", third="rich==15.0.0"))
    assert (len(plan.packages), plan.downloads, plan.torch) == (4, 2, "2.15.0+cpu")
    assert not plan.has_cuda
    assert output.read_plan(DRY.format(build="", third="nvidia-cublas==13.4.1.3")).has_cuda
    assert output.read_plan(DRY.format(build="+rocm6.4", third="rich==15.0.0")).has_cuda
    assert output.read_plan("Audited 3 packages in 2ms\n") == output.Plan((), 0)


def test_a_meter_only_moves_forward_and_names_what_it_waits_for():
    meter = output.Meter(output.Plan(("torch==2", "numpy==2", "tqdm==4"), 3))
    lines = [
        "Downloading torch (780.5MiB)",
        "Downloading numpy (16.1MiB)",
        " Downloaded numpy",
        " Downloaded torch",
        "Prepared 3 packages in 1.21s",
        "Installed 3 packages in 55ms",
    ]
    shares = [meter.share(0)]
    for line in lines:
        assert meter.read(line)
        shares.append(meter.share(0))
        if line == " Downloaded numpy":
            assert meter.text(0) == (
                "Downloading 835 MB: 1 of 2 large packages are here; waiting for torch (818 MB)."
            )
            assert meter.share(500e6) > meter.share(0)
            assert meter.share(50e9) < 0.9
    assert not meter.read(" + tqdm==4")
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "error: Failed to install: torch\n  cause: No space left on device (os error 28)",
            "The disk is full",
        ),
        (
            "error: x\n  cause: There is not enough space on the disk. (os error 112)",
            "The disk is full",
        ),
        (
            "error: Failed to fetch: https://files.example.org/a.whl\n  cause: invalid peer certificate: UnknownIssuer",
            "The certificate of files.example.org is not trusted",
        ),
        (
            "error: Request failed after 3 retries\n  cause: Failed to fetch: https://pypi.org/simple/tqdm/\n"
            "  cause: tunnel error: failed to create underlying connection\n  cause: tcp connect error",
            "The proxy cannot be reached",
        ),
        (
            "error: x\n  cause: HTTP status client error (407 Proxy Authentication Required) for url (http://h/x)",
            "The proxy asks for a user and password",
        ),
        (
            "error: Failed to fetch: https://download.pytorch.org/whl/cpu/torch/\n  cause: dns error",
            "download.pytorch.org cannot be reached",
        ),
        (
            "error: No solution found when resolving dependencies\n  cause: Because only rasterio<=1.3 is available "
            "and you require rasterio>=1.4, we can conclude that your requirements are unsatisfiable.",
            "do not fit together",
        ),
        (
            "error: x\n  cause: failed to remove file: Access is denied. (os error 5)",
            "close other QGIS windows",
        ),
        (
            "error: x\n  cause: Missing `Content-Type` header for https://h/simple",
            "h sent something that is no",
        ),
        (
            "error: Something quite new\n",
            "Installing stopped (uv, exit code 2): Something quite new.",
        ),
        ("", "Installing stopped (uv, exit code 2): no reason was given."),
    ],
)
def test_uvs_errors_in_plain_words(text, words):
    problem = output.explain(text, 2, "Installing")
    assert words in problem.sentence
    assert problem.details == text


# -- findings --------------------------------------------------------------------------------------

FOUND = {
    "python": "3.12.1", "executable": "/p", "missing": [], "wrong": [], "broken": [], "model": "",
    "torch": "2.15.0", "torch_built_for": "CUDA 13.2", "nvidia": {},
    "devices": [{"id": "cpu", "name": "x86_64", "error": ""}],
}  # fmt: skip
GPU = {"name": "NVIDIA RTX A2000", "driver": "535.129", "cuda": "12.2"}


def test_good_findings_are_no_problem():
    assert check.problem_in(FOUND, "/p", is_managed=True) is None
    assert check.notices_in(FOUND) == []


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"python": "3.9.5"}, "/p is Python 3.9.5, and at least 3.11 is needed"),
        (
            {**FOUND, "missing": [[c, c] for c in "abcdef"]},
            "/p lacks a, b, c, d and 2 more; install",
        ),
        (
            {**FOUND, "wrong": [["numpy", "1.2", "numpy>=1.26"]]},
            "has numpy 1.2, and numpy>=1.26 is needed",
        ),
        (
            {**FOUND, "broken": [["torch", "OSError: [WinError 126] c10.dll"]]},
            "Visual C++ Redistributable",
        ),
        (
            {**FOUND, "broken": [["timm", "ImportError: x"]]},
            "timm does not load (ImportError: x); install",
        ),
        ({**FOUND, "model": "ValueError: y"}, "Making embeddings failed (ValueError: y)"),
    ],
)
def test_findings_that_are_a_problem(found, words):
    assert words in check.problem_in(found, "/p", is_managed=False).sentence


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"torch_built_for": ""}, "built without CUDA: press Repair"),
        ({"torch_built_for": "ROCm 6.4"}, "built without CUDA"),
        (
            {},
            "its driver 535.129 knows CUDA up to 12.2 and torch is built for CUDA 13.2: update the NVIDIA driver.",
        ),
        ({"torch_built_for": "CUDA 12.8"}, "restart the computer"),
    ],
)
def test_an_nvidia_gpu_that_is_not_used_is_told_with_the_reason(changes, words):
    [notice] = check.notices_in({**FOUND, "nvidia": GPU, **changes})
    assert notice.startswith("NVIDIA RTX A2000 is not used")
    assert words in notice


def test_a_gpu_that_fails_its_product_is_told():
    device = {"id": "cuda:0", "name": "Old GPU", "error": "RuntimeError: no kernel image"}
    found = {**FOUND, "nvidia": GPU, "devices": [*FOUND["devices"], device]}
    [notice] = check.notices_in(found)
    assert notice.startswith(
        "Old GPU was found but does not compute (RuntimeError: no kernel image)"
    )


# -- places ----------------------------------------------------------------------------------------


def test_the_home_is_the_variables_then_the_settings(tmp_path, monkeypatch):
    monkeypatch.delenv("EO_EMBED_HOME", raising=False)
    kept = settings.get("environment_folder")
    try:
        settings.put("environment_folder", "")
        assert places.default_home().parts[-2:] == ("eo_embed", "environment")
        settings.put("environment_folder", str(tmp_path / "chosen"))
        assert places.default_home() == tmp_path / "chosen"
        monkeypatch.setenv("EO_EMBED_HOME", str(tmp_path / "forced"))
        assert places.default_home() == tmp_path / "forced"
    finally:
        settings.put("environment_folder", kept)


def test_deletion_stops_at_links_and_at_what_is_not_ours(tmp_path):
    outside = tmp_path / "photos"
    outside.mkdir()
    (outside / "cat.jpg").write_text("")
    home = places.Places(tmp_path / "home")
    home.prepare()
    home.venv.symlink_to(outside)
    trash = home.set_aside("venv")
    (trash / places.MARKER).rename(tmp_path / "marker")
    places.delete(trash)
    assert (trash / "venv").is_symlink()  # no marker, no deletion
    (tmp_path / "marker").rename(trash / places.MARKER)
    places.delete(trash)
    assert not trash.exists()
    assert (outside / "cat.jpg").exists()


def test_free_bytes_of_a_folder_that_is_not_there_yet(tmp_path):
    free = places.free_bytes(tmp_path / "a" / "b")
    assert abs(free - shutil.disk_usage(tmp_path).free) < 5e9  # other programs write meanwhile
