"""Dates: as people write them, and as machines do."""

from datetime import date

import numpy as np

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
FORMATS = (
    "{day} {month} {year}",
    "{day} {short} {year}",
    "{month} {day}, {year}",
    "{short} {day}, {year}",
    "{weekday}, {day} {month} {year}",
    "{weekday}, {month} {day}, {year}",
    "the {ordinal} of {month} {year}",
    "{month} {ordinal}, {year}",
    "{day}.{number}.{year}",
    "{number}/{day}/{year}",
    "{year}, {ordinal} of {month}",
)


def dates(
    n: int = 10_000, rng: np.random.Generator | None = None, first: int = 1900, last: int = 2099
) -> list[tuple[str, str]]:
    """Make pairs of a date in a human format and the same date in ISO 8601, to translate between.

    Each pair: "Saturday, 3 May 1997" beside "1997-05-03". Points part day.month.year, strokes month/day/year.

    Args:
        n: number of pairs.
        rng: source of randomness; without one the pairs are the same each time.
        first: the first year that occurs.
        last: the last year that occurs.

    Returns:
        Pairs (human, ISO); the second always has ten characters.

    Pitfall: numbers alone do not say which is the day; here the sign between them does.
    """
    rng = rng or np.random.default_rng(0)
    ordinals = rng.integers(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1, size=n)
    formats = rng.integers(len(FORMATS), size=n)
    days = [date.fromordinal(int(ordinal)) for ordinal in ordinals]
    return [(written(day, FORMATS[chosen]), day.isoformat()) for day, chosen in zip(days, formats, strict=True)]


def written(day: date, form: str) -> str:
    """Write a date in one of the formats."""
    month = MONTHS[day.month - 1]
    return form.format(
        day=day.day,
        ordinal=ordinal(day.day),
        number=day.month,
        month=month,
        short=month[:3],
        year=day.year,
        weekday=WEEKDAYS[day.weekday()],
    )


def ordinal(number: int) -> str:
    """Write a day of the month as 1st, 2nd, 3rd, 4th, 11th, …"""
    ending = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
