"""What the front end sends, and texts that nobody should trust."""

from __future__ import annotations

SCRIPT = "<script>alert(1)</script>"
HOSTILE_TEXTS = (
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "</style></textarea><b>bold",
    "=cmd|' /C calc'!A0",
    "$x_1$ and 100%",
    "{0} {name}",
    "Zo\u00eb \U0001f3ed \u202eright to left",
)


def typed(kept_form, name, value):
    """Report a change, as the front end does."""
    kept_form.form._heard(None, {"kind": "changed", "name": name, "value": value}, [])


def told(kept_form, kind, *buffers, **message):
    """Send any other message."""
    kept_form.form._heard(None, {"kind": kind, **message}, [memoryview(item) for item in buffers])


def save(team, exercise_id, **value):
    """Store what a team has answered together."""
    team.team.workspace.save(exercise_id, value)


def said(view):
    """Give the words of everything that a view shows."""
    return "\n".join(str(piece.get("text/plain", "")) for piece in view.mime_bundles())


def page(view):
    """Give the same as HTML."""
    return "\n".join(str(piece.get("text/html", "")) for piece in view.mime_bundles())


def knock(organization="College", employer="Mill", purpose="advice", **other):
    return {
        "organization": organization, "employer": employer, "purpose": purpose, "program": "", "position": "",
        "contacts_a_year": 1, **other,
    }  # fmt: skip


def rating(score=None, seen=(), evidence=""):
    return {"score": score, "seen": list(seen), "evidence": evidence}


def rate(form, *scores, **first):
    """Rate the three dimensions, the first with ``seen`` or ``evidence``."""
    names = ("industry_engagement", "regional_coordination", "career_pathways")
    for place, (name, score) in enumerate(zip(names, scores, strict=False)):
        typed(form, f"rating.{name}", rating(score, **(first if place == 0 else {})))
