"""Letters and summaries: opened again as Word, as plain text and as HTML."""

from __future__ import annotations

import html
import io
import re

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from nextgen_helpers.documents import Block, Document, gap

HOSTILE = (
    "<w:p>markup</w:p> & \"quotes\" 'n' <script>alert(1)</script> =cmd|'/C calc'!A0 \\{x} Zo\u00eb \U0001f3ed"
)
CONTROL = "\x00\x01\x08\x0b\x0c\x1f\ufffe\uffff\ud800"


def _opened(document):
    return docx.Document(io.BytesIO(document.word()))


def _words(document):
    """Give the whole text of each paragraph, merge fields included."""
    return ["".join(node.text or "" for node in p._p.iter(qn("w:t"))) for p in _opened(document).paragraphs]


def _one(text, kind="text"):
    return Document("letter", (Block(kind, text),))


def test_each_block_is_a_paragraph_with_its_style():
    document = Document(
        "summary",
        (
            Block("title", "What we heard"),
            Block("heading", "First"),
            Block("text", "A."),
            Block("item", "B."),
        ),
    )
    opened = _opened(document)
    assert [(p.style.name, p.text) for p in opened.paragraphs] == [
        ("Title", "What we heard"), ("Heading 1", "First"), ("Normal", "A."), ("List Bullet", "B."),
    ]  # fmt: skip
    assert opened.core_properties.title == "What we heard"
    assert opened.core_properties.author == ""  # nobody's name goes out unasked


def test_a_name_of_each_guest_is_a_merge_field_of_word():
    opened = _opened(_one("Dear {{name}}, head of {{company name}},"))
    fields = list(opened.element.body.iter(qn("w:fldSimple")))
    assert [field.get(qn("w:instr")).split() for field in fields] == [
        ["MERGEFIELD", "name"],
        ["MERGEFIELD", "company_name"],
    ]
    assert ["".join(node.text for node in field.iter(qn("w:t"))) for field in fields] == [
        "«name»",
        "«company_name»",
    ]
    assert _words(_one("Dear {{name}}, hello")) == ["Dear «name», hello"]  # in its place in the sentence


@pytest.mark.parametrize("typed", ["{{Name}}", "{{ 1 }}", "{name}", "{{name}", "{{}}", "MERGEFIELD name"])
def test_what_only_looks_like_a_merge_field_stays_text(typed):
    opened = _opened(_one(typed))
    assert not list(opened.element.body.iter(qn("w:fldSimple")))
    assert opened.paragraphs[0].text == typed


def test_what_people_typed_stays_text():
    assert _words(_one(HOSTILE)) == [HOSTILE]
    page = _one(HOSTILE).html()
    assert html.escape(HOSTILE) in page
    assert "<script" not in page


@pytest.mark.parametrize("kind", ["title", "heading", "text", "item"])
def test_control_characters_do_not_spoil_the_file(kind):
    document = _one(f"be{CONTROL}fore", kind)
    assert _words(document) == ["before"]
    assert "\x00" not in _opened(document).core_properties.title


def test_lines_stay_lines():
    opened = _opened(_one("one\ntwo"))
    assert opened.paragraphs[0].text == "one\ntwo"
    assert "one<br>two" in _one("one\ntwo").html()


def test_a_title_may_be_longer_than_word_keeps():
    document = _one("W" * 600, "title")
    assert _words(document) == ["W" * 600]
    assert _opened(document).core_properties.title == "W" * 255


def test_a_letter_without_a_title_is_called_like_its_file():
    letter = Document("invitation-tx-texoma", (Block("text", "{{company}}"), Block("text", "Dear {{name}},")))
    assert _opened(letter).core_properties.title == "invitation-tx-texoma"


def test_gaps_are_named_once_in_order_and_stand_in_every_form():
    document = Document("x", (Block("text", f"On {gap('day')} at {gap('place')}"), Block("item", gap("day"))))
    assert document.gaps == ("day", "place")
    assert _words(document) == ["On [day] at [place]", "[day]"]
    assert document.text() == "On [day] at [place]\n\n- [day]"
    assert "[day]" in document.html()
    assert Document("x", (Block("text", "nothing open"),)).gaps == ()


def test_as_plain_text_a_merge_field_can_still_be_seen():
    assert _one("Dear {{name}},").text() == "Dear <<name>>,"
    assert "Dear «name»," in _one("Dear {{name}},").html()


def test_items_are_one_list_and_what_follows_is_not_in_it():
    document = Document(
        "x", (*(Block("item", text) for text in "ab"), Block("text", "c"), Block("item", "d"))
    )
    assert document.html().count("<ul>") == 2
    assert "<ul><li>a</li><li>b</li></ul><p>c</p><ul><li>d</li></ul>" in document.html()


def test_a_document_without_anything_can_be_opened():
    assert _opened(Document("empty", ())).core_properties.title == "empty"
    assert Document("empty", ()).text() == ""


@given(st.text(st.characters(exclude_characters="{}[]\r", exclude_categories=["Cs", "Cc"]), max_size=80))
def test_any_text_comes_back_from_word_as_it_was_typed(text):
    expected = re.sub("[\ufffe\uffff]", "", text)
    assert _words(_one(text)) == [expected]
