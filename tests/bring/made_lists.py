"""Lists as partners keep them, made for the tests."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import openpyxl

from nextgen_helpers.bring.files import read_bytes, read_text
from nextgen_helpers.bring.plan import make_plan


def looked_at(text, into="", standing=None, **answers):
    """Look at a text, or at the bytes of a file, with answers to its questions (``__`` stands for a point in their names)."""
    book = read_text(text, "list.csv") if isinstance(text, str) else read_bytes(text, "list")
    return make_plan(
        book, into, {name.replace("__", "."): value for name, value in answers.items()}, standing
    )


def workbook(*sheets, merged=()):
    """Write sheets (name and rows) as an xlsx file; ``merged`` are ranges of the last one."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    for area in merged:
        page.merge_cells(area)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def open_document(rows):
    """Write an ods file with one sheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    text = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Contacts">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        packed.writestr("content.xml", text)
    return content.getvalue()
