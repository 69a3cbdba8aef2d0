"""Population of the settlements: their municipality's, divided by the rank-size rule."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geodata.demo.areas import SETTLEMENT
from geodata.demo.country import DemoCountry
from geodata.demo.series import observation_table

POPULATION = "population"


def add_settlement_population(country: DemoCountry) -> DemoCountry:
    """Add observations of population by settlement; in every year they add up to the municipality's.

    Populations go with ``rank ** -exponent`` (Zipf's rule), the centre first, and vary around it.
    """
    model = country.settings.model
    areas = country.areas
    settlements = areas[areas["admin_level"] == SETTLEMENT]
    rank = settlements.groupby("parent_code").cumcount().to_numpy() + 1
    deviation = country.random("settlements").standard_normal(len(settlements))
    weight = rank**-model.settlement_rank_exponent * np.exp(model.settlement_spread * deviation)

    parent, parent_codes = pd.factorize(settlements["parent_code"])
    population = _population(country).loc[parent_codes]
    share = weight / np.bincount(parent, weight)[parent]
    people = np.floor(population.to_numpy()[parent] * share[:, np.newaxis])
    people[rank == 1] += population.to_numpy() - pd.DataFrame(people).groupby(parent).sum().to_numpy()
    years = population.columns.to_numpy(str)
    table = observation_table(settlements["area_code"].to_numpy(), POPULATION, years, people)
    return replace(country, observations=pd.concat([country.observations, table], ignore_index=True))


def _population(country: DemoCountry) -> pd.DataFrame:
    """Return the population made so far, one row per area and one column per year."""
    population = country.observations.query("indicator_id == @POPULATION")
    return population.pivot_table(index="area_code", columns="period", values="value", aggfunc="first")
