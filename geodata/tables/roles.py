"""Which column of a table names area, indicator, period or stage: by its cells, then by its heading."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geodata.packs import Pack
from geodata.tables.headers import Header
from geodata.tables.indicators import IndicatorNames
from geodata.tables.matching import cell_text, match_areas
from geodata.tables.periods import read_period
from geodata.tables.words import plain_words, table_words

_KNOWN_SHARE = 0.5
_SEVERAL_ITEMS = 2

Headings = Mapping[str, tuple[str, ...]]
"""Texts above each column, see :func:`geodata.tables.headers.column_headings`."""


def find_roles(
    body: pd.DataFrame,
    header: Header,
    headings: Headings,
    names: IndicatorNames,
    *,
    pack: Pack,
    areas: pd.DataFrame,
) -> dict[str, str]:
    """Return the columns of area code, name and parent, indicator and its code, period and stage.

    Columns of areas and indicators are known by what stands in them, as far as it is known; failing that by
    their headings. A table without a column of areas has items down.

    Args:
        body: the rows of the table.
        header: see :func:`geodata.tables.headers.find_header`.
        headings: the texts above each column.
        names: the indicators.
        pack: for the words that name kinds of areas.
        areas: see :data:`geodata.schemas.AREAS`.

    Returns:
        Letters of columns by the field of :class:`geodata.tables.layout.Layout`.
    """
    items = _item_columns(body, names, least_share=_KNOWN_SHARE)
    places = _area_columns(_beside(body, header, items), header.numeric, pack=pack, areas=areas)
    if not places:
        items = items or _item_columns(body, names, least_share=0)
        items = items or _role("indicator", _headed(body, headings, table_words().indicator_headings))
        places = _unknown_areas(body, header, headings, items)
    if items and not places:
        items = _with_headed_code(body, headings, items)
    rest = body.drop(columns=[*items.values(), *places.values()])
    period = _role("period", _period_column(rest, headings))
    rest = rest.drop(columns=list(period.values()))
    stage = _role("stage", _headed(rest, headings, table_words().stage_headings))
    rest = rest.drop(columns=list(stage.values()))
    headed = _role("indicator", _headed(rest, headings, table_words().indicator_headings))
    return {**headed, **items, **places, **period, **stage}


def headed_values(body: pd.DataFrame, headings: Headings) -> str | None:
    """Return the column whose heading says that it holds values."""
    return _headed(body, headings, table_words().value_headings)


def _role(role: str, column: str | None) -> dict[str, str]:
    return {role: column} if column else {}


def _headed(body: pd.DataFrame, headings: Headings, words: frozenset[str]) -> str | None:
    columns = map(str, body.columns)
    return next((name for name in columns if {*map(plain_words, headings.get(name, ()))} & words), None)


def _period_column(body: pd.DataFrame, headings: Headings) -> str | None:
    periods = body.apply(lambda column: column.map(read_period, na_action="ignore").notna().sum())
    full = [column for column in map(str, body.columns) if 0 < periods[column] == body[column].notna().sum()]
    headed = _headed(body, headings, table_words().period_headings)
    return headed or (full[0] if len(full) == 1 else None)


def _item_columns(body: pd.DataFrame, names: IndicatorNames, *, least_share: float) -> dict[str, str]:
    """Return the first column that names indicators, and one before it with the codes of budget items.

    Args:
        body: the rows of the table.
        names: the indicators.
        least_share: more of the distinct texts than this must be known, and several of them if it is 0.
    """
    texts = {str(column): body[column].dropna().map(cell_text).drop_duplicates() for column in body}
    least_count = 1 if least_share else _SEVERAL_ITEMS
    codes: str | None = None
    for column, own in texts.items():
        has_letters = own.str.contains(r"[^\W\d_]", regex=True)
        found = own[has_letters].map(names.find_item).dropna()
        if len(found) > least_share * len(own) and found.nunique() >= least_count:
            return {"indicator": column, **_role("indicator_code", codes)}
        coded = own[~has_letters].map(names.find_code).dropna()
        if len(coded) > _KNOWN_SHARE * len(own) and coded.nunique() >= _SEVERAL_ITEMS:
            codes = column
    return {}


def _beside(body: pd.DataFrame, header: Header, items: dict[str, str]) -> pd.DataFrame:
    """Return the columns in which areas may stand: numbers to the right of items are values, not codes."""
    columns = [str(column) for column in body]
    after = columns[columns.index(items["indicator"]) :] if items else []
    return body.drop(columns=[*items.values(), *set(after) & set(header.numeric) - set(items.values())])


def _with_headed_code(body: pd.DataFrame, headings: Headings, items: dict[str, str]) -> dict[str, str]:
    """Return the columns of items with the one that its heading says holds their codes."""
    rest = body.drop(columns=list(items.values()))
    return _role("indicator_code", _headed(rest, headings, table_words().item_code_headings)) | items


def _area_columns(
    body: pd.DataFrame, numeric: tuple[str, ...], *, pack: Pack, areas: pd.DataFrame
) -> dict[str, str]:
    """Return the columns that hold codes and names of areas; none if nothing in them is known."""
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
    return found


def _unknown_areas(
    body: pd.DataFrame, header: Header, headings: Headings, items: dict[str, str]
) -> dict[str, str]:
    """Return the column where areas stand of which none is known: the first, unless it holds items."""
    if headed := _headed(body, headings, table_words().area_name_headings):
        return _role("area_name", None if headed in items.values() else headed)
    filled = body.columns[body.notna().any()]
    first = str(filled[0] if items and len(filled) else body.columns[0])
    is_item = bool(items) and first in {*items.values(), *header.numeric}
    return _role("area_name", None if is_item else first)


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
