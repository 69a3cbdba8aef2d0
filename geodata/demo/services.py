"""What services monitoring says of some municipalities of the demonstration country."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from geodata.demo.cells import BoolArray
from geodata.demo.country import DemoCountry
from geodata.demo.noise import FloatArray, smooth_noise
from geodata.demo.series import Places, municipality_places, observation_table
from geodata.demo.service_settings import SERVICE_DRAWS_FILE, ServiceDraws, ServiceIndicator


def add_services(country: DemoCountry) -> DemoCountry:
    """Add observations of the indicators of services monitoring, if the settings draw any.

    Only some municipalities are monitored, more from year to year; what rests on the answers of too few
    people is missing. Where services are good, all indicators say so.
    """
    draws = country.settings.services
    if draws is None:
        return country
    places = municipality_places(country)
    years = np.array(sorted(draws.monitored_share))
    shares = np.array([draws.monitored_share[year] for year in years])
    rng = country.random("services.monitored")
    is_monitored = rng.random(len(places.codes))[:, np.newaxis] < shares
    is_hidden = rng.random(is_monitored.shape) < draws.too_few_share
    quality = _quality(country, draws, places)
    tables = []
    for indicator_id, indicator in draws.indicators.items():
        values = _values(indicator, quality, len(years), country.random(f"{indicator_id}.values"))
        is_missing = is_hidden & (indicator.instrument == "questionnaire")
        tables.append(_published(places, indicator_id, years, values, is_missing, is_monitored))
    return replace(country, observations=pd.concat([country.observations, *tables], ignore_index=True))


def _quality(country: DemoCountry, draws: ServiceDraws, places: Places) -> FloatArray:
    """Return how good services are in each municipality, in standard deviations around the usual."""
    rng = country.random("services.quality")
    shared = smooth_noise(places.xy, range_km=draws.range_km, rng=rng)
    own = rng.standard_normal(len(places.codes))
    deviation = np.sqrt(draws.spatial_share) * shared + np.sqrt(1 - draws.spatial_share) * own
    effects = draws.urban_effect * places.is_urban + draws.prosperity_effect * places.prosperity
    return np.asarray(deviation + effects)


def _values(
    indicator: ServiceIndicator, quality: FloatArray, n_years: int, rng: np.random.Generator
) -> FloatArray:
    """Return the values of an indicator everywhere, shape (n, years)."""
    noise = indicator.spread * rng.standard_normal((quality.size, n_years))
    effects = indicator.quality_effect * quality[:, np.newaxis] + noise + indicator.trend * np.arange(n_years)
    above = indicator.typical - indicator.minimum
    if indicator.maximum is None:
        values = indicator.minimum + above * np.exp(effects)
    else:
        width = indicator.maximum - indicator.minimum
        values = indicator.minimum + width * expit(logit(above / width) + effects)
    return np.asarray(values.round(indicator.decimals))


def _published(
    places: Places,
    indicator_id: str,
    years: np.ndarray,
    values: FloatArray,
    is_missing: BoolArray,
    is_monitored: BoolArray,
) -> pd.DataFrame:
    """Return a row for every municipality and year that is monitored."""
    told = np.where(is_missing, np.nan, values)
    status = np.where(is_missing, "O", "A")
    table = observation_table(places.codes, indicator_id, years, told, status)
    return table[is_monitored.ravel()].assign(source_ref=f"{SERVICE_DRAWS_FILE}, {indicator_id}")
