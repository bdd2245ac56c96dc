"""Native, editable charts bound to the cells of their sheet's table: bars with whiskers, stacked bars, lines."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import NumDataSource, NumRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.utils import get_column_letter, quote_sheetname

from analytics.report.workbook import styles
from analytics.report.workbook.sheet import Chart, Sheet

ROW_POINTS = 15.0  # a row that nothing was written into
BESIDE_WIDTH = 64.0  # of the charts that stand beside their table, in digits
_LINE_COLOURS = (styles.BLUE, "B8352A", "7FB2DA", "E0A030")
_BAR_COLOURS = (styles.BLUE, "9CC5E6", "C9D1DA", "E0A030", "8E6BB0")
_FLAG, _PLAIN, _FAINT = "B8352A", "5B93C4", "B9C2CC"


def place_charts(worksheet: Any, sheet: Sheet, head: int, body: int, last: int, widths: list[float]) -> tuple[int, int]:
    """Draw the charts of *sheet* under its table or beside it; return the last row and column that they cover."""
    table = _Table(worksheet, sheet, head, body)
    right = len(widths)
    extra = math.ceil(BESIDE_WIDTH / 8.0) if sheet.beside else 0
    for number in range(right + 1, right + extra + 1):
        worksheet.column_dimensions[get_column_letter(number)].width = 8.0
    table_points = sum(worksheet.row_dimensions[row].height or ROW_POINTS for row in range(head, last + 1))
    row = head if sheet.beside else last + 2
    bottom = last
    for spec in sheet.charts:
        drawn = _DRAW[spec.kind](table, spec)
        _finish(drawn, spec)
        points = max(170.0, table_points / len(sheet.charts)) if sheet.beside else _height(spec, body)
        rows = _rows_covering(worksheet, row, points)
        columns = (right, right + extra) if sheet.beside else (0, right)
        # From cell to cell: the chart ends with the table whatever width an office suite gives its columns.
        drawn.anchor = TwoCellAnchor(
            editAs="oneCell",
            _from=AnchorMarker(col=columns[0], row=row - 1),
            to=AnchorMarker(col=columns[1], row=row - 1 + rows),
        )
        worksheet.add_chart(drawn)
        bottom = max(bottom, row + rows - 1)
        row += rows + (0 if sheet.beside else 1)
        if spec.interval and spec.kind == "bars":
            table.write_arms(spec, right + extra + 2)
    return bottom, right + extra


def _height(spec: Chart, rows: int) -> float:
    if spec.kind == "line":
        return 225.0
    if spec.kind == "columns":
        return 190.0
    thickness = 26.0 if spec.kind == "stacked" else 21.0 * max(1.0, 0.6 * len(spec.series))
    return min(560.0, 95.0 + rows * thickness)


def _rows_covering(worksheet: Any, first: int, points: float) -> int:
    rows = 0
    while points > 0:
        points -= worksheet.row_dimensions[first + rows].height or ROW_POINTS
        rows += 1
    return rows


class _Table:
    """Where the table of a sheet lies: references to its columns, without its total rows."""

    def __init__(self, worksheet: Any, sheet: Sheet, head: int, body: int) -> None:
        self.worksheet, self.sheet, self.head, self.body = worksheet, sheet, head, body
        self.numbers = {column.code: number for number, column in enumerate(sheet.columns, start=1)}

    def cells(self, code: str, rows: int | None = None) -> Any:
        """Return the reference to the cells of a column, or to the first *rows* of them."""
        number, last = self.numbers[code], self.head + (rows or self.body)
        return Reference(self.worksheet, min_col=number, min_row=self.head + 1, max_row=last)

    def series(self, code: str, rows: int | None = None) -> Any:
        """Return a series of a column, named like it."""
        series = Series(self.cells(code, rows))
        # Its own text: the heading's cell breaks into lines, which a legend should not.
        series.tx = SeriesLabel(v=self.sheet.columns[self.numbers[code] - 1].head)
        series.smooth = False
        return series

    def write_arms(self, spec: Chart, column: int) -> None:
        """Write the lengths of the whiskers beside the print area, where the chart's error bars find them."""
        low, high = spec.interval or ("", "")
        for offset, text in enumerate(self.sheet.arms):
            cell = self.worksheet.cell(self.head, column + offset, text)
            cell.font = styles.font(8, colour=styles.GREY)
            cell.alignment = styles.aligned("center")
            self.worksheet.column_dimensions[get_column_letter(column + offset)].width = 14.0
        for offset, row in enumerate([row for row in self.sheet.rows if not row.total], start=1):
            value, lower, upper = (row.values.get(code) for code in (spec.series[0], low, high))
            if isinstance(value, float | int) and isinstance(lower, float | int) and isinstance(upper, float | int):
                for number, length in ((column, value - lower), (column + 1, upper - value)):
                    cell = self.worksheet.cell(self.head + offset, number, length)
                    cell.number_format = styles.NUMBER_FORMAT[spec.form]
                    cell.font = styles.font(8, colour=styles.GREY)

    def arms(self) -> tuple[Any, Any]:
        """Return the sources of the lower and the upper whiskers."""
        column = len(self.sheet.columns) + (math.ceil(BESIDE_WIDTH / 8.0) if self.sheet.beside else 0) + 2
        return self._arm(column), self._arm(column + 1)

    def _arm(self, column: int) -> Any:
        letter = get_column_letter(column)
        name = quote_sheetname(self.worksheet.title)
        return NumDataSource(numRef=NumRef(f=f"{name}!${letter}${self.head + 1}:${letter}${self.head + self.body}"))


def _bars(table: _Table, spec: Chart) -> Any:
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth = "bar", "clustered", 55
    _add_bars(chart, table, spec)
    _from_the_top(chart)
    return chart


def _columns(table: _Table, spec: Chart) -> Any:
    chart = BarChart()
    chart.type, chart.grouping, chart.gapWidth, chart.overlap = "col", "clustered", 60, 0
    _add_bars(chart, table, spec)
    return chart


def _add_bars(chart: Any, table: _Table, spec: Chart) -> None:
    for number, code in enumerate(spec.series):
        series = table.series(code, spec.rows)
        colour = _BAR_COLOURS[number % len(_BAR_COLOURS)] if len(spec.series) > 1 else _PLAIN
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.invertIfNegative = False
        for rows, other in ((spec.faint, _FAINT), (spec.marked, _FLAG)):
            for row in sorted(rows):
                point = DataPoint(idx=row, invertIfNegative=False)
                point.graphicalProperties = GraphicalProperties(solidFill=other)
                series.dPt.append(point)
        if spec.interval:
            minus, plus = table.arms()
            series.errBars = ErrorBars(
                errBarType="both",
                errValType="cust",
                minus=minus,
                plus=plus,
                noEndCap=False,
                spPr=GraphicalProperties(ln=LineProperties(solidFill=styles.INK, w=12_700)),
            )
        chart.series.append(series)
    chart.set_categories(table.cells(spec.categories, spec.rows))
    if len(spec.series) > 1:
        chart.legend.position = "b"
    else:
        chart.legend = None


def _stacked(table: _Table, spec: Chart) -> Any:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "percentStacked", 100, 55
    for code in spec.series:
        series = table.series(code)
        series.graphicalProperties = GraphicalProperties(solidFill=spec.colours.get(code, _PLAIN))
        series.graphicalProperties.line.solidFill = styles.PAPER
        for row in sorted(spec.faint) if code == spec.faint_series else ():
            point = DataPoint(idx=row, invertIfNegative=False)
            point.graphicalProperties = GraphicalProperties(solidFill=_FAINT)
            series.dPt.append(point)
        series.invertIfNegative = False
        chart.series.append(series)
    chart.set_categories(table.cells(spec.categories))
    chart.legend.position = "b"
    _from_the_top(chart)
    return chart


def _line(table: _Table, spec: Chart) -> Any:
    chart = LineChart()
    for number, code in enumerate(spec.series):
        series = table.series(code)
        line = LineProperties(solidFill=_LINE_COLOURS[number], w=28_575 if number == 0 else 15_875)
        if number:
            line.prstDash = "dash"
        series.graphicalProperties = GraphicalProperties(ln=line)
        series.marker.symbol = "circle" if number == 0 else "none"
        if number == 0:
            series.marker.size = 5
            series.marker.graphicalProperties = GraphicalProperties(solidFill=_LINE_COLOURS[0])
            series.marker.graphicalProperties.line.solidFill = _LINE_COLOURS[0]
        chart.series.append(series)
    for code in spec.interval or ():
        series = table.series(code)
        line = LineProperties(solidFill="9AA5B1", w=9_525)
        line.prstDash = "sysDot"
        series.graphicalProperties = GraphicalProperties(ln=line)
        series.marker.symbol = "none"
        chart.series.append(series)
    chart.set_categories(table.cells(spec.categories))
    chart.legend.position = "b"
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.tickMarkSkip = 1
    return chart


_DRAW: dict[str, Callable[[_Table, Chart], Any]] = {
    "bars": _bars,
    "columns": _columns,
    "stacked": _stacked,
    "line": _line,
}


def _from_the_top(chart: Any) -> None:
    """Let horizontal bars stand in the order of the table, the scale under them."""
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"


def _finish(chart: Any, spec: Chart) -> None:
    chart.title = _title(spec.title, 11, bold=True)
    chart.title.overlay = False
    for axis, words in ((chart.x_axis, spec.category_title), (chart.y_axis, spec.axis_title)):
        axis.delete = False
        axis.title = _title(words, 9, bold=False) if words else None
        if axis.title is not None:
            axis.title.overlay = False
        axis.txPr = _rich(9)
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill="9AA5B1", w=9_525))
    chart.x_axis.majorGridlines = None
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E3E7EB", w=6_350))
    chart.y_axis.number_format = "0%" if spec.form == "ratio" or spec.kind == "stacked" else "#,##0"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = spec.lowest, spec.highest
    if chart.legend is not None:
        chart.legend.txPr = _rich(9)
        chart.legend.overlay = False
    chart.graphical_properties = GraphicalProperties(
        solidFill=styles.PAPER, ln=LineProperties(solidFill=styles.RULE, w=6_350)
    )
    chart.roundedCorners = False
    # A gap in the series is a gap in the line: a month without answers is not 0 %.
    chart.display_blanks = "gap"


def _characters(size: int, *, bold: bool) -> Any:
    return CharacterProperties(
        sz=size * 100,
        b=bold,
        solidFill=styles.INK,
        latin=Font(typeface=styles.TYPEFACE),
        ea=Font(typeface=styles.TYPEFACE),
    )


def _rich(size: int) -> Any:
    properties = ParagraphProperties(defRPr=_characters(size, bold=False))
    return RichText(bodyPr=RichTextProperties(), p=[Paragraph(pPr=properties, endParaRPr=CharacterProperties())])


def _title(words: str, size: int, *, bold: bool) -> Any:
    characters = _characters(size, bold=bold)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=characters), r=[RegularTextRun(rPr=characters, t=words)])
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])))
