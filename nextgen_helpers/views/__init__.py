"""Views: what follows from a team's answers, one module for each notebook.

A view is a function of a team that yields what it shows, one thing after the other. Given a plain :class:`~nextgen_helpers.team_answers.Team`,
as a report has it, it gives its pieces; given the :class:`~nextgen_helpers.views.live.LiveTeam` of a notebook, it follows every answer
that it has read.
"""
