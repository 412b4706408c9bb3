"""Which answers are alike though few write them so: pairs of submissions that a person might look at.

Every answer is reduced to its normal form, and what two submissions share counts by how rare it is in the class:
a form that c of n have says log2(n / c) bits, and no more than its length can carry; twice that where names and
comments are the same as well. So the one right line, which everyone writes, says nothing, and neither does what stands
in the published solution; that is looked at by itself.
A pair is listed when its bits exceed log2 of the number of pairs by some: then chance would hardly bring one such pair
in a class of this size. It is a reason to look and proves nothing: friends explain things to each other.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from autograder.grading.normal_form import Form

Answers = Mapping[str, Form]

SHORT = 14  # steps that carry nothing: one line and a half
STEPS_A_BIT = 4
TO_THE_LETTER = 2  # names and comments of one's own are alike too
MARGIN = 4.0
RARE_SHARE = 0.05
RARE_COUNT = 3


@dataclass(frozen=True)
class Alike:
    """What two submissions, or a submission and the published solution, share.

    Args:
        students: the two; one where the other is the published solution.
        score: bits.
        exercises: those that are alike, the most telling first.
        verbatim: those of them that are the same to the letter, comments included.
    """

    students: tuple[str, ...]
    score: float
    exercises: tuple[str, ...]
    verbatim: tuple[str, ...]


def threshold(students: int) -> float:
    """The bits from which a pair is listed."""
    return math.log2(max(1, students * (students - 1) / 2)) + MARGIN


def bits(form: Form, count: int, students: int) -> float:
    """What it says that two share a form which so many of so many have."""
    carried = max(0.0, (form.size - SHORT) / STEPS_A_BIT)
    return min(math.log2(students / count), carried)


def alike(answers: Mapping[str, Answers], published: Answers) -> list[Alike]:
    """Pairs of submissions to look at, the most telling first.

    Time grows with the number of answers and of pairs that share something rare, not with the number of pairs.

    Args:
        answers: student to exercise to normal form.
        published: exercise to the normal form of the published solution.
    """
    shared: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    rare = max(RARE_COUNT, int(RARE_SHARE * len(answers)))
    for exercise, digest, students in groups(answers):
        known = published.get(exercise)
        if not 2 <= len(students) <= rare or (known and known.digest == digest):
            continue
        said = bits(answers[students[0]][exercise], len(students), len(answers))
        if said > 0:
            for pair in combinations(students, 2):
                shared[pair][exercise] = said
    return listed(answers, shared, threshold(len(answers)))


def like_the_published(answers: Mapping[str, Answers], published: Answers) -> list[Alike]:
    """Submissions that share with the published solution what few others do, the most telling first."""
    shared: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for exercise, digest, students in groups(answers):
        form = published.get(exercise)
        if form and form.digest == digest:
            said = bits(form, len(students), len(answers))
            if said > 0:
                for student in students:
                    shared[(student,)][exercise] = said
    return listed({**answers, "": published}, shared, math.log2(max(1, len(answers))) + MARGIN)


def groups(answers: Mapping[str, Answers]) -> Iterable[tuple[str, str, list[str]]]:
    """Those who have the same form of an exercise: exercise, form, students in order."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for student in sorted(answers):
        for exercise, form in answers[student].items():
            found[exercise, form.digest].append(student)
    for (exercise, digest), students in found.items():
        yield exercise, digest, students


def listed(
    answers: Mapping[str, Answers], shared: Mapping[tuple[str, ...], Mapping[str, float]], least: float
) -> list[Alike]:
    """Those whose bits exceed the least, the most telling first."""
    found = []
    for students, exercises in shared.items():
        first, second = (*students, "")[:2]
        same = {one for one in exercises if answers[first][one].letters == answers[second][one].letters}
        said = {one: exercises[one] * (TO_THE_LETTER if one in same else 1) for one in exercises}
        if sum(said.values()) >= least:
            order = sorted(said, key=lambda one: (-said[one], one))
            found.append(Alike(students, sum(said.values()), tuple(order), tuple(one for one in order if one in same)))
    return sorted(found, key=lambda one: (-one.score, one.students))
