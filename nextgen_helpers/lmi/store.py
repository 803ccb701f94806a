"""The store of labor-market figures: an embedded base, and over it the user's own.

The base ships with the project and is only read. What a user imports or downloads becomes a batch
in the user's folder: Parquet files, one folder a year, written aside and moved into place as the last
step, so that an import that is killed leaves the old state. For each area and year the newest batch
that has it counts; the base counts where no batch has it. Four quarters that stand in for a year that is
not over count until its own figures are there. Queries are DuckDB's.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import duckdb
import pandas as pd

from nextgen_helpers.errors import UserError
from nextgen_helpers.lmi.batches import (
    STANDS_IN,
    TYPES,
    Alone,
    Imported,
    described,
    figures_of,
    flaw_of,
    is_batch,
    new_name,
    quoted,
    whole_ones,
    write_batch,
)
from nextgen_helpers.lmi.layout import COLUMNS, FOUR_QUARTERS, NATION, WHOLE_AREA, state_of
from nextgen_helpers.lmi.qcew_refusals import first_row
from nextgen_helpers.places import embedded, read_table, staged, swept_away, user_home

if TYPE_CHECKING:
    from nextgen_helpers.lmi.readers import Reading

_STALE_SECONDS: Final = 6 * 3600


@dataclass(frozen=True, slots=True)
class Import:
    """One of the user's imports."""

    name: str  # by which it can be removed
    source: str  # where its figures come from
    added: str  # the day
    years: str  # its years, as text


@dataclass(frozen=True)
class Store:
    """Labor-market figures by area and year.

    >>> store = Store.open()
    >>> store.years(["48113"])[-1] >= 2016
    True
    """

    base: Path  # folder of the embedded base; only read
    own: Path  # folder of the user's batches; need not exist
    _cache: dict[str, dict[str, object]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls) -> Store:
        """Open the embedded base with the user's own figures over it.

        The same folders give the same store: its index and its connection are made once in a process.
        """
        return _opened(embedded("data", "lmi"), user_home() / "lmi")

    # -- what is there ----------------------------------------------------------------------------

    def index(self) -> pd.DataFrame:
        """Which areas and years are there, and which batch counts for each.

        Gives ``area_fips, year, complete, stands_in, batch, source, added``: one row an area and year.
        ``complete`` is false where only some industries were imported, or the total without them; ``stands_in``
        is the method where four quarters stand in for a year that is not over, else empty.
        """
        known = self._known()
        if "index" not in known:
            known["index"] = _index_of(self._batches())
        return cast("pd.DataFrame", known["index"])

    def _known(self) -> dict[str, object]:
        """Give what was made of the batches that are there now; where there is only the base, all stores of a process share it."""
        own = "|".join(str(batch) for batch in self._own_batches())
        if not own:
            return _known_of_base(self.base)
        if own not in self._cache:
            self._cache.clear()
        return self._cache.setdefault(own, {})

    def years(self, areas: Sequence[str]) -> tuple[int, ...]:
        """Years for which every one of the areas is there, oldest first."""
        there = self._batch_by_area()
        counted = [
            {year for year, (_, complete) in there.get(area, {}).items() if complete} for area in set(areas)
        ]
        return tuple(sorted(set.intersection(*counted))) if counted else ()

    def _batch_by_area(self) -> dict[str, dict[int, tuple[str, bool]]]:
        """Look up by area and year: the batch that counts, and whether the area is there as a whole."""
        index, known = self.index(), self._known()
        if "by area" not in known:
            found: dict[str, dict[int, tuple[str, bool]]] = {}
            columns = (index[name].tolist() for name in ("area_fips", "year", "batch", "complete"))
            for area, year, batch, complete in zip(*columns, strict=True):
                found.setdefault(area, {})[year] = (batch, complete)
            known["by area"] = found
        return cast("dict[str, dict[int, tuple[str, bool]]]", known["by area"])

    def lacking(self, areas: Sequence[str]) -> str:
        """Say which areas lack figures in the year that most of them have; empty where none has any.

        >>> Store.open().lacking(["48113", "09110"])
        ' (in 2016, for instance, 09110 has none)'
        """
        index = self.index()
        there = index[index["complete"] & index["area_fips"].isin(set(areas))]
        if there.empty:
            return ""
        counts = there.groupby("year")["area_fips"].nunique().sort_index(ascending=False)
        year = int(str(counts.idxmax()))
        missing = sorted(set(areas) - set(there.loc[there["year"] == year, "area_fips"]))
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""  # noqa: PLR2004
        verb = "has" if len(missing) == 1 else "have"
        return f" (in {year}, for instance, {', '.join(missing[:3])}{more} {verb} none)"

    def status(self) -> pd.DataFrame:
        """Summarize what is there: one row a source and year.

        Gives ``year, source, counties, states, nation, added``, newest year first.
        """
        index = self.index()
        kind = index["area_fips"].map(
            lambda area: "nation" if area == NATION else "states" if area[2:] == "000" else "counties"
        )
        table = (
            index.assign(kind=kind)  # noqa: PD010
            .groupby(["year", "source", "added", "kind"])["area_fips"]
            .nunique()
            .unstack("kind", fill_value=0)
            .reindex(columns=["counties", "states", "nation"], fill_value=0)
            .reset_index()
        )
        table.columns.name = None
        return table.sort_values(["year", "source"], ascending=[False, True], ignore_index=True)

    def imports(self) -> list[Import]:
        """List the user's imports, oldest first."""
        found = []
        for batch in self._own_batches():
            flaw = flaw_of(batch)
            about = {"source": f"damaged ({flaw})", "added": ""} if flaw else described(batch)
            years = sorted(path.name.removeprefix("year=") for path in batch.glob("year=*"))
            found.append(Import(batch.name, about["source"], about["added"], ", ".join(years)))
        return found

    # -- reading ----------------------------------------------------------------------------------

    def rows(self, areas: Iterable[str], years: Iterable[int], where: str = "true") -> pd.DataFrame:
        """Fetch rows of the tidy layout.

        areas : area codes (counties, states, ``US000``).
        years : calendar years.
        where : further SQL condition on the columns of the layout; never from user input.
        Gives a tidy table, with ``employment`` and ``wages`` missing where withheld.
        """
        areas, years = list(areas), [int(year) for year in years]
        try:
            return self._rows(areas, years, where)
        except duckdb.Error:  # another process has just replaced a batch, or one was damaged: look again
            self._known().clear()
            return self._rows(areas, years, where)

    def shared_rows(self, areas: Iterable[str], years: Iterable[int], where: str = "true") -> pd.DataFrame:
        """Fetch rows that many regions need, such as a state's and the nation's, and keep them; never to be changed."""
        wanted = tuple(sorted(areas)), tuple(sorted(years)), where
        rows: pd.DataFrame = self.remembered(("rows", *wanted), lambda: self.rows(*wanted), 16)
        return rows

    def remembered(
        self, key: tuple[str, *tuple[Hashable, ...]], compute: Callable[[], Any], most: int = 4
    ) -> Any:
        """Find what was computed last of these figures, or compute it; new figures are not hidden by it.

        key : what it is, beginning with its kind.
        compute : makes it; it is shared by all who ask, and never to be changed.
        most : so many of the kind are remembered.
        """
        last = cast("dict[Hashable, Any]", self._known().setdefault(f"remembered {key[0]}", {}))
        if key not in last:
            made = compute()
            while len(last) >= most:
                last.pop(next(iter(last)), None)
            last[key] = made
        return last[key]

    def _rows(self, areas: list[str], years: list[int], where: str) -> pd.DataFrame:
        query = self._live_query(areas, years)
        if query is None:
            kinds = {**dict.fromkeys(COLUMNS, "str"), **dict.fromkeys(TYPES, "float64")}
            return pd.DataFrame(columns=list(COLUMNS)).astype(
                {**kinds, "year": "int16", "suppressed": "bool"}
            )
        columns = ", ".join(
            f"CAST({name} AS DOUBLE) AS {name}" if name in TYPES else name for name in COLUMNS
        )
        with self._connection.cursor() as cursor:
            table: pd.DataFrame = cursor.execute(
                f"SELECT {columns} FROM ({query}) WHERE {where} "  # noqa: S608
                "ORDER BY area_fips, own_code, industry_code, year"
            ).df()
            return table

    def _live_query(self, areas: list[str], years: list[int]) -> str | None:
        """SQL for the rows that count: from each batch the areas and years that it has the say in."""
        there = self._batch_by_area()
        wanted: dict[tuple[str, int], list[str]] = {}
        for area in dict.fromkeys(areas):
            for year in dict.fromkeys(years):
                if year in there.get(area, {}):
                    wanted.setdefault((there[area][year][0], year), []).append(area)
        parts = []
        for (batch, year), group in sorted(wanted.items()):
            codes = ", ".join(f"'{area}'" for area in group)
            parts.append(
                f"SELECT {', '.join(COLUMNS)} FROM read_parquet({quoted(figures_of(batch, year))}, "  # noqa: S608
                f"hive_partitioning = false) WHERE area_fips IN ({codes})"
            )
        return " UNION ALL ".join(parts) if parts else None

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        # A query reads a few thousand rows: one thread does it sooner than several that must be set to work.
        return duckdb.connect(config={"autoinstall_known_extensions": "false", "threads": 1})

    # -- writing ----------------------------------------------------------------------------------

    def add(self, reading: Reading, source: str) -> Imported:
        """Add what was read as a new batch, whole or not at all.

        An area's slice replaces what was there for that area and year; a slice by industry is laid
        over it. A year that was only computed from the next year's changes never replaces one that
        is there.

        Raises UserError: the folder cannot be written, or the disk is full; the old state stays.
        """
        reading.make_tidy()
        connection = reading.connection
        self._drop_needless(connection)
        if first_row(connection, "SELECT 1 FROM tidy LIMIT 1") is None:
            raise UserError(
                "Nothing was added: newer quarters, or the year's own figures, are here already, and count before these four quarters."
            )
        completed = self._complete_industry_slices(connection)
        try:
            _sweep(self.own)
            with staged(self.own / new_name()) as staging:
                imported = write_batch(
                    connection, "tidy", staging, source, files=len(reading.files), completed=completed
                )
            imported = replace(imported, left_out=tuple(reading.left_out()), alone=self._alone(connection))
        except (OSError, duckdb.IOException) as error:
            raise UserError(
                f"The figures could not be saved in {self.own} ({_reason(error)}); "
                "what was there before is unchanged."
            ) from error
        self._remove_superseded()
        return imported

    def _alone(self, connection: duckdb.DuckDBPyConnection) -> tuple[Alone, ...]:
        """Find counties that have just come, and whose state or nation has no figures of their period."""
        came = connection.execute(
            f"SELECT area_fips, year, {STANDS_IN} FROM tidy GROUP BY area_fips, year HAVING {WHOLE_AREA}"  # noqa: S608
        ).fetchall()
        there = set(self._whole().itertuples(index=False, name=None))
        periods: dict[tuple[int, str], list[str]] = {}
        for area, year, method in came:
            if area != NATION and not area.endswith("000"):
                periods.setdefault((int(year), str(method)), []).append(str(area))
        found: dict[tuple[str, tuple[str, ...]], dict[int, int]] = {}
        for (year, method), counties in sorted(periods.items()):
            above = {NATION, *(state_of(county) for county in counties)}
            lacking = tuple(sorted(area for area in above if (area, year, method) not in there))
            alone = [county for county in counties if NATION in lacking or state_of(county) in lacking]
            if alone:
                found.setdefault((method, lacking), {})[year] = len(alone)
        return tuple(
            Alone(tuple(counts), method, max(counts.values()), lacking)
            for (method, lacking), counts in found.items()
        )

    def _drop_needless(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Drop what only stands in for figures that are there."""
        there = self._whole().assign(order=lambda table: _in_order(table["stands_in"]))
        connection.register("there", there)
        connection.execute(
            "DELETE FROM tidy WHERE method = 'quarters minus change' "
            "AND (area_fips, year) IN (SELECT (area_fips, year) FROM there)"
        )
        connection.execute(
            f"DELETE FROM tidy WHERE method LIKE '{FOUR_QUARTERS}%' AND EXISTS (SELECT 1 FROM there "  # noqa: S608
            'WHERE there.area_fips = tidy.area_fips AND there.year = tidy.year AND there."order" > tidy.method)'
        )
        connection.unregister("there")

    def _whole(self) -> pd.DataFrame:
        index = self.index()
        return index.loc[index["complete"], ["area_fips", "year", "stands_in"]]

    def _complete_industry_slices(self, connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
        """Put what is there beneath slices of industries; give the areas and years that were whole.

        What stands in for a year is of other months: it lies neither above nor beneath.
        """
        pairs = connection.execute(
            f"SELECT area_fips, year FROM tidy GROUP BY area_fips, year HAVING NOT {WHOLE_AREA} AND {STANDS_IN} = ''"  # noqa: S608
        ).fetchall()
        query = self._live_query([area for area, _ in pairs], [year for _, year in pairs])
        if query is None:
            return []
        connection.register("partial", pd.DataFrame(pairs, columns=["area_fips", "year"]))
        connection.execute(
            f"INSERT INTO tidy BY NAME SELECT * FROM ({query}) "  # noqa: S608
            f"WHERE method NOT LIKE '{FOUR_QUARTERS}%' "
            "AND (area_fips, year) IN (SELECT (area_fips, year) FROM partial) "
            "AND (area_fips, own_code, industry_code, year) NOT IN "
            "(SELECT (area_fips, own_code, industry_code, year) FROM tidy)"
        )
        connection.unregister("partial")
        there = self._whole()
        there = there.loc[there["stands_in"] == "", ["area_fips", "year"]]
        return sorted(
            {(str(area), int(year)) for area, year in pairs} & set(there.itertuples(index=False, name=None))
        )

    def remove(self, batch: str) -> None:
        """Take one of the user's batches away; what it covered comes back.

        Raises UserError: there is no such batch.
        """
        path = self.own / batch
        own = self._own_batches()
        if path not in own:
            names = ", ".join(item.name for item in own)
            raise UserError(f'There is no import "{batch}"; there are: {names or "none"}.')
        try:
            swept_away(path)
        except OSError as error:
            raise UserError(f"{path} could not be removed ({_reason(error)}).") from error

    def _remove_superseded(self) -> None:
        """Delete batches of which nothing counts any more.

        Only those that were there when it looked: another process may be adding one.
        """
        batches = self._batches()
        counting = set(_index_of(batches)["batch"])
        for batch in batches:
            if batch != self.base and str(batch) not in counting:
                with suppress(OSError):
                    swept_away(batch)

    # -- batches ----------------------------------------------------------------------------------

    def _batches(self) -> list[Path]:
        """Those whose figures can be read, oldest first: the base, then the user's in the order they came."""
        return [self.base, *whole_ones(self._own_batches())]

    def _own_batches(self) -> list[Path]:
        """Give all of the user's, in the order they came, the damaged ones too."""
        return sorted(filter(is_batch, self.own.iterdir())) if self.own.is_dir() else []


@lru_cache(maxsize=4)
def _known_of_base(base: Path) -> dict[str, object]:  # noqa: ARG001  (one for each)
    return {}


@lru_cache(maxsize=4)
def _opened(base: Path, own: Path) -> Store:
    return Store(base, own)


def _index_of(batches: list[Path]) -> pd.DataFrame:
    tables = []
    for order, batch in enumerate(batches):
        try:
            about = described(batch)
            table = read_table(batch / "areas.parquet")
        except FileNotFoundError:
            if batch.exists():
                raise
            continue  # another process has just replaced it
        tables.append(
            table.assign(
                stands_in=table.get("stands_in", ""),  # an earlier version has none
                batch=str(batch),
                source=about["source"],
                added=about["added"],
                order=order,
            )
        )
    index = pd.concat(tables, ignore_index=True)
    index["quarters"] = _in_order(index["stands_in"])
    # A batch without the area's total never hides one that has it, nor four quarters the year's own figures.
    index = index.sort_values(["complete", "quarters", "order"])
    index = index.drop_duplicates(["area_fips", "year"], keep="last").drop(columns=["order", "quarters"])
    return index.sort_values(["area_fips", "year"], ignore_index=True)


def _in_order(stands_in: pd.Series[str]) -> pd.Series[str]:
    """Give what sorts later quarters after earlier ones, and the year's own figures last."""
    return stands_in.mask(stands_in == "", f"{FOUR_QUARTERS}A")  # a letter stands after the digits of years


def _sweep(folder: Path) -> None:
    """Delete what a killed process has left in a folder."""
    for old in [*folder.glob(".staging-*"), *folder.glob(".removed-*")]:
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(old, ignore_errors=True)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "no space left on the disk" if "No space left" in str(error) else str(error)
