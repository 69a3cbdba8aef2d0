"""How many people live in small settlements, where services cost more per head."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geodata.packs import Pack
from indicators.budget.methods import ProvisionMethod
from indicators.hierarchy import areas_above


@dataclass(frozen=True, slots=True)
class Settlements:
    """The settlements of a country, as far as small ones count."""

    level: int
    """Number of their level in the pack."""
    small_below: int
    """Residents of the smallest one that is not small."""

    @classmethod
    def of(cls, pack: Pack, method: ProvisionMethod) -> Settlements | None:
        """Return those of the lowest level that a pack draws as points.

        None where it draws none so, or where the method has no correction for small ones.
        """
        levels = [level.number for level in pack.levels if level.geometry == "point"]
        below = method.small_settlement_below
        return None if below is None or not levels else cls(max(levels), below)

    def shares(self, population: pd.Series[float], areas: pd.DataFrame, *, level: int) -> pd.Series[float]:
        """Return the share of people in small settlements by area of a level above the settlements.

        Args:
            population: by area code; one of settlements that are not in it is not known.
            areas: as ``geodata.schemas.AREAS``.
            level: whose areas.

        Returns:
            As :func:`small_settlement_share`; empty for the level of the settlements itself.
        """
        codes = areas.loc[areas["admin_level"] == self.level, "area_code"]
        if level >= self.level:
            return pd.Series(dtype="float64")
        above = areas_above(codes, areas, level=level).set_axis(codes)
        return small_settlement_share(population.reindex(codes), above, below=self.small_below)


def small_settlement_share(
    population: pd.Series[float], areas_above: pd.Series[str], *, below: int
) -> pd.Series[float]:
    """Return the share of people in settlements of fewer than ``below`` residents, by the area they are in.

    Source: Russian Federation, Government resolution 670 of 22.11.2004, which counts those under 500.

    Args:
        population: of every settlement; missing where it is not known.
        areas_above: the code of the area that each settlement is in, labelled as ``population``; a settlement
            of no area is in no share.
        below: residents of the smallest settlement that is no small one.

    Returns:
        From 0 to 1 by area code; missing where the population of a settlement is, and where nobody lives.

    >>> people = pd.Series({"a": 400.0, "b": 600.0})
    >>> small_settlement_share(people, pd.Series({"a": "01", "b": "01"}), below=500).to_dict()
    {'01': 0.4}
    """
    small = population.where(population.isna() | (population < below), 0.0)
    people = pd.DataFrame({"small": small, "all": population})
    sums = people.groupby(areas_above).sum(skipna=False)
    return (sums["small"] / sums["all"].where(sums["all"] > 0)).rename_axis(None)
