"""The word2vec analogy questions: Athens is to Greece as Oslo is to what?"""

from reference_impl.data.fetch import fetch
from reference_impl.data.text_files import read_text

Question = tuple[str, str, str, str]


def word2vec_analogies() -> dict[str, list[Question]]:
    """Load the questions that word vectors are scored on, fetching them the first time.

    Returns:
        By section (14 of them, as "capital-common-countries"): questions (a, b, c, d), read as a is to b as c is to d;
        19,544 in all.

    Raises:
        DataError: where the file cannot be had.

    Source: Mikolov, Chen, Corrado and Dean (2013), "Efficient Estimation of Word Representations in Vector Space";
    Apache-2.0.
    Pitfall: names begin with a capital here, and text8 has none: compare in lower case.
    """
    (path,) = fetch("word2vec_analogies")
    sections: dict[str, list[Question]] = {}
    for line in read_text(path).splitlines():
        if line.startswith(":"):
            questions = sections.setdefault(line[1:].strip(), [])
        else:
            a, b, c, d = line.split()
            questions.append((a, b, c, d))
    return sections
