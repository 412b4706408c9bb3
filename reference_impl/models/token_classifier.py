"""TokenClassifier: one answer for every token, such as whether it is part of a name."""

import numpy as np

from reference_impl.models.bert_encoder import BertEncoder
from reference_impl.models.config import BertConfig
from reference_impl.models.normal_init import normal_init
from reference_impl.nn.linear import Linear
from reference_impl.nn.module import Module


class TokenClassifier(Module):
    """BERT's encoder, and a classifier on every row.

    logits = classifier(encoder(ids))

    Args:
        config: the sizes, ``num_labels``, and the seed of the first weights.

    Attributes ``config``, ``bert`` (a ``BertEncoder``) and ``classifier`` (a ``Linear``).

    Source: Devlin et al. (2019), "BERT: Pre-training of Deep Bidirectional Transformers", section 5.3.
    Pitfall: where words were cut into pieces, only the first piece of a word has a label; the others are -100.
    """

    def __init__(self, config: BertConfig) -> None:
        """Make encoder and classifier."""
        rng = np.random.default_rng(config.seed)
        self.config = config
        self.bert = BertEncoder(config, rng)
        self.classifier = Linear(config.hidden_size, config.num_labels, rng)
        normal_init(self, config.initializer_range, rng)

    def forward(
        self, ids: np.ndarray, segments: np.ndarray | None = None, mask: np.ndarray | None = None
    ) -> np.ndarray:
        """Map token ids (N, T), and what else ``BertEncoder`` takes, to logits (N, T, num_labels)."""
        return self.classifier(self.bert(ids, segments, mask))

    def backward(self, grad_logits: np.ndarray) -> None:
        """Add to all gradients; ids have none."""
        self.bert.backward(self.classifier.backward(grad_logits))
