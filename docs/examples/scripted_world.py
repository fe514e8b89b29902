"""A scripted world: what is seen, asked and broken, and when. It is played in virtual time, without models."""

import tomllib

from firmware_sim.commands import play
from firmware_sim.conversation import line
from firmware_sim.world.scenario import parse_scenario

WORLD = """
title = "Tea"
seconds = 15.0
picture = [{ name = "table", item = [{ label = "cup", box = [0.2, 0.4, 0.4, 0.8], colour = "blue" }] }]
see = [{ at = 0.0, picture = "table" }]
write = [{ at = 1.0, text = "what do you see?" }, { at = 7.0, text = "and now?" }, { at = 10.0, text = "how many cups are there?" }]
fault = [{ device = "light", kind = "fail", at = 6.0, until = 9.0 }]
"""

played = play(parse_scenario(tomllib.loads(WORLD), "a world of my own"))
print("\n".join(filter(None, map(line, played.rows()))))
assert not played.sim.witness.in_the_dark, "no frame without the light"
