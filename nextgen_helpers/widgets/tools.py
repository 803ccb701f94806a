"""The tools of our own as forms, and what follows from them in Steps 1 to 3."""

from __future__ import annotations

import contextlib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.answers import Bundle, answers_html, is_empty, said, table_bundle
from nextgen_helpers.charts.findings import finding_list
from nextgen_helpers.charts.partners import contact_matrix as matrix_chart
from nextgen_helpers.charts.partners import convener_scores
from nextgen_helpers.charts.partners import universe_of_connections as universe_chart
from nextgen_helpers.charts.tables import Column, Table
from nextgen_helpers.charts.talking_points import needs_answers, sector_points
from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.toolkit import connections, findings, names, planning, tools
from nextgen_helpers.toolkit.answer_types import Asked, asked_fields, row_model
from nextgen_helpers.widgets.kept import KeptForm
from nextgen_helpers.widgets.live import View
from nextgen_helpers.words import joined, plural, weekday_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from nextgen_helpers.team import Team
    from nextgen_helpers.widgets.live import LiveTeam

__all__ = [
    "agenda",
    "back_plan",
    "call_status",
    "champions",
    "contact_matrix",
    "convener_comparison",
    "regional_needs",
    "scope_check",
    "talking_points",
    "tool",
    "universe_of_connections",
]

_OFFERED: Final = "Offered to begin with, and not saved yet: the rows of"


class ToolForm(KeptForm):
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

    def put_away(self, name: str, *, take: bool) -> None:
        """Take the rows of a preview into their table, below what was typed, or leave them; the preview goes either way."""
        rows = self.form.previews.get(name, {}).get("rows", [])
        self.form.previews = {key: shown for key, shown in self.form.previews.items() if key != name}
        if take and rows:
            self.changed(name, [*self.form.answers.get(name, []), *rows])

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


def tool(live: LiveTeam, tool_id: str, fields: Sequence[str] | None = None) -> ToolForm:
    """Show a tool of ours as a form.

    Parameters
    ----------
    live : the team, from :func:`nextgen_helpers.widgets.team`.
    tool_id : such as ``partner_roster``.
    fields : ids of the questions and tables that are shown; by default all.

    Raises
    ------
    UserError : there is no such tool or field.
    """
    sheet = tools.tool(tool_id)
    known = [field.id for field in sheet.fields]
    unknown = [name for name in fields or () if name not in known]
    if unknown:
        raise UserError(f'The tool "{sheet.title}" has no field "{unknown[0]}"; it has: {", ".join(known)}.')
    title = sheet.title
    if fields is not None and len(fields) == 1:
        title = f"{sheet.title}: {next(field.text for field in sheet.fields if field.id == fields[0])}"
    return _OWN_FORMS.get(tool_id, ToolForm)(live, tool_id, fields, title)


_OWN_FORMS: Final[dict[str, type[ToolForm]]] = {}


def own_form(tool_id: str, form: type[ToolForm]) -> None:
    """Let a tool have a form that does more than its sheet says, such as reading a spreadsheet."""
    _OWN_FORMS[tool_id] = form


# -- Step 1 ---------------------------------------------------------------------------------------------


def universe_of_connections(live: LiveTeam) -> View:
    """Show the partners on two rings with the ties between them, and what is missing.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        roster, ties = team.rows("partner_roster", "partners"), team.rows("connections", "ties")
        kinds = tools.column_choices("partner_roster", "partners", "kind")
        chart = universe_chart(connections.universe(roster, ties), kinds)
        checks = findings.support_team(roster, team.rows("roles_and_commitments", "commitments"))
        return [*chart.mime_bundles(), *finding_list("The support team", checks).mime_bundles()]

    watched = ("partner_roster", "connections", "roles_and_commitments")
    return View(live, "universe of connections", watched, pieces, 4)


def agenda(live: LiveTeam, tool_id: str) -> View:
    """Show an agenda with its clock times.

    Parameters
    ----------
    live : the team.
    tool_id : a tool with a table ``items`` and a field ``start_time``, such as ``work_session_agenda``.

    Raises
    ------
    UserError : the tool is no agenda.
    """
    sheet = tools.tool(tool_id)
    if not {"items", "start_time"} <= {field.id for field in sheet.fields}:
        raise UserError(f'"{sheet.title}" is no agenda.')
    columns = asked_fields(row_model(tools.tool_model(tool_id), "items"))

    def pieces(team: Team) -> list[Bundle]:
        stored = team.stored(tool_id)
        rows = stored["items"] or tools.start_rows(tool_id).get("items", [])
        slots = planning.agenda_slots(planning.clock_time(stored["start_time"]), rows)
        others = [name for name in columns if name != "minutes"]
        frame = [
            {
                "time": f"{slot.begin} to {slot.end}" if slot.begin else "",
                "minutes": slot.minutes,
                **{n: _as_read(columns[n], slot.columns.get(n)) for n in others},
            }
            for slot in slots
        ]
        total = sum(slot.minutes for slot in slots)
        heading = f"{sheet.title}: {plural(total, 'minute')}" + (
            f", until {slots[-1].end}" if slots and slots[-1].end else ""
        )
        note = "" if stored["items"] else "The usual items, to begin with; they are not the team's yet."
        table = Table(
            _frame(frame, ["time", "minutes", *others]),
            (
                Column("time", "Time"),
                Column("minutes", "Minutes", "count"),
                *(Column(n, columns[n].label) for n in others),
            ),
            sheet.title,
        )
        return [table_bundle(heading, table, note)]

    return View(live, f"agenda {tool_id}", [tool_id], pieces, 1)


# -- Step 2 ---------------------------------------------------------------------------------------------


def scope_check(live: LiveTeam) -> View:
    """Say whether sector and area are neither too wide nor too narrow, from the checker and the figures.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        sector = team.sector()
        checks = findings.scope(team.stored("scope_checker"), len(team.region.counties), sector)
        listed = finding_list("The scope", checks).mime_bundles()
        return [*listed, *sector_points(profile(team.region), sector).mime_bundles()] if sector else listed

    return View(live, "scope check", ("scope_checker", "sector_choice"), pieces, 2)


def regional_needs(live: LiveTeam) -> View:
    """Answer the five questions of the needs assessment from the region's figures, as far as these go.

    Parameters
    ----------
    live : the team.
    """
    return View(
        live,
        "regional needs",
        ("sector_choice",),
        lambda team: needs_answers(profile(team.region), team.sector()).mime_bundles(),
        1,
    )


# -- Step 3 ---------------------------------------------------------------------------------------------


def convener_comparison(live: LiveTeam) -> View:
    """Set possible conveners side by side.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        shown = []
        for table in ("candidates", "duties"):
            scores = {
                name: field.label
                for name, field in asked_fields(
                    row_model(tools.tool_model("convener_comparison"), table)
                ).items()
                if field.kind == "number"
            }
            shown += convener_scores(team.rows("convener_comparison", table), scores).mime_bundles()
        return shown

    return View(live, "convener comparison", ("convener_comparison",), pieces, 6)


def contact_matrix(live: LiveTeam) -> View:
    """Show which partner reaches which company, and whom nobody reaches.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        rows = team.rows("contact_matrix", "contacts")
        companies = [row["company"] for row in team.rows("invitation_list", "companies")]
        return list(matrix_chart(rows, companies).mime_bundles())

    return View(live, "contact matrix", ("contact_matrix", "invitation_list"), pieces, 3)


def champions(live: LiveTeam) -> View:
    """Say how many champions are won, and where the profile has a gap.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        found = findings.champions(team.rows("champion_profile", "leaders"))
        return list(finding_list("Champions", found).mime_bundles())

    return View(live, "champions", ("champion_profile",), pieces, 1)


def talking_points(live: LiveTeam) -> View:
    """Give sentences for a talk with a business leader, from the region's own figures.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        sector = team.sector()
        if not sector:
            return [said("Choose a sector in Step 2 first: the talking points are about it.")]
        return list(sector_points(profile(team.region), sector).mime_bundles())

    return View(live, "talking points", ("sector_choice",), pieces, 1)


def back_plan(live: LiveTeam) -> View:
    """Count back from the day of the launch, by both of the toolkit's rules for the invitations.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        plan = team.stored("launch_plan")
        checks = finding_list(
            "Invitations and launch",
            findings.launch_dates(plan),
            "The toolkit asks for three to four weeks in one place and for a month in another; with 30 days both are kept.",
        ).mime_bundles()
        if not plan["launch_date"]:
            return checks
        dates = planning.back_dates(
            date.fromisoformat(plan["launch_date"]), datetime.now().astimezone().date()
        )
        frame = [
            {
                "days": f"{item.days_before}",
                "when": weekday_words(item.first)
                if item.first == item.last
                else f"{weekday_words(item.first)} to {weekday_words(item.last)}",
                "task": item.task,
                "rule": "toolkit" if item.source == "toolkit" else "ours",
                "state": "the day is over" if item.late else "",
            }
            for item in dates
        ]
        table = Table(
            _frame(frame, ["days", "when", "task", "rule", "state"]),
            (
                Column("task", "What"), Column("when", "When"), Column("days", "Days before", "text"),
                Column("rule", "Whose rule"), Column("state", "Today"),
            ),
            "Back from the day of the launch",
        )  # fmt: skip
        heading = f"Back from {weekday_words(date.fromisoformat(plan['launch_date']))}"
        return [*checks, table_bundle(heading, table, "")]

    return View(live, "back plan", ("launch_plan",), pieces, 2)


def call_status(live: LiveTeam) -> View:
    """Say how many of the invited companies were called, and what came of it.

    Parameters
    ----------
    live : the team.
    """

    def pieces(team: Team) -> list[Bundle]:
        calls = team.rows("call_log", "calls")
        invited = {row["company"] for row in team.rows("invitation_list", "companies")}
        newest = {row["company"]: row for row in calls}  # the last call of a company counts
        if not invited and not newest:
            return [said("Nobody is invited and nobody is called yet.")]
        everyone = invited | newest.keys()
        results = tools.column_choices("call_log", "calls", "result")
        counts = {
            title: sum(row.get("result") == result for row in newest.values())
            for result, title in results.items()
        }
        silent = sorted(invited - newest.keys(), key=str.casefold)
        texts = [
            f"{len(newest)} of {plural(len(everyone), 'company', 'companies')} called.",
            *(f"{title}: {count}." for title, count in counts.items() if count),
        ]
        if silent:
            more = " and others" if len(silent) > 8 else ""  # noqa: PLR2004
            texts.append(f"Not called yet: {', '.join(silent[:8])}{more}.")
        return [said(" ".join(texts), heading="Calls")]

    return View(live, "call status", ("call_log", "invitation_list"), pieces, 1)


def _as_read(column: Asked, value: Any) -> str:
    """Give what a person reads for a stored value."""
    return dict(column.choices).get(value, str(value or ""))


def _frame(rows: list[dict[str, Any]], columns: list[str]) -> Any:
    import pandas as pd  # noqa: PLC0415

    return pd.DataFrame(rows, columns=columns)
