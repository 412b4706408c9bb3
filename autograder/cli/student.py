"""`handmade start` and `handmade progress`: the student's commands."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.output import console, print_json
from autograder.errors import HandmadeError

DEFAULT_FOLDER = "handmade-course"


def start(
    folder: Annotated[str, typer.Argument(help="Your folder; what is in it stays.", metavar="[DIR]")] = DEFAULT_FOLDER,
    browser: Annotated[bool, typer.Option(" /--no-browser", help="Only print the address.")] = True,
) -> None:
    """Open the course in JupyterLab, in a folder of yours: notebooks that are not there yet are put there."""
    if find_spec("jupyterlab") is None:
        raise HandmadeError("JupyterLab is not installed; `pip install jupyterlab` brings it.")
    target = Path(folder)
    for path in hand_out(target):
        console().print(f"New: {path}", markup=False)
    open_lab(target, next_notebook(target), browser)


def hand_out(folder: Path) -> list[Path]:
    """Copy the students' notebooks that are missing into a folder; nothing is ever overwritten.

    All lie side by side, since they share one library `mine/`.

    Returns:
        The new notebooks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    new = []
    for notebook in student_notebooks():
        target = folder / notebook.name
        if target.exists():
            continue
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(notebook, part)
        os.replace(part, target)
        new.append(target)
    return new


def student_notebooks() -> list[Path]:
    """The students' notebooks of all weeks."""
    from autograder.exercises import WEEKS
    from autograder.places import curriculum

    found = [curriculum() / week.key / f"{week.key}.ipynb" for week in WEEKS]
    missing = [path for path in found if not path.is_file()]
    if missing:
        raise HandmadeError(f"{missing[0]} is missing; `handmade build` makes it from its lesson.")
    return found


def next_notebook(folder: Path) -> str:
    """The notebook to go on with: the first week with something left to write."""
    from autograder.student import progress as count

    done = count(folder)
    open_weeks = [week for week, (own, total) in done.items() if own < total]
    return f"{(open_weeks or list(done))[0]}.ipynb"


def open_lab(folder: Path, notebook: str, browser: bool) -> None:
    """Become JupyterLab in that folder."""
    command = [sys.executable, "-m", "jupyterlab", notebook, *([] if browser else ["--no-browser"])]
    os.chdir(folder)
    sys.stdout.flush()
    if os.name == "nt":
        raise typer.Exit(subprocess.call(command))
    os.execv(sys.executable, command)


def progress(
    folder: Annotated[str, typer.Argument(help="The folder with your notebooks.", metavar="[DIR]")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
) -> None:
    """Show how much of the library is yours, week by week."""
    from autograder.exercises import find_week
    from autograder.student import progress as count

    done = count(students_folder(folder))
    if as_json:
        print_json({week: {"yours": own, "exercises": total} for week, (own, total) in done.items()})
        return
    from rich.progress_bar import ProgressBar
    from rich.table import Table

    drawn = Table.grid(padding=(0, 2))
    for key, (own, total) in done.items():
        week = find_week(key)
        bar = ProgressBar(total=total, completed=own, width=30)
        drawn.add_row(f"Week {week.number}", week.title, bar, f"{own} of {total}")
    console().print(drawn)


def students_folder(named: str) -> Path:
    """The folder that is meant: the one named, else this one if it holds a library, else the default one below."""
    if named:
        if not Path(named).is_dir():
            raise HandmadeError(f"{named}: there is no such folder.")
        return Path(named)
    here, below = Path.cwd(), Path.cwd() / DEFAULT_FOLDER
    return below if not (here / "mine").is_dir() and (below / "mine").is_dir() else here
