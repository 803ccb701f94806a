"""The version of the project, in one place."""

from typing import Final

__all__ = ["__version__"]

__version__: Final = "0.1.0"
"""Version of the package (``pyproject.toml`` reads it here)."""
