"""From a form of a notebook to a sheet of paper: the same questions, with room to write, or with what is answered."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final, Literal

from pydantic import BaseModel

from nextgen_helpers.handouts.markdown import string
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import rubric
from nextgen_helpers.toolkit.answer_types import Asked, asked_fields, row_model
from nextgen_helpers.toolkit.catalog import Guide, exercise_model, guide_of, part_of
from nextgen_helpers.toolkit.exercises import (
    OUTREACH_SCENARIOS,
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    Alternative,
    Scenarios,
)
from nextgen_helpers.toolkit.one_name import SAME_NAMES
from nextgen_helpers.toolkit.sheets import sheets, start_rows
from nextgen_helpers.toolkit.stakeholder_groups import GROUP_NAMES
from nextgen_helpers.words import those

_BLANK_ROWS: Final = 7
_LINES: Final = {"text": 1, "number": 1, "decimal": 1, "date": 1, "list": 4, "long_text": 5}
#: Empty rows at most where a table runs over its page.
_FEW_ROWS: Final = 3
#: Forms that are buttons.
_ON_SCREEN: Final = (SELF_ASSESSMENT_ROUND, GROUP_NAMES, SAME_NAMES)
_MOST_LINES: Final = max(_LINES.values())
#: From so many columns on a page is turned.
_WIDE: Final = 8
#: Empty rows of a table and lines below a question that a sheet with a page of its own may have, roomiest first.
_ROOM: Final = (
    *((rows, _MOST_LINES) for rows in range(20, 5, -1)),
    (5, 4), (5, 3), (4, 3), (4, 2), (3, 2), (2, 2), (2, 1),
)  # fmt: skip
#: How high and wide what stands on a page is, in points: letter paper without its margins.
MARGIN: Final = 61
_PAGE: Final = (612 - 2 * MARGIN, 792 - 2 * MARGIN)
#: A column whose longest cell has so many letters is as wide as an empty one.
_USUAL: Final = 30
#: A letter of a table takes about so many points, in its heading and below, and a cell so many beside its words.
_BOLD_LETTER: Final = 4.75
_LETTER: Final = 4.3
_INSET: Final = 9
#: Of a word that may be broken so many letters stand on a line.
_BROKEN: Final = 8
#: Typst measures sheets itself. Neighbors that are short share a page, as long as both have room to write in. A page takes
#: the roomiest that ends on it; where not even the tightest does, smaller letters are tried, if that saves a page, and then
#: the roomiest that needs no more pages than that, with a little room for what may not be broken. Such a sheet is full
#: already: it gets few empty rows, or the last of its pages would hold nothing else.
FITTING: Final = f"""#let fitted(sheets, room) = layout(size => {{
  let sheet(rows, lines, letters) = sheets.map(one => one(rows, lines, letters)).join()
  let high(..room) = measure(block(width: size.width, sheet(..room))).height
  let page = size.height * 95%
  let pages(high) = if high <= size.height {{ 1 }} else {{ calc.max(2, calc.ceil(high / page)) }}
  let least = pages(high(..room.last(), 10.5pt))
  let small = (9.8pt, 9pt).find(letters => pages(high(..room.last(), letters)) < least)
  let letters = if small == none {{ 10.5pt }} else {{ small }}
  let tightest = high(..room.last(), letters)
  let one-page = tightest <= size.height
  let most = if one-page {{ size.height }} else {{ calc.max(tightest, calc.ceil(tightest / page) * page) }}
  sheet(
    ..room.find(one => (one-page or one.pos().first() <= {_FEW_ROWS}) and high(..one, letters) <= most),
    letters,
  )
}})
#let packed(width, height, room, snug, sheets) = context {{
  let high(group) = measure(block(width: width, group.map(one => one(snug, 2, 10.5pt)).join())).height
  let groups = ()
  for one in sheets {{
    if groups.len() > 0 and high(groups.last() + (one,)) <= height {{
      groups.last().push(one)
    }} else {{
      groups.push((one,))
    }}
  }}
  for group in groups {{
    pagebreak(weak: true)
    fitted(group, room)
  }}
}}"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to fill in."""

    title: str  # what stands above it
    exercise_id: str  # where its answers are stored
    names: tuple[str, ...] = ()  # its fields, in order; empty for the rubric, which has a layout of its own
    text: str = ""  # one sentence below the title
    personal: bool = False  # each person fills one; answers are not printed
    # ``ideal`` or ``real`` where it is a list of changes to the map
    alternative: Literal["", "ideal", "real"] = ""

    def model(self) -> type[BaseModel]:
        """Give the model of its answers."""
        return Alternative if self.alternative else exercise_model(self.exercise_id)


def called(source: str) -> tuple[Any, ...] | None:
    """Find the form that a code cell shows at its end.

    Gives the name of the exercise and of its part, where it has one; None where the cell shows no form.

    >>> called('ng.form(team, "partner_roster", "partners")')
    ('partner_roster', 'partners')
    """
    try:
        body = ast.parse(source).body
        last = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
        if not isinstance(last, ast.Call) or ast.unparse(last.func) != "ng.form":
            return None
        literals = [item for item in last.args if not isinstance(item, ast.Name)]
        return tuple(ast.literal_eval(item) for item in (*literals, *(item.value for item in last.keywords)))
    except (SyntaxError, ValueError):
        return None


def sheet_of(source: str) -> Sheet | None:
    """Give the sheet for a code cell of a notebook; None where it shows no form that can be filled in on paper."""
    found = called(source)
    if not found or found[0] in _ON_SCREEN:
        return None
    exercise_id, part = found[0], found[1] if len(found) > 1 else None
    asked = part_of(exercise_id, part)
    if exercise_id == OUTREACH_SCENARIOS:
        return Sheet(asked.title, exercise_id, asked.names, alternative="real" if part == "real" else "ideal")
    sheet = sheets().get(exercise_id)
    personal = exercise_id == SELF_ASSESSMENT or (sheet is not None and sheet.personal)
    return Sheet(asked.title, exercise_id, asked.names, asked.text, personal)


def sheet_typst(sheet: Sheet, team: Team | None = None) -> str:
    """Lay a sheet out in Typst, between the words of a lesson.

    team : whose answers stand in it; None for an empty sheet. What people answered alone is never printed.
    """
    # What follows a sheet keeps off its last answer.
    return f"{_laid(sheet, team, roomy=False)}\n#v(7pt)"


def worksheets_typst(sheets: Sequence[Sheet], team: Team | None = None, above: str = "") -> str:
    """Lay sheets out in Typst to write in: with as many empty rows and lines as fill their pages.

    team : whose answers stand in them; None for empty ones.
    above : title of the whole, above the first sheet.
    """
    parts: list[str] = []
    # Where a team has written, fewer rows have to be left.
    snug = 12 if team is None else 6
    # What each person fills in, and what turns its page, is handed out by itself.
    for alone, group in groupby(
        enumerate(sheets), key=lambda item: item[0] if _alone(item[1]) or not item[1].names else -1
    ):
        found = [sheet for _, sheet in group]
        wide = _is_wide(found[0])
        laid = [
            f"(rows, lines, letters) => [{above if not parts and not place else ''}\n{_laid(sheet, team, roomy=True)}], "
            for place, sheet in enumerate(found)
        ]
        room = dict.fromkeys(
            _ROOM if any(_columns(sheet) for sheet in found) else [(0, lines) for _, lines in _ROOM]
        )
        rooms = "".join(f"arguments({rows}, {lines}), " for rows, lines in room)
        width, height = sorted(_PAGE, reverse=wide)
        packed = f"#packed({width}pt, {height}pt, ({rooms}), {snug}, ({''.join(laid)}))"
        if wide:
            packed = f"#page(flipped: true)[#fitted(({''.join(laid)}), ({rooms}))]"
        parts.append(packed if alone == -1 or wide else f"{packed}\n#pagebreak(weak: true)")
    return "\n".join(parts)


def _alone(sheet: Sheet) -> bool:
    return sheet.personal or _is_wide(sheet)


def _columns(sheet: Sheet) -> int:
    """Count the columns of a sheet's widest table; 0 where it has none."""
    if not sheet.names:
        return 0
    model, asked = sheet.model(), asked_fields(sheet.model())
    tables = [row_model(model, name) for name in sheet.names if asked[name].kind == "rows"]
    return max((len(asked_fields(table)) for table in tables), default=0)


def _is_wide(sheet: Sheet) -> bool:
    return _columns(sheet) >= _WIDE


def _laid(sheet: Sheet, team: Team | None, *, roomy: bool) -> str:
    """Lay a sheet out; a roomy one is a function of Typst: of its empty rows, its lines and the size of its letters."""
    head = [f"#heading(level: 2)[{string(sheet.title)}]"]
    if roomy:
        head.insert(0, "#set text(size: letters)\n#let gap = if letters < 10pt { 0.8em } else { 1.15em }")
    if sheet.text:
        # What stands above the first question stays with it.
        head.append(f"#block(sticky: true)[#par[{string(sheet.text)}]]")
    if not sheet.names:
        return "\n".join([*head, rubric_typst()])
    guide = guide_of(sheet.exercise_id, sheet.names)
    head += _begin(guide)
    model = sheet.model()
    values = {} if team is None or sheet.personal else _values(sheet, team)
    asked = asked_fields(model)
    start = start_rows(sheet.exercise_id) if sheet.exercise_id in sheets() else {}
    if sheet.personal:
        head.append(_field(Asked("Your name (if you like), and who you speak for"), ""))
    parts, width = [], max(_PAGE) if roomy and _is_wide(sheet) else min(_PAGE)
    for name in sheet.names:
        item = asked[name]
        # A sheet that is one section has its name above it already.
        if item.section and not sheet.title.endswith(item.section):
            parts.append(f"#heading(level: 3)[{string(item.section)}]")
        value = values.get(name) or start.get(name)
        parts.append(
            _rows(row_model(model, name), item, value, roomy=roomy, width=width)
            if item.kind == "rows"
            else _field(item, value, roomy=roomy)
        )
    if guide.done:
        done = f"#par[#strong[Done when:] {string(guide.done)}]"
        # The last line goes to the next page with the question before it, and never alone.
        last = asked[sheet.names[-1]].kind
        above = "gap" if roomy else "12pt"
        parts.append(
            done
            if last == "rows"
            else f"#block(above: {above}, breakable: false)[{parts.pop()}\n#block(above: 9pt)[{done}]]"
        )
    return "\n".join([*head, *parts])


def _begin(guide: Guide) -> list[str]:
    """Write how long an exercise takes, what to bring and what to ask, in small letters."""
    lines = those(
        guide.minutes and f"#strong[{guide.minutes} minutes.]",
        guide.bring and f"#strong[Bring:] {string(' '.join(guide.bring))}",
        guide.prompts and f"#strong[Ask:] {string(' '.join(guide.prompts))}",
    )
    return [f"#block(sticky: true)[#text(size: 9pt)[#par[{' '.join(lines)}]]]"] if lines else []


def _values(sheet: Sheet, team: Team) -> dict[str, Any]:
    if not sheet.alternative:
        return team.typed(sheet.exercise_id)
    scenarios = Scenarios.model_validate(team.typed(OUTREACH_SCENARIOS))
    return Alternative.of(getattr(scenarios, sheet.alternative)).model_dump(mode="json")


def _field(item: Asked, value: Any, *, roomy: bool = False) -> str:
    lead = f"#block(above: {'gap' if roomy else '12pt'}, below: 4pt, breakable: false)[#strong[{string(item.label)}]"
    if item.help:
        help_text = f"#linebreak()#text(size: 8.5pt, fill: luma(70))[{string(item.help)}]"
        # "One a line" is said where there is more than one.
        lead += f"#if lines > 1 [{help_text}]" if roomy and item.kind == "list" else help_text
    if item.kind == "choice":
        boxes = "#h(14pt)".join(_box(read, ticked=value == stored) for stored, read in item.choices)
        return f"{lead}#v(3pt){boxes}]"
    if value not in (None, "", (), []):
        return f"{lead}#v(2pt){_written(_day(value) if item.kind == 'date' else value)}]"
    line, count = "#v(17pt)#line(length: 100%, stroke: 0.5pt + luma(120))", _LINES.get(item.kind, 1)
    lines = f"#for _ in range(calc.min({count}, lines)) [{line}]" if roomy and count > 1 else line * count
    return f"{lead}{lines}]"


def _box(label: str, *, ticked: bool = False) -> str:
    """Draw a box to tick; the first word of its label stays on its line."""
    mark = "X" if ticked else ""
    first, space, rest = label.partition(" ")
    box = f"#box(width: 10pt, height: 10pt, stroke: 0.8pt, baseline: 1.5pt)[#align(center + horizon)[#text(size: 8pt)[{mark}]]]"
    return f"#box[{box}#h(4pt){string(first)}]{string(space + rest)}"


def _written(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return f"#list({', '.join(f'[{string(str(entry))}]' for entry in value)})"
    return string(str(value))


def _rows(
    row: type[BaseModel], item: Asked, rows: Sequence[Mapping[str, Any]] | None, *, roomy: bool, width: int
) -> str:
    columns = asked_fields(row)
    cells = [_cell(column, given.get(name)) for given in rows or () for name, column in columns.items()]
    if roomy:
        cells.append(f"..range(rows * {len(columns)}).map(_ => table.cell(breakable: false)[#v(15pt)])")
    else:
        cells += ["[#v(15pt)]"] * (max(_BLANK_ROWS - len(rows or ()), 2) * len(columns))
    labels = [string(column.label) for column in columns.values()]
    head = ", ".join(f"[#text(hyphenate: false)[#strong[{label}]]]" for label in labels)
    widths = ", ".join(f"{share:.3f}fr" for share in _shares(list(columns.items()), rows or (), width))
    table = f"#table(columns: ({widths},), inset: 4pt, table.header({head}), {', '.join(cells)})"
    help_text = f"#text(size: 8.5pt, fill: luma(70))[{string(item.help)}]" if item.help else ""
    # The name of a table stays with its first rows.
    name = f"#block(above: {'gap' if roomy else '12pt'}, below: 4pt, sticky: true)[#strong[{string(item.label)}]{' #linebreak() ' if help_text else ''}{help_text}]"
    # What there is to choose from stands below: in a heading it would be a tower of short lines.
    keys = "".join(
        f"#par[#strong[{string(column.label)}] {string('  ' + ' / '.join(read for _, read in column.choices))}]"
        for column in columns.values()
        if column.choices
    )
    # Tables are wide: smaller letters, which nobody has to write.
    size = "if letters < 10pt { 8pt } else { 8.5pt }" if roomy else "8.5pt"
    broken = "true" if _is_tight(columns, width) else "false"
    return f"{name}\n#text(size: {size}, hyphenate: {broken})[{table}{keys}]"


def _shares(
    columns: Sequence[tuple[str, Asked]], rows: Sequence[Mapping[str, Any]], width: int
) -> list[float]:
    """Divide a table's width: by how much stands in each column, and none less than its longest word is wide."""
    wanted, least = [], []
    for name, column in columns:
        said = [_plain(column, given.get(name)) for given in rows]
        heading = max(map(len, column.label.replace("-", "- ").split()), default=1) * _BOLD_LETTER
        longest_word = max((len(word) for one in said for word in one.split()), default=1)
        below = (min(longest_word, _BROKEN) if _is_tight(columns, width) else longest_word) * _LETTER
        least.append((max(heading, below) + _INSET) / width)
        short = column.kind in ("number", "decimal", "date")
        longest = max(map(len, said), default=0)
        # A column in which a team has written nothing can do with less.
        usual = min(max((longest / _USUAL) ** 0.5, 0.8), 2.5) if longest else 0.6 if rows else 1.0
        wanted.append(0.6 if short else usual)
    whole = sum(wanted)
    shares = [max(want / whole, low) for want, low in zip(wanted, least, strict=True)]
    # What narrow columns take more than their share, the others give.
    spare = sum(share - low for share, low in zip(shares, least, strict=True))
    over = sum(shares) - 1
    if over <= 0 or spare <= over:
        return shares
    return [share - over * (share - low) / spare for share, low in zip(shares, least, strict=True)]


def _is_tight(columns: Sized, width: int) -> bool:
    """Say whether a table has many columns on an upright page: long words in it are broken."""
    return len(columns) >= _WIDE and width < max(_PAGE)


def _cell(column: Asked, value: Any) -> str:
    said = _plain(column, value)
    return f"[{string(said)}]" if said else "[]"


def _plain(column: Asked, value: Any) -> str:
    """Say what stands in a cell; nothing where it is empty."""
    if value in (None, "", (), []):
        return ""
    if column.kind == "choice":
        return dict(column.choices).get(value, str(value))
    if column.kind == "date":
        return _day(value)
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _day(value: Any) -> str:
    day = date.fromisoformat(str(value))
    return f"{day:%b} {day.day}, {day.year}"


def rubric_typst() -> str:
    """Lay the rubric out for one person: for each dimension the four levels with scores to circle and signs to tick."""
    found = rubric.load()
    parts = [_field(Asked("Your name (if you like), and who you speak for"), "")]
    for dimension in found.dimensions:
        columns = []
        for level in found.levels:
            scores = "#h(10pt)".join(
                f"#box(stroke: 0.8pt, inset: 5pt, radius: 8pt)[{string(str(score))}]"
                for score in range(level.lowest, level.highest + 1)
            )
            signs = "".join(
                f"#par[{_box(item.text)}]"
                for item in found.indicators
                if item.dimension == dimension.id and item.level == level.id
            )
            summary = f"#par[{string(level.summary.text)}]"
            columns.append(f"[#strong[{string(level.title)}]#v(4pt){scores}#v(4pt){summary}{signs}]")
        table = ", ".join(columns)
        inside = [
            f"#heading(level: 3)[{string(dimension.title)}]",
            f"#par[{string(dimension.text)} #h(4pt) {string('Circle one number; check what you have seen.')}]",
            f"#text(size: 8pt)[#table(columns: (1fr, 1fr, 1fr, 1fr), inset: 5pt, fill: none, stroke: 0.5pt + luma(120), {table})]",
            _field(Asked("What does your rating rest on?", "list"), None),
        ]
        # A dimension stays on one page, so that all four levels are seen at once.
        parts.append(f"#block(breakable: false)[{chr(10).join(inside)}]")
    return "\n".join(parts)
