"""Lists as offices keep them: titles, merged cells, totals, wide forms, several values in a cell, other words for our columns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_lists import looked_at, workbook

from nextgen_helpers.bring.changes import Standing
from nextgen_helpers.bring.targets import target, targets
from nextgen_helpers.bring.write import template
from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.exercises import PURPOSES, Outreach, Table
from nextgen_helpers.toolkit.outreach import table_overlap

HEAD = "organization,employer,purpose,contacts_a_year\n"


def questions(plan):
    return [item.name for item in plan.questions]


# -- where the list stands -------------------------------------------------------------------------------


def kept_by_an_office():
    return workbook(
        ("Read me", [["Contacts with employers"], ["One line a contact, please."]]),
        ("Contacts", [
            ["Spring contacts"], [], ["Kept by the front desk"],
            ["Agency", "Company", "Reason", "Times a year"],
            ["River College", "Acme Mill", "advice", 4],
            ["Valley Board", "Acme Mill", "business service", 12],
            [None, "Hill Dairy", "job development", 30],
            [], ["Total", None, None, 46],
        ]),
        merged=("A1:D1", "A6:A7"),
    )  # fmt: skip


def test_the_sheet_the_headings_and_merged_cells_are_found_and_totals_left_out():
    plan = looked_at(kept_by_an_office(), "knocks")
    assert (plan.sheet, plan.heading_row, plan.numbers) == ("Contacts", 4, (5, 6, 7))
    assert [row["organization"] for row in plan.rows] == ["River College", "Valley Board", "Valley Board"]
    assert plan.left_out == ((9, '"Total" is no entry.'),)
    assert questions(plan) == []
    assert {item.name for item in plan.decisions} >= {"sheet", "heading_row"}


def test_totals_in_other_words_are_left_out_and_names_that_begin_so_are_not():
    rows = [["Agency", "Company", "Reason", "Visits"], ["Board", "Total Fitness", "advice", 2], ["Total Energy", "Mill", "survey", 1],
            ["Subtotal Bexar County", None, None, 3], ["Comal Subtotal", "2 accounts", None, None],
            ["Grand total:", None, None, 3], [None, None, None, None], ["* confidential", None, None, None]]  # fmt: skip
    plan = looked_at(workbook(("List", rows)), "knocks")
    assert [row["organization"] for row in plan.rows] == ["Board", "Total Energy"]
    assert [number for number, _ in plan.left_out] == [4, 5, 6, 8]


def test_what_was_found_can_be_changed():
    plan = looked_at(
        kept_by_an_office(),
        "knocks",
        heading_row="5",
        column__A="organization",
        column__B="employer",
        column__C="purpose",
    )
    assert plan.numbers == (6, 7)
    with pytest.raises(UserError, match="is no answer to sheet; the answers are: Read me and Contacts"):
        looked_at(kept_by_an_office(), "knocks", sheet="Contact")
    with pytest.raises(UserError, match=r'raises no question "shete". Did you mean "sheet"'):
        looked_at(kept_by_an_office(), "knocks", shete="Contacts")


@given(
    st.permutations(["organization", "employer", "purpose", "contacts_a_year", "Phone", "Email Address"]),
    st.permutations([0, 1, 2]),
)
@settings(max_examples=30)
def test_no_order_of_columns_and_sheets_changes_the_rows(columns, sheets):
    values = {
        "organization": ["College", "Board"], "employer": ["Mill", "Farm"], "purpose": ["advice", "survey"], "contacts_a_year": [2, 3],
        "Phone": ["512-555-0100", ""], "Email Address": ["a@example.org", "b@example.org"],
    }  # fmt: skip
    listed = [columns, *([values[name][place] for name in columns] for place in (0, 1))]
    every = [("Notes", [["Please fill in."]]), ("List", listed), ("Old", [["x", "y"], ["1", "2"]])]
    plan = looked_at(workbook(*(every[place] for place in sheets)))
    assert plan.target.id == "knocks"
    assert [(row["organization"], row["employer"], row["purpose"], row["contacts_a_year"]) for row in plan.rows] == [
        ("College", "Mill", "advice", 2), ("Board", "Farm", "survey", 3),
    ]  # fmt: skip
    assert "example.org" not in str(plan.as_json())


FORM = (
    "Timestamp,Email Address,Your organization,Employer 1 you call on,Why? (1),How often a year? (1),Employer 2 you call on,Why? (2),How often a year? (2),Anything else?\n"
    '3/14/2026 9:02:11,ann@example.org,River College,Acme Mill,"Advice, Survey",4,Hill Dairy,Sponsorship,1,\n'
    "3/14/2026 9:05:40,ben@example.org,Valley Board,acme mill ,Business service,about 12,,,,We lost track\n"
    "3/15/2026 17:44:03,ben@example.org,Valley Board,Acme Mill,Business service,12,Hill Dairy,Job development,monthly,second try\n"
)


def test_employers_side_by_side_become_rows_and_who_sent_twice_is_asked_about():
    plan = looked_at(FORM, "knocks")
    assert questions(plan) == ["sent_twice"]
    assert plan.waiting == (3, 4)
    assert [(row["employer"], row["purpose"]) for row in plan.rows] == [
        ("Acme Mill", "advice"), ("Acme Mill", "survey"), ("Hill Dairy", "sponsorship"),
    ]  # fmt: skip
    last = looked_at(FORM, "knocks", sent_twice="last", contacts_a_year__monthly="12")
    assert [row["contacts_a_year"] for row in last.rows] == [4, 4, 1, 12, 12]
    assert questions(looked_at(FORM, "knocks", sent_twice="all")) == [
        "contacts_a_year.about_12",
        "contacts_a_year.monthly",
    ]
    for found in (plan, last):
        assert "example.org" not in str(found.as_json())


def test_repeated_headings_stand_side_by_side_too():
    plan = looked_at(
        "Agency,Company,Reason,Company,Reason\nCollege,Mill,advice,Farm,survey\nBoard,Mill,survey,,\n",
        "knocks",
    )
    assert [(row["organization"], row["employer"]) for row in plan.rows] == [
        ("College", "Mill"),
        ("College", "Farm"),
        ("Board", "Mill"),
    ]


def test_a_list_without_headings_can_be_taken_by_saying_so():
    text = "College,Mill,advice\nBoard,Mill,survey\n"
    plan = looked_at(
        text, "knocks", heading_row="0", column__A="organization", column__B="employer", column__C="purpose"
    )
    assert (plan.numbers, plan.rows[1]["purpose"]) == ((1, 2), "survey")


def test_of_two_tables_that_fit_and_of_two_years_the_person_says_which():
    text = "Institution;Program;CIP code;Completers 2023-24;Completers 2024-25\nRiver;Welding;48.0508;22;25\n"
    plan = looked_at(text, "training_programs")
    assert (questions(plan), plan.rows) == (["year.completers"], ())
    assert [label for _, label in plan.questions[0].choices] == ["Completers 2024-25", "Completers 2023-24"]
    newest = looked_at(text, "training_programs", year__completers="E")
    assert [(row["completers"], row["year"]) for row in newest.rows] == [(25, 2025)]
    log = looked_at("Company,Contact,Type of contact,Visits,Agency\nMill,Ann,advice,3,College\n")
    assert "person" not in {column.field for column in log.columns if column.heading == "Type of contact"}


def test_what_stands_for_nothing_is_missing_and_not_zero():
    plan = looked_at(f"{PROGRAMS}River;Welding;48.0508;n/a;2025\nRiver;Nursing;51.3801;unknown;\n")
    assert [row["completers"] for row in plan.rows] == [None, None]
    roster = "organization,decides\nCollege,no\n"
    (question,) = looked_at(roster, "partner_roster").questions
    assert (
        looked_at(roster, "partner_roster", **{question.name.replace(".", "__"): "empty"}).rows[0]["decides"]
        is None
    )


def test_names_that_are_left_empty_below_the_first_are_offered_to_be_filled():
    text = "organization,employer,purpose\nCollege,Mill,advice\n,Farm,survey\n"
    assert [str(item) for item in looked_at(text).refused] == ["Row 3, Who knocks: it is empty."]
    assert looked_at(text, fill_down__organization="fill").rows[1]["organization"] == "College"


def test_rows_of_another_table_are_named_and_what_is_missing_is_asked():
    other = looked_at(f"{HEAD}College,Mill,advice,1\n", "tables")
    assert (other.questions[-1].name, other.rows) == ("belongs", ())
    assert 'look like rows of "The many knocks"' in other.questions[-1].text
    plan = looked_at("organization,employer\nCollege,Mill\n", "knocks")
    assert (questions(plan), plan.rows, plan.waiting) == (["needed.purpose"], (), (2,))
    assert (
        looked_at("organization,employer\nCollege,Mill\n", "knocks", needed__purpose="all:survey").rows[0][
            "purpose"
        ]
        == "survey"
    )
    with pytest.raises(UserError, match="no headings that fit a table"):
        looked_at("fruit,color\napple,red\n")


# -- numbers and days ------------------------------------------------------------------------------------

PROGRAMS = "Institution;Program;CIP code;Completers a year;Year\n"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1,200", 1200), ("1200", 1200), ("$1,200", 1200), ("12.0", 12), ('="24"', 24), ("12,5", "is not a whole number"), ("3.5", "no whole number"),
     ("1 200", "write 1200"), ("<10", "is a limit"), ("45k", "write 45000"), ("12-Jan", "a day that a spreadsheet made"), ("2026-01-03", "no whole number"),
     ("-3", "less than 0"), ("many", "no whole number")],
)  # fmt: skip
def test_a_number_is_read_as_written_or_refused_with_what_to_write(typed, read):
    typed = '"' + typed.replace('"', '""') + '"'
    plan = looked_at(f"{PROGRAMS}River;Welding;48.0508;{typed};2025\n")
    if isinstance(read, int):
        assert [row["completers"] for row in plan.rows] == [read]
    else:
        assert plan.rows == ()
        assert read in str(plan.refused[0])


@pytest.mark.parametrize(
    ("typed", "us", "comma"), [("1.200", None, 1200), ("45.000", 45, 45000), ("1.234.567", None, None)]
)
def test_what_can_be_read_in_two_ways_is_asked_once_for_the_column(typed, us, comma):
    text = f"{PROGRAMS}River;Welding;48.0508;{typed};2025\nRiver;Nursing;51.3801;45.000;2025\nRiver;HVAC;47.0201;30;2025\n"
    plan = looked_at(text)
    assert questions(plan) == ["numbers.completers"]
    assert [row["completers"] for row in plan.rows] == [30]
    assert plan.waiting == (2, 3)
    for answer, wanted in (("us", us), ("comma", comma)):
        found = {
            row["program"]: row["completers"] for row in looked_at(text, numbers__completers=answer).rows
        }
        assert found.get("Welding") == wanted
        assert found["Nursing"] == {"us": 45, "comma": 45000}[answer]


def test_a_decimal_comma_is_asked_about_and_never_taken_out():
    text = "employer;starting_pay;pay_after\nMill;21,50;24,00\nFarm;18;20\n"
    plan = looked_at(text, "job_quality")
    assert questions(plan) == ["numbers.starting_pay", "numbers.pay_after"]
    assert (
        looked_at(text, "job_quality", numbers__starting_pay="comma", numbers__pay_after="comma").rows[0][
            "starting_pay"
        ]
        == 21.5
    )
    refused = looked_at(text, "job_quality", numbers__starting_pay="us", numbers__pay_after="comma").refused
    assert "comma before the decimals; write 21.50" in str(refused[0])


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-03-31", "2026-03-31"), ("3/31/2026", "2026-03-31"), ("3/31/26", "2026-03-31"), ("March 31, 2026", "2026-03-31"),
     ("31 Mar 2026", "2026-03-31"), ("2026-03-31 09:30:00", "2026-03-31"), ("soon", None), ("2026-02-30", None)],
)  # fmt: skip
def test_days_are_read_as_people_write_them(typed, day):
    plan = looked_at(f'company,called_on\nMill,"{typed}"\n', "call_log")
    assert [row["called_on"] for row in plan.rows] == ([day] if day else [])
    assert bool(plan.refused) == (day is None)


def test_the_day_first_is_asked_about():
    text = "company,called_on\nMill,31/3/2026\nFarm,4/3/2026\n"
    assert questions(looked_at(text, "call_log")) == ["days.called_on"]
    assert [row["called_on"] for row in looked_at(text, "call_log", days__called_on="day_first").rows] == [
        "2026-03-31",
        "2026-03-04",
    ]


def test_codes_that_a_spreadsheet_has_spoiled_are_whole_again():
    text = f'{PROGRAMS}River;Farming;="01.0102";3;2025\nRiver;Farms;1.0102;4;2025\nRiver;Welding;480508;5;2025\nRiver;Old;47.7777;6;2025\n'
    plan = looked_at(text)
    assert [row["cip"] for row in plan.rows] == ["01.0102", "01.0102", "48.0508"]
    assert "no code of CIP 2020" in str(plan.refused[0])


@pytest.mark.parametrize(
    ("typed", "times"),
    [("monthly", "12"), ("about 12", "12"), ("~6", "6"), ("2x/mo", "24"), ("3 times per week", "156"), ("once a quarter", "4"), ("2-3", "2"), ("1x/qtr", "4"), ("12+", "12"), ("Twice a month", "24"), ("4x", "4")],
)  # fmt: skip
def test_how_often_in_words_is_asked_with_what_it_most_likely_means(typed, times):
    text = f"organization,employer,purpose,contacts_a_year\nCollege,Mill,advice,{typed}\n"
    (question,) = looked_at(text).questions
    assert question.choices[0][0] == times
    assert looked_at(text, **{question.name.replace(".", "__"): times}).rows[0]["contacts_a_year"] == int(
        times
    )


def test_a_code_of_another_edition_leads_to_those_of_its_family():
    text = (
        f"{PROGRAMS}River;Nursing;51.38;6;2025\nRiver;Nursing 2;51.3899;7;2025\nRiver;Gone;47.7777;8;2025\n"
    )
    plan = looked_at(text)
    assert questions(plan) == ["cip.51.3800"]
    assert plan.questions[0].choices[0][0] == "51.3801"
    answered = {"cip__51__3800": "51.3801"}
    assert [row["cip"] for row in looked_at(text, **answered).rows] == ["51.3801", "51.3899"]
    assert "no code of CIP 2020" in str(plan.refused[-1])


# -- names and choices -----------------------------------------------------------------------------------


def test_members_are_divided_and_the_overlap_is_seen():
    text = (
        "name,convener,members\n"
        'Makers,Chamber,"Acme Mill, Hill Dairy, River College"\n'
        "Welding board,River College,Hill Dairy; Acme Mill\n"
        'Lunch,Valley Board,"Acme Mill\nHill Dairy\nRiver College"\n'
        "Food,Chamber,Acme Mill|Hill Dairy\n"
        "Ice,Chamber,Acme Mill / Hill Dairy\n"
        'Safety,Chamber,"Fine Tools, Inc., River College"\n'
        'Towns,Chamber,"Mayor of Waco, TX"\n'
    )
    plan = looked_at(text)
    assert questions(plan) == []
    assert [len(row["members"]) for row in plan.rows] == [3, 2, 3, 2, 2, 2, 1]
    assert plan.rows[5]["members"] == ["Fine Tools, Inc.", "River College"]
    overlap = table_overlap([Table.model_validate(plan.rows[place]) for place in (0, 1)])
    assert overlap.loc[0, ["shared", "together"]].tolist() == [2, 3]


def test_a_comma_that_could_be_part_of_a_name_is_asked_about():
    text = 'name,convener,members\nMakers,Chamber,"Smith, Jones, Partners"\n'
    assert questions(looked_at(text)) == ["commas.members"]
    assert looked_at(text, commas__members="split").rows[0]["members"] == ["Smith", "Jones", "Partners"]
    assert looked_at(text, commas__members="whole").rows[0]["members"] == ["Smith, Jones, Partners"]
    known = Standing(names={"employers": {"smith", "jones", "partners"}})
    assert questions(looked_at(text, standing=known)) == []


@pytest.mark.parametrize(
    ("typed", "purpose"),
    [
        ("Work-Based Learning", "work-based learning"), ("work based learning", "work-based learning"), ("WBL", "work-based learning"),
        ("work-based lerning", "work-based learning"), ("Internship", "internships"), ("interns", "internships"),
        ("Intership", "internships"), ("Apprenticeship", "apprenticeships"), ("registered apprenticeships", "apprenticeships"),
        ("apprentices", "apprenticeships"), ("Business services", "business service"), ("Job-development", "job development"),
        ("surveys", "survey"), ("Sponsorships", "sponsorship"), ("ADVICE", "advice"), ("advisory board", "advice"),
    ],
)  # fmt: skip
def test_a_purpose_is_known_in_near_spellings(typed, purpose):
    assert [
        row["purpose"] for row in looked_at(f"organization,employer,purpose\nCollege,Mill,{typed}\n").rows
    ] == [purpose]


@pytest.mark.parametrize("typed", ["selling", "internal", "service", "job", "learning", "advise the town"])
def test_a_word_that_is_no_purpose_is_asked_about_once(typed):
    text = f"organization,employer,purpose\nCollege,Mill,{typed}\nBoard,Farm,{typed}\n"
    plan = looked_at(text)
    assert (len(plan.questions), plan.rows, plan.waiting) == (1, (), (2, 3))
    name = plan.questions[0].name.replace(".", "__")
    assert [value for value, _ in plan.questions[0].choices[:-1]].count("survey") == 1
    assert [row["purpose"] for row in looked_at(text, **{name: "survey"}).rows] == ["survey", "survey"]
    assert looked_at(text, **{name: "left_out"}).left_out == (
        (2, "you left it out."),
        (3, "you left it out."),
    )


def test_many_wrong_words_are_refused_row_by_row():
    plan = looked_at(
        "organization,employer,purpose\n"
        + "".join(f"College,Mill,word {chr(97 + place)}{chr(97 + place)}\n" for place in range(25))
    )
    assert (len(plan.questions), len(plan.refused)) == (0, 25)
    assert "is not one of: Business service" in str(plan.refused[0])


# -- every table -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", targets())
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_template_is_read_back_by_every_table(name, ending):
    wanted = target(name)
    plan = looked_at(template(wanted, ending), name)
    assert {column.field for column in plan.columns} == set(wanted.fields)
    if name != "ratings":
        assert (len(plan.rows), plan.refused, questions(plan)) == (1, (), [])


def test_a_table_is_known_by_its_ids_and_a_wrong_one_by_the_nearest():
    assert target("partner-roster").id == target("partner_roster.partners").id == "partner_roster"
    assert (target("many_tables_many_knocks.knocks").id, target("employers").only) == ("knocks", "employer")
    with pytest.raises(UserError, match=r'no table "knoks" to bring rows into. Did you mean knocks'):
        target("knoks")


def test_answers_with_the_first_five_purposes_open_as_before():
    """They were saved before work-based learning, internships and apprenticeships could be said."""
    old = ("business service", "job development", "advice", "survey", "sponsorship")
    assert set(old) < set(PURPOSES)
    read = Outreach.model_validate(
        {
            "knocks": [
                {"organization": "A", "employer": "B", "purpose": item, "contacts_a_year": 2} for item in old
            ]
        }
    )
    assert [item["purpose"] for item in read.model_dump(mode="json")["knocks"]] == list(old)
