"""Invented examples for teaching, from ``data/toolkit/examples.yaml``, checked and frozen.

No name in them is that of a real organization, employer or person; where they are shown, it has to be said.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit import rubric
from nextgen_helpers.toolkit.exercises import Outreach, Scenario  # noqa: TC001  (pydantic reads them)
from nextgen_helpers.toolkit.outreach_alternatives import apply_scenario
from nextgen_helpers.toolkit.shipped import load_shipped

if TYPE_CHECKING:
    import pandas as pd

_FILE: Final = "data/toolkit/examples.yaml"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OutreachExample(_Model):
    """An invented region's tables and knocks, with two alternatives.

    Parameters
    ----------
    title, text : what it is, for those who see it.
    today : who knocks on whose door, and who sits at which table.
    ideal, real : changes to it, which apply without complaint.
    """

    title: Text
    text: Text
    today: Outreach
    ideal: Scenario
    real: Scenario

    @model_validator(mode="after")
    def _check(self) -> Self:
        for scenario in (self.ideal, self.real):
            try:
                apply_scenario(self.today, scenario)
            except UserError as error:
                raise ValueError(f"{scenario.name}: {error}") from error
        return self

    @property
    def alternatives(self) -> tuple[tuple[str, Outreach], ...]:
        """Name and picture of the ideal and of the real alternative."""
        return tuple((item.name, apply_scenario(self.today, item)) for item in (self.ideal, self.real))


class _Person(_Model):
    respondent: Text
    stakeholder_group: Text
    scores: dict[str, int]


_People = Annotated[tuple[_Person, ...], Field(min_length=1)]


class RubricExample(_Model):
    """An invented team's ratings in two years.

    Parameters
    ----------
    title, text : what it is, for those who see it.
    last_year_date, this_year_date : when they rated, as it is said.
    last_year_answers, this_year_answers : who rated what.
    """

    title: Text
    text: Text
    last_year_date: Text
    this_year_date: Text
    last_year_answers: _People = Field(alias="last_year")
    this_year_answers: _People = Field(alias="this_year")

    @model_validator(mode="after")
    def _check(self) -> Self:
        try:
            for answers in (self.last_year_answers, self.this_year_answers):
                _table(answers)
        except UserError as error:
            raise ValueError(str(error)) from error
        return self

    @property
    def last_year(self) -> pd.DataFrame:
        """Ratings as :func:`nextgen_helpers.toolkit.rubric.ratings_table` gives them."""
        return _table(self.last_year_answers)

    @property
    def this_year(self) -> pd.DataFrame:
        """Ratings as :func:`nextgen_helpers.toolkit.rubric.ratings_table` gives them."""
        return _table(self.this_year_answers)


class _Examples(_Model):
    outreach: OutreachExample
    rubric: RubricExample


def outreach_example() -> OutreachExample:
    """Give the invented region's tables and knocks, with the ideal and the real alternative.

    Examples
    --------
    >>> outreach_example().ideal.name
    'The ideal'
    """
    return _load().outreach


def rubric_example() -> RubricExample:
    """Give the invented team's ratings, this year's and last year's.

    Examples
    --------
    >>> rubric.summarize(rubric_example().this_year)["n"].tolist()
    [12, 12, 12]
    """
    return _load().rubric


def _table(answers: tuple[_Person, ...]) -> pd.DataFrame:
    return rubric.ratings_table([person.model_dump() for person in answers])


@cache
def _load() -> _Examples:
    return load_shipped(_FILE, _Examples)
