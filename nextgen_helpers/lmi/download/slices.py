"""What can be asked for: slices of QCEW's open data, one area or one industry, one year or quarter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from nextgen_helpers.errors import UserError

_PERIODS: Final = {"a": "", "1": " quarter 1", "2": " quarter 2", "3": " quarter 3", "4": " quarter 4"}
# A code becomes part of an address and of a file name: nothing but these shapes may pass.
_CODES: Final = {
    "area": re.compile(r"US000|[0-9]{5}|C[0-9]{4}|CS[0-9]{3}"),
    "industry": re.compile(r"[0-9]{2,6}|[0-9]{2}-[0-9]{2}"),
}
_CODE_EXAMPLES: Final = {
    "area": 'a county such as "48113", a state "48000", the nation "US000", or "C1910", "CS206"',
    "industry": 'digits such as "10", "541" or "31-33"',
}
_OLDEST, _NEWEST = 1990, 2100  # QCEW by NAICS begins with 1990


@dataclass(frozen=True)
class Slice:
    """One file of QCEW's open data: an area or an industry, in one year or quarter.

    Raises UserError: a part has not one of these shapes.

    >>> Slice(2023, "industry", "31-33").address_path
    'data/api/2023/a/industry/31_33.csv'
    >>> Slice(2023, "area", "48113").file_name
    '2023-a-area-48113.csv'
    """

    year: int  # data year, such as 2023
    # ``"area"`` (all industries of one area) or ``"industry"`` (all areas of one industry)
    kind: Literal["area", "industry"]
    # as BLS writes it in the data: area ``48113``, ``48000``, ``US000``, ``C1910`` or ``CS206``; industry
    # ``10``, ``541`` or ``31-33``
    code: str
    period: str = "a"  # ``"a"`` for the year, ``"1"`` to ``"4"`` for a quarter

    def __post_init__(self) -> None:
        """Let nothing pass that could lead out of the folder or to another address."""
        if type(self.year) is not int or not _OLDEST <= self.year <= _NEWEST:
            raise UserError(f"No QCEW year {self.year!r}: give a year such as 2023, from {_OLDEST} on.")
        if not isinstance(self.kind, str) or self.kind not in _CODES:
            raise UserError(f'No kind of QCEW file {self.kind!r}: it is "area" or "industry".')
        if not isinstance(self.code, str) or not _CODES[self.kind].fullmatch(self.code):
            raise UserError(
                f"{self.code!r} is not the code of an {self.kind}: "
                f"give, as text, {_CODE_EXAMPLES[self.kind]}."
            )
        if not isinstance(self.period, str) or self.period not in _PERIODS:
            raise UserError(f'No period {self.period!r}: "a" is the year, "1" to "4" are quarters.')

    @property
    def address_path(self) -> str:
        """The address below the base address; an industry's hyphen is an underscore there."""
        return f"data/api/{self.year}/{self.period}/{self.kind}/{self.code.replace('-', '_')}.csv"

    @property
    def file_name(self) -> str:
        """The name in the folder: one for each slice, and a list of names sorts by year."""
        return f"{self.year}-{self.period}-{self.kind}-{self.code}.csv"

    @property
    def title(self) -> str:
        """The slice in words: ``48113 in 2023``, ``industry 10 in 2023 quarter 1``."""
        kind = "" if self.kind == "area" else "industry "
        return f"{kind}{self.code} in {self.year}{_PERIODS[self.period]}"


def slices_for(areas: Sequence[str], years: Sequence[int]) -> list[Slice]:
    """List the annual area slices for some areas and years, the newest year first.

    A team looks at the newest year: when a download is interrupted, that is what is there.

    areas : area codes, as text; within a year their order stays.
    Raises UserError: a code or a year has not the right shape.

    >>> [piece.title for piece in slices_for(["48113", "48085"], [2022, 2023])]
    ['48113 in 2023', '48085 in 2023', '48113 in 2022', '48085 in 2022']
    """
    if isinstance(areas, str):  # a text is a sequence of texts as well: "48113" would be five areas
        raise UserError(f'Give the areas as a list, such as ["{areas}"].')
    newest_first = sorted({_whole(year) for year in years}, reverse=True)
    return [Slice(year, "area", area) for year in newest_first for area in dict.fromkeys(areas)]


def _whole(year: int) -> int:
    """Make an int of a year that may come from a table (NumPy's numbers are not int)."""
    try:
        if year == int(year) and not isinstance(year, bool | str):
            return int(year)
    except (TypeError, ValueError, OverflowError):
        pass
    raise UserError(f"No QCEW year {year!r}: give a year such as 2023, from {_OLDEST} on.")
