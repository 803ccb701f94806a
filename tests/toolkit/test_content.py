"""The toolkit's content: complete, in our words, and refused as a whole where it is wrong."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.places import yaml_of
from nextgen_helpers.toolkit import content, shipped
from nextgen_helpers.toolkit.entries import inside

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "toolkit"
CONTENT = sorted(path for name in ("toolkit", "examples") for path in (ROOT / "data" / name).rglob("*.yaml"))
FILES = {
    "glossary.yaml": content.glossary,
    "inconsistencies.yaml": content.inconsistencies,
    "inventory.yaml": content.inventory,
    "metrics.yaml": content.metrics,
    "quick_checks.yaml": content.quick_checks,
    "reviews.yaml": content.reviews,
    "rubric.yaml": content.rubric,
    "steps.yaml": content.steps,
    "worksheets.yaml": content.worksheets,
}


# -- what is there ----------------------------------------------------------------------------------


def test_every_file_has_its_function():
    # Read by bring.targets, toolkit.companion, toolkit.metrics.story, toolkit.room and toolkit.tools; the groups have a test of their own.
    elsewhere = {
        "frameworks.yaml",
        "storytelling.yaml",
        "stakeholder_groups.yaml",
        "room.yaml",
        "bring.yaml",
        "tools",
    }
    assert {path.name for path in FOLDER.glob("*")} == set(FILES) | elsewhere


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_is_read_alike_without_the_parser_in_c(path):
    """PyYAML's own parser, which some computers have alone, takes no bare question mark or colon in braces."""
    text = path.read_text(encoding="utf-8")
    try:
        read, refused = yaml.safe_load(text), ""
    except yaml.MarkedYAMLError as error:
        read, refused = None, str(error.problem_mark)
    assert not refused, f"{path.relative_to(ROOT)}: put words with ? or : in double quotes; {refused}"
    assert read == yaml_of(text)


def test_rubric():
    rubric = content.rubric()
    assert [dimension.id for dimension in rubric.dimensions] == [
        "industry_engagement",
        "regional_coordination",
        "career_pathways",
    ]
    bands = [(level.id, level.lowest, level.highest) for level in rubric.levels]
    assert bands == [("exploring", 1, 3), ("developing", 4, 5), ("active", 6, 8), ("role_model", 9, 10)]
    assert len(rubric.indicators) == 25, (
        "the toolkit has 25; a new edition of it changes this number, and the inventory"
    )
    assert len(rubric.rules) == 6


def test_bands_hold_each_rating_once():
    ratings = [
        rating for level in content.rubric().levels for rating in range(level.lowest, level.highest + 1)
    ]
    assert ratings == list(range(1, 11))


def test_indicator_ids_agree_with_their_dimension_and_level():
    short = {
        "industry_engagement": "IE", "regional_coordination": "RC", "career_pathways": "CP",
        "exploring": "EXP", "developing": "DEV", "active": "ACT", "role_model": "RM",
    }  # fmt: skip
    for item in content.rubric().indicators:
        assert item.id.startswith(f"R-{short[item.dimension]}-{short[item.level]}-")


def test_near_duplicates_name_each_other():
    same = {item.id: item.same_as for item in content.rubric().indicators if item.same_as}
    assert same == {"R-IE-EXP-1": ("R-RC-EXP-2",), "R-RC-EXP-2": ("R-IE-EXP-1",)}


def test_a_seventh_step_is_resolved_and_said():
    (rule,) = (rule for rule in content.rubric().rules if rule.id == "RI-IE-HIGH")
    assert [start.place for start in rule.start_with] == ["step6", "step1"]
    assert rule.inconsistencies == ("INC-1",)
    assert "Step 6" in rule.note


def test_a_start_that_the_toolkit_does_not_name_is_ours_and_explained():
    for rule in content.rubric().rules:
        if any(start.ours for start in rule.start_with):
            assert "our" in rule.note


def test_rule_for_mixed_profiles_is_ours():
    mixed = content.rubric().mixed
    assert mixed.ours
    assert mixed.order[0] == "regional_coordination"
    assert set(mixed.waits.places) == {"module3", "module4"}


def test_steps_modules_phases():
    steps = content.steps()
    assert [step.id for step in steps.steps] == [f"step{number}" for number in range(1, 7)]
    assert [module.id for module in steps.modules] == [f"module{number}" for number in range(1, 6)]
    assert [len(phase.items) for phase in steps.phases] == [3] * 5
    assert [(phase.id, step.id) for phase, step in steps.crosswalk] == [
        ("phase1", "step1"),
        ("phase1", "step2"),
        ("phase2", "step3"),
        ("phase3", "step4"),
        ("phase4", "step5"),
        ("phase5", "step6"),
    ]
    assert [substep.number for substep in steps.place("step3").substeps] == ["3.1", "3.2", "3.3", "3.4"]
    assert len(steps.place("step5").roles) == 5


def test_what_had_to_be_guessed_is_marked():
    inferred = [item.id for phase in content.steps().phases for item in phase.items if item.inferred]
    assert inferred == ["LC-P1-c"]


def test_reviews():
    reviews = content.reviews()
    counts = Counter(review.step for review in reviews.reviews)
    assert counts == {"step1": 4, "step2": 4, "step3": 5, "step4": 7, "step5": 6, "step6": 6}
    assert [review.id for review in reviews.of_step("step1")] == [
        "S1-AAR-1a",
        "S1-AAR-1b",
        "S1-AAR-2a",
        "S1-AAR-2b",
    ]
    choices = reviews.answer_set("traffic_light").answers
    assert [choice.id for choice in choices] == ["yes", "partly", "not_yet"]
    assert len({choice.symbol for choice in choices}) == 3


def test_reviews_of_ours_close_what_is_no_step():
    reviews = content.reviews()
    assert len(reviews.reviews) == 32
    own = list(dict.fromkeys(review.place for review in reviews.own))
    steps = [f"step{number}" for number in range(1, 7)]
    assert {"self_assessment", *(f"module{number}" for number in range(2, 6)), "companion"} <= set(own)
    assert not set(own) & set(steps)
    assert reviews.places == (*steps, *own)
    assert reviews.of_step("self_assessment") == tuple(
        review for review in reviews.own if review.place == "self_assessment"
    )
    assert [review.id for review in reviews.of_step("module2")] == [
        f"module2_review_{number}" for number in range(1, 6)
    ]
    assert reviews.of_step("step8") == ()
    for review in (*reviews.reviews, *reviews.own):
        assert review.answers == "traffic_light"
        assert review.detail.label
    assert all(review.ours and review.id.startswith(review.place) for review in reviews.own)


def test_worksheets_and_tools():
    worksheets = content.worksheets()
    assert {"preparing_to_launch", "next_steps", "building_momentum"} <= {
        worksheet.id for worksheet in worksheets.worksheets
    }
    assert len(worksheets.tools) == 42
    assert worksheets.tool("S1-TOOL-1").ours
    assert worksheets.tool("M2-TOOL-2").content == "many_tables_many_knocks"
    tables = worksheets.worksheet("next_steps").tables
    assert [column.answer for column in tables[0].columns] == ["text", "date", "person"]
    assert len(tables) == 4


def test_the_exercise_has_five_parts_and_our_minutes():
    exercise = content.worksheets().exercise("many_tables_many_knocks")
    assert len(exercise.parts) == 5
    assert "minutes" in exercise.ours
    assert exercise.minutes == sum(prompt.minutes for part in exercise.parts for prompt in part.prompts)
    assert {prompt.who for prompt in exercise.parts[0].prompts} == {"alone", "together"}


def test_metrics():
    metrics = content.metrics()
    kinds = Counter((metric.category, metric.kind) for metric in metrics.metrics)
    assert sum(kinds.values()) == 16
    assert len(kinds) == 6


def test_inconsistencies():
    assert [entry.id for entry in content.inconsistencies().inconsistencies] == [
        f"INC-{number}" for number in range(1, 19)
    ]


@pytest.mark.parametrize(
    "name",
    ["LQ", "Shift-share", "NAICS", "QCEW", "withheld", "suppressed", "establishment", "sector partnership",
     "convener", "champion", "support team", "After Action Review", "task force", "employer fatigue"],
)  # fmt: skip
def test_glossary_explains(name):
    assert content.glossary().term(name).text


def test_looking_up_what_is_not_there_names_the_nearest():
    with pytest.raises(UserError, match=r'No step or module "step7"\. Did you mean step'):
        content.steps().place("step7")
    with pytest.raises(UserError, match='No term "zzz"'):
        content.glossary().term("zzz")


def unsaid() -> list[str]:
    """Items of the inventory that have no words: neither a text there, nor an entry of another file that stands for them."""
    said = {
        item_id
        for name, load in FILES.items()
        if name not in ("inventory.yaml", "quick_checks.yaml")  # to ask about an item is not to say it
        for entry in inside(load())
        if any(getattr(entry, field, "") for field in ("text", "purpose", "reader", "title", "name"))
        for item_id in content._items_of(entry)
    }
    return [item.id for item in content.inventory().items if not (item.text or item.id in said)]


def test_every_item_is_said_somewhere():
    assert unsaid() == [], "no file says it; add a text in data/toolkit/inventory.yaml"


def test_entries_of_a_kind_stand_in_the_file_for_that_kind():
    kinds = {item.id: item.kind for item in content.inventory().items}

    def wanted(*names: str) -> set[str]:
        return {item_id for item_id, kind in kinds.items() if kind in names}

    assert {item.id for item in content.rubric().indicators} == wanted("rubric_indicator")
    assert {item.id for item in content.reviews().reviews} == wanted("aar")
    assert {item.id for item in content.metrics().metrics} == wanted("metric")
    assert {item.id for item in content.worksheets().tools} == wanted("tool", "tool_pointer")
    asked = {entry.id for entry in inside(content.worksheets()) if hasattr(entry, "id")}
    assert wanted("worksheet_item", "action_row", "exercise_step", "exercise_item", "remedy") <= asked
    defined = {item_id for term in content.glossary().terms for item_id in term.inventory}
    assert wanted("definition", "concept") <= defined


@pytest.mark.parametrize("name", FILES)
def test_content_is_frozen(name):
    for entry in inside(FILES[name]()):
        assert type(entry).model_config["frozen"]
        assert type(entry).model_config["extra"] == "forbid"
        assert not [field for field in type(entry).model_fields if isinstance(getattr(entry, field), list)]
    with pytest.raises(ValidationError, match="frozen"):
        FILES[name]().source = "changed"


# -- the inventory that the project was given -------------------------------------------------------


@pytest.fixture(scope="module")
def given(request) -> list[dict[str, str]]:
    folder = request.getfixturevalue("shared").parent / "toolkit"
    return yaml.safe_load((folder / "content_inventory.yaml").read_text(encoding="utf-8"))["items"]


@pytest.mark.raw
def test_inventory_holds_what_was_given(given):
    ours = {item.id: item for item in content.inventory().items}
    assert list(ours) == [item["id"] for item in given], (
        "what was given, and nothing of ours, is in data/toolkit/inventory.yaml"
    )
    assert len(ours) == 503
    for item in given:
        own = ours[item["id"]]
        assert (own.kind, own.document, own.where, own.mode) == (
            item["kind"],
            item["document"],
            item["where"],
            item["mode"],
        )
        assert list(own.notebooks) == item["notebook"].split(" / ")


# -- the words --------------------------------------------------------------------------------------

RUN = 8


def words_of(text: str) -> list[str]:
    """Words of a text, as they would be read aloud: no hyphens, line breaks, ligatures or case."""
    text = text.replace("\N{LATIN SMALL LIGATURE FI}", "fi").replace("\N{LATIN SMALL LIGATURE FL}", "fl")
    text = re.sub(r"[\u2010-\u2015\u00ad-]+\s*", " ", text.lower())
    return re.findall(r"[a-z0-9]+", re.sub(r"['\u2018\u2019]", "", text))


def runs(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


#: Names that the source gave: they have to be its own.
NAMED_BY_THE_SOURCE = {
    ("Step", "title"), ("Module", "title"), ("Phase", "title"), ("Sheet", "title"), ("Exercise", "title"),
    ("Document", "title"), ("Tool", "name"), ("Alias", "name"), ("InventoryItem", "where"),
}  # fmt: skip


def words_of_ours() -> list[tuple[str, str]]:
    """Every text of the files but ids and the source's own names, each with its place."""
    found = []
    for file, load in FILES.items():
        for entry in inside(load()):
            for field in type(entry).model_fields:
                if field == "source" or (type(entry).__name__, field) in NAMED_BY_THE_SOURCE:
                    continue
                value = getattr(entry, field)
                texts = value if isinstance(value, tuple) else (value,)
                place = f"{file} {getattr(entry, 'id', '')} {field}"
                found += [(place, text) for text in texts if isinstance(text, str) and " " in text]
    return found


@pytest.mark.raw
def test_nothing_is_pasted(shared, given):
    sources = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted((shared.parent / "source_documents").glob("*.txt"))
    ]
    assert len(sources) == 5
    theirs = set().union(*(runs(text) for text in [*sources, *(item["paraphrase"] for item in given)]))
    pasted = [place for place, text in words_of_ours() if runs(text) & theirs]
    assert not pasted, f"{RUN} or more words in a row are the source's in {', '.join(pasted[:5])}"


def test_pasting_is_noticed():
    source = "Business out-\nreach, it seems, is \u201ccoordinated\u201d at a small scale"
    assert runs("Business out\u2010reach it seems is coordinated at a large scale") & runs(source)
    assert not runs("Seven words in a row are fine.")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.name)
def test_spelling_is_american(path):
    british = re.compile(
        r"\b(labour|programmes?|organi[s]ations?|organi[s]e[ds]?|recogni[s]e[ds]?|centres?|behaviour|colour|favour"
        r"|analyse[ds]?|licence|towards|whilst|enrol|fulfil|skilful|travell\w+|cheque|grey|afterwards|judgement)\b",
        re.IGNORECASE,
    )
    assert not british.findall(path.read_text(encoding="utf-8"))


def test_sentences_are_short_and_whole():
    prose = {"text", "purpose", "note", "result", "collect", "done", "source_says", "we_do", "reader"}
    columns = {
        column.id
        for sheet in content.worksheets().worksheets
        for table in sheet.tables
        for column in table.columns
    }
    lengths = []
    for place, text in words_of_ours():
        if place.split()[-1] in prose and place.split()[1] not in columns:
            assert text[-1] in ".?!", f"{place}: {text}"
            assert text[0].isupper(), f"{place}: {text}"
            counts = [len(part.split()) for part in re.split(r"(?<=[.?!])\s+", text)]
            assert max(counts) <= 40, f"{place}: {text}"
            lengths += counts
    assert len(lengths) > 500
    assert sum(lengths) / len(lengths) < 22


# -- what is wrong is refused -----------------------------------------------------------------------


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """Change one file in a copy of the content, and read it from there."""
    folder = tmp_path / "data" / "toolkit"
    shutil.copytree(FOLDER, folder)
    monkeypatch.setattr(shipped, "embedded", tmp_path.joinpath)

    def change(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    change.folder = folder
    for load in FILES.values():
        load.cache_clear()
    yield change
    monkeypatch.undo()
    for load in FILES.values():
        load.cache_clear()


INDICATOR = "- id: R-IE-EXP-2\n  dimension: industry_engagement\n  level: exploring\n"
WRONG = [
    # unique ids
    ("rubric.yaml", "- id: R-IE-EXP-2\n", "- id: R-IE-EXP-1\n", '"R-IE-EXP-1" is there twice'),
    ("rubric.yaml", "- id: developing\n", "- id: exploring\n", '"exploring" is there twice'),
    ("steps.yaml", "- id: module1\n", "- id: step1\n", '"step1" is there twice'),
    ("reviews.yaml", "- id: S1-AAR-1b\n", "- id: S1-AAR-1a\n", '"S1-AAR-1a" is there twice'),
    ("reviews.yaml", "  - id: partly\n", '  - id: "yes"\n', '"yes" is there twice'),
    ("worksheets.yaml", "    - id: PTL-1b\n", "    - id: PTL-1a\n", '"PTL-1a" is there twice'),
    ("worksheets.yaml", "- id: resource_plan\n", "- id: regional_needs\n", "is there twice"),
    ("metrics.yaml", "- id: MET-BP-2\n", "- id: MET-BP-1\n", '"MET-BP-1" is there twice'),
    ("glossary.yaml", "- id: naics\n", "- id: median\n", '"median" is there twice'),
    ("glossary.yaml", "aliases: [LMI]", "aliases: [lq]", 'the name "lq" is used more than once'),
    ("inconsistencies.yaml", "- id: INC-2\n", "- id: INC-1\n", '"INC-1" is there twice'),
    ("inventory.yaml", "{id: FW-3,", "{id: FW-1,", '"FW-1" is there twice'),
    ("reviews.yaml", "- id: module2_review_2\n", "- id: module2_review_1\n",
     '"module2_review_1" is there twice'),
    # bands
    ("rubric.yaml", "lowest: 4\n", "lowest: 5\n", 'entry "developing": its band is 5 to 5, .* begin with 4'),
    ("rubric.yaml", "highest: 5\n", "highest: 6\n", 'entry "active": its band is 6 to 8, .* begin with 7'),
    ("rubric.yaml", "highest: 8\n", "highest: 5\n", 'entry "active": its band is 6 to 5'),
    ("rubric.yaml", "highest: 10\n", "highest: 9\n", "end with 9; the last one has to end with 10"),
    ("rubric.yaml", "highest: 10\n", "highest: 11\n", 'entry "role_model", field "highest"'),
    # references
    ("rubric.yaml", "- id: R-IE-EXP-2\n", "- id: R-IE-EXP-9\n", 'no inventory id "R-IE-EXP-9"'),
    ("rubric.yaml", "inventory: R-DIM-IE\n", "inventory: R-DIM-XX\n", 'no inventory id "R-DIM-XX"'),
    ("rubric.yaml", INDICATOR, INDICATOR.replace("industry_engagement", "industry"),
     'no dimension "industry"'),
    ("rubric.yaml", INDICATOR, INDICATOR.replace("exploring", "explore"),
     r'no level "explore"\. Did you mean "exploring"\?$'),
    ("rubric.yaml", "same_as: [R-IE-EXP-1]", "same_as: [R-IE-EXP-2]", "has to name"),
    ("rubric.yaml", "same_as: [R-IE-EXP-1]", "same_as: [R-RC-EXP-2]",
     '"R-RC-EXP-2", field "same_as": "R-IE-EXP-1" names it'),
    ("rubric.yaml", "place: module2\n", "place: module9\n", 'no step or module "module9"'),
    ("rubric.yaml", "places: [module3, module4]", "places: [module3, step8]", 'no step or module "step8"'),
    ("rubric.yaml", "tools: [M3-TOOL-4]", "tools: [M3-C-1]", 'no tool "M3-C-1"'),
    ("rubric.yaml", "inconsistencies: [INC-1]", "inconsistencies: [INC-99]", 'no inconsistency "INC-99"'),
    ("rubric.yaml", "rule: RI-IE-HIGH\n", "rule: RI-IE-TOP\n", 'no rule "RI-IE-TOP"'),
    ("steps.yaml", "notebook: 11_step1", "notebook: 19_step9", 'no notebook "19_step9"'),
    ("steps.yaml", "tools: [S1-TOOL-1, S1-TOOL-2]", "tools: [S1-TOOL-9]", 'no tool "S1-TOOL-9"'),
    ("steps.yaml", "steps: [step1, step2]\n", "steps: [step1, step9]\n", 'no step "step9"'),
    ("steps.yaml", "steps: [step1, step2]\n", "steps: [step1]\n", '"step2" stands in 0 phases'),
    ("steps.yaml", "means: phase1", "means: phase9", 'no step, module or phase "phase9"'),
    ("reviews.yaml", "- id: module2_review_2\n  place: module2\n", "- id: module2_review_2\n  place: module9\n",
     'no entry in steps.yaml for the place "module9"'),
    ("reviews.yaml", "  text: Is there a date when we rate ourselves again?\n  answers: traffic_light\n",
     "  text: Is there a date when we rate ourselves again?\n  answers: stars\n", 'no answers "stars"'),
    ("worksheets.yaml", "prefill: [S1-AAR-1b]", "prefill: [S1-AAR-9]", 'no review "S1-AAR-9"'),
    ("worksheets.yaml", "inventory: [PTL-0]", "inventory: [PTL-00]", 'no inventory id "PTL-00"'),
    ("worksheets.yaml", "content: employer_journey", "content: employer",
     'no worksheet or exercise "employer"'),
    ("glossary.yaml", "see: [table, employer_fatigue]", "see: [tables]", 'no other term "tables"'),
    ("glossary.yaml", "inventory: [INC-10]", "inventory: [INC-100]", 'no inventory id "INC-100"'),
    ("inventory.yaml", "- id: things_to_consider\n", "- id: things\n", 'no document "things_to_consider"'),
    # orders
    ("rubric.yaml", "inventory: R-DIM-RC\n  order: 2\n", "inventory: R-DIM-RC\n  order: 3\n", "2 comes next"),
    ("steps.yaml", 'number: "3.2"', 'number: "4.2"', "but 3.2 comes next"),
    ("reviews.yaml", "- id: S2-AAR-2\n  step: step2\n", "- id: S2-AAR-2\n  step: step1\n", "out of order"),
    ("reviews.yaml", "- id: self_assessment_review_2\n  place: self_assessment\n",
     "- id: self_assessment_review_2\n  place: module2\n",
     '"self_assessment_review_3" is out of order; keep'),
    (
        "rubric.yaml",
        "- id: R-IE-RM-1\n  dimension: industry_engagement\n  level: role_model\n",
        "- id: R-IE-RM-1\n  dimension: industry_engagement\n  level: exploring\n",
        '"R-IE-RM-1" is out of order',
    ),
    # what has to be there
    ("rubric.yaml", "- id: RI-CP-HIGH\n  dimension: career_pathways\n  side: high\n",
     "- id: RI-CP-HIGH\n  dimension: career_pathways\n  side: low\n", 'one rule for the side "low"'),
    ("rubric.yaml", "- id: R-CP-ACT-1\n  dimension: career_pathways\n  level: active\n",
     "- id: R-CP-ACT-1\n  dimension: career_pathways\n  level: developing\n",
     'no indicator for the level "active"'),
    ("metrics.yaml", "- id: MET-PI-1\n  category: public_programs\n", "- id: MET-PI-1\n  category: publik\n",
     'no category "publik"'),
    ("worksheets.yaml", "    minutes: 35\n", "    minutes: 30\n", '"M2-EX-MTMK-1".* 35 minutes'),
    ("worksheets.yaml", "  content: employer_journey\n", "  content: employer_journey\n  ours: true\n",
     '"M2-TOOL-1".* one of the three'),
    ("worksheets.yaml", "- id: M4-TOOL-2\n  name", "- id: M4-TOOL-2\n  ours: true\n  name",
     '"M4-TOOL-2".* one of the three'),
    ("glossary.yaml", "inventory: [INC-10]", "ours: true\n  inventory: [INC-10]", '"task_team".* is either'),
    ("reviews.yaml", "- id: module2_review_3\n  place: module2\n  ours: true\n",
     "- id: module2_review_3\n  place: module2\n", '"module2_review_3", field "ours": Field required'),
    ("reviews.yaml", "- id: module2_review_3\n  place: module2\n  ours: true\n",
     "- id: module2_review_3\n  place: module2\n  ours: false\n", '"module2_review_3", field "ours": Input'),
    ("reviews.yaml", "- id: module2_review_4\n", "- id: S2-AAR-9\n", 'entry "S2-AAR-9", field "id"'),
    # shape
    ("rubric.yaml", INDICATOR, INDICATOR + "  colour: red\n", '"R-IE-EXP-2", field "colour": Extra inputs'),
    ("steps.yaml", "  notebook: 12_step2\n", "", 'entry "step2", field "notebook": Field required'),
    ("rubric.yaml", INDICATOR, INDICATOR.replace("level: exploring", "level: 3"), "valid string"),
    ("rubric.yaml", "lowest: 4\n", 'lowest: "4"\n', '"developing", field "lowest": Input should be a'),
    ("rubric.yaml", "lowest: 1\n", "lowest: true\n", '"exploring", field "lowest"'),
    ("metrics.yaml", "direction: down", "direction: sideways", '"MET-JI-1", field "direction"'),
    ("reviews.yaml", "- id: S1-AAR-1a\n", "- id: s1 aar\n", 'entry "s1 aar", field "id"'),
    ("reviews.yaml", "reviews:\n", "reviews: [\n", "line .*not valid YAML"),
    ("reviews.yaml", "own:\n", "ours:\n", 'field "own": Field required'),
    ("reviews.yaml", '  detail: {label: "Who gives up what?", answer: long_text}\n', "",
     '"module2_review_4", field "detail": Field required'),
    ("reviews.yaml", "answer_sets:\n", "sets:\n", 'field "answer_sets": Field required'),
    ("inventory.yaml", "sections:\n", "parts:\n", "documents and sections"),
    ("inventory.yaml", "{id: FW-3,", "{id: FW-3, where: here,", 'entry "FW-3": where stands in its section'),
    ("inventory.yaml", "{id: FW-3, kind: claim,", "{id: FW-3,", 'entry "FW-3", field "kind": Field required'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"), WRONG, ids=[f"{name}-{reason[:40]}" for name, _, _, reason in WRONG]
)
def test_wrong_file_is_refused(broken, name, old, new, reason):
    broken(name, old, new)
    with pytest.raises(DataFileError, match=reason) as refused:
        FILES[name]()
    assert refused.value.file == f"data/toolkit/{name}"
    assert str(refused.value).startswith(f"data/toolkit/{name}")
    assert "\n" not in str(refused.value)


def test_unchanged_copy_is_accepted(broken):
    assert broken.folder.is_dir()
    for load in FILES.values():
        assert load()


def test_tool_that_only_one_file_lists_is_refused(broken):
    broken("steps.yaml", "tools: [S1-TOOL-1, S1-TOOL-2]", "tools: [S1-TOOL-1]")
    with pytest.raises(DataFileError, match='"S1-TOOL-2": only this file says that it belongs to step1'):
        content.worksheets()


def test_item_that_nobody_says_is_refused(broken):
    broken("metrics.yaml", "- id: MET-PI-2\n", "- id: M5-RES\n")
    assert unsaid() == ["MET-PI-2"]


def test_missing_file_is_refused(broken):
    (broken.folder / "metrics.yaml").unlink()
    with pytest.raises(DataFileError, match="cannot be read"):
        content.metrics()


@pytest.mark.parametrize("text", ["", "[]", "- 1", "just words", "rubric: {}", "3"])
@pytest.mark.parametrize("name", FILES)
def test_file_of_another_shape_is_refused(broken, name, text):
    (broken.folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError):
        FILES[name]()


@pytest.mark.parametrize(
    "sections",
    ["sections: 3", "sections: [1]", "sections: [{document: a, where: b, items: [1]}]",
     "sections: [{document: a, where: b, items: 1}]", "sections:"],
)  # fmt: skip
def test_inventory_of_another_shape_is_refused(broken, sections):
    (broken.folder / "inventory.yaml").write_text(f"documents: 1\n{sections}\n", encoding="utf-8")
    with pytest.raises(DataFileError):
        content.inventory()


def test_bytes_that_are_no_text_are_refused(broken):
    (broken.folder / "metrics.yaml").write_bytes(b"\xff\xfe\x00source")
    with pytest.raises(DataFileError):
        content.metrics()
