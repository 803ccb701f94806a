"""The charts of the alternatives to today's tables and knocks: the same numbers, today and as it could be."""

from __future__ import annotations

from typing import Final, Literal

import pandas as pd

from nextgen_helpers.charts.chart import Chart
from nextgen_helpers.charts.marks.dots import Dots
from nextgen_helpers.charts.style import NATION_STYLE, REGION_STYLE, STATE_STYLE, THIRD, SeriesStyle
from nextgen_helpers.charts.tables import Table, instead, series, texts, written
from nextgen_helpers.charts.team import outreach as words
from nextgen_helpers.charts.team.origin import OURS
from nextgen_helpers.toolkit import outreach, outreach_alternatives
from nextgen_helpers.toolkit.exercises import Outreach
from nextgen_helpers.words import joined, plural, those

_NO_AIM: Final = "Fewer contacts are no aim in themselves: what counts is what employers get from them."
_TODAY: Final = "picture 0"
_ALTERNATIVES: Final = (STATE_STYLE, NATION_STYLE, SeriesStyle(THIRD, "triangle-up"))
_MEASURES: Final[dict[str, tuple[str, Literal["count", "ratio"]]]] = {
    "organizations": ("Organizations", "count"),
    "employers": ("Employers and segments", "count"),
    "tables": ("Tables", "count"),
    "knocks": ("Knocks", "count"),
    "contacts": ("Contacts a year", "count"),
    "contacts_per_employer": ("Contacts a year per employer who is reached", "ratio"),
    "tired_employers": ("Employers likely to be tired", "count"),
    "redundant_purposes": ("Times that two or more come for the same purpose", "count"),
    "gaps": ("Employers without a table or a knock", "count"),
    "isolated_partners": ("Partners who share no table", "count"),
    "partner_density": ("Density of ties among partners", "ratio"),
    "partner_centralization": ("Centralization of ties among partners", "ratio"),
}


def outreach_before_after(today: Outreach, *others: tuple[str, Outreach]) -> Chart:
    """Show contacts a year per employer, today and in each alternative, which has a name."""
    frame = outreach_alternatives.contacts_by_picture([today, *(picture for _, picture in others)])
    names = dict(zip(frame.columns[1:], ["Today", *(name for name, _ in others)], strict=True))
    drawn = _most_to_see(frame, list(names))
    line = today.fatigue_threshold
    which = "with the most contacts or the largest change" if others else "with the most contacts"
    table = Table.of(
        frame,
        "Contacts a year by employer, today and in the alternatives",
        employer="Employer or segment",
        **{
            column: (f"Contacts a year: {'today' if column == _TODAY else name}", "count")
            for column, name in names.items()
        },
    )
    return Chart(
        name="outreach-before-after",
        title=_before_after_title(frame, names, line),
        subtitle=f"Contacts a year with {words.employers(len(frame))}{words.cut(drawn, frame, which)}",
        mark=Dots(
            texts(drawn, "employer"),
            series(drawn, zip(names.values(), names, _looks(len(names)), strict=True)),
            "Contacts a year",
            line=(float(line), f"{line} a year: likely tired"),
        )
        if len(drawn)
        else None,
        table=table,
        source=OURS,
        alternative=instead(
            "Dot chart of contacts a year by employer.",
            drawn.head(words.MOST_SAID),
            lambda row: (
                f"{row['employer']}: "
                + ", ".join(f"{name} {written(row[column], 'count')}" for column, name in names.items())
                + "."
            ),
        ),
        look_for=_before_after_look_for(frame, names),
        does_not_say=those(len(frame) and _NO_AIM, len(frame) and words.tired_from(line)),
    )


def _looks(count: int) -> list[SeriesStyle]:
    """Give today its own look, and each alternative another shape; from the fourth on they repeat."""
    return [REGION_STYLE, *(_ALTERNATIVES[number % len(_ALTERNATIVES)] for number in range(count - 1))]


def _most_to_see(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Choose the employers with the largest change, or number, of contacts, and keep their order."""
    if len(frame) <= words.MOST_ROWS:
        return frame
    most, least = frame[columns].max(axis=1), frame[columns].min(axis=1)
    order = pd.DataFrame({"change": most - least, "contacts": most})
    order = order.sort_values(["change", "contacts"], ascending=False, kind="stable")
    return frame.loc[sorted(order.index[: words.MOST_ROWS])].reset_index(drop=True)


def _before_after_title(frame: pd.DataFrame, names: dict[str, str], line: int) -> str:
    if frame.empty:
        return "No employer is on the map yet"
    (_, tired), *later = [(name, int((frame[column] >= line).sum())) for column, name in names.items()]
    now = f"Today {plural(tired, 'employer')} {'hears' if tired == 1 else 'hear'} from us {line} times a year or more"
    then = joined([f"{count} in “{name}”" for name, count in later])
    return f"{now}; it would be {then}" if later else now


def _before_after_look_for(frame: pd.DataFrame, names: dict[str, str]) -> tuple[str, ...]:
    today, sentences = frame[_TODAY], []
    for column, name in list(names.items())[1:]:
        change = frame[column] - today
        fell, rose = int((change < 0).sum()), int((change > 0).sum())
        less, more = f"fewer contacts with {words.employers(fell)}", f"more with {words.employers(rose)}"
        moved = those(fell and less, rose and more)
        sentences.append(f"{name}: {', '.join(moved) or 'no employer hears from us more or less often'}.")
    new, silent = (list(frame.loc[which, "employer"]) for which in (today.isna(), today == 0))
    return those(
        *sentences,
        new and f"Not on today's map, so nothing is said of them today: {words.named(new)}.",
        silent and f"No one reaches today: {words.named(silent)}.",
    )


def outreach_comparison(today: Outreach, *others: tuple[str, Outreach]) -> Chart:
    """Set today beside the alternatives, each of which has a name, in the same numbers."""
    names = {f"picture {place}": name for place, (name, _) in enumerate([("Today", today), *others])}
    numbers = [outreach.measures(picture) for _, picture in (("Today", today), *others)]
    rows = []
    for key, (title, kind) in _MEASURES.items():
        cells = [written(found[key], kind) for found in numbers]
        rows.append({"measure": title, **dict(zip(names, cells, strict=True))})
    now, *then = [written(found["contacts"], "count") for found in numbers]
    return Chart(
        name="outreach-comparison",
        title=f"{others[0][0]}: {then[0]} contacts a year instead of {now}"
        if others
        else f"Today: {now} contacts a year",
        subtitle="Today and the alternatives in the same numbers",
        mark=None,
        table=Table.of(rows, "Today and the alternatives", measure="Measure", **names),
        source=OURS,
        alternative="Table of measures, today and in the alternatives.",
        does_not_say=(_NO_AIM,),
    )
