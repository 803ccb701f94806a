"""The charts of the companion documents: where each is treated, and the wheel of 2024 with the team's rating."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from nextgen_helpers.charts.board_marks import Wheel, WheelPart
from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.tables import Column, Table
from nextgen_helpers.charts.team_marks import HeatTable
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.companion import crosswalk, framework_parts, place_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nextgen_helpers.toolkit.companion import RatedPart

_WHEEL_SOURCE: Final = (
    "our drawing, after the description of the Sector Strategies Framework (U.S. Department of Labor, Employment and Training "
    "Administration, 2024); ratings are the team's own."
)

_DOCUMENTS: Final[Mapping[str, str]] = {
    "nextgen_toolkit_texas": "Texas toolkit",
    "things_to_consider": "Things to Consider",
    "industry_sector_partnerships": "Industry Sector Partnerships (NGA)",
    "sector_strategies_framework_2024": "Federal framework of 2024",
    "convening_guide_post": "Convening guide post",
}


def framework_wheel(rated: Sequence[RatedPart]) -> Chart:
    """Draw the wheel with the team's rating in each part.

    Parameters
    ----------
    rated : the nine parts.
    """
    known = [item for item in rated if item.rating is not None]
    parts = {
        ring: tuple(
            WheelPart(
                f"{item.part.number} {item.part.title}" if item.part.number else item.part.title, item.rating
            )
            for item in rated
            if item.part.ring == ring
        )
        for ring in ("rim", "wedge", "core")
    }
    lowest = min((item.rating or 0 for item in known), default=0)
    low = [item.part.title for item in known if item.rating == lowest]
    frame = pd.DataFrame(
        [
            {
                "part": item.part.title,
                "ring": {"rim": "Rim", "wedge": f"Wedge {item.part.number}", "core": "Core"}[item.part.ring],
                "rating": "not rated" if item.rating is None else f"{item.rating} of 4",
                "evidence": item.evidence,
                "next_step": item.next_step,
            }
            for item in rated
        ],
        columns=["part", "ring", "rating", "evidence", "next_step"],
    )
    return Chart(
        name="framework-wheel",
        title="No part of the wheel is rated yet"
        if not known
        else f"All rated parts stand at {lowest} of 4"
        if len(low) == len(known)
        else f"Lowest, with {lowest} of 4: {', '.join(low)}",
        subtitle="Nine parts of the federal framework of 2024; the rating from 1 to 4 is ours",
        mark=Wheel(parts["rim"][0], parts["wedge"], parts["core"]),
        table=Table.of(frame, "Parts of the wheel, with the team's rating", part="Part", ring="Where", rating="Rating", evidence="Evidence", next_step="Next step"),
        source=_WHEEL_SOURCE,
        alternative="A wheel with a rim around five wedges around a core of three parts. "
        + " ".join(f"{row['part']} ({row['ring'].lower()}): {row['rating']}." for row in frame.to_dict("records")),
        does_not_say=("How companies or workers would rate you: ask two of each.",) if known else (),
    )  # fmt: skip


def document_crosswalk(titles: Mapping[str, str]) -> Chart:
    """Show in which notebook each source document is treated, as counts of its items.

    Parameters
    ----------
    titles : how a notebook is called that the inventory names, such as ``11_step1`` -> ``Step 1``.
    """
    documents, notebooks, counts = crosswalk()
    columns = tuple(titles.get(name, name) for name in notebooks)
    sums = [sum(row) for row in counts]
    full = {document.id: document.title for document in content.inventory().documents}
    frame = pd.DataFrame(
        [
            {"document": full[document], **dict(zip(columns, row, strict=True))}
            for document, row in zip(documents, counts, strict=True)
        ]
    )
    spread = [sum(count > 0 for count in row) for row in counts[1:]]  # the first is the toolkit itself
    return Chart(
        name="document-crosswalk",
        title=f"Each of the {len(documents) - 1} companion documents is treated in {min(spread)} to {max(spread)} notebooks",
        subtitle="Number of a document's points that a notebook treats, by notebook; the first row is the toolkit itself",
        mark=HeatTable(
            tuple(_DOCUMENTS[document] for document in documents),
            columns,
            tuple(tuple(float(count) for count in row) for row in counts),
            "Points",
        ),
        table=Table.of(frame, "Points of each document by notebook", document="Document", **{name: (name, "count") for name in columns}),
        source=f"the inventory of these notebooks, {sum(sums):,} entries; a point in two notebooks counts in both.",
        alternative="Table of five documents by notebooks. "
        + " ".join(
            f"{_DOCUMENTS[document]}: "
            + ", ".join(f"{name} {count}" for name, count in zip(columns, row, strict=True) if count)
            + "."
            for document, row in zip(documents, counts, strict=True)
        ),
        does_not_say=("How important a point is. One line of one document can matter more than thirty of another.",),
    )  # fmt: skip


def part_crosswalk(dimensions: Mapping[str, str], scores: Mapping[str, float]) -> Table:
    """Say where the toolkit treats each part of the wheel, and which dimension of the rubric it matches.

    Parameters
    ----------
    scores : the team's own median in each dimension that is rated, from 1 to 10.
    """
    rows = []
    for part in framework_parts():
        score = scores.get(part.dimension or "")
        rows.append(
            {
                "part": part.title,
                "text": part.text,
                "places": ", ".join(place_title(place).split(":")[0] for place in part.places)
                or "Nowhere in the toolkit; sections 4 and 5 here are ours",
                "dimension": dimensions[part.dimension] if part.dimension else "No dimension fits",
                "score": f"{score:g} of 10"
                if score is not None
                else ""
                if part.dimension is None
                else "not rated, or not shown yet",
            }
        )
    columns = (
        Column("part", "Part of the wheel"), Column("text", "What it means here"), Column("places", "Treated in"),
        Column("dimension", "Dimension of the rubric"), Column("score", "Your own score"),
    )  # fmt: skip
    return Table(pd.DataFrame(rows), columns, "The wheel beside the toolkit")
