"""Invented answers to tools, for teaching: ``data/examples/*.yaml``, one file a tool, checked like a team's own.

No name in them is that of a real organization, employer or person; where they are shown, it has to be said.
"""

from __future__ import annotations

from typing import Any, Final

import yaml
from pydantic import ValidationError

from nextgen_helpers.errors import DataFileError
from nextgen_helpers.places import embedded, yaml_of
from nextgen_helpers.toolkit.tools import tool_model

_FOLDER: Final = ("data", "examples")


def invented_tools() -> list[str]:
    """Name the tools that have invented answers."""
    return sorted(path.stem for path in embedded(*_FOLDER).glob("*.yaml"))


def invented_answers(tool_id: str) -> dict[str, Any]:
    """Give the invented answers to a tool, as a workspace stores them.

    Raises
    ------
    UserError : there is no such tool.
    DataFileError : there is no such file, or it does not fit the tool.

    Examples
    --------
    >>> invented_answers("pathway_map")["jobs"][0]["job"]
    'Machine helper'
    """
    name = "/".join((*_FOLDER, f"{tool_id}.yaml"))
    model = tool_model(tool_id)
    try:
        raw = yaml_of(embedded(*_FOLDER, f"{tool_id}.yaml").read_text(encoding="utf-8"))
        return model.model_validate(raw).model_dump(mode="json")
    except OSError as error:
        raise DataFileError(name, f"it cannot be read ({error.strerror or error}).") from error
    except yaml.YAMLError as error:
        raise DataFileError(
            name, f"it is not valid YAML: {getattr(error, 'problem', 'unreadable')}."
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataFileError(name, f'field "{place}": {first["msg"]}.') from error
