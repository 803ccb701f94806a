"""The yearly survey of companies and partners: counts, shares and medians, with how many answered each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from nextgen_helpers.toolkit.findings import Finding, Findings
from nextgen_helpers.words import plural

_SMALL: Final = 10
_LEAST: Final = 3
_YES_NO: Final = (("yes", "Yes"), ("no", "No"))
#: Field, question, choices, which of them count as good, and what their share is called.
_Choice = tuple[str, str, tuple[tuple[str, str], ...], tuple[str, ...], str]
_CHOICES: Final[tuple[_Choice, ...]] = (
    (
        "skilled",
        "Finding people who can do the job, compared with a year ago",
        (
            ("much_easier", "Much easier"), ("easier", "Easier"), ("same", "As before"), ("harder", "Harder"),
            ("much_harder", "Much harder"),
        ),
        ("much_easier", "easier"),
        "easier or much easier",
    ),
    ("operations", "Changed how they work after learning from others", _YES_NO, ("yes",), "yes"),
    ("new_things", "A venture, product or order came of meeting others", _YES_NO, ("yes",), "yes"),
)  # fmt: skip
_NUMBERS: Final = (
    ("places", "Places for work experience"),
    ("hired", "People hired through the partnership"),
    ("still_there", "Of these still there a year later"),
    ("hours", "Hours given"),
    ("worth", "Would tell others to join, 0 to 10"),
)


@dataclass(frozen=True, slots=True)
class SurveyCount:
    """How a question with choices was answered."""

    question: str
    counts: tuple[tuple[str, int], ...]  # answer -> how many gave it, in the order of the choices
    answered: int  # how many gave any
    share: float | None  # the part that the metric looks at, from 0 to 1; None where nobody answered
    share_name: str  # what it is the share of


@dataclass(frozen=True, slots=True)
class SurveyNumber:
    """How a question for a number was answered."""

    question: str
    answered: int  # how many gave a number
    # middle, total, lowest, highest: median, sum and limits; None where fewer than three answered, so that
    # nobody is recognized by a number
    middle: float | None
    total: float | None
    lowest: float | None
    highest: float | None


def survey(
    answers: Sequence[Mapping[str, Any]], who: str = ""
) -> tuple[tuple[SurveyCount, ...], tuple[SurveyNumber, ...], tuple[Finding, ...]]:
    """Count the answers of the yearly survey.

    who : only those of a ``company`` or a ``partner``; by default all.
    Gives questions with choices, questions for numbers, and what has to be known about them.
    """
    chosen = [row for row in answers if not who or row.get("who") == who]
    counts = tuple(_counted(chosen, asked) for asked in _CHOICES)
    numbers = tuple(_numbered(chosen, name, question) for name, question in _NUMBERS)
    return counts, numbers, _findings(chosen)


def _counted(rows: Sequence[Mapping[str, Any]], asked: _Choice) -> SurveyCount:
    name, question, choices, good, share_name = asked
    given = [row[name] for row in rows if row.get(name)]
    counts = tuple((label, given.count(choice)) for choice, label in choices)
    share = sum(choice in good for choice in given) / len(given) if given else None
    return SurveyCount(question, counts, len(given), share, share_name)


def _numbered(rows: Sequence[Mapping[str, Any]], name: str, question: str) -> SurveyNumber:
    given = [float(row[name]) for row in rows if row.get(name) is not None]
    if len(given) < _LEAST:
        return SurveyNumber(question, len(given), None, None, None, None)
    return SurveyNumber(question, len(given), median(given), sum(given), min(given), max(given))


def _findings(rows: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    if not rows:
        return (Finding("open", "No one has answered yet."),)
    found = Findings()
    voices = "read them as voices and not as shares; ten are the least we would speak of in percent"
    if len(rows) < _SMALL:
        found.say("look", f"Only {plural(len(rows), 'answer')}: {voices}.", ours=True)
    else:
        found.say("good", f"{len(rows)} answers.")
    pairs = [
        (row["hired"], row["still_there"])
        for row in rows
        if row.get("hired") is not None and row.get("still_there") is not None
    ]
    fitting = [(hired, stayed) for hired, stayed in pairs if stayed <= hired]
    hired, stayed = (sum(pair[place] for pair in fitting) for place in (0, 1))
    if hired:
        share = f"{stayed:,} of {hired:,} people hired ({stayed / hired:.0%})"
        counted = plural(len(fitting), "answer that has", "answers that have")
        found.say("good", f"Still there after a year: {share}, from {counted} both numbers.")
    else:
        found.say("open", "How many of those hired stayed cannot be said yet.")
    wrong = len(pairs) - len(fitting)
    more = f"{plural(wrong, 'answer says', 'answers say')} that more stayed than were hired"
    found.look(wrong, f"{more}; left out of the counts.")
    unsaid = sum(not row.get("who") for row in rows)
    do_not = plural(unsaid, "answer does", "answers do")
    found.look(unsaid, f"{do_not} not say whether it is a company's or a partner's.")
    return tuple(found)
