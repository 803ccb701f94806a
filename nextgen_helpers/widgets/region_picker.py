"""Picking a region: by searching the register, or by naming counties; with a first look at it."""

from __future__ import annotations

import contextlib
import html
from collections.abc import Callable
from typing import Any, Final

import ipywidgets
from IPython.display import display

from nextgen_helpers import charts
from nextgen_helpers.charts.picture import output_mode
from nextgen_helpers.charts.shown import Pieces, Written, show
from nextgen_helpers.errors import UserError, did_you_mean
from nextgen_helpers.lmi.profile import Profile, profile
from nextgen_helpers.metropolitan import metropolitan_area_named
from nextgen_helpers.regions import (
    STATES,
    Region,
    chosen_region,
    county_names,
    custom_region,
    example_region,
    find_regions,
    get_region,
    metropolitan_areas,
    remember_region,
    save_region,
)
from nextgen_helpers.typed_counties import typed_parts
from nextgen_helpers.views.live import Places
from nextgen_helpers.widgets.figures import FetchForm, has_old_figures
from nextgen_helpers.widgets.team_picker import FIELD, TeamPicker, said
from nextgen_helpers.words import plural

_ANY: Final = "(choose a state)"


class RegionPicker(ipywidgets.VBox):  # type: ignore[misc]
    """A searchable list of regions, and a way to name one's own counties.

    region : what is chosen at first; None where nothing is yet.
    on_pick : called with the region whenever one is chosen.

    ``fetching`` is the place for a button that brings the region's figures, below what is said of it.
    """

    def __init__(self, region: Region | None, on_pick: Callable[[Region], None]) -> None:
        self.region = region
        self._on_pick = on_pick
        self._last: Callable[[], None] = lambda: None
        self.search = _search_field("Region", "Type part of a name, a county or an id")
        self.search.value = f"{region.name} ({region.id})" if region else ""
        self.refresh()
        self.message = ipywidgets.HTML(value=self._said(region))
        self.fetching = ipywidgets.VBox()
        self.search.observe(self._searched, names="value")
        self.example = ipywidgets.Button(description="Look at the finished example", layout={"width": "auto"})
        self.example.on_click(lambda _: self._pick(example_region()))
        super().__init__([self.search, self.message, self.fetching, self._own_counties(), self.example])

    def refresh(self) -> None:
        """Look the known regions up anew, after one of the user's own was renamed, removed or brought back."""
        self._known = {f"{item.name} ({item.id})": item.id for item in find_regions()}
        self.search.options = tuple(self._known)

    # -- the register -----------------------------------------------------------------------------

    def _searched(self, change: dict[str, Any]) -> None:
        typed = str(change["new"]).strip()
        if typed:
            self._try(lambda: self._pick(self._found(typed)))

    def _try(self, choose: Callable[[], None]) -> None:
        self._last = choose
        try:
            choose()
        except UserError as error:
            self.message.value = said(str(error))

    def try_again(self) -> None:
        """Choose once more what was refused, after its figures have come."""
        self._try(self._last)

    def _found(self, typed: str) -> Region:
        """Take what was picked from the list, or the one region that what was typed can mean."""
        if typed in self._known:
            return get_region(self._known[typed])
        matching = find_regions(typed)
        if len(matching) == 1:
            return matching[0]
        exact = [item for item in matching if typed.lower() in (item.id, item.name.lower())]
        if exact:
            return exact[0]
        if matching:
            names = ", ".join(item.name for item in matching[:8])
            raise UserError(f'"{typed}" fits {len(matching)} regions: {names}. Pick one from the list.')
        hint = did_you_mean(typed, [item.name for item in find_regions()], 3, quoted=False)
        raise UserError(f'No region fits "{typed}".{hint} You can also name your own counties below.')

    def _pick(self, region: Region) -> None:
        self._on_pick(region)
        self.region = region
        remember_region(region)
        self.message.value = self._said(region)

    def _said(self, region: Region | None) -> str:
        if region is None:
            return (
                "<p role='status'><strong>No region is chosen yet.</strong> The pictures show "
                f"{html.escape(example_region().name)}, as an example; choose yours here.</p>"
            )
        if region == example_region():
            return (
                "<p role='status'><strong>Invented Valley</strong> is open: a finished example, which is read-only. All notebooks "
                "show it. Choose your own region in the field to come back to your answers.</p>"
            )
        names = ", ".join(region.county_names().values())
        return (
            f"<p role='status'><strong>{html.escape(region.name)}</strong> is chosen: "
            f"{html.escape(' '.join([f'{names}.', *region.notes]))} The other notebooks start with it.</p>"
        )

    # -- own counties -----------------------------------------------------------------------------

    def _own_counties(self) -> ipywidgets.Accordion:
        self.name = ipywidgets.Text(description="Name of your region", placeholder="My region", **FIELD)
        self.metro = _search_field("From a metro area", "Optional: a city, such as Abilene")
        self.metro.options = tuple(metropolitan_areas())
        self.metro_message = ipywidgets.HTML()
        states = [_ANY, *sorted(name for _, name in STATES.values())]
        self.state = ipywidgets.Dropdown(description="Add from state", options=states, style=FIELD["style"])
        self.counties = ipywidgets.SelectMultiple(description="Counties", rows=10, **FIELD)
        self.codes = ipywidgets.Textarea(
            description="County codes", rows=3, placeholder="48113, 48439", **FIELD
        )
        self.use = ipywidgets.Button(description="Use these counties", button_style="primary")
        self.state.observe(self._state_chosen, names="value")
        self.metro.observe(self._metro_chosen, names="value")
        self.counties.observe(self._counties_chosen, names="value")
        self.use.on_click(self._use_counties)
        form = ipywidgets.VBox(
            [
                ipywidgets.HTML(
                    "<p>Any set of U.S. counties can be your region. Hold Ctrl (or Cmd) to mark several; "
                    "marked counties are added to the codes below, which you can also type, as codes or names.</p>"
                ),
                self.name, self.metro, self.metro_message, self.state, self.counties, self.codes, self.use,
            ]
        )  # fmt: skip
        title = "My region is not in the list: name its counties"
        return ipywidgets.Accordion([form], titles=(title,), selected_index=None)

    def _state_chosen(self, change: dict[str, Any]) -> None:
        code = next((code for code, (_, name) in STATES.items() if name == change["new"]), None)
        self.counties.value = ()
        self.counties.options = [
            (title.rsplit(", ", 1)[0], fips) for fips, title in county_names().items() if fips[:2] == code
        ]

    def _metro_chosen(self, change: dict[str, Any]) -> None:
        typed = str(change["new"]).strip()
        if not typed:
            self.metro_message.value = ""
            return
        title, told = metropolitan_area_named(typed)
        if title is not None:
            counties = metropolitan_areas()[title]
            told += f" Its {plural(len(counties), 'county', 'counties')} are in the field with the codes."
            self.codes.value = ", ".join(counties)
            if not self.name.value.strip() or self.name.value in metropolitan_areas():  # typed by nobody
                self.name.value = title
        self.metro_message.value = said(told)

    def _counties_chosen(self, change: dict[str, Any]) -> None:
        added, removed = set(change["new"]), set(change["old"])
        kept = [part for part in typed_parts(self.codes.value) if part not in removed - added]
        self.codes.value = ", ".join([*kept, *sorted(added - set(kept))])  # a state can stand there twice

    def _use_counties(self, _: object) -> None:
        self._try(self._take_own)

    def _take_own(self) -> None:
        """Keep the region, also where its figures have yet to come, and pick it."""
        region = custom_region(self.name.value or "My region", self.codes.value)
        save_region(region)
        self.refresh()
        label = f"{region.name} ({region.id})"
        if self.search.value == label:  # other counties under the same name
            self._pick(region)
        self.search.value = label


def _search_field(label: str, example: str) -> ipywidgets.Combobox:
    """Make a field that offers names while somebody types, and takes other words, too."""
    return ipywidgets.Combobox(
        description=label, placeholder=example, ensure_option=False, continuous_update=False, **FIELD
    )


def explore(region_id: str | None = None) -> None:
    """Pick a region and a team, and see the region at a glance; what is picked is remembered for the other notebooks.

    Without a front end (papermill, an export) the region is shown, and there is nothing to pick.

    Parameters
    ----------
    region_id : what is chosen at first; by default the region that was picked last, and an example's pictures where none was.
    """
    picked = get_region(region_id) if region_id else chosen_region()
    first_look = _first_look(profile(picked or example_region()))
    if output_mode() != "screen":
        show(first_look.mime_bundles())
        return

    def look_at(chosen: Region) -> None:
        places.fill(_first_look(profile(chosen)).mime_bundles())

    def offer(chosen: Region | None) -> None:
        if chosen is None or not has_old_figures(chosen):
            regions.fetching.children = ()
            return

        def came() -> None:
            if regions.fetching.children != (button,):  # another region was chosen meanwhile
                return
            with contextlib.suppress(UserError):  # the line at the button says that nothing came
                look_at(chosen)
                if regions.region != chosen:
                    regions.try_again()

        button = FetchForm(chosen, came)
        regions.fetching.children = (button,)

    def picked_one(chosen: Region) -> None:
        try:
            look_at(chosen)  # refused before anything is redrawn
        finally:
            offer(chosen)
        teams.show(chosen)

    regions = RegionPicker(picked, picked_one)
    teams = TeamPicker(picked, regions.refresh)
    offer(picked)
    show([])
    display(regions, teams)
    places = Places(first_look.mime_bundles())


def _first_look(figures: Profile) -> Pieces:
    """Show a region in a few pictures."""
    return Pieces(
        Written(charts.at_a_glance(figures).html(), repr(figures)),
        charts.county_map(figures),
        charts.jobs_by_industry(figures),
        charts.concentration(figures),
        charts.quadrants(figures),
    )
