"""How soon somebody who talks over an answer is noticed, and how often the answer stops itself, in computed rooms.

    python tools/echo_bench.py --wearers FOLDER --silero silero_vad_16k_op15.onnx [--rounds 10] [--canceller speex]

FOLDER holds clips of speech (16 kHz WAV or FLAC, read with soundfile). Each round: two answers of pico in a new room
(delay 20 to 250 ms); in one of two rounds a clip begins during the last. Levels are those at the microphone.
"""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from edge.bundle.net import net_of
from edge.hardware.pico import Pico
from edge.media.audio import trimmed
from edge.messages import Instant, Sound
from edge.perceive.cancel import Adaptive
from edge.perceive.echo import OwnVoice, Reference
from edge.perceive.speex import Speex
from firmware_sim.world.room import RATE, Room, active_level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge.bundle.net import Net
    from edge.messages import Samples

TICK = 2048
WEARER = -26.0  # dBFS, while speaking
ANSWERS = """I see a laptop, a book and two cups on the table, and there is a person on the left who holds a phone.
Your timer is set for ten minutes. I will ring when it is done.
The sign says: platform four, trains to London leave every fifteen minutes until half past ten.
You have three items on the shopping list: milk, bread and a dozen eggs.
I can't reach a server for that just now. I will ask again as soon as there is a network.
The capital of Australia is Canberra, not Sydney. It was chosen as a compromise between Sydney and Melbourne.
Mount Everest is about eight thousand eight hundred metres high.
The page talks about the history of bread. It begins in Egypt, and ends with the bakery around the corner.""".split(
    "\n"
)


class Through:
    """No canceller at all."""

    block = 64

    def clean(self, heard: Samples, played: Samples) -> Samples:  # noqa: ARG002 - the protocol's
        return heard

    def forget(self) -> None:
        pass


CANCELLERS = {"ours": Adaptive, "speex": Speex, "none": Through}


class Silero:
    """Voice activity of each 32 ms."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._state, self._before = np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32)
        self._rest = np.empty(0, np.float32)

    def hear(self, samples: Samples) -> float:
        """The highest probability among these, 0 where there is no whole piece."""
        self._rest, highest = np.concatenate([self._rest, samples]), 0.0
        while self._rest.size >= 512:
            piece, self._rest = self._rest[:512], self._rest[512:]
            given = {"input": np.concatenate([self._before, piece])[None], "state": self._state, "sr": np.array(RATE)}
            output, self._state = self._net(given).values()
            self._before, highest = piece[-64:], max(highest, float(output[0, 0]))
        return highest


@dataclass(frozen=True)
class Scene:
    """What is played and heard, where the last answer begins, and where the wearer does."""

    played: Samples
    heard: Samples
    last: int
    wearer: int | None


def scenes(rounds: int, clips: list[Samples], louder: float, drive: float, cold: bool) -> Iterator[Scene]:
    dice = np.random.default_rng(2026)
    pico = Pico()
    for n in range(2 * rounds):
        words = dice.choice(ANSWERS, 1 if cold else 2, replace=False)
        spoken = [trimmed(asyncio.run(pico.clip(str(one))).samples, RATE, 0.1) * 0.5 for one in words]
        parts = [piece for one in spoken for piece in (np.zeros(8000, np.float32), one)]
        last = sum(part.size for part in parts[:-1])
        played = np.concatenate([*parts, np.zeros(8192, np.float32)])
        played = played[: played.size // TICK * TICK]
        room = Room(dice.uniform(0.02, 0.25), dice.uniform(0.15, 0.4), drive, int(dice.integers(1 << 30)))
        echo = room.heard(played)
        heard = echo * (10 ** ((WEARER + louder) / 20) / active_level(echo)) + dice.normal(0, 10**-3.1, echo.size)
        wearer = None
        if n % 2:
            clip = clips[int(dice.integers(len(clips)))]
            at = last + int(dice.uniform(1.2 if cold else 0.3, 2.2) * RATE)
            wearer, size = at + onset(clip), min(clip.size, heard.size - at)
            heard[at : at + size] += clip[:size] * 10 ** (WEARER / 20) / active_level(clip)
        yield Scene(played, np.clip(heard, -1, 1).astype(np.float32), last, wearer)


def onset(clip: Samples) -> int:
    """The first sample of the first 10 ms within 30 dB of the loudest."""
    frames = 10 * np.log10(np.square(clip[: clip.size // 160 * 160].reshape(-1, 160)).mean(axis=1) + 1e-12)
    return int(np.argmax(frames > frames.max() - 30)) * 160


def stopped(scene: Scene, net: Net, canceller: str) -> float | None:
    """When the answer was stopped, in samples; None: it was not."""
    reference, voice = Reference(), Silero(net)
    reference.played(Instant(0.0), scene.played)
    own = OwnVoice(reference, CANCELLERS[canceller]())
    for start in range(0, scene.heard.size, TICK):
        sound = own.clean(Sound(Instant(start / RATE), scene.heard[start : start + TICK]))
        probability = voice.hear(sound.samples)
        if start + TICK > scene.last and own.wearers(probability):
            return start + TICK
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wearers", type=Path, required=True)
    parser.add_argument("--silero", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--canceller", choices=CANCELLERS, default="ours")
    args = parser.parse_args()
    import soundfile

    paths = [path for path in sorted(args.wearers.iterdir()) if path.suffix in {".wav", ".flac"}]
    clips = [soundfile.read(path, dtype="float32")[0] for path in paths]
    net = net_of(args.silero.read_bytes())
    print(
        f"{'echo':>7} {'loudspeaker':12} {'room':8} {'stopped itself':>15} {'in 0.4 s':>9} {'median s':>9} {'worst':>6}"
    )
    for cold in (False, True):
        for louder in (-6.0, 4.0):
            for drive in (0.0, 2.0):
                late: list[float] = []
                own = trials = 0
                for scene in scenes(args.rounds, clips, louder, drive, cold):
                    at = stopped(scene, net, args.canceller)
                    early = at is not None and (scene.wearer is None or at < scene.wearer)
                    own, trials = own + early, trials + 1
                    if scene.wearer is not None:
                        late.append(9.0 if at is None or early else (at - scene.wearer) / RATE)
                kind, soon = "distorts" if drive else "linear", sum(one <= 0.4 for one in late)
                print(
                    f"{louder:+4.0f} dB  {kind:12} {'new' if cold else 'known':8} {own:>7} of {trials:<4} "
                    f"{soon:>4} of {len(late):<3} {np.median(late):>6.2f} {max(late):>6.2f}", flush=True,
                )  # fmt: skip


if __name__ == "__main__":
    main()
