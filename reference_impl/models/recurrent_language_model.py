"""A recurrent language model: it reads a text token by token, and says what comes next."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from reference_impl.functional.log_softmax import log_softmax
from reference_impl.functional.sample import sample
from reference_impl.nn.embedding import Embedding
from reference_impl.nn.gru import GRU
from reference_impl.nn.linear import Linear
from reference_impl.nn.lstm import LSTM
from reference_impl.nn.module import Module
from reference_impl.nn.rnn import RNN

CELLS = {"rnn": RNN, "lstm": LSTM, "gru": GRU}


class RecurrentLanguageModel(Module):
    """An embedding, a recurrent layer, and a linear layer that scores every token of the vocabulary.

    logits_t = linear(h_t),  h_t from embedding(id_1), ..., embedding(id_t)

    Args:
        vocab_size: how many tokens there are, V.
        embedding_dim: numbers for each token.
        hidden_size: numbers in the hidden state.
        rng: source of randomness for the first weights.
        cell: the recurrent layer: "rnn", "lstm" or "gru".

    Attributes ``embedding``, ``rnn`` (whatever the cell) and ``linear``.

    Raises:
        ValueError: there is no such cell.

    Source: Mikolov et al. (2010), "Recurrent neural network based language model".
    """

    def __init__(
        self, vocab_size: int, embedding_dim: int, hidden_size: int, rng: np.random.Generator, cell: str = "lstm"
    ) -> None:
        """Make the three layers."""
        if cell not in CELLS:
            raise ValueError(f"there is no cell {cell!r}; choose one of {', '.join(CELLS)}")
        self.embedding = Embedding(vocab_size, embedding_dim, rng)
        self.rnn: Any = CELLS[cell](embedding_dim, hidden_size, rng)
        self.linear = Linear(hidden_size, vocab_size, rng)

    def forward(self, ids: np.ndarray) -> np.ndarray:
        """Map token ids (N, T) to logits (N, T, V): those at t say what stands at t + 1."""
        return self.linear(self.rnn(self.embedding(ids)))

    def backward(self, grad_logits: np.ndarray) -> None:
        """Add to all gradients; ids have none."""
        self.embedding.backward(self.rnn.backward(self.linear.backward(grad_logits)))

    def step(self, ids: np.ndarray, state: Any = None) -> tuple[np.ndarray, Any]:
        """Read one token for each text, ids (N,), with the state so far; return logits (N, V) and the new state."""
        h, state = self.rnn.step(self.embedding(ids), state)
        return self.linear(h), state

    def generate(
        self,
        prompt: Sequence[int],
        length: int,
        rng: np.random.Generator,
        temperature: float = 1.0,
        top_k: int | None = None,
        top_p: float | None = None,
    ) -> list[int]:
        """Continue a text: return the ids of the prompt, one at least, and ``length`` new ones, drawn by ``sample``."""
        if not len(prompt):
            raise ValueError("there is nothing to continue; begin with one id at least, such as <bos>")
        ids = [int(i) for i in prompt]
        state = None
        for token in ids:
            logits, state = self.step(np.array([token]), state)
        for _ in range(length):
            ids.append(int(sample(logits[0], rng, temperature, top_k, top_p)))
            logits, state = self.step(np.array(ids[-1:]), state)
        return ids

    def log_probs(self, ids: Sequence[int]) -> np.ndarray:
        """Return the log-probabilities (V,) of what comes after these ids: what ``beam_search`` asks for."""
        return log_softmax(self.forward(np.array([ids]))[0, -1])
