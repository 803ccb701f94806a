"""What is taken: in one step, once, and back again; ratings of a form, maps of networks, and the command for those who type."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_lists import looked_at, workbook
from typer.testing import CliRunner

from nextgen_helpers.bring.files import read_file
from nextgen_helpers.bring.plan import make_plan
from nextgen_helpers.bring.store import said, standing_of, stored_rows, take, undo
from nextgen_helpers.bring.targets import target
from nextgen_helpers.bring.write import save, table
from nextgen_helpers.cli import app
from nextgen_helpers.errors import UserError
from nextgen_helpers.regions import get_region
from nextgen_helpers.team_answers import Team
from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.brought import BROUGHT
from nextgen_helpers.toolkit.exercises import OUTREACH, PURPOSES
from nextgen_helpers.toolkit.outreach import gaps
from nextgen_helpers.workspace import TEAM, Workspace

HEAD = "organization,employer,purpose,contacts_a_year\n"


@pytest.fixture
def team(tmp_path):
    with Workspace.open("tx-texoma", f"sqlite:///{tmp_path / 'answers.db'}") as workspace:
        yield Team(get_region("tx-texoma"), workspace)


def bring(team, text, into="", **answers):
    return take(team, looked_at(text, into, standing_of(team), **answers))


def knocks(team):
    return [(item.organization, item.employer, item.contacts_a_year) for item in team.outreach().knocks]


# -- changed, once, and back -----------------------------------------------------------------------------


def test_a_second_list_changes_rows_and_doubles_none(team):
    bring(team, f"{HEAD}College,Mill,advice,4\nBoard,Farm,survey,2\n")
    plan = looked_at(
        f"{HEAD}THE COLLEGE,Mill Inc.,advice,6\nBoard, Farm,survey,2\nChamber,Mill,advice,1\n",
        "",
        standing_of(team),
    )
    changes = plan.changes
    assert ([row["organization"] for row in changes.new], changes.same, changes.gone) == (["Chamber"], 1, ())
    assert [(before["contacts_a_year"], after["contacts_a_year"]) for before, after in changes.changed] == [
        (4, 6)
    ]
    take(team, plan)
    assert [number for _, _, number in knocks(team)] == [6, 2, 1]


def test_a_column_that_the_list_lacks_keeps_what_stands_there(team):
    bring(team, "company,person,part\nMill,Ann,Owner\n", "attendance")
    bring(team, "company,person,jobs\nMill,Ann,40\n", "attendance")
    (row,) = team.rows("attendance", "companies")
    assert (row["jobs"], row["part"]) == (40, "Owner")


def test_what_is_gone_stays_unless_it_is_said(team):
    bring(team, f"{HEAD}College,Mill,advice,4\nBoard,Farm,survey,2\n")
    text = f"{HEAD}College,Mill,advice,4\n"
    with pytest.raises(UserError, match="nothing to take"):
        bring(team, text)
    noted = bring(team, text, gone="take_out")
    assert (noted.taken_out, knocks(team)) == (1, [("College", "Mill", 4)])
    assert "1 row taken out" in said(noted)
    undo(team)
    assert len(knocks(team)) == 2


def test_an_import_is_one_step_and_one_step_back_and_what_came_after_stays(team):
    before = len(team.workspace.history())
    bring(team, f"{HEAD}College,Mill,advice,4\nBoard,Farm,survey,2\n")
    assert [answer.exercise_id for answer in team.workspace.history()[before:]].count(OUTREACH) == 1
    value = team.stored(OUTREACH)
    value["knocks"].append(
        {
            "organization": "Chamber",
            "employer": "Mill",
            "purpose": "survey",
            "program": "",
            "position": "",
            "contacts_a_year": 9,
        }
    )
    team.workspace.save(OUTREACH, value)
    undo(team)
    assert knocks(team) == [("Chamber", "Mill", 9)]
    with pytest.raises(UserError, match="No list was brought in that could be taken back"):
        undo(team)
    assert len(team.workspace.history(BROUGHT)) == 2


def test_nothing_is_taken_while_a_question_is_open(team):
    with pytest.raises(UserError, match="Answer first: "):
        bring(team, f"{HEAD}College,Mill,advice,45.000\n")
    assert team.workspace.history() == ()


def test_next_months_list_needs_no_question(team):
    text = "Who,Whom,Reason,Phone\nCollege,Mill,Talks,1\n"
    answers = {"column__A": "organization", "column__B": "employer", "purpose__talks": "advice"}
    bring(team, text, "knocks", **answers)
    plan = looked_at("Who,Whom,Reason,Phone\nBoard,Farm,Talks,2\n", "knocks", standing_of(team))
    assert (plan.questions, plan.rows[0]["purpose"]) == ((), "advice")
    assert {item.why for item in plan.decisions if item.name in ("column.A", "purpose.talks")} == {
        "as last time"
    }
    other = looked_at(text, "knocks", standing_of(team), column__B="organization", column__A="employer")
    assert [column.field for column in other.columns] == ["employer", "organization", "purpose", ""]
    one = looked_at(text, "knocks", standing_of(team), column__D="organization")
    assert [column.field for column in one.columns] == ["", "employer", "purpose", "organization"]
    bring(team, "Who,Whom,Reason,Phone\nBoard,Farm,advice,2\n", "knocks")  # a month without that word
    third = looked_at("Who,Whom,Reason,Phone\nZoo,Farm,Talks,2\n", "knocks", standing_of(team))
    assert third.questions == ()


NAMES = st.sampled_from(
    [
        "River College",
        "Acme, Inc.",
        "=1+1",
        "-Acme",
        "+1 Staffing",
        "@Home",
        "Peña & Søn",
        'Say "so"',
        "O'Neil|West",
        "北テキサス",
        "a;b",
    ]
)


@given(
    st.lists(
        st.tuples(NAMES, NAMES, st.sampled_from(PURPOSES), st.integers(1, 400)),
        min_size=1,
        max_size=6,
        unique_by=lambda row: row[:3],
    )
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_comes_in_again_unchanged(tmp_path_factory, ending, rows):
    # What a cell divides into several names is a name of its own nowhere in the toolkit's exports.
    stored = [
        {
            "organization": one.replace("|", " ").replace(";", " "),
            "employer": other.replace("|", " ").replace(";", " "),
            "purpose": purpose,
            "program": "",
            "position": "",
            "contacts_a_year": times,
        }
        for one, other, purpose, times in rows
    ]
    folder = tmp_path_factory.mktemp("round")
    with Workspace.open("tx-texoma", f"sqlite:///{folder / 'a.db'}") as workspace:
        team = Team(get_region("tx-texoma"), workspace)
        workspace.save(OUTREACH, {"knocks": stored})
        file = folder / f"knocks.{ending}"
        save(team, target("knocks"), file)
        plan = make_plan(read_file(file), "knocks", {}, standing_of(team))
        assert (plan.changes.new, plan.changes.changed, plan.changes.gone, plan.questions) == ((), (), (), ())
        assert plan.changes.same == len(stored)
        if ending == "csv":  # a workbook holds the moment at which it was written
            assert table(target("knocks"), list(plan.result), ending) == file.read_bytes()


# -- ratings ---------------------------------------------------------------------------------------------


def form(*people):
    """Write what a form collects: name, group, and for each dimension the ticked sentences and a rating."""
    dimensions = content.rubric().dimensions
    heads = ["Timestamp", "Email", "Your name", "You speak for"]
    for item in dimensions:
        heads += [
            f"{item.title}: which of these have you seen?",
            f"How do you rate {item.title}?",
            f"Any comments on {item.title}?",
        ]
    rows = [["3/1/2026 9:00", mail, name, group, *cells] for mail, name, group, cells in people]
    return workbook(("Form Responses 1", [heads, *rows]))


def ticked(dimension, *places):
    own = [item for item in content.rubric().indicators if item.dimension == dimension]
    return ", ".join(own[place].text for place in places), [own[place].id for place in places]


def test_ratings_of_a_form_stand_in_the_self_assessment(team):
    first, second, third = (item.id for item in content.rubric().dimensions)
    seen, ids = ticked(first, 0, 2, 5)
    people = (
        (
            "ann@example.org",
            "Ann",
            "Workforce board",
            [seen, "7 - Active", "Two meetings", "", "3", "", "", "", ""],
        ),
        ("ben@example.org", "", "College", ["", "4 - Developing", "", "", "", "", "", "10 - Role Model", ""]),
    )
    plan = looked_at(form(*people), "", standing_of(team))
    assert (plan.target.id, plan.questions, plan.refused) == ("ratings", (), ())
    take(team, plan)
    table_ = team.ratings_table()
    assert sorted(zip(table_["dimension"], table_["score"], strict=True)) == sorted(
        [(first, 7), (first, 4), (second, 3), (third, 10)]
    )
    ann = next(answer for answer in team.ratings() if answer.author == "Ann")
    assert (sorted(ann.value["indicators"]), ann.value["evidence"], ann.stakeholder_group) == (
        sorted(ids),
        {first: "Two meetings"},
        "Workforce board",
    )
    assert "example.org" not in str(team.workspace.history())
    again = looked_at(form(*people), "", standing_of(team))
    assert (again.changes.new, again.changes.changed, again.changes.same) == ((), (), 2)
    undo(team)
    assert team.ratings() == ()


def test_who_rated_twice_is_asked_about_and_a_wrong_rating_is_named(team):
    rows = (
        ("ann@example.org", "Ann", "", ["", "7", "", "", "3", "", "", "", ""]),
        ("ann@example.org", "Ann", "", ["", "8", "", "", "eleven", "", "", "", ""]),
    )
    plan = looked_at(form(*rows), "ratings", standing_of(team))
    assert [item.name for item in plan.questions] == ["sent_twice"]
    assert len(looked_at(form(*rows), "ratings", standing_of(team), sent_twice="first").rows) == 1
    last = looked_at(form(*rows), "ratings", standing_of(team), sent_twice="last")
    assert '"eleven" is no rating' in str(last.refused[0])


# -- maps of networks ------------------------------------------------------------------------------------

ELEMENTS = "Label,Type,Description,Tags\nCollege,Organization,,x\nBoard,Organization,,x\nMill,Employer,,x\nNo One Calls,Employer,,x\n"
CONNECTIONS = "From,To,Type,Label,Tags,Contacts a year\nCollege,Mill|Farm,advice,,a|b,4\nBoard,Mill,business service,x,,12\nMill,Board,advice,sits on the board,,\n"


def test_a_map_of_kumu_becomes_knocks_and_names(team):
    bring(team, ELEMENTS)
    plan = looked_at(CONNECTIONS, "", standing_of(team))
    assert [str(item) for item in plan.refused] == [
        'Row 4: it goes from an employer ("Mill") to a partner ("Board"); a knock goes the other way, so it is none.'
    ]
    take(team, plan)
    assert knocks(team) == [("College", "Mill", 4), ("College", "Farm", 4), ("Board", "Mill", 12)]
    assert "No One Calls" in list(gaps(team.outreach())["employer"])
    assert [row["kind"] for row in stored_rows(team, target("elements"))] == ["organization"] * 2 + [
        "employer"
    ] * 2
    words = looked_at("Label,Type\nRiver College,Education\nHill Dairy,Company\nCouncil,Table\n", "elements")
    assert [row["kind"] for row in words.rows] == ["organization", "employer"]
    only = looked_at(ELEMENTS, "employers")
    assert [row["name"] for row in only.rows] == ["Mill", "No One Calls"]


@pytest.mark.parametrize("ending", ["xlsx", "graphml"])
def test_the_whole_map_goes_out_and_comes_in_again(team, tmp_path, ending):
    bring(team, ELEMENTS)
    bring(team, CONNECTIONS)
    bring(team, 'name,convener,members\nCouncil,Board,"Mill; College"\n', "tables")
    bring(
        team, "organization,other_organization,tie\nCollege,Board,Work on something together\n", "connections"
    )
    save(team, None, tmp_path / f"map.{ending}")
    book = read_file(tmp_path / f"map.{ending}")
    rows = next(sheet.rows for sheet in book.sheets if sheet.name == "Connections")
    assert {row[:3] for row in rows[1:]} >= {
        ("Mill", "Council", "sits at"),
        ("Board", "Council", "convenes"),
        ("College", "Board", "Work on something together"),
    }
    for into, count in (("knocks", 3), ("connections", 1)):
        plan = make_plan(book, into, {}, standing_of(team))
        assert (plan.changes.new, plan.changes.changed, plan.changes.same, plan.questions) == (
            (),
            (),
            count,
            (),
        )
    elements = make_plan(book, "elements", {}, standing_of(team))
    assert elements.changes.same == 4
    assert "Council" not in {row["name"] for row in elements.rows}
    with pytest.raises(UserError, match=r"written as \.xlsx or \.graphml"):
        save(team, None, tmp_path / "map.csv")


# -- the command -----------------------------------------------------------------------------------------


def nextgen(*words):
    return CliRunner().invoke(app, ["bring", *map(str, words)], standalone_mode=True)


def test_the_command_shows_takes_and_takes_back(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(f"{HEAD}College,Mill,advice,monthly\nBoard,Farm,survey,2\n", encoding="utf-8")
    shown = json.loads(
        nextgen(file, "--region", "tx-texoma", "--into", "knocks", "--dry-run", "--json").stdout
    )
    assert {"sheet", "heading_row", "columns", "rows", "questions", "refused", "changes"} <= set(shown)
    assert [row["employer"] for row in shown["rows"]] == ["Farm"]
    assert shown["questions"][0]["name"] == "contacts_a_year.monthly"
    with Team.open("tx-texoma").workspace as workspace:
        assert workspace.history() == ()
    assert isinstance(nextgen(file, "--region", "tx-texoma", "--yes").exception, UserError)
    done = nextgen(file, "--region", "tx-texoma", "--yes", "--answer", "contacts_a_year.monthly=12")
    assert "Taken: list.csv: 2 new rows" in done.stdout
    team = Team.open("tx-texoma")
    assert knocks(team) == [("College", "Mill", 12), ("Board", "Farm", 2)]
    assert "Taken back: list.csv" in nextgen("--undo", "--region", "tx-texoma").stdout
    assert knocks(team) == []
    assert team.answer(OUTREACH, TEAM).value["knocks"] == []
    team.workspace.close()


def test_a_workspace_is_brought_in_the_same_way(tmp_path):
    with Workspace.open("tx-texoma", f"sqlite:///{tmp_path / 'other.db'}") as other:
        other.save(OUTREACH, {"employers": ["Mill"]})
        other.export_excel(tmp_path / "answers.xlsx")
        other.export_json(tmp_path / "answers.json")
    for name in ("answers.xlsx", "answers.json", "other.db"):
        assert nextgen(tmp_path / name, "--region", "tx-texoma").exit_code == 0
    with Team.open("tx-texoma").workspace as workspace:
        assert len(workspace.history()) == 1


@pytest.mark.parametrize(
    ("words", "said_"),
    [(("x.csv",), "Say whose answers"), (("--template", "x.xlsx"), "Say which table"), (("--region", "tx-texoma"), "Which file"),
     (("none.csv", "--region", "tx-texoma"), "There is no file"), (("--tables", "--answer"), "")],
)  # fmt: skip
def test_a_command_that_lacks_something_says_what(words, said_):
    done = nextgen(*words)
    assert done.exit_code != 0
    assert said_ in str(done.exception)
