"""Charts of findings: Altair specifications that carry their data and ask for nothing else.

Shades differ in lightness and edges in their strokes, so that a chart reads in black and
white and by people who see few colours; every number is written beside its mark. Each
mark knows the place of the number it shows (`row`, and `standing` or `column`), so that
whoever draws it can open that number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from relata.findings.axes import NONE_CHOSEN, STATED_ABSENT, Axis
from relata.findings.chart_words import Words, words_of
from relata.findings.standings import STANDINGS

if TYPE_CHECKING:
    import altair as alt

    from relata.findings.cross import CrossTable
    from relata.findings.motives import Motives

Form = Literal["heat", "bars"]

_SHADES = ("#1f5563", "#ffffff", "#8d8a82", "#f3f1ec")
_EDGES = ("#1f5563", "#1d2327", "#1d2327", "#77838a")
_STROKES = ([1, 0], [1, 0], [1, 2], [4, 2])
"""Of yes, no, contradicted and unknown: the fill, the edge, and how the edge is drawn."""
_INK = "#1d2327"
_ROW, _STEP, _WIDTH = 24, 18, 460
_LONGEST = 320
"""Pixels that the names of rows may take."""


def motives_chart(
    finding: Motives, *, language: str = "en", names: Mapping[str, str] | None = None
) -> alt.LayerChart:
    """One bar a motive over all cases looked at: told of, absent, contradicted, unknown.

    The line over a bar is the interval of the share that tells of it. `names` gives
    other names to codes, by their key, such as those of another language.
    """
    import altair as alt

    words, right = words_of(language), language.startswith("ar")
    told = [words[standing] for standing in STANDINGS]
    bars: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    labels: dict[str, str] = {}
    for at, row in enumerate(finding.rows):
        # The mark of direction keeps the dots of depth before a name that runs leftwards.
        begins = ("\u200f" if right else "") + "· " * row.depth
        labels[str(at)] = begins + (names or {}).get(row.code, row.label)
        counts = (row.cases, row.absent, row.contradicted, row.unknown)
        begin = 0.0
        for place, count in enumerate(counts):
            if count:
                end = begin + count / row.looked_at
                bars.append(
                    {
                        "row": at,
                        "name": str(at),
                        "standing": STANDINGS[place],
                        "told": told[place],
                        "cases": count,
                        "begin": begin,
                        "end": end,
                    }
                )
                begin = end
        if not math.isnan(row.share.value):
            ends = row.share.interval
            lines.append(
                {
                    "row": at,
                    "name": str(at),
                    "standing": "yes",
                    "cases": row.cases,
                    "low": ends.low,
                    "high": ends.high,
                }
            )
    n_cases = finding.rows[0].looked_at if finding.rows else 0
    y = alt.Y("name:N", sort=list(labels), title=None, axis=_names_axis(labels, right))
    across = alt.Scale(domain=[0, 1], reverse=right)
    share = alt.X(
        "begin:Q",
        scale=across,
        title=words["share"].format(n=n_cases),
        axis=alt.Axis(format=".0%", tickCount=5, grid=True),
    )
    legend = alt.Legend(title=None, orient="top", direction="horizontal", symbolStrokeWidth=1)
    bar = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar(strokeWidth=1, cursor="pointer", height=15)
        .encode(
            x=share,
            x2="end:Q",
            y=y,
            fill=alt.Fill("told:N", scale=_scale(told, _SHADES), legend=legend, sort=told),
            stroke=alt.Stroke("told:N", scale=_scale(told, _EDGES), legend=legend, sort=told),
            strokeDash=alt.StrokeDash(
                "told:N", scale=_scale(told, _STROKES), legend=legend, sort=told
            ),
        )
    )
    line = alt.Chart(alt.InlineData(values=lines)).encode(y=y, x=alt.X("low:Q", scale=across))
    halo = line.mark_rule(stroke="#ffffff", strokeWidth=5).encode(x2="high:Q")
    rule = line.mark_rule(stroke=_INK, strokeWidth=1.5).encode(x2="high:Q")
    low = line.mark_tick(stroke=_INK, thickness=1.5, height=9)
    high = line.mark_tick(stroke=_INK, thickness=1.5, height=9).encode(
        x=alt.X("high:Q", scale=across)
    )
    number = (
        alt.Chart(alt.InlineData(values=lines))
        .mark_text(align="right" if right else "left", dx=-6 if right else 6, color=_INK)
        .encode(y=y, x=alt.X(datum=1, scale=across), text="cases:N")
    )
    level = f"{100 * finding.level:g} %"
    return _finished(
        alt.LayerChart(layer=[bar, halo, rule, low, high, number]),
        title=words["motives"],
        below=words["interval"].format(level=level),
        width=_WIDTH,
        height=alt.Step(_ROW),
        right=right,
    )


def cross_chart(
    finding: CrossTable,
    *,
    language: str = "en",
    form: Form = "heat",
    names: Mapping[str, str] | None = None,
) -> alt.LayerChart:
    """A cross table as a heat table, darker where more cases stand, or as grouped bars.

    What is no answer stands in parentheses and is never shaded. `names` gives labels
    of the codebook in another language.
    """
    names = names or {}
    words, right = words_of(language), language.startswith("ar")
    sides = [names.get(side.label, side.label) for side in (finding.rows, finding.columns)]
    title = words["cross"].format(rows=sides[0], columns=sides[1])
    down, across = (_categories(side, words, names) for side in (finding.rows, finding.columns))
    cells = [
        {
            "row": r,
            "column": c,
            "down": str(r),
            "across": str(c),
            "of": column,
            "cases": int(finding.counts[r, c]),
            "known": bool(finding.tested[r, c]),
            "shown": f"{finding.counts[r, c]}" + ("*" if finding.small.below[r, c] else ""),
        }
        for r in range(len(down))
        for c, column in enumerate(across)
    ]
    draw = _heat if form == "heat" else _grouped
    return draw(cells, down, across, sides[1], words, title, right)


def specification(chart: alt.LayerChart) -> dict[str, Any]:
    """A chart as plain JSON that names no address, not even that of its schema."""
    told: dict[str, Any] = chart.to_dict()
    told.pop("$schema", None)
    return told


def _heat(
    cells: list[dict[str, Any]],
    down: list[str],
    across: list[str],
    heading: str,
    words: Words,
    title: str,
    right: bool,
) -> alt.LayerChart:
    import altair as alt

    most = max((cell["cases"] for cell in cells if cell["known"]), default=0)
    for cell in cells:
        cell["dark"] = cell["known"] and cell["cases"] > 0.55 * most
    above = {str(at): name for at, name in enumerate(across)}
    base = alt.Chart(alt.InlineData(values=cells)).encode(
        x=alt.X(
            "across:N",
            sort=list(above) if not right else list(above)[::-1],
            title=heading,
            axis=alt.Axis(
                orient="top",
                labelExpr=_spelled(above),
                labelAngle=-30 if not right else 30,
                labelAlign="left" if not right else "right",
                ticks=False,
                labelLimit=150,
            ),
        ),
        y=_rows_axis(down, right),
    )
    shade = alt.Scale(domain=[0, max(most, 1)], range=["#ffffff", "#1f5563"], interpolate="rgb")
    known = (
        base.transform_filter("datum.known")
        .mark_rect(stroke="#8d8a82", cursor="pointer")
        .encode(fill=alt.Fill("cases:Q", scale=shade, legend=None))
    )
    apart = base.transform_filter("!datum.known").mark_rect(
        fill="#ffffff", stroke="#8d8a82", strokeDash=[3, 3], cursor="pointer"
    )
    number = base.mark_text(fontSize=12, cursor="pointer").encode(
        text="shown:N",
        color=alt.condition("datum.dark", alt.value("#ffffff"), alt.value(_INK)),
    )
    return _finished(
        alt.LayerChart(layer=[known, apart, number]),
        title=title,
        below=words["cases"],
        width=alt.Step(64),
        height=alt.Step(_ROW + 4),
        right=right,
    )


def _grouped(
    cells: list[dict[str, Any]],
    down: list[str],
    across: list[str],
    heading: str,
    words: Words,
    title: str,
    right: bool,
) -> alt.LayerChart:
    import altair as alt

    for cell in cells:
        cell["beside"] = f"{cell['of']}: {cell['shown']}"
    base = alt.Chart(alt.InlineData(values=cells)).encode(
        x=alt.X(
            "cases:Q",
            stack=None,
            title=words["cases"],
            scale=alt.Scale(reverse=right, nice=True),
            axis=alt.Axis(tickMinStep=1, tickCount=6, format="d"),
        ),
        y=_rows_axis(down, right),
        yOffset=alt.YOffset("across:N", sort=[str(at) for at in range(len(across))]),
    )
    known = base.transform_filter("datum.known").mark_bar(
        fill=_SHADES[0], stroke=_EDGES[0], cursor="pointer"
    )
    apart = base.transform_filter("!datum.known").mark_bar(
        fill=_SHADES[3], stroke=_EDGES[3], strokeDash=_STROKES[3], strokeWidth=1, cursor="pointer"
    )
    beside = base.mark_text(
        align="right" if right else "left", dx=-5 if right else 5, fontSize=11, cursor="pointer"
    ).encode(text="beside:N", color=alt.value(_INK))
    return _finished(
        alt.LayerChart(layer=[known, apart, beside]),
        title=title,
        below="",
        width=_WIDTH,
        height=alt.Step(_STEP, **{"for": "offset"}),
        right=right,
    )


def _categories(side: Axis, words: Words, names: Mapping[str, str]) -> list[str]:
    """The names of the categories, the program's own in the language of the chart."""
    own = {STATED_ABSENT, NONE_CHOSEN, *(("yes",) if side.speaking is not None else ())}
    return [
        f"({words.get(category.label, category.label)})"
        if not category.known
        else words.get(category.label, category.label)
        if category.label in own
        else names.get(category.label, category.label)
        for category in side.categories
    ]


def _rows_axis(down: list[str], right: bool) -> alt.Y:
    import altair as alt

    labels = {str(at): name for at, name in enumerate(down)}
    return alt.Y("down:N", sort=list(labels), title=None, axis=_names_axis(labels, right))


def _names_axis(labels: Mapping[str, str], right: bool) -> alt.Axis:
    """Names of rows beginning at one edge, so that indents show; on the right in Arabic."""
    import altair as alt

    return alt.Axis(
        labelExpr=_spelled(labels),
        orient="right" if right else "left",
        labelAlign="left" if not right else "right",
        labelPadding=min(_LONGEST, 12 + 6.4 * max(map(len, labels.values()), default=0)),
        labelLimit=_LONGEST,
        labelFontSize=12,
        ticks=False,
        domain=False,
    )


def _spelled(labels: Mapping[str, str]) -> str:
    """An expression that writes a name for a key; names may be alike, keys are not."""
    import json

    return f"{json.dumps(dict(labels), ensure_ascii=False)}[datum.value]"


def _scale(domain: list[str], range: Any) -> alt.Scale:
    import altair as alt

    return alt.Scale(domain=domain, range=list(range))


def _finished(
    chart: alt.LayerChart, *, title: str, below: str, width: Any, height: Any, right: bool
) -> alt.LayerChart:
    import altair as alt

    anchor: Literal["start", "end"] = "end" if right else "start"
    ends = "\u200f" if right and below else ""
    told = alt.TitleParams(title, subtitle=below + ends, anchor=anchor, frame="group")
    finished: alt.LayerChart = (
        chart.properties(title=told, width=width, height=height)
        .configure(background="#ffffff")
        .configure_view(stroke=None)
        .configure_title(color=_INK, subtitleColor=_INK)
        .configure_legend(labelColor=_INK)
        .configure_axis(
            gridColor="#d9d5cc",
            domainColor="#8d8a82",
            tickColor="#8d8a82",
            labelColor=_INK,
            titleColor=_INK,
            labelFontSize=11,
            titleFontSize=12,
        )
    )
    return finished
