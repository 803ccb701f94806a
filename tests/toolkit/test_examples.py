"""The invented examples: they apply, they show what they are meant to show, and no name is anybody's."""

from __future__ import annotations

import re

import pytest
import yaml

from nextgen_helpers.errors import DataFileError
from nextgen_helpers.places import embedded
from nextgen_helpers.toolkit import examples, outreach, outreach_alternatives, rubric, shipped

FILE = embedded("data", "toolkit", "examples.yaml")
INVENTED = re.compile(r"Invented|Imaginary|Made-Up|Make-Believe|Pretend|Fictional|Nowhere|Storybook")
TITLES_OF_TABLES = re.compile(r"council|committee|group|partnership", re.IGNORECASE)


@pytest.fixture
def example():
    return examples.outreach_example()


@pytest.fixture
def changed(tmp_path, monkeypatch):
    """Load another file in its place."""

    def load(text):
        path = tmp_path / "examples.yaml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(
            shipped, "embedded", lambda *parts: path if parts[-1] == "examples.yaml" else embedded(*parts)
        )
        examples._load.cache_clear()
        return examples.outreach_example()

    yield load
    examples._load.cache_clear()


def test_the_map_has_what_it_teaches(example):
    today = example.today
    assert len(outreach.organizations(today)) == 8
    assert len(outreach.employers(today)) == 9
    assert (len(today.tables), len(today.knocks)) == (5, 22)
    doors = outreach.employers(today).set_index("employer")
    assert list(doors.index[doors["contacts"] == 0]) == ["Family-owned wood shops of Invented Valley"]
    assert doors["fatigue"].sum() == 3
    assert len(outreach.redundancy(today)) >= 5
    assert outreach.table_overlap(today.tables)["overlap"].max() > 0.5
    alone = [name for name, degree in outreach.partner_network(today).degree() if degree == 0]
    assert alone == ["Make-Believe Extension Service"]
    assert any(table.serves_employers is None for table in today.tables)


def test_the_alternatives_are_better_and_leave_today_alone(example):
    before = example.today.model_dump()
    numbers = outreach_alternatives.compare(example.today, *example.alternatives)
    assert list(numbers.columns) == ["today", "The ideal", "The real alternative"]
    for name in ("The ideal", "The real alternative"):
        for measure in ("contacts", "tired_employers", "redundant_purposes"):
            assert numbers.loc[measure, name] < numbers.loc[measure, "today"]
    assert numbers.loc["gaps", "The ideal"] == numbers.loc["isolated_partners", "The ideal"] == 0
    assert example.today.model_dump() == before


def test_every_change_says_why(example):
    for scenario in (example.ideal, example.real):
        assert all(change.why for change in scenario.changes)


def test_every_name_sounds_invented(example):
    pictures = [example.today, *(picture for _, picture in example.alternatives)]
    names = {name for picture in pictures for name in outreach.organizations(picture)}
    names |= {name for picture in pictures for name in outreach.employers(picture)["employer"]}
    names |= {member for picture in pictures for table in picture.tables for member in table.members}
    assert not [name for name in names if not INVENTED.search(name)]
    known = set(outreach.organizations(example.today)) | set(outreach.employers(example.today)["employer"])
    assert names == known, "a member of a table is spelled in another way"
    assert all(TITLES_OF_TABLES.search(table.name) for table in example.today.tables)
    people = examples.rubric_example().this_year["respondent"]
    assert all(INVENTED.search(name) for name in people)


def test_the_ratings_show_an_edge_and_a_disagreement():
    example = examples.rubric_example()
    now, then = rubric.summarize(example.this_year), rubric.summarize(example.last_year)
    assert now["n"].tolist() == then["n"].tolist() == [12, 12, 12]
    assert now["on_the_edge"].tolist() == [True, False, False]
    assert now["strong_disagreement"].tolist() == [False, True, False]
    moved = rubric.moves(then, now)
    assert (moved["change"] > 0).all()
    assert (moved["level_before"] != moved["level_after"]).any()
    assert example.this_year["stakeholder_group"].value_counts().tolist() == [9, 9, 9, 9]
    assert set(example.this_year["respondent"]) == set(example.last_year["respondent"])


def test_examples_cannot_be_changed(example):
    with pytest.raises(ValueError, match="frozen"):
        example.title = "changed"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("employer: Fictional Foundry, purpose: business service}, why", "employer: Elsewhere, purpose: advice}, why", 'does not knock at "Elsewhere"'),
        ("serves_employers: 4", "serves_employers: 6", "outreach.today.tables.0.serves_employers"),
        ("industry_engagement: 4,", "industry_engagement: 11,", "11 is no rating"),
        ("regional_coordination: 8,", "coordination: 8,", 'no dimension "coordination"'),
        ("  title: The ratings", "  headline: The ratings", "rubric"),
        ("outreach:\n", "outreach: [\n", "not valid YAML"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_the_reason(changed, old, new, said):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DataFileError, match=re.escape(said)) as refused:
        changed(text.replace(old, new))
    assert str(refused.value).startswith("data/toolkit/examples.yaml")


def test_a_missing_file_is_said(changed, tmp_path, monkeypatch):
    changed(FILE.read_text(encoding="utf-8"))
    monkeypatch.setattr(
        shipped,
        "embedded",
        lambda *parts: tmp_path / "nothing.yaml" if parts[-1] == "examples.yaml" else embedded(*parts),
    )
    examples._load.cache_clear()
    with pytest.raises(DataFileError, match="cannot be read"):
        examples.rubric_example()


def test_the_file_holds_nothing_else():
    assert set(yaml.safe_load(FILE.read_text(encoding="utf-8"))) == {"outreach", "rubric"}
