"""The library as a whole: light to import, and every answer able to stand alone in a notebook cell."""

import ast
import builtins
import dis
import inspect
import subprocess
import sys
from types import CodeType
from typing import Any

import pytest

import reference_impl

HEAVY = ["torch", "sklearn", "scipy", "matplotlib", "pooch", "requests", "autograder"]


def test_importing_is_light() -> None:
    script = f"import sys, reference_impl, reference_impl.data; print([m for m in {HEAVY} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def globals_of(code: CodeType) -> set[str]:
    """Names that a piece of code, and all code inside it, looks up outside itself."""
    here = {step.argval for step in dis.get_instructions(code) if step.opname in {"LOAD_GLOBAL", "LOAD_NAME"}}
    inside = [globals_of(constant) for constant in code.co_consts if isinstance(constant, CodeType)]
    return here.union(*inside)


def given_with(thing: Any) -> set[str]:
    """Names that a notebook can give beside an answer: its module's helpers, and imports of the standard library."""
    home = inspect.getmodule(thing)
    names = set()
    for statement in ast.parse(inspect.getsource(home)).body:
        if isinstance(statement, ast.FunctionDef):
            names.add(statement.name)
        elif isinstance(statement, ast.Assign):
            names |= {target.id for target in statement.targets if isinstance(target, ast.Name)}
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            origin = getattr(statement, "module", None) or statement.names[0].name
            if origin.partition(".")[0] in sys.stdlib_module_names:
                names |= {alias.asname or alias.name for alias in statement.names}
    return names


@pytest.mark.parametrize("name", [name for name in reference_impl.__all__ if name not in {"Trainer", "batches"}])
def test_an_answer_stands_alone_in_a_notebook_cell(name: str) -> None:
    thing = getattr(reference_impl, name)
    needed = globals_of(compile(inspect.getsource(thing), name, "exec", dont_inherit=True))
    known = {"np", *reference_impl.__all__, *vars(builtins), *vars(thing), *given_with(thing)}
    assert {other for other in needed - known if not other.startswith("__")} == set()


@pytest.mark.parametrize("name", reference_impl.__all__)
def test_a_public_thing_says_what_it_is(name: str) -> None:
    thing = getattr(reference_impl, name)
    assert thing.__doc__
    if inspect.isfunction(thing):
        assert "Args:" in thing.__doc__
        assert "Returns:" in thing.__doc__ or "Yields:" in thing.__doc__
        assert {*inspect.signature(thing).parameters, "return"} == set(thing.__annotations__)
