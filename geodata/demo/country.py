"""The demonstration country as a whole: what it is made of, and how further parts are added to it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.councils.register import Register
from geodata.demo.settings import DemoSettings
from geodata.packs import Pack


@dataclass(frozen=True, slots=True)
class DemoCountry:
    """A fictional country; the same seed, pack and settings give the same country to the byte.

    ``areas`` follows :data:`geodata.schemas.AREAS`, with ``elevation_m`` besides; ``observations`` follows
    :data:`geodata.schemas.OBSERVATIONS`; ``register`` is that of its councils; ``tables`` holds whatever else
    a part adds, by name.
    """

    seed: int
    pack: Pack
    settings: DemoSettings
    areas: gpd.GeoDataFrame
    observations: pd.DataFrame
    register: Register = field(default_factory=Register.empty)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def random(self, topic: str) -> np.random.Generator:
        """Return the random stream of one topic: adding a topic leaves all others as they were."""
        return random_stream(self.seed, topic)


class DemoPart(Protocol):
    """A capability's contribution: takes the country made so far, returns it with more in it."""

    def __call__(self, country: DemoCountry, /) -> DemoCountry:
        """Return ``country`` with this part's areas, observations or tables added."""
        ...


def random_stream(seed: int, topic: str) -> np.random.Generator:
    """Return a generator that depends on nothing but the seed and the topic's name."""
    return np.random.default_rng([seed, zlib.crc32(topic.encode())])
