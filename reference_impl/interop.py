"""Weights from elsewhere, and back: torch's layers, Hugging Face's BERT and GPT-2."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from reference_impl.nn.module import Module

__all__ = ["load_pretrained", "to_hugging_face", "to_torch"]

# Our names and theirs, as patterns that are replaced one after another.
NAMES = {
    "ours": (),
    "torch": (
        (r"feed_forward\.", ""),
        ("cross_attn", "multihead_attn"),
        (r"^(encoder|decoder)\.(\d+)\.", r"\1.layers.\2."),
        ("^(encoder|decoder)_norm", r"\1.norm"),
    ),
    "bert": (
        (r"^masked\.", ""),
        (r"^bert\.", ""),
        ("^embeddings.norm", "embeddings.LayerNorm"),
        ("^layers", "encoder.layer"),
        ("self_attn.q_proj", "attention.self.query"),
        ("self_attn.k_proj", "attention.self.key"),
        ("self_attn.v_proj", "attention.self.value"),
        ("self_attn.out_proj", "attention.output.dense"),
        ("norm1", "attention.output.LayerNorm"),
        ("feed_forward.linear1", "intermediate.dense"),
        ("feed_forward.linear2", "output.dense"),
        ("norm2", "output.LayerNorm"),
        ("^pooler.0", "pooler.dense"),
        ("^transform.0", "cls.predictions.transform.dense"),
        ("^transform.2", "cls.predictions.transform.LayerNorm"),
        ("^bias$", "cls.predictions.bias"),
        ("^next_sentence", "cls.seq_relationship"),
    ),
    "gpt2": (
        ("^token_embedding", "wte"),
        ("^position_embedding", "wpe"),
        ("^norm", "ln_f"),
        ("^layers", "h"),
        ("norm1", "ln_1"),
        ("norm2", "ln_2"),
        ("self_attn.out_proj", "attn.c_proj"),
        ("self_attn", "attn"),
        ("feed_forward.linear1", "mlp.c_fc"),
        ("feed_forward.linear2", "mlp.c_proj"),
    ),
}
# How torch and GPT-2 name the one tensor that holds the projections to queries, keys and values.
JOINT = {"torch": "in_proj_", "gpt2": "c_attn."}


class Place(NamedTuple):
    """Where an array of ours lies elsewhere: in which tensor, in which third of it, and whether on its side."""

    name: str
    third: int | None
    transposed: bool


def load_pretrained(model: Module, state_dict: "Mapping[str, Any] | str | Path") -> Module:
    """Copy weights that were learned elsewhere into a model of this library.

    Known are this library's own names, those of torch's ``MultiheadAttention``, ``TransformerEncoderLayer``,
    ``TransformerDecoderLayer``, ``TransformerEncoder`` and ``Transformer``, and those of Hugging Face's BERT and GPT-2
    models. Tensors that the model has no use for are passed over.

    Args:
        model: whose parameters are set, in place.
        state_dict: arrays or tensors by name, or the path of a safetensors file.

    Returns:
        The model.

    Raises:
        ValueError: tensors are missing, or their shapes are wrong; the message names them, and nothing was loaded.

    Pitfall: GPT-2's linear layers keep their weights as (in, out), and query, key and value in one tensor.
    """
    tensors = {bare(name): tensor for name, tensor in read(state_dict).items()}
    own = {name: parameter.data for name, parameter in model.named_parameters()} | dict(model.named_buffers())
    choices = [{name: place_of(name, style) for name in own} for style in (style_of(own), "ours")]
    places = min(choices, key=lambda places: sum(bare(place.name) not in tensors for place in places.values()))
    problems = []
    for name, place in places.items():
        tensor, needed = tensors.get(bare(place.name)), shape_at(place, own[name].shape)
        if tensor is None:
            problems.append(f"missing {place.name}")
        elif tuple(tensor.shape) != needed:
            problems.append(f"{place.name} has shape {tuple(tensor.shape)}, not {needed}")
    if problems:
        problems = list(dict.fromkeys(problems))  # a joint tensor is missed three times
        more = f"; and {len(problems) - 8} more" if len(problems) > 8 else ""
        raise ValueError(f"these weights do not fit {type(model).__name__}: {'; '.join(problems[:8])}{more}")
    for name, place in places.items():
        own[name][...] = taken(np.asarray(tensors[bare(place.name)]), place)
    return model


def to_torch(model: Module) -> dict[str, np.ndarray]:
    """Give the weights of a layer, a block or a ``Transformer`` under torch's names.

    Args:
        model: of this library.

    Returns:
        Copies of all parameters and buffers, by the names of torch's own module.
    """
    return exported(model.state_dict(), "torch")


def to_hugging_face(model: Module) -> dict[str, np.ndarray]:
    """Give the weights of a BERT, of a classifier on it, or of a GPT under the names of Hugging Face's model.

    Args:
        model: a ``BertEncoder`` (there: ``BertModel``), ``BERT`` (``BertForMaskedLM``), ``BertForPreTraining``,
            ``SequenceClassifier``, ``TokenClassifier`` or ``GPT`` (``GPT2LMHeadModel``).

    Returns:
        Copies of all parameters, by name; the output layers that are tied to a table are left out, as in their files.

    Raises:
        ValueError: the model is none of these.
    """
    state = model.state_dict()
    style = style_of(state)
    if style == "torch":
        raise ValueError(f"Hugging Face has no twin of {type(model).__name__}; to_torch may know one")
    prefix = "transformer." if style == "gpt2" else "" if "embeddings.norm.weight" in state else "bert."
    inside = r"(wte|wpe|h|ln_f|embeddings|encoder|pooler)\."
    return {
        prefix * bool(re.match(inside, name)) + name: np.ascontiguousarray(tensor)
        for name, tensor in exported(state, style).items()
    }


def read(state_dict: "Mapping[str, Any] | str | Path") -> "Mapping[str, Any]":
    """Return the mapping, or what the safetensors file at that path holds."""
    if isinstance(state_dict, Mapping):
        return state_dict
    from safetensors.numpy import load_file

    return load_file(state_dict)


def bare(name: str) -> str:
    """Return a foreign name without its model's prefix, and the old names of a norm's parameters as today's."""
    name = re.sub(r"^(bert|transformer)\.", "", name)
    return name.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias")


def style_of(own: "Mapping[str, Any]") -> str:
    """Tell from the names of a model's parameters what its twin elsewhere is."""
    if any("word_embeddings" in name for name in own):
        return "bert"
    return "gpt2" if "token_embedding.weight" in own else "torch"


def place_of(name: str, style: str) -> Place:
    """Say where elsewhere the array lies that has this name here."""
    for ours, theirs in NAMES[style]:
        name = re.sub(ours, theirs, name)
    joint = re.fullmatch(r"(.*)([qkv])_proj\.(weight|bias)", name) if style in JOINT else None
    third = "qkv".index(joint[2]) if joint else None
    if joint:
        name = f"{joint[1]}{JOINT[style]}{joint[3]}"
    return Place(name, third, style == "gpt2" and re.search(r"\.c_\w+\.weight$", name) is not None)


def shape_at(place: Place, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape of the tensor in which an array of ours lies."""
    if place.third is not None:
        shape = (3 * shape[0], *shape[1:])
    return shape[::-1] if place.transposed else shape


def taken(tensor: np.ndarray, place: Place) -> np.ndarray:
    """Return the array of ours that lies in a tensor."""
    tensor = tensor.T if place.transposed else tensor
    return tensor if place.third is None else np.split(tensor, 3)[place.third]


def exported(state: dict[str, np.ndarray], style: str) -> dict[str, np.ndarray]:
    """Return all arrays of ours as the tensors of elsewhere: thirds put together, weights laid on their side."""
    tensors: dict[str, list[np.ndarray]] = {}
    sideways = set()
    for name, array in state.items():  # in our order, which is query, key, value
        place = place_of(name, style)
        tensors.setdefault(place.name, []).append(array)
        if place.transposed:
            sideways.add(place.name)
    joined = {name: parts[0] if len(parts) == 1 else np.concatenate(parts) for name, parts in tensors.items()}
    return {name: tensor.T if name in sideways else tensor for name, tensor in joined.items()}
