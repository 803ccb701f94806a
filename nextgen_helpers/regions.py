"""Regions: a name for a set of counties, and the register of those that are known.

A region is any set of U.S. counties. The register knows the 28 Texas local workforce boards,
KentuckianaWorks and Central Ohio, and every region that a user has written into a YAML file in
``<user's folder>/regions/``::

    id: tx-my-region            # optional; made from the name otherwise
    name: My region
    counties: [48113, "Tarrant County, Texas"]  # codes or names; read as text, whatever YAML makes of numbers
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from nextgen_helpers.counties import (
    STATES,
    cities_left_out,
    county_names,
    ended,
    refuse_without_a_common_year,
)
from nextgen_helpers.errors import UserError, did_you_mean, nearest
from nextgen_helpers.letters import plain_letters
from nextgen_helpers.places import (
    embedded,
    embedded_rows,
    user_home,
    users_yaml,
    workspaces_folder,
    writable_folder,
    write_whole,
    yaml_of,
)
from nextgen_helpers.typed_counties import counties_of, state_named
from nextgen_helpers.words import listed

__all__ = [
    "STATES",
    "Region",
    "chosen_region",
    "county_names",
    "current_region",
    "custom_region",
    "example_region",
    "find_regions",
    "get_region",
    "metropolitan_areas",
    "own_regions_folder",
    "read_region_file",
    "region_problems",
    "remember_region",
    "rename_region",
    "save_region",
]

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME = 80
_CURRENT = "current_region"
#: Environment variable with which notebooks show the finished example, whatever was chosen.
DEMO = "NEXTGEN_DEMO"
#: The region of the finished example (``data/examples/invented_valley``): it is found by its id, and stands in no list to choose from.
_EXAMPLE = "invented-valley"


@dataclass(frozen=True, slots=True)
class Region:
    """A named set of counties.

    Parameters
    ----------
    id : slug, such as ``tx-greater-dallas``; it names the region's files.
    name : what people call it.
    counties : five-character county codes, sorted, without repeats.
    source : where the definition comes from, for the sources page.
    notes : what to know of its counties: a code that another one has replaced, an end of figures, a city that is left out.

    Examples
    --------
    >>> region = Region("tx-two", "Two counties", ("48113", "48439"), "an example")
    >>> region.states
    ('48',)
    """

    id: str
    name: str
    counties: tuple[str, ...]
    source: str
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def states(self) -> tuple[str, ...]:
        """Two-digit codes of the states that the counties lie in, in order."""
        return tuple(sorted({county[:2] for county in self.counties}))

    @property
    def state_label(self) -> str:
        """Names of those states, for a sentence: ``Texas``, ``Indiana and Kentucky``."""
        names = [STATES[code][1] for code in self.states]
        return listed(names)

    def county_names(self) -> dict[str, str]:
        """Names of the counties by code, without the state where all lie in one."""
        names = county_names()
        titles = {code: names[code] for code in self.counties}
        if len(self.states) > 1:
            return titles
        return {code: title.rsplit(", ", 1)[0] for code, title in titles.items()}


def get_region(region_id: str) -> Region:
    """Look a region up by its id.

    Raises
    ------
    UserError : there is no such region; the message names the nearest.

    Examples
    --------
    >>> get_region("tx-greater-dallas").counties
    ('48113',)
    """
    if not isinstance(region_id, str):
        raise UserError(
            f"A region is named by its id, a text such as tx-greater-dallas, not by {region_id!r}. "
            "See: nextgen regions"
        )
    wanted = region_id.strip().lower()
    shipped = {region.id: region for region in _shipped_regions()}
    if wanted == _EXAMPLE:
        return example_region()
    if wanted in shipped:  # known whatever stands in the user's own files
        return shipped[wanted]
    of_its_name = own_regions_folder() / f"{wanted}.yaml"
    if _SLUG.fullmatch(wanted) and of_its_name.is_file():  # among thousands, most have a file of their name
        with contextlib.suppress(UserError):
            own = _known_file(of_its_name)
            if own.id == wanted:
                return own
    regions, problems = _register()
    known = {region.id: region for region in regions}
    if wanted in known:
        return known[wanted]
    by_name = {region.name.lower(): region for region in known.values()}
    if wanted in by_name:
        return by_name[wanted]
    near = nearest(wanted, known) or [by_name[name].id for name in nearest(wanted, by_name)]
    # Who types a county or a part of a name means a region that has it.
    near = near or [region.id for region in find_regions(wanted)][:3]
    suggestion = f" Did you mean {_quoted(near)}?" if near else ""
    of_this = [problem for problem in problems if wanted in problem] or problems
    unread = f" A file of yours could not be read: {of_this[0]}" if problems else ""
    raise UserError(f'No region "{region_id}".{suggestion} See: nextgen regions.{unread}')


def find_regions(text: str = "", state: str | None = None) -> list[Region]:
    """List the regions that match a text (in id, name or county names) and lie in a state.

    Parameters
    ----------
    text : any part of a region's id, name or county names; empty for all.
    state : postal abbreviation (``TX``), name or two-digit code.

    Raises
    ------
    UserError : no such state.

    Examples
    --------
    >>> [region.id for region in find_regions("dallas", state="TX")]
    ['tx-greater-dallas']
    """
    regions, _ = _register()
    if state is not None:
        code = _state_code(state)
        regions = [region for region in regions if code in region.states]
    words = plain_letters(text).split()
    return [region for region in regions if all(word in _haystack(region) for word in words)]


def custom_region(
    name: str, counties: Iterable[str], region_id: str | None = None, source: str = "own definition"
) -> Region:
    """Make a region of any set of U.S. counties.

    Parameters
    ----------
    name : what people call it; 1 to 80 characters.
    counties : county codes or names, as text: one text, or several.
    region_id : slug; made from the state and the name where it is not given.

    Raises
    ------
    UserError : no county, a code that is a number or no county, a name that fits several, counties that have no year in common,
        an empty name, an id that is no slug. The message names the nearest counties or the allowed form.

    Examples
    --------
    >>> custom_region("Dallas and Tarrant", ["48439", "48113"])  # doctest: +ELLIPSIS
    Region(id='tx-dallas-and-tarrant', ..., counties=('48113', '48439'), source='own definition', ...)
    """
    cleaned = " ".join(str(name).split())
    if not 1 <= len(cleaned) <= _LONGEST_NAME or not cleaned.isprintable():
        raise UserError(
            f"A region's name has 1 to {_LONGEST_NAME} printable characters; give it with --name."
        )
    found = counties_of(counties)
    if not found.codes:
        raise UserError("A region needs at least one county; give five-digit codes such as 48113,48439.")
    refuse_without_a_common_year(found.codes)
    slug = region_id or _slug_of(cleaned, found.codes)
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_NAME:
        raise UserError(
            f'"{slug[:_LONGEST_NAME]}" cannot be a region\'s id: use small letters, digits, single hyphens, '
            f"such as tx-my-region, at most {_LONGEST_NAME} characters."
        )
    notes = (*found.notes, *ended(found.codes), *cities_left_out(found.codes))
    return Region(slug, cleaned, found.codes, source, notes)


def _slug_of(name: str, counties: Sequence[str]) -> str:
    """Make an id of the states and the name."""
    states = [STATES[code][0].lower() for code in sorted({code[:2] for code in counties})]
    words = re.findall(r"[a-z0-9]+", plain_letters(name))
    if not words:
        raise UserError(
            f'No id can be made of the name "{name}", as it has no Latin letters or digits; add some, or give an id: in a '
            f"region's file, a line such as id: {'-'.join(states)}-my-region."
        )
    # Before accents were taken off, their letters were left out (r-o-bravo). Answers that lie under such an id keep it.
    former = "-".join([*states, *re.findall(r"[a-z0-9]+", name.lower())])
    folder = workspaces_folder()
    if (folder / f"{former}.db").is_file() or any(folder.glob(f"{former}--*.db")):
        return former
    return "-".join([*states, *words])


def save_region(region: Region) -> Path:
    """Write an own region into the user's folder, so that it is known from then on by its id.

    Returns
    -------
    The YAML file that was written (as a whole or not at all).

    Raises
    ------
    UserError : the id belongs to a region that ships with the project, or to one of the user's own with
        other counties; or the folder cannot be written.
    """
    if _ships(region.id):
        raise UserError(f'"{region.id}" ships with the project and cannot be replaced; choose another id.')
    path = writable_folder(own_regions_folder()) / f"{region.id}.yaml"
    if path.exists() and read_region_file(path).counties != region.counties:
        raise UserError(
            f"{region.id} is there already with other counties ({path}); choose another name, or change "
            "that file."
        )
    _write_region(region, path)
    return path


def _write_region(region: Region, path: Path) -> None:
    import yaml  # noqa: PLC0415  (slow to import, and rarely needed)

    content = {"id": region.id, "name": region.name, "counties": list(region.counties)}
    write_whole(path, yaml.safe_dump(content, sort_keys=False, allow_unicode=True))


def chosen_region() -> Region | None:
    """Give the region that was chosen last; None where none was, or where it is gone. ``NEXTGEN_DEMO=1`` chooses the example."""
    if os.environ.get(DEMO, "0") not in ("", "0"):
        return example_region()
    try:
        chosen = (user_home() / _CURRENT).read_text(encoding="utf-8").strip()[:_LONGEST_NAME]
        return get_region(chosen)
    except (OSError, UnicodeDecodeError, UserError):
        return None


@cache
def example_region() -> Region:
    """Give the region of the finished example, whose figures and answers stand in the notebooks until one is chosen.

    Examples
    --------
    >>> example_region().name
    'Invented Valley (exercise)'
    """
    told = yaml_of(embedded("data", "examples", "invented_valley", "cast.yaml").read_text(encoding="utf-8"))
    own = told["region"]
    source = (
        "an exercise: four counties of Texas, with their official figures; everything else in it is invented"
    )
    return Region(own["id"], own["name"], tuple(own["counties"]), source)


def _ships(region_id: str) -> bool:
    return region_id == _EXAMPLE or any(region_id == shipped.id for shipped in _shipped_regions())


def rename_region(region_id: str, name: str) -> Region:
    """Give a region of one's own another name; its id, counties and answers stay.

    Raises
    ------
    UserError : the region came with the project or is not there, or the name is empty or too long.
    """
    region = get_region(region_id)
    path = own_regions_folder() / f"{region.id}.yaml"
    if not path.is_file() or _ships(region.id):
        raise UserError(
            f"{region.id} is not in a file of its own name in {own_regions_folder()}; only such a region can be renamed here."
        )
    renamed = custom_region(name, region.counties, region.id, region.source)
    _write_region(renamed, path)
    return renamed


def current_region() -> Region:
    """Give the region that figures are shown of: the one that was chosen last, else the example's.

    Answers are never taken for it where none was chosen: see :func:`chosen_region`.

    Examples
    --------
    >>> isinstance(current_region(), Region)
    True
    """
    return chosen_region() or example_region()


def remember_region(region: Region) -> None:
    """Remember a region as the one that notebooks start with.

    Raises
    ------
    UserError : the user's folder cannot be written.
    """
    write_whole(writable_folder(user_home()) / _CURRENT, region.id + "\n")


def own_regions_folder() -> Path:
    """Folder of the user's own region files."""
    return user_home() / "regions"


@cache
def metropolitan_areas() -> dict[str, tuple[str, ...]]:
    """Counties of every metropolitan and micropolitan statistical area, by the area's title.

    Returns
    -------
    Title to county codes, such as ``{"Abilene, TX": ("48059", "48253", "48441")}``.
    Source: Office of Management and Budget, delineation of July 2023.

    Examples
    --------
    >>> metropolitan_areas()["Abilene, TX"]
    ('48059', '48253', '48441')
    """
    areas: dict[str, list[str]] = {}
    for row in embedded_rows("data", "codes", "metropolitan_areas.csv"):
        areas.setdefault(row["cbsa_title"], []).append(row["county_fips"])
    return {title: tuple(sorted(codes)) for title, codes in sorted(areas.items())}


@cache
def _shipped_regions() -> tuple[Region, ...]:
    regions: list[Region] = []
    for file_name in ("texas_workforce_boards.csv", "other_regions.csv"):
        rows = embedded_rows("data", "regions", file_name)
        for region_id in dict.fromkeys(row["region_id"] for row in rows):
            own = [row for row in rows if row["region_id"] == region_id]
            codes = tuple(sorted(row["county_fips"] for row in own))
            regions.append(Region(region_id, own[0]["region_name"], codes, own[0]["source"]))
    return tuple(sorted(regions, key=lambda region: (region.states != ("48",), region.id)))


def region_problems() -> list[str]:
    """Say what is wrong with the user's own region files, a sentence each; empty where all is well."""
    return _register()[1]


def _register() -> tuple[list[Region], list[str]]:
    """Shipped regions and the user's own, and what is wrong with a file of the user's.

    The folder is looked at anew each time, as files come and go. A wrong one hides no other region.
    """
    regions, problems = list(_shipped_regions()), []
    ids = dict.fromkeys([region.id for region in regions], "the project")
    folder = own_regions_folder()
    read = []
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        try:
            read.append((path, _known_file(path)))
        except UserError as error:
            problems.append(str(error))
    # Of two files with one id the one of that name counts: it is the one in which get_region looks first.
    for path, region in sorted(read, key=lambda pair: pair[0].name != f"{pair[1].id}.yaml"):
        if region.id in ids:
            problems.append(
                f'{path}: the id "{region.id}" is taken already, by {ids[region.id]}, which is kept; give this region another '
                f"with a line such as id: {region.id[: _LONGEST_NAME - 2]}-2."
            )
            continue
        ids[region.id] = f'{path.name} ("{region.name}")'
        regions.append(region)
    return regions, problems


#: Region files as they were read, by path, size and time of change: a folder may hold thousands.
_read_before: dict[tuple[str, int, int], Region] = {}


def _known_file(path: Path) -> Region:
    """Read a region file, or give what was read of it before where it has not changed."""
    try:
        found = path.stat()
    except OSError:
        return read_region_file(path)  # which says what is wrong
    key = (str(path), found.st_size, found.st_mtime_ns)
    if key not in _read_before:
        _read_before[key] = read_region_file(path)
    return _read_before[key]


@cache
def _region_form() -> Any:
    """Give the form of a region file."""
    from pydantic import BaseModel, ConfigDict, Field, StrictStr  # noqa: PLC0415

    class RegionFile(BaseModel):
        model_config = ConfigDict(extra="forbid")
        id: StrictStr | None = None
        name: StrictStr
        counties: (
            Annotated[str, Field(min_length=1)] | Annotated[list[Any], Field(min_length=1, max_length=4000)]
        )

    return RegionFile


def read_region_file(path: Path) -> Region:
    """Read a user's region file (see the head of this module for its form).

    Raises
    ------
    UserError : it is not YAML of that form; the message names the file and the field.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    content = users_yaml(path)  # as text: YAML would read 04017 as a number of base eight, 2063
    try:
        described = _region_form().model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])[:_LONGEST_NAME] or "the file"
        raise UserError(
            f"{path}: {field}: {first['msg']}. A region file has name, counties and, if wanted, id."
        ) from error
    try:
        return custom_region(described.name, described.counties, described.id, f"own file {path.name}")
    except UserError as error:
        named = f" (the region {described.id})" if described.id else ""
        raise UserError(f"{path}: {error}{named}") from error


def _state_code(state: str) -> str:
    code = state.strip() if state.strip() in STATES else state_named(state)
    if code:
        return code
    suggestion = did_you_mean(state.strip(), [name for _, name in STATES.values()], quoted=False)
    raise UserError(f'No state "{state}".{suggestion} Write it as TX, Texas or 48, for instance.')


def _haystack(region: Region) -> str:
    return plain_letters(" ".join([region.id, region.name, *region.county_names().values()]))


def _quoted(words: Sequence[str] | Iterable[str]) -> str:
    return " or ".join(f'"{word}"' for word in words)
