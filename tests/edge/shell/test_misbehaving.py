"""Code of others that breaks as nobody expected, at every door, on simulated glasses: Glint says so and goes on."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import get_args

import pytest

from edge.devices import Eye
from edge.errors import AnswerError, LedgerError, ModelError
from edge.flow import Lanes
from edge.messages import (
    Act,
    Back,
    Claim,
    End,
    Intent,
    Lost,
    Need,
    Outcome,
    Said,
    Seen,
    Spent,
    Tried,
    Understanding,
    Voice,
)
from edge.mind.policy import Fallbacks, Policy, Situation
from edge.perceive import Senses
from edge.shell.parts import Parts
from edge.shell.runtime import Runtime
from edge.skills.skill import Reply
from edge.store.ledger import open_ledger
from firmware_sim.clock import run_virtual
from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.world.scenario import parse_scenario

SECRET = "what only the wearer may know"
UNEXPECTED = [ValueError(SECRET), RuntimeError(SECRET), KeyError(SECRET), StopIteration(SECRET), OSError(SECRET)]


def day(*questions, seconds=12.0):
    """A question every two seconds, before a wall."""
    write = [{"at": 1.0 + 2.0 * n, "text": text} for n, text in enumerate(questions)]
    picture = {"name": "wall", "item": [{"label": "cup", "box": [0.1, 0.1, 0.4, 0.4]}]}
    see = {"at": 0.0, "picture": "wall"}
    return parse_scenario(
        {"title": "t", "seconds": seconds, "write": write, "picture": [picture], "see": [see]}, "this test"
    )


@dataclass(frozen=True)
class Skill:
    """Does what the test says."""

    name: str
    does: object
    intent: Intent = Intent.ACT

    def claim(self, query, recent):
        return None

    def answer(self, asked):
        return self.does(asked)


def raising(error):
    def work(*_):
        raise error

    return work


def by_first_word(query, recent):
    """The question's first word names the skill; "look" needs eyes, "plan" a server."""
    word = query.text.split()[0]
    if word == "plan":
        return Understanding(query.turn, Intent.THINK, {})
    needs = frozenset({Need.THINGS}) if word == "look" else frozenset()
    return Understanding(query.turn, Intent.LOOK, {}, needs, Claim(word, needs=needs))


FALLBACKS = Fallbacks({Intent.LOOK: "what"}, without_server="without_server")
SKILLS = (
    Skill("hello", lambda asked: Reply("Hello.")),
    Skill("look", lambda asked: Reply(asked.scene.missing or f"I see {len(asked.scene.things)} things.")),
    Skill("without_server", lambda asked: Reply("No server.", degraded="no server")),
)


@dataclass
class Day:
    """What became of it."""

    events: list = field(default_factory=list)
    ends: list = field(default_factory=list)
    shown: list = field(default_factory=list)
    ended: float = 0.0

    def watch(self, now, event, commands):
        self.events.append(event)
        self.ends += [command for command in commands if isinstance(command, End)]

    @property
    def said(self):
        return [(end.outcome, end.text) for end in self.ends]

    @property
    def standing(self):
        return [
            (type(event).__name__, event.device, getattr(event, "why", ""))
            for event in self.events
            if isinstance(event, Lost | Back) and event.device != "clock"
        ]


def live(scenario, *, skills=(), glasses=lambda real: {}, **changes):
    """Live through it; `glasses` says which devices are others."""
    day = Day()

    async def main():
        sim = SimGlasses(scenario)
        with open_ledger(":memory:") as ledger:
            parts = Parts(
                glasses=replace(sim.glasses, **glasses(sim.glasses)),
                senses=Senses(things=sim.sight.things, ear=sim.ear),
                lanes=Lanes.inline(),
                understander=by_first_word,
                skills={skill.name: skill for skill in (*SKILLS, *skills)},
                ledger=ledger,
                policy=Policy(fallbacks=FALLBACKS),
            )
            runtime = Runtime(replace(parts, **changes), (day.watch,))
            asyncio.get_running_loop().call_at(scenario.seconds, runtime.stop)
            await runtime.run()
            day.ended = asyncio.get_running_loop().time()
            day.shown = [card for _, card in sim.display.shown]

    run_virtual(main(), limit=600.0)
    assert scenario.seconds <= day.ended < scenario.seconds + 3.0, "the daemon lived to its end, and ended in order"
    assert len(day.ends) == len(scenario.write), "every turn ended"
    assert SECRET not in repr(day.events) + repr(day.ends), "what might be published says nothing of the error's words"
    return day


HELLO = (Outcome.ANSWERED_LOCAL, "Hello.")


# -------------------------------------------------------------------------------------------------------------- skills


@pytest.mark.parametrize("error", UNEXPECTED)
def test_a_skill_that_breaks_ends_its_turn_and_no_other(error):
    lived = live(day("bad", "hello"), skills=[Skill("bad", raising(error))])
    kind = "RuntimeError" if isinstance(error, StopIteration) else type(error).__name__
    assert lived.said == [(Outcome.DEGRADED, f"A fault in the skill 'bad': {kind}."), HELLO]
    assert "test_misbehaving.py:" in lived.ends[0].why


@pytest.mark.parametrize(
    "error", [AnswerError("I cannot."), ModelError("looker", "is altered"), LedgerError("the disk is full")]
)
def test_what_a_skill_can_name_is_said_in_its_own_words(error):
    lived = live(day("bad", "hello"), skills=[Skill("bad", raising(error))])
    assert lived.said == [(Outcome.DEGRADED, str(error)), HELLO]


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (None, "gave NoneType, not Reply"),
        ("words", "gave str, not Reply"),
        (Reply(7), "gave int, not str"),
        (Reply("x", acts=None), "TypeError"),
        (Reply("x", acts=("stop",)), f"gave str, not {' or '.join(one.__name__ for one in get_args(Act))}"),
        (Reply("x", expects="length"), "gave str, not Expect or NoneType"),
    ],
)
def test_a_skill_that_answers_nonsense_is_found_out_before_the_mind_is_told(reply, fault):
    lived = live(day("bad", "hello"), skills=[Skill("bad", lambda asked: reply)])
    assert lived.said == [(Outcome.DEGRADED, f"A fault in the skill 'bad': {fault}."), HELLO]


# ------------------------------------------------------------------------------------------------------- understanding


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ModelError("grasp", "is altered"), "model grasp: is altered"),
        (ValueError(SECRET), "a fault in its code: ValueError at test_misbehaving.py:"),
    ],
)
def test_an_understander_that_breaks_leaves_the_keywords(error, why):
    def understand(query, recent):
        if "hello" not in query.text:
            raise error
        return by_first_word(query, recent)

    what = Skill("what", lambda asked: Reply(f"I see {asked.scene.things[0].label}."))
    lived = live(day("what is this?", "what is that?", "hello"), skills=[what], understander=understand)
    assert lived.said == [(Outcome.ANSWERED_LOCAL, "I see cup.")] * 2 + [HELLO]
    assert [kind for kind, *_ in lived.standing] == ["Lost", "Back"], "once, however often it breaks"
    assert lived.standing[0][1] == "understander"
    assert lived.standing[0][2].startswith(why)
    found = next(event for event in lived.events if isinstance(event, Understanding))
    assert found.faults[0].startswith("the understander failed: ")
    assert lived.ends[0].why.startswith("the understander failed: "), "the ledger has it, too"
    assert found.intent is Intent.LOOK


def test_an_understander_that_understands_nonsense_leaves_the_keywords_too():
    lived = live(day("qr", "hello"), understander=lambda query, recent: None)
    assert len(lived.ends) == 2
    assert "gave NoneType, not Understanding" in lived.standing[0][2]


# ------------------------------------------------------------------------------------------------------------- senses


@pytest.mark.parametrize("error", UNEXPECTED)
def test_a_perceiver_that_breaks_costs_what_it_would_have_seen_and_not_the_picture(error):
    lived = live(day("look", "hello"), senses=Senses(things=raising(error)))
    outcome, text = lived.said[0]
    assert outcome is Outcome.ANSWERED_LOCAL
    assert text.startswith("I could not look closely: a fault in its code: ")
    assert lived.said[1] == HELLO
    (seen,) = [event for event in lived.events if isinstance(event, Seen)]
    assert seen.scene.frame is not None


@dataclass(frozen=True)
class Breaks:
    """Any device at all, and it breaks: at once, or after what it gives."""

    error: Exception
    gives: tuple = ()

    async def _stream(self, *_):
        for one in self.gives:
            await asyncio.sleep(0.1)
            yield one
        raise self.error

    frames = sounds = touches = vitals = _stream

    async def _wait(self, *_):
        raise self.error

    show = clip = _wait

    def say(self, clip):
        raise self.error


class Lamp:
    async def set(self, on):
        """A lamp that always works."""


def with_broken(device, error):
    """The device, which breaks; of an eye it is the camera that does."""
    return {device: Eye(Breaks(error), Lamp()) if device == "eye" else Breaks(error)}


@pytest.mark.parametrize("error", UNEXPECTED)
@pytest.mark.parametrize(
    ("device", "name"),
    [
        ("eye", "camera"),
        ("microphone", "microphone"),
        ("display", "display"),
        ("talker", "voice"),
        ("speaker", "voice"),
    ],
)
def test_a_device_that_breaks_is_lost_and_the_rest_goes_on(device, name, error):
    lived = live(day("look", "hello"), glasses=lambda real: with_broken(device, error))
    assert lived.said[1] == HELLO
    assert [(kind, lost) for kind, lost, _ in lived.standing][:1] == [("Lost", name)]
    assert "a fault in its code: " in lived.standing[0][2]
    if device == "eye":
        assert lived.said[0][1].startswith("My camera does not work: a fault in its code: ")
    if device in {"microphone", "display"}:
        assert len(lived.standing) == 1, "told once, however often it breaks"


@pytest.mark.parametrize("breaks", ["wait", "stop"])
def test_a_clip_that_breaks_off_is_over(breaks):
    """While it is waited for, or when the wearer talks over it: the next answer is spoken."""

    @dataclass(frozen=True)
    class Playing:
        real: object

        async def wait(self):
            if breaks == "wait":
                raise ValueError(SECRET)
            return await self.real.wait()

        async def stop(self):
            await self.real.stop()
            raise ValueError(SECRET)

    @dataclass
    class Speaker:
        real: object
        said: int = 0

        def say(self, clip):
            self.said += 1
            playing = self.real.say(clip)
            return Playing(playing) if self.said == 1 else playing

    speakers = []

    def glasses(real):
        speakers.append(Speaker(real.speaker))
        return {"speaker": speakers[0]}

    long = Skill("long", lambda asked: Reply("A long answer, which takes its time. " * 5))
    lived = live(day("long", "hello"), skills=[long], glasses=glasses)
    assert lived.said[1] == HELLO
    assert [kind for kind, *_ in lived.standing] == ["Lost", "Back"]  # the next words were spoken
    assert [event.whole for event in lived.events if isinstance(event, Said)] == [False, True]
    assert speakers[0].said == 2


def test_a_body_that_breaks_is_asked_again():
    lived = live(day("hello"), glasses=lambda real: {"body": Feeling(real.body)})
    assert lived.said == [HELLO]
    assert [kind for kind, *_ in lived.standing][:3] == ["Lost", "Back", "Lost"]


@dataclass(frozen=True)
class Feeling:
    """A body with a good clock whose feelings break off, the first time with nonsense."""

    real: object

    def now(self):
        return self.real.now()

    async def vitals(self):
        yield "hot"
        async for felt in self.real.vitals():
            yield felt


def test_a_button_that_breaks_is_opened_again():
    @dataclass
    class Loose:
        real: object
        opened: int = 0

        async def touches(self):
            self.opened += 1
            if self.opened == 1:
                raise ValueError(SECRET)
            async for touch in self.real.touches():
                yield touch

    lived = live(day("hello"), glasses=lambda real: {"button": Loose(real.button)})
    assert lived.said == [HELLO]
    assert [kind for kind, *_ in lived.standing] == ["Lost", "Back"]


@pytest.mark.parametrize("error", UNEXPECTED)
def test_an_ear_that_breaks_hears_the_next_sound(error):
    @dataclass
    class Ear:
        calls: int = 0

        def attend(self, to):
            return ()

        def hear(self, sound):
            self.calls += 1
            if 20 < self.calls < 40:
                raise error
            return (Voice(on=False),)

    ear = Ear()
    lived = live(day("hello"), senses=Senses(ear=ear))
    assert lived.said == [HELLO]
    assert [(kind, device) for kind, device, _ in lived.standing] == [("Lost", "ear"), ("Back", "ear")]
    assert ear.calls > 100


def test_an_ear_that_works_for_long_misses_nothing_of_the_microphone():
    """As it does when it transcribes: 1.5 s for each call, on the whole way from the microphone."""

    @dataclass
    class Ear:
        heard: list = field(default_factory=list)

        def attend(self, to):
            return ()

        def hear(self, sound):
            self.heard.append((sound.at, sound.samples.size, sound.lost))
            return ()

    ear = Ear()
    live(day("hello", seconds=60.0), senses=Senses(ear=ear), lanes=Lanes.inline({"hear": 1.5}))
    ends = [at + size / 16000 for at, size, _ in ear.heard]
    assert [at for at, *_ in ear.heard[1:]] == pytest.approx(ends[:-1])
    assert {lost for *_, lost in ear.heard} == {0}
    assert ends[-1] > 60.0 - 3.1, "but for what it was given last"


# ------------------------------------------------------------------------------------------------------------ servers


@dataclass(frozen=True)
class Remote:
    """Somebody remote who does what the test says."""

    does: object
    spends: object = Spent

    async def answer(self, task, say):
        say("One moment.")
        return self.does(task)

    def spent(self):
        return self.spends()

    def close(self):
        """Nothing to let go of."""


@pytest.mark.parametrize("does", [raising(ValueError(SECRET)), raising(LedgerError("the disk is full")), lambda _: 7])
def test_an_answerer_that_breaks_is_a_route_that_failed(does):
    lived = live(day("plan", "hello"), remote=Remote(does), policy=with_server())
    assert lived.said[0][0] is Outcome.DEGRADED
    assert lived.said[1] == HELLO


@pytest.mark.parametrize("spends", [raising(ValueError(SECRET)), raising(LedgerError("the disk is full")), lambda: 7])
def test_one_who_cannot_tell_what_was_spent_has_answered_all_the_same(spends):
    remote = Remote(lambda task: Tried(task.turn, task.route, "One moment."), spends)
    lived = live(day("plan", "hello"), remote=remote, policy=with_server())
    assert lived.said == [(Outcome.ANSWERED_REMOTE, "One moment."), HELLO]


def with_server():
    return Policy(situation=Situation(servers=True), fallbacks=FALLBACKS)


# ------------------------------------------------------------------------------------------------------------ together


def test_everything_breaks_at_once_and_every_turn_ends():
    def glasses(real):
        devices = ("eye", "microphone", "display", "talker")
        return {name: value for device in devices for name, value in with_broken(device, RuntimeError(SECRET)).items()}

    skills = [Skill(name, raising(ValueError(SECRET))) for name in ("hello", "look", "what", "cannot")]
    live(day("hello", "look", "what is this?"), glasses=glasses, skills=skills, understander=raising(KeyError(SECRET)))


def test_a_full_memory_ends_it():
    with pytest.raises(ExceptionGroup) as caught:
        live(day("bad"), skills=[Skill("bad", raising(MemoryError()))])
    assert caught.value.subgroup(MemoryError)
