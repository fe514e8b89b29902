"""Scenarios are read strictly: what nobody knows is refused, with a word on what to do about it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from edge.errors import ConfigError, UsageError
from edge.messages import LinkState
from firmware_sim.world.faults import KINDS, Fault
from firmware_sim.world.scenario import Air, Hear, Scenario, load_scenario, parse_scenario

WHOLE: dict[str, Any] = {"title": "t", "seconds": 10.0}


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"sees": []}, "did you mean 'see'"),
        ({"see": [{"at": 1.0, "picture": "desk"}]}, "does not have"),
        ({"write": [{"at": 1.0, "text": "hm", "picture": "desk"}]}, "does not have"),
        ({"see": [{"when": 1.0, "picture": "desk"}]}, "does not know 'when'"),
        ({"press": [{"at": 2.0}, {"at": 1.0}]}, "in the order"),
        ({"air": [{"at": 0.0, "state": "sideways"}]}, "sideways"),
        ({"fault": [{"device": "camera", "kind": "explode"}]}, "explode"),
        ({"fault": [{"device": "toaster", "kind": "drop"}]}, "toaster"),
        ({"picture": [{"name": "p", "item": [{"label": "cup", "box": [0.1]}]}]}, "four numbers"),
        ({"format": 2}, "update Glint"),
        ({"config": {"camera": {"widht": 3}}}, "did you mean 'width'"),
    ],
)
def test_what_makes_no_sense_is_refused(more: dict[str, Any], problem: str):
    with pytest.raises(ConfigError, match=problem):
        parse_scenario({**WHOLE, **more}, "s.toml")


def test_every_fault_can_be_written():
    for device, kinds in KINDS.items():
        for kind in kinds:
            fault = {"device": device, "kind": kind, "at": 1, "until": 2.5, "amount": 0.1}
            assert parse_scenario({**WHOLE, "fault": [fault]}, "s.toml").fault == (Fault(device, kind, 1.0, 2.5, 0.1),)


def test_an_unknown_name_lists_those_that_are_there():
    with pytest.raises(UsageError, match="first_look"):
        load_scenario("second_look")


def test_a_file_may_lie_anywhere(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text('title = "mine"\nseconds = 3\n[[write]]\nat = 1\ntext = "hello"\n', encoding="utf-8")
    assert load_scenario(str(path)).write[0].text == "hello"
    with pytest.raises(ConfigError, match="No such file"):
        load_scenario(str(tmp_path / "yours.toml"))
    path.write_text("title = ", encoding="utf-8")
    with pytest.raises(ConfigError, match="not TOML"):
        load_scenario(str(path))


def test_the_air_changes_when_it_is_said_to():
    scenario = Scenario("t", 10.0, air=(Air(2.0, "down"), Air(5.0, "slow")))
    assert [scenario.air_at(at) for at in (0.0, 2.0, 4.9, 5.0)] == [
        LinkState.UP, LinkState.DOWN, LinkState.DOWN, LinkState.SLOW,
    ]  # fmt: skip


def test_a_sentence_takes_its_time():
    assert Hear(1.0, "one two three").ends == pytest.approx(1.0 + 0.3 + 3 * 0.35)
    assert Hear(1.0, "one two three", seconds=2.0).ends == 3.0
    assert Hear(1.0, "one", wake="glint").speech == 1.6


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[[picture]]\nname = "p"\nwall = "mauve"', "mauve"),
        ('[[picture]]\nname = "p"\nfile = "gone.jpg"', "gone.jpg"),
        ('[[press]]\nat = 1\nkind = "squeeze"', "squeeze"),
        ('[server]\nending = "weel"', "weel"),
    ],
)
def test_what_it_names_is_checked_before_it_is_played(table: str, said: str):
    with pytest.raises(ConfigError, match=said):
        parse_scenario(tomllib.loads(f'title = "t"\nseconds = 3\n{table}\n'), "mine.toml")


def test_the_page_about_scenarios_says_what_holds():
    page = (Path(__file__).parents[3] / "docs" / "scenarios.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert parse_scenario(tomllib.loads(example), "docs/scenarios.md").fault[0].device == "camera"
    for kinds in KINDS.values():
        for kind in kinds:
            assert f"`{kind}`" in page
