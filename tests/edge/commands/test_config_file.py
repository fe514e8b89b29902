"""A server is written into glint.toml, and whatever else stands there stays as somebody wrote it."""

import pytest

from edge.commands.config_file import as_toml, put_server, with_server
from edge.config import ServerConfig, load_config
from edge.errors import ConfigError


def test_a_server_is_put_where_one_of_its_name_stood():
    text = '# mine\nformat = 1\n\n[[server]]\nname = "a"\nurl = "https://a/v1"\n\n'
    text += '[[server]]\nname = "b"\n# b\n[camera]\nfps = 2.0\n'
    new = with_server(text, ServerConfig(name="b", url="https://new/v1", model='m "x"'))
    assert new.count("[[server]]") == 2
    assert '"https://a/v1"' in new
    assert "# mine" in new
    assert "[camera]\nfps = 2.0" in new
    assert with_server(new, ServerConfig(name="c")).count("[[server]]") == 3


def test_a_config_that_cannot_be_read_is_not_written_over(tmp_path):
    path = tmp_path / "glint.toml"
    path.write_text("[[servre]]\n")
    with pytest.raises(ConfigError, match="servre"):
        put_server(path, ServerConfig(name="x"))
    assert path.read_text() == "[[servre]]\n"
    put_server(tmp_path / "new" / "glint.toml", ServerConfig(name="x", url="https://x/v1"))
    assert load_config(tmp_path / "new" / "glint.toml").server[0].url == "https://x/v1"
    assert 'name = "x"' in as_toml(ServerConfig(name="x"))


def test_a_server_that_would_be_refused_is_not_written_and_no_draft_is_left(tmp_path):
    path = tmp_path / "glint.toml"
    path.write_text("# mine\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="first_token_within"):
        put_server(path, ServerConfig(name="x", first_token_within=-1.0))
    assert [file.name for file in tmp_path.iterdir()] == ["glint.toml"]
    assert path.read_text(encoding="utf-8") == "# mine\n"


def test_only_what_differs_from_the_defaults_is_written_and_always_the_name():
    assert as_toml(ServerConfig()) == f'[[server]]\nname = "{ServerConfig().name}"\n'
    assert as_toml(ServerConfig(name="é", model='a "b"')).splitlines()[1:] == ['name = "é"', 'model = "a \\"b\\""']
