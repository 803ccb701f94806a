"""Lists in markdown that begin where none was meant, or may not be seen as one."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

#: How a line begins that one reader or another takes for a point of a list.
_MARK = re.compile(r"\s*(?:\d{1,9}[.)]|[-+*])(?:\s|$)")


def misplaced_lists(text: str) -> list[str]:
    """Say where a list begins without an empty line before it, and where a line within a sentence begins like one.

    Readers of markdown differ in both: some see a list where a sentence was broken before "12. ", others see none
    where a list follows a line of text.
    """
    lines = text.split("\n")
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.map is None:
            continue
        first, last = token.map
        inner = token.level > 0 and bool(_MARK.match(lines[first - 1]))  # the point of which it is a part
        if (
            token.type in ("ordered_list_open", "bullet_list_open")
            and first
            and lines[first - 1].strip()
            and not inner
        ):
            found.append(
                f'line {first + 1}: put an empty line before the list at "{lines[first].strip()[:40]}"'
            )
        if token.type == "inline":
            found += [
                f'line {number + 1}: break the sentence elsewhere, "{lines[number].strip()[:40]}" begins like a list'
                for number in range(first + 1, last)
                if _MARK.match(lines[number])
            ]
    return found
