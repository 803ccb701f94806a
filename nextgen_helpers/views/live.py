"""A team in a notebook: what is answered in one cell is seen in the others at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec

from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.shown import NOTHING, Bundle, Displayed, Shown, said, show
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import chosen_region
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import invented

if TYPE_CHECKING:
    from IPython.display import DisplayHandle


_More = ParamSpec("_More")

#: What is said where no region is chosen yet.
_NO_REGION: Final = "No region is chosen yet. Choose yours in the notebook Start here (00), then come back and press Run, Run All Cells."
#: Seconds that pictures wait for further answers; the answer itself is saved before.
_PATIENCE: Final = 0.3
#: Seconds between two looks at what others have saved.
_LOOK_SECONDS: Final = 1.0
#: Places of a view in the page, those included that later answers fill: an empty one takes no room, and JupyterLab folds
#: what a cell shows beyond fifty.
_PLACES: Final = 24
_TOO_MANY: Final = (
    "There is more to see now than has a place here. Run this cell again, and all of it is shown."
)


class LiveTeam(Displayed):
    """A team whose answers are watched by the views of a notebook."""

    styled = True  # a sentence looks the same without

    def __init__(self, team: Team) -> None:
        self.team = team
        self._watching: dict[str, tuple[frozenset[str | None], Callable[[], None]]] = {}
        self._waiting: set[str] = set()
        self._following: asyncio.Task[None] | None = None
        self._known = ""

    def watch(self, name: str, exercise_ids: Collection[str | None], redraw: Callable[[], None]) -> None:
        """Call ``redraw`` when one of the exercises has a new answer; None among them stands for all.

        name : who watches; a cell that is run again takes the place of its earlier self.
        """
        self._watching[name] = (frozenset(exercise_ids), redraw)
        if self._following is None and not self.team.read_only:
            with contextlib.suppress(RuntimeError):  # without a notebook nobody looks on
                self._following = asyncio.get_running_loop().create_task(self._follow())

    def saved(self, exercise_id: str) -> None:
        """Tell all who watch an exercise that it has a new answer.

        In a notebook they are told a moment later, several answers at once; elsewhere right away.
        """
        told = [name for name, (watched, _) in self._watching.items() if watched & {exercise_id, None}]
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for name in told:
                self._watching[name][1]()
            return
        if told and not self._waiting:
            loop.call_later(_PATIENCE, self._tell)
        self._waiting.update(told)

    async def _follow(self) -> None:
        """Follow what others save: phones in the room, another notebook, a colleague on the same database."""
        workspace = self.team.workspace
        stamp, self._known = workspace.stamp(), max(workspace.newer("").values(), default="")
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                if (now := workspace.stamp()) == stamp and now is not None:
                    continue
                stamp, found = now, workspace.newer(self._known)
            except UserError:  # it is looked for again
                continue
            self._known = max(found.values(), default=self._known)
            for exercise_id in found:
                self.saved(exercise_id)

    def _tell(self) -> None:
        names, self._waiting = sorted(self._waiting), set()
        for name in names:
            self._watching[name][1]()

    def mime_bundles(self) -> list[Bundle]:
        """Say whose answers these are, and where they lie."""
        region = self.team.region
        if self.team.is_example:
            example = "You see a finished example, which is read-only."
            if chosen_region() is None:
                example = f"{_NO_REGION} Until then you see a finished example, which is read-only."
            return said(example, invented.SAID).mime_bundles()
        entry, count = self.team.entry, len(self.team.workspace.history())
        name = entry.label if region.name in entry.label else f"{entry.label} ({region.name})"
        answers = "no answers yet" if count == 0 else f"{count:,} saved answer{'s' if count > 1 else ''}"
        place = "" if output_mode() != "screen" else f" They are kept in {self.team.workspace.place}."
        return said(
            f"{name}: {answers}.{place}",
            self.team.workspace.refusal
            or "Everything is saved as you go. Region and team are chosen in the notebook Start here.",
        ).mime_bundles()


class View(Displayed):
    """What follows from a team's answers; in a notebook it follows each of them that it has read.

    name : unique among the views of a notebook.
    whose : the team of a notebook, or of a report.
    made : yields what is shown, from the team as it is now.
    """

    def __init__(self, name: str, whose: LiveTeam | Team, made: Callable[[Team], Iterable[Shown]]) -> None:
        self._name, self._made = name, made
        self._live = whose if isinstance(whose, LiveTeam) else None
        self._team = whose.team if isinstance(whose, LiveTeam) else whose
        self._places: Places | None = None

    def mime_bundles(self) -> list[Bundle]:
        """Give what is shown now, piece by piece; a mistake in what was answered is said, not raised."""
        return self._read()[0]

    def watched(self) -> set[str | None]:
        """Name the exercises of which it reads answers now; None stands for all at once."""
        return self._read()[1]

    def _read(self) -> tuple[list[Bundle], set[str | None]]:
        team, noted = self._team.noting()
        before = said(invented.SAID).mime_bundles() if self._beside_ones_own() else []
        try:
            made = [bundle for shown in self._made(team) for bundle in shown.mime_bundles()]
        except UserError as error:
            return said(str(error)).mime_bundles(), noted
        return [*before, *made], noted

    def _beside_ones_own(self) -> bool:
        """Tell whether this is the example in the notebook of another team, so that it has to be said at each picture."""
        if self._live is None or not self._team.is_example:
            return False
        chosen = chosen_region()
        return chosen is not None and chosen.id != self._team.region.id

    def _ipython_display_(self) -> None:
        if self._live is None or output_mode() != "screen":
            super()._ipython_display_()
            return
        bundles, noted = self._read()
        show([])
        self._places = Places(bundles)
        self._live.watch(self._name, noted, self.redraw)

    def redraw(self) -> None:
        """Show what has changed, where the view stands in the page, and watch what was read now."""
        if self._live is not None and self._places is not None:
            bundles, noted = self._read()
            self._places.fill(bundles)
            self._live.watch(self._name, noted, self.redraw)


class Places:
    """Places in a notebook's page, each with a piece that is replaced by itself; some are to spare, as none can be added later.

    An Output widget would send every picture back to the kernel, and stalls clients without a page (nbclient with ipykernel 7).
    """

    def __init__(self, bundles: Sequence[Bundle]) -> None:
        from IPython.display import display  # noqa: PLC0415  (slow to import)

        self._count = max(_PLACES, len(bundles))
        self._shown = self._padded(bundles)
        self._slots: list[DisplayHandle] = [display(item, raw=True, display_id=True) for item in self._shown]

    def fill(self, bundles: Sequence[Bundle]) -> None:
        """Replace what is another piece now."""
        for place, bundle in enumerate(self._padded(bundles)):
            if bundle == self._shown[place]:
                continue
            self._shown[place] = bundle
            self._slots[place].update(NOTHING, raw=True)  # Plotly keeps its old picture otherwise
            self._slots[place].update(bundle, raw=True)

    def _padded(self, bundles: Sequence[Bundle]) -> list[Bundle]:
        if len(bundles) > self._count:
            return [*said(_TOO_MANY).mime_bundles(), *bundles[: self._count - 1]]
        return [*bundles, *[NOTHING] * (self._count - len(bundles))]


def view(
    made: Callable[Concatenate[Team, _More], Iterable[Shown]],
) -> Callable[Concatenate[LiveTeam | Team, _More], View]:
    """Make a view of a function that yields what it shows of a team."""

    @wraps(made)
    def viewed(whose: LiveTeam | Team, /, *args: _More.args, **options: _More.kwargs) -> View:
        given = [*map(str, args), *(f"{key}={value}" for key, value in options.items())]
        return View(" ".join([made.__name__, *given]), whose, lambda team: made(team, *args, **options))

    return viewed


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
