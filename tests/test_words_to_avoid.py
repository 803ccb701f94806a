"""Words that a workforce professional in Texas would not say, and what to say instead."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from test_spelling import CONTENT, NOTEBOOKS, plain, prose, strings

from nextgen_helpers.places import yaml_of

ROOT = Path(__file__).resolve().parents[1]
#: What a reader meets before the notebooks.
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
#: Fewer words are a name or a key, and no sentence.
_A_FEW = 3

#: What is avoided -> what is said. What is right now and then (promise, begin, tick in a person's name) is not in it.
AVOID = {
    r"\basks? (?!.*\bnot\b)[^.;:]{0,40}\buntil (?=Monday|Friday|January|February|March|April|May|June|July|August|September|October|November|December)": "asks ... by",
    r"\buntil when\b": "by when, or for how long",
    r"\bwho of (?:you|us)\b": "which of us",
    r"\b(?:for|about|of|in) the own\b|\ban own\b": "his or her own, one's own",
    r"\bfinish(?:es|ed)? a training\b": "complete a program",
    r"\blived through with us\b": "been through with us",
    r"\bthe way of today\b": "how we work today",
    r"\bfirst values?\b": "baseline",
    r"\bchances to grow\b|\bproblems and chances\b|\bnew chances\b": "opportunities",
    r"\bheads? of (?:a |the )?compan(?:y|ies)\b|\bcompany heads?\b": "CEO, CEOs",
    r"\bmoney(?:,| and) goods\b|\bgoods and time\b": "in-kind support",
    r"\binto deeds\b": "into action",
    r"\bgrown-?ups?\b": "adult",
    r"\bstaff members answer\b": "staff are accountable",
    r"\bput to paper\b": "written down",
    r"\bWhat it does not say\b": "What this doesn't tell you",
    r"\bhangs? on (?:one|two|a|the)\b": "depends on",
    r"\b(?:lies?|lay) (?:far )?apart\b": "are far apart",
    r"\b(?:answers|folder|files?|copies|plan|reports?|tools?) (?:they )?lie\b|\bin which folder they lie\b|\bwhere they lie\b": "are",
    r"\btick(?:s|ed|ing)?\b": "check, check mark",
    r"\bwith the traffic light\b|\ball lights\b|\b(?:lowest|middle|your|our) lights?\b|\beach light\b|\bhas a light\b|\blights by\b": "ratings",
    r"\bthat nobody can\b|\bwhich nobody can\b|\bthat no one can change\b": "say what it is: read-only, fixed",
    r"\b(?:people|those|partners|somebody|someone|person) whom\b": "leave whom out: the people we serve",
    r"\bof (?:its|one's) own is possible\b|\bone's own (?:organization|program|list|survey|company)\b": "your own",
    r"\b(?:everything|all) that (?:lies|stands)\b": "everything there",
    r"\bwho carries (?:it|a priority)\b": "who champions it",
    r"\bthe same holds for\b": "the same is true of, or say it again",
    r"\bspeak (?:it )?through\b": "talk it through",
    r"\bask at home\b|\btell at home\b": "check with a boss, tell your colleagues",
    r"\ban invented example\b": "Invented Valley",
    r"\bmend(?:s|ed|ing)?\b": "fix",
    r"\bstands? there\b|\bstands? beside\b": "is there, is next to",
    r"\blays? aside\b": "set aside",
    r"\bhands? people on\b|\bhanded on to\b": "refer",
    r"\bhalf a year\b(?!\.)(?= after| old| before)": "six months",
    r"\bfixed days?\b": "set date",
    r"\bmake none up\b|\bmake up none\b": "do not make any up",
}
#: What we avoid in our own words. A person in the example may say it, and the inventory is shown nowhere.
AVOID_IN_OUR_WORDS = {r"\bsomebody\b|\beverybody\b|\banybody\b": "someone, everyone, anyone"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_notebook_says_it(path):
    assert [found for name, text in prose(path) if (found := _said(name, text))] == []


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_no_content_says_it(path):
    texts = strings(yaml_of(path.read_text(encoding="utf-8")))
    avoid = AVOID if "examples" in path.parts or path.stem == "inventory" else AVOID | AVOID_IN_OUR_WORDS
    assert [found for text in texts if (found := _said(path.stem, text, avoid))] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_says_it(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [
        found for part in re.split(r"\n\n|\n(?=[-|] )", text) if (found := _said(path.stem, plain(part)))
    ] == []


def test_no_sentence_of_the_library_says_it():
    assert [found for where, text in _library() if (found := _said(where, text))] == []


def _library() -> list[tuple[str, str]]:
    """Every text of several words in the package that is not a docstring."""
    found = []
    for path in sorted((ROOT / "nextgen_helpers").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        found += [
            (f"{path.stem}:{node.lineno}", node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
            if len(re.findall(r"[A-Za-z']+", node.value)) > _A_FEW
        ]
    return found


def _said(where: str, text: str, avoid: dict[str, str] = AVOID | AVOID_IN_OUR_WORDS) -> str:
    words = " ".join(text.split())
    for pattern, better in avoid.items():
        if found := re.search(pattern, words, re.IGNORECASE):
            return f'{where}: "{words[max(0, found.start() - 30) : found.end() + 30]}"; say: {better}'
    return ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Luis asks the state agency until May 2",
        "Who of you would give",
        "a quick one, for the own plant",
        "What it does not say.",
        "Tick what you have seen",
        "all lights at once",
        "where our ratings lay far apart",
        "the people whom you serve",
        "a list of what was mended",
    ],
)
def test_what_is_avoided_is_found(sentence):
    assert _said("", sentence)
