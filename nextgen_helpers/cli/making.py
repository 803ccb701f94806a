"""Commands that make reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nextgen_helpers.cli.options import CountiesOption, NameOption, StateOption, YearOption, chosen_region
from nextgen_helpers.cli.printing import Progress, complain, interruptible, note, print_table
from nextgen_helpers.errors import UserError

if TYPE_CHECKING:
    from nextgen_helpers.regions import Region
    from nextgen_helpers.reports import ReportResult, ReportTask


def report(  # noqa: PLR0917
    region: Annotated[
        list[str] | None, typer.Argument(metavar="REGION...", help="One or more ids of regions or teams.")
    ] = None,
    all_regions: Annotated[bool, typer.Option("--all", help="All regions.")] = False,
    state: StateOption = None,
    year: YearOption = None,
    out: Annotated[
        str, typer.Option("--out", help="Folder for the reports, or an address such as s3://bucket/reports.")
    ] = "reports",
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", help="How many at a time; by default one more than there are processors."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be made.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Make again what is there already, made of the same.")
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="Address of a Dask cluster that makes them: tcp://host:8786."),
    ] = None,
    interactive: Annotated[
        bool,
        typer.Option("--interactive", help="Charts that react to the pointer (needs its script next to it)."),
    ] = False,
    team: Annotated[
        bool,
        typer.Option("--team/--no-team", help="With the answers of the region's team, where there are any."),
    ] = True,
    kind: Annotated[
        str,
        typer.Option("--kind", help="labor-market, or partnership: the team's own plan with the figures."),
    ] = "labor-market",
    counties: CountiesOption = None,
    name: NameOption = None,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline",
            help="Do not ask BLS for newer industries; NEXTGEN_OFFLINE=1 says so for all reports.",
        ),
    ] = False,
) -> None:
    """Make reports: one page (HTML) and one workbook (Excel) a region, and an index for several.

    For instance: nextgen report tx-greater-dallas; or
    nextgen report --all --state TX --out reports

    Where BLS has published newer industries than are on this computer, they are fetched first; without a network it goes on.
    A report that is there already is made again only when its figures, its team's answers, the notebook or the version have changed.
    """
    if not dry_run and scheduler is None:
        from nextgen_helpers.kernels.provisioner import call_ahead  # noqa: PLC0415

        call_ahead()  # it gets ready while this process imports pandas
    from nextgen_helpers.reports.batch import run_reports  # noqa: PLC0415
    from nextgen_helpers.reports.tasks import plan_reports  # noqa: PLC0415

    chosen = _report_regions(region or [], state, counties, name, everything=all_regions, save=not dry_run)
    if not (dry_run or offline or scheduler):  # on a cluster, all computers must have the same figures
        _fetch_newer(chosen, year)
    tasks = plan_reports(chosen, year, out, interactive=interactive, team=team, kind=_report_kind(kind))
    if dry_run:
        _print_plan(tasks)
        return
    if len(tasks) == 1 and tasks[0].problem:
        raise UserError(tasks[0].problem)
    with interruptible(), Progress(len(tasks)) as step:
        results = run_reports(tasks, jobs, step, force=force, scheduler=scheduler)
    _print_results(results, out)
    if any(result.status != "ok" for result in results):
        raise typer.Exit(1)


def _fetch_newer(regions: Sequence[Region], year: int | None) -> None:
    """Ask BLS once for all regions, where their industries are older than they could be."""
    from nextgen_helpers.lmi.freshness import fetch_newest, is_offline, wish_for  # noqa: PLC0415

    wish = None if is_offline() else wish_for(regions, year=year)
    if wish is None:
        return
    note(wish.sentence())
    with interruptible(), Progress(wish.files) as step:
        said = fetch_newest(wish, progress=step)
    note(said)


def _report_regions(
    ids: Sequence[str],
    state: str | None,
    counties: str | None,
    name: str | None,
    *,
    everything: bool,
    save: bool,
) -> list[Region]:
    from nextgen_helpers.regions import find_regions, region_problems, save_region  # noqa: PLC0415

    if counties is not None:
        own = chosen_region(ids[0] if ids else None, counties, name)
        if not name:
            raise UserError('A report of your own counties needs a name: add --name "My region".')
        if save:
            path = save_region(own)
            note(f'"{own.name}" is saved as {own.id} in {path}.')
        return [own]
    if name:
        raise UserError("--name goes with --counties; a region that is known has its name already.")
    if everything or (state is not None and not ids):
        if ids:
            raise UserError("Give region ids or --all, not both.")
        found = find_regions("", state)
        # Who asks for all of them does not see by the reports that one is left out.
        for problem in region_problems():
            complain(problem)
        if not found:
            raise UserError(f"No region is in {state}. See: nextgen regions")
        return found
    if not ids:
        raise UserError("Which region? Give one or more ids (see: nextgen regions), or --all.")
    chosen = [_region_or_team(region_id) for region_id in ids]
    return list({item.id: item for item in chosen}.values())


def _region_or_team(name: str) -> Region:
    """Look a region up; a team's id gives its region under the team's own id and name, so that its report has files of its own."""
    from nextgen_helpers.regions import get_region  # noqa: PLC0415

    if "--" not in name:
        return get_region(name)
    from nextgen_helpers.teams import find_team  # noqa: PLC0415

    team = find_team(name)
    region = get_region(team.region_id)
    return replace(region, id=team.id, name=f"{team.name} ({region.name})")


def _print_plan(tasks: Sequence[ReportTask]) -> None:
    rows = [
        (task.region_id, task.region_name, str(task.year or "-"), task.problem or ", ".join(task.files))
        for task in tasks
    ]
    print_table(("Region", "Name", "Year", "Would make"), rows)
    able = sum(not task.problem for task in tasks)
    note(f"{able} of {len(tasks)} reports can be made. Nothing was written.")


def _print_results(results: Sequence[ReportResult], out: str) -> None:
    from nextgen_helpers.reports.destination import file_at  # noqa: PLC0415

    good = [result for result in results if result.status == "ok"]
    unchanged = sum(result.unchanged for result in good)
    for result in results:
        if result.status != "ok":
            complain(f"{result.region_id}: {result.error}")
    if len(results) == 1 and good:
        files = f"{file_at(out, good[0].files[0])}{''.join(f' and {name}' for name in good[0].files[1:])}"
        note(f"Unchanged: {files} (--force makes the report again)." if unchanged else f"Made {files}.")
    elif good:
        index = f"; open {file_at(out, 'index.html')}"
        kept = f" {unchanged} had not changed and were left as they are (--force makes them again)."
        made = f"Made {len(good) - unchanged} of {len(results)} reports in {out}{index}."
        note(f"{made}{kept if unchanged else ''}")


def _report_kind(kind: str) -> Literal["labor-market", "partnership"]:
    from nextgen_helpers.reports.tasks import KINDS  # noqa: PLC0415

    for known in KINDS:
        if kind == known:
            return known
    raise UserError(f'There is no report of the kind "{kind}"; there are: {", ".join(KINDS)}.')
