"""The calendar of a page: everything that was and is to be done, as it was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.components.council.calendar.entries import Span
from dashboard.components.council.calendar.planned_entries import planned_entries
from dashboard.components.council.calendar.question import Question
from dashboard.components.council.calendar.register_entries import register_entries
from dashboard.components.council.desk import Desk
from indicators.councils.working_days import years_without_holidays


@dataclass(frozen=True, eq=False, kw_only=True)
class Agenda:
    """Entries with what must be said of them."""

    entries: pd.DataFrame
    """:data:`dashboard.components.council.calendar.entries.ENTRY_COLUMNS`, with ``name`` of body or area."""
    told: Span
    """Around the day of the register."""
    planned: Span
    """Around the present, that planning looks at."""
    faults: tuple[str, ...]
    """Why a hearing that is kept has no tasks, its topic in front."""
    years_without_holidays: tuple[int, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Those that entries are of."""
        plans = self.entries["kind"].isin(["planned", "involvement"])
        return (self.told, self.planned) if plans.any() else (self.told,)

    @property
    def first(self) -> date:
        """The first day that is shown month by month."""
        return min(span.since for span in self.spans)

    @property
    def last(self) -> date:
        """The last one."""
        return max(span.until for span in self.spans)

    @property
    def n_before(self) -> int:
        """How many entries have been overdue since before the first day."""
        due = self.entries.loc[self.entries["state"] == "overdue", "due_on"].dropna()
        return sum(day < self.first.replace(day=1) for day in due)


def agenda(desk: Desk, question: Question) -> Agenda:
    """Return the calendar that is asked for."""
    told = Span.around(desk.on.on, months=question.months)
    planned = Span.around(desk.today, months=question.months)
    ahead = planned_entries(
        {key: each.content for key, each in desk.hearings().by_id.items()},
        {key: each.content for key, each in desk.plans().by_id.items()},
        desk.councils,
        desk.words,
        span=planned,
    )
    of_register = register_entries(desk.on, desk.councils, desk.reports(), desk.words, span=told)
    both = pd.concat([of_register, ahead.entries], ignore_index=True)
    return Agenda(
        entries=_named(desk, question.of(both, desk.areas)),
        told=told,
        planned=planned,
        faults=ahead.faults,
        years_without_holidays=years_without_holidays(told.on, told.until, desk.councils.calendar),
    )


def _named(desk: Desk, entries: pd.DataFrame) -> pd.DataFrame:
    areas = entries["area_code"].map(desk.names).astype("str").fillna(entries["area_code"])
    return entries.assign(name=entries["body_id"].map(desk.titles).astype("str").fillna(areas))
