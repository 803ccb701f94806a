"""Module 5 in a notebook: the metrics for a chosen audience, and the survey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.shown import show
from nextgen_helpers.toolkit.metrics import story as stories
from nextgen_helpers.toolkit.metrics.story import audiences
from nextgen_helpers.views.live import View
from nextgen_helpers.views.metrics import audience_pages
from nextgen_helpers.widgets.form import Form
from nextgen_helpers.widgets.kept import PersonalForm
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nextgen_helpers.views.live import LiveTeam
    from nextgen_helpers.workspace import Answer

_EVERYBODY: Final = "all"


class AudienceView(View):
    """The metrics for an audience, in its words, with a choice of audience; on paper all, one below the other.

    Parameters
    ----------
    live : the team.
    audience : id of the audience that is shown first; by default all.
    """

    def __init__(self, live: LiveTeam, audience: str | None) -> None:
        self._chosen = audience or _EVERYBODY
        self._form: Form | None = None
        super().__init__(f"metrics for {self._chosen}", live, lambda team: audience_pages(team, self._chosen))

    @property
    def form(self) -> Form:
        """The choice of an audience."""
        if self._form is None:
            choices = [[_EVERYBODY, "All four"], *([who.id, who.label] for who in audiences())]
            field = {
                "name": "audience", "kind": "choice", "label": "Who is listening?", "help": "", "choices": choices,
                "section": "", "group": "", "optional": False,
            }  # fmt: skip
            self._form = Form("Metrics for an audience", [field], self._changed)
            self._form.answers = {"audience": self._chosen}
        return self._form

    def _changed(self, _: str, typed: Any) -> None:
        if typed in (_EVERYBODY, *(who.id for who in audiences())):
            self._chosen = typed
            self.redraw()

    def _ipython_display_(self) -> None:
        if output_mode() == "screen":
            show([self.form.bundle("", self.form.title)], style=False)
        super()._ipython_display_()


def metrics_for_audience(live: LiveTeam, audience: str | None = None) -> AudienceView:
    """Show the metrics in the words of those who ask: business, support partners, investors, elected officials.

    Parameters
    ----------
    live : the team.
    audience : ``business``, ``partners``, ``investors`` or ``officials``; by default all.

    Raises
    ------
    UserError : there is no such audience.
    """
    if audience is not None:
        stories.audience(audience)
    return AudienceView(live, audience)


class SurveyForm(PersonalForm):
    """The yearly survey; each respondent answers alone, and sees nobody else's answers."""

    def openable(self) -> Sequence[tuple[int, Answer]]:
        """Offer nobody's answers to whoever sits down next."""
        return []

    def html(self) -> str:
        """Say how many have answered, and nothing else."""
        count = len(self.live.team.answered(self.exercise_id))
        words = "nobody has answered yet" if not count else f"{plural(count, 'answer', 'answers')} so far"
        return (
            f'<div class="mathjax_ignore ng-chart"><p><strong>{self.title}</strong>: {words}. Single answers are not shown here; '
            "the counts stand below.</p></div>"
        )


def yearly_survey(live: LiveTeam) -> SurveyForm:
    """Show the survey that companies and partners answer once a year."""
    return SurveyForm(live, "kpi_survey")
