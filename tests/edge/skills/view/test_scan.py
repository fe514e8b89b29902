"""Codes: told as what they are, never opened, never obeyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Code, Point, Quad, Scene
from edge.skills.view.scan import told
from tests.edge.skills.asking import ask, meant

QUAD = Quad(Point(0.1, 0.1), Point(0.5, 0.1), Point(0.5, 0.2), Point(0.1, 0.2))


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ("https://example.com/menu?x=1", "This QR code is a link to example.com: https://example.com/menu?x=1."),
        ("https://bank.com@evil.example/", "is a link to evil.example. Careful: it tries to look like another address"),
        ("https://xn--pypal-4ve.com", "Careful: its name uses unusual letters"),
        (r"WIFI:T:WPA;S:Caf\;e;P:secret\:1;;", "is for the Wi-Fi network “Caf;e” with the password “secret:1”"),
        ("WIFI:S:Open;;", "is for the Wi-Fi network “Open”, which is open"),
        ("tel:+4930123", "is the phone number +4930123"),
        ("mailto:a@b.example?subject=Hi%20there", "is an email to a@b.example about “Hi there”"),
        ("SMSTO:+123:Hello", "is a text message to +123: “Hello”"),
        ("BEGIN:VCARD\nFN:Ada L\nTEL:+1\nEND:VCARD", "is a contact: Ada L, +1"),
        ("BEGIN:VEVENT\nSUMMARY:Party\nDTSTART:20260101\nEND:VEVENT", "is an event: “Party” starting 20260101"),
        ("otpauth://totp/x?secret=ABC", "holds a secret for logging in, which I don't read aloud"),
        ("javascript:alert(1)", "holds a program, which I don't run"),
        ("http://[broken", "holds a broken link"),
        ("just words", "says “just words”"),
    ],
)
def test_codes_are_read_as_what_they_are(payload: str, told: str):
    reply = ask(meant("scan", "scan this"), Scene(codes=(Code("QRCode", payload, QUAD),)))
    assert told in reply.text
    assert "ABC" not in reply.text
    assert reply.acts == ()


def test_barcodes_and_several_codes():
    bar, code = Code("EAN13", "4006381333931", QUAD), Code("QRCode", "hi", QUAD)
    assert ask(meant("scan", "scan this"), Scene(codes=(bar,))).text == "This barcode says 4006381333931."
    assert ask(meant("scan", "scan this"), Scene(codes=(bar, code, code))).text.startswith("I see 2 codes: ")
    assert ask(meant("scan", "scan this"), Scene(codes=())).text.startswith("I don't see a code.")


@given(st.text(max_size=80))
def test_any_payload_can_be_told(payload: str):
    assert ask(meant("scan", "scan this"), Scene(codes=(Code("QRCode", payload, QUAD),))).text


def test_a_long_payload_is_cut_and_an_empty_one_is_said_to_be_empty():
    assert told(Code("QRCode", "x" * 201, QUAD)) == f"This QR code says “{'x' * 200}...”"
    assert told(Code("DataMatrix", "x" * 200, QUAD)) == f"This code says “{'x' * 200}”"
    assert told(Code("EAN13", "  ", QUAD)) == "This barcode is empty"
