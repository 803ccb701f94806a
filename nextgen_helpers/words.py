"""How numbers, names and days are said in a sentence: rounded as far as a reader needs, never more exact than they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

_SAME_PERCENT = 0.5


def about(number: float) -> str:
    """Say a count with three significant digits.

    >>> about(1651334), about(186475), about(4367), about(740)
    ('1.65 million', '186,000', '4,370', '740')
    """
    if abs(number) >= 999_500:  # noqa: PLR2004
        return f"{number / 1e6:.3g} million"
    if abs(number) < 1000:  # noqa: PLR2004
        return f"{number:,.0f}"
    digits = 2 - math.floor(math.log10(abs(number)))
    return f"{round(number, digits):,.0f}"


def money(dollars: float) -> str:
    """Say a yearly pay, rounded to a hundred dollars.

    >>> money(64860.4)
    '$64,900'
    """
    return f"${round(dollars, -2):,.0f}"


def percent(value: float) -> str:
    """Say a percentage without sign: one decimal below ten, none above.

    >>> percent(-4.45), percent(20.96), percent(0.04)
    ('4.5%', '21%', 'less than 0.1%')
    """
    size = abs(value)
    if 0 < size < 0.05:  # noqa: PLR2004
        return "less than 0.1%"
    return f"{size:.1f}%" if size < 9.95 else f"{size:,.0f}%"  # noqa: PLR2004


def part(value: float) -> str:
    """Say a part of a whole, in percent; only a whole is 100%.

    >>> part(99.8), part(100.0), part(64.7), part(0.0)
    ('more than 99%', '100%', '65%', '0%')
    """
    if value == 0:
        return "0%"
    return "more than 99%" if 99 < value < 100 else percent(value)  # noqa: PLR2004


def against(value: float, other: str) -> str:
    """Say how far something lies above or below something else.

    >>> against(20.96, "the nation's average"), against(-0.2, "Texas's average")
    ("21% above the nation's average", "about the same as Texas's average")
    """
    if abs(value) < _SAME_PERCENT:
        return f"about the same as {other}"
    return f"{percent(value)} {'above' if value > 0 else 'below'} {other}"


def moved(value: float) -> str:
    """Say a change in percent.

    >>> moved(2.64), moved(-7.34), moved(0.01)
    ('grew by 2.6%', 'fell by 7.3%', 'stayed the same')
    """
    if abs(value) < 0.05:  # noqa: PLR2004
        return "stayed the same"
    return f"{'grew' if value > 0 else 'fell'} by {percent(value)}"


def times(quotient: float) -> str:
    """Say a location quotient.

    >>> times(1.71), times(12.3), times(0.98), times(0.4)
    ('1.7 times', '12 times', 'about the same as', '0.4 times')
    """
    if 0.95 <= quotient < 1.05:  # noqa: PLR2004
        return "about the same as"
    return f"{quotient:.1f} times" if quotient < 9.95 else f"{quotient:.0f} times"  # noqa: PLR2004


def joined(words: Sequence[str], most: int | None = None) -> str:
    """Join words for a sentence, with semicolons where a word has commas of its own.

    most : how many are named; the rest is counted. None names all.

    >>> joined(["a", "b", "c"]), joined(["a"]), joined(["a", "b", "c"], 1)
    ('a, b and c', 'a', 'a and 2 more')
    >>> joined(["mining, oil & gas", "utilities"])
    'mining, oil & gas; and utilities'
    >>> joined(["food and drink", "real estate", "3 more"])
    'food and drink; real estate; and 3 more'
    """
    words = _cut(words, most)
    if len(words) > 1 and any("," in word or " and " in word or " & " in word for word in words):
        return f"{'; '.join(words[:-1])}; and {words[-1]}"
    return listed(words)


def listed(names: Sequence[str]) -> str:
    """Write all names as a list in a sentence, with commas also where a name has some.

    >>> listed(["Ann", "Ben", "Cleo"]), listed(["Ann"])
    ('Ann, Ben and Cleo', 'Ann')
    """
    return "".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} and {names[-1]}"  # noqa: PLR2004


def some(names: Sequence[str], most: int = 6) -> str:
    """Write names as a list in a sentence; from the seventh on, they are counted only.

    >>> some(["Ann", "Ben", "Cleo"], 1), some(["Ann", "Ben"])
    ('Ann and 2 more', 'Ann and Ben')
    """
    return listed(_cut(names, most))


def _cut(names: Sequence[str], most: int | None) -> Sequence[str]:
    """Put a count in the place of the names that are too many."""
    return names if most is None or len(names) <= most else [*names[:most], f"{len(names) - most} more"]


def folded(name: object) -> str:
    """Write a name as it is compared: capitals and spaces make no other name.

    >>> folded(" Farm  bureau"), folded(None)
    ('farm bureau', '')
    """
    return " ".join(str(name or "").casefold().split())


def spelled_once(names: Sequence[str]) -> dict[str, str]:
    """Give for every spelling of a name its first: capitals and spaces make no other name.

    >>> spelled_once(["River College", " river  college", "Board"])
    {'River College': 'River College', ' river  college': 'River College', 'Board': 'Board'}
    """
    first: dict[str, str] = {}
    return {name: first.setdefault(folded(name), name) for name in names}


def in_sentence(title: str) -> str:
    """Write an industry's title as it stands inside a sentence.

    >>> in_sentence("Health care & social assistance")
    'health care & social assistance'
    >>> in_sentence("HVAC and commercial refrigeration equipment")
    'HVAC and commercial refrigeration equipment'
    """
    if title[1:2].isupper():
        return title
    return title[:1].lower() + title[1:]


def plural(count: int, one: str, many: str | None = None) -> str:
    """Say a count with its noun.

    >>> plural(1, "county", "counties"), plural(26, "county", "counties"), plural(0, "job")
    ('1 county', '26 counties', '0 jobs')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Begin with a capital letter.

    >>> capital("more than 99% of the jobs")
    'More than 99% of the jobs'
    """
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """End a sentence with one stop, also where its last word is abbreviated.

    >>> sentence("It is wood product mfg."), sentence("It is retail trade")
    ('It is wood product mfg.', 'It is retail trade.')
    """
    return text if text.endswith(".") else f"{text}."


def those(*sentences: object) -> tuple[str, ...]:
    """Give the sentences that hold: one that is said under a condition stands behind it and ``and``.

    >>> counties, gaps = 1, []
    >>> those("Always said.", counties == 1 and "Said of one county.", gaps and f"Not known: {gaps[0]}.")
    ('Always said.', 'Said of one county.')
    """
    return tuple(item for item in sentences if isinstance(item, str) and item)


def day_words(day: date) -> str:
    """Write a day as people read it.

    >>> from datetime import date
    >>> day_words(date(2027, 3, 1))
    'March 1, 2027'
    """
    return f"{day:%B} {day.day}, {day.year}"


def weekday_words(day: date) -> str:
    """Write a day with its weekday, as a plan needs it.

    >>> from datetime import date
    >>> weekday_words(date(2027, 3, 31))
    'Wed, March 31, 2027'
    """
    return f"{day:%a}, {day_words(day)}"
