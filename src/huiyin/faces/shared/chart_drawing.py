"""Draws charts: a Vega-Lite spec made with Altair, rendered to SVG by vl-convert, offline.

Run as a module it answers one JSON line for each it reads and ends when idle. Colours in the
spec are place-holders; in the SVG they become the page's own variables, so that one picture
fits both themes. All text in a picture is digits and single letters: no font is needed.
"""

from __future__ import annotations

import json
import re
import select
import sys
from typing import Any

import altair as alt
import vl_convert

IDLE_SECONDS = 120.0
HEIGHT = 170

INK, GRID, BAR, MOMENT = "#010101", "#020202", "#030303", "#040404"
VARIABLES = {
    INK: "var(--hy-chart-ink)",
    GRID: "var(--hy-chart-grid)",
    BAR: "var(--hy-chart-bar)",
    MOMENT: "var(--hy-chart-moment)",
}
TIME_LABEL = (
    "utchours(datum.value) == 0 && utcminutes(datum.value) == 0"
    " ? utcFormat(datum.value, '%-m-%-d') : utcFormat(datum.value, '%H:%M')"
)


def heat_spec(
    bars: list[dict[str, Any]], lines: list[dict[str, Any]], width: int
) -> dict[str, Any]:
    """Vega-Lite spec: `bars` have `at`, `until` (ISO, Z), `n`; `lines` have `at` and `letter`."""
    axis = alt.Axis(labelExpr=TIME_LABEL, tickCount=width // 90, labelOverlap=True)
    time = alt.X("at:T", title=None, scale=alt.Scale(type="utc"), axis=axis)
    count = alt.Y("n:Q", title=None, axis=alt.Axis(tickCount=4, format="d", tickMinStep=1))
    picture: Any = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar(color=BAR, minBandSize=1, x2Offset=-1)
        .encode(x=time, x2="until:T", y=count, y2=alt.Y2Datum(0))
    )
    if lines:
        acted = alt.Chart(alt.InlineData(values=lines)).encode(x=time)
        picture += acted.mark_rule(color=MOMENT, strokeWidth=1.5, strokeDash=[4, 3])
        picture += acted.mark_text(color=MOMENT, fontWeight="bold", fontSize=13, dy=-9, y=0).encode(
            text="letter:N"
        )
    spec: dict[str, Any] = (
        picture.properties(width=width, height=HEIGHT)
        .properties(autosize=alt.AutoSizeParams(type="fit", contains="padding"))
        .configure(aria=False, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            gridColor=GRID,
            domainColor=GRID,
            tickColor=GRID,
            labelFontSize=12,
            gridDash=[2, 3],
        )
        .configure_axisX(grid=False)
        .to_dict()
    )
    return spec


def svg_of(spec: dict[str, Any]) -> str:
    """Render a spec, with the page's colours and fonts."""
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    for placeholder, variable in VARIABLES.items():
        svg = svg.replace(placeholder, variable)
    svg = re.sub(r' font-family="[^"]*"', "", svg)
    svg = re.sub(r' (?:xmlns:xlink="[^"]*"|version="1\.1")', "", svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def answer(line: str) -> str:
    """One request to one answer, both JSON in a line."""
    asked = json.loads(line)
    spec = heat_spec(asked["bars"], asked["lines"], asked["width"])
    return json.dumps({"svg": svg_of(spec)})


def main() -> None:
    """Answer until the parent is gone or nothing was asked for a while."""
    svg_of(heat_spec([{"at": "2026-01-01T00:00:00Z", "n": 1}], [], 100))  # warms the engine
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0]:
        line = sys.stdin.readline()
        if not line:
            return
        sys.stdout.write(answer(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
