"""The version of the project, in one place."""

from typing import Final

__version__: Final = "0.1.0"
"""Version of the package (``pyproject.toml`` reads it here)."""
