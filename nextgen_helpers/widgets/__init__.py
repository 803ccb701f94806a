"""Forms in a notebook: every control has a visible label and works by keyboard; ``ng.form`` shows them by name."""
