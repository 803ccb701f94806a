"""What can be answered: the models of the exercises whose shape does not come from the toolkit's text.

Each model checks a value before it is stored, and says how a form asks for it. Everything else is a sheet
(:mod:`nextgen_helpers.toolkit.sheets`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import Field, StrictInt, StringConstraints, field_validator, model_validator

from nextgen_helpers.errors import did_you_mean
from nextgen_helpers.people import ROUNDS
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.answer_types import AnswerModel, Asked, Line, Name, Text, Times, asked_fields

SELF_ASSESSMENT: Final = "self_assessment"
SELF_ASSESSMENT_SESSION: Final = "self_assessment_session"
SELF_ASSESSMENT_ROUND: Final = ROUNDS
OUTREACH: Final = "many_tables_many_knocks"
OUTREACH_SCENARIOS: Final = "outreach_alternatives"

Purpose = Literal[
    "business service",
    "job development",
    "work-based learning",
    "internships",
    "apprenticeships",
    "advice",
    "survey",
    "sponsorship",
]
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)
ChangeAction = Literal["drop knock", "set contacts", "add knock", "drop table", "add table"]
_Verb = Literal["add", "remove", "set contacts"]
_VERBS: Final[Mapping[ChangeAction, _Verb]] = {
    "drop knock": "remove",
    "set contacts": "set contacts",
    "add knock": "add",
    "drop table": "remove",
    "add table": "add",
}
_KNOCK_ACTIONS: Final = {verb: action for action, verb in _VERBS.items() if not action.endswith("table")}
_ACTION_CHOICES: Final = (
    ("drop knock", "No longer knock"),
    ("set contacts", "Knock more or less often"),
    ("add knock", "Knock anew"),
    ("drop table", "Give up a table"),
    ("add table", "Set up a table"),
)
#: A name that is not always needed; no longer than a name that is.
_MaybeName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
_PURPOSE_CHOICES: Final = tuple((purpose, purpose.capitalize()) for purpose in PURPOSES)


class SelfAssessment(AnswerModel):
    """One person's ratings, with what he or she has seen."""

    # dimension -> rating, a whole number from 1 to 10; a dimension that was not rated is left out
    scores: dict[str, Annotated[StrictInt, Field(ge=1, le=10)]] = Field(default_factory=dict)
    indicators: tuple[str, ...] = ()  # ids of the indicators that were seen
    evidence: dict[str, Text] = Field(default_factory=dict)  # dimension -> what the rating rests on

    @field_validator("scores", "evidence")
    @classmethod
    def _known_dimensions(cls, value: dict[str, object]) -> dict[str, object]:
        _refuse_unknown("dimension", value, [item.id for item in content.rubric().dimensions])
        return value

    @field_validator("indicators")
    @classmethod
    def _known_indicators(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        _refuse_unknown("indicator", value, [item.id for item in content.rubric().indicators])
        return tuple(dict.fromkeys(value))


def with_rating(
    rated: Mapping[str, Any], dimension: str, score: int | None, seen: Iterable[str], why: str
) -> dict[str, Any]:
    """Put a person's rating of one dimension among her others; what is None or empty is taken out of them."""
    own = {item.id for item in content.rubric().indicators if item.dimension == dimension}
    scores = {key: old for key, old in rated["scores"].items() if key != dimension}
    evidence = {key: old for key, old in rated["evidence"].items() if key != dimension}
    return {
        "scores": scores if score is None else {**scores, dimension: score},
        "indicators": [*(item for item in rated["indicators"] if item not in own), *seen],
        "evidence": {**evidence, dimension: why} if why else evidence,
    }


class Session(AnswerModel):
    """How a team looks at its ratings."""

    # how many will rate; None where that is open
    people: Annotated[
        Annotated[StrictInt, Field(ge=1, le=1_000)] | None,
        Asked(
            "How many people will rate?",
            "number",
            "Leave it empty if you do not know yet.",
            lowest=1,
            highest=1_000,
        ),
    ] = None
    # whether the results stay hidden until that many have rated every dimension
    shown: Annotated[
        Literal["at once", "when all have rated"],
        Asked(
            "When are the results shown?",
            "choice",
            "While they are hidden, the first ratings cannot sway those that follow.",
            choices=(
                ("at once", "As the ratings come in"),
                ("when all have rated", "When that many people have rated all dimensions"),
            ),
        ),
    ] = "at once"


class Round(AnswerModel):
    """A self-assessment that the team has closed, so that the next one can be compared with it."""

    title: Line = ""  # what the team calls it
    # ids of the answers that count in it; none where the team has taken the round back
    answers: tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")], ...] = ()


class Table(AnswerModel):
    """A table: a meeting or group at which employers are asked to sit."""

    name: Annotated[
        Name, Asked("Table", help="Board, council, forum, committee or association", suggest="tables")
    ]
    # the organization that calls it
    convener: Annotated[Name, Asked("Who convenes it", suggest="organizations")]
    # which industry it is about; empty where it is about several
    sector: Annotated[Line, Asked("Sector")] = ""
    purpose: Annotated[Line, Asked("What it is for")] = ""  # what for
    # organizations and employers who sit there
    members: Annotated[
        tuple[Name, ...], Asked("Who sits there", "list", "Organizations and employers", suggest="everybody")
    ] = ()
    # how often it meets
    meetings_a_year: Annotated[
        Annotated[StrictInt, Field(ge=0, le=366)] | None,
        Asked("Meetings a year", "number", lowest=0, highest=366),
    ] = None
    # how well it serves employers, 1 (badly) to 5 (very well); None where not rated
    serves_employers: Annotated[
        Annotated[StrictInt, Field(ge=1, le=5)] | None,
        Asked("Serves employers, 1 to 5", "number", "1 is badly, 5 is very well", lowest=1, highest=5),
    ] = None


class Knock(AnswerModel):
    """A knock: one organization's person who comes to an employer's door, again and again."""

    organization: Annotated[Name, Asked("Who knocks", suggest="organizations")]  # who knocks
    # at whose door: an employer, or a segment such as ``small manufacturers``
    employer: Annotated[Name, Asked("At whose door", suggest="employers")]
    # one of :data:`PURPOSES`
    purpose: Annotated[Purpose, Asked("What for", "choice", choices=_PURPOSE_CHOICES)]
    # program, position: on whose behalf, and in which job
    program: Annotated[Line, Asked("Program")] = ""
    position: Annotated[Line, Asked("Position")] = ""
    # how often
    contacts_a_year: Annotated[Times, Asked("Contacts a year", "number", lowest=1, highest=10_000)] = 1


class Outreach(AnswerModel):
    """Who sits at which tables, and who knocks on whose door."""

    # tables, knocks: as mapped by the team
    tables: Annotated[tuple[Table, ...], Asked("The tables", "rows")] = ()
    knocks: Annotated[tuple[Knock, ...], Asked("The knocks", "rows")] = ()
    # partners, also those without a knock or a table: an isolated partner is a finding
    organizations: Annotated[
        tuple[Name, ...],
        Asked(
            "Partners",
            "list",
            "Every organization that should be on the map, also one without a table or a knock; one a line.",
            suggest="organizations",
        ),
    ] = ()
    # employers or segments that matter, also those that nobody reaches
    employers: Annotated[
        tuple[Name, ...],
        Asked(
            "Employers and segments that matter",
            "list",
            "Also those no one reaches yet; one a line, such as: small machine shops.",
            suggest="employers",
        ),
    ] = ()
    # from how many contacts a year on an employer is likely to be tired; set by the team
    fatigue_threshold: Annotated[
        Annotated[StrictInt, Field(ge=1, le=1000)],
        Asked(
            "From how many contacts a year on is an employer likely to be tired of us?",
            "number",
            "Your own guess; ours to begin with is 6.",
            lowest=1,
            highest=1000,
        ),
    ] = 6


class Change(AnswerModel):
    """One change in a picture of the outreach."""

    action: _Verb  # ``add``, ``remove`` or ``set contacts``
    # the knock that is added, removed (matched by organization, employer and purpose) or changed
    knock: Knock | None = None
    table: Table | None = None  # the table that is added, or removed (matched by its name)
    why: Text = ""


class ChangeRow(AnswerModel):
    """One change as a row of a table: the flat form in which a team types it."""

    action: Annotated[ChangeAction, Asked("Change", "choice", choices=_ACTION_CHOICES)]  # what is done
    # organization, employer, purpose, contacts_a_year: the knock; empty where a table is changed
    organization: Annotated[_MaybeName, Asked("Who knocks", suggest="organizations")] = ""
    employer: Annotated[_MaybeName, Asked("At whose door", suggest="employers")] = ""
    purpose: Annotated[Purpose | None, Asked("What for", "choice", choices=_PURPOSE_CHOICES)] = None
    contacts_a_year: Annotated[Times | None, Asked("Contacts a year", "number", lowest=1, highest=10_000)] = (
        None
    )
    # table, convener, members: the table; empty where a knock is changed
    table: Annotated[_MaybeName, Asked("Table", suggest="tables")] = ""
    convener: Annotated[_MaybeName, Asked("Who convenes it", suggest="organizations")] = ""
    members: Annotated[tuple[Name, ...], Asked("Who sits there", "list", suggest="everybody")] = ()
    why: Annotated[Text, Asked("Why")] = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Refuse a row that does not say enough; the message names what is missing."""
        needed = {
            "drop knock": ("organization", "employer", "purpose"),
            "set contacts": ("organization", "employer", "purpose", "contacts_a_year"),
            "add knock": ("organization", "employer", "purpose", "contacts_a_year"),
            "drop table": ("table",),
            "add table": ("table", "convener"),
        }[self.action]
        fields = asked_fields(type(self))
        for name in needed:
            if getattr(self, name) in ("", None):
                raise ValueError(f'"{fields[name].label}" is empty, and this change needs it.')
        return self

    def change(self) -> Change:
        """Give the change that the row stands for."""
        verb = _VERBS[self.action]
        if self.action.endswith("table"):
            table = Table(name=self.table, convener=self.convener or "any", members=self.members)
            return Change(action=verb, table=table, why=self.why)
        if self.purpose is None:
            raise ValueError("a change of a knock needs its purpose")  # refused by the model already
        knock = Knock(
            organization=self.organization,
            employer=self.employer,
            purpose=self.purpose,
            contacts_a_year=1 if self.contacts_a_year is None else self.contacts_a_year,
        )
        return Change(action=verb, knock=knock, why=self.why)

    @classmethod
    def of(cls, change: Change) -> ChangeRow:
        """Give the row that stands for a change.

        >>> row = ChangeRow(action="drop table", table="Old Council")
        >>> ChangeRow.of(row.change()).table
        'Old Council'
        """
        if change.knock is not None:
            knock = change.knock
            action = _KNOCK_ACTIONS[change.action]
            return cls(
                action=action,
                organization=knock.organization,
                employer=knock.employer,
                purpose=knock.purpose,
                contacts_a_year=None if action == "drop knock" else knock.contacts_a_year,
                why=change.why,
            )
        table = change.table
        if table is None:
            raise ValueError("a change is about a knock or a table")
        return cls(
            action="add table" if change.action == "add" else "drop table",
            table=table.name,
            convener=table.convener if change.action == "add" else "",
            members=table.members if change.action == "add" else (),
            why=change.why,
        )


class Scenario(AnswerModel):
    """A picture of what could be: changes to what is."""

    name: Name
    changes: tuple[Change, ...] = ()  # in the order in which they are made
    note: Text = ""  # what the team says of it


class Scenarios(AnswerModel):
    """The ideal, and the real alternative that the team can begin with."""

    # ideal, real: the two pictures
    ideal: Scenario = Scenario(name="The ideal")
    real: Scenario = Scenario(name="The real alternative")


class Alternative(AnswerModel):
    """An alternative as it is typed: rows of changes, and what the team says of it."""

    # one row a change
    changes: Annotated[
        tuple[ChangeRow, ...],
        Asked(
            "What would change",
            "rows",
            "One change a row. Name a knock as it is on the map: who, at whose door, what for.",
        ),
    ] = ()
    # what would be better
    note: Annotated[Text, Asked("What would be better then, and for whom?", "long_text")] = ""

    @classmethod
    def of(cls, scenario: Scenario) -> Self:
        """Give a stored alternative as it is typed."""
        return cls(changes=tuple(ChangeRow.of(change) for change in scenario.changes), note=scenario.note)


def _refuse_unknown(kind: str, names: object, known: list[str]) -> None:
    for name in names:  # type: ignore[attr-defined]
        if name not in known:
            raise ValueError(f'The rubric has no {kind} "{name}".{did_you_mean(str(name), known)}')
