"""The command that opens a room for phones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nextgen_helpers.cli.printing import note
from nextgen_helpers.errors import UserError

if TYPE_CHECKING:
    from nextgen_helpers.open_rooms import OpenRoom


def room(  # noqa: PLR0917  (as many as there are options)
    teams: Annotated[
        list[str] | None, typer.Argument(metavar="REGION...", help="Whose room; a region, or a team such as tx-alamo--riverside. Several at once are an academy.")
    ] = None,
    network: Annotated[
        bool, typer.Option("--network", help="Let phones in the same network in. Only in a network that you trust.")
    ] = False,
    all_teams: Annotated[bool, typer.Option("--all-teams", help="A room for each team of the region.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Port; 0 takes a free one.")] = 8765,
    address: Annotated[str, typer.Option("--address", help="Address for the phones, if the one that is shown does not work.")] = "",
    activity: Annotated[str, typer.Option("--activity", help="What is open from the start, such as rubric or knocks.")] = "",
    seats: Annotated[int, typer.Option("--seats", min=1, max=2000, help="How many people come into a room.")] = 300,
    new_code: Annotated[bool, typer.Option("--new-code", help="Draw a new code; the old one leads nowhere then.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the addresses as one line of JSON, for scripts.")] = False,
) -> None:  # fmt: skip
    """Open a room: people answer on their phones, the wall shows it, and the answers stand in the notebooks.

    For instance: nextgen room tx-alamo --network; or
    nextgen room tx-alamo --activity rubric
    """
    from nextgen_helpers.room.server import addresses, as_json, serve  # noqa: PLC0415  (imports a server)
    from nextgen_helpers.teams import find_team, known_teams  # noqa: PLC0415

    if not teams:
        raise UserError("Say whose room, such as: nextgen room tx-alamo --network")
    chosen = list(teams)
    if all_teams:
        regions = [find_team(name).region_id for name in teams]
        chosen = [entry.id for region in regions for entry in known_teams(region, archived=False)]

    def say(opened: list[OpenRoom], trainer: str) -> None:
        if json:
            typer.echo(as_json(opened, trainer))
            return
        for item in opened:
            note(f"The room of {item.team} is open. Code: {item.code[:3]} {item.code[3:]}")
            note(f"  For phones:         {item.join}")
            note(f"  For the wall:       {item.wall}")
            note(f"  For you alone:      {item.facilitator}")
        if len(opened) > 1:
            note(f"All rooms on one page, for you alone: {trainer}")
        if network:
            others = ", ".join(found for found in addresses() if found not in opened[0].join)
            also = f" (also at {others})" if others else ""
            note(f"It listens in your network{also}; use it only in one that you trust.")
        else:
            note("It listens on this computer only. To let phones in, end it and add --network.")
        note("End it with Ctrl-C. What was answered is saved.")

    serve(
        chosen,
        port=port,
        network=network,
        address=address,
        opens=activity,
        seats=seats,
        new_codes=new_code,
        say=say,
    )
