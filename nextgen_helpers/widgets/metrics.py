"""Module 5 in a notebook: the metrics for a chosen audience, and the survey."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.shown import show
from nextgen_helpers.toolkit.answer_types import Asked
from nextgen_helpers.toolkit.metrics import story as stories
from nextgen_helpers.toolkit.metrics.story import audiences
from nextgen_helpers.views.live import LiveTeam, View
from nextgen_helpers.views.metrics import audience_pages
from nextgen_helpers.widgets.form import Form, described

_EVERYBODY: Final = "all"


class AudienceView(View):
    """The metrics for an audience, in its words, with a choice of audience; on paper all, one below the other.

    audience : id of the audience that is shown first; by default all.
    """

    def __init__(self, live: LiveTeam, audience: str | None) -> None:
        self._chosen = audience or _EVERYBODY
        super().__init__(f"metrics for {self._chosen}", live, lambda team: audience_pages(team, self._chosen))

    @cached_property
    def form(self) -> Form:
        """The choice of an audience."""
        choices = ((_EVERYBODY, "All four"), *((who.id, who.label) for who in audiences()))
        asked = Asked("Who is listening?", "choice", choices=choices)
        form = Form("Metrics for an audience", [described("audience", asked)], self._changed)
        form.answers = {"audience": self._chosen}
        return form

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
    audience : ``business``, ``partners``, ``investors`` or ``officials``; by default all.
    """
    if audience is not None:
        stories.audience(audience)
    return AudienceView(live, audience)
