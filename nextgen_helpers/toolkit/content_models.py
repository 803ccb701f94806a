"""The shape of the toolkit's content: one frozen model for each kind of entry in ``data/toolkit``.

What a source does not say is marked ``ours``. A model refuses what is wrong inside its own file; references from file to
file are checked where the files are loaded, in :mod:`nextgen_helpers.toolkit.content`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator

from nextgen_helpers.toolkit.entries import (
    Content,
    InventoryId,
    Notebook,
    Order,
    Rating,
    Side,
    Slug,
    Statement,
    Text,
    find_entry,
    refuse_disorder,
    refuse_repeated,
    refuse_repeated_items,
    refuse_unknown,
)

_HIGHEST = 10


class Document(Content):
    """A source: its id and its title with publisher and year."""

    id: Slug
    title: Text


class InventoryItem(Content):
    """One item of a source: its kind, its place, how a notebook treats it, and which notebook must.

    ``notebooks`` gives how the names of notebooks begin; where there are two, one of them has to cover the
    item. ``text`` is None where an entry of another file says it; ``content.wording`` gives the words.
    """

    id: InventoryId
    kind: Slug
    document: Slug
    where: Text
    mode: Literal["taught", "exercised", "computed", "cited", "flagged"]
    notebooks: Annotated[tuple[Notebook, ...], Field(min_length=1)]
    text: Text | None = None


class Inventory(Content):
    """Every item of the source documents."""

    documents: tuple[Document, ...]
    items: tuple[InventoryItem, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated(self.documents)
        refuse_repeated(self.items)
        known = {document.id for document in self.documents}
        for item in self.items:
            refuse_unknown(item.id, "document", [item.document], known)
        return self

    def item(self, item_id: str) -> InventoryItem:
        """Look an item up by its id."""
        return find_entry(self.items, item_id, "item of the inventory")


class Dimension(Content):
    """What is rated: industry engagement, regional coordination, or career pathways."""

    id: Slug
    inventory: InventoryId
    order: Order
    title: Text
    text: Text


class Level(Content):
    """A band of ratings, from ``lowest`` to ``highest``, on the low or the high side of the rubric."""

    id: Slug
    inventory: InventoryId
    order: Order
    title: Text
    lowest: Rating
    highest: Rating
    side: Side
    summary: Statement


class Indicator(Content):
    """A sign of a level in a dimension; ``same_as`` names indicators that say nearly the same."""

    id: InventoryId
    dimension: Slug
    level: Slug
    text: Text
    same_as: tuple[InventoryId, ...] = ()


class Start(Content):
    """A step or module to begin with; ``ours`` where the toolkit does not name it."""

    place: Slug
    ours: StrictBool = False


class Advice(Content):
    """What to do when a dimension is on one side of the rubric, and the note that a reader needs."""

    id: InventoryId
    dimension: Slug
    side: Side
    start_with: Annotated[tuple[Start, ...], Field(min_length=1)]
    text: Text
    note: Text | None = None
    inconsistencies: tuple[InventoryId, ...] = ()


class OwnRule(Content):
    """A rule that the toolkit lacks and that we made."""

    id: InventoryId
    ours: Literal[True]
    text: Text


class Waits(Content):
    """Places that wait while a dimension is low, and until when."""

    dimension: Slug
    places: tuple[Slug, ...]
    when: Text


class MixedRule(OwnRule):
    """Our rule for different ratings: in which order low dimensions come, and what waits."""

    order: tuple[Slug, ...]
    waits: Waits


class NextStep(Content):
    """One thing to do next, for a dimension at a level (ours)."""

    dimension: Slug
    level: Slug
    text: Text


class Reflection(Content):
    """A question to think about beside an advice, with the tools that help."""

    id: InventoryId
    rule: InventoryId
    text: Text
    tools: tuple[InventoryId, ...] = ()


class Rubric(Content):
    """The self-assessment: dimensions, levels, indicators, and what to do next."""

    title: Text
    source: Text
    introduction: Statement
    dimensions: tuple[Dimension, ...]
    levels: tuple[Level, ...]
    indicators: tuple[Indicator, ...]
    reading: Statement
    rules: tuple[Advice, ...]
    mixed: MixedRule
    next_steps: tuple[NextStep, ...]
    between_levels: OwnRule
    questions: tuple[Reflection, ...]

    def seen(self, dimension: str, ticked: Container[str]) -> list[Indicator]:
        """Give the indicators of a dimension that were ticked, in order."""
        return [item for item in self.indicators if item.dimension == dimension and item.id in ticked]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated(self.dimensions)
        refuse_repeated(self.levels)
        refuse_repeated_items(self)
        refuse_disorder(self.dimensions)
        refuse_disorder(self.levels)
        self._check_bands()
        self._check_indicators()
        self._check_rules()
        return self

    def _check_bands(self) -> None:
        expected = 1
        for level in self.levels:
            if level.lowest != expected or level.highest < level.lowest:
                raise ValueError(
                    f'entry "{level.id}": its band is {level.lowest} to {level.highest}, but it has to begin '
                    f"with {expected}; the bands must hold each rating from 1 to {_HIGHEST} exactly once."
                )
            expected = level.highest + 1
        if expected != _HIGHEST + 1:
            raise ValueError(f"the bands end with {expected - 1}; the last one has to end with {_HIGHEST}.")

    def _check_indicators(self) -> None:
        dimensions = [dimension.id for dimension in self.dimensions]
        levels = [level.id for level in self.levels]
        same = {indicator.id: indicator.same_as for indicator in self.indicators}
        for indicator in self.indicators:
            refuse_unknown(indicator.id, "dimension", [indicator.dimension], dimensions)
            refuse_unknown(indicator.id, "level", [indicator.level], levels)
            refuse_unknown(indicator.id, "indicator", indicator.same_as, set(same) - {indicator.id})
            for other in indicator.same_as:
                if indicator.id not in same[other]:
                    raise ValueError(
                        f'entry "{other}", field "same_as": "{indicator.id}" names it, '
                        f'so it has to name "{indicator.id}".'
                    )
        places = [(dimensions.index(item.dimension), levels.index(item.level)) for item in self.indicators]
        for before, after, indicator in zip(places, places[1:], self.indicators[1:], strict=False):
            if after < before:
                raise ValueError(f'entry "{indicator.id}" is out of order; sort by dimension, then by level.')
        for dimension_number, dimension in enumerate(dimensions):
            for level_number, level in enumerate(levels):
                if (dimension_number, level_number) not in places:
                    raise ValueError(f'entry "{dimension}": there is no indicator for the level "{level}".')

    def _check_rules(self) -> None:
        dimensions = [dimension.id for dimension in self.dimensions]
        sides = Counter((rule.dimension, str(rule.side)) for rule in self.rules)
        for rule in self.rules:
            refuse_unknown(rule.id, "dimension", [rule.dimension], dimensions)
        for dimension in dimensions:
            for side in ("low", "high"):
                if sides[dimension, side] != 1:
                    raise ValueError(f'entry "{dimension}": it needs one rule for the side "{side}".')
        refuse_unknown(self.mixed.id, "dimension", [self.mixed.waits.dimension], dimensions)
        if sorted(self.mixed.order) != sorted(dimensions):
            raise ValueError(f'entry "{self.mixed.id}": its order has to name each dimension once.')
        cells = [(dimension, level.id) for dimension in dimensions for level in self.levels]
        if sorted((item.dimension, item.level) for item in self.next_steps) != sorted(cells):
            raise ValueError('the field "next_steps" needs one thing to do for each dimension and level.')
        for question in self.questions:
            refuse_unknown(question.id, "rule", [question.rule], [rule.id for rule in self.rules])


class Substep(Content):
    """A part of a step, numbered ``3.1`` so that nobody takes it for one of the six steps."""

    id: InventoryId
    number: Annotated[str, StringConstraints(pattern=r"^\d\.\d$")]
    title: Text
    text: Text
    criteria: tuple[Statement, ...] = ()


class Role(Content):
    """A group of people with duties of its own."""

    id: InventoryId
    title: Text
    text: Text


class Step(Content):
    """One of the six steps; ``result`` (ours) is what a team has at the end."""

    id: Slug
    order: Order
    title: Text
    notebook: Notebook
    text: Text
    result: Text
    inventory: tuple[InventoryId, ...] = ()
    criteria: tuple[Statement, ...] = ()
    substeps: tuple[Substep, ...] = ()
    roles: tuple[Role, ...] = ()
    tools: tuple[InventoryId, ...] = ()


class Module(Content):
    """One of the five modules."""

    id: Slug
    order: Order
    title: Text
    notebook: Notebook
    text: Text
    inventory: tuple[InventoryId, ...] = ()
    steps: tuple[Slug, ...] = ()
    tools: tuple[InventoryId, ...] = ()


class PhaseItem(Content):
    """Something to do in a phase; ``inferred`` where its place in the source had to be guessed."""

    id: InventoryId
    text: Text
    inferred: StrictBool = False


class Phase(Content):
    """A phase of the life cycle, with the steps that belong to it."""

    id: Slug
    inventory: InventoryId
    order: Order
    title: Text
    text: Text
    steps: Annotated[tuple[Slug, ...], Field(min_length=1)]
    items: tuple[PhaseItem, ...]


class Alias(Content):
    """Another name that the toolkit uses for a step, module or phase."""

    name: Text
    means: Slug
    inventory: InventoryId


class OtherPlace(Content):
    """A notebook that is no step and no module, to which sheets and closing questions belong."""

    id: Slug
    title: Text
    short: Text  # its name where there is little room, as in a column of a table
    notebook: Notebook


class Steps(Content):
    """The steps, the modules, the phases, and how they belong together."""

    source: Text
    steps: tuple[Step, ...]
    modules: tuple[Module, ...]
    others: tuple[OtherPlace, ...]
    phases: tuple[Phase, ...]
    aliases: tuple[Alias, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse_repeated((*self.steps, *self.modules, *self.others, *self.phases))
        refuse_repeated_items(self)
        for entries in (self.steps, self.modules, self.phases):
            refuse_disorder(entries)
        steps = [step.id for step in self.steps]
        spanning: tuple[Module | Phase, ...] = (*self.modules, *self.phases)
        for entry in spanning:
            refuse_unknown(entry.id, "step", entry.steps, steps)
        told = Counter(step for phase in self.phases for step in phase.steps)
        for step in steps:
            if told[step] != 1:
                raise ValueError(f'entry "{step}" stands in {told[step]} phases; it has to stand in one.')
        for step_entry in self.steps:
            for number, substep in enumerate(step_entry.substeps, start=1):
                if substep.number != f"{step_entry.order}.{number}":
                    raise ValueError(
                        f'entry "{substep.id}" has number {substep.number}, '
                        f"but {step_entry.order}.{number} comes next."
                    )
        known = [*steps, *(entry.id for entry in spanning)]
        for alias in self.aliases:
            refuse_unknown(alias.name, "step, module or phase", [alias.means], known)
        return self

    @property
    def places(self) -> tuple[Step | Module, ...]:
        """Steps, then modules."""
        return (*self.steps, *self.modules)

    @property
    def everywhere(self) -> dict[str, Step | Module | OtherPlace]:
        """All places by id: steps, modules, and what is neither."""
        return {place.id: place for place in (*self.places, *self.others)}

    @property
    def crosswalk(self) -> tuple[tuple[Phase, Step], ...]:
        """Pairs of phase and step, in order."""
        by_id = {step.id: step for step in self.steps}
        return tuple((phase, by_id[step]) for phase in self.phases for step in phase.steps)

    def place(self, place_id: str) -> Step | Module:
        """Look a step or a module up by its id."""
        return find_entry(self.places, place_id, "step or module")
