"""A Piper voice: its net and the JSON beside it, made into a bundle; phonemes to the numbers that the net reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from edge.bundle.model_card import ModelCard, NetSpec
from edge.bundle.net import file_spec, inputs_and_outputs, net_of, write_bundle
from edge.bundle.plain_file import read_plain
from edge.errors import ModelError
from edge.parsed import parse_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edge.bundle.net import Bundle, Net
    from edge.messages import Array, Samples

TASK = "piper"
NET, VOICE = "mouth", "voice"
MOST_PHONEMES = 1000  # at a time: what a net takes grows with it
_BEGIN, _END, _BETWEEN = "^", "$", "_"
_LANGUAGE = re.compile(r"\([a-z-]+\)")  # espeak-ng names the language of a foreign word


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """What stands in the JSON: the rate of its sound, the voice of espeak-ng to ask, a number or more a phoneme."""

    rate: int
    language: str
    ids: Mapping[str, tuple[int, ...]]
    scales: tuple[float, float, float]  # noise, length, noise of the lengths
    speakers: int

    def numbers(self, phonemes: str) -> tuple[int, ...]:
        """What the net reads: begin, a pause after each, end. Phonemes that it does not know are left out."""
        between = self.ids[_BETWEEN]
        known = (self.ids[one] for one in _LANGUAGE.sub("", phonemes) if one in self.ids)
        inside = [number for one in (self.ids[_BEGIN], *known) for number in (*one, *between)]
        return (*inside[: MOST_PHONEMES * 2], *self.ids[_END])

    def inputs(self, phonemes: str) -> dict[str, Array]:
        """The tensors for these phonemes."""
        numbers = self.numbers(phonemes)
        given: dict[str, Array] = {
            "input": np.array([numbers], np.int64),
            "input_lengths": np.array([len(numbers)], np.int64),
            "scales": np.array(self.scales, np.float32),
        }
        return given | ({"sid": np.zeros(1, np.int64)} if self.speakers > 1 else {})


def bring_voice(file: Path, folder: Path) -> ModelCard:
    """Write the bundle of `file` and the JSON beside it into `folder`, named after it. Raises ModelError."""
    model = read_plain(file, file.name, links=True)
    described = read_plain(file.with_name(f"{file.name}.json"), file.name, links=True)
    voice = read_voice(file.name, described)
    inputs, outputs = inputs_and_outputs(file.name, model)
    if {tensor.name for tensor in inputs} != set(voice.inputs("")) or len(outputs) != 1:
        raise ModelError(file.name, f"is no Piper voice: it takes {', '.join(tensor.name for tensor in inputs)}")
    spec = NetSpec({"any": file_spec("voice.onnx", model)}, inputs, outputs)
    card = ModelCard(folder.name, TASK, {NET: spec}, {VOICE: file_spec("voice.json", described)})
    heard(file.name, net_of(model, name=file.name), voice, "a")
    write_bundle(card, {"voice.onnx": model, "voice.json": described}, folder)
    return card


def read_voice(name: str, described: bytes) -> PiperVoice:
    """What the JSON of a voice says. Raises ModelError."""
    try:
        return _voice(parse_json(described))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(name, f"its .onnx.json is none of a Piper voice ({type(error).__name__}: {error})") from None


def _voice(table: Any) -> PiperVoice:  # noqa: ANN401 - what json gives
    ids = {str(one): tuple(int(number) for number in numbers) for one, numbers in table["phoneme_id_map"].items()}
    rate, asked = int(table["audio"]["sample_rate"]), table.get("inference", {})
    if not {_BEGIN, _END, _BETWEEN} <= set(ids) or not 8000 <= rate <= 48_000:
        raise ValueError("no numbers for ^, $ and _, or no rate between 8000 and 48000")
    scales = tuple(float(asked.get(key, usual)) for key, usual in _SCALES)
    return PiperVoice(rate, str(table["espeak"]["voice"]), ids, scales, int(table.get("num_speakers", 1)))  # type: ignore[arg-type]


_SCALES = (("noise_scale", 0.667), ("length_scale", 1.0), ("noise_w", 0.8))


def voice_of(bundle: Bundle) -> PiperVoice:
    """The voice of an opened bundle. Raises ModelError where it is a bundle of something else."""
    if bundle.card.task != TASK or NET not in bundle.nets or VOICE not in bundle.assets:
        raise ModelError(bundle.card.name, f"is no voice, its task is {bundle.card.task!r}")
    return read_voice(bundle.card.name, bundle.assets[VOICE])


def heard(name: str, net: Net, voice: PiperVoice, phonemes: str) -> Samples:
    """The sound of the phonemes. Raises ModelError for what is no sound."""
    (samples,) = net(voice.inputs(phonemes)).values()
    sound = np.asarray(samples, np.float32).ravel()
    if not np.isfinite(sound).all():
        raise ModelError(name, "gives numbers that are no sound")
    return np.clip(sound, -1.0, 1.0)
