"""The report tells much of the machine and nothing of its owner."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from qgis.core import Qgis, QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtNetwork import QNetworkProxy

from eo_embed.eo_embed_plugin import diagnostics, settings
from eo_embed.eo_embed_plugin.environment import Environment
from eo_embed.eo_embed_plugin.environment.state import State
from eo_embed.eo_embed_plugin.gui.diagnostics_dialog import DiagnosticsDialog
from eo_embed.eo_embed_plugin.redaction import redact

SECRET = "S3cret/päss wörd"
HELLO = {
    "python": "3.12.4", "pid": 7, "log": "", "packages": {"torch": "2.15.0"},
    "devices": [{"id": "cuda:0", "name": "NVIDIA RTX A2000", "memory": 12_000_000_000}],
}  # fmt: skip


@pytest.fixture
def environment(tmp_path, monkeypatch) -> Environment:
    monkeypatch.delenv("EO_EMBED_PYTHON", raising=False)
    made = Environment(tmp_path / "home")
    made.places.prepare()
    State("abc", torch="2.15.0+cpu", notices=["A GPU is not used."]).write(made.places.state)
    return made


def test_what_helps_is_in_it(environment):
    text = diagnostics.report(environment, HELLO, "ready", ["a line of the log"])
    for part in (
        Qgis.QGIS_VERSION,
        "NVIDIA RTX A2000, 12.0 GB",
        "torch: 2.15.0+cpu",
        "A GPU is not used.",
    ):
        assert part in text
    for part in ("state: incomplete", "state: ready", "a line of the log"):
        assert part in text


def test_planted_secrets_are_not(environment, tmp_path, monkeypatch):
    home = Path.home()
    manager = QgsNetworkAccessManager.instance()
    kept = manager.fallbackProxy()
    proxy = QNetworkProxy(
        QNetworkProxy.ProxyType.HttpProxy, "proxy.corp", 8080, "bob.smith", SECRET
    )
    manager.setFallbackProxyAndExcludes(proxy, [], [])
    monkeypatch.setenv("UV_CACHE_DIR", str(home / "cache"))
    planted = {"index_url": "https://anna:t0ken-of-anna@index.corp/simple", "who": "Anna Example"}
    before = {name: settings.get(name) for name in planted}
    for name, value in planted.items():
        settings.put(name, value)
    log = [
        f"proxy password is {SECRET}",
        "GET https://carl:passw0rd@host/x?token=abcdef0123456789&x=1",
        "HF_TOKEN=hf_abcdefghijklmnop",
        '{"api_key": "k-123456789", "password":"another one"}',
        "Authorization: Bearer eyJhbGciOi.eyJzdWIiOi.sig-nature",
        f"reading {home}/data/area.tif and C:\\Users\\Anna\\x.tif and /home/anna/y",
    ]
    environment.places.log.write_text(
        f"installing with http://bob.smith:S3cret%2Fp%C3%A4ss@proxy.corp {SECRET}\n"
    )
    try:
        text = diagnostics.report(environment, HELLO, "ready", log)
    finally:
        manager.setFallbackProxyAndExcludes(kept, [], [])
        for name, value in before.items():
            settings.put(name, value)
    secrets = [
        SECRET, "S3cret", "bob.smith", "anna:", "t0ken-of-anna", "Anna", "carl", "passw0rd", "abcdef0123456789",
        "hf_abcdefghijklmnop", "k-123456789", "another one", "eyJhbGciOi", "/home/anna",
    ]  # fmt: skip
    if len(str(home)) > 3:
        secrets.append(str(home) + "/")
    for secret in secrets:
        assert secret not in text, secret
    assert "https://***@index.corp/simple" in text
    assert "~/data/area.tif" in text
    assert "who: set" in text


@pytest.mark.parametrize(
    "text",
    [
        "Resolved 84 packages in 957ms",
        "torch==2.15.0+cu132",
        "cause: Failed to fetch: https://pypi.org/simple/tqdm/",
        "GET http://127.0.0.1:8080/simple/uv/ @ 12:30",
    ],
)
def test_what_is_no_secret_stays(text):
    assert redact(text) == text


def test_the_log_tail_takes_our_tab_alone():
    tail = diagnostics.LogTail()
    tail.watch()
    tail.watch()
    QgsApplication.messageLog().logMessage("ours", "EO Embed", Qgis.MessageLevel.Info, False)
    QgsApplication.messageLog().logMessage("theirs", "Other", Qgis.MessageLevel.Info, False)
    assert list(tail.lines) == ["ours"]
    tail.forget()
    QgsApplication.messageLog().logMessage("later", "EO Embed", Qgis.MessageLevel.Info, False)
    assert not tail.lines


def test_the_dialog_copies_what_it_shows(environment):
    engine = SimpleNamespace(hello=HELLO, state="ready")
    context = SimpleNamespace(environment=environment, session=SimpleNamespace(engine=engine))
    dialog = DiagnosticsDialog(context)
    assert not dialog.isModal()
    dialog.copy.click()
    assert QgsApplication.clipboard().text() == dialog.text.toPlainText()
    assert "NVIDIA RTX A2000" in dialog.text.toPlainText()
