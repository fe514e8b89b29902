"""The words for what the detector knows: 80 labels of COCO, faces, plates, and groups of labels such as "animal"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from edge.language.plurals import plural, singular

_SEX = "I can't tell men from women"
_AGE = "I can't tell children from grown-ups"


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for something that the detector knows: the labels it covers, and what the detector cannot tell apart."""

    labels: tuple[str, ...]
    one: str
    many: str
    note: str = ""


# label: other words for it. The label itself and the plurals need no mention.
_WORDS = {
    "person": "human, human being, pedestrian, somebody, someone, anybody, anyone, individual, passer-by",
    "bicycle": "bike, cycle, push bike, pushbike, road bike, mountain bike",
    "car": "automobile, taxi, cab, sedan, suv",
    "motorcycle": "motorbike, motor bike, motor cycle, moped, motor scooter",
    "airplane": "plane, aeroplane, aircraft, air plane, jet, airliner",
    "bus": "coach bus, autobus, double-decker, minibus",
    "train": "tram, locomotive, railway train",
    "truck": "lorry, pickup, pickup truck, pick-up truck",
    "boat": "ship, sailboat, sailing boat, yacht, canoe, kayak, rowing boat, rowboat, ferry, vessel",
    "traffic light": "stoplight, stop light, traffic signal, signal light",
    "fire hydrant": "hydrant",
    "stop sign": "",
    "parking meter": "",
    "bench": "park bench",
    "bird": "pigeon, seagull, duck, parrot, sparrow, crow, goose, swan",
    "cat": "kitten, kitty, pussycat, kitty cat",
    "dog": "puppy, doggy, pup, hound, doggie",
    "horse": "pony, foal",
    "sheep": "lamb",
    "cow": "cattle, calf, bull",
    "elephant": "",
    "bear": "",
    "zebra": "",
    "giraffe": "",
    "backpack": "rucksack, back pack, knapsack, school bag",
    "umbrella": "parasol, brolly",
    "handbag": "purse, hand bag, shoulder bag",
    "tie": "necktie, neck tie",
    "suitcase": "trolley case, travel case",
    "frisbee": "flying disc",
    "skis": "ski, pair of skis",
    "snowboard": "snow board",
    "sports ball": "ball, football, soccer ball, basketball, tennis ball, baseball, volleyball",
    "kite": "",
    "baseball bat": "",
    "baseball glove": "catcher's mitt, baseball mitt",
    "skateboard": "skate board, longboard",
    "surfboard": "surf board",
    "tennis racket": "tennis racquet, racket, racquet",
    "bottle": "water bottle, wine bottle, beer bottle, flask",
    "wine glass": "wineglass, goblet",
    "cup": "mug, coffee cup, tea cup, teacup, coffee mug, glass",
    "fork": "",
    "knife": "",
    "spoon": "teaspoon, tablespoon",
    "bowl": "dish",
    "banana": "",
    "apple": "",
    "sandwich": "burger, hamburger",
    "orange": "",
    "broccoli": "",
    "carrot": "",
    "hot dog": "hotdog",
    "pizza": "",
    "donut": "doughnut",
    "cake": "cupcake, birthday cake",
    "chair": "armchair, arm chair, seat, stool, office chair",
    "couch": "sofa, settee, loveseat",
    "potted plant": "plant, houseplant, house plant, flower pot, flowerpot, pot plant",
    "bed": "",
    "dining table": "table, dinner table, desk, kitchen table, coffee table, dining-table",
    "toilet": "loo, toilet bowl",
    "tv": "television, telly, monitor, tv set, television set, tv screen, computer screen, computer monitor, screen",
    "laptop": "notebook computer, laptop computer, computer",
    "mouse": "computer mouse",
    "remote": "remote control, tv remote, clicker",
    "keyboard": "computer keyboard",
    "cell phone": "phone, mobile, mobile phone, smartphone, cellphone, smart phone, iphone, telephone, handset",
    "microwave": "microwave oven",
    "oven": "stove, cooker",
    "toaster": "",
    "sink": "washbasin, basin, wash basin",
    "refrigerator": "fridge, freezer",
    "book": "novel, textbook, paperback",
    "clock": "wall clock, alarm clock",
    "vase": "",
    "scissors": "pair of scissors",
    "teddy bear": "teddy, stuffed bear, plush bear",
    "hair drier": "hair dryer, hairdryer, hairdrier, blow dryer",
    "toothbrush": "tooth brush",
    "face": "",
    "license plate": "licence plate, number plate, registration plate, numberplate, plate number",
}
_NOTES = {
    "man": _SEX, "woman": _SEX, "lady": _SEX, "female": _SEX, "male": _SEX,
    "guy": _SEX, "gentleman": _SEX, "girl": f"{_SEX} or their age",
    "boy": f"{_SEX} or their age", "child": _AGE, "kid": _AGE, "baby": _AGE, "toddler": _AGE, "adult": _AGE,
    "teenager": _AGE,
}  # fmt: skip
# Words for several kinds at once.
_GROUPS = {
    "animal": ("bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"),
    "pet": ("cat", "dog", "bird"),
    "vehicle": ("bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat"),
    "van": ("car", "truck", "bus"),
    "fruit": ("banana", "apple", "orange"),
    "vegetable": ("broccoli", "carrot"),
    "food": ("banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake"),
    "piece of furniture": ("chair", "couch", "bed", "dining table", "bench"),
    "furniture": ("chair", "couch", "bed", "dining table", "bench"),
    "bag": ("handbag", "backpack", "suitcase"),
    "luggage": ("suitcase", "backpack", "handbag"),
    "appliance": ("microwave", "oven", "toaster", "refrigerator"),
    "cutlery": ("fork", "knife", "spoon"),
    "silverware": ("fork", "knife", "spoon"),
}
_UNCOUNTED = frozenset({"food", "furniture", "cutlery", "silverware", "luggage"})
_PRONOUNS = frozenset({"somebody", "someone", "anybody", "anyone"})
_ASIS = frozenset({"skis", "scissors", "broccoli", "pair of skis", "pair of scissors"})
_PEOPLE = ("people", "persons", "folks", "anybody else", "anyone else", "someone else")
SPOKEN = {
    "tv": "TV",
    "cell phone": "phone",
    "dining table": "table",
    "hair drier": "hair dryer",
    "potted plant": "plant",
}
LABELS = frozenset(_WORDS)


def noun_at(tokens: Sequence[str], at: int) -> tuple[Noun, int] | None:
    """The longest word for a known thing that begins here, and over how many words it goes."""
    for used in (3, 2, 1):
        found = _table().get(" ".join(tokens[at : at + used])) if at + used <= len(tokens) else None
        if found:
            return found, used
    return None


def noun_for(label: str) -> Noun:
    """The noun that answers use for a label."""
    one = SPOKEN.get(label, label)
    return Noun((label,), one, plural(one))


@cache
def _table() -> Mapping[str, Noun]:
    table: dict[str, Noun] = {}
    for label, others in _WORDS.items():
        for word in (label, *others.split(", ")):
            _add(table, word, (label,))
    for word, note in _NOTES.items():
        _add(table, word, ("person",), note)
    for word, labels in _GROUPS.items():
        _add(table, word, labels)
    table |= dict.fromkeys(_PEOPLE, Noun(("person",), "person", "people"))
    table["tv's"] = table["tv"]
    return table


def _add(table: dict[str, Noun], word: str, labels: tuple[str, ...], note: str = "") -> None:
    if word in _PRONOUNS:
        table[word] = Noun(labels, "person", "people", note)
    elif word and (word in _UNCOUNTED or word in _ASIS):
        table[word] = Noun(labels, word, word, note)
    elif word:
        many = {"gentleman": "gentlemen", "passer-by": "passers-by", "calf": "calves", "cattle": "cattle"}.get(word)
        said = word.replace("tv", "TV")
        noun = Noun(labels, said, many or plural(said), note)
        table |= {word: noun, many or plural(word): noun}


def unknown(words: Sequence[str]) -> Noun:
    """A noun that no detector of ours knows."""
    one = singular(" ".join(words))
    return Noun((), one, plural(one))
