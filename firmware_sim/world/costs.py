"""COSTS: the seconds of virtual time that each kind of model work takes."""

from __future__ import annotations

# Virtual seconds for the work of a model. Looking: what one core of a desktop machine took for a 1280 x 960 picture.
# Understanding and answering: room for a small model. Recognising: a sentence of three seconds.
COSTS = {
    "understand": 0.02,
    "answer": 0.005,
    "things": 0.04,
    "texts": 0.9,
    "codes": 0.025,
    "confirm": 0.08,
    "transcribe": 0.25,
}
