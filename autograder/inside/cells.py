"""Run a student's cells."""

import __future__

import contextlib
import io
import linecache
import types
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from autograder.inside.outcome import describe

MODULE = "submission"


def load_cells(cells: Iterable[str], names: dict[str, Any]) -> Iterator[str | None]:
    """Run cells one after another; after each, what it raised. One that fails does not stop the next."""
    future = 0
    for number, cell in enumerate(cells):
        filename = f"<{MODULE} {number}>"
        linecache.cache[filename] = (len(cell), None, cell.splitlines(keepends=True), filename)
        silent, problem = io.StringIO(), None
        try:
            with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent):
                code = compile(cell, filename, "exec", future, dont_inherit=True)
                future |= code.co_flags & __future__.annotations.compiler_flag
                exec(code, names)
        except (Exception, SystemExit) as error:
            problem = str(describe(error))
        yield problem


def library(lent: dict[str, Any], course: Collection[str]) -> types.ModuleType:
    """The student's ``mine``: what is lent from the start, and a stand-in for what is not."""
    module = types.ModuleType("mine")

    def other(name: str) -> Any:
        if name not in course:
            raise AttributeError(f"the course has nothing called {name!r}")
        return stand_in(name)

    vars(module).update(lent, __getattr__=other)
    return module


def stand_in(name: str) -> Callable[..., Any]:
    """What ``from mine import name`` gives while the answer is not lent; the judge puts the answer in its place."""

    def not_yet(*inputs: Any, **options: Any) -> Any:
        raise NameError(f"{name} is neither written in this notebook nor an exercise that comes before this one")

    not_yet.__module__ = "mine"
    return not_yet


def is_answer(thing: Any) -> bool:
    """Whether something may be judged: it can be called, and is no stand-in."""
    return callable(thing) and getattr(thing, "__module__", "") != "mine"
