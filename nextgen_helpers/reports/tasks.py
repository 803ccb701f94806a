"""What a batch of reports is made of: tasks before, results after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import users_path
from nextgen_helpers.regions import Region

if TYPE_CHECKING:
    from nextgen_helpers.lmi.store import Store

Kind = Literal["labor-market", "partnership"]
#: The notebook of each kind of report, and what the page is called.
KINDS: Final[Mapping[Kind, tuple[str, str]]] = {
    "labor-market": ("regional_profile.ipynb", "labor-market report"),
    "partnership": ("partnership.ipynb", "partnership report"),
}


@dataclass(frozen=True, slots=True)
class ReportTask:
    """One report to make."""

    # region_id, region_name: whose; of a team that was asked for, its own id and name
    region_id: str
    region_name: str
    # of which year its industries are; None where the region has no figures for the year that was asked for
    year: int | None
    out: str  # folder for the files, or an address such as ``s3://bucket/reports``
    interactive: bool = False  # Plotly charts instead of pictures
    team: bool = True  # with the answers of the region's team, where there are any
    # ``labor-market`` (page and workbook) or ``partnership`` (page with the team's plan)
    kind: Kind = "labor-market"
    in_batch: bool = False  # an index page will lie beside it
    problem: str = ""  # why it cannot be made; empty where it can
    counties: tuple[str, ...] = ()  # the region's counties, when the task was laid out
    # the year that was asked for; None for the newest, which may have totals newer than its industries
    asked: int | None = None

    @property
    def team_id(self) -> str:
        """The team whose answers the report has: the one that was asked for, else the one that was chosen last in the region."""
        from nextgen_helpers.teams import current_team  # noqa: PLC0415  (SQLAlchemy is slow to import)

        if not self.team:
            return ""
        return self.region_id if "--" in self.region_id else current_team(self.region_id)

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the page and, of a labor-market report, the workbook."""
        return file_names(self.region_id, self.kind)


@dataclass(frozen=True, slots=True)
class ReportResult:
    """What came of a task."""

    # region_id, region_name, year: whose, of which year
    region_id: str
    region_name: str
    year: int | None
    status: Literal["ok", "failed"]
    seconds: float  # how long it took, with the waiting for other reports that were made at the same time
    files: tuple[str, ...] = ()  # names of the files in the folder; empty where it failed
    numbers: dict[str, Any] = field(default_factory=dict)  # what the index shows
    error: str = ""  # one sentence where it failed
    details: str = ""  # the technical story behind it, for whoever mends it; it goes into the manifest
    kind: Kind = "labor-market"
    made_of: str = ""  # names everything that the report was made of; empty where it failed
    unchanged: bool = False  # it was there already, made of the same, and was left as it is


@dataclass(frozen=True, slots=True)
class Made:
    """A report that is made but not yet written."""

    result: ReportResult  # what came of the task
    # the files' contents by name; empty where it failed
    contents: Mapping[str, bytes] = field(default_factory=dict)


def file_names(region_id: str, kind: Kind) -> tuple[str, ...]:
    """Give the names of a report's files."""
    if kind == "partnership":
        return (f"{region_id}-partnership.html",)
    return f"{region_id}.html", f"{region_id}.xlsx"


def plan_reports(  # noqa: PLR0913  (each is a wish of the user's)
    regions: Sequence[Region],
    year: int | None,
    out: Path | str,
    *,
    interactive: bool = False,
    team: bool = True,
    kind: Kind = "labor-market",
    store: Store | None = None,
) -> list[ReportTask]:
    """Lay out what would be made, without making it.

    year : of which year; None for the newest that each has.
    out : folder for the files, or an address such as ``s3://bucket/reports``.
    interactive : Plotly charts instead of pictures.
    team : with the answers of each region's team, where there are any.
    store : where the figures are; by default the embedded base with the user's own over it.
    Gives one task a region, in order; with ``problem`` where the figures are not there.
    """
    from nextgen_helpers.lmi.profile import available_year  # noqa: PLC0415  (pandas is slow to import)
    from nextgen_helpers.lmi.store import Store as Figures  # noqa: PLC0415

    figures = store or Figures.open()
    place = str(out) if "://" in str(out) else str(users_path(out))  # a worker elsewhere has another home
    tasks = []
    for region in regions:
        problem, chosen = "", None
        try:
            chosen = available_year(region, year, figures)
        except UserError as error:
            problem = str(error)
        tasks.append(
            ReportTask(
                region.id, region.name, chosen, place, interactive, team, kind, len(regions) > 1, problem,
                tuple(region.counties), year,
            )
        )  # fmt: skip
    return tasks
