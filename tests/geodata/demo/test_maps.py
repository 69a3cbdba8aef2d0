"""Registrations of maps in the demonstration country."""

from dataclasses import replace

import pytest

from geodata.demo import DemoCountry, DemoSettings
from geodata.demo.areas import MUNICIPALITY
from geodata.demo.maps import register_maps


def test_most_maps_of_municipalities_are_registered_within_the_years(
    country: DemoCountry, settings: DemoSettings
) -> None:
    draws = settings.council_draws
    assert draws is not None
    assert draws.maps is not None
    areas = country.areas
    registered = areas[areas["map_registration_number"].notna()]
    assert set(registered["admin_level"]) == {MUNICIPALITY}
    share = len(registered) / (areas["admin_level"] == MUNICIPALITY).sum()
    assert share == pytest.approx(draws.maps.share, abs=0.1)
    assert registered["map_registration_number"].is_unique
    first, last = draws.maps.registered
    assert registered["map_registered_on"].between(first, last).all()
    assert areas.loc[areas["map_registration_number"].isna(), "map_registered_on"].isna().all()


def test_later_maps_have_higher_numbers(country: DemoCountry) -> None:
    registered = country.areas.dropna(subset="map_registration_number")
    by_number = registered.sort_values("map_registration_number")["map_registered_on"]
    assert by_number.is_monotonic_increasing
    assert by_number.nunique() > 100


def test_nothing_is_registered_where_nothing_is_drawn(country: DemoCountry) -> None:
    draws = country.settings.council_draws
    assert draws is not None
    bare = replace(
        country,
        areas=country.areas.drop(columns=["map_registration_number", "map_registered_on"]),
        settings=replace(country.settings, council_draws=draws.model_copy(update={"maps": None})),
    )
    assert register_maps(bare) is bare
