"""A team: its answers, read as what they mean.

The workspace keeps answers and knows nothing of them; here they become ratings of a round, a map of the outreach,
answers to a review. Forms, notebooks and reports all read them from here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import pandas as pd
from pydantic import ValidationError

from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import Region, chosen_region, example_region, get_region
from nextgen_helpers.teams import TeamEntry, current_team, find_team
from nextgen_helpers.toolkit import invented, rubric
from nextgen_helpers.toolkit.answer_types import AnswerModel
from nextgen_helpers.toolkit.catalog import exercise_model, exercise_title
from nextgen_helpers.toolkit.exercises import (
    OUTREACH,
    OUTREACH_SCENARIOS,
    SELF_ASSESSMENT,
    SELF_ASSESSMENT_ROUND,
    SELF_ASSESSMENT_SESSION,
    Outreach,
    Round,
    Scenario,
    Scenarios,
    SelfAssessment,
    Session,
)
from nextgen_helpers.toolkit.metrics.board import BoardMetric, board
from nextgen_helpers.toolkit.name_places import DOORS, LISTED, holds_door, name_places, names_in, with_names
from nextgen_helpers.toolkit.one_name import SAME_NAMES, SameNames, Spellings
from nextgen_helpers.toolkit.outreach_alternatives import apply_scenario
from nextgen_helpers.toolkit.stakeholder_groups import GROUP_NAMES, GroupNames, group_of
from nextgen_helpers.words import day_words
from nextgen_helpers.workspace import TEAM, About, Answer, Workspace, shared_address, workspaces_folder

_Model = TypeVar("_Model", bound="AnswerModel")

_EXAMPLE = "This is an example, and nothing is saved in it; choose your region in Start here."


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """A self-assessment that the team has closed."""

    key: str  # which round; it never changes
    title: str  # what the team calls it
    date: str  # day on which it was closed, in local time, such as ``March 3, 2026``
    ratings: tuple[Answer, ...]  # the answers that count in it
    group_names: Mapping[str, str]  # what the team has decided about groups that people typed

    @property
    def label(self) -> str:
        """Date, and what the team calls the round where it has a name."""
        return f"{self.date} ({self.title})" if self.title else self.date

    def table(self) -> pd.DataFrame:
        """Lay its ratings out: see :func:`nextgen_helpers.toolkit.rubric.ratings_table`."""
        return _ratings_table(self.ratings, self.group_names)


@dataclass(frozen=True)
class _NotedWorkspace(Workspace):
    """A workspace that notes which exercises' answers are read from it; every reading of answers is one of a history."""

    of: Workspace = field(kw_only=True)
    noted: set[str | None] = field(default_factory=set)

    def history(self, exercise_id: str | None = None) -> tuple[Answer, ...]:
        """Give every answer that was ever given, oldest first."""
        self.noted.add(exercise_id)
        return self.of.history(exercise_id)  # which may note as well

    def newest(self, respondent: str) -> tuple[Answer, ...]:
        """Give somebody's newest answer to every exercise, which is a reading of all."""
        self.note(None)
        return self.of.newest(respondent)

    def note(self, exercise_id: str | None) -> None:
        """Note that an exercise matters to what is read."""
        self.noted.add(exercise_id)
        if isinstance(self.of, _NotedWorkspace):
            self.of.note(exercise_id)

    @property
    def unnoted(self) -> Workspace:
        """The workspace itself."""
        return self.of.unnoted if isinstance(self.of, _NotedWorkspace) else self.of


@dataclass(frozen=True)
class Team:
    """A team of a region, with its answers.

    Parameters
    ----------
    region : in which region it works.
    workspace : where the answers are; that of the example, until a region is chosen, can only be read.
    day : the day that counts as today; None for the calendar's.

    Names of organizations and employers are read as one name where they are one (:mod:`nextgen_helpers.toolkit.one_name`);
    what was typed stands in :meth:`typed`, and in the workspace.

    Examples
    --------
    >>> import tempfile
    >>> from nextgen_helpers.regions import get_region
    >>> address = f"sqlite:///{tempfile.mkdtemp()}/texoma.db"
    >>> with Workspace.open("tx-texoma", address) as workspace:
    ...     team = Team(get_region("tx-texoma"), workspace)
    ...     _ = workspace.save("self_assessment", {"scores": {"career_pathways": 4}}, respondent="ann")
    ...     team.ratings_table()["score"].tolist(), len(team.outreach().knocks)
    ([4], 0)
    """

    region: Region
    workspace: Workspace
    day: date | None = None
    #: The names as they were when they were last read, with the workspace's mark at that time.
    _names: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, team_id: str | None = None, url: str | None = None) -> Team:
        """Open a team's answers; a place for them is made where there is none.

        Parameters
        ----------
        team_id : which team, such as ``tx-alamo--riverside``; a region's id means the team that was chosen last in that region,
            else its first one. By default the region that was chosen last; where none was, the example, which can
            only be read.
        url : address of a database; by default the one in ``NEXTGEN_WORKSPACE_URL``, else the team's own
            file in the user's folder.
        """
        if team_id is None:
            chosen = chosen_region()
            if chosen is None:
                return example_team()
            team_id = chosen.id
        if _is_example(team_id):
            return example_team()
        if "--" in team_id:
            team_id = find_team(team_id).id
            region = get_region(team_id.partition("--")[0])
        else:
            region = get_region(team_id)
            team_id = current_team(region.id) if url is None else region.id
        return cls(region, Workspace.open(team_id, url or shared_address()))

    @classmethod
    def existing(cls, region: Region, team_id: str | None = None) -> Team | None:
        """Open a team's answers where there are any; nothing is made by asking.

        team_id : which of its teams; by default the one that was chosen last, else the first.
        """
        if _is_example(team_id or region.id):
            return example_team()
        whose = team_id or current_team(region.id)
        address = shared_address()
        file = str(workspaces_folder() / f"{whose}.db")
        if address is not None:
            file = address.partition("?")[0].removeprefix("sqlite:///")
        if file != address and not Path(file).expanduser().is_file():
            return None
        team = cls(region, Workspace.open(whose, address))
        if team.workspace.history():
            return team
        team.workspace.close()
        return None

    @property
    def read_only(self) -> bool:
        """Whether nothing can be saved: it is the example, or its file lies where nothing can be written."""
        return self.workspace.read_only

    @property
    def is_example(self) -> bool:
        """Whether this is the example, which stands there until a region is chosen."""
        return self.workspace.refusal == _EXAMPLE

    @property
    def entry(self) -> TeamEntry:
        """The team as it stands in a list, with its name."""
        return TeamEntry(self.workspace.team_id, self.workspace.about())

    def today(self) -> date:
        """Give the day that counts as today."""
        return self.day or datetime.now().astimezone().date()

    def noting(self) -> tuple[Team, set[str | None]]:
        """Give the team once more, with the exercises that are read from there on; None stands for all answers at once."""
        known = {item.name: getattr(self.workspace, item.name) for item in fields(Workspace)}
        noted = _NotedWorkspace(**known, of=self.workspace)
        return replace(self, workspace=noted), noted.noted

    # -- answers ----------------------------------------------------------------------------------

    def answer(self, exercise_id: str, respondent: str = TEAM) -> Answer | None:
        """Give the newest answer of somebody to an exercise; None where there is none."""
        answers = self.workspace.current(exercise_id)
        return next((item for item in answers if item.respondent == respondent), None)

    def value(self, exercise_id: str, respondent: str = TEAM) -> AnswerModel:
        """Give what the newest answer says, with one spelling of each name; an empty answer where there is none."""
        if exercise_id == SAME_NAMES:
            return self.same_names()
        found = self.answer(exercise_id, respondent)
        return read_value(exercise_id, self._with_names(exercise_id, found.value) if found else {})

    def answered(self, exercise_id: str) -> tuple[Answer, ...]:
        """Give the newest answer of each respondent."""
        return self.workspace.current(exercise_id)

    def stored(self, exercise_id: str) -> dict[str, Any]:
        """Give the team's newest answer as plain values, with one spelling of each name; empty ones where there is none."""
        return self.value(exercise_id).model_dump(mode="json")

    def typed(self, exercise_id: str) -> dict[str, Any]:
        """Give the team's newest answer as plain values, each name as it was typed."""
        found = self.answer(exercise_id)
        return read_value(exercise_id, found.value if found else {}).model_dump(mode="json")

    def rows(self, exercise_id: str, table: str) -> list[dict[str, Any]]:
        """Give the rows of a table of a tool."""
        rows: list[dict[str, Any]] = self.stored(exercise_id)[table]
        return rows

    def sector(self) -> str:
        """Give the sector that the team has chosen in Step 2; empty where none is."""
        return str(self.stored("sector_choice")["sector"])

    def metrics(self) -> tuple[BoardMetric, ...]:
        """Give the board of metrics, with the task teams that named each."""
        return board(self.stored("metrics_board"), self.rows("task_teams", "teams"))

    # -- names ------------------------------------------------------------------------------------

    def names(self) -> dict[str, list[str]]:
        """Give the names that the team has used anywhere, to be offered while typing; each in one spelling.

        Gives ``organizations``, ``employers``, ``people`` and ``tables``, in alphabetical order.
        """
        shown = self.spellings().shown
        found = dict[str, set[str]]()
        for kind, name in _typed_names(self.workspace):
            found.setdefault(kind, set()).add(shown(name) if kind in DOORS else name)
        return {
            kind: sorted(found.get(kind, ()), key=str.casefold)
            for kind in ("organizations", "employers", "people", "tables")
        }

    def same_names(self) -> SameNames:
        """Give what the team has decided about names that look alike, on whichever laptop."""
        return _same_names(self.workspace)

    def spellings(self) -> Spellings:
        """Give the names of organizations and employers, as they were typed anywhere and as they are shown."""
        doors: Spellings = self._read_names()["doors"]
        return doors

    def _with_names(self, exercise_id: str, value: Any) -> Any:
        if not name_places(exercise_id):
            return value
        if holds_door(exercise_id) and isinstance(self.workspace, _NotedWorkspace):
            self.workspace.note(SAME_NAMES)  # a view with names in it follows what is decided about them
        names = self._read_names()
        lists = {**dict.fromkeys(DOORS, names["doors"]), LISTED: names["listed"]}
        return with_names(
            exercise_id, value, lambda kind, name: lists[kind].shown(name) if kind in lists else name
        )

    def _read_names(self) -> Mapping[str, Any]:
        """Count how the names of all answers are typed; they are counted anew when an answer has come."""
        mark = self.workspace.mark()
        if self._names.get("mark") != mark:
            # How a name is written somewhere else is no reason for a view to be drawn anew.
            plain = self.workspace.unnoted if isinstance(self.workspace, _NotedWorkspace) else self.workspace
            typed = _typed_names(plain)
            doors = (name for kind, name in typed if kind in DOORS)
            listed = (name for kind, name in typed if kind == LISTED)
            self._names.update(
                doors=Spellings.of(doors, _same_names(plain)),
                listed=Spellings.of(listed, SameNames()),
                mark=mark,
            )
        return self._names

    # -- the self-assessment ----------------------------------------------------------------------

    def closed_rounds(self) -> tuple[ClosedRound, ...]:
        """Give the self-assessments that the team has closed, oldest first."""
        known = {answer.answer_id: answer for answer in self.workspace.history(SELF_ASSESSMENT)}
        found, names = [], self.group_names()
        for answer in sorted(self.workspace.current(SELF_ASSESSMENT_ROUND), key=lambda item: item.saved_at):
            value = _as(Round, read_value(SELF_ASSESSMENT_ROUND, answer.value))
            ratings = tuple(known[identifier] for identifier in value.answers if identifier in known)
            if ratings:
                day = day_words(answer.when)
                found.append(ClosedRound(answer.respondent, value.title, day, ratings, names))
        return tuple(found)

    def ratings(self) -> tuple[Answer, ...]:
        """Give the newest rating of each person in the round that is open.

        A rating belongs to the open round until a round is closed with it.
        """
        closed = {answer.answer_id for item in self.closed_rounds() for answer in item.ratings}
        return tuple(
            answer
            for answer in self.workspace.current(SELF_ASSESSMENT)
            if answer.answer_id not in closed and not _is_blank(answer.value)
        )

    def ratings_table(self) -> pd.DataFrame:
        """Lay out the ratings of the open round: one row a person and dimension."""
        return _ratings_table(self.ratings(), self.group_names())

    def group_names(self) -> dict[str, str]:
        """Give what the team has decided about groups that people typed: typed name -> title in the list."""
        decided = _as(GroupNames, self.value(GROUP_NAMES))
        return {item.typed: item.group for item in decided.names}

    def session(self) -> Session:
        """Give how the team looks at its ratings."""
        return _as(Session, self.value(SELF_ASSESSMENT_SESSION))

    def complete_ratings(self) -> int:
        """Count the people who have rated every dimension."""
        dimensions = {item.id for item in rubric.load().dimensions}
        return sum(set(answer.value["scores"]) == dimensions for answer in self.ratings())

    def results_hidden(self) -> bool:
        """Tell whether the results wait for somebody."""
        session = self.session()
        return session.shown == "when all have rated" and (
            session.people is None or self.complete_ratings() < session.people
        )

    # -- the outreach -----------------------------------------------------------------------------

    def outreach(self) -> Outreach:
        """Give the map of tables and knocks; an empty one where nothing is mapped."""
        return _as(Outreach, self.value(OUTREACH))

    def alternatives(self) -> Scenarios:
        """Give the ideal and the real alternative; without changes where none are noted."""
        return _as(Scenarios, self.value(OUTREACH_SCENARIOS))

    def alternative(self, which: Literal["ideal", "real"]) -> tuple[Outreach, tuple[str, ...]]:
        """Apply an alternative to today's map.

        Gives the map as it would be, and a sentence for each change that cannot be made, such as one of a knock that
        is not on the map; such a change is passed over.
        """
        scenario: Scenario = getattr(self.alternatives(), which)
        picture, problems = self.outreach(), []
        for number, change in enumerate(scenario.changes, start=1):
            try:
                picture = apply_scenario(picture, scenario.model_copy(update={"changes": (change,)}))
            except UserError as error:
                problems.append(f"Change {number}: {error}")
        return picture, tuple(problems)


def example_team() -> Team:
    """Give the finished example, which stands in the notebooks until a region is chosen: Invented Valley, which only can be read.

    >>> team = example_team()
    >>> team.read_only, len(team.ratings()), team.today().isoformat()
    (True, 12, '2027-05-14')
    """
    region = example_region()
    workspace = Workspace.open(region.id, "sqlite://")
    workspace.describe(About("Invented Valley"))
    workspace.keep(_example_answers())
    return Team(region, replace(workspace, refusal=_EXAMPLE), invented.cast().today)


@cache
def _example_answers() -> tuple[Answer, ...]:
    """Give the answers of the example as a workspace keeps them, each at noon of its day (in Texas), in the order of its file."""
    places: Counter[str] = Counter()
    found = []
    for exercise_id, item in invented.everything():
        place = places[exercise_id]
        places[exercise_id] += 1
        # A round is closed with ratings that were there before.
        minute = place + (60 if exercise_id == SELF_ASSESSMENT_ROUND else 0)
        moment = datetime.combine(item.day, time(18), UTC) + timedelta(minutes=minute)
        found.append(
            Answer(
                item.identifier(exercise_id, place),
                exercise_id,
                item.respondent,
                item.author,
                item.group or None,
                moment.isoformat(timespec="microseconds"),
                item.answer,
            )
        )
    return tuple(found)


def read_value(exercise_id: str, stored: Any) -> AnswerModel:
    """Give a stored value as what it means."""
    try:
        return exercise_model(exercise_id).model_validate(stored)
    except ValidationError as error:
        raise UserError(
            f'The saved answers to "{exercise_title(exercise_id)}" do not fit this version of the questions; they are '
            "kept as they are. See: nextgen workspace check"
        ) from error


def _is_example(team_id: str) -> bool:
    return team_id.strip().lower() == example_region().id


def _same_names(workspace: Workspace) -> SameNames:
    entries = []
    for answer in workspace.history(SAME_NAMES):
        with suppress(UserError):  # one that a newer version has written is no reason to show nothing at all
            entries.append(_as(SameNames, read_value(SAME_NAMES, answer.value)))
    return SameNames.of(entries)


def _typed_names(workspace: Workspace) -> list[tuple[str, str]]:
    """Give the names in the team's newest answers with their kinds, as they were typed."""
    return [
        found for answer in workspace.newest(TEAM) for found in names_in(answer.exercise_id, answer.value)
    ]


def _as(model: type[_Model], value: AnswerModel) -> _Model:
    """Tell the type checker which model an exercise has."""
    if not isinstance(value, model):
        raise TypeError(f"expected {model.__name__}, found {type(value).__name__}")
    return value


def _is_blank(value: Any) -> bool:
    """A person who has opened the form, or cleared everything, has not rated."""
    found = _as(SelfAssessment, read_value(SELF_ASSESSMENT, value))
    return not found.scores and not found.indicators and not any(found.evidence.values())


def _ratings_table(ratings: tuple[Answer, ...], group_names: Mapping[str, str]) -> pd.DataFrame:
    return rubric.ratings_table(
        {
            "respondent": item.respondent,
            "stakeholder_group": group_of(item.stakeholder_group, group_names),
            "scores": _as(SelfAssessment, read_value(SELF_ASSESSMENT, item.value)).scores,
        }
        for item in ratings
    )
