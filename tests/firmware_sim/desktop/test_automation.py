"""The API, asked over a real socket: what each route gives, and what a wrong request is told."""

import json
import threading

import cv2
import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firmware_sim.desktop.automation import BODY_AT_MOST
from tests.firmware_sim.desktop.served import serving

pytestmark = pytest.mark.usefixtures("quiet")

PNG = cv2.imencode(".png", np.full((60, 80, 3), 90, np.uint8))[1].tobytes()
DO = ("type", "tap", "say", "look", "watch", "hear", "fault", "mend", "air", "link", "pace", "charge", "server", "wear",
      "record", "forget", "receipts", "scenario", "replay", "scrub", "drive", "nothing")  # fmt: skip


def test_without_the_option_there_is_none(tmp_path):
    with serving(tmp_path) as sim:
        assert sim.request("GET", "/api/state").status == 404
        assert sim.order("type", text="what time is it").status == 404
        with sim.page() as page:
            assert page.hello["automation"] is False


def test_a_typed_question_comes_back_as_the_card_of_its_answer(sim):
    answer = sim.order("type", text="what time is it")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert (answer.json()["text"], answer.json()["outcome"]) == ("what time is it", "answered_local")
    assert [card["id"] for card in sim.request("GET", "/api/turns").json()] == [answer.json()["id"]]


def test_two_that_ask_at_once_get_their_own_answers(sim):
    found = {}

    def ask(text):
        found[text] = sim.order("type", text=text).json()["text"]

    texts = ["what time is it", "how warm are you", "what is two plus three"]
    asking = [threading.Thread(target=ask, args=(text,)) for text in texts]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(30)
    assert found == {text: text for text in texts}


def test_the_state_is_what_the_page_is_told(sim):
    state = sim.request("GET", "/api/state").json()
    assert (state["is"], state["scene"], state["air"]) == ("state", {"kind": "scene", "name": "table"}, "wifi")
    assert sim.order("air", name="offline").json() == {}
    assert sim.order("charge", battery=0.1, around=-5).json() == {}
    state = sim.request("GET", "/api/state").json()
    assert (state["air"], state["battery"], state["around"]) == ("offline", 0.1, -5)


def test_the_display_is_a_picture_or_nothing(sim):
    assert sim.request("GET", "/api/display.png").status == 204
    sim.order("type", text="what time is it")
    shown = sim.request("GET", "/api/display.png")
    assert shown.headers["content-type"] == "image/png"
    assert cv2.imdecode(np.frombuffer(shown.body, np.uint8), cv2.IMREAD_COLOR).shape == (288, 576, 3)


def test_a_picture_is_looked_at_and_a_bomb_is_not(sim):
    assert sim.request("POST", "/api/look", PNG, content_type="image/png").json() == {}
    assert sim.request("GET", "/api/state").json()["scene"]["kind"] == "picture"
    bomb = PNG[:16] + (30_000).to_bytes(4, "big") * 2 + PNG[24:]
    refused = sim.request("POST", "/api/look", bomb, content_type="image/png")
    assert refused.status == 400
    assert "too large (30000 x 30000 pixels" in refused.json()["why"]
    assert sim.request("POST", "/api/look", b"", content_type="image/png").status == 400
    assert sim.request("POST", "/api/look", bytes(BODY_AT_MOST + 1), content_type="image/png").status == 413


def test_a_recording_is_heard(sim, tmp_path):
    soundfile.write(tmp_path / "sound.wav", np.zeros(8000, np.float32), 16_000)
    heard = sim.request("POST", "/api/hear", (tmp_path / "sound.wav").read_bytes(), content_type="audio/wav")
    assert 0.4 < heard.json()["seconds"] < 0.7
    assert sim.request("POST", "/api/hear", b"RIFF", content_type="audio/wav").status == 400


def test_what_leaves_is_told_with_its_receipt_and_can_be_wiped(sim):
    card = sim.order("type", text="why is the sky blue?").json()
    assert card["outcome"] == "answered_remote"
    (receipt,) = sim.request("GET", "/api/receipts").json()
    assert (receipt["turn"], receipt["sent"]) == (card["id"], "whole")
    assert card["id"] in sim.order("forget", receipt=receipt["id"]).json()["turns"]
    assert sim.request("GET", "/api/turns").json() == []
    assert sim.order("forget", receipt=receipt["id"]).status == 400


@pytest.mark.parametrize("last", ["0", "-1", "201", "x", "", "1.5", "000100" + "9" * 5000, "%D9%A1"])
def test_last_is_a_number(sim, last):
    assert sim.request("GET", f"/api/turns?last={last}").status == 400


def test_a_wrong_request_is_told_what_is_wrong(sim):
    def why(do, body=b"{}", kind="application/json"):
        answer = sim.request("POST", f"/api/{do}", body, content_type=kind)
        assert answer.status == 400
        return answer.json()["why"]

    assert "Content-Type: application/json" in why("mend", kind="text/plain")
    assert "no JSON object" in why("mend", b"[]")
    assert "no JSON object" in why("mend", b"{" * 100_000)
    assert "not an order" in why("dance")
    assert "unknown field" in why("mend", b'{"hard": true}')
    assert "there is no scene" in why("look", b'{"scene": "moon"}')
    assert "within is a number" in why("type", b'{"text": "hi", "within": 0}')
    assert "within is a number" in why("type", b'{"text": "hi", "within": "soon"}')
    assert why("drive") == "a page drives, and nobody else has to"
    assert why("server", b'{"kind": "url", "url": "ftp://x"}').startswith("ftp://x: is not an address")
    assert sim.order("type", text="why is the sky blue?", within=0.05).status == 409


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(DO),
    st.sampled_from(["application/json", "image/png", "audio/wav", "", "application/json; charset=x"]),
    st.binary(max_size=300)
    | st.dictionaries(st.sampled_from(["text", "n", "scene", "on", "factor", "kind", "do"]), st.text() | st.floats())
    .map(json.dumps).map(str.encode)
    | st.sampled_from([b'{"x":' * 50_000, b"[" * 99_999, b'{"n":1' + b"0" * 9999 + b"}"]),
)  # fmt: skip
def test_rubbish_is_refused_or_survived(sim, do, kind, body):
    if do in {"type", "say"} and kind.startswith("application/json"):
        do = "tap"  # what is a question after all is waited for
    assert sim.request("POST", f"/api/{do}", body, content_type=kind).status in {200, 400, 404, 409}
    assert sim.request("GET", "/api/state").status == 200
