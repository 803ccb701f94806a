"""Commands about regions and their figures."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nextgen_helpers.cli.options import (
    CountiesOption,
    NameOption,
    RegionArgument,
    StateOption,
    YearOption,
    chosen_region,
)
from nextgen_helpers.cli.printing import (
    Progress,
    Waiting,
    complain,
    interruptible,
    note,
    print_rows,
    print_table,
)
from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import json_text
from nextgen_helpers.places import users_path
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile
    from nextgen_helpers.regions import Region

data_app = typer.Typer(no_args_is_help=True, help="The labor-market figures: what is there, and adding more.")


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
    print_table(("Id", "Name", "Counties"), rows)
    for problem in region_problems():
        complain(problem)
    note(
        f"{plural(len(found), 'region')}. Your own region: a YAML file in {own_regions_folder()} (see the README)."
    )


def _counties_words(region: Region) -> str:
    names = [name.removesuffix(" County") for name in region.county_names().values()]
    shown = ", ".join(names[:4])
    return shown if len(names) <= 4 else f"{shown} and {len(names) - 4} more"  # noqa: PLR2004


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
    from nextgen_helpers.lmi.notes import notes_of  # noqa: PLC0415
    from nextgen_helpers.lmi.profile import profile as make_profile  # noqa: PLC0415

    result = make_profile(chosen_region(region, counties, name), year, level)
    notes = notes_of(result)
    if as_json:
        note(json_text(result.to_dict()))
        for sentence in notes:
            complain(sentence)
        return
    _print_profile(result, notes)


def _print_profile(result: Profile, notes: Sequence[str]) -> None:
    from nextgen_helpers.charts.tables import written  # noqa: PLC0415  (light: no drawing)

    newest, covered = result.newest, result.coverage
    here = newest.areas.loc["region"]
    growth = written(newest.growth(), "signed_percent")
    change = "" if growth == "n/a" else f", {growth} in a year"
    note(
        f"{result.region.name}, {newest.period}: {written(here['employment'], 'count')} jobs{change}, "
        f"{written(here['establishments'], 'count')} establishments, {newest.pay_words.lower()} "
        f"{written(newest.pay['region'], 'dollars')}. Industries, {result.year}:"
    )
    for text in notes:
        note(text)
    table = result.industries.sort_values("employment", ascending=False)
    rows = [_profile_row(row) for row in table.to_dict("records")]
    since = f"since {result.first_year}" if result.first_year else "(no earlier year)"
    print_table(
        ("NAICS", "Industry", "Jobs", "LQ nation", f"LQ {result.region.state_label}", "Annual pay",
         f"Change {since}", "Regional share"),
        rows,
        numbers_from=2,
    )  # fmt: skip
    note(
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


# -- data -----------------------------------------------------------------------------------------


@data_app.command("status")
def data_status() -> None:
    """Say which years and areas are there, and from where."""
    from nextgen_helpers.lmi.store import Store  # noqa: PLC0415

    store = Store.open()
    rows = []
    for row in store.status().itertuples():
        nation = "yes" if row.nation else "no"
        rows.append(
            (f"{row.year}", f"{row.counties:,}", f"{row.states}", nation, f"{row.source}", f"{row.added}")
        )
    print_table(("Year", "Counties", "States", "Nation", "Source", "Added"), rows)
    from nextgen_helpers.jobs.tables import edition_words  # noqa: PLC0415
    from nextgen_helpers.official import KEYS, releases  # noqa: PLC0415

    note(f"Embedded base: {store.base}. Your own figures: {store.own}.")
    note(f"By occupation: {edition_words()}.")
    for kind in KEYS:
        for release in releases(kind):
            note(f"{'Your own' if release.name else 'Came along'}: {release.release}.")


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

    chosen = [chosen_region(item, None, None) for item in region or []]
    if counties:
        chosen = [chosen_region(None, counties, name)]
    if not chosen:
        raise UserError("Which region? Give --region (see: nextgen regions) or --counties.")
    with interruptible(), Progress(0) as step:
        outcome = update(chosen, years, refresh=refresh, progress=step)
    said = outcome.summary()
    for sentence in dict.fromkeys(sentence for item in chosen for sentence in item.notes):
        if sentence not in said:
            note(sentence)
    note(said)
    if outcome.problems:
        raise typer.Exit(1)


@data_app.command("import")
def data_import(
    path: Annotated[Path, typer.Argument(help="An official file, a zip, or a folder of them.")],
) -> None:
    """Add official files that you have: checked, and added as a whole or not at all.

    QCEW by area, industry or quarter, under any name. Others under their publishers' names: laucnty24.xlsx and Unemployment2023.xlsx
    (labor force), PopulationEstimates.xlsx, Education2023.xlsx, Poverty2023.xlsx, MSA_M2025_dl.xlsx and the like for BOS, state and
    national (pay by occupation), c2024_a.csv (completions), hd2024.csv (institutions), twc_occupational_wages_2019_28_boards.csv and
    twc_projections_2018_2028_24_regions.csv (Texas by board).
    """
    from nextgen_helpers.lmi.update import import_files  # noqa: PLC0415
    from nextgen_helpers.official_import import import_official, is_official  # noqa: PLC0415

    with Waiting(f"Reading {path}"):
        if is_official(path):
            said = [release.release for release in import_official(path)]
        else:
            said = [import_files(path).summary()]
    for text in said:
        note(f"Added {text}")


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

    with Waiting(f"Reading {folder}"):
        counts = add_jobs(folder, onet_version)
    note(
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
    from nextgen_helpers.official import own_releases, remove_official  # noqa: PLC0415

    store = Store.open()
    if batch is None:
        rows = [(item.name, item.source, item.added, item.years) for item in store.imports()]
        rows += [(item.name, item.release, item.added, item.years) for item in own_releases()]
        if tables.is_own():
            about = tables.described()
            rows.append((own.NAME, "figures by occupation", about["made"], str(about["oews_year"])))
        print_rows(("Name", "Source", "Added", "Years"), rows, "There are no imports.")
        return
    if batch == own.NAME:
        own.remove_jobs()
    elif batch in {item.name for item in own_releases()}:
        remove_official(batch)
    else:
        store.remove(batch)
    note(f"Removed {batch}.")


@data_app.command("build")
def data_build(
    path: Annotated[list[Path], typer.Argument(help="QCEW files, zips, folders, or tidy Parquet tables.")],
    out: Annotated[
        Path, typer.Option("--out", parser=users_path, metavar="FOLDER", help="A new folder for the base.")
    ] = Path("lmi"),
    codes: Annotated[
        Path | None,
        typer.Option("--codes", help="Also make the tables of codes from this folder, into OUT/../codes."),
    ] = None,
) -> None:
    """Make a base of figures from raw files (for those who maintain the project)."""
    from nextgen_helpers.lmi.build import build_base, build_codes  # noqa: PLC0415

    with Waiting("Reading and building"):
        built = build_base(path, out)
        if codes is not None:
            build_codes(codes, out.parent / "codes")
    note(f"Built {out}: {built.summary()}")
