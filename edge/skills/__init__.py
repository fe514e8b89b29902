"""What Glint can do on the device: one skill a file, asked in this order."""

from __future__ import annotations

from collections.abc import Mapping

from edge.skills.battery import Battery
from edge.skills.cancel import Cancel
from edge.skills.cannot import Cannot
from edge.skills.clock import TimeAndDate
from edge.skills.emergency import Emergency
from edge.skills.help import Help
from edge.skills.skill import Skill
from edge.skills.small_talk import SmallTalk
from edge.skills.sums import Sums
from edge.skills.timer import Timer
from edge.skills.view.colour import Colours
from edge.skills.view.count import Count
from edge.skills.view.describe import Bar
from edge.skills.view.presence import Presence
from edge.skills.view.read import Read
from edge.skills.view.scan import Scan
from edge.skills.view.what import What
from edge.skills.view.where import Where
from edge.skills.without_server import WithoutServer


def all_skills(thresholds: Mapping[str, Mapping[str, float]] | None = None) -> tuple[Skill, ...]:
    """Every skill, danger first and the last resorts last.

    `thresholds` (use -> label -> score) are the detector's own.
    """
    bar = Bar({} if thresholds is None else thresholds)
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
