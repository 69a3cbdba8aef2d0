"""Who belongs to whom: parents by code, by name or by location, and levels derived by dissolving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from config.i18n import N_
from geodata.boundaries.repair import POLYGONAL, area_km2
from geodata.boundaries.reporting import at_area, at_areas
from geodata.boundaries.standard import NAME_BLANK
from geodata.packs import Pack
from geodata.problems import Problem, Rule
from geodata.schemas import STORAGE_CRS
from geodata.tables.names import NameKeys, NameReader

PARENT_CODE_UNKNOWN = Rule(
    "parent_code_unknown",
    N_("The parent code {given} belongs to no area of the level above."),
    N_("Correct the code, or add that area to the level above."),
)
PARENT_NAME_UNKNOWN = Rule(
    "parent_name_unknown",
    N_("The parent name {given} belongs to no area of the level above."),
    N_("Correct the name, add it to the synonyms of the country, or give the parent's code."),
)
PARENT_NAME_AMBIGUOUS = Rule(
    "parent_name_ambiguous",
    N_("The parent name {given} belongs to several areas of the level above: {codes}."),
    N_("Give the parent's code."),
)
PARENT_NOT_FOUND = Rule(
    "parent_not_found",
    N_("The area has no parent: none is named, and it lies in no area of the level above."),
    N_("Give the parent's code or name."),
)
PARENT_BY_LOCATION = Rule(
    "parent_by_location",
    N_("The parent was found by location: {share_pct} % of the area lie in {parent_code}."),
    N_("Check it, or give the parent's code."),
    severity="warning",
)
PARENTS_UNNAMED = Rule(
    "parents_unnamed",
    N_("Nothing says to which {level} the areas belong, so that level cannot be derived."),
    N_("Choose the column with the parent's code or name, or import the boundaries of that level too."),
)
PARENT_CODE_FROM_NAME = Rule(
    "parent_code_from_name",
    N_("The derived area {name} has no code; its name is used as one."),
    N_("Give the parents' codes if there are official ones."),
    severity="warning",
)
PARTLY_DERIVED = Rule(
    "partly_derived",
    N_("The polygon was dissolved from {drawn} of {count} areas below; the others have none."),
    N_("Add the missing polygons, or the polygon of this area itself."),
    severity="warning",
)
PARENT_DISAGREES = Rule(
    "parent_disagrees",
    N_(
        "The areas below stick out of the polygon by {outside_km2} km² "
        "and leave {uncovered_km2} km² of it free."
    ),
    N_("Use boundaries of one source and date for both levels, or let this level be derived."),
    severity="warning",
)
CODE_REUSED = Rule(
    "code_reused",
    N_("The code {code} is used at levels {levels}."),
    N_("Give every area its own code across all levels."),
)
PARENT_NOT_ABOVE = Rule(
    "parent_not_above",
    N_("The parent {parent_code} is of level {parent_level}, not above level {admin_level}."),
    N_("Name a parent of a higher level; an area cannot be its own parent, directly or in a circle."),
)

DOUBTFUL_SHARE_PCT = 90.0
"""An area placed by location with less of it inside its parent is shown for confirmation."""

DISAGREEMENT_PCT = 0.5
"""Share of a parent's area from which a disagreement with its children is reported."""


@dataclass(frozen=True, slots=True)
class ParentResolution:
    """The parent of each area and how it was found."""

    parents: pd.DataFrame
    """``area_code, parent_code`` (missing if not found), ``method, share_pct``.

    ``method`` is code, name, location, only (the level above has one area) or none; ``share_pct`` the share
    of the area that lies in the parent, for location only.
    """
    problems: tuple[Problem, ...]


def resolve_parents(areas: GeoDataFrame, parents: GeoDataFrame, *, pack: Pack) -> ParentResolution:
    """Find the parent of each area: by the code it states, else the name, else by where it lies.

    A stated parent that does not exist is a problem and is never replaced by a guess. By location, a polygon
    belongs to the area it overlaps most, a point to the area it lies in. Where the level above has one area
    only, that is the parent of whatever states none.

    Args:
        areas: ``area_code, parent_code, parent_name`` (may be missing) and geometry in ``STORAGE_CRS``.
        parents: The level above: ``area_code, area_name``, any ``name_*``, and geometry in ``STORAGE_CRS``.
        pack: The country, for synonyms of names and the equal-area CRS.
    """
    states_code = areas["parent_code"].notna()
    states_name = ~states_code & areas["parent_name"].notna()
    silent = areas[~states_code & ~states_name]
    candidates = _candidates(areas.loc[states_name, "parent_name"], parents, pack)
    found = pd.concat(
        [
            _by_code(areas[states_code], parents),
            _by_name(areas[states_name], candidates),
            _only(silent, parents) if len(parents) == 1 else _by_location(silent, parents, pack),
        ]
    ).reindex(areas.index)
    found.insert(0, "area_code", areas["area_code"])
    found["method"] = found["method"].where(found["parent_code"].notna(), "none")
    return ParentResolution(found, tuple(_unresolved(areas, found, candidates)))


def derive_parents(
    areas: GeoDataFrame, *, admin_level: int, pack: Pack
) -> tuple[GeoDataFrame, list[Problem]]:
    """Return the areas of a level that was not given, as far as the areas below name them.

    Level 0 is the country of the pack. The geometry is still missing: see :func:`with_dissolved_geometry`.

    Args:
        areas: The level below, with ``parent_code`` and ``parent_name`` (may be missing).
        admin_level: The level to derive.
        pack: The country.
    """
    if admin_level == 0:
        first, *others = pack.languages
        translations = {language: pack.name[language] for language in others if language in pack.name}
        return _areas({pack.area_code: pack.name.get(first, pack.name["en"])}, 0, translations), []
    coded = areas.dropna(subset="parent_code").groupby("parent_code")["parent_name"].first()
    names = areas.loc[areas["parent_code"].isna(), "parent_name"].dropna()
    uncoded = sorted(set(names) - set(coded))
    derived = _areas(coded.to_dict() | {name: name for name in uncoded}, admin_level, {})
    problems = [at_area(PARENT_CODE_FROM_NAME, name, name=name) for name in uncoded]
    problems += [at_area(NAME_BLANK, code) for code in coded.index[coded.isna()]]
    if derived.empty:
        problems.append(Problem(PARENTS_UNNAMED, params={"level": pack.level(admin_level).id}))
    return derived, problems


def with_dissolved_geometry(parents: GeoDataFrame, areas: GeoDataFrame) -> tuple[GeoDataFrame, list[Problem]]:
    """Give parents without geometry the union of the polygons below them.

    The border of a parent then runs along its children's, point for point, and what no child covers stays
    open.

    Args:
        parents: ``area_code`` and geometry in ``STORAGE_CRS``.
        areas: The level below as a valid coverage, with resolved ``parent_code``.

    Returns:
        The parents, and a warning for each that could be dissolved from some of its children only.
    """
    missing = parents.loc[parents.geometry.isna(), "area_code"]
    below = areas[areas["parent_code"].isin(missing)]
    is_polygon = below.geom_type.isin(POLYGONAL)
    if not is_polygon.any():
        return parents, []
    union = _dissolved(below[is_polygon])
    counts = is_polygon.groupby(below["parent_code"]).agg(drawn="sum", count="size").loc[union.index]
    partly = counts[counts["drawn"] < counts["count"]]
    problems = at_areas(PARTLY_DERIVED, partly.rename_axis("area_code").reset_index())
    geometry = parents.geometry.fillna(union.reindex(parents["area_code"]).set_axis(parents.index))
    return parents.set_geometry(geometry), problems


def parent_disagreement(areas: GeoDataFrame, parents: GeoDataFrame, *, equal_area_crs: str) -> pd.DataFrame:
    """Measure how far drawn parents and the areas below them disagree.

    Args:
        areas: One level, with ``parent_code`` and polygons in ``STORAGE_CRS``.
        parents: The level above, with ``area_code`` and polygons in ``STORAGE_CRS``.
        equal_area_crs: For the measures.

    Returns:
        By parent with a polygon and children with polygons: ``area_code, outside_km2`` (children stick out),
        ``uncovered_km2`` (parent without child) and ``disagreement_pct`` (both, of the parent's area).
    """
    union = _dissolved(areas[areas.geom_type.isin(POLYGONAL)])
    drawn = parents[parents.geom_type.isin(POLYGONAL)].set_index("area_code").geometry
    common = drawn.index.intersection(union.index)
    above, below = np.asarray(drawn[common]), np.asarray(union[common])
    table = pd.DataFrame(
        {
            "area_code": common,
            "outside_km2": area_km2(shapely.difference(below, above), equal_area_crs),
            "uncovered_km2": area_km2(shapely.difference(above, below), equal_area_crs),
        }
    )
    sizes = area_km2(above, equal_area_crs)
    return table.assign(disagreement_pct=100 * (table["outside_km2"] + table["uncovered_km2"]) / sizes)


def check_disagreement(disagreement: pd.DataFrame) -> list[Problem]:
    """Report each parent that disagrees with the areas below by more than :data:`DISAGREEMENT_PCT`."""
    large = disagreement[disagreement["disagreement_pct"] > DISAGREEMENT_PCT]
    return at_areas(PARENT_DISAGREES, large.round(3))


def check_hierarchy(areas: pd.DataFrame) -> list[Problem]:
    """Check the finished tree: codes unique across levels, every parent there and on a level above.

    As each parent is above its child, no circle is possible.

    Args:
        areas: ``area_code, parent_code, admin_level`` of every level.
    """
    levels = areas.groupby("area_code")["admin_level"].agg(lambda found: sorted(set(found)))
    problems = [
        at_area(CODE_REUSED, code, code=code, levels=", ".join(map(str, found)))
        for code, found in levels.items()
        if len(found) > 1
    ]
    links = areas.loc[areas["parent_code"].notna(), ["area_code", "parent_code", "admin_level"]]
    links["parent_level"] = links["parent_code"].map(levels.str[0])
    unknown = links["parent_level"].isna()
    stated = links.loc[unknown, ["area_code", "parent_code"]].rename(columns={"parent_code": "given"})
    not_above = links[links["parent_level"] >= links["admin_level"]].astype({"parent_level": int})
    return problems + at_areas(PARENT_CODE_UNKNOWN, stated) + at_areas(PARENT_NOT_ABOVE, not_above)


def _areas(
    names: Mapping[str, str | None], admin_level: int, translations: Mapping[str, str]
) -> GeoDataFrame:
    """Return areas by code and name, all else still missing."""
    areas = pd.DataFrame({"area_code": list(names), "area_name": list(names.values())}, dtype="str")
    areas["area_name"] = areas["area_name"].fillna(areas["area_code"])
    areas[["parent_code", "parent_name"]] = pd.DataFrame(columns=["parent_code", "parent_name"], dtype="str")
    for language, name in translations.items():
        areas[f"name_{language}"] = name
    nowhere = gpd.GeoSeries(index=areas.index, crs=STORAGE_CRS)
    return GeoDataFrame(areas.assign(admin_level=admin_level), geometry=nowhere)


def _dissolved(areas: GeoDataFrame) -> gpd.GeoSeries:
    return areas[["parent_code", "geometry"]].dissolve(by="parent_code", method="coverage").geometry


def _by_code(areas: GeoDataFrame, parents: GeoDataFrame) -> pd.DataFrame:
    stated = areas["parent_code"]
    return _found(stated.where(stated.isin(parents["area_code"])), "code")


def _by_name(areas: GeoDataFrame, candidates: Mapping[str, list[str]]) -> pd.DataFrame:
    matches = [candidates[name] for name in areas["parent_name"]]
    unique = [match[0] if len(match) == 1 else None for match in matches]
    return _found(pd.Series(unique, index=areas.index, dtype="str"), "name")


def _candidates(stated: pd.Series, parents: GeoDataFrame, pack: Pack) -> dict[str, list[str]]:
    """Return the codes of the parents that each stated name may mean."""
    reader = NameReader(pack)
    columns = [column for column in parents.columns if column == "area_name" or column.startswith("name_")]
    names = parents.melt("area_code", columns, value_name="name").dropna(subset="name")
    keys = pd.DataFrame([reader.read(name) for name in names["name"]], columns=NameKeys._fields)
    known = keys.assign(area_code=names["area_code"].to_numpy())
    return {name: _meant(reader.read(name), known) for name in stated.unique()}


def _meant(name: NameKeys, known: pd.DataFrame) -> list[str]:
    alike = known[known["exact"] == name.exact]
    of_one_kind = alike[alike["kind"] == name.kind]  # tells the city of Osh from the oblast
    return sorted(set((alike if of_one_kind.empty else of_one_kind)["area_code"]))


def _only(areas: GeoDataFrame, parents: GeoDataFrame) -> pd.DataFrame:
    return _found(pd.Series(parents["area_code"].iloc[0], index=areas.index, dtype="str"), "only")


def _by_location(areas: GeoDataFrame, parents: GeoDataFrame, pack: Pack) -> pd.DataFrame:
    geometries, homes = areas.geometry.to_numpy(), parents.geometry.to_numpy()
    area, home = shapely.STRtree(homes).query(geometries, predicate="intersects")
    shared = shapely.intersection(geometries[area], homes[home])
    is_flat = shapely.get_dimensions(geometries) == 2
    whole = np.where(is_flat, area_km2(geometries, pack.equal_area_crs), 1.0)
    part = np.where(is_flat[area], area_km2(shared, pack.equal_area_crs), 1.0)
    pairs = pd.DataFrame({"area": area, "home": home, "share_pct": 100 * part / whole[area]})
    largest = pairs[pairs["share_pct"] > 0].sort_values(["share_pct", "home"], ascending=[False, True])
    best = largest.drop_duplicates("area").set_index("area").reindex(range(len(areas)))
    codes = best["home"].map(parents["area_code"].reset_index(drop=True)).astype("str")
    return _found(codes.set_axis(areas.index), "location").assign(share_pct=best["share_pct"].to_numpy())


def _found(codes: pd.Series, method: str) -> pd.DataFrame:
    return pd.DataFrame({"parent_code": codes, "method": method, "share_pct": np.nan})


def _unresolved(
    areas: GeoDataFrame, found: pd.DataFrame, candidates: Mapping[str, list[str]]
) -> list[Problem]:
    lost = areas[found["parent_code"].isna()]
    stated = zip(lost["area_code"], lost["parent_code"], lost["parent_name"], strict=True)
    problems = [_lost(area_code, code, name, candidates) for area_code, code, name in stated]
    doubtful = found[found["share_pct"] < DOUBTFUL_SHARE_PCT].drop(columns="method")
    return problems + at_areas(PARENT_BY_LOCATION, doubtful.round({"share_pct": 1}))


def _lost(area_code: str, parent_code: str, parent_name: str, candidates: Mapping[str, list[str]]) -> Problem:
    if not pd.isna(parent_code):
        return at_area(PARENT_CODE_UNKNOWN, area_code, given=repr(parent_code))
    if pd.isna(parent_name):
        return at_area(PARENT_NOT_FOUND, area_code)
    several = ", ".join(candidates[parent_name])
    if several:
        return at_area(PARENT_NAME_AMBIGUOUS, area_code, given=repr(parent_name), codes=several)
    return at_area(PARENT_NAME_UNKNOWN, area_code, given=repr(parent_name))
