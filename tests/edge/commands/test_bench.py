"""`glint bench`, up to what it measures: the figures themselves have a file of their own."""

import argparse

import pytest

from edge.cli import main
from edge.commands import bench
from edge.commands.bench import with_care


def test_bench_says_when_the_machine_is_busy():
    assert with_care(0.3, 2) == ""
    assert "load 14.0 on 2 cores" in with_care(14.0, 2)


def test_a_machine_is_busy_from_half_of_its_cores_on():
    assert with_care(1.9, 4) == ""
    assert with_care(2.0, 4) != ""


def test_unsaid_it_measures_eleven_times_and_is_for_people():
    parser = argparse.ArgumentParser()
    bench.add(parser.add_subparsers())
    args = parser.parse_args(["bench"])
    assert (args.rounds, args.idle, args.json, args.run) == (11, 10.0, False, bench.run)


@pytest.mark.parametrize("wrong", [["--rounds", "many"], ["--idle", "long"], ["--config", "glint.toml"], ["fast"]])
def test_used_wrongly_it_measures_nothing(wrong, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["bench", *wrong])
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: glint bench")


@pytest.mark.parametrize("wrong", [["--rounds", "0"], ["--idle", "0"], ["--idle", "-1"], ["--idle", "nan"]])
def test_it_does_not_measure_nothing(wrong, capsys):
    assert main(["bench", *wrong]) == 2
    assert capsys.readouterr() == ("", "glint: --rounds wants 1 or more, --idle more than 0 seconds\n")
