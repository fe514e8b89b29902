"""glint.toml: what is read, what is refused and how it is said."""

import pytest

from edge.config import Config, ServerConfig, load_config
from edge.errors import ConfigError

EVERYTHING = """
format = 1
data = "/var/lib/glint"
tape = true

[camera]
source = "/dev/v4l/by-id/usb-cam"
width = 640
fps = 3

[privacy]
words = ["Anna", "Bluebird"]

[[server]]
name = "home"
url = "https://home.example/v1"
modes = ["think"]

[[server]]
name = "away"
url = "https://away.example/v1"
trains = true

[policy]
look_within = 4
"""


def read(tmp_path, text):
    path = tmp_path / "glint.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_without_a_file_the_defaults_hold_and_nobody_is_asked():
    assert load_config() == Config()
    assert not load_config().policy.servers


def test_a_file_says_what_is_different(tmp_path):
    config = read(tmp_path, EVERYTHING)
    assert (config.camera.width, config.camera.fps, config.camera.open_within) == (640, 3.0, 5.0)
    assert config.privacy.words == ("Anna", "Bluebird")
    assert [server.name for server in config.server] == ["home", "away"]
    assert config.server[0] == ServerConfig("home", "https://home.example/v1", modes=("think",))
    assert config.policy.look_within == 4.0
    assert config.policy.servers, "there is somebody to ask"
    assert not config.policy.server_beside
    assert read(tmp_path, '[[server]]\nurl = "http://127.0.0.1:8000/v1"\n').policy.server_beside


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[camera]\nsorce = '0'", "did you mean 'source'?"),
        ("nonsense = 1", "does not know 'nonsense'"),
        ("[camera]\nwidth = 'wide'", "camera: width: wants int, not 'wide'"),
        ("[camera]\nwidth = true", "wants int"),
        ("camera = 3", "wants a table"),
        ("[[server]]\nurl = 3", "server[0]: url: wants str"),
        ("server = 'x'", "wants a list"),
        ("format = 99", "update Glint"),
        ("data =", "is not TOML"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(tmp_path, text, said):
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value).strip()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        load_config(tmp_path / "none.toml")
