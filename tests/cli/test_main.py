"""The command line as a whole: help, errors in one line, exit statuses, nothing loaded before it is needed."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from autograder.errors import HandmadeError
from reference_impl.data import DataError

COMMANDS = (
    *("start", "check", "progress", "data", "course", "intake", "grade", "export", "report"),
    *("demo", "build", "prove"),
)
HEAVY = ("torch", "numpy", "nbgrader", "nbformat", "rich.table", "sklearn", "matplotlib")

Handmade = Callable[..., Any]


def failing(error: BaseException) -> Callable[..., None]:
    def fail(*arguments: Any, **options: Any) -> None:
        raise error

    return fail


def test_help_lists_every_command(handmade: Handmade) -> None:
    ran = handmade("--help")
    assert ran.status == 0
    assert all(f" {command} " in ran.out for command in COMMANDS)


@pytest.mark.parametrize("command", [*COMMANDS, "course new", "data list", "data get"])
def test_every_command_has_help(handmade: Handmade, command: str) -> None:
    ran = handmade(*command.split(), "--help")
    assert ran.status == 0
    assert "Usage:" in ran.out


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom autograder.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [name for name in {HEAVY} if name in sys.modules and name != 'rich.table'])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "LOADED []"


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["no-such-command"], ["check"], ["grade", "course"]])
def test_wrong_usage_is_status_2(handmade: Handmade, arguments: list[str]) -> None:
    ran = handmade(*arguments)
    assert ran.status == 2
    assert "Usage:" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (HandmadeError("It is\nbroken."), "handmade: It is broken."),
        (DataError("no such set"), "handmade: no such set"),
        (PermissionError(13, "Permission denied", "notes.ipynb"), "handmade: notes.ipynb: Permission denied"),
        (ModuleNotFoundError("No module", name="nbgrader"), "handmade: nbgrader is not installed; `pip install"),
    ],
)
def test_an_error_is_one_line(handmade: Handmade, monkeypatch: pytest.MonkeyPatch, error: Exception, line: str) -> None:
    monkeypatch.setattr("autograder.sandbox.check_files", failing(error))
    ran = handmade("check", "notes.ipynb")
    assert ran.status == 1
    assert ran.out == ""
    assert ran.err.startswith(line)
    assert ran.err.count("\n") == 1


def test_an_error_nobody_foresaw_is_not_hidden(handmade: Handmade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.sandbox.check_files", failing(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        handmade("check", "notes.ipynb")


def test_an_interrupt_is_status_130(handmade: Handmade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.sandbox.check_files", failing(KeyboardInterrupt()))
    assert handmade("check", "notes.ipynb").status == 130


def test_a_reader_that_goes_away_leaves_no_traceback() -> None:
    command = f"{sys.executable} -m autograder.cli data list --json | head -c 1"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert ran.stdout == "["
    assert "Traceback" not in ran.stderr
