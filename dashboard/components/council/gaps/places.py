"""Which part of the country the lists are about, and where in it an area lies."""

from __future__ import annotations

import pandas as pd

from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.names import area_labels
from indicators.hierarchy import areas_above

PATH_SEPARATOR = " › "


def polygon_levels(desk: Desk) -> list[int]:
    """Return the levels whose areas have parts or borders, settlements apart; the country first."""
    return [each.number for each in desk.words.pack.levels if each.geometry != "point"]


def ask_area(desk: Desk) -> str:
    """Show the choice of the area whose lists are shown, all that lies in it included; return its code."""
    labels = area_labels(desk.areas, desk.words.language)
    levels = desk.areas["admin_level"].reindex(labels.index)
    by_level = labels.loc[levels.sort_values(kind="stable").index]
    offered = by_level[levels.reindex(by_level.index).isin(polygon_levels(desk))]
    return state.select(
        "area",
        desk.words.translate("Area"),
        list(offered.index),
        default=desk.words.pack.area_code,
        words=offered.__getitem__,
    )


def ask_level(desk: Desk, area: str) -> int:
    """Show the choice of the level by which an area is taken apart; return its number."""
    own = int(desk.areas.loc[area, "admin_level"])
    offered = [each for each in polygon_levels(desk) if each > own] or [own]
    return state.select(
        "level",
        desk.words.translate("Level"),
        offered,
        default=offered[0],
        words=desk.words.level_title,
    )


def is_within(desk: Desk, area_codes: pd.Series[str], area: str) -> pd.Series[bool]:
    """Return which areas are the asked one or part of it, labelled as given; of the country all are."""
    level = int(desk.areas.loc[area, "admin_level"])
    if level == 0:
        return pd.Series(data=True, index=area_codes.index)
    return areas_above(area_codes, desk.areas.rename_axis(None), level=level) == area


def area_paths(desk: Desk, area_codes: pd.Series[str]) -> pd.Series[str]:
    """Return the names of the areas that each is part of, from below the country down to the one above it."""
    parents = desk.areas["parent_code"].where(desk.areas["admin_level"] > 1)
    paths = pd.Series("", index=area_codes.index)
    above = area_codes.map(parents)
    while above.notna().any():
        names = above.map(desk.names)
        longer = names + (PATH_SEPARATOR + paths).where(paths != "", "")
        paths = paths.where(above.isna(), longer)
        above = above.map(parents)
    return paths
