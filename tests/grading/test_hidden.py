"""Hidden cases: answers made for the visible ones fail, and learn nothing of the hidden ones."""

from typing import Any

import numpy as np

from autograder.checks.cases import draw_cases
from autograder.checks.runner import LocalRunner
from autograder.exercises import find
from autograder.grading.hidden import judge_hidden
from autograder.grading.secrets import fingerprint, make_seed, read_seed

SEED = 987_654_321
SOFTMAX = find("softmax")


def by_heart(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Right for the arrays that visible checks use, and for no others."""
    print("I saw", x)
    for case in [*draw_cases(SOFTMAX), SOFTMAX.sized(np.random.default_rng(6), 6)]:  # type: ignore[misc]
        if case.inputs["x"].tobytes() == x.tobytes():
            return SOFTMAX.reference()(x, axis)  # type: ignore[no-any-return]
    return np.full_like(x, 1 / x.shape[axis])


def test_a_right_answer_is_right_on_both() -> None:
    assert judge_hidden(SOFTMAX, LocalRunner(SOFTMAX, SOFTMAX.reference()), SEED).passed


def test_an_answer_by_heart_fails_and_is_shown_nothing() -> None:
    found = judge_hidden(SOFTMAX, LocalRunner(SOFTMAX, by_heart), SEED)
    assert found.points == 0 and "drawn anew" in found.message
    shown = str(found) + found._repr_html_()
    assert "I saw" not in shown
    hidden = draw_cases(SOFTMAX, SEED)[1].inputs["x"]
    assert str(round(float(hidden.flat[0]), 4)) not in shown


def test_a_mistake_that_visible_cases_show_is_told_with_them() -> None:
    mistake = SOFTMAX.mistakes[1]
    found = judge_hidden(SOFTMAX, LocalRunner(SOFTMAX, mistake.implementation), SEED)
    assert found.mistake == mistake.name and found.counterexample is not None


def test_every_course_has_a_seed_of_its_own_that_stays(tmp_path: Any) -> None:
    seeds = []
    for name in ("one", "two"):
        course = tmp_path / name
        course.mkdir()
        make_seed(course)
        seeds.append(read_seed(course))
        make_seed(course)
        assert read_seed(course) == seeds[-1]
        assert (course / ".handmade" / "seed").stat().st_mode & 0o077 == 0
    assert seeds[0] != seeds[1] and str(seeds[0]) not in fingerprint(seeds[0])
