"""English quotes: short texts worth searching through."""

import json

from reference_impl.data.fetch import fetch
from reference_impl.data.records import Quote
from reference_impl.data.text_files import read_text


def english_quotes() -> list[Quote]:
    """Load quotations with their authors and tags, fetching them the first time.

    Returns:
        2,127 quotes (text, author, tags).

    Raises:
        DataError: where the file cannot be had.

    Source: quotable-io/data on GitHub; MIT.
    """
    (path,) = fetch("english_quotes")
    return [Quote(row["content"], row["author"], tuple(row["tags"])) for row in json.loads(read_text(path))]
