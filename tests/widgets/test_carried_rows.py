"""Rows of an earlier table are taken over once, one way, and can be taken out again."""

from __future__ import annotations

import pytest
from front_end import save, told, typed

import nextgen_helpers as ng
from nextgen_helpers.toolkit import carried_rows
from nextgen_helpers.toolkit.one_name import SAME_NAMES
from nextgen_helpers.toolkit.sheets import column_path, sheet, sheets

COMPANIES = [
    {"company": "Sandoval Machining", "person": "Maria Sandoval", "size": "small"},
    {"company": "Brooks Plastics", "person": "Lena Brooks"},
]


@pytest.fixture
def calls(team):
    save(team, "invitation_list", companies=COMPANIES)
    return ng.form(team, "call_log")


def _offer(form, table="calls", source="invitation_list.companies"):
    told(form, "offer", name=table, source=source)
    return form.form.previews[table]


def test_companies_are_shown_first_taken_once_and_taken_out_again(team, calls):
    assert _offer(calls)["take"] == "Add 2 rows"
    assert team.team.rows("call_log", "calls") == []
    told(calls, "take", name="calls")
    rows = team.team.rows("call_log", "calls")
    assert [(row["company"], row["person"]) for row in rows] == [
        ("Sandoval Machining", "Maria Sandoval"),
        ("Brooks Plastics", "Lena Brooks"),
    ]
    told(calls, "take", name="calls")
    assert team.team.rows("call_log", "calls") == []


def test_a_company_in_other_letters_is_there_already_and_what_was_typed_stays(team, calls):
    typed(calls, "calls", [{"company": "SANDOVAL  machining", "note": "called on May 4"}])
    shown = _offer(calls)
    assert shown["text"] == "1 row can be added. 1 row is in the table already."
    told(calls, "take", name="calls")
    rows = team.team.typed("call_log")["calls"]
    assert [(row["company"], row["note"]) for row in rows] == [
        ("SANDOVAL  machining", "called on May 4"),
        ("Brooks Plastics", ""),
    ]


def test_a_company_under_a_name_that_was_joined_is_there_already(team, calls):
    typed(calls, "calls", [{"company": "Sandovall Machining", "note": "called on May 4"}])
    assert _offer(calls)["take"] == "Add 2 rows"
    pair = {"one": "Sandoval Machining", "other": "Sandovall Machining", "decision": "joined"}
    save(team, SAME_NAMES, pairs=[{**pair, "shown": "Sandoval Machining"}])
    assert _offer(calls)["text"] == "1 row can be added. 1 row is in the table already."


def test_a_row_that_was_changed_since_is_not_taken_out(team, calls):
    _offer(calls)
    told(calls, "take", name="calls")
    first, second = team.team.rows("call_log", "calls")
    typed(calls, "calls", [{**first, "note": "comes"}, second])
    told(calls, "take", name="calls")
    assert [row["note"] for row in team.team.rows("call_log", "calls")] == ["comes"]


def test_an_empty_table_and_a_source_that_is_none_of_the_tables(team):
    form = ng.form(team, "call_log")
    assert "has no rows yet" in _offer(form)["text"]
    told(form, "offer", name="calls", source="partner_roster.partners")
    assert "has no rows yet" in form.form.previews["calls"]["text"]


def test_a_table_takes_rows_from_its_own_sheet(team):
    form = ng.form(team, "supply_and_demand")
    typed(form, "occupations", [{"occupation": "Welder"}, {"occupation": "Machinist"}])
    assert _offer(form, "pay", "occupations")["take"] == "Add 2 rows"
    told(form, "take", name="pay")
    assert [row["occupation"] for row in team.team.rows("supply_and_demand", "pay")] == [
        "Welder",
        "Machinist",
    ]


@pytest.mark.parametrize(
    ("sheet_id", "table"),
    [(item.id, table.id) for item in sheets().values() for table in item.tables if table.rows_from],
)
def test_columns_that_are_carried_hold_the_same_kind_of_answer(sheet_id, table):
    own = next(item for item in sheet(sheet_id).tables if item.id == table)
    columns = {column.id: column for column in own.columns}
    for source in own.rows_from:
        other, name, _ = column_path(f"{source.table}.*", sheet_id)
        theirs = {
            column.id: column for item in sheet(other).tables if item.id == name for column in item.columns
        }
        for mine, there in source.columns.items():
            assert columns[mine].answer == theirs[there].answer
            assert [c.id for c in columns[mine].choices] == [c.id for c in theirs[there].choices]
        # A row without what it needs could not be saved.
        assert {item.id for item in own.columns if item.needed} <= set(source.columns)


def test_sources_are_named_as_people_read_them():
    assert carried_rows.sources("convener_comparison", "duties") == [
        ("candidates", "Three questions of the toolkit")
    ]
