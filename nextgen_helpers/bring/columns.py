"""Which column of a list is which column of a table: by its heading, and by what stands in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from rapidfuzz import fuzz

from nextgen_helpers.bring.ratings import indicators_in
from nextgen_helpers.bring.reading import text_of
from nextgen_helpers.bring.targets import RATINGS, SEEN, WHY, Target, plain, targets, words
from nextgen_helpers.bring.values import looks_like
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.answer_types import Asked

#: A phrase shorter than this has no slips of the pen, and a slip changes no more letters than that.
_LETTERS: Final = 4
#: From here on two words are one with a slip of the pen; below this, a column is not matched by itself.
_ALIKE: Final = 86
_LEAST: Final = 45
_SAME: Final = 100.0
#: So much a column's own name weighs, whatever stands in it: what does not fit is refused row by row, and not left out unsaid.
_SURE: Final = 60.0
_MOST: Final = 200
_WHY: Final = re.compile(r"\b(comments?|why|evidence|reasons?|explain|notes?)\b")
_ASPECT: Final = re.compile(r"(type|kind|number|date|time|status) of\b")
_NUMBER: Final = Asked("", "decimal")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")


def fit(target: Target, row: Sequence[Any]) -> float:
    """Say how well the cells of a row fit the headings of a table: 0 where a needed one is missing."""
    texts = [plain(text_of(cell)) for cell in row]
    blocks = repeated_blocks([text_of(cell) for cell in row], target)
    inside = {place: base for base, block in blocks.items() for place in block.values()}
    best: dict[str, float] = {}
    for place, text in enumerate(texts):
        if text and len(text) <= _MOST:
            for name in target.fields:
                score = heading_score(target.id, name, inside.get(place, text))
                if score >= _LEAST:
                    best[name] = max(best.get(name, 0.0), score)
    return sum(best.values()) if _enough(target, best) else 0.0


def _enough(target: Target, found: Collection[str]) -> bool:
    if target.id == RATINGS:
        return any(item.id in found for item in content.rubric().dimensions)
    return any(name in found for name in target.needed)


def best_targets(rows: Sequence[Sequence[Any]]) -> list[tuple[float, str]]:
    """Rank the tables by how well some row names all the columns that they need, the best first."""
    found = []
    for item in targets().values():
        best = 0.0
        for row in rows:
            texts = [plain(text_of(cell)) for cell in row]
            score = fit(item, row)
            every = item.id == RATINGS or all(
                any(heading_score(item.id, name, _base(text)) >= _LEAST for text in texts if text)
                for name in item.needed
            )
            # Of two tables whose columns all stand here, the one that leaves less of the list out.
            best = max(best, score if every else 0.0)
        if best:
            found.append((best, item.id))
    return sorted(found, key=lambda pair: (-pair[0], len(targets()[pair[1]].fields)))


@lru_cache(maxsize=200_000)
def heading_score(target_id: str, name: str, heading: str) -> float:
    """Say how likely a heading (in plain words) means a column: 100 for its own name, less for a phrase in it or a slip of the pen."""
    best = 0.0
    if target_id == RATINGS and name.endswith(WHY) and _WHY.search(heading):
        # A comment on a dimension, in whatever order the words stand.
        return 92.0 if targets()[target_id].phrases[name.removesuffix(WHY)][-1] in heading else 0.0
    for rank, phrase in enumerate(targets()[target_id].phrases[name]):
        if heading == phrase:
            best = max(best, _SAME if rank < 2 else 96.0)  # noqa: PLR2004  (its label and its id)
        elif phrase and re.search(rf"\b{re.escape(phrase)}\b", heading):
            if (aspect := _ASPECT.match(heading)) and not phrase.startswith(aspect[0]):
                continue  # "Type of contact" is no contact
            best = max(best, 60.0 + min(30.0, 30.0 * len(phrase) / len(heading)))
        elif (
            len(phrase) >= _LETTERS
            and abs(len(phrase) - len(heading)) < _LETTERS
            and (alike := fuzz.ratio(phrase, heading)) >= _ALIKE
        ):
            best = max(best, alike * 0.8)
    return best


def repeated_blocks(headings: Sequence[str], target: Target | None = None) -> dict[str, dict[int, int]]:
    """Find headings that differ only by a number, or are repeated: what stands side by side.

    target : the table; headings that several of its own columns have (Way 1, Way 2; Year, Year) are no blocks.
    Gives the heading in plain words without its number -> number of the block, from 1 -> place.

    >>> repeated_blocks(["Board", "Employer 1", "Why? (1)", "Employer 2", "Why? (2)"])
    {'employer': {1: 1, 2: 3}, 'why': {1: 2, 2: 4}}
    """
    own = Counter(_base(plain(asked.label)) for asked in target.fields.values()) if target else Counter[str]()
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for place, heading in enumerate(headings):
        text = plain(heading)
        number = re.search(r"\b(\d{1,2})\b", text)
        if not text or not _base(text) or own[_base(text)] > 1:
            continue
        block = int(number[1]) if number else 1
        known = found[_base(text)]
        while block in known:
            block += 1  # pandas counts the repeated ones from 1, and a form does not count at all
        known[block] = place
    return {base: places for base, places in found.items() if len(places) > 1 and max(places) <= 30}  # noqa: PLR2004


def _base(text: str) -> str:
    return " ".join(re.sub(r"\b\d{1,2}\b", "", text, count=1).split())


def never_taken(heading: str, cells: Sequence[Any]) -> str:
    """Say why a column is never taken: when a form was sent, and e-mail addresses."""
    text = plain(heading)
    if text in words().left_out or any(
        text.startswith(f"{phrase} ") for phrase in ("timestamp", "email", "e mail")
    ):
        return "it says when or from which address it was sent; that is never stored"
    filled = [said for cell in cells if (said := text_of(cell))]
    if filled and sum(bool(_EMAIL.fullmatch(said)) for said in filled) > len(filled) / 2:
        return "it holds email addresses; they are never stored"
    return ""


def match(
    target: Target, columns: Mapping[str, tuple[str, Sequence[Any]]], known: Mapping[str, Collection[str]]
) -> dict[str, tuple[str, str]]:
    """Match columns to those of a table.

    columns : letter -> heading and cells.
    known : kind of name (``organizations``, ``employers``) -> names that the team has used, by their key.
    Gives letter -> column of the table, and why. A column of the table is given once; one that means nothing is
    left out.
    """
    scores: list[tuple[float, int, int, str, str, str]] = []
    for order, (letter, (heading, cells)) in enumerate(columns.items()):
        filled = [cell for cell in cells if text_of(cell)][:_MOST]
        for rank, (name, asked) in enumerate(target.fields.items()):
            by_name = heading_score(target.id, name, _base(plain(heading)) or plain(heading))
            if by_name < _SAME:
                by_name = max(by_name, heading_score(target.id, name, plain(heading)))
            by_content = _content_score(name, asked, filled, known)
            # What stands in a column weighs less than its own name, and more than a name that only resembles.
            exact = by_name >= _SAME - 4
            score = max(_SURE, by_name + by_content) if exact else min(95.0, by_name + by_content)
            if score >= _LEAST:
                why = "by its heading" if by_name >= _LEAST else "by what stands in it"
                scores.append((score, -order, -rank, letter, name, why))
    found: dict[str, tuple[str, str]] = {}
    for _, _, _, letter, name, why in sorted(scores, reverse=True):
        if letter not in found and name not in [other for other, _ in found.values()]:
            found[letter] = name, why
    return found


def _content_score(
    name: str, asked: Asked, cells: Sequence[Any], known: Mapping[str, Collection[str]]
) -> float:
    """Say how much the cells look like what a column holds: below zero where they do not."""
    if not cells:
        return 0.0
    share = sum(looks_like(asked, cell, known) for cell in cells) / len(cells)
    if name.endswith(SEEN):
        dimension = name.removesuffix(SEEN)
        own = {item.id for item in content.rubric().indicators if item.dimension == dimension}
        return (
            60.0 * sum(bool(own & set(indicators_in(text_of(cell))[0])) for cell in cells) / len(cells) - 20
        )
    if asked.kind in ("number", "decimal", "date"):
        return 20.0 * share if share > 0.4 else -70.0  # noqa: PLR2004
    if asked.kind == "choice":
        return 50.0 * share if share > 0.4 else -25.0  # noqa: PLR2004
    if asked.suggest in known:
        return 48.0 * share
    numbers = sum(looks_like(_NUMBER, cell, {}) for cell in cells) if asked.suggest else 0
    return -30.0 if numbers > len(cells) / 2 else 0.0
