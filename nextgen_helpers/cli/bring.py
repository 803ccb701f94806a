"""The command that brings in what a partner keeps."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nextgen_helpers.cli.answers import UrlOption
from nextgen_helpers.cli.printing import note, print_table
from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import for_terminal, json_text
from nextgen_helpers.places import users_path, write_whole
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from nextgen_helpers.bring.plan import Plan
    from nextgen_helpers.team_answers import Team

_SHOWN = 8


def bring(  # noqa: PLR0917  (as many as there are options)
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A list: xlsx, xls, ods, csv, tsv, text or GraphML; or an exported workspace.")] = None,
    region: Annotated[str, typer.Option("--region", metavar="REGION", help="Whose answers; a region, or a team such as tx-alamo--riverside.")] = "",
    into: Annotated[str, typer.Option("--into", metavar="TABLE", help="Which table, such as knocks; by default the one that the headings fit.")] = "",
    answer: Annotated[list[str] | None, typer.Option("--answer", metavar="NAME=VALUE", help="Answer a question; as often as needed.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be taken, and take nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, for scripts.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Take the rows without asking.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was brought in last.")] = False,
    template: Annotated[Path | None, typer.Option("--template", parser=users_path, metavar="OUT", help="Write an empty table to fill in (.xlsx, .csv).")] = None,
    save: Annotated[Path | None, typer.Option("--save", parser=users_path, metavar="OUT", help="Write the rows of a table; with --into kumu, the map (.xlsx, .graphml).")] = None,
    tables: Annotated[bool, typer.Option("--tables", help="List the tables.")] = False,
    url: UrlOption = None,
) -> None:  # fmt: skip
    """Bring a partner's list into a table of an exercise: found, matched, checked, and shown before anything is taken.

    For instance: nextgen bring contacts.xlsx --region tx-alamo; or
    nextgen bring contacts.xlsx --region tx-alamo --into knocks --dry-run
    """
    from nextgen_helpers.bring import store, targets, write  # noqa: PLC0415  (imports pandas)

    if tables:
        rows = [
            (item.id, item.title, ", ".join(item.fields[name].label for name in item.needed))
            for item in targets.targets().values()
        ]
        print_table(("Table", "What it is", "Needs"), rows)
        return
    if (template is not None or save is not None) and not into:
        raise UserError("Say which table, such as: --into knocks. All of them: nextgen bring --tables")
    if template is not None:
        content = write.template(targets.target(into), template.suffix.lower().removeprefix("."))
        write_whole(template, content)
        note(f"Wrote {template}; fill it in, and bring it.")
        return
    team = _team(region, url)
    with team.workspace:
        if save is not None:
            wanted = None if into.strip().lower() == write.KUMU else targets.target(into)
            note(f"Wrote {plural(write.save(team, wanted, save), 'row')} to {save}.")
        elif undo:
            note(f"Taken back: {store.said(store.undo(team))}")
        elif file is None:
            raise UserError("Which file? Such as: nextgen bring contacts.xlsx --region tx-alamo")
        elif not into and _holds_a_workspace(file):
            _bring_workspace(team, file, dry_run=dry_run, as_json=as_json)
        else:
            _bring_list(team, file, into, _answers(answer or []), dry_run=dry_run, as_json=as_json, yes=yes)


def _team(region: str, url: str | None) -> Team:
    from nextgen_helpers.team_answers import Team  # noqa: PLC0415

    if not region:
        raise UserError("Say whose answers, such as: --region tx-alamo")
    team = Team.open(region, url)
    if team.read_only:
        raise UserError(team.workspace.refusal)
    return team


def _answers(given: list[str]) -> dict[str, str]:
    found = {}
    for item in given:
        name, mark, value = item.partition("=")
        if not mark:
            raise UserError(f'"{item}" answers nothing; write it as NAME=VALUE, such as sheet=Contacts.')
        found[name.strip()] = value.strip()
    return found


def _holds_a_workspace(file: Path) -> bool:
    """Tell whether a file is an exported workspace, or a workspace itself."""
    try:
        with file.open("rb") as opened:
            start = opened.read(4_096)
        if start.startswith(b"SQLite format 3"):
            return True
        if start.lstrip().startswith(b"{"):
            return b"nextgen-workspace" in start
        if file.suffix.lower() == ".xlsx":
            from nextgen_helpers.bring.files import read_file  # noqa: PLC0415

            return {"about", "answers"} <= {sheet.name for sheet in read_file(file).sheets}
    except (OSError, UserError):
        return False
    return False


def _bring_workspace(team: Team, file: Path, *, dry_run: bool, as_json: bool) -> None:
    said = f"{file.name} holds a workspace; without --dry-run its answers are added, each once."
    if not dry_run:
        said = team.workspace.import_file(file).summary()
    note(json_text({"into": "workspace", "notes": [said]}) if as_json else said)


def _bring_list(
    team: Team, file: Path, into: str, given: dict[str, str], *, dry_run: bool, as_json: bool, yes: bool
) -> None:
    from nextgen_helpers.bring.files import read_file  # noqa: PLC0415
    from nextgen_helpers.bring.plan import make_plan  # noqa: PLC0415
    from nextgen_helpers.bring.store import said, standing_of, take  # noqa: PLC0415

    standing = standing_of(team)
    plan = make_plan(read_file(file, given.get("encoding", ""), _mark(given)), into, given, standing)
    asks = sys.stdin.isatty() and not as_json and not dry_run
    while asks and plan.questions:
        question = plan.questions[0]
        note(question.text)
        for number, (_, label) in enumerate(question.choices, start=1):
            note(f"  {number}  {label}")
        number = typer.prompt("Number", type=int)
        if 1 <= number <= len(question.choices):
            given[question.name] = question.choices[number - 1][0]
        plan = make_plan(read_file(file, given.get("encoding", ""), _mark(given)), into, given, standing)
    if as_json:
        # Texts of a list can hold letters that steer a terminal.
        note(json_text(plan.as_json()))
    else:
        _print(plan)
    if dry_run:
        return
    if plan.questions:
        first = plan.questions[0]
        raise UserError(
            f"Answer first, such as: --answer {first.name}={first.choices[0][0]}. Nothing was taken."
        )
    if not yes and not (asks and (plan.changes.new or plan.changes.changed) and typer.confirm("Take them?")):
        raise UserError("Nothing was taken. To take the rows without being asked, add --yes.")
    noted = take(team, plan)
    if not as_json:
        note(f"Taken: {said(noted)} To take it back: nextgen bring --undo --region {team.workspace.team_id}")


def _mark(given: dict[str, str]) -> str:
    from nextgen_helpers.bring.files import separators  # noqa: PLC0415

    return {name: mark for mark, name in separators()}.get(given.get("separator", ""), "")


def _print(plan: Plan) -> None:
    """Print the four parts: found, matched, checked, changed."""
    labels = {name: asked.label for name, asked in plan.target.fields.items()}
    row = f", headings in row {plan.heading_row}" if plan.heading_row else ", without headings"
    _line(f'Found: sheet "{plan.sheet}"{row}, for: {plan.target.title}')
    left_out = [f"Row {number} is left out: {reason}" for number, reason in plan.left_out[:_SHOWN]]
    for text in (*plan.notes, *left_out):
        _line(f"  {text}")
    note("Matched:")
    for column in plan.columns:
        what = labels.get(column.field, "left out")
        _line(f'  {column.letter}  "{column.heading}"  ->  {what}{f" ({column.why})" if column.why else ""}')
    note("Checked:")
    able = f"{plural(len(plan.rows), 'row')} can be taken"
    _line(f"  {able}, {len(plan.refused):,} cannot, {len(plan.waiting):,} wait for an answer.")
    for problem in plan.refused[:_SHOWN]:
        _line(f"  {problem}")
    if len(plan.refused) > _SHOWN:
        _line(f"  And {len(plan.refused) - _SHOWN:,} more like these.")
    for question in plan.questions:
        choices = "; ".join(f"{value}: {label}" for value, label in question.choices[:_SHOWN])
        _line(f"  Question {question.name}: {question.text} ({choices})")
    changes = plan.changes
    note(
        f"Changed: {len(changes.new):,} new, {len(changes.changed):,} changed, {changes.same:,} the same, {len(changes.gone):,} gone."
    )
    for fresh in changes.new[:_SHOWN]:
        _line(f"  + {_said(fresh, labels)}")
    for before, after in changes.changed[:_SHOWN]:
        moved = {name: value for name, value in after.items() if before.get(name) != value}
        other = {name: f"{before.get(name)} -> {value}" for name, value in moved.items()}
        known = {name: after[name] for name in plan.target.keys}
        _line(f"  ~ {_said(known, labels)}: {_said(other, labels)}")


def _said(values: dict[str, Any], labels: dict[str, str]) -> str:
    return "; ".join(
        f"{labels[name]}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in values.items()
        if value not in (None, "", [])
    )


def _line(text: str) -> None:
    note(for_terminal(text.replace("\n", " ")))
