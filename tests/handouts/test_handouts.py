"""Every handout of every notebook: made, readable, tagged, and with what its reader needs and no more."""

from __future__ import annotations

import io
import re

import nbformat
import pytest
from paper_reader import opened, squeezed
from pypdf import PdfReader

from nextgen_helpers.errors import UserError
from nextgen_helpers.handouts import AUDIENCES, curriculum, make_handouts
from nextgen_helpers.handouts.build import _leading, _pdf, unfolded
from nextgen_helpers.handouts.markdown import typst
from nextgen_helpers.handouts.sheets import FITTING, sheet_of
from nextgen_helpers.toolkit import content, invented, rubric
from nextgen_helpers.toolkit.answer_types import asked_fields, row_model

NOTEBOOKS = {path.stem: path for path in curriculum()}
HOSTILE = '#include "/etc/passwd" \\ ] [ " $x$ Zoë \U0001f3ed'
PAGE = '#set document(title: "A sheet")\n#set page(height: 300pt, width: 300pt, margin: 20pt)\n'
#: As printed: the factory has no letter in our fonts, and is said.
SAID = '#include "/etc/passwd" \\ ] [ " $x$ Zoë (factory)'


def _cells(stem):
    return nbformat.read(NOTEBOOKS[stem], as_version=4).cells


def _sheets(stem):
    found = (sheet_of(cell.source) for cell in _cells(stem) if cell.cell_type == "code")
    return [sheet for sheet in found if sheet is not None]


def _prose(stem, *, facilitator):
    """Give words of the text cells that the handout should have: the first words of each plain paragraph."""
    for cell in _cells(stem):
        if cell.cell_type == "markdown" and ("facilitator" in cell.metadata.get("tags", [])) == facilitator:
            for block in re.split(r"\n\s*\n", unfolded(cell.source)):
                if re.match(r"[A-Z][^*_`\[\]|<>#]{60}", block):
                    yield squeezed(block[:60])


@pytest.mark.parametrize("stem", NOTEBOOKS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_handout_is_tagged_titled_and_in_english(blank, stem, audience):
    if (stem, audience) not in blank:
        assert audience == "worksheets"
        assert not _sheets(stem)
        return
    paper, made = blank[stem, audience]
    (title,) = re.findall(r"^# (.+)$", _cells(stem)[0].source, flags=re.MULTILINE)
    assert paper.tagged
    assert paper.language == "en-US"
    assert paper.title == title
    assert paper.text.count(title) >= paper.pages  # on top of every page
    assert made.sheets == len(_sheets(stem))
    assert made.path.name == f"{stem}_{audience}.pdf"


@pytest.mark.parametrize("stem", NOTEBOOKS)
def test_prose_is_in_the_sets_and_not_on_the_worksheets(blank, stem):
    prose = list(_prose(stem, facilitator=False))
    assert prose
    for audience in ("participant", "facilitator"):
        text = squeezed(blank[stem, audience][0].text)
        assert [words for words in prose if words not in text] == []


@pytest.mark.parametrize("stem", [stem for stem in NOTEBOOKS if list(_prose(stem, facilitator=True))])
def test_the_facilitators_part_is_in_the_guide_only(blank, stem):
    for words in _prose(stem, facilitator=True):
        assert words in squeezed(blank[stem, "facilitator"][0].text)
        for audience in ("participant", "worksheets"):
            if (stem, audience) in blank:
                assert words not in squeezed(blank[stem, audience][0].text)


def test_nearly_every_notebook_has_a_facilitators_part():
    filled = {
        stem
        for stem in NOTEBOOKS
        for cell in _cells(stem)
        if "facilitator" in cell.metadata.get("tags", []) and len(squeezed(unfolded(cell.source))) > 60
    }
    missing = set(NOTEBOOKS) - filled - {"00_start_here", "90_glossary"}
    assert not missing, f"{missing}: add a folded cell, tagged facilitator, as its neighbors have one"


@pytest.mark.parametrize("stem", [stem for stem in NOTEBOOKS if _sheets(stem)])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_question_of_every_form_is_on_paper(blank, stem, audience):
    text = squeezed(blank[stem, audience][0].text)
    for sheet in _sheets(stem):
        assert squeezed(sheet.title) in text
        asked = asked_fields(sheet.model())
        for name in sheet.names:
            assert squeezed(asked[name].label) in text, (sheet.exercise_id, name)
            if asked[name].kind == "choice":
                assert all(squeezed(read) in text for _, read in asked[name].choices)
            if asked[name].kind == "rows":
                for column in asked_fields(row_model(sheet.model(), name)).values():
                    assert squeezed(column.label) in text, (sheet.exercise_id, name, column.label)


def test_the_rubric_is_on_paper_whole(blank):
    text = squeezed(blank["01_self_assessment", "worksheets"][0].text)
    found = rubric.load()
    for words in (
        *(item.title for item in found.dimensions),
        *(item.title for item in found.levels),
        *(item.text for item in found.indicators),
    ):
        assert squeezed(words) in text
    assert all(str(score) in text for score in range(1, 11))


def test_an_empty_set_names_no_region_and_a_filled_one_does(blank, team, tmp_path):
    (made,) = make_handouts(tmp_path, ["worksheets"], team, ["11"])
    filled = opened(made.path.read_bytes())
    assert "Texoma" not in blank["11_step1_support_team", "worksheets"][0].text
    assert filled.text.count("Texoma") == filled.pages
    assert filled.title == "Build Your Regional Support Team"


def test_answers_stand_in_a_filled_set_as_they_were_typed(team, tmp_path):
    team.workspace.save("partner_roster", {"partners": [{"organization": HOSTILE, "kind": "labor"}]})
    team.workspace.save("common_goal", {"change": HOSTILE, "signs": [HOSTILE, "Second"]}, author="Ann Miller")
    team.workspace.save("after_action_review_step1", {"S1-AAR-1a": "partly", "S1-AAR-1a.detail": HOSTILE})
    (made,) = make_handouts(tmp_path, ["participant"], team, ["11"])
    text = opened(made.path.read_bytes()).text
    assert squeezed(text).count(squeezed(SAID)) == 4
    assert "Labor union" in text
    assert "Second" in text
    assert "root:x:0" not in text
    assert "Ann Miller" not in text  # who typed it is nobody's business


def test_names_and_answers_of_single_people_are_on_no_paper(team, tmp_path):
    rating = {"scores": {"career_pathways": 3}, "evidence": {"career_pathways": "Told in confidence"}}
    team.workspace.save("self_assessment", rating, respondent="k1", author="Ann Miller")
    steps = {"steps": ["Told in confidence"]}
    team.workspace.save("employer_journey", steps, respondent="k1", author="Ann Miller")
    made = make_handouts(tmp_path, AUDIENCES, team, ["01", "20"])
    assert len(made) == 6
    for item in made:
        text = opened(item.path.read_bytes()).text
        assert "Told in confidence" not in text
        assert "Miller" not in text


def test_looking_at_answers_changes_none(team, tmp_path):
    team.workspace.save("partner_roster", {"partners": [{"organization": "Board"}]})
    before = team.workspace.history()
    make_handouts(tmp_path, AUDIENCES, team, ["11"])
    assert team.workspace.history() == before


def test_a_notebook_that_is_not_there_is_refused_before_anything_is_made(tmp_path):
    with pytest.raises(UserError, match='no notebook "99"; there are: 00_start_here'):
        make_handouts(tmp_path / "out", AUDIENCES, None, ["01", "99"])
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="it is a file"):
        make_handouts(tmp_path / "taken", AUDIENCES)
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "x"


#: Sheets that no page can hold, even with the fewest lines: so many pages more than sheets.
LONGER = {
    "01_self_assessment": 2,  # the rubric takes a page for each of its three dimensions
    "12_step2_scope": 1,
    "20_module2_outreach": 1,
    "30_module3_frontline": 1,
    "50_module5_metrics": 3,
}


@pytest.mark.parametrize("stem", [stem for stem in NOTEBOOKS if _sheets(stem)])
def test_a_sheet_that_can_end_on_its_page_does(blank, stem):
    paper, made = blank[stem, "worksheets"]
    assert paper.pages <= made.sheets + LONGER.get(stem, 0)


@pytest.mark.parametrize("pages", [0.5, 1, 1.2, 1.902, 1.904, 2.8525])
def test_a_sheet_of_any_height_finds_its_room(pages):
    """As high as what a team has written makes it: also a little less than whole pages."""
    block = f"#block(height: {pages * 260 / 100}pt, above: 0pt, below: 0pt)"
    content = f"#for number in range(100) [{block}[#if number == 0 [Room: #rows]]]"
    sheet = f"(rows, lines, letters) => [{content}]"
    source = f"{PAGE}{FITTING}\n#fitted(({sheet},), (arguments(2, 1), arguments(1, 1)))"
    assert re.search(r"Room: [12]", opened(_pdf(source)).text)


TORN = {
    "for whom a section is": (typst("## 11 Turning points\n\n*More: after half a year.*\n\nWhy it matters."), "11 Turning", "Why it"),
    "a line before a sheet": ("\n".join(_leading(typst("## Check\n\nAnswer by yourself."))) + "\n#heading(level: 2)[Sheet]\nFirst", "Check", "First"),
    "a short table": (typst("Another way:\n\n| If | go to |\n|---|---|\n" + "| it is so | there |\n" * 6 + "| last | end |"), "Another", "last"),
}  # fmt: skip


@pytest.mark.parametrize("name", TORN)
@pytest.mark.parametrize("above", range(30, 100, 4))
def test_what_belongs_together_is_on_one_page(name, above):
    source, first, last = TORN[name]
    pdf = _pdf(f"{PAGE}#heading(level: 1)[Above]\n#block(height: {above * 2}pt)[Before]\n{source}")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert [first in page for page in pages] == [last in page for page in pages]


def _reviews(stem):
    return [sheet for sheet in _sheets(stem) if sheet.exercise_id.startswith("after_action_review")]


@pytest.mark.parametrize("stem", [stem for stem in NOTEBOOKS if _reviews(stem)])
def test_a_review_begins_and_ends_on_one_page(blank, stem):
    pages = [squeezed(page.extract_text()) for page in PdfReader(blank[stem, "worksheets"][1].path).pages]
    for sheet in _reviews(stem):
        asked = asked_fields(sheet.model())
        held = [page for page in pages if squeezed(sheet.title) in page]
        assert len(held) == 1
        assert all(squeezed(asked[name].label) in held[0] for name in sheet.names)


def test_a_filled_sheet_ends_on_its_page(team, tmp_path):
    partners = [{"organization": f"Organization {number}"} for number in range(10)]
    team.workspace.save("partner_roster", {"partners": partners})
    (made,) = make_handouts(tmp_path, ["worksheets"], team, ["11"])
    assert opened(made.path.read_bytes()).pages <= made.sheets


@pytest.mark.parametrize(
    ("heights", "pages"), [((40, 40, 40), 2), ((30, 30, 30), 1), ((90, 20), 2), ((20, 90), 2)]
)
def test_short_sheets_share_a_page_and_keep_their_order(heights, pages):
    sheets = "".join(
        f"(rows, lines, letters) => block(height: {high * 260 / 100}pt, above: 0pt, below: 0pt)[Sheet {number}], "
        for number, high in enumerate(heights)
    )
    source = f"{PAGE}{FITTING}\n#packed(260pt, 260pt, (arguments(2, 1),), 6, ({sheets}))"
    paper = opened(_pdf(source))
    assert paper.pages == pages
    assert re.findall(r"Sheet (\d)", paper.text) == [str(number) for number in range(len(heights))]


def test_smaller_letters_are_taken_where_they_save_a_page_and_only_there():
    def room(high):
        sheet = f"(rows, lines, letters) => block(height: letters * {high})[Letters: #letters]"
        paper = opened(_pdf(f"{PAGE}{FITTING}\n#fitted(({sheet},), (arguments(2, 1),))"))
        return paper.pages, re.search(r"Letters: ([\d.]+)pt", paper.text)[1]

    assert room(20) == (1, "10.5")
    assert room(26) == (1, "9.8")
    assert room(40) == (1, "10.5") or room(40)[1] == "10.5"


@pytest.mark.parametrize("audience", ["participant", "facilitator"])
def test_the_printed_glossary_defines_every_word(blank, audience):
    text = squeezed(blank["90_glossary", audience][0].text)
    for term in content.glossary().terms:
        assert squeezed(term.term) in text
        assert squeezed(term.text) in text
    assert "Words of this lesson" not in text


def test_a_finished_text_is_in_the_set_that_shows_it(blank):
    text = squeezed(blank["13_step3_prepare", "participant"][0].text)
    found = invented.sample("invitation_letter")
    assert squeezed(f"A finished one: {found.title}") in text
    assert squeezed(found.text.split("\n\n")[0]) in text
    assert squeezed(found.text.rsplit("\n\n", maxsplit=1)[-1]) in text
