"""The jobs behind the team's sector, as a team sees it; and programs that come from a spreadsheet."""

from __future__ import annotations

import io

import pytest
from front_end import HOSTILE_TEXTS, page, said, save, told, typed
from openpyxl import Workbook, load_workbook

import nextgen_helpers as ng
from nextgen_helpers.jobs import tables
from nextgen_helpers.jobs.local_pay import area_of
from nextgen_helpers.jobs.staffing import brief
from nextgen_helpers.official import official_rows
from nextgen_helpers.views.frontline import card

HEAD = "Institution,Program,CIP code,Completers a year,Year,Source"
WELDING = {
    "institution": "River",
    "program": "Welding",
    "cip": "48.0508",
    "completers": 500,
    "year": 2025,
    "source": "Registrar",
}


def written_card(team):
    return "\n".join(block.text for block in card(team.team).blocks)


OF_SECTOR = ("sector_jobs", "sector_ladder", "from_here", "job_quality")


@pytest.mark.parametrize("name", OF_SECTOR)
def test_without_a_sector_the_regions_sectors_are_offered(team, name):
    view = getattr(ng.show, name)(team)
    assert "No sector is chosen in Step 2 yet. The figures of Texoma know" in said(view)
    save(team, "sector_choice", sector="Wizardry")
    assert 'no private sector that is called "Wizardry"' in said(view)
    assert "manufacturing" in said(view)
    save(team, "sector_choice", sector="local government")
    assert "no private sector that is called" in said(view)


@pytest.mark.parametrize("mode", ["screen", "paper"])
def test_with_a_sector_each_view_shows_estimates(team, monkeypatch, mode):
    monkeypatch.setenv("NEXTGEN_OUTPUT", mode)
    save(team, "sector_choice", sector="Advanced manufacturing")
    for name in OF_SECTOR:
        view = getattr(ng.show, name)(team)
        words = page(view)
        assert "estimate" in words
        assert "CC BY 4.0" in words
    assert "entry jobs (estimate)" in page(ng.show.sector_jobs(team))
    assert "pay rises by level" in page(ng.show.sector_ladder(team))


def test_from_here_follows_the_occupation(team, screen):
    save(team, "sector_choice", sector="manufacturing")
    screen.display(ng.show.from_here(team))
    assert "No occupation is named yet; these are the largest entry occupations" in screen.html
    assert screen.html.count("What to look for") == 3
    form = ng.form(team, "from_here")
    assert "Machinists" in form.suggestions()["occupations"]
    typed(form, "occupation", "machinists")
    assert "From Machinists:" in screen.html
    assert "No occupation is named yet" not in screen.html
    typed(form, "occupation", "<b>wizard</b>")
    assert "no occupation is called" in screen.html
    assert "<b>wizard" not in screen.html


def test_a_line_of_pay_is_the_teams_own(team):
    save(team, "sector_choice", sector="manufacturing")
    assert "No line of pay is named yet" in page(ng.show.job_quality(team))
    save(team, "living_wage", pay=48_000, household="one grown-up")
    words = page(ng.show.job_quality(team))
    assert "earn $48,000 a year (estimate)" in words
    assert "The line: $48,000 a year, one grown-up. Its source and year are not said." in words


def test_figures_offer_occupations_for_the_card_and_take_nothing_by_themselves(team):
    form = ng.form(team, "sector_card")
    offers = {spec["name"] for spec in form.specs() if spec.get("offers")}
    assert offers == {"jobs", "market"}
    told(form, kind="offer", name="jobs", source="figures")
    assert "No sector is chosen in Step 2 yet." in form.form.previews["jobs"]["text"]
    assert form.form.previews["jobs"]["rows"] == []
    save(team, "sector_choice", sector="manufacturing")
    typed(form, "jobs", [{"job": "machinists", "entry_pay": 46_000, "source": "Omar", "year": 2026}])
    told(form, kind="offer", name="jobs", source="figures")
    offered = form.form.previews["jobs"]
    assert "estimate" in offered["text"].lower()
    assert "in all industries of Sherman-Denison, TX" in offered["text"]
    levels = [line.partition(":")[0] for line in offered["problems"]]
    assert list(dict.fromkeys(levels)) == ["Entry", "Middle", "Advanced"]
    assert len(team.team.rows("sector_card", "jobs")) == 1
    told(form, kind="leave", name="jobs")
    assert form.form.previews == {}
    assert len(team.team.rows("sector_card", "jobs")) == 1
    told(form, kind="offer", name="jobs", source="figures")
    told(form, kind="take", name="jobs")
    rows = team.team.rows("sector_card", "jobs")
    assert (rows[0]["job"], rows[0]["entry_pay"], rows[0]["source"]) == ("machinists", 46_000, "Omar")
    assert "machinists" not in [row["job"].casefold() for row in rows[1:]]
    nation = tables.staffing_shares("31-33").set_index("title")
    here = official_rows("area_pay", [area_of(code) for code in team.team.region.counties])
    here = here[here["year"] == here["year"].max()]
    for row in rows[1:]:
        (title,) = [name for name in nation.index if brief(name) == row["job"]]
        local = "in all industries of Sherman-Denison, TX (" in row["source"]
        assert local or "in this sector in the nation" in row["source"]
        pay = here[here["soc"] == nation.loc[title, "soc"]] if local else nation.loc[[title]]
        assert row["year"] == (here["year"].max() if local else tables.described()["oews_year"])
        assert pay["pay_25"].min() - 50 <= row["entry_pay"] <= pay["pay_25"].max() + 50
        assert pay["pay_75"].min() - 50 <= row["advanced_pay"] <= pay["pay_75"].max() + 50
    assert any("Sherman-Denison" in row["source"] for row in rows[1:])
    told(form, kind="offer", name="jobs", source="figures")
    assert "no occupation of manufacturing that is not here already" in form.form.previews["jobs"]["text"]
    assert f"{rows[1]['job']}: entry pay ${rows[1]['entry_pay']:,} a year" in written_card(team)


def test_figures_offer_openings_and_leave_those_who_look_open(team):
    save(team, "sector_choice", sector="health care")
    form = ng.form(team, "sector_card")
    told(form, kind="offer", name="market", source="figures")
    told(form, kind="take", name="market")
    rows = team.team.rows("sector_card", "market")
    assert len(rows) == 6
    assert all(row["seekers"] is None and row["openings"] > 0 for row in rows)
    assert "people not counted" in written_card(team)
    told(form, kind="offer", source="figures", name="skills")  # a table that figures know nothing of
    assert "skills" not in form.form.previews


def test_programs_are_checked_and_set_beside_openings(team):
    assert "No program is entered. Enter those that no college reports" in said(ng.show.program_supply(team))
    before = page(ng.show.program_gap(team))
    assert "Welders, Cutters, Solderers, and Brazers is over-saturated" not in before
    assert "IPEDS" in before
    save(
        team,
        "training_programs",
        programs=[
            WELDING,
            {**WELDING, "program": "Odd", "cip": "99.1234"},
            {**WELDING, "program": "Arts", "cip": "24.0101"},
        ],
    )
    words = page(ng.show.program_supply(team))
    assert "is no code of CIP 2020" in words
    assert "The row counts nowhere." in words
    assert "Welders, Cutters, Solderers, and Brazers" in words
    gap = page(ng.show.program_gap(team))
    assert "Welders, Cutters, Solderers, and Brazers is over-saturated" in gap
    assert "No sector is chosen in Step 2 yet" in gap
    save(team, "sector_choice", sector="manufacturing")
    assert "no college here reports a completer of a program for them, nor is one entered" in page(
        ng.show.program_gap(team)
    )


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_what_people_typed_stays_text(team, text):
    save(team, "sector_choice", sector="manufacturing")
    save(
        team,
        "training_programs",
        programs=[{**WELDING, "institution": text, "program": text}, {**WELDING, "cip": text}],
    )
    save(team, "from_here", occupation=text)
    save(team, "living_wage", pay=1, household=text, source=text)
    for name in (*OF_SECTOR, "program_supply", "program_gap"):
        words = page(getattr(ng.show, name)(team))
        for raw in ("<script>alert", "<img src=x", "</style></textarea>", "<b>bold"):
            assert raw not in words
    assert len(ng.form(team, "training_programs").form.notes) >= 1 or text


# -- import ---------------------------------------------------------------------------------------------


def preview(form):
    return form.form.previews["programs"]


def test_nothing_is_taken_before_the_team_says_so(team):
    form = ng.form(team, "training_programs")
    assert next(spec for spec in form.specs() if spec["name"] == "programs")["imports"]
    rows = [
        HEAD, "River,Welding,480508,24,2025,Registrar", "River,Welding,48.0508,30,2025,Registrar", "River,Old,47.7777,3,2025,",
        "River,Less,48.0501,-4,2025,", "River,,48.0501,4,2025,", 'Hills,Machining,48.0501,"1,200",2025,', "Hills,Nursing,51.3801,many,2025,", ",,,,,",
    ]  # fmt: skip
    told(form, "paste", name="programs", text="\n".join(rows))
    found = preview(form)
    assert found["take"] == "Take 2 rows"
    assert [text.split(":")[0] for text in found["parts"][2]["problems"]] == [
        "Row 3", "Row 4, CIP code", "Row 5, Completers a year", "Row 6, Program", "Row 8, Completers a year",
    ]  # fmt: skip
    assert team.team.rows("training_programs", "programs") == []
    told(form, "take", name="programs")
    stored = team.team.rows("training_programs", "programs")
    assert [(row["program"], row["cip"], row["completers"]) for row in stored] == [
        ("Welding", "48.0508", 24),
        ("Machining", "48.0501", 1200),
    ]
    told(form, "paste", name="programs", text="\n".join(rows[:2]))
    assert preview(form)["text"] == "There is nothing to take."
    told(form, "leave", name="programs")
    assert form.form.previews == {}


def test_a_workbook_and_what_cannot_be_read(team):
    form = ng.form(team, "training_programs")
    book = Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(["River", "Auto", 47.0604, 12, 2025, None])
    content = io.BytesIO()
    book.save(content)
    told(form, "file", content.getvalue(), name="programs", file="../../x.xlsx")
    assert [row[3] for row in preview(form)["table"]["rows"]] == ["47.0604"]
    told(form, "paste", name="programs", text="")
    assert "Nothing was pasted" in preview(form)["text"]
    told(form, "paste", name="programs", text="Program,Institution\nA,B")
    assert 'The list has no column for "CIP code"' in preview(form)["text"]
    told(form, "paste", name="programs", text="Program,Institution,Number\nA,B,48.0508")
    assert "CIP code" in preview(form)["parts"][1]["asks"][0]["text"]
    told(form, "paste", name="programs", text=f"{HEAD},Dean\nA,B,48.0508,1,2025,x,Ann")
    assert preview(form)["parts"][1]["lines"][-1] == 'Left out: "Dean".'
    told(form, "file", b"PK no workbook", name="programs", file="x.xlsx")
    assert "damaged" in preview(form)["text"]
    told(form, "file", name="programs", file="x.csv")
    assert team.team.workspace.history() == ()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_can_be_read_back(team, monkeypatch, ending):
    form = ng.form(team, "training_programs")
    offered = []
    monkeypatch.setattr(
        type(form.form), "offer", lambda _, name, kind, content: offered.append((name, kind, content))
    )
    told(form, "template", name="programs", ending=ending)
    ((name, _, content),) = offered
    assert name == f"training_programs.{ending}"
    told(form, "file", content, name="programs", file=name)
    assert preview(form)["take"] == "Take 1 row"
    if ending == "xlsx":
        assert load_workbook(io.BytesIO(content)).active["A1"].value == "Institution"
    told(form, "template", name="programs", ending="exe")
    assert len(offered) == 1


def test_a_file_of_odd_rows_is_listed_row_by_row_and_nothing_is_taken(team):
    """Unknown and negative codes, a row twice, formulas as text, and a spreadsheet of Windows (code page 1252)."""
    form = ng.form(team, "training_programs")
    rows = [
        HEAD, "River,Welding,48.0508,24,2025,Registrar", "River,Welding,48.0508,24,2025,Registrar", "River,Old,47.7777,3,2025,",
        "River,Less,48.0501,-4,2025,", "=1+1,@SUM(A1),48.0501,5,2025,+cmd", f"Hills,{'x' * 400},51.3801,4,2025,",
        "Ca\u00f1on,Soldadura \u2013 b\u00e1sica,48.0508,9,2025,",
    ]  # fmt: skip
    told(form, "file", "\n".join(rows).encode("cp1252"), name="programs", file="odd.csv")
    assert preview(form)["parts"][2]["problems"] == [
        "Row 3: it is the same program and year as row 2.",
        'Row 4, CIP code: "47.7777" is no code of CIP 2020, such as 48.0508.',
        'Row 5, Completers a year: "-4" is less than 0.',
        f'Row 7, Program: "{"x" * 60}..." is longer than 200 letters.',
    ]
    assert team.team.rows("training_programs", "programs") == []
    told(form, "take", name="programs")
    taken = team.team.rows("training_programs", "programs")
    assert [(row["institution"], row["program"]) for row in taken] == [
        ("River", "Welding"), ("=1+1", "@SUM(A1)"), ("Ca\u00f1on", "Soldadura \u2013 b\u00e1sica"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\x01\x02" * 1000, "no list that can be read"),
        (("\n".join([HEAD, *["River,W,48.0508,1,2025,"] * 20_001])).encode(), "odd.csv has more than 20,000 rows"),
        (b"", "odd.csv is empty."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused_in_a_sentence(team, content, words):
    form = ng.form(team, "training_programs")
    told(form, "file", content, name="programs", file="odd.csv")
    assert words in preview(form)["text"]
    assert preview(form)["rows"] == []
    assert team.team.rows("training_programs", "programs") == []


def test_five_megabytes_are_read_before_anybody_loses_patience(team):
    form = ng.form(team, "training_programs")
    rows = [f"River,Welding {number} {'x' * 180},48.0508,24,2025,{'y' * 40}" for number in range(19_000)]
    content = "\n".join([HEAD, *rows]).encode()
    assert len(content) > 4_800_000
    told(form, "file", content, name="programs", file="large.csv")
    assert preview(form)["take"] == "Take 19,000 rows"
