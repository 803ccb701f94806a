"""What is written is seen: nothing of the content stands in a file that no screen and no page shows."""

from __future__ import annotations

import json
import re

import pytest

import nextgen_helpers as ng
from nextgen_helpers.handouts import curriculum
from nextgen_helpers.handouts.sheets import called
from nextgen_helpers.toolkit import content, invented
from nextgen_helpers.toolkit.catalog import guide_of, part_of
from nextgen_helpers.toolkit.sheets import sheets


def _sources() -> list[str]:
    return [
        "".join(cell["source"])
        for path in curriculum()
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]


#: Parts that have a sheet of their own: the journeys are drawn step by step, the front line is mapped as a table.
ELSEWHERE = {
    "M2-TOOL-1-2": "employer_journey",
    "M3-TOOL-1-2": "jobseeker_journey",
    "mapping_the_frontline": "frontline_map",
}
FORMS = [found for source in _sources() if (found := called(source))]


@pytest.mark.parametrize("sheet_id", sheets())
def test_a_sheet_is_shown_with_everything_that_helps_to_fill_it_in(sheet_id):
    if sheet_id in ELSEWHERE:
        assert ELSEWHERE[sheet_id] in {found[0] for found in FORMS}
        return
    parts = [
        part_of(found[0], found[1] if len(found) > 1 else None) for found in FORMS if found[0] == sheet_id
    ]
    assert parts, "no notebook shows it as a form"
    guides = [guide_of(sheet_id, part.names) for part in parts]
    own = sheets()[sheet_id]
    assert {line for guide in guides for line in guide.bring} == set(own.bring)
    assert {line for guide in guides for line in guide.prompts} == set(own.prompts)
    assert {guide.done for guide in guides} - {""} == {own.done} - {""}
    asked = {name for part in parts for name in part.names}
    assert {field.id for field in own.fields} - set(ELSEWHERE) <= asked, "no form asks for these fields"


def test_each_word_tool_contradiction_and_result_stands_on_a_page():
    sources = "\n".join(_sources())
    for view in ("glossary", "toolkit_tools", "contradictions", "curriculum_path"):
        assert f"ng.show.{view}()" in sources
    words, tools = ng.show.glossary().text(), ng.show.toolkit_tools().text()
    assert [term.id for term in content.glossary().terms if term.text not in words] == []
    assert [tool.name for tool in content.worksheets().tools if tool.purpose not in tools] == []
    said = ng.show.contradictions().text()
    assert [item.id for item in content.inconsistencies().inconsistencies if item.reader not in said] == []
    path = ng.show.curriculum_path().html()
    assert [step.id for step in content.steps().steps if step.result[1:40] not in path] == []


def test_each_finished_text_is_shown_where_it_is_written():
    shown = set(re.findall(r'ng\.show\.sample\("(\w+)"\)', "\n".join(_sources())))
    assert shown == {item.id for item in invented.samples()}
