"""Writing: GPT with and without its cache, and the encoder-decoder."""

import warnings
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

import reference_impl as ours

pytestmark = pytest.mark.filterwarnings("error")
torch.set_num_threads(1)

GPT = ours.GPTConfig(vocab_size=17, n_positions=8, n_embd=12, n_layer=3, n_head=3, initializer_range=0.5)
SEQUENCES = ours.TransformerConfig(
    src_vocab_size=11,
    tgt_vocab_size=13,
    d_model=8,
    num_attention_heads=2,
    encoder_layers=2,
    decoder_layers=3,
    ffn_dim=9,
    max_position_embeddings=12,
)
PAD, BOS, EOS = 0, 1, 2


class Plain:
    """A GPT of which generate does not know that it is one, so that it reads the whole text for every token."""

    def __init__(self, model: Any) -> None:
        self.model, self.config = model, model.config

    def __call__(self, ids: np.ndarray) -> np.ndarray:
        return self.model(ids)


@settings(max_examples=20, deadline=None)
@given(
    prompt=st.lists(st.integers(0, 16), min_size=1, max_size=12),
    temperature=st.sampled_from([0, 0.7, 1.5]),
    top_k=st.sampled_from([None, 1, 5, 99]),
    top_p=st.sampled_from([None, 0.3, 1.0]),
)
def test_the_cache_writes_what_the_full_pass_writes(prompt: list[int], **options: Any) -> None:
    model = ours.GPT(GPT)
    texts = [ours.generate(m, prompt, 11, np.random.default_rng(101), **options) for m in (model, Plain(model))]
    assert texts[0] == texts[1]
    assert texts[0][: len(prompt)] == prompt and len(texts[0]) == len(prompt) + 11
    assert all(type(i) is int for i in texts[0])


def test_the_logits_of_the_cache_are_those_of_the_full_pass() -> None:
    model, ids = ours.GPT(GPT), np.random.default_rng(102).integers(17, size=(3, 8))
    full, cached = model(ids), ours.CachedGPT(model)
    start = 0
    for stop in (1, 2, 5, 6, 8):
        np.testing.assert_allclose(cached(ids[:, :stop]), full[:, start:stop], atol=1e-5)
        start = stop
    np.testing.assert_allclose(cached(ids), full, atol=1e-5)  # the same again: read anew
    np.testing.assert_allclose(cached(ids[:2, 1:4]), model(ids[:2, 1:4]), atol=1e-5)  # another text


def test_greedy_text_is_the_likeliest_token_each_time() -> None:
    model = ours.GPT(GPT)
    ids = [3]
    for _ in range(6):
        ids.append(int(model(np.array([ids]))[0, -1].argmax()))
    assert ours.generate(model, [3], 6, np.random.default_rng(0), temperature=0) == ids
    assert ours.generate(model, [3], 6, np.random.default_rng(1), top_k=1) == ids
    assert ours.beam_generate(model, [3], 6, width=1) == ids
    assert ours.generate(model, np.array([3, 4]), 0, np.random.default_rng(1)) == [3, 4]


def score(model: Any, ids: list[int], start: int) -> float:
    log_probs = ours.log_softmax(model(np.array([ids]))[0])
    return float(sum(log_probs[t - 1, ids[t]] for t in range(start, len(ids))))


def test_a_wide_beam_finds_the_likeliest_text() -> None:
    model = ours.GPT(ours.GPTConfig(**{**vars(GPT), "vocab_size": 4}))
    every = [[1, *rest] for rest in np.ndindex(4, 4, 4)]
    best = max(every, key=lambda ids: score(model, ids, 1))
    assert ours.beam_generate(model, [1], 3, width=16) == best


def small(norm: str) -> Any:
    model = ours.Transformer(ours.TransformerConfig(**{**vars(SEQUENCES), "norm": norm}))
    rng = np.random.default_rng(103)
    for parameter in model.parameters():
        spread = 1.0 if parameter.data.ndim > 1 else 0.1
        parameter.data += rng.normal(0, spread, parameter.data.shape).astype(np.float32)
    return model


@pytest.mark.parametrize("norm", ["pre", "post"])
def test_the_transformer_is_torchs(norm: str) -> None:
    model = small(norm)
    with warnings.catch_warnings(action="ignore"):  # of a road that torch would rather take
        twin = nn.Transformer(8, 2, 2, 3, 9, 0.0, "gelu", batch_first=True, norm_first=norm == "pre")
    state = {name: torch.tensor(array) for name, array in ours.to_torch(model).items()}
    twin.load_state_dict({name: array for name, array in state.items() if name.startswith(("encoder.", "decoder."))})
    source = np.array([[3, 4, 5, 6, 7, 8, 9], [3, 10, 5, PAD, PAD, PAD, PAD]])
    target = np.random.default_rng(104).integers(13, size=(2, 5))
    padding = torch.tensor(source == PAD)
    positions = ours.sinusoidal_encoding(12, 8).astype(np.float32)
    decoded = twin(
        state["source_embedding.weight"][torch.tensor(source)] * 8**0.5 + torch.tensor(positions[:7]),
        state["target_embedding.weight"][torch.tensor(target)] * 8**0.5 + torch.tensor(positions[:5]),
        tgt_mask=torch.tensor(~ours.causal_mask(5)),
        src_key_padding_mask=padding,
        memory_key_padding_mask=padding,
    )
    expected = decoded @ state["output.weight"].T + state["output.bias"]
    np.testing.assert_allclose(model(source, target), expected.detach(), rtol=1e-4, atol=1e-4)


def test_greedy_decoding_is_the_likeliest_token_each_time_until_the_end() -> None:
    model = small("pre")
    model.output.bias.data[EOS] += 3
    source = np.random.default_rng(105).integers(3, 11, size=(9, 5))
    decoded = ours.greedy_decode(model, source, BOS, EOS, 8)
    lengths = set()
    for row, ids in zip(source, decoded, strict=True):
        target = [BOS]
        while len(target) < 9 and EOS not in target:
            target.append(int(model(row[None], np.array([target]))[0, -1].argmax()))
        assert ids == [i for i in target[1:] if i != EOS]
        assert ids == ours.beam_decode(model, row, BOS, EOS, 8, width=1)
        lengths.add(len(ids))
    assert len(lengths) > 1  # some ended early
    assert ours.greedy_decode(model, source, BOS, EOS, 0) == [[]] * 9


def test_a_wide_beam_finds_the_likeliest_target_and_ended_ones_do_not_pay_for_waiting() -> None:
    config = ours.TransformerConfig(**{**vars(SEQUENCES), "tgt_vocab_size": 4})
    model = ours.Transformer(config)
    for parameter in model.parameters():
        parameter.data *= 3
    source = np.array([3, 5, 4])

    def total(target: tuple[int, ...]) -> float:
        ended = target[: target.index(EOS) + 1] if EOS in target else target
        log_probs = ours.log_softmax(model(source[None], np.array([[BOS, *ended]]))[0])
        return float(sum(log_probs[t, i] for t, i in enumerate(ended)))

    best = max(np.ndindex(4, 4, 4), key=total)
    expected = list(best[: best.index(EOS)] if EOS in best else best)
    assert ours.beam_decode(model, source, BOS, EOS, 3, width=64) == expected


def test_the_transformer_learns_to_reverse() -> None:
    rng = np.random.default_rng(106)
    model = ours.Transformer(
        ours.TransformerConfig(13, 13, 32, 4, 1, 1, ffn_dim=64, max_position_embeddings=8, norm="pre")
    )
    optimizer = ours.Adam(model.parameters(), lr=5e-3)
    for _ in range(300):
        source = rng.integers(3, 13, size=(32, 4))
        target = np.concatenate([np.full((32, 1), BOS), source[:, ::-1], np.full((32, 1), EOS)], axis=1)
        logits = model(source, target[:, :-1])
        model.zero_grad()
        model.backward(ours.label_smoothing_loss_backward(logits, target[:, 1:]))
        optimizer.step()
    source = rng.integers(3, 13, size=(50, 4))
    decoded = ours.greedy_decode(model, source, BOS, EOS, 6)
    assert np.mean([ids == row[::-1].tolist() for ids, row in zip(decoded, source, strict=True)]) > 0.8


def test_a_sequence_that_is_too_long_or_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="the prompt is empty"):
        ours.generate(ours.GPT(GPT), [], 3, np.random.default_rng(0))
    with pytest.raises(ValueError, match="13 tokens is too long for 12 positions"):
        small("pre")(np.ones((1, 13), int), np.ones((1, 2), int))
