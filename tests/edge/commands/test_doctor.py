"""`glint doctor` tells what its checks found: to people in a table, to machines in objects, and by its exit status."""

import pytest

from tests.edge.commands.typed import configured, glint, rows


@pytest.fixture
def home(tmp_path):
    configured(tmp_path)
    with (tmp_path / "glint.toml").open("a", encoding="utf-8") as config:
        config.write('[sound]\nmicrophone = "none"\nspeaker = "none"\nvoice = "none"\n')
    return tmp_path


def test_machines_get_an_object_for_each_check_and_none_is_named_twice(home, capsys):
    assert glint(home, "doctor", "--json") == 0
    found = rows(capsys)
    assert all(row.keys() == {"what", "state", "found", "remedy"} for row in found)
    assert all(row["state"] in {"ok", "weak"} for row in found)
    names = [row["what"] for row in found]
    assert len(names) == len(set(names))
    assert {"python", "inference", "camera", "light", "detector", "ledger", "server"} <= set(names)
    assert names[0] == "python"


def test_people_see_how_to_mend_what_is_weak_and_nothing_fails_for_it(home, capsys):
    assert glint(home, "doctor") == 0
    head, _, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["what", "state", "found", "how", "to", "mend", "it"]
    (server,) = (line for line in lines if line.startswith("server"))
    assert "weak" in server
    assert server.endswith("glint setup")


def test_it_fails_where_glint_cannot_run(home, capsys):
    config = home / "glint.toml"
    config.write_text(config.read_text() + '[devices]\nlight = "nobody:lamp"\n', encoding="utf-8")
    assert glint(home, "doctor", "--json") == 1
    (broken,) = (row for row in rows(capsys) if row["state"] == "broken")
    assert broken["what"] == "devices"
    assert "nobody:lamp" in str(broken["found"])


def test_a_server_is_named_with_its_model(home, capsys):
    server = '[[server]]\nname = "desk"\nurl = "http://127.0.0.1:1/v1"\nmodel = "m"\n'
    config = home / "glint.toml"
    config.write_text(config.read_text() + server, encoding="utf-8")
    assert glint(home, "doctor", "--json") == 0
    assert [row["found"] for row in rows(capsys) if row["what"] == "server desk"] == ["http://127.0.0.1:1/v1 m"]
