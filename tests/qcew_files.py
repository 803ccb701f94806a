"""Small QCEW files in BLS's own layouts, made of one invented county whose parts add up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

#: By 4-digit industry, and by ownership and sector: establishments, jobs, wages of the year.
PRIVATE = {
    "2361": (12, 120, 7_200_000),
    "2381": (30, 300, 16_500_000),
    "3111": (4, 410, 19_000_000),
    "3364": (2, 800, 88_000_000),
    "6211": (40, 360, 25_000_000),
    "6221": (1, 900, 61_000_000),
    "7225": (50, 700, 15_000_000),
}
GOVERNMENT = {
    ("1", "92"): (3, 45, 3_600_000),
    ("3", "61"): (6, 520, 26_000_000),
    ("3", "92"): (5, 160, 8_000_000),
}
_SECTOR = {"23": "23", "31": "31-33", "33": "31-33", "62": "62", "72": "72"}
_LEVEL = {"total": "0", "own": "1", "supersector": "3", "sector": "4", "3": "5", "4": "6"}

KEYS = ["area_fips", "own_code", "industry_code", "agglvl_code", "size_code", "year", "qtr"]
TITLES = ["area_title", "own_title", "industry_title", "agglvl_title", "size_title"]
ANNUAL = ["annual_avg_estabs", "annual_avg_emplvl", "total_annual_wages"]
ANNUAL_LQ = [
    "lq_disclosure_code",
    "lq_annual_avg_estabs",
    "lq_annual_avg_emplvl",
    "lq_total_annual_wages",
]
QUARTERLY = ["qtrly_estabs", "month1_emplvl", "month2_emplvl", "month3_emplvl", "total_qtrly_wages"]
CHANGES = [
    "oty_disclosure_code",
    "oty_qtrly_estabs_chg",
    "oty_month1_emplvl_chg",
    "oty_month2_emplvl_chg",
    "oty_month3_emplvl_chg",
    "oty_total_qtrly_wages_chg",
]
_TEXT = {*KEYS, *TITLES, "disclosure_code", "lq_disclosure_code", "oty_disclosure_code"}


@dataclass(frozen=True)
class County:
    """One invented area; ``factor`` makes it larger, ``withheld`` hides cells."""

    area: str = "48113"
    year: int = 2019
    factor: int = 1
    withheld: frozenset[tuple[str, str]] = frozenset()
    only: frozenset[str] | None = None
    cells: dict[tuple[str, str], tuple[int, int, int]] = field(default_factory=dict)

    def figures(self) -> dict[tuple[str, str, str], tuple[int, int, int]]:
        """(ownership, industry, level) to establishments, jobs and wages."""
        sums: dict[tuple[str, str, str], list[int]] = {}

        def add(own: str, industry: str, level: str, cell: tuple[int, ...]) -> None:
            row = sums.setdefault((own, industry, level), [0, 0, 0])
            for place, value in enumerate(cell):
                row[place] += value * self.factor

        for code, cell in PRIVATE.items():
            for industry, level in (
                ("10", "own"),
                ("101" if code < "4" else "102", "supersector"),
                (_SECTOR[code[:2]], "sector"),
                (code[:3], "3"),
                (code, "4"),
            ):
                add("5", industry, level, cell)
            add("0", "10", "total", cell)
        for (own, sector), cell in GOVERNMENT.items():
            add("0", "10", "total", cell)
            add(own, "10", "own", cell)
            add(own, sector, "sector", cell)
        return {  # type: ignore[return-value]
            key: tuple(row) for key, row in sorted(sums.items()) if self.only is None or key[1] in self.only
        }

    def _key_values(self, own: str, industry: str, level: str, quarter: str) -> dict[str, str]:
        kind = "1" if self.area == "US000" else "5" if self.area.endswith("000") else "7"
        hidden = (own, industry) in self.withheld
        return {
            "area_fips": self.area,
            "own_code": own,
            "industry_code": industry,
            "agglvl_code": kind + _LEVEL[level],
            "size_code": "0",
            "year": str(self.year),
            "qtr": quarter,
            "disclosure_code": "N" if hidden else "",
            "area_title": "Somewhere County, Texas",
            "own_title": "Private",
            "industry_title": f"NAICS {industry}, with a comma",
            "agglvl_title": "County, NAICS Sector -- by ownership sector",
            "size_title": "All establishment sizes",
        }

    def annual(self) -> list[dict[str, str]]:
        """Rows of an annual file."""
        rows = []
        for (own, industry, level), (estabs, jobs, wages) in self.figures().items():
            row = self._key_values(own, industry, level, "A")
            shown = (0, 0) if row["disclosure_code"] else (jobs, wages)
            row |= dict(zip(ANNUAL, map(str, (estabs, *shown)), strict=True))
            row |= dict(zip(ANNUAL_LQ, ("", "1.00", "1.00", "1.00"), strict=True))
            rows.append(row)
        return rows

    def quarterly(
        self, quarters: str = "1234", grown: int = 0, months: tuple[int, int, int] = (0, 0, 0)
    ) -> list[dict[str, str]]:
        """Rows of a quarterly file: the annual figures in each quarter, and a quarter of the wages.

        ``grown`` is the change over the year in the jobs of each month, and ten times that in wages.
        """
        rows = []
        for (own, industry, level), (estabs, jobs, wages) in self.figures().items():
            for quarter in quarters:
                row = self._key_values(own, industry, level, quarter)
                hidden = bool(row["disclosure_code"])
                counts = [0] * 3 if hidden else [jobs + extra for extra in months]
                row |= dict(
                    zip(QUARTERLY, map(str, (estabs, *counts, 0 if hidden else wages // 4)), strict=True)
                )
                changes = ("N", "0", "0", "0", "0", "0") if hidden else ("", 0, *[grown] * 3, grown * 10)
                row |= dict(zip(CHANGES, map(str, changes), strict=True))
                rows.append(row)
        return rows

    def but(self, **changes: object) -> County:
        """Give the same county with something else."""
        return replace(self, **changes)  # type: ignore[arg-type]


def columns(period: str, layout: str) -> list[str]:
    """Columns of a file: period ``annual`` or ``quarterly``, layout ``api``, ``bulk`` or ``single``."""
    numbers = [*ANNUAL, *ANNUAL_LQ] if period == "annual" else [*QUARTERLY, *CHANGES]
    titles = TITLES if layout == "bulk" else []
    return [*KEYS, "disclosure_code", *titles, *numbers]


def as_csv(
    rows: list[dict[str, str]], names: list[str], *, layout: str = "api", end: str = "\n", quoted: bool = True
) -> bytes:
    """Write rows as BLS does: text in quotes, numbers bare."""
    shown = [name.replace("_estabs", "_estabs_count") if layout == "bulk" else name for name in names]

    def cell(name: str, value: str) -> str:
        return f'"{value}"' if name in _TEXT and (quoted or "," in value) else value

    lines = [",".join(f'"{name}"' if quoted else name for name in shown)]
    lines += [",".join(cell(name, row[name]) for name in names) for row in rows]
    return (end.join(lines) + end).encode()


def annual_csv(county: County, layout: str = "api", **options: object) -> bytes:
    """One annual file of a county."""
    return as_csv(county.annual(), columns("annual", layout), layout=layout, **options)  # type: ignore[arg-type]


def quarterly_csv(rows: list[dict[str, str]], layout: str = "api") -> bytes:
    """One quarterly file."""
    return as_csv(rows, columns("quarterly", layout), layout=layout)
