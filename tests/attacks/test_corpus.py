"""The corpus itself: large enough, of every family, and every entry can be handed in."""

from pathlib import Path

import nbformat
import pytest

from tests.attacks.attack import FULL, POINTS
from tests.attacks.corpus import CORPUS, FAMILIES
from tests.attacks.handing_in import NOTHING_DONE, hand_in, honest_notebook
from tests.grading.odd_notebooks import Notebook, as_bytes

NAME = "week1_foundations.ipynb"


@pytest.fixture(scope="module")
def notebook(checkout: Path) -> Notebook:
    """The week's notebook, as released, answered."""
    return honest_notebook(nbformat.read(checkout / "curriculum" / "week1_foundations" / NAME, as_version=4))


def test_there_are_many_of_every_kind() -> None:
    assert len(CORPUS) >= 100
    assert min(map(len, FAMILIES.values())) >= 10


def test_a_verdict_is_a_rejection_or_says_what_is_lost() -> None:
    for name, attack in CORPUS.items():
        must = attack.must
        assert not must.rejected or not must.lost, name
        assert set(must.lost) | set(must.halved) <= set(POINTS), name


def test_every_attack_can_be_handed_in_and_is_one(notebook: Notebook, tmp_path: Path) -> None:
    course = tmp_path / "course"
    for number, (name, attack) in enumerate(CORPUS.items()):
        path = tmp_path / str(number) / NAME
        hand_in(attack, notebook, path, course)
        there = [one for one in path.parent.iterdir() if one.is_symlink() or not one.is_file() or one.name != NAME]
        alone = path.is_file() and path.stat().st_size < 2**27 and not there
        harmless = name in ("notebook damage: as it should be",)
        assert harmless or not alone or path.read_bytes() != as_bytes(notebook) or "nobody may read" in name, name


def test_without_an_attack_it_is_the_honest_notebook(notebook: Notebook, tmp_path: Path) -> None:
    path = tmp_path / NAME
    hand_in(NOTHING_DONE, notebook, path, tmp_path)
    assert path.read_bytes() == as_bytes(notebook)
    assert sum(FULL.points.values()) == sum(POINTS.values())
