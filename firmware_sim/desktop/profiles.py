"""The kinds of glasses that can be worn: what each has, by the sizes of displays that are on the market."""

from __future__ import annotations

from dataclasses import dataclass

from edge.messages import Size
from firmware_sim.devices.screen import Glass


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of glasses. None or empty: it has no such device."""

    name: str
    title: str
    about: str
    display: Glass | None = None
    camera: bool = True
    microphone: bool = True
    speaker: bool = True
    lamp: str = "lamp"
    """What bystanders see: "lamp", or "mark" (a sign on the own display)."""
    touch: str = "touchpad"
    """"touchpad" (tap and hold), or "button" (tap alone)."""


WHITE, GREEN = (255, 255, 255), (70, 255, 120)
PROFILES = (
    Profile("wide", "Wide display", "Camera, sound, and a green display of 576 x 288.", Glass(576, 288, Size(40, 6))),
    Profile(
        "square", "Square display", "Camera, sound, and a display of 600 x 600 with room for longer answers.",
        Glass(600, 600, Size(34, 13), WHITE),
    ),
    Profile(
        "small", "Small display", "A small display of 450 x 394, and no speaker: answers are read.",
        Glass(450, 394, Size(28, 8), WHITE), speaker=False,
    ),
    Profile("spoken", "Camera and audio", "No display: answers are spoken. A lamp and a button.", touch="button"),
    Profile("audio", "Audio only", "No camera and no display: it hears and speaks.", camera=False, lamp=""),
    Profile(
        "no_lamp", "Without a lamp", "A display, and no lamp: a mark on the display says that the camera looks.",
        Glass(576, 288, Size(40, 6)), lamp="mark", touch="button",
    ),
    Profile(
        "blind_mark", "Neither lamp nor display",
        "A camera that nobody could see looking: it takes no picture, and says so.", lamp="", touch="button",
    ),
)  # fmt: skip
FIRST = PROFILES[0]


def profile_named(name: str) -> Profile | None:
    """The profile of this name, if there is one."""
    return next((profile for profile in PROFILES if profile.name == name), None)
