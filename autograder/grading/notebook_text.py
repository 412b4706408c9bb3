"""Bytes become a JSON value: any encoding, any odd number, and a reason in words where it is not JSON."""

import json
from typing import Any

from autograder.grading.handed_in import Rejected

LATIN_1 = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
SPACE = " \t\r\n\0\ufeff"


def json_value(data: bytes) -> tuple[Any, list[str]]:
    """What the bytes say, and notes on how they were read. Numbers are not kept, but for short integers.

    Raises:
        Rejected: they are no JSON.
    """
    text, notes = decoded(data)
    text = text.strip(SPACE)
    if not text:
        raise Rejected("The file holds nothing but empty space.")
    try:
        value, end = decoder().raw_decode(text)
    except json.JSONDecodeError as error:
        where = f"{error.msg} in line {error.lineno}, column {error.colno}"
        raise Rejected(f"It is not a notebook that can be read: {where}.{guess(text, error)}") from None
    except RecursionError:
        raise Rejected("It is not a notebook that can be read: lists within lists, too deep to follow.") from None
    if end < len(text):
        notes.append("After the end of the notebook there was more text, which was ignored.")
    return value, notes


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text, in UTF-8, 16 or 32; bytes that are no UTF-8 are read as Latin-1, as old editors write it."""
    encoding = json.detect_encoding(data)
    if not encoding.startswith("utf-8"):
        return data.decode(encoding, "replace"), []
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        text = data.decode(encoding, "surrogateescape").translate(LATIN_1)
        return text, ["The file is not UTF-8 throughout: odd bytes were read as Latin-1."]


def decoder() -> json.JSONDecoder:
    """A decoder to which no number is too long or too strange, and no character forbidden in a string."""
    return json.JSONDecoder(strict=False, parse_float=no_number, parse_int=short_integer, parse_constant=no_number)


def no_number(text: str) -> None:
    """A notebook's fractions, NaN and Infinity mean nothing to us."""


def short_integer(text: str) -> int | None:
    """An integer, where it is no longer than any that a notebook needs."""
    return int(text) if len(text) < 10 else None


def guess(text: str, error: json.JSONDecodeError) -> str:
    """What probably happened to a file that is no JSON."""
    if "<<<<<<< " in text:
        return " It holds the marks of a git conflict: resolve it, and hand in again."
    if error.pos >= len(text) - 1 or error.msg.startswith("Unterminated string"):
        return " It seems to be cut off: was it uploaded or saved to its end?"
    if not text.startswith("{"):
        return " Is it another kind of file under the name of a notebook?"
    return ""
