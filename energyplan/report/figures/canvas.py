"""How do all figures look alike: paper, fonts, numbers, colours, legends?"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from energyplan.core.registry import Registry
from energyplan.plan.classes import CATEGORY_COLOURS
from energyplan.plan.numbers import format_number
from energyplan.report.view import View

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DOTS_PER_INCH = 168
WIDTH = 8.6  # inches: fills the text column of the page
INK, SOFT, GRID = "#222222", "#666666", "#e2e2e2"
# Tol's "muted" set, for pictures with more parts than Okabe and Ito have colours.
_MORE_COLOURS = (
    "#332288",
    "#88CCEE",
    "#44AA99",
    "#117733",
    "#999933",
    "#DDCC77",
    "#CC6677",
    "#882255",
    "#AA4499",
)
_STYLE = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
}


@dataclass(frozen=True)
class Drawn:
    """A finished figure and the values for its caption and its alternative text.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    values : dict of str to str
        Put into the texts `figure_<name>_caption` and `figure_<name>_alt`.
    """

    figure: Figure
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plate:
    """A declared figure: where it stands in the report, what it needs and the function that draws it.

    `draw` returns None where the data show nothing worth a figure.
    """

    name: str
    section: str
    draw: Callable[[View], Drawn | None]
    groups: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()

    def can_be_drawn(self, view: View) -> bool:
        """Tell whether the result holds what the figure needs."""
        return view.has(*self.groups) and all(name in view.maps and len(view.maps[name]) for name in self.maps)


PLATES: Registry[Plate] = Registry("figure")


def plate(
    name: str, *, section: str, groups: tuple[str, ...] = (), maps: tuple[str, ...] = ()
) -> Callable[[Callable[[View], Drawn | None]], Callable[[View], Drawn | None]]:
    """Return a decorator that declares a drawing function as a figure of the report."""

    def store(function: Callable[[View], Drawn | None]) -> Callable[[View], Drawn | None]:
        PLATES.add(name, Plate(name, section, function, groups, maps))
        return function

    return store


def new_figure(height: float, *, width: float = WIDTH) -> Figure:
    """Return an empty figure [inches]; no window system is touched."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def add_axes(figure: Figure, rows: int = 1, columns: int = 1, **options: Any) -> list[Axes]:
    """Return axes, row by row."""
    return list(figure.subplots(rows, columns, squeeze=False, **options).flat)


def draw(item: Plate, view: View) -> tuple[Drawn, bytes] | None:
    """Return a declared figure and its PNG in the house style, or None where there is nothing to show."""
    from matplotlib import rc_context

    with rc_context(_STYLE):  # type: ignore[arg-type]
        drawn = item.draw(view)
        return None if drawn is None else (drawn, as_png(drawn.figure))


def number_axis(axis: Any, language: str) -> None:
    """Write the ticks of an axis as numbers of a language."""
    from matplotlib.ticker import FuncFormatter

    def write(value: float, _position: int) -> str:
        digits = next((d for d in range(4) if abs(value - round(value, d)) < 1e-9), 4)
        return format_number(value, language, digits)

    axis.set_major_formatter(FuncFormatter(write))


def legend_below(figure: Figure, handles: Iterable[Any], labels: Iterable[str], *, columns: int = 4) -> None:
    """Put one legend under all axes."""
    figure.legend(list(handles), list(labels), loc="outside lower center", ncols=columns, handlelength=1.2)


def distinct_colours(wanted: dict[str, str]) -> dict[str, str]:
    """Return a colour per name: the wanted one, or a free one of Okabe and Ito where it is taken.

    >>> distinct_colours({"a": "#0072B2", "b": "#0072B2"})
    {'a': '#0072B2', 'b': '#E69F00'}
    """
    given: dict[str, str] = {}
    for name, colour in wanted.items():
        taken = {c.lower() for c in given.values()} | {c.lower() for c in wanted.values()}
        free = [c for c in (*CATEGORY_COLOURS, *_MORE_COLOURS) if c.lower() not in taken]
        is_taken = colour.lower() in {c.lower() for c in given.values()}
        given[name] = free[0] if is_taken and free else colour
    return given


def as_png(figure: Figure) -> bytes:
    """Return the figure as PNG with a palette of 256 colours, a third of the size of true colour."""
    from PIL import Image

    raw = io.BytesIO()
    figure.savefig(raw, format="png", facecolor="white", metadata={"Software": None})
    raw.seek(0)
    packed = io.BytesIO()
    image = Image.open(raw).convert("RGB")
    image.quantize(colors=256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        packed, "PNG", optimize=True
    )
    return packed.getvalue()
