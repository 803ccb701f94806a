"""Adding figures to the user's store: from files at hand, or downloaded from BLS."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nextgen_helpers.counties import life_spans
from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.lmi.batches import Imported
from nextgen_helpers.lmi.layout import NATION, state_of
from nextgen_helpers.lmi.readers import Reading, open_qcew
from nextgen_helpers.lmi.room import work_room
from nextgen_helpers.lmi.store import Store
from nextgen_helpers.places import user_home, writable_folder
from nextgen_helpers.regions import Region

if TYPE_CHECKING:
    from nextgen_helpers.lmi.download import DownloadOutcome, DownloadSettings, Slice

_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2100
#: The code of all industries together.
_TOTAL: Final = "10"
_SOURCE: Final = "U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages"


@dataclass(frozen=True, slots=True)
class UpdateOutcome:
    """What an update brought."""

    download: DownloadOutcome  # what became of each file
    imported: Imported | None  # what was added to the store; None where there was nothing to add
    # which counties have no figures in those years, as their codes ended or had not begun, a sentence each
    notes: tuple[str, ...] = ()

    @property
    def problems(self) -> bool:
        """True where something was asked for and did not come."""
        return bool(self.download.failed or self.download.stopped)

    def summary(self) -> str:
        """Say it in plain words."""
        added = f"Added {self.imported.summary()}" if self.imported else "Nothing was added."
        return "\n".join([self.download.summary(), *self.notes, added])


def import_files(path: str | Path, store: Store | None = None, source: str | None = None) -> Imported:
    """Read QCEW files, check them, and add them to the user's store, whole or not at all.

    store : where to add them; the user's own by default.
    Raises UserError: a file does not fit, or the store cannot be written; nothing was added.
    """
    target = store or Store.open()
    with open_qcew([path]) as reading:
        return target.add(reading, source or f"{_SOURCE} (imported from {Path(path).name})")


def update(  # noqa: PLR0913
    regions: Sequence[Region],
    years: str,
    *,
    store: Store | None = None,
    settings: DownloadSettings | None = None,
    refresh: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
    asks: Callable[[Slice], bool] | None = None,
    adds: Callable[[Collection[Slice]], Collection[Slice]] | None = None,
) -> UpdateOutcome:
    """Download the figures of regions, of their states and of the nation, and add them.

    store : where to add them; the user's own by default.
    progress : called with what is being done, how many files are done, and how many there are.
    asks : tells whether a file is wanted; by default all are.
    adds : chooses which of the files that are there are added; by default all are.
    Raises UserError: the years cannot be read, a downloaded file does not fit, or the disk is full.
    """
    from nextgen_helpers.lmi.download import download, slices_for  # noqa: PLC0415  (slow to import)

    wanted = parsed_years(years)
    counties = [county for region in regions for county in region.counties]
    areas = [NATION, *sorted({state_of(county) for county in counties}), *counties]
    folder = writable_folder(user_home() / "downloads")

    def step(done: int, total: int, what: str) -> None:
        if progress is not None:
            progress(what, done, total)

    pieces = [piece for piece in slices_for(areas, wanted) if asks is None or asks(piece)]
    outcome = download(pieces, folder, settings=settings, progress=step, refresh=refresh, check=_flaw_of)
    unheard_of = [piece for piece in outcome.not_published if not life_spans([piece.code], piece.year)]
    outcome = replace(outcome, not_published=tuple(unheard_of))
    notes = tuple(dict.fromkeys(said for item in wanted for said in life_spans(counties, item)))
    here = {*outcome.fetched, *outcome.already_there}
    files = {folder / piece.file_name: piece for piece in pieces if folder / piece.file_name in here}
    if adds is not None:
        chosen = set(adds([*files.values()]))
        files = {file: piece for file, piece in files.items() if piece in chosen}
    if not files:
        return UpdateOutcome(outcome, None, notes)
    step(len(pieces), len(pieces), "adding")
    imported, flawed = _added(store or Store.open(), files)
    outcome = replace(
        outcome,
        already_there=tuple(file for file in outcome.already_there if file not in flawed),
        failed=(
            *outcome.failed,
            *((files[file], f"the file in {folder} is deleted: {flaw}") for file, flaw in flawed.items()),
        ),
    )
    return UpdateOutcome(outcome, imported, notes)


def _added(store: Store, files: dict[Path, Slice]) -> tuple[Imported | None, dict[Path, str]]:
    """Add files, but those that are not what their names say: they are deleted, so that they are fetched again.

    What comes is looked at before it is kept. This is for what lies there since an older version, or from somebody's hand.
    """
    try:
        with open_qcew([*files]) as reading:
            others = _others(reading, files.values())
            if not others:
                return store.add(reading, f"{_SOURCE} (downloaded)"), {}
        flawed = {file: others[piece] for file, piece in files.items() if piece in others}
    except UserError:
        looked_at = {file: _flaw_of(piece, file.read_bytes()) for file, piece in files.items()}
        flawed = {file: flaw for file, flaw in looked_at.items() if flaw}
        if not flawed:
            raise
    for file in flawed:
        file.unlink(missing_ok=True)
    right = {file: piece for file, piece in files.items() if file not in flawed}
    return (_added(store, right)[0] if right else None), flawed


def _flaw_of(piece: Slice, body: bytes) -> str:
    """Say why a file cannot be added as what was asked for; empty where it can."""
    try:
        with work_room() as room:
            path = room.folder / piece.file_name
            path.write_bytes(body)
            with open_qcew([path]) as reading:
                return _others(reading, [piece]).get(piece, "")
    except DataFileError as error:
        reason = error.reason if error.line is None else f"line {error.line}: {error.reason}"
    except UserError as error:
        reason = str(error).removeprefix(f"{piece.file_name}: ")
    except OSError as error:
        raise UserError(f"What came cannot be looked at ({error.strerror or error}); make room.") from error
    return f"what came cannot be used ({reason.rstrip('.')})"


def _others(reading: Reading, pieces: Iterable[Slice]) -> dict[Slice, str]:
    """Find files that are not what was asked for, or not all of it, and say what they are."""
    found: dict[str, set[tuple[str, str, str, str]]] = {}
    for file, *keys in reading.connection.execute(
        "SELECT DISTINCT CAST(file AS VARCHAR), area_fips, industry_code, CAST(year AS VARCHAR), lower(qtr) FROM annual_rows "
        "UNION SELECT DISTINCT CAST(file AS VARCHAR), area_fips, industry_code, CAST(year AS VARCHAR), qtr FROM quarterly_rows"
    ).fetchall():
        found.setdefault(Path(file).name, set()).add(tuple(keys))
    others = {}
    for piece in pieces:
        column = 0 if piece.kind == "area" else 1
        has = {(key[column], key[2], key[3]) for key in found.get(piece.file_name, ())}
        strange = sorted(has - {(piece.code, str(piece.year), piece.period)})
        if strange:
            others[piece] = f"what came is of {strange[0][0]} in {strange[0][1]}, and not what was asked for"
        elif not has:
            others[piece] = "what came has no rows that can be used"
        elif piece.kind == "area" and {key[1] for key in found[piece.file_name]} == {_TOTAL}:
            # From anybody else that may be a choice, but BLS publishes each area with its industries.
            others[piece] = "what came is cut off after the area's total"
    return others


def parsed_years(text: str) -> list[int]:
    """Read a year or a span of years.

    Raises UserError: it is neither.

    >>> parsed_years("2019:2021"), parsed_years("2023")
    ([2019, 2020, 2021], [2023])
    """
    found = re.fullmatch(r"\s*(\d{4})\s*(?:[:-]\s*(\d{4}))?\s*", text or "")
    if not found:
        raise UserError(f'The years "{text}" cannot be read; write --years 2023 or --years 2019:2024.')
    first, last = int(found[1]), int(found[2] or found[1])
    if not _FIRST_YEAR <= first <= last <= _LAST_YEAR:
        raise UserError(
            f'The years "{text}" are not possible; QCEW by NAICS begins in {_FIRST_YEAR}, and the first year '
            "stands before the last."
        )
    return list(range(first, last + 1))
