"""What is said to stand above or below stands there: few sentences may say so, each looked at where it is shown.

A form can be shown in parts, a sheet is printed, a sentence of a report is read in a workbook: a name is right everywhere.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nextgen_helpers.places import yaml_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "nextgen_helpers"
#: Above and below as places; not more than, less than, or most of all.
PLACE = re.compile(
    r"\b(?:above|below)\b(?! (?:all\b|the (?:average|region|nation|state|goal|first line)|average|its highest|zero|0|that|what is published|1\.35|a bachelor|it\b|other|both|\{))"
)
#: Begin of a sentence that may say it -> where that was seen to be true.
SEEN = {
    "with most openings on each level above": "the picture of ways between jobs: levels, and not places on the page",
    "There is no alternative yet: note its changes above": "notebook 20: the forms of both alternatives come before the comparison",
    "Name a line of pay above": "notebook 12: the form of the line comes before the picture of pay",
    "the counts are below": "notebook 50: what the survey says comes in the next cell",
    "You can also name your own counties below": "the picker: the field for own counties is the last of its parts",
    "marked counties are added to the codes below": "the picker: the codes come after the list of counties",
    "The results are hidden": "notebook 01: the facilitator's form comes before the results",
    "There is nothing to compare with yet. Close this round below": "notebook 01: the form that closes a round comes after",
}


def sentences() -> Iterator[tuple[str, str]]:
    """What the package can say: its texts of several words, without what is meant for programmers."""
    for folder in ("widgets", "charts", "toolkit", "reports", "handouts"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            documented = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                and node.body
                and isinstance(node.body[0], ast.Expr)
            }
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and id(node) not in documented
                ):
                    yield f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}", node.value


def shown(text: str) -> bool:
    return len(re.findall(r"[A-Za-z']+", text)) > 3 and "#strong[" not in text and "block(" not in text


def test_sentences_say_above_and_below_only_where_it_was_seen_to_be_true():
    said = [(where, text) for where, text in sentences() if shown(text) and PLACE.search(text)]
    unseen = [f"{where}: {text}" for where, text in said if not any(begin in text for begin in SEEN)]
    assert unseen == [], "look where it is shown; name the thing instead, or add it to SEEN"


def content() -> Iterator[tuple[str, str]]:
    def walk(value: Any, where: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict):
            for name, item in value.items():
                yield from walk(item, f"{where}.{name}")
        elif isinstance(value, list):
            for number, item in enumerate(value):
                yield from walk(item, f"{where}[{number}]")
        elif isinstance(value, str) and where.endswith((".help", ".text", ".note")):
            yield where, value

    for path in sorted((ROOT / "data" / "toolkit" / "tools").glob("*.yaml")):
        yield from walk(yaml_of(path.read_text(encoding="utf-8")), path.stem)


def test_what_is_said_in_a_form_names_the_table_and_not_its_place():
    """A form can be shown in parts: the readings of the metrics stand in another section than their baselines."""
    found = [f"{where}: {text}" for where, text in content() if PLACE.search(text)]
    assert [item for item in found if "below which the team would not call" not in item] == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The rows below are offered", True), ("those of the two tables above", True), ("pay above the region's average", False),
        ("Listen above all", False), ("Choose from those above.", True), ("21% below the nation", False),
    ],
)  # fmt: skip
def test_a_place_is_told_from_a_comparison(text, place):
    assert bool(PLACE.search(text)) == place
