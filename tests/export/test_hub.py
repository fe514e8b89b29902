"""Models from Hugging Face: tiny random ones, served by a hub on loopback, fetched by the real client, and exported."""

from __future__ import annotations

import hashlib
import json
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("optimum.exporters.onnx")

from edge.bundle.net import open_bundle  # noqa: E402
from export.errors import ExportError  # noqa: E402
from export.hub import export_hub  # noqa: E402
from export.quiet import quiet  # noqa: E402

pytestmark = [pytest.mark.torch, pytest.mark.timeout(180)]
COMMIT = "c0ffee" + "0" * 34


@contextmanager
def hub(models: Path) -> Iterator[str]:
    """What the hub answers to its client: a listing, and files with their hash and commit in the headers."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(body=False)

        def do_GET(self) -> None:
            self._answer(body=True)

        def _answer(self, *, body: bool) -> None:
            path = self.path.split("?")[0].strip("/")
            if path.startswith("api/models/"):
                name = path.removeprefix("api/models/").split("/revision/")[0]
                files = [{"rfilename": p.name} for p in (models / name).glob("*")]
                row = {"id": name, "sha": COMMIT, "siblings": files, "private": False, "tags": []}
                self._send(json.dumps(row).encode() if (models / name).is_dir() else None, body, "application/json")
                return
            name, _, file = path.partition(f"/resolve/{COMMIT}/")
            found = models / name / file
            self._send(found.read_bytes() if found.is_file() else None, body, "application/octet-stream")

        def _send(self, data: bytes | None, body: bool, kind: str) -> None:
            self.send_response(200 if data is not None else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data or b"")))
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("ETag", f'"{hashlib.sha256(data or b"").hexdigest()}"')
            self.end_headers()
            if body and data:
                self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def whisper(folder: Path) -> None:
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    config = WhisperConfig(
        vocab_size=60, num_mel_bins=8, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, max_source_positions=1500,
        max_target_positions=20, pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=1,
        suppress_tokens=None, begin_suppress_tokens=None,
    )  # fmt: skip
    WhisperForConditionalGeneration(config).save_pretrained(folder)


def moonshine(folder: Path) -> None:
    from transformers import MoonshineConfig, MoonshineForConditionalGeneration

    config = MoonshineConfig(
        vocab_size=60, hidden_size=16, intermediate_size=32, encoder_num_hidden_layers=1, decoder_num_hidden_layers=1,
        encoder_num_attention_heads=2, decoder_num_attention_heads=2, max_position_embeddings=40,
        bos_token_id=1, eos_token_id=2, decoder_start_token_id=1,
    )  # fmt: skip
    MoonshineForConditionalGeneration(config).save_pretrained(folder)


def vit(folder: Path) -> None:
    from transformers import ViTConfig, ViTForImageClassification, ViTImageProcessor

    config = ViTConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, image_size=16, patch_size=8,
        id2label={0: "cup", 1: "dog", 2: "tree"}, label2id={"cup": 0, "dog": 1, "tree": 2},
    )  # fmt: skip
    ViTForImageClassification(config).save_pretrained(folder)
    ViTImageProcessor(size={"height": 16, "width": 16}).save_pretrained(folder)


def bert(folder: Path) -> None:
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=60, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=32,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)


def clip(folder: Path) -> None:
    from transformers import CLIPConfig, CLIPModel

    words = {"vocab_size": 60, "max_position_embeddings": 32, "bos_token_id": 1, "eos_token_id": 2}
    tower = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    image = {"image_size": 16, "patch_size": 8}
    config = CLIPConfig(text_config={**tower, **words}, vision_config={**tower, **image}, projection_dim=8)
    CLIPModel(config).save_pretrained(folder)


CASES = {
    "vit": (vit, "image-classification", {"classify"}),
    "bert": (bert, "text-embedding", {"embed"}),
    "clip": (clip, "image-text", {"image", "text"}),
    "whisper": (whisper, "speech-recognition", {"encode", "begin", "go_on"}),
    "moonshine": (moonshine, "speech-recognition", {"encode", "begin", "go_on"}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_model_from_the_hub_becomes_a_bundle_that_agrees_with_torch(name: str, tmp_path: Path):
    make, task, nets = CASES[name]
    torch.manual_seed(0)
    with quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        make(tmp_path / "models" / "glint-tests" / name)
    said: list[str] = []
    with hub(tmp_path / "models") as endpoint:
        out = tmp_path / "bundle"
        figures = export_hub(f"glint-tests/{name}", task, out, said.append, endpoint=endpoint)
    assert float(str(figures["parity"])) < 1e-3
    bundle = open_bundle(out)
    assert set(bundle.nets) == nets
    assert json.loads(bundle.assets["config"])
    assert any(line.startswith("fetch") for line in said)


def test_a_classifier_knows_its_labels_and_how_pictures_are_prepared(tmp_path: Path):
    with quiet():
        vit(tmp_path / "vit")
        export_hub(str(tmp_path / "vit"), "image-classification", tmp_path / "made" / "vit", lambda _: None)
    bundle = open_bundle(tmp_path / "made" / "vit")
    assert bundle.card.settings["labels"] == ["cup", "dog", "tree"]
    assert bundle.card.nets["classify"].prepare["width"] == 16
    found = bundle.nets["classify"]({"pixel_values": np.zeros((1, 3, 16, 16), np.float32)})
    assert found["logits"].shape == (1, 3)


def test_weights_that_a_checkpoint_does_not_hold_are_not_made_up(tmp_path: Path):
    with quiet():
        vit(tmp_path / "vit")
    for task in ("image-text", "speech-recognition"):
        with pytest.raises(ExportError, match=r"weights of the model are not in vit|cannot be read as a model"):
            export_hub(str(tmp_path / "vit"), task, tmp_path / "made", lambda _: None)
    assert not (tmp_path / "made").exists()


def test_a_damaged_checkpoint_is_one_clear_line(tmp_path: Path):
    with quiet():
        vit(tmp_path / "vit")
    (tmp_path / "vit" / "model.safetensors").write_bytes(b"nothing of the kind")
    with pytest.raises(ExportError, match="cannot be read as a model for image-classification") as caught:
        export_hub(str(tmp_path / "vit"), "image-classification", tmp_path / "made", lambda _: None)
    assert "\n" not in str(caught.value)


def test_a_model_that_is_nowhere_is_one_clear_line(tmp_path: Path):
    with hub(tmp_path) as endpoint, pytest.raises(ExportError, match="neither a folder nor to be had") as caught:
        export_hub("glint-tests/none", "text-embedding", tmp_path / "x", lambda _: None, endpoint=endpoint)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "x").exists()
