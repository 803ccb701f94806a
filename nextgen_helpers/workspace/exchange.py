"""Answers as files: what is exported, and what an exported file holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nextgen_helpers.errors import UserError
from nextgen_helpers.letters import json_text
from nextgen_helpers.version import __version__
from nextgen_helpers.workspace.answers import FIELDS, SCHEMA_VERSION, About, Answer


def exported(team_id: str, answers: Sequence[Answer], about: About) -> str:
    """Write answers as the text of an exported file."""
    content = {
        "format": "nextgen-workspace",
        "schema_version": SCHEMA_VERSION,
        "region_id": team_id,  # the name of the field since the first version, when a region had one team
        "made_with": __version__,
        "team": asdict(about),
        "answers": [asdict(answer) for answer in answers],
    }
    return json_text(content, indent=1) + "\n"


def from_json(source: Path) -> tuple[str, list[Answer]]:
    """Read an exported JSON file: whose answers, and the answers."""
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
        if content["format"] != "nextgen-workspace":
            raise KeyError  # noqa: TRY301
        _refuse_newer(int(content["schema_version"]), source)
        answers = [Answer(**{name: item[name] for name in FIELDS}) for item in content["answers"]]
        return str(content["region_id"]), answers
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UserError(f"{source.name} is no exported workspace; nothing was added.") from error


def from_excel(source: Path) -> tuple[str, list[Answer]]:
    """Read an exported workbook: whose answers, and the answers."""
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import)

    try:
        book = load_workbook(source, read_only=True, data_only=True)
        try:
            about = {str(row[0]): str(row[1]) for row in book["about"].iter_rows(values_only=True)}
            rows = list(book["answers"].iter_rows(values_only=True))
        finally:
            book.close()
        if about["format"] != "nextgen-workspace" or tuple(rows[0])[: len(FIELDS)] != FIELDS:
            raise KeyError  # noqa: TRY301
        _refuse_newer(int(about["schema_version"]), source)
        answers = [
            Answer(**{**dict(zip(FIELDS, row, strict=False)), "value": json.loads(_joined(row))})
            for row in rows[1:]
        ]
        return about["region_id"], answers
    except UserError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file makes it raise
        raise UserError(f"{source.name} is no exported workspace; nothing was added.") from error


def _joined(row: tuple[Any, ...]) -> str:
    """Put the parts of a long value together again."""
    return "".join(str(part) for part in row[len(FIELDS) - 1 :] if part is not None)


def _refuse_newer(version: int, source: Path) -> None:
    if version > SCHEMA_VERSION:
        raise UserError(f"{source.name} was made by a newer version of nextgen-helpers; update it first.")
