"""For whom the numbers are, and ways to tell what they mean: content of ``data/toolkit/storytelling.yaml``.

The toolkit names four audiences and a list of 25 ways that it does not print; the words here are ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.entries import Content, InventoryId, Slug, Text, refuse_unknown
from nextgen_helpers.toolkit.metrics.board import BoardMetric, number_words
from nextgen_helpers.toolkit.shipped import load_shipped
from nextgen_helpers.words import day_words

_BLANKS: Final = {"region", "sector", "metric", "value", "change", "person"}


class Audience(Content):
    """People who want to know what came of their effort."""

    # id, label: who they are
    id: Slug
    label: Text
    asks: Text  # what they would ask, in their words
    cares: Annotated[tuple[InventoryId, ...], Field(min_length=1)]  # metrics that they look at first
    leads: dict[Slug, Text]  # category -> the words before its metrics, in the order in which they are shown
    close: Text  # how to end


class _Prompt(Content):
    id: Slug
    audience: Slug
    channel: Text
    text: Text

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_unknown(self.id, "blank", re.findall(r"\{(\w*)\}", self.text), _BLANKS)
        return self


class _Storytelling(Content):
    audiences: tuple[Audience, ...]
    prompts: tuple[_Prompt, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        categories = {item.id for item in content.metrics().categories}
        for item in self.audiences:
            refuse_unknown(item.id, "metric", item.cares, {metric.id for metric in content.metrics().metrics})
            if set(item.leads) != categories:
                raise ValueError(f'entry "{item.id}": each category needs one lead.')
        for prompt in self.prompts:
            refuse_unknown(
                prompt.id, "audience", [prompt.audience], [*(item.id for item in self.audiences), "all"]
            )
        return self


@dataclass(frozen=True, slots=True)
class Told:
    """A prompt with the team's own words in it."""

    audience: str  # label of the audience; ``Everybody`` where it is for all
    channel: str  # where or how it is told
    text: str  # what to do; what the team has not said yet stands in square brackets


@cache
def _load() -> _Storytelling:
    return load_shipped("data/toolkit/storytelling.yaml", _Storytelling)


def audiences() -> tuple[Audience, ...]:
    """Give the four audiences, in order.

    >>> [item.id for item in audiences()]
    ['business', 'partners', 'investors', 'officials']
    """
    return _load().audiences


def audience(audience_id: str) -> Audience:
    """Look an audience up."""
    known = {item.id: item for item in audiences()}
    if audience_id not in known:
        raise UserError(f'There is no audience "{audience_id}"; there are: {", ".join(known)}.')
    return known[audience_id]


def prompts(audience_id: str | None = None) -> tuple[_Prompt, ...]:
    """Give the prompts for an audience with those for everybody; by default all."""
    return tuple(
        item for item in _load().prompts if audience_id in (None, item.audience) or item.audience == "all"
    )


def for_audience(metrics: Sequence[BoardMetric], who: Audience) -> dict[str, tuple[BoardMetric, ...]]:
    """Choose what an audience sees: what the team marked for it or for all, else what such people look at first.

    Gives category -> metrics, in the audience's order of categories; empty categories are left out. A metric of the
    team's own that names no audience is shown to all, under its category; without one, under the first.
    """
    keys = {item.id: item.key for item in content.metrics().metrics}
    cares = [keys[name] for name in who.cares]
    chosen = [
        item
        for item in metrics
        if item.audience in (who.id, "all")
        or (not item.audience and (item.key in cares or item.key not in keys.values()))
    ]
    order = {key: place for place, key in enumerate(cares)}
    chosen.sort(key=lambda item: order.get(item.key, len(order)))
    first = next(iter(who.leads))
    found = {
        category: tuple(item for item in chosen if (item.category or first) == category)
        for category in who.leads
    }
    return {category: items for category, items in found.items() if items}


def change_words(item: BoardMetric, today: date) -> str:
    """Say the change since the baseline; empty where there is none to say.

    >>> from datetime import date
    >>> from nextgen_helpers.toolkit.metrics.board import BoardMetric, Reading
    >>> days = BoardMetric("m", "Days", "", "", "days", "down", baseline=80, readings=(Reading(date(2027, 1, 1), 60),))
    >>> change_words(days, date(2027, 2, 1))
    '20 days less than at first (25% less)'
    """
    change, percent = item.change(today), item.change_percent(today)
    if change is None:
        return ""
    if change == 0:
        return "the same as at first"
    words = number_words(abs(change), item.unit)
    if item.in_percent:
        words = f"{number_words(abs(change))} {'point' if abs(change) == 1 else 'points'}"
    word = "more" if change > 0 else "less"
    share = f" ({abs(percent):.0f}% {word})" if percent is not None and abs(percent) >= 1 else ""
    return f"{words} {word} than at first{share}"


def metric_sentence(item: BoardMetric, today: date) -> str:
    """Say a metric in one or two sentences; what is missing is said."""
    latest = item.latest(today)
    target, begun = "", "no value yet."
    if item.target is not None:
        by = f" by {day_words(item.target_by)}" if item.target_by else ""
        target = f" The aim is {number_words(item.target, item.unit)}{by}."
    if item.baseline is not None:
        begun = f"we began with {number_words(item.baseline, item.unit)}; nothing was read since."
    source = f" Source: {item.source}." if item.source else ""
    if latest is None:
        return f"{item.name}: {begun}{target}{source}"
    change = change_words(item, today)
    since = f", {change}" if change else "; what it was at first is not known"
    reached = " It is reached." if item.status(today) == "reached" else ""
    value = number_words(latest.value, item.unit)
    return f"{item.name}: {value} ({day_words(latest.day)}){since}.{target}{reached}{source}"


def told_prompts(
    metrics: Sequence[BoardMetric], names: Mapping[str, str], today: date, audience_id: str | None = None
) -> tuple[Told, ...]:
    """Fill the prompts with what the team has: its metrics in turn, its person, its sector.

    names : ``region``, ``sector`` and ``person``; an empty one is a gap.
    audience_id : only prompts for this audience and for everybody; by default all.
    """
    labels = {item.id: item.label for item in audiences()}
    with_value = [item for item in metrics if item.latest(today) is not None] or list(metrics)
    turn = dict.fromkeys([*labels, "all"], 0)
    found = []
    for prompt in prompts(audience_id):
        suited = with_value
        if prompt.audience != "all":
            by_category = for_audience(with_value, audience(prompt.audience))
            suited = [item for items in by_category.values() for item in items] or with_value
        item = suited[turn[prompt.audience] % len(suited)] if suited else None
        turn[prompt.audience] += "{metric}" in prompt.text
        latest = item.latest(today) if item else None
        words = {
            "region": names.get("region") or "[region]",
            "sector": names.get("sector") or "[sector]",
            "person": names.get("person") or "[a person who agrees]",
            "metric": item.name if item else "[metric]",
            "value": number_words(latest.value, item.unit) if item and latest else "[newest value]",
            "change": (change_words(item, today) if item else "") or "[change since the baseline]",
        }
        text = re.sub(r"\{(\w+)\}", lambda match, words=words: words[match[1]], prompt.text)  # type: ignore[misc]
        found.append(Told(labels.get(prompt.audience, "Everybody"), prompt.channel, text))
    return tuple(found)
