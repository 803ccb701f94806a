"""Words inside a picture of Plotly's, which reads tags in them."""

from __future__ import annotations

import html
import textwrap


def escaped(words: str) -> str:
    """Escape a text for Plotly, which reads tags, and of the named entities only a few."""
    return html.escape(words, quote=False)


def broken(text: str, characters: int = 40) -> str:
    """Break a long text into lines, and escape it."""
    return "<br>".join(escaped(line) for line in textwrap.wrap(text, characters, break_on_hyphens=False))
