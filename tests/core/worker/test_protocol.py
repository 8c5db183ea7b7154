"""Messages survive the way there, however the bytes arrive, and what is none is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_embed.core.worker import protocol

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
PARAMS = st.dictionaries(TEXT, VALUES, max_size=4)


@given(
    st.lists(st.tuples(st.integers(0, 2**53), st.text(min_size=1, alphabet="abc_"), PARAMS)),
    st.data(),
)
def test_messages_arrive_as_they_were_sent_in_whatever_pieces(sent, data):
    messages = [protocol.request(id, method, params) for id, method, params in sent]
    stream = b"".join(map(protocol.encode, messages))
    lines, found = protocol.Lines(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        found += [protocol.decode(line) for line in lines.feed(stream[:size])]
        stream = stream[size:]
    assert found == messages


@given(VALUES)
def test_a_message_is_one_line_of_json(content):
    line = protocol.encode(protocol.result(7, content))
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert json.loads(line) == {"jsonrpc": "2.0", "id": 7, "result": content}


@given(st.binary(max_size=60) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_noise_is_a_message_or_a_protocol_error(line):
    codes = (protocol.PARSE_ERROR, protocol.INVALID_REQUEST)
    try:
        found = protocol.decode(line)
    except protocol.ProtocolError as error:
        found = {"jsonrpc": "2.0"} if error.code in codes else {}
    assert found["jsonrpc"] == "2.0"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", protocol.PARSE_ERROR),
        (b"\xff\xfe", protocol.PARSE_ERROR),
        (b"[1]", protocol.INVALID_REQUEST),
        (b'{"id": 1, "method": "ping"}', protocol.INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "method": 3}', protocol.INVALID_REQUEST),
        (b'{"jsonrpc": "2.0", "method": "ping", "params": [1]}', protocol.INVALID_REQUEST),
    ],
)
def test_what_is_no_message_is_refused(line, code):
    with pytest.raises(protocol.ProtocolError) as found:
        protocol.decode(line)
    assert found.value.code == code


def test_nan_is_no_json():
    with pytest.raises(ValueError, match="JSON"):
        protocol.encode(protocol.result(1, float("nan")))


def test_a_line_that_never_ends_is_refused_and_the_next_one_read(monkeypatch):
    monkeypatch.setattr(protocol, "MOST_BYTES", 100)
    lines = protocol.Lines()
    with pytest.raises(protocol.ProtocolError):
        lines.feed(b"x" * 101)
    assert list(lines.feed(b"\n{}\n")) == [b"{}"]
