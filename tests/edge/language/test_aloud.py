"""What is written becomes what people say: times, dates, money, units, codes, ranges, short forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.aloud import aloud

TIMES = [
    ("It's 19:40.", "It's nineteen forty."),
    ("open 9:00-17:30", "open nine o'clock to seventeen thirty"),
]
DATES = [
    ("Today is Monday, 4 May 2026.", "Today is Monday, the fourth of May twenty twenty-six."),
    ("EXP 03/2027", "expires March twenty twenty-seven"),
    ("on 24.12.2026 at 14:05", "on the twenty-fourth of December twenty twenty-six at fourteen oh five"),
]
MONEY = [
    ("It costs $5.50.", "It costs 5 dollars 50."),
    ("€1", "1 euro"),
    ("$3 million", "3 million dollars"),
    ("£0.99", "99 pence"),
    ("€0.01", "1 cent"),
    ("€12.00", "12 euros"),
    ("¥500", "500 yen"),
    ("2 FOR 3 EUR", "2 FOR 3 euros"),
    ("12,50 €", "12 euros 50"),
    ("€1,200", "1200 euros"),
    ("APPLES €2.49 / KG", "APPLES 2 euros 49 per kilogram"),
    ("$1.5 billion", "1.5 billion dollars"),
]
UNITS = [
    ("20°C", "20 degrees Celsius"),
    ("1 °C", "1 degree Celsius"),
    ("-5 °F", "minus 5 degrees Fahrenheit"),
    ("a 90° turn", "a 90 degrees turn"),
    ("5 km/h", "5 kilometres per hour"),
    ("1 km", "1 kilometre"),
    ("500 MG", "500 milligrams"),
    ("NaCl 0.9% 500 ml", "NaCl 0.9 percent 500 millilitres"),
    ("10 MIN", "10 minutes"),
    ("12 m²", "12 square metres"),
    ("3 kWh", "3 kilowatt hours"),
    ("64 GB", "64 gigabytes"),
    ("100 Mbit/s", "100 megabits per second"),
    ("15% off", "15 percent off"),
    ("30 mph", "30 miles per hour"),
    ("6'2\"", "6 foot 2"),
    ("He is 1.5 m tall", "He is 1.5 metres tall"),
    ("gate B12", "gate B12"),
    ("size L", "size L"),
]
CODES = [
    ("LOT 88213", "LOT 88213"),
    ("call 555-1234", "call 5 5 5, 1 2 3 4"),
    ("anna@example.org", "anna at example dot org"),
    ("#5", "number 5"),
    ("No. 5", "number 5"),
]
NUMBERS = [
    ("1,200 people", "1200 people"),
    ("8 to 10, 10-12 cups", "8 to 10, 10 to 12 cups"),
    ("PLATFORMS 5-8", "PLATFORMS 5 to 8"),
    ("pages 3–5", "pages 3 to 5"),
    ("the 1st, 2nd and 3rd", "the first, second and third"),
    ("the 21st", "the twenty-first"),
    ("1/2 cup", "a half cup"),
    ("1 1/2 cups", "1 and a half cups"),
    ("3/4 full", "three quarters full"),
    ("1½ hours", "1 and a half hours"),
    ("312x25", "312 by 25"),
    ("4 x 3", "4 by 3"),
    ("2 - 7 = -5", "2 minus 7 equals minus 5"),
    ("6 × 7 = 42", "6 times 7 equals 42"),
    ("84 ÷ 2", "84 divided by 2"),
    ("2 + 2", "2 plus 2"),
    ("5² is 25", "5 squared is 25"),
    ("≈ 3", "about 3"),
    ("It weighs ~5 kg", "It weighs about 5 kilograms"),
]
SHORT = [
    ("e.g. milk", "for example milk"),
    ("i.e. now", "that is now"),
    ("milk, eggs, etc.", "milk, eggs, and so on."),
    ("Dr. Smith", "Doctor Smith"),
    ("Mr. and Mrs. Smith", "Mister and Missis Smith"),
    ("cats vs. dogs", "cats versus dogs"),
    ("approx. 5", "about 5"),
    ("and/or", "or"),
    ("wifi: guest / sunflower22", "wifi: guest or sunflower22"),
    ("salt & pepper", "salt and pepper"),
    ("w/o sugar", "without sugar"),
    ("min. 3", "at least 3"),
    ("max. 3", "at most 3"),
    ("go → there", "go to there"),
]
LEFT = [
    "I see a laptop, a book and two cups.",
    "That's 144.",
    "Your timer is set for 1 minute.",
    "I can't set more than 5 timers at once; cancel one first.",
    "M AB 1234",
    "A380",
    "",
]


@pytest.mark.parametrize(("written", "said"), [*TIMES, *DATES, *MONEY, *UNITS, *CODES, *NUMBERS, *SHORT])
def test_it_is_read_as_people_say_it(written: str, said: str):
    assert aloud(written) == said


@pytest.mark.parametrize("written", LEFT)
def test_what_every_voice_reads_right_stays(written: str):
    assert aloud(written) == written


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str):
    assert isinstance(aloud(text), str)


@given(st.text(alphabet="0123456789.,:/-+ €$%°CkmhxX", max_size=4000))
def test_a_long_text_is_read_soon(text: str):
    aloud(text)
