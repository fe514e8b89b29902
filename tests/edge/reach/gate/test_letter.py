"""What a question carries is quoted, bounded and masked, and masked anew when it has waited."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.config import ServerConfig
from edge.messages import (
    Box,
    Instant,
    Outcome,
    Past,
    Point,
    Quad,
    Scene,
    Text,
    Thing,
    TurnId,
)  # fmt: skip
from edge.reach.gate.letter import (
    LETTERS_AT_MOST,
    NOTED,
    PAST_AT_MOST,
    QUESTION_AT_MOST,
    TEXTS_AT_MOST,
    GoneError,
    Letter,
    mask_again,
    plain_body,
    write,
)
from edge.reach.gate.mask import Masker
from edge.reach.modes import KNOW, THINK
from tests.edge.reach.reach import SERVER

QUAD = Quad(Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1))


def test_waiting_words_are_masked_by_the_list_of_today():
    letter = Letter(THINK, "is Heron late? 555-0123", Scene(None, texts=(Text("HERON\nplan", 0.9, QUAD),)))
    body, counts = write(letter, SERVER, Masker(), b"\xff\xd8x", 100)
    assert counts == {"phone": 1}
    assert mask_again(body, Masker(), picture=True) == (body, {})
    later, more = mask_again(body, Masker(["heron"]), picture=False)
    assert more == {"word": 2}
    assert b"eron" not in later
    assert b"HERON" not in later
    assert b"image_url" not in later


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=80), st.lists(st.text(max_size=40), max_size=4))
def test_masking_again_changes_nothing_where_nothing_changed(question, texts):
    scene = Scene(None, texts=tuple(Text(text, 0.9, QUAD) for text in texts))
    body, _ = write(Letter(KNOW, question, scene), SERVER, Masker(), b"", 100)
    assert mask_again(body, Masker(), picture=True)[0] == body


def written(letter: Letter, server: ServerConfig = SERVER, jpeg: bytes = b"") -> Any:
    return json.loads(write(letter, server, Masker(), jpeg, 100)[0])


def noted(letter: Letter, server: ServerConfig = SERVER) -> Any:
    """What goes along with a question."""
    question, _, told = written(letter, server)["messages"][1]["content"].partition(f"\n\n{NOTED}\n")
    assert question == letter.question
    return json.loads(told) if told else {}


def test_a_body_has_the_model_of_the_mode_or_the_servers_and_the_key_of_the_server():
    body = written(Letter(KNOW, "why?"))
    assert (body["model"], body["stream"], body["max_tokens"]) == ("m", True, 100)
    other = replace(SERVER, tokens_key="max_completion_tokens", price_in=1.0)
    body = written(Letter(replace(KNOW, model="small"), "why?"), other)
    assert (body["model"], body["max_completion_tokens"]) == ("small", 100)
    assert body["stream_options"] == {"include_usage": True}
    assert "max_tokens" not in body


def test_things_stand_where_somebody_would_point_and_only_sure_ones():
    sides = {"cup": 0.0, "book": 0.4, "dog": 0.8}
    things = tuple(Thing(label, 0.9, Box(x, 0, x + 0.2, 1)) for label, x in sides.items())
    told = noted(Letter(KNOW, "what?", Scene(None, (*things, Thing("cat", 0.1, Box(0, 0, 1, 1))))))
    assert told == {"things_in_view": ["cup on the left", "book in the middle", "dog on the right"]}


def test_nothing_is_noted_where_the_mode_or_the_server_may_not_have_it():
    scene = Scene(None, texts=(Text("EXIT", 0.9, QUAD),))
    past = (Past(TurnId(1), Instant(0), "who?", "You.", Outcome.ANSWERED_LOCAL),)
    letter = Letter(KNOW, "why?", scene, past)
    assert set(noted(letter)) == {"text_in_view", "earlier_turns"}
    assert set(noted(replace(letter, mode=replace(KNOW, scene=False)))) == {"earlier_turns"}
    assert set(noted(replace(letter, mode=replace(KNOW, turns=0)))) == {"text_in_view"}
    for server in (replace(SERVER, context=False), replace(SERVER, trains=True)):
        assert noted(letter, server) == {}
    assert noted(letter, replace(SERVER, trains=True, trusted_anyway=True))


def test_what_goes_along_is_bounded():
    scene = Scene(None, texts=tuple(Text(f"{n} " + "x" * 300, 0.9, QUAD) for n in range(60)))
    past = tuple(Past(TurnId(n), Instant(0), "q" * 999, f"{n}" * 999, Outcome.ANSWERED_LOCAL) for n in range(9))
    told = noted(Letter(KNOW, "why?", scene, past))
    assert sum(map(len, told["text_in_view"])) == LETTERS_AT_MOST
    assert [turn["answered"] for turn in told["earlier_turns"]] == [f"{n}" * PAST_AT_MOST for n in range(5, 9)]
    many = Scene(None, texts=tuple(Text(f"{n}", 0.9, QUAD) for n in range(60)))
    assert len(noted(Letter(KNOW, "why?", many))["text_in_view"]) == TEXTS_AT_MOST
    long = written(Letter(KNOW, "x" * (QUESTION_AT_MOST + 9)))["messages"][1]["content"]
    assert len(long) == QUESTION_AT_MOST


def test_a_picture_that_is_missing_is_told_and_one_that_is_there_goes_along():
    assert noted(Letter(KNOW, "what?", wants_picture=True)) == {
        "note": "the wearer asked about a picture, and there is none"
    }
    assert noted(Letter(replace(KNOW, picture=0), "what?", wants_picture=True)) == {}
    text, picture = written(Letter(KNOW, "what?"), jpeg=b"\xff\xd8x")["messages"][1]["content"]
    assert text == {"type": "text", "text": "what?"}
    assert picture["image_url"]["url"] == "data:image/jpeg;base64," + base64.b64encode(b"\xff\xd8x").decode()


def test_a_number_across_two_lines_is_masked():
    lines = tuple(Text(line, 0.9, QUAD) for line in ("call 020 7946", "0958 now"))
    body, counts = write(Letter(KNOW, "why?", Scene(None, texts=lines)), SERVER, Masker(), b"", 100)
    assert counts == {"phone": 1}
    assert b"7946" not in body


def test_a_kept_body_gets_todays_model_and_a_damaged_one_is_gone():
    body = write(Letter(KNOW, "why?"), SERVER, Masker(), b"", 100)[0]
    assert json.loads(mask_again(body, Masker(), picture=True, model="newer")[0])["model"] == "newer"
    assert json.loads(mask_again(body, Masker(), picture=True)[0])["model"] == "m"
    for damaged in (body[:-9], b"[]", b"{}", b'{"model": "m", "messages": []}', b"\xff"):
        with pytest.raises(GoneError, match="damaged"):
            mask_again(damaged, Masker(), picture=True)


def test_a_plain_body_carries_our_text_alone():
    body = json.loads(plain_body(SERVER, "hello?", b"", 9))
    assert body["messages"] == [{"role": "user", "content": "hello?"}]
    assert (body["model"], body["max_tokens"]) == ("m", 9)
