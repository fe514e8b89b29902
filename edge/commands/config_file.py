"""Writing glint.toml: one server is put in or replaced; whatever else stands in the file stays as it was written."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import TYPE_CHECKING

from edge.config import FORMAT, ServerConfig, load_config
from edge.errors import ConfigError
from edge.store.private_file import write_private

if TYPE_CHECKING:
    from pathlib import Path

_TABLE = re.compile(r"^[ \t]*\[\[server\]\][^\n]*\n(?:(?![ \t]*\[)[^\n]*(?:\n|\Z))*", re.MULTILINE)


def put_server(path: Path, server: ServerConfig) -> None:
    """Write it, whole or not at all; raises ConfigError where the file is not ours to understand."""
    text = f"format = {FORMAT}\n"
    if path.exists():
        load_config(path, _silently)
        text = path.read_text(encoding="utf-8")
    new = with_server(text, server)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".draft")
    try:
        write_private(draft, new.encode())
        load_config(draft, _silently)
        draft.replace(path)
    except OSError as error:
        raise ConfigError(str(path), f"cannot be written: {error.strerror}") from None
    finally:
        draft.unlink(missing_ok=True)


def _silently(_word: str) -> None:
    """What there is to say of the file was said when it was read."""


def with_server(text: str, server: ServerConfig) -> str:
    """The text of a config with this server in the place of the one of its name, or after the others."""
    mine = re.compile(rf"^[ \t]*name[ \t]*=[ \t]*{re.escape(json.dumps(server.name))}", re.MULTILINE)
    for table in _TABLE.finditer(text):
        if mine.search(table[0]):
            return f"{text[: table.start()]}{as_toml(server)}\n{text[table.end() :].lstrip()}".rstrip() + "\n"
    return f"{text.rstrip()}\n\n{as_toml(server)}".lstrip()


def as_toml(server: ServerConfig) -> str:
    """A server as it stands in the file: what differs from the defaults, and its name."""
    plain = ServerConfig()
    lines = [
        f"{field.name} = {json.dumps(value, ensure_ascii=False)}"
        for field in fields(server)
        if (value := getattr(server, field.name)) != getattr(plain, field.name) or field.name == "name"
    ]
    return "\n".join(["[[server]]", *lines]) + "\n"
