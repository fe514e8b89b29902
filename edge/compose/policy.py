"""What the mind goes by: as configured, and as it follows from the glasses, the servers and the skills."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from edge.address import on_this_machine
from edge.mind.policy import Fallbacks, Situation
from edge.skills import last_resorts

if TYPE_CHECKING:
    from edge.config import Config
    from edge.devices import Glasses
    from edge.mind.policy import Policy
    from edge.skills import LastResorts


def policy_for(config: Config, glasses: Glasses) -> Policy:
    """What the mind goes by on these glasses, and what a tape of them says that it went by."""
    return replace(config.policy, situation=situation_of(config, glasses), fallbacks=fallbacks_of(last_resorts()))


def situation_of(config: Config, glasses: Glasses) -> Situation:
    """What follows from these glasses and the configured servers."""
    voiced = None not in (glasses.speaker, glasses.talker)
    return Situation(
        servers=bool(config.server) and glasses.link is not None,
        beside=glasses.loopback and any(_is_beside(server.url) for server in config.server),
        hears=glasses.microphone is not None,
        spoken=voiced and "none" not in (config.sound.speaker, config.sound.voice),
    )


def _is_beside(url: str) -> bool:
    try:
        return on_this_machine(urlsplit(url).hostname or "")
    except ValueError:  # no address at all, which is said when it is asked
        return False


def fallbacks_of(last: LastResorts) -> Fallbacks:
    """The names of those who answer what no skill claims, as the mind is told."""
    served = {intent: one.name for one in last.on_device for intent in one.serves}
    return Fallbacks(served, last.without_server.name, last.meanwhile.name)
