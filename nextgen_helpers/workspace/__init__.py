"""A team's answers, kept safe and with their history.

One SQLite file a team by default, any database that SQLAlchemy knows otherwise. Answers are only ever
added: the newest counts, and what was said before stays. Every answer is validated by the model of its
exercise before it is stored, also when it comes from a file.
"""

from nextgen_helpers.people import TEAM
from nextgen_helpers.places import workspaces_folder
from nextgen_helpers.workspace.answers import SCHEMA_VERSION, About, Answer, Merged
from nextgen_helpers.workspace.database import shared_address
from nextgen_helpers.workspace.kept import Newest
from nextgen_helpers.workspace.store import Workspace

__all__ = [
    "SCHEMA_VERSION",
    "TEAM",
    "About",
    "Answer",
    "Merged",
    "Newest",
    "Workspace",
    "shared_address",
    "workspaces_folder",
]
