"""Redact: finds faces and license plates to hide before a photo leaves; thresholds are low, so some are false.

It runs only when something is about to leave, so it may look longer than the eye does: two small nets that know nothing
but faces and nothing but plates look at twice the size, and looker looks as well, believed only where it is surer than
they have to be. Each of the two looks at the photo in four turns. Which way is up is where it is surest; there it is
believed soonest, looks again tilted to both sides, and at a large photo by halves, for what is small in it. A photo
that is over-exposed, noisy or blurred is looked at much smaller as well, where faces outlast what is wrong with it, and
by a third small net, which was taught plates in such photos and looks in four turns in the place of the other. From a
blurred photo the blur is taken away first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.messages import Box, Frame, Instant, Pixels, Thing
from edge.perceive.boxes import distinct
from edge.perceive.objects import Objects
from edge.perceive.views import Vantage, halves, lit, part, tiled, tilted, turned, whole

BUNDLE = "looker"  # whichever detector the wearer chose for questions: what leaves is looked at by this one
USE = "redact"
ALONE = "redact_alone"  # looker's thresholds where a special net knows the label too
SPECIAL = ("faces", "plates")
POOR_PLATES = "poor_plates"
LABELS = ("face", "license plate")
GROWN = 0.1  # of a box's side, added on every side: a net cuts close, and hair and frames tell who it is
CLOSE = 0.02  # the same of a box in a small copy, which is large already
SLANTED = -0.07  # the same of a tilted box: the one around it is larger than the thing, and its corners are empty
LARGE = 960  # pixels: a photo with a longer side is looked at by halves as well
SHARE = 0.6  # of the long side: how wide each half is, so that what lies in the middle is whole in one of them
NEVER = 0.95  # hardly any box has such a score: a card whose redaction threshold is above it is refused
TURNS = (0, 90, 180, 270)
TILTS = (-30, 30)
SURE = 0.75  # a thing of such a score tells which way is up
HUGE, HUGE_SURE = 0.5, 0.9  # what lies on its side and fills so much of the photo is believed at such a score only
SMALLER = (320, 160)  # pixels: sizes at which a poor photo is looked at as well
# Added to a net's threshold: where up is not, in a tilted view, in a noisy or blurred photo, in small copies.
TURNED = {"face": 0.25, "license plate": 0.1}
TILTED = {"face": 0.2, "license plate": 0.0}
POOR = {"face": 0.0, "license plate": -0.1}
GLANCED = {"face": 0.0, "license plate": -0.15}
NOTHING: Mapping[str, float] = MappingProxyType({})
FILL = 114  # level around tiles, where a net names none


class Redactor:
    """Finds what must be hidden. One for each thread."""

    def __init__(self, bundle: Bundle) -> None:
        special = [name for name in SPECIAL if name in bundle.nets]
        nets = [_Net(bundle, name) for name in special]
        known = {label for net in nets for label in net.least} if ALONE in bundle.card.thresholds else set()
        looker = _Net(bundle, "look", known)
        for label in LABELS:
            if max((net.least[label] for net in (*nets, looker) if label in net.least), default=1.0) > NEVER:
                raise ModelError(bundle.card.name, f"would not hide a {label}, so no photo may leave: get it anew")
        # Whoever alone knows a label looks for it in every way.
        self._thorough = nets if {label for net in nets for label in net.least} >= set(LABELS) else [*nets, looker]
        self._once = [looker] if looker not in self._thorough else []
        self._poor = [_Net(bundle, POOR_PLATES)] if POOR_PLATES in bundle.nets else []

    def see(self, frame: Frame) -> tuple[Thing, ...]:
        """The things to hide, best first; boxes are a little larger than the thing."""
        seen = lit(frame.pixels)
        clear = seen.best if seen.sharp is None else seen.sharp
        upright = seen.others if seen.sharp is None else (*seen.others, seen.best)
        elsewhere = {label for net in self._poor for label in net.least} if seen.poor else set()
        more = POOR if seen.poor and not seen.white else NOTHING
        found = [thing for net in self._once for thing in net.look(seen.best, whole(seen.best))]
        for net in self._thorough:
            if net.least.keys() <= elsewhere:
                found += net.look(clear, whole(clear), more)
            else:
                found += net.search(clear, more, large=seen.best)
            for pixels in upright:
                found += net.look(pixels, whole(pixels), more)
            if seen.poor:
                found += net.glance(clear)
        for net in self._poor if seen.poor else ():
            found += net.search(seen.best, NOTHING, tilts=())
            for pixels in seen.others:
                found += net.look(pixels, whole(pixels))
        return tuple(distinct(found))


class _Net:
    """A net that looks at one photo in many ways, with the scores from which it is believed."""

    def __init__(self, bundle: Bundle, name: str, known: AbstractSet[str] = frozenset()) -> None:
        self._objects = Objects(bundle, name)
        self._fill = int(bundle.card.nets[name].prepare.get("fill", FILL))
        mine = [label for label in LABELS if label in self._objects.labels]
        self.least = {label: bundle.card.threshold(ALONE if label in known else USE, label) for label in mine}

    def look(self, photo: Pixels, view: Vantage, more: Mapping[str, float] = NOTHING) -> list[Thing]:
        """What is believed of one upright view."""
        return self._believed(self._all(photo, view), more)

    def search(
        self, photo: Pixels, more: Mapping[str, float], tilts: Sequence[int] = TILTS, large: Pixels | None = None
    ) -> list[Thing]:
        """What is found in the whole photo in four turns; and tilted and by halves where up is.

        `large`: the photo in its own size, where `photo` is smaller.
        """
        base = whole(photo)
        found, up = self._turned([self._all(photo, turned(base, turn)) for turn in TURNS], more)
        for tilt in tilts:
            found += self._believed(self._all(photo, tilted(photo, TURNS[up] + tilt)), TILTED, share=SLANTED)
        large = photo if large is None else large
        for half in halves(large, LARGE, SHARE):
            found += self.look(large, turned(part(large, half), TURNS[up]), more)
        return found

    def glance(self, photo: Pixels) -> list[Thing]:
        """What is found in the photo at smaller sizes, in four turns in one look each."""
        views, found = [turned(whole(photo), turn) for turn in TURNS], []
        for side in SMALLER:
            canvas, tiles = tiled(views, side, self._fill)
            turns: list[list[Thing]] = [[] for _ in tiles]
            for thing in self._seen(canvas):
                n = int(thing.box.x1 + thing.box.x2 >= 1) + 2 * int(thing.box.y1 + thing.box.y2 >= 1)
                turns[n].append(_placed(thing, tiles[n], photo))
            found += self._turned(turns, GLANCED, share=CLOSE)[0]
        return found

    def _seen(self, pixels: Pixels) -> tuple[Thing, ...]:
        return self._objects.see(Frame(Instant(0.0), pixels), min(self.least.values()) + min(GLANCED.values()))

    def _all(self, photo: Pixels, view: Vantage) -> list[Thing]:
        """All that could be believed of a view, where it is in the photo."""
        return [_placed(thing, view, photo) for thing in self._seen(view.pixels)]

    def _turned(
        self, turns: Sequence[Sequence[Thing]], more: Mapping[str, float], share: float = GROWN
    ) -> tuple[list[Thing], int]:
        """What is believed of all turns, and in which of them up is: where the surest thing is; else the first."""
        turns = [turns[0], *([t for t in seen if t.score >= HUGE_SURE or _area(t.box) <= HUGE] for seen in turns[1:])]
        best = [max((thing.score for thing in seen), default=0.0) for seen in turns]
        up = best.index(max(best)) if max(best) >= SURE else 0
        surer = {label: more.get(label, 0.0) + TURNED[label] for label in LABELS}
        return [t for n, seen in enumerate(turns) for t in self._believed(seen, more if n == up else surer, share)], up

    def _believed(self, seen: Iterable[Thing], more: Mapping[str, float], share: float = GROWN) -> list[Thing]:
        """Those that score enough, a little larger."""
        sure = (t for t in seen if t.score >= self.least.get(t.label, 2.0) + more.get(t.label, 0.0))
        return [Thing(thing.label, thing.score, grown(thing.box, share)) for thing in sure]


def _placed(thing: Thing, view: Vantage, photo: Pixels) -> Thing:
    return Thing(thing.label, thing.score, view.box(thing.box, photo.shape[1], photo.shape[0]))


def _area(box: Box) -> float:
    return max(0.0, box.x2 - box.x1) * max(0.0, box.y2 - box.y1)


def grown(box: Box, share: float = GROWN) -> Box:
    """The box with so much of its sides added on every side, inside the frame; less than nothing takes away."""
    x, y = (box.x2 - box.x1) * share, (box.y2 - box.y1) * share
    return Box(max(0.0, box.x1 - x), max(0.0, box.y1 - y), min(1.0, box.x2 + x), min(1.0, box.y2 + y))
