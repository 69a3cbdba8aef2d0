"""Which register ``aimak council`` and ``aimak hearing`` look at, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from config.errors import AimakError
from config.i18n import translations
from dashboard import cached
from dashboard.commands.console import chosen_country, known_pack
from dashboard.components.words import Words
from dashboard.councils import CouncilBook
from dashboard.names import area_names
from geodata.councils.composition_rules import CompositionPack, load_composition_pack
from geodata.councils.pack import CouncilPack, load_council_pack
from geodata.packs import pack_folders


class NoCouncilsError(AimakError):
    """Nothing of a country answers a question on councils."""


def pack_folder(country: str | None) -> Path:
    """Return the folder of a pack, installed or not; without a code that of the active country.

    Raises:
        UnknownCountryError: there is no such pack, or no country is installed.
    """
    code = chosen_country(cached.store(), None) if country is None else known_pack(country).code
    return pack_folders()[code]


def council_pack(country: str | None) -> CouncilPack:
    """Return what a country's pack says of councils; the country as for :func:`pack_folder`.

    Raises:
        NoCouncilsError: it says nothing of them.
    """
    folder = pack_folder(country)
    if (councils := load_council_pack(folder)) is None:
        raise NoCouncilsError(f"expected a councils.toml in the pack of {folder.name}, found none")
    return councils


def composition_pack(country: str | None) -> CompositionPack:
    """Return the rules on compositions of a country's pack; the country as for :func:`pack_folder`.

    Raises:
        NoCouncilsError: it has none.
    """
    folder = pack_folder(country)
    if (composition := load_composition_pack(folder)) is None:
        raise NoCouncilsError(f"expected a composition.toml in the pack of {folder.name}, found none")
    return composition


@dataclass(frozen=True)
class Registry:
    """The register of a country as it is installed."""

    country: str
    version: str
    book: CouncilBook

    @classmethod
    def of(cls, country: str | None) -> Registry:
        """Open that of a country, without a code of the active one.

        Raises:
            UnknownCountryError: it is not installed, or none is.
            NoCouncilsError: its pack says nothing of councils.
        """
        chosen = chosen_country(cached.store(), country)
        version = cached.whole_version(chosen)
        if (book := cached.council_book(chosen, version)) is None:
            raise NoCouncilsError(f"expected a councils.toml in the pack of {chosen}, found none")
        return cls(chosen, version, book)

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """All of the country, indexed by code."""
        return self.book.areas

    def names(self, language: str) -> pd.Series[str]:
        """Return what the areas are called, by code."""
        return area_names(self.areas, language)

    def words(self, language: str) -> Words:
        """Return how a command, or a file it writes, speaks."""
        tell = translations(language).gettext
        return Words(language, tell, self.book.pack, cached.catalogue())

    def day(self, given: date | None, today: date) -> date:
        """Return the day that is asked, else the last of which the register tells, else today."""
        return given or self.book.last_day or today
