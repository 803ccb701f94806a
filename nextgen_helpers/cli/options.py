"""Words that several commands take, and the region that is meant by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nextgen_helpers.errors import UserError

if TYPE_CHECKING:
    from nextgen_helpers.regions import Region

RegionArgument = Annotated[
    str | None, typer.Argument(metavar="REGION", help="A region's id; see: nextgen regions")
]
CountiesOption = Annotated[
    str | None,
    typer.Option(
        "--counties", help='Own region: county codes or names, such as "48113, Tarrant County, Texas".'
    ),
]
NameOption = Annotated[str | None, typer.Option("--name", help="Name of your own region.")]
YearOption = Annotated[int | None, typer.Option("--year", help="Year of the figures; the newest by default.")]
StateOption = Annotated[str | None, typer.Option("--state", help="Only regions in this state, such as TX.")]


def chosen_region(region: str | None, counties: str | None, name: str | None) -> Region:
    """Give the region that was meant: one of the register, or counties of one's own."""
    from nextgen_helpers.regions import custom_region, get_region  # noqa: PLC0415

    if counties is not None:
        if region is not None:
            raise UserError("Give either a region's id or --counties, not both.")
        return custom_region(name or "My region", counties)
    if region is None:
        raise UserError("Which region? Give its id (see: nextgen regions) or --counties 48113,48439.")
    return get_region(region)
