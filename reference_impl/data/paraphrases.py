"""Paraphrases: pairs of questions that ask the same thing, or only look as if they did."""

import numpy as np

from reference_impl.data.records import QuestionPair

THINGS = (
    "the guitar, chess, Spanish, juggling, the piano, swimming, linear algebra, Python, cooking, drawing, statistics, "
    "photography, Japanese, poker, gardening, the violin"
).split(", ")
INTENTS = (  # each row: ways to ask one thing
    (
        "How can I learn {thing}?",
        "What is the best way to learn {thing}?",
        "How do I get started with {thing}?",
        "How should a beginner approach {thing}?",
    ),
    (
        "How long does it take to learn {thing}?",
        "How many years does one need for {thing}?",
        "In what time can a beginner master {thing}?",
    ),
    (
        "Is it hard to learn {thing}?",
        "How difficult is {thing} for a beginner?",
        "Would you say that {thing} is easy?",
    ),
    ("Why should I learn {thing}?", "What are the benefits of {thing}?", "What is {thing} good for?"),
    ("Where can I find a teacher for {thing}?", "Who gives lessons in {thing}?", "Who can teach me {thing}?"),
    ("Do I need a teacher to learn {thing}?", "Can one learn {thing} without lessons?"),
)


def paraphrases(n: int = 2000, rng: np.random.Generator | None = None) -> list[QuestionPair]:
    """Make pairs of questions, half of them paraphrases of each other.

    The other half is hard: something else is asked about the same thing, or the same about another thing.

    Args:
        n: number of pairs.
        rng: source of randomness; without one the pairs are the same each time.

    Returns:
        Pairs of different questions, and their labels: 1 where they ask the same thing; in random order.
    """
    rng = rng or np.random.default_rng(0)
    return [pair(int(label), rng) for label in rng.permutation(np.arange(n) % 2)]


def pair(label: int, rng: np.random.Generator) -> QuestionPair:
    """Draw one pair of the wanted label."""
    intent, other_intent = rng.choice(len(INTENTS), size=2, replace=False)
    thing, other_thing = (THINGS[i] for i in rng.choice(len(THINGS), size=2, replace=False))
    if label:
        one, two = rng.choice(len(INTENTS[intent]), size=2, replace=False)
        return QuestionPair(INTENTS[intent][one].format(thing=thing), INTENTS[intent][two].format(thing=thing), 1)
    first = ask(intent, thing, rng)
    second = ask(other_intent, thing, rng) if rng.random() < 0.5 else ask(intent, other_thing, rng)
    return QuestionPair(first, second, 0)


def ask(intent: int, thing: str, rng: np.random.Generator) -> str:
    """Ask one thing in one of its ways."""
    ways = INTENTS[intent]
    return ways[rng.integers(len(ways))].format(thing=thing)
