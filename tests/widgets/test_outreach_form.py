"""The map in a notebook: typed, pasted or imported; and what could be instead."""

from __future__ import annotations

import io

import openpyxl
import pytest
from front_end import HOSTILE_TEXTS, knock, told, typed

import nextgen_helpers as ng
from nextgen_helpers.bring.store import undo
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.answer_types import asked_fields
from nextgen_helpers.toolkit.exercises import Knock, Table

KNOCKS = "organization\temployer\tpurpose\tcontacts_a_year\n"
TABLES = "name,convener,members\n"


@pytest.fixture
def knocks(team):
    return ng.form(team, "many_tables_many_knocks", "knocks")


def preview(form, name="knocks"):
    return form.form.previews[name]


def excel(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


CSV = b"organization,employer,purpose\r\nCollege,Mill,advice\r\nBoard,Mill,survey\r\n"
XLSX = excel(
    ("organization", "employer", "purpose"), ("College", "Mill", "advice"), ("Board", "Mill", "survey")
)


def test_a_list_is_shown_first_and_saved_when_the_team_takes_it(team, knocks):
    told(knocks, "paste", name="knocks", text=f"{KNOCKS}College\tMill\tadvice\t4\nBoard\tMill\tSurvey\t")
    assert [part["title"] for part in preview(knocks)["parts"]] == ["Found", "Matched", "Checked", "Changed"]
    assert preview(knocks)["take"] == "Take 2 rows"
    assert [row[1:4] for row in preview(knocks)["table"]["rows"]] == [
        ["College", "Mill", "Advice"],
        ["Board", "Mill", "Survey"],
    ]
    assert team.team.outreach().knocks == ()
    told(knocks, "take", name="knocks")
    assert [item.contacts_a_year for item in team.team.outreach().knocks] == [4, 1]
    assert len(knocks.form.answers["knocks"]) == 2
    assert preview(knocks)["text"] == "2 rows were added."
    told(knocks, "take", name="knocks")  # the way back
    assert team.team.outreach().knocks == ()
    assert preview(knocks)["text"] == "Taken out again; 0 rows are in the table now."
    told(knocks, "leave", name="knocks")
    assert knocks.form.previews == {}
    with pytest.raises(UserError, match="No list was brought in"):
        undo(team.team)


def test_the_next_list_is_taken_and_does_not_take_the_last_one_out(team, knocks):
    for contacts in (4, 6):
        told(
            knocks,
            "paste",
            name="knocks",
            text=f"{KNOCKS}College\tMill\tadvice\t{contacts}\nBoard\tMill\tSurvey\t1",
        )
        told(knocks, "take", name="knocks")
    assert [item.contacts_a_year for item in team.team.outreach().knocks] == [6, 1]
    assert preview(knocks)["text"] == "0 rows were added, 1 changed."
    told(knocks, "take", name="knocks")
    assert [item.contacts_a_year for item in team.team.outreach().knocks] == [4, 1]


def test_a_list_that_is_left_is_not_saved(team, knocks):
    told(knocks, "paste", name="knocks", text=f"{KNOCKS}College\tMill\tadvice\t4")
    told(knocks, "leave", name="knocks")
    told(knocks, "take", name="knocks")
    assert knocks.form.previews == {}
    assert team.team.outreach().knocks == ()


def test_rows_that_are_taken_follow_those_that_are_there_also_unfinished_ones(team, knocks):
    half = {"organization": "Half", "employer": None, "purpose": None}
    typed(knocks, "knocks", [knock("First"), half])
    told(knocks, "paste", name="knocks", text=f"{KNOCKS}College\tMill\tadvice\t4")
    told(knocks, "take", name="knocks")
    assert [item.organization for item in team.team.outreach().knocks] == ["First", "College"]
    assert sorted(item["organization"] for item in knocks.form.answers["knocks"]) == [
        "College",
        "First",
        "Half",
    ]


def test_what_stands_on_the_map_already_is_changed_and_not_added_twice(team, knocks):
    typed(knocks, "knocks", [knock()])
    told(
        knocks,
        "paste",
        name="knocks",
        text=f"{KNOCKS}THE COLLEGE\tMill, Inc.\tadvice\t3\nBoard\tMill\tadvice\t1",
    )
    assert preview(knocks)["take"] == "Take 2 rows"
    assert preview(knocks)["table"]["rows"][0][-1] == "1 → 3"
    told(knocks, "take", name="knocks")
    assert preview(knocks)["text"] == "1 row was added, 1 changed."
    assert [item.contacts_a_year for item in team.team.outreach().knocks] == [3, 1]
    told(knocks, "take", name="knocks")
    assert [item.contacts_a_year for item in team.team.outreach().knocks] == [1]


def test_a_question_is_answered_before_anything_is_taken(team, knocks):
    told(
        knocks,
        "paste",
        name="knocks",
        text=f"{KNOCKS}College\tMill\tadvice\t45.000\nBoard\tMill\tTalks\tmonthly",
    )
    assert preview(knocks)["text"] == "3 questions to answer first."
    assert preview(knocks)["take"] == ""
    told(knocks, "take", name="knocks")
    assert team.team.workspace.history() == ()
    for question, value in (
        ("numbers.contacts_a_year", "us"),
        ("contacts_a_year.monthly", "12"),
        ("purpose.talks", "advice"),
        ("nothing", "x"),
    ):
        told(knocks, "answer", name="knocks", question=question, value=value)
    told(knocks, "answer", name="knocks", question="purpose.talks", value="no such thing")
    assert preview(knocks)["text"] == "1 question to answer first."
    told(knocks, "answer", name="knocks", question="purpose.talks", value="advice")
    told(knocks, "take", name="knocks")
    assert [item.contacts_a_year for item in team.team.outreach().knocks] == [45, 12]
    told(knocks, "paste", name="knocks", text=f"{KNOCKS}Chamber\tMill\tTalks\t1")
    assert preview(knocks)["take"] == "Take 1 row", "what was answered once is remembered"


def test_what_a_column_is_can_be_said_otherwise(knocks):
    told(knocks, "paste", name="knocks", text="Who\tWhom\tpurpose\nCollege\tMill\tadvice")
    assert preview(knocks)["text"].endswith("questions to answer first.")
    told(knocks, "answer", name="knocks", question="column.A", value="employer")
    told(knocks, "answer", name="knocks", question="column.B", value="employer")
    told(knocks, "answer", name="knocks", question="column.A", value="organization")
    assert [row[1:3] for row in preview(knocks)["table"]["rows"]] == [["College", "Mill"]]


def test_a_row_that_says_the_same_as_another_is_named(knocks):
    told(knocks, "paste", name="knocks", text=f"{KNOCKS}College\tMill\tadvice\t1\nCollege\tMill\tadvice\t1")
    checked = preview(knocks)["parts"][2]
    assert checked["lines"] == ["1 row can be taken, 1 place needs fixing in the list."]
    assert checked["problems"] == ["Row 3: it says the same as row 2."]


def test_what_needs_mending_is_listed_up_to_a_limit(knocks):
    told(knocks, "paste", name="knocks", text=KNOCKS + "College\tMill\tadvice\t-1\n" * 60)
    problems = preview(knocks)["parts"][2]["problems"]
    assert (len(problems), problems[0][:24], problems[-1]) == (
        51,
        "Row 2, Contacts a year: ",
        "There are 10 more.",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nothing was pasted"),
        ("  \n", "Nothing was pasted"),
        ('organization,employer\n"' + "x" * 200_000, "quotation mark"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(team, knocks, text, words):
    told(knocks, "paste", name="knocks", text=text)
    assert words in preview(knocks)["text"]
    assert preview(knocks)["rows"] == []
    told(knocks, "take", name="knocks")
    assert team.team.workspace.history() == ()


def test_knocks_do_not_get_into_the_tables(team):
    tables = ng.form(team, "many_tables_many_knocks", "tables")
    told(tables, "paste", name="tables", text=f"{KNOCKS}College\tMill\tadvice\t1")
    assert (
        'These look like rows of "The many knocks"'
        in preview(tables, "tables")["parts"][0]["asks"][0]["text"]
    )
    assert preview(tables, "tables")["take"] == ""
    told(tables, "paste", name="tables", text=f"{TABLES}Council,Chamber,College; Mill")
    told(tables, "take", name="tables")
    assert team.team.outreach().tables[0].members == ("College", "Mill")


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("a.csv", CSV),
        ("A.CSV", CSV),
        ("a.csv", b"\xef\xbb\xbf" + CSV.replace(b",", b";")),
        ("a.xlsx", XLSX),
        ("../../../etc/a.csv", CSV),
        ("..\\..\\a.csv", CSV),
        ("/etc/passwd.xlsx", XLSX),
        ("a.csv", XLSX),
        ("..", CSV),
    ],
    ids=lambda value: "bytes" if isinstance(value, bytes) else value,
)
def test_a_file_is_read_whatever_it_is_called(team, knocks, tmp_path, file, content):
    before = sorted(tmp_path.iterdir())
    told(knocks, "file", content, name="knocks", file=file)
    assert [row[1] for row in preview(knocks)["table"]["rows"]] == ["College", "Board"]
    told(knocks, "take", name="knocks")
    assert len(team.team.outreach().knocks) == 2
    assert {item.stem for item in set(tmp_path.iterdir()) - set(before)} <= {"team"}


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("a.csv", b""), ("", b"\x00\x01\x02" * 300), ("a.csv", b"\x00" * 1000), ("a.xlsx", XLSX[:100]),
    ],
    # A workbook holds the time at which it was made: its bytes are no name for a test.
    ids=["empty", "bytes", "zeros", "cut off"],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_a_sentence(team, knocks, file, content):
    told(knocks, "file", content, name="knocks", file=file)
    assert preview(knocks)["text"]
    assert "\n" not in preview(knocks)["text"]
    assert preview(knocks)["rows"] == []
    assert team.team.workspace.history() == ()


def test_a_file_that_is_too_large_is_not_read(knocks):
    told(knocks, "file", b"\x00" * (8 * 1024**2 + 1), name="knocks", file="a.csv")
    assert "larger than 8 MB" in preview(knocks)["text"]


def test_rows_from_elsewhere_stay_text(team, knocks):
    rows = [
        ("organization", "employer", "purpose"),
        *((text, text, "advice") for text in HOSTILE_TEXTS if text[0] != "="),
    ]
    told(knocks, "file", excel(*rows), name="knocks", file="a.xlsx")
    told(knocks, "take", name="knocks")
    stored = team.team.typed("many_tables_many_knocks")["knocks"]
    assert [item["employer"] for item in stored] == [row[0] for row in rows[1:]]
    assert "<script" not in knocks.html()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["knocks", "tables"])
def test_a_template_can_be_filled_in_and_read_again(team, monkeypatch, kind, ending):
    form = ng.form(team, "many_tables_many_knocks", kind)
    sent = []
    monkeypatch.setattr(form.form, "send", lambda message, buffers: sent.append((message, buffers)))
    told(form, "template", name=kind, ending=ending)
    ((message, (content,)),) = sent
    assert (message["kind"], message["file"]) == ("download", f"{kind}.{ending}")
    told(form, "file", content, name=kind, file=message["file"])
    shown = preview(form, kind)
    assert (shown["take"], shown["parts"][2]["problems"]) == ("Take 1 row", [])
    ((_, *cells),) = shown["table"]["rows"]
    assert len(cells) == len(asked_fields({"knocks": Knock, "tables": Table}[kind]))
    assert all(cells)
    told(form, "take", name=kind)
    told(form, "rows", name=kind, ending=ending)
    told(form, "file", sent[1][1][0], name=kind, file="again")
    assert preview(form, kind)["text"] == "There is nothing to take."


def test_names_that_stand_on_the_map_are_offered_at_once_in_the_other_forms(team):
    tables, knocks = (
        ng.form(team, "many_tables_many_knocks", "tables"),
        ng.form(team, "many_tables_many_knocks", "knocks"),
    )
    for form in (tables, knocks):
        team.watch(f"form {form.title}", [form.exercise_id], form.refresh)
        assert form.form.suggestions["organizations"] == []
    typed(knocks, "knocks", [knock("Zoo"), knock("board", "Äpfel & Co")])
    assert tables.form.suggestions["organizations"] == ["board", "Zoo"]
    assert tables.form.suggestions["everybody"] == ["board", "Mill", "Zoo", "Äpfel & Co"]


def test_names_of_other_exercises_are_offered_on_the_map_too(team):
    roster = {"partners": [{"organization": "Valley Chamber", "person": "Tom Avery"}]}
    team.team.workspace.save("partner_roster", roster)
    form = ng.form(team, "many_tables_many_knocks", "tables").form
    assert form.suggestions["organizations"] == form.suggestions["everybody"] == ["Valley Chamber"]


# -- alternatives ---------------------------------------------------------------------------------------

ALL = [
    {
        "action": "drop knock",
        "organization": "College",
        "employer": "Mill",
        "purpose": "advice",
        "why": "Tired.",
    },
    {
        "action": "set contacts",
        "organization": "Board",
        "employer": "Mill",
        "purpose": "advice",
        "contacts_a_year": 1,
    },
    {
        "action": "add knock",
        "organization": "One door",
        "employer": "Mill",
        "purpose": "survey",
        "contacts_a_year": 2,
    },
    {"action": "drop table", "table": "Council"},
    {"action": "add table", "table": "Common table", "convener": "Chamber"},
]


def test_an_alternative_is_the_same_after_a_restart_for_all_kinds_of_change(team, laptop):
    form = ng.form(team, "outreach_alternatives", "ideal")
    typed(form, "changes", ALL)
    rows = ng.form(laptop(), "outreach_alternatives", "ideal").form.answers["changes"]
    assert [{name: cell for name, cell in row.items() if cell not in (None, "", [])} for row in rows] == ALL


def test_changes_keep_their_order_while_more_are_typed(team):
    form = ng.form(team, "outreach_alternatives", "ideal")
    for count in range(1, len(ALL) + 1):
        typed(form, "changes", ALL[:count])
        stored = form.shown(form._stored())["changes"]
        assert [row["action"] for row in stored] == [row["action"] for row in ALL[:count]]
        assert form.form.answers["changes"] == ALL[:count]  # what is being typed does not move


def test_a_change_that_another_laptop_took_away_does_not_come_back(team, laptop):
    first = {**ALL[0], "contacts_a_year": 5}  # a number that this change does not need, and that is not kept
    one = ng.form(team, "outreach_alternatives", "ideal")
    typed(one, "changes", [first])
    typed(ng.form(laptop(), "outreach_alternatives", "ideal"), "changes", [])
    for row in (ALL[3], ALL[4]):
        typed(one, "changes", [*(one.form.answers["changes"] if row == ALL[4] else [first]), row])
    assert [item.table.name for item in team.team.alternatives().ideal.changes] == ["Council", "Common table"]


def test_a_change_that_is_not_complete_stays_in_the_form_and_is_named(team):
    form = ng.form(team, "outreach_alternatives", "real")
    half = {"action": "add table", "table": "Common table", "convener": None}
    typed(form, "changes", [half, ALL[3]])
    assert form.form.problems["changes"] == (
        'Not saved yet: Row 1: "Who convenes it" is empty, and this change needs it.'
    )
    assert form.form.answers["changes"] == [half, ALL[3]]
    assert len(team.team.alternatives().real.changes) == 1


def test_a_name_that_is_too_long_for_the_map_is_refused_in_the_row(team):
    form = ng.form(team, "outreach_alternatives", "real")
    typed(
        form, "changes", [{**ALL[0], "organization": "x" * 201}, {"action": "drop table", "table": "x" * 300}]
    )
    assert form.form.problems["changes"].count("it is too long; 200 characters are the most") == 2
    assert team.team.alternatives().real.changes == ()


def test_changes_that_cannot_be_made_are_noted_and_follow_the_map(team):
    form, knocks = (
        ng.form(team, "outreach_alternatives", "real"),
        ng.form(team, "many_tables_many_knocks", "knocks"),
    )
    typed(form, "changes", ALL[:2])
    assert [note.split(":")[0] for note in form.form.notes] == ["Change 1", "Change 2"]
    typed(knocks, "knocks", [knock("Board")])
    assert [note.split(":")[0] for note in form.form.notes] == ["Change 1"]


def test_there_are_two_alternatives(team):
    with pytest.raises(UserError, match="ideal and real"):
        ng.form(team, "outreach_alternatives", "best")


def test_headings_are_taken_as_the_form_shows_them(team, knocks):
    told(
        knocks, "paste", name="knocks",
        text="Who knocks\tAt whose door\tWhat for\tContacts a year\nCollege\tMill\tadvice\t4",
    )  # fmt: skip
    assert preview(knocks)["take"] == "Take 1 row"
    tables = ng.form(team, "many_tables_many_knocks", "tables")
    told(
        tables, "paste", name="tables",
        text="Table\tWho convenes it\tWhat it is for\tWho sits there\nCouncil\tChamber\thear\tMill; College",
    )  # fmt: skip
    told(tables, "take", name="tables")
    (table,) = team.team.outreach().tables
    assert (table.name, table.purpose, table.members) == ("Council", "hear", ("Mill", "College"))


def test_names_that_look_alike_are_counted_and_decided_elsewhere(knocks):
    rows = [knock(employer=name) for name in ("Lakeside Metals", "lakeside  metals", "Lakeside Metal")]
    typed(knocks, "knocks", rows[:2])
    assert knocks.form.notes == []
    typed(knocks, "knocks", rows)
    assert knocks.form.notes == ['1 pair of names looks alike; see "These look alike".']


def test_pasted_bullets_are_no_part_of_a_name(team):
    typed(
        ng.form(team, "many_tables_many_knocks", "partners"),
        "organizations",
        ["\u2022 Board", "- College", "2. Chamber", "3M"],
    )
    assert team.team.outreach().organizations == ("Board", "College", "Chamber", "3M")


def test_a_new_table_can_seat_an_employer_and_close_a_gap(team):
    typed(ng.form(team, "many_tables_many_knocks", "partners"), "employers", ["Mill"])
    row = {"action": "add table", "table": "Common table", "convener": "Chamber", "members": ["Mill"]}
    typed(ng.form(team, "outreach_alternatives", "ideal"), "changes", [row])
    picture, problems = team.team.alternative("ideal")
    assert problems == ()
    assert [table.members for table in picture.tables] == [("Mill",)]
