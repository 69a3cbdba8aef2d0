"""Generation of the demonstration country: its territory first, then one part after the other."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geodata.demo.areas import make_areas
from geodata.demo.councils import add_councils
from geodata.demo.country import DemoCountry, DemoPart, random_stream
from geodata.demo.maps import register_maps
from geodata.demo.partition import make_partition
from geodata.demo.prices import add_price_index
from geodata.demo.series import add_series
from geodata.demo.services import add_services
from geodata.demo.settings import DemoSettings
from geodata.demo.settlements import add_settlement_population
from geodata.demo.terrain import make_landscape
from geodata.packs import Pack
from geodata.schemas import AREAS, OBSERVATIONS

PARTS: tuple[DemoPart, ...] = (
    add_series,
    add_settlement_population,
    add_price_index,
    add_councils,
    add_services,
    register_maps,
)
"""What a demonstration country has besides its territory, in the order of making."""


def generate_demo(
    seed: int, pack: Pack, settings: DemoSettings, *, parts: Sequence[DemoPart] = PARTS
) -> DemoCountry:
    """Generate the demonstration country.

    Args:
        seed: any whole number from 0; the same seed, pack and settings give the same bytes.
        pack: levels, languages and coordinate system.
        settings: extent, counts, name parts and indicators, see :func:`load_demo_settings`.
        parts: what to make besides the territory; a capability adds its own at the end of ``PARTS``.

    Returns:
        Areas of all levels and observations, validated against their schemas.
    """
    country = _territory(seed, pack, settings)
    for part in parts:
        country = part(country)
    AREAS.validate(country.areas)
    OBSERVATIONS.validate(country.observations)
    return country


def _territory(seed: int, pack: Pack, settings: DemoSettings) -> DemoCountry:
    territory = settings.model.territory
    rng = random_stream(seed, "territory")
    landscape = make_landscape(territory, rng)
    partition = make_partition(landscape, territory, rng)
    areas = make_areas(landscape, partition, pack, settings.names, random_stream(seed, "names"))
    return DemoCountry(seed, pack, settings, areas, _no_observations())


def _no_observations() -> pd.DataFrame:
    dtypes: dict[str, type] = dict.fromkeys(OBSERVATIONS.columns, str) | {"value": float}
    return pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in dtypes.items()})
