"""Notebooks cut, copied, relabelled, rewritten: all that the reader is tested on, and more."""

from collections.abc import Iterator
from typing import Any

from tests.attacks.attack import FULL, POINTS, ZERO, Attack, Must, as_bytes, loses, rejected
from tests.grading.odd_notebooks import (
    CORPUS as ODD,
)
from tests.grading.odd_notebooks import (
    RIGHT,
    Change,
    Notebook,
    Odd,
    append,
    code,
    everywhere,
    on,
    text,
)

WRONG = "def relu(x):\n    return x\n"
ALL_LOST = ("an empty list of cells",)


def verdict(name: str, odd: Odd) -> Must:
    """What an odd notebook must get, by what the reader must find in it."""
    if odd.rejected:
        return rejected(odd.rejected)
    if name in ALL_LOST:
        return ZERO
    return FULL if odd.answer == "e.sum(" else loses("softmax")


def odd(change: Change) -> Change:
    """The reader's oddities expect a softmax of their own."""

    def changed(notebook: Notebook) -> Any:
        on("softmax", source=RIGHT.splitlines(keepends=True))(notebook)
        return change(notebook)

    return changed


def about(**values: Any) -> Change:
    """Set things in the notebook's own metadata."""
    return lambda notebook: notebook["metadata"].update(values)


def metadata_of_every_wrong_kind() -> Iterator[tuple[str, Attack]]:
    for value in (
        None,
        True,
        3,
        "text",
        [],
        [[]],
        {},
        {"nbgrader": None},
        {"nbgrader": "x"},
        {"nbgrader": {"grade_id": []}},
    ):
        yield f"has metadata {value!r} everywhere", Attack(everywhere(metadata=value))
        yield f"has metadata {value!r} itself", Attack(lambda notebook, value=value: notebook.update(metadata=value))


def shuffled(notebook: Notebook) -> None:
    notebook["cells"] = notebook["cells"][1::2] + notebook["cells"][::2]


CORPUS = {
    **{name: Attack(odd(one.change), verdict(name, one)) for name, one in ODD.items()},
    **dict(metadata_of_every_wrong_kind()),
    # does damage
    "asks for another kernel": Attack(about(kernelspec={"name": "../../evil", "argv": ["rm", "-rf", "/"]})),
    "asks for widgets": Attack(about(widgets={"application/vnd.jupyter.widget-state+json": {"state": "x" * 10**6}})),
    "has names that lead out": Attack(append({**code("1"), "id": "../../../../tmp/handmade-attack"})),
    "has attachments": Attack(everywhere(attachments={"../../x.png": {"image/png": "!"}})),
    "is in another order": Attack(shuffled),
    "is there three times": Attack(lambda notebook: notebook.update(cells=notebook["cells"] * 3)),
    "has only its answers": Attack(
        lambda notebook: notebook.update(
            cells=[
                c
                for c in notebook["cells"]
                if c["cell_type"] == "code" and not c["metadata"].get("nbgrader", {}).get("grade")
            ]
        )
    ),
    "has everything in one cell": Attack(
        lambda notebook: notebook.update(
            cells=[
                code(
                    "\n\n".join(
                        "".join(c["source"])
                        for c in notebook["cells"]
                        if c["metadata"].get("nbgrader", {}).get("grade_id") in POINTS
                    )
                )
            ]
        )
    ),
    "ends in exit": Attack(append(code("exit()"), code("quit"), code("raise SystemExit"))),
    "has loops in its own cells": Attack(append(code("while True: pass"), code("x = [None for _ in iter(int, 1)]"))),
    "is truncated": Attack(text(lambda said: said[: len(said) // 2].encode()), rejected("cut off")),
    "is twice in the file": Attack(text(lambda said: (said * 2).encode())),
    "has a megabyte of spaces": Attack(text(lambda said: (" " * 10**6 + said + " " * 10**6).encode())),
    "is compressed": Attack(
        lambda notebook: __import__("gzip").compress(as_bytes(notebook)), rejected("not a notebook")
    ),
    "is the web page of itself": Attack(
        lambda notebook: b"<!DOCTYPE html><title>week1</title>", rejected("not a notebook")
    ),
    "is somebody's pickle": Attack(lambda notebook: b"\x80\x04cos\nsystem\n(S'true'\ntR.", rejected("not a notebook")),
}
