"""Finds secrets that codes carry: to a Wi-Fi, an account or money; as the code has them or as they were read out."""

from __future__ import annotations

import re

_SCHEMES = (
    "dpp otpauth otpauth-migration sgnl lpa bitcoin bitcoincash ethereum litecoin dogecoin monero lightning solana upi "
    "payto swish bezahlcode"
)
_STARTS = (
    rf"wifi:[a-z]:|(?:{_SCHEMES.replace(' ', '|')}):(?=\S{{8}})|fido:/|tg://login|ln(?:bc|url)1"
    r"|spd\*1\.0\*|bcd\s00[12]\s|spc\s0[12]00\s|st0001[12]\||000201(?=\d{4})"  # payments: European, Swiss, EMV ...
)
_PAYLOAD = re.compile(rf"(?<![^\W_])(?:{_STARTS})[^\n]*", re.IGNORECASE)
_TOLD = re.compile(r"\bpassword “(?!\[)([^”\n]{1,200})”", re.IGNORECASE)


def find(text: str) -> list[tuple[int, int, str]]:
    """The places of secrets, in order and apart. A payload is taken to the end of its line."""
    found = [(match.start(), match.end(), "secret") for match in _PAYLOAD.finditer(text)]
    told = [(match.start(1), match.end(1), "secret") for match in _TOLD.finditer(text)]
    return sorted(found + [span for span in told if all(span[1] <= one or other <= span[0] for one, other, _ in found)])
