"""Rare answers that two share are pointed at; the one right line is not."""

import ast

import pytest

from autograder.grading.normal_form import Form, forms
from autograder.grading.similarity import alike, like_the_published, threshold

SOFTMAX = '''def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """Probabilities."""
    exps = np.exp(x - np.max(x, axis=axis, keepdims=True))  # stable
    return exps / np.sum(exps, axis=axis, keepdims=True)
'''
RENAMED = """def softmax(z, axis=-1):
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))

    return e / np.sum(e, axis=axis, keepdims=True)
"""


def form(source: str) -> Form:
    (found,) = forms(source).values()
    return found


def answer(rng_number: int, size: int = 60) -> Form:
    return Form(f"form{rng_number}", size, f"letters{rng_number}")


def test_names_constants_annotations_docstrings_and_comments_do_not_matter() -> None:
    assert form(SOFTMAX).digest == form(RENAMED).digest
    assert form(SOFTMAX).letters != form(RENAMED).letters
    assert form(RENAMED).digest == form(RENAMED.replace("-1", "-7")).digest


@pytest.mark.parametrize(
    "other",
    [
        RENAMED.replace("np.max", "np.min"),
        RENAMED.replace("keepdims=True))\n\n", "keepdims=None))\n\n"),
        RENAMED.replace("e / np", "e * np"),
        RENAMED.replace("    return", "    assert axis\n    return"),
        RENAMED.replace("np.sum(e,", "np.sum(z,"),
    ],
)
def test_what_is_computed_matters(other: str) -> None:
    assert other != RENAMED
    assert form(other).digest != form(RENAMED).digest


def test_a_variable_called_like_something_of_pythons_is_a_variable() -> None:
    one, other = "def f(x):\n    sum = x + 1\n    return sum", "def f(x):\n    s = x + 1\n    return s"
    assert form(one).digest == form(other).digest


def test_a_class_has_a_normal_form() -> None:
    source = "class Linear(Module):\n    def __init__(self, n):\n        self.weight = np.zeros(n)\n"
    assert form(source).digest == form(source.replace("(self, n)", "(self, size)").replace("(n)", "(size)")).digest


@pytest.mark.parametrize(
    "source",
    [
        'def relu(x):\n    """Doc."""\n    raise NotImplementedError',
        "def relu(x):\n    ...",
        "def relu(x):\n    pass",
        "def relu(x",
        "%timeit relu(x)",
        "relu = 3",
        "x = " + "(" * 500 + ")" * 500,
        "def f(): return " + "-" * 3000 + "1",
        "\0",
    ],
)
def test_what_is_no_answer_has_no_form(source: str) -> None:
    assert forms(source) == {}


def test_normalising_leaves_a_tree_that_python_can_write_out() -> None:
    from autograder.grading.normal_form import Normaliser

    for source in (
        SOFTMAX,
        "class A:\n    x: int\n    def f(self, *a, **k) -> None:\n        y: int = 3\n        return y\n",
    ):
        (definition,) = ast.parse(source).body
        assert isinstance(definition, (ast.FunctionDef, ast.ClassDef))
        assert "_0" in ast.unparse(ast.fix_missing_locations(Normaliser(definition).visit(definition)))


def test_two_who_share_rare_answers_are_listed() -> None:
    names = [f"e{number}" for number in range(8)]
    answers = {f"s{one:02}": {name: answer(100 * one + at) for at, name in enumerate(names)} for one in range(40)}
    answers["s07"] = {**answers["s31"], "e0": answer(-1)}
    (pair,) = alike(answers, {})
    assert pair.students == ("s07", "s31")
    assert set(pair.exercises) == set(names[1:]) == set(pair.verbatim)
    assert pair.score > threshold(40)


def test_the_one_right_line_raises_no_alarm() -> None:
    answers = {f"s{one}": {f"e{at}": answer(at, size=7) for at in range(30)} for one in range(40)}
    assert alike(answers, {}) == []


def test_short_answers_say_nothing_even_where_they_are_rare() -> None:
    answers = {f"s{one}": {f"e{at}": answer(1000 * one + at, size=9) for at in range(30)} for one in range(40)}
    answers["s1"] = answers["s2"]
    assert alike(answers, {}) == []


def test_what_everyone_writes_counts_nothing_however_long() -> None:
    answers = {f"s{one}": {f"e{at}": answer(at, size=300) for at in range(30)} for one in range(40)}
    assert alike(answers, {}) == []


def test_the_published_solution_is_no_link_between_two_but_looked_at_by_itself() -> None:
    published = {f"e{at}": answer(at) for at in range(6)}
    answers = {f"s{one}": {f"e{at}": answer(100 * one + 50 + at) for at in range(6)} for one in range(40)}
    answers["s5"] = answers["s6"] = published
    assert alike(answers, published) == []
    assert [one.students for one in like_the_published(answers, published)] == [("s5",), ("s6",)]


def test_a_class_of_a_thousand_asks_for_few_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.grading import similarity

    asked = 0

    def counted(students: list[str], size: int) -> list[tuple[str, ...]]:
        nonlocal asked
        found = list(combinations(students, size))
        asked += len(found)
        return found

    combinations = similarity.combinations
    monkeypatch.setattr(similarity, "combinations", counted)
    answers = {f"s{one}": {f"e{at}": answer(at * 1000 + one % 37) for at in range(29)} for one in range(1000)}
    alike(answers, {})
    assert asked < 29 * 1000 * 50
