"""Teams, people and regions of one's own in the first notebook: chosen, named, copied, put away, removed and brought back."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Final

import ipywidgets

from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import Region, find_regions, own_regions_folder, rename_region
from nextgen_helpers.removed import empty_removed, removed
from nextgen_helpers.teams import (
    TeamEntry,
    archive_team,
    bring_back,
    copy_team,
    current_team,
    known_teams,
    new_team,
    people_of,
    remember_team,
    remove_person,
    remove_region,
    remove_team,
    rename_person,
    rename_team,
)
from nextgen_helpers.words import plural

_LAYOUT: Final = {"width": "36rem", "max_width": "100%"}
FIELD: Final = {"style": {"description_width": "11rem"}, "layout": _LAYOUT}  #: how a field of a picker looks


class TeamPicker(ipywidgets.VBox):  # type: ignore[misc]
    """The teams of a region and what can be done with them; below, people, own regions and what was removed.

    region : whose teams; None until a region is chosen.
    on_regions : called when a region of one's own was renamed, removed or brought back.
    """

    def __init__(self, region: Region | None, on_regions: Callable[[], None] = lambda: None) -> None:
        self._region = region
        self._on_regions = on_regions
        self._filling = False
        self.team = _choice("Team")
        self.name = _text("Name", "Such as Riverside, or Health care team")
        self.archive = self._button("Archive", self._archive)
        self.person = _choice("Person")
        self.person_name = _text("Name", "Empty for no name")
        self.own = _choice("Your region")
        self.own_name = _text("Name", "")
        self.gone = _choice("What was removed")
        self.sure = ipywidgets.Checkbox(
            description="I know that this cannot be undone", indent=False, layout=_LAYOUT
        )
        self.message = ipywidgets.HTML()
        self.team.observe(self._chosen, names="value")
        self.person.observe(self._show_person, names="value")
        self.own.observe(self._show_own, names="value")
        parts = {
            "Name this team, begin another, copy or remove it": _part(
                "A region can have several teams. To begin another one, write its name and press New team.",
                self.name,
                self._row(("New team", self._new), ("Rename this team", self._rename)),
                self._row(("Copy to practice", self._copy), self.archive, ("Remove", self._remove)),
            ),
            "People who have answered": _part(
                "A person's answers can be given another name, or be removed; they are then kept in a file of their own.",
                self.person,
                self.person_name,
                self._row(("Rename person", self._rename_person), ("Remove person", self._remove_person)),
            ),
            "Regions of your own": _part(
                "Regions that came with the project stay as they are; yours can be renamed or removed.",
                self.own,
                self.own_name,
                self._row(("Rename region", self._rename_region), ("Remove region", self._remove_region)),
            ),
            "Removed": _part(
                "What was removed is kept here until you delete it for good.",
                self.gone,
                self._row(("Bring back", self._bring_back)),
                self.sure,
                self._row(("Delete all of it for good", self._empty)),
            ),
        }
        more = ipywidgets.Accordion(list(parts.values()), titles=tuple(parts), selected_index=None)
        super().__init__([self.team, self.message, more])
        self.show(region)

    def show(self, region: Region | None) -> None:
        """Show the teams of a region, and everything else as it is now."""
        self._region = region
        self._filling = True
        teams = self._teams()
        self.team.options = [(item.label, item.id) for item in teams]
        self.team.disabled = self.name.disabled = not teams
        if region is not None:
            self.team.value = current_team(region.id)
        self._filling = False
        self._show_team()
        own = own_regions_folder()
        self.own.options = [
            (item.name, item.id) for item in find_regions() if (own / f"{item.id}.yaml").is_file()
        ]
        self.gone.options = [(item.words(), item.name) for item in removed()]
        for choice in (self.person, self.own, self.gone):
            choice.value = None  # nothing is renamed or removed because it stood first

    def _teams(self) -> list[TeamEntry]:
        if self._region is None:
            return []
        known = known_teams(self._region.id)
        first = [] if any(item.id == self._region.id for item in known) else [TeamEntry(self._region.id)]
        return [*first, *known]

    def _entry(self) -> TeamEntry:
        found = next((item for item in self._teams() if item.id == self.team.value), None)
        if found is None:
            raise UserError("Choose a region first.")
        return found

    # -- teams ------------------------------------------------------------------------------------

    def _chosen(self, _: object) -> None:
        if self.team.value and not self._filling:
            self._do(
                lambda: (
                    f"{remember_team(self.team.value).label} is chosen. The other notebooks start with it."
                )
            )

    def _show_team(self) -> None:
        if self._region is None:
            self.message.value = said("Choose a region first; then its team is here.")
            self.person.options = []
            return
        entry = self._entry()
        self.message.value = ""
        self.name.value = entry.name
        self.archive.description = "Take out of the archive" if entry.about.archived else "Archive"
        try:
            self.person.options = [(item.label, item.key) for item in people_of(entry.id)]
        except UserError as error:
            self.person.options = []
            self.message.value = said(str(error))

    def _new(self) -> str:
        if self._region is None:
            raise UserError("Choose a region first.")
        entry = new_team(self._region, self.name.value)
        remember_team(entry.id)
        return f"{entry.label} is started, and chosen."

    def _rename(self) -> str:
        return f"It is called {rename_team(self._entry().id, self.name.value).name} now."

    def _copy(self) -> str:
        copy = copy_team(self._entry().id)
        remember_team(copy.id)
        return f"{copy.label} is chosen: change in it whatever you like. The team itself stays as it is."

    def _archive(self) -> str:
        entry = self._entry()
        changed = archive_team(entry.id, archived=not entry.about.archived)
        return f"{changed.name} is {'archived: kept, and left out of reports of several teams' if changed.about.archived else 'out of the archive'}."

    def _remove(self) -> str:
        entry = self._entry()
        remove_team(entry.id)
        return f"{entry.name} is removed. It can be brought back under Removed."

    # -- people and regions -----------------------------------------------------------------------

    def _show_person(self, _: object) -> None:
        known = {item.key: item.name for item in people_of(self._entry().id)} if self._region else {}
        self.person_name.value = known.get(str(self.person.value), "")

    def _rename_person(self) -> str:
        _needed(self.person.value, "Choose a person first.")
        rename_person(self._entry().id, self.person.value, self.person_name.value.strip())
        return "The person has that name now."

    def _remove_person(self) -> str:
        _needed(self.person.value, "Choose a person first.")
        remove_person(self._entry().id, self.person.value)
        return "The person's answers are removed. They can be brought back under Removed."

    def _show_own(self, _: object) -> None:
        self.own_name.value = next((name for name, key in self.own.options if key == self.own.value), "")

    def _rename_region(self) -> str:
        _needed(self.own.value, "Choose a region of your own first.")
        name = rename_region(self.own.value, self.own_name.value).name
        self._on_regions()
        return f"It is called {name} now."

    def _remove_region(self) -> str:
        _needed(self.own.value, "Choose a region of your own first.")
        remove_region(self.own.value)
        self._on_regions()
        return "The region is removed. It can be brought back under Removed."

    def _bring_back(self) -> str:
        _needed(self.gone.value, "Choose what to bring back first.")
        told = bring_back(self.gone.value)
        self._on_regions()
        return told

    def _empty(self) -> str:
        if not self.sure.value:
            raise UserError("Check the box first: what is deleted for good cannot be brought back.")
        self.sure.value = False
        return f"{plural(empty_removed(), 'file')} deleted for good."

    # -- doing and saying -------------------------------------------------------------------------

    def _do(self, action: Callable[[], str]) -> None:
        """Do something, say what came of it, and show how things are now."""
        try:
            told = action()
        except UserError as error:
            self.message.value = said(str(error))
            return
        self.show(self._region)
        self.message.value = said(told)

    def _button(self, label: str, action: Callable[[], str]) -> ipywidgets.Button:
        button = ipywidgets.Button(description=label, layout={"width": "auto"})
        button.on_click(lambda _: self._do(action))
        return button

    def _row(self, *buttons: ipywidgets.Button | tuple[str, Callable[[], str]]) -> ipywidgets.HBox:
        made = [self._button(*item) if isinstance(item, tuple) else item for item in buttons]
        return ipywidgets.HBox(made, layout={"flex_flow": "row wrap"})


def _part(text: str, *boxes: ipywidgets.Widget) -> ipywidgets.VBox:
    return ipywidgets.VBox([ipywidgets.HTML(f"<p>{html.escape(text)}</p>"), *boxes])


def _choice(label: str) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(description=label, options=[], **FIELD)


def _text(label: str, example: str) -> ipywidgets.Text:
    return ipywidgets.Text(description=label, placeholder=example, **FIELD)


def _needed(value: object, sentence: str) -> None:
    if not value:
        raise UserError(sentence)


def said(text: str) -> str:
    """Write a sentence so that a screen reader reads it out when it changes."""
    return f"<p role='status'>{html.escape(text)}</p>"
