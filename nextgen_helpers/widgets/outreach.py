"""Many Tables, Many Knocks in a notebook: the forms of the map and of its alternatives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from nextgen_helpers.charts.team.answers import answers_html
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import outreach
from nextgen_helpers.toolkit.exercises import OUTREACH, OUTREACH_SCENARIOS, Alternative, ChangeRow, Scenarios
from nextgen_helpers.toolkit.one_name import SAME_NAMES
from nextgen_helpers.views.live import LiveTeam
from nextgen_helpers.views.outreach import ALTERNATIVES
from nextgen_helpers.widgets.form import Checked, check_field, field_specs
from nextgen_helpers.widgets.kept import KeptForm
from nextgen_helpers.widgets.same_names import TITLE
from nextgen_helpers.widgets.sheet_form import GivenTables
from nextgen_helpers.words import plural

Which = Literal["ideal", "real"]


class OutreachForm(GivenTables):
    """A part of the map: tables, knocks, or the partners and employers on it."""

    def suggestions(self) -> dict[str, list[str]]:
        """Offer the names that stand on the map or in another exercise, so that nobody has two names and none is typed twice."""
        picture, elsewhere = self.live.team.outreach(), self.live.team.names()
        organizations = _each_once(outreach.organizations(picture), elsewhere["organizations"])
        employers = _each_once(outreach.employers(picture)["employer"], elsewhere["employers"])
        return {
            "organizations": organizations,
            "employers": employers,
            "everybody": _each_once(organizations, employers),
            "tables": elsewhere["tables"],
        }

    def notes(self, stored: dict[str, Any]) -> list[str]:  # noqa: ARG002
        """Say how many names may be one."""
        count = len(self.live.team.spellings().undecided)
        look = plural(count, "pair of names looks", "pairs of names look")
        return [f'{look} alike; see "{TITLE}".'] if count else []

    def watched(self) -> list[str]:
        """Follow what is decided about names."""
        return [*super().watched(), SAME_NAMES]

    def refresh(self) -> None:
        """Say how many names are left to decide about."""
        super().refresh()
        if self._form is not None:
            self._form.notes = self.notes({})


class AlternativeForm(KeptForm):
    """The form of the ideal or of the real alternative.

    which : ``ideal`` or ``real``.
    Raises UserError: it is another word.
    """

    def __init__(self, live: LiveTeam, which: object) -> None:
        if which not in ALTERNATIVES:
            raise UserError(f'The alternatives are ideal and real; there is none called "{which}".')
        self._which: Which = "ideal" if which == "ideal" else "real"
        super().__init__(live, OUTREACH_SCENARIOS, ["changes", "note"], ALTERNATIVES[self._which])
        live.watch(f"alternative {self._which} follows the map", [OUTREACH], self.refresh)

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
        if name == "changes":
            value = [ChangeRow.model_validate(row).change().model_dump(mode="json") for row in value]
        return {**stored, self._which: {**stored[self._which], name: value}}

    def notes(self, stored: dict[str, Any]) -> list[str]:  # noqa: ARG002
        """Say which changes cannot be made on today's map."""
        return list(self.live.team.alternative(self._which)[1])

    def suggestions(self) -> dict[str, list[str]]:
        """Offer the names that stand on the map."""
        picture = self.live.team.outreach()
        return {
            "organizations": outreach.organizations(picture),
            "employers": sorted(outreach.employers(picture)["employer"], key=str.casefold),
            "tables": [table.name for table in picture.tables],
        }

    def html(self) -> str:
        """Write the changes and the note."""
        return answers_html(Alternative, self.shown(self._stored()), self.names, self.title)

    def refresh(self) -> None:
        """Follow the map."""
        super().refresh()
        self.form.notes = self.notes({})


def _each_once(*lists: Iterable[str]) -> list[str]:
    """Bring lists of names together, in alphabetical order."""
    return sorted({name for names in lists for name in names}, key=str.casefold)
