"""``python -m nextgen_helpers.cli``."""

from nextgen_helpers.cli import main

if __name__ == "__main__":
    main()
