"""What every body does."""

from edge.devices import Body
from edge.messages import LinkState
from tests.contracts.watch import cancel_while_waiting, leaves_nothing, take


async def check_body(body: Body) -> None:
    times = [body.now() for _ in range(10)]
    assert [now.at for now in times] == sorted(now.at for now in times)
    assert all(now.wall.time.tzinfo is not None for now in times)
    async with leaves_nothing():
        (felt,) = await take(body.vitals(), 1)  # the first one comes at once
    assert body.now().at - times[0].at < 1.0
    assert felt.battery is None or 0.0 <= felt.battery <= 1.0
    assert felt.celsius is None or -40.0 < felt.celsius < 150.0
    assert felt.link in set(LinkState)
    async with leaves_nothing():
        await cancel_while_waiting(body.vitals())
