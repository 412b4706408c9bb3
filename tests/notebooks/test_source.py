"""The reference's source becomes a cell in which each body, and nothing else, is the solution."""

import ast
import inspect
from typing import Any

import pytest

from autograder.notebooks.errors import BuildError
from autograder.notebooks.source import BEGIN, END, functions_of, given_source, solution_source
from reference_impl import Linear, Module, Parameter, Sequential, softmax, train_step


class Sample:
    """A class."""

    size: int = 3

    def only_a_docstring(self) -> None:
        """Nothing to write."""

    def undocumented(
        self,
        x: int = 0,
    ) -> int:
        # a comment that belongs to the answer

        def inner() -> int:
            return x

        return inner()


def one_line(x: int) -> int: return x  # fmt: skip


def without_solution(source: str) -> str:
    """What is left outside the marks."""
    kept, inside = [], False
    for line in source.splitlines():
        inside = inside or BEGIN in line
        if not inside:
            kept.append(line)
        inside = inside and END not in line
    return "\n".join(kept)


@pytest.mark.parametrize("thing", [softmax, train_step, Linear, Sequential, Parameter, Module])
def test_a_solution_is_the_reference_and_marks(thing: Any) -> None:
    source = solution_source(thing)
    unmarked = [line for line in source.splitlines() if line.strip() not in (BEGIN, END)]
    assert "\n".join(unmarked) == inspect.getsource(thing).rstrip()
    functions = functions_of(ast.parse(source).body[0])
    assert source.count(BEGIN) == source.count(END) == len(functions)


@pytest.mark.parametrize("thing", [softmax, train_step, Linear, Sequential])
def test_signatures_and_docstrings_stay_outside(thing: Any) -> None:
    left = without_solution(solution_source(thing))
    stub = ast.parse(left)  # a docstring is a body
    for mine, theirs in zip(
        functions_of(stub.body[0]), functions_of(ast.parse(inspect.getsource(thing)).body[0]), strict=True
    ):
        assert ast.dump(mine.args) == ast.dump(theirs.args)
        assert ast.get_docstring(mine) == ast.get_docstring(theirs)
        assert len(mine.body) == 1


def test_a_class_keeps_its_attributes_and_its_bare_methods() -> None:
    left = without_solution(solution_source(Sample))
    assert "    size: int = 3\n" in left
    assert '"""Nothing to write."""' in left
    assert "inner" not in left
    assert "a comment" not in left
    assert left.rstrip().endswith(") -> int:")


def test_a_body_on_the_signatures_line_is_refused() -> None:
    with pytest.raises(BuildError, match="one_line: the body must stand on lines of its own"):
        solution_source(one_line)


def test_given_source_has_no_marks() -> None:
    assert given_source(Parameter) == inspect.getsource(Parameter).rstrip()
