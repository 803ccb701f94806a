"""Whether newer industries are published than are here, and fetching them: asked once, waited for three seconds, never in a report's way."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from nextgen_helpers.counties import successors
from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.layout import NATION
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import user_home, write_whole
from nextgen_helpers.regions import Region
from nextgen_helpers.words import plural

if TYPE_CHECKING:
    from nextgen_helpers.lmi.download import Slice
    from nextgen_helpers.lmi.update import UpdateOutcome

#: The year and so many before it are asked for: a change over some years is seen, and a download stays short.
_YEARS_BEFORE: Final = 5
#: BLS publishes the averages of a year in June of the next (https://www.bls.gov/cew/release-calendar.htm); from July on they are there.
_THERE_IN: Final = 7
#: What BLS has said it has not is asked for again after so many days, tomorrow where it had nothing at all: then something between
#: us and BLS may have answered in its place. The limits are ours.
_DAYS, _DAYS_OF_NOTHING = 14, 1
_SECONDS: Final = 3.0
_OWN_METHODS: Final = frozenset({"published", "quarters"})
_NOT_PUBLISHED: Final = "not_published.json"
OFFLINE: Final = "NEXTGEN_OFFLINE"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be asked for."""

    regions: tuple[Region, ...]  # for which regions, whose industries are older than they could be
    here: int  # the newest year that all of them have, 0 where one has none
    years: tuple[int, int]  # first and last year to ask for
    settled: frozenset[tuple[str, int]]  # areas and years whose figures are here, or that BLS has not
    files: int  # how many files are asked for

    def sentence(self) -> str:
        """Say what happens."""
        first = self.regions[0]
        whose = first.name if len(self.regions) == 1 else plural(len(self.regions), "region")
        here = f"those of {whose} are of {self.here}" if self.here else f"{whose} has none"
        return f"Asking BLS for industries of {self.years[0]} to {self.years[1]}: {here} ({plural(self.files, 'file')})."


def is_offline() -> bool:
    """Tell whether the environment forbids asking."""
    return os.environ.get(OFFLINE, "").strip().lower() not in {"", "0", "no", "false"}


def newest_published(today: date) -> int:
    """Give the newest year whose annual averages BLS has surely published.

    >>> newest_published(date(2027, 6, 30)), newest_published(date(2027, 7, 1))
    (2025, 2026)
    """
    return today.year - (1 if today.month >= _THERE_IN else 2)


def years_to_ask(today: date | None = None) -> str:
    """Name the years that are worth fetching, as ``nextgen data update`` takes them.

    >>> years_to_ask(date(2026, 11, 27))
    '2020:2025'
    """
    last = newest_published(today or _today())
    return f"{last - _YEARS_BEFORE}:{last}"


def is_old(region: Region, store: Store, today: date | None = None) -> bool:
    """Tell whether newer industries of a region could be had than are here."""
    day, here = today or _today(), _newest_here(region, store)
    return here < newest_published(day) and not has_ended(region, here, day)


def has_ended(region: Region, here: int, today: date | None = None) -> bool:
    """Tell whether a region's counties have ended, so that asking brings no year that is newer than the one that is here."""
    ended = successors(region.counties)
    first = newest_published(today or _today()) - _YEARS_BEFORE
    return ended is not None and ended[0] < max(here + 1, first)


def wish_for(
    regions: Sequence[Region], store: Store | None = None, year: int | None = None, today: date | None = None
) -> Wish | None:
    """Find what is to be asked for; None where everything that could be there is there, or was asked for.

    year : the year of the figures, where somebody wants a certain one: a region that has it needs no other.
    """
    figures, day = store or Store.open(), today or _today()
    last = newest_published(day)
    old = tuple(
        region
        for region in regions
        if is_old(region, figures, day) and (year is None or year not in figures.years(region.counties))
    )
    years = range(last - _YEARS_BEFORE, last + 1)
    areas = sorted({area for region in old for area in _areas(region)})
    settled = _own_figures(figures, areas, years) | _not_published(day)
    files = len(areas) * len(years) - sum(area in set(areas) and of in years for area, of in settled)
    if not old or not files:
        return None
    here = min(_newest_here(region, figures) for region in old)
    return Wish(old, here, (years[0], last), frozenset(settled), files)


def fetch_newest(
    wish: Wish, store: Store | None = None, progress: Callable[[str, int, int], None] | None = None
) -> str:
    """Fetch what is wished for, and say in one line what came of it; whatever the network does, what is here stays and counts on."""
    from nextgen_helpers.lmi.download import DownloadSettings  # noqa: PLC0415  (slow to import)
    from nextgen_helpers.lmi.download.reach import is_reachable  # noqa: PLC0415
    from nextgen_helpers.lmi.update import update  # noqa: PLC0415

    figures, begun = store or Store.open(), time.monotonic()
    asked: set[tuple[str, int]] = set()

    def asks(piece: Slice) -> bool:
        wanted = (piece.code, piece.year) not in wish.settled
        if wanted:
            asked.add((piece.code, piece.year))
        return wanted

    def adds(there: Collection[Slice]) -> list[Slice]:
        have = {(piece.code, piece.year) for piece in there} | wish.settled
        whole = {
            (area, year)
            for region in wish.regions
            for year in range(wish.years[0], wish.years[1] + 1)
            if all((item, year) in have for item in _areas(region))
            for area in _areas(region)
        }
        return [piece for piece in there if (piece.code, piece.year) in whole]

    try:
        settings = DownloadSettings()
        if not is_reachable(settings.base_address, 2 * _SECONDS / 3):
            return _goes_on(f"{settings.host} cannot be reached")
        left = max(0.5, _SECONDS - (time.monotonic() - begun))
        patient = DownloadSettings(
            tries=2, longest_wait_seconds=5, connect_seconds=_SECONDS, read_seconds=20, file_seconds=30,
            first_seconds=left, most_failures=4,
        )  # fmt: skip
        years = f"{wish.years[0]}:{wish.years[1]}"
        outcome = update(
            wish.regions, years, store=figures, settings=patient, progress=progress, asks=asks, adds=adds
        )
    except (UserError, OSError) as error:
        return _goes_on(str(error).rstrip("."))
    _remember(asked, outcome)
    return _came(wish, figures, outcome, settings.host)


def _came(wish: Wish, store: Store, outcome: UpdateOutcome, host: str) -> str:
    """Say what came."""
    download = outcome.download
    newest = min(_newest_here(region, store) for region in wish.regions)
    failed = len(download.failed)
    if outcome.imported is None or newest <= wish.here:
        if failed or download.stopped:
            reason = download.stopped.partition(", so no more")[0] or download.failed[0][1]
            return _goes_on(reason.rstrip("."))
        days = plural(_DAYS if download.fetched else _DAYS_OF_NOTHING, "day")
        return _goes_on(f"{host} has none yet (it is asked again in {days})")
    rest = f"; {plural(failed, 'file')} did not come and will be asked for again" if failed else ""
    return f"{plural(len(download.fetched), 'file')} came from BLS: industries are now of {newest}{rest}."


def _goes_on(reason: str) -> str:
    return f"No newer industries: {reason}; the figures that are here are used."


def _areas(region: Region) -> list[str]:
    return [NATION, *(f"{state}000" for state in region.states), *region.counties]


def _newest_here(region: Region, store: Store) -> int:
    return max(store.years(region.counties), default=0)


def _own_figures(store: Store, areas: Sequence[str], years: Sequence[int]) -> set[tuple[str, int]]:
    """Find whole areas and years of which BLS's own annual figures are here: no estimates, and nothing that stands in for a year."""
    index = store.index()
    whole = set(index.loc[index["complete"], ["area_fips", "year"]].itertuples(index=False, name=None))
    totals = store.rows(areas, years, "own_code = '0' AND industry_code = '10'")
    own = totals.loc[totals["method"].isin(_OWN_METHODS), ["area_fips", "year"]]
    return {(str(area), int(year)) for area, year in own.itertuples(index=False, name=None)} & whole


# -- what BLS has not -----------------------------------------------------------------------------


def _not_published(today: date) -> set[tuple[str, int]]:
    """Read what BLS has said lately that it has not."""
    return {
        (area, int(year))
        for area, _, year in (key.partition(" ") for key, until in _noted().items() if until > str(today))
        if year.isdigit()
    }


def _remember(asked: Collection[tuple[str, int]], outcome: UpdateOutcome) -> None:
    """Note until when what was asked for, and neither came nor failed, is not asked for again."""
    download = outcome.download
    came = {path.name for path in (*download.fetched, *download.already_there)}
    failed = {(piece.code, piece.year) for piece, _ in download.failed}
    missing = {(area, year) for area, year in asked if f"{year}-a-area-{area}.csv" not in came} - failed
    if missing:
        until = str(_today() + timedelta(days=_DAYS if came else _DAYS_OF_NOTHING))
        noted = _noted() | {f"{area} {year}": until for area, year in sorted(missing)}
        with suppress(UserError, OSError):  # then it is asked for again
            write_whole(user_home() / "downloads" / _NOT_PUBLISHED, json.dumps(noted, indent=1) + "\n")


def _noted() -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads((user_home() / "downloads" / _NOT_PUBLISHED).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {str(key): str(until) for key, until in found.items()}
    return {}


def _today() -> date:
    return datetime.now(UTC).date()
