"""What the screen shows below a code cell, for paper: texts that are the same for everyone are printed, pictures are named."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Final

from nextgen_helpers.handouts.markdown import string
from nextgen_helpers.toolkit import invented
from nextgen_helpers.views import curriculum

#: Views of the curriculum that are words alone.
_WORDS: Final = ("contradictions", "curriculum_path", "glossary", "toolkit_tools")
#: Buttons and doors: paper has none.
_ON_SCREEN: Final = ("explore", "newest_figures", "room", "take_along")
_FOLLOWS: Final = "The screen shows here what follows from your answers."


def shown_typst(source: str) -> str | None:
    """Give what a cell shows in Typst; None where it shows nothing that paper can hold.

    >>> shown_typst('ng.check(team, "launch")')
    '#par[#emph[#"The screen shows here what follows from your answers."]]'
    >>> shown_typst("ng.show.room(team)") is None
    True
    """
    asked = re.findall(r"\bng\.(?:(form|check)|show\.(\w+))(\([^)]*\))", source)
    if not asked:
        return None
    kind, view, given = asked[-1]
    if view in _ON_SCREEN:
        return None
    if view == "sample":
        return _sample(invented.sample(ast.literal_eval(given)))
    if view in _WORDS:
        return _definitions(getattr(curriculum, view)().entries)
    follows = kind or "team" in given
    return f"#par[#emph[{string(_FOLLOWS if follows else 'The screen shows a picture here.')}]]"


def _definitions(entries: Sequence[tuple[str, str]]) -> str:
    lines = [f"/ {string(name)}: {string(text)}" for name, text in entries]
    return "\n".join(["#text(size: 9.5pt)[", *lines, "]"])


def _sample(found: invented.Sample) -> str:
    """Lay a finished text out as what it is: somebody else's words, in a frame."""
    parts = filter(None, map(str.strip, found.text.split("\n\n")))
    paragraphs = "\n".join(f"#par[{string(part)}]" for part in parts)
    answers = "\n".join(f"/ {string(item.says)}: {string(item.answer)}" for item in found.objections)
    return (
        "#block(stroke: 0.5pt + luma(140), inset: 10pt, width: 100%)[#set text(size: 9.5pt)\n"
        f"#block(sticky: true)[#strong[{string(f'A finished one: {found.title}')}]]\n"
        f"#par[#emph[{string(f'{found.used_by}. {invented.SAID}')}]]\n{paragraphs}\n{answers}\n]"
    )
