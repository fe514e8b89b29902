"""What a page is told of the simulator as a whole: `hello` when it comes, `state` whenever something has changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from edge.compose.ears import lacking, phrase
from edge.mind.state import Listening, Speaking
from edge.reach.gate.receipts import Receipts
from firmware_sim.desktop.profiles import PROFILES, Profile
from firmware_sim.desktop.scenes import bundled_scenes
from firmware_sim.world.faults import KINDS
from firmware_sim.world.live import AIRS

if TYPE_CHECKING:
    from firmware_sim.desktop.desk import Desk

VERSION = 1
RECEIPTS = 50  # the newest


def hello(desk: Desk) -> dict[str, Any]:
    """All that is known."""
    wearing = desk.wearing
    deaf = "" if wearing.senses.ear is not None else lacking(wearing.config) or "there is no ear here"
    return {
        "is": "hello",
        "version": VERSION,
        "state": state(desk),
        "scenes": [asdict(scene) for scene in bundled_scenes()],
        "profiles": [_profile(profile) for profile in PROFILES],
        "faults": KINDS,
        "airs": {name: str(air.state) for name, air in AIRS.items()},
        "turns": wearing.log.cards.all(),
        "hears": not deaf,
        "why_deaf": deaf,
        "phrase": phrase(wearing.config) if wearing.senses.ear is not None else "",
    }


def state(desk: Desk) -> dict[str, Any]:
    """How everything is just now."""
    wearing, live, clock = desk.wearing, desk.live, desk.clock
    mind = wearing.runtime.state
    now = wearing.worn.glasses.body.now()
    felt, server = desk.physics.now(), desk.wish.server
    faults = [fault for fault in live.broken if fault.on(now.at)]
    link = {fault.kind: fault.amount for fault in faults if fault.device == "link"}
    return {
        "is": "state",
        "at": round(now.at - wearing.began, 2),
        "wall": now.wall.time.isoformat(timespec="seconds"),
        "profile": desk.wish.profile.name,
        "scene": desk.scene,
        "battery": round(felt.charge, 3),
        "celsius": round(felt.celsius, 1),
        "around": live.celsius,
        "link": str(felt.radio.state),
        "air": desk.air,
        "latency": link.get("latency", 0.0),
        "loss": link.get("loss", 0.0),
        "pace": clock.pace,
        "server": {"kind": server.kind, "url": server.url, "model": server.model},
        "faults": [{"device": f.device, "kind": f.kind, "amount": f.amount} for f in faults],
        "lost": dict(wearing.lost),
        "light": wearing.lit,
        "attends": wearing.attends,
        "listening": isinstance(mind.dialogue, Listening),
        "speaking": isinstance(mind.dialogue, Speaking),
        "recording": desk.wish.tape is not None,
        "spent": asdict(mind.spent),
        "levels": {"volume": mind.levels.volume, "brightness": mind.levels.brightness, "quiet": mind.levels.quiet},
        "ears": desk.ears_open,
        "waiting": len(mind.waiting),
        "alarms": [
            {"label": alarm.label or alarm.text, "kind": str(alarm.kind), "left": round(alarm.left(now), 1)}
            for alarm in mind.alarms
        ],
    }  # fmt: skip


def receipts(desk: Desk) -> list[dict[str, Any]]:
    """What left the glasses, newest last; `picture`: whether the very picture can be had."""
    found = Receipts(desk.ledger).newest(RECEIPTS)
    return [receipt.row() | {"picture": receipt.kept is not None} for receipt in found]


def _profile(profile: Profile) -> dict[str, Any]:
    glass = profile.display
    display = None
    if glass is not None:
        columns, rows = glass.size
        display = {
            "width": glass.width, "height": glass.height, "columns": columns, "rows": rows,
            "colour": "#{:02x}{:02x}{:02x}".format(*glass.colour),
        }  # fmt: skip
    return asdict(profile) | {"display": display, "lamp": profile.lamp or None, "touch": profile.touch or None}
