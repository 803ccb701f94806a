"""The charts of the support team and of its contacts: who is tied to whom, and who reaches which company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.plan_marks import Rings
from nextgen_helpers.charts.style import SeriesStyle
from nextgen_helpers.charts.tables import Table, written
from nextgen_helpers.charts.team.origin import OURS
from nextgen_helpers.charts.team_marks import HeatTable
from nextgen_helpers.words import joined, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nextgen_helpers.toolkit.step1 import Universe


_STYLES: Final = (
    SeriesStyle("#00629b", "o", "circle"),
    SeriesStyle("#b45309", "s", "square"),
    SeriesStyle("#00795c", "^", "triangle-up"),
    SeriesStyle("#7a3b8f", "D", "diamond"),
    SeriesStyle("#56626e", "v", "triangle-down"),
    SeriesStyle("#b3391d", "P", "cross"),
    SeriesStyle("#4b5d00", "*", "star"),
    SeriesStyle("#3f3f9e", "p", "pentagon"),
    SeriesStyle("#8a3b00", "X", "x"),
    SeriesStyle("#00629b", "h", "hexagon"),
    SeriesStyle("#7a3b8f", "<", "triangle-left"),
    SeriesStyle("#56626e", ">", "triangle-right"),
)
_STRENGTHS: Final = {"knows_well": 3, "has_met": 2, "knows_somebody": 1}
_MOST: Final = 40


def universe_of_connections(found: Universe, kinds: Mapping[str, str]) -> Chart:
    """Show partners on two rings, inner and outer table, with the ties between them.

    Parameters
    ----------
    found : from :func:`nextgen_helpers.toolkit.step1.universe`.
    kinds : name of each kind of partner.
    """
    partners = found.partners.assign(
        kind_name=[kinds.get(str(kind), "Not stated") for kind in found.partners["kind"]],
        table_name=found.partners["table"].map({"inner": "Inner", "outer": "Outer"}).fillna("Not stated"),
    )
    drawn = partners.sort_values(["ties", "organization"], ascending=[False, True]).head(_MOST)
    drawn = drawn.sort_values(["kind_name", "organization"])
    alone = list(partners.loc[partners["ties"] == 0, "organization"])
    return Chart(
        name="universe-of-connections",
        title=_universe_title(partners),
        subtitle=f"{plural(len(partners), 'partner')}, {plural(len(found.ties), 'tie')}; the inner ring is the inner table, "
        "the wider a line, the more trust"
        + (f"; the {_MOST} with the most ties are drawn" if len(partners) > _MOST else ""),
        mark=None if partners.empty else _rings(drawn, found.ties),
        table=Table.of(
            partners,
            "Partners and their ties",
            organization="Partner",
            kind_name="Kind",
            table_name="Table",
            ties=("Ties", "count"),
            between=("Share of shortest ways over it", "share"),
            trust=("Trust, mean 1 to 5", "ratio"),
            value=("Value, mean 1 to 5", "ratio"),
        ),
        source=OURS,
        alternative="Two rings of partners with lines between those who are tied. "
        + " ".join(f"{row['organization']}: {row['ties']}." for row in partners.to_dict("records")),
        look_for=_universe_look_for(partners, found, alone),
        does_not_say=("A tie is what the people in the room know of; ask the partners who are not here.",)
        if len(partners)
        else (),
    )


def _universe_title(partners: pd.DataFrame) -> str:
    if partners.empty:
        return "Nobody is on the map yet"
    top = partners.sort_values(["ties", "organization"], ascending=[False, True]).iloc[0]
    if top["ties"] == 0:
        return f"{plural(len(partners), 'partner')} and no tie between them yet"
    return f"{top['organization']} has the most ties: {plural(int(top['ties']), 'tie')}"


def _universe_look_for(partners: pd.DataFrame, found: Universe, alone: list[str]) -> tuple[str, ...]:
    sentences = []
    inner, outer = (int((partners["table"] == name).sum()) for name in ("inner", "outer"))
    if inner or outer:
        sentences.append(f"At the inner table: {inner}. At the outer table: {outer}.")
    if alone:
        sentences.append(f"Without a tie: {joined(alone[:6])}{' and others' if len(alone) > 6 else ''}.")  # noqa: PLR2004
    between = partners.sort_values("between", ascending=False)
    if len(between) and between.iloc[0]["between"] > 0.5:  # noqa: PLR2004
        sentences.append(
            f"More than half of the shortest ways lead over {between.iloc[0]['organization']}: what if that person leaves?"
        )
    if not pd.isna(found.density):
        sentences.append(f"Of all pairs, {written(found.density, 'share')} are tied.")
    return tuple(sentences)


def _rings(partners: pd.DataFrame, ties: pd.DataFrame) -> Rings:
    names = list(partners["organization"])
    titles = list(dict.fromkeys(partners["kind_name"]))
    # From the thirteenth kind on looks come again; the table tells them apart.
    looks = tuple((title, _STYLES[place % len(_STYLES)]) for place, title in enumerate(titles))
    number = {name: place for place, name in enumerate(names)}
    return Rings(
        tuple(names),
        tuple(table == "inner" for table in partners["table"]),
        looks,
        tuple(titles.index(kind) for kind in partners["kind_name"]),
        tuple(
            (number[row["organization"]], number[row["other_organization"]], float(row["trust"] or 1))
            for row in ties.astype(object).where(ties.notna(), None).to_dict("records")
            if row["organization"] in number and row["other_organization"] in number
        ),
        "Trust",
    )


def contact_matrix(rows: Sequence[Mapping[str, Any]], companies: Sequence[str]) -> Chart:
    """Show which partner knows somebody at which company, and who reaches each company best.

    Parameters
    ----------
    rows : rows of the contact matrix: ``company, chief_executive, partner, strength``.
    companies : all companies that are to be invited.
    """
    everyone = sorted({*companies, *(row["company"] for row in rows)}, key=str.casefold)
    ties = [row for row in rows if row.get("partner") and row.get("strength")]
    partners = sorted({str(row["partner"]) for row in ties}, key=str.casefold)
    strength = {(str(row["partner"]), row["company"]): _STRENGTHS[row["strength"]] for row in ties}
    best = [_best(company, partners, strength) for company in everyone]
    chiefs = {row["company"]: row.get("chief_executive") or "" for row in rows}
    missed = [name for name, connector in zip(everyone, best, strict=True) if not connector]
    table = pd.DataFrame(
        {"company": everyone, "chief": [chiefs.get(name, "") for name in everyone], "best": best}
    )
    shown = everyone[:_MOST]
    return Chart(
        name="contact-matrix",
        title="No company is on the list yet"
        if not everyone
        else f"Nobody reaches {plural(len(missed), 'company', 'companies')} of {len(everyone)}"
        if missed
        else f"Each of the {len(everyone)} companies is reached by somebody",
        subtitle="3 knows the chief executive well, 2 has met, 1 knows somebody there; an empty cell is nobody"
        + (f"; the first {_MOST} companies are drawn" if len(everyone) > _MOST else ""),
        mark=HeatTable(
            tuple(shown),
            tuple(partners),
            tuple(tuple(float(strength.get((name, company), 0)) for name in partners) for company in shown),
            "Strength of the contact",
        )
        if partners
        else None,
        table=Table.of(
            table,
            "Companies and who reaches them best",
            company="Company",
            chief="Chief executive",
            best="Who reaches it best",
        ),
        source=OURS,
        alternative="Table of companies by partner, with the strength of the contact. "
        + " ".join(f"{row['company']}: {row['best'] or 'nobody'}." for row in table.to_dict("records")),
        look_for=(f"Nobody reaches {joined(missed[:8])}{' and others' if len(missed) > 8 else ''}.",)  # noqa: PLR2004
        if missed
        else (),
        does_not_say=("Whether the one who knows a person is also the right one to ask.",)
        if everyone
        else (),
    )


def _best(company: str, partners: Sequence[str], strength: Mapping[tuple[str, str], int]) -> str:
    reached = {name: strength[name, company] for name in partners if (name, company) in strength}
    if not reached:
        return ""
    most = max(reached.values())
    return ", ".join(name for name, value in reached.items() if value == most)


def convener_scores(rows: Sequence[Mapping[str, Any]], criteria: Mapping[str, str]) -> Chart:
    """Set possible conveners side by side, criterion by criterion; nothing is weighted.

    Parameters
    ----------
    rows : rows of the comparison, each with ``organization`` and scores from 1 to 5.
    criteria : id and heading of each criterion.
    """
    frame = pd.DataFrame(
        [{"organization": row["organization"], **{name: row.get(name) for name in criteria}} for row in rows],
        columns=["organization", *criteria],
    )
    scores = frame[list(criteria)].apply(pd.to_numeric)
    frame["total"] = scores.sum(axis=1, min_count=len(criteria))
    ranked = frame.sort_values(["total", "organization"], ascending=[False, True], na_position="last")
    whole = ranked[ranked["total"].notna()]
    return Chart(
        name="convener-comparison",
        title="No organization is compared yet"
        if frame.empty
        else "No organization is rated on everything yet"
        if whole.empty
        else f"{whole.iloc[0]['organization']} has the most points: {int(whole.iloc[0]['total'])} of {5 * len(criteria)}",
        subtitle="Points from 1 to 5; a gray cell is not rated, and without all ratings there is no sum",
        mark=None
        if frame.empty
        else HeatTable(
            tuple(ranked["organization"]),
            (*criteria.values(), "Sum"),
            tuple(
                tuple(None if pd.isna(row[name]) else float(row[name]) for name in (*criteria, "total"))
                for row in ranked.to_dict("records")
            ),
            "Points",
        ),
        table=Table.of(
            ranked,
            "Possible conveners",
            organization="Organization",
            **{name: (heading, "count") for name, heading in criteria.items()},
            total=("Sum", "count"),
        ),
        source=OURS,
        alternative="Table of possible conveners with their points. "
        + " ".join(
            f"{row['organization']}: {written(row['total'], 'count')}." for row in ranked.to_dict("records")
        ),
        does_not_say=(
            "A sum hides a weakness: an organization that no company trusts cannot convene, whatever its other points.",
        )
        if len(frame)
        else (),
    )
