"""How wide words are, and how they are broken into lines: measured once for every picture.

Widths are those of DejaVu Sans, with which files are written; it is wider than the letters of most readers, so that what fits here fits there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

#: A line of text is so much higher than its letters.
LEADING: Final = 1.22
#: A letter that the font lacks, such as a Chinese one, is as wide as it is high.
_UNKNOWN: Final = 1.0


@cache
def _widths(*, bold: bool) -> dict[int, float]:
    """Give the width of each letter of the font that Matplotlib brings along, in parts of its size."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415  (read when the first picture is drawn)

    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("matplotlib")
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    with TTFont(Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / name, lazy=True) as font:
        unit, advance = font["head"].unitsPerEm, font["hmtx"]
        return {code: advance[glyph][0] / unit for code, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=16384)
def _relative(text: str, *, bold: bool) -> float:
    widths = _widths(bold=bold)
    return sum(widths.get(ord(letter), _UNKNOWN) for letter in text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure the longest line of a text, in the unit of its size."""
    return size * max(_relative(line, bold=bold) for line in text.split("\n"))


@lru_cache(maxsize=8192)
def lines(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines of at most a width; a word that is longer is broken, too.

    Examples
    --------
    >>> lines("Health care and social assistance", 90, 10)
    ('Health care and', 'social assistance')
    """
    found = [""]
    for word in text.split():
        rest = word
        while len(rest) > 1 and width(rest, size, bold=bold) > room:
            shorter = range(len(rest) - 1, 0, -1)
            fits = next((n for n in shorter if width(rest[:n], size, bold=bold) <= room), 1)
            found.append(rest[:fits])
            rest = rest[fits:]
        joined = f"{found[-1]} {rest}".strip()
        if width(joined, size, bold=bold) <= room:
            found[-1] = joined
        else:
            found.append(rest)
    return tuple(line for line in found if line) or ("",)


def fitted(text: str, room: float, size: float, most: int = 2, *, bold: bool = False) -> str:
    r"""Break a text into at most so many lines of a width; what does not fit is cut, and three dots say so.

    Examples
    --------
    >>> fitted("Health care and social assistance services", 90, 10)
    'Health care and\nsocial assistan …'
    """
    found = list(lines(text, room, size, bold=bold))
    if len(found) > most:
        last = found[most - 1]
        while last and width(f"{last} …", size, bold=bold) > room:
            last = last[:-1].rstrip()
        found = [*found[: most - 1], f"{last} …"]
    return "\n".join(found)


def deepest(texts: Iterable[str]) -> int:
    """Count the lines of the text that has most of them."""
    return max((text.count("\n") + 1 for text in texts), default=1)
