"""Week 1 as a student meets it: in JupyterLab, a wrong answer first, then the right one."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from autograder.places import curriculum

WEEK = "week1_foundations"
WRONG = """def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    exponentials = np.exp(x - x.max(axis=axis, keepdims=True))
    return exponentials / exponentials.sum()"""
RIGHT = WRONG.replace(".sum()", ".sum(axis=axis, keepdims=True)")

pytestmark = pytest.mark.browser


class Notebook:
    """The open notebook, by the cells a student sees."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        page.goto(f"{address}/lab/tree/{WEEK}.ipynb?reset")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
        page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=60_000)

    def cell(self, text: str) -> Any:
        """The code cell that holds this text."""
        return self.page.locator(".jp-Notebook .jp-CodeCell").filter(has=self.page.get_by_text(text)).first

    def run(self, cell: Any, source: str | None = None) -> None:
        """Run a cell, retyped if a source is given, and wait for its end."""
        editor = cell.locator(".cm-content")
        editor.scroll_into_view_if_needed()
        editor.click()
        if source is not None:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=60_000)

    def output(self, cell: Any, expected: str) -> str:
        """The text under a cell, once it holds what is expected."""
        output = cell.locator(".jp-OutputArea").filter(has_text=expected)
        output.wait_for(timeout=60_000)
        return str(output.inner_text())


def test_a_wrong_answer_is_named_and_the_right_one_passes(page: Any, jupyterlab: str, tmp_path: Path) -> None:
    pictures = Path(os.environ.get("HANDMADE_PICTURES", tmp_path))  # set, it renews those of the README
    shutil.copy(curriculum() / WEEK / f"{WEEK}.ipynb", tmp_path / "work")
    notebook = Notebook(page, jupyterlab)
    first, answer, check = (
        notebook.cell(text) for text in ("from autograder import", "def softmax(", 'check("softmax")')
    )

    notebook.run(first)
    assert "0 of 29 exercises" in notebook.output(first, "Week 1")

    notebook.run(answer)
    notebook.run(check)
    assert "0 of 2 points" in notebook.output(check, "not started")

    notebook.run(answer, WRONG)
    notebook.run(check)
    card = notebook.output(check, "Sums over everything")
    assert "not yet" in card and "Each row must sum to one by itself" in card
    picture = check.locator("img").first
    assert picture.evaluate("image => image.naturalWidth") > 20
    check.locator(".jp-OutputArea").screenshot(path=pictures / "failing.png")

    notebook.run(answer, RIGHT)
    notebook.run(check)
    card = notebook.output(check, "2 of 2 points")
    assert "passed" in card and "Saved into your library" in card
    check.locator(".jp-OutputArea").screenshot(path=pictures / "passing.png")
    saved = tmp_path / "work" / "mine" / WEEK / "softmax.py"
    assert "sum(axis=axis, keepdims=True)" in saved.read_text()
