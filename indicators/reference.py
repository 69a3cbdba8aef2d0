"""What an area is compared with: the nation or the area above, over a window of periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from config.errors import AimakError
from config.i18n import N_
from indicators.catalogue import Catalogue

ReferenceMethod = Literal["national", "national-simple", "parent"]

REFERENCE_TEXTS: dict[ReferenceMethod, str] = {
    "national": N_("national value: published, else computed from all areas"),
    "national-simple": N_("simple mean of the areas, each counting the same"),
    "parent": N_("value of the area above"),
}
"""What each reference is called on screen, in English."""

SIMPLE_MEAN = "simple_mean"


class NoNationError(AimakError, ValueError):
    """Areas without exactly one country among them."""


class NoAreasError(AimakError, ValueError):
    """A level without areas."""


@dataclass(frozen=True, eq=False)
class Reference:
    """The values that the areas of one level are compared with."""

    indicator_id: str
    method: ReferenceMethod
    periods: tuple[str, ...]
    """The window that was asked for."""
    weight: str | None
    """The indicator that weighs the areas, where a weighted mean was formed."""
    per_period: pd.DataFrame
    """``reference_code, period, value, basis, n_areas, n_expected, weights_from``; a row per period asked.

    ``basis`` says how the value came about: a key of ``cells.METHOD_TEXTS`` or ``SIMPLE_MEAN``; ``n_areas``
    counts the areas in it; ``weights_from`` is the period of the oldest weight or value carried forward.
    """
    reference_codes: pd.Series[str]
    """By area code, the ``reference_code`` it is compared with."""

    @property
    def means(self) -> pd.Series[float]:
        """The mean over the periods that have a value, by ``reference_code``."""
        return self.per_period.groupby("reference_code")["value"].mean()


def national_reference(
    values: pd.DataFrame,
    catalogue: Catalogue,
    areas: pd.DataFrame,
    *,
    indicator_id: str,
    periods: Sequence[str],
    level: int,
    method: ReferenceMethod = "national",
) -> Reference:
    """Return what the areas of ``level`` are compared with.

    The national value is the one that ``values`` hold for the country, so that map, profile and criterion
    show the same number: a published one wins, else it is the ratio of sums or the mean weighted by the
    latest population not later than the period. The simple mean counts every area of the level the same.

    Args:
        values: as :func:`indicators.values.indicator_values` returns them, country and parents included.
        catalogue: what the indicators are.
        areas: as ``geodata.schemas.AREAS``.
        indicator_id: what is compared.
        periods: the window.
        level: the admin level of the areas that are compared.
        method: a key of ``REFERENCE_TEXTS``.

    Raises:
        NoAreasError: no area is on ``level``.
        NoNationError: a national reference is asked for, and not exactly one area is on level 0.
    """
    compared = areas.loc[areas["admin_level"] == level].set_index("area_code")
    if compared.empty:
        known = ", ".join(map(str, sorted(areas["admin_level"].unique())))
        raise NoAreasError(f"expected a level that has areas, of {known}, got {level}")
    if method == "parent":
        codes = compared["parent_code"]
    else:
        codes = pd.Series(_country(areas), index=compared.index, dtype="str")
    window = _window(values, indicator_id, periods)
    if method == "national-simple":
        window = _simple_means(window[window["area_code"].isin(compared.index)], _country(areas))
    return Reference(
        indicator_id=indicator_id,
        method=method,
        periods=tuple(periods),
        weight=catalogue[indicator_id].weight if (window["method"] == "weighted_mean").any() else None,
        per_period=_per_period(window, codes.dropna().unique().tolist(), periods),
        reference_codes=codes,
    )


def compare_to_reference(values: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """Compare every area with its reference over the window.

    An area's value is the mean over the periods of the window that have one; missing years are left out and
    counted, never filled.

    Returns:
        ``area_code, value, reference, ratio, n_periods``, one row per area; missing where either side is, or
        where the reference is zero. ``n_periods`` is how many periods of the window the area has.
    """
    by_area = _window(values, reference.indicator_id, reference.periods).groupby("area_code")["value"]
    compared = pd.DataFrame(index=reference.reference_codes.index)
    compared["value"] = by_area.mean()
    compared["reference"] = reference.reference_codes.map(reference.means)
    compared["ratio"] = compared["value"] / compared["reference"].where(compared["reference"] != 0)
    compared["n_periods"] = by_area.count()
    return compared.fillna({"n_periods": 0}).astype({"n_periods": "int64"}).reset_index()


def _country(areas: pd.DataFrame) -> str:
    countries = areas.loc[areas["admin_level"] == 0, "area_code"].tolist()
    if len(countries) != 1:
        raise NoNationError(f"expected one area on level 0 for a national reference, got {len(countries)}")
    return str(countries[0])


def _window(values: pd.DataFrame, indicator_id: str, periods: Sequence[str]) -> pd.DataFrame:
    return values[(values["indicator_id"] == indicator_id) & values["period"].isin(periods)]


def _simple_means(window: pd.DataFrame, country: str) -> pd.DataFrame:
    by_period = window.groupby("period")["value"]
    means = pd.DataFrame(
        {"value": by_period.mean(), "n_parts": by_period.count(), "n_expected": by_period.size()}
    )
    return means.reset_index().assign(area_code=country, method=SIMPLE_MEAN, carried_from=None)


def _per_period(window: pd.DataFrame, codes: Sequence[str], periods: Sequence[str]) -> pd.DataFrame:
    names = {"method": "basis", "n_parts": "n_areas", "carried_from": "weights_from"}
    rows = pd.MultiIndex.from_product([codes, periods], names=["reference_code", "period"])
    stated = (
        window.set_index(["area_code", "period"])
        .rename_axis(["reference_code", "period"])
        .rename(columns=names)
    )
    columns = ["value", "basis", "n_areas", "n_expected", "weights_from"]
    return stated[columns].reindex(rows).reset_index().astype({"n_areas": "Int64", "n_expected": "Int64"})
