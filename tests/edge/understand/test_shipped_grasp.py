"""The model that ships, with all skills: who claims what, in words that many people used before it was made."""

from __future__ import annotations

import pytest

from edge.compose.meaning import Understands
from edge.config import Config
from edge.messages import Instant, Need, Outcome, Past, Query, TurnId, Understanding
from edge.skills import all_skills

CLAIMED = {
    "presence": """
        are there either any black horses or zebras
        Is there a red car?
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
        Is it a dog or a cat?
        are there any animals around
        is there a pencil sharpener in front of me
        Have you spotted a dog?
        Could you tell me if there's a dog in the image?
        tell me if you see a dog
        I'm looking for a cat, is there one?
        could you tell me whether a dog is visible
        """,
    "count": """
        is there more than one dog
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
        where is the red cup
        Where is the couch?
        Is the dog to my left, right or straight ahead?
        Which side is the TV on?
        Tell me where the bottle is.
        In which part of the picture is the dog?
        Could you point out the dog?
        Whereabouts is the dog?
        which way is the dog
        where should I look for the dog
        """,
    "what": """
        Is this a cup?
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
        """,
    "read": """
        what is the number of the blue jersey in front
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
        cancel the timer
        stop the pasta timer
        how long is left on my timer
        how much time is left
        """,
    "alarm": """
        wake me up every day at seven
        wake me up at 7:30
        """,
    "reminder": """
        remind me to buy milk tomorrow
        remind me to look at the menu
        remind me in 20 minutes to check the oven
        """,
    "clock": """
        tell me the time please
        what time is it
        """,
    "calendar": """
        what day is christmas
        What's the date today?
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
    "quiet": """
        be quiet please
        """,
    "memory": """
        where did i leave my phone
        do you know where i left my keys
        """,
    "convert": """
        how many cups in a quart
        """,
    "photo": """
        take a picture of the dog
        """,
    "relation": """
        is the bowl to the left of a keyboard
        is the desk in front of the chair
        """,
    "relation|where": """
        Is the dog on the left?
        Tell me the side the dog is on
        Is the dog on the left, in the middle, or on the right?
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
    are there any restaurants around me
    is there a pharmacy nearby
    how many oranges aren't there
    how many people are not on a bus
    how many dogs do you not see
    how many books are there in the bible
    where can i buy a phone
    how many cars does he have
    do you have a dog
    is this a healthy apple
    can i have a pizza
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
    how do egg timers work
    what time is it in tokyo
    what time does the train leave
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
    can you find a lasagna recipe
    """  # fmt: skip


@pytest.fixture(scope="module")
def understands() -> Understands:
    return Understands(Config(), all_skills())


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def claimer(understood: Understanding) -> str:
    assert understood.faults == (), "the model ships with Glint"
    return understood.claim.skill if understood.claim else ""


def test_skills_claim_their_own(understands: Understands):
    pairs = [(text, skill) for skill, texts in CLAIMED.items() for text in lines(texts)]
    asked = {text: (claimer(understands(Query(TurnId(1), text), ())), skill.split("|")) for text, skill in pairs}
    wrong = {text: got for text, (got, skills) in asked.items() if got not in skills}
    assert len(wrong) / len(pairs) < 0.06, wrong


def test_danger_is_never_missed(understands: Understands):
    texts = lines(CLAIMED["emergency"])
    assert {claimer(understands(Query(TurnId(1), text), ())) for text in texts} == {"emergency"}


def test_what_a_server_knows_better_is_left_to_it(understands: Understands):
    texts = lines(NOT_CLAIMED)
    wrong = {text: got for text in texts if (got := claimer(understands(Query(TurnId(1), text), ())))}
    assert len(wrong) / len(texts) < 0.23, wrong


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("is there a dog", {Need.THINGS}),
        ("what does it say", {Need.TEXTS}),
        ("scan this", {Need.CODES}),
        ("what time is it", set()),
        ("I have chest pain", set()),
    ],
)
def test_a_claim_asks_for_no_more_than_it_needs(understands: Understands, text: str, needs: set[Need]):
    claim = understands(Query(TurnId(1), text), ()).claim
    assert claim is not None
    assert claim.needs == needs


@pytest.mark.parametrize(
    ("before", "text", "task", "thing"),
    [
        ("is there a spoon on the table", "and how many", "count", "spoon"),
        ("how many cups are there", "where are they", "where", "cups"),
        ("where is the dog", "what colour is it", "colour", "dog"),
        ("is there a cat", "what about dogs", "presence", "dogs"),
    ],
)
def test_a_follow_up_means_what_was_spoken_of(understands: Understands, before: str, text: str, task: str, thing: str):
    first = understands(Query(TurnId(1), before), ())
    past = Past(TurnId(1), Instant(0.0), before, "", Outcome.ANSWERED_LOCAL, task=first.task, slots=first.slots)
    found = understands(Query(TurnId(2), text), (past,))
    things = [slot.words for slot in (*found.slots, *first.slots) if slot.kind == "thing"]
    assert (found.task, things[0]) == (task, thing)


@pytest.mark.parametrize("text", ["whats this", "what is this", "wat is this", "hey glint whats this", "what's this?"])
def test_a_missing_apostrophe_or_letter_changes_nothing(understands: Understands, text: str):
    assert claimer(understands(Query(TurnId(1), text), ())) == "what"
