"""Charts of a team's own answers: one module a notebook."""
