"""Who must keep which contract. Whoever writes a device adds it here."""

from tests.contracts import real, talkers
from tests.contracts.rig import Implementation
from tests.contracts.simulated import SIMULATED_LINK, replayed, simulated, taped
from tests.contracts.worn_live import a_frame, live, some_sound

CAMERAS = (
    simulated("camera"),
    taped("camera"),
    replayed("camera"),
    live("camera"),
    live("camera", feed=a_frame, name="live camera, frames of a page"),
    Implementation("OpenCV camera", real.opencv_camera),
)
MICROPHONES = (
    simulated("microphone"),
    taped("microphone"),
    replayed("microphone"),
    live("microphone"),
    live("microphone", feed=some_sound, name="live microphone, sound of a page"),
    real.portaudio_microphone(48_000.0, 2),
    real.portaudio_microphone(44_100.0, 1),
    real.portaudio_microphone(16_000.0, 1),
)
BUTTONS = (
    simulated("button"),
    taped("button"),
    replayed("button"),
    live("button"),
    Implementation("keyboard on a pipe", real.keyboard_on_a_pipe),
    Implementation("keyboard on a file", real.keyboard_on_a_file),
    Implementation("keyboard on a terminal", real.keyboard_on_a_terminal),
)
DISPLAYS = (
    simulated("display"),
    live("display"),
    live("display", "no_lamp", name="live display with a mark"),
    live("display", "spoken", name="live glasses without a display"),
    Implementation("terminal, plain", real.plain_terminal),
    Implementation("terminal, boxed", real.boxed_terminal),
    Implementation("mark", real.mark),
)
SPEAKERS = (
    simulated("speaker"),
    live("speaker"),
    real.portaudio_speaker(48_000.0, 2),
    real.portaudio_speaker(44_100.0, 1),
)
LIGHTS = (
    simulated("light"),
    live("light"),
    live("light", "no_lamp", name="live mark"),
    Implementation("LED file", real.led_file),
    Implementation("GPIO file", real.gpio_file),
    Implementation("mark", real.mark),
)
LINKS = (SIMULATED_LINK, live("link"), Implementation("network", real.network))
BODIES = (
    simulated("body"),
    taped("body"),
    replayed("body"),
    live("body"),
    Implementation("Linux", real.linux_body),
)
TALKERS = (
    simulated("talker"),
    live("talker"),
    Implementation("pico, en-GB", talkers.pico("en-GB")),
    Implementation("pico, en-US", talkers.pico("en-US")),
    Implementation("a program", talkers.program),
    Implementation("Piper", talkers.piper),
)
