"""The invented answers of the modules: they fit their tools, show what they teach, and no name is anybody's."""

from __future__ import annotations

import re

import pytest

from nextgen_helpers.errors import DataFileError, UserError
from nextgen_helpers.places import embedded
from nextgen_helpers.toolkit import invented, shipped
from nextgen_helpers.toolkit.frontline.communication import communication
from nextgen_helpers.toolkit.pathways.programs import pathway_map
from nextgen_helpers.toolkit.pathways.wages import rungs

INVENTED = re.compile(r"Invented|Imaginary|Made-Up|Make-Believe|Pretend|Fictional|Nowhere|Storybook")
FILES = sorted(path.stem for path in embedded("data", "examples").glob("*.yaml"))


@pytest.mark.parametrize("tool_id", FILES)
def test_each_file_fits_the_tool_of_its_name(tool_id):
    assert any(invented.invented_answers(tool_id).values())


def test_organizations_and_people_sound_invented():
    stored = invented.invented_answers("pathway_map")
    names = [row["institution"] for row in stored["programs"]] + [
        name for row in stored["jobs"] for name in (row["needed_by"], row["source"])
    ]
    news = invented.invented_answers("communication_strategy")
    names += [row["who"] for row in news["nodes"] if row["stage"] == "partnership"]
    names += [row["owner"] for row in news["ways"] if row["owner"]]
    assert not [name for name in names if not INVENTED.search(name)]


def test_the_map_has_what_it_teaches():
    found = pathway_map(invented.invented_answers("pathway_map"))
    assert found.dead_ends == ("Warehouse certificate",)
    assert 0 < found.openness < 1
    assert 0 < len(found.credit_lost) == len(found.across)
    assert not found.unknown
    assert not found.twice
    assert any(step.programs for step in rungs(found))


def test_the_news_has_what_it_teaches():
    found = communication(invented.invented_answers("communication_strategy"))
    assert found.reached == ("Jobseekers at the job center",)
    assert {word for way in found.ways for word in way.missing} == {"content", "channel", "owner", "rhythm"}
    assert None not in found.stages.values()


def test_what_is_missing_or_wrong_is_said(tmp_path, monkeypatch):
    with pytest.raises(UserError, match="no sheet"):
        invented.invented_answers("no_such_tool")
    with pytest.raises(DataFileError, match="cannot be read"):
        invented.invented_answers("runway")
    (tmp_path / "runway.yaml").write_text("steps: [{step: x}]", encoding="utf-8")
    monkeypatch.setattr(shipped, "embedded", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(
        DataFileError, match=r"data/examples/runway\.yaml: field \"steps\.0\.starting_point\""
    ):
        invented.invented_answers("runway")
    (tmp_path / "runway.yaml").write_text("steps: [", encoding="utf-8")
    with pytest.raises(DataFileError, match="not valid YAML"):
        invented.invented_answers("runway")
