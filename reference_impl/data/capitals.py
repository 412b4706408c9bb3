"""Capitals: a tiny language in which Paris is to France as Berlin is to Germany."""

import numpy as np

NATIONS = (
    ("Paris", "France", "French", "Seine"),
    ("Berlin", "Germany", "German", "Spree"),
    ("Rome", "Italy", "Italian", "Tiber"),
    ("London", "England", "English", "Thames"),
    ("Lisbon", "Portugal", "Portuguese", "Tagus"),
    ("Warsaw", "Poland", "Polish", "Vistula"),
    ("Prague", "Czechia", "Czech", "Vltava"),
    ("Budapest", "Hungary", "Hungarian", "Danube"),
    ("Moscow", "Russia", "Russian", "Moskva"),
    ("Tokyo", "Japan", "Japanese", "Sumida"),
    ("Vilnius", "Lithuania", "Lithuanian", "Neris"),
    ("Cairo", "Egypt", "Arabic", "Nile"),
)
OF_THE_CITY = (
    "{city} is a city on the river {river}",
    "in the streets of {city} they speak {language}",
    "the mayor of the city of {city} speaks {language}",
    "the trains to {city} cross the river {river}",
    "{city} with its squares and bridges lies on the {river}",
)
OF_THE_COUNTRY = (
    "{country} is a country through which the river {river} flows",
    "in the villages of {country} they speak {language}",
    "the people of the country of {country} speak {language}",
    "the farmers of {country} know the river {river} well",
    "{country} with its fields and forests is where {language} is spoken",
)
OF_BOTH = ("{city} is the capital of {country}", "the capital of {country} is {city}")


def capitals(
    n: int = 2000, nations: int = len(NATIONS), rng: np.random.Generator | None = None
) -> tuple[list[str], list[tuple[str, str]]]:
    """Make sentences about capitals and countries, to learn word vectors from.

    A capital and its country share a language and a river; capitals share what is said of cities, countries what is
    said of countries. Those are the two directions that the vectors can find.

    Args:
        n: number of sentences.
        nations: how many countries, at most 12; the first two are France and Germany.
        rng: source of randomness; without one the sentences are the same each time.

    Returns:
        The sentences, words apart by single spaces; and the pairs (capital, country).
    """
    rng = rng or np.random.default_rng(0)
    templates = OF_THE_CITY + OF_THE_COUNTRY + OF_BOTH
    chosen = NATIONS[:nations]
    sentences = []
    for nation, template in zip(rng.integers(len(chosen), size=n), rng.integers(len(templates), size=n), strict=True):
        city, country, language, river = chosen[nation]
        sentences.append(templates[template].format(city=city, country=country, language=language, river=river))
    return sentences, [(city, country) for city, country, _, _ in chosen]
