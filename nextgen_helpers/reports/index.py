"""The index page of a folder of reports: a table that can be sorted and searched."""

from __future__ import annotations

import html
from typing import Any, Final

from nextgen_helpers import __version__
from nextgen_helpers.charts.page import page_css
from nextgen_helpers.charts.tables import written

__all__ = ["index_html"]

_COLUMNS: Final = (
    ("Region", "text"),
    ("State", "text"),
    ("Counties", "number"),
    ("Year", "number"),
    ("Jobs", "number"),
    ("Average annual pay", "number"),
    ("Most concentrated sector", "text"),
    ("Location quotient", "number"),
    ("Private jobs seen", "number"),
    ("Workbook", "text"),
)

_CSS: Final = """
.ng-top > div, main, footer { max-width: 78rem; }
main { padding-top: 1.2rem; }
.ng-find { margin: 0 0 .8rem; }
.ng-find label { font-weight: 650; margin-right: .5rem; }
.ng-find input { font: inherit; padding: .35rem .6rem; border: 1px solid #56626e; border-radius: 4px; width: 18rem; max-width: 100%; }
.ng-index { background: #fff; border: 1px solid #dfe4e8; overflow-x: auto; }
.ng-index .ng-table { font-size: .92rem; }
.ng-index thead button { all: unset; cursor: pointer; font-weight: 650; padding: .2rem 0; }
.ng-index thead button::after { content: " \\2195"; color: #56626e; }
.ng-index th[aria-sort=ascending] button::after { content: " \\2191"; color: #1c2833; }
.ng-index th[aria-sort=descending] button::after { content: " \\2193"; color: #1c2833; }
.ng-index thead button:focus-visible { outline: 3px solid #00517f; outline-offset: 2px; }
.ng-failed td { color: #8f1d0a; }
@media print { .ng-find { display: none; } .ng-index thead button::after { content: ""; } }
"""

# Sorts by the value behind a cell, not by its text; without script the table is there all the same.
_SCRIPT: Final = """
const table = document.querySelector('.ng-index table');
const body = table.tBodies[0];
const said = document.getElementById('said');
table.querySelectorAll('thead th').forEach((head, column) => {
  head.querySelector('button').addEventListener('click', () => {
    const down = head.getAttribute('aria-sort') === 'ascending';
    table.querySelectorAll('thead th').forEach(other => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const numeric = head.dataset.kind === 'number';
    const value = row => row.cells[column] ? row.cells[column].dataset.value : '';
    const rows = Array.from(body.rows).sort((one, other) => {
      const a = value(one), b = value(other);
      if (a === '' || b === '') return (a === '') - (b === '');
      const order = numeric ? Number(a) - Number(b) : a.localeCompare(b);
      return down ? -order : order;
    });
    rows.forEach(row => body.append(row));
    said.textContent = `Sorted by ${head.textContent.trim()}, ${down ? 'descending' : 'ascending'}.`;
  });
});
const find = document.getElementById('find');
find.addEventListener('input', () => {
  const words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  Array.from(body.rows).forEach(row => {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every(word => text.includes(word));
    shown += row.hidden ? 0 : 1;
  });
  said.textContent = `${shown} regions shown.`;
});
"""


def index_html(entries: list[dict[str, Any]]) -> str:
    """Write the index page.

    Parameters
    ----------
    entries : as they stand in the manifest; whatever is in them is escaped.

    Returns
    -------
    A whole HTML document that asks no network for anything.
    """
    good = [entry for entry in entries if entry["status"] == "ok"]
    failed = [entry for entry in entries if entry["status"] != "ok"]
    head = "".join(
        f'<th scope="col" data-kind="{kind}"{_number_class(kind)}><button type="button">{label}</button></th>'
        for label, kind in _COLUMNS
    )
    rows = "".join(_row(entry) for entry in sorted(good, key=lambda item: str(item["region_name"])))
    years = sorted({entry["year"] for entry in good})
    span = f"{years[0]} to {years[-1]}" if len(years) > 1 else "".join(str(year) for year in years)
    problems = "".join(
        f"<li><strong>{html.escape(str(entry['region_name']))}</strong>: {html.escape(str(entry['error']))}</li>"
        for entry in failed
    )
    missing = f"<h2>Not made</h2><ul>{problems}</ul>" if failed else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'unsafe-inline'">
<title>Labor-market reports by region</title>
<link rel="icon" href="data:,">
<style>{page_css()}{_CSS}</style>
</head>
<body>
<a class="ng-skip" href="#main">Skip to the table</a>
<header class="ng-top"><div>
<p>Next Gen Sector Partnerships</p>
<h1>Labor-market reports by region</h1>
<p>{len(good)} regions · figures of {span}</p>
</div></header>
<main id="main">
<p class="ng-find"><label for="find">Find a region</label><input id="find" type="search" autocomplete="off"></p>
<p id="said" role="status" class="ng-skip"></p>
<div class="ng-index" tabindex="0" role="region" aria-label="Table of reports"><table class="ng-table">
<caption>Jobs of all ownerships, annual average. A location quotient compares the sector's share of jobs with the nation's;
≥ marks a lower bound. Private jobs seen: the share that BLS does not withhold, by sector.</caption>
<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>
{missing}
</main>
<footer><p>Source: U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages. Regions of different years
are not comparable with each other. Made with nextgen-helpers {html.escape(__version__)}.</p></footer>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _row(entry: dict[str, Any]) -> str:
    numbers = entry["numbers"]
    identifier = html.escape(str(entry["region_id"]), quote=True)
    name = html.escape(str(entry["region_name"]))
    least = "≥ " if numbers.get("top_is_lower_bound") else ""
    quotient = numbers.get("top_lq")
    cells = [
        _cell(numbers.get("state") or "", html.escape(str(numbers.get("state") or "")), "text"),
        _cell(numbers.get("counties"), written(numbers.get("counties"), "count"), "number"),
        _cell(entry["year"], html.escape(str(entry["year"])), "number"),
        _cell(numbers.get("employment"), written(numbers.get("employment"), "count"), "number"),
        _cell(
            numbers.get("average_annual_pay"), written(numbers.get("average_annual_pay"), "dollars"), "number"
        ),
        _cell(
            numbers.get("top_industry") or "", html.escape(str(numbers.get("top_industry") or "n/a")), "text"
        ),
        _cell(quotient, "n/a" if quotient is None else f"{least}{written(quotient, 'ratio')}", "number"),
        _cell(numbers.get("seen_share"), written(numbers.get("seen_share"), "share"), "number"),
        f'<td data-value="{name}"><a href="{identifier}.xlsx" aria-label="Workbook of {name}">Excel</a></td>',
    ]
    link = f'<th scope="row" data-value="{name}"><a href="{identifier}.html">{name}</a></th>'
    return f"<tr>{link}{''.join(cells)}</tr>"


def _cell(value: Any, text: str, kind: str) -> str:
    raw = "" if value is None else html.escape(str(value), quote=True)
    return f'<td data-value="{raw}"{_number_class(kind)}>{text}</td>'


def _number_class(kind: str) -> str:
    return ' class="ng-number"' if kind == "number" else ""
