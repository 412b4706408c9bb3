"""Checkpoints: everything comes back, and a file that is something else is named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy

from reference_impl import CheckpointError, load_checkpoint, save_checkpoint
from reference_impl.training import checkpoint

RNG = np.random.default_rng(0)
STATE: dict[str, Any] = {
    "model": {"0.weight": RNG.normal(size=(3, 5)).astype(np.float32), "ids": np.arange(4), "flag": np.array([True])},
    "deep": {"er": {"still": np.array(2.5), "empty": np.zeros((0, 3)), "nothing": {}}},
    "counts": {"step": 7, "seed": 2**63 - 1, "none": None, "list": [1.5, 0.1], "text": "é"},
    "generator": np.random.default_rng(3).bit_generator.state,
}


def same(one: Any, other: Any) -> None:
    assert type(one) is type(other)
    if isinstance(one, dict):
        assert set(one) == set(other)
        for key in one:
            same(one[key], other[key])
    elif isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other, strict=True)
    else:
        assert one == other


def test_everything_comes_back(tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "new" / "run", STATE)
    same(load_checkpoint(tmp_path / "new" / "run"), STATE)


@pytest.mark.parametrize(
    "view", [lambda a: a.T, lambda a: a[::2], lambda a: a[:, ::-1], lambda a: np.asfortranarray(a)], ids=list("TSRF")
)
def test_arrays_in_any_order_of_memory_come_back(view: Callable[..., np.ndarray], tmp_path: Path) -> None:
    array = view(RNG.normal(size=(5, 3)))
    save_checkpoint(tmp_path / "run", {"array": array})
    np.testing.assert_array_equal(load_checkpoint(tmp_path / "run")["array"], array)


def test_it_is_an_ordinary_safetensors_file(tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "run", STATE)
    tensors = safetensors.numpy.load_file(tmp_path / "run")
    np.testing.assert_array_equal(tensors["model/0.weight"], STATE["model"]["0.weight"])


def test_every_truncation_is_told(tmp_path: Path) -> None:
    path = tmp_path / "run.ckpt"
    save_checkpoint(path, STATE)
    content = path.read_bytes()
    for length in [0, 1, 7, 8, 9, 100, len(content) // 2, len(content) - 1]:
        path.write_bytes(content[:length])
        with pytest.raises(CheckpointError, match=r"run\.ckpt cannot be read"):
            load_checkpoint(path)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 a zip archive, as torch writes them",
        b"{\"json\": true}",
        safetensors.numpy.save({"weight": np.zeros(3)}),
        safetensors.numpy.save({"weight": np.zeros(3)}, {"format": "pt"}),
        safetensors.numpy.save({"a/b": np.zeros(3)}, {"format": checkpoint.FORMAT, "state": "{}"}),
        safetensors.numpy.save({"a": np.zeros(3)}, {"format": checkpoint.FORMAT, "state": "{"}),
        safetensors.numpy.save({"a": np.zeros(3)}, {"format": checkpoint.FORMAT}),
        safetensors.numpy.save({"a/b": np.zeros(3)}, {"format": checkpoint.FORMAT, "state": json.dumps({"a": 3})}),
        safetensors.numpy.save({"a": np.zeros(3)}, {"format": checkpoint.FORMAT, "state": "[]"}),
    ],
    ids=["zip", "json", "bare", "torch", "no place", "bad json", "no json", "no folder", "list"],
)
def test_a_foreign_file_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "run.ckpt"
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"run\.ckpt"):
        load_checkpoint(path)


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(CheckpointError, match=path.name):
            load_checkpoint(path)


@pytest.mark.parametrize("broken", ["save_file", "replace", "json"])
def test_a_save_that_fails_leaves_the_old_file_and_nothing_else(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "run"
    save_checkpoint(path, STATE)
    before = path.read_bytes()

    def half(tensors: Any, file: Path, metadata: Any) -> None:
        file.write_bytes(b"half")
        raise OSError("no space left")

    def fail(*_: Any) -> None:
        raise OSError("no space left")

    if broken == "save_file":
        monkeypatch.setattr(safetensors.numpy, "save_file", half)
    elif broken == "replace":
        monkeypatch.setattr(checkpoint.os, "replace", fail)
    with pytest.raises((OSError, TypeError)):
        save_checkpoint(path, {"a": object()} if broken == "json" else {"a": np.zeros(2)})
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["run"]
