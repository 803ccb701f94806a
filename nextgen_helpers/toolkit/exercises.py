"""What can be answered: one frozen model an exercise, which checks a value before it is stored."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "EMPLOYER_JOURNEY",
    "OUTREACH",
    "OUTREACH_SCENARIOS",
    "PURPOSES",
    "Change",
    "EmployerJourney",
    "Knock",
    "Outreach",
    "Scenario",
    "Scenarios",
    "Table",
    "checks",
]

OUTREACH: Final = "many_tables_many_knocks"
OUTREACH_SCENARIOS: Final = "outreach_alternatives"
EMPLOYER_JOURNEY: Final = "employer_journey"

Purpose = Literal["business service", "job development", "advice", "survey", "sponsorship"]
PURPOSES: Final[tuple[Purpose, ...]] = (
    "business service",
    "job development",
    "advice",
    "survey",
    "sponsorship",
)

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Table(_Model):
    """A table: a meeting or group at which employers are asked to sit.

    Parameters
    ----------
    name : what it is called.
    convener : the organization that calls it.
    sector : which industry it is about; empty where it is about several.
    purpose : what for.
    members : organizations and employers who sit there.
    meetings_a_year : how often it meets.
    serves_employers : how well it serves employers, 1 (badly) to 5 (very well); None where not rated.
    """

    name: Name
    convener: Name
    sector: Line = ""
    purpose: Line = ""
    members: tuple[Name, ...] = ()
    meetings_a_year: Annotated[StrictInt, Field(ge=0, le=366)] | None = None
    serves_employers: Annotated[StrictInt, Field(ge=1, le=5)] | None = None


class Knock(_Model):
    """A knock: one organization's person who comes to an employer's door, again and again.

    Parameters
    ----------
    organization : who knocks.
    employer : at whose door: an employer, or a segment such as ``small manufacturers``.
    purpose : one of :data:`PURPOSES`.
    program, position : on whose behalf, and in which job.
    contacts_a_year : how often.
    """

    organization: Name
    employer: Name
    purpose: Purpose
    program: Line = ""
    position: Line = ""
    contacts_a_year: Annotated[StrictInt, Field(ge=0, le=10_000)] = 1


class Outreach(_Model):
    """Who sits at which tables, and who knocks on whose door.

    Parameters
    ----------
    tables, knocks : as mapped by the team.
    organizations : partners, also those without a knock or a table: an isolated partner is a finding.
    employers : employers or segments that matter, also those that nobody reaches.
    fatigue_threshold : from how many contacts a year on an employer is likely to be tired; set by the team.
    """

    tables: tuple[Table, ...] = ()
    knocks: tuple[Knock, ...] = ()
    organizations: tuple[Name, ...] = ()
    employers: tuple[Name, ...] = ()
    fatigue_threshold: Annotated[StrictInt, Field(ge=1, le=1000)] = 6


class Change(_Model):
    """One change in a picture of the outreach.

    Parameters
    ----------
    action : ``add``, ``remove`` or ``set contacts``.
    knock : the knock that is added, removed (matched by organization, employer and purpose) or changed.
    table : the table that is added, or removed (matched by its name).
    why : the reason.
    """

    action: Literal["add", "remove", "set contacts"]
    knock: Knock | None = None
    table: Table | None = None
    why: Text = ""


class Scenario(_Model):
    """A picture of what could be: changes to what is.

    Parameters
    ----------
    name : what it is called.
    changes : in the order in which they are made.
    note : what the team says of it.
    """

    name: Name
    changes: tuple[Change, ...] = ()
    note: Text = ""


class Scenarios(_Model):
    """The ideal, and the real alternative that the team can begin with.

    Parameters
    ----------
    ideal, real : the two pictures.
    """

    ideal: Scenario = Scenario(name="The ideal")
    real: Scenario = Scenario(name="The real alternative")


class EmployerJourney(_Model):
    """What an employer goes through with the region's organizations, step by step.

    Parameters
    ----------
    employer : whose journey.
    steps : what happens, one after the other.
    feelings : what the employer will feel about it.
    """

    employer: Name
    steps: tuple[Line, ...] = ()
    feelings: Text = ""


_MODELS: Final[dict[str, type[_Model]]] = {
    OUTREACH: Outreach,
    OUTREACH_SCENARIOS: Scenarios,
    EMPLOYER_JOURNEY: EmployerJourney,
}


@cache
def checks() -> Mapping[str, Callable[[Any], Any]]:
    """Give for every exercise the check that a workspace makes before it stores an answer.

    Returns
    -------
    Exercise id -> function from a value to its stored form; it raises ``ValueError`` where the value does
    not fit.

    Examples
    --------
    >>> checks()[OUTREACH]({"tables": [], "knocks": []})["fatigue_threshold"]
    6
    """
    return {exercise_id: _check(model) for exercise_id, model in _MODELS.items()}


def _check(model: type[_Model]) -> Callable[[Any], Any]:
    def checked(value: Any) -> Any:
        found = value if isinstance(value, model) else model.model_validate(value)
        return found.model_dump(mode="json")

    return checked
