"""A team's board of metrics: where each number began, where it is, and whether that is on the way to its target.

Everything is computed from the rows of the tool ``metrics_board``; what is missing is said and never taken for zero.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Literal

from nextgen_helpers.toolkit import content
from nextgen_helpers.toolkit.findings import Finding, Findings, day_of
from nextgen_helpers.toolkit.list_models import Metric
from nextgen_helpers.words import day_words, folded, listed, plural

OWN: Final = "own"
KINDS: Final[Mapping[str, str]] = {"process": "The work (process)", "impact": "Its effect (impact)"}
Status = Literal[
    "reached", "on_track", "behind", "no_baseline", "no_target", "no_reading", "wrong_target", "wrong_days"
]
STATUS_WORDS: Final[Mapping[str, str]] = {
    "reached": "Reached",
    "on_track": "On track",
    "behind": "Behind",
    "no_baseline": "No baseline",
    "no_target": "No target",
    "no_reading": "No reading yet",
    "wrong_target": "Target on the wrong side",
    "wrong_days": "Days to look at again",
}
#: Days after which a reading is overdue: the longest month, quarter and year (our reading of the rhythm).
_RHYTHM_DAYS: Final[Mapping[str, int]] = {"monthly": 31, "quarterly": 92, "yearly": 366}
_MOST_METRICS: Final = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read on a day."""

    day: date  # when
    value: float  # in the metric's unit
    note: str = ""  # what has to be known about it


@dataclass(frozen=True, slots=True)
class BoardMetric:
    """A metric of the board with everything that was entered for it."""

    key: str  # id of the metric, or the folded name of one of the team's own
    name: str
    # category, kind: where it belongs (see ``metrics.yaml``); empty where a metric of the team's own does not
    # say
    category: str
    kind: str
    unit: str  # of all its values; empty where nobody said
    direction: Literal["up", "down"] = "up"  # whether more or less is better
    rhythm: str = "yearly"  # how often it is read
    # baseline, baseline_on: baseline and its day
    baseline: float | None = None
    baseline_on: date | None = None
    # target, target_by: where it should be, and by when
    target: float | None = None
    target_by: date | None = None
    readings: tuple[Reading, ...] = ()  # by day, oldest first; of two on one day the later row
    # source, owner, audience: as the team wrote them
    source: str = ""
    owner: str = ""
    audience: str = ""
    named_by: tuple[str, ...] = ()  # task teams that chose it as their sign of success
    incomplete: int = field(default=0)  # readings without a day or a value, which are left out

    def latest(self, today: date) -> Reading | None:
        """Give the newest reading; one that lies in the future does not count yet."""
        past = [reading for reading in self.readings if reading.day <= today]
        return past[-1] if past else None

    def change(self, today: date) -> float | None:
        """Give the change since the baseline, in the metric's unit; None where one of the two is missing."""
        latest = self.latest(today)
        if latest is None or self.baseline is None:
            return None
        return latest.value - self.baseline

    def change_percent(self, today: date) -> float | None:
        """Give the change in percent of the baseline.

        None where that was 0, and where the unit is a percentage itself, whose change is said in points.
        """
        change = self.change(today)
        if change is None or not self.baseline or self.in_percent:
            return None
        return 100 * change / abs(self.baseline)

    @property
    def in_percent(self) -> bool:
        """Whether the unit is a percentage."""
        return self.unit.casefold().startswith(("percent", "%", "share"))

    def share_of_way(self, today: date) -> float | None:
        """Give how much of the way from baseline to target is behind us: 0 is none, 1 is all, below 0 is backward.

        None where a value is missing, or where the target does not lie in the metric's direction.
        """
        change = self.change(today)
        if change is None or self.baseline is None or self.target is None or not self._target_fits:
            return None
        return change / (self.target - self.baseline)

    def share_of_time(self, today: date) -> float | None:
        """Give how much of the time until the target has passed, on the day of the latest reading.

        A reading is judged by its own day and not by today, so that an old reading does not fall behind by itself; once the
        day of the target is over, all time has passed. None where a day is missing or the two are not in order.
        """
        latest = self.latest(today)
        if latest is None or self.baseline_on is None or self.target_by is None:
            return None
        days = (self.target_by - self.baseline_on).days
        if days <= 0:
            return None
        if today > self.target_by:
            return 1.0
        return min(max((latest.day - self.baseline_on).days / days, 0.0), 1.0)

    @property
    def _target_fits(self) -> bool:
        if self.baseline is None or self.target is None:
            return False
        return self.target > self.baseline if self.direction == "up" else self.target < self.baseline

    def status(self, today: date) -> Status:  # noqa: PLR0911  (one return a state)
        """Say how it stands; on track means at least as much of the way as of the time (our rule)."""
        latest = self.latest(today)
        if self.baseline is None:
            return "no_baseline"
        if self.target is None:
            return "no_target"
        if not self._target_fits:
            return "wrong_target"
        if self.baseline_on is not None and self.target_by is not None and self.target_by <= self.baseline_on:
            return "wrong_days"
        if latest is None:
            return "no_reading"
        if latest.value >= self.target if self.direction == "up" else latest.value <= self.target:
            return "reached"
        if self.baseline_on is None or self.target_by is None:
            return "no_baseline" if self.baseline_on is None else "no_target"
        way, time = self.share_of_way(today), self.share_of_time(today)
        if way is None or time is None or latest.day < self.baseline_on:
            return "wrong_days"
        return "on_track" if way >= time else "behind"

    def due(self, today: date) -> date | None:
        """Give the day by which it has to be read again, by its rhythm; None where it was never read."""
        latest = self.latest(today)
        last = latest.day if latest else self.baseline_on
        return last + timedelta(days=_RHYTHM_DAYS[self.rhythm]) if last else None

    def overdue(self, today: date) -> bool:
        """Tell whether the next reading is late by the metric's rhythm."""
        due = self.due(today)
        return due is not None and due < today

    def trend(self, today: date) -> tuple[Reading, ...]:
        """Give baseline and readings in the order of their days; what lies in the future is left out."""
        known = {reading.day: reading for reading in self.readings if reading.day <= today}
        if self.baseline is not None and self.baseline_on is not None and self.baseline_on <= today:
            known.setdefault(self.baseline_on, Reading(self.baseline_on, self.baseline, "Baseline"))
        return tuple(known[day] for day in sorted(known))

    def later(self, today: date) -> int:
        """Count the readings that lie in the future."""
        return sum(reading.day > today for reading in self.readings)


def board(value: Mapping[str, Any], task_teams: Sequence[Mapping[str, Any]] = ()) -> tuple[BoardMetric, ...]:
    """Bring the rows of the board together: each metric once, with its readings and the task teams that named it.

    >>> rows = {"metrics": [{"metric": "met_ji_1", "baseline": 90}], "own": [], "readings": []}
    >>> [(metric.name, metric.direction) for metric in board(rows)]
    [('Time from graduation to hire', 'down')]
    """
    own = {folded(row.get("name")): row for row in value.get("own") or ()}
    named: dict[str, list[str]] = {}
    for team in task_teams:
        if team.get("metric") not in (None, "none"):
            named.setdefault(str(team["metric"]), []).append(str(team.get("team") or ""))
    found: dict[str, BoardMetric] = {}
    for row in value.get("metrics") or ():
        key = _key(row)
        if key is None or key in found:
            continue  # an own metric without a name cannot be told apart; of two rows of one metric the first counts
        readings = [item for item in value.get("readings") or () if _key(item) == key]
        found[key] = _metric(key, row, own.get(key, {}), readings, tuple(named.get(key, ())))
    return tuple(found.values())


def unplaced(value: Mapping[str, Any]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Say which rows of the board are left out.

    Gives how many own metrics have no name; the names of metrics that stand there twice; those with readings that are not on the
    board.
    """
    keys = [_key(row) for row in value.get("metrics") or ()]
    known = set(keys)
    twice = [key for key, count in Counter(key for key in keys if key).items() if count > 1]
    stray = [key for row in value.get("readings") or () if (key := _key(row)) is None or key not in known]
    missing = ["a metric without a name" if key is None else _title(key, value) for key in stray]
    return keys.count(None), tuple(_title(key, value) for key in twice), tuple(dict.fromkeys(missing))


def _title(key: str, value: Mapping[str, Any]) -> str:
    known = _sixteen()
    if key in known:
        return known[key].name
    rows = [*(value.get("metrics") or ()), *(value.get("readings") or ())]
    return next((str(row["own_name"]) for row in rows if _key(row) == key), key)


def _metric(
    key: str,
    row: Mapping[str, Any],
    own: Mapping[str, Any],
    readings: Sequence[Mapping[str, Any]],
    named_by: tuple[str, ...],
) -> BoardMetric:
    usual = _sixteen().get(key)
    by_day: dict[date, Reading] = {}
    for item in readings:
        day = day_of(item.get("read_on"))
        if day is not None and item.get("value") is not None:
            by_day[day] = Reading(day, float(item["value"]), str(item.get("note") or ""))
    whole = sum(bool(item.get("read_on")) and item.get("value") is not None for item in readings)
    return BoardMetric(
        key=key,
        name=usual.name if usual else str(row["own_name"]),
        category=usual.category if usual else str(own.get("category") or ""),
        kind=usual.kind if usual else str(own.get("kind") or ""),
        unit=str(row.get("unit") or (usual.unit if usual else "")),
        direction=usual.direction if usual else (own.get("direction") or "up"),
        rhythm=usual.rhythm if usual else str(own.get("rhythm") or "yearly"),
        baseline=row.get("baseline"),
        baseline_on=day_of(row.get("baseline_on")),
        target=row.get("target"),
        target_by=day_of(row.get("target_by")),
        readings=tuple(by_day[day] for day in sorted(by_day)),
        source=str(row.get("source") or ""),
        owner=str(row.get("owner") or ""),
        audience=str(row.get("audience") or ""),
        named_by=named_by,
        incomplete=len(readings) - whole,
    )


def _sixteen() -> dict[str, Metric]:
    return {item.key: item for item in content.metrics().metrics}


def _key(row: Mapping[str, Any]) -> str | None:
    chosen = row.get("metric")
    if chosen != OWN:
        return str(chosen)
    return folded(row.get("own_name")) or None


def coverage(metrics: Iterable[BoardMetric]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Sort the metrics into three categories and two kinds.

    Gives the title of a category -> ``process`` and ``impact`` -> names; a metric that does not say where it belongs stands
    in none.
    """
    chosen = tuple(metrics)
    return {
        category.title: {
            kind: tuple(item.name for item in chosen if (item.category, item.kind) == (category.id, kind))
            for kind in KINDS
        }
        for category in content.metrics().categories
    }


def coverage_findings(metrics: Sequence[BoardMetric]) -> tuple[Finding, ...]:
    """Look at the choice: every category needs a number about the work and one about its effect.

    >>> [finding.state for finding in coverage_findings(())]
    ['open']
    """
    if not metrics:
        return (Finding("open", "No metric is chosen yet."),)
    found = Findings()
    for title, kinds in coverage(metrics).items():
        missing = [
            word for kind, word in (("process", "the work"), ("impact", "its effect")) if not kinds[kind]
        ]
        if missing:
            nothing = f"nothing is chosen about {' or about '.join(missing)}"
            found.say("look", f"{title}: {nothing}; the toolkit asks for both.")
        else:
            count = sum(len(names) for names in kinds.values())
            found.say("good", f"{title}: {count} metrics, about the work and about its effect.")
    many = f"There are {len(metrics)} metrics on the board; more than {_MOST_METRICS} are seldom read."
    found.look(len(metrics) > _MOST_METRICS, many, ours=True)
    unsorted = [item.name for item in metrics if not item.category or not item.kind]
    found.look(unsorted, "{all}: category and kind are not said in the table of your own metrics.")
    return tuple(found)


def board_findings(
    metrics: Sequence[BoardMetric],
    today: date,
    left_out: tuple[int, tuple[str, ...], tuple[str, ...]] = (0, (), ()),
) -> tuple[Finding, ...]:
    """Look at each metric: how it stands, what it lacks, and which reading is late."""
    found = Findings()
    nameless, twice, stray = left_out
    have = plural(nameless, "metric of your own has", "metrics of your own have")
    found.look(nameless, f"{have} no name.")
    found.look(twice, "On the board twice, the first row counts: {all}.")
    found.look(stray, "Readings of what is not on the board: {all}.")
    found.open(not metrics, "No metric is chosen yet.")
    for item in metrics:
        _say_status(found, item, today)
        _say_lacking(found, item, today)
    return tuple(found)


def _say_status(found: Findings, item: BoardMetric, today: date) -> None:
    """Say how one metric stands."""
    status, latest = item.status(today), item.latest(today)
    if status == "reached" and latest is not None:
        value = number_words(latest.value, item.unit)
        found.say("good", f"{item.name}: the target is reached, with {value}.")
    elif status in ("on_track", "behind"):
        way, time = item.share_of_way(today) or 0.0, item.share_of_time(today) or 0.0
        backward = "it has moved away from its target" if way < 0 else f"{way:.0%} of the way"
        how = f"{STATUS_WORDS[status].lower()}, {backward} in {time:.0%} of the time"
        found.judge(status == "on_track", f"{item.name}: {how}.", ours=True)
    elif status == "wrong_target":
        word = "above" if item.direction == "up" else "below"
        lie = f"the target has to be {word} the baseline; look at both again"
        found.say("look", f"{item.name}: {lie}.")
    elif status == "wrong_days":
        order = "baseline, readings and target are not in the order of their days"
        found.say("look", f"{item.name}: {order}.")
    elif status == "no_reading" and item.baseline_on is not None and item.target_by is not None:
        found.say("open", f"{item.name}: nothing was read since the baseline.")


def _say_lacking(found: Findings, item: BoardMetric, today: date) -> None:
    """Say what one metric lacks, and which of its readings are late or of no use."""
    lacking = [
        title
        for given, title in (
            (item.baseline, "a baseline"), (item.baseline is None or item.baseline_on, "the day of the baseline"),
            (item.target, "a target"), (item.target is None or item.target_by, "the day of the target"),
            (item.source or None, "a source"), (item.owner or None, "an owner"), (item.unit or None, "a unit"),
        )
        if given is None
    ]  # fmt: skip
    if lacking:
        found.say("open", f"{item.name} still lacks {listed(lacking)}.")
    due = item.due(today)
    if due and due < today:
        found.say("look", f"{item.name}: a reading was due on {day_words(due)}.")
    incomplete = plural(item.incomplete, "reading lacks", "readings lack")
    found.look(item.incomplete, f"{item.name}: {incomplete} a day or a value.")
    later = item.later(today)
    found.look(later, f"{item.name}: {plural(later, 'reading is', 'readings are')} in the future.")


def number_words(value: float, unit: str = "") -> str:
    """Write a number with its unit, as short as it is.

    >>> number_words(1234.5, "US dollars a quarter, median"), number_words(41, "percent of people hired"), number_words(-3, "days")
    ('$1,234.5 a quarter', '41 percent of people hired', '−3 days')
    """
    rounded = round(value, 2) + 0.0
    sign = "\N{MINUS SIGN}" if rounded < 0 else ""
    digits = f"{abs(rounded):,.2f}".rstrip("0").rstrip(".")
    short = unit.split(",", maxsplit=1)[0].strip()
    dollars = re.match(r"(us )?dollars\b|\$", short, re.IGNORECASE)
    if dollars:
        return f"{sign}${digits} {short[dollars.end() :].strip()}".strip()
    if short.startswith("%"):
        return f"{sign}{digits}{short}"
    return f"{sign}{digits} {short}".strip()


def talent_share(priorities: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Say how many of the team's priorities are about talent, and how many about something else.

    Talent is always on the list and never alone on it, says the toolkit.

    >>> talent_share([{"opportunity": "Welders", "kind": "workforce"}, {"opportunity": "Bus", "kind": "transport"}])[0].text
    '1 of 2 priorities is about talent (50%), 1 about something else.'
    """
    if not priorities:
        return (Finding("open", "No priorities are written down yet; they come from Step 4."),)
    found = Findings()
    known = [row["kind"] for row in priorities if row.get("kind")]
    if known:
        talent = known.count("workforce")
        other = len(known) - talent
        share = f"{talent} of {len(known)} priorities {'is' if talent == 1 else 'are'} about talent"
        text = f"{share} ({talent / len(known):.0%}), {other} about something else."
        found.judge(talent and other, text)
        only = "Nothing on the list would help companies to grow in another way than by people."
        found.look(not other, only)
        found.look(not talent, "Talent is missing from the list; ask companies whether that is right.")
    unsaid = [row.get("opportunity") or "a priority" for row in priorities if not row.get("kind")]
    found.open(unsaid, f"What {{all}} {'is' if len(unsaid) == 1 else 'are'} about is not said.")
    return tuple(found)


def by_status(metrics: Iterable[BoardMetric], today: date) -> dict[str, list[str]]:
    """Name the metrics in each status; a status that none has is left out."""
    found: dict[str, list[str]] = {}
    for item in metrics:
        found.setdefault(item.status(today), []).append(item.name)
    return found


def improvement(item: BoardMetric, today: date) -> float | None:
    """Give how far a metric has moved the right way since its baseline; below zero it is the wrong one, None where it is not known."""
    change = item.change(today)
    return change if change is None or item.direction == "up" else -change
