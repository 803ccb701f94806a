"""What a notebook shows of a team: pictures, tables, checks and letters that follow its answers; ``team`` comes from ``ng.team()``."""

from nextgen_helpers.views.checks import flags
from nextgen_helpers.views.companion import (
    checked_examples,
    documents_crosswalk,
    framework_crosswalk,
    framework_wheel,
    partnership_traits,
    sector_pay,
)
from nextgen_helpers.views.curriculum import contradictions, curriculum_path, glossary, sample, toolkit_tools
from nextgen_helpers.views.frontline import (
    communication_flow,
    constituency_check,
    frontline_picture,
    push_and_pull,
    runway_plan,
    way_priorities,
)
from nextgen_helpers.views.jobs import (
    from_here,
    job_quality,
    program_gap,
    program_supply,
    sector_jobs,
    sector_ladder,
)
from nextgen_helpers.views.metrics import (
    metric_coverage,
    metric_status,
    metric_trends,
    pulse_trends,
    statewide_results,
    story_prompts,
    survey_results,
    talent_priorities,
)
from nextgen_helpers.views.outreach import outreach_comparison, outreach_picture
from nextgen_helpers.views.pathways import (
    closed_or_open,
    observable_trouble,
    pathway_picture,
    supply_and_demand,
    wage_ladder,
)
from nextgen_helpers.views.principles import lifecycle, steps_and_phases
from nextgen_helpers.views.rubric import compared_with_last_time, self_assessment_results, where_to_start
from nextgen_helpers.views.step1 import agenda, universe_of_connections
from nextgen_helpers.views.step2 import (
    own_definitions,
    regional_needs,
    scope_check,
    sector_industries,
    sector_matrix,
)
from nextgen_helpers.views.step3 import (
    back_plan,
    call_status,
    contact_matrix,
    convener_comparison,
    talking_points,
)
from nextgen_helpers.views.step4 import floor_plan
from nextgen_helpers.views.step5 import asset_spiral, funding_mix, implementation_plan, influence_picture
from nextgen_helpers.views.worksheets import journeys_side_by_side, worksheet_overview
from nextgen_helpers.widgets.bring import bring
from nextgen_helpers.widgets.figures import newest_figures
from nextgen_helpers.widgets.letters import executive_summary, invitation_letter, sector_card, success_story
from nextgen_helpers.widgets.metrics import metrics_for_audience
from nextgen_helpers.widgets.open_room import room
from nextgen_helpers.widgets.region_picker import explore
from nextgen_helpers.widgets.take_along import take_along
