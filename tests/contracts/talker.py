"""What every voice does."""

import asyncio

import numpy as np

from edge.devices import Talker
from edge.messages import Clip
from tests.contracts.watch import leaves_nothing

SENTENCE = "The label says best before the tenth of June."


async def check_talker(talker: Talker) -> None:
    async with leaves_nothing(within=5.0):
        short, long = await talker.clip("Yes."), await talker.clip(SENTENCE)
        for clip in (short, long):
            check_clip(clip)
        assert 0 < short.samples.size < long.samples.size
        again = await talker.clip("Yes.")
        assert again.samples.size == short.samples.size, "what was said before changes nothing"
    async with leaves_nothing(within=5.0):  # nothing that can be said is no sound, and no failure
        for words in ("", " ", "."):
            check_clip(await talker.clip(words))
    async with leaves_nothing(within=5.0):  # whatever is in it, it is words: no options, no markup
        for words in (
            "-h --version; $HOME `ls` \0 <break/> &amp; 日本語 é",
            "<volume level='0'>yes</volume>",
            "x" * 500,
        ):
            check_clip(await talker.clip(words))
    async with leaves_nothing(within=5.0):  # who waits may go in the middle of it, and the next words are said
        speaking = asyncio.ensure_future(talker.clip(SENTENCE * 5))
        await asyncio.sleep(0.01)
        speaking.cancel()
        await asyncio.wait({speaking})
        assert (await talker.clip("Yes.")).samples.size == short.samples.size
    async with leaves_nothing(within=5.0):  # two at once
        one, other = await asyncio.gather(talker.clip("Yes."), talker.clip(SENTENCE))
        assert (one.samples.size, other.samples.size) == (short.samples.size, long.samples.size)


def check_clip(clip: Clip) -> None:
    assert isinstance(clip, Clip)
    assert 8_000 <= clip.rate <= 48_000
    assert clip.samples.dtype == np.float32
    assert clip.samples.ndim == 1
    assert np.abs(clip.samples).max(initial=0.0) <= 1.0
