"""The tools of our own as forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import tools
from nextgen_helpers.widgets.jobs import OccupationForm, ProgramForm, SectorCardForm
from nextgen_helpers.widgets.tool_form import ToolForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nextgen_helpers.views.live import LiveTeam

#: Forms that do more than their sheet says, such as reading a spreadsheet.
_OWN_FORMS: Final[Mapping[str, type[ToolForm]]] = {
    "training_programs": ProgramForm,
    "from_here": OccupationForm,
    "sector_card": SectorCardForm,
}


def tool(live: LiveTeam, tool_id: str, fields: Sequence[str] | None = None) -> ToolForm:
    """Show a tool of ours as a form.

    Parameters
    ----------
    live : the team, from :func:`nextgen_helpers.widgets.team`.
    tool_id : such as ``partner_roster``.
    fields : ids of the questions and tables that are shown; by default all.

    Raises
    ------
    UserError : there is no such tool or field.
    """
    sheet = tools.tool(tool_id)
    known = [field.id for field in sheet.fields]
    unknown = [name for name in fields or () if name not in known]
    if unknown:
        raise UserError(f'The tool "{sheet.title}" has no field "{unknown[0]}"; it has: {", ".join(known)}.')
    title = sheet.title
    if fields is not None and len(fields) == 1:
        title = f"{sheet.title}: {next(field.text for field in sheet.fields if field.id == fields[0])}"
    return _OWN_FORMS.get(tool_id, ToolForm)(live, tool_id, fields, title)
