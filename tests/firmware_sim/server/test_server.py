"""The scripted server: the protocol, its eyes, its endings, on a real port and on the simulated link alike."""

import asyncio
import base64
import json

import cv2
import numpy as np

from firmware_sim.clock import run_virtual
from firmware_sim.devices.link import SimLink
from firmware_sim.server.server import ScriptedServer, look, on_loopback
from firmware_sim.world.scenario import Scenario
from firmware_sim.world.surroundings import Scripted
from tests.contracts.watch import until
from tests.firmware_sim.server.asked import chat, exchange, request, words


def test_it_answers_from_its_script_and_says_that_it_is_scripted():
    server = ScriptedServer({"sky": "Blue.", "blue sky": "Very blue."})
    assert words(run_virtual(exchange(server, request(chat("Why is the BLUE SKY blue?"))))) == "Very blue."
    assert words(run_virtual(exchange(server, request(chat("hm?"))))).startswith("I am a scripted server")
    assert words(run_virtual(exchange(server, request(chat("hm?\n\nsky"))))).startswith("I am a scripted server")


def test_it_paces_itself_in_virtual_time():
    async def main() -> float:
        await exchange(
            ScriptedServer({"x": "a b c d"}, pace=2.0, first=10.0), request(chat("x"), connection="close"), 60
        )
        return asyncio.get_running_loop().time()

    assert run_virtual(main()) >= 18.0


def test_it_lists_its_models_and_knows_no_other_place():
    answer = run_virtual(exchange(ScriptedServer(), request(None, "GET", "/v1/models")))
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["data"][0]["id"] == "scripted"
    assert b"404" in run_virtual(exchange(ScriptedServer(), request(None, "GET", "/v1/secrets")))


def test_it_sees_the_colours_of_two_halves():
    pixels = np.zeros((60, 80, 3), np.uint8)
    pixels[:, :40], pixels[:, 40:] = (50, 160, 30), (40, 220, 240)  # blue, green, red: green and yellow
    jpeg = cv2.imencode(".jpg", pixels)[1].tobytes()
    assert look(jpeg) == ("green", "yellow")
    assert look(b"nonsense") is None
    url = "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
    parts = [{"type": "text", "text": "what?"}, {"type": "image_url", "image_url": {"url": url}}]
    server = ScriptedServer()
    assert words(run_virtual(exchange(server, request(chat(parts))))) == "green yellow"
    assert server.received[-1].pictures == (jpeg,)
    server.sees = False
    assert "scripted server" in words(run_virtual(exchange(server, request(chat(parts)))))


def test_it_keeps_what_came_byte_for_byte_even_of_a_request_that_was_cut():
    server = ScriptedServer()
    data = request(chat("x"), idempotency_key="k")
    run_virtual(exchange(server, data))
    assert (server.received[-1].raw, server.received[-1].key) == (data, "k")

    async def cut() -> None:
        link = SimLink(Scripted(Scenario("link", 600.0)), server)
        _, writer = await link.open("127.0.0.1", 80, None)
        writer.write(data[:-5])
        writer.close()
        await asyncio.sleep(5)
        await link.close()

    run_virtual(cut())
    assert server.received[-1].raw == data[:-5]
    assert server.connections == 0


def test_an_illness_may_have_an_end():
    async def main() -> tuple[bytes, bytes]:
        server = ScriptedServer({"x": "Well."}, "rate_limited", ill_until=100.0)
        ill = await exchange(server, request(chat("x")), 5)
        await asyncio.sleep(100)
        return ill, await exchange(server, request(chat("x")), 5)

    ill, well = run_virtual(main())
    assert b"429" in ill
    assert words(well) == "Well."


def test_it_serves_a_real_port_and_lets_go_of_it():
    async def main() -> bytes:
        server = ScriptedServer({"x": "Yes."})
        async with on_loopback(server) as url:
            port = int(url.rsplit(":", 1)[1].partition("/")[0])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request(chat("x")))
            answer = await reader.readuntil(b"0\r\n\r\n")
            hanging = await asyncio.open_connection("127.0.0.1", port)
        for one in (writer, hanging[1]):
            one.close()
        await until(lambda: server.connections == 0)
        return answer

    assert words(asyncio.run(main())) == "Yes."
