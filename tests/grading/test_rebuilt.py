"""What a student wrote in words is shown in the graded notebook, and never obeyed there."""

import pytest

from autograder.grading.rebuilt import without_tags


@pytest.mark.parametrize(
    "tag", ["<script>f()</script>", "<IMG src=x onerror=f()>", "<!-- x -->", "<?php ?>", "</div>", "<svg/onload=f()>"]
)
def test_no_tag_is_left(tag: str) -> None:
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    page = markdown2html_mistune(without_tags(f"Before {tag} after\n\n{tag}\n"))
    assert page.count("&lt;") == 2 * tag.count("<")
    assert {piece.partition(">")[0] for piece in page.split("<")[1:]} == {"p", "/p"}


@pytest.mark.parametrize("words", ["a < b, 3<4 and $a<0$", "> quoted\n\n`x <- y`", "a <= b << c", "plain", "&lt;b&gt;"])
def test_what_is_no_tag_stays(words: str) -> None:
    assert without_tags(words) == words
