"""Handouts as PDF: collected from the notebooks, set by Typst, tagged for screen readers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from nextgen_helpers.errors import UserError
from nextgen_helpers.handouts.markdown import sticky, string, typst
from nextgen_helpers.handouts.sheets import FITTING, MARGIN, sheet_of, sheet_typst, worksheets_typst
from nextgen_helpers.handouts.shown import shown_typst
from nextgen_helpers.places import embedded, writable_folder, write_whole
from nextgen_helpers.quick import get_ready_for_nbformat
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.lessons import lessons

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: ``participant``: prose and sheets; ``facilitator``: the same with the facilitator's part; ``worksheets``: sheets alone.
Audience = Literal["participant", "facilitator", "worksheets"]
AUDIENCES: Final[tuple[Audience, ...]] = ("participant", "facilitator", "worksheets")
_NAMES: Final = {
    "participant": "Participant's set",
    "facilitator": "Facilitator's guide",
    "worksheets": "Worksheets",
}
_FOLDED: Final = re.compile(
    r"<details>\n<summary><b>(?P<summary>[^<\n]+)</b></summary>\n\n(?P<words>.+?)</details>", re.DOTALL
)
#: Signs of Typst in a paragraph that keeps to the sheet it leads to.
_SHORT_LEAD: Final = 120
#: Letters of a facilitator's part that stays in one piece.
_SHORT_WORDS: Final = 1000
#: A page in a PDF as Typst writes it; the whole of them is another word.
_PAGE: Final = re.compile(rb"/Type ?/Page\b")
#: Letter paper, a footer with page numbers, and letters that are easy to read on paper.
_SETTINGS: Final = """
#set document(title: {title}, author: "Next Gen Sector Partnership notebooks")
#set page(paper: "us-letter", margin: {margin}pt, numbering: "1 of 1", header: text(size: 8.5pt, fill: luma(70))[{header}])
#set text(lang: "en", region: "us", size: 10.5pt)
#set par(justify: false, leading: 0.62em, spacing: 0.95em)
#set heading(numbering: none)
#show heading: set text(fill: rgb("#004f7d"))
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 14pt)
#show heading.where(level: 3): set text(size: 12pt)
#show heading: set block(above: 1.4em, below: 0.7em)
#set table(fill: (_, row) => if row == 0 {{ rgb("#e6eff5") }}, stroke: 0.5pt + luma(140))
#show link: underline
"""


@dataclass(frozen=True, slots=True)
class Handout:
    """A file that was made."""

    notebook: str  # stem of the notebook
    audience: str  # for whom
    path: Path  # where it is
    sheets: int  # how many sheets are in it
    pages: int  # how many pages it has


def curriculum() -> list[Path]:
    """Give the numbered notebooks, in order."""
    return [embedded("notebooks", f"{stem}.ipynb") for stem in lessons()]


def make_handouts(
    out: Path, audiences: Sequence[Audience], team: Team | None = None, notebooks: Sequence[str] = ()
) -> list[Handout]:
    """Make the handouts of the curriculum.

    out : folder for the files; a name that ends in .pdf is the file itself, where exactly one is made.
    team : whose answers stand in the sheets; None for empty ones.
    notebooks : numbers or stems of notebooks, such as ``01``; by default all.
    Gives one entry a file; a notebook without sheets has no worksheets.
    """
    get_ready_for_nbformat()
    import nbformat  # noqa: PLC0415  (slow to import)

    chosen = [path for path in curriculum() if not notebooks or path.stem.startswith(tuple(notebooks))]
    for name in notebooks:
        if not any(path.stem.startswith(name) for path in chosen):
            known = ", ".join(path.stem for path in curriculum())
            raise UserError(f'There is no notebook "{name}"; there are: {known}.')
    file = out if out.suffix.lower() == ".pdf" and not out.is_dir() else None
    if file and len(chosen) * len(audiences) != 1:
        raise UserError(
            f"{out.name} is one file, and {len(chosen) * len(audiences)} sets were asked for: name a folder, or ask for "
            "one set of one notebook, such as --notebook 01 --for participant."
        )
    planned = []
    for path in chosen:
        notebook = nbformat.read(path, as_version=4)
        for audience in audiences:
            source, count = handout_source(notebook, audience, team)
            if count or audience != "worksheets":
                planned.append((path.stem, audience, source, count))
    if not planned:
        raise UserError(
            f"{chosen[0].stem} has no worksheets, so nothing was made; choose another notebook, or another set with --for."
        )
    folder = writable_folder(file.absolute().parent if file else out)
    made = []
    for stem, audience, source, count in planned:
        target, pdf = file or folder / f"{stem}_{audience}.pdf", _pdf(source)
        write_whole(target, pdf)
        made.append(Handout(stem, audience, target, count, len(_PAGE.findall(pdf))))
    return made


def handout_source(notebook: NotebookNode, audience: Audience, team: Team | None = None) -> tuple[str, int]:
    """Write the Typst source of one handout."""
    title = _title(notebook)
    whose = f" · {team.region.name}" if team is not None else ""
    head = _SETTINGS.format(
        title=string(title)[1:], header=string(f"{_NAMES[audience]} · {title}{whose}"), margin=MARGIN
    )
    if audience == "worksheets":
        code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        found = [sheet for source in code if (sheet := sheet_of(source))]
        above = f"#heading(level: 1)[{string(title)}]"
        return "\n".join([head, FITTING, worksheets_typst(found, team, above)]), len(found)
    parts, count = [], 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts += _prose(cell, audience)
            continue
        sheet = sheet_of(cell.source)
        if sheet is not None:
            count += 1
            parts += _leading(parts.pop()) if parts else []
            parts.append(sheet_typst(sheet, team))
        elif (shown := shown_typst(cell.source)) is not None:
            parts.append(shown)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    # The notebook that shows the glossary has every word already.
    if not any("ng.show.glossary()" in cell.source for cell in notebook.cells):
        parts += _words(text)
    return "\n".join([head, *parts]), count


def _words(text: str) -> list[str]:
    """Explain the terms that stand in a lesson, on its last page."""
    found = content.glossary().used_in(text)
    if not found:
        return []
    lines = [f"/ {string(term.term)}: {string(term.text)}" for term in found]
    heading = f"#heading(level: 2)[{string('Words of this lesson')}]"
    # All of them are on one page: two of them alone on the last one would be missed.
    return ["#block(above: 1.8em, breakable: false)[", heading, "#text(size: 9.5pt)[", *lines, "]]"]


def tagged_pdf(source: str) -> bytes:
    """Set a source as it is, for screen readers, too."""
    import typst as setter  # noqa: PLC0415  (slow to import)

    return bytes(setter.compile(source.encode("utf-8"), format="pdf", pdf_standards=["ua-1"]))


def _pdf(source: str) -> bytes:
    """Set a source; a letter for which no font is there, such as an emoji, stands in it by its name."""
    import typst as setter  # noqa: PLC0415  (slow to import)

    try:
        pdf = tagged_pdf(source)
    except setter.TypstError:
        # A tagged PDF may not have letters that nobody can see.
        unseen = [letter for letter in sorted(set(source)) if not letter.isascii() and not _has_font(letter)]
        names = {ord(letter): f"({unicodedata.name(letter, 'unknown letter').lower()})" for letter in unseen}
        pdf = tagged_pdf(source.translate(names))
    return pdf


@cache
def _has_font(letter: str) -> bool:
    import typst as setter  # noqa: PLC0415

    try:
        tagged_pdf(f'#set document(title: "x")\n{string(letter)}')
    except setter.TypstError:
        return False
    return True


def _prose(cell: NotebookNode, audience: Audience) -> list[str]:
    """Give a text cell as it stands in a handout; nothing where it does not belong there."""
    if audience == "worksheets":
        return []
    if "facilitator" not in cell.metadata.get("tags", []):
        return [typst(unfolded(cell.source))]
    if audience != "facilitator":
        return []
    first, _, rest = typst(unfolded(cell.source)).partition("\n")
    # The heading of the block stays with what it is about.
    words = f"#block(sticky: true)[{first}]\n{rest}"
    look = (
        'fill: luma(244), stroke: (left: 3pt + rgb("#00629b")), inset: (left: 12pt, rest: 10pt), width: 100%'
    )
    # A short one is not torn: its last two lines on the next page belong to nothing there.
    short = len(cell.source) <= _SHORT_WORDS
    return [f"#block({look}{', breakable: false' if short else ''})[{words}]"]


def _leading(prose: str) -> list[str]:
    """Keep a short last paragraph before a sheet on the page where the sheet begins; a heading and a line alone lead nowhere.

    A longer one stays where it is: kept back, it would leave a third of a page empty before many sheets.
    """
    *before, last = prose.split("\n")
    return [*before, sticky(last) if last.startswith("#par[") and len(last) <= _SHORT_LEAD else last]


def unfolded(source: str) -> str:
    r"""Give a text as paper needs it: what is folded on the screen is open, with its summary as a bold first line.

    A facilitator's cell is folded, so that a room that looks at the facilitator's screen does not read along; so are the other
    ways on at the end of a lesson.

    >>> unfolded("<details>\n<summary><b>For the facilitator: talk</b></summary>\n\nListen.\n\n</details>")
    '**For the facilitator: talk**\n\nListen.'
    """
    return _FOLDED.sub(lambda found: f"**{found['summary']}**\n\n{found['words'].strip()}", source.strip())


def _title(notebook: NotebookNode) -> str:
    first = next(cell for cell in notebook.cells if cell.cell_type == "markdown")
    return str(first.source.splitlines()[0]).lstrip("# ").strip()
