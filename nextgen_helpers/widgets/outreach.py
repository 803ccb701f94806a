"""Many Tables, Many Knocks in a notebook: the forms of the map and of its alternatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from nextgen_helpers.charts.team.answers import answers_html
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import outreach as measures
from nextgen_helpers.toolkit import outreach_files
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    OUTREACH_SCENARIOS,
    Alternative,
    ChangeRow,
    Scenarios,
)
from nextgen_helpers.views.outreach import ALTERNATIVES
from nextgen_helpers.widgets.form import Checked, check_field, field_specs
from nextgen_helpers.widgets.given_tables import GivenTables, preview, read_given
from nextgen_helpers.widgets.kept import KeptForm

if TYPE_CHECKING:
    from pathlib import Path

    from nextgen_helpers.views.live import LiveTeam

Which = Literal["ideal", "real"]
_MOST_NAMES: Final = 5


class OutreachForm(GivenTables):
    """A part of the map: tables, knocks, or the partners and employers on it."""

    offers_for = ("tables", "knocks")

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

    def offered(self, name: str, message: dict[str, Any], buffers: list[memoryview]) -> dict[str, Any]:
        """Read a pasted table or a file, and say which rows can be added."""
        found = read_given(
            message,
            buffers,
            lambda text: outreach_files.parsed(text, "what was pasted", name),
            lambda file: outreach_files.read_file(file, name),
        )
        rows = [row.model_dump(mode="json") for row in getattr(found, name)]
        other = found.tables if name == "knocks" else found.knocks
        if other and not rows:
            there, here = ("tables", "knocks") if name == "knocks" else ("knocks", "tables")
            raise UserError(
                f"These are {there}; take them into the form for the {there}, this one is for the {here}."
            )
        known = self._base.get(name, [])
        fresh = [row for row in rows if row not in known]
        counted = all("contacts_a_year" in row.model_fields_set for row in found.knocks)
        notes = (
            []
            if counted or name != "knocks"
            else ["A row without a number of contacts counts as one a year."]
        )
        problems = [str(problem) for problem in found.problems]
        return preview(fresh, len(rows) - len(fresh), "on the map", problems, notes)

    def write_template(self, file: Path, name: str) -> None:
        """Write an empty table to fill in."""
        outreach_files.write_template(file, name)


def outreach_tables(live: LiveTeam) -> OutreachForm:
    """Show the tables of the map as an editable list, which can also be pasted or imported."""
    return OutreachForm(live, OUTREACH, ["tables"], "The many tables", imports=True)


def outreach_knocks(live: LiveTeam) -> OutreachForm:
    """Show the knocks of the map as an editable list, which can also be pasted or imported."""
    return OutreachForm(live, OUTREACH, ["knocks"], "The many knocks", imports=True)


def outreach_partners(live: LiveTeam) -> OutreachForm:
    """Show who else belongs on the map, and from when on an employer counts as tired."""
    names = ["organizations", "employers", "fatigue_threshold"]
    return OutreachForm(live, OUTREACH, names, "Partners, employers, and how much is too much")


class AlternativeForm(KeptForm):
    """The form of the ideal or of the real alternative.

    Parameters
    ----------
    live : the team.
    which : ``ideal`` or ``real``.
    """

    def __init__(self, live: LiveTeam, which: Which) -> None:
        super().__init__(live, OUTREACH_SCENARIOS, ["changes", "note"], ALTERNATIVES[which])
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
    if which not in ALTERNATIVES:
        raise UserError(f'The alternatives are ideal and real; there is none called "{which}".')
    form = AlternativeForm(live, which)
    live.watch(f"alternative {which} follows the map", [OUTREACH], form.refresh)
    return form
