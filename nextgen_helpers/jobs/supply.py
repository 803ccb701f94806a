"""Programs and openings: who completes what, for which occupations, and how that compares with the openings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from nextgen_helpers.jobs import tables
from nextgen_helpers.toolkit.cells import RowProblem
from nextgen_helpers.toolkit.one_name import name_key
from nextgen_helpers.toolkit.pathways.supply import Balance
from nextgen_helpers.words import folded

_DIGITS: Final = 4
_TAUGHT: Final = (
    "Some college, no degree",
    "Postsecondary nondegree award",
    "Associate's degree",
    "Bachelor's degree",
)


@dataclass(frozen=True, slots=True)
class Share:
    """The completers of a program that count toward an occupation."""

    # institution, program, cip: which program
    institution: str
    program: str
    cip: str
    # soc, occupation: which occupation
    soc: str
    occupation: str
    # how many of the program's completers a year count here; with its other occupations they add up to all
    completers: float


@dataclass(frozen=True, slots=True)
class Supply:
    """Completers by occupation, set against openings.

    Parameters
    ----------
    shares : the completers of each program, spread over its occupations.
    completers : all completers of the programs that count, a year.
    without_occupation : programs whose completers count nowhere, with the reason.
    older : rows passed over because the program has a newer year.
    without_number : programs without a number of completers.
    problems : rows that count nowhere because something is wrong with them.
    demand : openings and jobs of the region, index ``soc``.
    """

    shares: tuple[Share, ...]
    completers: int
    without_occupation: tuple[tuple[str, str], ...]
    older: int
    without_number: tuple[str, ...]
    problems: tuple[RowProblem, ...]
    demand: pd.DataFrame

    @property
    def by_occupation(self) -> dict[str, float]:
        """Completers a year of each occupation that a program leads to, by code."""
        found: dict[str, float] = {}
        for share in self.shares:
            found[share.soc] = found.get(share.soc, 0.0) + share.completers
        return found

    def balances(self, socs: Sequence[str] | None = None) -> tuple[Balance, ...]:
        """Set openings beside completers, with the toolkit's words for the gap; people are whole.

        Parameters
        ----------
        socs : which occupations, in order; by default all that a program leads to, most openings first. One without a
            program has no completers known: that is missing, not zero.
        """
        counted = self.by_occupation
        chosen = socs if socs is not None else sorted(counted, key=lambda soc: (-self._openings(soc), soc))
        return tuple(self._balance(soc, counted.get(soc)) for soc in chosen if soc in self.demand.index)

    def _openings(self, soc: str) -> float:
        return max(0.0, float(self.demand["openings"].astype(float).fillna(0.0).get(soc, 0.0)))

    def _balance(self, soc: str, completers: float | None) -> Balance:
        row = self.demand.loc[soc].to_dict()
        return Balance(
            str(row["title"]),
            None if pd.isna(row["openings"]) else max(0, round(float(row["openings"]))),
            None if completers is None else round(completers),
            None, None, None, None, (), False,  # noqa: FBT003
        )  # fmt: skip


def taught(table: pd.DataFrame) -> tuple[str, ...]:
    """Choose up to 15 occupations for which colleges train: some college to a bachelor's degree is typical; most openings first.

    table : index ``soc``, with ``education`` and ``openings``, as of a sector or of all of a region.
    """
    rows = table[table["education"].isin(_TAUGHT) & (table["openings"] > 0)]
    return tuple(str(soc) for soc in rows["openings"].sort_values(ascending=False).head(15).index)


def cip_code(typed: Any) -> str:
    """Write a CIP code as it is published, also one from which a spreadsheet took zeros or the stop.

    Gives ``48.0508``; empty where it cannot be one.

    >>> cip_code("480508"), cip_code("1.0601"), cip_code("48.05"), cip_code("welding")
    ('48.0508', '01.0601', '48.0500', '')
    """
    return _cip_code(str(typed or "").strip().strip("'\""))


@lru_cache(maxsize=4096)
def _cip_code(text: str) -> str:
    if re.fullmatch(r"\d{6}", text):
        return f"{text[:2]}.{text[2:]}"
    found = re.fullmatch(r"(\d{1,2})\.(\d{1,4})", text)
    return f"{found[1]:0>2}.{found[2]:0<{_DIGITS}}" if found else ""


def cip_titles() -> Mapping[str, str]:
    """Give the titles of CIP 2020 by program code, in use now; never to be changed."""
    return _titles_of(tables.edition())


def program_problems(
    rows: Sequence[Mapping[str, Any]], numbers: Sequence[int] | None = None
) -> tuple[RowProblem, ...]:
    """Say row by row what is wrong with programs: an unknown code, a number below zero, a row that is there twice.

    numbers : number of each row as the reader counts them; by default from 1.
    """
    found: list[RowProblem] = []
    titles = cip_titles()
    seen: dict[tuple[str, ...], int] = {}
    for number, row in zip(numbers or range(1, len(rows) + 1), rows, strict=True):
        code = cip_code(row.get("cip"))
        typed = str(row.get("cip") or "").strip()
        if not typed:
            found.append(
                RowProblem(
                    number, "CIP code", "it is empty, so no one can say which jobs it prepares people for."
                )
            )
        elif code not in titles:
            found.append(
                RowProblem(
                    number, "CIP code", f'"{typed}" is no code of CIP 2020, such as 48.0508.{_near(code)}'
                )
            )
        completers = row.get("completers")
        if completers is not None and completers < 0:
            found.append(RowProblem(number, "Completers a year", f'"{completers}" is less than 0.'))
        key = _key(row)
        if key in seen:
            found.append(RowProblem(number, "", f"it is the same program and year as row {seen[key]}."))
        else:
            seen[key] = number
    return tuple(found)


def supply(rows: Sequence[Mapping[str, Any]], demand: pd.DataFrame) -> Supply:
    """Spread the completers of each program over the occupations that it prepares for.

    By the CIP-SOC crosswalk; a completer counts once: over the occupations of his or her program, in proportion to their
    openings in the region. Of a program with several years the newest counts.
    """
    problems = program_problems(rows)
    wrong = {problem.row for problem in problems}
    good = [row for number, row in enumerate(rows, start=1) if number not in wrong]
    newest: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for row in good:
        known = newest.get(_key(row)[:-1])
        if known is None or (row.get("year") or 0) > (known.get("year") or 0):
            newest[_key(row)[:-1]] = row
    titles = {str(soc): str(title) for soc, title in demand["title"].items()}
    openings = {str(soc): max(0.0, float(count)) for soc, count in demand["openings"].dropna().items()}
    shares: list[Share] = []
    nowhere: list[tuple[str, str]] = []
    unknown: list[str] = []
    total, prepared = 0, _occupations()
    for row in newest.values():
        name = _name(row)
        if row.get("completers") is None:
            unknown.append(name)
            continue
        total += int(row["completers"])
        made, reason = _spread(row, prepared, titles, openings)
        shares += made
        if reason:
            nowhere.append((name, reason))
    return Supply(
        tuple(shares), total, tuple(nowhere), len(good) - len(newest), tuple(unknown), problems, demand
    )


def _spread(
    row: Mapping[str, Any],
    prepared: Mapping[str, tuple[str, ...]],
    titles: Mapping[str, str],
    openings: Mapping[str, float],
) -> tuple[list[Share], str]:
    code = cip_code(row["cip"])
    socs = prepared.get(code, ())
    if not socs:
        return [], "the crosswalk ties it to no occupation"
    weight = sum(openings.get(soc, 0.0) for soc in socs)
    if not weight > 0:
        return [], "none of its occupations has openings among the private jobs here"
    return [
        Share(
            str(row.get("institution") or ""),
            str(row["program"]),
            code,
            soc,
            titles[soc],
            float(row["completers"]) * openings[soc] / weight,
        )
        for soc in socs
        if openings.get(soc, 0.0) > 0
    ], ""


def _name(row: Mapping[str, Any]) -> str:
    where = f" ({row['institution']})" if row.get("institution") else ""
    return f"{row['program']}{where}"


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        name_key(row.get("institution")),
        folded(row.get("program")),
        cip_code(row.get("cip")) or str(row.get("cip") or ""),
        str(row.get("year") or ""),
    )


def cip_family(code: str) -> dict[str, str]:
    """Give the codes of CIP 2020 that begin with the same four digits, with their titles.

    >>> list(cip_family("51.3899"))[0]
    '51.3801'
    """
    return {
        known: title for known, title in sorted(cip_titles().items()) if code and known.startswith(code[:5])
    }


def _near(code: str) -> str:
    """Say a code of the same family, where there is one."""
    family = next(iter(cip_family(code).items()), None)
    return f" Near it: {family[0]} ({family[1]})." if family else ""


@lru_cache(maxsize=2)
def _titles_of(edition: tuple[str, int]) -> dict[str, str]:  # noqa: ARG001  (the tables that are read)
    table = tables.programs().drop_duplicates("cip")
    return dict(zip(table["cip"], table["cip_title"], strict=True))


def _occupations() -> dict[str, tuple[str, ...]]:
    return _occupations_of(tables.edition())


@lru_cache(maxsize=2)
def _occupations_of(edition: tuple[str, int]) -> dict[str, tuple[str, ...]]:  # noqa: ARG001
    table = tables.programs()
    return {str(cip): tuple(rows) for cip, rows in table[table["soc"] != ""].groupby("cip")["soc"]}
