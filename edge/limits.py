"""How much of what comes from outside is taken. What is above is refused, or cut before it is looked at."""

MB = 1 << 20

# ---------------------------------------------------------------------------------------------------------------- texts
QUESTION_LETTERS = 8000
"""A question: nobody says or types a longer one, and what stands behind it is not looked at."""

# --------------------------------------------------------------------------------------------------------- files, bytes
CONFIG_BYTES = MB
"""glint.toml, a scenario, the list of models."""
CARD_BYTES = 256 << 10
"""A model's card.toml: ours have some 6 KB."""
MODEL_BYTES = 1 << 30
"""A file above this is no model of ours, and would not fit into the glasses."""
MODEL_MEMORY = 4 << 30
"""Memory that a model may ask for while `glint models add` and `verify` try it: a small file can ask for any amount."""
PHOTO_BYTES = 256 * MB
"""A photo as a file; its pixels have limits of their own in edge/media/image.py."""
PHOTO_SEGMENTS = 10_000
"""Segments of a JPEG before its frame: each may hold 64 KB, and real photos have some twenty."""
PNG_PARTS = 100_000
"""Parts of a PNG: the largest that is opened has some ten thousand."""
LINE_BYTES = 1_000_000
"""A line of a batch."""
KEY_BYTES = 8 << 10
"""A file with a server's key."""

# --------------------------------------------------------------------------------------------------------------- shapes
TOML_PARTS = 32
"""Parts of a dotted key: tomllib's time grows with their square."""
TOLD_LETTERS = 80
"""Characters of a refused value that are repeated in an error."""
