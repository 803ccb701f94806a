"""The tools of our own: content that is refused where it is wrong, and models that keep what a team types."""

from __future__ import annotations

import math
import shutil

import pytest
from pydantic import ValidationError

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.places import embedded
from nextgen_helpers.toolkit import content, sheets
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model
from nextgen_helpers.toolkit.catalog import checks, exercise_title, exercises

GOOD = """\
- id: a_tool
  place: step1
  ours: true
  title: A tool
  text: What it is for.
  minutes: 5
  done: It is done.
  fields:
  - {id: question, text: Question, answer: text}
  - id: table
    text: Table
    columns:
    - {id: name, text: Name, answer: text, needed: true}
    - {id: points, text: Points, answer: number, lowest: 1, highest: 5}
    - {id: light, text: Light, answer: choice, answer_set: traffic_light}
    start:
    - {name: First, points: 1, light: partly}
"""
QUESTION = "{id: question, text: Question, answer: text}"
FIRST = "{name: First, points: 1, light: partly}"


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read tools from files of the test instead of the shipped ones."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setattr(sheets, "embedded", lambda *_: folder)

    def reading(**files):
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return sheets._tools()

    return reading


# -- what is refused ----------------------------------------------------------------------------------------


def test_good_content_is_read(read):
    found = read(one=GOOD.replace("step1", "step2"), two=GOOD.replace("a_tool", "other_tool"))
    assert list(found) == ["other_tool", "a_tool"]  # in the order of the steps, not of the files


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param(QUESTION, f"{QUESTION}\n  - {QUESTION}", 'the field "question" is there twice', id="field twice"),
        pytest.param("id: points", "id: name", 'the column "name" is there twice', id="column twice"),
        pytest.param("place: step1", "place: step9", 'no entry in steps.yaml for the place "step9"', id="unknown place"),
        pytest.param("place: step1", "place: step1\n  tool: S1-TOOL-9", 'no tool "S1-TOOL-9"', id="unknown tool"),
        pytest.param("place: step1", "place: step1\n  inventory: [S1-C-99]", 'no item "S1-C-99"', id="unknown item"),
        pytest.param("needed: true", "inventory: [NO-1]", 'no item "NO-1"', id="unknown item of a column"),
        pytest.param("answer: text}", "answer: choice}", "a choice needs either choices", id="choice without choices"),
        pytest.param("answer: text}", "answer: text, choices: [{id: a, label: A}]}", "nothing else may have them", id="text with choices"),
        pytest.param("traffic_light}", "traffic_light, choices: [{id: a, label: A}]}", "a choice needs either", id="both"),
        pytest.param("answer: text}", "answer: choice, choices: [{id: a, label: A}, {id: a, label: B}]}", 'the choice "a" is there twice', id="choice twice"),
        pytest.param("traffic_light", "traffic_lihgt", 'no answer set "traffic_lihgt"', id="unknown answers"),
        pytest.param("answer: text}", "answer: text, highest: 5}", "only a number has", id="limits of a text"),
        pytest.param("answer: text}", "answer: text, sixteen_metrics: true}", "the sixteen metrics need a choice", id="metrics of a text"),
        pytest.param("lowest: 1, highest: 5", "lowest: 5, highest: 1", "its lowest value, 5, is above its highest, 1", id="limits the wrong way around"),
        pytest.param("answer: text}", "answer: text, names_from: [table.no one]}", 'no column "table.no one"', id="names from nowhere"),
        pytest.param("answer: text}", "answer: text, once_in: [no_tool.table.name]}", 'no column "no_tool.table.name"', id="once in no tool"),
        pytest.param("answer: text}", "answer: text, known_only: true}", "known_only needs names_from", id="known to whom"),
        pytest.param("answer: text}", "answer: text, suggest: people, names_from: [table.name]}", "either by suggest or by names_from", id="two lists of names"),
        pytest.param("highest: 5}", "highest: 5, names_from: [table.name]}", "only a line of text has", id="names of a number"),
        pytest.param("highest: 5}", "highest: 5, not_below: name}", 'no number "name"', id="not below a text"),
        pytest.param(FIRST, "{name: First, points: 1.5}", "table.0.points", id="half of a whole number"),
        pytest.param(FIRST, "{name: First, points: 6}", "table.0.points", id="row out of range"),
        pytest.param(FIRST, "{name: First, light: green}", "table.0.light", id="row with another answer"),
        pytest.param(FIRST, "{points: 2}", "table.0.name", id="row without what is needed"),
        pytest.param(FIRST, "{name: First, color: red}", "table.0.color", id="row with another column"),
        pytest.param("minutes: 5", "minutes: 0", "minutes", id="no time"),
        pytest.param("ours: true", "ours: false", "ours", id="not ours"),
        pytest.param("title: A tool", "titel: A tool", "title", id="mistyped key"),
        pytest.param("id: question", "id: Question", "in small letters", id="id in capitals"),
        pytest.param("  done: It is done.\n", "", "done", id="nothing to have at the end"),
    ],
)  # fmt: skip
def test_wrong_content_is_refused_with_file_tool_and_reason(read, old, new, reason):
    assert old in GOOD
    other = GOOD.replace("a_tool", "sound_tool")
    with pytest.raises(DataFileError) as refused:
        read(step1=other + GOOD.replace(old, new, 1))
    message = str(refused.value)
    assert message.startswith('data/toolkit/tools/step1.yaml: entry "a_tool"')
    assert reason in message
    assert not message.endswith("..")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("a: [", "not valid YAML"), ("", "has to be a list"), ("id: a_tool", "has to be a list"), ("- 5", "valid dictionary")],
)  # fmt: skip
def test_a_file_that_is_no_list_of_tools_is_refused(read, text, reason):
    with pytest.raises(DataFileError, match=reason):
        read(step1=text)


def test_a_tool_stands_in_one_file(read):
    with pytest.raises(DataFileError, match=r'two\.yaml: the tool "a_tool" stands in two files'):
        read(one=GOOD, two=GOOD)


def test_an_unknown_tool_is_refused_with_the_nearest():
    with pytest.raises(UserError, match=r'no sheet "partner_rooster"\. Did you mean partner_roster'):
        sheets.sheet("partner_rooster")


# -- what ships ---------------------------------------------------------------------------------------------


def test_the_sixteen_metrics_are_named_once_and_offered_everywhere():
    names = {metric.key: metric.name for metric in content.metrics().metrics}
    assert len(names) == 16
    for tool_id, table, rest in (
        ("metrics_board", "metrics", "own"), ("metrics_board", "readings", "own"), ("task_teams", "teams", "none"),
    ):  # fmt: skip
        offered = sheets.column_choices(tool_id, table, "metric")
        assert list(offered) == [*names, rest]
        assert {key: label for key, label in offered.items() if key != rest} == names
    folder = embedded("data", "toolkit", "tools")
    assert not [file.name for file in folder.glob("*.yaml") if "id: met_" in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize("tool_id", sheets.sheets())
def test_every_tool_keeps_its_rows_to_begin_with(tool_id):
    offered = sheets.start_rows(tool_id)
    assert checks()[tool_id](offered) == {**checks()[tool_id]({}), **offered}
    for name, rows in offered.items():
        columns = asked_fields(row_model(sheets.sheet_model(tool_id), name))
        written = next(field.start for field in sheets.sheet(tool_id).fields if field.id == name)
        for row, given in zip(rows, written, strict=True):
            assert set(row) == set(columns)
            assert {column: row[column] for column in given} == given


@pytest.mark.parametrize("tool_id", sheets.sheets())
def test_every_tool_is_an_exercise_with_a_question_for_each_field(tool_id):
    sheet = sheets.sheet(tool_id)
    assert exercises()[tool_id] == exercise_title(tool_id) == sheet.title
    asked = asked_fields(sheets.sheet_model(tool_id))
    assert [asked[field.id].label for field in sheet.fields] == [field.text for field in sheet.fields]
    for field in sheet.fields:
        if isinstance(field, sheets.SheetTable):
            columns = asked_fields(row_model(sheets.sheet_model(tool_id), field.id))
            assert [item.label for item in columns.values()] == [column.text for column in field.columns]


def test_every_tool_that_the_toolkit_names_has_one_id_at_most_twice_used():
    """S4-TOOL-2 is one tool of the toolkit and two of ours: in the room and online."""
    named = [sheet.tool for sheet in sheets.sheets().values() if sheet.tool]
    assert {tool for tool in named if named.count(tool) > 1} <= {"S4-TOOL-2"}


@pytest.mark.parametrize(("place", "table"), [("launch_agenda", 90), ("launch_agenda_online", 75)])
def test_the_agendas_to_begin_with_take_as_long_as_they_say(place, table):
    rows = sheets.start_rows(place)["items"]
    assert sum(row["minutes"] for row in rows) == table
    business = sum(row["minutes"] for row in rows if row["speaks"] == "business")
    assert 3 * business >= 2 * table  # "two thirds or more belong to employers"


def test_the_work_session_to_begin_with_takes_three_and_a_half_hours():
    rows = sheets.start_rows("work_session_agenda")["items"]
    assert sum(row["minutes"] for row in rows) == 210
    assert [row["topic"] for row in rows].count("Break") == 1


def test_the_life_cycle_begins_with_fifteen_tasks_of_five_phases():
    tasks = sheets.start_rows("lifecycle_plan")["tasks"]
    assert [row["phase"] for row in tasks] == [f"phase{number}" for number in range(1, 6) for _ in range(3)]
    titles = [phase.title for phase in content.steps().phases]
    assert list(sheets.column_choices("lifecycle_plan", "phases", "phase").values()) == titles


def test_metrics_to_choose_are_those_of_module_5():
    choices = sheets.column_choices("task_teams", "teams", "metric")
    known = [metric.key for metric in content.metrics().metrics]
    assert [*known, "none"] == list(choices)


# -- models of answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool_id", "value"),
    [
        ("partner_roster", {"partners": [{"organization": " "}]}),
        ("partner_roster", {"partners": [{"organization": "A", "table": "middle"}]}),
        ("connections", {"ties": [{"organization": "A", "other_organization": "B", "trust": 6}]}),
        ("connections", {"ties": [{"organization": "A", "other_organization": "B", "trust": 0}]}),
        ("connections", {"ties": [{"organization": "A", "other_organization": "B", "trust": "4"}]}),
        ("launch_plan", {"launch_date": "2027-02-29"}),
        ("launch_plan", {"duration": 481}),
        ("funding", {"sources": [{"source": "A", "dollars_a_year": -1}]}),
        ("funding", {"sources": [{"source": "A", "dollars_a_year": 1.5}]}),
        ("sector_choice", {"of another version": 1}),
        ("job_quality", {"employers": [{"employer": "A", "starting_pay": "18.5"}]}),
        ("job_quality", {"employers": [{"employer": "A", "starting_pay": True}]}),
        ("job_quality", {"employers": [{"employer": "A", "starting_pay": -0.5}]}),
        ("job_quality", {"employers": [{"employer": "A", "starting_pay": 1000.5}]}),
        ("job_quality", {"employers": [{"employer": "A", "starting_pay": math.nan}]}),
        ("job_quality", {"employers": [{"employer": "A", "starting_pay": math.inf}]}),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(tool_id, value):
    with pytest.raises(ValidationError):
        checks()[tool_id](value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(18.5, 18.5), (18, 18), (18.0, 18), (0, 0), (17.123456789, 17.123457), (0.1 + 0.2, 0.3)],
)
def test_a_decimal_is_kept_as_short_as_it_is_read(typed, kept):
    check = checks()["job_quality"]
    (row,) = check({"employers": [{"employer": "A", "starting_pay": typed}]})["employers"]
    assert (row["starting_pay"], type(row["starting_pay"])) == (kept, type(kept))
    assert check({"employers": [row]})["employers"] == [row]  # as it is read back


def test_a_decimal_may_have_limits_and_a_metric_may_lie_below_zero(read):
    decimal = GOOD.replace("answer: number", "answer: decimal")
    assert read(step1=decimal)["a_tool"].fields[1].columns[1].highest == 5
    with pytest.raises(DataFileError, match=r"table\.0\.points"):
        read(step1=decimal.replace("points: 1,", "points: 5.5,"))
    assert (
        checks()["metrics_board"]({"metrics": [{"metric": "own", "baseline": -3.5}]})["metrics"][0][
            "baseline"
        ]
        == -3.5
    )


def test_what_is_left_open_is_missing_and_not_zero():
    stored = checks()["connections"]({"ties": [{"organization": "A", "other_organization": "B"}]})
    assert stored["ties"] == [
        {"organization": "A", "other_organization": "B", "tie": None, "trust": None, "value": None}
    ]
    assert checks()["launch_plan"]({})["launch_date"] is None


def test_lights_are_read_with_word_and_sign():
    assert sheets.column_choices("partnership_check", "groups", "same_industry")["partly"] == "Partly ◐"


def test_the_shipped_files_are_found_where_the_project_is_installed(tmp_path, monkeypatch):
    copy = tmp_path / "tools"
    shutil.copytree(embedded("data", "toolkit", "tools"), copy)
    monkeypatch.setattr(sheets, "embedded", lambda *_: copy)
    assert sheets.sheets.__wrapped__() == sheets.sheets()
