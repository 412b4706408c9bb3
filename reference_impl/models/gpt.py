"""GPT: a Transformer that says what comes next."""

import numpy as np

from reference_impl.functional.linear import linear, linear_backward
from reference_impl.functional.masks import causal_mask
from reference_impl.models.config import GPTConfig
from reference_impl.models.normal_init import normal_init
from reference_impl.nn.activations import GELU
from reference_impl.nn.embedding import Embedding
from reference_impl.nn.encoder_block import EncoderBlock
from reference_impl.nn.layer_norm import LayerNorm
from reference_impl.nn.module import Module


class GPT(Module):
    """Embeddings, blocks under a causal mask, a last norm, and the table of words as output layer.

    logits = norm(block_n(... block_1(token_embedding[ids] + position_embedding))) @ token_embedding.T

    Args:
        config: the sizes, and the seed of the first weights.

    Attributes ``config``, ``token_embedding``, ``position_embedding``, ``layers`` (a list of ``EncoderBlock`` with
    ``norm="pre"``) and ``norm``.

    Source: Radford et al. (2019), "Language Models are Unsupervised Multitask Learners", section 2.3.
    Pitfall: without the causal mask the loss falls fast, and the model has learned to look ahead.
    """

    def __init__(self, config: GPTConfig) -> None:
        """Make embeddings, blocks and norm."""
        rng, width = np.random.default_rng(config.seed), config.n_embd
        self.config = config
        self.token_embedding = Embedding(config.vocab_size, width, rng)
        self.position_embedding = Embedding(config.n_positions, width, rng)
        self.layers = [gpt_block(config, rng) for _ in range(config.n_layer)]
        self.norm = LayerNorm(width, config.layer_norm_epsilon)
        normal_init(self, config.initializer_range, rng)
        # Every block adds twice to the road around: kept small, so that the sum of all does not grow with the depth.
        for block in self.layers:
            for last in (block.self_attn.out_proj, block.feed_forward.linear2):
                last.weight.data *= (2 * config.n_layer) ** -0.5

    def forward(self, ids: np.ndarray) -> np.ndarray:
        """Map token ids (N, T) to logits (N, T, V): those at t say what stands at t + 1."""
        length = ids.shape[1]
        if length > self.config.n_positions:
            raise ValueError(f"a text of {length} tokens is too long for {self.config.n_positions} positions; cut it")
        x = self.token_embedding(ids) + self.position_embedding(np.arange(length))
        mask = causal_mask(length)
        for block in self.layers:
            x = block(x, mask)
        self.features = self.norm(x)
        return linear(self.features, self.token_embedding.weight.data)

    def backward(self, grad_logits: np.ndarray) -> None:
        """Add to all gradients; ids have none."""
        table = self.token_embedding.weight
        grad, grad_table, _ = linear_backward(grad_logits, self.features, table.data)
        table.grad += grad_table
        grad = self.norm.backward(grad)
        for block in reversed(self.layers):
            grad = block.backward(grad)
        self.token_embedding.backward(grad)
        self.position_embedding.backward(grad.sum(axis=0))


def gpt_block(config: GPTConfig, rng: np.random.Generator) -> EncoderBlock:
    """Make one block of GPT: norms before, and the form of GELU that the configuration asks for."""
    width = config.n_embd
    block = EncoderBlock(width, config.n_head, config.n_inner or 4 * width, rng, norm="pre")
    block.norm1, block.norm2 = LayerNorm(width, config.layer_norm_epsilon), LayerNorm(width, config.layer_norm_epsilon)
    block.feed_forward.activation = GELU(config.gelu)
    return block
