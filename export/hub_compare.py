"""Compares exported files with torch: images and texts in one call, speech by its first tokens and by those after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from edge.bundle.model_card import TensorSpec
from edge.bundle.net import Net, net_of
from edge.messages import Array
from export.convert import difference, tensors

WORDS = 3  # that a decoder is given to compare it


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file, loaded again, with what it takes."""

    net: Net
    inputs: tuple[TensorSpec, ...]

    @staticmethod
    def of(model: bytes) -> Loaded:
        return Loaded(net_of(model), tensors(model)[0])

    def __call__(self, inputs: Mapping[str, Array]) -> Mapping[str, Array]:
        return self.net(inputs)


def _example(name: str, shape: tuple[int, ...], dtype: str, text: int = 8) -> Array:
    """A plausible input: words are small numbers, masks are ones, the rest is noise."""
    rng = np.random.default_rng(3)
    sizes = [n if n > 0 else (1 if index == 0 else text) for index, n in enumerate(shape)]
    if "mask" in name:
        return np.ones(sizes, dtype)
    if np.issubdtype(np.dtype(dtype), np.integer):
        return (np.zeros if "type" in name else lambda s, d: rng.integers(1, 20, s).astype(d))(sizes, dtype)
    return rng.standard_normal(sizes).astype(dtype)


def _single(model: nn.Module, nets: Mapping[str, Loaded]) -> float:
    """The largest difference of a model of one net, for one input."""
    return _call(model, next(iter(nets.values())), getattr(model, "config", None))


def _towers(model: nn.Module, nets: Mapping[str, Loaded]) -> float:
    parts: Any = model
    return max(_call(parts[name], net, parts[name].config) for name, net in nets.items())


def _call(model: nn.Module, net: Loaded, config: Any) -> float:  # noqa: ANN401
    image = getattr(config, "image_size", 0) or 0
    given: dict[str, Array] = {}
    for tensor in net.inputs:
        shape = tensor.shape
        if tensor.name == "pixel_values":
            shape = (1, getattr(config, "num_channels", 3), image, image)
        given[tensor.name] = _example(tensor.name, shape, tensor.dtype)
    if "input_ids" in given and getattr(config, "eos_token_id", None) is not None:
        given["input_ids"][:, -1] = config.eos_token_id  # where CLIP looks for its summary
    with torch.no_grad():
        wanted = model(**{name: torch.from_numpy(value) for name, value in given.items()})
    found = net(given)
    return max(difference(value, wanted[name].numpy()) for name, value in found.items())


def _speech(model: nn.Module, nets: Mapping[str, Loaded]) -> float:
    """The largest difference of encoder, first tokens, and tokens decoded from a past, each against torch."""
    whole: Any = model
    tensor = nets["encode"].inputs[0]
    config = whole.config
    frames = 2 * getattr(config, "max_source_positions", 0)
    shape = (1, config.num_mel_bins, frames) if tensor.name == "input_features" else (1, 16000)
    sound = _example(tensor.name, shape, tensor.dtype)
    words = np.random.default_rng(4).integers(1, 20, (1, WORDS)).astype(np.int64)
    with torch.no_grad():
        answer = whole.get_encoder()(torch.from_numpy(sound))
        heard = answer.last_hidden_state
        wanted = whole(encoder_outputs=answer, decoder_input_ids=torch.from_numpy(words)).logits.numpy()
    given = {t.name: np.ones((1, sound.shape[-1]), t.dtype) for t in nets["encode"].inputs[1:]}
    state = nets["encode"]({tensor.name: sound, **given})["last_hidden_state"]
    begun = nets["begin"](_only(nets["begin"], {"input_ids": words, "encoder_hidden_states": state}))
    part = nets["begin"](_only(nets["begin"], {"input_ids": words[:, :-1], "encoder_hidden_states": state}))
    past = {key.replace("present", "past_key_values"): value for key, value in part.items() if key != "logits"}
    last = {"input_ids": words[:, -1:], "encoder_hidden_states": state, **past}
    last["cache_position"] = np.array([WORDS - 1], np.int64)
    after = nets["go_on"](_only(nets["go_on"], last))
    pairs = ((state, heard.numpy()), (begun["logits"], wanted), (after["logits"], wanted[:, -1:]))
    return max(difference(found, want) for found, want in pairs)


def _only(net: Loaded, given: Mapping[str, Array]) -> dict[str, Array]:
    """What this net takes of it; masks that nobody gave are ones."""
    chosen = {}
    for tensor in net.inputs:
        if tensor.name in given:
            chosen[tensor.name] = given[tensor.name]
        elif "mask" in tensor.name:
            chosen[tensor.name] = np.ones((1, given["encoder_hidden_states"].shape[1]), tensor.dtype)
    return chosen


COMPARE: Mapping[str, Callable[[nn.Module, Mapping[str, Loaded]], float]] = {
    "image-classification": _single,
    "text-embedding": _single,
    "image-text": _towers,
    "speech-recognition": _speech,
}
