"""Letters that no file holds or that steer a terminal: whatever comes, an export is whole and a terminal stays as it is."""

from __future__ import annotations

import io
import json

import pytest
from docx import Document as Word
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from nextgen_helpers.bring.files import read_bytes
from nextgen_helpers.bring.reading import text_of
from nextgen_helpers.bring.targets import target
from nextgen_helpers.bring.write import table
from nextgen_helpers.cli import app
from nextgen_helpers.documents import Block, Document
from nextgen_helpers.letters import exportable, for_terminal, json_text, on_one_line
from nextgen_helpers.workspace import Workspace

STEERING = "\x1b[2J\x1b]0;title\x07\x9b31m\x7f\u202eevil\u2066\u200f\ud800\ufffe\uffff"
ANYTHING = st.text(st.characters(codec=None), max_size=40)


def steers(text) -> bool:
    return any(letter in text for letter in STEERING if not letter.isprintable())


@given(ANYTHING)
def test_what_is_exported_can_be_written_and_read_again(text):
    found = exportable(text)
    found.encode("utf-8")
    assert exportable(found) == found
    assert not steers(for_terminal(text))
    assert "\n" not in on_one_line(text)
    assert json.loads(json_text({"text": text})) == {"text": text}  # nothing is lost, only written otherwise
    assert not steers(json_text({"text": text}))


@given(st.lists(ANYTHING, min_size=1, max_size=4))
@settings(max_examples=20)
def test_tables_and_letters_are_written_whatever_is_in_them(texts):
    rows = [
        {"organization": "a", "employer": text, "purpose": "advice", "contacts_a_year": 1} for text in texts
    ]
    for ending in ("csv", "xlsx"):
        sheet = read_bytes(table(target("knocks"), rows, ending), f"table.{ending}").sheets[0]
        assert len(sheet.rows) >= len(rows) + 1
        assert not any(steers(text_of(cell)) for row in sheet.rows for cell in row)
    Word(io.BytesIO(Document("letter", tuple(Block("text", text) for text in texts)).word()))


@pytest.mark.parametrize("text", [f"Mill{STEERING}", f"=1+1{STEERING}"])
def test_no_answer_and_no_name_steers_a_terminal(text, tmp_path, monkeypatch):
    shown = text.replace("\ud800", "")  # no form can send half a letter
    with Workspace.open("tx-alamo") as workspace:
        workspace.save("next_steps", {"PTL-NS-1": [{"action": shown, "timeline": None}]})
        workspace.export_excel(tmp_path / "answers.xlsx")
        workspace.export_json(tmp_path / "answers.json")
    with Workspace.open("tx-texoma") as workspace, pytest.raises(Exception, match="holds answers of"):
        workspace.import_file(tmp_path / "answers.json")
    monkeypatch.chdir(tmp_path)
    strange = shown.replace("/", "-")
    for words in (
        ["workspace", "show", "tx-alamo"],
        ["workspace", "show", "tx-alamo", "--json"],
        ["workspace", "import", "tx-alamo", f"{strange}.json"],
        ["data", "import", strange],
        ["regions", strange],
    ):
        result = CliRunner().invoke(app, words)
        printed = (
            result.output if result.exception is None or isinstance(result.exception, SystemExit) else ""
        )
        assert not steers(printed), words
    answers = json.loads(CliRunner().invoke(app, ["workspace", "show", "tx-alamo", "--json"]).output)
    assert answers[0]["value"]["PTL-NS-1"][0]["action"] == shown
