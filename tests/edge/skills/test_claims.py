"""Who claims a question: what is claimed never leaves the glasses, so nobody may claim what a server knows better."""

from __future__ import annotations

from fractions import Fraction

import pytest

from edge.language.question import question
from edge.language.times import Clock
from edge.messages import Need
from edge.skills.clock import Moment
from edge.skills.sums import Sum
from edge.skills.timer import Left, SetAt, SetFor, Stop
from edge.skills.view.what import OfView, OnSide
from tests.edge.skills.asking import SKILLS, claim_on, claimer

CLAIMED = {
    "presence": """
        Is there a dog in front of me?
        Any potted plants in view?
        Can you spot a TV?
        does the camera see an airplane
        Hey Glint, could you please tell me if there is a dog in this picture? Thanks!
        Is a cat visible?
        there's a dog here, right?
        Do you notice a bicycle?
        Am I looking at a bus?
        Is there anybody here?
        is there a cat on the couch
        Is the dog on the left?
        Is this a cup?
        Is it a dog or a cat?
        are there any animals around
        is there more than one dog
        is there a pencil sharpener in front of me
        Have you spotted a dog?
        Could you tell me if there's a dog in the image?
        tell me if you see a dog
        I'm looking for a cat, is there one?
        could you tell me whether a dog is visible
        """,
    "count": """
        How many people are there?
        Count the cows.
        Can you count the motorbikes in front of me?
        What is the number of potted plants in this picture?
        Tell me how many airplanes there are.
        how many cups are on the table
        how many dogs can you see on the left
        What's the cat count?
        """,
    "where": """
        Where is the couch?
        Is the dog to my left, right or straight ahead?
        Which side is the TV on?
        Tell me where the bottle is.
        In which part of the picture is the dog?
        Could you point out the dog?
        Whereabouts is the dog?
        Tell me the side the dog is on
        which way is the dog
        where should I look for the dog
        Is the dog on the left, in the middle, or on the right?
        """,
    "what": """
        What am I looking at?
        what is this
        What do you see?
        describe the scene
        what's in front of me
        what animals do you see
        who is in front of me
        """,
    "colour": """
        what color is this
        What colour is the car?
        what color is my shirt
        what color are these pants
        is this shirt blue or green
        Is it red?
        Is there a red car?
        where is the red cup
        """,
    "read": """
        what does this say
        What does the sign say?
        read this to me
        read the label please
        can you read what's on the screen
        what is written on this box
        Is there any text here?
        """,
    "scan": """
        scan this
        scan the QR code
        what does this barcode mean
        what's in the qr code
        where does this QR code lead
        """,
    "timer": """
        set a timer for five minutes
        timer 10 minutes
        wake me up at 7:30
        remind me in 20 minutes to check the oven
        cancel the timer
        stop the pasta timer
        how long is left on my timer
        how much time is left
        """,
    "clock": """
        what time is it
        What's the date today?
        tell me the time please
        what day is it
        """,
    "battery": """
        how much battery is left
        battery level
        how's your battery
        are you charged
        """,
    "help": """
        help
        what can you do
        what can I ask you
        """,
    "sums": """
        what is 15% of 80
        what's twelve times seven
        square root of 81
        3 + 4 * 2
        20 percent off 50
        """,
    "small_talk": """
        hello
        thank you very much
        who are you
        how are you today
        """,
    "cancel": """
        stop
        never mind
        be quiet please
        """,
    "emergency": """
        I have chest pain
        help my dad is having a stroke
        I can't breathe
        she took too many pills
        I want to kill myself
        my kitchen is on fire
        somebody is bleeding badly
        he is unconscious
        my son swallowed bleach
        what should I do my friend overdosed
        what to do if someone is choking
        """,
}  # fmt: skip

NOT_CLAIMED = """
    why is the sky blue
    compare these two cups for me
    which of these phones should I buy
    is there a train to london
    how many people live in france
    why do dogs bark
    how many legs do dogs have
    can dogs see
    do dogs see color
    is a hot dog a sandwich
    what is a dog
    where did i leave my phone
    do you know where i left my keys
    are there any restaurants around me
    is there a pharmacy nearby
    how many cups in a quart
    how many oranges aren't there
    how many people are not on a bus
    how many dogs do you not see
    how many books are there in the bible
    where can i buy a phone
    how many cars does he have
    do you have a dog
    is this a healthy apple
    can i have a pizza
    take a picture of the dog
    turn on the tv
    is there a god
    are there any events today
    can you see the future
    do you see what i mean
    where is the train going
    is this my phone
    I see a dog.
    what color goes with navy
    what color is an apple
    what colors make purple
    what is the color of your pets
    what colors are in the french flag
    is this blue cheese
    what does the fox say
    read me the news
    read my messages
    read me a story
    what does my calendar say
    what is a qr code
    how do barcodes work
    what is the code for the door
    set the table for two
    remind me to buy milk tomorrow
    remind me to look at the menu
    how do egg timers work
    wake me up every day at seven
    what time is it in tokyo
    what time does the train leave
    what day is christmas
    my car battery is dead
    how long does a phone battery last
    how does a battery work
    help me write a letter
    can you help me with my homework
    if I have three apples and eat one how many are left
    what is seven
    9/11
    24/7
    thank you note for my boss
    hello kitty
    who are you going to vote for
    stop the music
    cancel my flight
    what causes chest pain
    what is a stroke
    how common are heart attacks
    why do people have strokes
    write a story about a fire
    is there a fire station near me
    what is the stroke order of this kanji
    what is the best phone
    how do i cook this
    is this safe to eat
    what's the difference between these two
    plan a day in paris
    is this for cats or dogs
    is the bowl to the left of a keyboard
    is the desk in front of the chair
    are there either any black horses or zebras
    what is the number of the blue jersey in front
    can you find a lasagna recipe
    """  # fmt: skip


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("text", "skill"), [(text, skill) for skill, texts in CLAIMED.items() for text in lines(texts)]
)
def test_a_skill_claims_its_own(text: str, skill: str):
    assert claimer(text) == skill


@pytest.mark.parametrize("text", lines(NOT_CLAIMED))
def test_nobody_claims(text: str):
    assert claimer(text) is None


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("is there a dog", {Need.THINGS}),
        ("what does it say", {Need.TEXTS}),
        ("scan this", {Need.CODES}),
        ("what colour is this", {Need.PICTURE, Need.THINGS}),
        ("what colour is the car", {Need.PICTURE, Need.THINGS}),
        ("what time is it", set()),
        ("I have chest pain", set()),
    ],
)
def test_a_claim_asks_for_no_more_than_it_needs(text: str, needs: set[Need]):
    assert claim_on(text).needs == needs


def test_every_skill_has_its_own_name_and_danger_comes_first():
    names = [skill.name for skill in SKILLS]
    assert len(set(names)) == len(names)
    assert names[0] == "emergency"


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("set a timer for five minutes", 1.0),
        ("set a 10 minute pasta timer", 1.0),
        ("remind me in 20 minutes to check the oven", 1.0),
        ("wake me up at 7:30", 1.0),
        ("set an alarm for quarter to nine in the morning", 1.0),
        ("set a timer", 1.0),
        ("set a timer with a loud bell for five minutes", 0.6),
        ("scan this code", 1.0),
        ("scan the code on my boarding pass", 0.6),
        ("is there any text on my old jumper", 0.6),
        ("how many cups are there", 1.0),
        ("please help, my dad has fainted in the garden", 1.0),
        ("is the light for pedestrians red or green by now", 1.0),
    ],
)
def test_a_claim_is_less_sure_where_words_are_left_over(text: str, score: float):
    assert claim_on(text).score == score


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("set a timer for five minutes", SetFor(300)),
        ("set a timer", SetFor(None)),
        ("wake me up at 7:30", SetAt(Clock(7, 30, sure=False))),
        ("cancel all timers", Stop(all=True)),
        ("how long is left on the pasta timer", Left("pasta")),
        ("what day is it tomorrow", Moment("date", 1)),
        ("2 + 2", Sum(Fraction(4))),
        ("1 / 0", Sum(None, "Nothing can be divided by zero.")),
        ("how many cups are there", question("how many cups are there")),
        ("what's on the left", OnSide("left")),
        ("what is this", OfView.THIS),
        ("stop", None),
    ],
)
def test_a_claim_brings_what_it_understood(text: str, wants: object):
    assert claim_on(text).wants == wants
