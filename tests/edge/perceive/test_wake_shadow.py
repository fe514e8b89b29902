"""A second wake net is counted beside the first, and wakes nobody."""

from __future__ import annotations

import numpy as np

from edge.messages import Instant, Sound
from edge.perceive.wake import NearHit, WakeRule, WakeSpotter
from edge.perceive.wake_shadow import KEPT, Shadow, ShadowReport
from tests.edge.perceive.fake_wake import bundle, sound_with_tones


def played(old: WakeSpotter, shadow: Shadow, samples: np.ndarray) -> ShadowReport:
    for first in range(0, samples.size, 2048):
        sound = Sound(Instant(first / 16_000), samples[first : first + 2048])
        shadow.hear(sound, old.hear(sound))
    shadow.flush()
    return shadow.report()


def shadow_of(**changes: object) -> Shadow:
    new = bundle(**changes)
    return Shadow(WakeRule.of(bundle().card), WakeSpotter(new), WakeRule.of(new.card))


def test_the_same_net_agrees_with_itself():
    report = played(WakeSpotter(bundle()), shadow_of(), sound_with_tones(8.0, 1.0, 4.0, 6.0))
    assert (report.both, report.only_old, report.only_new, report.neither) == (3, 0, 0, 0)
    assert all(kind == "both" and old == new > 0.5 for kind, old, new in report.scores)


def test_a_net_that_wakes_less_or_more_is_told_apart():
    sound = sound_with_tones(8.0, 1.0, 4.0)
    deaf = played(WakeSpotter(bundle()), shadow_of(look=90.0), sound)
    assert (deaf.both, deaf.only_old, deaf.only_new) == (0, 2, 0)
    strict = played(WakeSpotter(bundle()), shadow_of(alone=[1.0, -90.0]), sound)
    assert (strict.both, strict.only_old) == (0, 2)
    assert all(0 < new < 0.5 for _, _, new in strict.scores)
    more = played(WakeSpotter(bundle(look=90.0)), shadow_of(), sound)
    assert (more.only_old, more.only_new) == (0, 2)


def test_the_second_look_decides_for_both_and_a_gap_closes_what_was_open():
    shadow = shadow_of()
    sound = Sound(Instant(0.0), sound_with_tones(3.0, 1.0))
    shadow.hear(sound, WakeSpotter(bundle()).hear(sound), lambda _: -90.0)
    shadow.hear(Sound(Instant(9.0), np.zeros(10, np.float32), lost=5), ())
    assert shadow.report().neither == 1


def test_scores_are_kept_for_a_while_only():
    shadow = shadow_of()
    for n in range(3 * KEPT):
        shadow.hear(
            Sound(Instant(float(n)), np.zeros(0, np.float32)), (NearHit(Instant(float(n)), 9.0, Instant(n - 1.0)),)
        )
    shadow.flush()
    assert shadow.report().only_old == 3 * KEPT
    assert len(shadow.report().scores) == KEPT
