"""Who must sit in a body and how many of whom, as data of the country's pack: ``composition.toml``."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from config.loader import ConfigError, ConfigModel, load_toml
from geodata.councils.pack import CouncilPack, Key, Reference, load_council_pack
from geodata.packs import Texts

COMPOSITION_FILE = "composition.toml"
"""Its name in a pack's folder."""

Percent = Annotated[int, Field(ge=0, le=100)]

Rounding = Literal["even", "floor"]
"""How people are divided into equal parts when they do not go evenly.

``even``: the parts differ by at most one and hold everybody. ``floor``: every part has at least its share
rounded down, whoever is left over may sit on any side.
"""


class DatedRule(ConfigModel):
    """What every rule has; a changed rule is a new one from a later day, never an edited one."""

    effective_from: date | None = None
    """None where it held as long as anybody knows."""
    effective_to: date | None = None
    """The last day; None where it still holds."""
    note: Texts | None = None
    """How its words are read where they leave a choice."""
    reference: Reference

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on ``day``."""
        has_begun = self.effective_from is None or self.effective_from <= day
        return has_begun and (self.effective_to is None or day <= self.effective_to)


class MemberCount(DatedRule):
    """How many members a body has."""

    kind: Literal["members"]
    at_least: int = Field(default=1, ge=1)
    at_most: int | None = None

    @model_validator(mode="after")
    def _range_is_not_empty(self) -> MemberCount:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError(f"expected at_most to be no less than at_least, {self.at_least}")
        return self


class StatutorySeats(DatedRule):
    """As many members as the body has statutory seats."""

    kind: Literal["statutory_seats"]
    seat_type: Key | None = None
    """Whose members fill them, so that others sit besides; None for all members."""


class EqualParts(DatedRule):
    """Equal parts of seat types: halves of two, thirds of three."""

    kind: Literal["equal_parts"]
    seat_types: tuple[Key, ...] = Field(min_length=2)
    rounding: Rounding

    @model_validator(mode="after")
    def _parts_differ(self) -> EqualParts:
        if len(set(self.seat_types)) < len(self.seat_types):
            raise ValueError("expected every seat type once")
        return self


class SeatShare(DatedRule):
    """The least share of one seat type."""

    kind: Literal["seat_share"]
    seat_type: Key
    at_least_pct: Percent


class SexShare(DatedRule):
    """Balance of women and men: neither sex has less than a share, or none has more than one.

    At least 30 % of either and at most 70 % of either are the same rule; it is written as its source words
    it.
    """

    kind: Literal["sex_share"]
    at_least_pct: Annotated[int, Field(ge=0, le=50)] | None = None
    at_most_pct: Annotated[int, Field(ge=50, le=100)] | None = None

    @model_validator(mode="after")
    def _one_wording(self) -> SexShare:
        if (self.at_least_pct is None) == (self.at_most_pct is None):
            raise ValueError("expected either at_least_pct or at_most_pct")
        return self

    @property
    def lowest_pct(self) -> int:
        """The least share of either sex, in per cent."""
        return 100 - self.at_most_pct if self.at_most_pct is not None else self.at_least_pct or 0


class ChairTerm(DatedRule):
    """For how long the chair is elected."""

    kind: Literal["chair_term"]
    years: int = Field(ge=1)


CompositionRule = Annotated[
    MemberCount | StatutorySeats | EqualParts | SeatShare | SexShare | ChairTerm, Field(discriminator="kind")
]


class BodyComposition(ConfigModel):
    """The rules of one kind of body."""

    title: Texts
    body_types: tuple[Key, ...] = ()
    """Types of bodies in ``councils.toml`` that they hold for; none where such bodies are in no register."""
    rules: tuple[CompositionRule, ...] = Field(min_length=1)
    notes: tuple[Texts, ...] = ()
    """What the rule demands besides and numbers cannot show."""

    def in_force(self, on: date) -> tuple[CompositionRule, ...]:
        """Return the rules that hold on a day."""
        return tuple(rule for rule in self.rules if rule.holds_on(on))

    @property
    def seat_types(self) -> tuple[str, ...]:
        """The seat types that its rules name, in their order: what a form asks for."""
        parts = [each for rule in self.rules if isinstance(rule, EqualParts) for each in rule.seat_types]
        single = [rule.seat_type for rule in self.rules if isinstance(rule, SeatShare | StatutorySeats)]
        return tuple(dict.fromkeys([*parts, *(each for each in single if each is not None)]))


class CompositionPack(ConfigModel):
    """``composition.toml`` of a country pack."""

    chair_role: Key
    """The role in ``councils.toml`` whose term the rules on the chair are about."""
    bodies: dict[Key, BodyComposition] = Field(min_length=1)

    @model_validator(mode="after")
    def _body_types_are_unique(self) -> CompositionPack:
        counted = Counter(each for body in self.bodies.values() for each in body.body_types)
        if repeated := [body_type for body_type, count in counted.items() if count > 1]:
            raise ValueError(f"expected every body type once, got more for {', '.join(repeated)}")
        return self

    def of_body_type(self, body_type: str) -> BodyComposition | None:
        """Return the rules for bodies of a type, None where there are none."""
        found = (body for body in self.bodies.values() if body_type in body.body_types)
        return next(found, None)

    def misfits(self, councils: CouncilPack | None) -> list[str]:
        """Return what names what ``councils.toml`` does not have; empty if all fits."""
        if councils is None:
            return ["expected a councils.toml beside it, found none"]
        known = {
            "body_types": {*councils.body_types},
            "seat_types": {*councils.seat_types},
            "roles": {*councils.roles},
        }
        named: list[tuple[str, str, tuple[str, ...]]] = [("chair_role", "roles", (self.chair_role,))]
        for key, body in self.bodies.items():
            named += [
                (f"bodies.{key}", "body_types", body.body_types),
                (f"bodies.{key}", "seat_types", body.seat_types),
            ]
        return [
            f"{place}: expected a key of {table} of councils.toml, got {name!r}"
            for place, table, names in named
            for name in names
            if name not in known[table]
        ]


@cache
def load_composition_pack(folder: Path) -> CompositionPack | None:
    """Read ``composition.toml`` of a pack's folder; None for a pack without one.

    Raises:
        ConfigError: the file has faults, or names what ``councils.toml`` does not have.
    """
    path = folder / COMPOSITION_FILE
    if not path.exists():
        return None
    composition = load_toml(path, CompositionPack)
    if misfits := composition.misfits(load_council_pack(folder)):
        raise ConfigError(path, misfits)
    return composition
