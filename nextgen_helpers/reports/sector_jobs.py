"""The jobs behind a sector as a part of a report: the team's sector, or the one that ranks first."""

from __future__ import annotations

from dataclasses import dataclass

from nextgen_helpers.charts.region.choosing import can_be_ranked, usual_ranking
from nextgen_helpers.charts.region.ladder import career_ladder
from nextgen_helpers.charts.region.occupations import occupations_by_level
from nextgen_helpers.charts.region.programs import openings_and_programs
from nextgen_helpers.charts.region.talking_points import jobs_sector
from nextgen_helpers.charts.shown import Bundle, Displayed, Pieces, said
from nextgen_helpers.jobs.local_programs import region_programs
from nextgen_helpers.jobs.staffing import region_demand, region_staffing
from nextgen_helpers.jobs.supply import supply, taught
from nextgen_helpers.lmi.profile import Profile
from nextgen_helpers.reports.team_sections import chosen_team


@dataclass(frozen=True, slots=True)
class JobsPart(Displayed):
    """The occupations of one sector of a region, how one leads to the next, and who is trained for them."""

    profile: Profile
    # false leaves the team's choice of a sector out; the id of a team takes that one's
    wanted: bool | str = True

    def sector(self) -> tuple[str, str, str] | None:
        """Give code and name of the sector, and why it is this one; None where no sector can be seen."""
        chosen = self._chosen()
        if chosen is not None:
            return (*chosen, "the sector that the team has chosen in Step 2")
        ranking = usual_ranking(self.profile)
        if not can_be_ranked(ranking.table):
            return None
        first = ranking.table.iloc[0]
        why = "the sector that comes first by jobs, pay and concentration"
        return str(first["industry_code"]), str(first["short_title"]), why

    def _chosen(self) -> tuple[str, str] | None:
        team = chosen_team(self.profile.region, self.wanted)
        if team is None:
            return None
        with team.workspace:
            sector = team.sector()
        return jobs_sector(sector, self.profile.year) if sector else None

    def mime_bundles(self) -> list[Bundle]:
        """Give what the report shows, in order."""
        found = self.sector()
        if found is None:
            told = "Too little of this region can be seen to pick a sector by its figures. Choose one in Step 2, and its jobs are shown here."
            return said(told).mime_bundles()
        code, name, why = found
        jobs = region_staffing(self.profile, code)
        region, year = self.profile.region.name, self.profile.year
        reported = region_programs(self.profile.region)
        trained = supply(reported.rows(), region_demand(self.profile))
        charts = (
            occupations_by_level(jobs, name, region, year),
            career_ladder(jobs, name, region, year),
            openings_and_programs(trained, taught(jobs.table.set_index("soc")), region, year, reported),
        )
        return Pieces(said(f"{name}: {why}."), *charts).mime_bundles()


def jobs_part(profile: Profile, *, wanted: bool | str = True) -> JobsPart:
    """Show the jobs behind the team's sector, or behind the one that ranks first.

    wanted : false leaves the team's choice out; the id of a team takes that one's.
    """
    return JobsPart(profile, wanted)
