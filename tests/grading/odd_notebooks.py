"""Odd notebooks, each the week's own with a right softmax and something done to it."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

RIGHT = '''def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Shares that sum to one."""
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
'''
WRONG = "def softmax(x, axis=-1):\n    return x\n"
QUESTION = "question_softmax_twice"
WORDS = "Softmax stands in it twice — so the loss cannot fall."
Notebook = dict[str, Any]
Change = Callable[[Notebook], Any]


@dataclass(frozen=True)
class Odd:
    """An odd notebook and what must come of it.

    Args:
        change: changes the notebook in place and returns None, or returns what to hand in instead: JSON or bytes.
        answer: must be in the answer to softmax; None where there must be none.
        rejected: must be in the reason; "" where it must be read.
        note: must be in a note; "" where there must be no note at all.
    """

    change: Change
    answer: str | None = "e.sum("
    rejected: str = ""
    note: str = ""


def handed_in(blank: Notebook) -> Notebook:
    """The week's notebook with softmax and one question answered."""
    notebook = copy.deepcopy(blank)
    cell(notebook, "softmax")["source"] = RIGHT.splitlines(keepends=True)
    cell(notebook, QUESTION)["source"] = WORDS
    return notebook


def as_bytes(changed: Any) -> bytes:
    return changed if isinstance(changed, bytes) else json.dumps(changed).encode()


def cell(notebook: Notebook, grade_id: str) -> dict[str, Any]:
    return next(one for one in notebook["cells"] if grade_id_of(one) == grade_id)


def grade_id_of(one: dict[str, Any]) -> str:
    return one["metadata"].get("nbgrader", {}).get("grade_id", "")


def code(source: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None, **more}


def on(grade_id: str, **values: Any) -> Change:
    """Set things in a cell."""
    return lambda notebook: cell(notebook, grade_id).update(values)


def marks(grade_id: str, /, **values: Any) -> Change:
    """Set things in a cell's nbgrader metadata."""
    return lambda notebook: cell(notebook, grade_id)["metadata"]["nbgrader"].update(values)


def append(*cells: Any) -> Change:
    return lambda notebook: notebook["cells"].extend(cells)


def insert(*cells: Any) -> Change:
    return lambda notebook: notebook.update(cells=[*cells, *notebook["cells"]])


def without(grade_id: str) -> Change:
    return lambda notebook: notebook["cells"].remove(cell(notebook, grade_id))


def everywhere(**values: Any) -> Change:
    """Set things in every cell."""
    return lambda notebook: [one.update(values) for one in notebook["cells"]] and None


def nowhere(*keys: str) -> Change:
    """Take things out of every cell."""
    return lambda notebook: [one.pop(key, None) for one in notebook["cells"] for key in keys] and None


def text(change: Callable[[str], bytes]) -> Change:
    """Do something to the notebook's text."""
    return lambda notebook: change(json.dumps(notebook, ensure_ascii=False))


def together(*changes: Change) -> Change:
    return lambda notebook: [change(notebook) for change in changes] and None


def again(source: str, kind: str = "code") -> Change:
    """The cell of softmax once more, at the end, with another text."""
    return lambda notebook: notebook["cells"].append(
        {**copy.deepcopy(cell(notebook, "softmax")), "source": source, "cell_type": kind}
    )


def swapped(notebook: Notebook) -> None:
    one, other = cell(notebook, "softmax")["metadata"], cell(notebook, "relu")["metadata"]
    one["nbgrader"]["grade_id"], other["nbgrader"]["grade_id"] = "relu", "softmax"


def version_3(notebook: Notebook) -> Notebook:
    cells = [{**one, "input": one["source"]} for one in notebook["cells"]]
    for one in cells:
        del one["source"], one["id"]
    half = len(cells) // 2
    worksheets = [{"cells": cells[:half], "metadata": {}}, {"cells": cells[half:]}]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": worksheets}


def merged(notebook: Notebook) -> None:
    other = cell(notebook, "softmax_backward")
    one = cell(notebook, "softmax")
    one["source"] = "".join(one["source"]) + "\n\n" + "".join(other["source"]).replace("raise NotImpl", "return 1 #")
    notebook["cells"].remove(other)


HALF = "\\ud800"  # half of a character, as JSON writes it
DEEP = b"[" * 100_000
NOT_ONE = "not a notebook"
CELL = "The cell of softmax"

CORPUS: dict[str, Odd] = {
    "as it should be": Odd(lambda notebook: None),
    # bytes
    "UTF-8 with a BOM": Odd(text(lambda said: b"\xef\xbb\xbf" + said.encode())),
    "UTF-16": Odd(text(lambda said: said.encode("utf-16"))),
    "UTF-16 without a BOM": Odd(text(lambda said: said.encode("utf-16-le"))),
    "UTF-32": Odd(text(lambda said: said.encode("utf-32"))),
    "Latin-1": Odd(text(lambda said: said.encode("latin-1", "ignore")), note="Latin-1"),
    "invalid UTF-8": Odd(text(lambda said: said.encode().replace(b"Shares", b"Sh\xffar\xc3es")), note="Latin-1"),
    "zero bytes at the end": Odd(text(lambda said: said.encode() + b"\0" * 4096)),
    "a zero byte in the text": Odd(text(lambda said: said.encode().replace(b"Shares", b"Sh\0ares"))),
    "an escaped zero": Odd(text(lambda said: said.replace("Shares", "\\u0000Sha").encode())),
    "half a character": Odd(text(lambda said: said.replace("Shares", HALF).encode())),
    "two halves in two lines": Odd(on("softmax", source=["# \ud83d", "\ude00\n", RIGHT])),
    "a raw tab and newline in a string": Odd(text(lambda said: said.replace("Shares that", "Shares\n\tthat").encode())),
    "line ends of other systems": Odd(on("softmax", source=RIGHT.replace("\n", "\r\n"))),
    "NaN and Infinity": Odd(lambda notebook: notebook["metadata"].update(a=float("nan"), b=float("-inf"))),
    "a gigantic number": Odd(text(lambda said: said.replace("{", '{"n": ' + "9" * 100_000 + ", ", 1).encode())),
    "a gigantic exponent": Odd(text(lambda said: said.replace("{", '{"n": 1e999999999, ', 1).encode())),
    "a key twice": Odd(text(lambda said: said.replace("{", '{"cells": [], "metadata": 3, ', 1).encode())),
    "more after the end": Odd(text(lambda said: said.encode() + b"\n}]garbage"), note="After the end"),
    "deep within metadata": Odd(
        text(lambda said: said.replace("{", '{"deep": ' + "[" * 10**5 + "]" * 10**5 + ", ", 1).encode()),
        rejected="too deep",
    ),
    "nothing but depth": Odd(lambda notebook: DEEP, rejected="too deep"),
    "empty": Odd(lambda notebook: b"", rejected="empty"),
    "empty space": Odd(lambda notebook: b" \r\n\t\0\0", rejected="empty space"),
    "nothing but zero bytes": Odd(lambda notebook: b"\0" * 4096, rejected="empty space"),
    "cut off in a string": Odd(text(lambda said: said[: said.index("Shares")].encode()), rejected="cut off"),
    "cut off at the end": Odd(text(lambda said: said[:-1].encode()), rejected="cut off"),
    "a git conflict": Odd(text(lambda said: ("{\n<<<<<<< HEAD\n" + said[1:]).encode()), rejected="git conflict"),
    "Python": Odd(lambda notebook: RIGHT.encode(), rejected="another kind of file"),
    "a PDF": Odd(lambda notebook: b"%PDF-1.7\n\xe2\xe3\xcf\xd3", rejected="another kind of file"),
    "a picture": Odd(lambda notebook: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, rejected=NOT_ONE),
    "a list": Odd(lambda notebook: [notebook], rejected="JSON object"),
    "a number": Odd(lambda notebook: b"4", rejected="JSON object"),
    "null": Odd(lambda notebook: b"null", rejected="JSON object"),
    # the notebook
    "no cells": Odd(lambda notebook: notebook.pop("cells") and None, rejected="no list of cells"),
    "cells as an object": Odd(lambda notebook: notebook.update(cells={"1": code(RIGHT)}), rejected="no list of cells"),
    "cells as text": Odd(lambda notebook: notebook.update(cells=RIGHT), rejected="no list of cells"),
    "an empty list of cells": Odd(lambda notebook: notebook.update(cells=[]), answer=None),
    "a million cells": Odd(
        lambda notebook: b'{"cells": [' + b"{}," * 10**6 + b"{}]}", rejected="1,000,001 cells; no more"
    ),
    "version 3": Odd(version_3),
    "version 3 of nothing": Odd(lambda notebook: {"worksheets": [3, {"cells": 4}, None]}, rejected="no list of cells"),
    "version 4.0": Odd(together(nowhere("id"), lambda notebook: notebook.update(nbformat_minor=0))),
    "a version of the future": Odd(lambda notebook: notebook.update(nbformat=5, nbformat_minor=99)),
    "a version of no number": Odd(lambda notebook: notebook.update(nbformat="four", nbformat_minor=None)),
    "no version": Odd(lambda notebook: notebook.pop("nbformat") and None),
    "no metadata of its own": Odd(lambda notebook: notebook.pop("metadata") and None),
    "metadata as a list": Odd(lambda notebook: notebook.update(metadata=[1])),
    "another language": Odd(lambda notebook: notebook.update(metadata={"kernelspec": {"language": "julia"}})),
    # all cells
    "no ids": Odd(nowhere("id")),
    "the same id everywhere": Odd(everywhere(id="x")),
    "ids of no text": Odd(everywhere(id=[{}])),
    "no metadata": Odd(nowhere("metadata")),
    "no metadata and no ids": Odd(nowhere("metadata", "id"), note="No cell is marked as that of softmax"),
    "metadata of null": Odd(everywhere(metadata=None)),
    "metadata as text": Odd(everywhere(metadata="nbgrader")),
    "nbgrader's metadata as a list": Odd(everywhere(metadata={"nbgrader": [1, 2]})),
    "no outputs": Odd(nowhere("outputs", "execution_count")),
    "outputs of no kind": Odd(everywhere(outputs={"output_type": 3})),
    "sources as text": Odd(
        lambda notebook: [one.update(source="".join(one["source"])) for one in notebook["cells"]] and None
    ),
    "tags to skip everything": Odd(
        lambda notebook: [one["metadata"].update(tags=["skip-execution"]) for one in notebook["cells"]] and None
    ),
    "in the opposite order": Odd(lambda notebook: notebook["cells"].reverse()),
    "things that are no cells": Odd(insert(None, 3, "text", [RIGHT], True), note="no cell at all"),
    "types that do not exist": Odd(append({"cell_type": "video"}, {"cell_type": ["code"], "source": WRONG}, {})),
    "a source of 30 kinds": Odd(append(*(code(kind) for kind in [None, 3, 1.5, True, {}, [3, None, "x = 1\n"]] * 5))),
    "a long cell": Odd(append(code("x = 1\n" * 20_000)), note="120,000 characters long"),
    "more code than anybody writes": Odd(append(*[code("x = 1\n" * 16_000)] * 4), rejected="characters of code"),
    "outputs of a megabyte": Odd(on("softmax", outputs=[{"output_type": "stream", "text": ["softmax\n"] * 10**5}])),
    # the cell of softmax
    "deleted": Odd(without("softmax"), answer=None),
    "emptied": Odd(on("softmax", source=""), answer=None, note=f"{CELL} does not define softmax"),
    "a source of the wrong type": Odd(on("softmax", source=3), answer=None, note=f"{CELL} does not define"),
    "without a source": Odd(lambda notebook: cell(notebook, "softmax").pop("source") and None, None, note=CELL),
    "renamed": Odd(on("softmax", source=RIGHT.replace("softmax", "soft")), None, note=f"{CELL} does not define"),
    "imported instead": Odd(on("softmax", source="from mine import softmax"), None, note=f"{CELL} does not define"),
    "turned into Markdown": Odd(on("softmax", cell_type="markdown"), note="no longer a code cell"),
    "turned into raw text": Odd(on("softmax", cell_type="raw"), note="no longer a code cell"),
    "turned into a number": Odd(on("softmax", cell_type=7), note="no longer a code cell"),
    "moved to the end": Odd(
        lambda notebook: notebook["cells"].append(
            notebook["cells"].pop(notebook["cells"].index(cell(notebook, "softmax")))
        )
    ),
    "moved to the front": Odd(
        lambda notebook: notebook["cells"].insert(
            0, notebook["cells"].pop(notebook["cells"].index(cell(notebook, "softmax")))
        )
    ),
    "another grade_id": Odd(marks("softmax", grade_id="mine!"), note="No cell is marked as that of softmax"),
    "a grade_id of no text": Odd(together(marks("softmax", grade_id=3), nowhere("id")), note="No cell is marked"),
    "grade_ids swapped": Odd(swapped, note=f"{CELL} holds no answer: what cell"),
    "marked as a locked test": Odd(marks("softmax", grade=True, locked=True, solution=False)),
    "marks of odd types": Odd(marks("softmax", grade="yes", locked=[1], solution={}, points="9" * 99)),
    "twice, the same": Odd(again(RIGHT), note=f"{CELL} appears twice: the last one counts"),
    "twice, the last one other": Odd(again(WRONG), answer="return x", note="twice: the last one counts"),
    "twice, the last one broken": Odd(again("def softmax(x:"), note="twice: the last one with an answer counts"),
    "twice, the last one empty": Odd(again(""), note="twice: the last one with an answer counts"),
    "twice, the last one a stub": Odd(again("def softmax(x):\n    raise NotImplementedError()"), note="with an answer"),
    "twice, the last one Markdown": Odd(again(WRONG, "markdown"), note="with an answer"),
    "answered in a cell of their own": Odd(
        together(on("softmax", source="def softmax(x):\n    raise NotImplementedError"), append(code(RIGHT))),
        note=f"{CELL} holds no answer: what cell 173 defines counts",
    ),
    "broken, and right elsewhere": Odd(
        together(on("softmax", source="def softmax(x:"), insert(code(RIGHT))), note="is not Python (SyntaxError"
    ),
    "broken": Odd(on("softmax", source="df softmax(x):\n  x"), answer="df softmax", note="SyntaxError: invalid syntax"),
    "too deep for Python": Odd(on("softmax", source="-" * 50_000 + "1"), "-----", note="MemoryError: too deeply"),
    "drafts before and after": Odd(together(insert(code(WRONG)), append(code(WRONG))), note="its own cell counts"),
    "imported after": Odd(append(code("from mine import softmax, relu"))),
    "imported after, as it happens": Odd(
        append(code("try:\n    from mine import softmax\nexcept ImportError:\n    raise"))
    ),
    "defined under a condition": Odd(on("softmax", source="if True:\n    " + RIGHT.replace("\n", "\n    "))),
    "a chain of conditions": Odd(
        append(code("if 0:\n    def g(): 0\n" + "elif 1:\n    def g(): 1\n" * 900)), note="too deeply nested"
    ),
    "with IPython's commands": Odd(
        on("softmax", source="%%time\n!pip install torch\n" + RIGHT + "\n%timeit softmax(x)\nsoftmax?\nnp.exp??")
    ),
    "with a test in it": Odd(
        on("softmax", source=RIGHT + "\ncheck('softmax')\nassert softmax(np.zeros(2)).sum() == 1")
    ),
    "in a cell with another": Odd(merged, note="No cell is marked as that of softmax_backward"),
    "in the test's cell": Odd(
        together(on("softmax", source=""), on("check_softmax", source=RIGHT)), None, note="such a cell never counts"
    ),
    "a test that overrules": Odd(on("check_softmax", source=WRONG + "check('softmax')")),
    "tests deleted": Odd(without("check_softmax")),
    "the given code changed": Odd(on("provided_Parameter", source="class Parameter: pass\n" + WRONG)),
    "another cell broken": Odd(append(code("for x in"), code("%%html\n<b>")), note="is not Python (SyntaxError"),
}
