"""Second step for tables: how each sheet is laid out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.components.words import Words
from dashboard.i18n import in_language
from geodata.periods import PERIOD_PATTERN
from geodata.tables.indicators import ValueRule
from geodata.tables.layout import Layout, LayoutKind, ValueColumn, value_columns
from geodata.tables.matching import cell_text
from geodata.tables.sheet import Sheet

PREVIEW_ROWS = 14
PREVIEW_COLUMNS = 40
MOST_FILTER_VALUES = 500

KIND_WORDS: dict[LayoutKind, str] = {
    "tidy": N_("one value in each row"),
    "periods across": N_("periods across the columns"),
    "indicators across": N_("indicators across the columns"),
    "indicators and periods across": N_("indicators and periods across the columns"),
}


@dataclass(frozen=True, slots=True)
class SheetForm:
    """The questions about one sheet."""

    form: Form
    words: Words
    sheet: Sheet
    guess: Layout
    rules: Mapping[str, ValueRule]

    @property
    def columns(self) -> list[str]:
        """Letters of the sheet's columns."""
        return [str(column) for column in self.sheet.cells]

    def name(self, question: str) -> str:
        """Return the name of a question about this sheet."""
        return f"{self.sheet.name}.{question}"

    def heading(self, column: str, header_rows: Sequence[int]) -> str:
        """Return a column's letter with its heading, to choose it by."""
        texts = [cell_text(self.sheet.cells.loc[row, column]) for row in header_rows]
        return " · ".join([column, *dict.fromkeys(text for text in texts if text)])


def sheet_layout(form: SheetForm) -> Layout | None:
    """Show the layout of a sheet beside its first rows; return what is chosen, None if it is incomplete."""
    tell = form.words.translate
    choices, preview = st.columns([2, 3])
    with choices:
        rows = _rows(form)
        roles = _roles(form, rows.header_rows)
        level = _level(form)
        filters = _filters(form, rows)
    values = _values(form, rows, roles)
    layout = rows.model_copy(
        update={**roles, "admin_level": level, "filters": filters, "value_columns": values}
    )
    with preview:
        st.caption(tell("Recognised: {kind}").format(kind=tell(KIND_WORDS[layout.kind])))
        st.dataframe(preview_rows(form.sheet, layout, form.words))
    return layout if _is_complete(form, layout) else None


def _rows(form: SheetForm) -> Layout:
    """Ask where the header stands and where the rows of the table begin and end."""
    tell, guess, highest = form.words.translate, form.guess, len(form.sheet.cells)
    header = guess.header_rows
    left, right = st.columns(2)
    with left:
        top = form.form.number(
            form.name("top"),
            tell("Header from row"),
            lowest=1,
            highest=highest,
            default=header[0] if header else None,
        )
        first = form.form.number(
            form.name("first"), tell("First row of data"), lowest=1, highest=highest, default=guess.first_row
        )
    with right:
        bottom = form.form.number(
            form.name("bottom"),
            tell("Header to row"),
            lowest=1,
            highest=highest,
            default=header[-1] if header else None,
        )
        last = form.form.number(
            form.name("last"), tell("Last row of data"), lowest=1, highest=highest, default=None
        )
    header_rows = tuple(range(top, bottom + 1)) if top and bottom else ()
    if header and (top, bottom) == (header[0], header[-1]):
        header_rows = header  # which may leave out a row that only numbers the columns
    return guess.model_copy(
        update={"header_rows": header_rows, "first_row": first or guess.first_row, "last_row": last}
    )


def _roles(form: SheetForm, header_rows: Sequence[int]) -> dict[str, str | None]:
    """Ask for the columns that name area, indicator and period."""
    tell = form.words.translate
    titles = {
        "area_code": tell("Column with area codes"),
        "area_name": tell("Column with area names"),
        "parent": tell("Column with the area above"),
        "indicator": tell("Column with indicators"),
        "period": tell("Column with periods"),
    }
    return {
        role: form.form.select(
            form.name(role),
            title,
            form.columns,
            words=lambda column: form.heading(column, header_rows),
            default=getattr(form.guess, role),
            placeholder=tell("none"),
        )
        for role, title in titles.items()
    }


def _level(form: SheetForm) -> int | None:
    pack, language = form.words.pack, form.words.language
    return form.form.select(
        form.name("level"),
        form.words.translate("Level of the areas in the table"),
        [level.number for level in pack.levels],
        words=lambda number: in_language(pack.level(number).plural, language),
        default=form.guess.admin_level,
        placeholder=form.words.translate("any"),
    )


def _filters(form: SheetForm, rows: Layout) -> dict[str, tuple[str, ...]]:
    """Ask which rows to take."""
    tell = form.words.translate
    chosen = form.form.several(
        form.name("filters"),
        tell("Take only some rows, by column"),
        form.columns,
        words=lambda column: form.heading(column, rows.header_rows),
        default=list(form.guess.filters),
        placeholder=tell("all rows"),
    )
    body = form.sheet.cells.loc[rows.first_row : rows.last_row]
    filters = {}
    for column in chosen:
        texts = body[column].map(cell_text).drop_duplicates().head(MOST_FILTER_VALUES)
        filters[column] = tuple(
            form.form.several(
                form.name(f"filter.{column}"),
                tell("Rows where {column} is").format(column=column),
                list(texts),
                default=[text for text in form.guess.filters.get(column, ()) if text in set(texts)],
            )
        )
    return {column: allowed for column, allowed in filters.items() if allowed}


def _values(form: SheetForm, rows: Layout, roles: Mapping[str, str | None]) -> tuple[ValueColumn, ...]:
    """Ask which columns hold values, of which indicator and period."""
    tell = form.words.translate
    taken = {column for column in roles.values() if column}
    free = [column for column in form.columns if column not in taken]
    chosen = form.form.several(
        form.name("values"),
        tell("Columns with values"),
        free,
        words=lambda column: form.heading(column, rows.header_rows),
        default=[column.column for column in form.guess.value_columns if column.column in free],
    )
    found = value_columns(form.sheet, chosen, header_rows=rows.header_rows, indicators=form.rules)
    asks_indicator = not roles["indicator"] and any(each.indicator_id is None for each in found)
    asks_period = not roles["period"] and any(each.period is None for each in found)
    indicator = _one_indicator(form) if asks_indicator else None
    period = _one_period(form) if asks_period else None
    begun = [_completed(column, indicator_id=indicator, period=period) for column in found]
    if roles["indicator"] and roles["period"]:
        return tuple(begun)
    return _edited(form, begun, roles)


def _completed(column: ValueColumn, *, indicator_id: str | None, period: str | None) -> ValueColumn:
    """Return a value column with what its heading does not say."""
    update = {"indicator_id": column.indicator_id or indicator_id, "period": column.period or period}
    return column.model_copy(update=update)


def _one_indicator(form: SheetForm) -> str | None:
    tell = form.words.translate
    return form.form.select(
        form.name("indicator_of_all"),
        tell("Indicator of all columns that do not name one"),
        list(form.rules),
        words=form.words.title,
        placeholder=tell("Choose"),
    )


def _one_period(form: SheetForm) -> str | None:
    tell = form.words.translate
    text = form.form.text(
        form.name("period_of_all"),
        tell("Period of all columns that do not name one"),
        placeholder="2023, 2023-Q2, 2023-07",
    )
    return text or None


def _edited(
    form: SheetForm, begun: Sequence[ValueColumn], roles: Mapping[str, str | None]
) -> tuple[ValueColumn, ...]:
    """Let indicator and period of each value column be said, as far as no column of the row says it."""
    tell, words = form.words.translate, form.words
    shown: dict[str, object] = {
        "column": st.column_config.TextColumn(tell("Column"), width="small"),
        "heading": st.column_config.TextColumn(tell("Heading")),
    }
    if not roles["indicator"]:
        shown["indicator_id"] = st.column_config.SelectboxColumn(
            tell("Indicator"), options=list(form.rules), format_func=words.title
        )
    if not roles["period"]:
        shown["period"] = st.column_config.TextColumn(tell("Period"), width="small")
    table = pd.DataFrame(
        [(each.column, each.heading, each.indicator_id, each.period) for each in begun],
        columns=["column", "heading", "indicator_id", "period"],
        dtype="str",
    )
    table.index = pd.Index(table["column"])
    edited = form.form.table(form.name("meanings"), table, editable=["indicator_id", "period"], columns=shown)
    said = edited.astype(object).where(edited.notna(), None)
    return tuple(
        each.model_copy(update={"indicator_id": indicator_id or None, "period": period or None})
        for each, indicator_id, period in zip(begun, said["indicator_id"], said["period"], strict=True)
    )


def _is_complete(form: SheetForm, layout: Layout) -> bool:
    """Say what is still missing in a layout; return whether nothing is."""
    missing = missing_parts(layout)
    for part in missing:
        st.warning(form.words.translate(part).format(columns=plain(", ".join(missing[part]))))
    return not missing


def missing_parts(layout: Layout) -> dict[str, list[str]]:
    """Return what a layout does not say yet: a message by the columns it concerns."""
    columns = layout.value_columns
    no_indicator = [each.column for each in columns if not (layout.indicator or each.indicator_id)]
    no_period = [each.column for each in columns if not (layout.period or each.period)]
    bad_period = [each.column for each in columns if each.period and not _is_period(each.period)]
    wanted = {
        N_("Choose the column with the codes or the names of the areas."): []
        if layout.area_code or layout.area_name
        else [""],
        N_("Choose at least one column with values."): [] if columns else [""],
        N_("Choose the indicator of columns {columns}."): no_indicator,
        N_("Say of which period columns {columns} are."): no_period,
        N_("Write the period of columns {columns} like 2023, 2023-Q2 or 2023-07."): bad_period,
    }
    return {message: concerned for message, concerned in wanted.items() if concerned}


def _is_period(text: str) -> bool:
    return re.fullmatch(PERIOD_PATTERN, text) is not None


def preview_rows(sheet: Sheet, layout: Layout, words: Words) -> pd.DataFrame:
    """Return the first rows of a sheet as text; row labels mark the header, headings the role of a column."""
    tell = words.translate
    roles = {
        layout.area_code: tell("area code"),
        layout.area_name: tell("area name"),
        layout.parent: tell("area above"),
        layout.indicator: tell("indicator"),
        layout.period: tell("period"),
        **{each.column: tell("values") for each in layout.value_columns},
    }
    first = sheet.cells.head(PREVIEW_ROWS).iloc[:, :PREVIEW_COLUMNS].map(cell_text)
    first.index = [_row_label(row, layout, tell("header"), tell("data")) for row in first.index]
    return first.rename(columns={name: f"{name} · {role}" for name, role in roles.items() if name})


def _row_label(row: int, layout: Layout, header: str, data: str) -> str:
    if row in layout.header_rows:
        return f"{row} · {header}"
    return f"{row} · {data}" if row == layout.first_row else str(row)
