"""A team in a notebook: what is answered in one cell is seen in the others at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from IPython.display import HTML, display

from nextgen_helpers.charts.answers import NOTHING, Bundle, said
from nextgen_helpers.charts.page import notebook_style
from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.errors import UserError
from nextgen_helpers.team import Team

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from IPython.display import DisplayHandle

__all__ = ["NO_REGION", "LiveTeam", "Pieces", "View", "team"]

#: What is said where no region is chosen yet.
NO_REGION: Final = "No region is chosen yet. Choose yours in the notebook Start here (00), then come back and press Run, Run All Cells."
#: Seconds that pictures wait for further answers; the answer itself is saved before.
_PATIENCE: Final = 0.3


class LiveTeam:
    """A team whose answers are watched by the views of a notebook.

    Parameters
    ----------
    team : the team.
    """

    def __init__(self, team: Team) -> None:
        self.team = team
        self._watching: dict[str, tuple[frozenset[str], Callable[[], None]]] = {}
        self._waiting: set[str] = set()

    def watch(self, name: str, exercise_ids: Collection[str], redraw: Callable[[], None]) -> None:
        """Call ``redraw`` when one of the exercises has a new answer.

        Parameters
        ----------
        name : who watches; a cell that is run again takes the place of its earlier self.
        exercise_ids : which exercises.
        redraw : what to do.
        """
        self._watching[name] = (frozenset(exercise_ids), redraw)

    def saved(self, exercise_id: str) -> None:
        """Tell all who watch an exercise that it has a new answer.

        In a notebook they are told a moment later, several answers at once; elsewhere right away.
        """
        told = [name for name, (watched, _) in self._watching.items() if exercise_id in watched]
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for name in told:
                self._watching[name][1]()
            return
        if told and not self._waiting:
            loop.call_later(_PATIENCE, self._tell)
        self._waiting.update(told)

    def _tell(self) -> None:
        names, self._waiting = sorted(self._waiting), set()
        for name in names:
            self._watching[name][1]()

    def _ipython_display_(self) -> None:
        """Say whose answers these are, and where they lie."""
        region = self.team.region
        if self.team.is_example:
            display(
                said(
                    f"{NO_REGION} Until then you see an example that nobody can change: the figures of {region.name}, and the "
                    "answers of an invented team.",
                ),
                raw=True,
            )
            return
        entry, count = self.team.entry, len(self.team.workspace.history())
        name = entry.label if region.name in entry.label else f"{entry.label} ({region.name})"
        answers = "no answers yet" if count == 0 else f"{count:,} saved answer{'s' if count > 1 else ''}"
        place = "" if output_mode() != "screen" else f" They are kept in {self.team.workspace.place}."
        display(
            said(
                f"{name}: {answers}.{place}",
                self.team.workspace.refusal
                or "Everything is saved as you go. Region and team are chosen in the notebook Start here.",
            ),
            raw=True,
        )


class View:
    """Something computed from a team's answers, which follows them.

    Parameters
    ----------
    live : the team.
    name : unique among the views of a notebook.
    exercise_ids : the exercises whose answers it shows.
    pieces : gives what is shown, from the team as it is now.
    places : how many pieces there are at most; each has a fixed place in the page.
    """

    def __init__(
        self,
        live: LiveTeam,
        name: str,
        exercise_ids: Collection[str],
        pieces: Callable[[Team], Sequence[Bundle]],
        places: int,
    ) -> None:
        self._live, self._name, self._exercise_ids = live, name, exercise_ids
        self._made, self._places = pieces, places

    def pieces(self) -> list[Bundle]:
        """Give what is shown now; a mistake in what was answered is said, not raised."""
        try:
            made = list(self._made(self._live.team))
        except UserError as error:
            made = [said(str(error))]
        return [*made, *[NOTHING] * (self._places - len(made))]

    def _ipython_display_(self) -> None:
        if output_mode() != "screen":
            for bundle in self.pieces():
                if bundle != NOTHING:
                    display(bundle, raw=True)
            return
        display(HTML(notebook_style()))
        shown = self.pieces()
        # Each piece has its own place and is replaced there: see explore() for why this is no Output widget.
        slots: list[DisplayHandle] = [display(bundle, raw=True, display_id=True) for bundle in shown]

        def redraw() -> None:
            for place, bundle in enumerate(self.pieces()):
                if bundle == shown[place]:
                    continue
                shown[place] = bundle
                slots[place].update(NOTHING, raw=True)  # Plotly keeps its old picture otherwise
                slots[place].update(bundle, raw=True)

        self._live.watch(self._name, self._exercise_ids, redraw)


class Pieces:
    """Something that never changes, shown piece by piece.

    Parameters
    ----------
    pieces : what is shown.
    """

    def __init__(self, pieces: Sequence[Bundle]) -> None:
        self._pieces = tuple(pieces)

    def _ipython_display_(self) -> None:
        if output_mode() == "screen":
            display(HTML(notebook_style()))
        for bundle in self._pieces:
            display(bundle, raw=True)


def team(region_id: str | None = None, url: str | None = None) -> LiveTeam:
    """Open a team's answers for the forms and pictures of a notebook.

    Parameters
    ----------
    region_id : which region, or which team of it, such as ``tx-alamo--riverside``; by default the ones that were chosen
        last, and an example that can only be read where none was.
    url : address of a database that several laptops share; by default the one in
        ``NEXTGEN_WORKSPACE_URL``, else the team's own file on this computer.

    Raises
    ------
    UserError : there is no such region or team, or the answers cannot be opened.
    """
    return LiveTeam(Team.open(region_id, url))
