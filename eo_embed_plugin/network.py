"""The network as QGIS sees it: its proxy and certificates for child processes, and downloads through it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QObject, QProcessEnvironment, QUrl, pyqtSignal
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkReply, QNetworkRequest, QSslCertificate

from .flow import Cancelled, Problem, Work
from .i18n import tr

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_LOCAL = ("localhost", "127.0.0.1", "::1")


# -- what a child process is told --------------------------------------------------------------


def apply_network(environment: QProcessEnvironment, certificates: Path | None = None) -> None:
    """Tell a child process of QGIS's proxy and certificates.

    certificates: where a bundle is written, should the user have added authorities in QGIS; an SSL_CERT_FILE
    that is set already is left alone. Without a proxy in QGIS, the system's variables stay.
    """
    for name, value in proxy_variables().items():
        environment.insert(name, value)
        environment.remove(name.lower())
    # The system's own store of certificates; older versions of uv know the second name.
    name = "UV_SYSTEM_CERTS"
    if not environment.contains(name) and not environment.contains("UV_NATIVE_TLS"):
        environment.insert(name, "1")
        environment.insert("UV_NATIVE_TLS", "1")
    if certificates is not None and not environment.contains("SSL_CERT_FILE"):
        bundle = write_certificates(certificates)
        if bundle is not None:
            for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
                environment.insert(name, str(bundle))


def proxy_variables() -> dict[str, str]:
    """HTTP_PROXY and its kin for the proxy that QGIS uses; empty where it uses none."""
    manager = QgsNetworkAccessManager.instance()
    url = proxy_url(manager.fallbackProxy())
    if not url:
        return {}
    variables = dict.fromkeys(_PROXIES, url)
    hosts = [*_LOCAL, *map(_host, [*manager.noProxyList(), *manager.excludeList()])]
    variables["NO_PROXY"] = ",".join(dict.fromkeys(host for host in hosts if host))
    return variables


def proxy_url(proxy: QNetworkProxy) -> str:
    """A proxy as a URL, user and password percent-encoded; empty for none."""
    kinds = QNetworkProxy.ProxyType
    schemes = {
        kinds.HttpProxy: "http",
        kinds.HttpCachingProxy: "http",
        kinds.FtpCachingProxy: "http",
        kinds.Socks5Proxy: "socks5h",  # names are looked up by the proxy
    }
    scheme = schemes.get(proxy.type())
    host = proxy.hostName()
    if scheme is None or not host:
        return ""
    user = quote(proxy.user(), safe="")
    if proxy.password():
        user += ":" + quote(proxy.password(), safe="")
    host = f"[{host}]" if ":" in host else host
    port = f":{proxy.port()}" if proxy.port() else ""
    return f"{scheme}://{user}{'@' if user else ''}{host}{port}"


def secrets() -> list[str]:
    """What must never be shown: user and password of the proxy."""
    proxy = QgsNetworkAccessManager.instance().fallbackProxy()
    return [text for text in (proxy.password(), proxy.user()) if text]


def write_certificates(path: Path) -> Path | None:
    """All authorities that QGIS trusts, the system's with them, as one PEM; None where the user added none."""
    manager = QgsApplication.authManager()
    if not (manager.databaseCAs() or manager.extraFileCAs()):
        return None  # the system's own store is enough, and asking QGIS for all takes a while
    pem = bytes(manager.trustedCaCertsPemText())
    added = b"".join(bytes(certificate.toPem()) for certificate in _added())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pem if not added or added in pem else pem.rstrip() + b"\n" + added)
    return path


def _added() -> list[QSslCertificate]:
    manager = QgsApplication.authManager()
    untrusted = {bytes(c.digest()) for c in manager.untrustedCaCerts([])}
    found = [*manager.databaseCAs(), *manager.extraFileCAs()]
    return [c for c in found if bytes(c.digest()) not in untrusted]


def _host(address: str) -> str:
    """The host of an entry in QGIS's list of addresses without proxy: a URL, or a host."""
    return urlsplit(address if "://" in address else f"//{address}").hostname or ""


# -- downloads ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Downloaded:
    """What came: from which address in the end, and the bytes, or the file that they were written to."""

    url: str
    body: bytes
    file: Path | None


class Download(Work):
    """Fetches one address through QgsNetworkAccessManager; ends with Downloaded or Problem.

    accept: the Accept header. file: where to put it; it appears there whole, with this SHA-256, or not at all.
    A user and password in the address are sent to its own host alone.
    """

    progressed = pyqtSignal("qint64", "qint64")  # bytes so far, of how many (-1: unknown)

    def __init__(
        self,
        url: str,
        *,
        accept: str = "*/*",
        file: Path | None = None,
        sha256: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._url, self._accept, self._file, self._sha256 = QUrl(url), accept, file, sha256
        self._reply: Any = None  # a QNetworkReply while it is under way
        self._is_cancelled = False
        self._body = bytearray()
        self._digest = hashlib.sha256()

    def start(self) -> None:
        reply = QgsNetworkAccessManager.instance().get(self._request())
        self._reply = reply
        reply.readyRead.connect(self._read)
        reply.downloadProgress.connect(self.progressed.emit)
        reply.finished.connect(self._finish)

    def cancel(self) -> None:
        self._is_cancelled = True
        if self._reply is not None:
            self._reply.abort()

    def _request(self) -> QNetworkRequest:
        url = QUrl(self._url)
        user = f"{url.userName()}:{url.password()}" if url.userName() else ""
        url.setUserInfo("")
        request = QNetworkRequest(url)
        request.setRawHeader(b"Accept", self._accept.encode())
        attributes, policies = QNetworkRequest.Attribute, QNetworkRequest.RedirectPolicy
        policy = policies.NoLessSafeRedirectPolicy
        if user:
            header = b"Basic " + base64.b64encode(user.encode())
            request.setRawHeader(b"Authorization", header)
            policy = policies.SameOriginRedirectPolicy
        # As a number: PyQt5 takes no enum where it expects a variant of Qt's.
        request.setAttribute(attributes.RedirectPolicyAttribute, getattr(policy, "value", policy))
        request.setAttribute(attributes.CacheSaveControlAttribute, False)
        return request

    def _read(self) -> None:
        data = bytes(self._reply.readAll())
        self._digest.update(data)
        self._body += data

    def _finish(self) -> None:
        reply, self._reply = self._reply, None
        url, error = reply.url(), reply.error()
        self._body += bytes(reply.readAll()) if reply.isOpen() else b""
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        reason = reply.errorString()
        reply.deleteLater()
        if self._is_cancelled:
            self.ended.emit(Cancelled())
        elif error != QNetworkReply.NetworkError.NoError:
            self.ended.emit(_problem(url, error, status, reason))
        else:
            self.ended.emit(self._keep(url.toString()))

    def _keep(self, url: str) -> Downloaded | Problem:
        if self._file is None:
            return Downloaded(url, bytes(self._body), None)
        if self._sha256 and self._digest.hexdigest() != self._sha256:
            sentence = tr("What {host} sent as {file} is damaged or was changed; try again later.")
            return Problem(sentence.format(host=QUrl(url).host(), file=self._file.name))
        part = self._file.with_name(self._file.name + ".part")
        try:
            part.write_bytes(self._body)
            part.replace(self._file)
        except OSError as error:
            part.unlink(missing_ok=True)
            sentence = tr("{path} could not be written: {reason}.")
            return Problem(sentence.format(path=self._file, reason=error.strerror))
        return Downloaded(url, b"", self._file)


def _problem(
    url: QUrl, error: QNetworkReply.NetworkError, status: int | None, reason: str
) -> Problem:
    """The sentence for a request that failed."""
    errors = QNetworkReply.NetworkError
    host = url.host()
    if error in (errors.ProxyAuthenticationRequiredError, errors.ProxyConnectionRefusedError):
        sentence = tr(
            "The proxy in QGIS's settings did not let the request through; check it under Settings > Options > Network."
        )
    elif error in (errors.ProxyNotFoundError, errors.ProxyConnectionClosedError):
        sentence = tr(
            "The proxy in QGIS's settings cannot be reached; check it under Settings > Options > Network."
        )
    elif error == errors.SslHandshakeFailedError:
        sentence = tr(
            "The certificate of {host} is not trusted; add your organisation's in QGIS under Settings > Options > "
            "Authentication."
        )
    elif status in (401, 403):
        sentence = tr(
            "{host} refuses access (HTTP {status}); check the index's address and its password."
        )
    elif status == 404:
        sentence = tr(
            "{host} does not have what was asked for (HTTP 404); check the index's address."
        )
    elif status is not None and status >= 400:
        sentence = tr("{host} answered with an error (HTTP {status}); try again later.")
    else:
        sentence = tr(
            "{host} cannot be reached; check the connection, and QGIS's proxy under Settings > Options > Network."
        )
    return Problem(sentence.format(host=host, status=status), f"{url.toString()}\n{reason}")
