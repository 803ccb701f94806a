"""These look alike: a team says once which names are one, and it counts in everything that is shown of its answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.charts.shown import said
from nextgen_helpers.toolkit.answer_types import Asked
from nextgen_helpers.toolkit.catalog import Guide, exercises
from nextgen_helpers.toolkit.name_places import holds_door
from nextgen_helpers.toolkit.one_name import NamePair, Spellings, name_key
from nextgen_helpers.widgets.form import Beside, Checked, Form, described
from nextgen_helpers.widgets.kept import KeptForm
from nextgen_helpers.words import joined, plural

if TYPE_CHECKING:
    from nextgen_helpers.views.live import LiveTeam

TITLE: Final = "These look alike"
_TEXT: Final = (
    "Each pair may be one organization or employer, typed in two ways. Say whether it is; it counts in every picture and report of "
    "this workspace. What was typed stays in the tables. You can take it back at any time."
)
_NONE: Final = "No two names look alike."
_APART: Final = "Two different names"
#: So many pairs are asked about at once; the others follow when these are decided.
_MOST_PAIRS: Final = 40
_MOST_SPELLINGS: Final = 20
_Pair = tuple[str, str]


class SameNamesForm(KeptForm):
    """One question for each pair of names that look alike; below, the spellings that count as one without being asked about."""

    has_example = False  # it is a decision of this team

    def __init__(self, live: LiveTeam, exercise_id: str, names: Sequence[str], title: str) -> None:
        super().__init__(live, exercise_id, names, title)
        self._pairs: dict[str, _Pair] = {}
        self._known: set[str] = set()

    def specs(self) -> list[dict[str, Any]]:
        """Ask about each pair, those that nobody has decided first."""
        names = self.live.team.spellings()
        # Two that are one over a third are asked about all the same, so that it can be seen and taken back.
        waiting = [pair for pair in names.look_alike if names.same.decided(*pair) is None]
        decided = [pair for pair in names.look_alike if names.same.decided(*pair) is not None]
        self._known = set(map(_field_of, names.look_alike))
        self._pairs = {_field_of(pair): pair for pair in (*waiting[:_MOST_PAIRS], *decided)}
        return [_spec(name, pair, names) for name, pair in self._pairs.items()]

    def check(self, name: str, typed: Any) -> Checked:
        """Check what was chosen."""
        if name not in self._pairs or typed not in ("one", "other", "apart", "", None):
            return Checked(None, fits=False, problem="Choose one of the three, or clear it.")
        return Checked(typed or None)

    def shown(self, stored: dict[str, Any]) -> dict[str, Any]:
        """Give what was decided about each pair."""
        given = {item.keys: item for item in (NamePair.model_validate(row) for row in stored["pairs"])}
        return {name: _chosen(pair, given.get(_keys(pair))) for name, pair in self._pairs.items()}

    def with_field(self, stored: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
        """Put the decision about a pair in the place of an earlier one."""
        one, other = pair = self._pairs[name]
        spelled = {"one": one, "other": other}.get(value, "")
        decision = "joined" if spelled else value or "open"
        row = NamePair.model_validate({"one": one, "other": other, "decision": decision, "shown": spelled})
        kept = [item for item in stored["pairs"] if NamePair.model_validate(item).keys != _keys(pair)]
        return {"pairs": [*kept, row.model_dump(mode="json")]}

    def store(self, value: dict[str, Any]) -> Any:
        """Save only what was decided now: what another laptop decides about other names stays beside it."""
        before = self._stored()["pairs"]
        return super().store({"pairs": [row for row in value["pairs"] if row not in before]})

    def notes(self, stored: dict[str, Any]) -> list[str]:  # noqa: ARG002  (all that was decided counts, not only the newest)
        """Say which spellings are the same at once, and what is not shown."""
        names = self.live.team.spellings()
        count = len(self._known - self._pairs.keys())
        more = [f"{plural(count, 'more pair')} will be shown when these are decided."] if count else []
        return [*([] if self._pairs else [_NONE]), *more, *_same_at_once(names)]

    def remarks(self, stored: dict[str, Any]) -> dict[str, str]:  # noqa: ARG002  (likewise)
        """Say of a pair that is one over other names, though it was kept apart or nobody has decided it."""
        same = self.live.team.spellings().same
        return {
            name: "They count as one name now, because both were joined with another name."
            for name, pair in self._pairs.items()
            if same.root(pair[0]) == same.root(pair[1])
            and ((found := same.decided(*pair)) is None or found.decision != "joined")
        }

    def html(self) -> str:
        """Write what was decided, and what is open."""
        names = self.live.team.spellings()
        lines = [_decided(pair, names) for pair in names.look_alike] or [_NONE]
        return said(*lines, *_same_at_once(names), heading=TITLE).html

    def watched(self) -> list[str]:
        """Follow every exercise in which names of organizations or employers are typed."""
        return [*super().watched(), *filter(holds_door, exercises())]

    def refresh(self) -> None:
        """Ask about names that were typed since, and about further ones once all are decided."""
        if self._form is None or self._unsaved or self._form.problems:
            return
        names = self.live.team.spellings()
        all_decided = all(names.same.decided(*pair) for pair in self._pairs.values())
        # What stands on the screen stays where it is while somebody decides: the keyboard would lose its place.
        if set(map(_field_of, names.look_alike)) != self._known or (
            all_decided and self._known - self._pairs.keys()
        ):
            self._form.fields = self.specs()
        self.load()

    def _stored(self) -> dict[str, Any]:
        return self.live.team.stored(self.exercise_id)

    def _made(self, specs: list[dict[str, Any]]) -> Form:
        return Form(self.title, specs, self.changed, self.heard, Beside(Guide(text=_TEXT)))


def _field_of(pair: _Pair) -> str:
    """Name the field of a pair, the same in every order and spelling."""
    return f"pair-{hashlib.sha256('|'.join(_keys(pair)).encode()).hexdigest()[:16]}"


def _keys(pair: _Pair) -> _Pair:
    one, other = sorted(map(name_key, pair))
    return one, other


def _spec(name: str, pair: _Pair, names: Spellings) -> dict[str, Any]:
    one, other = pair
    typed = ", ".join(f'"{item}" {_times(names.times(item))}' for item in pair)
    choices = (
        ("one", f'One name, shown as "{one}"'),
        ("other", f'One name, shown as "{other}"'),
        ("apart", _APART),
    )
    asked = Asked(f'"{one}" and "{other}"', "choice", f"Typed: {typed}.", choices)
    return described(name, asked, optional=True)


def _times(count: int) -> str:
    return {0: "no longer", 1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _chosen(pair: _Pair, found: NamePair | None) -> str | None:
    if found is None or found.decision == "open":
        return None
    if found.decision == "apart":
        return "apart"
    return "one" if name_key(found.shown) == name_key(pair[0]) else "other"


def _decided(pair: _Pair, names: Spellings) -> str:
    """Say in a sentence what was decided about a pair."""
    found, both = names.same.decided(*pair), f'"{pair[0]}" and "{pair[1]}"'
    if found is None:
        return f"{both}: not decided yet."
    return f'{both}: one name, shown as "{found.shown}".' if found.shown else f"{both}: two different names."


def _same_at_once(names: Spellings) -> Iterator[str]:
    """Say of each name which spellings count as it, without being asked about."""
    several = [found for found in names.at_once.values() if len(found) > 1]
    for first, *others in several[:_MOST_SPELLINGS]:
        quoted = joined([f'"{item}"' for item in others])
        yield f'Counted as "{first}" without asking: {quoted}.'
    if len(several) > _MOST_SPELLINGS:
        yield f"And {plural(len(several) - _MOST_SPELLINGS, 'more name')} with several spellings."
