"""How a sheet is laid out: where areas, indicators, periods and values stand.

One form covers tidy tables, periods across, indicators across and both: each value column either says which
indicator and period it holds, or leaves that to a column of the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import pandas as pd
from pydantic import Field

from config.loader import ConfigModel
from geodata.packs import Pack
from geodata.tables.headers import HEADING_SEPARATOR, column_headings, find_header
from geodata.tables.indicators import IndicatorNames, ValueRule
from geodata.tables.matching import cell_text, match_areas
from geodata.tables.periods import read_period, split_period
from geodata.tables.sheet import Sheet
from geodata.tables.words import plain_words, table_words

SAMPLE_ROWS = 400
_KNOWN_SHARE = 0.5

LayoutKind = Literal["tidy", "periods across", "indicators across", "indicators and periods across"]


class ValueColumn(ConfigModel):
    """A column of values; what it does not say itself a column of the row says."""

    column: str
    heading: str = ""
    """As the sheet has it, several header rows joined by " · "."""
    indicator_label: str = ""
    """The heading without the period."""
    indicator_id: str | None = None
    period: str | None = None


class Layout(ConfigModel):
    """The layout of one sheet; columns are spreadsheet letters, rows are counted from 1.

    A layout is shown to a person, edited with ``model_copy(update=…)``, kept with ``model_dump_json`` or as
    TOML, and used again for the next file of the same form.
    """

    sheet: str
    header_rows: tuple[int, ...] = ()
    first_row: int = Field(ge=1)
    last_row: int | None = None
    area_code: str | None = None
    area_name: str | None = None
    parent: str | None = None
    """Name or code of an area above, to tell areas of one name apart."""
    indicator: str | None = None
    period: str | None = None
    value_columns: tuple[ValueColumn, ...]
    filters: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Column → the values a row must have there to be taken."""
    area_codes: dict[str, str] = Field(default_factory=dict)
    """Area code or name in the file → area code."""
    indicator_ids: dict[str, str] = Field(default_factory=dict)
    """Indicator label or heading in the file → indicator id."""
    periods: dict[str, str] = Field(default_factory=dict)
    """Period in the file → period, for those that cannot be read."""
    totals_rows: tuple[int, ...] = ()
    """Rows that add up others, beside those whose label says so."""
    admin_level: int | None = None
    """The level of all areas in the table, where their names alone leave it open."""

    @property
    def kind(self) -> LayoutKind:
        """The usual name of this layout."""
        has_periods = len({column.period for column in self.value_columns}) > 1
        has_indicators = (
            len({column.indicator_id or column.indicator_label for column in self.value_columns}) > 1
        )
        if has_periods and has_indicators:
            return "indicators and periods across"
        if has_periods:
            return "periods across"
        return "indicators across" if has_indicators else "tidy"

    @property
    def title_end(self) -> int:
        """The last row above the header."""
        return min((*self.header_rows, self.first_row)) - 1

    def with_indicator(self, indicator_id: str) -> Layout:
        """Return the layout of a table that is all about one indicator."""
        return self._with_values(indicator_id=indicator_id)

    def with_period(self, period: str) -> Layout:
        """Return the layout of a table that is all about one period."""
        return self._with_values(period=period)

    def _with_values(self, **update: str) -> Layout:
        return self.model_copy(
            update={"value_columns": tuple(column.model_copy(update=update) for column in self.value_columns)}
        )


def guess_layout(
    sheet: Sheet, *, pack: Pack, indicators: Mapping[str, ValueRule], areas: pd.DataFrame
) -> Layout:
    """Propose the layout of a sheet for a person to look at.

    Columns of areas and indicators are known by what stands in them, as far as it is known; failing that by
    their headings. Where known indicators are found, other columns of numbers are left out.

    Args:
        sheet: a sheet with at least one filled cell.
        pack: for the words that name kinds of areas.
        indicators: what is known of each indicator, by id.
        areas: see :data:`geodata.schemas.AREAS`.
    """
    sample = sheet.cells.head(SAMPLE_ROWS)
    header = find_header(sample)
    headings = column_headings(sheet.cells, header.rows)
    body = sample.loc[header.first_row :]
    names = IndicatorNames(indicators)
    places = _area_columns(body, header.numeric, headings, pack=pack, areas=areas)
    rest = [str(column) for column in body.columns if column not in places.values()]
    period = _period_column(body[rest], headings)
    indicator = _indicator_column(body[[column for column in rest if column != period]], headings, names)
    rest = [column for column in rest if column not in (period, indicator)]
    headed = _headed(body[rest], headings, table_words().value_headings)
    free = [column for column in rest if column in header.numeric or column == headed]
    values = [_value_column(column, headings.get(column, ()), names) for column in free]
    return Layout(
        sheet=sheet.name,
        header_rows=header.rows,
        first_row=header.first_row,
        **places,
        indicator=indicator,
        period=period,
        value_columns=tuple(_meant(values, is_tidy=period is not None and indicator is not None)),
    )


def value_columns(
    sheet: Sheet,
    columns: Iterable[str],
    *,
    header_rows: tuple[int, ...],
    indicators: Mapping[str, ValueRule],
) -> tuple[ValueColumn, ...]:
    """Return what the headings of some columns say of indicator and period.

    Args:
        sheet: the sheet.
        columns: letters of the columns that hold values.
        header_rows: the rows of their headings.
        indicators: what is known of each indicator, by id.
    """
    headings, names = column_headings(sheet.cells, header_rows), IndicatorNames(indicators)
    return tuple(_value_column(column, headings.get(column, ()), names) for column in columns)


def _area_columns(
    body: pd.DataFrame,
    numeric: tuple[str, ...],
    headings: Mapping[str, tuple[str, ...]],
    *,
    pack: Pack,
    areas: pd.DataFrame,
) -> dict[str, str]:
    """Return the columns of area code, name and parent, by the field of the layout."""
    texts = pd.DataFrame(body.map(cell_text)).melt(var_name="column", value_name="name").drop_duplicates()
    texts = texts[texts["name"] != ""]
    is_code = texts["name"].isin(areas["area_code"])
    found: dict[str, str] = {}
    if is_code.any():
        found["area_code"] = str(texts.loc[is_code, "column"].value_counts().index[0])
    is_named = ~texts["column"].isin([*texts.loc[is_code, "column"], *numeric])
    depths = _named_depths(texts[is_named], pack=pack, areas=areas)
    if len(depths):
        found["area_name"] = str(depths.index[-1])
        if depths.iloc[0] < depths.iloc[-1]:
            found["parent"] = str(depths.index[0])
    if not found:
        found["area_name"] = _headed(body, headings, table_words().area_name_headings) or str(body.columns[0])
    return found


def _named_depths(texts: pd.DataFrame, *, pack: Pack, areas: pd.DataFrame) -> pd.Series[float]:
    """Return the mean level of the columns that mostly name areas, the deepest and fullest last.

    Args:
        texts: the distinct texts of each column, as ``column`` and ``name``.
        pack: for names of areas.
        areas: see :data:`geodata.schemas.AREAS`. Of several areas of one name the deepest counts.
    """
    levels = areas.set_index("area_code")["admin_level"]
    candidates = match_areas(texts[["name"]], areas, pack=pack).matches["candidates"]
    deepest = candidates.map(lambda codes: max((levels[code] for code in codes), default=None)).astype(float)
    columns = deepest.groupby(texts["column"], sort=False).agg(["mean", "count", "size"])
    known = columns[columns["count"] > _KNOWN_SHARE * columns["size"]]
    return known.sort_values(["mean", "count"], kind="stable")["mean"]


def _headed(body: pd.DataFrame, headings: Mapping[str, tuple[str, ...]], words: frozenset[str]) -> str | None:
    columns = map(str, body.columns)
    return next((name for name in columns if {*map(plain_words, headings.get(name, ()))} & words), None)


def _period_column(body: pd.DataFrame, headings: Mapping[str, tuple[str, ...]]) -> str | None:
    periods = body.apply(lambda column: column.map(read_period, na_action="ignore").notna().sum())
    full = [column for column in map(str, body.columns) if 0 < periods[column] == body[column].notna().sum()]
    headed = _headed(body, headings, table_words().period_headings)
    return headed or (full[0] if len(full) == 1 else None)


def _indicator_column(
    body: pd.DataFrame, headings: Mapping[str, tuple[str, ...]], names: IndicatorNames
) -> str | None:
    for column in map(str, body.columns):
        texts = body[column].dropna().map(cell_text).drop_duplicates()
        if len(texts) and texts.map(names.find).notna().mean() > _KNOWN_SHARE:
            return column
    return _headed(body, headings, table_words().indicator_headings)


def _value_column(column: str, texts: tuple[str, ...], names: IndicatorNames) -> ValueColumn:
    parts = [("", read_period(text)) if read_period(text) else split_period(text) for text in texts]
    label = HEADING_SEPARATOR.join(part for part, _ in parts if part)
    found = (names.find(part) for part in (*texts, label, *(part for part, _ in parts)) if part)
    return ValueColumn(
        column=column,
        heading=HEADING_SEPARATOR.join(texts),
        indicator_label=label,
        indicator_id=next(filter(None, found), None),
        period=next((period for _, period in parts if period), None),
    )


def _meant(values: list[ValueColumn], *, is_tidy: bool) -> list[ValueColumn]:
    """Return the columns that hold values of indicators, as far as their headings tell."""
    if is_tidy:
        headed = [column for column in values if plain_words(column.heading) in table_words().value_headings]
        return headed or values[-1:]
    known = [column for column in values if column.indicator_id]
    dated = [column for column in values if column.period]
    return known or dated or values
