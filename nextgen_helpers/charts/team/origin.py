"""Where a team's chart comes from: its own answers, or an example that is invented."""

from __future__ import annotations

from typing import Final

#: The source of a chart of a team's answers.
OURS: Final = "the team's own answers."
#: The source of a small example.
INVENTED: Final = "invented, for teaching."
