"""Checkpoints: all that a run needs to go on, in one file."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

FORMAT = "handmade checkpoint 1"


class CheckpointError(Exception):
    """A checkpoint cannot be read, or belongs to something else; the message names the file."""


def save_checkpoint(path: str | Path, state: Mapping[str, Any]) -> Path:
    """Write a state into one file, whole or not at all.

    Arrays become tensors of the safetensors format, named by their path, as in ``model/0.weight``; all else is JSON in
    its header. The file is written beside its place and then moved there, which replaces an older one at a stroke.

    Args:
        path: where to; missing folders are made.
        state: dictionaries, in each other at will, of arrays and of what JSON can say.

    Returns:
        The path.

    Pitfall: written straight into its place, a file is lost with the old one where the power fails in between.
    """
    from safetensors.numpy import save_file

    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors: dict[str, np.ndarray] = {}
    rest = split_off_arrays(state, "", tensors)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        save_file(tensors, temporary, metadata={"format": FORMAT, "state": json.dumps(rest)})
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def load_checkpoint(path: str | Path) -> dict[str, Any]:
    """Read the state that ``save_checkpoint`` wrote.

    Args:
        path: the file.

    Returns:
        The state: the same dictionaries, arrays and values; tuples have become lists.

    Raises:
        CheckpointError: where the file is absent, cut off, or no checkpoint of this library.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            if metadata.get("format") != FORMAT:
                raise CheckpointError(f"{path} is a safetensors file, but not a checkpoint of a Trainer")
            state: dict[str, Any] = json.loads(metadata["state"])
            for name in file.keys():  # noqa: SIM118 - it is no dictionary
                put(state, name.split("/"), file.get_tensor(name))
    except (OSError, KeyError, TypeError, ValueError, SafetensorError) as error:
        raise CheckpointError(
            f"{path} cannot be read as a checkpoint: {error}. It may be cut off, or another kind of file; "
            "train again, or take an older one."
        ) from error
    return state


def split_off_arrays(state: Mapping[str, Any], path: str, tensors: dict[str, np.ndarray]) -> dict[str, Any]:
    """Return the state without its arrays, and put those into ``tensors`` by path."""
    rest: dict[str, Any] = {}
    for key, value in state.items():
        if isinstance(value, Mapping):
            rest[key] = split_off_arrays(value, f"{path}{key}/", tensors)
        elif isinstance(value, np.ndarray):
            tensors[f"{path}{key}"] = np.asarray(value, order="C")  # safetensors would take other orders for this one
        else:
            rest[key] = value
    return rest


def put(state: dict[str, Any], keys: list[str], array: np.ndarray) -> None:
    """Put an array back into the dictionaries at its path."""
    for key in keys[:-1]:
        state = state[key]
    state[keys[-1]] = array
