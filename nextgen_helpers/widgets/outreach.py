"""Many Tables, Many Knocks in a notebook: the map, what it shows, and the alternatives."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from nextgen_helpers import charts
from nextgen_helpers.charts.answers import Bundle, answers_html, said
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import outreach as measures
from nextgen_helpers.toolkit import outreach_files
from nextgen_helpers.toolkit.examples import outreach_example as example
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    OUTREACH_SCENARIOS,
    Alternative,
    ChangeRow,
    Scenarios,
)
from nextgen_helpers.widgets.form import Checked, check_field, field_specs
from nextgen_helpers.widgets.given_tables import read_given
from nextgen_helpers.widgets.kept import KeptForm
from nextgen_helpers.widgets.live import Pieces, View
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nextgen_helpers.charts import Chart
    from nextgen_helpers.team import Team
    from nextgen_helpers.widgets.live import LiveTeam

__all__ = [
    "outreach_alternative",
    "outreach_comparison",
    "outreach_example",
    "outreach_knocks",
    "outreach_partners",
    "outreach_picture",
    "outreach_tables",
]

Which = Literal["ideal", "real"]
_TITLES: Final[dict[str, str]] = {"ideal": "The ideal alternative", "real": "The real alternative"}
_MOST_PROBLEMS: Final = 50
_MOST_NAMES: Final = 5
_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class OutreachForm(KeptForm):
    """A part of the map: tables, knocks, or the partners and employers on it."""

    def suggestions(self) -> dict[str, list[str]]:
        """Offer the names that stand on the map already, so that nobody is on it under two names."""
        picture = self.live.team.outreach()
        organizations = measures.organizations(picture)
        employers = sorted(measures.employers(picture)["employer"], key=str.casefold)
        return {
            "organizations": organizations,
            "employers": employers,
            "everybody": sorted({*organizations, *employers}, key=str.casefold),
        }

    def notes(self, stored: dict[str, Any]) -> list[str]:  # noqa: ARG002
        """Say which names look like one name in two spellings."""
        return [
            f'"{one}" and "{other}" look like one name in two spellings; if they are, write both the same way.'
            for one, other in measures.similar_names(self.live.team.outreach())[:_MOST_NAMES]
        ]

    def heard(self, message: dict[str, Any], buffers: list[memoryview]) -> None:
        """Read a pasted table or a file, show what is in it, and take it when the team says so."""
        name, form = message.get("name"), self.form
        if name not in self.names or name not in ("tables", "knocks"):
            return
        kind = message.get("kind")
        if kind == "template":
            self._offer_template(name, str(message.get("ending")))
        elif kind in ("paste", "file"):
            try:
                found = _read(message, buffers)
                form.previews = {name: self._preview(name, found)}
            except UserError as error:
                form.previews = {name: {"text": str(error), "problems": [], "rows": []}}
        elif kind == "take":
            rows = form.previews.get(name, {}).get("rows", [])
            form.previews = {}
            self.changed(name, [*form.answers.get(name, []), *rows])
        elif kind == "leave":
            form.previews = {}

    def _preview(self, name: str, found: outreach_files.Read) -> dict[str, Any]:
        rows = [row.model_dump(mode="json") for row in getattr(found, name)]
        other = found.tables if name == "knocks" else found.knocks
        if other and not rows:
            there, here = ("tables", "knocks") if name == "knocks" else ("knocks", "tables")
            raise UserError(
                f"These are {there}; take them into the form for the {there}, this one is for the {here}."
            )
        known = self._base.get(name, [])
        fresh = [row for row in rows if row not in known]
        texts = [f"{plural(len(fresh), 'row')} can be added." if fresh else "There is no row to add."]
        if name == "knocks" and any("contacts_a_year" not in row.model_fields_set for row in found.knocks):
            texts.append("A row without a number of contacts counts as one a year.")
        if len(fresh) < len(rows):
            texts.append(
                f"{plural(len(rows) - len(fresh), 'row')} stand{'s' if len(rows) - len(fresh) == 1 else ''} on the map already."
            )
        problems = [str(problem) for problem in found.problems]
        if problems:
            texts.append(
                f"{len(problems):,} {'place needs' if len(problems) == 1 else 'places need'} mending in the spreadsheet first:"
            )
        if len(problems) > _MOST_PROBLEMS:
            problems = [*problems[:_MOST_PROBLEMS], f"There are {len(problems) - _MOST_PROBLEMS:,} more."]
        return {
            "text": " ".join(texts),
            "problems": problems,
            "rows": fresh,
            "take": f"Add {plural(len(fresh), 'row')}",
        }

    def _offer_template(self, name: str, ending: str) -> None:
        if ending not in _TYPES:
            return
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{name}.{ending}"
            outreach_files.write_template(file, name)
            self.form.offer(file.name, _TYPES[ending], file.read_bytes())


def outreach_tables(live: LiveTeam) -> OutreachForm:
    """Show the tables of the map as an editable list, which can also be pasted or imported.

    Parameters
    ----------
    live : the team, from :func:`nextgen_helpers.widgets.team`.
    """
    return OutreachForm(live, OUTREACH, ["tables"], "The many tables", imports=True)


def outreach_knocks(live: LiveTeam) -> OutreachForm:
    """Show the knocks of the map as an editable list, which can also be pasted or imported.

    Parameters
    ----------
    live : the team.
    """
    return OutreachForm(live, OUTREACH, ["knocks"], "The many knocks", imports=True)


def outreach_partners(live: LiveTeam) -> OutreachForm:
    """Show who else belongs on the map, and from when on an employer counts as tired.

    Parameters
    ----------
    live : the team.
    """
    names = ["organizations", "employers", "fatigue_threshold"]
    return OutreachForm(live, OUTREACH, names, "Partners, employers, and how much is too much")


def outreach_picture(live: LiveTeam) -> View:
    """Show what the map says; it follows every change.

    Parameters
    ----------
    live : the team.
    """
    return View(live, "outreach picture", [OUTREACH], lambda team: _bundles(_pictures(team)), 18)


def _pictures(team: Team) -> list[Chart]:
    picture = team.outreach()
    if not picture.knocks and not picture.tables:
        return [charts.outreach_network(picture)]
    return [
        charts.outreach_network(picture),
        charts.outreach_heat_table(picture),
        charts.outreach_redundancy(picture),
        charts.outreach_tables(picture),
        charts.outreach_overlap(picture),
        charts.outreach_gaps(picture),
    ]


# -- alternatives -----------------------------------------------------------------------------------------


class AlternativeForm(KeptForm):
    """The form of the ideal or of the real alternative.

    Parameters
    ----------
    live : the team.
    which : ``ideal`` or ``real``.
    """

    def __init__(self, live: LiveTeam, which: Which) -> None:
        super().__init__(live, OUTREACH_SCENARIOS, ["changes", "note"], _TITLES[which])
        self._which: Which = which

    def specs(self) -> list[dict[str, Any]]:
        """Describe the fields."""
        return field_specs(Alternative)

    def check(self, name: str, typed: Any) -> Checked:
        """Check the rows, or the note."""
        return check_field(Alternative, name, typed)

    def shown(self, stored: dict[str, Any]) -> dict[str, Any]:
        """Give the changes as rows."""
        scenario = getattr(Scenarios.model_validate(stored), self._which)
        return Alternative.of(scenario).model_dump(mode="json")

    def with_field(self, stored: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
        """Put the rows back as changes."""
        own = dict(stored[self._which])
        own[name] = (
            [ChangeRow.model_validate(row).change().model_dump(mode="json") for row in value]
            if name == "changes"
            else value
        )
        return {**stored, self._which: own}

    def notes(self, stored: dict[str, Any]) -> list[str]:  # noqa: ARG002
        """Say which changes cannot be made on today's map."""
        return list(self.live.team.alternative(self._which)[1])

    def suggestions(self) -> dict[str, list[str]]:
        """Offer the names that stand on the map."""
        picture = self.live.team.outreach()
        return {
            "organizations": measures.organizations(picture),
            "employers": sorted(measures.employers(picture)["employer"], key=str.casefold),
            "tables": [table.name for table in picture.tables],
        }

    def html(self) -> str:
        """Write the changes and the note."""
        return answers_html(Alternative, self.shown(self._stored()), self.names, self.title)

    def refresh(self) -> None:
        """Follow the map."""
        super().refresh()
        self.form.notes = self.notes({})


def outreach_alternative(live: LiveTeam, which: Which) -> AlternativeForm:
    """Show an alternative to today's map as a list of changes.

    Parameters
    ----------
    live : the team.
    which : ``ideal`` or ``real``.

    Raises
    ------
    UserError : it is another word.
    """
    if which not in _TITLES:
        raise UserError(f'The alternatives are ideal and real; there is none called "{which}".')
    form = AlternativeForm(live, which)
    live.watch(f"alternative {which} follows the map", [OUTREACH], form.refresh)
    return form


def outreach_comparison(live: LiveTeam) -> View:
    """Show today, the ideal and the real alternative in the same figures.

    Parameters
    ----------
    live : the team.
    """
    return View(live, "outreach comparison", [OUTREACH, OUTREACH_SCENARIOS], _compared, 12)


def _compared(team: Team) -> list[Bundle]:
    picture, alternatives = team.outreach(), team.alternatives()
    others = [
        (_TITLES[which], team.alternative(which)[0])
        for which in ("ideal", "real")
        if getattr(alternatives, which).changes
    ]
    if not others:
        return [
            said("There is no alternative yet: note its changes above, and it is compared with today here.")
        ]
    pictures = [
        charts.outreach_comparison(picture, *others),
        charts.outreach_before_after(picture, *others),
        *(_named(charts.outreach_network(other), name) for name, other in others),
    ]
    return _bundles(pictures)


def _named(chart: Chart, name: str) -> Chart:
    """Say of which picture a chart is."""
    from dataclasses import replace  # noqa: PLC0415

    anchor = f"{chart.name}-{name.split()[1].lower()}"
    return replace(
        chart,
        name=anchor,
        title=f"{name}: {chart.title[0].lower() if chart.title.startswith('No ') else chart.title[0]}{chart.title[1:]}",
    )


# -- for teaching -----------------------------------------------------------------------------------------


def outreach_example() -> Pieces:
    """Show the map of an invented region and its alternatives, for teaching."""
    found = example()
    shown = (
        charts.outreach_network(found.today, invented=True),
        charts.outreach_redundancy(found.today, invented=True),
        charts.outreach_tables(found.today, invented=True),
        charts.outreach_comparison(found.today, *found.alternatives, invented=True),
        charts.outreach_before_after(found.today, *found.alternatives, invented=True),
    )
    return Pieces([said(found.text, heading=found.title), *_bundles(shown)])


# -- reading ----------------------------------------------------------------------------------------------


def _read(message: dict[str, Any], buffers: Sequence[memoryview]) -> outreach_files.Read:
    kind = message["name"]
    return read_given(
        message,
        buffers,
        lambda text: outreach_files.parsed(text, "what was pasted", kind),
        lambda file: outreach_files.read_file(file, kind),
    )


def _bundles(pictures: Sequence[Chart]) -> list[Bundle]:
    return [bundle for picture in pictures for bundle in picture.mime_bundles()]
