"""A Matplotlib figure as SVG, written for pages that hold dozens of them.

Matplotlib measures every text and lays it out each time it is drawn. The names of industries are the same in every region and
picture, so what was measured once is remembered here; that is half of the time that a picture takes.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.text import Text
from matplotlib.textpath import TextToPath

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

_Size = tuple[float, float, float]
_MOST_TEXTS: Final = 50_000


class _Remembering(TextToPath):
    """Measures a text once."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> _Size:
        """Give width, height and descent of a line of text in pixels at 72 to the inch."""
        return _measured(s, prop, mathematics=bool(ismath))


_plain = TextToPath()


@lru_cache(maxsize=_MOST_TEXTS)
def _measured(text: str, font: FontProperties, *, mathematics: bool) -> _Size:
    size: _Size = _plain.get_text_width_height_descent(text, font, mathematics)
    return size


def text_size(text: str, font: FontProperties) -> _Size:
    """Measure a line of text."""
    return _measured(text, font.copy(), mathematics=False)


class _Renderer(RendererSVG):
    """Writes each line of a text at the side that it is aligned to: the reader's letters are not as wide as ours."""

    def __init__(self, width: float, height: float, file: io.StringIO) -> None:
        super().__init__(width, height, file, metadata={"Date": None})  # type: ignore[no-untyped-call]
        self._text2path = _Remembering()
        self.drawn: Words | None = None

    def draw_text(  # noqa: PLR0913, PLR0917  (as Matplotlib calls it)
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | Literal["TeX"] = False,  # noqa: FBT001, FBT002
        mtext: Text | None = None,
    ) -> None:
        """Write a line; Matplotlib says of which text only where it has no other line."""
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext or self.drawn)  # type: ignore[no-untyped-call]


class Words(Text):
    """A text in a picture, laid out once for all pictures of a report; otherwise as Matplotlib's own."""

    _laid_out: ClassVar[dict[tuple[Any, ...], Any]] = {}

    def draw(self, renderer: Any) -> None:
        """Draw the text, and tell the renderer whose lines come."""
        if isinstance(renderer, _Renderer):
            renderer.drawn = self
        super().draw(renderer)
        if isinstance(renderer, _Renderer):
            renderer.drawn = None

    def _get_layout(self, renderer: Any) -> Any:
        """Lay the lines out around their place; that does not depend on where the place is."""
        if not isinstance(renderer, _Renderer):
            return super()._get_layout(renderer)  # type: ignore[misc]
        key = (
            self.get_text(), hash(self.get_fontproperties()), self.get_rotation(), self.get_horizontalalignment(),
            self.get_verticalalignment(), self._linespacing, self._multialignment,  # type: ignore[attr-defined]
        )  # fmt: skip
        if key not in self._laid_out:
            while len(self._laid_out) >= _MOST_TEXTS:
                del self._laid_out[next(iter(self._laid_out))]
            self._laid_out[key] = super()._get_layout(renderer)  # type: ignore[misc]
        return self._laid_out[key]


def svg_of(figure: Figure) -> str:
    """Draw a figure as SVG on a transparent ground.

    Parameters
    ----------
    figure : with 72 dots to the inch; it is not used again.
    """
    figure.patch.set_visible(False)
    for axes in figure.axes:
        axes.patch.set_visible(False)
    width, height = (float(side) * 72 for side in figure.get_size_inches())
    text = io.StringIO()
    renderer = _Renderer(width, height, text)
    figure.draw(renderer)
    renderer.finalize()  # type: ignore[no-untyped-call]
    return text.getvalue()
