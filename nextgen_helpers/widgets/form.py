"""A form in a notebook, made from a model of answers.

The form shows the fields of a pydantic model and reports what is typed; what becomes of it is decided by whoever
made the form. Controls are plain HTML (``form.js``): every one has a visible label and works by keyboard.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import anywidget
import traitlets
from pydantic import BaseModel, TypeAdapter, ValidationError

from nextgen_helpers.errors import UserError
from nextgen_helpers.toolkit.answer_types import Asked, asked_fields, number_advice, read_number, row_model
from nextgen_helpers.toolkit.catalog import Guide, sentence

if TYPE_CHECKING:
    from nextgen_helpers.charts.shown import Bundle

_FOLDER: Final = Path(__file__).resolve().parent
_MOST_PROBLEMS: Final = 20
#: Up to here a number is one of a scale, and its limits say more than an example.
_SMALL: Final = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a field."""

    value: Any  # what may be stored, as plain values; of a table the rows that are complete
    fits: bool = True  # false where nothing of it may be stored
    problem: str = ""  # what is wrong, in words for the person who typed it; empty where nothing is
    # of a table what stays in the form: complete rows as they are stored, the others as they were typed
    rows: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the fields: how to go about the exercise, and what writes a finished one as HTML when somebody asks for it."""

    guide: Guide
    finished: Callable[[], str] | None = None


def described(name: str, asked: Asked, **more: Any) -> dict[str, Any]:
    """Describe one field to the form; ``more`` is what only some controls know, such as ``optional``."""
    return {**asdict(asked), "name": name, "choices": [list(pair) for pair in asked.choices], **more}


def button(name: str, label: str, text: str = "", **more: Any) -> dict[str, Any]:
    """Describe a button to the form, with a sentence below it."""
    return described(name, Asked(label, help=text), kind="action", **more)


def field_specs(model: type[BaseModel], names: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Describe the fields of a model to the form.

    model : a model of answers (see :mod:`nextgen_helpers.toolkit.answer_types`).
    names : which fields, in this order; by default all.
    """
    asked = asked_fields(model)
    return [_spec(model, name, asked[name]) for name in (names or list(asked))]


def check_field(model: type[BaseModel], name: str, typed: Any) -> Checked:
    """Check what was typed into a field.

    typed : what the form reports: text, a number or None, a list of texts, or rows.

    >>> from nextgen_helpers.toolkit.exercises import Outreach
    >>> check_field(Outreach, "fatigue_threshold", "many").problem
    'It is no whole number; write digits, such as 45000.'
    >>> check_field(Outreach, "employers", ["Mill"]).value
    ['Mill']
    """
    asked = asked_fields(model)[name]
    if asked.kind == "rows":
        return _checked_rows(row_model(model, name), typed)
    typed = _as_number(asked, typed)
    field = model.model_fields[name]
    kind: Any = Annotated[field.annotation, *field.metadata]
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    try:
        return Checked(adapter.dump_python(adapter.validate_python(typed), mode="json"))
    except ValidationError as error:
        return Checked(None, fits=False, problem=_advice(asked, typed) or sentence(error))


#: What the buttons beside rows say that were taken.
TAKE_BACK: Final = {"take": "Take them out again", "leave": "Keep them"}


def preview(text: str, rows: Sequence[Any] = (), problems: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    """Give what a form shows of rows before they are taken: a sentence, problems, and what its buttons say."""
    return {"text": text, "problems": list(problems), "rows": list(rows), **more}


class Form(anywidget.AnyWidget):
    """A form that reports every change.

    title : what the form is about.
    fields : what :func:`field_specs` gives.
    on_change : called with the name of a field and what was typed.
    on_message : called with any other message of the form and its bytes, such as a pasted table.
    beside : what stands below the title and at the end, where there is something.
    """

    # One module for the browser: the form, and where lists are brought in.
    _esm = "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in ("bring.js", "form.js"))
    _css = _FOLDER / "form.css"
    title = traitlets.Unicode().tag(sync=True)
    about = traitlets.Dict().tag(sync=True)
    finished = traitlets.Unicode().tag(sync=True)
    fields: traitlets.List[Any] = traitlets.List().tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    heard = traitlets.Dict().tag(sync=True)
    problems = traitlets.Dict().tag(sync=True)
    notes: traitlets.List[Any] = traitlets.List().tag(sync=True)
    remarks = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    people: traitlets.List[Any] = traitlets.List().tag(sync=True)
    person = traitlets.Unicode().tag(sync=True)
    you = traitlets.Dict().tag(sync=True)
    previews = traitlets.Dict().tag(sync=True)
    suggestions = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        title: str,
        fields: list[dict[str, Any]],
        on_change: Callable[[str, Any], None],
        on_message: Callable[[dict[str, Any], list[memoryview]], None] | None = None,
        beside: Beside | None = None,
    ) -> None:
        self._write_finished = beside.finished if beside else None
        about = asdict(beside.guide) if beside else {}
        super().__init__(
            title=title, fields=fields, about={**about, "example": self._write_finished is not None}
        )
        self._on_change = on_change
        self._on_message = on_message
        self.on_msg(self._heard)

    def bundle(self, html: str, plain: str) -> Bundle:
        """Give what a notebook shows of it, with what stands in its place where no form can be drawn."""
        widget: Bundle = self._repr_mimebundle_()[0]  # type: ignore[index]
        return {**widget, "text/html": html, "text/plain": plain}

    def _heard(self, _: object, message: Any, buffers: list[memoryview]) -> None:
        """Take a message of the form; one that is not as expected is passed over."""
        if not isinstance(message, dict):
            return
        with self.hold_sync():  # what became of it reaches the browser in one piece
            try:
                if message.get("kind") == "changed":
                    self._heard_change(message)
                elif message.get("kind") == "finished" and self._write_finished is not None:
                    self.finished = self._write_finished()
                elif self._on_message is not None:
                    self._on_message(message, buffers)
            except UserError as error:  # such as answers that cannot be reached any more
                self.status = f"Not saved: {error}"

    def _heard_change(self, message: dict[str, Any]) -> None:
        name, typed = message.get("name"), message.get("value")
        kinds = [field["kind"] for field in self.fields if field["name"] == name]
        if not kinds:
            return
        # Until it reads this token again, the browser holds what it shows to be newer than our answer.
        self.heard = {**self.heard, str(name): str(message.get("token", ""))}
        if _has_form(kinds[0], typed):
            self._on_change(str(name), typed)

    def offer(self, file: str, media_type: str, content: bytes) -> None:
        """Hand a file to the browser, which saves it like any download."""
        self.send({"kind": "download", "file": file, "type": media_type}, buffers=[content])


def _has_form(kind: str, typed: Any) -> bool:
    """Tell whether a control of this kind can have reported that; anything else was forged."""
    if kind in ("rows", "list"):
        entry = dict if kind == "rows" else str
        return isinstance(typed, list) and all(isinstance(item, entry) for item in typed)
    if kind == "rating":
        return isinstance(typed, dict) and isinstance(typed.get("evidence", ""), str)
    allowed: dict[str, Any] = {
        "number": int | str | None,
        "decimal": float | str | None,
        "choice": str | None,
        "date": str | None,
    }
    # A browser cannot send these either; sent back to it, they would be no JSON.
    if isinstance(typed, float) and not math.isfinite(typed):
        return False
    return kind == "action" or isinstance(typed, allowed.get(kind, str))


def _spec(model: type[BaseModel], name: str, asked: Asked) -> dict[str, Any]:
    spec = described(name, asked)
    if asked.kind == "choice":
        spec["optional"] = not model.model_fields[name].is_required() and check_field(model, name, None).fits
    if asked.kind == "rows":
        row = row_model(model, name)
        spec["columns"] = [{**column, "start": _start(row, column["name"])} for column in field_specs(row)]
    return spec


def _as_number(asked: Asked, typed: Any) -> Any:
    """Read what was typed where a number is asked for."""
    if isinstance(typed, str) and asked.kind in ("number", "decimal"):
        return read_number(typed, whole=asked.kind == "number")
    return typed


def _advice(asked: Asked, typed: Any) -> str:
    """Say what to write instead, where a number was typed in a way that is none here."""
    if not isinstance(typed, str) or asked.kind not in ("number", "decimal"):
        return ""
    known = number_advice(typed, whole=asked.kind == "number")
    if not known and asked.highest is not None and asked.highest <= _SMALL:
        return f"It is no number; write one from {asked.lowest or 0} to {asked.highest}."
    return known


def _start(row: type[BaseModel], name: str) -> Any:
    """What a new row begins with."""
    field = row.model_fields[name]
    return None if field.is_required() or field.default in ("", ()) else field.default


def _checked_rows(row: type[BaseModel], typed: Any) -> Checked:
    columns = asked_fields(row)
    labels = {name: asked.label for name, asked in columns.items()}
    if not isinstance(typed, list) or not all(isinstance(cells, dict) for cells in typed):
        return Checked(None, fits=False, problem="It is no table.")
    fitting, problems, rows = [], [], list(typed)
    for number, cells in enumerate(typed, start=1):
        given = {
            name: _as_number(columns[name], cell) if name in columns else cell
            for name, cell in cells.items()
            if cell not in (None, "", [])
        }
        started = [name for name, cell in given.items() if name not in labels or cell != _start(row, name)]
        if not started:
            continue  # a row that was added and not filled in
        try:
            rows[number - 1] = row.model_validate(given).model_dump(mode="json")
            fitting.append(rows[number - 1])
        except ValidationError as error:
            name = "".join(map(str, error.errors()[0]["loc"][:1]))
            where = f", {labels.get(name, name)}" if name else ""
            told = _advice(columns[name], given.get(name)) if name in columns else ""
            problems.append(f"Row {number}{where}: {told or _inside(sentence(error))}")
    if not problems:
        return Checked(fitting, rows=tuple(rows))
    said = " ".join(problems[:_MOST_PROBLEMS])
    more = f" There are {len(problems) - _MOST_PROBLEMS:,} more." if len(problems) > _MOST_PROBLEMS else ""
    return Checked(fitting, problem=f"Not saved yet: {said}{more}", rows=tuple(rows))


def _inside(text: str) -> str:
    """Put a sentence inside another one."""
    return re.sub(r"^It\b", "it", text)
