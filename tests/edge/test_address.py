"""Where a server is: addresses are taken apart, and dangerous ones are refused without repeating what is in them."""

import pytest

from edge.address import on_this_machine, target
from edge.errors import ConfigError


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("https://host", ("host", 443, "/v1", True)),
        ("https://host:8443/api/v3/", ("host", 8443, "/api/v3", True)),
        ("http://127.0.0.1:8000/v1/chat/completions", ("127.0.0.1", 8000, "/v1", False)),
        ("http://localhost:11434/v1", ("localhost", 11434, "/v1", False)),
        ("http://[::1]:9/v1", ("::1", 9, "/v1", False)),
    ],
)
def test_an_address_is_taken_apart(url, where):
    found = target(url)
    assert (found.host, found.port, found.path, found.tls) == where


@pytest.mark.parametrize(
    "url",
    ["http://192.168.1.5/v1", "http://example.com", "ftp://host", "host", "", "https://", "https://me:pw@host/v1",
     "https://host/v1?key=1", "https://host/v1#x", "https://host:99999/", "https://ho st/", "https://host/\r\nx: y",
     "http://localhost.evil.example/v1", "http://127.0.0.1.nip.io/"],
)  # fmt: skip
def test_a_dangerous_address_is_refused(url):
    with pytest.raises(ConfigError):
        target(url)


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://host", "host"),
        ("https://host:8443", "host:8443"),
        ("https://host:80", "host:80"),
        ("http://127.0.0.1", "127.0.0.1"),
        ("http://127.0.0.1:443", "127.0.0.1:443"),
        ("http://[::1]:9", "[::1]:9"),
    ],
)
def test_the_port_is_named_where_it_is_not_the_usual_one(url: str, authority: str):
    assert target(url).authority == authority


@pytest.mark.parametrize(
    "url",
    ["https://me:pa55word@host/v1", "https://host/v1?key=pa55word", "https://me:pa55word@host:99999/",
     "https://host:99999/?k=pa55word", "http://me:pa55word@far.example", "ftp://me:pa55word@host"],
)  # fmt: skip
def test_a_secret_in_a_refused_address_is_not_repeated(url: str):
    with pytest.raises(ConfigError) as refused:
        target(url)
    assert "pa55word" not in str(refused.value)


def test_this_machine_is_the_loopback_and_no_name_that_looks_like_it():
    assert all(map(on_this_machine, ("localhost", "127.0.0.1", "127.9.9.9", "::1")))
    assert not any(map(on_this_machine, ("localhost.example", "127.0.0.1.nip.io", "0.0.0.0", "")))  # noqa: S104
