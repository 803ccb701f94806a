"""The story in the lessons is that of Invented Valley: its people keep their surnames, and no name of an earlier draft is left."""

from __future__ import annotations

import json
import re

import pytest

from nextgen_helpers.handouts import curriculum
from nextgen_helpers.toolkit import invented

CAST = invented.cast()
PEOPLE = [*(item.name for item in CAST.people), *(item.person for item in CAST.companies)]
SURNAMES: dict[str, set[str]] = {}
for _name in PEOPLE:
    SURNAMES.setdefault(_name.split()[0], set()).add(_name.split(" ", 1)[1])
#: Words with a capital that may follow a first name without being a surname.
NO_SURNAME = re.compile(r"(?:Street|Monday|Friday|May|Step|Module|Section|I|The|A|In|On)\b")
DRAFTS = re.compile(
    r"\b(?:Placeholder|Made-Up|Make-Believe|Imaginary|Fictional|Storybook|(?:Maria|Lena|Omar) (?:Example|Sample)|Example Machining|Invented Valley Metals)\b"
)


def _texts():
    for path in curriculum():
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield f"{path.stem}, {cell['id']}", " ".join("".join(cell["source"]).split())


TEXTS = list(_texts())


@pytest.mark.parametrize("first", sorted(SURNAMES))
def test_a_person_keeps_the_surname(first):
    pattern = re.compile(
        rf"\b{first} (?!{NO_SURNAME.pattern})([A-Z][a-z]+(?:-[A-Z][a-z]+)?)\b(?! (?:Street|County))"
    )
    found = {(where, match[1]) for where, text in TEXTS for match in pattern.finditer(text)}
    assert {
        (where, name) for where, name in found if not any(own.startswith(name) for own in SURNAMES[first])
    } == set()


def test_no_name_of_a_draft_is_left():
    assert [(where, match[0]) for where, text in TEXTS for match in DRAFTS.finditer(text)] == []


def test_dana_has_one_job():
    for where, text in TEXTS:
        for match in re.finditer(r"\bDana\b[^.]{0,80}", text):
            assert not re.search(r"\b(?:dean|program chair|teaches|owner)\b", match[0]), (
                f"{where}: {match[0]}"
            )


def test_the_region_has_its_four_counties():
    wrong = [
        (where, match[0])
        for where, text in TEXTS
        for match in re.finditer(r"\b(?:five|six) counties\b", text)
    ]
    assert wrong == []
