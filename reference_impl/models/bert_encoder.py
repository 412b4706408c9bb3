"""BertEncoder: BERT without a head, from ids to one row for each token."""

import numpy as np

from reference_impl.models.config import BertConfig
from reference_impl.nn.activations import GELU
from reference_impl.nn.bert_embeddings import BertEmbeddings
from reference_impl.nn.encoder_block import EncoderBlock
from reference_impl.nn.layer_norm import LayerNorm
from reference_impl.nn.module import Module
from reference_impl.nn.wide_attention import WideAttention


class BertEncoder(Module):
    """Embeddings, then blocks: every token's row comes to know its whole text, to the left and to the right.

    hidden = block_n(... block_2(block_1(embeddings(ids))))

    Args:
        config: the sizes.
        rng: source of randomness for the first weights.

    Attributes ``embeddings`` and ``layers``, a list of ``EncoderBlock`` with ``norm="post"``.

    Source: Devlin et al. (2019), "BERT: Pre-training of Deep Bidirectional Transformers", section 3.
    """

    def __init__(self, config: BertConfig, rng: np.random.Generator) -> None:
        """Make embeddings and blocks."""
        self.embeddings = BertEmbeddings(
            config.vocab_size,
            config.hidden_size,
            rng,
            config.max_position_embeddings,
            config.type_vocab_size,
            config.layer_norm_eps,
        )
        self.layers = [bert_block(config, rng) for _ in range(config.num_hidden_layers)]

    def forward(
        self, ids: np.ndarray, segments: np.ndarray | None = None, mask: np.ndarray | None = None
    ) -> np.ndarray:
        """Map token ids (N, T) to rows (N, T, D).

        ``segments`` (N, T) are segment ids; ``mask`` is boolean, (N, T) or (N, 1, 1, T), True where an id is real.
        """
        x = self.embeddings(ids, segments)
        if mask is not None:
            mask = mask.reshape(len(ids), 1, 1, ids.shape[1])
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def backward(self, grad_output: np.ndarray) -> None:
        """Add to all gradients; ids have none."""
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        self.embeddings.backward(grad_output)


def bert_block(config: BertConfig, rng: np.random.Generator) -> EncoderBlock:
    """Make one block of BERT: norms after, with BERT's epsilon; wide attention where the configuration asks for it."""
    width = config.hidden_size
    block = EncoderBlock(width, config.num_attention_heads, config.intermediate_size, rng, norm="post")
    block.norm1, block.norm2 = LayerNorm(width, config.layer_norm_eps), LayerNorm(width, config.layer_norm_eps)
    block.feed_forward.activation = GELU(config.gelu)
    if config.attention == "wide":
        block.self_attn = WideAttention(width, config.num_attention_heads, rng)
    return block
