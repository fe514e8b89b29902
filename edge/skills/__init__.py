"""What Glint can do on the device: one skill a file, asked in this order; and who answers what none of them claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from edge.records import dataclass
from edge.skills.alarm import AlarmClock
from edge.skills.battery import Battery
from edge.skills.calendar import Dates
from edge.skills.cancel import CancelSkill
from edge.skills.cannot import Cannot
from edge.skills.clip import ClipSkill
from edge.skills.clock import TimeOfDay
from edge.skills.convert import Convert
from edge.skills.emergency import NUMBER, Emergency
from edge.skills.forget import Forgetting
from edge.skills.help import Help
from edge.skills.levels import LevelSkill
from edge.skills.lists import Lists
from edge.skills.memory import Memory
from edge.skills.notes import Notes
from edge.skills.photo import Photo
from edge.skills.privacy import Privacy
from edge.skills.quiet import Quiet
from edge.skills.reminder import Reminder
from edge.skills.repeat import Repeat
from edge.skills.skill import Fallback, Skill
from edge.skills.small_talk import SmallTalk
from edge.skills.sums import Sums
from edge.skills.timer import Timer
from edge.skills.view.colour import Colours
from edge.skills.view.count import Count
from edge.skills.view.describe import Bar
from edge.skills.view.presence import Presence
from edge.skills.view.read import Read
from edge.skills.view.relation import Relation
from edge.skills.view.scan import Scan
from edge.skills.view.what import InView, What
from edge.skills.view.where import Where
from edge.skills.without_server import WithoutServer

Thresholds = Mapping[str, Mapping[str, float]]


def all_skills(
    thresholds: Thresholds | None = None,
    more: Sequence[Skill] = (),
    own: Sequence[Skill] = (),
    emergency_number: str = NUMBER,
) -> tuple[Skill, ...]:
    """Every skill: a program's `own`, ours, danger first, and `more`. Of equally sure claims the first one counts.

    `thresholds` (use -> label -> score) are the detector's own.
    """
    bar = Bar({} if thresholds is None else thresholds)
    view = (Scan(), Read(), Colours(bar), Count(bar), Where(bar), Presence(bar), Relation(bar), What(bar))
    timely = (Timer(), AlarmClock(), Reminder(), TimeOfDay(), Dates())
    device = (Convert(), *timely, Battery(), Sums(), LevelSkill(), Quiet(), Repeat())
    keep = (Notes(), Lists(), Memory(), Photo(), ClipSkill(), Forgetting(), Privacy())
    helping = (Help((*view, *device, *keep), own, more), SmallTalk())
    return (*own, Emergency(emergency_number), CancelSkill(), *device, *keep, *helping, *view, *more)


@dataclass(frozen=True, slots=True)
class LastResorts:
    """Who answers what no skill claims."""

    on_device: tuple[Fallback, ...]
    """Questions that stay on the device, each of its intents."""
    without_server: Fallback
    """Questions for a server, when none answered."""
    meanwhile: Fallback
    """The same, at once, while a server is asked."""

    def all(self) -> tuple[Fallback, ...]:
        """Each of them, once."""
        return (*self.on_device, self.without_server)


def last_resorts(thresholds: Thresholds | None = None) -> LastResorts:
    """Those that Glint has; `thresholds` as in `all_skills`."""
    bar = Bar({} if thresholds is None else thresholds)
    in_view = InView(bar)
    return LastResorts((in_view, Read(), Scan(), Cannot()), WithoutServer(bar), in_view)
