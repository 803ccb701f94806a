"""A chart of what leads to what: names in columns from left to right, tied by arrows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nextgen_helpers.charts.chart import Chart

if TYPE_CHECKING:
    from nextgen_helpers.charts.style import SeriesStyle

__all__ = ["Flow", "FlowChart"]


@dataclass(frozen=True, slots=True)
class Flow:
    """Names in columns, tied by arrows; a tie that lacks something is dashed.

    Parameters
    ----------
    columns : what stands in each column, from the left.
    names : the names.
    column_of : for each name the number of its column.
    notes : for each name what else is said of it, in a second line.
    kind_of : for each name the number of its kind.
    kinds : name and look of each kind; what a kind means stands in the notes too, so that no color says it alone.
    ties : numbers of two names, and whether the tie is whole.
    whole_name, broken_name : what a whole and a dashed line is.
    """

    columns: tuple[str, ...]
    names: tuple[str, ...]
    column_of: tuple[int, ...]
    notes: tuple[str, ...]
    kind_of: tuple[int, ...]
    kinds: tuple[tuple[str, SeriesStyle], ...]
    ties: tuple[tuple[int, int, bool], ...]
    whole_name: str
    broken_name: str

    def ordered(self) -> tuple[tuple[int, ...], ...]:
        """Give for each column the numbers of its names, top down: near those that they are tied to.

        The first column keeps its order; in each further one a name stands at the mean height of those in earlier columns
        that lead to it, so that fewer lines cross.
        """
        height: dict[int, float] = {}
        found = []
        for column in range(len(self.columns)):
            members = [number for number, own in enumerate(self.column_of) if own == column]
            wanted: dict[int, float] = {}
            for place, number in enumerate(members):
                before = [height[begin] for begin, end, _ in self.ties if end == number and begin in height]
                wanted[number] = sum(before) / len(before) if before else (place + 0.5) / len(members)
            members.sort(key=lambda number, by=wanted: (by[number], number))  # type: ignore[misc]
            height.update({number: (place + 0.5) / len(members) for place, number in enumerate(members)})
            found.append(tuple(members))
        return tuple(found)


@dataclass(frozen=True)
class FlowChart(Chart):
    """A chart whose mark is a :class:`Flow`."""

    mark: Flow | None  # type: ignore[assignment]  # a kind of mark of its own, drawn below

    def __post_init__(self) -> None:
        """Make its drawings known to the screen and to paper."""
        from nextgen_helpers.charts import flow_drawing  # noqa: F401, PLC0415  (Plotly and Matplotlib are slow to import)
