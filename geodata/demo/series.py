"""Values of the base indicators by municipality and period: spatially correlated, consistent, with faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from geodata.demo.areas import MUNICIPALITY
from geodata.demo.cells import BoolArray
from geodata.demo.country import DemoCountry
from geodata.demo.noise import FloatArray, smooth_noise
from geodata.demo.settings import (
    DemoModel,
    Measured,
    Part,
    Ratio,
    Series,
    SpatialSeries,
    Stock,
    Total,
)
from geodata.periods import Frequency, periods_up_to

Link = Callable[[FloatArray], FloatArray]

LINKS: dict[str, tuple[Link, Link]] = {
    "linear": (np.asarray, np.asarray),
    "log": (np.log, np.exp),
    "logit": (logit, expit),
}
"""Scale on which effects add up: the function onto it and the one back."""

CALENDARS: dict[Frequency, tuple[int, str]] = {"A": (1, ""), "Q": (4, "-Q4"), "M": (12, "-12")}
"""Periods of a year, and how the label of its last one ends."""

LONGEST_GAP = 4
"""Periods."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the values of a municipality depend on; everything of shape (n,), but ``xy`` (n, 2) in km.

    ``mountains`` and ``prosperity`` are standardised, ``measures`` are the properties of the territory.
    """

    codes: NDArray[np.str_]
    xy: FloatArray
    is_urban: BoolArray
    mountains: FloatArray
    prosperity: FloatArray
    measures: Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of a series, ascending: when they start, in years (2023.25), and their labels."""

    starts: FloatArray
    labels: NDArray[np.str_]


def add_series(country: DemoCountry) -> DemoCountry:
    """Add observations of every base indicator by municipality, consistent with one another."""
    model = country.settings.model
    places = municipality_places(country)
    periods = {indicator_id: _periods(series, model) for indicator_id, series in model.indicators.items()}
    values = _values(country, places, periods)
    tables = [
        observation_table(
            places.codes,
            each,
            periods[each].labels,
            *_with_faults(country, each, periods[each].starts, table),
        )
        for each, table in sorted(values.items())
    ]
    return replace(country, observations=pd.concat([country.observations, *tables], ignore_index=True))


def _periods(series: Series, model: DemoModel) -> Periods:
    per_year, final = CALENDARS[series.frequency]
    count = model.years * per_year
    labels = periods_up_to(f"{model.first_year + model.years - 1}{final}", count)
    return Periods(model.first_year + np.arange(count) / per_year, np.array(labels))


def municipality_places(country: DemoCountry) -> Places:
    """Return what the values of each municipality depend on."""
    model = country.settings.model
    areas = country.areas
    municipalities = areas[areas["admin_level"] == MUNICIPALITY]
    centres = municipalities.to_crs(country.pack.equal_area_crs).centroid
    xy = centres.get_coordinates().to_numpy() / 1000
    prosperity = smooth_noise(xy, range_km=model.prosperity_range_km, rng=country.random("prosperity"))
    children = areas.groupby("parent_code").size()
    return Places(
        codes=municipalities["area_code"].to_numpy(),
        xy=xy,
        is_urban=(municipalities["urban_rural"] == "urban").to_numpy(),
        mountains=_standardised(municipalities["elevation_m"].to_numpy()),
        prosperity=_standardised(prosperity),
        measures={
            "area_km2": municipalities["area_km2"].to_numpy(),
            "settlements": children.loc[municipalities["area_code"]].to_numpy().astype(float),
        },
    )


def _standardised(values: FloatArray) -> FloatArray:
    return np.asarray((values - values.mean()) / values.std())


def _values(country: DemoCountry, places: Places, periods: Mapping[str, Periods]) -> dict[str, FloatArray]:
    """Return the true values of every series, shape (n, periods), consistent with one another."""
    model = country.settings.model
    ratios = {
        indicator_id: _ratios(
            series, places, periods[indicator_id].starts, country.random(f"{indicator_id}.values")
        )
        for indicator_id, series in model.indicators.items()
        if isinstance(series, SpatialSeries)
    }
    values: dict[str, FloatArray] = {}
    for indicator_id in model.in_order():
        series = model.indicators[indicator_id]
        n_periods = periods[indicator_id].starts.size
        table = _combined(indicator_id, model, ratios, values, places, n_periods)
        values[indicator_id] = table.round(series.decimals)
    return values


def _ratios(
    series: SpatialSeries, places: Places, starts: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Return what a spatial series is before it is multiplied with another one, shape (n, periods)."""
    onto, back = LINKS[series.link]
    shared = smooth_noise(places.xy, range_km=series.range_km, rng=rng)
    own = rng.standard_normal(len(places.codes))
    deviation = np.sqrt(series.spatial_share) * shared + np.sqrt(1 - series.spatial_share) * own
    of_place = (
        onto(np.array(series.typical / series.maximum))
        + series.spread * deviation
        + series.urban_effect * places.is_urban
        + series.mountain_effect * places.mountains
        + series.prosperity_effect * places.prosperity
    )
    of_period = series.trend * (starts - starts[0])
    if series.break_year is not None:
        of_period = of_period + series.break_effect * (starts >= series.break_year)
    noise = series.yearly_noise * rng.standard_normal((len(places.codes), len(starts)))
    return np.asarray(series.maximum * back(of_place[:, np.newaxis] + of_period + noise))


def _combined(
    indicator_id: str,
    model: DemoModel,
    ratios: Mapping[str, FloatArray],
    values: Mapping[str, FloatArray],
    places: Places,
    n_periods: int,
) -> FloatArray:
    """Return a series made of its ratios and of the series before it, shape (n, periods), not yet rounded."""
    series = model.indicators[indicator_id]
    match series:
        case Measured():
            return np.tile(places.measures[series.measure][:, np.newaxis], n_periods)
        case Total():
            return np.asarray(sum(values[term] for term in series.terms))
        case Stock():
            return _stock(indicator_id, series, ratios)
        case Ratio():
            return ratios[indicator_id] * (values[series.of] if series.of else 1)
        case Part():
            weights = {each: ratios[each] for each in model.parts(series.of, series.breakdown)}
            return _part(indicator_id, weights, values[series.of], decimals=series.decimals)
        case _:
            assert_never(series)


def _part(part_id: str, weights: Mapping[str, FloatArray], whole: FloatArray, *, decimals: int) -> FloatArray:
    """Return the part of a whole that lies between its edges once the parts stand in a row, edges rounded.

    So the parts of all ``weights`` add up to the whole, and none is negative.
    """
    stacked = np.stack(list(weights.values()))
    edges = (stacked.cumsum(axis=0) / stacked.sum(axis=0) * whole).round(decimals)
    position = list(weights).index(part_id)
    return np.asarray(edges[position] - edges[position - 1] if position else edges[0])


def _stock(stock_id: str, series: Stock, ratios: Mapping[str, FloatArray]) -> FloatArray:
    """Return the stock at the start of each year: the one of the year before and that year's flows."""
    stock = ratios[stock_id].round(series.decimals)
    for year in range(1, stock.shape[1]):
        before = stock[:, year - 1]
        gains = sum((ratios[flow][:, year - 1] * before).round() for flow in series.inflows)
        losses = sum((ratios[flow][:, year - 1] * before).round() for flow in series.outflows)
        stock[:, year] = np.maximum(before + gains - losses, 0)
    return stock


def _with_faults(
    country: DemoCountry, indicator_id: str, starts: FloatArray, values: FloatArray
) -> tuple[FloatArray, NDArray[np.str_]]:
    """Return values and statuses as published: with gaps, outliers and the mark of a break."""
    series = country.settings.model.indicators[indicator_id]
    rng = country.random(f"{indicator_id}.faults")
    outlier = rng.random(values.shape) < series.outlier_share
    gap = _gaps(series, values.shape, rng)
    published = np.where(gap, np.nan, np.where(outlier, values * series.outlier_factor, values))
    status = np.where(gap, "O", np.where(starts == series.break_year, "B", "A"))
    return published.round(series.decimals), status


def _gaps(series: Series, shape: tuple[int, ...], rng: np.random.Generator) -> BoolArray:
    areas, periods = shape
    has_gap = rng.random(areas) < series.gap_share
    start = rng.integers(periods, size=areas)
    end = start + rng.integers(1, LONGEST_GAP, size=areas, endpoint=True)
    period = np.arange(periods)
    inside = (start[:, np.newaxis] <= period) & (period < end[:, np.newaxis])
    return np.asarray(inside & has_gap[:, np.newaxis])


def observation_table(
    codes: NDArray[np.str_],
    indicator_id: str,
    periods: NDArray[np.str_],
    values: FloatArray,
    status: NDArray[np.str_] | str = "A",
) -> pd.DataFrame:
    """Return a table of shape (n, periods) as tidy observations."""
    return pd.DataFrame(
        {
            "area_code": np.repeat(codes, len(periods)),
            "indicator_id": indicator_id,
            "period": np.tile(periods, len(codes)),
            "value": values.ravel(),
            "status": np.ravel(status) if isinstance(status, np.ndarray) else status,
            "source_ref": f"demo.toml, {indicator_id}",
        }
    )
