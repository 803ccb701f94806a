"""Every form of the notebooks, by the name of its exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from nextgen_helpers.toolkit.catalog import part_of
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    OUTREACH_SCENARIOS,
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    SELF_ASSESSMENT_SESSION,
)
from nextgen_helpers.toolkit.one_name import SAME_NAMES
from nextgen_helpers.toolkit.sheets import quick_check_id, sheets
from nextgen_helpers.toolkit.stakeholder_groups import GROUP_NAMES
from nextgen_helpers.views.live import LiveTeam
from nextgen_helpers.widgets.jobs import OccupationForm, ProgramForm, SectorCardForm
from nextgen_helpers.widgets.kept import KeptForm, PersonalForm
from nextgen_helpers.widgets.outreach import AlternativeForm, OutreachForm
from nextgen_helpers.widgets.quick_check import QuickCheckForm
from nextgen_helpers.widgets.same_names import SameNamesForm
from nextgen_helpers.widgets.self_assessment import GroupsForm, RoundForm, SelfAssessmentForm
from nextgen_helpers.widgets.sheet_form import PrivateForm, SheetForm

#: Forms that do more than their sheet says.
_FORMS: Final[Mapping[str, type[KeptForm]]] = {
    SELF_ASSESSMENT: SelfAssessmentForm,
    SELF_ASSESSMENT_SESSION: KeptForm,
    SELF_ASSESSMENT_ROUND: RoundForm,
    GROUP_NAMES: GroupsForm,
    OUTREACH: OutreachForm,
    SAME_NAMES: SameNamesForm,
    "training_programs": ProgramForm,
    "from_here": OccupationForm,
    "sector_card": SectorCardForm,
}


def form(team: LiveTeam, exercise_id: str, part: str | int | Sequence[str] | None = None) -> KeptForm:
    """Show an exercise as a form: a tool, a worksheet, a review, the notes of an exercise, the map, the self-assessment.

    Parameters
    ----------
    team : from ``ng.team()``.
    exercise_id : such as ``partner_roster`` or ``after_action_review_step1``.
    part : a section by its id or its number, a question or a table by its id, or several; by default all of it.
    """
    if exercise_id == OUTREACH_SCENARIOS:
        return AlternativeForm(team, part)
    asked = part_of(exercise_id, part)
    kind = _FORMS.get(exercise_id)
    if kind is None:
        sheet = sheets()[exercise_id]
        kind = PrivateForm if sheet.private else PersonalForm if sheet.personal else SheetForm
        if exercise_id == quick_check_id(sheet.place):
            kind = QuickCheckForm
    return kind(team, exercise_id, asked.names, asked.title)
