"""The desk of the page of councils, laid out from the caches."""

from __future__ import annotations

from datetime import date
from functools import partial

from dashboard import cached
from dashboard.components.council.desk import Desk
from dashboard.components.words import Words
from dashboard.councils import CouncilBook


def council_desk(words: Words, book: CouncilBook, *, on: date, today: date, keeps: bool) -> Desk:
    """Return what the parts of the page work with.

    Args:
        words: how the visit reads.
        book: of the country.
        on: the day on which the register is looked at.
        today: the day of the visit.
        keeps: whether rows of members are shown and the register can be changed.
    """
    country = words.pack.code
    version, whole_version = cached.data_version(country), cached.whole_version(country)
    return Desk(
        words=words,
        country=country,
        version=version,
        data_version=whole_version,
        book=book,
        on=cached.council_day(country, whole_version, on),
        today=today,
        public_rows=partial(cached.council_rows, country, whole_version, on),
        reports=partial(cached.council_reports, country, whole_version, on),
        layers=cached.layers(country, version),
        available=cached.availability(country, version),
        level_values=partial(cached.level_values, country, version),
        breaks=cached.breaks(country),
        sources=cached.sources(country, whole_version),
        hearings=partial(cached.hearings, country),
        plans=partial(cached.plans, country),
        store=cached.store(),
        keeps=keeps,
    )
