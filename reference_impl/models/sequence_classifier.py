"""SequenceClassifier: one answer for a whole text, or for a pair of texts."""

import numpy as np

from reference_impl.functional.mean_pool import mean_pool, mean_pool_backward
from reference_impl.models.bert_encoder import BertEncoder
from reference_impl.models.config import BertConfig
from reference_impl.models.normal_init import normal_init
from reference_impl.nn.activations import Tanh
from reference_impl.nn.linear import Linear
from reference_impl.nn.module import Module
from reference_impl.nn.sequential import Sequential


class SequenceClassifier(Module):
    """BERT's encoder, its rows made one, and a classifier on that.

    logits = classifier(pooler(row)),  pooler = tanh(linear),
    row = that of the first token, or the mean of all real ones, as ``config.classifier_pooling`` says

    Args:
        config: the sizes, ``num_labels``, ``classifier_pooling``, ``attention``, and the seed of the first weights.

    Attributes ``config``, ``bert`` (a ``BertEncoder``), ``pooler`` (a ``Sequential``), ``classifier`` (a ``Linear``).

    Raises:
        ValueError: ``classifier_pooling`` is neither ``"cls"`` nor ``"mean"``.

    Source: Devlin et al. (2019), "BERT: Pre-training of Deep Bidirectional Transformers", section 4.1.
    Pitfall: a pair is one sequence, its halves told apart by their segments.
    """

    def __init__(self, config: BertConfig) -> None:
        """Make encoder, pooler and classifier."""
        if config.classifier_pooling not in ("cls", "mean"):
            raise ValueError(f'classifier_pooling is "cls" or "mean", not {config.classifier_pooling!r}')
        rng, width = np.random.default_rng(config.seed), config.hidden_size
        self.config = config
        self.bert = BertEncoder(config, rng)
        self.pooler = Sequential(Linear(width, width, rng), Tanh())
        self.classifier = Linear(width, config.num_labels, rng)
        normal_init(self, config.initializer_range, rng)

    def forward(
        self, ids: np.ndarray, segments: np.ndarray | None = None, mask: np.ndarray | None = None
    ) -> np.ndarray:
        """Map token ids (N, T), and what else ``BertEncoder`` takes, to logits (N, num_labels)."""
        hidden = self.bert(ids, segments, mask)
        self.counted = np.ones(ids.shape, bool) if mask is None else mask.reshape(ids.shape)
        if self.config.classifier_pooling == "cls":
            self.counted = np.zeros(ids.shape, bool)
            self.counted[:, 0] = True
        return self.classifier(self.pooler(mean_pool(hidden, self.counted)))

    def backward(self, grad_logits: np.ndarray) -> None:
        """Add to all gradients; ids have none."""
        grad_row = self.pooler.backward(self.classifier.backward(grad_logits))
        self.bert.backward(mean_pool_backward(grad_row, self.counted))
