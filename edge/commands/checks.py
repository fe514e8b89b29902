"""What is wrong with this machine, and how to mend it. Every check is a function; none changes anything."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import ConfigError, DeviceError, EdgeError, LedgerError
from edge.hardware.microphone import PortAudioMicrophone
from edge.hardware.portaudio import PortAudio
from edge.hardware.sound import talker_called
from edge.hardware.speaker import PortAudioSpeaker
from edge.hardware.video import find_source
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from edge.bundle.registry import Pullable
    from edge.config import Config, ServerConfig
    from edge.messages import Lost
    from edge.store.keepers import Store

OK, WEAK, BROKEN = "ok", "weak", "broken"
READ = 1000  # of the newest turns, whether they can be read


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. weak: Glint goes on with less; broken: it cannot."""

    what: str
    state: str
    found: str
    remedy: str = ""


def examine(config: Config) -> Iterator[Finding]:
    """All checks, the most fundamental first."""
    for check in (
        _python,
        _opencv,
        _runtime,
        _codes,
        _reading,
        _sound,
        _hearing,
        _voice,
        _devices,
        _camera,
        _light,
        _models,
        _missing,
        _ledger,
        _reach,
    ):
        yield from check(config)


def _python(_: Config) -> Iterator[Finding]:
    yield Finding("python", OK, sys.version.split()[0])


def _opencv(_: Config) -> Iterator[Finding]:
    both = [name for name in ("opencv-python", "opencv-python-headless") if _installed(name)]
    if len(both) > 1:
        remedy = "pip uninstall -y opencv-python opencv-python-headless && pip install opencv-python"
        yield Finding("opencv", WEAK, f"{' and '.join(both)} write into the same folder", remedy)
        return
    yield _imports("opencv", "cv2", "opencv-python", BROKEN, "apt install libgl1 libglib2.0-0, where libGL is missing")


def _runtime(_: Config) -> Iterator[Finding]:
    yield _imports("inference", "onnxruntime", "onnxruntime", BROKEN, "pip install onnxruntime")


def _codes(_: Config) -> Iterator[Finding]:
    yield _imports("codes", "zxingcpp", "zxing-cpp", WEAK, "pip install zxing-cpp")


def _reading(_: Config) -> Iterator[Finding]:
    found = importlib.util.find_spec("rapidocr") is not None
    yield Finding(
        "reading", OK if found else WEAK, _installed("rapidocr") or "missing", "" if found else "pip install rapidocr"
    )


def _sound(config: Config) -> Iterator[Finding]:
    yield from sound(config, PortAudio())


def sound(config: Config, audio: PortAudio) -> Iterator[Finding]:
    """Microphone and speaker, by the very checks with which `glint run` begins."""
    name = config.sound.microphone
    yield _device("microphone", name, PortAudioMicrophone(audio, name).check)
    name = config.sound.speaker
    yield _device("speaker", name, PortAudioSpeaker(audio, name).check)


def _hearing(config: Config) -> Iterator[Finding]:
    from edge.compose.ears import lacking, phrase

    if problem := lacking(config):
        yield Finding("hearing", WEAK, problem, "until then questions are typed")
        return
    word = phrase(config)
    yield Finding(
        "hearing", OK, f"{config.models.speech}; called by “{word}” or a touch" if word else "called by a touch"
    )


def _voice(config: Config) -> Iterator[Finding]:
    yield _device("voice", config.sound.voice, talker_called(config, config.sound.voice).check)


def sound_check(config: Config) -> Iterator[Finding]:
    """What the microphone hears while the speaker plays a few words; nothing where one of them is missing."""
    import asyncio

    from edge.commands.sound_check import sound_check as check
    from edge.compose.ears import Ears, lacking
    from edge.hardware.own import own_devices
    from edge.hardware.sound import find_microphone, find_voice

    missing: list[Lost] = []
    try:
        audio, own = PortAudio(), own_devices(config)
    except EdgeError:  # told among the devices
        return
    microphone = find_microphone(config, audio, own, missing)
    speaker, talker = find_voice(config, audio, own, missing)
    if missing or microphone is None or speaker is None or talker is None:
        return
    understand = lambda samples: "" if lacking(config) else Ears(config).recogniser().transcribe(samples).text  # noqa: E731
    try:
        found = asyncio.run(check(microphone, speaker, talker, understand))
    except EdgeError as error:
        yield Finding("sound check", WEAK, str(error), "plug it in anew")
        return
    yield Finding("sound check", WEAK if found.problem else OK, found.in_words(), found.problem)


def _devices(config: Config) -> Iterator[Finding]:
    """Those that other packages bring, where any is chosen."""
    from edge.hardware.own import own_devices

    chosen = [f"{role} {name}" for role, name in asdict(config.devices).items() if name]
    if not chosen:
        return
    try:
        own_devices(config)
    except EdgeError as error:
        yield Finding("devices", BROKEN, str(error), "install the package, or change [devices] in glint.toml")
    else:
        yield Finding("devices", OK, ", ".join(chosen))


def _camera(config: Config) -> Iterator[Finding]:
    if config.devices.camera:
        return
    camera = config.camera
    source = find_source(camera.source, camera.open_within, camera.frame_within)
    yield _device("camera", "none" if camera.source == "none" else str(source), source.check)


def _device(what: str, name: str, check: Callable[[], None]) -> Finding:
    """A device by the check of its own with which `glint run` begins; one that is "none" is not wanted."""
    try:
        if name != "none":
            check()
    except DeviceError as error:
        return Finding(what, WEAK, error.problem, error.remedy)
    return Finding(what, OK, name)


def _light(config: Config) -> Iterator[Finding]:
    if config.devices.light:
        return
    kind = config.light.kind
    if kind not in {"led", "gpio", "mark"}:
        yield Finding("light", BROKEN, f"no kind '{kind}' of light", "light.kind is led, gpio or mark")
        return
    if kind == "mark":
        yield Finding("light", OK, "a mark on the display, where that is a terminal")
        return
    path = config.light.path
    fine = Path(path).is_file()
    remedy = "" if fine else "light.path must name the lamp's file"
    yield Finding("light", OK if fine else WEAK, path or f"no file is named for the {kind}", remedy)


def _models(config: Config) -> Iterator[Finding]:
    from edge.bundle.net import open_bundle
    from edge.model_folders import bundle_folder

    folder = bundle_folder(config, config.models.detector)
    if not folder.is_dir():
        yield Finding("detector", WEAK, f"{folder} is not there", "glint models lists what is")
        return

    def opened() -> str:
        return f"{open_bundle(folder, target=config.models.target).card.name}, hashes as in its card"

    yield _tried("detector", opened, "glint models verify")


def _missing(config: Config) -> Iterator[Finding]:
    from edge.compose.models import missing

    yield from wanted(missing(config))


def wanted(models: Iterable[Pullable]) -> Iterator[Finding]:
    """What the configuration names and is still to be fetched; where all is here there is nothing to say."""
    for model in models:
        yield Finding(f"model {model.name}", WEAK, f"not here: {model.about}", f"glint models pull {model.name}")


def _ledger(config: Config) -> Iterator[Finding]:
    from edge.compose.build import daemon_ledger
    from edge.config import data_folder
    from edge.store.registry import store_at

    with daemon_ledger(config) as ledger:
        yield from kept(store_at(ledger, data_folder(config)))


def kept(store: Store) -> Iterator[Finding]:
    """The ledger, and what each keeper has; what of it cannot be read is named."""
    from edge.store.entries import FOLDERS
    from edge.store.forget_files import SENT, TAPES, closed
    from edge.store.keepers import in_words, prepare

    try:
        prepare(store.ledger, store.keepers)
        counts = {keeper.name: keeper.counted(store) for keeper in store.keepers}
        store.ledger.turns(READ)
        trouble = store.ledger.trouble
    except LedgerError as error:
        counts, trouble = {}, str(error)
    mend = "free some space, or `data` in glint.toml"
    yield Finding("ledger", WEAK if trouble else OK, trouble or str(store.folder), mend if trouble else "")
    for name, count in counts.items():
        if any(count.values()):
            yield Finding(f"kept: {name}", OK, in_words(count))
    for folder in (store.folder / name for name in (TAPES, SENT, *FOLDERS.values())):
        if why := closed(folder):
            remedy = f"give who runs Glint leave to read and write {folder}"
            yield Finding(f"folder {folder.name}", WEAK, f"cannot be looked into: {why}", remedy)


def _reach(config: Config) -> Iterator[Finding]:
    if not config.server:
        yield Finding("server", WEAK, "none configured: questions that need reasoning get less", "glint setup")
    names = Counter(server.name for server in config.server)
    for server in config.server:
        yield _server(server, config.environment.credentials, names[server.name])


def _server(server: ServerConfig, credentials: str, called_so: int) -> Finding:
    """A server by the checks with which asking begins: nothing is sent, so whether it answers stays open."""
    from edge.address import target
    from edge.reach.servers import key_of, tls_context

    what = f"server {server.name}"
    if called_so > 1:
        return Finding(what, WEAK, f"{called_so} servers have this name", "give each [[server]] a name of its own")
    try:
        if target(server.url).tls:
            tls_context(server.ca_file)
        key_of(server, credentials)
    except ConfigError as error:
        return Finding(what, WEAK, error.problem, f"change in its [[server]] of glint.toml: {error.where}")
    return Finding(what, OK, f"{server.url} {server.model}".strip())


def _imports(what: str, module: str, package: str, worst: str, remedy: str) -> Finding:
    try:
        importlib.import_module(module)
    except ImportError as error:
        return Finding(what, worst, str(error), remedy)
    return Finding(what, OK, f"{package} {_installed(package)}")


def _tried(what: str, attempt: Callable[[], str], remedy: str) -> Finding:
    try:
        return Finding(what, OK, attempt())
    except EdgeError as error:
        return Finding(what, WEAK, str(error), remedy)


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
