"""A lesson is read into blocks, and every mistake in it is named with its line."""

import re
from pathlib import Path

import jupytext
import pytest

from autograder.exercises import Week
from autograder.notebooks.blocks import Code, ExerciseBlock, Hints, Prose, Provided, Question
from autograder.notebooks.errors import LessonError
from autograder.notebooks.lesson import read_lesson


def test_the_blocks_of_a_lesson(lesson: Path, week: Week) -> None:
    blocks = read_lesson(lesson, week)
    kinds = [Prose, Code, Prose, Hints, ExerciseBlock, ExerciseBlock, Prose, Provided, Code, Prose, Question]
    assert [type(block) for block in blocks] == kinds
    assert [block.name for block in blocks if isinstance(block, ExerciseBlock)] == ["softmax", "softmax_backward"]
    assert [block.names for block in blocks if isinstance(block, Provided)] == [("Parameter", "Module")]
    hints = next(block for block in blocks if isinstance(block, Hints))
    assert hints.steps == ("Think of *shares*.", "`x (...)`, and `(...)` comes back.", "Divide by the sum.")
    question = next(block for block in blocks if isinstance(block, Question))
    assert (question.grade_id, question.points, question.text) == ("question_why", 1.5, "Why is the sum one?")
    assert question.answer.startswith("**Model answer.**")
    assert question.answer.endswith("SECRET SCHEME")


def test_a_block_knows_its_line(lesson: Path, week: Week) -> None:
    lines = lesson.read_text(encoding="utf-8").splitlines()
    starts = [lines[block.line - 1] for block in read_lesson(lesson, week)]
    assert starts[0] == "# Week 0 · Tiny"
    assert starts[1] == "```{code-cell} ipython3"
    assert starts[2] == "## 1. Softmax, and back"
    assert starts[-1] == "```{question} question_why"


def test_code_cells_are_those_that_jupytext_reads(lesson: Path, week: Week) -> None:
    theirs = [cell for cell in jupytext.read(lesson, fmt="md:myst").cells if cell.cell_type == "code"]
    ours = [block for block in read_lesson(lesson, week) if isinstance(block, Code)]
    assert [(block.source, block.metadata) for block in ours] == [(cell.source, cell.metadata) for cell in theirs]


def test_an_ordinary_fence_is_prose(lesson: Path, week: Week) -> None:
    prose = [block.text for block in read_lesson(lesson, week) if isinstance(block, Prose)]
    assert "```python\n# not a heading, and not a cell\n```" in prose[1]


def test_a_longer_fence_holds_a_shorter_one(lesson: Path, week: Week) -> None:
    text = lesson.read_text(encoding="utf-8")
    text = text.replace("```{hints}", "````{hints}")
    text = text.replace("Divide by the sum.\n```", "```python\nx / x.sum()\n```\n````")
    lesson.write_text(text, encoding="utf-8")
    hints = next(block for block in read_lesson(lesson, week) if isinstance(block, Hints))
    assert hints.steps[2] == "```python\nx / x.sum()\n```"


MISTAKES = [
    ("```{hints}", "```{hint}", "```{hint}", "there is no directive {hint}"),
    ("softmax softmax_backward", "softmax softmin", "```{exercise}", "softmin is no exercise of week0_tiny"),
    ("softmax softmax_backward", "softmax softmax", "```{exercise}", "softmax has its place already"),
    ("softmax softmax_backward", "softmax", "", "ends without these exercises of week0_tiny: softmax_backward"),
    ("softmax softmax_backward", "", "```{exercise}", "names nothing"),
    ("softmax softmax_backward\n", "softmax softmax_backward\nx\n", "```{exercise}", "has no body"),
    ("softmax softmax_backward\n```", "softmax softmax_backward\n", "```{exercise}", "not closed"),
    ("SECRET SCHEME\n```", "SECRET SCHEME", "```{question}", "not closed"),
    ("Parameter Module", "Parameter Adam", "```{provided}", "week0_tiny provides no Adam"),
    ("---\n\nDivide by the sum.", "Divide by the sum.", "```{hints}", "hints have 3 steps"),
    (":points: 1.5\n", "", "```{question}", "what it is worth"),
    ("question_why", "why is it?", "```{question}", "needs an id"),
    ("question_why", "softmax", "```{question}", "another cell has the id softmax"),
    ("jupyter:\n  source_hidden: true", "jupyter: [", "```{code-cell} ipython3\n---", "options cannot be read"),
]


@pytest.mark.parametrize(("old", "new", "at", "said"), MISTAKES, ids=[said for *_, said in MISTAKES])
def test_a_mistake_is_named_with_its_line(lesson: Path, week: Week, old: str, new: str, at: str, said: str) -> None:
    text = lesson.read_text(encoding="utf-8").replace(old, new)
    lesson.write_text(text, encoding="utf-8")
    line = text[: text.index(at)].count("\n") + 1 if at else text.count("\n")
    with pytest.raises(LessonError, match=rf"{re.escape(str(lesson))}:{line}: .*{re.escape(said)}"):
        read_lesson(lesson, week)


def test_a_missing_lesson_is_named(tmp_path: Path, week: Week) -> None:
    with pytest.raises(LessonError, match=r"lesson\.md:1: there is no such lesson"):
        read_lesson(tmp_path / "lesson.md", week)
