"""SST-2: sentences of film reviews, for or against."""

from reference_impl.data.fetch import fetch_or_stand_in
from reference_impl.data.records import LabelledText
from reference_impl.data.text_files import part_named, read_text

GLUE_FILES = {"train": "SST-2/train.tsv", "validation": "SST-2/dev.tsv"}


def sst2(part: str = "train") -> list[LabelledText]:
    """Load one part of the Stanford Sentiment Treebank with two classes.

    For local use only: nobody has said under which licence the reviews may be passed on.
    What is fetched is the edition of GLUE: 67,349 phrases and sentences to train on and 872 sentences to validate; the
    labels of its test part were never published. Where that is not in the cache folder, but the edition of whole
    sentences is (6,920, 872 and 1,821 of them), that is loaded, and a warning says so.

    Args:
        part: "train", "validation" or, of the sentence edition only, "test".

    Returns:
        Texts, in lower case with spaces between the tokens, and labels: 1 for, 0 against.

    Raises:
        DataError: where a file cannot be had.
        ValueError: where there is no such part.

    Source: Socher et al. (2013), "Recursive Deep Models for Semantic Compositionality Over a Sentiment Treebank"; Wang
    et al. (2019), "GLUE".
    """
    paths = fetch_or_stand_in("sst2")
    if len(paths) == 1:
        text = read_text(paths[0], member=part_named(part, GLUE_FILES)).removeprefix("sentence\tlabel\n")
    else:
        text = read_text(part_named(part, dict(zip(("train", "validation", "test"), paths, strict=True))))
    rows = (line.rsplit("\t", 1) for line in text.splitlines())
    return [LabelledText(sentence.strip(), int(label)) for sentence, label in rows]
