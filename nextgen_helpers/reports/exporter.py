"""nbconvert's HTML exporter without its last step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbconvert import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter

if TYPE_CHECKING:
    from nbformat import NotebookNode


class PageExporter(HTMLExporter):
    """Writes a page from our own template.

    nbconvert reads each finished page again with Beautiful Soup, to give pictures an alternative text and outputs a place in the
    order of the keyboard. Our template and charts do both, and reading a page of a megabyte takes longer than everything before.
    """

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Write a notebook as a page."""
        known = self._init_resources(resources)  # type: ignore[no-untyped-call]
        chosen = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=known)
        self.register_filter("filter_data_type", chosen)  # type: ignore[no-untyped-call]
        page: tuple[str, dict[str, Any]] = TemplateExporter.from_notebook_node(self, nb, known, **kwargs)
        return page
