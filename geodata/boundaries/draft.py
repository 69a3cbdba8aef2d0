"""From the files of a country to a draft of its areas, ready to be looked at and published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from config.i18n import N_
from geodata.boundaries.columns import DATE_ATTRIBUTES, BoundaryColumns
from geodata.boundaries.hierarchy import (
    check_disagreement,
    check_hierarchy,
    derive_parents,
    parent_disagreement,
    resolve_parents,
    with_dissolved_geometry,
)
from geodata.boundaries.repair import POLYGONAL, RepairReport, area_km2, repair_coverage
from geodata.boundaries.reporting import at_areas
from geodata.boundaries.schematic import schematic_polygons
from geodata.boundaries.standard import standard_areas
from geodata.packs import Pack
from geodata.problems import ImportRefused, Problem, Rule
from geodata.schemas import AREAS, STORAGE_CRS

AREA_NOT_DRAWN = Rule(
    "area_not_drawn",
    N_("The area has neither a polygon nor polygons below it, so it is missing on the map."),
    N_("Add its boundary when there is one; its values are shown in tables."),
    severity="warning",
)
NO_AREAS = Rule(
    "no_areas",
    N_("No area could be read from the files."),
    N_("Choose the columns with the codes of the areas."),
)


@dataclass(frozen=True, slots=True)
class AreaDraft:
    """Areas of one or several levels as they would be published, and everything worth knowing about them."""

    areas: GeoDataFrame
    """Valid by ``geodata.schemas.AREAS``, in ``STORAGE_CRS``, ordered by level and code."""
    problems: tuple[Problem, ...]
    """What was wrong or assumed; publish only if none is an error."""
    repairs: Mapping[int, RepairReport]
    """What the repair of drawn polygons changed, by level."""
    parents: pd.DataFrame
    """How each parent was found: ``area_code, parent_code, method, share_pct``."""


def draft_areas(
    frames_by_level: Mapping[int, tuple[pd.DataFrame, BoundaryColumns]],
    *,
    pack: Pack,
    existing: GeoDataFrame | None = None,
    valid_from: dt.date | None = None,
) -> AreaDraft:
    """Draft the areas of one boundary version.

    Polygons become a coverage; parents are found by code, name or location; a level above that is neither
    given nor among ``existing`` is derived by dissolving, up to the country; points at a level of polygons
    become schematic polygons inside their parent's. Nothing stops at the first problem: an area that cannot
    be used is left out and reported.

    Args:
        frames_by_level: For each level given, its features in any CRS (or a plain table, with or without
            ``lon`` and ``lat``) and which column holds what.
        pack: The country.
        existing: Areas already published, used for the levels that are not given.
        valid_from: From when the boundaries hold, where no column says it.

    Raises:
        ImportRefused: not one area could be read, with the reasons.
    """
    drafting = _Drafting(pack, existing)
    for level, (frame, columns) in sorted(frames_by_level.items()):
        drafting.take(level, frame, columns)
    for level in range(len(pack.levels) - 1, 0, -1):
        drafting.link(level)
    for level in range(1, len(pack.levels)):
        drafting.draw_schematically(level)
    return drafting.finish(valid_from)


class _Drafting:
    """The levels of a draft while it is made."""

    def __init__(self, pack: Pack, existing: GeoDataFrame | None) -> None:
        self.pack = pack
        self.existing = existing
        self.levels: dict[int, GeoDataFrame] = {}
        self.repairs: dict[int, RepairReport] = {}
        self.parents: list[pd.DataFrame] = []
        self.problems: list[Problem] = []

    def take(self, level: int, frame: pd.DataFrame, columns: BoundaryColumns) -> None:
        """Read a level's rows and repair its polygons."""
        areas, problems = standard_areas(frame, columns, pack=self.pack, admin_level=level)
        self.problems += problems
        is_drawn = areas.geometry.notna() & (areas.geom_type != "Point")
        if is_drawn.any():
            repaired, report = repair_coverage(areas[is_drawn], equal_area_crs=self.pack.equal_area_crs)
            areas = areas.set_geometry(repaired.geometry.reindex(areas.index).where(is_drawn, areas.geometry))
            self.repairs[level] = report
            self.problems += report.problems
        self.levels[level] = areas

    def link(self, level: int) -> None:
        """Find the parents of a level, deriving the level above if there is none."""
        areas = self.levels.get(level)
        if areas is None or areas.empty:
            return
        above = self._above(level)
        if above.empty:
            return
        resolution = resolve_parents(areas, above, pack=self.pack)
        self.parents.append(resolution.parents)
        self.problems += resolution.problems
        areas = areas.assign(parent_code=resolution.parents["parent_code"])
        self.levels[level] = areas
        disagreement = parent_disagreement(areas, above, equal_area_crs=self.pack.equal_area_crs)
        self.problems += check_disagreement(disagreement)
        if level - 1 in self.levels:
            self.levels[level - 1], problems = with_dissolved_geometry(above, areas)
            self.problems += problems

    def draw_schematically(self, level: int) -> None:
        """Turn the points of a level of polygons into polygons inside their parents'."""
        areas = self.levels.get(level)
        if areas is None or self.pack.level(level).geometry != "polygon":
            return
        is_point = (areas.geom_type == "Point") & areas["parent_code"].notna()
        if not is_point.any():
            return
        drawn, problems = schematic_polygons(
            areas[is_point], self._known(level - 1), equal_area_crs=self.pack.equal_area_crs
        )
        self.problems += problems
        self.levels[level] = pd.concat([areas[~is_point], drawn])

    def finish(self, valid_from: dt.date | None) -> AreaDraft:
        """Return the levels as one table, checked as a tree."""
        if all(areas.empty for areas in self.levels.values()):
            raise ImportRefused([*self.problems, Problem(NO_AREAS)])
        areas = GeoDataFrame(pd.concat(self.levels.values(), ignore_index=True))
        others = [self._known(level.number) for level in self.pack.levels if level.number not in self.levels]
        self.problems += check_hierarchy(pd.concat([areas, *others], ignore_index=True))
        mapped = [level.number for level in self.pack.levels if level.geometry == "polygon"]
        is_undrawn = areas.geometry.isna() & areas["admin_level"].isin(mapped)
        self.problems += at_areas(AREA_NOT_DRAWN, areas.loc[is_undrawn, ["area_code"]])
        return AreaDraft(
            areas=_published(areas, valid_from, self.pack.equal_area_crs),
            problems=tuple(self.problems),
            repairs=self.repairs,
            parents=pd.concat(self.parents, ignore_index=True) if self.parents else pd.DataFrame(),
        )

    def _above(self, level: int) -> GeoDataFrame:
        """Return the level above: given, already published, or else derived."""
        above = self._known(level - 1)
        if above.empty:
            above, problems = derive_parents(self.levels[level], admin_level=level - 1, pack=self.pack)
            self.problems += problems
            self.levels[level - 1] = above
        return above

    def _known(self, level: int) -> GeoDataFrame:
        if level in self.levels:
            return self.levels[level]
        if self.existing is None:
            return GeoDataFrame(
                columns=["area_code", "parent_code", "admin_level"], geometry=[], crs=STORAGE_CRS
            )
        return self.existing[self.existing["admin_level"] == level]


def _published(areas: GeoDataFrame, valid_from: dt.date | None, equal_area_crs: str) -> GeoDataFrame:
    """Return the columns that are published, one row per code."""
    is_outline = areas.geom_type.isin(POLYGONAL)
    size = pd.Series(area_km2(areas.geometry.to_numpy(), equal_area_crs), index=areas.index)
    status = pd.Series(np.where(areas.geometry.isna(), "none", "official"), index=areas.index, dtype="str")
    if "geometry_status" in areas:
        status = areas["geometry_status"].fillna(status)
    # The size of a schematic cell says where its neighbours' points lie, not how much land there is.
    is_measured = is_outline & (status == "official")
    areas = areas.assign(area_km2=size.where(is_measured), geometry_status=status)
    for name in DATE_ATTRIBUTES:
        areas[name] = areas[name].astype(object).where(areas[name].notna(), None)
    areas["valid_from"] = [day or valid_from for day in areas["valid_from"]]
    names = sorted(column for column in areas.columns if column.startswith("name_"))
    areas = areas.drop_duplicates("area_code").sort_values(["admin_level", "area_code"], ignore_index=True)
    published = [column for column in AREAS.columns if column in areas.columns]
    return GeoDataFrame(AREAS.validate(areas[[*published, *names, "geometry"]], lazy=True))
