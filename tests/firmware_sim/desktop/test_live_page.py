"""A page on its socket: orders and what they come to, bytes and what they belong to, and too much of everything."""

import json
import time

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from firmware_sim.desktop.live_page import TEXT_AT_MOST, UNDER_WAY_AT_MOST
from firmware_sim.desktop.serve import MESSAGE_AT_MOST
from tests.firmware_sim.desktop.served import WITHIN

pytestmark = pytest.mark.usefixtures("quiet")

JPEG = cv2.imencode(".jpg", np.full((60, 80, 3), 90, np.uint8))[1].tobytes()
HUGE_PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (30_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00" + bytes(99)
)
HUGE_JPEG = (
    b"\xff\xd8\xff\xc0\x00\x11\x08" + (30_000).to_bytes(2, "big") * 2 + b"\x03" + bytes(99) + b"\xff\xda\xff\xd9"
)


def still_answers(page):
    """Whether the glasses, on the same socket, noticed nothing."""
    return page.ask("what time is it")["outcome"] == "answered_local"


CUT = 0
"""It was cut off while it still sent: then the system drops what the other side said last, the code among it."""


def closed_with(page, *sent):
    """The code with which it is sent away after this, or CUT."""
    try:
        for data in sent:
            page.line.send(data)
        while True:
            page.next()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else CUT


def test_a_question_is_answered_and_each_step_is_told(sim):
    with sim.page() as page:
        card = page.ask("what time is it")
        assert (card["text"], card["how"], card["outcome"]) == ("what time is it", "typed", "answered_local")
        steps = [one["event"]["is"] for one in page.told if one["is"] == "step"]
        assert steps[:4] == ["Typed", "Query", "Understanding", "Tried"]


def test_what_cannot_be_done_is_refused_in_a_line_with_its_number(sim):
    with sim.page() as page:
        assert page.order("look", scene="nowhere")["why"] == "there is no scene 'nowhere'"
        assert "not an order" in page.order("dance")["why"]
        assert page.order("fault", device="camera", kind="bored")["why"] == "there is no fault 'bored' of a camera"
        assert page.order("air", name="carrier_pigeon")["why"].startswith("there is no network")
        for text in ('{"n":7,"do":', '{"n":7.5,"do":"mend"}', '{"n":true}', "[7]", "7"):
            page.line.send(text)
            assert page.until("refused")["n"] == 0
        assert still_answers(page)


def test_whatever_is_said_is_told_as_json_and_as_nothing_else(sim):
    said = "\x1b[2J\x00\u2028</script>\U0001f600 \u202e what time is it"
    with sim.page() as page:
        assert page.ask(said)["text"] == said
        assert any(one["is"] == "step" and one["event"].get("text") == said for one in page.told)


# ------------------------------------------------------------------------------------------------------------ two tabs


def test_the_second_tab_watches_until_it_takes_over(sim):
    with sim.page() as first, sim.page() as second:
        assert (first.hello["driver"], second.hello["driver"]) == (True, False)
        assert "another tab drives" in second.order("type", text="what time is it")["why"]
        assert second.order("receipts")["receipts"] == []
        assert second.order("drive")["is"] == "done"
        assert first.until("driver")["driver"] is False
        assert "another tab drives" in first.order("mend")["why"]
        assert still_answers(second)
        assert first.until("step", wall=second.told[-1]["wall"])["turns"]  # both are told


def test_a_driver_that_leaves_hands_on(sim):
    with sim.page() as first, sim.page() as second:
        first.line.close()
        assert second.until("driver")["driver"] is True
        assert still_answers(second)


def test_bytes_of_a_page_that_only_watches_are_passed_over(sim):
    with sim.page() as first, sim.page() as second:
        second.line.send(b"P" + JPEG)
        second.line.send(b"W")
        assert second.order("receipts")["is"] == "done"
        assert first.until("state")["scene"]["kind"] == "scene"


# --------------------------------------------------------------------------------------------------------------- bytes


def test_a_picture_belongs_to_the_order_before_it_whatever_comes_between(sim):
    with sim.page() as page:
        page.send(do="watch", what="picture", n=50)
        page.line.send(b"S" + bytes(3200))
        page.send(do="mend", n=51)
        page.line.send(b"P" + JPEG)
        assert {page.until("done")["n"], page.until("done")["n"]} == {50, 51}
        assert page.until("state", scene={"kind": "picture", "name": ""})


@pytest.mark.parametrize("picture", [b"", b"GIF89a", HUGE_PNG, HUGE_JPEG, JPEG[:300]])
def test_what_is_no_picture_is_refused(sim, picture):
    with sim.page() as page:
        page.send(do="watch", what="picture", n=5)
        page.line.send(b"P" + picture)
        assert page.until("refused")["n"] == 5
        page.order("watch", what="camera")
        page.line.send(b"F" + picture)
        assert still_answers(page)


def test_a_frame_that_was_asked_for_is_looked_at(sim):
    with sim.page() as page:
        page.order("watch", what="camera")
        page.send(do="type", text="what do you see", n=9)
        assert page.until("camera", on=True)["width"] > 0
        names = []
        while "frame" not in names:
            page.line.send(b"F" + JPEG)
            names.append(page.next()["is"])
        page.next()
        frame = next(one for one in page.told if one["is"] == "frame")
        assert frame["bytes"].startswith(b"L\xff\xd8")
        if "camera" not in names:
            page.until("camera", on=False)


def test_a_recording_is_heard_and_a_bomb_is_not(sim, tmp_path):
    import soundfile

    def recording(seconds, kind):
        path = tmp_path / f"sound.{kind}"
        soundfile.write(path, np.zeros(round(16_000 * seconds), np.float32), 16_000, format=kind)
        return path.read_bytes()

    with sim.page() as page:
        page.line.send(b"W" + recording(0.5, "wav"))
        assert 0.4 < page.until("done", n=0)["seconds"] < 0.7
        bomb = recording(3600, "flac")  # an hour of silence in some hundred kilobytes
        assert len(bomb) < MESSAGE_AT_MOST
        for data, why in ((bomb, "lasts longer"), (b"", "is no sound"), (b"RIFF" + b"\xff" * 99, "is no sound")):
            page.line.send(b"W" + data)
            refused = page.until("refused", n=0)
            assert f"the recording {why}" in refused["why"]
            assert str(tmp_path) not in refused["why"]


# ------------------------------------------------------------------------------------------------------- too much of it


def test_a_message_larger_than_any_page_sends_ends_its_socket_alone(sim):
    with sim.page() as page:
        for data, code in ((bytes(17 << 20), 1009), ("x" * (TEXT_AT_MOST + 1), 1008)):
            with sim.page() as other:
                assert closed_with(other, data) in {code, CUT}
        assert still_answers(page)


def test_a_flood_ends_its_socket_alone(sim):
    with sim.page() as page:
        with sim.page() as other:
            assert closed_with(other, *('{"do":"receipts"}' for _ in range(2000))) in {1008, CUT}
        assert still_answers(page)


def test_more_questions_than_anybody_asks_are_refused_or_answered(sim):
    """The mind has its own limit; the page goes on telling what comes of each."""
    with sim.page() as page:
        for n in range(1, 151):
            page.send(do="type", n=n, text="what time is it")
        left = set(range(1, 151))
        while left:
            message = page.next()
            if message["is"] in {"done", "refused"}:
                left.remove(message["n"])
        assert page.ask("what time is it")["outcome"] in {"answered_local", "cancelled"}


def test_orders_under_way_are_counted(sim):
    with sim.page() as page:
        page.order("watch", what="camera")
        for n in range(1, 3 * UNDER_WAY_AT_MOST):
            page.send(do="look", scene="table", n=n)
        told = [page.until("done", n=1)] + [one for one in (page.next() for _ in range(20)) if one["is"] == "refused"]
        assert all("too much at once" in one["why"] for one in told[1:])
        assert still_answers(page)


def test_a_page_that_never_reads_holds_up_nobody(sim):
    with sim.socket() as line, sim.page() as page:
        line.send(json.dumps({"do": "hello", "token": sim.token}))
        for _ in range(20):
            began = time.monotonic()
            assert still_answers(page)
            assert time.monotonic() - began < WITHIN


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.binary(max_size=200) | st.text(max_size=200)
        | st.recursive(st.none() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=5).map(json.dumps)
        | st.sampled_from(["[" * 60_000, '{"do":' * 9_999, '{"n":' + "9" * 9_999 + "}", "\u0000\u2028\U0010ffff"])
        | st.builds(lambda kind, data: kind + data, st.sampled_from([b"S", b"F", b"P", b"W", b"T"]), st.binary()),
        min_size=20, max_size=60,
    )
)  # fmt: skip
def test_rubbish_is_refused_or_survived(sim, rubbish):
    with sim.page() as page:
        page.order("watch", what="camera")
        for one in rubbish:
            page.line.send(one)
        assert still_answers(page)
