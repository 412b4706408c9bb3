"""Downloads as Canvas and Moodle make them, and what became of them in a course."""

import io
import zipfile
from pathlib import Path

from autograder.courses import Course
from autograder.grading.intake import Line

WEEK = "week1_foundations"
EVENING, LATER = (2026, 9, 25, 17, 30, 0), (2026, 9, 26, 8, 0, 0)
Entries = dict[str, bytes]
CANVAS = f"lovelaceada_11_1001_{WEEK}.ipynb"
MOODLE = f"Ada Lovelace_11_assignsubmission_file/{WEEK}.ipynb"


def packed(files: Entries, time: tuple[int, ...] = EVENING) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, time), data, zipfile.ZIP_DEFLATED)  # type: ignore[arg-type]
    return stream.getvalue()


def a_zip(folder: Path, files: Entries, time: tuple[int, ...] = EVENING, name: str = "submissions.zip") -> Path:
    (path := folder / name).write_bytes(packed(files, time))
    return path


def handed(course: Course, student: str) -> bytes | None:
    path = course.notebook("submitted", student, WEEK)
    return path.read_bytes() if path.is_file() else None


def stamp(course: Course, student: str) -> str:
    return course.notebook("submitted", student, WEEK).with_name("timestamp.txt").read_text()


def earlier(course: Course, student: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((course.folder / "earlier" / student / WEEK).glob("*.ipynb"))]


def files_of(course: Course) -> set[str]:
    return {str(path.relative_to(course.folder)) for path in course.folder.rglob("*")}


def outcomes(lines: list[Line]) -> dict[str, str]:
    return {line.file.rpartition("/")[2]: line.outcome for line in lines}
