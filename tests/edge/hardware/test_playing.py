"""How much of a clip has been heard, whatever the device holds ahead."""

import asyncio

from edge.hardware.playing import HeardSoFar, SpeakerPlaying


def test_no_more_has_been_heard_than_there_was_time_for():
    times = iter([10.0, 10.0, 10.5])
    heard = HeardSoFar(lambda: next(times), 0.03)
    heard.now(5.0, 1.0)
    assert abs(heard.seconds - 0.03) < 1e-9
    heard.now(5.0, 1.0)
    assert abs(heard.seconds - 0.53) < 1e-9


def test_what_the_device_still_holds_was_not_heard_yet():
    times = iter([10.0, 10.0, 20.0])
    heard = HeardSoFar(lambda: next(times), 0.0)
    heard.now(2.0, 1.5)
    heard.now(2.0, 0.5)
    assert heard.seconds == 1.5


def test_whoever_waits_is_told_when_it_began_and_how_much_was_played():
    async def main():
        heard = HeardSoFar(lambda: 7.0, 0.0)
        playing = SpeakerPlaying(asyncio.ensure_future(asyncio.sleep(0.01)), heard)
        heard.begins()
        heard.begins()
        return await playing.began(), await playing.wait(), await playing.stop()

    assert asyncio.run(main()) == (7.0, 0.0, 0.0)
