"""What is kept is kept before it is said, by the real runtime on simulated glasses; what is forgotten is in no file."""

from __future__ import annotations

import stat
from datetime import timedelta

import pytest

from edge.media.photo import open_photo
from edge.messages import Deed, Forget, Kind, Local, Outcome, TakeClip, TakePhoto, TurnId, Wall, deed_row
from edge.reach.gate.receipts import Attempt, Receipts
from edge.store.ledger import open_ledger
from firmware_sim.world.faults import Fault
from tests.edge.moments import NOON
from tests.edge.shell.remembering import day

FACT = ("memory_store", "remember that {text:my zanzibar locker is number 42}")


def holding(folder, secret=b"zanzibar"):
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and secret in path.read_bytes())


def test_a_note_is_kept_and_read_in_another_run(tmp_path):
    first = day(tmp_path, ("note_add", "Make a note that {text:Anna's train comes at ten}."))
    assert first.said == ["Noted: Anna's train comes at ten."]
    assert [deed_row(deed) for deed in first.last.acts] == [
        {"skill": "note", "do": "add", "text": "Anna's train comes at ten", "done": True}
    ]
    again = day(tmp_path, ("note_read", "read my notes"))
    assert "Anna's train comes at ten" in again.said[0]


def test_a_list_is_added_to_asked_about_and_taken_from(tmp_path):
    lived = day(
        tmp_path,
        ("list_add", "put {item:milk and eggs} on the {list:shopping} list"),
        ("list_add", "and {item:bread}"),
        ("list_read", "is {item:milk} on the list"),
        ("list_remove", "take {item:the milk} off"),
        ("list_read", "what's on my {list:shopping} list"),
        ("list_add", "{item:tea} too"),
        ("list_remove", "take that off again"),
        ("list_remove", "clear the list"),
        ("other", "yes please"),
        ("list_read", "what's on the list"),
    )
    assert lived.said == [
        "I put milk and eggs on the shopping list.",
        "I put bread on the shopping list.",
        "Yes, milk is on the shopping list.",
        "I took milk off the shopping list.",
        "On the shopping list: eggs and bread.",
        "I put tea on the shopping list.",
        "I took tea off the shopping list.",
        "Shall I clear the shopping list, two things? Say yes or no.",
        "I cleared the shopping list.",
        "There is nothing on the shopping list.",
    ]
    assert lived.entries == ()
    assert all(deed.done for end in lived.ends for deed in end.acts)


def test_a_fact_is_told_replaced_and_asked_for(tmp_path):
    lived = day(tmp_path, FACT, ("memory_store", "no it's 43"), ("memory_recall", "what's my zanzibar locker number"))
    assert lived.said[1] == "I'll remember it so: your zanzibar locker is number 43."
    assert "43" in lived.said[2]
    assert [entry.text for entry in lived.entries] == ["my zanzibar locker is number 43"]


def test_where_one_parked_is_kept_with_what_was_in_view_and_a_small_picture(tmp_path):
    lived = day(tmp_path, ("memory_store", "I parked here"), ("memory_recall", "where did i park"))
    (entry,) = lived.entries
    assert entry.seen == 'a car and the words "Level 3"'
    path = tmp_path / "remembered" / entry.file
    assert open_photo(path).pixels.shape[1] == 640
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert lived.said[1].startswith("You told me at 9:30: you parked here. In view then: a car and")
    assert lived.sim.witness.in_the_dark == []


def test_a_photo_is_kept_under_the_light(tmp_path):
    lived = day(tmp_path, ("photo", "say cheese"))
    (act,) = (deed.act for deed in lived.last.acts)
    assert isinstance(act, TakePhoto)
    assert open_photo(tmp_path / act.file).pixels.shape[1] == 1280
    assert (lived.said, lived.last.outcome) == (["I took a photo and kept it."], Outcome.ANSWERED_LOCAL)
    assert [noted.detail for noted in lived.sim.witness.of("light")] == ["on", "off"]
    assert lived.sim.witness.in_the_dark == []


@pytest.mark.parametrize("task", ["photo", "clip"])
def test_no_light_no_picture_and_no_camera_neither(tmp_path, task):
    dark = day(tmp_path, (task, "go"), faults=(Fault("light", "fail"),))
    blind = day(tmp_path, (task, "go"), eye=False)
    for lived in (dark, blind):
        assert lived.last.outcome is Outcome.DEGRADED
        assert lived.entries == ()
        assert not any(deed.done for deed in lived.last.acts)
    assert "light" in dark.said[0]
    assert "no camera" in blind.said[0]
    assert [path for path in tmp_path.rglob("*") if path.suffix in {".avi", ".jpg"}] == []


def test_a_clip_is_as_long_as_was_asked(tmp_path):
    import cv2

    lived = day(tmp_path, ("clip", "film this for {duration:four seconds}"))
    (act,) = (deed.act for deed in lived.last.acts)
    assert isinstance(act, TakeClip)
    assert lived.said == ["I am filming for 4 seconds. I kept a clip of 4 seconds, without sound."]
    path = tmp_path / act.file
    video = cv2.VideoCapture(str(path))
    assert video.get(cv2.CAP_PROP_FRAME_COUNT) / video.get(cv2.CAP_PROP_FPS) == pytest.approx(4.0, abs=0.3)
    video.release()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [noted.detail for noted in lived.sim.witness.of("light")] == ["on", "off"]
    assert (lived.sim.witness.in_the_dark, len(list(path.parent.iterdir()))) == ([], 1)


def test_filming_is_stopped_and_what_was_filmed_is_kept(tmp_path):
    lived = day(tmp_path, (1.0, "clip", "film for {duration:half an hour}"), (9.0, "clip", "stop filming"))
    assert lived.said[0] == "I stop filming."
    assert lived.said[1].startswith("I am filming for 30 seconds. I kept a clip of ")
    assert lived.said[1].endswith("I film at most 30 seconds.")
    (clip,) = lived.entries
    assert clip.kind is Kind.CLIP
    assert 5.0 < lived.last.acts[0].act.seconds < 9.0


def test_nothing_is_stopped_where_nothing_is_filmed(tmp_path):
    assert day(tmp_path, ("clip", "stop filming")).said == ["I am not filming just now."]


def test_a_clip_that_is_cancelled_leaves_no_file(tmp_path):
    lived = day(tmp_path, (1.0, "clip", "film this"), (4.0, "cancel", "stop"))
    assert Outcome.CANCELLED in {end.outcome for end in lived.ends}
    assert (lived.entries, list((tmp_path / "clips").iterdir())) == ((), [])
    assert lived.sim.witness.of("light")[-1].detail == "off"


def test_what_cannot_be_written_is_said_and_is_not_done(tmp_path):
    (tmp_path / "photos").write_text("in the way")
    lived = day(tmp_path, ("photo", "say cheese"))
    assert lived.said[0].startswith("I could not keep that: the file cannot be written")
    assert lived.last.acts == (Deed(TakePhoto(), done=False),)
    assert lived.last.outcome is Outcome.DEGRADED


def test_a_place_where_nothing_can_be_kept_says_so(tmp_path):
    """A ledger that cannot be opened: memory stands in for it, and what is only there is not kept."""
    (tmp_path / "ledger.sqlite").mkdir()
    lived = day(tmp_path, ("note_add", "note {text:this}"))
    assert lived.said == ["I could not keep that: nothing can be kept on disk just now."]


# ------------------------------------------------------------------------------------------------------- forgetting


def test_everything_is_forgotten_after_a_yes_and_no_byte_remains(tmp_path):
    lived = day(
        tmp_path,
        FACT,
        ("note_add", "note {text:zanzibar}"),
        ("photo", "say cheese"),
        ("forget", "forget everything"),
        ("other", "yes"),
    )
    assert lived.said[3] == "Shall I forget everything that I keep? Say yes or no."
    assert lived.said[4] == "Forgotten: 5 turns, 1 note, 1 fact, 1 photo."
    assert lived.last.acts == (Deed(Forget("everything"), done=True),)
    assert (lived.entries, lived.rows, holding(tmp_path)) == ((), [], [])
    assert list((tmp_path / "photos").iterdir()) == []


@pytest.mark.parametrize("word", ["no", "no don't", "what time is it"])
def test_nothing_is_forgotten_without_a_yes(tmp_path, word):
    lived = day(tmp_path, FACT, ("forget", "forget everything"), ("time", word))
    assert len(lived.entries) == 1
    assert not any(isinstance(deed.act, Forget) for end in lived.ends for deed in end.acts)


def test_that_is_the_turn_before(tmp_path):
    lived = day(
        tmp_path,
        ("note_add", "note {text:stays}"),
        FACT,
        ("forget", "forget that"),
        ("other", "yes"),
        ("memory_recall", "what was my zanzibar locker number"),
    )
    assert lived.said[3] == "Forgotten: 3 turns, 1 fact."
    assert "You have not told me that" in lived.said[4]
    assert [entry.text for entry in lived.entries] == ["stays"]
    assert lived.rows == ["note stays", "what was my zanzibar locker number"]


def test_what_was_told_about_something_goes_with_the_turns_that_told_it(tmp_path):
    lived = day(
        tmp_path,
        FACT,
        ("memory_store", "remember that {text:the bins go out on Tuesday}"),
        ("forget", "forget what i told you about {text:my zanzibar locker}"),
        ("other", "yes"),
    )
    assert 'your zanzibar locker: "your zanzibar locker is number 42"?' in lived.said[2]
    assert [entry.text for entry in lived.entries] == ["the bins go out on Tuesday"]
    assert holding(tmp_path) == []


def test_the_last_picture_goes_alone(tmp_path):
    lived = day(tmp_path, ("photo", "snap"), ("photo", "snap"), ("forget", "delete the last picture"), ("other", "yes"))
    assert lived.said[2:] == ["Shall I delete the last photo? Say yes or no.", "I deleted the last photo."]
    (left,) = lived.entries
    assert [path.name for path in (tmp_path / "photos").iterdir()] == [left.file]


def test_today_is_forgotten_and_yesterday_stays(tmp_path):
    day(tmp_path, FACT)
    with open_ledger(tmp_path / "ledger.sqlite") as ledger, ledger.write() as database:
        database.execute("UPDATE turns SET began = '2026-05-03T09:00:00.000+00:00'")
    lived = day(tmp_path, ("note_add", "note {text:of today}"), ("forget", "erase {date:today}"), ("other", "yes"))
    assert lived.said[1] == "Shall I forget everything from today? Say yes or no."
    assert lived.said[2] == "Forgotten: 3 turns, 1 note."
    assert [entry.kind for entry in lived.entries] == [Kind.FACT]


# ------------------------------------------------------------------------------------------------------- what left


def test_what_left_is_told_from_the_receipts(tmp_path):
    assert day(tmp_path, ("what_sent", "did you send anything")).said == ["Nothing has left this device."]
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        attempt = Attempt(TurnId(1), "desk", "asked", "know", 900, "ab", {}, {}, "", 0, 0, 0.0)
        Receipts(ledger).open(Wall(NOON - timedelta(days=1)), attempt, b"jpeg")
    told = day(tmp_path, ("what_sent", "did you send anything")).said[0]
    assert told.startswith("Something left this device once: to desk, on Monday, 3 March 2025 at 12:00, to answer")
    assert "with a picture" in told


def test_who_answers_is_named(tmp_path):
    assert day(tmp_path, FACT).last.route == Local("memory")
