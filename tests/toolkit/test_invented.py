"""Invented Valley: every exercise is answered, its names and days are those of its cast, and it shows what it teaches."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from datetime import date, timedelta

import pytest

import nextgen_helpers as ng
from nextgen_helpers import regions, standing
from nextgen_helpers.cli import main
from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.places import embedded
from nextgen_helpers.team_answers import Team, example_team
from nextgen_helpers.toolkit import content, invented, outreach, outreach_alternatives, rubric, shipped
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model
from nextgen_helpers.toolkit.catalog import exercise_model, exercises
from nextgen_helpers.toolkit.frontline.communication import communication
from nextgen_helpers.toolkit.pathways.programs import pathway_map
from nextgen_helpers.toolkit.pathways.wages import rungs
from nextgen_helpers.toolkit.sheets import quick_check_id
from nextgen_helpers.workspace import Workspace

CAST = invented.cast()
EMPLOYERS = {item.name for item in CAST.companies}
LEADERS = {item.name: item.person for item in CAST.companies}
PEOPLE = {
    **{item.name: item.organization for item in CAST.people},
    **{item.person: item.name for item in CAST.companies},
}
ORGANIZATIONS = {item.name for item in CAST.organizations} | set(CAST.others)
NAMES = {
    # An employer can be a partner where a form offers both, and news goes to groups of people.
    "organizations": ORGANIZATIONS | EMPLOYERS | set(CAST.groups),
    "employers": EMPLOYERS | set(CAST.segments) | ORGANIZATIONS,
    "people": set(PEOPLE),
}  # fmt: skip
#: Employers whose names may not leave a team stand there as letters.
LETTERS = re.compile(r"[A-D]")
#: A day in such a column is over.
PAST = {
    "held_on",
    "called_on",
    "read_on",
    "moment_on",
    "last_on",
    "since",
    "said_on",
    "checked_on",
    "begun",
    "invited",
}
#: What has no answer of the team: it is answered by each person alone, or once for each round.
ALONE = {"self_assessment", "self_assessment_round", "employer_journey", "jobseeker_journey", "kpi_survey"}
OF_ONE = {"agenda": "work_session_agenda", "journeys_side_by_side": "employer_journey", "worksheet_overview": "coordination_questions"}  # fmt: skip


@pytest.fixture(scope="module")
def team():
    return example_team()


def rows(exercise_id):
    """Give the rows of all tables of all answers, with the table's name and its columns."""
    model = exercise_model(exercise_id)
    for item in invented.history(exercise_id):
        for table, asked in asked_fields(model).items():
            if asked.kind == "rows":
                columns = asked_fields(row_model(model, table))
                yield from ((table, columns, row) for row in item.answer[table])


def named(exercise_id):
    """Give the names in the columns of names of an exercise."""
    for table, columns, row in rows(exercise_id):
        for column, asked in columns.items():
            if asked.suggest in NAMES and row[column]:
                yield from ((asked.suggest, name, table) for name in row[column].split("; "))


def column(exercise_id, table, name):
    return [row[name] for row in invented.finished(exercise_id)[table]]


# -- all of it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise_id", exercises())
def test_every_exercise_is_answered_and_its_own_model_takes_the_answer(exercise_id):
    answers = invented.history(exercise_id)
    assert answers, (
        f"no answer to {exercise_id}; write one in data/examples/invented_valley/, in the file of its place"
    )
    assert all(any(value not in (None, "", [], {}) for value in item.answer.values()) for item in answers)
    assert (exercise_id in ALONE) == (not invented.finished(exercise_id))
    assert (exercise_id in ALONE) == bool(invented.finished_by(exercise_id))


@pytest.mark.parametrize("exercise_id", exercises())
def test_every_table_has_rows(exercise_id):
    answer = invented.finished(exercise_id)
    asked = asked_fields(exercise_model(exercise_id))
    assert not [name for name, field in asked.items() if answer and field.kind == "rows" and not answer[name]]


def test_the_workspace_holds_what_was_checked(team):
    kept = {answer.answer_id: answer for answer in team.workspace.history()}
    assert len(kept) == len(invented.everything()) > len(exercises())
    for exercise_id in exercises():
        for place, item in enumerate(invented.history(exercise_id)):
            found = kept[item.identifier(exercise_id, place)]
            assert (
                exercise_model(exercise_id).model_validate(found.value).model_dump(mode="json") == item.answer
            )


def test_no_file_holds_answers_to_anything_else():
    files = {path.stem for path in embedded("data", "examples", "invented_valley").glob("*.yaml")}
    held = {name for file in files - {"cast", "samples"} for name in invented._file(file)}
    checks = {quick_check_id(item.place) for item in content.quick_checks().places}  # right, by themselves
    asked = set(exercises()) - checks
    assert held == asked, (
        f"no exercise: {held - asked}; no answer in data/examples/invented_valley/: {asked - held}"
    )


# -- names, places, days -----------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise_id", exercises())
def test_every_name_stands_in_the_cast(exercise_id):
    assert not [
        (table, name)
        for kind, name, table in named(exercise_id)
        if name not in NAMES[kind] and not LETTERS.fullmatch(name)
    ]


@pytest.mark.parametrize("exercise_id", exercises())
def test_nobody_works_in_two_places(exercise_id):
    for _, columns, row in rows(exercise_id):
        persons = [name for name in ("person", "who", "chief_executive", "champion") if name in columns]
        places = [name for name in ("organization", "company") if name in columns]
        if len(persons) == 1 == len(places) and row[persons[0]] and row[places[0]]:
            assert PEOPLE[row[persons[0]]] == row[places[0]]


def test_no_surname_is_there_twice_and_none_sounds_invented():
    surnames = Counter(name.split()[-1] for name in PEOPLE if "," not in name and name != "District engineer")
    assert [name for name, count in surnames.items() if count > 1] == []
    told = " ".join(path.read_text(encoding="utf-8") for path in embedded("data", "examples", "invented_valley").glob("*.yaml"))  # fmt: skip
    assert not re.search(r"Made-Up|Imaginary|Pretend|Fictional|Make-Believe|Storybook|Placeholder|Example Machining|Maria Example", told)  # fmt: skip


def test_who_facilitates_does_nothing_else():
    for exercise_id in exercises():
        for _, columns, row in rows(exercise_id):
            for name in ("lead_champion", "champion", "caller", "keeper", "told_by", "who_can_win"):
                assert not (name in columns and row[name] == "Dana Whitlock")


def test_companies_are_those_of_the_list():
    invited = column("invitation_list", "companies", "company")
    assert len(invited) == len(set(invited)) == 34 == len(EMPLOYERS)
    assert set(invited) == EMPLOYERS
    for tool, table in (("contact_matrix", "contacts"), ("call_log", "calls"), ("attendance", "companies")):
        assert set(column(tool, table, "company")) == EMPLOYERS
    people = dict(zip(invited, column("invitation_list", "companies", "person"), strict=True))
    assert people == LEADERS
    assert invented.finished("launch_plan")["number_to_invite"] == 34


def test_the_launch_fits_in_all_places():
    came = [row for row in invented.finished("attendance")["companies"] if row["came"] in ("yes", "sent_somebody")]  # fmt: skip
    assert len(came) == 16
    assert sum(row["position"] in ("chief", "top") for row in came) == 11
    meeting = invented.finished("quarterly_meeting")["meetings"][0]
    assert (meeting["held_on"], meeting["business_present"]) == ("2026-09-17", 16)
    assert invented.finished("launch_plan")["launch_date"] == "2026-09-17"
    calls = invented.finished("task_team_calls")["calls"]
    assert [row["call_on"][5:] for row in calls] == ["10-01", "10-06", "10-08", "10-13"]
    names = set(column("priorities", "priorities", "opportunity"))
    assert {row["priority"] for row in calls} == names == set(column("task_teams", "teams", "priority"))
    teams = set(column("task_teams", "teams", "team"))
    assert set(column("implementation_plan", "actions", "team")) <= teams
    assert set(column("quick_wins", "wins", "team")) <= teams
    assert len(column("implementation_plan", "actions", "action")) == 12


def test_days_lie_in_the_calendar():
    days = [item.day for item in CAST.calendar]
    assert days == sorted(days)
    assert days[-1] == CAST.today
    for exercise_id, item in invented.everything():
        assert days[0] <= item.day <= CAST.today, exercise_id
    for exercise_id in exercises():
        for table, columns, row in rows(exercise_id):
            for name, asked in columns.items():
                if asked.kind == "date" and row[name]:
                    day = date.fromisoformat(row[name])
                    assert date(2024, 12, 31) <= day <= date(2031, 12, 31), (exercise_id, table)
                    assert name not in PAST or day <= CAST.today, (exercise_id, table, row)


def test_the_region_is_found_by_its_id_and_stands_in_no_list():
    region = regions.get_region("Invented-Valley")
    assert region == regions.example_region()
    assert region.counties == CAST.region.counties == ("48183", "48203", "48401", "48459")
    counties = set(region.county_names().values())
    assert {f"{item.county} County" for item in CAST.companies} == counties
    assert {f"{name} County" for name in invented.finished("sector_choice")["area"]} == counties
    assert region.id not in [item.id for item in regions.find_regions("")]
    with pytest.raises(UserError, match="ships with the project"):
        regions.save_region(regions.custom_region("Mine", ["48183"], region.id))


def test_figures_that_answers_quote_are_the_official_ones():
    found = ng.profile(regions.example_region())
    row = found.industries.set_index("industry_code").loc["31-33"]
    assert (round(row["employment"]), round(row["wage_premium"]), round(row["lq_us"], 2)) == (14771, 24, 1.45)
    assert round(found.total["employment"] / row["employment"]) == 8  # one job in eight
    narrow = found.at("3-digit").industries.set_index("industry_code")
    assert narrow.loc[["332", "333", "326"], "establishments"].sum() == 165
    assert (narrow.loc[["332", "333"], "lq_us"] > 2).all()


def test_numbers_of_the_board_cover_three_years():
    board = invented.finished("metrics_board")
    years = {row["metric"]: {row["baseline_on"][:4]} for row in board["metrics"] if row["metric"] != "own"}
    for row in board["readings"]:
        years.setdefault(row["metric"], set()).add(row["read_on"][:4])
    assert sum({"2024", "2025", "2026"} <= found for found in years.values()) >= 8
    looked_at = invented.history("metrics_board")[0].answer["metrics"]
    assert len({row["metric"] for row in looked_at}) == 16


# -- what it teaches -----------------------------------------------------------------------------------------


def test_the_map_has_what_it_teaches():
    today = invented.outreach()
    assert len(outreach.organizations(today)) == 8
    assert (len(today.tables), len(today.knocks)) == (5, 22)
    doors = outreach.employers(today).set_index("employer")
    assert list(doors.index[doors["contacts"] == 0]) == ["Suppliers in the two rural counties"]
    assert doors["fatigue"].sum() == 3
    assert len(outreach.redundancy(today)) >= 5
    assert outreach.table_overlap(today.tables)["overlap"].max() > 0.5
    alone = [name for name, degree in outreach.partner_network(today).degree() if degree == 0]
    assert alone == ["Valley Extension Service"]
    assert any(table.serves_employers is None for table in today.tables)


def test_the_alternatives_are_better_and_say_why(team):
    numbers = outreach_alternatives.compare(invented.outreach(), *invented.alternatives())
    assert list(numbers.columns) == ["today", "The ideal", "The real alternative"]
    for name in ("The ideal", "The real alternative"):
        for measure in ("contacts", "tired_employers", "redundant_purposes"):
            assert numbers.loc[measure, name] < numbers.loc[measure, "today"]
    assert numbers.loc["gaps", "The ideal"] == numbers.loc["isolated_partners", "The ideal"] == 0
    noted = team.alternatives()
    assert all(change.why for scenario in (noted.ideal, noted.real) for change in scenario.changes)
    assert [team.alternative(which)[1] for which in ("ideal", "real")] == [(), ()]


def test_the_ratings_show_an_edge_and_a_disagreement(team):
    (_, last), (_, this) = invented.ratings()
    now, then = rubric.summarize(this), rubric.summarize(last)
    assert now["n"].tolist() == then["n"].tolist() == [12, 12, 12]
    assert now["on_the_edge"].tolist() == [False, False, True]
    assert now["strong_disagreement"].tolist() == [False, True, False]
    moved = rubric.moves(then, now)
    assert moved["change"].between(1, 3).all()
    assert rubric.recommend(then)[0].start_with == ("step1",)
    assert rubric.recommend(now)[0].start_with == ("module4",)  # a year of work leads on
    assert (moved["level_before"] != moved["level_after"]).any()
    assert this["stakeholder_group"].value_counts().tolist() == [9, 9, 9, 9]
    assert set(this["respondent"]) == set(last["respondent"])
    (closed,) = team.closed_rounds()
    assert closed.date == "March 12, 2026"
    assert len(closed.ratings) == len(team.ratings()) == 12
    assert not team.results_hidden()


def test_pathways_and_news_have_what_they_teach():
    found = pathway_map(invented.finished("pathway_map"))
    assert found.dead_ends == ("Warehouse certificate",)
    assert 0 < found.openness < 1
    assert 0 < len(found.credit_lost) == len(found.across)
    assert not found.unknown
    assert not found.twice
    assert any(step.programs for step in rungs(found))
    news = communication(invented.finished("communication_strategy"))
    assert news.reached == ("Jobseekers at the job center",)
    assert {word for way in news.ways for word in way.missing} == {"content", "channel", "owner", "rhythm"}
    assert None not in news.stages.values()


# -- the team ------------------------------------------------------------------------------------------------


def test_the_example_is_opened_read_only_and_has_its_own_today(team):
    for opened in (team, Team.open("invented-valley"), Team.existing(regions.example_region())):
        assert opened.is_example
        assert opened.read_only
        assert opened.today() == date(2027, 5, 14)
        assert opened.sector() == "Manufacturing"
    with pytest.raises(UserError, match="example"):
        team.workspace.save("next_steps", {})


def test_the_example_looks_good_and_has_few_weak_spots(team):
    states = Counter(item.state for _, found in standing.all_findings(team) for item in found)
    assert states["open"] == 0
    assert states["look"] <= 8 < 4 * states["look"] < states["good"] * 2
    for name, check in standing.CHECKS.items():
        assert check.found(team), name


def _views():
    for name in [item for item in vars(ng.show) if not item.startswith("_")]:
        first = next(iter(inspect.signature(getattr(ng.show, name)).parameters), "")
        if first in ("team", "live", "whose") and name not in (
            "bring",
            "newest_figures",
        ):  # which ask for no answers
            yield name


@pytest.mark.parametrize("name", sorted(_views()))
def test_every_view_draws_something_from_it(name, team, tmp_path):
    more = [OF_ONE[name]] if name in OF_ONE else []
    with Workspace.open("invented-valley", f"sqlite:///{tmp_path}/empty.db") as workspace:
        nothing = getattr(ng.show, name)(Team(team.region, workspace), *more).mime_bundles()
    drawn = getattr(ng.show, name)(team, *more).mime_bundles()
    assert drawn
    assert drawn != nothing


# -- samples, and what is wrong ------------------------------------------------------------------------------


def test_full_samples_are_there():
    found = {item.id: item for item in invented.samples()}
    assert {"invitation_letter", "sixty_second_ask", "email_partner", "email_thanks", "email_reminder", "email_numbers", "executive_summary"} == set(found)  # fmt: skip
    ask = invented.sample("sixty_second_ask")
    assert len(ask.objections) == 6
    assert 90 <= len(ask.text.split()) <= 170  # sixty seconds
    for line in invented.finished("invitation_letter")["opening"].split(". "):
        assert line.rstrip(".") in found["invitation_letter"].text
    with pytest.raises(UserError, match="no sample"):
        invented.sample("poem")


def test_a_cast_that_contradicts_itself_is_refused():
    told = CAST.model_dump()
    twice = {**told, "people": (*told["people"], told["people"][0])}
    with pytest.raises(ValueError, match="is there twice"):
        invented.Cast.model_validate(twice)
    nowhere = {**told, "people": ({**told["people"][0], "organization": "Elsewhere"},)}
    with pytest.raises(ValueError, match="stands nowhere"):
        invented.Cast.model_validate(nowhere)


def test_what_is_missing_or_wrong_is_said(tmp_path, monkeypatch):
    with pytest.raises(UserError, match="no exercise"):
        invented.finished("no_such_tool")
    monkeypatch.setattr(shipped, "embedded", lambda *parts: tmp_path / parts[-1])
    read = (invented._file, invented.history)
    for cached in read:
        cached.cache_clear()
    try:
        with pytest.raises(DataFileError, match="cannot be read"):
            invented.finished("runway")
        path = tmp_path / "module3.yaml"
        for text, said in (
            (
                "runway: {day: 2027-01-01, answer: {steps: [{step: x}]}}",
                r'"runway", answer 1: .*starting_point',
            ),
            ("runway: {answer: {}}", r'field "runway.0.day"'),
            ("runway: [", "not valid YAML"),
        ):
            path.write_text(text, encoding="utf-8")
            invented._file.cache_clear()
            with pytest.raises(DataFileError, match=said):
                invented.finished("runway")
    finally:
        for cached in read:
            cached.cache_clear()


def test_answers_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        CAST.today = CAST.today + timedelta(days=1)


def test_every_question_is_answered():
    open_questions = [
        (exercise_id, name)
        for exercise_id in exercises()
        for name, asked in asked_fields(exercise_model(exercise_id)).items()
        if (answer := invented.finished(exercise_id)) and answer[name] in (None, "", [])
    ]
    assert open_questions == []


def test_the_command_line_shows_and_checks_its_answers(capsys, monkeypatch):
    for command in ("show", "check"):
        monkeypatch.setattr("sys.argv", ["nextgen", "workspace", command, "invented-valley"])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
    said = capsys.readouterr()
    assert "Sandoval Machining" in said.out
    assert f"All {len(invented.everything())} answers are sound." in said.out + said.err
