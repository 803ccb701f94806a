"""Findings as a list: what is in order, what deserves a second look, what is open."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nextgen_helpers.charts.shown import Listed
from nextgen_helpers.toolkit.findings import Finding, State
from nextgen_helpers.words import plural, those

#: Sign and word of each state: never color alone.
_SIGNS: Final[dict[State, tuple[str, str]]] = {
    "good": ("✓", "In order"),
    "look": ("▲", "Look again"),
    "open": ("○", "Open"),
}


@dataclass(frozen=True, slots=True)
class FindingList(Listed):
    """Findings with a heading that counts them."""

    title: str  # what they are about
    findings: tuple[Finding, ...]  # in order
    note: str = ""  # what a reader has to know; empty where nothing

    def heading(self) -> str:
        """Say how many findings deserve a look."""
        look = sum(finding.state == "look" for finding in self.findings)
        still = sum(finding.state == "open" for finding in self.findings)
        told = those(look and f"{look} to look at again", still and f"{still} open")
        return f"{self.title}: {' and '.join(told) or 'all in order'}"

    def html(self) -> str:
        """Write them as a list; what people typed stays text. Whose rules they are is said once."""
        ours = [item for item in self.findings if item.ours]
        mark = "" if len(ours) == len(self.findings) else " *"
        if len(ours) == 1:
            mark = " <em>(our rule)</em>"
        items = "".join(
            f'<li><span class="ng-state ng-{item.state}">{_SIGNS[item.state][0]} {_SIGNS[item.state][1]}</span> '
            f"{html.escape(item.text)}{mark if item.ours else ''}</li>"
            for item in self.findings
        )
        note = f'<p class="ng-subtitle">{html.escape(self.note)}</p>' if self.note else ""
        below = ""
        if len(ours) > 1:
            whose = "* These are our rules" if mark else "All of these are our rules"
            below = f'<p class="ng-subtitle">{whose}; the toolkit does not have them.</p>'
        return (
            f'<section class="mathjax_ignore ng-chart ng-findings"><h3>{html.escape(self.heading())}</h3>'
            f"{note}<ul>{items}</ul>{below}</section>"
        )

    def text(self) -> str:
        """Say them in plain text."""
        return " ".join([f"{self.heading()}.", *(item.text for item in self.findings)])

    def __repr__(self) -> str:
        return f"FindingList({self.heading()!r}: {plural(len(self.findings), 'finding')})"


def finding_list(title: str, findings: Sequence[Finding], note: str = "") -> FindingList:
    """Put findings into a list with a heading."""
    return FindingList(title, tuple(findings), note)
