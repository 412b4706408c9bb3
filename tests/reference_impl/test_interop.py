"""Weights from elsewhere, and back: torch's layers; what is missing or misshapen is named."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from torch import nn

import reference_impl as ours

TINY = ours.BertConfig(11, 6, 2, 2, 7, max_position_embeddings=5)
TINY_GPT = ours.GPTConfig(11, 5, 6, 2, 2)

TWINS: list[tuple[str, Any, Any]] = [
    ("Linear", lambda rng: ours.Linear(5, 3, rng), lambda: nn.Linear(5, 3)),
    ("LayerNorm", lambda rng: ours.LayerNorm(5), lambda: nn.LayerNorm(5)),
    ("MultiheadAttention", lambda rng: ours.MultiHeadAttention(6, 2, rng), lambda: nn.MultiheadAttention(6, 2)),
    (
        "TransformerEncoderLayer",
        lambda rng: ours.EncoderBlock(6, 2, 7, rng),
        lambda: nn.TransformerEncoderLayer(6, 2, 7),
    ),
    (
        "TransformerDecoderLayer",
        lambda rng: ours.DecoderBlock(6, 2, 7, rng),
        lambda: nn.TransformerDecoderLayer(6, 2, 7),
    ),
]
over_twins = pytest.mark.parametrize(("make", "twin"), [pair[1:] for pair in TWINS], ids=[pair[0] for pair in TWINS])


def bare(name: str) -> str:
    return name.removeprefix("bert.").removeprefix("transformer.")


@over_twins
def test_torch_to_ours_and_back_is_the_identity(make: Any, twin: Any) -> None:
    source, target = twin(), twin()
    module = ours.load_pretrained(make(np.random.default_rng(111)), source.state_dict())
    target.load_state_dict({name: torch.tensor(array) for name, array in ours.to_torch(module).items()})
    for name, tensor in source.state_dict().items():
        assert torch.equal(target.state_dict()[name], tensor), name


def test_a_loaded_attention_attends_as_torchs() -> None:
    rng = np.random.default_rng(112)
    twin = nn.MultiheadAttention(6, 2, batch_first=True)
    nn.init.normal_(twin.in_proj_bias)
    module = ours.load_pretrained(ours.MultiHeadAttention(6, 2, rng), twin.state_dict())
    query, key, value = (rng.normal(size=(3, length, 6)).astype(np.float32) for length in (4, 5, 5))
    expected, _ = twin(*map(torch.tensor, (query, key, value)))
    np.testing.assert_allclose(module(query, key, value), expected.detach(), atol=1e-6)


@pytest.mark.parametrize(
    "make",
    [
        lambda seed: ours.BERT(ours.BertConfig(**{**vars(TINY), "seed": seed})),
        lambda seed: ours.BertForPreTraining(ours.BertConfig(**{**vars(TINY), "seed": seed})),
        lambda seed: ours.BertEncoder(TINY, np.random.default_rng(seed)),
        lambda seed: ours.SequenceClassifier(ours.BertConfig(**{**vars(TINY), "seed": seed})),
        lambda seed: ours.TokenClassifier(ours.BertConfig(**{**vars(TINY), "seed": seed})),
        lambda seed: ours.GPT(ours.GPTConfig(**{**vars(TINY_GPT), "seed": seed})),
    ],
    ids=["BERT", "BertForPreTraining", "BertEncoder", "SequenceClassifier", "TokenClassifier", "GPT"],
)
def test_ours_to_hugging_face_and_back_is_the_identity(make: Any, tmp_path: Path) -> None:
    model = make(1)
    for foreign in (ours.to_hugging_face(model), model.state_dict()):
        save_file(foreign, tmp_path / "model.safetensors")
        loaded = ours.load_pretrained(make(2), tmp_path / "model.safetensors")
        for name, array in model.state_dict().items():
            np.testing.assert_array_equal(loaded.state_dict()[name], array, err_msg=name)


def test_names_are_hugging_faces() -> None:
    names = set(ours.to_hugging_face(ours.BertForPreTraining(TINY)))
    for name in [
        "bert.embeddings.word_embeddings.weight",
        "bert.embeddings.LayerNorm.bias",
        "bert.encoder.layer.1.attention.self.query.weight",
        "bert.encoder.layer.0.attention.output.LayerNorm.weight",
        "bert.encoder.layer.0.output.dense.bias",
        "bert.pooler.dense.weight",
        "cls.predictions.bias",
        "cls.predictions.transform.LayerNorm.weight",
        "cls.seq_relationship.bias",
    ]:
        assert name in names
    gpt = ours.to_hugging_face(ours.GPT(TINY_GPT))
    assert gpt["transformer.h.1.attn.c_attn.weight"].shape == (6, 18)
    assert gpt["transformer.h.0.mlp.c_fc.weight"].shape == (6, 24)
    assert {"transformer.wte.weight", "transformer.ln_f.bias"} <= set(gpt)


def test_prefixes_old_names_and_other_heads_are_understood() -> None:
    model = ours.BertEncoder(TINY, np.random.default_rng(113))
    state = ours.to_hugging_face(model)
    old = {f"bert.{name}".replace("LayerNorm.weight", "LayerNorm.gamma"): array for name, array in state.items()}
    old = {name.replace("LayerNorm.bias", "LayerNorm.beta"): array for name, array in old.items()}
    old |= {"cls.predictions.bias": np.zeros(11), "bert.embeddings.position_ids": np.arange(5)[None]}
    other = ours.load_pretrained(ours.BertEncoder(TINY, np.random.default_rng(114)), old)
    for name, array in model.state_dict().items():
        np.testing.assert_array_equal(other.state_dict()[name], array)
    classifier = ours.TokenClassifier(TINY)
    ours.load_pretrained(classifier.bert, old)
    np.testing.assert_array_equal(classifier.bert.state_dict()["layers.1.norm2.bias"], model.layers[1].norm2.bias.data)


@pytest.mark.parametrize(
    ("model", "broken", "wrong"),
    [
        (
            ours.EncoderBlock(6, 2, 7, np.random.default_rng(0)),
            ours.to_torch,
            {"self_attn.in_proj_weight": (17, 6), "linear1.bias": (6,)},
        ),
        (
            ours.BERT(TINY),
            ours.to_hugging_face,
            {"bert.encoder.layer.1.attention.self.key.weight": (6, 5), "cls.predictions.bias": (12,)},
        ),
        (
            ours.GPT(TINY_GPT),
            ours.to_hugging_face,
            {"transformer.h.0.attn.c_attn.weight": (18, 6), "transformer.wpe.weight": (6, 6)},
        ),
    ],
    ids=["torch", "BERT", "GPT"],
)
def test_what_is_missing_or_misshapen_is_named_and_nothing_is_loaded(model: Any, broken: Any, wrong: Any) -> None:
    before, state = model.state_dict(), {name: array + 1 for name, array in broken(model).items()}
    for name, shape in wrong.items():
        state[name] = np.zeros(shape)
    with pytest.raises(ValueError, match=f"do not fit {type(model).__name__}") as refused:
        ours.load_pretrained(model, state)
    for name, shape in wrong.items():
        assert f"{bare(name)} has shape {shape}, not " in str(refused.value)
        del state[name]
    with pytest.raises(ValueError, match="missing") as refused:
        ours.load_pretrained(model, state)
    for name in wrong:
        assert f"missing {bare(name)}" in str(refused.value)
    for name, array in model.state_dict().items():
        np.testing.assert_array_equal(array, before[name])


def test_a_long_list_of_problems_is_cut() -> None:
    with pytest.raises(ValueError, match=r"missing embeddings\.word_embeddings\.weight; .*; and \d\d more$"):
        ours.load_pretrained(ours.BERT(TINY), {})


def test_what_has_no_twin_says_so() -> None:
    with pytest.raises(ValueError, match="no twin of Linear"):
        ours.to_hugging_face(ours.Linear(3, 2, np.random.default_rng(0)))


def test_what_is_given_away_is_a_copy() -> None:
    model = ours.GPT(TINY_GPT)
    before = model.state_dict()
    for array in ours.to_hugging_face(model).values():
        array[...] = 7
    for name, array in model.state_dict().items():
        np.testing.assert_array_equal(array, before[name])
