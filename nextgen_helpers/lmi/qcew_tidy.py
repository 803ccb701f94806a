"""From checked rows of QCEW files to the tidy layout (:mod:`nextgen_helpers.lmi.layout`), in SQL."""

from __future__ import annotations

from typing import Final

from nextgen_helpers.counties import first_years
from nextgen_helpers.lmi.layout import FOUR_QUARTERS, WHOLE_AREA

TIDY_ANNUAL: Final = """
SELECT area_fips, own_code, industry_code, CAST(year AS SMALLINT) AS year,
  CAST(estabs AS DOUBLE) AS estabs,
  CASE WHEN disclosure <> 'N' THEN CAST(employment AS DOUBLE) END AS employment,
  CASE WHEN disclosure <> 'N' THEN CAST(wages AS DOUBLE) END AS wages,
  disclosure = 'N' AS suppressed, 'published' AS method
FROM annual_rows
"""

# An industry that is missing in a quarter had no establishments in it: zero, as BLS's own annual
# averages have it; what must be complete is the area's year.
_COMPLETE: Final = """
SELECT area_fips, year FROM quarterly_rows GROUP BY ALL HAVING count(DISTINCT qtr) = 4
"""

_OF_FOUR_QUARTERS: Final = """
  floor(sum(estabs) / 4 + 0.5) AS estabs,
  CASE WHEN NOT bool_or(disclosure = 'N')
    THEN floor(sum(month1 + month2 + month3) / 12 + 0.5) END AS employment,
  CASE WHEN NOT bool_or(disclosure = 'N') THEN CAST(sum(wages) AS DOUBLE) END AS wages,
  bool_or(disclosure = 'N') AS suppressed
"""

TIDY_QUARTERS: Final = f"""
SELECT area_fips, own_code, industry_code, CAST(year AS SMALLINT) AS year, {_OF_FOUR_QUARTERS}, 'quarters' AS method
FROM quarterly_rows JOIN ({_COMPLETE}) USING (area_fips, year)
GROUP BY area_fips, own_code, industry_code, agglvl_code, year
"""  # noqa: S608

_NUMBER: Final = (
    "CAST(year AS INTEGER) * 4 + CAST(qtr AS INTEGER) - 1"  # quarters in a row have numbers in a row
)

#: The last four quarters in a row of a year that is not over, as area and number of the last one. Of a year only one quarter
#: is the last, the one that most areas have: a county's year that ends in March is not added to another's that ends in June.
CREATE_LAST_FOUR: Final = f"""
CREATE OR REPLACE TEMP TABLE last_four AS
WITH quarters AS (SELECT DISTINCT area_fips, {_NUMBER} AS number FROM quarterly_rows),
ends AS (
  SELECT area_fips, number FROM quarters one
  WHERE number % 4 < 3 AND 4 = (SELECT count(*) FROM quarters other
    WHERE other.area_fips = one.area_fips AND other.number BETWEEN one.number - 3 AND one.number)),
counted AS (SELECT number, count(*) AS areas FROM ends GROUP BY number),
chosen AS (SELECT max_by(number, (areas, number)) AS number FROM counted GROUP BY number // 4)
SELECT area_fips, number FROM ends JOIN chosen USING (number)
"""  # noqa: S608

#: Between two annual releases: the year is that of the last quarter. It stands in for a year that is not over, so nothing of
#: the area may be there for it.
INSERT_LAST_FOUR: Final = f"""
INSERT INTO tidy
SELECT quarterly.area_fips, own_code, industry_code, CAST(last.number // 4 AS SMALLINT) AS year, {_OF_FOUR_QUARTERS},
  '{FOUR_QUARTERS}' || last.number // 4 || '-Q' || last.number % 4 + 1 AS method
FROM (SELECT *, {_NUMBER} AS quarter FROM quarterly_rows) AS quarterly
JOIN last_four AS last ON last.area_fips = quarterly.area_fips AND quarter BETWEEN last.number - 3 AND last.number
WHERE (quarterly.area_fips, last.number // 4) NOT IN (SELECT (area_fips, year) FROM tidy)
GROUP BY quarterly.area_fips, own_code, industry_code, agglvl_code, last.number
"""  # noqa: S608

#: Areas and years of which all quarters that are there stand in four quarters that end in the year after.
USED_IN_LAST_FOUR: Final = f"""
SELECT quarterly.area_fips, quarter // 4 FROM (SELECT DISTINCT area_fips, {_NUMBER} AS quarter FROM quarterly_rows) AS quarterly
JOIN last_four AS last ON last.area_fips = quarterly.area_fips AND quarter // 4 = last.number // 4 - 1
JOIN tidy ON tidy.area_fips = last.area_fips AND tidy.year = last.number // 4 AND tidy.method LIKE '{FOUR_QUARTERS}%'
GROUP BY quarterly.area_fips, quarter // 4, last.number HAVING min(quarter) >= last.number - 3
"""  # noqa: S608

# The year before needs the changes of all four quarters.
_COMPLETE_CHANGES: Final = """
SELECT area_fips, year FROM quarterly_rows WHERE oty_estabs IS NOT NULL
GROUP BY ALL HAVING count(DISTINCT qtr) = 4
"""

# The over-the-year disclosure code covers both years: where it is empty, both are disclosed.
TIDY_YEAR_BEFORE: Final = f"""
SELECT area_fips, own_code, industry_code, CAST(CAST(year AS SMALLINT) - 1 AS SMALLINT) AS year,
  floor(sum(estabs - oty_estabs) / 4 + 0.5) AS estabs,
  CASE WHEN NOT bool_or(disclosure = 'N' OR oty_disclosure = 'N') THEN
    floor(sum(month1 + month2 + month3 - oty_month1 - oty_month2 - oty_month3) / 12 + 0.5)
    END AS employment,
  CASE WHEN NOT bool_or(disclosure = 'N' OR oty_disclosure = 'N')
    THEN CAST(sum(wages - oty_wages) AS DOUBLE) END AS wages,
  bool_or(disclosure = 'N' OR oty_disclosure = 'N') AS suppressed,
  'quarters minus change' AS method
FROM quarterly_rows JOIN ({_COMPLETE_CHANGES}) USING (area_fips, year)
GROUP BY area_fips, own_code, industry_code, agglvl_code, year
"""  # noqa: S608

# Where a code began within a year, the changes of its first quarters have no partner under it: taken off, they leave a
# year of the quarters that have one, half of what it was (46102 and 02158 in 2015).
_BEGUN: Final = " OR ".join(
    f"area_fips = '{code}' AND year < {first}" for code, first in sorted(first_years().items())
)
BEFORE_ITS_CODE: Final = f"(method LIKE '% minus change' AND ({_BEGUN}))"

# What is there already counts before what is computed: the whole area's year, and else the cell.
INSERT_NEW: Final = f"""
INSERT INTO tidy SELECT * FROM ({{rows}})
WHERE NOT {BEFORE_ITS_CODE} AND (area_fips, year) NOT IN (
    SELECT (area_fips, year) FROM tidy GROUP BY area_fips, year HAVING {WHOLE_AREA})
  AND (area_fips, own_code, industry_code, year) NOT IN (
    SELECT (area_fips, own_code, industry_code, year) FROM tidy)
"""  # noqa: S608
