"""Content that ships: read from YAML, checked and built as a whole; a mistake is told with file, entry, field and reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from nextgen_helpers.errors import DataFileError
from nextgen_helpers.places import embedded, yaml_of

_Content = TypeVar("_Content")


def load_shipped(
    name: str,
    model: type[_Content],
    *checks: Callable[[_Content], None],
    prepare: Callable[[Any], Any] = lambda raw: raw,
) -> _Content:
    """Read a file, build its model, and check what it refers to elsewhere.

    model : what it has to be: a model of Pydantic's, or such a type as ``tuple[Sheet, ...]``.
    checks : each refuses what does not fit with a ValueError that says why.
    """
    raw: Any = None
    try:
        raw = prepare(yaml_of(embedded(*name.split("/")).read_text(encoding="utf-8")))
        content = TypeAdapter(model).validate_python(raw)
        for check in checks:
            check(content)
    except OSError as error:
        raise DataFileError(name, f"it cannot be read ({error.strerror or error}).") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "something"
        raise DataFileError(
            name, f"it is not valid YAML: {problem}.", mark.line + 1 if mark else None
        ) from error
    except ValidationError as error:
        raise DataFileError(name, _complaint(raw, error)) from error
    except ValueError as error:  # after ValidationError, which is one too
        raise DataFileError(name, str(error)) from error
    return content


def _complaint(raw: Any, error: ValidationError) -> str:
    """Say the first thing that is wrong: the entry by its id, the field, the reason."""
    first = error.errors(include_url=False)[0]
    entry, fields, here = "", [], raw
    for step in first["loc"]:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        fields.append(f"{step}")
        if isinstance(here, dict) and "id" in here:
            entry, fields = f'entry "{here["id"]}"', []
    field = f'field "{".".join(fields)}"' if fields else ""
    where = ", ".join(part for part in (entry, field) if part)
    reason = first["msg"].removeprefix("Value error, ")
    reason = reason if reason.endswith((".", "?")) else f"{reason}."
    return f"{where}: {reason}" if where else reason
