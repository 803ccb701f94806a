"""What is drawn, with the words that stand around it: all that a drawing for paper or for the screen has to know."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final, Literal

from nextgen_helpers.charts.scene import Mark
from nextgen_helpers.errors import UserError

#: Plotly in JupyterLab; SVG in reports; Plotly in reports, with one script for all.
Output = Literal["screen", "paper", "shared-script"]
_MODES: Final[tuple[Output, ...]] = ("screen", "paper", "shared-script")


@dataclass(frozen=True)
class Picture:
    """A mark with its words."""

    name: str  # short, unique in a report; a valid anchor
    title: str  # the finding, one sentence
    subtitle: str  # what is shown, of which year, in which unit
    source: str  # agency, program, year; what is estimated
    mark: Mark | None = None  # what is drawn; None where there is nothing to draw, which the title then says
    alternative: str = "No chart."  # the picture in words, for those who cannot see it

    def drawn(self) -> Mark:
        """Give the mark; where there is none, the mistake says so."""
        if self.mark is None:
            raise UserError(f"There is nothing to draw: {self.title}")
        return self.mark


def output_mode() -> Output:
    """Give the way in which charts show themselves: the environment variable ``NEXTGEN_OUTPUT``."""
    mode = os.environ.get("NEXTGEN_OUTPUT", "screen")
    for known in _MODES:
        if mode == known:
            return known
    raise UserError(f'NEXTGEN_OUTPUT is "{mode}"; it can be: {", ".join(_MODES)}.')
