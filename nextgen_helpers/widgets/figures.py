"""A button that fetches the newest figures, where those that are here are old; it works on while the page is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.region.first_screen import FETCH, OLD, age_words
from nextgen_helpers.charts.shown import Shown, said, show
from nextgen_helpers.lmi.freshness import OFFLINE, fetch_newest, has_ended, is_offline, wish_for
from nextgen_helpers.lmi.profile import profile
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.regions import Region
from nextgen_helpers.team_answers import Team
from nextgen_helpers.views.live import LiveTeam, View
from nextgen_helpers.widgets.form import Form, button
from nextgen_helpers.widgets.working import WorkingForm

_HELP: Final = (
    "Needs internet: asks the Bureau of Labor Statistics for the industries of your counties, their state and the nation. "
    "Nothing about you or your answers is sent."
)
_TIMES: Final = 10  # so often progress is said: a screen reader reads each time aloud


def has_old_figures(region: Region) -> bool:
    """Tell whether a region's industries are so old, or not here at all, that the button is worth its room; not where none can come."""
    here = max(Store.open().years(region.counties), default=0)
    return datetime.now(UTC).year - here >= OLD and not has_ended(region, here)


class FetchForm(WorkingForm):
    """The button, and the line that says how far it is and what came of it.

    region : whose figures.
    done : called after something was fetched.
    """

    def __init__(self, region: Region, done: Callable[[], None]) -> None:
        fetch = button("fetch", FETCH, _HELP)
        super().__init__(f"Newer figures of {region.name}", [fetch], self._pressed)
        self._region, self._done = region, done

    def __repr__(self) -> str:
        return f"Button: {FETCH}"  # stands where no button can be drawn

    def _pressed(self, *_: Any) -> None:
        if self.busy:
            return
        if is_offline():
            self.status = f"Nothing was asked for: {OFFLINE} is set on this computer."
            return
        wish = wish_for([self._region])
        if wish is None:
            self.status = (
                "Nothing was asked for: what BLS has is here, or BLS said lately that it has no more."
            )
            return
        self.status = wish.sentence()
        told = self.from_a_thread(self._told)
        self.begin(lambda: fetch_newest(wish, progress=told), self._fetched, "Nothing was fetched")

    def _told(self, _: str, done: int, total: int) -> None:
        if done < total and done % max(1, total // _TIMES) == 0:
            self.status = f"{done} of {total} files are here."

    def _fetched(self, sentence: str) -> str:
        self._done()
        return sentence


class FiguresView(View):
    """How old the figures are, and the button where they are old."""

    def __init__(self, live: LiveTeam) -> None:
        super().__init__("newest figures", live, _age)
        self.form: Form | None = None

    def _ipython_display_(self) -> None:
        super()._ipython_display_()
        if output_mode() == "screen" and has_old_figures(self._team.region):
            self.form = FetchForm(self._team.region, self.redraw)
            # Where the button cannot be drawn, nothing stands in its place.
            show([self.form.bundle("", "")], style=False)


def _age(team: Team) -> Iterator[Shown]:
    yield said(
        f"{age_words(profile(team.region), datetime.now(UTC).year).removesuffix('.')}. When newer ones have come, press Run, Run All Cells: then all pictures "
        "show them."
    )


def newest_figures(live: LiveTeam) -> FiguresView:
    """Say how old the figures of the team's region are, with a button that fetches newer ones where they are old."""
    return FiguresView(live)
