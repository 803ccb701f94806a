"""One name, one door: which spellings are the same name, which ones look alike, and what a team has decided about them.

Three degrees. What differs only in how it was typed is the same **at once** (:func:`name_key`). What differs by accents or
by one letter is **near**, and offered (:func:`near_pairs`). What a person has decided (:class:`SameNames`) counts for the
whole workspace. Nothing that was typed is changed by it: answers are read with the joined names, and kept as they were.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Final, Literal

from nextgen_helpers.letters import plain_letters
from nextgen_helpers.toolkit.answer_types import AnswerModel, Line, Name

#: The exercise in which a team says which names are one; each entry holds what was decided in one step.
SAME_NAMES: Final = "same_names"
Choice = Literal["one", "other", "apart"]

#: Legal forms, as they end a name. "PA" and "SA" are not among them: in Texas they stand for places as well.
_FORMS: Final = frozenset(
    ("co", "company", "corp", "corporation", "inc", "incorporated", "lc", "limited", "llc", "lllp", "llp", "lp", "ltd", "pc", "plc", "pllc")
)  # fmt: skip
_LONGEST_FORM: Final = max(map(len, _FORMS))
_SPELLED_OUT: Final = {"co": "company", "corp": "corporation", "inc": "incorporated", "ltd": "limited"}
_SAINTS: Final = frozenset(("st", "saint"))
_ENOUGH_LETTERS: Final = 5
#: What stands inside a word and makes no other word: apostrophes, marks of a trade name, how an emoji is drawn.
_INSIDE: Final = re.compile("['`\u00b4\u2018\u2019\u02bb\u02bc\u2032\u2122\u2120®©\ufe00-\ufe0f]")
#: Signs with which a name is another one: "C++ Academy" and "C# Academy" are two.
_SIGNS: Final = re.compile(r"\+|(?<=[^\W\d_])#")
#: Letters with a point after each: "L.L.C.", "J. B. Hunt".
_INITIALS: Final = re.compile(r"(?<!\w)[^\W\d_](?:\.\s*[^\W\d_](?!\w))+\.?")
_AND: Final = re.compile(r"\s*&\s*|\s+\+\s+|(?<=[^\W_])\+(?=[^\W_])")
_ROMAN: Final = re.compile("[ivx]+")


@lru_cache(maxsize=1 << 16)
def name_key(name: object) -> str:
    """Give what a name is compared by: spellings that differ only in how they were typed have the same key.

    Composed and decomposed letters, kinds and number of spaces, signs that do not show, capitals, punctuation, a legal form
    at the end, "The" at the front, "&" and "+" for "and", "St." for "Saint" before a name make no other name. A name made
    only of such words keeps them. Accents make another name: that is for a person to say.

    Only where nothing is written it is empty.

    >>> {name_key(name) for name in ("Peña Foundry", "THE PEN\u0303A\u00a0FOUNDRY", "Peña  Foundry, L.L.C.", "Pe\u200bña-Foundry Co., Inc.")}
    {'peña foundry'}
    >>> name_key("St. Mary's Health + Care") == name_key("Saint Marys Health & Care"), name_key("9 Main St.")
    (True, '9 main st')
    >>> name_key("The Company"), name_key("Company"), name_key("Pena Foundry")
    ('the company', 'company', 'pena foundry')
    """
    plain = _INSIDE.sub("", tidy(name)) or tidy(name)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    bare = _INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    bare = _SIGNS.sub(lambda found: " plus " if found[0] == "+" else " sharp ", _AND.sub(" and ", bare))
    words = "".join(letter if _counts(letter) else " " for letter in bare).split()
    return " ".join(_main_words(words)) or text


def tidy(name: object) -> str:
    r"""Give a name as it can be shown: single spaces, composed letters, nothing that does not show; its words stay.

    >>> tidy(" Lakeview  CC\u200b")
    'Lakeview CC'
    """
    text = "" if name is None else str(name)
    shown = "".join(_shown(letter) for letter in text)
    return unicodedata.normalize("NFC", " ".join(shown.split())) or text.strip()


def first_spellings(names: Iterable[str]) -> dict[str, str]:
    """Give for every spelling the first of the same name.

    >>> first_spellings(["River College", "The  river college", "Board"])
    {'River College': 'River College', 'The  river college': 'River College', 'Board': 'Board'}
    """
    first: dict[str, str] = {}
    return {name: first.setdefault(name_key(name), name) for name in names}


def near_pairs(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Find keys that look alike: the same without accents, or one letter more, less, swapped or other.

    Not near are names that differ in a digit ("Local 12", "Local 21"), in a letter that is a word ("Plant A", "Plant B")
    or in a Roman numeral, and short ones that differ in a letter.

    Each name is written once without each of its letters, and two that share such a writing are compared: the work grows
    with the number of names, not with the number of pairs.

    >>> near_pairs(["peña foundry", "pena foundry", "pena fuondry", "local 12", "local 21", "plant a", "plant b"])
    [('pena foundry', 'pena fuondry'), ('pena foundry', 'peña foundry'), ('pena fuondry', 'peña foundry')]
    """
    return list(_near(frozenset(keys)))


@lru_cache(maxsize=8)
def _near(keys: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Compare them once for as long as no name comes or goes."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (only where names are compared)

    spelled: dict[str, list[str]] = {}
    for key in sorted(keys):
        spelled.setdefault(plain_letters(key), []).append(key)
    found = {pair for same in spelled.values() for pair in combinations(same, 2)}
    # The hash of a writing takes a fifth of the room of the writing; two that share one by accident are told apart below.
    writings: dict[int, list[str]] = {}
    for plain in spelled:
        if len(plain.replace(" ", "")) >= _ENOUGH_LETTERS:
            for writing in {hash(plain), *map(hash, _one_less(plain))}:
                writings.setdefault(writing, []).append(plain)
    pairs = {pair for together in writings.values() for pair in combinations(sorted(together), 2)}
    for one, other in pairs:
        if OSA.distance(one, other, score_cutoff=1) == 1 and not _told_apart(one, other):
            found |= {_sorted(first, second) for first in spelled[one] for second in spelled[other]}
    return tuple(sorted(found))


def _sorted(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


# -- what a team has decided --------------------------------------------------------------------------


class NamePair(AnswerModel):
    """Two names that look alike, and what a person has decided about them."""

    # one, other: the names, as they were shown
    one: Name
    other: Name
    # ``joined``, ``apart``, or ``open`` where an earlier decision was taken back
    decision: Literal["joined", "apart", "open"]
    shown: Line = ""  # how the joined name is written; empty where they are not joined

    @property
    def keys(self) -> tuple[str, str]:
        """What the two are compared by, in alphabetical order."""
        return _sorted(name_key(self.one), name_key(self.other))


class SameNames(AnswerModel):
    """What was decided about names; of several decisions about the same two the last counts."""

    pairs: tuple[NamePair, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[SameNames]) -> SameNames:
        """Bring entries together, oldest first: so two laptops' decisions about different names are both kept.

        >>> joined = NamePair(one="Peña", other="Pena", decision="joined", shown="Peña")
        >>> back = NamePair(one="pena", other="Peña", decision="open")
        >>> SameNames.of([SameNames(pairs=(joined,)), SameNames(pairs=(back,))]).pairs
        ()
        """
        last: dict[tuple[str, str], NamePair] = {}
        for entry in entries:
            for pair in entry.pairs:
                last.pop(pair.keys, None)  # the last decided stands last
                last[pair.keys] = pair
        return cls(pairs=tuple(pair for pair in last.values() if pair.decision != "open"))

    def decided(self, one: str, other: str) -> NamePair | None:
        """Give the decision about two names; None where there is none."""
        return self._by_keys.get(_sorted(name_key(one), name_key(other)))

    def root(self, name: object) -> str:
        """Give what a name is compared by once the decisions count: the same for all that a person has joined.

        >>> same = SameNames(pairs=(NamePair(one="Peña", other="Pena", decision="joined", shown="Peña"),))
        >>> same.root("PENA, Inc.") == same.root("Peña"), same.root("Mill")
        (True, 'mill')
        """
        key = name_key(name)
        return self._roots.get(key, key)

    @cached_property
    def _by_keys(self) -> Mapping[tuple[str, str], NamePair]:
        return {pair.keys: pair for pair in self.pairs}

    @cached_property
    def _roots(self) -> Mapping[str, str]:
        """For every joined key the first of its group in alphabetical order."""
        groups: dict[str, set[str]] = {}
        for pair in self.pairs:
            if pair.decision == "joined":
                together = set[str]().union(*(groups.get(key, {key}) for key in pair.keys))
                groups |= dict.fromkeys(together, together)
        return {key: min(together) for key, together in groups.items()}


# -- how a name is shown ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spellings:
    """All names of a workspace: how each was typed and how often, and how it is shown."""

    # what was typed, tidy -> how often, in the order in which it was first typed
    typed: Mapping[str, int] = field(default_factory=dict)
    same: SameNames = field(default_factory=SameNames)  # what the team has decided

    @classmethod
    def of(cls, names: Iterable[str], same: SameNames) -> Spellings:
        """Count how names were typed."""
        return cls(Counter(map(tidy, names)), same)

    def shown(self, name: str) -> str:
        """Give how a name is shown: as a person chose, else as it is typed most, else as it was typed first.

        >>> names = Spellings.of(["Mill Inc.", "The Mill", "The Mill"], SameNames())
        >>> names.shown("mill"), names.shown("Forge")
        ('The Mill', 'Forge')
        """
        return self._shown.get(self.same.root(name)) or tidy(name)

    @cached_property
    def at_once(self) -> Mapping[str, tuple[str, ...]]:
        """The spellings of each key, those that are typed most first."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.typed, key=lambda name: -self.typed[name]):
            found.setdefault(name_key(name), []).append(name)
        return {key: tuple(names) for key, names in found.items()}

    @cached_property
    def _shown(self) -> Mapping[str, str]:
        times: dict[str, Counter[str]] = {}
        for name, count in self.typed.items():
            times.setdefault(self.same.root(name), Counter())[name] += count
        found = {root: counted.most_common(1)[0][0] for root, counted in times.items()}
        return found | {self.same.root(pair.one): pair.shown for pair in self.same.pairs if pair.shown}

    @cached_property
    def look_alike(self) -> tuple[tuple[str, str], ...]:
        """Pairs that look alike or were decided, each as it is typed most; those that are typed most first."""
        known = {pair.keys: (pair.one, pair.other) for pair in self.same.pairs}
        for one, other in near_pairs(self.at_once):
            known.setdefault((one, other), self._in_order(self.at_once[one][0], self.at_once[other][0]))
        return tuple(sorted(known.values(), key=lambda pair: (-sum(map(self.times, pair)), pair)))

    @property
    def undecided(self) -> tuple[tuple[str, str], ...]:
        """Pairs that look alike, and nobody has said whether they are one; those that are joined over a third are one."""
        return tuple(
            pair
            for pair in self.look_alike
            if self.same.decided(*pair) is None and self.same.root(pair[0]) != self.same.root(pair[1])
        )

    def times(self, name: str) -> int:
        """Count how often a name was typed, in all its spellings that are the same at once."""
        return sum(self.typed[item] for item in self.at_once.get(name_key(name), ()))

    def _in_order(self, one: str, other: str) -> tuple[str, str]:
        return (one, other) if self.times(one) >= self.times(other) else (other, one)


def _shown(letter: str) -> str:
    """Leave out what does not show; a line break or tab is a space."""
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Cs"):
        return ""
    return " " if kind in ("Cc", "Zl", "Zp") else letter


def _counts(letter: str) -> bool:
    """Tell whether it is a letter, an accent, a digit, or a picture that can tell two names apart."""
    return unicodedata.category(letter)[0] in "LMN" or (
        not letter.isascii() and unicodedata.category(letter) in ("So", "Co", "Cn")
    )


def _main_words(words: Sequence[str]) -> Sequence[str]:
    """Leave "the" and the legal forms out, and write Saint in full; all stay where nothing else would."""
    kept = list(words)
    while kept[:1] == ["the"]:
        kept = kept[1:]
    while kept and (count := _form_at_end(kept)):
        # "Smith & Co." is more than Smith: what "and" ties to the name belongs to it.
        if kept[-count - 1 : -count] == ["and"]:
            kept[-count:] = [_SPELLED_OUT.get(word, word) for word in kept[-count:]]
            break
        kept = kept[:-count]
    only = all(word == "the" or word in _FORMS for word in kept)
    return _with_saints(words if only else kept)


def _form_at_end(words: Sequence[str]) -> int:
    """Count the words of the legal form at the end: one, or several letters that stand alone ("L L C")."""
    if words[-1] in _FORMS:
        return 1
    count = 0
    while count < min(len(words), _LONGEST_FORM) and len(words[-count - 1]) == 1:
        count += 1
    return next((size for size in range(count, 1, -1) if "".join(words[-size:]) in _FORMS), 0)


def _with_saints(words: Sequence[str]) -> list[str]:
    """Write "st" before a name as Saint; at the end of a name it is a street."""
    followed = [*words[1:], ""] if words else []
    return [
        "saint" if word in _SAINTS and after[:1].isalpha() and after != "and" else word
        for word, after in zip(words, followed, strict=True)
    ]


def _one_less(text: str) -> Iterator[str]:
    """Write a name without each of its letters; digits, and letters that are words, are never left out."""
    around = f" {text} "
    for place, letter in enumerate(text):
        alone = around[place] == " " == around[place + 2]
        if not letter.isdigit() and not alone:
            yield text[:place] + text[place + 1 :]


def _told_apart(one: str, other: str) -> bool:
    """Tell whether two names differ in what is there to tell them apart: a number, also a Roman one, or a letter."""
    words, others = one.split(), other.split()
    if len(words) != len(others):
        return False
    return any(
        first != second
        and ((len(first) == len(second) == 1) or bool(_ROMAN.fullmatch(first) and _ROMAN.fullmatch(second)))
        for first, second in zip(words, others, strict=True)
    )
