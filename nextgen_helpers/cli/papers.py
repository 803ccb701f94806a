"""Commands that make paper: handouts, and the agenda of an academy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nextgen_helpers.cli.printing import note, print_table
from nextgen_helpers.errors import UserError
from nextgen_helpers.places import users_path
from nextgen_helpers.words import plural


def handouts(
    region: Annotated[
        str | None, typer.Argument(metavar="REGION", help="Region or team whose answers fill the sheets.")
    ] = None,
    blank: Annotated[bool, typer.Option("--blank", help="Empty sheets, to fill by pen.")] = False,
    audience: Annotated[
        str | None, typer.Option("--for", help="participant, facilitator or worksheets; all by default.")
    ] = None,
    notebook: Annotated[
        list[str] | None, typer.Option("--notebook", help="Only this notebook, such as 01; may be repeated.")
    ] = None,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            parser=users_path,
            metavar="FOLDER",
            help="Folder for the files; with one notebook and one set a file, such as sheets.pdf.",
        ),
    ] = Path("handouts"),
) -> None:
    """Make handouts as PDF from the notebooks: a participant's set, a facilitator's guide, and worksheets.

    For instance: nextgen handouts --blank --for participant; or
    nextgen handouts tx-alamo --notebook 01 --notebook 20
    """
    from nextgen_helpers.handouts import AUDIENCES, make_handouts  # noqa: PLC0415
    from nextgen_helpers.regions import get_region  # noqa: PLC0415
    from nextgen_helpers.team_answers import Team  # noqa: PLC0415
    from nextgen_helpers.teams import find_team  # noqa: PLC0415

    if blank == (region is not None):
        raise UserError("Name a region, whose answers fill the sheets, or use --blank for empty ones.")
    chosen = [name for name in AUDIENCES if audience in (None, name)]
    if not chosen:
        raise UserError(f'There are no handouts for "{audience}"; there are: {", ".join(AUDIENCES)}.')
    team = None
    if region is not None:
        found = find_team(region)
        # A region means the team that was chosen last in it.
        team = Team.existing(get_region(found.region_id), found.id if "--" in region else None)
    if region is not None and team is None:
        raise UserError(f"{region} has no answers yet; make empty sheets with --blank.")
    made = make_handouts(out, chosen, team, notebook or ())
    what = f"{out}" if made[0].path == out else f"{plural(len(made), 'file')} in {out}"
    note(f"Made {what}, with {plural(sum(item.pages for item in made), 'page')}.")


def academy(  # noqa: PLR0917  (typer reads the parameters)
    days: Annotated[int, typer.Option("--days", help="How many days.")] = 2,
    notebook: Annotated[
        list[str] | None, typer.Option("--notebook", help="In this order, such as 01; may be repeated.")
    ] = None,
    begin: Annotated[str, typer.Option("--begin", help="When a day begins.")] = "9:00",
    end: Annotated[str, typer.Option("--end", help="When a day ends.")] = "16:30",
    whole: Annotated[
        bool, typer.Option("--whole", help="Lay out the sections for later, too, not the core only.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", parser=users_path, metavar="FILE", help="Write the agenda to this PDF."),
    ] = None,
) -> None:
    """Lay the core of the notebooks out as an agenda of several days, with breaks and times that add up.

    For instance: nextgen academy --days 2 --notebook 01 --notebook 20
    """
    from nextgen_helpers.handouts.academy import academy as planned  # noqa: PLC0415
    from nextgen_helpers.handouts.academy import academy_source, lesson  # noqa: PLC0415
    from nextgen_helpers.toolkit.agenda import clock_time  # noqa: PLC0415

    first, last = clock_time(begin), clock_time(end)
    if first is None or last is None:
        raise UserError("A day needs a beginning and an end, such as --begin 9:00 --end 16:30.")
    plan = planned(days, notebook or (), begin=first, end=last, whole=whole)
    if not plan.items:
        raise UserError(
            f"Nothing fits into {plural(days, 'day')} from {begin} to {end}; give it more time or another notebook."
        )
    rows = [
        (f"{item.day}", f"{item.begin} to {item.end}", f"{item.minutes}", item.what, lesson(item.notebook))
        for item in plan.items
    ]
    print_table(("Day", "Time", "Minutes", "What", "Notebook"), rows)
    for told in plan.later_words():
        note(f"For later: {told}")
    for sentence in plan.left_out_words():
        note(sentence)
    if not notebook:
        note("In the order of the curriculum; choose notebooks, and their order, with --notebook.")
    if out is not None:
        _write_pdf(out, academy_source(plan, f"Academy of {plural(days, 'day')}"))
        note(f"Made {out}.")


def _write_pdf(path: Path, source: str) -> None:
    from nextgen_helpers.handouts.build import tagged_pdf  # noqa: PLC0415
    from nextgen_helpers.places import writable_folder, write_whole  # noqa: PLC0415

    if path.suffix.lower() != ".pdf":
        raise UserError(f"{path.name}: an agenda is written as .pdf.")
    writable_folder(path.absolute().parent)
    write_whole(path, tagged_pdf(source))
