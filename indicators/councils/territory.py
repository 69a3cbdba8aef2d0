"""The areas that councils are looked at by, and what is known of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from geodata.councils.pack import BodyType
from geodata.packs import Pack
from indicators.hierarchy import areas_above


@dataclass(frozen=True, eq=False)
class Territory:
    """Areas of one level, and all others that bodies may serve."""

    areas: pd.DataFrame
    """As ``geodata.schemas.AREAS``, every code once."""
    population: pd.Series[float]
    """Residents by area code; an area that is not in it has an unknown number."""
    level: int
    """Number of the level whose areas results are about."""
    levels: dict[str, int]
    """Number of each level of the country by its id."""
    settlement_level: int | None
    """None for a country without a level of settlements."""

    @classmethod
    def of(cls, pack: Pack, areas: pd.DataFrame, population: pd.Series[float], *, level: int) -> Territory:
        """Return it for a country; its settlements are the lowest level that the pack draws as points."""
        points = [each.number for each in pack.levels if each.geometry == "point"]
        numbers = {each.id: each.number for each in pack.levels}
        return cls(areas, population, level, numbers, max(points, default=None))

    @property
    def codes(self) -> pd.Index[str]:
        """The areas of the level, by code."""
        of_level = self.areas.loc[self.areas["admin_level"] == self.level, "area_code"]
        codes: pd.Index[str] = pd.Index(of_level.sort_values(), dtype="str", name="area_code")
        return codes

    @property
    def settlements(self) -> pd.Series[str]:
        """The codes of all settlements that are loaded, ascending and labelled by themselves."""
        codes = self.areas.loc[self.areas["admin_level"] == self.settlement_level, "area_code"].sort_values()
        return codes.set_axis(codes)

    def units_of(self, body_type: BodyType, served: pd.Series[str] | None = None) -> pd.Series[str]:
        """Return the areas that are counted when it is asked where there is a body of a type.

        Those are the lowest ones above the settlements that such a body may serve: municipalities, and cities
        on higher levels that have none below. Settlements are counted only on their own level, and for bodies
        that serve nothing else.

        Args:
            body_type: says which areas such bodies may serve.
            served: those that they do serve; levels below all of them are then left out, such as
                municipalities for assemblies that only districts have.

        Returns:
            Codes labelled by themselves; none where not even one area of the type's lowest level is loaded,
            as then the areas above it are not known to have no parts.
        """
        numbers = {self.levels[each] for each in body_type.levels}
        above = numbers - {self.settlement_level}
        counted = above if above and self.level != self.settlement_level else numbers
        if served is not None and (known := served[self.has(served)]).size:
            lowest = known.map(self._levels_of).max()
            counted = {each for each in counted if each <= max(lowest, min(counted))}
        areas = self.areas[self.areas["admin_level"].isin(counted)]
        if body_type.area_types:
            areas = areas[areas.reindex(columns=["area_type"])["area_type"].isin(body_type.area_types)]
        codes = areas["area_code"]
        if (areas["admin_level"] != max(counted)).all():
            return codes[:0]
        has_parts = codes.isin(self.nearest_of(areas["parent_code"], codes).unique())
        return codes[~has_parts].set_axis(codes[~has_parts])

    def has(self, area_codes: pd.Series[str]) -> pd.Series[bool]:
        """Return which areas are loaded, labelled as given."""
        return area_codes.map(self._levels_of).notna()

    def homes(self, area_codes: pd.Series[str]) -> pd.Series[str]:
        """Return the area of the level that each area is part of.

        Returns:
            Codes labelled as given; missing for an area above the level, or one that is not loaded. For the
            country itself it never is: all bodies of a register are the country's.
        """
        homes = area_codes.map(self._homes).astype("str")
        return homes.fillna(self.codes[0]) if self.level == 0 and len(self.codes) == 1 else homes

    def nearest_of(self, area_codes: pd.Series[str], among: Collection[str]) -> pd.Series[str]:
        """Return for each area the nearest one of ``among`` that it is part of, itself if it is one.

        Returns:
            Codes labelled as given; missing where none of the areas above is among them.
        """
        codes = pd.Series(list(among), dtype="str").drop_duplicates()
        own = codes.set_axis(codes)
        nearest, above = area_codes.map(own).astype("str"), area_codes
        while (above := above.map(self._parents)).notna().any():
            nearest = nearest.fillna(above.map(own).astype("str"))
        return nearest

    def people(self, area_codes: pd.Series[str]) -> pd.Series[float]:
        """Return how many live in each area, labelled as given; NaN where it is not known."""
        return area_codes.map(self.population).astype("float64")

    def area_types(self, area_codes: pd.Series[str]) -> pd.Series[str]:
        """Return the kind of each area, labelled as given; missing where it is not known."""
        return area_codes.map(
            self.areas.reindex(columns=["area_code", "area_type"]).set_index("area_code")["area_type"]
        )

    # Kept, as every measure asks again.
    @cached_property
    def _parents(self) -> pd.Series[str]:
        return self._known["parent_code"].astype("str")

    @cached_property
    def _levels_of(self) -> pd.Series[int]:
        levels: pd.Series[int] = self._known["admin_level"]
        return levels

    @cached_property
    def _homes(self) -> pd.Series[str]:
        codes = self._known.index.to_series()
        return areas_above(codes, self.areas, level=self.level)

    @cached_property
    def _known(self) -> pd.DataFrame:
        known = pd.DataFrame({each: self.areas[each].array for each in ("parent_code", "admin_level")})
        return known.set_axis(pd.Index(self.areas["area_code"], dtype="str"))
