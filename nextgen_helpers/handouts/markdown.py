"""From markdown to Typst: only what the notebooks use, and every text as a string, so that nothing in it is code."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: So many signs of Typst in the first cell of a row are more than a name.
_LONG_CELL: Final = 60
#: A column whose longest cell has so many is as wide as an empty one.
_USUAL_CELL: Final = 60
#: A table of so many rows, with so many signs in all, is short.
_SHORT_ROWS: Final = 11
_SHORT_LETTERS: Final = 1200
#: What a line above it leads to.
_LISTS: Final = ("bullet_list_open", "ordered_list_open", "table_open")
_INLINE: Final = {"strong_open": "#strong[", "em_open": "#emph[", "s_open": "#strike["}


def string(text: str) -> str:
    r"""Write a text as a string of Typst, which shows it as it is.

    >>> print(string('a "quoted" #word'))
    #"a \"quoted\" #word"
    """
    printable = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
    escaped = printable.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'#"{escaped}"'


def typst(markdown: str, *, shift: int = 0) -> str:
    r"""Turn markdown into Typst.

    markdown : text of a cell; HTML in it is shown as text.

    >>> print(typst("## Why\n\nIt *matters*."))
    #heading(level: 2)[#"Why"]
    #par[#"It "#emph[#"matters"]#"."]
    """
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown)
    return "\n".join(_blocks(tokens, shift)[0])


def _blocks(  # noqa: C901  (one case a kind of block)
    tokens: Sequence[Token], shift: int, start: int = 0, end: str = ""
) -> tuple[list[str], int]:
    """Turn tokens into blocks until a closing token; give the blocks, and where the next ones begin."""
    found: list[str] = []
    place = start
    while place < len(tokens):
        token = tokens[place]
        if end and token.type == end:
            return found, place + 1
        match token.type:
            case "heading_open":
                level = min(int(token.tag[1]) + shift, 6)
                found.append(f"#heading(level: {level})[{_inline(tokens[place + 1])}]")
                place += 3
            case "paragraph_open":
                words = f"#par[{_inline(tokens[place + 1])}]"
                follows = place + 3 < len(tokens) and tokens[place + 3].type in _LISTS
                # What leads to a list or a table stays with it; so does the line under a heading that says for whom a section is.
                under = place > 0 and tokens[place - 1].type == "heading_close"
                whom = under and _is_slanted(tokens[place + 1])
                found.append(sticky(words) if follows or whom else words)
                place += 3
            case "bullet_list_open" | "ordered_list_open":
                items, place = _items(tokens, shift, place + 1, token.type.replace("open", "close"))
                kind = "list" if token.type.startswith("bullet") else "enum"
                found.append(f"#{kind}({', '.join(f'[{item}]' for item in items)})")
            case "blockquote_open":
                inner, place = _blocks(tokens, shift, place + 1, "blockquote_close")
                found.append(f"#quote(block: true)[{' '.join(inner)}]")
            case "table_open":
                table, place = _table(tokens, place + 1)
                found.append(table)
            case "fence" | "code_block":
                code = f"#raw({string(token.content.rstrip())[1:]})"
                found.append(f"#block(inset: 6pt, fill: luma(245))[{code}]")
                place += 1
            case "hr":
                found.append("#line(length: 100%, stroke: 0.5pt + luma(160))")
                place += 1
            case _:
                if token.type == "inline":
                    found.append(f"#par[{_inline(token)}]")
                place += 1
    return found, place


def _items(tokens: Sequence[Token], shift: int, start: int, end: str) -> tuple[list[str], int]:
    items: list[str] = []
    place = start
    while tokens[place].type != end:
        inner, place = _blocks(tokens, shift, place + 1, "list_item_close")
        # A short item is one line, not a paragraph of its own.
        short = len(inner) == 1 and inner[0].startswith("#par[")
        items.append(inner[0].removeprefix("#par[").removesuffix("]") if short else " ".join(inner))
    return items, place + 1


def _table(tokens: Sequence[Token], start: int) -> tuple[str, int]:
    rows: list[list[str]] = []
    place = start
    while tokens[place].type != "table_close":
        if tokens[place].type == "tr_open":
            rows.append([])
        elif tokens[place].type == "inline":
            rows[-1].append(_inline(tokens[place]))
        place += 1
    head, *body = rows
    width = len(head)
    # A long first column would leave the others a strip of single words.
    shares = [f"{_share(row[place] for row in body):.2f}fr" for place in range(width)]
    if max((len(row[0]) for row in body if row), default=0) <= _LONG_CELL:
        shares[0] = "auto"
    columns = f"({', '.join(shares)})" if width > 1 else "(1fr,)"
    cells = ", ".join(f"[{cell}]" for row in body for cell in row)
    header = f"table.header({', '.join(f'[#strong[{cell}]]' for cell in head)}), " if any(head) else ""
    table = f"#table(columns: {columns}, inset: 5pt, stroke: 0.4pt + luma(170), {header}{cells})"
    # A short table stays in one piece: its heading and one row on the next page say nothing.
    short = len(body) <= _SHORT_ROWS and sum(len(cell) for row in body for cell in row) <= _SHORT_LETTERS
    return f"#block(breakable: false)[{table}]" if short else table, place + 1


def _share(cells: Iterable[str]) -> float:
    """Give how wide a column is: by its longest cell, within limits."""
    return min(max(math.sqrt(max(map(len, cells), default=0) / _USUAL_CELL), 1.0), 2.0)


def _is_slanted(token: Token) -> bool:
    """Say whether a whole paragraph is set in italics."""
    kinds = [child.type for child in token.children or () if child.content or child.type != "text"]
    return kinds[:1] == ["em_open"] and kinds[-1:] == ["em_close"] and kinds.count("em_open") == 1


def sticky(block: str) -> str:
    """Keep a block on the page of what follows it."""
    return f"#block(sticky: true)[{block}]"


def _inline(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or ():
        match child.type:
            case "softbreak":
                parts.append(string(" "))
            case "hardbreak":
                parts.append("#linebreak()")
            case "code_inline":
                parts.append(f"#raw({string(child.content)[1:]})")
            case "strong_open" | "em_open" | "s_open":
                parts.append(_INLINE[child.type])
            case "strong_close" | "em_close" | "s_close" | "link_close":
                parts.append("]")
            case "link_open":
                target = str(child.attrs.get("href", ""))
                # A link between notebooks leads nowhere on paper; its words stay.
                parts.append(f"#link({string(target)[1:]})[" if target.startswith("http") else "#text[")
            case _:
                parts.append(string(child.content))
    return "".join(parts)
