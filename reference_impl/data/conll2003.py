"""CoNLL-2003: news in which people, places, organisations and other names are tagged."""

from reference_impl.data.fetch import fetch
from reference_impl.data.records import TaggedSentence
from reference_impl.data.text_files import part_named, read_text


def conll2003(part: str = "train") -> list[TaggedSentence]:
    """Load one part of the English named-entity task, fetching it the first time.

    For local use only: the news are Reuters', and may not be passed on.

    Args:
        part: "train" (14,041 sentences), "validation" (3,250) or "test" (3,453).

    Returns:
        Sentences of tokens and tags, in IOB2, of the kinds PER, LOC, ORG and MISC.

    Raises:
        DataError: where a file cannot be had.
        ValueError: where there is no such part.

    Source: Tjong Kim Sang and De Meulder (2003), "Introduction to the CoNLL-2003 Shared Task".
    Pitfall: a score is the F1 of whole entities, not of tokens: most tokens are O.
    """
    files = dict(zip(("train", "validation", "test"), fetch("conll2003"), strict=True))
    return parse_tagged(read_text(part_named(part, files)))


def parse_tagged(text: str) -> list[TaggedSentence]:
    """Read a word and its columns a line, the last one its tag; empty lines part sentences, -DOCSTART- documents."""
    sentences = []
    for block in text.split("\n\n"):
        rows = [line.split() for line in block.splitlines() if line.strip() and not line.startswith("-DOCSTART-")]
        if rows:
            sentences.append(TaggedSentence(tuple(row[0] for row in rows), tuple(row[-1] for row in rows)))
    return sentences
