"""QGIS's proxy and certificates reach the child; its downloads go through both, and no password is ever shown."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtCore import QProcessEnvironment
from qgis.PyQt.QtNetwork import QNetworkProxy, QSslConfiguration

from eo_embed.eo_embed_plugin import network, settings
from eo_embed.eo_embed_plugin.environment import Environment, installation
from eo_embed.eo_embed_plugin.flow import Cancelled, Problem
from eo_embed.tests.eo_embed_plugin.made_index import (
    Index,
    make_recipe,
    make_wheel,
    real_uv,
    run,
    until,
)

PASSWORD = "p@ss:w/rd %25"
KEYS = (
    "proxyEnabled",
    "proxyType",
    "proxyHost",
    "proxyPort",
    "proxyUser",
    "proxyPassword",
    "noProxyUrls",
)


@pytest.fixture
def qgis_proxy(monkeypatch) -> Iterator:
    """Set QGIS's proxy as its options dialog does."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    manager = QgsNetworkAccessManager.instance()

    def put(kind: str, host: str, port: int, user: str = "", password: str = "", free=()) -> None:
        values = (True, kind, host, str(port), user, password, list(free))
        for key, value in zip(KEYS, values, strict=True):
            QgsSettings().setValue(f"proxy/{key}", value)
        manager.setupDefaultProxyAndCache()

    yield put
    for key in KEYS:
        QgsSettings().remove(f"proxy/{key}")
    manager.setupDefaultProxyAndCache()


def fetch(url: str, **given):
    """What a download ended with."""
    download, ended = network.Download(url, **given), []
    download.ended.connect(ended.append)
    download.start()
    until(lambda: ended)
    return ended[0]


# -- variables -------------------------------------------------------------------------------------


def test_no_proxy_in_qgis_leaves_the_systems_variables(qgis_proxy):
    environment = QProcessEnvironment()
    environment.insert("HTTPS_PROXY", "http://systems:3128")
    network.apply_network(environment)
    assert environment.value("HTTPS_PROXY") == "http://systems:3128"
    assert network.proxy_variables() == {}
    assert environment.value("UV_SYSTEM_CERTS") == "1"


def test_a_proxy_of_qgis_with_password_and_exceptions(qgis_proxy):
    free = ["https://intranet.example.org/maps", "10.1.2.3", "*.local"]
    qgis_proxy("HttpProxy", "proxy.example.org", 8080, "bob@corp", PASSWORD + "é", free)
    environment = QProcessEnvironment()
    environment.insert("https_proxy", "http://old:1")
    network.apply_network(environment)
    url = "http://bob%40corp:p%40ss%3Aw%2Frd%20%2525%C3%A9@proxy.example.org:8080"
    assert environment.value("HTTPS_PROXY") == environment.value("HTTP_PROXY") == url
    assert not environment.contains("https_proxy")
    hosts = environment.value("NO_PROXY").split(",")
    assert {"localhost", "127.0.0.1", "intranet.example.org", "10.1.2.3"} <= set(hosts)
    assert set(network.secrets()) == {"bob@corp", PASSWORD + "é"}


@pytest.mark.parametrize(
    ("proxy", "url"),
    [
        (QNetworkProxy(QNetworkProxy.ProxyType.Socks5Proxy, "h", 1080), "socks5h://h:1080"),
        (QNetworkProxy(QNetworkProxy.ProxyType.HttpCachingProxy, "h", 0), "http://h"),
        (QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "::1", 80, "u"), "http://u@[::1]:80"),
        (QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "", 80), ""),
        (QNetworkProxy(QNetworkProxy.ProxyType.NoProxy), ""),
        (QNetworkProxy(QNetworkProxy.ProxyType.DefaultProxy), ""),
    ],
)
def test_proxies_as_urls(proxy, url):
    assert network.proxy_url(proxy) == url


def test_authorities_added_in_qgis_join_the_systems(tmp_path):
    manager = QgsApplication.authManager()
    environment = QProcessEnvironment()
    network.apply_network(environment, tmp_path / "none.pem")
    assert not environment.contains("SSL_CERT_FILE")
    added = tmp_path / "added.pem"
    system = QSslConfiguration.systemCaCertificates()
    added.write_bytes(bytes(system[0].toPem()))
    if not manager.storeAuthSetting("cafile", str(added)):
        pytest.skip("this QGIS has no store of authorities")
    try:
        manager.rebuildCaCertsCache()
        assert manager.extraFileCAs()
        network.apply_network(environment, tmp_path / "a" / "bundle.pem")
        bundle = environment.value("SSL_CERT_FILE")
        assert bundle == str(tmp_path / "a" / "bundle.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(bundle)
        assert len(context.get_ca_certs()) > 1
        assert bytes(system[0].toPem()) in Path(bundle).read_bytes()
        environment.insert("SSL_CERT_FILE", "/mine.pem")
        network.apply_network(environment, tmp_path / "b.pem")
        assert environment.value("SSL_CERT_FILE") == "/mine.pem"
    finally:
        manager.removeAuthSetting("cafile")
        manager.rebuildCaCertsCache()


# -- through a proxy -------------------------------------------------------------------------------


def test_qgis_and_uv_both_go_through_the_proxy_and_the_password_stays_in_it(
    qgis_proxy, tmp_path, monkeypatch
):
    for name in ("EO_EMBED_PYTHON", "UV_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)

    def no_torch(self):
        return []
        yield

    monkeypatch.setattr(installation.Installation, "_choose_torch", no_torch)
    packages = tmp_path / "packages"
    packages.mkdir()
    for name in ("eoe_alpha", "eoe_beta"):
        make_wheel(packages, name)
    make_wheel(packages, "uv")
    with Index(packages, user=f"bob:{PASSWORD}") as proxy:
        qgis_proxy("HttpProxy", "127.0.0.1", proxy.port, "bob", PASSWORD)
        got = fetch("http://packages.invalid/simple/uv/")
        assert b"uv-1.0-py3-none-any.whl" in got.body
        settings.put("index_url", "http://packages.invalid/simple")
        settings.put("uv", str(real_uv()))
        environment = Environment(tmp_path / "home", make_recipe(tmp_path))
        lines = []
        environment.said.connect(lines.append)
        try:
            assert run(environment, "create")[0]
            proxy.user = "somebody:else"  # from now on it refuses
            went_well, sentence, details = run(environment, "repair")
        finally:
            settings.put("index_url", "")
            settings.put("uv", "")
    assert not went_well
    assert "proxy" in sentence.lower()
    files = [
        path for path, who in proxy.requests if path.endswith(".whl") and who == f"bob:{PASSWORD}"
    ]
    assert len(files) >= 2
    everything = "\n".join(
        [*lines, sentence, details, (tmp_path / "home" / "install.log").read_text()]
    )
    for secret in (PASSWORD, network.proxy_url(QgsNetworkAccessManager.instance().fallbackProxy())):
        assert secret not in everything
    assert "p%40ss" not in everything


def test_a_proxy_that_is_not_there(qgis_proxy):
    qgis_proxy("HttpProxy", "127.0.0.1", 9)
    problem = fetch("http://packages.invalid/simple/uv/")
    assert isinstance(problem, Problem)
    assert "proxy" in problem.sentence


# -- downloads -------------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path) -> Iterator[Index]:
    make_wheel(tmp_path, "uv", size=200_000)
    with Index(tmp_path) as index:
        yield index


def test_a_file_appears_whole_or_not_at_all(served, tmp_path):
    url, target = (
        f"http://127.0.0.1:{served.port}/files/uv-1.0-py3-none-any.whl",
        tmp_path / "got.whl",
    )
    problem = fetch(url, file=target, sha256="0" * 64)
    assert "is damaged or was changed" in problem.sentence
    assert not target.exists()
    assert fetch(url, file=target).file == target
    assert target.read_bytes() == (tmp_path / "uv-1.0-py3-none-any.whl").read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_a_download_can_be_cancelled(served, tmp_path):
    served.rate = 50_000
    url = f"http://127.0.0.1:{served.port}/files/uv-1.0-py3-none-any.whl"
    download, ended, seen = network.Download(url, file=tmp_path / "got.whl"), [], []
    download.ended.connect(ended.append)
    download.progressed.connect(lambda done, total: seen.append((done, total)))
    download.start()
    until(lambda: any(done for done, _ in seen))
    download.cancel()
    until(lambda: ended)
    assert isinstance(ended[0], Cancelled)
    assert not (tmp_path / "got.whl").exists()


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("500", "answered with an error (HTTP 500); try again later."),
        ("404", "does not have what was asked for (HTTP 404)"),
        ("403", "refuses access (HTTP 403)"),
    ],
)
def test_statuses_in_plain_words(served, mode, words):
    served.mode = mode
    problem = fetch(served.url + "/uv/")
    assert problem.sentence.startswith("127.0.0.1 ")
    assert words in problem.sentence
