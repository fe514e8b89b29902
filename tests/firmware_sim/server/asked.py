"""Requests to the scripted server, over the simulated link."""

import asyncio
import json

from firmware_sim.devices.link import SimLink
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.scenario import Scenario
from firmware_sim.world.surroundings import Scripted


def request(body: object, method: str = "POST", path: str = "/v1/chat/completions", **headers: str) -> bytes:
    data = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "host: x", f"content-length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + data


def chat(question: object) -> dict[str, object]:
    return {"model": "scripted", "messages": [{"role": "user", "content": question}], "stream": True}


async def exchange(server: ScriptedServer, data: bytes, seconds: float = 30.0) -> bytes:
    """What comes back within a time, over the simulated link."""
    link = SimLink(Scripted(Scenario("link", 600.0)), server)
    reader, writer = await link.open("127.0.0.1", 80, None)
    writer.write(data)
    found = b""
    try:
        async with asyncio.timeout(seconds):
            while piece := await reader.read(65536):
                found += piece
    except (TimeoutError, ConnectionError):
        pass
    writer.transport.abort()
    await link.close()
    return found


def words(answer: bytes) -> str:
    events = [line[6:] for line in answer.split(b"\n") if line.startswith(b"data: {")]
    return "".join(json.loads(event)["choices"][0]["delta"].get("content", "") for event in events)
