"""From checked rows of QCEW files to the tidy layout (:mod:`nextgen_helpers.lmi.layout`), in SQL."""

from __future__ import annotations

from typing import Final

from nextgen_helpers.counties import first_years
from nextgen_helpers.lmi.layout import WHOLE_AREA

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

TIDY_QUARTERS: Final = f"""
SELECT area_fips, own_code, industry_code, CAST(year AS SMALLINT) AS year,
  floor(sum(estabs) / 4 + 0.5) AS estabs,
  CASE WHEN NOT bool_or(disclosure = 'N')
    THEN floor(sum(month1 + month2 + month3) / 12 + 0.5) END AS employment,
  CASE WHEN NOT bool_or(disclosure = 'N') THEN CAST(sum(wages) AS DOUBLE) END AS wages,
  bool_or(disclosure = 'N') AS suppressed, 'quarters' AS method
FROM quarterly_rows JOIN ({_COMPLETE}) USING (area_fips, year)
GROUP BY area_fips, own_code, industry_code, agglvl_code, year
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
