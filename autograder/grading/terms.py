"""How a course wants submissions to be run: the settings ``c.Handmade`` in its ``nbgrader_config.py``.

    c.Handmade.call = 2.0            # seconds for one case; every field of `Limits` may be set
    c.Handmade.tier = "B"            # walls of this kind, and no other
"""

from dataclasses import fields
from math import isfinite
from typing import Any

from autograder.courses.course import Course, CourseError
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.probe import probe
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.terms import Terms

MAY_BE_NONE = ("core_size", "file_size")


def read_limits(course: Course) -> tuple[Limits, Tier | None]:
    """The limits of a course, and the tier that it insists on, if any.

    Raises:
        CourseError: a setting that does not exist, or of the wrong kind.
    """
    settings = dict(course.config().get("Handmade", {}))
    tier = settings.pop("tier", None)
    if tier not in (None, "A", "B"):
        raise CourseError(f'{course.folder.name}: c.Handmade.tier is {tier!r}; it may be "A" or "B".')
    known = [field.name for field in fields(Limits)]
    for name, value in settings.items():
        if name not in known:
            others = ", ".join(known)
            raise CourseError(f"{course.folder.name}: there is no c.Handmade.{name}. There are: {others}, tier.")
        if not is_amount(name, value):
            raise CourseError(f"{course.folder.name}: c.Handmade.{name} cannot be {value!r}.")
    return Limits(**settings), tier and Tier(tier)


def is_amount(name: str, value: Any) -> bool:
    """Whether a limit may have a value: finite, whole where its default is, and 0 only of what one can do without."""
    kinds = int if isinstance(getattr(Limits, name), int) else (int, float)
    number = isinstance(value, kinds) and not isinstance(value, bool) and isfinite(value)
    return number and (value > 0 or (value == 0 and name in MAY_BE_NONE))


def read_terms(course: Course, trusted: bool = False) -> Terms:
    """The terms on which this machine runs a course's submissions.

    Raises:
        CourseError: this machine cannot wall in students' code as asked, and they are not trusted.
    """
    limits, tier = read_limits(course)
    found = probe(tier)
    if found.tier is Tier.C and not trusted:
        wanted = "" if tier is None else f" in tier {tier.value}, which c.Handmade.tier asks for"
        raise CourseError(
            f"This machine cannot wall in students' code{wanted}, so it is not run. {found.reason} With --trusted it "
            "runs all the same, under your account: it could then read, change and send whatever you can."
        )
    return Terms(limits, found.tier)
