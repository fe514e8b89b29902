"""The colours that scenarios paint with, by name."""

COLOURS = {
    "black": (25, 25, 28),
    "white": (245, 245, 245),
    "grey": (128, 128, 128),
    "red": (200, 30, 35),
    "orange": (240, 130, 20),
    "yellow": (240, 210, 40),
    "green": (40, 150, 60),
    "blue": (35, 80, 190),
    "purple": (120, 50, 150),
    "pink": (240, 140, 180),
    "brown": (115, 70, 35),
    "beige": (222, 205, 176),
}
