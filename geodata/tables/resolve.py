"""Give every value cell its area, indicator, period and scale, as far as they can be told."""

from __future__ import annotations

import pandas as pd

from geodata.packs import Pack
from geodata.tables.choices import Choices
from geodata.tables.indicators import IndicatorNames
from geodata.tables.layout import Layout
from geodata.tables.matching import AreaMatches, cell_text, match_areas
from geodata.tables.periods import read_period
from geodata.tables.stages import read_stage

LEFT_OUT = ""
"""Among the ids that a layout gives to labels, the one of values that are not taken."""


def resolve_cells(
    cells: pd.DataFrame,
    layout: Layout,
    *,
    areas: pd.DataFrame,
    names: IndicatorNames,
    pack: Pack,
    choices: Choices,
) -> tuple[pd.DataFrame, AreaMatches]:
    """Resolve the labels of value cells.

    Args:
        cells: in long form, see :class:`geodata.tables.unpivot.Unpivoted`.
        layout: with what a person has said about codes, indicators and periods.
        areas: see :data:`geodata.schemas.AREAS`.
        names: the indicators.
        pack: for names of areas.
        choices: confirmed areas and scales.

    Returns:
        The cells with ``area_code``, ``indicator_id``, ``period`` and ``stage`` filled (None where unknown),
        whether the indicator ``is_kept`` at that stage or ``is_left_out``, ``match_label``, ``method`` and
        ``candidates`` from the matching, and ``value`` scaled; and the matches of all that is not a total.
    """
    labels = cells.loc[~cells["is_total"], ["code", "name", "parent", "section"]]
    labels["code"] = [
        layout.area_codes.get(code) or layout.area_codes.get(name) or code
        for code, name in zip(labels["code"], labels["name"], strict=True)
    ]
    found = match_areas(labels, areas, pack=pack, confirmed=choices.areas, admin_level=layout.admin_level)
    matches = _as_said(found.matches, labels, cells["said_area"], areas=areas, pack=pack)
    resolved = cells.join(matches.rename(columns={"label": "match_label"}))
    resolved["is_left_out"] = cells["indicator_label"].map(layout.indicator_ids).eq(LEFT_OUT)
    resolved["stage"] = _stages(cells, names)
    indicators = _indicators(cells, layout, names)
    staged = _at_stage(indicators, resolved["stage"], names)
    resolved["is_kept"] = indicators.isna() | staged.notna()
    resolved["indicator_id"] = staged.where(resolved["is_kept"], indicators)
    resolved["period"] = _periods(cells, layout)
    resolved["value"] = cells["value"] * cells["scale_note"].map(choices.scales).astype(float).fillna(1.0)
    return resolved, found


def _as_said(
    matches: pd.DataFrame, labels: pd.DataFrame, said: pd.Series, *, areas: pd.DataFrame, pack: Pack
) -> pd.DataFrame:
    """Return matches with the areas that a layout says where the labels alone mean others or none."""
    said = said[labels.index]
    differs = said.notna() & (said != matches["area_code"])
    if not differs.any():
        return matches
    coded = labels[differs].assign(code=said[differs])
    return pd.concat([matches[~differs], match_areas(coded, areas, pack=pack).matches])


def _indicators(cells: pd.DataFrame, layout: Layout, names: IndicatorNames) -> pd.Series:
    items = cells[["indicator_label", "item_name", "item_code"]].drop_duplicates("indicator_label")
    found = {
        label: layout.indicator_ids.get(label) or names.find_item(name, code=code)
        for label, name, code in items.itertuples(index=False, name=None)
    }
    return _first_known(cells["indicator_id"], cells["indicator_label"].map(found))


def _stages(cells: pd.DataFrame, names: IndicatorNames) -> pd.Series:
    found = {text: read_stage(text) for text in cells["stage_cell"].unique()}
    labelled = {text: names.find_stage(text) for text in cells["indicator_label"].unique()}
    said = _first_known(cells["stage"], cells["stage_cell"].map(found))
    return _first_known(said, cells["indicator_label"].map(labelled))


def _at_stage(indicators: pd.Series, stages: pd.Series, names: IndicatorNames) -> pd.Series:
    pairs = list(zip(indicators, stages, strict=True))
    staged = {(id_, stage): id_ and names.at_stage(id_, stage) for id_, stage in dict.fromkeys(pairs)}
    return pd.Series([staged[pair] for pair in pairs], index=indicators.index, dtype=object)


def _periods(cells: pd.DataFrame, layout: Layout) -> pd.Series:
    texts = cells["period_cell"].map(cell_text)
    found = {text: layout.periods.get(text) or read_period(text) for text in texts.unique()}
    return _first_known(cells["period"], texts.map(found))


def _first_known(said: pd.Series, found: pd.Series) -> pd.Series:
    known = said.where(said.notna(), found).astype(object)
    return known.where(known.notna(), None)
