"""The course is found where it is, beside the packages or inside them."""

from pathlib import Path

import pytest

from autograder import places


@pytest.mark.parametrize("inside", ["", "course"])
def test_the_course_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str) -> None:
    package = tmp_path / "autograder"
    home = package / inside if inside else tmp_path
    (home / "curriculum").mkdir(parents=True)
    monkeypatch.setattr(places, "PACKAGE", package)
    assert places.curriculum() == home / "curriculum"
    with pytest.raises(places.CourseNotFound, match="no folder solutions/"):
        places.solutions()


def test_the_checkout_is_its_own_course(checkout: Path) -> None:
    assert places.curriculum() == checkout / "curriculum"
    assert places.solutions() == checkout / "solutions"
