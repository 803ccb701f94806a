"""Forms in a notebook: every control has a visible label and works by keyboard; ``ng.form`` shows them by name."""


def __getattr__(name: str) -> object:
    """Say to a notebook of an earlier version, whose cells called ``ng.widgets``, what to do."""
    if name.startswith("_"):
        raise AttributeError(name)
    raise AttributeError(
        f"ng.widgets.{name} belongs to an earlier version of these notebooks; make a new copy of them with: nextgen init NEW-FOLDER "
        "(the team's answers stay and stand in it), or write ng.form, ng.check, ng.show or ng.team in its place."
    )
