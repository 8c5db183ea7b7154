"""What the worker is started with: nothing of QGIS's own environment, everything of the user's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QProcessEnvironment

from eo_embed.eo_embed_plugin.launch import LaunchError, clean_environment, worker_launch


def environment(**variables: str) -> QProcessEnvironment:
    made = QProcessEnvironment()
    for name, value in variables.items():
        made.insert(name, value)
    return made


@pytest.mark.parametrize(
    "name",
    [
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONSTARTUP",
        "PROJ_LIB",
        "PROJ_DATA",
        "PROJ_NETWORK",
        "GDAL_DATA",
        "GDAL_DRIVER_PATH",
        "OGR_SQLITE_CACHE",
        "QT_PLUGIN_PATH",
        "QT_QPA_PLATFORM",
        "QGIS_PREFIX_PATH",
        "VIRTUAL_ENV",
        "OSGEO4W_ROOT",
    ],
)
def test_qgis_variables_are_taken_out(name: str) -> None:
    assert not clean_environment(environment(**{name: "x"})).contains(name)


@pytest.mark.parametrize(
    "name",
    [
        "HOME",
        "PATH",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "https_proxy",
        "NO_PROXY",
        "SSL_CERT_FILE",
        "CUDA_VISIBLE_DEVICES",
        "HF_HOME",
        "HF_HUB_OFFLINE",
        "OMP_NUM_THREADS",
        "LANG",
        "TMPDIR",
        "SYSTEMROOT",
    ],
)
def test_user_variables_stay(name: str) -> None:
    assert clean_environment(environment(**{name: "kept"})).value(name) == "kept"


def test_source_is_left_alone() -> None:
    source = environment(PYTHONPATH="/qgis/python")
    clean_environment(source)
    assert source.value("PYTHONPATH") == "/qgis/python"


def test_libraries_of_an_appimage_are_taken_out_and_the_users_stay() -> None:
    ours = "/tmp/.mount_QGIS1/usr/lib:/opt/rocm/lib:/tmp/.mount_QGIS1"
    clean = clean_environment(environment(APPDIR="/tmp/.mount_QGIS1", LD_LIBRARY_PATH=ours))
    assert clean.value("LD_LIBRARY_PATH") == "/opt/rocm/lib"


def test_library_path_of_nothing_but_a_bundle_is_gone() -> None:
    clean = clean_environment(
        environment(SNAP="/snap/qgis/9", LD_LIBRARY_PATH="/snap/qgis/9/usr/lib")
    )
    assert not clean.contains("LD_LIBRARY_PATH")


def test_a_folder_beside_a_bundle_stays() -> None:
    clean = clean_environment(environment(APPDIR="/opt/qgis", LD_LIBRARY_PATH="/opt/qgis-libs"))
    assert clean.value("LD_LIBRARY_PATH") == "/opt/qgis-libs"


def test_osgeo4w_leaves_the_path_on_windows() -> None:
    path = ";".join(
        [
            r"C:\PROGRA~1\QGIS3~1.40\apps\qgis\bin",
            r"c:\progra~1\qgis3~1.40\apps\Python312\Scripts",
            r'"C:\OSGeo4W\bin"',
            r"C:\Windows\system32",
            r"C:\Users\me\bin",
        ]
    )
    found = environment(OSGEO4W_ROOT=r"C:\PROGRA~1\QGIS3~1.40", PATH=path)
    clean = clean_environment(found, is_windows=True)
    assert clean.value("PATH") == r"C:\Windows\system32;C:\Users\me\bin"


def test_the_worker_is_started_isolated_by_its_path(worker_python: Path, root: Path) -> None:
    launch = worker_launch(str(worker_python))
    assert launch.program == str(worker_python)
    assert launch.arguments[0] == "-I"
    assert os.path.samefile(launch.arguments[3], root / "core" / "worker" / "__main__.py")
    assert launch.arguments[4:] == ("--with", "eo_embed.training.worker")


@pytest.mark.parametrize("python", ["", "/nowhere/python"])
def test_no_python(python: str) -> None:
    with pytest.raises(LaunchError, match=r"no Python at .*settings"):
        worker_launch(python)


def test_a_folder_is_no_python(tmp_path: Path) -> None:
    with pytest.raises(LaunchError, match="no Python"):
        worker_launch(str(tmp_path))
