"""Values as a workspace keeps them, and what is said of them."""

from __future__ import annotations

from datetime import date

from nextgen_helpers.toolkit.sheets import sheet_model

TODAY = date(2027, 5, 10)
LAUNCH = date(2027, 3, 31)


def values(tool_id, **given_values):
    return sheet_model(tool_id).model_validate(given_values).model_dump(mode="json")


def rows(tool_id, table, *given_rows):
    """Give rows as a workspace stores them, so that an id that is renamed in the YAML is refused here."""
    return sheet_model(tool_id).model_validate({table: list(given_rows)}).model_dump(mode="json")[table]


def told(found, about):
    """Give the one finding about something."""
    (one,) = [item for item in found if about in item.text]
    return one


def texts(found):
    return " ".join(item.text for item in found)
