"""What the parts of the page of councils work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import geopandas as gpd
import pandas as pd

from dashboard.availability import Availability
from dashboard.components.words import Words
from dashboard.councils import CouncilBook, body_titles
from dashboard.hearings import SavedHearing, SavedPlan
from dashboard.i18n import day, in_language
from dashboard.kept_documents import KeptDocuments
from dashboard.names import area_names
from geodata.councils.pack import CouncilPack
from geodata.store import Store
from indicators.breaks import Breaks
from indicators.councils.norms import OnePer
from indicators.councils.on_day import OnDay


@dataclass(frozen=True, eq=False, kw_only=True)
class Desk:
    """All that a part of the page needs."""

    words: Words
    country: str
    version: str
    """Of the country's areas and observations."""
    data_version: str
    """Of everything that is published, the register too."""
    book: CouncilBook
    on: OnDay
    """The register on the day that is asked."""
    today: date
    public_rows: Callable[[str | None, OnePer], pd.DataFrame]
    """Measures of a type of bodies on the day, as :func:`dashboard.councils.public_rows`."""
    reports: Callable[[], pd.DataFrame]
    """Reports on the day, as :func:`indicators.councils.reporting.reports_on`."""
    layers: pd.DataFrame
    """The country's display layers."""
    available: Availability
    level_values: Callable[[str, int], pd.DataFrame]
    """Values of an indicator at a level, every period; none where nobody has any."""
    breaks: Breaks
    sources: Mapping[int, str]
    """What each dataset cites, by its id."""
    hearings: Callable[[], KeptDocuments[SavedHearing]]
    """Those that are planned."""
    plans: Callable[[], KeptDocuments[SavedPlan]]
    """Of involvement."""
    store: Store
    keeps: bool
    """Whether rows of members are shown and the register can be changed here."""

    @property
    def councils(self) -> CouncilPack:
        """Of the country's pack."""
        return self.book.councils

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """All of the country, indexed by code."""
        return self.book.areas

    @cached_property
    def titles(self) -> pd.Series[str]:
        """What each body of the register is called, by its id, in alphabetical order."""
        return body_titles(self.book, self.words)

    @cached_property
    def names(self) -> pd.Series[str]:
        """What each area is called, by its code."""
        return area_names(self.areas, self.words.language)

    def type_title(self, body_type: str) -> str:
        """Return what a type of bodies is called."""
        return in_language(self.councils.body_types[body_type].title, self.words.language)

    def day(self, moment: date | None) -> str:
        """Return a day as the visit's language writes it; a dash for none."""
        return "–" if moment is None else day(moment, code=self.words.language)

    def people(self, count: float) -> str:
        """Return a number of people as it may be published: a small one is only called that."""
        if pd.isna(count):
            return self.words.translate("no data")
        below = self.councils.small_cell_threshold
        if 0 < count < below:
            return self.words.translate("fewer than {n}").format(n=below)
        return self.words.whole(count)
