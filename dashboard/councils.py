"""The register of a country's councils with all that it is read against, for pages, files and commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pandas as pd

from dashboard.components.words import Words
from dashboard.i18n import in_language
from dashboard.names import area_names
from geodata.councils.composition_rules import CompositionPack
from geodata.councils.pack import CouncilPack
from geodata.councils.register import Register
from geodata.councils.schemas import TITLE_PREFIX
from geodata.packs import Pack
from indicators.councils.coverage import MEASURES, OF_NO_TYPE, coverage
from indicators.councils.norms import OnePer
from indicators.councils.on_day import OnDay
from indicators.councils.public import OF_MEMBERS, public_coverage
from indicators.councils.seat_publication import published_seats
from indicators.councils.seats import body_seats
from indicators.councils.territory import Territory

POPULATION = "population"
"""The indicator that residents are read from."""


@dataclass(frozen=True, eq=False, kw_only=True)
class CouncilBook:
    """The register of a country as it is published, without names, and what it is read against."""

    pack: Pack
    councils: CouncilPack
    """Of the country's pack."""
    composition: CompositionPack | None
    register: Register
    areas: gpd.GeoDataFrame
    """All of the country, indexed by code."""
    population: pd.DataFrame
    """``area_code, period, value`` of residents at every level."""

    @property
    def last_day(self) -> date | None:
        """The last day of which the register tells that something took place."""
        return max(self._days(), default=None)

    def on_day(self, on: date) -> OnDay:
        """Return what of the register holds on a day."""
        return OnDay.of(self.register, on)

    def territory(self, on: date, level: int) -> Territory:
        """Return the areas of a level, with the residents of that time."""
        return Territory.of(self.pack, self.areas, residents(self.population, on), level=level)

    def _days(self) -> Iterator[date]:
        told = (
            (self.register.meetings, "held_on"),
            (self.register.reports, "delivered_on"),
            (self.register.hearings, "held_on"),
        )
        for table, column in told:
            yield from table[column].dropna()


def residents(population: pd.DataFrame, on: date) -> pd.Series[float]:
    """Return how many live in each area: the latest number up to a day's year, else the first after it.

    Args:
        population: ``area_code, period, value``; the periods are years or begin with one.
        on: the day.

    Returns:
        By area code; an area without a number is not in it.
    """
    known = population.dropna(subset="value").sort_values("period")
    is_later = known["period"].str[:4].astype("int64") > on.year
    later = known[is_later].groupby("area_code")["value"].first()
    latest = known[~is_later].groupby("area_code")["value"].last()
    return latest.combine_first(later)


def public_rows(
    book: CouncilBook,
    day: OnDay,
    reports: pd.DataFrame,
    body_type: str | None,
    *,
    one_per: OnePer = "settlement",
    measure: str | None = None,
) -> pd.DataFrame:
    """Return the measures of a type of bodies at every level, as they may be published.

    What is hidden depends on everything that is published of the type, so all of it comes at once.

    Args:
        book: of the country.
        day: the register on a day.
        reports: as :func:`indicators.councils.reporting.reports_on` of the day.
        body_type: a key of the pack; None for the measures of no type.
        one_per: as :func:`indicators.councils.norms.norm_shortfall`.
        measure: only this one, and those that decide what is hidden of it; without, every one.

    Returns:
        As :func:`indicators.councils.coverage.coverage`, with ``admin_level``.
    """
    measures = [each for each in MEASURES if (each in OF_NO_TYPE) == (body_type is None)]
    if measure is not None:
        together = OF_MEMBERS if measure in OF_MEMBERS else (measure,)
        measures = [each for each in measures if each in together]
    levels = [
        coverage(
            day,
            book.councils,
            book.territory(day.on, level.number),
            measures=measures,
            body_types=() if body_type is None else (body_type,),
            one_per=one_per,
            reports=reports,
        ).assign(admin_level=level.number)
        for level in book.pack.levels
    ]
    rows = pd.concat(levels, ignore_index=True)
    return public_coverage(rows, book.areas, small_below=book.councils.small_cell_threshold)


def seats_of(book: CouncilBook, day: OnDay, rows: pd.DataFrame, body_type: str) -> pd.DataFrame:
    """Return the seats of the bodies of a type, as they may be published.

    Args:
        book: of the country.
        day: the register on a day.
        rows: as :func:`public_rows` of the type and the day.
        body_type: a key of the pack.

    Returns:
        As :func:`indicators.councils.seat_publication.published_seats`.
    """
    territory = book.territory(day.on, book.pack.levels[0].number)
    return published_seats(
        body_seats(day, book.councils, territory, body_type),
        rows,
        book.areas,
        small_below=book.councils.small_cell_threshold,
    )


def body_titles(book: CouncilBook, words: Words) -> pd.Series[str]:
    """Return what each body of the register is called: its title, else its type and the area it serves.

    Returns:
        By ``body_id``, in alphabetical order.
    """
    bodies = book.register.bodies.set_index("body_id")
    types = {key: in_language(each.title, words.language) for key, each in book.councils.body_types.items()}
    names = bodies["area_code"].map(area_names(book.areas, words.language)).fillna(bodies["area_code"])
    made = bodies["body_type"].map(types).fillna(bodies["body_type"]) + " · " + names
    own = bodies.get(f"{TITLE_PREFIX}{words.language}", pd.Series(None, index=bodies.index, dtype="str"))
    return own.fillna(made).sort_values()
