"""What a reader and a screen reader find in a PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pypdf


@dataclass(frozen=True)
class Paper:
    """What can be read in a PDF.

    Parameters
    ----------
    text : its words, one space apart.
    title, language : what a screen reader says first.
    tagged : it has a structure, and says so.
    pages : how many.
    """

    text: str
    title: str
    language: str
    tagged: bool
    pages: int


def opened(content: bytes) -> Paper:
    """Read a PDF again."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    catalog = reader.trailer["/Root"]
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    return Paper(
        words,
        str(reader.metadata.title),
        str(catalog.get("/Lang")),
        bool(catalog.get("/MarkInfo", {}).get("/Marked")) and "/StructTreeRoot" in catalog,
        len(reader.pages),
    )


def squeezed(text: str) -> str:
    """Leave out all space: a line may break anywhere in a narrow column."""
    return "".join(text.split())
