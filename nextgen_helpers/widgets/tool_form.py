"""A tool of ours as a form: rows are offered to begin with, and names that the team has used."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.team.answers import answers_html, is_empty
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import names, tools
from nextgen_helpers.widgets.given_tables import GivenTables
from nextgen_helpers.words import joined

if TYPE_CHECKING:
    from collections.abc import Collection

_OFFERED: Final = "Offered to begin with, and not saved yet: the rows of"


class ToolForm(GivenTables):
    """A tool of ours; tables that the team has not begun are offered with their usual rows."""

    def load(self) -> None:
        """Show what is stored, and what is offered where nothing is."""
        super().load()
        offered = self._offered()
        if offered:
            self.form.answers = {**self.form.answers, **offered}
            self.form.notes = [*self.form.notes, self._offered_words(offered)]

    def suggestions(self) -> dict[str, list[str]]:
        """Offer the names that the team has used anywhere, and those of the columns that belong together."""
        return {**self.live.team.names(), **names.offered_names(self.exercise_id, self._stored_of)}

    def notes(self, stored: dict[str, Any]) -> list[str]:  # noqa: ARG002  (other tools count, too)
        """Say which names do not fit together."""
        return names.name_notes(self.exercise_id, self.names, self._stored_of)

    def watched(self) -> list[str]:
        """Follow the tools, too, whose names are offered here."""
        return [*super().watched(), *names.tools_with_names(self.exercise_id)]

    def refresh(self) -> None:
        """Follow what other forms of the notebook have saved: a name that was missing may stand there now."""
        super().refresh()
        if self._form is not None:
            with contextlib.suppress(UserError):
                kept = [note for note in self._form.notes if note.startswith(_OFFERED)]
                self._form.notes = [*self.notes(self._stored()), *kept]

    def html(self) -> str:
        """Write the answers, and what is offered where there are none."""
        offered = self._offered()
        stored = {**self._stored(), **offered}
        note = '<p class="mathjax_ignore ng-chart">Rows that are offered to begin with stand in it; they are not the team\'s yet.</p>'
        return answers_html(self.model, stored, self.names, self.title) + (note if offered else "")

    def _stored_of(self, tool_id: str) -> dict[str, Any]:
        """Give a tool's values; none where they fit this version no longer, so that this form opens all the same."""
        try:
            return self.live.team.stored(tool_id)
        except UserError:
            return {}

    def _offered_words(self, offered: Collection[str]) -> str:
        """Say of which tables rows are offered; the words stand below all tables, so that each is named."""
        titles = [f'"{field.text}"' for field in tools.tool(self.exercise_id).fields if field.id in offered]
        return f"{_OFFERED} {joined(titles)}. Change one, and the whole table is yours."

    def _offered(self) -> dict[str, Any]:
        stored = self._stored()
        return {
            name: rows
            for name, rows in tools.start_rows(self.exercise_id).items()
            if name in self.names and is_empty(stored[name])
        }
