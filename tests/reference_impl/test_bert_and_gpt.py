"""BERT, its classifiers and GPT, whole: torch with the same weights, finite differences, and learning."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

import reference_impl as ours

pytestmark = pytest.mark.filterwarnings("error")
torch.set_num_threads(1)

BERT = ours.BertConfig(
    vocab_size=13,
    hidden_size=6,
    num_hidden_layers=2,
    num_attention_heads=2,
    intermediate_size=7,
    max_position_embeddings=9,
    num_labels=3,
    initializer_range=0.4,
)
WIDE = ours.BertConfig(**{**vars(BERT), "attention": "wide", "classifier_pooling": "mean"})
GPT = ours.GPTConfig(vocab_size=13, n_positions=9, n_embd=6, n_layer=2, n_head=3, n_inner=7, initializer_range=0.4)
SEQUENCES = ours.TransformerConfig(
    src_vocab_size=11,
    tgt_vocab_size=13,
    d_model=6,
    num_attention_heads=2,
    encoder_layers=2,
    decoder_layers=2,
    ffn_dim=7,
    max_position_embeddings=9,
)


def in_double(model: Any) -> Any:
    for parameter in model.parameters():
        parameter.data = parameter.data.astype(np.float64)
        parameter.grad = np.zeros_like(parameter.data)
    return model


def inputs(rng: np.random.Generator) -> dict[str, np.ndarray]:
    ids = rng.integers(1, 13, size=(3, 5))
    mask = np.arange(5) < np.array([[5], [3], [1]])
    return {"ids": ids, "segments": rng.integers(2, size=ids.shape), "mask": mask}


MODELS: dict[str, Callable[[], Any]] = {
    "BERT": lambda: ours.BERT(BERT),
    "BERT, tanh": lambda: ours.BERT(ours.BertConfig(**{**vars(BERT), "hidden_act": "gelu_new"})),
    "BERT, wide": lambda: ours.BERT(WIDE),
    "BertForPreTraining": lambda: ours.BertForPreTraining(BERT),
    "SequenceClassifier": lambda: ours.SequenceClassifier(BERT),
    "SequenceClassifier, wide, mean": lambda: ours.SequenceClassifier(WIDE),
    "TokenClassifier": lambda: ours.TokenClassifier(BERT),
    "GPT": lambda: ours.GPT(GPT),
    "Transformer": lambda: ours.Transformer(SEQUENCES),
    "Transformer, pre": lambda: ours.Transformer(ours.TransformerConfig(**{**vars(SEQUENCES), "norm": "pre"})),
}


def run(model: Any, rng: np.random.Generator) -> Any:
    given = inputs(rng)
    if isinstance(model, ours.Transformer):
        source = np.where(given["mask"], given["ids"] % 11, 0)
        return model(source, given["ids"][:, :4])
    return model(given["ids"]) if isinstance(model, ours.GPT) else model(**given)


@pytest.mark.parametrize("name", MODELS)
def test_every_gradient_is_that_of_finite_differences(name: str) -> None:
    model = in_double(MODELS[name]())
    outputs = run(model, np.random.default_rng(91))
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    rng = np.random.default_rng(92)
    upstream = [rng.normal(size=output.shape) for output in outputs]
    assert model.backward(*upstream) is None

    def loss() -> float:
        outputs = run(model, np.random.default_rng(91))
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        return float(sum((grad * output).sum() for grad, output in zip(upstream, outputs, strict=True)))

    for path, parameter in model.named_parameters():
        direction, original = rng.normal(size=parameter.data.shape), parameter.data
        losses = []
        for step in (1e-6, -1e-6):
            parameter.data = original + step * direction
            losses.append(loss())
        parameter.data = original
        slope = (losses[0] - losses[1]) / 2e-6
        assert (parameter.grad * direction).sum() == pytest.approx(slope, rel=1e-5, abs=1e-6), path


class TorchBert(nn.Module):
    def __init__(self, model: Any) -> None:
        super().__init__()
        layers = [nn.TransformerEncoderLayer(6, 2, 7, 0.0, "gelu", 1e-12, batch_first=True) for _ in range(2)]
        self.layers = nn.ModuleList(layers).double()
        for layer, block in zip(layers, model.bert.layers, strict=True):
            layer.load_state_dict({name: torch.tensor(array) for name, array in ours.to_torch(block).items()})
        own = {name.replace(".", "_"): array for name, array in model.state_dict().items() if "layers" not in name}
        self.own = nn.ParameterDict({name: nn.Parameter(torch.tensor(array)) for name, array in own.items()})

    def forward(self, ids: torch.Tensor, segments: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        own, table = self.own, self.own["bert_embeddings_word_embeddings_weight"]
        x = table[ids] + own["bert_embeddings_position_embeddings_weight"][: ids.shape[1]]
        x = x + own["bert_embeddings_token_type_embeddings_weight"][segments]
        x = F.layer_norm(x, (6,), own["bert_embeddings_norm_weight"], own["bert_embeddings_norm_bias"], 1e-12)
        for layer in self.layers:
            x = layer(x, src_key_padding_mask=~mask)
        x = F.gelu(F.linear(x, own["transform_0_weight"], own["transform_0_bias"]))
        x = F.layer_norm(x, (6,), own["transform_2_weight"], own["transform_2_bias"], 1e-12)
        return F.linear(x, table, own["bias"])


def test_bert_and_its_gradients_are_torchs() -> None:
    rng = np.random.default_rng(93)
    model = in_double(ours.BERT(BERT))
    twin, given = TorchBert(model), inputs(rng)
    labels = np.where(rng.random(given["ids"].shape) < 0.5, given["ids"], -100)
    logits = model(**given)
    model.backward(ours.cross_entropy_backward(logits, labels))
    expected = twin(*(torch.tensor(array) for array in given.values()))
    np.testing.assert_allclose(logits, expected.detach(), rtol=1e-9, atol=1e-10)
    F.cross_entropy(expected.reshape(-1, 13), torch.tensor(labels).reshape(-1)).backward()
    for name, parameter in model.named_parameters():
        if "layers" not in name:
            gradient = twin.own[name.replace(".", "_")].grad
            np.testing.assert_allclose(parameter.grad, gradient, rtol=1e-8, atol=1e-10, err_msg=name)
    for layer, block in zip(twin.layers, model.bert.layers, strict=True):
        gradient = layer.linear1.weight.grad
        np.testing.assert_allclose(block.feed_forward.linear1.weight.grad, gradient, rtol=1e-8, atol=1e-10)


def test_gpt_is_torchs_encoder_under_a_causal_mask() -> None:
    model, ids = in_double(ours.GPT(GPT)), np.random.default_rng(94).integers(13, size=(3, 7))
    state = {name: torch.tensor(array) for name, array in model.state_dict().items()}
    x = state["token_embedding.weight"][torch.tensor(ids)] + state["position_embedding.weight"][:7]
    for block in model.layers:
        layer = nn.TransformerEncoderLayer(6, 3, 7, 0.0, "gelu", batch_first=True, norm_first=True).double()
        layer.load_state_dict({name: torch.tensor(array) for name, array in ours.to_torch(block).items()})
        x = layer(x, src_mask=torch.tensor(~ours.causal_mask(7)))
    logits = F.layer_norm(x, (6,), state["norm.weight"], state["norm.bias"]) @ state["token_embedding.weight"].T
    np.testing.assert_allclose(model(ids), logits.detach(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", MODELS)
def test_models_are_float32_and_come_again_from_their_seed(name: str) -> None:
    model, again = MODELS[name](), MODELS[name]()
    for array, other in zip(model.state_dict().values(), again.state_dict().values(), strict=True):
        np.testing.assert_array_equal(array, other)
    outputs = run(model, np.random.default_rng(95))
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    assert {output.dtype for output in outputs} == {np.dtype(np.float32)}
    model.backward(*outputs)
    assert {parameter.grad.dtype for parameter in model.parameters()} == {np.dtype(np.float32)}


def test_a_model_begins_by_knowing_nothing() -> None:
    bert = ours.BERT(ours.BertConfig(vocab_size=500, hidden_size=32, num_hidden_layers=2, num_attention_heads=4))
    gpt = ours.GPT(ours.GPTConfig(vocab_size=500, n_positions=16, n_embd=32, n_layer=2, n_head=4))
    ids = np.random.default_rng(96).integers(500, size=(4, 16))
    for model in (bert, gpt):
        assert ours.cross_entropy(model(ids), np.roll(ids, 1)) == pytest.approx(np.log(500), rel=0.02)
        matrices = [parameter.data for parameter in model.parameters() if parameter.data.ndim > 1]
        assert 0.008 < np.mean([matrix.std() for matrix in matrices]) < 0.021


def test_padding_changes_nothing_and_is_given_in_either_form() -> None:
    rng = np.random.default_rng(97)
    ids, mask = ours.pad_batch([[5, 6, 7], [8, 9, 10, 11, 12]], pad_id=0)
    for model in (ours.BERT(BERT), ours.BERT(WIDE), ours.TokenClassifier(BERT)):
        alone = model(ids[:1, :3])
        np.testing.assert_allclose(model(ids, mask=mask)[:1, :3], alone, atol=1e-5)
        np.testing.assert_array_equal(model(ids, mask=ours.padding_mask(ids, 0)), model(ids, mask=mask))
    for config in (BERT, WIDE):
        classifier = ours.SequenceClassifier(config)
        np.testing.assert_allclose(classifier(ids, mask=mask)[0], classifier(ids[:1, :3])[0], atol=1e-5)
    vectors = ours.sentence_embeddings(ours.BertEncoder(BERT, rng), ids, mask)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)


@pytest.mark.parametrize("config", [BERT, WIDE], ids=["narrow, first token", "wide, mean"])
def test_a_sequence_classifier_learns_which_token_is_more_frequent(config: ours.BertConfig) -> None:
    rng = np.random.default_rng(98)
    ids = rng.integers(1, 3, size=(64, 7))
    ids = np.concatenate([np.full((64, 1), 3), ids], axis=1)
    labels = ((ids == 1).sum(1) > 3).astype(int)
    model = ours.SequenceClassifier(ours.BertConfig(**{**vars(config), "hidden_size": 16, "initializer_range": 0.1}))
    optimizer = ours.Adam(model.parameters(), lr=3e-3)
    for _ in range(120):
        logits = model(ids)
        model.zero_grad()
        model.backward(ours.cross_entropy_backward(logits, labels))
        optimizer.step()
    assert ours.accuracy(model(ids), labels) > 0.95


@pytest.mark.parametrize("shape", [(0, 5), (1, 1), (2, 1), (2, 0), (0, 0)])
def test_empty_batches_and_short_texts_pass_through(shape: tuple[int, int]) -> None:
    ids, mask = np.ones(shape, int), np.ones(shape, bool)
    for model in (ours.BERT(BERT), ours.TokenClassifier(WIDE), ours.GPT(GPT), ours.SequenceClassifier(WIDE)):
        logits = model(ids) if isinstance(model, ours.GPT) else model(ids, mask=mask)
        assert logits.shape[0] == shape[0] and np.isfinite(logits).all()
        model.backward(np.ones_like(logits))


def test_what_does_not_fit_is_refused_with_a_reason() -> None:
    with pytest.raises(ValueError, match='"cls" or "mean", not \'max\''):
        ours.SequenceClassifier(ours.BertConfig(classifier_pooling="max"))
    with pytest.raises(ValueError, match="'relu' is not built in"):
        ours.BERT(ours.BertConfig(**{**vars(BERT), "hidden_act": "relu"}))
    with pytest.raises(ValueError, match="10 tokens is too long for 9 positions"):
        ours.GPT(GPT)(np.zeros((1, 10), int))


def test_a_configuration_is_read_from_a_file_of_hugging_face(tmp_path: Any) -> None:
    path = tmp_path / "config.json"
    path.write_text('{"model_type": "bert", "hidden_size": 384, "num_attention_heads": 6, "architectures": ["X"]}')
    config = ours.BertConfig.from_json(path)
    assert (config.hidden_size, config.num_attention_heads, config.vocab_size) == (384, 6, 30522)
    GPT.to_json(path)
    assert ours.GPTConfig.from_json(path) == GPT
