"""How the registers of councils of the demonstration country are drawn, as data in its pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from config.loader import ConfigError, ConfigModel, load_toml
from geodata.councils.pack import CouncilPack, Key
from geodata.packs import Pack

COUNCIL_DRAWS_FILE = "demo_councils.toml"
"""Its name in a pack's folder."""

Share = Annotated[float, Field(ge=0, le=1)]


def _ascending(ends: tuple[int, int]) -> tuple[int, int]:
    if ends[1] < ends[0]:
        raise ValueError(f"expected the least and the most, got {ends[0]} and {ends[1]}")
    return ends


Between = Annotated[tuple[int, int], AfterValidator(_ascending)]
"""The least and the most, both included."""

Life = Literal["standing", "new", "dissolved"]
"""There for long, founded in the last year, or there no more."""
Strength = Literal["full", "under_strength", "empty", "unlisted"]
"""All seats taken, some left, all left; or the register does not list the members."""
Diligence = Literal["regular", "seldom", "idle", "unlisted"]
"""Meets when it has to, a third as often, no more; or the register does not list the meetings."""
Delivery = Literal["on_time", "late", "missing", "unlisted"]
"""The last is not in the register at all."""


class Members(ConfigModel):
    """Who sits in the bodies of a draw."""

    seats: Between | None = None
    """None where the pack states the seats by population."""
    strength: dict[Strength, float] = Field(min_length=1)
    """Weight of each state among the bodies."""
    seat_cycle: tuple[Key, ...] = Field(min_length=1)
    """Seats of the first, the second … member, then from the start again."""
    unbalanced_cycle: tuple[Key, ...] = ()
    """The same in bodies whose parts are out of proportion."""
    unbalanced_share: Share = 0
    """Of the bodies whose parts are."""
    women_share: Share
    mean_age: float = Field(gt=0)
    roles: tuple[Key, ...] = ("chair", "secretary")
    """Of the first, the second … member; the others are plain members."""
    chair_months: Between | None = None
    """How long ago the chair took the seat; None for the start of the term."""

    @model_validator(mode="after")
    def _unbalanced_have_a_cycle(self) -> Members:
        if self.unbalanced_share and not self.unbalanced_cycle:
            raise ValueError("expected unbalanced_cycle beside unbalanced_share")
        return self


class Meetings(ConfigModel):
    """How the bodies of a draw meet."""

    kind: Key
    every_months: int = Field(ge=1)
    years: int = Field(ge=1)
    """How far back the list goes."""
    diligence: dict[Diligence, float] = Field(min_length=1)
    """Weight of each state among the bodies."""


class Hearings(ConfigModel):
    """Which hearings are held in the areas of a draw."""

    share: Share
    """Of the bodies that held any."""
    per_body: Between
    topics: dict[Key, tuple[str, ...]] = Field(min_length=1)
    """By type of hearing."""
    mean_proposals: float = Field(ge=0)
    accepted_share: Share
    answered_share: Share
    published_share: Share
    without_body_share: Share
    """Of hearings of which the register does not say who held them."""


class BodyDraw(ConfigModel):
    """Bodies of one type in areas of one level."""

    body_type: Key
    level: str
    area_types: tuple[str, ...] = ()
    """None means all."""
    share: Share
    """Of the areas that have, or had, such a body."""
    per_area: Between = (1, 1)
    founded: tuple[date, date]
    """The first and the last day on which those not new were founded."""
    term_started: date
    term_years: int = Field(ge=1)
    life: dict[Life, float] = Field(min_length=1)
    """Weight of each state among the bodies."""
    chartered_share: Share = 0
    members: Members
    meetings: Meetings | None = None
    reports: dict[Key, dict[Delivery, float]] = Field(default_factory=dict)
    """By type of report, the weight of each state among the reports."""
    hearings: Hearings | None = None


class MapDraw(ConfigModel):
    """Of which areas the map is registered."""

    level: str
    share: Share
    registered: tuple[date, date]
    """The first and the last day."""


class Unknown(ConfigModel):
    """Shares of what registers do not tell."""

    sex: Share
    age: Share
    birth_year: Share
    """Of members of whom the age group is told instead."""
    settlement: Share
    attendance: Share
    decisions: Share
    proposals: Share


class CouncilDraws(ConfigModel):
    """``demo_councils.toml``."""

    as_of: date
    """The day the registers were kept up to: nothing in them happened later."""
    bodies: tuple[BodyDraw, ...] = Field(min_length=1)
    report_periods: dict[Key, tuple[str, ...]]
    """By type of report, the periods reported on."""
    advisory_seat: Key
    """Seat of the head of a settlement without a deputy."""
    advisory_role: Key
    plain_role: Key
    women_spread: float = Field(gt=0)
    """How alike bodies are: women of a body are beta-distributed with this sum of both parameters."""
    age_spread: float = Field(gt=0)
    """Standard deviation of ages, in years."""
    youngest: int = Field(ge=1)
    attendance_share: Share
    mean_decisions: float = Field(ge=0)
    unknown: Unknown
    maps: MapDraw | None = None
    """None where no maps are registered."""

    @model_validator(mode="after")
    def _terms_have_started(self) -> CouncilDraws:
        for draw in self.bodies:
            if not draw.founded[0] <= draw.founded[1] <= draw.term_started < self.as_of:
                raise ValueError(
                    f"expected bodies of {draw.body_type} founded before their term, and that before as_of"
                )
            if missing := set(draw.reports) - set(self.report_periods):
                raise ValueError(f"expected periods of the reports {', '.join(sorted(missing))}")
        return self

    def misfits(self, pack: Pack, councils: CouncilPack) -> Iterator[str]:
        """Yield what names anything that the country does not have; nothing if all fits."""
        tables: list[tuple[str, Iterable[str], Iterable[str]]] = [
            ("levels", [level.id for level in pack.levels], self._levels()),
            ("area_types", [kind.id for kind in pack.area_types], self._named(lambda draw: draw.area_types)),
            ("body_types", councils.body_types, (draw.body_type for draw in self.bodies)),
            ("seat_types", councils.seat_types, [self.advisory_seat, *self._named(_seat_types)]),
            (
                "roles",
                councils.roles,
                [self.advisory_role, self.plain_role, *self._named(lambda draw: draw.members.roles)],
            ),
            (
                "meeting_kinds",
                councils.meeting_kinds,
                (draw.meetings.kind for draw in self.bodies if draw.meetings),
            ),
            ("report_types", councils.report_types, self.report_periods),
            (
                "hearing_types",
                councils.hearing_types,
                self._named(lambda draw: draw.hearings.topics if draw.hearings else ()),
            ),
        ]
        for table, known, named in tables:
            for key in sorted(set(named) - set(known)):
                yield f"expected one of the {table} of the pack, got {key!r}"

    def _levels(self) -> Iterator[str]:
        yield from (draw.level for draw in self.bodies)
        if self.maps is not None:
            yield self.maps.level

    def _named(self, keys: Callable[[BodyDraw], Iterable[str]]) -> Iterator[str]:
        return (key for draw in self.bodies for key in keys(draw))


def _seat_types(draw: BodyDraw) -> Iterable[str]:
    return (*draw.members.seat_cycle, *draw.members.unbalanced_cycle)


def load_council_draws(folder: Path, pack: Pack, councils: CouncilPack) -> CouncilDraws | None:
    """Read ``demo_councils.toml`` of a pack's folder; None without one.

    Raises:
        ConfigError: the file has faults, or names what the pack does not have.
    """
    path = folder / COUNCIL_DRAWS_FILE
    if not path.exists():
        return None
    draws = load_toml(path, CouncilDraws)
    if misfits := list(draws.misfits(pack, councils)):
        raise ConfigError(path, misfits)
    return draws
