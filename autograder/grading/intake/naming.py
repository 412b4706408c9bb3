"""What the names in a download say: who handed a file in, in which order, and whether it was late.

Canvas (lib/content_zipper.rb) names a file `lovelaceada_LATE_123_4567_week1.ipynb`: the name run together, LATE where
it was, the number of the user, the number of the upload, the name of the file. Moodle (mod/assign/locallib.php) makes
a folder `Ada Lovelace_123_assignsubmission_file`, or puts that in front of the name of the file.
"""

import re
from dataclasses import dataclass

from autograder.grading.roster import Person, letters, participant

MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL)
CANVAS = re.compile(r"(?P<name>[^_].*?)(?P<late>_LATE)?_(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+)", re.DOTALL)
# What browsers, platforms and people put behind a name when a file of that name is there already.
COPY = re.compile(r"(\s*\(\d+\)|[\s_-]*(copy|kopie|copia|copie)(\s*\d+)?|[-_ ]v?\d{1,2}|[\s_-]+final)$", re.IGNORECASE)
LITTER = ("__MACOSX", ".ipynb_checkpoints")


@dataclass(frozen=True)
class Origin:
    """Where a file comes from.

    Args:
        person: who handed it in.
        file: the name they gave it.
        late: whether the platform says it was late; None where it does not say.
        upload: Canvas's number of the upload, higher for a later one; 0 elsewhere.
    """

    person: Person
    file: str
    late: bool | None = None
    upload: int = 0


def origin(parts: tuple[str, ...]) -> Origin | None:
    """What the names on the way to a file say; None where no platform wrote them.

    The outermost name that a platform could have written counts: those within it are the student's to choose.
    """
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        moodle = MOODLE.fullmatch(part)
        if moodle:
            person = Person(platform=participant(moodle["number"]), names=(moodle["name"],))
            return Origin(person, (moodle["file"] or part) if last else parts[-1])
        canvas = CANVAS.fullmatch(part)
        if canvas:
            person = Person(platform=canvas["number"], names=(canvas["name"],))
            file = canvas["file"] if last else parts[-1]
            return Origin(person, file, canvas["late"] is not None, int(canvas["upload"]))
    return None


def is_litter(parts: tuple[str, ...]) -> bool:
    """Whether a file is a by-product of some program."""
    return any(part in LITTER or part.startswith("._") for part in parts)


def likeness(file: str, assignment: str) -> int:
    """How much a notebook's name is the assignment's: 3 the very name, 2 but for a copy's number, 1 a part of it, 0."""
    stem = file.removesuffix(".ipynb")
    if stem == assignment:
        return 3
    wanted = letters(assignment)
    while COPY.search(stem) and letters(stem) != wanted:
        stem = COPY.sub("", stem)
    if letters(stem) == wanted:
        return 2
    first = letters(assignment.partition("_")[0])
    return int(first in letters(file))
