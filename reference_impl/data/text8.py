"""Text8: Wikipedia as nothing but lower-case words."""

from reference_impl.data.fetch import fetch_or_stand_in
from reference_impl.data.text_files import read_text


def text8(words: int | None = None) -> str:
    """Load the first hundred million characters of Wikipedia, cleaned to a-z and single spaces.

    Where the whole is not in the cache folder, but the slice of its first 6,877,824 bytes is, the slice is loaded,
    and a warning says so. Where neither is, the whole is fetched: 31 MB.

    Args:
        words: how many to return, from the beginning; all of them if None.

    Returns:
        The text; ``split`` it for words.

    Raises:
        DataError: where the file cannot be had.

    Source: Mahoney (2006), "About the Test Data" of the Large Text Compression Benchmark; CC BY-SA.
    """
    (path,) = fetch_or_stand_in("text8")
    text = read_text(path, member="text8").strip()
    return text if words is None else " ".join(text.split(" ", words)[:words])
