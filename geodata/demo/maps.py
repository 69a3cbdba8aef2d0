"""Which areas of the demonstration country have a registered map."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from geodata.demo.country import DemoCountry


def register_maps(country: DemoCountry) -> DemoCountry:
    """Register the maps of a part of the areas, numbered in the order of their days, if settings draw any."""
    draws = country.settings.council_draws
    if draws is None or draws.maps is None:
        return country
    rng, areas = country.random("maps"), country.areas
    of_level = areas["admin_level"] == country.pack.level_by_id(draws.maps.level).number
    is_registered = of_level & (rng.random(len(areas)) < draws.maps.share)
    first, last = (day.toordinal() for day in draws.maps.registered)
    days = np.sort(rng.integers(first, last, size=int(is_registered.sum()), endpoint=True))
    order = rng.permutation(areas.index[is_registered])
    registered = areas.assign(map_registration_number=None, map_registered_on=None)
    registered.loc[order, "map_registration_number"] = [f"{n:04d}" for n in range(1, len(order) + 1)]
    registered.loc[order, "map_registered_on"] = [date.fromordinal(day) for day in days.tolist()]
    return replace(country, areas=registered.astype({"map_registration_number": "str"}))
