"""``python -m nextgen_helpers.cli``."""

from nextgen_helpers.cli import main

main()
