"""Removes Markdown and hidden characters from a text, in time linear in its length. Pure.

Every pattern here looks at one line, and stops at the next sign of its own kind: none reads the same text twice.
"""

from __future__ import annotations

import unicodedata

from edge.language.patterns import Pattern

_UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Co"}  # control, format (direction, zero width), half, unassigned, private

_SIGNS = frozenset("#>-*+•_`[")
_QUOTE = Pattern(r" *+> ?")
_FENCE = Pattern(r" *+```[\w+#.-]*+ *+")  # the line that begins or ends a block of code
_HEADING = Pattern(r" {0,8}#{1,6} ++")
_ITEM = Pattern(r" *+[-*+•] ++")

_LINK = Pattern(r"!?\[([^\[\]]{0,300}+)\]\((?:[^()]|\([^()]{0,200}+\)){0,500}+\)")  # links and pictures: their words
_STAR = r"(?<= )\*(?= )|(?<=\w)\*(?=\w)"  # of a product
_LOW = r"(?<=[^\W_])_(?=[^\W_])"  # of a name
_BOLD = Pattern(rf"\*\*(?=\S)((?:[^*]|{_STAR})+?)(?<=\S)\*\*")
_BOLD_TOO = Pattern(rf"__(?=\S)((?:[^_]|{_LOW})+?)(?<=\S)__")
_ITALIC = Pattern(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])")
_ITALIC_TOO = Pattern(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)")
_CODE = Pattern(r"`{1,3}([^`]++)`{1,3}")
_INLINE = (
    ("](", (_LINK, _LINK)),  # a link may hold a picture
    ("*", (_BOLD, _ITALIC, _BOLD)),  # what is bold may hold something italic, or the other way round
    ("_", (_BOLD_TOO, _ITALIC_TOO, _BOLD_TOO)),
    ("*", (_BOLD,)),
    ("`", (_CODE,)),
)
"""In this order: a sign, and what is looked for where it stands."""


def plain(text: str) -> str:
    """A text's lines without Markdown and hidden characters. List items keep a dash; empty lines go."""
    lines = map(_line, clean(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"))
    return "\n".join(line for line in lines if line and not line.isspace())


def clean(text: str) -> str:
    """A text without what could change how other text is shown. Every space becomes a plain one, line ends stay."""
    if text.isascii() and text.isprintable():
        return text
    spaced = (" " if c.isspace() and c != "\n" else c for c in text)
    return "".join(c for c in spaced if c == "\n" or (c.isprintable() if c.isascii() else not is_hidden(c)))


def is_hidden(char: str) -> bool:
    """Whether a character has no shape of its own: control, direction, zero width, private, unassigned."""
    return unicodedata.category(char) in _UNSEEN


def _line(line: str) -> str:
    if _SIGNS.isdisjoint(line):
        return line
    if start := _QUOTE.match(line):
        line = line[start.end() :]
    if _FENCE.fullmatch(line) or _is_rule(line):
        return ""
    if start := _HEADING.match(line):
        line = line[start.end() :]
    if start := _ITEM.match(line):
        line = "- " + line[start.end() :]
    for sign, patterns in _INLINE:
        if sign in line:
            for pattern in patterns:
                line = pattern.sub(r"\1", line)
    return line


def _is_rule(line: str) -> bool:
    """Whether a line is a horizontal rule: three or more of one sign and nothing else."""
    return not line.strip(" -*_") and len(line.replace(" ", "")) >= 3
