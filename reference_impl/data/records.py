"""What a row of text data is: a name for each of its fields."""

from typing import NamedTuple


class LabelledText(NamedTuple):
    """A text and its class."""

    text: str
    label: int


class QuestionPair(NamedTuple):
    """Two questions, and 1 where they ask the same thing, else 0."""

    first: str
    second: str
    label: int


class Quote(NamedTuple):
    """What somebody said, who, and about what."""

    text: str
    author: str
    tags: tuple[str, ...]


class TaggedSentence(NamedTuple):
    """The words of a sentence and the tag of each, in IOB2: B- begins an entity, I- goes on with it, O is outside."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]
