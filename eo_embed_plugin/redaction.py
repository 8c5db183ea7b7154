"""Taking out of a text what is nobody else's business, before it is shown, logged or copied."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

STARS = "***"

#: user:password@ of a URL; tokens by their well-known shapes; values of telling names.
_PATTERNS = (
    (re.compile(r"(?<=://)[^/\s'\"@]+(?::[^/\s'\"]*)?@"), STARS + "@"),
    (re.compile(r"\b(?:hf_|ghp_|gho_|github_pat_|glpat-|pypi-|sk-|xox[abp]-)[\w-]{8,}"), STARS),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*"), STARS),
    (re.compile(r"(?i)\b((?:basic|bearer|digest|token)\s+)[\w.~+/=-]{8,}"), r"\1" + STARS),
    (
        re.compile(
            r"(?i)(\b[\w-]*(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|authcfg)"
            r"[\w-]*[\"']?\s*[=:]\s*)(\"[^\"\n]*\"|'[^'\n]*'|[^\s,;&\"']+)"
        ),
        r"\1" + STARS,
    ),
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """A text without passwords, tokens and users in URLs, the given secrets, and the home folder's path.

    A secret is found as it is and percent-encoded; one of fewer than three characters would blot out too much
    and is left to the patterns.
    """
    for secret in sorted(set(secrets), key=len, reverse=True):
        if len(secret) >= 3:
            for form in (quote(secret, safe=""), secret):
                text = text.replace(form, STARS)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return _without_home(text)


def _without_home(text: str) -> str:
    """``~`` for the home folder, however it is written; other users' homes lose their name too."""
    home = str(Path.home())
    if len(home) > 3:
        for form in {home, home.replace("\\", "/"), home.replace("\\", "\\\\")}:
            flags = re.IGNORECASE if os.name == "nt" else 0
            text = re.sub(re.escape(form) + r"(?![\w.-])", "~", text, flags=flags)
    return re.sub(
        r"(?i)((?:/home|/Users|[A-Z]:[\\/]+Users)[\\/]+)[^\\/\s:'\"]+", r"\1" + STARS, text
    )
