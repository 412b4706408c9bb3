"""The student's own library: `mine/`, a plain package beside the notebooks, made of answers that passed.

    mine/__init__.py                        one name for each answer; what is missing is lent by the course
    mine/week1_foundations/softmax.py       the student's own source
    mine/week1_foundations/module_class.py  what the course gave

Every file is written whole or not at all. The package needs nothing but numpy once all its answers are the student's.
"""

import inspect
import sys
from pathlib import Path

from autograder.exercises import WEEKS, Exercise, Week, find, load
from autograder.files import write_text
from autograder.student.sources import Definition, closure, definitions

IMPORTS = "import numpy as np"
FRONT = '''"""Your library: every answer of yours that passed its check. Kept by handmade; copy it wherever you like."""

from importlib import import_module

MODULES = {modules}


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    if name in MODULES:
        return getattr(import_module(f"mine.{{MODULES[name]}}"), name)
    try:
        from autograder.student.lending import lend
    except ImportError as error:
        raise AttributeError(f"{{name}} is not in your library yet, and the course is not installed") from error
    return lend(name)
'''


class Library:
    """The package `mine` in a folder.

    Args:
        folder: the folder that holds the package ``mine`` (the notebook's).
    """

    def __init__(self, folder: Path) -> None:
        self.package = Path(folder) / "mine"

    def open(self) -> None:
        """Make the package importable, with the code that the course provides; what is there already stays."""
        for name, (week, address) in provided().items():
            write_text(self.package / week.key / f"{module_name(name)}.py", provided_source(name, address))
        self.write_front()

    def save(self, exercise: Exercise, known: dict[str, Definition]) -> bool:
        """Save the student's source of a passing answer; False where the source cannot be found.

        Args:
            exercise: what the answer answers.
            known: what each of the student's global names means.
        """
        source = module_source(exercise.name, f"{exercise.title}: written by you, and checked.", known)
        if source is None:
            return False
        write_text(self.package / exercise.week / f"{module_name(exercise.name)}.py", source)
        self.write_front()
        return True

    def answers(self) -> dict[str, str]:
        """The exercises whose answers are the student's own: name to module."""
        own = {}
        for week in WEEKS:
            for exercise in week.exercises:
                if (self.package / week.key / f"{module_name(exercise.name)}.py").is_file():
                    own[exercise.name] = f"{week.key}.{module_name(exercise.name)}"
        return own

    def write_front(self) -> None:
        """Write `__init__.py`, and let Python forget the package as it was."""
        given = {name: f"{week.key}.{module_name(name)}" for name, (week, _) in provided().items()}
        modules = {**given, **self.answers()}
        listed = "".join(f'    "{name}": "{module}",\n' for name, module in modules.items())
        write_text(self.package / "__init__.py", FRONT.format(modules="{\n" + listed + "}"))
        forget()


def module_name(name: str) -> str:
    """The module of a definition; a class gets a suffix, since some file systems do not tell Linear from linear."""
    return f"{name.lower()}_class" if name[:1].isupper() else name


def module_source(name: str, about: str, known: dict[str, Definition]) -> str | None:
    """A whole module around a definition: imports, other answers, helpers, the definition; None where it is unknown."""
    others = {exercise.name for week in WEEKS for exercise in week.exercises} | set(provided())
    parts = closure(name, known, stop=others)
    if not parts:
        return None
    borrowed = sorted({needed for part in parts for needed in part.needs & others} - {name})
    imports = {part.source for part in parts if part.is_import} | {IMPORTS}
    header = [f'"""{about}"""', "\n".join(sorted(imports))]
    if borrowed:
        header.append(f"from mine import {', '.join(borrowed)}")
    sources = dict.fromkeys(part.source for part in parts if not part.is_import)
    return "\n\n".join(header) + "\n\n\n" + "\n\n\n".join(sources) + "\n"


def provided() -> dict[str, tuple[Week, str]]:
    """What the course gives the student: name to its week and its address in the reference."""
    return {name: (week, address) for week in WEEKS for name, address in week.given.items()}


def provided_source(name: str, address: str) -> str:
    """The module of something that the course gives: the reference's own source of it."""
    home = inspect.getmodule(load(address))
    assert home is not None
    source = module_source(name, f"{name}: given by the course.", definitions([inspect.getsource(home)]))
    assert source is not None
    return source


def forget() -> None:
    """Let the next `from mine import ...` read the files again."""
    for name in [name for name in sys.modules if name == "mine" or name.startswith("mine.")]:
        del sys.modules[name]


def progress(folder: Path) -> dict[str, tuple[int, int]]:
    """How many exercises of each week are the student's own, of how many."""
    own = Library(folder).answers()
    return {
        week.key: (sum(find(exercise.name).name in own for exercise in week.exercises), len(week.exercises))
        for week in WEEKS
    }
