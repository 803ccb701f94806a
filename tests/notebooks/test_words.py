"""The words of the notebooks: plain American English, without sales talk, and our own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from nextgen_helpers.toolkit import content

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(
    path for path in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.relative_to(FOLDER).parts
)
RUN = 8
BRITISH = re.compile(
    r"\b(labour|programmes?|organis\w+|recognis\w+|centres?|behaviour|colour\w*|favour\w*|analyse[ds]?|licence"
    r"|towards|whilst|enrol|fulfil|skilful|travell\w+|cheque|grey|afterwards|judgement)\b",
    re.IGNORECASE,
)
#: An exclamation mark that ends a sentence, and pictures in place of words; the three traffic lights are signs.
LOUD = re.compile(r"!(?!\[|=)|[\u2600-\u27bf\U0001f000-\U0001faff]")


def texts(path: Path) -> list[tuple[str, str]]:
    """Id and words of every text cell."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [
        (cell["id"], "".join(cell["source"])) for cell in notebook["cells"] if cell["cell_type"] == "markdown"
    ]


def runs(text: str) -> set[tuple[str, ...]]:
    """Every eight words in a row."""
    text = text.replace("\N{LATIN SMALL LIGATURE FI}", "fi").replace("\N{LATIN SMALL LIGATURE FL}", "fl")
    words = re.findall(r"[a-z0-9]+", re.sub(r"[\u2010-\u2015\u00ad-]+\s*", " ", text.lower()))
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def without_names(text: str) -> str:
    """Leave out what has to be the source's own: titles, and who published it."""
    names = [
        *(place.title for place in content.steps().places),
        *(worksheet.title for worksheet in content.worksheets().worksheets),
        "Educate Texas (Communities Foundation of Texas)",
        "Educate Texas",
        "the Federal Reserve Bank of Dallas",
    ]
    text = " ".join(text.split())
    for name in names:
        text = text.replace(name, "...")
    return re.sub(r"\.\.\. and \.\.\.", "...", text)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_words_are_american_and_calm(path):
    for name, text in texts(path):
        assert not BRITISH.findall(text), name
        assert not LOUD.findall(text), name


def test_loud_and_british_words_are_noticed():
    assert LOUD.search("Well done!")
    assert LOUD.search("Well done \N{PARTY POPPER}")
    assert not LOUD.search("![A map](map.png) \N{BLACK CIRCLE} yes")
    assert BRITISH.search("the colours of the centre")


@pytest.mark.raw
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_nothing_is_pasted(path, shared):
    sources = sorted((shared.parent / "source_documents").glob("*.txt"))
    assert len(sources) == 5
    theirs = set().union(*(runs(file.read_text(encoding="utf-8", errors="replace")) for file in sources))
    for name, text in texts(path):
        pasted = runs(without_names(text)) & theirs
        assert not pasted, f"{name}: {RUN} words in a row are the source's: {' '.join(min(pasted))}"
