"""The price level of the country, from its budget statistics."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geodata.demo.country import DemoCountry


def add_price_index(country: DemoCountry) -> DemoCountry:
    """Add observations of the price index for the country as a whole, if its pack has one."""
    budget = country.settings.budget
    if budget is None:
        return country
    prices = budget.price_observations(country.pack.area_code)
    return replace(country, observations=pd.concat([country.observations, prices], ignore_index=True))
