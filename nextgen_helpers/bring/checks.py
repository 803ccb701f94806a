"""What is wrong with rows that are fine one by one: a knock the wrong way around, a program's code that does not exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from nextgen_helpers.jobs.supply import cip_code, cip_titles, program_problems
from nextgen_helpers.toolkit.cells import RowProblem
from nextgen_helpers.toolkit.one_name import name_key

if TYPE_CHECKING:
    #: Number of the row in its sheet, and its values.
    Numbered = tuple[int, dict[str, Any]]
    Check = Callable[[Sequence[Numbered], Mapping[str, Collection[str]]], list[RowProblem]]


def _reversed_knocks(rows: Sequence[Numbered], known: Mapping[str, Collection[str]]) -> list[RowProblem]:
    """Find connections from an employer to a partner, as maps of networks hold them: a knock goes the other way."""
    callers, doors = Counter[str](), Counter[str]()
    for _, row in rows:
        callers[name_key(row["organization"])] += 1
        doors[name_key(row["employer"])] += 1
    partners, employers = known.get("organizations", ()), known.get("employers", ())

    def is_only(name: str, here: int, there: int, ours: Collection[str], theirs: Collection[str]) -> bool:
        """Tell whether a name stands on one side only, this row left aside."""
        return (here > 0 or name in ours) and name not in theirs and there <= 1

    found = []
    for number, row in rows:
        caller, door = name_key(row["organization"]), name_key(row["employer"])
        itself = caller == door
        if is_only(caller, doors[caller] - itself, callers[caller], employers, partners) and is_only(
            door, callers[door] - itself, doors[door], partners, employers
        ):
            found.append(
                RowProblem(
                    number, "",
                    f'it goes from an employer ("{row["organization"]}") to a partner ("{row["employer"]}"); a knock goes the other way, so it is none.',
                )
            )  # fmt: skip
    return found


def _programs(rows: Sequence[Numbered], known: Mapping[str, Collection[str]]) -> list[RowProblem]:  # noqa: ARG001
    """Write codes as they are published, and say which programs cannot be right."""
    for _, row in rows:
        code = cip_code(row["cip"])
        if code in cip_titles():
            row["cip"] = code
    return list(program_problems([row for _, row in rows], [number for number, _ in rows]))


CHECKS: Final[Mapping[str, Check]] = {"knocks": _reversed_knocks, "training_programs": _programs}
