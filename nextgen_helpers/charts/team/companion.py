"""The charts of the companion documents: where each is treated, and the wheel of 2024 with the team's rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.heat_table import HeatTable
from nextgen_helpers.charts.marks.round import Wheel, WheelPart
from nextgen_helpers.charts.tables import Table, instead
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.companion import RatedPart, crosswalk, framework_parts, place_title
from nextgen_helpers.words import those

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
    """Draw the wheel with the team's rating in each part."""
    rings: dict[str, list[WheelPart]] = {"rim": [], "wedge": [], "core": []}
    for item in rated:
        title = f"{item.part.number or ''} {item.part.title}".strip()
        rings[item.part.ring].append(WheelPart(title, item.rating))
    known = [item.rating for item in rated if item.rating is not None]
    lowest = min(known, default=None)
    low = [item.part.title for item in rated if known and item.rating == lowest]
    rows = [
        {
            "part": item.part.title,
            "ring": f"{item.part.ring.capitalize()} {item.part.number or ''}".strip(),
            "rating": "not rated" if item.rating is None else f"{item.rating} of 4",
            "evidence": item.evidence,
            "next_step": item.next_step,
        }
        for item in rated
    ]
    table = Table.of(
        rows, "Parts of the wheel, with the team's rating",
        part="Part", ring="Where", rating="Rating", evidence="Evidence", next_step="Next step",
    )  # fmt: skip
    return Chart(
        name="framework-wheel",
        title="No part of the wheel is rated yet"
        if not known
        else f"All rated parts are at {lowest} of 4"
        if len(low) == len(known)
        else f"Lowest, with {lowest} of 4: {', '.join(low)}",
        subtitle="Nine parts of the federal framework of 2024; the rating from 1 to 4 is ours",
        mark=Wheel(rings["rim"][0], tuple(rings["wedge"]), tuple(rings["core"])),
        table=table,
        source=_WHEEL_SOURCE,
        alternative=instead(
            "A wheel with a rim around five wedges around a core of three parts.",
            rows,
            lambda row: f"{row['part']} ({row['ring'].lower()}): {row['rating']}.",
        ),
        does_not_say=those(known and "How companies or workers would rate you: ask two of each."),
    )


def document_crosswalk(titles: Mapping[str, str]) -> Chart:
    """Show in which notebook each source document is treated, as counts of its items.

    Parameters
    ----------
    titles : how a notebook is called that the inventory names, such as ``11_step1`` -> ``Step 1``.
    """
    documents, notebooks, cells = crosswalk()
    full = {document.id: document.title for document in content.inventory().documents}
    counts = pd.DataFrame(
        cells, [_DOCUMENTS[name] for name in documents], [titles.get(name, name) for name in notebooks]
    )
    spread = (counts.iloc[1:] > 0).sum(axis=1)  # the first is the toolkit itself
    table = Table.of(
        counts.assign(document=[full[name] for name in documents]),
        "Points of each document by notebook",
        document="Document",
        **{name: (name, "count") for name in map(str, counts)},
    )
    return Chart(
        name="document-crosswalk",
        title=f"Each of the {len(spread)} companion documents is treated in {spread.min()} to {spread.max()} notebooks",
        subtitle="Number of a document's points that a notebook treats, by notebook; the first row is the toolkit itself",
        mark=HeatTable.of(counts),
        table=table,
        source=f"the inventory of these notebooks, {counts.to_numpy().sum():,} entries; a point in two notebooks counts in both.",
        alternative=instead(
            "Table of five documents by notebooks.",
            counts.rename_axis("document").reset_index(),
            lambda row: (
                f"{row['document']}: {', '.join(f'{name} {row[name]}' for name in counts if row[name])}."
            ),
        ),
        does_not_say=(
            "How important a point is. One line of one document can matter more than thirty of another.",
        ),
    )


def part_crosswalk(dimensions: Mapping[str, str], scores: Mapping[str, float]) -> Table:
    """Say where the toolkit treats each part of the wheel, which dimension of the rubric it matches, and the team's own median there."""

    def score(dimension: str | None) -> str:
        if dimension is None:
            return ""
        return f"{scores[dimension]:g} of 10" if dimension in scores else "not rated, or not shown yet"

    return Table.of(
        (
            {
                "part": part.title, "text": part.text,
                "places": ", ".join(place_title(place).split(":")[0] for place in part.places)
                or "Nowhere in the toolkit; sections 4 and 5 here are ours",
                "dimension": dimensions[part.dimension] if part.dimension else "No dimension fits",
                "score": score(part.dimension),
            }
            for part in framework_parts()
        ),
        "The wheel next to the toolkit",
        part="Part of the wheel", text="What it means here", places="Treated in",
        dimension="Dimension of the rubric", score="Your own score",
    )  # fmt: skip
