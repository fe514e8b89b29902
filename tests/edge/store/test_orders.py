"""An order that is damaged is passed over, and what is left of orders is forgotten with everything."""

import json

from edge.store import orders
from edge.store.keepers import Wiped
from edge.store.ledger import open_ledger
from edge.store.registry import store_at


def noted(ledger, key, text):
    with ledger.write() as database:
        database.execute("INSERT INTO notes VALUES (?, ?)", (key, text))


def test_damaged_orders_are_taken_away_and_the_others_carried_out():
    with open_ledger(":memory:") as ledger:
        for n, text in enumerate(("{", "5", "[1, 2]", '["act"]', json.dumps(["forget", [1]]))):
            noted(ledger, f"order {ledger.owner} {n}", text)
        assert orders.given(ledger) == [orders.Order("4", "forget", [1])]
        assert orders.given(ledger) == []


def test_whoever_takes_orders_is_found_whatever_is_written_of_its_kind():
    with open_ledger(":memory:", owner="boot/1/1") as guest, open_ledger(":memory:") as here:
        noted(guest, f"daemon {here.owner}", "{")
        assert orders.living(guest) == {here.owner: "{"}
        orders.depart(here)
        guest.remember(f"daemon {here.owner}", "run")
        assert orders.living(guest) == {here.owner: "run"}


def test_orders_and_answers_are_wiped_and_who_takes_them_stays_known(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        orders.announce(ledger, "run")
        noted(ledger, "order x 1", '["forget", null]')
        orders.answer(ledger, "1", True)
        ledger.remember("sees x", "yes")
        store, keeper = store_at(ledger, tmp_path), orders.Orders()
        assert keeper.counted(store) == {"orders": 2}
        assert keeper.wipe(store, [1]) == Wiped({"orders": 0})
        assert keeper.wipe_all(store) == Wiped({"orders": 2})
        left = [row["key"] for row in ledger.read("SELECT key FROM notes ORDER BY key")]
        assert left == [f"daemon {ledger.owner}", "sees x"]
