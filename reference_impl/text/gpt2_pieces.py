"""GPT-2's first cut: a text becomes words, each with the space before it."""

import re
import unicodedata
from functools import cache

PATTERN = re.compile(
    r"""
    '(?: s | t | re | ve | m | ll | d )  # what an apostrophe shortens in English
    | [ ]?[A-Za-z]+                      # letters
    | [ ]?[0-9]+                         # digits
    | [ ]?[^\sA-Za-z0-9]+                # marks
    | \s+(?!\S)                          # white space, but for the last before a word
    | \s+
    """,
    re.VERBOSE | re.ASCII,
)


def gpt2_pieces(text: str) -> list[str]:
    """Cut a text as GPT-2 does before any merge: no token will ever span two pieces.

    Args:
        text: any text.

    Returns:
        The pieces; joined together they are the text.

    Source: Radford et al. (2019), "Language Models are Unsupervised Multitask Learners", section 2.2. Their pattern
    asks for letters and numbers of all scripts, which Python's own ``re`` cannot name: hence the stand-ins.
    """
    stand_ins = text if text.isascii() else "".join(map(stand_in, text))
    return [text[found.start() : found.end()] for found in PATTERN.finditer(stand_ins)]


@cache
def stand_in(character: str) -> str:
    """Return an ASCII character of the same kind: letter, number, white space or mark; ASCII stands for itself."""
    if character.isascii():
        return character
    if character.isspace():
        return "\t"
    return {"L": "A", "N": "0"}.get(unicodedata.category(character)[0], "!")
