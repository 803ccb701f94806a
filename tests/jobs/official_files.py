"""Tiny official files, made by hand in the publishers' layouts."""

from __future__ import annotations

from openpyxl import Workbook

OEWS_HEAD = [
    "AREA", "NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE", "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "PCT_TOTAL",
    "PCT_RPT", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90",
]  # fmt: skip


def oews_row(soc, title, group, jobs, *pay, sector="31", own="5", error=1.0):
    return ["99", sector, "Sector", "sector", own, soc, title, group, jobs, error, 1, "~", *pay]


OEWS_ROWS = [
    oews_row("00-0000", "All Occupations", "total", 1000, 30000, 35000, 45000, 60000, 90000),
    oews_row("51-0000", "Production", "major", 700, 30000, 35000, 45000, 60000, 90000),
    oews_row("51-4121", "Welders", "detailed", 400, 36000, 41000, 49000, 58000, 69000),
    oews_row("11-1011", "Chief Executives", "detailed", 10, 90000, 150000, "#", "#", "#"),
    oews_row("27-2011", "Actors", "detailed", 20, "*", "*", "*", "*", "*"),
    oews_row(
        "51-9199",
        "Production Workers, All Other",
        "detailed",
        "**",
        30000,
        33000,
        38000,
        46000,
        60000,
        error="**",
    ),
]

_NOTE = "Projections (Employment in thousands)"
HEAD_1_2 = [
    "2024 National Employment Matrix title", "2024 National Employment Matrix code", "Occupation type", "Employment, 2024",
    "Employment, 2034", "Employment change, percent, 2024\u201334", "Occupational openings, 2024\u201334 annual average",
    "Median annual wage, dollars, 2024[1]", "Typical education needed for entry", "Work experience in a related occupation",
    "Typical on-the-job training needed to attain competency in the occupation",
]  # fmt: skip
HEAD_1_10 = [
    "2024 National Employment Matrix title", "2024 National Employment Matrix code", "Occupation type", "Employment, 2024",
    "Employment, 2034", "Labor force exit rate, 2024\u201334 annual average", "Occupational transfer rate, 2024\u201334 annual average",
    "Labor force exits, 2024\u201334 annual average", "Occupational transfers, 2024\u201334 annual average",
    "Occupational openings, 2024\u201334 annual average",
]  # fmt: skip
ROWS_1_2 = [
    ["Total", "00-0000", "Summary", 100, 110, 10, 9, 50000, "\u2014", "\u2014", "\u2014"],
    ["  Welders", "51-4121", "Line item", 10, 11, 10.0, 1.2, 51000, "High school diploma or equivalent", None, "Moderate-term on-the-job training"],
    ["  Chief executives", "11-1011", "Line item", 2, 2, 0, 0.2, ">=$239,200", "Bachelor's degree", "5 years or more", None],
    ["  Actors", "27-2011", "Line item", 1, 1.1, 10, 0.1, "\u2014", "Some college, no degree", None, "Long-term on-the-job training"],
    ["Footnotes:", None, None, None, None, None, None, None, None, None, None],
]  # fmt: skip
ROWS_1_10 = [
    ["Total", "00-0000", "Summary", 100, 110, 4, 5, 4, 4, 9],
    ["  Welders", "51-4121", "Line item", 10, 11, 4.0, 6.0, 0.4, 0.7, 1.2],
    ["  Chief executives", "11-1011", "Line item", 2, 2, 3, 4, 0.1, 0.1, 0.2],
    ["  Actors", "27-2011", "Line item", 1, 1.1, 3, 6, 0, 0.1, 0.1],
]  # fmt: skip
CIP = (
    "CIP2020Code,CIP2020Title,SOC2018Code,SOC2018Title\n"
    '48.0508,"Welding Technology/Welder.",51-4121,Welders\n'
    '50.0506,"Acting.",27-2011,Actors\n50.0506,"Acting.",99-9999,NO MATCH\n24.0101,"Liberal Arts.",99-9999,NO MATCH\n'
)


def book(path, **sheets):
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title.replace("_", " ").replace(" dot ", "."))
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path


def oews(path, rows=OEWS_ROWS, head=OEWS_HEAD):
    return book(path, natsector=[head, *rows])


def projections(path, rows_1_2=ROWS_1_2, rows_1_10=ROWS_1_10, head_1_2=HEAD_1_2):
    return book(
        path,
        **{"Table 1.2": [[_NOTE], head_1_2, *rows_1_2], "Table 1.10": [[_NOTE], HEAD_1_10, *rows_1_10]},
    )


def zones(
    path,
    rows=(("51-4121.00", "Welders", 2), ("51-4121.06", "Welders, Special", 3), ("11-1011.00", "Chief", 5)),
):
    return book(path, zones=[["O*NET-SOC Code", "Title", "Job Zone"], *rows])


def related(path):
    head = ["O*NET-SOC Code", "Title", "Related O*NET-SOC Code", "Related Title", "Relatedness Tier", "Index"]
    rows = [
        ["51-4121.00", "Welders", "11-1011.00", "Chief", "Primary-Short", 1],
        ["51-4121.06", "Welders, Special", "51-4121.00", "Welders", "Primary-Short", 1],
        ["51-4121.06", "Welders, Special", "11-1011.00", "Chief", "Supplemental", 11],
    ]
    return book(path, related=[head, *rows])


def everything(folder):
    """Lay all official files out as they are downloaded."""
    oews(folder / "oews" / "natsector_M2023_dl.xlsx", OEWS_ROWS[:1])
    oews(folder / "oews" / "natsector_M2024_dl.xlsx")
    projections(folder / "projections" / "occupation_2024_2034.xlsx")
    zones(folder / "onet" / "Job Zones.xlsx")
    related(folder / "onet" / "Related Occupations.xlsx")
    (folder / "cip").mkdir()
    (folder / "cip" / "CIP2020_SOC2018_Crosswalk.csv").write_text(CIP, encoding="utf-8-sig")
    return folder
