"""The curriculum itself: the path through it with its hours, the words that it uses, and finished texts to take words from."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from nextgen_helpers.charts.shown import Listed
from nextgen_helpers.toolkit import content, invented
from nextgen_helpers.toolkit.lessons import lesson_sections, lesson_title, lessons
from nextgen_helpers.toolkit.sheets import sheets
from nextgen_helpers.words import in_sentence

#: Parts of the path: what they are called, and how the numbers of their notebooks begin or are.
_PARTS: Final = (
    ("To the launch", ("01", "10", "11", "12", "13", "14")),
    ("After the launch", ("15", "16")),
    ("When you need it", ("20", "30", "40", "50", "60")),
)


def hours(minutes: int) -> str:
    """Write a length of time as people say it.

    >>> hours(45), hours(60), hours(150), hours(910)
    ('45 minutes', '1 hour', '2½ hours', '15 hours')
    """
    if minutes < 60:  # noqa: PLR2004
        return f"{minutes} minutes"
    halves = round(minutes / 30)
    whole = f"{halves // 2}{'½' * (halves % 2)}"
    return f"{whole} hour" if whole == "1" else f"{whole} hours"


class Definitions(Listed):
    """A list of names, each with what there is to say of it."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self.entries = tuple(entries)

    def html(self) -> str:
        """Write it as a list of definitions."""
        items = "".join(
            f"<dt>{html.escape(name)}</dt><dd>{html.escape(text)}</dd>" for name, text in self.entries
        )
        return f'<section class="mathjax_ignore ng-chart ng-answers"><dl>{items}</dl></section>'

    def text(self) -> str:
        """Say it in plain text."""
        return "\n".join(f"{name}: {text}" for name, text in self.entries)


class CurriculumPath(Definitions):
    """The lessons in order, each with its core and everything that is in it."""

    def __init__(self) -> None:
        stems = [stem for _, numbers in _PARTS for stem in lessons() if stem[:2] in numbers]
        super().__init__((lesson_title(stem), _hours_of(*_minutes(stem))) for stem in stems)

    def html(self) -> str:
        """Write it as three lists; a bar shows the core within the whole."""
        longest = max(sum(item.minutes for item in lesson_sections(stem)) for stem in lessons())
        parts = []
        for title, numbers in _PARTS:
            stems = [stem for stem in lessons() if stem[:2] in numbers]
            core, whole = (sum(times) for times in zip(*map(_minutes, stems), strict=True))
            items = "".join(_item(stem, longest) for stem in stems)
            parts.append(
                f"<h3>{html.escape(title)}: {hours(core)}</h3>"
                f'<p class="ng-subtitle">With everything in it: {hours(whole)}</p><ol class="ng-path">{items}</ol>'
            )
        return f'<section class="mathjax_ignore ng-chart">{"".join(parts)}</section>'


class SampleText(Listed):
    """A finished text of Invented Valley, folded until somebody wants to read it."""

    def __init__(self, sample_id: str) -> None:
        self._sample = invented.sample(sample_id)

    def html(self) -> str:
        """Write it; objections stand below with their answers."""
        found = self._sample
        parts = [html.escape(part.strip()).replace("\n", "<br>") for part in found.text.split("\n\n")]
        paragraphs = "".join(f"<p>{part}</p>" for part in parts)
        answers = "".join(
            f"<dt>{html.escape(item.says)}</dt><dd>{html.escape(item.answer)}</dd>"
            for item in found.objections
        )
        return (
            '<section class="mathjax_ignore ng-chart ng-answers"><details>'
            f"<summary>See a finished one: {html.escape(found.title)}</summary>"
            f'<p class="ng-subtitle">{html.escape(found.used_by)}. {html.escape(invented.SAID)}</p>{paragraphs}'
            f"{f'<dl>{answers}</dl>' if answers else ''}</details></section>"
        )

    def text(self) -> str:
        """Say it in plain text."""
        said = [f"{item.says} {item.answer}" for item in self._sample.objections]
        return "\n".join([self._sample.title, self._sample.text, *said])


def sample(sample_id: str) -> SampleText:
    """Show a finished text, such as ``invitation_letter``; :func:`nextgen_helpers.toolkit.invented.samples` lists them."""
    return SampleText(sample_id)


def curriculum_path() -> CurriculumPath:
    """Show the way through the lessons, with hours: the core, and beside it everything."""
    return CurriculumPath()


def glossary() -> Definitions:
    """Show the words that the notebooks use, in alphabetical order, with their other names and what they lead to."""
    known = {term.id: term.term for term in content.glossary().terms}
    entries = []
    for term in sorted(content.glossary().terms, key=lambda item: item.term.casefold()):
        also = f" (also: {', '.join(term.aliases)})" if term.aliases else ""
        see = f" See also: {', '.join(known[other] for other in term.see)}." if term.see else ""
        entries.append((f"{term.term}{also}", f"{term.text}{see}{' (ours)' if term.ours else ''}"))
    return Definitions(entries)


def toolkit_tools() -> Definitions:
    """Show the tools that the toolkit names: what each is for, and where it is here."""
    ours = {item.tool: item for item in sheets().values() if item.tool}
    titles = {stem.partition("_")[0]: lesson_title(stem) for stem in lessons()}
    entries = []
    for tool in content.worksheets().tools:
        lesson = titles[content.steps().everywhere[tool.place].notebook[:2]]
        made = ours.get(tool.id)
        where = f'Here: "{made.title}", {lesson}.' if made else f"Here: {lesson}."
        if tool.outside:
            where = f"Not made here; {lesson} says where it is."
        entries.append((tool.name, f"{tool.purpose} {where}"))
    return Definitions(entries)


def contradictions() -> Definitions:
    """Show where the sources contradict themselves, and what the notebooks do there."""
    return Definitions(
        (item.title, f"{item.source_says} {item.we_do} {item.reader}")
        for item in content.inconsistencies().inconsistencies
    )


def _hours_of(core: int, whole: int) -> str:
    return f"{hours(core)} (everything: {hours(whole)})"


def _minutes(stem: str) -> tuple[int, int]:
    found = lesson_sections(stem)
    return sum(item.minutes for item in found if item.core), sum(item.minutes for item in found)


def _item(stem: str, longest: int) -> str:
    core, whole = _minutes(stem)
    widths = f"--whole: {100 * whole / longest:.1f}%; --ratio: {core / whole:.3f}"
    more = "" if core == whole else f", with everything {hours(whole)}"
    # What a team holds in its hands at the end of a step.
    result = next((step.result for step in content.steps().steps if step.notebook[:2] == stem[:2]), "")
    ends = f"<p>You end with: {html.escape(in_sentence(result))}</p>" if result else ""
    return (
        f'<li><a href="{quote(stem)}.ipynb">{html.escape(lesson_title(stem))}</a> <span>{hours(core)}{more}</span>{ends}'
        f'<div class="ng-path-bar" aria-hidden="true" style="{widths}"></div></li>'
    )
