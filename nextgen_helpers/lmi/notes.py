"""What to know of a region's counties, in sentences that stand beside its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nextgen_helpers.counties import counties_in
from nextgen_helpers.lmi.layout import state_of
from nextgen_helpers.regions import STATES

if TYPE_CHECKING:
    from nextgen_helpers.lmi.profile import Profile


def notes_of(profile: Profile) -> tuple[str, ...]:
    """Say what was made of the region's codes, which city it leaves out, and what a whole state has beside its counties."""
    return (
        *profile.region.notes,
        *filter(None, (_in_no_county(profile, state) for state in whole_states(profile))),
    )


def whole_states(profile: Profile) -> list[str]:
    """Give the states (two digits) of which every county is in the region."""
    here = set(profile.region.counties)
    return [state for state in profile.region.states if counties_in(state, profile.year) <= here]


def _in_no_county(profile: Profile, state: str) -> str:
    areas = [state_of(state), f"{state}999"]
    rows = profile.store.rows(areas, [profile.year], "own_code = '0' AND industry_code = '10'")
    jobs = rows.set_index("area_fips")["employment"].dropna()
    if not set(areas) <= set(jobs.index):
        return ""
    whole, unknown = (float(jobs[area]) for area in areas)
    return (
        f"{STATES[state][1]} has {whole:,.0f} jobs in {profile.year}, {unknown:,.0f} of them ({unknown / whole:.1%}) in no county: "
        "their county is unknown, or they belong to no one county, so that the counties add up to less than the state."
    )
