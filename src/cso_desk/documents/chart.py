"""Bar, stacked, line and row charts for black and white printers: patterns and marks instead of greys."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from cso_desk.documents.bilingual import Speech, inline
from cso_desk.documents.canvas import PaperCanvas, diamond, segments
from cso_desk.documents.paper import Chart
from cso_desk.documents.pieces import MM, Piece, stacked
from cso_desk.documents.text import Line, Style, draw, draw_lines, height_of, line

_LABEL = Style(8, align="center")
_VALUE = Style(7, align="center")
_LEGEND = Style(8.5)
_SWATCH = 3.2 * MM
_NAME, _COUNT = Style(9), Style(8.5)
_NAMES = 0.32  # of the width of a chart of rows
_ROW, _THICK = 5.2 * MM, 3.4 * MM
_DASHES = ("[] 0 d", "[4 2] 0 d", "[1 1.6] 0 d", "[6 2 1 2] 0 d")

# Pattern number: lines that fill it, as slope (1 rising, -1 falling, 0 level) and gap in points.
_HATCHES: dict[int, tuple[tuple[int, float], ...]] = {
    1: (),
    2: ((1, 3.2),),
    3: ((-1, 3.2),),
    4: ((1, 4.0), (-1, 4.0)),
    5: ((0, 2.4),),
}


class _Plot(NamedTuple):
    """The area of a chart: lower left corner, size in points, and the largest value on its axis."""

    x: float
    y: float
    width: float
    height: float
    top: float
    step: float


def chart_piece(chart: Chart, width: float, speech: Speech) -> Piece:
    """A chart as one piece `width` points wide. ValueError if a series misses a value (a fault of ours)."""
    if chart.kind not in ("bar", "stacked", "line", "rows"):
        raise ValueError(f"no such chart: {chart.kind}")
    if any(len(series.values) != len(chart.labels) for series in chart.series):
        raise ValueError("every series needs a value for each label")
    if any(value < 0 or not math.isfinite(value) for series in chart.series for value in series.values):
        raise ValueError("a chart shows counts: no negative and no endless values")
    if chart.kind == "rows":
        return _rows_piece(chart, width, speech)
    title = stacked(chart.title, Style(10, bold=True, align="center"), width)
    legend = _legend_rows(chart, width) if len(chart.series) > 1 else []
    legend_height = sum(max(item.height for item in row) for row in legend) + (2 * MM if legend else 0)
    slot = (width - 14 * MM) / max(len(chart.labels), 1)
    labels = [stacked(label, _LABEL, max(slot - 2, 12)) for label in chart.labels]
    label_height = max((height_of(lines) for lines in labels), default=0) + 1.5 * MM
    plot_height = chart.height * MM
    above = height_of(title) + 4 * MM
    total = above + plot_height + label_height + legend_height + 2 * MM
    top, step = _axis(chart)

    def paint(canvas: PaperCanvas, x: float, y: float) -> None:
        draw_lines(canvas, x, y, width, title)
        plot = _Plot(x + 12 * MM, y - above - plot_height, width - 14 * MM, plot_height, top, step)
        canvas.saveState()
        _grid(canvas, plot, speech)
        if chart.kind == "line":
            _line_series(canvas, chart, plot)
        else:
            _bars(canvas, chart, plot, speech)
        canvas.restoreState()
        for index, lines in enumerate(labels):
            left = plot.x + plot.width / max(len(labels), 1) * index + 1
            draw_lines(canvas, left, plot.y - 1 * MM, max(slot - 2, 12), lines)
        _legend(canvas, legend, chart, x, plot.y - label_height - 2 * MM)

    return Piece(total, paint)


def _rows_piece(chart: Chart, width: float, speech: Speech) -> Piece:
    """One bar a row beside its name: names are long, and a row has room for them."""
    title = stacked(chart.title, Style(10, bold=True), width)
    room = width * _NAMES
    names = [stacked(label, _NAME, room) for label in chart.labels]
    heights = [max(height_of(lines) + 0.6 * MM, _ROW) for lines in names]
    values = [sum(series.values[index] for series in chart.series) for index in range(len(names))]
    longest, above = max(values, default=0) or 1, height_of(title) + 1.5 * MM

    def paint(canvas: PaperCanvas, x: float, y: float) -> None:
        draw_lines(canvas, x, y, width, title)
        left, top = x + room + 2 * MM, y - above
        canvas.saveState()
        for index, (lines, height) in enumerate(zip(names, heights, strict=True)):
            draw_lines(canvas, x, top - (height - height_of(lines)) / 2, room, lines)
            middle, at = top - height / 2, left
            for number, series in enumerate(chart.series):
                long = (width - room - 16 * MM) * series.values[index] / longest
                _pattern(canvas, number, (at, middle - _THICK / 2, long, _THICK))
                at += long
            draw(canvas, at + 1.5 * MM, middle - 2.8, line(speech.digits(_figure(values[index])), _COUNT))
            top -= height
        canvas.addLiteral(f"0.7 w [] 0 d {segments((left, y - above, left, top))}")
        canvas.restoreState()

    return Piece(above + sum(heights) + 1 * MM, paint)


def _axis(chart: Chart) -> tuple[float, float]:
    """A round top of the axis, and a round step that gives at most five lines."""
    columns = zip(*(series.values for series in chart.series), strict=True) if chart.series else ()
    highest = max((sum(c) if chart.kind == "stacked" else max(c) for c in columns), default=0)
    rough = max(highest, 1) / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough - 1e-12)
    if highest <= 5 and all(float(v).is_integer() for s in chart.series for v in s.values):
        step = 1
    return max(math.ceil(highest / step - 1e-9), 1) * step, step


def _grid(canvas: PaperCanvas, plot: _Plot, speech: Speech) -> None:
    count = round(plot.top / plot.step)
    for index in range(count + 1):
        y = plot.y + plot.height * index / count
        pen = "0.7 w [] 0 d" if index == 0 else "0.4 w [0.8 2] 0 d"
        canvas.addLiteral(f"{pen} {segments((plot.x, y, plot.x + plot.width, y))}")
        text = line(speech.digits(_figure(plot.step * index)), _VALUE)
        draw(canvas, plot.x - text.width - 1.2 * MM, y - 2.4, text)
    canvas.addLiteral(f"0.7 w [] 0 d {segments((plot.x, plot.y, plot.x, plot.y + plot.height))}")


def _figure(value: float) -> int | float:
    return int(value) if float(value).is_integer() else round(value, 2)


def _pattern(canvas: PaperCanvas, number: int, box: tuple[float, float, float, float]) -> None:
    """Fill a box (x, y, width, height) with pattern `number` and outline it."""
    x, y, width, height = box
    if width <= 0 or height <= 0:
        return
    frame = f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"
    kind = number % 6
    if kind == 0:
        canvas.addLiteral(f"0 g {frame} f")
        return
    canvas.addLiteral(f"1 g {frame} f 0 g q {frame} W n 0.5 w [] 0 d")
    for slope, gap in _HATCHES[kind]:
        _hatch(canvas, box, slope, gap)
    canvas.addLiteral(f"Q 0.6 w [] 0 d {frame} S")


def _hatch(canvas: PaperCanvas, box: tuple[float, float, float, float], slope: int, gap: float) -> None:
    x, y, width, height = box
    if slope == 0:
        heights = (y + index * gap for index in range(1, int(height / gap) + 1))
        lines = [(x, at, x + width, at) for at in heights]
    else:
        low, high = (y, y + height) if slope > 0 else (y + height, y)
        starts = (x - height + index * gap for index in range(int((width + height) / gap) + 1))
        lines = [(at, low, at + height, high) for at in starts]
    if lines:
        canvas.addLiteral(segments(*lines))


def _bars(canvas: PaperCanvas, chart: Chart, plot: _Plot, speech: Speech) -> None:
    slot = plot.width / max(len(chart.labels), 1)
    side = 1 if chart.kind == "stacked" else max(len(chart.series), 1)
    thick = min(slot * 0.72 / side, 14 * MM)
    for index in range(len(chart.labels)):
        left = plot.x + slot * (index + 0.5) - thick * side / 2
        base = plot.y
        for number, series in enumerate(chart.series):
            value = series.values[index]
            height = plot.height * value / plot.top
            at = left + (0 if chart.kind == "stacked" else thick * number)
            _pattern(canvas, number, (at, base, thick, height))
            if chart.kind == "stacked":
                base += height
            elif value:
                _value(canvas, speech, value, at + thick / 2, base + height, thick)
        total = sum(series.values[index] for series in chart.series)
        if chart.kind == "stacked" and total:
            _value(canvas, speech, total, left + thick / 2, base, slot)


def _value(canvas: PaperCanvas, speech: Speech, value: float, x: float, y: float, room: float) -> None:
    text = line(speech.digits(_figure(value)), _VALUE)
    if text.width <= room + 3:
        # No line of the grid runs through a figure.
        canvas.addLiteral(f"1 g {x - text.width / 2 - 1:.2f} {y + 0.9:.2f} {text.width + 2:.2f} 7.4 re f 0 g")
        draw(canvas, x - text.width / 2, y + 1.6, text)


def _line_series(canvas: PaperCanvas, chart: Chart, plot: _Plot) -> None:
    slot = plot.width / max(len(chart.labels), 1)
    for number, series in enumerate(chart.series):
        points = [
            (plot.x + slot * (index + 0.5), plot.y + plot.height * value / plot.top)
            for index, value in enumerate(series.values)
        ]
        if not points:
            continue
        way = " l ".join(f"{x:.2f} {y:.2f}" for x, y in points[1:])
        start = f"{points[0][0]:.2f} {points[0][1]:.2f} m"
        canvas.addLiteral(f"1.2 w {_DASHES[number % 4]} n {start} {way + ' l' if way else ''} S [] 0 d 0.8 w")
        for x, y in points:
            _mark(canvas, number, x, y)


def _mark(canvas: PaperCanvas, number: int, x: float, y: float) -> None:
    """A point of a line: black or white square or diamond."""
    r = 2.2
    square = f"{x - r:.2f} {y - r:.2f} {2 * r:.2f} {2 * r:.2f} re"
    shape = square if number % 4 < 2 else diamond(x, y, 2.9)
    canvas.addLiteral(f"{'0 g' if number % 2 == 0 else '1 g'} {shape} B 0 g")


def _legend_rows(chart: Chart, width: float) -> list[list[Line]]:
    rows: list[list[Line]] = [[]]
    used = 0.0
    for series in chart.series:
        item = line(inline(series.name), _LEGEND)
        need = item.width + _SWATCH + 6 * MM
        if rows[-1] and used + need > width:
            rows.append([])
            used = 0.0
        rows[-1].append(item)
        used += need
    return rows


def _legend(canvas: PaperCanvas, rows: Sequence[Sequence[Line]], chart: Chart, x: float, top: float) -> None:
    number = 0
    for row in rows:
        at, height = x + 12 * MM, max(item.height for item in row)
        for item in row:
            y = top - item.rise
            if chart.kind == "line":
                sample = segments((at, y + 3, at + _SWATCH, y + 3))
                canvas.addLiteral(f"1.2 w {_DASHES[number % 4]} {sample}")
                canvas.addLiteral("[] 0 d 0.8 w")
                _mark(canvas, number, at + _SWATCH / 2, y + 3)
            else:
                _pattern(canvas, number, (at, y - 1, _SWATCH, _SWATCH))
            draw(canvas, at + _SWATCH + 1.5 * MM, y, item)
            at += _SWATCH + item.width + 6 * MM
            number += 1
        top -= height
