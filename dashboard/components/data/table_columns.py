"""Second step for tables: how each sheet is laid out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
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
    "areas across": N_("budget items in the rows, areas across the columns"),
    "stages across": N_("budget items in the rows, plan and execution across the columns"),
}
STAGE_WORDS = {
    "planned": N_("planned"),
    "adjusted": N_("adjusted plan"),
    "executed": N_("executed"),
}


@dataclass(frozen=True, slots=True)
class SheetForm:
    """The questions about one sheet."""

    form: Form
    words: Words
    sheet: Sheet
    guess: Layout
    rules: Mapping[str, ValueRule]
    areas: pd.Series[str]
    """How areas are shown, by code, in the order to choose from."""

    @property
    def indicator_ids(self) -> list[str]:
        """The indicators to choose from; the stage of an amount is said apart."""
        return [id_ for id_, rule in self.rules.items() if rule.stage is None]

    @property
    def columns(self) -> list[str]:
        """Letters of the sheet's columns."""
        return [str(column) for column in self.sheet.cells]

    def guessed_of_all(self, meaning: str) -> str | None:
        """Return what all value columns of the guess say alike."""
        said = {getattr(column, meaning) for column in self.guess.value_columns}
        return said.pop() if len(said) == 1 else None

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
    """Ask for the columns that name area, indicator, period and stage."""
    tell = form.words.translate
    titles = {
        "area_code": tell("Column with area codes"),
        "area_name": tell("Column with area names"),
        "parent": tell("Column with the area above"),
        "indicator": tell("Column with indicators"),
        "indicator_code": tell("Column with codes of budget items"),
        "period": tell("Column with periods"),
        "stage": tell("Column with plan or execution"),
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
    """Ask which columns hold values, and of what."""
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
    begun = [_with_guess(form, column, has_areas=bool(_areas_role(roles))) for column in found]
    asked = open_meanings(roles)
    said = {
        meaning: ask(form)
        for meaning, ask in ONE_OF_ALL.items()
        if meaning in asked and not all(_says(column, meaning) for column in begun)
    }
    completed = [
        column.model_copy(update={key: one for key, one in said.items() if not _says(column, key)})
        for column in begun
    ]
    if not _areas_role(roles) or any(column.stage for column in begun):
        asked = [*asked, *([] if roles["stage"] else ["stage"])]
    return _edited(form, completed, asked) if asked else tuple(completed)


def open_meanings(roles: Mapping[str, str | None]) -> list[str]:
    """Return which of area, indicator and period no column of the row says, so that value columns must."""
    said_by = {
        "area_code": _areas_role(roles),
        "indicator_id": roles["indicator"] or roles["indicator_code"],
        "period": roles["period"],
    }
    return [meaning for meaning, column in said_by.items() if not column]


def _areas_role(roles: Mapping[str, str | None]) -> str | None:
    return roles["area_code"] or roles["area_name"]


def _says(column: ValueColumn, meaning: str) -> bool:
    return bool(getattr(column, meaning) or (meaning == "area_code" and column.area_label))


def _with_guess(form: SheetForm, column: ValueColumn, *, has_areas: bool) -> ValueColumn:
    """Return a value column with its area, if its heading names one, and the stage and scope of the sheet."""
    guesses = {guess.column: guess for guess in form.guess.value_columns}
    guess = guesses.get(column.column, column)
    update = {"stage": column.stage or guess.stage, "scope": guess.scope}
    if guess.area_label and not has_areas:
        update |= {"area_code": guess.area_code, "area_label": guess.area_label}
    return column.model_copy(update=update)


def _one_area(form: SheetForm) -> str | None:
    tell = form.words.translate
    return form.form.select(
        form.name("area_of_all"),
        tell("Area of all columns that do not name one"),
        list(form.areas.index),
        words=lambda code: f"{form.areas[code]} ({code})",
        default=form.guessed_of_all("area_code"),
        placeholder=tell("Choose an area, or type to search"),
    )


def _one_indicator(form: SheetForm) -> str | None:
    tell = form.words.translate
    return form.form.select(
        form.name("indicator_of_all"),
        tell("Indicator of all columns that do not name one"),
        form.indicator_ids,
        words=form.words.title,
        placeholder=tell("Choose"),
    )


def _one_period(form: SheetForm) -> str | None:
    tell = form.words.translate
    text = form.form.text(
        form.name("period_of_all"),
        tell("Period of all columns that do not name one"),
        default=form.guessed_of_all("period") or "",
        placeholder="2023, 2023-Q2, 2023-07",
    )
    return text or None


ONE_OF_ALL: dict[str, Callable[[SheetForm], str | None]] = {
    "area_code": _one_area,
    "indicator_id": _one_indicator,
    "period": _one_period,
}
"""How to ask once for all value columns that do not say it; amounts without a stage are executed."""


def _edited(form: SheetForm, begun: Sequence[ValueColumn], asked: Sequence[str]) -> tuple[ValueColumn, ...]:
    """Let be said what each value column holds, as far as no column of the row says it."""
    editors = _editors(form)
    table = pd.DataFrame([each.model_dump() for each in begun], columns=list(editors), dtype="str")
    table.index = pd.Index(table["column"])
    shown = {name: editors[name] for name in editors if name in ("column", "heading", *asked)}
    edited = form.form.table(form.name("meanings"), table, editable=asked, columns=shown)[list(asked)]
    answers = edited.astype(object).where(edited.notna(), None).to_dict("records")
    return tuple(
        each.model_copy(update={str(meaning): answer or None for meaning, answer in said.items()})
        for each, said in zip(begun, answers, strict=True)
    )


def _editors(form: SheetForm) -> dict[str, object]:
    """Return how the meanings of value columns are shown and edited, by field."""
    tell, words = form.words.translate, form.words
    return {
        "column": st.column_config.TextColumn(tell("Column"), width="small"),
        "heading": st.column_config.TextColumn(tell("Heading")),
        "area_code": st.column_config.SelectboxColumn(
            tell("Area"), options=list(form.areas.index), format_func=form.areas.get
        ),
        "indicator_id": st.column_config.SelectboxColumn(
            tell("Indicator"), options=form.indicator_ids, format_func=words.title
        ),
        "period": st.column_config.TextColumn(tell("Period"), width="small"),
        "stage": st.column_config.SelectboxColumn(
            tell("Plan or execution"),
            options=list(STAGE_WORDS),
            format_func=lambda stage: tell(STAGE_WORDS[stage]),
        ),
    }


def _is_complete(form: SheetForm, layout: Layout) -> bool:
    """Say what is still missing in a layout; return whether nothing is."""
    missing = missing_parts(layout)
    for part in missing:
        st.warning(form.words.translate(part).format(columns=plain(", ".join(missing[part]))))
    return not missing


def missing_parts(layout: Layout) -> dict[str, list[str]]:
    """Return what a layout does not say yet: a message by the columns it concerns."""
    columns, asked = layout.value_columns, open_meanings(layout.model_dump())

    def silent(meaning: str) -> list[str]:
        return [each.column for each in columns if meaning in asked and not _says(each, meaning)]

    bad_period = [each.column for each in columns if each.period and not _is_period(each.period)]
    wanted = {
        N_("Choose at least one column with values."): [] if columns else [""],
        N_("Choose the column of the areas, or the area of columns {columns}."): silent("area_code"),
        N_("Choose the indicator of columns {columns}."): silent("indicator_id"),
        N_("Say of which period columns {columns} are."): silent("period"),
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
        layout.indicator_code: tell("item code"),
        layout.period: tell("period"),
        layout.stage: tell("plan or execution"),
        **{each.column: tell("values") for each in layout.value_columns},
    }
    first = sheet.cells.head(PREVIEW_ROWS).iloc[:, :PREVIEW_COLUMNS].map(cell_text)
    first.index = [_row_label(row, layout, tell("header"), tell("data")) for row in first.index]
    return first.rename(columns={name: f"{name} · {role}" for name, role in roles.items() if name})


def _row_label(row: int, layout: Layout, header: str, data: str) -> str:
    if row in layout.header_rows:
        return f"{row} · {header}"
    return f"{row} · {data}" if row == layout.first_row else str(row)
