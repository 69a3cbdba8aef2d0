"""Give every value cell its area, indicator, period and scale, as far as they can be told."""

from __future__ import annotations

import pandas as pd

from geodata.packs import Pack
from geodata.tables.choices import Choices
from geodata.tables.indicators import IndicatorNames
from geodata.tables.layout import Layout
from geodata.tables.matching import AreaMatches, cell_text, match_areas
from geodata.tables.periods import read_period


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
        The cells with ``area_code``, ``indicator_id`` and ``period`` filled (None where unknown),
        ``match_label``, ``method`` and ``candidates`` from the matching, and ``value`` scaled; and the
        matches of all that is not a total.
    """
    labels = cells.loc[~cells["is_total"], ["code", "name", "parent", "section"]]
    labels["code"] = [
        layout.area_codes.get(code) or layout.area_codes.get(name) or code
        for code, name in zip(labels["code"], labels["name"], strict=True)
    ]
    found = match_areas(labels, areas, pack=pack, confirmed=choices.areas, admin_level=layout.admin_level)
    resolved = cells.join(found.matches.rename(columns={"label": "match_label"}))
    resolved["indicator_id"] = _indicators(cells, layout, names)
    resolved["period"] = _periods(cells, layout)
    resolved["value"] = cells["value"] * cells["scale_note"].map(choices.scales).astype(float).fillna(1.0)
    return resolved, found


def _indicators(cells: pd.DataFrame, layout: Layout, names: IndicatorNames) -> pd.Series:
    labels = cells["indicator_label"].unique()
    found = {label: layout.indicator_ids.get(label) or names.find(label) for label in labels}
    return _first_known(cells["indicator_id"], cells["indicator_label"].map(found))


def _periods(cells: pd.DataFrame, layout: Layout) -> pd.Series:
    texts = cells["period_cell"].map(cell_text)
    found = {text: layout.periods.get(text) or read_period(text) for text in texts.unique()}
    return _first_known(cells["period"], texts.map(found))


def _first_known(said: pd.Series, found: pd.Series) -> pd.Series:
    known = said.where(said.notna(), found).astype(object)
    return known.where(known.notna(), None)
