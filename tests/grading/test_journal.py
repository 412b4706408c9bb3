"""The journal: what was found is found again under the same key, and only there."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.grading.journal import Journal, Key

KEY = Key("ada", "a1", "week1 b2", "c3", "d4")


def test_a_result_is_found_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert journal.get(KEY) is None
    journal.put(KEY, {"checks": [1, "two", None]})
    assert Journal(tmp_path).get(KEY) == {"checks": [1, "two", None]}


@pytest.mark.parametrize("field", ["student", "notebook", "assignment", "seed", "grader"])
def test_any_change_of_what_it_depends_on_asks_for_a_new_one(tmp_path: Path, field: str) -> None:
    journal = Journal(tmp_path)
    journal.put(KEY, {"checks": []})
    assert journal.get(replace(KEY, **{field: "other"})) is None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"key": {}, "result": {}}', "\x00" * 100])
def test_a_damaged_entry_counts_as_none_and_can_be_written_again(tmp_path: Path, damage: str) -> None:
    journal = Journal(tmp_path)
    journal.put(KEY, {"checks": []})
    journal.path(KEY).write_text(damage)
    assert journal.get(KEY) is None
    journal.put(KEY, {"checks": [2]})
    assert journal.get(KEY) == {"checks": [2]}


def test_no_half_written_file_is_left_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    journal = Journal(tmp_path)
    monkeypatch.setattr("autograder.files.os.replace", full)
    with pytest.raises(OSError, match="No space"):
        journal.put(KEY, {"checks": []})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
