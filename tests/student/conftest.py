"""A student's session: cells run in IPython, in a folder of its own."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.student.library import forget

START = "import numpy as np\nfrom autograder import begin, check\nbegin('week1')"


class Session:
    """A notebook's kernel, as far as a student sees it."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell

    def run(self, cell: str) -> Any:
        """Run a cell; gives its value and leaves what it printed in ``printed``."""
        with contextlib.redirect_stdout(io.StringIO()) as out:
            result = self.shell.run_cell(cell, store_history=True)
        self.printed = out.getvalue()
        result.raise_error()
        return result.result


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(user_ns={})
    shell.kernel = SimpleNamespace()
    session = Session(shell)
    session.run(START)
    yield session
    InteractiveShell.clear_instance()
    forget()
