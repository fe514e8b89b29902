"""Ten minutes of 429 on the first of two servers: every turn ends well, in budget, and the ledger says who answered."""

from edge.messages import Command, End, Event, Now, Spent
from firmware_sim.commands import play
from firmware_sim.world.scenario import load_scenario


def test_the_second_server_answers_while_the_first_is_rate_limited():
    scenario = load_scenario("peak")
    ends: list[End] = []
    spent: list[Spent] = []

    def watch(now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        spent.extend([event] if isinstance(event, Spent) else [])
        ends.extend(command for command in commands if isinstance(command, End))

    played = play(scenario, observers=(watch,))
    assert [turn.outcome for turn in played.turns] == ["answered_remote"] * 11
    assert [end.sources for end in ends] == [("cloud (scripted)",)] * 10 + [("home (scripted)",)]
    assert all("cloud answered" in end.why for end in ends[:10])
    assert "home answered" in ends[-1].why
    assert 0 < spent[-1].money <= scenario.config.budget.money_hour
    assert 0 < spent[-1].tokens <= scenario.config.budget.tokens_hour
    refused = len(played.sim.servers[8001].received)
    assert refused <= 1 + 600 / 60  # a rate limit is asked about again, never hammered
