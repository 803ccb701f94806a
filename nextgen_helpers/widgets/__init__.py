"""Forms and boards in a notebook: every control has a visible label and works by keyboard."""

from nextgen_helpers.widgets.live import LiveTeam, team
from nextgen_helpers.widgets.outreach import (
    outreach_alternative,
    outreach_comparison,
    outreach_example,
    outreach_knocks,
    outreach_partners,
    outreach_picture,
    outreach_tables,
)
from nextgen_helpers.widgets.questions import (
    exercise_part,
    journey,
    journeys_side_by_side,
    review,
    worksheet,
    worksheet_overview,
)
from nextgen_helpers.widgets.region_picker import RegionPicker, explore
from nextgen_helpers.widgets.self_assessment import (
    compared_with_last_time,
    keep_result,
    self_assessment,
    self_assessment_example,
    self_assessment_results,
    self_assessment_session,
    where_to_start,
)

__all__ = [
    "LiveTeam",
    "RegionPicker",
    "compared_with_last_time",
    "exercise_part",
    "explore",
    "journey",
    "journeys_side_by_side",
    "keep_result",
    "outreach_alternative",
    "outreach_comparison",
    "outreach_example",
    "outreach_knocks",
    "outreach_partners",
    "outreach_picture",
    "outreach_tables",
    "review",
    "self_assessment",
    "self_assessment_example",
    "self_assessment_results",
    "self_assessment_session",
    "team",
    "where_to_start",
    "worksheet",
    "worksheet_overview",
]
