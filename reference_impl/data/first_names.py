"""Names: short words for a model that makes up new ones."""

from reference_impl.data.fetch import fetch
from reference_impl.data.text_files import read_text


def first_names() -> list[str]:
    """Load the set ``names``: first names given in the United States, fetching them the first time.

    Returns:
        32,033 names in lower case, the most frequent first.

    Raises:
        DataError: where the file cannot be had.

    Source: Karpathy (2022), "makemore", from ssa.gov; MIT.
    Pitfall: ``reference_impl.data.names`` is another thing: it lists the data sets.
    """
    (path,) = fetch("names")
    return read_text(path).split()
