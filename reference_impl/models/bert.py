"""BERT: a Transformer that learns language by filling in what was hidden."""

import numpy as np

from reference_impl.functional.linear import linear, linear_backward
from reference_impl.models.bert_encoder import BertEncoder
from reference_impl.models.config import BertConfig
from reference_impl.models.normal_init import normal_init
from reference_impl.nn.activations import GELU, Tanh
from reference_impl.nn.layer_norm import LayerNorm
from reference_impl.nn.linear import Linear
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter
from reference_impl.nn.sequential import Sequential


class BERT(Module):
    """The encoder, and a head that says of every position which token it holds, or held.

    logits = transform(encoder(ids)) @ word_embeddings.T + bias,  transform = norm(gelu(linear))

    Args:
        config: the sizes, and the seed of the first weights.

    Attributes ``config``, ``bert`` (a ``BertEncoder``), ``transform`` (a ``Sequential``) and ``bias`` (V,).

    Source: Devlin et al. (2019), "BERT: Pre-training of Deep Bidirectional Transformers", section 3.1.
    Pitfall: the table of words is used at both ends, and gets a gradient from both.
    """

    def __init__(self, config: BertConfig) -> None:
        """Make encoder and head; the output layer is the table of words itself."""
        rng, width = np.random.default_rng(config.seed), config.hidden_size
        self.config = config
        self.bert = BertEncoder(config, rng)
        self.transform = Sequential(
            Linear(width, width, rng),
            GELU(config.gelu),
            LayerNorm(width, config.layer_norm_eps),
        )
        self.bias = Parameter(np.zeros(config.vocab_size, np.float32))
        normal_init(self, config.initializer_range, rng)

    def forward(
        self, ids: np.ndarray, segments: np.ndarray | None = None, mask: np.ndarray | None = None
    ) -> np.ndarray:
        """Map token ids (N, T), and what else ``BertEncoder`` takes, to logits (N, T, V)."""
        self.hidden = self.bert(ids, segments, mask)
        self.features = self.transform(self.hidden)
        return linear(self.features, self.bert.embeddings.word_embeddings.weight.data, self.bias.data)

    def backward(self, grad_logits: np.ndarray) -> None:
        """Add to all gradients; ids have none."""
        self.bert.backward(self.head_backward(grad_logits))

    def head_backward(self, grad_logits: np.ndarray) -> np.ndarray:
        """Add to the gradients of the head and of the table; return that of the encoder's output, (N, T, D)."""
        table = self.bert.embeddings.word_embeddings.weight
        grad_features, grad_table, grad_bias = linear_backward(grad_logits, self.features, table.data)
        table.grad += grad_table
        self.bias.grad += grad_bias
        return self.transform.backward(grad_features)


class BertForPreTraining(Module):
    """BERT with its second head, which says whether the second sentence follows the first.

    next_logits = next_sentence(pooler(hidden_0)),  pooler = tanh(linear),  hidden_0 the row of the first token, [CLS]

    Args:
        config: the sizes, and the seed of the first weights.

    Attributes ``masked`` (a ``BERT``), ``pooler`` (a ``Sequential``) and ``next_sentence`` (a ``Linear``).

    Source: Devlin et al. (2019), "BERT: Pre-training of Deep Bidirectional Transformers", section 3.1.
    """

    def __init__(self, config: BertConfig) -> None:
        """Make BERT and the second head."""
        rng, width = np.random.default_rng([config.seed, 1]), config.hidden_size
        self.config = config
        self.masked = BERT(config)
        self.pooler = Sequential(Linear(width, width, rng), Tanh())
        self.next_sentence = Linear(width, 2, rng)
        normal_init(self.pooler, config.initializer_range, rng)
        normal_init(self.next_sentence, config.initializer_range, rng)

    def forward(
        self, ids: np.ndarray, segments: np.ndarray | None = None, mask: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Map token ids (N, T) to logits of words (N, T, V) and logits of "follows" and "does not", (N, 2)."""
        word_logits = self.masked(ids, segments, mask)
        return word_logits, self.next_sentence(self.pooler(self.masked.hidden[:, 0]))

    def backward(self, grad_words: np.ndarray, grad_next: np.ndarray) -> None:
        """Take the gradients of both logits, (N, T, V) and (N, 2), and add to all gradients."""
        grad_hidden = self.masked.head_backward(grad_words)
        grad_hidden[:, 0] += self.pooler.backward(self.next_sentence.backward(grad_next))
        self.masked.bert.backward(grad_hidden)
