"""Tiny Shakespeare: the text that character models learn to write."""

from reference_impl.data.fetch import fetch
from reference_impl.data.text_files import read_text


def tiny_shakespeare() -> str:
    """Load a million characters of Shakespeare's plays, fetching them the first time.

    Returns:
        The text: 1,115,394 characters, 65 different ones.

    Raises:
        DataError: where the file cannot be had.

    Source: Karpathy (2015), "The Unreasonable Effectiveness of Recurrent Neural Networks"; the text is public domain.
    """
    (path,) = fetch("tiny_shakespeare")
    return read_text(path)
