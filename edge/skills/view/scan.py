"""The skill for codes (Scan this code.). What is in a code is read out, and never opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

from edge.errors import AnswerError
from edge.language.language import english
from edge.language.text import listing
from edge.messages import Claim, Code, Intent, Need
from edge.skills.skill import Asked, Meaning, Reply

LONGEST = 200


class Scan:
    """Reads QR codes and barcodes out."""

    name = "scan"
    intent = Intent.SCAN
    serves = frozenset({Intent.SCAN})
    examples = {
        "scan": (
            "Scan this.",
            "Scan this QR code.",
            "What does this barcode say?",
            "What's in the QR code?",
            "Where does this QR code lead?",
            "Is there a barcode here?",
            "Can you read the QR code?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        """None where it is asked what codes are, and not what one in view says."""
        if "of_a_kind" in english().cues(meaning.said):
            return None
        return Claim(self.name, needs=frozenset({Need.CODES}))

    def answer(self, asked: Asked) -> Reply:
        codes = asked.scene.codes
        if codes is None:
            raise AnswerError(asked.scene.missing or "I could not look for codes just now.")
        if not codes:
            return Reply("I don't see a code. Try to hold it closer, flat, and with more light.")
        found = [told(code) for code in dict.fromkeys(codes)]
        if len(found) == 1:
            return Reply(f"{found[0]}.")
        return Reply(f"I see {len(found)} codes: {'; '.join(found)}.")


def told(code: Code) -> str:
    """A code in words: what kind of thing it holds, and what."""
    text = code.text.strip()
    if not text:
        return f"This {_kind(code)} is empty"
    scheme = text.partition(":")[0].casefold()
    teller = _TELLERS.get(scheme)
    if teller is not None:
        return f"This {_kind(code)} {teller(text)}"
    if text.upper().startswith("BEGIN:V"):
        return f"This {_kind(code)} {_card(text)}"
    if text.isdigit():
        return f"This {_kind(code)} says {text}"
    return f"This {_kind(code)} says “{_short(text)}”"


def _kind(code: Code) -> str:
    plain = re.sub(r"[^a-z]", "", code.format.casefold())
    return "QR code" if "qr" in plain else "code" if plain in ("datamatrix", "aztec", "pdf", "maxicode") else "barcode"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[:LONGEST].rstrip() + "..."


def _link(text: str) -> str:
    """The host is what counts: it is said in full, and what tries to hide it is named."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return f"holds a broken link: “{_short(text)}”"
    warning = ""
    if "@" in parts.netloc:
        warning = ". Careful: it tries to look like another address"
    elif host.startswith("xn--") or ".xn--" in host or not host.isascii():
        warning = ". Careful: its name uses unusual letters"
    return f"is a link to {host or 'nowhere'}{warning}: {_short(text)}"


def _fields(text: str) -> dict[str, str]:
    """`WIFI:T:WPA;S:name;P:secret;;` with its escapes."""
    body = text.partition(":")[2]
    pairs = (part.partition(":") for part in re.split(r"(?<!\\);", body))
    return {key.strip().upper(): re.sub(r"\\(.)", r"\1", value) for key, _, value in pairs if key.strip()}


def _wifi(text: str) -> str:
    fields = _fields(text)
    name = fields.get("S", "without a name")
    password = fields.get("P", "")
    return f"is for the Wi-Fi network “{name}”" + (
        f" with the password “{password}”" if password else ", which is open"
    )


def _mail(text: str) -> str:
    fields = _fields(text) if text[:7].upper() == "MATMSG:" else {}
    address = fields.get("TO") or unquote(text.partition(":")[2].partition("?")[0])
    subject = fields.get("SUB") or parse_qs(text.partition("?")[2]).get("subject", [""])[0]
    return f"is an email to {address}" + (f" about “{_short(subject)}”" if subject else "")


def _message(text: str) -> str:
    number, _, words = re.sub(r"^\w+:", "", text).replace("?body=", ":").partition(":")
    return f"is a text message to {number}" + (f": “{_short(unquote(words))}”" if words else "")


def _card(text: str) -> str:
    fields = {
        line.partition(":")[0].partition(";")[0].upper(): line.partition(":")[2].strip() for line in text.splitlines()
    }
    if "VEVENT" in text.upper() or "VCALENDAR" in text.upper():
        when = f" starting {fields['DTSTART']}" if "DTSTART" in fields else ""
        return f"is an event: “{_short(fields.get('SUMMARY', 'without a title'))}”{when}"
    return _person(fields.get("FN") or fields.get("N", "somebody"), fields.get("TEL"), fields.get("EMAIL"))


def _person(name: str, *ways: str | None) -> str:
    reached = listing([way for way in ways if way])
    return f"is a contact: {_short(name)}" + (f", {reached}" if reached else "")


def _mecard(text: str) -> str:
    fields = _fields(text)
    return _person(fields.get("N", "somebody"), fields.get("TEL"), fields.get("EMAIL"))


_TELLERS: dict[str, Callable[[str], str]] = {
    "http": _link,
    "https": _link,
    "wifi": _wifi,
    "mailto": _mail,
    "matmsg": _mail,
    "smsto": _message,
    "sms": _message,
    "mecard": _mecard,
    "tel": lambda text: f"is the phone number {text[4:]}",
    "geo": lambda text: f"is a place on the map: {_short(text[4:])}",
    "otpauth": lambda _: "holds a secret for logging in, which I don't read aloud",
    "bitcoin": lambda text: f"asks for a payment: {_short(text)}",
    "javascript": lambda _: "holds a program, which I don't run",
}
