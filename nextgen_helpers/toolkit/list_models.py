"""Lists of the toolkit: metrics, words, groups of partners, and places where the source contradicts itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from nextgen_helpers.toolkit.entries import (
    Content,
    InventoryId,
    Order,
    Slug,
    Statement,
    Text,
    find_entry,
    refuse_disorder,
    refuse_repeated,
    refuse_repeated_items,
    refuse_unknown,
)


class MetricCategory(Content):
    """For whom a metric shows an effect."""

    id: Slug
    order: Order
    title: Text
    text: Text


class Metric(Content):
    """Something to count; ``direction`` says which way is better, ``collect`` how to come by it."""

    id: InventoryId
    category: Slug
    kind: Literal["process", "impact"]
    name: Text
    text: Text
    unit: Text
    direction: Literal["up", "down"]
    collect: Text
    rhythm: Literal["monthly", "quarterly", "yearly"]

    @property
    def key(self) -> str:
        """Its id as teams' answers keep it: ``met_bp_1``."""
        return self.id.lower().replace("-", "_")


class Metrics(Content):
    """The metrics; ``ours`` names the fields that no source gives."""

    source: Text
    reading: Statement
    ours: tuple[Literal["unit", "direction", "collect", "rhythm"], ...]
    categories: tuple[MetricCategory, ...]
    metrics: tuple[Metric, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated(self.categories)
        refuse_repeated_items(self)
        refuse_disorder(self.categories)
        known = [category.id for category in self.categories]
        for metric in self.metrics:
            refuse_unknown(metric.id, "category", [metric.category], known)
        there = {(metric.category, metric.kind) for metric in self.metrics}
        for category in known:
            if not {(category, "process"), (category, "impact")} <= there:
                raise ValueError(f'entry "{category}": it needs a metric of each kind, process and impact.')
        return self


class Term(Content):
    """A word that we use, its other names, and what it means; ``ours`` where no source defines it."""

    id: Slug
    term: Text
    aliases: tuple[Text, ...] = ()
    text: Text
    inventory: tuple[InventoryId, ...] = ()
    see: tuple[Slug, ...] = ()
    ours: StrictBool = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.ours == bool(self.inventory):
            raise ValueError("a term is either ours or has inventory ids.")
        return self


class StakeholderGroup(Content):
    """A kind of partner for which people speak."""

    id: Slug
    title: Text
    examples: str = ""  # who else is meant, for the form
    also: tuple[Text, ...] = ()  # other names of it
    holds: tuple[Text, ...] = ()  # words that say it inside a longer name, as its title does


class StakeholderGroups(Content):
    """The list of groups, and the one for all others."""

    groups: Annotated[tuple[StakeholderGroup, ...], Field(min_length=2)]
    other: StakeholderGroup

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated((*self.groups, self.other))
        names = Counter(
            name
            for group in (*self.groups, self.other)
            for name in {text.casefold() for text in (group.title, *group.also, *group.holds)}
        )
        for name, count in names.items():
            if count > 1:
                raise ValueError(f'the name "{name}" is used more than once.')
        return self


class Glossary(Content):
    """The words that notebooks and reports use."""

    source: Text
    terms: tuple[Term, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated(self.terms)
        names = Counter(name.lower() for term in self.terms for name in (term.term, *term.aliases))
        for term in self.terms:
            for name in (term.term, *term.aliases):
                if names[name.lower()] > 1:
                    raise ValueError(f'entry "{term.id}": the name "{name}" is used more than once.')
            refuse_unknown(term.id, "other term", term.see, {other.id for other in self.terms} - {term.id})
        return self

    def term(self, name: str) -> Term:
        """Look a term up by its id, its name or another name for it."""
        wanted = " ".join(name.lower().split())
        for term in self.terms:
            if wanted in {term.id, term.term.lower(), *(alias.lower() for alias in term.aliases)}:
                return term
        return find_entry(self.terms, name, "term")

    def used_in(self, text: str) -> tuple[Term, ...]:
        """Give the terms that a text uses, by their own name or another one for them, in the order of the list."""
        words = " ".join(text.split())
        return tuple(
            term
            for term in self.terms
            if any(
                re.search(rf"\b{re.escape(name)}(?:s|es)?\b", words, re.IGNORECASE)
                for name in (term.term, *term.aliases)
            )
        )


class Inconsistency(Content):
    """Where the source contradicts itself: what it says, what we do, and what we tell the reader."""

    id: InventoryId
    title: Text
    source_says: Text
    we_do: Text
    reader: Text


class Inconsistencies(Content):
    """All places where the source contradicts itself."""

    source: Text
    inconsistencies: tuple[Inconsistency, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated(self.inconsistencies)
        return self

    def inconsistency(self, item_id: str) -> Inconsistency:
        """Look one up by its id."""
        return find_entry(self.inconsistencies, item_id, "inconsistency")


class QuickQuestion(Content):
    """A question with one right answer; ``right`` names a choice, ``because`` says why in a sentence."""

    id: Slug
    text: Text
    choices: Annotated[dict[Slug, Text], Field(min_length=2)]
    right: Slug
    because: Text

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_unknown(self.id, "choice", [self.right], self.choices)
        return self


class PlaceQuestions(Content):
    """The questions at the end of a lesson."""

    place: Slug
    questions: Annotated[tuple[QuickQuestion, ...], Field(min_length=3, max_length=5)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated(self.questions)
        return self


class QuickChecks(Content):
    """What people can check of themselves, lesson by lesson (ours)."""

    places: tuple[PlaceQuestions, ...]

    def of(self, place: str) -> tuple[QuickQuestion, ...]:
        """Give the questions of a step, module or other place; none where it has none."""
        return next((item.questions for item in self.places if item.place == place), ())
