"""What all entries of the toolkit's content share: kinds of ids and texts, and the checks of one file.

An id in capitals (``R-IE-EXP-1``) is the id of an item in ``inventory.yaml``; an id in small letters
(``industry_engagement``) is a name that answers, notebooks and links rely on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from nextgen_helpers.errors import UserError, did_you_mean, nearest

InventoryId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Notebook = Annotated[str, StringConstraints(pattern=r"^\d\d_[a-z0-9_]+$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Order = Annotated[int, Field(strict=True, ge=1)]
Rating = Annotated[int, Field(strict=True, ge=1, le=10)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=240)]
Side = Literal["low", "high"]
#: What a team writes into a field.
Answer = Literal["text", "long_text", "number", "decimal", "choice", "date", "list", "person"]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


class _Ordered(_Named, Protocol):
    @property
    def order(self) -> int: ...


_Entry = TypeVar("_Entry", bound=_Named)


class Content(BaseModel):
    """What all entries share: they cannot be changed, and a field that nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def inside(content: Content) -> Iterator[Content]:
    """Give an entry and all entries within it, in the order of the file.

    >>> line = Statement(id="R-0", text="Rate honestly.")
    >>> [type(entry).__name__ for entry in inside(line)]
    ['Statement']
    """
    yield content
    for name in type(content).model_fields:
        value = getattr(content, name)
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, Content):
                yield from inside(entry)


def refuse_repeated(entries: Iterable[_Named]) -> None:
    """Let an id stand once only."""
    repeated = [name for name, count in Counter(entry.id for entry in entries).items() if count > 1]
    if repeated:
        raise ValueError(f'the id "{repeated[0]}" is there twice; every id may be used only once.')


def refuse_repeated_items(content: Content) -> None:
    """Let one inventory item be one entry of a file only."""
    names = [str(getattr(entry, "id", "")) for entry in inside(content)]
    repeated = [name for name, count in Counter(names).items() if count > 1 and name[:1].isupper()]
    if repeated:
        raise ValueError(f'the id "{repeated[0]}" is there twice; every id may be used only once.')


def refuse_disorder(entries: Iterable[_Ordered]) -> None:
    """Let entries stand in the order that they say."""
    for expected, entry in enumerate(entries, start=1):
        if entry.order != expected:
            raise ValueError(f'entry "{entry.id}" has order {entry.order}, but {expected} comes next.')


def refuse_unknown(entry: str, kind: str, wanted: Iterable[str], known: Collection[str]) -> None:
    """Refuse a reference to something that is not there, and name what looks like it.

    >>> refuse_unknown("R-IE-EXP-1", "level", ["explore"], ["exploring", "developing"])
    Traceback (most recent call last):
    ...
    ValueError: entry "R-IE-EXP-1": there is no level "explore". Did you mean "exploring"?
    """
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, sorted(known))
            raise ValueError(f'entry "{entry}": there is no {kind} "{name}".{hint}')


def find_entry(entries: Sequence[_Entry], wanted: str, kind: str) -> _Entry:
    """Look an entry up by its id; a mistake names the nearest."""
    for entry in entries:
        if entry.id == wanted:
            return entry
    known = [entry.id for entry in entries]
    near = nearest(wanted, known) or known[:5]
    raise UserError(f'No {kind} "{wanted}". Did you mean {" or ".join(near)}?')


class Statement(Content):
    """One item of the inventory, said in our words."""

    id: InventoryId
    text: Text
