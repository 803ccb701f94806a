"""Tidy rows as numbers: each area and each industry gets a place, so that sums and sieves need no texts.

A profile sums the same rows by industry a dozen times. On texts each of these costs milliseconds; on places it is a count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from nextgen_helpers.lmi.layout import ESTIMATED_METHODS, Level, level_of

Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Ints: TypeAlias = np.ndarray[Any, np.dtype[np.intp]]
Bools: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]

_GOVERNMENT: Final = ("1", "2", "3")


@dataclass(frozen=True)
class Places:
    """The areas and industries of some rows; what is known of an industry stands at its place."""

    areas: tuple[str, ...]  # area codes
    # owners, codes: ownership and code of each industry, in their order
    owners: tuple[str, ...]
    codes: tuple[str, ...]
    levels: tuple[str, ...]  # the level of each: total, sector, 3-digit, 4-digit

    @property
    def size(self) -> int:
        """How many industries there are."""
        return len(self.codes)

    def of(self, owner: str, code: str) -> int | None:
        """Give the place of an industry; None where there is none."""
        return self._by_name.get((owner, code))

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], int]:
        return {name: place for place, name in enumerate(zip(self.owners, self.codes, strict=True))}

    def private(self, level: Level) -> Bools:
        """Mark the private industries of a level."""
        pairs = zip(self.owners, self.levels, strict=True)
        return np.array([own == "5" and name == level for own, name in pairs], dtype=bool)

    def government(self) -> Bools:
        """Mark the totals of federal, state and local government."""
        pairs = zip(self.owners, self.codes, strict=True)
        return np.array([own in _GOVERNMENT and code == "10" for own, code in pairs], dtype=bool)


@dataclass(frozen=True)
class Cells:
    """Rows of one year: the places of area and industry, and what stands there."""

    places: Places  # what the places mean
    # area, industry: places
    area: Ints
    industry: Ints
    # estabs, employment, wages: figures; NaN where they are missing
    estabs: Floats
    employment: Floats
    wages: Floats
    # suppressed, estimated: BLS withholds the cell; the figure is an estimate
    suppressed: Bools
    estimated: Bools

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Cells:
        """Read tidy rows; a table without wages or method has none."""
        area, area_names = pd.factorize(rows["area_fips"])
        owner, owners = pd.factorize(rows["own_code"], sort=True)
        code, codes = pd.factorize(rows["industry_code"], sort=True)
        pairs, industry = np.unique(owner * max(len(codes), 1) + code, return_inverse=True)
        code_names = [str(name) for name in codes]
        level_names = [level_of(name) for name in code_names]
        owner_names = [str(name) for name in owners]
        places = Places(
            tuple(str(name) for name in area_names),
            tuple(owner_names[pair // len(code_names)] for pair in pairs.tolist()),
            tuple(code_names[pair % len(code_names)] for pair in pairs.tolist()),
            tuple(level_names[pair % len(code_names)] for pair in pairs.tolist()),
        )
        nothing = np.full(len(rows), np.nan)
        methods, method_names = pd.factorize(rows["method"]) if "method" in rows else (area * 0, ("",))
        is_estimate = np.array([name in ESTIMATED_METHODS for name in method_names], dtype=bool)
        return cls(
            places,
            area.astype(np.intp),
            industry.astype(np.intp).reshape(-1),
            rows["estabs"].to_numpy(dtype=float, na_value=np.nan),
            rows["employment"].to_numpy(dtype=float, na_value=np.nan),
            rows["wages"].to_numpy(dtype=float, na_value=np.nan) if "wages" in rows else nothing,
            rows["suppressed"].to_numpy(dtype=bool),
            is_estimate[methods] if len(is_estimate) else methods.astype(bool),
        )

    def where(self, chosen: Bools | Ints) -> Cells:
        """Give some of the cells, marked or by number."""
        return replace(
            self,
            **{
                name: getattr(self, name)[chosen]
                for name in ("area", "industry", "estabs", "employment", "wages", "suppressed", "estimated")
            },
        )

    def at(self, level: Level) -> Cells:
        """Give the private cells of a level, and government's totals."""
        return self.where((self.places.private(level) | self.places.government())[self.industry])

    def count(self, chosen: Bools | None = None) -> Ints:
        """Count cells by industry."""
        industry = self.industry if chosen is None else self.industry[chosen]
        return np.bincount(industry, minlength=self.places.size)

    def sums(self, figures: Floats) -> Floats:
        """Sum figures of these cells by industry; missing where none is there."""
        there = ~np.isnan(figures)
        sums = np.bincount(self.industry[there], figures[there], minlength=self.places.size)
        return np.where(self.count(there) > 0, sums, np.nan)

    def grid(self, figures: Floats) -> Floats:
        """Lay figures out by area and industry; missing where there is no cell."""
        laid = np.full((len(self.places.areas), self.places.size), np.nan)
        laid[self.area, self.industry] = figures
        return laid

    def by_area(self, figures: Floats) -> Floats:
        """Sum figures of these cells by area; zero where there is none."""
        sums: Floats = np.bincount(
            self.area, np.nan_to_num(figures), minlength=len(self.places.areas)
        ).astype(np.float64)
        return sums
