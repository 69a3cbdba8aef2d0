"""How a sheet is laid out: where areas, indicators, periods and values stand.

One form covers tidy tables, periods across, indicators across, both, and budgets with their items down: each
value column either says which area, indicator, period and stage it holds, or leaves that to a column of the
row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import pandas as pd
from pydantic import Field

from config.loader import ConfigModel
from geodata.budgets import Scope
from geodata.packs import Pack
from geodata.tables.headers import HEADING_SEPARATOR, cell_kinds, column_headings, find_header
from geodata.tables.indicators import IndicatorNames, ValueRule
from geodata.tables.periods import read_period, split_period
from geodata.tables.roles import find_roles, headed_values
from geodata.tables.sheet import Sheet
from geodata.tables.stages import read_stage
from geodata.tables.titles import SheetTitle, find_areas, find_scope, is_comparison
from geodata.tables.words import plain_words, table_words, without_scale

SAMPLE_ROWS = 400

LayoutKind = Literal[
    "tidy",
    "periods across",
    "indicators across",
    "indicators and periods across",
    "areas across",
    "stages across",
]


class ValueColumn(ConfigModel):
    """A column of values; what it does not say itself a column of the row says."""

    column: str
    heading: str = ""
    """As the sheet has it, several header rows joined by " · "."""
    indicator_label: str = ""
    """The heading without the period."""
    indicator_id: str | None = None
    period: str | None = None
    area_label: str = ""
    """The part of the heading that names an area, where areas stand across."""
    area_code: str | None = None
    """The area, where the heading or the sheet as a whole says it or a person does."""
    stage: str | None = None
    """How far the budget had come, see :func:`geodata.tables.stages.read_stage`; None as executed."""
    scope: str | None = None
    """What the sheet says "local budget" covers, see :func:`geodata.tables.titles.find_scope`."""


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
    indicator_code: str | None = None
    """Classification code of a budget item; it goes before the name of the item."""
    period: str | None = None
    stage: str | None = None
    value_columns: tuple[ValueColumn, ...]
    filters: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Column → the values a row must have there to be taken."""
    area_codes: dict[str, str] = Field(default_factory=dict)
    """Area code or name in the file → area code."""
    indicator_ids: dict[str, str] = Field(default_factory=dict)
    """Indicator label or heading in the file → indicator id; an empty id leaves its values out."""
    periods: dict[str, str] = Field(default_factory=dict)
    """Period in the file → period, for those that cannot be read."""
    totals_rows: tuple[int, ...] = ()
    """Rows that add up others, beside those whose label says so."""
    admin_level: int | None = None
    """The level of all areas in the table, where their names alone leave it open."""

    @property
    def kind(self) -> LayoutKind:
        """The usual name of this layout; areas or stages across may have periods across, too."""
        if self.has_areas_across:
            return "areas across"
        if len({column.stage for column in self.value_columns}) > 1:
            return "stages across"
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
    def has_items_down(self) -> bool:
        """Whether no column of the row names an area: its rows are items of one area or of those across."""
        return self.area_code is None and self.area_name is None

    @property
    def has_areas_across(self) -> bool:
        """Whether the value columns are of several areas."""
        return len({column.area_code or column.area_label for column in self.value_columns}) > 1

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

    def with_area(self, area_code: str) -> Layout:
        """Return the layout of a table that is all about one area."""
        return self._with_values(area_code=area_code)

    def _with_values(self, **update: str) -> Layout:
        return self.model_copy(
            update={"value_columns": tuple(column.model_copy(update=update) for column in self.value_columns)}
        )


def guess_layout(
    sheet: Sheet,
    *,
    pack: Pack,
    indicators: Mapping[str, ValueRule],
    areas: pd.DataFrame,
    scopes: Sequence[Scope] = (),
) -> Layout:
    """Propose the layout of a sheet for a person to look at.

    Columns of areas and indicators are known by what stands in them, as far as it is known; failing that by
    their headings. Where known indicators are found, other columns of numbers are left out. Where a column
    names items and none names areas, headings, titles and the sheet's name tell the areas.

    Args:
        sheet: a sheet with at least one filled cell.
        pack: for the words that name kinds of areas.
        indicators: what is known of each indicator, by id.
        areas: see :data:`geodata.schemas.AREAS`.
        scopes: what the country's budgets covered, for the words that say so.
    """
    sample = sheet.cells.head(SAMPLE_ROWS)
    header = find_header(sample)
    headings = column_headings(sheet.cells, header.rows)
    body = sample.loc[header.first_row :]
    names = IndicatorNames(indicators)
    roles = find_roles(body, header, headings, names, pack=pack, areas=areas)
    rest = [str(column) for column in body.columns if column not in roles.values()]
    headed = headed_values(body[rest], headings)
    dated = _dated_columns(body[rest], headings)
    free = [column for column in rest if column in {*header.numeric, *dated, headed}]
    layout = Layout(
        sheet=sheet.name,
        header_rows=header.rows,
        first_row=header.first_row,
        **roles,
        value_columns=tuple(_value_column(column, headings.get(column, ()), names) for column in free),
    )
    if layout.has_items_down:
        return _with_items_down(layout, sheet, pack=pack, areas=areas, scopes=scopes)
    is_tidy = layout.period is not None and layout.indicator is not None
    return layout.model_copy(update={"value_columns": _meant(layout.value_columns, is_tidy=is_tidy)})


def value_columns(
    sheet: Sheet,
    columns: Iterable[str],
    *,
    header_rows: tuple[int, ...],
    indicators: Mapping[str, ValueRule],
) -> tuple[ValueColumn, ...]:
    """Return what the headings of some columns say of indicator, period and stage.

    Args:
        sheet: the sheet.
        columns: letters of the columns that hold values.
        header_rows: the rows of their headings.
        indicators: what is known of each indicator, by id.
    """
    headings, names = column_headings(sheet.cells, header_rows), IndicatorNames(indicators)
    return tuple(_value_column(column, headings.get(column, ()), names) for column in columns)


def columns_of_areas(
    columns: Iterable[ValueColumn], areas: pd.DataFrame, *, pack: Pack
) -> tuple[ValueColumn, ...]:
    """Return value columns with the areas that their headings name, for a table with areas across.

    A heading that names none is kept as a label, for a person to say which area it is, if others do.

    Args:
        columns: see :func:`value_columns`.
        areas: see :data:`geodata.schemas.AREAS`.
        pack: for names of areas.
    """
    columns = tuple(columns)
    texts = {column.column: _own_texts(column) for column in columns}
    distinct = list(dict.fromkeys(text for own in texts.values() for text in own))
    found = find_areas(distinct, areas, pack=pack)
    if not found:
        return columns
    common = set.intersection(*map(set, texts.values()))
    labels = {
        column: next(
            (text for text in own if text in found),
            HEADING_SEPARATOR.join(text for text in own if text not in common),
        )
        for column, own in texts.items()
    }
    return tuple(
        column.model_copy(update={"area_label": label, "area_code": found.get(label)})
        for column, label in zip(columns, labels.values(), strict=True)
    )


def _own_texts(column: ValueColumn) -> list[str]:
    """Return the parts of a heading that say neither period nor stage."""
    texts = column.indicator_label.split(HEADING_SEPARATOR)
    return [text for text in texts if text and read_stage(text) is None]


def _with_items_down(
    layout: Layout, sheet: Sheet, *, pack: Pack, areas: pd.DataFrame, scopes: Sequence[Scope]
) -> Layout:
    """Return the layout of a table of items with what headings, titles and the sheet's name say."""
    amounts = [column for column in layout.value_columns if not is_comparison(column.heading)]
    columns = columns_of_areas(amounts, areas, pack=pack)
    for says in (_says_area, _says_stage, _says_period):
        columns = tuple(filter(says, columns)) or columns
    title = SheetTitle.of(
        sheet,
        title_end=layout.title_end,
        first_row=layout.first_row,
        values=[column.column for column in layout.value_columns],
    )
    whole = {
        "area_code": None if any(map(_says_area, columns)) else title.area(areas, pack=pack),
        "stage": None if any(map(_says_stage, columns)) else title.stage,
        "period": None if layout.period or any(map(_says_period, columns)) else title.period,
    }
    said = {key: value for key, value in whole.items() if value}
    scope = find_scope(title.texts, scopes)
    return layout.model_copy(
        update={
            "value_columns": tuple(
                column.model_copy(update={**said, "scope": find_scope([column.heading], scopes) or scope})
                for column in columns
            )
        }
    )


def _says_area(column: ValueColumn) -> bool:
    return bool(column.area_label)


def _says_stage(column: ValueColumn) -> bool:
    return column.stage is not None


def _says_period(column: ValueColumn) -> bool:
    return column.period is not None


def _dated_columns(body: pd.DataFrame, headings: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the columns whose heading has a period and that hold numbers, be it few beside faulty texts."""
    dated = [
        column
        for column in map(str, body.columns)
        if any(_label_and_period(text)[1] for text in headings.get(column, ()))
    ]
    return [column for column in dated if (cell_kinds(body[[column]]) == "number").any(axis=None)]


def _value_column(column: str, texts: tuple[str, ...], names: IndicatorNames) -> ValueColumn:
    parts = [_label_and_period(text) for text in texts]
    label = HEADING_SEPARATOR.join(part for part, _ in parts if part)
    named = (names.find(part) for part in (*texts, label, *(part for part, _ in parts)) if part)
    found = next(filter(None, named), None)
    indicator_id, stage = names.executed(found) if found else (None, None)
    return ValueColumn(
        column=column,
        heading=HEADING_SEPARATOR.join(texts),
        indicator_label=label,
        indicator_id=indicator_id,
        period=next((period for _, period in parts if period), None),
        stage=stage or next(filter(None, map(names.find_stage, texts)), None),
    )


def _label_and_period(text: str) -> tuple[str, str | None]:
    """Return a part of a heading without the period in it, and the period; a note of a scale may follow."""
    bare = without_scale(text)
    found = (_split(form) for form in dict.fromkeys((text, bare)) if form)
    return next((each for each in found if each[1]), split_period(text))


def _split(text: str) -> tuple[str, str | None]:
    period = read_period(text)
    return ("", period) if period else split_period(text)


def _meant(values: tuple[ValueColumn, ...], *, is_tidy: bool) -> tuple[ValueColumn, ...]:
    """Return the columns that hold values of indicators, as far as their headings tell."""
    if is_tidy:
        headed = [column for column in values if plain_words(column.heading) in table_words().value_headings]
        return tuple(headed) or values[-1:]
    known = tuple(column for column in values if column.indicator_id)
    dated = tuple(column for column in values if column.period)
    return known or dated or values
