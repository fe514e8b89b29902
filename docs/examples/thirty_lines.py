"""Photos are looked through with a skill of one's own, and with a camera, a lamp and a display of one's own."""

import sys

from glint import AnswerError, Claim, Eye, Glasses, Intent, LinuxBody, Need, Network, PhotoError, Reply, Size
from glint import frame_of, glint


class Fruit:
    name, intent, examples = "fruit", Intent.LOOK, {"fruit": ("Is there any fruit?", "Is there fruit in the picture?")}

    def claim(self, meaning):
        return Claim(self.name, needs=frozenset({Need.THINGS}))

    def answer(self, asked):
        if asked.scene.things is None:
            raise AnswerError(asked.scene.missing)
        sorts = {"apple", "orange", "banana"} & {thing.label for thing in asked.scene.things if thing.score > 0.4}
        return Reply(f"Yes: {', '.join(sorted(sorts))}." if sorts else "I see no fruit.")


class Slides:
    photo, shown, size = "", [], Size(40, 6)

    async def frames(self, shot):
        yield frame_of(self.photo)

    async def set(self, on):
        print("lamp", "on" if on else "off")

    async def show(self, card):
        self.shown.extend(card.lines)


slides = Slides()
with glint(skills=[Fruit()], glasses=Glasses(LinuxBody(), slides, Eye(slides, slides), link=Network())) as g:
    for photo in sys.argv[1:]:
        slides.photo = photo
        print(photo, g.ask("Is there any fruit?").text)
        try:
            print("things:", *sorted({thing.label for thing in g.see(photo).things if thing.score > 0.4}))
        except PhotoError as error:
            print(error)
print("shown:", *slides.shown)
