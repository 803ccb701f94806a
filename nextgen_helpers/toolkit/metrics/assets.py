"""What the companies of a cluster share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nextgen_helpers.toolkit.findings import Finding, Findings


def assets(rows: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Look at what the companies share: where links exist, and whether there is evidence.

    rows : rows of the cluster's assets, with ``asset, light, evidence, grows``.
    """
    if not any(row.get("light") for row in rows):
        return (Finding("open", "No shared asset has a rating yet."),)
    found = Findings()
    used = [row for row in rows if row.get("light") in ("yes", "partly")]
    text = f"Companies use {len(used)} of {len(rows)} shared assets together, at least in part."
    found.judge(used, text)
    found.look([row["asset"] for row in used if not row.get("evidence")], "Without an example: {all}.")
    fruit = [row["asset"] for row in used if row.get("grows")]
    barren = "No one has written down what came of any of them: the chain ends before new products and jobs."
    found.good(fruit, "Something came of it, or could come: {all}.", look=barren if used else "")
    idle = [row["asset"] for row in rows if row.get("light") == "not_yet"]
    found.look(idle, "Shared and not used together: {all}. A first meeting could begin there.")
    found.open([row["asset"] for row in rows if not row.get("light")], "Not answered yet: {all}.")
    return tuple(found)
