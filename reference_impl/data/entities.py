"""Entities: a small corpus in which people, places and organisations are marked."""

import re

import numpy as np

from reference_impl.data.records import TaggedSentence

FIRST = "Anna Ben Clara David Elena Felix Grace Hugo Iris Jonas Kim Laura Marco Nina Oscar Priya".split()
LAST = "Adams Berg Costa Dubois Evans Fischer Garcia Huang Ito Jensen Kowalski Lopez Marsh Novak Okafor Page".split()
PLACES = (
    "Berlin Cairo Dublin Florence Geneva Helsinki Jordan Kenya Lisbon Madrid Oslo Paris Virginia Victoria "
    "New_York San_Francisco Cape_Town Sri_Lanka Rio_de_Janeiro Washington"
).split()
ORGANISATIONS = (
    "Acme Globex Initech Umbrella Fischer_&_Sons Berlin_Opera University_of_Geneva Bank_of_Kenya Page_Industries "
    "Oslo_Football_Club Northern_Rail Paris_Museum_of_Art Washington_Post Red_Cross"
).split()
TEMPLATES = (
    "{PER} works for {ORG} in {LOC} .",
    "{PER} flew from {LOC} to {LOC} on Monday .",
    "{ORG} said on Friday that {PER} would leave .",
    "The head of {ORG} , {PER} , was born in {LOC} .",
    "{ORG} opened an office in {LOC} .",
    "Shares of {ORG} fell after {ORG} bought a rival .",
    "It rained in {LOC} all week .",
    "Yesterday {PER} met {PER} in {LOC} .",
    "{PER} of {LOC} won the race .",
    "Has {PER} ever been to {LOC} ?",
    "Nobody at {ORG} could be reached .",
    "The weather was fine and the streets were full .",
    "{LOC} and {LOC} signed the treaty .",
    "A letter from {ORG} reached {PER} on Tuesday .",
)


def entities(n: int = 2000, rng: np.random.Generator | None = None) -> list[TaggedSentence]:
    """Make sentences in which every person (PER), place (LOC) and organisation (ORG) is tagged.

    Some words are one thing here and another there (Berlin and Berlin Opera, the people and the places called
    Jordan, Victoria or Fischer), so that a tagger has to look at their neighbours.

    Args:
        n: number of sentences.
        rng: source of randomness; without one the sentences are the same each time.

    Returns:
        Sentences of tokens and tags, in IOB2: O, B-PER, I-PER, B-LOC, I-LOC, B-ORG, I-ORG.
    """
    rng = rng or np.random.default_rng(0)
    return [fill(TEMPLATES[rng.integers(len(TEMPLATES))], rng) for _ in range(n)]


def fill(template: str, rng: np.random.Generator) -> TaggedSentence:
    """Put a name into each gap of a template, and tag its words."""
    tokens: list[str] = []
    tags: list[str] = []
    for word in template.split():
        gap = re.fullmatch(r"\{(\w+)\}", word)
        words = name(gap[1], rng) if gap else [word]
        tokens += words
        tags += [f"B-{gap[1]}"] + [f"I-{gap[1]}"] * (len(words) - 1) if gap else ["O"]
    return TaggedSentence(tuple(tokens), tuple(tags))


def name(kind: str, rng: np.random.Generator) -> list[str]:
    """Draw a name of one kind, as its words: half of the people go by one name only."""
    if kind == "PER":
        full = [str(rng.choice([*FIRST, "Jordan", "Victoria"])), str(rng.choice([*LAST, "Washington"]))]
        return full if rng.random() < 0.5 else [full[rng.integers(2)]]
    return str(rng.choice(PLACES if kind == "LOC" else ORGANISATIONS)).split("_")
