"""What all commands share: an option is written out, and a wrong one is guessed at."""

import pytest

from edge.cli import main, parser
from edge.commands import COMMANDS
from edge.commands.options import did_you_mean


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_takes_an_abbreviation(name, capsys):
    with pytest.raises(SystemExit) as stopped:
        parser(name).parse_args([name, "--confi", "x"])
    assert stopped.value.code == 2
    assert f"usage: glint {name}" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"bench", "route", "setup"}))
def test_a_configuration_that_is_not_there_is_a_wrong_use(name, tmp_path, capsys):
    more = {"ask": ["hi"], "see": ["x.jpg"], "forget": ["--all"]}.get(name, [])
    assert main([name, "--config", str(tmp_path / "none.toml"), *more]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_only_what_is_near_is_guessed():
    assert did_you_mean("--imgae=x", ("--image", "--json")) == "; did you mean --image?"
    assert did_you_mean("--zzz", ("--image",)) == ""
