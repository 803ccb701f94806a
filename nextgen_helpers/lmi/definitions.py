"""Industries that a name stands for: the clusters of Texas, and definitions of a team's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from nextgen_helpers import measures
from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.lmi.codes import industry_title
from nextgen_helpers.lmi.layout import LEVELS, SECTORS, level_of, parent_of
from nextgen_helpers.places import embedded, yaml_of

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile

_FILE = "data/codes/industry_clusters.yaml"
_NOT_A_CODE = re.compile(r"[,;\s]+")
#: How people write the sectors that have several two-digit numbers.
_WRITTEN = {
    "31": "31-33", "32": "31-33", "33": "31-33", "44": "44-45", "45": "44-45", "48": "48-49", "49": "48-49",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name stands for, in official industries."""

    name: str  # what the sector or cluster is called
    # NAICS sectors, 3-digit or 4-digit industries as BLS writes them; none lies within another
    codes: tuple[str, ...]
    version: str = ""  # since when it is defined so
    reason: str = ""  # why these

    def __post_init__(self) -> None:
        """Refuse industries that would be counted twice."""
        for code in self.codes:
            above = parent_of(code)
            while above is not None and above != "10":
                if above in self.codes:
                    raise UserError(
                        f'"{self.name}" lists {code} and {above}, which contains it: it would be counted twice; leave one out.'
                    )
                above = parent_of(above)


@cache
def _clusters() -> dict[str, Any]:
    text = embedded("data", "codes", "industry_clusters.yaml").read_text(encoding="utf-8")
    content = yaml_of(text)
    if not isinstance(content, dict) or not content.get("clusters"):
        raise DataFileError(_FILE, "it has no clusters.")
    return content


def texas_clusters(year: int) -> tuple[Definition, ...]:
    """Give the eight industry clusters that the toolkit names, as lists of industries (the lists are ours).

    year : data year; NAICS 2022 has other codes for software than its forerunners.

    >>> [cluster.name for cluster in texas_clusters(2016)][:3]
    ['Aerospace', 'Biotechnology', 'Construction']
    >>> "5112" in texas_clusters(2016)[4].codes, "5132" in texas_clusters(2023)[4].codes
    (True, True)
    """
    content = _clusters()
    found = []
    for entry in content["clusters"]:
        until = [
            code
            for last, codes in entry.get("codes_until", {}).items()
            if year <= int(last)
            for code in codes
        ]
        since = [
            code
            for first, codes in entry.get("codes_since", {}).items()
            if year >= int(first)
            for code in codes
        ]
        codes = tuple(sorted([*entry["codes"], *until, *since]))
        found.append(Definition(entry["name"], codes, str(content["version"]), entry["reason"]))
    return tuple(found)


def read_codes(text: str) -> tuple[str, ...]:
    """Read NAICS codes as people write them: ``336, 3364; 44-45``.

    text : codes with commas, semicolons or spaces between them. A sector may be written by one of its numbers (``31``).
    Raises UserError: something in it is no NAICS sector, 3-digit or 4-digit code; the message names it.

    >>> read_codes("336; 44 2211")
    ('336', '44-45', '2211')
    """
    found: dict[str, None] = {}
    for piece in filter(None, _NOT_A_CODE.split(text.strip())):
        code = _WRITTEN.get(piece, piece)
        known = code in SECTORS or (re.fullmatch(r"[1-9]\d{2,3}", code) and _is_industry(code))
        if not known:
            raise UserError(
                f'"{piece}" is no NAICS code of a sector, or of 3 or 4 digits; such as 31-33, 336 or 3364. Look it up in the table '
                "of the labor market report."
            )
        found[code] = None
    return tuple(found)


def _is_industry(code: str) -> bool:
    # A code that no year knows has its own number for a title.
    return any(not industry_title(code, "5", year).endswith(code) for year in (2016, 2023))


def definition_figures(profile: Profile, definitions: Iterable[Definition]) -> pd.DataFrame:
    """Sum a region's figures over the industries of each definition.

    Gives one row a definition: ``name``, ``codes``, ``version``, ``seen`` (jobs in cells that BLS discloses: a lower bound),
    ``employment`` (seen and estimated), ``estimated`` (the part of it that is), ``low, high`` (sum of the intervals, see
    :func:`nextgen_helpers.lmi.regional_estimates.regional_estimates`), ``establishments``, ``share`` (of all jobs of the
    region), ``lq_us`` (of seen and estimated jobs), ``average_annual_pay`` (US dollars, over what can be seen),
    ``change_jobs`` and ``change_percent`` since ``change_from_year`` (over what can be seen in both years). Missing where no
    industry of it is in the region, or nothing can be seen.
    """
    asked = list(definitions)
    if not asked:
        return pd.DataFrame()
    levels = {level_of(code) for definition in asked for code in definition.codes}
    seen = pd.concat([_private(profile, level) for level in LEVELS if level in levels])
    estimates = pd.concat([profile.at(level).estimates for level in LEVELS if level in levels])
    totals = profile.comparison["employment"]
    rows = [
        _figures(
            definition,
            seen[seen["industry_code"].isin(definition.codes)],
            estimates[estimates["industry_code"].isin(definition.codes)],
            totals,
        )
        for definition in asked
    ]
    return pd.DataFrame(rows)


def _private(profile: Profile, level: str) -> pd.DataFrame:
    table = profile.at(level).industries
    return table[table["own_code"] == "5"]


def _figures(
    definition: Definition, table: pd.DataFrame, estimates: pd.DataFrame, totals: pd.Series[float]
) -> dict[str, Any]:
    jobs = _sum(estimates["employment"])
    with_pay = table[table["wages"].notna() & (table["employment"] > 0)]
    changed = table[table["change_jobs"].notna()]
    before = (changed["change_jobs"] / (changed["change_percent"] / 100)).where(
        changed["change_percent"] != 0, changed["employment"]
    )
    return {
        "name": definition.name,
        "codes": ", ".join(definition.codes),
        "version": definition.version,
        "seen": _sum(estimates["seen"]),
        "employment": jobs,
        "estimated": _sum(estimates["estimated"]),
        "low": _sum(estimates["low"]),
        "high": _sum(estimates["high"]),
        "establishments": _sum(estimates["establishments"]),
        "share": jobs / float(totals["region"]) if totals["region"] else float("nan"),
        "lq_us": float(
            measures.location_quotient(
                jobs, float(totals["region"]), _sum(table["us_employment"]), float(totals["nation"])
            )
        )
        if jobs == jobs  # noqa: PLR0124  (not missing)
        else float("nan"),
        "average_annual_pay": _sum(with_pay["wages"]) / _sum(with_pay["employment"])
        if len(with_pay)
        else float("nan"),
        "change_jobs": _sum(changed["change_jobs"]),
        "change_percent": 100 * _sum(changed["change_jobs"]) / _sum(before)
        if len(changed) and _sum(before)
        else float("nan"),
        "change_from_year": float(changed["change_from_year"].iloc[0]) if len(changed) else float("nan"),
        "parts": _in_order(table),
    }


def _in_order(table: pd.DataFrame) -> Sequence[str]:
    known = table.dropna(subset=["employment"]).sort_values("employment", ascending=False)
    return tuple(str(title) for title in known["short_title"])


def _sum(values: pd.Series[Any]) -> float:
    return float(values.sum(min_count=1))
