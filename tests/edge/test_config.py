"""glint.toml: what is read, what is refused and how it is said."""

import os
import subprocess
import sys

import pytest

from edge.config import Config, ServerConfig, load_config
from edge.environment import Environment
from edge.errors import ConfigError
from edge.limits import CONFIG_BYTES
from firmware_sim.world.scenario import parse_scenario

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
    assert not load_config().server


def test_a_file_says_what_is_different(tmp_path):
    config = read(tmp_path, EVERYTHING)
    assert (config.camera.width, config.camera.fps, config.camera.open_within) == (640, 3.0, 5.0)
    assert config.privacy.words == ("Anna", "Bluebird")
    assert [server.name for server in config.server] == ["home", "away"]
    assert config.server[0] == ServerConfig("home", "https://home.example/v1", modes=("think",))
    assert config.policy.look_within == 4.0


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
        ("policy = 3", "wants a table"),
        ("[policy.situation]\nservers = true", "does not know 'situation'"),
        ("[environment]\nnotify = 'x'", "does not know 'environment'"),
        ("[privacy]\nkeep_days = -1", "privacy: keep_days: wants 0 to 36500, not -1"),
        ("[privacy]\nkeep_days = nan", "wants 0 to 36500, not nan"),
        ("[privacy]\nkeep_days = 1e9", "wants 0 to 36500, not 1000000000.0"),
        ("[privacy]\nkeep_megabytes = -1", "wants 0 or more, not -1"),
        ("[camera]\nwidth = -5", "camera: width: wants 16 to 16384, not -5"),
        ("[camera]\nfps = 0", "camera: fps: wants 0.01 to 1000, not 0"),
        ("[policy]\nlook_within = inf", "policy: look_within: wants 0 to 86400 seconds, not inf"),
        ("[policy]\nopen_at_most = 0", "policy: open_at_most: wants 1 to 1000, not 0"),
        ("[policy]\nheard_at_least = 2", "policy: heard_at_least: wants 0 to 1, not 2"),
        ("[policy]\nalarms_at_most = -5", "policy: alarms_at_most: wants 0 to 1000, not -5"),
        ("[budget]\nmoney_day = -0.5", "budget: money_day: wants 0 or more, not -0.5"),
        ("[queue]\nlive_for = 1e12", "queue: live_for: wants 0 to "),
        ("[[server]]\ntotal_within = 30_000_000", "server[0]: total_within: wants 0 to 86400 seconds, not 30000000.0"),
        ("[budget]\ntokens_day = 1" + "0" * 400, "budget: tokens_day: wants 0 or more, not a number of 1329 bits"),
        ("[camera]\nfps = 1" + "0" * 400, "camera: fps: wants 0.01 to 1000, not inf"),
        ("[camera]\nfps = 1" + "0" * 5000, "is not TOML: "),
        ("camera = " + "[" * 5000, "is not TOML: it is nested too deeply"),
        (".".join("a" * 5000) + " = 1", "is not TOML: a key of more than 32 parts"),
        (f"{'k' * 5000} = 1", "does not know 'kkkk"),
        (f"[light]\nkind = '{'k' * 5000}'", "kkk'..."),
        (
            "[policy]\nheard_at_least = 0.8\nheard_surely = 0.7",
            "wants at most 0.7, which is heard_surely, not 0.8",
        ),
        ("[models]\nvoice = 'none'", "models: voice: wants a bundle, not 'none'"),
        ("[[server]]\nname = 'a'\n[[server]]\nname = 'a'", "wants a name of its own for each server, not 'a' twice"),
        ("[[server]]\n[[server]]", "not 'server' twice"),
        ("[[server]]\nname = '../up'", "server[0]: name: wants letters that can be printed, and no '/', not '../up'"),
        ('[[server]]\nname = "a\\u202E"', "name: wants letters that can be printed"),
        ("[[server]]\nurl = 'http://far.example/v1'", "server[0]: url: http://far.example/v1 is plain http"),
        ("[[server]]\nurl = 'https://me:pw@host/v1'", "server[0]: url: https://host wants no user, password"),
        ("[[server]]\nurl = 'https://host/v1?key=pw'", "server[0]: url: https://host wants no user, password"),
        ("[[server]]\nmodes = ['know', 'thnik']", 'modes: wants one of "know"'),
        ("[[server]]\n[[server]]\nprice_in = -1", "server[1]: price_in: wants 0 or more, not -1"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(tmp_path, text, said):
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value).strip()
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("name", "why"),
    [("pipe", "is no plain"), ("folder", "is a folder"), ("/dev/zero", "is no plain"), ("large", "is too large")],
)
def test_a_config_is_a_plain_file_of_a_megabyte_at_most(tmp_path, name, why):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "large").write_bytes(b"#" * CONFIG_BYTES + b"\n")
    with pytest.raises(ConfigError, match=why):
        load_config(tmp_path / name)


@pytest.mark.parametrize(
    "text",
    ["[policy]\nheard_at_least = 0.7", "[policy]\nheard_at_least = 0.0\nheard_surely = 0.0", "[[server]]\nname = 'h:1'",
     "[[server]]\nurl = 'http://localhost:1/v1'\n[[server]]\nname = 'b'\nurl = 'https://host/v1'"],
)  # fmt: skip
def test_what_is_just_in_order_is_taken(tmp_path, text):
    read(tmp_path, text)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        load_config(tmp_path / "none.toml")


def test_who_wants_to_be_surer_than_the_default_need_not_say_it_twice(tmp_path):
    assert read(tmp_path, "[policy]\nheard_at_least = 0.85").policy.heard_surely == 0.85
    assert read(tmp_path, "[policy]\nheard_at_least = 0.2").policy.heard_surely == 0.7


OLD = """
[policy]
servers = true
server_beside = true
spoken = true
look_within = 4
"""


def test_keys_that_went_are_read_past_with_a_word_about_each(tmp_path, capsys):
    """Every config that 520e153 could read can be read."""
    config = read(tmp_path, OLD)
    where = f"glint: {tmp_path / 'glint.toml'}: [policy]"
    assert capsys.readouterr().err.splitlines() == [
        f"{where} servers is not a setting any more: it follows from [[server]]; ignored",
        f"{where} server_beside is not a setting any more: it follows from the addresses of the servers; ignored",
        f"{where} spoken is not a setting any more: it follows from the glasses; ignored",
    ]
    assert config.policy.look_within == 4.0
    assert config.sound.speaker == "default"


@pytest.mark.parametrize("sound", ["", "[sound]\nvoice = 'x'\n", "[sound]\nspeaker = 'usb'\n"])
def test_glasses_that_were_silent_stay_silent(tmp_path, sound, capsys):
    config = read(tmp_path, f"{sound}[policy]\nspoken = false\n")
    assert config.sound.speaker == "none"
    assert config.sound.voice == ("x" if "voice" in sound else "pico")
    assert capsys.readouterr().err.endswith('it follows from the glasses; read as [sound] speaker = "none"\n')


def test_a_file_of_today_is_read_without_a_word(tmp_path, capsys):
    read(tmp_path, EVERYTHING)
    assert capsys.readouterr().err == ""


def test_the_config_of_a_scenario_is_read_in_the_same_way(capsys):
    old = {"title": "t", "seconds": 1.0, "config": {"policy": {"spoken": False, "look_within": 4.0}}}
    scenario = parse_scenario(old, "here")
    assert (scenario.config.policy.look_within, scenario.config.sound.speaker) == (4.0, "none")
    assert capsys.readouterr().err.startswith("glint: here: [policy] spoken is not a setting any more")


@pytest.mark.parametrize("text", [None, "tape = true\n"])
def test_the_environment_is_read_with_the_config(text, tmp_path):
    told = {"XDG_STATE_HOME": "/s", "NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "3000000", "CREDENTIALS_DIRECTORY": "/c"}
    told |= {"XDG_CONFIG_HOME": "", "GLINT_CONFIG": "", "GLINT_DEBUG": ""}
    path = tmp_path / "glint.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    named = f"Path({str(path)!r})" if text is not None else "None"
    code = f"from edge.config import *; c = load_config({named}); print(c.environment); print(data_folder(c))"
    said = subprocess.check_output([sys.executable, "-c", code], env=os.environ | told, text=True)
    assert said.splitlines() == [str(Environment("/s", "/n", 3.0, "/c")), "/s/glint"]
    assert Config().environment == Environment(), "only for a config that is loaded, so never for a scenario's"


@pytest.mark.parametrize(
    "text",
    ["[camera]\nfps = -1", "[light]\nkind = 'lamp'", '[[server]]\nmodes = ["knwo"]', "[policy]\nlook_within = nan"],
)
def test_a_value_out_of_its_range_is_refused(tmp_path, text):
    with pytest.raises(ConfigError, match="wants"):
        read(tmp_path, text)
