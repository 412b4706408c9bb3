"""What is lent to a submission comes before it: never the answer that is judged, nor a later one, nor files of ours."""

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from autograder.courses.answers import answer_source
from autograder.exercises import WEEKS, Exercise, find
from autograder.sandbox.checking import judged
from autograder.sandbox.isolation.limits import Limits
from autograder.sandbox.isolation.probe import probe
from autograder.sandbox.isolation.tier import Tier
from autograder.sandbox.lending import Lender, answer_places, given_places, needed_names, piece_at, travelling
from autograder.sandbox.session import Session
from autograder.sandbox.submission import Submission, names_defined
from autograder.sandbox.terms import Terms
from autograder.student.sources import definitions

COURSE = [exercise for week in WEEKS for exercise in week.exercises]
NAMES = [exercise.name for exercise in COURSE]
SOURCES = {exercise.name: answer_source(exercise, exercise.reference()) for exercise in COURSE}
EVERYTHING = " ".join([*NAMES, *given_places()])  # a cell that mentions all there is


@pytest.fixture(params=["walled", pytest.param("plain", marks=pytest.mark.slow)])
def terms(request: pytest.FixtureRequest) -> Terms:
    """On which it runs: behind the walls of this machine, and without any."""
    tier = probe().tier if request.param == "walled" else Tier.C
    if request.param == "walled" and tier is Tier.C:
        pytest.skip("there are no walls here")
    return Terms(Limits(), tier)


@pytest.fixture
def walls() -> Terms:
    if probe().tier is Tier.C:
        pytest.skip("there are no walls here")
    return Terms()


def sent(lender: Lender, exercise: Exercise) -> list[dict[str, Any]]:
    """All that travels until an exercise is judged: with the cells, then for it."""
    return [*lender.at_load()["pieces"], *lender.before(exercise)["pieces"]]


def places(pieces: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """What is defined by what travelled."""
    return {(piece["module"], name) for piece in pieces for name in definitions([piece["source"]])}


def body_of(name: str) -> set[str]:
    """The lines of an exercise's answer that say how it is done."""
    lines = {line.strip() for line in piece_at(answer_places()[name]).source.splitlines()}
    told = {line for other in (*given_places().values(), *helpers()) for line in piece_at(other).source.splitlines()}
    telling = {line for line in lines if (len(line) > 24 and line.startswith("return ")) or " = " in line}
    return telling - {line.strip() for line in told}


def helpers() -> set[tuple[str, str]]:
    """What the answers and the drivers need that is neither an answer nor given."""
    roots = [*answer_places().values(), *given_places().values()]
    found = {piece.place for place in roots for piece in travelling(place, lambda other: True)}
    return found - set(answer_places().values()) - set(given_places().values())


@pytest.mark.parametrize("exercise", COURSE, ids=NAMES)
def test_neither_its_own_answer_nor_a_later_one_is_there_when_it_is_judged(exercise: Exercise) -> None:
    later = NAMES[NAMES.index(exercise.name) :]
    assert body_of(exercise.name)
    pieces = sent(Lender([EVERYTHING], exercise), exercise)
    assert not places(pieces) & {answer_places()[name] for name in later}
    text = "\n".join(piece["source"] for piece in pieces)
    earlier = {line for name in NAMES[: NAMES.index(exercise.name)] for line in body_of(name)}
    for name in later:
        assert not [line for line in body_of(name) - earlier if line in text], name


@pytest.mark.parametrize("exercise", COURSE, ids=NAMES)
def test_all_that_comes_before_is_there_by_its_name(exercise: Exercise) -> None:
    before = NAMES[: NAMES.index(exercise.name)]
    lender = Lender([EVERYTHING], find(NAMES[0]))
    lender.at_load()
    assert list(lender.before(exercise)["lent"]) == before


@pytest.mark.parametrize("exercise", COURSE, ids=NAMES)
def test_all_that_an_answer_needs_comes_before_it_in_the_course(exercise: Exercise) -> None:
    needs = {piece.place for piece in travelling(answer_places()[exercise.name], lambda other: True)}
    needed = [name for name, place in answer_places().items() if place in needs and name != exercise.name]
    assert set(needed) <= set(NAMES[: NAMES.index(exercise.name)]), needed


def test_what_a_driver_and_the_given_code_need_is_no_answer_that_may_be_missing() -> None:
    for exercise in COURSE:
        if exercise.drive is not None:
            place = (exercise.drive.__module__, exercise.drive.__name__)
            needs = {piece.place for piece in travelling(place, lambda other: True)}
            assert not needs & set(answer_places().values()), exercise.name


def test_only_what_the_cells_mention_and_what_that_needs_is_lent() -> None:
    assert needed_names({"nothing", "of", "ours"}) == set()
    assert needed_names({"softmax"}) == {"softmax"}
    for exercise in COURSE:
        needs = needed_names({exercise.name})
        assert exercise.name in needs
        assert needed_names(needs) == needs


def test_nothing_travels_twice() -> None:
    lender = Lender([EVERYTHING], COURSE[0])
    pieces = lender.at_load()["pieces"]
    for exercise in COURSE:
        pieces += lender.before(exercise)["pieces"]
    told = [(piece["module"], piece["source"]) for piece in pieces]
    assert len(told) == len(set(told))


def test_what_a_definition_is_built_on_comes_before_it() -> None:
    seen: set[tuple[str, str]] = set()
    for piece in travelling(answer_places()["Sequential"], lambda other: True):
        assert {place for place, _ in piece.uses} <= seen
        seen.add(piece.place)
    assert given_places()["Module"] in seen


def test_of_ours_only_what_is_inside_is_imported_by_what_is_lent() -> None:
    pieces = [piece for exercise in COURSE for piece in sent(Lender([EVERYTHING], exercise), exercise)]
    known = [one.source for piece in pieces for one in definitions([piece["source"]]).values() if one.is_import]
    imported = {source.split()[1] for source in known}
    assert imported and {name for name in imported if re.match("autograder|reference_impl", name)} <= {
        "autograder.inside.calling"
    }


def test_every_lent_name_exists_where_it_is_said_to_be() -> None:
    for module, name in [*answer_places().values(), *given_places().values(), *helpers()]:
        assert hasattr(import_module(module), name)


@pytest.mark.parametrize("exercise", COURSE, ids=NAMES)
def test_an_answer_alone_passes_lent_what_it_needs(exercise: Exercise, terms: Terms) -> None:
    submission = Submission(Path("alone"), (SOURCES[exercise.name],), (exercise.name,))
    with Session(submission, terms) as session:
        verdict = judged(session, exercise)
    assert verdict.passed, verdict


Says = Callable[..., str]


@pytest.fixture
def says(walls: Terms) -> Iterator[Says]:
    """What a student's expression comes to, in words, while an exercise is judged; behind the walls."""

    def says(expression: str, exercise: str = "softmax", before: str = "", late: bool = True) -> str:
        asked = f"raise ValueError('said ' + str({expression}))"
        cell = f"{before}\ndef {exercise}(*inputs, **options):\n    {asked}\n"
        if not late:
            cell = f"{before}\ntry:\n    {asked}\nexcept ValueError as error:\n    found = str(error)\n"
            cell += f"def {exercise}(*inputs, **options):\n    raise ValueError(found)\n"
        submission = Submission(Path("asked"), (cell,), (exercise,))
        assert exercise in names_defined(cell)
        with Session(submission, walls) as session:
            return judged(session, find(exercise)).message

    return says


@pytest.mark.parametrize("late", [False, True], ids=["at load", "while judged"])
def test_mine_has_the_earlier_answers(says: Says, late: bool) -> None:
    assert "said [0.0, 1.0]" in says("relu(np.array([-1.0, 1.0])).tolist()", before="from mine import relu", late=late)
    assert "said [0.0, 1.0]" in says("mine.relu(np.array([-1.0, 1.0])).tolist()", before="import mine", late=late)


@pytest.mark.parametrize("name", ["softmax", "log_softmax", "train_step", "Linear"])
def test_mine_has_a_stand_in_for_this_one_and_those_to_come(says: Says, name: str) -> None:
    for before, call in ((f"from mine import {name} as other", "other(1)"), ("import mine", f"mine.{name}(1)")):
        said = says(call, before=before)
        assert f"NameError: {name} is neither written in this notebook nor an exercise that comes before this" in said


def test_mine_has_nothing_that_the_course_has_not(says: Says) -> None:
    assert "said False" in says("hasattr(mine, 'secrets')", before="import mine")
    before = "try:\n    from mine import secrets\nexcept ImportError:\n    answer = 'no answer'"
    assert "said no answer" in says("answer", before=before)


def test_an_answer_that_calls_itself_by_mine_gets_no_points(walls: Terms) -> None:
    cell = "from mine import softmax as right\ndef softmax(x, axis=-1):\n    return right(x, axis)\n"
    with Session(Submission(Path("cheat"), (cell,), ("softmax",)), walls) as session:
        verdict = judged(session, find("softmax"))
    assert verdict.points == 0 and "NameError" in verdict.message


@pytest.mark.parametrize(
    "module",
    [
        *("reference_impl", "reference_impl.functional.softmax", "torch", "autograder.exercises", "autograder.checks"),
        *("autograder.grading", "autograder.sandbox.lending", "autograder.student", "autograder.checks.golden"),
        *("lent.reference_impl.functional.softmax_secret", "solutions", "tests"),
    ],
)
@pytest.mark.parametrize("late", [False, True], ids=["at load", "while judged"])
def test_nothing_of_ours_can_be_imported(says: Says, module: str, late: bool) -> None:
    before = "import importlib\ndef tried(name):\n    try:\n        importlib.import_module(name)\n"
    before += "    except ImportError as error:\n        return type(error).__name__\n    return 'imported'\n"
    assert "said ModuleNotFoundError" in says(f"tried({module!r})", before=before, late=late)


def test_no_file_of_ours_can_be_read(says: Says) -> None:
    import autograder
    import reference_impl

    ours = [Path(autograder.__file__).parent, Path(reference_impl.__file__).parent]
    secret = [
        path
        for folder in ours
        for path in folder.rglob("*.py")
        if folder.name == "reference_impl" or path.parts[len(folder.parts)] not in ("inside", "sandbox", "__init__.py")
    ]
    before = f"paths = {[str(path) for path in [*secret, *ours[1:]]]!r}\ndef readable(path):\n    try:\n"
    before += "        open(path).close()\n    except OSError:\n        return False\n    return True\n"
    assert len(secret) > 100
    assert "said []" in says("[path for path in paths if readable(path)]", before=before)


def test_what_is_beside_the_code_knows_no_answer(says: Says) -> None:
    """Whatever module is loaded in there, and whatever it holds: no answer to this exercise nor to a later one."""
    before = "import sys\ndef held():\n    found = []\n    for name, module in list(sys.modules.items()):\n"
    before += "        if not name.startswith(('numpy', 'scipy')):\n"
    before += f"            found += [one for one in {NAMES!r} if one in vars(module) and name != 'submission']\n"
    before += "    return sorted(set(found))\n"
    assert f"said {sorted(NAMES[: NAMES.index('softmax')])}" in says("held()", before=f"{before}\n# {EVERYTHING}")
