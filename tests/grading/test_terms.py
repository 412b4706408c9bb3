"""How a course wants submissions to be run: `c.Handmade` in its configuration, and what becomes of it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.courses import Course, CourseError
from autograder.courses.course import CONFIG
from autograder.grading.grade import grade
from autograder.grading.terms import read_limits, read_terms
from autograder.sandbox import link
from autograder.sandbox.isolation.failure import IsolationError
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.probe import Probe, try_tier
from autograder.sandbox.isolation.tier import Tier
from tests.cli import conftest as command_line
from tests.grading.little_course import FULL, RIGHT, WEEK, entries, hand_in, little_course

handmade = command_line.handmade
ALL = [field.name for field in fields(Limits)]


@pytest.fixture
def course(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Course:
    return little_course(tmp_path_factory, tmp_path / "autumn")


@pytest.fixture(autouse=True)
def no_sandbox_is_left() -> Iterator[None]:
    """Other limits mean another warm process; those of these tests end with them."""
    yield
    link.zygote.cache_clear()


def configure(course: Course, *lines: str) -> Course:
    """Adds lines to the course's own file."""
    path = course.folder / CONFIG
    path.write_text("\n".join([path.read_text(encoding="utf-8"), *lines, ""]), encoding="utf-8")
    return course


def told(course: Course, *lines: str) -> str:
    """What is said of settings that cannot be used."""
    with pytest.raises(CourseError) as error:
        read_limits(configure(course, *lines))
    return str(error.value)


def test_a_course_that_says_nothing_has_the_usual_limits_and_the_strongest_walls(course: Course) -> None:
    assert read_limits(course) == (Limits(), None)


@pytest.mark.parametrize("name", ALL)
def test_every_limit_can_be_set_and_no_other_changes(course: Course, name: str) -> None:
    limits, tier = read_limits(configure(course, f"c.Handmade.{name} = 7"))
    assert asdict(limits) == {**asdict(Limits()), name: 7} and tier is None


@pytest.mark.parametrize("name", ALL)
def test_only_what_one_can_do_without_may_be_none(course: Course, name: str) -> None:
    configure(course, f"c.Handmade.{name} = 0")
    if name in ("core_size", "file_size"):
        assert getattr(read_limits(course)[0], name) == 0
    else:
        assert f"c.Handmade.{name} cannot be 0" in told(course)


def test_seconds_may_have_a_fraction_and_a_size_may_be_computed(course: Course) -> None:
    limits, _ = read_limits(configure(course, "c.Handmade.call = 0.5", "c.Handmade.scratch = 3 * 2**20"))
    assert (limits.call, limits.scratch) == (0.5, 3 * 2**20)


@pytest.mark.parametrize("name", ["cals", "seconds", "_call"])
def test_a_limit_that_does_not_exist_is_told_with_those_that_do(course: Course, name: str) -> None:
    said = told(course, f"c.Handmade.{name} = 1")
    assert f"there is no c.Handmade.{name}" in said and "autumn" in said
    assert all(known in said for known in [*ALL, "tier"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("call", wrong) for wrong in ('"5"', "True", "-1", "0", "None", "[5]", 'float("nan")', 'float("inf")')),
        *(("processes", wrong) for wrong in ("2.5", '"32"', "True", "-1", "0", "None")),
    ],
)
def test_a_limit_of_the_wrong_kind_is_told_by_its_name(course: Course, name: str, value: str) -> None:
    assert f"c.Handmade.{name} cannot be" in told(course, f"c.Handmade.{name} = {value}")


@pytest.mark.parametrize("tier", [Tier.A, Tier.B])
def test_a_course_may_insist_on_a_tier(course: Course, tier: Tier) -> None:
    try:
        try_tier(tier)
    except IsolationError as error:
        pytest.skip(f"no tier {tier} here: {error}")
    assert read_terms(configure(course, f'c.Handmade.tier = "{tier.value}"')).tier is tier


@pytest.mark.parametrize("value", ['"C"', '"a"', '""', "1", '["A"]', "False"])
def test_no_other_tier_may_be_asked_for(course: Course, value: str) -> None:
    said = told(course, f"c.Handmade.tier = {value}")
    assert "c.Handmade.tier is" in said and '"A" or "B"' in said


def test_a_tier_that_is_not_to_be_had_is_told(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.grading.terms.probe", lambda only: Probe(Tier.C, f"No {only}."))
    configure(course, 'c.Handmade.tier = "A"')
    with pytest.raises(CourseError, match=r"in tier A, which c\.Handmade\.tier asks for.*--trusted"):
        read_terms(course)
    assert read_terms(course, trusted=True).tier is Tier.C


@pytest.mark.parametrize("line", ["1 / 0", "import no_such_module", "c.Handmade.call =", "raise SystemExit('no')"])
def test_a_configuration_that_does_not_run_is_told_with_its_file(handmade: Any, course: Course, line: str) -> None:
    hand_in(course, "ada", **RIGHT)
    ran = handmade("grade", str(configure(course, line).folder), "week1")
    assert ran.status == 1 and ran.out == ""
    assert f"{course.folder / CONFIG} does not run: " in ran.err and "Traceback" not in ran.err


def test_a_wrong_setting_is_one_line_at_the_command_line(handmade: Any, course: Course) -> None:
    hand_in(course, "ada", **RIGHT)
    ran = handmade("grade", str(configure(course, "c.Handmade.cals = 1").folder), "week1")
    assert ran.status == 1 and ran.err.strip().startswith("handmade: autumn: there is no c.Handmade.cals.")
    assert "Traceback" not in ran.err and entries(course) == []


HANGS = "def relu(x):\n    while True: pass"
BIG = "def relu(x):\n    kept = np.ones(2**27)\n    return np.maximum(x, 0)"


def relu_of(course: Course, source: str) -> dict[str, Any]:
    """The verdict on an answer."""
    hand_in(course, "ada", **{**RIGHT, "relu": source})
    (row,) = grade(course.folder, WEEK, workers=1)
    assert row.points == FULL - 1, row
    return next(said for said in row.verdicts if said["exercise"] == "relu")


@pytest.mark.parametrize(
    ("line", "source", "said"),
    [
        ("c.Handmade.call = 1", HANGS, "within 1 seconds"),
        ("c.Handmade.call = 0.5", HANGS, "within 0.5 seconds"),
        ("c.Handmade.address_space = 900 * 2**20", BIG, "MemoryError"),
    ],
)
def test_a_limit_reaches_the_students_process(course: Course, line: str, source: str, said: str) -> None:
    assert said in relu_of(configure(course, line), source)["message"]


def test_the_time_to_load_and_the_time_for_all_of_it_reach_it_too(course: Course) -> None:
    hang = "def relu(x, at=[1 for _ in iter(int, 1)]):\n    return np.maximum(x, 0)"
    assert "within 1 seconds" in relu_of(configure(course, "c.Handmade.load = 1"), hang)["message"]
    configure(course, "c.Handmade.load = 10", "c.Handmade.submission = 1")
    hand_in(course, "ben", **{**RIGHT, "relu": HANGS})
    (row,) = grade(course.folder, WEEK, ["ben"], workers=1)
    assert "all 1 seconds that a submission has are used up" in row.verdicts[0]["message"]


def test_the_tier_is_recorded_with_every_grade(handmade: Any, course: Course) -> None:
    hand_in(course, "ada", **RIGHT)
    expected = read_terms(course, trusted=True).tier.value
    first, again = (
        json.loads(handmade("grade", str(course.folder), "week1", "--json", "--trusted").out)[0] for _ in range(2)
    )
    assert (first["tier"], again["tier"], again["unchanged"]) == (expected, expected, True)
    assert [result["tier"] for _, result in entries(course)] == [expected]
    graded = nbformat.read(course.notebook("autograded", "ada", WEEK), as_version=4)
    assert graded.metadata["handmade"] == {"tier": expected}
