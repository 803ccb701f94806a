"""Words that a workforce professional in Texas would not say, and what to say instead."""

from __future__ import annotations

import re

import pytest
import yaml
from test_spelling import CONTENT, NOTEBOOKS, prose, strings

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
}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_notebook_says_it(path):
    assert [found for name, text in prose(path) if (found := _said(name, text))] == []


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_no_content_says_it(path):
    texts = strings(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert [found for text in texts if (found := _said(path.stem, text))] == []


def _said(where: str, text: str) -> str:
    words = " ".join(text.split())
    for pattern, better in AVOID.items():
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
    ],
)
def test_what_is_avoided_is_found(sentence):
    assert _said("", sentence)
