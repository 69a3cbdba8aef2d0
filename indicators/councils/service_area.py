"""How many people live farther than so far from the nearest body of a type.

Settlements stand for the people in them. Distances are as the crow flies, on the WGS84 ellipsoid (C. F. F.
Karney, "Algorithms for geodesics", Journal of Geodesy 87 (2013), 43–55); the plane of the country's
equal-area projection only serves to find what may be nearest.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod, Proj

from geodata.packs import Pack
from geodata.schemas import STORAGE_CRS
from indicators.cells import Floats
from indicators.councils.on_day import OnDay
from indicators.councils.shares import shares, summed
from indicators.councils.territory import Territory
from indicators.hierarchy import Ints, areas_above

ELLIPSOID = "WGS84"
M_PER_KM = 1000.0

COLUMNS = ("area_code", "population", "body_id", "distance_km", "is_beyond")
"""Of ``ServiceArea.settlements``."""


@dataclass(frozen=True, eq=False)
class ServiceArea:
    """Who lives beyond a distance from the bodies of some types."""

    distance_km: float
    settlements: pd.DataFrame
    """``area_code, population, body_id, distance_km, is_beyond``, the farthest first, then by code.

    ``body_id`` is the nearest body, missing where there is none or the settlement's place is not known.
    """
    people: pd.DataFrame
    """As :func:`indicators.councils.shares.shares`: people beyond ÷ people, in %, by area of the level."""
    unplaced: tuple[str, ...]
    """Ids of bodies left out as nobody knows where they are."""


def service_area(
    day: OnDay, territory: Territory, pack: Pack, *body_types: str, distance_km: float
) -> ServiceArea:
    """Return who lives farther than a distance from the nearest body of some types.

    Exactly so far is not farther. Where the register has never had a body of these types, or the place of one
    is not known, it cannot be told who lives beyond.

    Args:
        day: whose bodies.
        territory: with the geometries of areas, in ``geodata.schemas.STORAGE_CRS``, and the residents.
        pack: whose equal-area projection serves.
        body_types: of which the nearest body counts.
        distance_km: above zero.
    """
    places = body_places(day, territory, *body_types)
    unplaced = places.loc[places.geometry.isna(), "body_id"]
    table = _nearest(_settlements(territory), places.dropna(subset="geometry"), pack.equal_area_crs)
    is_beyond = (table["distance_km"] > distance_km).astype("boolean")
    # A body of unknown place may be nearer than all others.
    is_open = (
        table["distance_km"].isna() | (not day.knows_type(*body_types)) | (is_beyond & (len(unplaced) > 0))
    )
    table["is_beyond"] = is_beyond.mask(is_open)
    settlements = table.sort_values(["distance_km", "area_code"], ascending=[False, True], ignore_index=True)
    return ServiceArea(
        distance_km,
        pd.DataFrame(settlements[list(COLUMNS)]),
        _people_beyond(table, territory, knows_type=day.knows_type(*body_types)),
        tuple(unplaced),
    )


def body_places(day: OnDay, territory: Territory, *body_types: str) -> gpd.GeoDataFrame:
    """Return where the bodies of some types are taken to sit, as no register says.

    That is the settlement they serve; in a larger area its most populous settlement, and a point within it
    where no settlement with a known population is loaded.

    Returns:
        ``body_id, area_code`` and points in ``geodata.schemas.STORAGE_CRS``, missing without any geometry.
    """
    bodies = day.bodies_of(*body_types)[["body_id", "area_code"]]
    within = bodies["area_code"].map(_most_populous(territory, bodies["area_code"])).astype("str")
    sought = within.fillna(bodies["area_code"])
    points = _geometries(territory, sought).representative_point()
    return gpd.GeoDataFrame(bodies, geometry=points.array, crs=STORAGE_CRS)


def _geometries(territory: Territory, area_codes: pd.Series[str]) -> gpd.GeoSeries:
    known = gpd.GeoSeries(territory.areas.set_index("area_code")["geometry"], crs=STORAGE_CRS)
    return gpd.GeoSeries(known.reindex(area_codes), crs=STORAGE_CRS)


def _settlements(territory: Territory) -> gpd.GeoDataFrame:
    codes = territory.settlements
    known = {"area_code": codes.to_numpy(), "population": territory.people(codes).to_numpy()}
    return gpd.GeoDataFrame(known, geometry=_geometries(territory, codes).array, crs=STORAGE_CRS)


def _most_populous(territory: Territory, area_codes: pd.Series[str]) -> pd.Series[str]:
    """Return the settlement with most residents by area that is no settlement itself."""
    settlements = _settlements(territory).dropna(subset=["geometry", "population"])
    ordered = settlements.sort_values(["population", "area_code"], ascending=[False, True])["area_code"]
    levels = territory.areas.loc[territory.areas["area_code"].isin(area_codes), "admin_level"].unique()
    found: list[pd.Series[str]] = [pd.Series(dtype="str")]
    for level in levels[levels < (territory.settlement_level or 0)]:
        above = areas_above(ordered, territory.areas, level=level).dropna()
        first = above.drop_duplicates()
        found.append(pd.Series(ordered[first.index].to_numpy(), index=first.to_numpy()))
    largest: pd.Series[str] = pd.concat(found)
    return largest


def _nearest(settlements: gpd.GeoDataFrame, places: gpd.GeoDataFrame, crs: str) -> gpd.GeoDataFrame:
    """Return ``body_id`` and ``distance_km`` of the place nearest to settlements; infinite without any."""
    table = settlements.assign(
        body_id=pd.Series(pd.NA, index=settlements.index, dtype="str"), distance_km=np.inf
    )
    table.loc[settlements.is_empty | settlements.geometry.isna(), "distance_km"] = np.nan
    placed = np.flatnonzero(table["distance_km"].notna())
    if placed.size and len(places):
        points = settlements.geometry.iloc[placed]
        one, other, km = _candidates(gpd.GeoSeries(points), places.geometry, crs)
        order = np.lexsort((places["body_id"].to_numpy()[other], km, one))
        rows, first = np.unique(one[order], return_index=True)
        chosen = order[first]
        table.loc[table.index[placed[rows]], "body_id"] = places["body_id"].to_numpy()[other[chosen]]
        table.loc[table.index[placed[rows]], "distance_km"] = km[chosen]
    return table


def _candidates(points: gpd.GeoSeries, places: gpd.GeoSeries, crs: str) -> tuple[Ints, Ints, Floats]:
    """Return rows of points, rows of the places that may be nearest to them, and how far those are in km.

    On the plane a way is at most *a* times as long as on the ellipsoid, and at least 1/*a* times, *a* the
    larger semi-axis of Tissot's indicatrix in an equal-area projection. So the nearest place is not farther
    on the plane than *a*² times the one that is nearest there.
    """
    plane, there = points.to_crs(crs).to_numpy(), places.to_crs(crs).to_numpy()
    tree = shapely.STRtree(there)
    stretch = np.max(Proj(crs).get_factors(points.x.to_numpy(), points.y.to_numpy()).tissot_semimajor)
    (_, _), planar = tree.query_nearest(plane, all_matches=False, return_distance=True)
    reach = planar * stretch**2 + 1.0
    one, other = tree.query(plane, predicate="dwithin", distance=reach)
    _, _, metres = Geod(ellps=ELLIPSOID).inv(
        points.x.to_numpy()[one],
        points.y.to_numpy()[one],
        places.x.to_numpy()[other],
        places.y.to_numpy()[other],
    )
    return one, other, np.asarray(metres) / M_PER_KM


def _people_beyond(table: pd.DataFrame, territory: Territory, *, knows_type: bool) -> pd.DataFrame:
    is_beyond, people = table["is_beyond"], table["population"]
    rows = pd.DataFrame(
        {
            "numerator": people.where(is_beyond.fillna(value=False), 0.0).fillna(0.0),
            "unknown": people.where(is_beyond.isna(), 0.0),
            "denominator": people,
            "n": 1.0,
            "population": people.isna(),
            "places": is_beyond.isna(),
        }
    )
    counts = summed(rows, territory.homes(table["area_code"]), territory.codes)
    without = counts["n"] == 0
    lacks = {
        "no_body": pd.Series(data=not knows_type, index=counts.index),
        "settlements": without,
        "population": counts["population"] > 0,
        "places": (counts["places"] > 0) & knows_type,
    }
    return shares(counts.mask(without), lacks=lacks)
