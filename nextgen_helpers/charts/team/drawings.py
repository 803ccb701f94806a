"""Two drawings that are no charts: the room of the launch, and the spiral of what one success made possible."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from nextgen_helpers.charts.shown import Written, said
from nextgen_helpers.words import day_words, plural

_INK: Final = "#1f2933"
_BUSINESS: Final = "#b35309"
_PARTNERS: Final = "#00629b"
#: More chairs than these are not drawn: the room would be a crowd, and the number says it.
_MOST_CHAIRS: Final = 30
_TURN: Final = 2.1  # radians from one asset to the next


def floor_plan(companies: int, partners: int) -> Written:
    """Draw the room of the launch: companies in a horseshoe that opens to the wall, partners behind them.

    companies, partners : how many chairs; more than thirty are drawn as thirty.
    """
    inner, outer = min(companies, _MOST_CHAIRS), min(partners, _MOST_CHAIRS)
    chairs = [
        *(_chair(x, y, _BUSINESS, "rect") for x, y in _horseshoe(inner, 105)),
        *(_chair(x, y, _PARTNERS, "circle") for x, y in _horseshoe(outer, 165)),
    ]
    shown = (
        f"A floor plan of the launch. {plural(companies, 'chair')} for companies form a horseshoe that opens to a wall, "
        f"where opportunities are written. {plural(partners, 'chair')} for partners are behind them. The chair of the meeting sits in the "
        "middle of the horseshoe, the facilitator stands next to the wall, the scribe at the wall. The door is behind the partners."
    )
    labels = (
        ("OPPORTUNITIES ON THE WALL", 260, 34, _INK),
        ("writes", 140, 66, _INK),
        ("facilitator", 385, 66, _INK),
        (f"{companies} companies", 260, 170, _BUSINESS),
        ("chair of the meeting", 260, 308, _BUSINESS),
        (f"{partners} partners, listening", 260, 420, _PARTNERS),
        ("door", 470, 410, _INK),
    )
    drawn = "".join(
        (
            '<rect x="110" y="14" width="300" height="10" fill="#1f2933"/>',
            '<path d="M 445 396 h 50" stroke="#1f2933" stroke-width="5"/>',
            f'<circle cx="140" cy="46" r="7" fill="{_INK}"/><path d="M 378 40 l 14 0 l -7 13 z" fill="{_INK}"/>',
            *chairs,
            *(_label(text, x, y, color) for text, x, y, color in labels),
        )
    )
    return _drawing("The room of the launch", shown, drawn, (520, 434))


def asset_spiral(assets: Sequence[Mapping[str, Any]], kinds: Mapping[str, str]) -> Written:
    """Draw assets along a spiral, oldest in the middle, and list below what each made possible.

    assets : ``asset, kind, since`` (a day as ``2027-03-01``, or None) and ``made_possible``; without a day they come last, as they were written.
    kinds : what people read for each kind.
    """
    if not assets:
        return said("No asset is written down yet.")
    ordered = sorted(assets, key=lambda row: (row.get("since") is None, str(row.get("since") or "")))
    places = [_on_spiral(number) for number in range(len(ordered))]
    middle = max(max(abs(x), abs(y)) for x, y in places) + 24
    way = [_on_spiral(part / 12) for part in range(12 * (len(ordered) - 1) + 1)]
    line = " ".join(f"{middle + x:.1f},{middle + y:.1f}" for x, y in way)
    drawn = f'<polyline points="{line}" fill="none" stroke="#8aa4b5" stroke-width="2.5"/>' + "".join(
        f'<circle cx="{middle + x:.1f}" cy="{middle + y:.1f}" r="13" fill="{_PARTNERS}"/>'
        f'<text x="{middle + x:.1f}" y="{middle + y + 4.5:.1f}" text-anchor="middle" font-size="13" font-weight="700" fill="#fff">{number}</text>'
        for number, (x, y) in enumerate(places, start=1)
    )
    linked = sum(bool(row.get("made_possible")) for row in ordered)
    title = f"{linked} of {plural(len(ordered), 'asset')} made something else possible"
    items = "".join(
        f"<li><strong>{html.escape(str(row['asset']))}</strong>{_of(row, kinds)}{_made(row)}</li>"
        for row in ordered
    )
    shown = "A spiral that grows from the oldest asset in the middle to the newest outside; the numbers are those of the list."
    return _drawing(title, shown, drawn, (2 * middle, 2 * middle), f"<ol>{items}</ol>")


def _of(row: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
    since = f"since {day_words(date.fromisoformat(row['since']))}" if row.get("since") else ""
    told = ", ".join(filter(None, (kinds.get(str(row.get("kind")), ""), since)))
    return f" ({html.escape(told)})" if told else ""


def _made(row: Mapping[str, Any]) -> str:
    found = row.get("made_possible")
    return f"; it made possible: {html.escape(str(found))}" if found else ""


def _on_spiral(step: float) -> tuple[float, float]:
    """Give a place on the spiral, in pixels from its middle."""
    angle, radius = step * _TURN, 22 * math.sqrt(step) + 16 * step / 2
    return radius * math.cos(angle), radius * math.sin(angle)


def _horseshoe(chairs: int, radius: float) -> list[tuple[float, float]]:
    """Place chairs on an arc that opens upward, to the wall."""
    if chairs == 1:
        return [(260, 225 + radius)]
    begin, end = math.radians(-25), math.radians(205)
    angles = [begin + (end - begin) * number / (chairs - 1) for number in range(chairs)]
    return [(260 + radius * math.cos(angle), 225 + radius * math.sin(angle)) for angle in angles]


def _chair(x: float, y: float, color: str, shape: str) -> str:
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="#fff" stroke="{color}" stroke-width="3"/>'
    return f'<rect x="{x - 8:.1f}" y="{y - 8:.1f}" width="16" height="16" rx="3" fill="{color}"/>'


def _label(text: str, x: float, y: float, color: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="middle" font-size="13" font-weight="600" fill="{color}">{html.escape(text)}</text>'


def _drawing(title: str, shown: str, drawn: str, size: tuple[float, float], below: str = "") -> Written:
    width, height = size
    picture = (
        f'<svg role="img" aria-label="{html.escape(shown, quote=True)}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'style="width: 100%; max-width: {min(width * 1.3, 620):.0f}px; height: auto" font-family="Source Sans 3, Helvetica Neue, Arial, sans-serif">'
        f"{drawn}</svg>"
    )
    return Written(
        f'<section class="mathjax_ignore ng-chart"><h3>{html.escape(title)}</h3>{picture}{below}</section>',
        f"{title}. {shown}",
    )
