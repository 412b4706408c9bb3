"""WordTokenizer: a text becomes words, numbers and punctuation marks."""

import re


class WordTokenizer:
    """Cuts a text into words with their inner apostrophes, numbers, and single punctuation marks.

    "Don't pay 3.50!" becomes "Don't", "pay", "3.50", "!". White space separates tokens and is none; case is kept.

    Pitfall: what is not listed as a token would be lost without a sound: every mark must be one of its own.
    """

    pattern = re.compile(
        r"""
        \d+ (?: [.,]\d+ )+    # a number with a point or a comma inside: 3.50
        | \w+ (?: ['’]\w+ )*  # a word or a whole number; an apostrophe counts where letters are on both sides
        | [^\w\s]             # one mark
        """,
        re.VERBOSE,
    )

    def tokenize(self, text: str) -> list[str]:
        """Return the tokens of a text, in order."""
        return self.pattern.findall(text)
