"""What of a register holds on a day: the bodies there are, and the members who sit in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from geodata.councils.register import Register


@dataclass(frozen=True, eq=False)
class OnDay:
    """A register on a day.

    A list that has at least one entry is taken to be kept, and to be complete; one without any says nothing.
    So a body none of whose members was ever entered has an unknown number of them, and one whose members'
    terms have all ended has none.
    """

    on: date
    register: Register
    bodies: pd.DataFrame
    """Those of ``register.bodies`` that there are on the day."""
    members: pd.DataFrame
    """Those who sit in them, with ``body_type`` and the ``served_code`` of the body's area."""

    @classmethod
    def of(cls, register: Register, on: date) -> OnDay:
        """Return what of a register holds on a day.

        A body is there from the day of its founding to the last one before its dissolution; a member sits
        from the first to the last day of the term, both in. A date that is not given ends nothing: without
        the first day a member sits since the founding, without the last one until further notice.
        """
        bodies = register.bodies[exists_on(register.bodies, on)].reset_index(drop=True)
        members = register.members
        sits = _is_on_or_before(members["term_from"], on) & ~_is_before(members["term_to"], on)
        served = bodies[["body_id", "body_type", "area_code"]].rename(columns={"area_code": "served_code"})
        sitting = members[sits].merge(served, on="body_id", validate="many_to_one")
        return cls(on, register, bodies, sitting)

    def bodies_of(self, *body_types: str) -> pd.DataFrame:
        """Return the bodies of these types that there are on the day."""
        return self.bodies[self.bodies["body_type"].isin(body_types)].reset_index(drop=True)

    def has_members(self, body_ids: pd.Series[str]) -> pd.Series[bool]:
        """Return whether the register has a list of members of each body."""
        return body_ids.map(self._with_members).notna()

    def has_meetings(self, body_ids: pd.Series[str]) -> pd.Series[bool]:
        """Return whether the register has a list of meetings of each body."""
        return body_ids.map(self._with_meetings).notna()

    def knows_type(self, *body_types: str) -> bool:
        """Whether the register has ever had a body of one of these types."""
        return bool(self.register.bodies["body_type"].isin(body_types).any())

    # Kept, as every measure of every level asks again, and a list of members is long.
    @cached_property
    def _with_members(self) -> pd.Series[str]:
        body_ids = self.register.members["body_id"].drop_duplicates()
        return body_ids.set_axis(body_ids)

    @cached_property
    def _with_meetings(self) -> pd.Series[str]:
        body_ids = self.register.meetings["body_id"].drop_duplicates()
        return body_ids.set_axis(body_ids)


def exists_on(bodies: pd.DataFrame, on: date) -> pd.Series[bool]:
    """Return which of the bodies there are on a day; one without a date of founding has always been there."""
    return _is_on_or_before(bodies["founded_on"], on) & ~_is_on_or_before(
        bodies["dissolved_on"], on, missing=False
    )


def months_before(on: date, months: int) -> date:
    """Return the day so many months earlier, the last of its month where there is no such day.

    >>> months_before(date(2025, 5, 31), 3)
    datetime.date(2025, 2, 28)
    """
    return (pd.Timestamp(on) - pd.DateOffset(months=months)).date()


def held_within(meetings: pd.DataFrame, *, months: int, on: date) -> pd.DataFrame:
    """Return the meetings held in the months up to a day, that day included."""
    since = months_before(on, months)
    held = meetings["held_on"]
    return meetings[_is_on_or_before(held, on) & ~_is_on_or_before(held, since)]


def _is_on_or_before(days: pd.Series[date], on: date, *, missing: bool = True) -> pd.Series[bool]:
    return pd.Series([missing if day is None else day <= on for day in days], index=days.index, dtype="bool")


def _is_before(days: pd.Series[date], on: date) -> pd.Series[bool]:
    return pd.Series([day is not None and day < on for day in days], index=days.index, dtype="bool")
