"""Settings of the server that ``nextgen lab`` starts; Jupyter reads this file, nobody imports it."""

from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager

from nextgen_helpers.kernels import WARM
from nextgen_helpers.kernels.provisioner import way

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (Jupyter puts it here)

# File > Print, and Save and Export Notebook As > HTML, give what is seen: pictures, tables and answers, and no code.
c.HTMLExporter.preprocessors = ["nextgen_helpers.reports.seen.AsSeen"]
c.HTMLExporter.extra_template_basedirs = [str(Path(__file__).resolve().parents[1] / "reports")]
c.HTMLExporter.template_name = "template"
c.HTMLExporter.exclude_input = True
c.HTMLExporter.exclude_anchor_links = True

# The other ways would give code and empty places, or need programs that are not there.
for name in ("ASCIIDoc", "Latex", "Markdown", "PDF", "QtPDF", "QtPNG", "RST", "Slides", "WebPDF"):
    c[f"{name}Exporter"].enabled = False
c.NotebookPage.enabled = False  # HTML is the same here

# Room for the notebook on a narrow screen.
c.LabApp.extra_labextensions_path = [str(Path(__file__).resolve().parent / "labextensions")]


class WarmByDefault(KernelSpecManager):
    """Gives notebooks of the usual kernel one that has everything imported."""

    def get_kernel_spec(self, kernel_name: str) -> Any:
        """Find a kernel by its name."""
        spec = super().get_kernel_spec(kernel_name)
        if kernel_name == NATIVE_KERNEL_NAME:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": WARM}
        return spec


# Elsewhere a process that waits would take its memory for every notebook that is open.
if way() == "fork":
    c.ServerApp.kernel_spec_manager_class = WarmByDefault
