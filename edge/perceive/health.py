"""Whether the microphone hears anything worth hearing, from its samples alone. Pure."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from edge.media.audio import RATE
from edge.media.levels import RateWatch, clipped, constant_at_end, dbfs

if TYPE_CHECKING:
    from edge.messages import Sound

SILENT = 0.85  # seconds of nothing but one number: muted, or taken by another program
SILENT_AT_MOST = 30.0
CLIPPED = 0.02  # the share of the samples of a second that are cut off
CLEAR = 0.002  # and below which they are no longer
WINDOW = 1.0
RATE_FOR = 20.0  # seconds for which a wrong rate is told of after it was last seen

MUTED = "gives only digital silence: it is muted, or another program has taken it"
CUT_OFF = "is cut off: the sound is too loud, turn its input level down"
WRONG_RATE = "gives another number of samples a second than it says: choose another device or rate"


class MicrophoneHealth:
    """What is wrong with the microphone, in words, noticed within a second (a rate that is little off takes longer)."""

    def __init__(self) -> None:
        self.level = -120.0
        """Of the last sound, in decibels below full scale."""
        self.problem = ""
        """What is wrong; empty: nothing."""
        self._rate = RateWatch(RATE)
        self._off_since = -RATE_FOR
        self._constant = 0  # samples at the end that are all the same ...
        self._value = 0.0
        self._silent_after = SILENT
        self._window: deque[tuple[int, int]] = deque()  # samples, and how many of them are cut off
        self._cut = False

    @property
    def deaf(self) -> bool:
        """Whether nothing at all can be heard."""
        return self.problem == MUTED

    def hear(self, sound: Sound, now: float) -> str:
        """What is wrong as of this sound, which was read at `now`; empty when nothing is."""
        samples = sound.samples
        if samples.size:
            self.level = dbfs(samples)
            muted = self._muted(sound)
            if self._rate.count(samples.size, now, sound.lost):
                self._off_since, self._rate = now, RateWatch(RATE)
            off = now - self._off_since < RATE_FOR
            cut = self._clipped(samples.size, 0 if muted else clipped(samples))
            self.problem = MUTED if muted else WRONG_RATE if off else CUT_OFF if cut else ""
        return self.problem

    def _muted(self, sound: Sound) -> bool:
        """One whose own gate gives zeros between two words was no case of it: the next silence must last longer."""
        samples = sound.samples
        same = constant_at_end(samples)
        goes_on = same == samples.size and float(samples[0]) == self._value and not sound.lost
        was = self._constant / RATE >= self._silent_after
        if was and not goes_on:
            self._silent_after = min(2 * self._silent_after, SILENT_AT_MOST)
        self._constant = self._constant + same if goes_on else same
        self._value = float(samples[-1])
        return self._constant / RATE >= self._silent_after

    def _clipped(self, size: int, cut: int) -> bool:
        if self._constant >= size:  # it is no sound at all
            self._window.clear()
        self._window.append((size, cut))
        while sum(size for size, _ in self._window) - self._window[0][0] >= WINDOW * RATE:
            self._window.popleft()
        share = sum(cut for _, cut in self._window) / (WINDOW * RATE)
        self._cut = share >= (CLEAR if self._cut else CLIPPED)
        return self._cut
