"""hub: makes a bundle of a model from Hugging Face. The hub's own client fetches it, optimum exports it.

optimum can write an empty decoder and call it success, so every file is loaded again and compared with torch: an
encoder alone, a decoder on its first words, and the decoder that goes on from a past against one that starts anew.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypedDict, Unpack

from torch import nn

from edge.bundle.model_card import ModelCard, NetSpec
from edge.bundle.net import file_spec
from export.convert import tensors
from export.distil import Say
from export.errors import ExportError
from export.hub_compare import COMPARE, Loaded
from export.publish import check_place, publish
from export.quiet import quiet
from export.shrink import halve

TOLERANCE = 1e-3
HALF_TOLERANCE = 5e-3
WANTED = ("*.json", "*.txt", "*.model", "*.safetensors")


@dataclass(frozen=True, slots=True)
class Task:
    """How one kind of model is exported: optimum's name for it, and which of its files is which net."""

    optimum: str
    nets: Mapping[str, str]


TASKS: Mapping[str, Task] = {
    "image-classification": Task("image-classification", {"classify": "model.onnx"}),
    "text-embedding": Task("feature-extraction", {"embed": "model.onnx"}),
    "image-text": Task("feature-extraction", {"image": "image.onnx", "text": "text.onnx"}),
    "speech-recognition": Task(
        "automatic-speech-recognition-with-past",
        {"encode": "encoder_model.onnx", "begin": "decoder_model.onnx", "go_on": "decoder_with_past_model.onnx"},
    ),
}


SPEECH = "speech-recognition"
SERVED_AS: Mapping[str, str] = {SPEECH: "speech"}
"""The task in a card, where the runtime serves the model by another name than the hub's."""


class Options(TypedDict, total=False):
    """What need not be said."""

    name: str
    """What the bundle is called; as its folder, if not said."""
    endpoint: str | None
    """Where to fetch from instead of the hub."""


def export_hub(source: str, task: str, out: Path, say: Say, **options: Unpack[Options]) -> dict[str, object]:
    """Fetch, export, compare, publish; returns the figures. `source` is a folder or a name on the hub.

    Raises ExportError for the step that failed.
    """
    kind, name, endpoint = TASKS[task], options.get("name") or out.name, options.get("endpoint")
    check_place(out, name, SERVED_AS.get(task, task))
    with tempfile.TemporaryDirectory() as place, quiet():
        folder = fetch(source, Path(place) / "source", endpoint, say)
        say("convert: optimum")
        written = Path(place) / "onnx"
        model = _export(folder, task, kind, written)
        plain = {net: _read(written, file) for net, file in kind.nets.items()}
        say("verify: every file against torch")
        parity = _compared(model, task, plain)
        if not parity <= TOLERANCE:
            raise ExportError("verify", f"the files differ from torch by {parity:.2g}, more than {TOLERANCE:g}")
        halved = {net: halve(data) for net, data in plain.items()}
        half = _compared(model, task, halved)
        chosen = halved if half <= HALF_TOLERANCE else plain
        card, files = _card(folder, task, name, chosen, {"parity": parity, "half_parity": half})
        files["MODEL.md"] = _story(source, card).encode()
        say(f"publish: {out}")
        publish(card, files, out)
    return {"name": name, "folder": str(out), "bytes": sum(map(len, chosen.values())), **card.figures}


def fetch(source: str, folder: Path, endpoint: str | None, say: Say) -> Path:
    """A folder with the model: as given, or fetched with the hub's own client. Pickled weights are never fetched."""
    if Path(source).is_dir():
        return Path(source)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError
    from huggingface_hub.utils.tqdm import disable_progress_bars

    say(f"fetch: {source}")
    disable_progress_bars()  # they would draw over our own lines
    try:
        snapshot_download(source, local_dir=folder, endpoint=endpoint, allow_patterns=list(WANTED), max_workers=2)
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ExportError("fetch", f"{source} is neither a folder nor to be had from the hub: {reason}") from error
    return folder


def _export(folder: Path, task: str, kind: Task, out: Path) -> nn.Module:
    """Write the ONNX files, and give back the model in torch that they must agree with."""
    import transformers
    from optimum.exporters.onnx import main_export
    from safetensors import SafetensorError

    loaders = {
        "image-classification": transformers.AutoModelForImageClassification,
        "text-embedding": transformers.AutoModel,
        "speech-recognition": transformers.AutoModelForSpeechSeq2Seq,
    }
    try:
        if task == "image-text":
            return _export_towers(folder, out)
        model = _whole(loaders[task], folder)
        main_export(str(folder), output=out, task=kind.optimum, device="cpu", no_post_process=True, do_validation=False)
    except (ValueError, KeyError, OSError, RuntimeError, ImportError, SafetensorError) as error:
        reason = str(error).strip().splitlines()[0][:100]
        raise ExportError("convert", f"{folder.name} cannot be read as a model for {task}: {reason}") from error
    return model


def _whole(loader: Any, folder: Path, **options: Any) -> nn.Module:  # noqa: ANN401
    """Load a model; ExportError if the checkpoint lacks weights, which the loader would fill with random numbers."""
    model, told = loader.from_pretrained(folder, output_loading_info=True, **options)
    # A pooler is not exported, and many checkpoints of text models come without theirs.
    made_up = sorted(name for name in told["missing_keys"] if "pooler" not in name)
    made_up += [str(row[0]) for row in told["mismatched_keys"]]
    if made_up:
        raise ExportError("fetch", f"{len(made_up)} weights of the model are not in {folder.name}: {made_up[0]}")
    whole: nn.Module = model.eval()
    return whole


def _export_towers(folder: Path, out: Path) -> nn.Module:
    """CLIP's two towers as two files: a device that only compares pictures needs no words."""
    from optimum.exporters.onnx import onnx_export_from_model
    from optimum.exporters.onnx.model_configs import CLIPTextWithProjectionOnnxConfig, CLIPVisionModelOnnxConfig
    from transformers import CLIPConfig, CLIPTextModelWithProjection, CLIPVisionModelWithProjection

    class ImageTower(CLIPVisionModelOnnxConfig):  # type: ignore[misc]
        @property
        def outputs(self) -> dict[str, dict[int, str]]:
            return {"image_embeds": {0: "batch_size"}}

    class TextTower(CLIPTextWithProjectionOnnxConfig):  # type: ignore[misc]
        @property
        def outputs(self) -> dict[str, dict[int, str]]:
            return {"text_embeds": {0: "batch_size"}}

    whole = CLIPConfig.from_pretrained(folder)
    whole.vision_config.projection_dim = whole.text_config.projection_dim = whole.projection_dim
    image = _whole(CLIPVisionModelWithProjection, folder, config=whole.vision_config)
    text = _whole(CLIPTextModelWithProjection, folder, config=whole.text_config)
    towers: dict[str, tuple[Any, Any]] = {"image": (image, ImageTower), "text": (text, TextTower)}
    for name, (tower, config) in towers.items():
        onnx_export_from_model(
            tower,
            out / name,
            task="feature-extraction",
            custom_onnx_configs={"model": config(tower.config, task="feature-extraction")},
            fn_get_submodels=lambda model: {"model": model},
            do_validation=False,
            no_post_process=True,
            device="cpu",
        )
        (out / name / "model.onnx").rename(out / f"{name}.onnx")
    return nn.ModuleDict({"image": image, "text": text})


def _read(folder: Path, file: str) -> bytes:
    path = folder / file
    if not path.is_file() or not path.stat().st_size:
        raise ExportError("convert", f"optimum wrote no {file}")
    if path.with_suffix(".onnx_data").exists():
        raise ExportError("convert", f"{file} keeps its weights in a second file: too large for glasses")
    return path.read_bytes()


def _compared(model: nn.Module, task: str, files: Mapping[str, bytes]) -> float:
    return COMPARE[task](model, {net: Loaded.of(data) for net, data in files.items()})


# ------------------------------------------------------------------------------------------------------------ bundle


def _card(
    folder: Path, task: str, name: str, chosen: Mapping[str, bytes], figures: Mapping[str, float]
) -> tuple[ModelCard, dict[str, bytes]]:
    """The card, and every file of the bundle: the nets, and what the model's authors say of words and pictures."""
    files = {f"{net}.onnx": data for net, data in chosen.items()}
    prepare = _prepare(folder)
    nets = {}
    for net, data in chosen.items():
        inputs, outputs = tensors(data)
        file = file_spec(f"{net}.onnx", data)
        pictured = any(tensor.name == "pixel_values" for tensor in inputs)
        nets[net] = NetSpec({"x86": file, "arm": file}, inputs, outputs, prepare if pictured else {})
    assets = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in {".json", ".txt", ".model"} and not path.name.endswith(".index.json"):
            files[path.name] = path.read_bytes()
            assets[path.stem.replace(".", "_")] = file_spec(path.name, files[path.name])
    labels = _json(folder, "config.json").get("id2label", {})
    settings: dict[str, Any] = _hearing(_json(folder, "config.json")) if task == SPEECH else {}
    if task == "image-classification":
        settings["labels"] = [labels[key] for key in sorted(labels, key=int)]
    versions = {package: version(package) for package in ("torch", "transformers", "optimum-onnx", "onnxruntime")}
    rounded = {key: float(f"{value:.3g}") for key, value in figures.items()}
    return ModelCard(
        name, SERVED_AS.get(task, task), nets, assets, settings=settings, figures=rounded, versions=versions
    ), files


def _prepare(folder: Path) -> dict[str, Any]:
    """The authors' preprocessing, in the words of edge/perceive/heads.py."""
    known = _json(folder, "preprocessor_config.json")
    size = known.get("crop_size") or known.get("size")
    if not size or "image_mean" not in known:
        return {}
    side = size if isinstance(size, int) else size.get("height") or size.get("shortest_edge")
    scale = 255.0
    return {
        "name": "stretch",
        "width": side,
        "height": side,
        "colours": "RGB",
        "mean": [value * scale for value in known["image_mean"]],
        "std": [value * scale for value in known["image_std"]],
    }


def _hearing(config: Mapping[str, Any]) -> dict[str, Any]:
    """What the recogniser's loop must know of it: see `edge.perceive.speech_kinds.SpeechSettings`."""
    longest = config.get("max_target_positions") or config.get("max_position_embeddings") or 200
    kind = str(config.get("model_type", ""))
    return {
        "kind": kind,
        "begin": int(config.get("decoder_start_token_id", 1)),
        "end": int(config.get("eos_token_id", 2)),
        "zeros": 0.8 if kind == "moonshine" else 0.2,
        "longest": max(int(longest) - 8, 1),
    }


def _json(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return loaded


def _story(source: str, card: ModelCard) -> str:
    nets = "\n".join(
        f"- `{name}`: {', '.join(tensor.name for tensor in net.inputs)}" for name, net in card.nets.items()
    )
    figures = "\n".join(f"- {name}: {value}" for name, value in card.figures.items())
    where = Path(source).name if Path(source).is_dir() else source
    return f"""# {card.name}

From `{where}` ({card.task}), exported by optimum and compared with torch. Its licence is its authors': see their page.

Nets:
{nets}

Largest difference from torch (as they are, and with weights in half the bytes):
{figures}
"""
