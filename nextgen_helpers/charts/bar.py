"""What stands above a chart in a notebook: its heading, and buttons that save the picture or show it on the wall.

The picture is drawn for paper when somebody asks for it, and not before: a picture in each page of each notebook would weigh more
than all else. On a narrow screen the same drawing, made for the width of a phone, takes the place of Plotly's.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from nextgen_helpers.charts.picture import Picture
from nextgen_helpers.charts.scene import PHONE, WALL
from nextgen_helpers.charts.svg import svg_text

_FOLDER: Final = Path(__file__).resolve().parent
_TYPES: Final = {"png": "image/png", "svg": "image/svg+xml"}
#: A chart that a team's answers have changed is remembered no longer than this many others.
_MOST: Final = 300
_bars: Final[OrderedDict[tuple[str, ...], ChartBar]] = OrderedDict()


class ChartBar(anywidget.AnyWidget):
    """Heading and buttons of one chart.

    From the browser: ``{kind: "save", ending}`` and ``{kind: "draw", width}``, with ``wide`` or ``narrow``. To it:
    ``{kind: "download", file, type}`` and the file's content; ``{kind: "drawn", width, svg}``; ``{kind: "failed", text}``.
    """

    _esm = _FOLDER / "bar.js"
    head = traitlets.Unicode().tag(sync=True)
    heading = traitlets.Unicode().tag(sync=True)
    subtitle = traitlets.Unicode().tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)

    def __init__(self, chart: Picture, head: str) -> None:
        self.chart = chart
        super().__init__(head=head, heading=chart.title, subtitle=chart.subtitle, source=chart.source)
        self.on_msg(self._heard)

    def _heard(self, _: Any, message: Any, __: Any) -> None:
        kind = message.get("kind") if isinstance(message, dict) else None
        try:
            if kind == "save" and message.get("ending") in _TYPES:
                self._offer(message["ending"])
            elif kind == "draw" and message.get("width") in ("wide", "narrow"):
                width = message["width"]
                drawn = svg_text(self.chart, PHONE if width == "narrow" else WALL)
                self.send({"kind": "drawn", "width": width, "svg": drawn})
        except Exception as error:  # noqa: BLE001  (nobody reads a traceback behind a button)
            self.send({"kind": "failed", "text": f"The picture could not be drawn ({error})."})

    def _offer(self, ending: str) -> None:
        from nextgen_helpers.charts.paper import file_content  # noqa: PLC0415  (Matplotlib is slow to import)

        file = f"{self.chart.name}.{ending}"
        content = file_content(self.chart, ending)
        self.send({"kind": "download", "file": file, "type": _TYPES[ending]}, buffers=[content])


def bar_content(chart: Picture, head: str) -> dict[str, Any]:
    """Give what JupyterLab shows of the bar; nothing where no kernel is there to answer the buttons.

    chart : the chart; shown again unchanged in words, it keeps its bar.
    """
    from IPython import get_ipython  # noqa: PLC0415

    if getattr(get_ipython(), "kernel", None) is None:
        return {}
    key = (chart.name, chart.title, chart.subtitle, chart.source)
    bar = _bars.pop(key, None) or ChartBar(chart, head)
    bar.chart = chart
    _bars[key] = bar
    if len(_bars) > _MOST:
        _bars.popitem(last=False)
    content: dict[str, Any] = bar._repr_mimebundle_()[0]  # type: ignore[index]
    return {kind: value for kind, value in content.items() if kind.startswith("application/")}
