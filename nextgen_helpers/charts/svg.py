"""A picture as SVG, written as text: for reports, for phones, for the wall.

Words are text, which a reader can select and a browser can find; the picture brings no script, no font and no address along.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from nextgen_helpers.charts.ink import Box, Circle, Drawn, Ink, Line, Part, Path, ink
from nextgen_helpers.charts.picture import Picture
from nextgen_helpers.charts.scene import PAGE, PHONE, Place, Scene
from nextgen_helpers.charts.style import FONT_FAMILY, INK, PAPER

_NO_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DASHES: Final = {"dashed": "5 3", "dotted": "1.5 2.5"}
#: What is repeated to hatch an area: a square of so many pixels, and the lines in it.
_HATCHES: Final = {
    "rising": (8, "M-1 1l2-2M0 8l8-8M7 9l2-2"),
    "falling": (8, "M-1 7l2 2M0 0l8 8M7-1l2 2"),
    "crossed": (8, "M0 8l8-8M0 0l8 8"),
    "dotted": (5, "M2 2h1.2v1.2h-1.2z"),
}


def picture_html(chart: Picture) -> str:
    """Write the picture as HTML: one SVG for wide pages and print, one for phones."""
    wide, narrow = svg_text(chart, PAGE), svg_text(chart, PHONE)
    return f'<div class="ng-picture"><div class="ng-wide">{wide}</div><div class="ng-narrow">{narrow}</div></div>'


def svg_text(chart: Picture, place: Place) -> str:
    """Write the picture as an SVG element, without its title and source, which stand around it as text."""
    name = f"{chart.name}-{'n' if place.narrow else 't' if place.tight else 'w'}"
    return svg_of(chart.drawn().scene(place), name, chart.title, chart.alternative)


def svg_of(scene: Scene, name: str, title: str, alternative: str) -> str:
    """Write a scene as an SVG element.

    name : begins all ids, since several pictures stand in one page.
    title, alternative : for those who cannot see it.
    """
    items = list(ink(scene))
    hatches = {_hatch_key(item): item for item in items if isinstance(item, Drawn) and item.hatch}
    clips = {_clip_key(item): item for item in items if isinstance(item, Drawn) and item.clip}
    ids = {key: f"{name}-{number}" for number, key in enumerate((*hatches, *clips))}
    defined = "".join(_pattern(item, ids[key]) for key, item in hatches.items())
    defined += "".join(_clip(item, ids[key]) for key, item in clips.items())
    body = "".join(_elements(items, ids))
    said = f'<title id="{name}-t">{_escaped(title)}</title><desc id="{name}-d">{_escaped(alternative)}</desc>'
    return (
        f'<svg role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="{FONT_FAMILY}" fill="{INK}">'
        f"{said}{f'<defs>{defined}</defs>' if defined else ''}{body}</svg>"
    )


def _escaped(text: str) -> str:
    """Escape a text, and leave out what no XML may hold."""
    return html.escape(_NO_XML.sub("", text), quote=False)


@lru_cache(maxsize=8192)
def _n(value: float) -> str:
    """Write a length: a tenth of a pixel is enough."""
    short = f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")  # adding zero takes the sign off a zero
    return short.replace("-0.", "-.").removeprefix("0") or "0"


def _elements(items: Iterable[Ink], ids: dict[tuple[str, ...], str]) -> Iterator[str]:
    """Write what is drawn; neighboring lines of text that look alike share a group."""
    look = ""
    for item in items:
        if isinstance(item, Drawn):
            if look:
                yield "</g>"
                look = ""
            yield _drawn(item, ids)
            continue
        its = _text_look(item)
        if its != look:
            yield f"{'</g>' if look else ''}<g{its}>"
            look = its
        turned = f' transform="rotate(-{item.turned} {_n(item.x)} {_n(item.y)})"' if item.turned else ""
        yield f'<text x="{_n(item.x)}" y="{_n(item.y)}"{turned}>{_escaped(item.text)}</text>'
    if look:
        yield "</g>"


def _text_look(item: Line) -> str:
    look = f' font-size="{_n(item.size)}"'
    if item.across != "start":
        look += f' text-anchor="{item.across}"'
    if item.color != INK:
        look += f' fill="{item.color}"'
    if item.bold:
        look += ' font-weight="bold"'
    if item.halo:
        look += f' paint-order="stroke" stroke="{PAPER}" stroke-width="3" stroke-opacity=".8" stroke-linejoin="round"'
    return look


def _drawn(item: Drawn, ids: dict[tuple[str, ...], str]) -> str:
    fill = f"url(#{ids[_hatch_key(item)]})" if item.hatch else item.fill or "none"
    look = f' fill="{fill}"'
    if item.edge:
        look += f' stroke="{item.edge}"'
        if item.width != 1:
            look += f' stroke-width="{item.width:.2g}"'
    if item.dash:
        look += f' stroke-dasharray="{_DASHES[item.dash]}"'
    if item.opacity != 1:
        look += f' opacity="{item.opacity:.2g}"'
    if item.clip:
        look += f' clip-path="url(#{ids[_clip_key(item)]})"'
    return f'<path{look} d="{"".join(map(_outline, item.parts))}"/>'


def _outline(part: Part) -> str:
    """Write the outline of a part, in steps from its first point: that is short."""
    match part:
        case Circle():
            half, wide = _n(part.radius), _n(2 * part.radius)
            around = f"a{half} {half} 0 1 0"
            return f"M{_n(part.x - part.radius)} {_n(part.y)}{around} {wide} 0{around}-{wide} 0z"
        case Box() if not part.round:
            return f"M{_n(part.x)} {_n(part.y)}h{_n(part.width)}v{_n(part.height)}h{_n(-part.width)}z"
        case Box():
            r = part.round
            across, down, turn = _n(part.width - 2 * r), _n(part.height - 2 * r), f"a{_n(r)} {_n(r)} 0 0 1 "
            return (
                f"M{_n(part.x + r)} {_n(part.y)}h{across}{turn}{_n(r)} {_n(r)}v{down}{turn}{_n(-r)} {_n(r)}"
                f"h-{across}{turn}{_n(-r)} {_n(-r)}v-{down}{turn}{_n(r)} {_n(-r)}z"
            )
        case Path():
            return _path(part)


def _path(part: Path) -> str:
    """Write points as whole tenths of a pixel, so that steps add up; a step of nothing is left out."""
    tenths = [(round(10 * x), round(10 * y)) for x, y in part.points]
    (x, y), rest = tenths[0], tenths[1:]
    steps = []
    before_x, before_y = x, y
    for this_x, this_y in rest:
        right, down = this_x - before_x, this_y - before_y
        if right or down:
            steps.append(f"{_n(right / 10)}{'' if down < 0 else ' '}{_n(down / 10)}")
            before_x, before_y = this_x, this_y
    joined = "".join(
        step if not number or step.startswith("-") else f" {step}" for number, step in enumerate(steps)
    )
    return f"M{_n(x / 10)} {_n(y / 10)}" + (f"l{joined}" if steps else "") + ("z" if part.closed else "")


def _hatch_key(item: Drawn) -> tuple[str, ...]:
    return item.hatch, item.fill, item.hatch_color


def _clip_key(item: Drawn) -> tuple[str, ...]:
    return tuple(map(_n, item.clip or ()))


def _clip(item: Drawn, name: str) -> str:
    left, top, right, bottom = item.clip or (0.0, 0.0, 0.0, 0.0)
    outline = _outline(Box(left, top, right - left, bottom - top))
    return f'<clipPath id="{name}"><path d="{outline}"/></clipPath>'


def _pattern(item: Drawn, name: str) -> str:
    size, lines = _HATCHES[item.hatch]
    ground = f'<path fill="{item.fill}" d="M0 0h{size}v{size}h-{size}z"/>' if item.fill else ""
    return (
        f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">{ground}'
        f'<path stroke="{item.hatch_color}" stroke-width=".9" fill="none" d="{lines}"/></pattern>'
    )
