"""What the first Glint wrote is read by every later one: a tape, a glint.toml, a model's card, a scenario.

The files in format_1/ never change. Where one of these tests fails, the reader has to learn (an upgrade of the format,
a key that is still taken), not the file. session.tape.gz is what `glint play session.toml --tape` made then.
"""

import gzip
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from edge.bundle.model_card import read_card
from edge.cli import main
from edge.config import Config, load_config
from edge.gone_keys import GONE
from edge.messages import End, Flush, Frame, Look, Outcome, Sound, Typed
from edge.mind.session import advance
from edge.mind.state import State
from edge.tape.tape import Tape, read_tape
from firmware_sim.replay.compare import replay_decisions
from firmware_sim.world.scenario import load_scenario

FILES = Path(__file__).parent / "format_1"
MEANT = {
    r"End\.late_of: None, today 4": "the end of a late answer says whose it is",
    r"event 18 \(Tried\): commands\[[123]\]: ": "a timer is set, and kept, before the answer says so",
    r"alarms\[0\]\.due: None, today 17.025": "a timer counts seconds, whatever the wall clock does",
    r"alarms\[0\]\.length: 0\.0, today 12\.0": "a timer can be begun again with the length that it had",
    r"alarms\[0\]\.number: 0, today 1": "one of several timers can be meant",
    r"recent\[\d\]\.deeds\[0\]: None": "what was done belongs to what the next question may mean",
    r"Say\.urgent: False, today True": "what rings is heard however low the volume is",
    r"Try\.facts\.others: False, today True": "who gives a part-answer is told that a server is asked too",
    r"WakeAt": "so its Tick is asked for once, and not anew whenever the wall clock is rounded",
}
"""What the mind decides otherwise today, on purpose: a difference as `glint replay --decisions` tells it, and why."""
ONLY_TAKEN = {f"policy.{key}" for key in GONE} | {"sound.speaker"}
"""Keys that went and are taken with a word; of these spoken = false is read as [sound] speaker = "none"."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("session") / "session.tape"
    path.write_bytes(gzip.decompress((FILES / "session.tape.gz").read_bytes()))
    return path


@pytest.fixture(scope="module")
def tape(path: Path) -> Tape:
    return read_tape(path)


# ------------------------------------------------------------------------------------------------------------- the tape


def test_all_of_the_tape_is_read(tape: Tape):
    assert (tape.damage(), tape.ended, tape.policy.server_within) == ("", True, 4.0)
    steps = list(tape.steps())
    assert {type(step.event).__name__ for step in steps} >= {
        "Started", "Vitals", "Wake", "Voice", "Heard", "Touch", "Typed", "Query", "Understanding", "Seen", "Part",
        "Tried", "Said", "Spent", "Lost", "Back", "Tick",
    }  # fmt: skip
    commands = list(chain.from_iterable(step.commands for step in steps))
    ends = {end.turn: end.outcome for end in commands if isinstance(end, End)}
    assert list(ends.values()).count(Outcome.ANSWERED_LOCAL) == 4
    assert list(ends.values()).count(Outcome.ANSWERED_REMOTE) == 2
    assert list(ends.values()).count(Outcome.DEFERRED) == 1
    assert sum(isinstance(command, Look) for command in commands) == 4
    assert sum(isinstance(command, Flush) for command in commands) == 1


def test_its_pictures_and_sounds_are_there(tape: Tape):
    senses = list(tape.senses())
    frames = [one.value for one in senses if isinstance(one.value, Frame)]
    sounds = [one.value for one in senses if isinstance(one.value, Sound)]
    brought = [one.value.picture for one in senses if isinstance(one.value, Typed) and one.value.picture]
    assert {frame.pixels.shape for frame in frames + brought} == {(18, 24, 3)}
    assert (len(frames), len(brought), len(sounds)) == (3, 1, 233)
    assert {sound.samples.size for sound in sounds} == {1600}
    assert any(sound.samples.any() for sound in sounds)
    assert [one.failed for one in senses if one.failed] == ["it was unplugged"] * 2  # and when it was opened again


def test_today_s_mind_decides_as_the_mind_of_then(tape: Tape):
    found = replay_decisions(tape, lambda state, now, event: advance(state, now, event, tape.policy), State())
    told = [str(one) for one in found]
    assert [one for one in told if not any(re.search(meant, one) for meant in MEANT)] == []
    assert [meant for meant in MEANT if not any(re.search(meant, one) for one in told)] == []


def test_the_command_takes_it(path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["replay", str(path), "--decisions"]) == bool(MEANT)
    assert "differences in the decisions" in capsys.readouterr().err


# ----------------------------------------------------------------------------------------------------------- the others


def leaves(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def found_at(config: Config, name: str) -> Any:
    found: Any = config
    for part in name.split("."):
        found = getattr(found, part)
    return list(found) if isinstance(found, tuple) else found


def test_every_key_of_its_config_is_still_taken():
    config, table = load_config(FILES / "glint.toml"), tomllib.loads((FILES / "glint.toml").read_text(encoding="utf-8"))
    (server,) = table.pop("server")
    written = {name: value for name, value in leaves(table) if name not in ONLY_TAKEN}
    assert {name: found_at(config, name) for name in written} == written
    assert config.sound.speaker == "none"
    (read,) = config.server
    assert {key: list(value) if isinstance(value := getattr(read, key), tuple) else value for key in server} == server


def test_its_card_is_read():
    card = read_card(FILES / "looker")
    assert (card.name, card.task, sorted(card.nets)) == ("looker", "objects", ["faces", "look", "plates"])
    assert card.nets["look"].inputs[0].shape == (1, 3, 352, 352)
    assert {use for use in card.thresholds if card.thresholds[use]} >= {"answer", "count", "redact"}
    assert 0.0 < card.threshold("answer", "cup") < 1.0
    assert all(net.files and net.heads for net in card.nets.values())


def test_its_scenario_is_read():
    scenario = load_scenario(str(FILES / "session.toml"))
    assert (scenario.seconds, len(scenario.write), scenario.config.camera.width) == (25.0, 5, 24)
