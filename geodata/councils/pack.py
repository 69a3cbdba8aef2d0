"""What a country's councils and other bodies are: types, duties, norms and prints, as ``councils.toml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field, model_validator

from config.loader import ConfigError, ConfigModel, load_toml
from geodata.councils.participation import DecisionRule, InvolvementTemplate
from geodata.councils.periods import report_period_days
from geodata.packs import Pack, Texts, load_pack

COUNCILS_FILE = "councils.toml"
"""Its name in a pack's folder."""

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Reference = Annotated[str, Field(min_length=1)]
"""Where a rule or a figure is stated."""
Weekday = Annotated[int, Field(ge=1, le=7)]
"""As ISO 8601 counts: 1 is Monday."""


class Titled(ConfigModel):
    """Anything that only has a name: a role, a kind of meeting, a type of report."""

    title: Texts


class SeatType(ConfigModel):
    """How a member came to the seat, or whom the member stands for."""

    title: Texts
    is_elected: bool = False
    """Whether voters elect to it, as deputies."""


class SessionDuty(ConfigModel):
    """How often a body has to meet."""

    per_year: int = Field(ge=1)
    meeting_kinds: tuple[Key, ...] = Field(min_length=1)
    """Which meetings count."""
    reference: Reference


class BodyType(ConfigModel):
    """A kind of council or other body."""

    title: Texts
    levels: tuple[str, ...] = Field(min_length=1)
    """Ids of the pack's levels of which it serves areas; a body of one village serves a settlement."""
    area_types: tuple[str, ...] = ()
    """Kinds of area it may serve; none means all."""
    is_elected_council: bool = False
    """Whether it is the elected council of local self-government, whose members are deputies."""
    represents_settlements: bool = False
    """Whether its members stand for settlements of its area."""
    legal_basis: Texts | None = None
    """None where the sources name none."""
    seat_types: tuple[Key, ...] = ()
    """Which seats it may have; none means any."""
    sessions: SessionDuty | None = None
    """None where no number is stated."""
    active_within_months: int | None = Field(default=None, ge=1)
    """It counts as active only if it met within so many months; None where existing is enough."""
    note: Texts | None = None
    reference: Reference

    def may_serve(self, level_id: str, area_type: str | None) -> bool:
        """Whether it may serve an area of a level and kind."""
        return level_id in self.levels and (not self.area_types or area_type in self.area_types)


class ReportDuty(ConfigModel):
    """A report that is due to, or from, the bodies of some types."""

    report_type: Key
    body_types: tuple[Key, ...] = Field(min_length=1)
    reporter: Texts
    recipient: Texts
    every_months: int | None = Field(default=None, ge=1)
    """Length of the period reported on; None for a report that is made once, as after taking office."""
    due_months: int | None = Field(default=None, ge=0)
    due_days: int | None = Field(default=None, ge=0)
    """Calendar days after those months, which count from the end of the period; None where not stated."""
    note: Texts | None = None
    reference: Reference

    @property
    def has_term(self) -> bool:
        """Whether a term for the delivery is stated."""
        return self.due_months is not None or self.due_days is not None

    def due_on(self, period: str) -> date | None:
        """Return the last day on which the report on ``period`` is in time; None where no term is stated.

        Periods end with a month, and so do months after them: two months after 31 December is 28 February.

        Raises:
            PeriodError: ``period`` is none.
        """
        _, last = report_period_days(period)
        if not self.has_term:
            return None
        month_end = pd.Timestamp(last) + pd.offsets.MonthEnd(self.due_months or 0)
        return (month_end + pd.Timedelta(days=self.due_days or 0)).date()


class StatutorySeats(ConfigModel):
    """How many seats a council has where so many people live."""

    body_type: Key
    area_types: tuple[str, ...] = ()
    """None means all."""
    population_up_to: int | None = Field(default=None, ge=1)
    """Residents, that many included; None for the topmost class."""
    seats: int = Field(ge=1)
    effective_from: date | None = None
    effective_to: date | None = None
    """The last day; None where it still holds."""
    reference: Reference

    def holds_for(self, body_type: str, area_type: str | None, on: date) -> bool:
        """Whether it is about such bodies on a day."""
        is_about = body_type == self.body_type and (not self.area_types or area_type in self.area_types)
        has_begun = self.effective_from is None or self.effective_from <= on
        return is_about and has_begun and (self.effective_to is None or on <= self.effective_to)


class BodyNorm(ConfigModel):
    """How many bodies of a type there have to be in an area."""

    body_type: Key
    area_types: tuple[str, ...] = ()
    """None means all."""
    residents_per_body: int | None = Field(default=None, ge=1)
    """One body for every so many residents begun: residents ÷ this, rounded up."""
    one_per: tuple[Literal["settlement", "area"], ...] = ()
    """One body for each settlement of the area, or one for the area: a choice where both are stated."""
    reference: Reference

    @model_validator(mode="after")
    def _says_one_thing(self) -> BodyNorm:
        if (self.residents_per_body is None) == (not self.one_per):
            raise ValueError("expected either residents_per_body or one_per")
        return self


class AgeLimits(ConfigModel):
    """Between which ages the age groups of members lie."""

    youth_below: int = Field(ge=1, le=120)
    """Years of age from which a member is no longer young."""
    old_above: int = Field(ge=1, le=120)
    """The last year of age of the middle group."""
    reference: Reference

    @model_validator(mode="after")
    def _in_order(self) -> AgeLimits:
        if self.old_above < self.youth_below:
            raise ValueError("expected old_above to be not below youth_below")
        return self


class Holiday(ConfigModel):
    """A day on which nobody works."""

    on: date
    title: Texts


class CalendarYear(ConfigModel):
    """Public holidays of a year, those moved to another day as they were moved."""

    year: int = Field(ge=1900, le=2200)
    holidays: tuple[Holiday, ...] = Field(min_length=1)
    working_days: tuple[date, ...] = ()
    """Days of weekends that are worked in exchange."""
    reference: Reference

    @model_validator(mode="after")
    def _days_are_of_the_year(self) -> CalendarYear:
        days = [*(holiday.on for holiday in self.holidays), *self.working_days]
        if strange := sorted({str(day) for day in days if day.year != self.year}):
            raise ValueError(f"expected days of {self.year}, got {', '.join(strange)}")
        if twice := _repeated(str(day) for day in days):
            raise ValueError(f"expected each day once, got again {', '.join(twice)}")
        return self


class Calendar(ConfigModel):
    """On which days people work; of years that are not listed only the weekends are known."""

    weekend: tuple[Weekday, ...] = Field(max_length=6)
    years: tuple[CalendarYear, ...] = ()

    @model_validator(mode="after")
    def _years_are_unique(self) -> Calendar:
        if twice := _repeated(str(year.year) for year in self.years):
            raise ValueError(f"expected each year once, got again {', '.join(twice)}")
        return self

    def year(self, year: int) -> CalendarYear | None:
        """Return what is known of a year, None where its holidays are not loaded."""
        return next((known for known in self.years if known.year == year), None)


class HearingTask(ConfigModel):
    """Something to be done for a hearing, within a window counted from its day."""

    id: Key
    title: Texts
    responsible: Texts
    channels: tuple[Key, ...] = ()
    """For notices, and by at least one of which they go."""
    times: int = Field(default=1, ge=1)
    """How often at least."""
    earliest_days: int | None = None
    latest_days: int | None = None
    """Days from the hearing, negative before it; both None where no term is stated."""
    day_count: Literal["calendar", "working"] = "calendar"
    moves_to: Literal["next_working_day", "previous_working_day"] | None = None
    """Where the latest day goes if it is a day off; None where it stays."""
    note: Texts | None = None
    """What the source leaves open, and what is assumed."""
    reference: Reference

    @model_validator(mode="after")
    def _window_is_open(self) -> HearingTask:
        first, last = self.earliest_days, self.latest_days
        if first is not None and last is not None and last < first:
            raise ValueError(f"expected latest_days to be not before earliest_days, got {first} and {last}")
        return self


class HearingRule(ConfigModel):
    """What a hearing of some types takes."""

    id: Key
    title: Texts
    hearing_types: tuple[Key, ...] = Field(min_length=1)
    tasks: tuple[HearingTask, ...] = Field(min_length=1)
    decision: DecisionRule | None = None
    reference: Reference

    @model_validator(mode="after")
    def _tasks_are_unique(self) -> HearingRule:
        if twice := _repeated(task.id for task in self.tasks):
            raise ValueError(f"expected tasks with ids of their own, got again {', '.join(twice)}")
        return self


class PrintedRow(ConfigModel):
    """A row of a printed table, with its figures by column; what is not there was not printed."""

    title: Texts
    body_type: Key | None = None
    figures: dict[Key, float]


class PrintedTable(ConfigModel):
    """Figures as a source prints them, with what does not fit: never corrected, never shown as current."""

    id: Key
    title: Texts
    period: str = Field(min_length=1)
    """When they held, in the words of the source."""
    columns: dict[Key, Titled] = Field(min_length=1)
    rows: tuple[PrintedRow, ...] = Field(min_length=1)
    totals: dict[Key, float] = Field(default_factory=dict)
    """As printed, not computed."""
    notes: tuple[Texts, ...] = ()
    reference: Reference

    @model_validator(mode="after")
    def _columns_are_known(self) -> PrintedTable:
        named = {name for figures in (self.totals, *(row.figures for row in self.rows)) for name in figures}
        if unknown := sorted(named - set(self.columns)):
            raise ValueError(f"expected columns of this table, got {', '.join(unknown)}")
        return self

    def sums(self) -> dict[str, float]:
        """Return what the rows of each column that has a printed total add up to."""
        return {name: sum(row.figures.get(name, 0.0) for row in self.rows) for name in self.totals}


class CouncilPack(ConfigModel):
    """``councils.toml`` of a country pack."""

    body_types: dict[Key, BodyType] = Field(min_length=1)
    """In the order in which they are shown."""
    seat_types: dict[Key, SeatType] = Field(min_length=1)
    roles: dict[Key, Titled] = Field(min_length=1)
    meeting_kinds: dict[Key, Titled] = Field(default_factory=dict)
    report_types: dict[Key, Titled] = Field(default_factory=dict)
    report_duties: tuple[ReportDuty, ...] = ()
    hearing_types: dict[Key, Titled] = Field(default_factory=dict)
    channels: dict[Key, Titled] = Field(default_factory=dict)
    """By which notices of hearings go."""
    hearing_rules: tuple[HearingRule, ...] = ()
    involvement: InvolvementTemplate | None = None
    """The typical plan of involvement of residents."""
    statutory_seats: tuple[StatutorySeats, ...] = ()
    """Empty where the law's table is not at hand."""
    norms: tuple[BodyNorm, ...] = ()
    ages: AgeLimits
    calendar: Calendar
    small_cell_threshold: int = Field(ge=2)
    """Counts of people below it, zero apart, are suppressed in public."""
    printed: tuple[PrintedTable, ...] = ()
    notes: tuple[Texts, ...] = ()
    """What is not at hand, and what is assumed in its place."""

    def duties_of(self, body_type: str) -> tuple[ReportDuty, ...]:
        """Return the reports due to, or from, bodies of a type."""
        return tuple(duty for duty in self.report_duties if body_type in duty.body_types)

    def duty(self, body_type: str, report_type: str) -> ReportDuty | None:
        """Return the duty a report of a body fulfils, None where there is none."""
        duties = self.duties_of(body_type)
        return next((duty for duty in duties if duty.report_type == report_type), None)

    def hearing_rule(self, hearing_type: str) -> HearingRule | None:
        """Return what a hearing of a type takes, None where nothing is stated."""
        return next((rule for rule in self.hearing_rules if hearing_type in rule.hearing_types), None)

    def norm(self, body_type: str, area_type: str | None) -> BodyNorm | None:
        """Return how many bodies of a type an area of a kind has to have, None where nothing is stated."""
        stated = (norm for norm in self.norms if norm.body_type == body_type)
        return next((norm for norm in stated if not norm.area_types or area_type in norm.area_types), None)

    def seats_for(
        self, body_type: str, population: float, *, on: date, area_type: str | None = None
    ) -> StatutorySeats | None:
        """Return the statutory seats of a council, None where the table says nothing.

        Args:
            body_type: a key of ``body_types``.
            population: residents of the area it serves.
            on: the day whose law is meant.
            area_type: the kind of that area.
        """
        stated = [row for row in self.statutory_seats if row.holds_for(body_type, area_type, on)]
        wide_enough = [
            row for row in stated if row.population_up_to is None or population <= row.population_up_to
        ]
        return min(wide_enough, key=_width, default=None)

    def misfits(self, pack: Pack) -> list[str]:
        """Return what names levels or kinds of area that the country does not have; empty if all fits."""
        known = {
            "levels": {level.id for level in pack.levels},
            "area_types": {kind.id for kind in pack.area_types},
        }
        return [
            f"{place}: expected one of the {table} of pack.toml, got {name!r}"
            for place, table, names in self._named_of_pack()
            for name in names
            if name not in known[table]
        ]

    def _named_of_pack(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        for key, body in self.body_types.items():
            yield f"body_types.{key}", "levels", body.levels
            yield f"body_types.{key}", "area_types", body.area_types
        for seats in self.statutory_seats:
            yield f"statutory_seats of {seats.body_type}", "area_types", seats.area_types
        for norm in self.norms:
            yield f"norms of {norm.body_type}", "area_types", norm.area_types

    @model_validator(mode="after")
    def _everything_fits(self) -> CouncilPack:
        if faults := [*self._unknown_keys(), *self._repetitions()]:
            raise ValueError("; ".join(faults))
        return self

    def _unknown_keys(self) -> Iterator[str]:
        for place, table, keys in self._named():
            known: Mapping[str, object] = getattr(self, table)
            for key in keys:
                if key not in known:
                    yield f"expected a key of {table} in {place}, got {key!r}"

    def _named(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        for key, body in self.body_types.items():
            yield f"body_types.{key}", "seat_types", body.seat_types
            yield f"body_types.{key}", "meeting_kinds", body.sessions.meeting_kinds if body.sessions else ()
        for duty in self.report_duties:
            yield f"the duty {duty.report_type}", "report_types", [duty.report_type]
            yield f"the duty {duty.report_type}", "body_types", duty.body_types
        for rule in self.hearing_rules:
            yield f"the hearing rule {rule.id}", "hearing_types", rule.hearing_types
            for task in rule.tasks:
                yield f"the task {rule.id}.{task.id}", "channels", task.channels
        yield "statutory_seats", "body_types", [seats.body_type for seats in self.statutory_seats]
        yield "norms", "body_types", [norm.body_type for norm in self.norms]
        for table in self.printed:
            yield (
                f"the print {table.id}",
                "body_types",
                [row.body_type for row in table.rows if row.body_type],
            )

    def _repetitions(self) -> Iterator[str]:
        duties = (f"{duty.report_type} of {key}" for duty in self.report_duties for key in duty.body_types)
        for each in _repeated(duties):
            yield f"expected one duty for a report and body type, got more for {each}"
        for each in _repeated(key for rule in self.hearing_rules for key in rule.hearing_types):
            yield f"expected one hearing rule for a type of hearing, got more for {each!r}"
        for each in _repeated(rule.id for rule in self.hearing_rules):
            yield f"expected hearing rules with ids of their own, {each!r} is given twice"
        for each in _repeated(table.id for table in self.printed):
            yield f"expected prints with ids of their own, {each!r} is given twice"


@cache
def load_council_pack(folder: Path) -> CouncilPack | None:
    """Read ``councils.toml`` of a pack's folder; None for a pack without one.

    Raises:
        ConfigError: the file has faults, or names levels or kinds of area that ``pack.toml`` does not have.
    """
    path = folder / COUNCILS_FILE
    if not path.exists():
        return None
    councils = load_toml(path, CouncilPack)
    if misfits := councils.misfits(load_pack(folder)):
        raise ConfigError(path, misfits)
    return councils


def _width(row: StatutorySeats) -> float:
    return float("inf") if row.population_up_to is None else row.population_up_to


def _repeated(words: Iterable[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]
