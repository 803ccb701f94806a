"""Documents to send: a letter or a summary as Word, as plain text, and as it looks in a notebook.

A document is a list of blocks. What is not known yet stands in it as a gap in square brackets, so that nobody sends it
unnoticed; for a letter to many, ``{{name}}`` and its like are Word's own merge fields.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from nextgen_helpers.letters import exportable
from nextgen_helpers.words import weekday_words

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

#: ``title``, ``heading``, ``text`` and ``item`` (of a list).
Kind = Literal["title", "heading", "text", "item"]
_FIELD: Final = re.compile(r"\{\{([a-z_ ]+)\}\}")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document."""

    kind: Kind
    text: str  # plain text; ``{{name}}`` becomes a merge field, ``[...]`` is a gap to fill


@dataclass(frozen=True, slots=True)
class Document:
    """A document of several blocks.

    >>> letter = Document("invitation", (Block("text", "Dear {{name}},"), Block("text", gap("first sentence"))))
    >>> letter.gaps
    ('first sentence',)
    >>> print(letter.text())
    Dear <<name>>,
    <BLANKLINE>
    [first sentence]
    """

    name: str  # its file's name, without an ending
    blocks: tuple[Block, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is still to be filled in."""
        found = (match for block in self.blocks for match in re.findall(r"\[([^\]]+)\]", block.text))
        return tuple(dict.fromkeys(found))

    def text(self) -> str:
        """Give it as plain text, for a mail."""
        lines = []
        for block in self.blocks:
            words = _FIELD.sub(r"<<\1>>", block.text)
            lines.append(f"- {words}" if block.kind == "item" else words)
            if block.kind != "item":
                lines.append("")
        return "\n".join(lines).strip()

    def mime_bundles(self) -> list[dict[str, Any]]:
        """Give it as a notebook or a report shows it: one piece."""
        return [{"text/html": self.html(), "text/plain": self.text()}]

    def html(self) -> str:
        """Give it as HTML; what people typed stays text."""
        parts = []
        for block in self.blocks:
            words = _FIELD.sub(r"«\1»", html.escape(block.text)).replace("\n", "<br>")
            tag = {"title": "h3", "heading": "h4", "text": "p", "item": "li"}[block.kind]
            parts.append(f"<{tag}>{words}</{tag}>")
        return f'<div class="mathjax_ignore ng-chart ng-document">{_lists("".join(parts))}</div>'

    def word(self) -> bytes:
        """Give it as a Word document (.docx), with merge fields where a letter goes to many."""
        import docx  # noqa: PLC0415  (slow to import)
        from docx.shared import Pt  # noqa: PLC0415

        document = docx.Document()
        titles = [block.text for block in self.blocks if block.kind == "title"]
        # Word keeps 255 letters of a title.
        document.core_properties.title = exportable(titles[0] if titles else self.name)[:255]
        document.core_properties.author = ""
        document.styles["Normal"].font.size = Pt(11)
        styles = {"title": "Title", "heading": "Heading 1", "text": "Normal", "item": "List Bullet"}
        for block in self.blocks:
            _fill(document.add_paragraph(style=styles[block.kind]), block.text)
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()


def gap(what: str) -> str:
    """Mark something that is not known yet.

    >>> gap("day of the launch")
    '[day of the launch]'
    """
    return f"[{what}]"


def day_or_gap(stored: str | None, what: str) -> str:
    """Write a day that is stored, or mark that it is not known yet."""
    return weekday_words(date.fromisoformat(stored)) if stored else gap(what)


def _lists(parts: str) -> str:
    """Put list items into a list."""
    return re.sub(r"((?:<li>.*?</li>)+)", r"<ul>\1</ul>", parts)


def _fill(paragraph: Paragraph, text: str) -> None:
    """Write text into a paragraph, merge fields as such."""
    for place, part in enumerate(_FIELD.split(exportable(text))):
        if place % 2:
            _merge_field(paragraph, part.replace(" ", "_"))
        elif part:
            paragraph.add_run(part)


def _merge_field(paragraph: Paragraph, name: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" MERGEFIELD {name} ")
    paragraph._p.append(field)  # noqa: SLF001  (python-docx has no fields of its own)
    run = paragraph.add_run(f"«{name}»")
    field.append(run._r)  # noqa: SLF001
