"""The command line: ``nextgen ...``. Thin: it reads words, calls the library, prints what comes back."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from nextgen_helpers.errors import UserError
from nextgen_helpers.version import __version__

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from rich.console import Console

    from nextgen_helpers.lmi.profile import Profile
    from nextgen_helpers.regions import Region
    from nextgen_helpers.reports import ReportResult, ReportTask
    from nextgen_helpers.workspace import Workspace

app = typer.Typer(
    name="nextgen",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Labor-market reports and notebooks for industry-led sector partnerships. Everything but "
    "'nextgen data update' works without internet.",
)
data_app = typer.Typer(no_args_is_help=True, help="The labor-market figures: what is there, and adding more.")
app.add_typer(data_app, name="data")
workspace_app = typer.Typer(
    no_args_is_help=True, help="A team's own answers: look, take away, bring together."
)
app.add_typer(workspace_app, name="workspace")

RegionArgument = Annotated[
    str | None, typer.Argument(metavar="REGION", help="A region's id; see: nextgen regions")
]
CountiesOption = Annotated[
    str | None,
    typer.Option("--counties", help="Own region: five-digit county codes, such as 48113,48439."),
]
NameOption = Annotated[str | None, typer.Option("--name", help="Name of the own region.")]
YearOption = Annotated[int | None, typer.Option("--year", help="Year of the figures; the newest by default.")]
StateOption = Annotated[str | None, typer.Option("--state", help="Only regions in this state, such as TX.")]


@app.callback(invoke_without_command=True)
def _start(
    version: Annotated[bool, typer.Option("--version", help="Say the version and stop.")] = False,
) -> None:
    if version:
        typer.echo(f"nextgen-helpers {__version__}")
        raise typer.Exit


# -- regions and profiles -------------------------------------------------------------------------


@app.command()
def regions(
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="Part of an id, a name or a county.")
    ] = None,
    state: StateOption = None,
) -> None:
    """List the regions that are known: Texas boards, examples, and your own.

    For instance: nextgen regions --state TX dallas
    """
    from nextgen_helpers.regions import find_regions, own_regions_folder, region_problems  # noqa: PLC0415

    found = find_regions(" ".join(text or []), state)
    if not found:
        raise UserError(f'No region matches "{" ".join(text or [])}". See all with: nextgen regions')
    rows = [(region.id, region.name, _counties_words(region)) for region in found]
    _print_table(("Id", "Name", "Counties"), rows)
    for problem in region_problems():
        _complain(problem)
    _note(
        f"{len(found)} region{'' if len(found) == 1 else 's'}. Your own region: a YAML file in {own_regions_folder()} (see the README)."
    )


def _counties_words(region: Region) -> str:
    names = [name.removesuffix(" County") for name in region.county_names().values()]
    shown = ", ".join(names[:4])
    return shown if len(names) <= 4 else f"{shown} and {len(names) - 4} more"  # noqa: PLR2004


@app.command()
def profile(  # noqa: PLR0917
    region: RegionArgument = None,
    counties: CountiesOption = None,
    name: NameOption = None,
    year: YearOption = None,
    level: Annotated[str, typer.Option("--level", help="sector, 3-digit or 4-digit industries.")] = "sector",
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show a region's labor market: jobs, pay, concentration, growth.

    For instance: nextgen profile tx-greater-dallas; or
    nextgen profile --counties 48113,48439 --name "Dallas and Tarrant" --level 4-digit --json
    """
    from nextgen_helpers.lmi.profile import profile as make_profile  # noqa: PLC0415

    result = make_profile(_chosen_region(region, counties, name), year, level)
    if as_json:
        typer.echo(json.dumps(result.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
        return
    _print_profile(result)


def _chosen_region(region: str | None, counties: str | None, name: str | None) -> Region:
    from nextgen_helpers.regions import custom_region, get_region  # noqa: PLC0415

    if counties is not None:
        if region is not None:
            raise UserError("Give either a region's id or --counties, not both.")
        return custom_region(name or "My region", counties.replace(";", ",").split(","))
    if region is None:
        raise UserError("Which region? Give its id (see: nextgen regions) or --counties 48113,48439.")
    return get_region(region)


def _print_profile(result: Profile) -> None:
    from nextgen_helpers.charts.tables import written  # noqa: PLC0415  (light: no drawing)

    total = result.total
    covered = result.coverage
    _note(
        f"{result.region.name}, {result.year}: {written(total['employment'], 'count')} jobs, "
        f"{written(total['establishments'], 'count')} establishments, average annual pay "
        f"{written(total['average_annual_pay'], 'dollars')}."
    )
    table = result.industries.sort_values("employment", ascending=False)
    rows = [_profile_row(row) for row in table.to_dict("records")]
    since = f"since {result.first_year}" if result.first_year else "(no earlier year)"
    _print_table(
        ("NAICS", "Industry", "Jobs", "LQ nation", f"LQ {result.region.state_label}", "Annual pay",
         f"Change {since}", "Regional share"),
        rows,
        numbers_from=2,
    )  # fmt: skip
    _note(
        f"≥: BLS withholds the industry in at least one county. Seen: "
        f"{written(covered.seen_share, 'share')} of private jobs. "
        "Source: U.S. Bureau of Labor Statistics, QCEW. LQ: location quotient, 1 = same share of jobs."
    )


def _profile_row(row: dict[Hashable, Any]) -> tuple[str, ...]:
    from nextgen_helpers.charts.tables import written  # noqa: PLC0415

    least = "≥ " if row["suppressed_counties"] else ""
    jobs = written(row["employment"], "count")
    return (
        row["industry_code"] if row["own_code"] == "5" else "",
        row["short_title"],
        "withheld" if jobs == "n/a" else f"{least}{jobs}",
        written(row["lq_us"], "ratio"),
        written(row["lq_state"], "ratio"),
        written(row["average_annual_pay"], "dollars"),
        written(row["change_percent"], "signed_percent"),
        written(row["regional_share"], "change"),
    )


# -- reports --------------------------------------------------------------------------------------


@app.command()
def report(  # noqa: PLR0917
    region: Annotated[
        list[str] | None, typer.Argument(metavar="REGION...", help="One or more region ids.")
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
        typer.Option("--interactive", help="Charts that react to the pointer (needs its script beside it)."),
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
) -> None:
    """Make reports: one page (HTML) and one workbook (Excel) a region, and an index for several.

    For instance: nextgen report tx-greater-dallas; or
    nextgen report --all --state TX --out reports

    A report that is there already is made again only when its figures, its team's answers, the notebook or the version have changed.
    """
    if not dry_run and scheduler is None:
        from nextgen_helpers.kernels.provisioner import call_ahead  # noqa: PLC0415

        call_ahead()  # it gets ready while this process imports pandas
    from nextgen_helpers.reports.batch import plan_reports, run_reports  # noqa: PLC0415

    chosen = _report_regions(region or [], state, counties, name, everything=all_regions, save=not dry_run)
    tasks = plan_reports(chosen, year, out, interactive=interactive, team=team, kind=_report_kind(kind))
    if dry_run:
        _print_plan(tasks)
        return
    if len(tasks) == 1 and tasks[0].problem:
        raise UserError(tasks[0].problem)
    with _interruptible(), _progress(len(tasks)) as step:
        results = run_reports(tasks, jobs, step, force=force, scheduler=scheduler)
    _print_results(results, out)
    if any(result.status != "ok" for result in results):
        raise typer.Exit(1)


def _report_regions(
    ids: Sequence[str],
    state: str | None,
    counties: str | None,
    name: str | None,
    *,
    everything: bool,
    save: bool,
) -> list[Region]:
    from nextgen_helpers.regions import find_regions, get_region, save_region  # noqa: PLC0415

    if counties is not None:
        own = _chosen_region(ids[0] if ids else None, counties, name)
        if not name:
            raise UserError('A report of your own counties needs a name: add --name "My region".')
        if save:
            path = save_region(own)
            _note(f'"{own.name}" is saved as {own.id} in {path}.')
        return [own]
    if name:
        raise UserError("--name goes with --counties; a region that is known has its name already.")
    if everything or (state is not None and not ids):
        if ids:
            raise UserError("Give region ids or --all, not both.")
        found = find_regions("", state)
        if not found:
            raise UserError(f"No region lies in {state}. See: nextgen regions")
        return found
    if not ids:
        raise UserError("Which region? Give one or more ids (see: nextgen regions), or --all.")
    chosen = [get_region(region_id) for region_id in ids]
    return list({item.id: item for item in chosen}.values())


def _print_plan(tasks: Sequence[ReportTask]) -> None:
    rows = [
        (task.region_id, task.region_name, str(task.year or "-"), task.problem or ", ".join(task.files))
        for task in tasks
    ]
    _print_table(("Region", "Name", "Year", "Would make"), rows)
    _note(
        f"{sum(not task.problem for task in tasks)} of {len(tasks)} reports can be made. Nothing was written."
    )


def _print_results(results: Sequence[ReportResult], out: str) -> None:
    from nextgen_helpers.reports.destination import file_at  # noqa: PLC0415

    good = [result for result in results if result.status == "ok"]
    unchanged = sum(result.unchanged for result in good)
    for result in results:
        if result.status != "ok":
            _complain(f"{result.region_id}: {result.error}")
    if len(results) == 1 and good:
        files = f"{file_at(out, good[0].files[0])}{''.join(f' and {name}' for name in good[0].files[1:])}"
        _note(f"Unchanged: {files} (--force makes the report again)." if unchanged else f"Made {files}.")
    elif good:
        index = f"; open {file_at(out, 'index.html')}"
        kept = (
            f" {unchanged} had not changed and were left as they are (--force makes them again)."
            if unchanged
            else ""
        )
        _note(f"Made {len(good) - unchanged} of {len(results)} reports in {out}{index}.{kept}")


# -- data -----------------------------------------------------------------------------------------


@data_app.command("status")
def data_status() -> None:
    """Say which years and areas are there, and from where."""
    from nextgen_helpers.lmi.store import Store  # noqa: PLC0415

    store = Store.open()
    table = store.status()
    rows = [
        (
            str(row.year),
            f"{row.counties:,}",
            str(row.states),
            "yes" if row.nation else "no",
            str(row.source),
            str(row.added),
        )
        for row in table.itertuples()
    ]
    _print_table(("Year", "Counties", "States", "Nation", "Source", "Added"), rows)
    from nextgen_helpers.jobs.tables import edition_words  # noqa: PLC0415

    _note(f"Embedded base: {store.base}. Your own figures: {store.own}.")
    _note(f"By occupation: {edition_words()}.")


@data_app.command("update")
def data_update(
    region: Annotated[
        list[str] | None, typer.Option("--region", help="Region id; can be given several times.")
    ] = None,
    years: Annotated[str, typer.Option("--years", help="A year, or a first and last one: 2019:2024.")] = "",
    counties: CountiesOption = None,
    name: NameOption = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Fetch again what was fetched before (BLS revises figures).")
    ] = False,
) -> None:
    """Download a region's figures from BLS (needs internet), then add them.

    What was fetched is kept, so an interrupted update goes on where it stopped.
    The base address is a setting: NEXTGEN_BLS_ADDRESS.

    For instance: nextgen data update --region tx-greater-dallas --years 2019:2024
    """
    from nextgen_helpers.lmi.update import update  # noqa: PLC0415

    chosen = (
        [_chosen_region(None, counties, name)]
        if counties
        else [_chosen_region(item, None, None) for item in region or []]
    )
    if not chosen:
        raise UserError("Which region? Give --region (see: nextgen regions) or --counties.")
    with _interruptible(), _progress(0) as step:
        outcome = update(chosen, years, refresh=refresh, progress=step)
    _note(outcome.summary())
    if outcome.problems:
        raise typer.Exit(1)


@data_app.command("import")
def data_import(
    path: Annotated[Path, typer.Argument(help="A QCEW CSV file, a zip, or a folder of them.")],
) -> None:
    """Add QCEW files that you have: checked, and added as a whole or not at all."""
    from nextgen_helpers.lmi.update import import_files  # noqa: PLC0415

    with _waiting(f"Reading {path}"):
        imported = import_files(path)
    _note(f"Added {imported.summary()}")


@data_app.command("jobs")
def data_jobs(
    folder: Annotated[Path, typer.Argument(help="Folder with the official files, unpacked, at any depth.")],
    onet_version: Annotated[
        str | None,
        typer.Option(
            "--onet-version",
            help="Release of the O*NET files, such as 29.3, where their folder does not say it.",
        ),
    ] = None,
) -> None:
    """Use newer figures by occupation: made from the agencies' files, in place of those that came along.

    The folder holds OEWS by sector (natsector_M2024_dl.xlsx), the Employment Projections (occupation_2024_2034.xlsx), O*NET's
    "Job Zones.xlsx" and "Related Occupations.xlsx", and the crosswalk CIP2020_SOC2018_Crosswalk.csv. Of several years the newest counts.

    The way back: nextgen data remove jobs
    """
    from nextgen_helpers.jobs.own import add_jobs  # noqa: PLC0415
    from nextgen_helpers.jobs.tables import edition_words  # noqa: PLC0415

    with _waiting(f"Reading {folder}"):
        counts = add_jobs(folder, onet_version)
    _note(
        f"Added {counts['occupations']:,} occupations and {counts['programs']:,} rows of programs: {edition_words()}. "
        "The way back: nextgen data remove jobs"
    )


@data_app.command("remove")
def data_remove(
    batch: Annotated[
        str | None, typer.Argument(help="Name of an import; without it they are listed.")
    ] = None,
) -> None:
    """Take an import away again; the figures that it covered come back."""
    from nextgen_helpers.jobs import own, tables  # noqa: PLC0415
    from nextgen_helpers.lmi.store import Store  # noqa: PLC0415

    store = Store.open()
    if batch is None:
        rows = [(item.name, item.source, item.added, item.years) for item in store.imports()]
        if tables.is_own():
            about = tables.described()
            rows.append((own.NAME, "figures by occupation", about["made"], str(about["oews_year"])))
        if not rows:
            _note("There are no imports.")
            return
        _print_table(("Name", "Source", "Added", "Years"), rows)
        return
    if batch == own.NAME:
        own.remove_jobs()
    else:
        store.remove(batch)
    _note(f"Removed {batch}.")


@data_app.command("build")
def data_build(
    path: Annotated[list[Path], typer.Argument(help="QCEW files, zips, folders, or tidy Parquet tables.")],
    out: Annotated[Path, typer.Option("--out", help="A new folder for the base.")] = Path("lmi"),
    codes: Annotated[
        Path | None,
        typer.Option("--codes", help="Also make the tables of codes from this folder, into OUT/../codes."),
    ] = None,
) -> None:
    """Make a base of figures from raw files (for those who maintain the project)."""
    from nextgen_helpers.lmi.build import build_base, build_codes  # noqa: PLC0415

    with _waiting("Reading and building"):
        built = build_base(path, out)
        if codes is not None:
            build_codes(codes, out.parent / "codes")
    _note(f"Built {out}: {built.summary()}")


# -- a team's answers -----------------------------------------------------------------------------

UrlOption = Annotated[
    str | None,
    typer.Option(
        "--url",
        envvar="NEXTGEN_WORKSPACE_URL",
        help="Database address; by default the region's own SQLite file.",
    ),
]


@workspace_app.command("list")
def workspace_list() -> None:
    """List the workspaces in your own folder."""
    from nextgen_helpers.workspace import Workspace, workspaces_folder  # noqa: PLC0415

    rows = []
    for file in sorted(workspaces_folder().glob("*.db")):
        try:
            with Workspace.open(file.stem) as workspace:
                history = workspace.history()
        except UserError as error:
            _complain(str(error))
            continue
        newest = f"{history[-1].when:%Y-%m-%d %H:%M}" if history else "-"
        people = {answer.respondent for answer in history}
        rows.append((file.stem, f"{len(history):,}", f"{len(people):,}", newest, str(file)))
    if not rows:
        _note(f"There are no workspaces in {workspaces_folder()} yet; the notebooks make them.")
        return
    _print_table(("Region", "Answers", "Respondents", "Newest", "File"), rows)


@workspace_app.command("show")
def workspace_show(
    region: Annotated[str, typer.Argument(metavar="REGION", help="A region's id.")],
    exercise: Annotated[str | None, typer.Option("--exercise", help="Only this exercise.")] = None,
    history: Annotated[bool, typer.Option("--history", help="Also what was answered before.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    url: UrlOption = None,
) -> None:
    """Show the answers of a region's team, question by question."""
    from nextgen_helpers.toolkit.catalog import exercise_title, exercises, questions_and_answers  # noqa: PLC0415

    with _workspace(region, url) as workspace:
        asked = [exercise] if exercise else sorted({item.exercise_id for item in workspace.history()})
        answers = [
            answer
            for name in asked
            for answer in (workspace.history(name) if history else workspace.current(name))
        ]
    if not answers and not as_json:
        _note("There are no answers yet.")
    if as_json:
        keys = ("exercise_id", "respondent", "author", "stakeholder_group", "saved_at", "value")
        _note(
            json.dumps(
                [{key: getattr(item, key) for key in keys} for item in answers],
                ensure_ascii=False,
                indent=2,
                default=str,
            )
        )
        return
    for answer in answers:
        who = " · ".join(filter(None, (answer.author or answer.respondent, answer.stakeholder_group)))
        known = answer.exercise_id in exercises()
        title = exercise_title(answer.exercise_id) if known else "Of another version"
        _note(_harmless(f"{title} ({answer.exercise_id}) · {answer.when:%Y-%m-%d %H:%M} · {who}"))
        for question, given in questions_and_answers(answer.exercise_id, answer.value):
            _note(_harmless(f"  {question}: {given}").replace("\n", "\n    "))
        _note("")


@workspace_app.command("export")
def workspace_export(
    region: Annotated[str, typer.Argument(metavar="REGION", help="A region's id.")],
    path: Annotated[Path, typer.Argument(help="A file that ends with .json or .xlsx.")],
    url: UrlOption = None,
) -> None:
    """Write all answers, with their history, into a file."""
    kinds = {".json": "export_json", ".xlsx": "export_excel"}
    if path.suffix.lower() not in kinds:
        raise UserError(f"{path.name}: answers are exported as .json or .xlsx.")
    with _workspace(region, url) as workspace:
        count = getattr(workspace, kinds[path.suffix.lower()])(path)
    _note(f"Wrote {count:,} answers to {path}.")


@workspace_app.command("import")
def workspace_import(
    region: Annotated[str, typer.Argument(metavar="REGION", help="A region's id.")],
    path: Annotated[Path, typer.Argument(help="An exported file (.json, .xlsx), or another laptop's .db.")],
    url: UrlOption = None,
) -> None:
    """Add the answers of a file; each is kept once, and a file that does not fit is refused whole."""
    with _workspace(region, url, new=True) as workspace:
        _note(workspace.import_file(path).summary())


@workspace_app.command("merge")
def workspace_merge(
    region: Annotated[str, typer.Argument(metavar="REGION", help="A region's id.")],
    paths: Annotated[list[Path], typer.Argument(help="Files of the other laptops (.db, .json, .xlsx).")],
    url: UrlOption = None,
) -> None:
    """Bring the answers of several laptops together."""
    with _workspace(region, url, new=True) as workspace:
        for path in paths:
            _note(f"{path.name}: {workspace.import_file(path).summary()}")


@workspace_app.command("check")
def workspace_check(
    region: Annotated[str, typer.Argument(metavar="REGION", help="A region's id.")],
    url: UrlOption = None,
) -> None:
    """Look through everything that is stored; the exit status is 1 where something is wrong."""
    with _workspace(region, url) as workspace:
        problems, count = workspace.check(), len(workspace.history())
    for problem in problems:
        _complain(problem)
    if problems:
        raise typer.Exit(1)
    _note(f"All {count:,} answers are sound.")


def _workspace(region: str, url: str | None, *, new: bool = False) -> Workspace:
    """Open a workspace; only bringing answers in may make a new one."""
    from nextgen_helpers.workspace import Workspace, workspaces_folder  # noqa: PLC0415

    known = _chosen_region(region, None, None)
    if url is None and not new and not (workspaces_folder() / f"{known.id}.db").is_file():
        raise UserError(f"{known.id} has no answers yet; see: nextgen workspace list")
    return Workspace.open(known.id, url)


def _report_kind(kind: str) -> Literal["labor-market", "partnership"]:
    if kind == "labor-market":
        return "labor-market"
    if kind == "partnership":
        return "partnership"
    raise UserError(f'There is no report of the kind "{kind}"; there are: labor-market, partnership.')


# -- handouts and the academy ------------------------------------------------------------------------


@app.command()
def handouts(
    region: Annotated[
        str | None, typer.Argument(metavar="REGION", help="Whose answers stand in the sheets.")
    ] = None,
    blank: Annotated[bool, typer.Option("--blank", help="Empty sheets, to fill by pen.")] = False,
    audience: Annotated[
        str | None, typer.Option("--for", help="participant, facilitator or worksheets; all by default.")
    ] = None,
    notebook: Annotated[
        list[str] | None, typer.Option("--notebook", help="Only this notebook, such as 01; may be repeated.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path("handouts"),
) -> None:
    """Make handouts as PDF from the notebooks: a participant's set, a facilitator's guide, and worksheets.

    For instance: nextgen handouts --blank --for participant; or
    nextgen handouts tx-alamo --notebook 01 --notebook 20
    """
    from nextgen_helpers.handouts import AUDIENCES, make_handouts  # noqa: PLC0415
    from nextgen_helpers.team import Team  # noqa: PLC0415

    if blank == (region is not None):
        raise UserError("Say either a region, whose answers stand in the sheets, or --blank for empty ones.")
    chosen = [name for name in AUDIENCES if audience in (None, name)]
    if not chosen:
        raise UserError(f'There are no handouts for "{audience}"; there are: {", ".join(AUDIENCES)}.')
    team = Team.existing(_chosen_region(region, None, None)) if region is not None else None
    if region is not None and team is None:
        raise UserError(f"{region} has no answers yet; make empty sheets with --blank.")
    made = make_handouts(out, chosen, team, notebook or ())
    from nextgen_helpers.lmi.wording import plural  # noqa: PLC0415

    _note(
        f"Made {plural(len(made), 'file')} in {out}, with {plural(sum(item.sheets for item in made), 'sheet')}."
    )


@app.command()
def academy(
    days: Annotated[int, typer.Option("--days", help="How many days.")] = 2,
    notebook: Annotated[
        list[str] | None, typer.Option("--notebook", help="In this order, such as 01; may be repeated.")
    ] = None,
    begin: Annotated[str, typer.Option("--begin", help="When a day begins.")] = "9:00",
    end: Annotated[str, typer.Option("--end", help="When a day ends.")] = "16:30",
    out: Annotated[Path | None, typer.Option("--out", help="Write the agenda to this PDF.")] = None,
) -> None:
    """Lay the notebooks out as an agenda of several days, with breaks and times that add up.

    For instance: nextgen academy --days 2 --notebook 01 --notebook 20
    """
    from nextgen_helpers.handouts.academy import academy as planned  # noqa: PLC0415
    from nextgen_helpers.handouts.academy import academy_source, lesson  # noqa: PLC0415
    from nextgen_helpers.toolkit.planning import clock_time  # noqa: PLC0415

    first, last = clock_time(begin), clock_time(end)
    if first is None or last is None:
        raise UserError("A day needs a beginning and an end, such as --begin 9:00 --end 16:30.")
    plan = planned(days, notebook or (), begin=first, end=last)
    if not plan.items:
        raise UserError(
            f"Nothing fits into {days} day{'' if days == 1 else 's'} from {begin} to {end}; give it more time or another notebook."
        )
    _print_table(
        ("Day", "Time", "Minutes", "What", "Notebook"),
        [
            (
                str(item.day),
                f"{item.begin} to {item.end}",
                str(item.minutes),
                item.what,
                lesson(item.notebook),
            )
            for item in plan.items
        ],
    )
    for sentence in plan.left_out_words():
        _note(sentence)
    if not notebook:
        _note("In the order of the curriculum; choose notebooks, and their order, with --notebook.")
    if out is not None:
        _write_pdf(out, academy_source(plan, f"Academy of {days} day{'' if days == 1 else 's'}"))
        _note(f"Made {out}.")


def _write_pdf(path: Path, source: str) -> None:
    import typst  # noqa: PLC0415  (slow to import)

    from nextgen_helpers.places import writable_folder, write_whole  # noqa: PLC0415

    if path.suffix.lower() != ".pdf":
        raise UserError(f"{path.name}: an agenda is written as .pdf.")
    writable_folder(path.absolute().parent)
    pdf = typst.compile(source.encode("utf-8"), format="pdf", pdf_standards=["ua-1"])
    write_whole(path, bytes(pdf))


# -- notebooks ------------------------------------------------------------------------------------


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder for your working copy.")],
) -> None:
    """Make a working copy of the notebooks, for whoever installed the package and not the clone."""
    from nextgen_helpers.notebooks import copy_notebooks  # noqa: PLC0415

    copied = copy_notebooks(folder)
    _note(f"Copied {copied} notebooks to {folder}. Open them with: nextgen lab {folder}")


@app.command()
def lab(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder with the notebooks; the project's own by default.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    port: Annotated[int, typer.Option("--port", help="Port of the local server.")] = 8888,
) -> None:
    """Open JupyterLab at the first notebook. It listens on this computer only."""
    from nextgen_helpers.notebooks import start_lab  # noqa: PLC0415

    raise typer.Exit(start_lab(folder, browser=browser, port=port))


# -- printing -------------------------------------------------------------------------------------


def _console(*, error: bool = False) -> Console:
    from rich.console import Console  # noqa: PLC0415

    # Piped into a file, a table must not be cut to 80 characters.
    width = None if sys.stdout.isatty() or error else 200
    return Console(stderr=error, width=width, highlight=False, markup=False, soft_wrap=error)


def _print_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numbers_from: int | None = None
) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, head in enumerate(heads):
        right = numbers_from is not None and place >= numbers_from
        table.add_column(head, justify="right" if right else "left", overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*(Text(str(value)) for value in row))  # as text: a name is no markup
    _console().print(table)


def _harmless(text: str) -> str:
    """Leave out what would steer a terminal: answers can come from anybody's file."""
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")


def _note(text: str) -> None:
    typer.echo(text)


def _complain(text: str) -> None:
    typer.echo(text, err=True)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Say what Ctrl-C leaves behind."""
    try:
        yield
    except KeyboardInterrupt:
        _complain("Stopped. What was finished is kept.")
        raise typer.Exit(130) from None


class _progress:  # noqa: N801  (used as a function)
    """A progress bar on the terminal; silent where there is none."""

    def __init__(self, total: int) -> None:
        from rich import progress  # noqa: PLC0415

        self._bar = progress.Progress(
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
            console=_console(error=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._task = self._bar.add_task("Working", total=total or None)

    def __enter__(self) -> Any:
        self._bar.start()
        return self._step

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _step(self, what: Any, done: int, total: int) -> None:
        words = what if isinstance(what, str) else what.region_name
        if total > 1 and not isinstance(what, str) and not sys.stderr.isatty():
            _complain(f"{done} of {total}: {words}")  # in a log file, a line a report
        self._bar.update(self._task, completed=done, total=total, description=words[:40])


class _waiting:  # noqa: N801
    """A line that says what is going on, for work without countable steps."""

    def __init__(self, what: str) -> None:
        self._status = _console(error=True).status(what)

    def __enter__(self) -> None:
        if sys.stderr.isatty():
            self._status.start()

    def __exit__(self, *_: object) -> None:
        self._status.stop()


def main() -> NoReturn:
    """Run the command line; a user's mistake is one sentence and exit status 2."""
    # Of Click's own mistakes Typer hands on only this kind; what it inherits from is a wrong option of any kind.
    usage_error: Any = typer.BadParameter.__bases__[0]
    try:
        status = app(standalone_mode=False)
    except UserError as error:
        _complain(str(error))
        sys.exit(2)
    except typer.Abort:
        _complain("Stopped.")
        sys.exit(1)
    except usage_error as error:
        _complain(_slip(error))
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


def _slip(error: Any) -> str:
    """Say in one sentence what is wrong with the words of a command, and where it is explained."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(error.format_message())  # nothing was typed, so it is all explained
    said = re.sub(r"Invalid value for '?([^':]+)'?: ", r"\1: ", " ".join(error.format_message().split()))
    said = re.sub(
        r"(?:Input should be a valid|'[^']*' is not a valid) integer.*", "a whole number is needed.", said
    )
    said = re.sub(r" \(Possible options: (.+)\)$", r". Did you mean \1?", said)
    command = error.ctx.command_path if error.ctx else "nextgen"
    return f"{said}{'' if said.endswith(('.', '?')) else '.'} See: {command} --help"


if __name__ == "__main__":
    main()
