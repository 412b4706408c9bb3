"""The report's figures: matplotlib's drawings as inline SVG, in the colours of the page, light or dark."""

import io
import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from autograder.grading.report.items import Item

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Stand-ins that become the page's colours.
INK, FAINT, ACCENT, WARM = "#010203", "#040506", "#070809", "#0a0b0c"
COLOURS = {INK: "--ink", FAINT: "--line", ACCENT: "--accent", WARM: "--warm"}
WIDTH = 4.6  # inches: the width of a phone, so that the letters stay legible there
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.size": 9,
    "font.family": "sans-serif",
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": FAINT,
}


def distribution(totals: Sequence[float], max_points: float) -> str:
    """A histogram of the totals."""
    import numpy as np

    edges = np.linspace(0, max(max_points, *totals, 1), 11)
    figure, axes = drawing(2.5)
    axes.hist(totals, bins=edges, color=ACCENT, rwidth=0.9)
    mean = float(np.mean(totals))
    axes.axvline(mean, color=WARM, linewidth=1.5, linestyle="--", label=f"mean {mean:.1f}")
    axes.set_xlabel(f"points of {max_points:g}")
    axes.set_ylabel("students")
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.legend(frameon=False, loc="upper left")
    text = (
        f"Histogram of the points of {len(totals)} students: from {min(totals):g} to {max(totals):g}, mean {mean:.1f}"
    )
    return svg(figure, f"{text} of {max_points:g}.")


def pass_rates(items: Sequence[Item]) -> str:
    """A bar an exercise: the share of full marks, and in a lighter shade the share of the points."""
    figure, axes = drawing(0.6 + 0.21 * len(items))
    names = [item.column.name for item in items]
    places = list(range(len(items)))
    axes.barh(places, [100 * item.mean for item in items], color=ACCENT, alpha=0.35, height=0.72, label="points earned")
    axes.barh(places, [100 * item.pass_rate for item in items], color=ACCENT, height=0.72, label="full marks")
    axes.set_yticks(places, [shortened(name) for name in names])
    axes.set_xlim(0, 100)
    axes.set_ylim(len(items) - 0.4, -0.6)
    axes.set_xlabel("per cent")
    axes.tick_params(axis="y", length=0)
    axes.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0)
    worst = min(items, key=lambda item: item.pass_rate)
    lowest = f"lowest for {worst.column.name} with {worst.pass_rate:.0%}"
    return svg(figure, f"Share of full marks by exercise, {lowest}; the table below has the numbers.")


def shortened(name: str) -> str:
    """A name that leaves room for the bars."""
    return name if len(name) <= 26 else f"{name[:17]}…{name[-8:]}"


def drawing(height: float) -> "tuple[Figure, Any]":
    """An empty drawing."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        return figure, figure.add_subplot()


def svg(figure: "Figure", description: str) -> str:
    """A drawing as an element of the page, with a description for those who cannot see it."""
    from matplotlib import rc_context

    stream = io.StringIO()
    with rc_context({**STYLE, "svg.hashsalt": description}):
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    drawn = stream.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    for stand_in, colour in COLOURS.items():
        drawn = drawn.replace(stand_in, f"var({colour})")
    label = f'<svg role="img" aria-label="{escape(description)}" '
    return drawn.replace("<svg ", label, 1)
