"""What Glint can do on the device: one skill a file, asked in this order."""

from __future__ import annotations

from collections.abc import Mapping

from edge.answer.seen import Bar
from edge.answer.skill import Skill
from edge.answer.skills.battery import Battery
from edge.answer.skills.cancel import Cancel
from edge.answer.skills.cannot import Cannot
from edge.answer.skills.clock import TimeAndDate
from edge.answer.skills.colour import Colours
from edge.answer.skills.count import Count
from edge.answer.skills.emergency import Emergency
from edge.answer.skills.help import Help
from edge.answer.skills.presence import Presence
from edge.answer.skills.read import Read
from edge.answer.skills.scan import Scan
from edge.answer.skills.small_talk import SmallTalk
from edge.answer.skills.sums import Sums
from edge.answer.skills.timer import Timer
from edge.answer.skills.what import What
from edge.answer.skills.where import Where
from edge.answer.skills.without_server import WithoutServer


def all_skills(thresholds: Mapping[str, Mapping[str, float]] | None = None) -> tuple[Skill, ...]:
    """Every skill, danger first and the last resorts last.

    `thresholds` (use -> label -> score) are the detector's own.
    """
    bar = Bar(thresholds or {})
    return (
        Emergency(),
        # the device itself
        Cancel(),
        Timer(),
        TimeAndDate(),
        Battery(),
        Help(),
        Sums(),
        SmallTalk(),
        # what is in view
        Scan(),
        Read(),
        Colours(bar),
        Count(bar),
        Where(bar),
        Presence(bar),
        What(bar),
        # the last resorts
        Cannot(),
        WithoutServer(bar),
    )
