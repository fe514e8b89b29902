"""What all commands share: an option is written out, and a wrong one is guessed at."""

import os
import subprocess
import sys

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


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"bench", "setup"}))
def test_a_configuration_that_is_not_there_is_a_wrong_use(name, tmp_path, capsys):
    more = {"ask": ["hi"], "see": ["x.jpg"], "hear": ["x.wav"], "say": ["hi"], "forget": ["--all"]}.get(name, [])
    assert main([name, "--config", str(tmp_path / "none.toml"), *more]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_one_that_the_environment_names_and_is_not_there_is_a_wrong_use_too(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "edge.cli", "doctor"],
        env={**os.environ, "GLINT_CONFIG": str(tmp_path / "none.toml")},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == f"glint: GLINT_CONFIG {tmp_path}/none.toml: there is no such file\n"


@pytest.mark.parametrize(
    ("written", "said"), [(["aks"], "; did you mean ask?\n"), (["models", "lst"], "; did you mean list?\n")]
)
def test_a_command_is_guessed_at_as_an_option_is(written, said, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(written)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.endswith(said)


def test_only_what_is_near_is_guessed():
    assert did_you_mean("--imgae=x", ("--image", "--json")) == "; did you mean --image?"
    assert did_you_mean("--zzz", ("--image",)) == ""
