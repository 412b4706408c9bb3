"""Normalization: texts that a reader takes for the same become the same."""

import unicodedata


def normalize_text(text: str) -> str:
    """Bring a text into one form: composed characters, lower case, single spaces.

    Args:
        text: any text.

    Returns:
        The text in Unicode's form NFC, in lower case, each run of white space one space, none at either end.

    Source: The Unicode Consortium, Unicode Standard Annex #15, "Unicode Normalization Forms".
    Pitfall: "é" may be one character or an "e" and an accent; they look alike and are not equal before NFC.
    """
    return " ".join(unicodedata.normalize("NFC", text).lower().split())
