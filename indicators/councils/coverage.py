"""Everything that is measured of councils on a day, by area: each number with what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Literal

import pandas as pd

from config.i18n import N_
from geodata.councils.pack import CouncilPack, PrintedTable
from indicators.councils.norms import OnePer, norm_shortfall
from indicators.councils.on_day import OnDay
from indicators.councils.presence import areas_covered, charters_registered, maps_registered, people_covered
from indicators.councils.reporting import (
    decisions_published,
    reports_on,
    reports_on_time,
    sessions_as_required,
    sessions_held,
)
from indicators.councils.representation import (
    settlement_deputies,
    settlements_represented,
    women_share,
    youth_share,
)
from indicators.councils.seats import body_seats, deputies_per_1000, seats_filled
from indicators.councils.shares import COLUMNS as SHARE_COLUMNS
from indicators.councils.territory import Territory

KEYS = ("measure", "body_type", "report_type")
COLUMNS = (*KEYS, *SHARE_COLUMNS)
"""Of the table that :func:`coverage` returns."""


@dataclass(frozen=True)
class Measure:
    """Something that is measured of councils."""

    title: str
    """In English."""
    numerator: str
    denominator: str
    """What is divided by what, in English."""
    unit: Literal["percent", "per_1000"] = "percent"
    of_councils: bool = False
    """Whether it is one of elected councils only."""


MEASURES: Mapping[str, Measure] = {
    "seats_filled": Measure(N_("Seats filled"), N_("members sitting"), N_("seats by law")),
    "deputies_per_1000": Measure(
        N_("Deputies per 1 000 residents"),
        N_("deputies"),
        N_("residents"),
        unit="per_1000",
        of_councils=True,
    ),
    "settlements_represented": Measure(
        N_("Settlements with an elected deputy"),
        N_("settlements with a deputy"),
        N_("settlements"),
        of_councils=True,
    ),
    "areas_covered": Measure(
        N_("Areas with an active body"), N_("areas with an active body"), N_("areas such bodies may serve")
    ),
    "people_covered": Measure(
        N_("People with an active body"),
        N_("people in areas with an active body"),
        N_("people in areas such bodies may serve"),
    ),
    "women": Measure(N_("Women"), N_("women"), N_("members sitting")),
    "youth": Measure(N_("Young people"), N_("young members"), N_("members sitting")),
    "reports_on_time": Measure(
        N_("Reports on time"), N_("reports delivered on time"), N_("reports due in twelve months")
    ),
    "sessions": Measure(
        N_("Bodies that meet as often as they have to"),
        N_("bodies that met often enough in twelve months"),
        N_("bodies"),
    ),
    "decisions_published": Measure(
        N_("Decisions published"), N_("decisions published"), N_("decisions taken in twelve months")
    ),
    "charters_registered": Measure(
        N_("Charters registered"), N_("bodies with a registered charter"), N_("bodies")
    ),
    "norm": Measure(
        N_("Bodies the norm asks for"), N_("bodies that count towards the norm"), N_("bodies by the norm")
    ),
    "maps_registered": Measure(N_("Maps registered"), N_("areas with a registered map"), N_("areas")),
}
"""By the key in the column ``measure``, in the order in which they are shown."""

OF_NO_TYPE = ("settlements_represented", "maps_registered")
"""Measures of areas, whichever bodies serve them."""


@dataclass(frozen=True)
class _Asked:
    """One measure of one type of body, not yet computed."""

    measure: str
    body_type: str | None
    report_type: str | None
    compute: Callable[[], pd.DataFrame]

    def rows(self) -> pd.DataFrame:
        keys = {key: getattr(self, key) for key in KEYS}
        return self.compute().assign(**keys).astype(dict.fromkeys(KEYS, "str"))[list(COLUMNS)]


def coverage(
    day: OnDay,
    councils: CouncilPack,
    territory: Territory,
    *,
    measures: Collection[str] = tuple(MEASURES),
    body_types: Collection[str] | None = None,
    one_per: OnePer = "settlement",
    reports: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return measures of types of bodies for the areas of a level.

    Types that only serve areas above the level are left out: their numbers do not come apart.

    Args:
        day: a register on a day.
        councils: what bodies, duties and norms there are.
        territory: whose areas and residents.
        measures: which ones, keys of :data:`MEASURES`.
        body_types: which ones, keys of the pack; all by default. Measures of no type are told in any case.
        one_per: as :func:`indicators.councils.norms.norm_shortfall`.
        reports: as :func:`indicators.councils.reporting.reports_on` of the day, for those who have them.

    Returns:
        :data:`COLUMNS`: ``measure`` a key of :data:`MEASURES`, ``body_type`` and ``report_type`` keys of the
        pack, missing where a measure has none; the others as :func:`indicators.councils.shares.shares`.
    """
    kept = {
        key
        for key, each in councils.body_types.items()
        if any(territory.levels[level] >= territory.level for level in each.levels)
        and (body_types is None or key in body_types)
    }
    if reports is None and "reports_on_time" in measures:
        reports = reports_on(day, councils)
    asked = chain(
        _by_type(day, councils, territory),
        _by_norm(day, councils, territory, one_per),
        () if reports is None else _by_duty(day, councils, territory, reports),
        [_Asked("settlements_represented", None, None, lambda: _represented(day, councils, territory))],
        [_Asked("maps_registered", None, None, lambda: maps_registered(territory))],
    )
    tables = [
        each.rows()
        for each in asked
        if each.measure in measures and (each.body_type is None or each.body_type in kept)
    ]
    return pd.concat(tables, ignore_index=True) if tables else _no_rows()


def printed_counts(table: PrintedTable, column: str) -> pd.DataFrame:
    """Return the figures of a printed table as counts without a share: their denominators were not printed.

    >>> villages = {"title": {"en": "Villages"}, "figures": {"n": 23}}
    >>> cities = {"title": {"en": "Cities"}, "figures": {"n": 4}}
    >>> text = {"en": "Councils"}
    >>> about = {"id": "x", "title": text, "period": "2005", "reference": "a book", "totals": {"n": 27}}
    >>> columns = {"n": {"title": text}}
    >>> printed = PrintedTable.model_validate(about | {"columns": columns, "rows": [villages, cities]})
    >>> printed_counts(printed, "n")["numerator"].tolist()
    [23.0, 4.0, 27.0]

    Args:
        table: of a pack.
        column: which of its columns.

    Returns:
        ``title`` (by language) ``, body_type, numerator, denominator, value, lacks`` by row; where the source
        prints a total, a last row without a title for what the rows add up to.
    """
    printed = [row for row in table.rows if column in row.figures]
    rows: list[tuple[object, ...]] = [(row.title, row.body_type, row.figures[column]) for row in printed]
    if column in table.totals:
        rows.append((None, None, table.sums()[column]))
    counts = pd.DataFrame(rows, columns=["title", "body_type", "numerator"])
    return counts.assign(denominator=float("nan"), value=float("nan"), lacks="areas")


def _no_rows() -> pd.DataFrame:
    texts = {*KEYS, "area_code", "lacks"}
    columns = {each: pd.Series(dtype="str" if each in texts else "float64") for each in COLUMNS}
    return pd.DataFrame(columns)


def _by_type(day: OnDay, councils: CouncilPack, territory: Territory) -> Iterator[_Asked]:
    measured: dict[str, Callable[[str], pd.DataFrame]] = {
        "seats_filled": lambda key: seats_filled(body_seats(day, councils, territory, key), territory),
        "deputies_per_1000": lambda key: deputies_per_1000(
            body_seats(day, councils, territory, key), territory
        ),
        "areas_covered": lambda key: areas_covered(day, councils, territory, key),
        "people_covered": lambda key: people_covered(day, councils, territory, key),
        "women": lambda key: women_share(day, territory, key),
        "youth": lambda key: youth_share(day, councils, territory, key),
        "sessions": lambda key: sessions_as_required(sessions_held(day, councils, key), territory),
        "decisions_published": lambda key: decisions_published(day, territory, key),
        "charters_registered": lambda key: charters_registered(day, territory, key),
    }
    for measure, measure_of in measured.items():
        for key, body_type in councils.body_types.items():
            if body_type.is_elected_council or not MEASURES[measure].of_councils:
                yield _Asked(measure, key, None, partial(measure_of, key))


def _by_norm(day: OnDay, councils: CouncilPack, territory: Territory, one_per: OnePer) -> Iterator[_Asked]:
    for key in dict.fromkeys(norm.body_type for norm in councils.norms):
        held = partial(norm_shortfall, day, councils, territory, key, one_per=one_per)
        yield _Asked("norm", key, None, held)


def _by_duty(
    day: OnDay, councils: CouncilPack, territory: Territory, reports: pd.DataFrame
) -> Iterator[_Asked]:
    for duty in councils.report_duties:
        for key in duty.body_types:
            on_time = partial(reports_on_time, reports, day, territory, duty.report_type, key)
            yield _Asked("reports_on_time", key, duty.report_type, on_time)


def _represented(day: OnDay, councils: CouncilPack, territory: Territory) -> pd.DataFrame:
    return settlements_represented(settlement_deputies(day, councils, territory), territory)
