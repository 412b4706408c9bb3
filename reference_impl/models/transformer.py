"""Transformer: an encoder reads one sequence, a decoder writes another."""

import numpy as np

from reference_impl.functional.masks import padding_mask
from reference_impl.functional.sinusoidal_encoding import sinusoidal_encoding
from reference_impl.models.config import TransformerConfig
from reference_impl.nn.decoder_block import DecoderBlock
from reference_impl.nn.embedding import Embedding
from reference_impl.nn.encoder_block import EncoderBlock
from reference_impl.nn.layer_norm import LayerNorm
from reference_impl.nn.linear import Linear
from reference_impl.nn.module import Module


class Transformer(Module):
    """The whole of "Attention Is All You Need": encoder, decoder, and logits of each next token.

    memory = encoder_norm(encoder(sqrt(D) * source_embedding[source] + positions)),
    logits = output(decoder_norm(decoder(sqrt(D) * target_embedding[target] + positions, memory)))

    Args:
        config: the sizes, and the seed of the first weights.

    Attributes ``config``, ``source_embedding``, ``target_embedding``, ``encoder`` (a list of ``EncoderBlock``),
    ``encoder_norm``, ``decoder`` (a list of ``DecoderBlock``), ``decoder_norm`` and ``output`` (a ``Linear``).

    Source: Vaswani et al. (2017), "Attention Is All You Need", section 3; the two last norms are torch's.
    Pitfall: every block of the decoder reads the memory, whose gradient is the sum of what they all send back.
    """

    def __init__(self, config: TransformerConfig) -> None:
        """Make both halves."""
        rng, width = np.random.default_rng(config.seed), config.d_model
        sizes = (width, config.num_attention_heads, config.ffn_dim, rng, config.norm)
        self.config = config
        self.source_embedding = Embedding(config.src_vocab_size, width, rng)
        self.target_embedding = Embedding(config.tgt_vocab_size, width, rng)
        for table in (self.source_embedding, self.target_embedding):
            table.weight.data *= width**-0.5  # after the scale by sqrt(D): as large as the positions
        self.positions = sinusoidal_encoding(config.max_position_embeddings, width)
        self.encoder = [EncoderBlock(*sizes) for _ in range(config.encoder_layers)]
        self.encoder_norm = LayerNorm(width)
        self.decoder = [DecoderBlock(*sizes) for _ in range(config.decoder_layers)]
        self.decoder_norm = LayerNorm(width)
        self.output = Linear(width, config.tgt_vocab_size, rng)

    def forward(self, source: np.ndarray, target: np.ndarray) -> np.ndarray:
        """Map source ids (N, S) and target ids (N, T) to logits (N, T, V): those at t say what stands at t + 1."""
        return self.decode(target, self.encode(source), source)

    def encode(self, source: np.ndarray) -> np.ndarray:
        """Map source ids (N, S) to the memory, (N, S, D)."""
        x = self.embed(self.source_embedding, source)
        mask = padding_mask(source, self.config.pad_token_id)
        for block in self.encoder:
            x = block(x, mask)
        return self.encoder_norm(x)

    def decode(self, target: np.ndarray, memory: np.ndarray, source: np.ndarray) -> np.ndarray:
        """Map target ids (N, T), the memory (N, S, D) and the source ids it is of (N, S) to logits (N, T, V)."""
        self.memory = memory
        x = self.embed(self.target_embedding, target)
        memory_mask = padding_mask(source, self.config.pad_token_id)
        for block in self.decoder:
            x = block(x, memory, memory_mask=memory_mask)
        return self.output(self.decoder_norm(x))

    def embed(self, table: Embedding, ids: np.ndarray) -> np.ndarray:
        """Map ids (N, T) to rows (N, T, D): what they are and where they stand."""
        length, longest = ids.shape[1], len(self.positions)
        if length > longest:
            raise ValueError(f"a sequence of {length} tokens is too long for {longest} positions; cut it")
        rows = table(ids) * self.config.d_model**0.5
        return rows + self.positions[:length].astype(rows.dtype)

    def backward(self, grad_logits: np.ndarray) -> None:
        """Add to all gradients; ids have none."""
        grad = self.decoder_norm.backward(self.output.backward(grad_logits))
        grad_memory = np.zeros_like(self.memory)
        for decoder_block in reversed(self.decoder):
            grad, grad_from_block = decoder_block.backward(grad)
            grad_memory += grad_from_block
        self.target_embedding.backward(grad * self.config.d_model**0.5)
        grad = self.encoder_norm.backward(grad_memory)
        for encoder_block in reversed(self.encoder):
            grad = encoder_block.backward(grad)
        self.source_embedding.backward(grad * self.config.d_model**0.5)
