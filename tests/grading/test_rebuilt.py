"""The graded notebook: nbformat's own form, and what a student wrote in words is shown in it and never obeyed."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading.plan import Plan
from autograder.grading.rebuilt import as_text, rebuild, without_tags

TRICKY = "def f():\n    return 'é\u2028\x0b\r\n'\n\n"


def test_it_is_what_nbformat_would_have_written(tmp_path: Path) -> None:
    def marked(**marks: bool | str) -> dict[str, dict[str, bool | str]]:
        return {"nbgrader": marks}

    cells = [
        new_markdown_cell("# Title\n\ntext"),
        new_code_cell("import numpy as np"),
        new_code_cell("stub", metadata=marked(grade_id="f", solution=True)),
        new_code_cell("check('f')", metadata=marked(grade_id="check_f", grade=True)),
        new_markdown_cell("YOUR ANSWER HERE", metadata=marked(grade_id="why", grade=True, solution=True)),
    ]
    released = nbformat.writes(new_notebook(cells=cells)) + "\n"
    record = {"grade_id": "check_f", "verdict": {"points": 2, "message": "a\nb"}, "html": "<b>\n</b>"}
    plan = Plan("week", released, {"check_f": "f"}, {"check_f": 2.0}, ("why",), ())
    text = as_text(rebuild(plan, {"f": TRICKY}, {"why": "because\n"}, ["def g(): pass"], [record]))
    assert text == nbformat.writes(nbformat.reads(text, as_version=4)) + "\n"
    read = nbformat.reads(text, as_version=4)
    nbformat.validate(read)
    assert [cell.source for cell in read.cells[3:4]] == [TRICKY] and read.cells[5].source == "because\n"
    assert read.cells[4].outputs[0].data["text/html"] == "<b>\n</b>"


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
