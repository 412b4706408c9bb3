"""Notebooks whose cells, tags, metadata and outputs say that a wrong answer is right."""

from typing import Any

from tests.attacks.attack import Attack, loses
from tests.grading.odd_notebooks import (
    Change,
    Notebook,
    append,
    code,
    everywhere,
    insert,
    marks,
    on,
    together,
    without,
)

WRONG = "def relu(x):\n    return x\n"
FORGED = [{"output_type": "execute_result", "metadata": {}, "execution_count": 1, "data": {"text/plain": "1.0"}}]
FORGED[0]["data"]["application/vnd.handmade.verdict+json"] = {"exercise": "relu", "points": 1.0, "passed": True}  # type: ignore


def wrong_and(*changes: Change) -> Attack:
    """relu is wrong, and something is done about it."""
    return Attack(together(on("relu", source=WRONG), *changes), loses("relu"))


def tags(*names: str) -> Change:
    return lambda notebook: [one["metadata"].update(tags=list(names)) for one in notebook["cells"]] and None


def about(**values: Any) -> Change:
    """Set things in the notebook's own metadata."""
    return lambda notebook: notebook["metadata"].update(values)


def cells_where(key: str) -> Change:
    """Take out the cells whose nbgrader metadata has something."""

    def change(notebook: Notebook) -> None:
        notebook["cells"] = [one for one in notebook["cells"] if not one["metadata"].get("nbgrader", {}).get(key)]

    return change


CORPUS = {
    # tries to earn points
    "skips its tests": wrong_and(tags("skip-execution")),
    "lets its tests raise": wrong_and(tags("raises-exception")),
    "deletes the test": wrong_and(without("check_relu")),
    "deletes all tests": wrong_and(cells_where("grade")),
    "writes a test of its own": wrong_and(on("check_relu", source="99.0")),
    "writes a test of its own with check": wrong_and(on("check_relu", source='check("relu_backward")')),
    "makes the test text": wrong_and(on("check_relu", cell_type="markdown")),
    "makes the test worth more": wrong_and(marks("check_relu", points=1000)),
    "makes the other tests worth more": wrong_and(marks("check_sigmoid", points=1000)),
    "makes the test its own": wrong_and(marks("check_relu", solution=True, locked=False)),
    "makes the answer a test": wrong_and(marks("relu", grade=True, points=99)),
    "names the test after another": wrong_and(marks("check_relu", grade_id="check_sigmoid")),
    "names the answer after the test": wrong_and(marks("relu", grade_id="check_relu")),
    "brings the outputs of a pass": wrong_and(on("check_relu", outputs=FORGED), everywhere(execution_count=1)),
    "brings the outputs everywhere": wrong_and(everywhere(outputs=FORGED)),
    "adds a graded cell": wrong_and(append({**code("99.0"), "metadata": {"nbgrader": {"grade": True, "points": 99}}})),
    "adds a verdict to its metadata": wrong_and(about(nbgrader={"points": 99, "score": 99}, handmade={"passed": True})),
    "redefines check in a cell of its own": wrong_and(insert(code("def check(name):\n    return 99.0"))),
    "redefines check in the front": wrong_and(append(code("import autograder\nautograder.check = lambda name: 99.0"))),
    "transforms the tests": wrong_and(insert(code("get_ipython().ast_transformers.append(type('T', (), {})())"))),
    "hooks into the cells": wrong_and(insert(code("get_ipython().events.register('post_run_cell', print)"))),
    "runs a startup file": wrong_and(insert(code("%run /tmp/answers.py\n%load_ext answers"))),
}
