"""Whose key a server is told, and what its certificate is checked against: open keys are refused."""

import os
from dataclasses import replace
from ssl import CERT_REQUIRED

import pytest

from edge.errors import ConfigError
from edge.reach.servers import key_of, read_key, tls_context
from tests.edge.reach.reach import SERVER


def test_a_key_file_that_is_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "key", 0o600)
    with pytest.raises(ConfigError, match="does not hold a key"):
        read_key(tmp_path / "key")


@pytest.mark.parametrize(("mode", "problem"), [(0o644, "chmod 600"), (0o640, "chmod 600"), (0o604, "chmod 600")])
def test_a_key_that_others_may_read_is_refused(tmp_path, mode, problem):
    key = tmp_path / "key"
    key.write_text("sk-1")
    key.chmod(mode)
    with pytest.raises(ConfigError, match=problem):
        read_key(key)


@pytest.mark.parametrize("content", ["", "two words", "line\nline", "k\u00e9y", "a" * 20_000 + "\n\n b"])
def test_a_key_is_one_plain_word(tmp_path, content):
    key = tmp_path / "key"
    key.write_text(content)
    key.chmod(0o600)
    with pytest.raises(ConfigError, match="does not hold a key"):
        read_key(key)


def test_a_key_comes_from_the_service_manager_too(tmp_path):
    (tmp_path / "glint-key-desk").write_text("from-systemd\n")
    assert key_of(SERVER, str(tmp_path)) == "from-systemd"
    assert key_of(replace(SERVER, name="other"), str(tmp_path)) == ""


def test_certificates_are_checked_and_what_checks_them_is_named_where_it_cannot_be_used(tmp_path):
    context = tls_context("")
    assert (context.check_hostname, context.verify_mode) == (True, CERT_REQUIRED)
    (tmp_path / "ca.pem").write_text("no certificate")
    for name in ("ca.pem", "none.pem"):
        with pytest.raises(ConfigError, match=f"ca_file .*{name}: cannot be used"):
            tls_context(str(tmp_path / name))


def test_a_key_file_comes_before_what_the_service_manager_has(tmp_path):
    (tmp_path / "glint-key-desk").write_text("from-systemd\n")
    (tmp_path / "key").write_text("  sk-mine \n")
    (tmp_path / "key").chmod(0o600)
    mine = replace(SERVER, key_file=str(tmp_path / "key"))
    assert key_of(mine, str(tmp_path)) == "sk-mine"
    assert key_of(SERVER) == ""
    with pytest.raises(ConfigError, match="No such file"):
        read_key(tmp_path / "none")
