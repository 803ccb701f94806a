"""From a code cell to a sheet, and from texts that nobody should trust to text on paper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_reader import opened

from nextgen_helpers.handouts.build import _pdf
from nextgen_helpers.handouts.markdown import string, typst
from nextgen_helpers.handouts.sheets import _box, _shares, called, sheet_of, sheet_typst, worksheets_typst
from nextgen_helpers.toolkit.answer_types import Asked
from nextgen_helpers.toolkit.exercises import OUTREACH_SCENARIOS, PURPOSES

HEAD = '#set document(title: "Test")\n#heading(level: 1)[Test]\n'
FIRST_LINE = "root:x:0:0"
HOSTILE = (
    '#include "/etc/passwd"',
    '#read("/etc/passwd")',
    '"#panic("x")"',
    "back\\slash \\u{1F600} \\\\",
    "]] [[ }} {{ ) (",
    "$x_1$ `raw` *bold* _emph_ @ref <label> // comment /* more */ = heading",
    "Zoë Ñuñoa Ελλάδα",
)


def printed(text):
    return opened(_pdf(HEAD + text)).text.removeprefix("Test").strip()


# -- calls --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('ng.form(team, "funding", "time")', ("funding", "time")),
        ('x = 1\nng.form(team, "a_notes", 5)', ("a_notes", 5)),
        ('ng.form(team, "a", part=["b", "c"])', ("a", ["b", "c"])),
    ],
)
def test_the_call_at_the_end_of_a_cell_is_read(source, expected):
    assert called(source) == expected


@pytest.mark.parametrize(
    "source",
    ["", "team", "x = ng.form(team, 'funding')", "ng.charts.pay(profile)", "ng.show.flags(team)",
     "ng.form", "ng.form(team, f'{x}')", "ng.form(team, **more)", "this is no code",
     "ng.form(team, 'funding')\nteam", "open('/etc/passwd').read()", "region_id = None  # None: the last"],
)  # fmt: skip
def test_a_cell_that_shows_no_form_gives_no_sheet(source):
    assert called(source) is None
    assert sheet_of(source) is None


@pytest.mark.parametrize(
    "name", ["universe_of_connections", "flags", "invitation_letter", "outreach_picture"]
)
def test_what_is_only_looked_at_gives_no_sheet(name):
    assert sheet_of(f"ng.show.{name}(team)") is None


def test_of_a_tool_only_the_fields_of_the_cell_are_printed():
    sheet = sheet_of('ng.form(team, "funding", "time")')
    assert (sheet.exercise_id, sheet.names) == ("funding", ("time",))
    source = sheet_typst(sheet)
    assert "Backup" in source
    assert "Dollars a year" not in source


# -- text stays text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_no_code_of_typst(text):
    found = printed(string(text))
    assert found.split() == text.split()
    assert FIRST_LINE not in found


@pytest.mark.parametrize("text", HOSTILE)
def test_what_stands_in_a_notebook_is_no_code_of_typst(text):
    assert FIRST_LINE not in printed(typst(f"- {text}\n\n> {text}\n\n| a | b |\n|---|---|\n| {text} | x |"))


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_any_text_can_be_set(text):
    """Also letters for which no font is there, and those that nobody can print."""
    assert _pdf(HEAD + f"#par[a {string(text)} b]").startswith(b"%PDF")


def test_a_letter_without_a_font_is_said_by_its_name():
    found = printed(string("Mill \U0001f3ed of Zoë"))
    assert found == "Mill (factory) of Zoë"


def test_control_characters_and_marks_of_direction_are_left_out():
    assert printed(string("a\x00b\u202ec\ud800d")).split() == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# One *two*", '#heading(level: 1)[#"One "#emph[#"two"]]'),
        ("a `b` c", '#par[#"a "#raw("b")#" c"]'),
        ("[words](16_step6_sustain.ipynb)", '#par[#text[#"words"]]'),  # leads nowhere on paper
        ("[words](https://example.org/)", '#par[#link("https://example.org/")[#"words"]]'),
        ("1. a\n2. b", '#enum([#"a"], [#"b"])'),
        ("- a\n  - b", '#list([#block(sticky: true)[#par[#"a"]] #list([#"b"])])'),
        ("<b>x</b>", '#par[#"<b>x</b>"]'),
        ("![A map](map.png)", '#par[#"A map"]'),
        ("---", "#line(length: 100%, stroke: 0.5pt + luma(160))"),
    ],
)
def test_markdown_becomes_typst(markdown, expected):
    assert typst(markdown) == expected


def test_headings_can_move_down_and_not_beyond_the_sixth():
    assert typst("## a", shift=2).startswith("#heading(level: 4)")
    assert typst("##### a", shift=4).startswith("#heading(level: 6)")


def test_a_table_keeps_every_cell():
    found = printed(typst("| a | b |\n|---|---|\n| one | two |\n| three | *four* |"))
    assert found.split() == ["a", "b", "one", "two", "three", "four"]


# -- empty and filled ---------------------------------------------------------------------------------------


def test_a_day_and_a_choice_are_printed_as_people_read_them(team):
    team.workspace.save("launch_plan", {"launch_date": "2027-03-31", "place_kind": "neutral", "duration": 90})
    team.workspace.save("quick_wins", {"wins": [{"what": "Tour", "due": "2027-05-09", "status": "stuck"}]})
    plan, wins = (
        printed(sheet_typst(sheet_of(f'ng.form(team, "{name}")'), team))
        for name in ("launch_plan", "quick_wins")
    )
    assert "Mar 31, 2027" in plan
    assert "X Neither, such as a hotel or a library" in plan
    assert plan.count(" X ") == 1
    assert "May 9, 2027 Stuck" in wins


def test_an_empty_sheet_has_no_tick_and_room_to_write():
    source = sheet_typst(sheet_of('ng.form(team, "launch_plan")'))
    assert "[X]" not in source
    assert source.count("#line(") == 10  # a line for each question but the choice
    rows = sheet_typst(sheet_of('ng.form(team, "partner_roster")'))
    assert "Texas Workforce Commission" in rows  # rows that the form offers, too
    assert rows.count("[#v(15pt)]") == (7 - 3) * 7


def test_answers_take_the_place_of_rows_that_are_offered(team):
    team.workspace.save("partner_roster", {"partners": [{"organization": "Board"}]})
    source = sheet_typst(sheet_of('ng.form(team, "partner_roster")'), team)
    assert "Board" in source
    assert "Texas Workforce Commission" not in source


def test_a_full_table_still_has_rows_to_add_to(team):
    team.workspace.save(
        "partner_roster", {"partners": [{"organization": f"Organization {n}"} for n in range(40)]}
    )
    source = sheet_typst(sheet_of('ng.form(team, "partner_roster")'), team)
    assert source.count("[#v(15pt)]") == 2 * 7
    assert "Organization 39" in printed(source)


@pytest.mark.parametrize(
    "source",
    ['ng.form(team, "employer_journey")', 'ng.form(team, "self_assessment")'],
)
def test_what_each_person_answers_alone_is_not_printed(team, source):
    steps = {"steps": ["Told in confidence"]}
    team.workspace.save("employer_journey", steps, respondent="k1", author="Ann Miller")
    team.workspace.save("employer_journey", steps)
    rating = {"scores": {"career_pathways": 3}, "evidence": {"career_pathways": "Told in confidence"}}
    team.workspace.save("self_assessment", rating, respondent="k1", author="Ann Miller")
    sheet = sheet_of(source)
    assert sheet.personal
    assert sheet_typst(sheet, team) == sheet_typst(sheet)


@pytest.mark.parametrize("which", ["ideal", "real"])
def test_an_alternative_is_printed_with_what_the_team_would_change(team, which):
    source = f'ng.form(team, "outreach_alternatives", "{which}")'
    assert "What would be better then" in printed(sheet_typst(sheet_of(source)))
    knock = {"organization": "College", "employer": "Mill", "purpose": PURPOSES[0], "contacts_a_year": 3}
    scenario = {"name": "x", "changes": [{"action": "add", "knock": knock}], "note": "Less to do."}
    team.workspace.save(OUTREACH_SCENARIOS, {which: scenario})
    text = printed(sheet_typst(sheet_of(source), team))
    assert "College" in text
    assert "Less to do." in text
    other = {"ideal": "real", "real": "ideal"}[which]
    assert "College" not in printed(
        sheet_typst(sheet_of(f'ng.form(team, "outreach_alternatives", "{other}")'), team)
    )


def test_a_wide_table_turns_its_page_where_it_has_one_to_itself():
    wide = sheet_of('ng.form(team, "task_teams")')
    assert "flipped: true" in worksheets_typst([wide])
    assert "flipped" not in sheet_typst(wide)
    assert "flipped" not in worksheets_typst([sheet_of('ng.form(team, "quick_wins")')])


def test_what_there_is_to_choose_from_stands_below_the_table():
    text = printed(sheet_typst(sheet_of('ng.form(team, "partner_roster")')))
    assert "Kind Business of the sector / Trade or business association" in text


def test_a_column_is_as_wide_as_its_longest_word_and_a_full_one_is_wider():
    columns = [("many", Asked("Companies that put a dot on it", "number")), ("what", Asked("What", "text"))]
    columns += [(f"other_{number}", Asked("Who", "text")) for number in range(5)]
    rows = [
        {"what": "A long answer that needs far more room than the name of a person does", "other_0": "Ann"}
    ]
    shares = _shares(columns, rows, 490)
    assert sum(shares) == pytest.approx(1)
    assert shares[0] * 490 >= len("Companies") * 4.75
    assert shares[1] > 1.5 * shares[2]


def test_a_box_and_the_first_word_of_its_label_are_one():
    assert _box("Not yet").endswith('#"Not"]#" yet"')
