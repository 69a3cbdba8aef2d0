"""Entries of the calendar: what is to be done, by whom, by when, and what has become of it.

An entry without a stated term is never late, and of what the register does not tell nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from config.i18n import N_
from indicators.hierarchy import areas_above

Kind = Literal["report", "session", "hearing", "planned", "involvement"]

KIND_TEXTS: dict[Kind, str] = {
    "report": N_("Reports"),
    "session": N_("Sessions"),
    "hearing": N_("Hearings held"),
    "planned": N_("Hearings planned"),
    "involvement": N_("Plans of involvement"),
}
"""What entries are of, in English."""

State = Literal["overdue", "awaited", "late", "on_time", "done", "open", "unknown"]

STATE_TEXTS: dict[State, str] = {
    "overdue": N_("overdue"),
    "awaited": N_("not due yet"),
    "late": N_("late"),
    "on_time": N_("on time"),
    "done": N_("done; no term is stated"),
    "open": N_("not done; no term is stated"),
    "unknown": N_("not known whether it was done"),
}
"""What an entry can be on a day, in English."""

MONTH_STATES: tuple[State, ...] = ("overdue", "late", "on_time", "awaited")
"""Those that a day on which it is due belongs to."""

ENTRY_COLUMNS = (
    *("kind", "state", "days_late", "due_on", "done_on", "title", "who"),
    *("area_code", "body_id", "body_type", "reference", "opens"),
)

RECENT_MONTHS = 12
"""How far back goes what was done."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a calendar looks at."""

    on: date
    """The day it is looked at."""
    since: date
    """What was done up to this day is past."""
    until: date
    """The last day of what is to come."""

    @classmethod
    def around(cls, on: date, *, months: int) -> Span:
        """Return a year up to a day and so many months after it."""
        return cls(on, _shifted(on, -RECENT_MONTHS), _shifted(on, months))

    def shows(self, state: State, *, due_on: date | None, done_on: date | None) -> bool:
        """Whether an entry is neither too far ahead nor long done."""
        if state == "awaited":
            return due_on is not None and due_on <= self.until
        return done_on is None or done_on > self.since


def entry_table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return entries as a table; what a row does not say is missing.

    Returns:
        :data:`ENTRY_COLUMNS`. ``days_late`` counts to the day it was done, else to the day it is looked at;
        ``title`` is what is to be done and ``who`` does it for whom, in words; ``body_id`` and ``body_type``
        are missing where it is of no body; ``opens`` is the query of the page that tells more of it.
    """
    table = pd.DataFrame(list(rows), columns=list(ENTRY_COLUMNS), dtype="object")
    days = table[["due_on", "done_on"]]
    texts = table.columns.difference(["days_late", *days])
    told = table.assign(**days.where(days.notna(), None))
    return told.astype(dict.fromkeys(texts, "str") | {"days_late": "Int64"})


def asked(
    entries: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    area_code: str,
    kind: Kind | None = None,
    body_type: str | None = None,
) -> pd.DataFrame:
    """Return the entries of an area and all that is part of it.

    Args:
        entries: :data:`ENTRY_COLUMNS`.
        areas: all of the country, indexed by code.
        area_code: the country itself has every entry, whatever area it names.
        kind: only these; None for all.
        body_type: only those of bodies of a type; None for all.
    """
    level = int(areas.loc[area_code, "admin_level"])
    if level > 0:
        homes = areas_above(entries["area_code"], areas.rename_axis(None), level=level)
        entries = entries[homes == area_code]
    if kind is not None:
        entries = entries[entries["kind"] == kind]
    return entries if body_type is None else entries[entries["body_type"] == body_type]


def overdue(entries: pd.DataFrame) -> pd.DataFrame:
    """Return what is overdue, the longest first; what is late by no number of days comes last."""
    late = entries[entries["state"] == "overdue"]
    return late.sort_values(["days_late", "title", "area_code"], ascending=[False, True, True])


def upcoming(entries: pd.DataFrame) -> pd.DataFrame:
    """Return what is due next, the first day first."""
    awaited = entries[entries["state"] == "awaited"]
    return awaited.sort_values(["due_on", "title", "area_code"])


def recent(entries: pd.DataFrame) -> pd.DataFrame:
    """Return what was done late or on time, the latest first."""
    done = entries[entries["state"].isin(["late", "on_time"])]
    return done.sort_values(["done_on", "days_late"], ascending=False)


def untimed(entries: pd.DataFrame) -> pd.DataFrame:
    """Return what nobody can call late: without a stated term, or not told by the register."""
    told = entries[entries["state"].isin(["open", "unknown", "done"])]
    return told.sort_values(["state", "title", "area_code"], ascending=[False, True, True])


def by_month(entries: pd.DataFrame, *, first: date, last: date) -> pd.DataFrame:
    """Return how many entries that were or are due in each month are overdue, late, on time or to come.

    Returns:
        A column for each of :data:`MONTH_STATES`, a row for every month from that of ``first`` to that of
        ``last``, as ``pandas.Period``; entries without a day on which they are due are not counted.
    """
    dated = entries[entries["due_on"].notna() & entries["state"].isin(MONTH_STATES)]
    months = pd.PeriodIndex(pd.to_datetime(dated["due_on"]), freq="M")
    shown = pd.period_range(first, last, freq="M", name="month")
    counts = {each: months[dated["state"] == each].value_counts() for each in MONTH_STATES}
    return pd.DataFrame({each: of_state.reindex(shown, fill_value=0) for each, of_state in counts.items()})


def _shifted(day: date, months: int) -> date:
    return (pd.Timestamp(day) + pd.DateOffset(months=months)).date()
