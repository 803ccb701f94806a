"""The partnership report: made for a region with and without answers, beside the report of its labor market."""

from __future__ import annotations

import html
import re
import shutil

import pytest
from made_reports import nextgen

from nextgen_helpers.errors import UserError
from nextgen_helpers.places import embedded
from nextgen_helpers.regions import get_region
from nextgen_helpers.reports import plan_reports
from nextgen_helpers.reports.destination import read_manifest
from nextgen_helpers.reports.tasks import file_names
from nextgen_helpers.reports.team_sections import _PARTS, team_part
from nextgen_helpers.team_answers import Team
from nextgen_helpers.views.pathways import pathway_picture

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _paper(monkeypatch):
    monkeypatch.setenv("NEXTGEN_OUTPUT", "paper")


def fill(team):
    save = team.workspace.save
    save("partner_roster", {"partners": [{"organization": SCRIPT, "kind": "workforce", "table": "outer"}]})
    save("connections", {"ties": [{"organization": SCRIPT, "other_organization": "College", "trust": 3}]})
    save(
        "implementation_plan",
        {"actions": [{"action": f"Tour {SCRIPT}", "begin": "2027-01-31", "end": "2027-03-01"}]},
    )
    save("funding", {"sources": [{"source": "County", "dollars_a_year": 9_000}]}, author="Ann Miller")
    save("flag_judgement", {"signs": [{"sign": "They call each other", "light": "red"}]})
    save("self_assessment", {"scores": {"career_pathways": 4}}, respondent="k1", author="Ann Miller")


@pytest.fixture
def team():
    with (found := Team.open("tx-texoma")).workspace:
        yield found


def written(*parts):
    return "\n".join(str(piece["text/html"]) for piece in team_part("tx-texoma", parts=parts).mime_bundles())


def test_a_region_without_answers_gets_a_page_beside_the_other_kind(built_reports, home, tmp_path):
    out = tmp_path / "reports"
    shutil.copytree(built_reports, out)
    before = read_manifest(out)
    made = nextgen(home, "report", "tx-panhandle", "--kind", "partnership", "--out", str(out))
    assert made.returncode == 0, made.stderr
    page = (out / "tx-panhandle-partnership.html").read_text(encoding="utf-8")
    assert "<title>Panhandle: partnership report" in page
    assert (
        page.count("has no answers on this computer yet") == 1
    )  # what is not begun is said once, in one list
    titles = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    assert [title.strip() for title in titles] == [
        "1 The region in short", "2 Not begun yet", "3 Sources and method",
    ]  # fmt: skip
    assert (
        "Partners: Step 1: Build Your Regional Support Team (notebook <code>11_step1_support_team</code>)"
        in page
    )
    top, end = page.partition("</style>")[2].split("3 Sources and method</h2>")
    assert "region_id" not in top
    assert "with region_id = tx-panhandle" in end
    assert "Excel workbook" not in page  # this kind has none beside it
    assert "Traceback" not in page
    assert not (out / "tx-panhandle-partnership.xlsx").exists()
    assert not (home / "workspaces").exists()
    entries = read_manifest(out)
    here = {entry["kind"]: tuple(entry["files"]) for entry in entries if entry["region_id"] == "tx-panhandle"}
    assert here == {
        "labor-market": ("tx-panhandle.html", "tx-panhandle.xlsx"),
        "partnership": ("tx-panhandle-partnership.html",),
    }
    assert [entry for entry in entries if entry["kind"] == "labor-market"] == before
    assert "partnership.html" not in (out / "index.html").read_text(encoding="utf-8")
    (out / "tx-panhandle-partnership.html").unlink()
    assert read_manifest(out) == before  # an entry whose page is gone is no report


def test_a_filled_region_gets_its_partners_plan_and_flags_as_text(team, home, tmp_path):
    fill(team)
    made = nextgen(home, "report", "tx-texoma", "--kind", "partnership", "--out", str(tmp_path))
    assert made.returncode == 0, made.stderr
    assert [path.name for path in tmp_path.glob("*.html")] == ["tx-texoma-partnership.html"]
    assert "tx-texoma-partnership.html" in made.stdout
    page = (tmp_path / "tx-texoma-partnership.html").read_text(encoding="utf-8")
    words = html.unescape(re.sub(r"<[^>]*>", " ", page))
    for part in (f"Tour {SCRIPT}", "County gives 100", "They call each other (red)", "has the most ties"):
        assert part in words
    assert "<script>alert" not in page
    assert "Ann Miller" not in page
    titles = [title.strip() for title in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]
    assert [title.partition(" ")[0] for title in titles] == [str(number + 1) for number in range(len(titles))]
    for begun in (
        "Who belongs to it",
        "How the team rates the region",
        "Plan and money",
        "Where the team stands",
    ):
        assert begun in " ".join(titles)
    for not_begun in (
        "Who calls on which employer",
        "What it brings",
        "How people get in",
        "Reviews and next",
    ):
        assert not_begun not in " ".join(titles)
    assert "After Action Reviews: Step 1" in words  # in the list of what is not begun
    assert team.workspace.history()  # the workspace is still there, and as it was
    assert len(team.workspace.history()) == 6


# -- parts --------------------------------------------------------------------------------------------------


def test_each_part_says_what_is_open(team):
    team.workspace.save("sector_choice", {})
    assert "has no partner roster yet" in written("partners")
    assert "There is no implementation plan yet" in written("plan")
    assert "has not chosen any metrics yet" in written("metrics")
    assert "No step has entries yet" in written("flags")
    everything = written("not_begun")
    assert everything.count("<li>") == sum(bool(part.heading and part.notebook) for part in _PARTS.values())
    for stem in re.findall(r"<code>(.*?)</code>", everything):
        assert embedded("notebooks", f"{stem}.ipynb").is_file()


def test_of_the_steps_only_those_with_entries_are_looked_at(team):
    team.workspace.save("partner_roster", {"partners": [{"organization": "Board", "kind": "workforce"}]})
    page = written("flags")
    assert "Step 1" in page
    assert (
        "Nothing to look at yet: Step 2, Step 3, Step 4, Step 5, Step 6, Module 5, Your own judgment." in page
    )
    assert "No priorities are written down yet" not in page


def test_what_is_left_out_by_wish_is_not_said_to_be_open(team):
    fill(team)
    (piece,) = team_part("tx-texoma", wanted=False, parts=["not_begun"]).mime_bundles()
    assert not piece.get("text/plain")


def test_only_the_parts_that_are_asked_for_are_shown_in_their_order(team):
    fill(team)
    both = written("flags", "partners")
    assert both.index("step by step") < both.index("has the most ties")
    assert "County gives" not in written("partners")
    usual = "\n".join(str(piece["text/html"]) for piece in team_part("tx-texoma").mime_bundles())
    assert "has the most ties" not in usual  # the labor-market report stays as it is


def test_the_metrics_stand_with_their_way_and_their_readings(team):
    board = {
        "metric": "met_bp_1",
        "baseline": 10,
        "baseline_on": "2026-01-31",
        "target": 30,
        "target_by": "2027-12-31",
    }
    readings = [{"metric": "met_bp_1", "read_on": "2026-10-31", "value": 20}]
    team.workspace.save("metrics_board", {"metrics": [board], "readings": readings})
    page = written("metrics")
    assert "50%" in page
    assert "Breadth of business engagement" in page


def test_what_modules_3_and_4_and_the_companions_hold_is_there(team):
    team.workspace.save("sector_choice", {"sector": "Manufacturing"})
    assert "The front line is not mapped yet" in written("frontline")
    assert "no map of programs and jobs yet" in written("pathways")
    assert "has not rated the nine parts yet" in written("frameworks")
    programs = [{"program": "Welding", "institution": "College", "level": "entry"}]
    team.workspace.save(
        "pathway_map", {"programs": programs, "jobs": [{"job": f"Welder {SCRIPT}", "level": "target"}]}
    )
    team.workspace.save("frontline_map", {"staff": [{"role": "Counselor", "organization": "High school"}]})
    team.workspace.save("framework_rating", {"parts": [{"part": "border", "rating": 3}]})
    assert "Welding" in written("pathways")
    assert "<script>" not in written("pathways")
    assert "High school" in written("frontline")
    assert "3" in written("frameworks")


def test_goods_without_dollars_make_no_picture_of_money(team):
    team.workspace.save("funding", {"sources": [{"source": "Rooms", "in_kind": "A hall"}]})
    assert "There is no implementation plan yet" in written("plan")


def test_a_part_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(
        UserError,
        match=f'no part "money"; there are: {", ".join(_PARTS)}, not_begun',
    ):
        team_part("tx-texoma", parts=["money"])


@pytest.mark.parametrize(
    ("kind", "files"),
    [("labor-market", ("tx-alamo.html", "tx-alamo.xlsx")), ("partnership", ("tx-alamo-partnership.html",))],
)
def test_each_kind_has_files_of_its_own(tmp_path, kind, files):
    (task,) = plan_reports([get_region("tx-alamo")], None, tmp_path, kind=kind)
    assert task.files == file_names("tx-alamo", kind) == files


def test_a_part_shows_what_the_view_of_the_notebook_shows(team):
    team.workspace.save("pathway_map", {"programs": [{"program": "Bridge", "institution": "River College"}]})
    assert team_part("tx-texoma", parts=["pathways"]).mime_bundles() == pathway_picture(team).mime_bundles()
