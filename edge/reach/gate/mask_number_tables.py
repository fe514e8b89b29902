"""Tables for mask_numbers.py: words that tell what a number is, and shapes that tell it without words."""

from __future__ import annotations

import re


def _any(*words: str) -> re.Pattern[str]:
    """Any of these words, but not a mask of an earlier time."""
    return re.compile(rf"(?<![\w\[])(?:{'|'.join(words)})\b", re.IGNORECASE)


# ------------------------------------------------------------------------------------------------- words before one

CARD = _any("card", "visa", "master ?card", "amex", "american express", "maestro", "discover", "debit", "credit")
ACCOUNT = _any(
    "accounts?", "acct", "acc", "a/c", "iban", "bic", "swift", "routing", "aba", "sort code", "bsb", "konto(?:nummer)?",
    "savings", "checking", "deposit", "social (?:security|insurance)", "ssn", "passport", "tax (?:id|number)", "nino",
    "blz", "bankleitzahl", "(?:bank|branch) code", "transit", "national insurance", "nhs", "medicare",
    "(?:id|identity) card", "licen[cs]e number", "licen[cs]e",
    "(?:member(?:ship)?|customer|client|policy|insurance|patient|employee|student|id|vat)(?: (?:number|id|no))",
)  # fmt: skip
PHONE = _any(
    "call(?:ed|ing|s)?", "phones?", "telephone", "tel", "mobile", "cell", "text(?:ed)?", "ring", "rang", "dial(?:led)?",
    "fax", "whats ?app", "sms", "hotline", "reach", "contact", "landline", "voicemail", "extension", "handy", "signal",
    "tlf", "m[oó]vil", "tel[eé]fono", "taxi", "reception", "helpline",
    "(?:my|her|his|their|our|your|home|office|work|the|new|old|\\w+'s) number", "telegram", "facetime", "message",
)  # fmt: skip
PERHAPS_PHONE = _any("number is", "numbers? are", "number", "nr", "no")
SECRET = re.compile(
    r"\b(?:cvv2?|cvc2?|security code|verification code|pin(?: code| number)?|passcode|tan|otp)\b"
    r"[\s:=#]*(?:(?:is|code|number|was|to)\b[\s:]*)*$",
    re.IGNORECASE,
)
HARMLESS = _any(
    "isbn", "barcode", "ean", "upc", "gtin", "serial", "tracking", "parcel", "dhl", "fedex", "ups", "usps",
    "ticket", "confirmation", "reservation", "booking", "reference", "imei", "order", "invoice", "part", "model",
    "version", "build", "article", "product", "item", "population", "distance", "pi", "years?", "since", "between",
    "lottery", "binary", "decimal", "prime", "factorial", "fibonacci", "coordinates", "latitude", "longitude", "score",
    "resolution", "code points?", "hex", "sequence", "random", "seed", "count", "larger", "smaller", "bigger",
    "greater", "power", "constant", "error", "zip", "postcode", "chapter", "page", "bible",
)  # fmt: skip
HARMLESS_NEXT = re.compile(r"\b(?:train|bus|tram|flight|line|route|gate|room)(?: (?:number|no))?\W*$", re.IGNORECASE)
PHONE_AFTER = re.compile(
    r"\W*(?:called|calls|rang|rings|texted|texts|phoned|messaged|keeps (?:calling|ringing|texting)"
    r"|(?:is|was) (?:calling|ringing))\b",
    re.IGNORECASE,
)
SINCE_WHEN = re.compile(
    r"\b(?:in|on|of|by|since|from|until|till|before|after|around|year|opened|expires?)\W*$", re.IGNORECASE
)
ACCOUNT_AFTER = re.compile(
    r"\W*+(?:(?:(?:is|was|as)\W*+)?(?:my|his|her|their|our|the)\W++(?:\w++\W++)?(?:account|iban)"
    r"|(?:with |and )?sort code)",
    re.IGNORECASE,
)

SENTENCE_END = re.compile(r"(?<!\bno)(?<!\bnr)(?<!\btel)(?<!\bacc)(?<!\bacct)(?<!\bmob)[.!?;]\s", re.IGNORECASE)

# -------------------------------------------------------------------------------------------------------------- sums

SUM_BEFORE = re.compile(
    r"(?:\b(?:times|plus|minus|over|by|and|of|divide|multiply|add|subtract|root|sum|percent|product|is|prime)"
    r"|[*/+×÷=^])\s*$",
    re.IGNORECASE,
)
SIGN_BEFORE = re.compile(r"(?:\d|[*/×÷=^]|\b(?:times|minus|divided by))\s*$", re.IGNORECASE)
ASKED_BEFORE = re.compile(r"\b(?:what is|what's|how much is|calculate|compute|is|of)\s*$", re.IGNORECASE)
SUM_AFTER = re.compile(
    r"^\s*(?:[*/+×÷=^]|(?:times|plus|minus|divided|multiplied|squared|cubed|modulo|percent|a power|a? ?prime|even|odd|"
    r"in (?:binary|hex|words|roman|decimal)|km|kilomet\w+|met(?:er|re)s?|miles?|grams?|kg|dollars?|euros?|pounds?|"
    r"(?:kilo|mega|giga)?bytes?|people|seconds?|minutes|hours|days|years?|inhabitants|light)\b)",
    re.IGNORECASE,
)

# ------------------------------------------------------------------------------------------------------------- shapes

DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}/\d{2,4}|\d{1,2} \d{1,2} (?:19|20)\d\d"
)
DATE_LAST = re.compile(r"\D\d{1,2}/\d{1,2}/\d{4}$")
TIMES = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:[ -](?:[01]\d|2[0-3])[0-5]\d){2,}")
DAY_AND_YEAR = re.compile(r"\d{1,2},? (?:1[0-9]|20)\d\d")
MONTH_BEFORE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\W*$",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"\d+[.,]\d\d|\d{1,3}(?: \d{3}){2,}")
DIRECT = re.compile(r"\b(?:number|no|nr|code|accounts?|acct?|a/c|konto|blz)\b[\s.:#]*(?:is\b)?\W*$", re.IGNORECASE)
YEARS = re.compile(r"(?:1[5-9]|20)\d\d ?[-–/ ]{1,2} ?(?:1[5-9]|20)\d\d")
ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
SMALL_NUMBERS = re.compile(r"(?!(?:\d ){9,10}\d$)[1-9]\d?(?:\W+\d{1,2}){3,}")  # but not a phone's, digit by digit
CARD_BRAND = re.compile(r"(?:4|5[1-5]|2[2-7]|6[045])\d+")
CARD_SPREAD = re.compile(r"(?<![\d.,$€£-])\d[\dO]{3}(?:[\s,._/–—“”\"'-]{1,5}[\dO]{4}){3}(?!\w|[.,]\d)")
CARD_GROUPS = re.compile(r"\d{12,19}|(?:\d{3,8}[ .-]){1,4}\d{1,8}")
PHONE_GROUPS = re.compile(
    r"(?:1[-. ])?(?:\(\d{3}\) ?|\d{3}[-. /])\d{3}[-. ]\d{4}|\d{3}-\d{4}"
    r"|\(0\d{1,4}\)[ \d/-]{5,}|0\d{1,4} ?[ /-] ?\d[\d /-]{4,}"
)
_IBAN_SIZES = {
    15: "NO", 16: "BE", 18: "DK FI FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU XK", 21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM TL", 24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB NI PL SV",
    29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
}  # fmt: skip
_IBANS = (
    rf"(?:{names.replace(' ', '|')}) ?\d\d(?:[ \n-]?[A-Z0-9]){{{size - 4}}}" for size, names in _IBAN_SIZES.items()
)
IBAN = re.compile(rf"\b(?:{'|'.join(_IBANS)})\b", re.IGNORECASE)
IBAN_BEFORE = re.compile(r"\biban\b\W*(?:\w+\W*){0,3}$", re.IGNORECASE)
WALLET = re.compile(r"\b(?:bc1[a-z0-9]{25,60}|0x[0-9a-fA-F]{40}|[13][a-km-zA-HJ-NP-Z1-9]{25,34})\b")

# ------------------------------------------------------------------------------------------- numbers, written or said

_GAP = r"[ \u00a0\u2009]?[-–./()]{0,2}[ \u00a0\u2009]?"
WRITTEN = re.compile(rf"(?<![\w$€£])(?<!\d[.,])\+?\(?\d(?:{_GAP}\d)*\)?(?![\w%]|[.,:]\d)")
DIGITS = {word: str(n) for n, word in enumerate("zero one two three four five six seven eight nine".split())}
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SAID = {
    **DIGITS,
    "oh": "0",
    **{word: str(n) for n, word in enumerate(_TEENS, 10)},
    **{word: str(n) for n, word in zip(range(20, 100, 10), _TENS, strict=True)},
}
AGAIN = {"double": 2, "triple": 3}
ZEROS = {"hundred": "00", "thousand": "000"}
_WORD = rf"(?:{'|'.join(SAID)}|\d{{1,4}})"
_PAUSE = (
    r"(?:,? (?:dash|hyphen|u[hm]|erm?|then|and then|pause) "
    rf"|,? and (?=(?:{'|'.join(DIGITS)}|oh)\b)|[ ,-]{{1,2}})"
)
SPOKEN = re.compile(
    rf"\b(?:plus )?(?:(?:double|triple) )?{_WORD}(?:{_PAUSE}(?:(?:double|triple|hundred|thousand)[ -])?{_WORD})+"
    r"(?: hundred| thousand)?\b",
    re.IGNORECASE,
)
EXTENSION = re.compile(rf",? ?(?:ext(?:ension)?\.?|x) ?(?:\d{{1,6}}|{_WORD}(?: {_WORD}){{0,5}})\b", re.IGNORECASE)
