"""Running `handmade` in this process: what it printed, and its exit status."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from autograder.cli import main


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


Handmade = Callable[..., Ran]


@pytest.fixture
def handmade(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Handmade:
    """Runs a command line."""
    monkeypatch.setenv("COLUMNS", "140")

    def run(*arguments: str) -> Ran:
        status = 0
        try:
            main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return run
