"""Keys that older configs may hold and nobody writes any more: a file with them is read, with a word about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GONE = {
    "servers": "it follows from [[server]]",
    "server_beside": "it follows from the addresses of the servers",
    "spoken": "it follows from the glasses",
    "columns": "a display says how much it holds",
    "rows": "a display says how much it holds",
}
"""Those of [policy], and why."""
SILENT = 'read as [sound] speaker = "none"'


def without_gone(table: Mapping[str, object], where: str, tell: Callable[[str], None]) -> dict[str, object]:
    """A config's table as it is written today; `tell` is given a line about each key that went."""
    new = dict(table)
    policy, sound = table.get("policy"), table.get("sound", {})
    if not isinstance(policy, dict) or not isinstance(sound, dict):
        return new
    new["policy"] = {key: value for key, value in policy.items() if key not in GONE}
    for key in [key for key in GONE if key in policy]:
        silent = key == "spoken" and policy[key] is False
        if silent:  # this one had an effect: glasses that were silent stay silent
            new["sound"] = {**sound, "speaker": "none"}
        tell(f"{where}: [policy] {key} is not a setting any more: {GONE[key]}; {SILENT if silent else 'ignored'}")
    return new
