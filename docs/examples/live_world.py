"""A live world: glasses are worn, somebody asks, breaks the camera and mends it. The clock runs at the real pace."""

import queue

from edge.config import Config
from firmware_sim.desktop import orders
from firmware_sim.desktop.simulator import Simulator

ended = queue.Queue()


def tell(message, payload):
    """Called by the glasses with whatever a page would be told."""
    if message["is"] == "step":
        for card in message["turns"]:
            if card["outcome"]:
                ended.put(card)


def ask(text):
    glasses.obey(orders.TypeOrder(text=text)).result(10)
    while (card := ended.get(timeout=30))["text"] != text:
        pass
    print(f"{text} - {card['answer']} ({card['outcome']})")


glasses = Simulator(Config(), tell)
glasses.start()
try:
    glasses.obey(orders.LookOrder(scene="table")).result(10)
    ask("what do you see?")
    glasses.obey(orders.FaultOrder(device="camera", kind="unplug")).result(10)
    ask("and what is on the table?")
    glasses.obey(orders.MendOrder()).result(10)
    ask("how many oranges are there?")
finally:
    glasses.stop()
