"""Generate: a GPT writes, one token after another."""

from collections.abc import Sequence

import numpy as np

from reference_impl.functional.beam_search import beam_search
from reference_impl.functional.log_softmax import log_softmax
from reference_impl.functional.sample import sample
from reference_impl.models.cached_gpt import CachedGPT
from reference_impl.models.gpt import GPT


def generate(
    model: GPT,
    prompt: "Sequence[int]",
    length: int,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """Continue a text: draw a token from the model's prediction, append it, ask again.

    id_{t+1} ~ softmax(logits_t / temperature), cut to the likeliest by ``top_k`` and ``top_p``

    Args:
        model: maps ids (1, T) to logits (1, T, V), at most ``model.config.n_positions`` at once.
        prompt: the ids that the text begins with, one at least.
        length: how many to add.
        rng: source of randomness.
        temperature: below 1 bolder, above 1 wilder; 0 takes the likeliest token each time.
        top_k: draw only from this many likeliest tokens.
        top_p: draw only from the likeliest tokens that together reach this probability.

    Returns:
        The ids of the prompt and ``length`` new ones.

    Raises:
        ValueError: the prompt is empty.

    Source: Holtzman et al. (2020), "The Curious Case of Neural Text Degeneration" (top_p).
    Pitfall: the text may outgrow the model's positions; only its end is then read.
    """
    predict = CachedGPT(model) if isinstance(model, GPT) else model
    ids = [int(i) for i in prompt]
    if not ids:
        raise ValueError("the prompt is empty; give at least one id, such as that of the token that begins a text")
    for _ in range(length):
        logits = predict(np.array([ids[-model.config.n_positions :]]))[0, -1]
        ids.append(int(sample(logits, rng, temperature, top_k, top_p)))
    return ids


def beam_generate(model: GPT, prompt: "Sequence[int]", length: int, width: int) -> list[int]:
    """Continue a text as a whole likely, by beam search.

    Args:
        model: maps ids (1, T) to logits (1, T, V), at most ``model.config.n_positions`` at once.
        prompt: the ids that the text begins with, one at least.
        length: how many to add.
        width: how many texts are kept at every step.

    Returns:
        The ids of the prompt and ``length`` new ones.

    Pitfall: the likeliest text is rarely the most human; with a wide beam it repeats itself.
    """

    def log_probs(ids: list[int]) -> np.ndarray:
        return log_softmax(model(np.array([ids[-model.config.n_positions :]]))[0, -1])

    return beam_search(log_probs, [int(i) for i in prompt], width, length)
