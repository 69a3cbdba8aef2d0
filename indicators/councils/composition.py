"""Whether a body is composed as its rules demand, and what is the least that would have to change.

Every rule but that on the chair limits how many members there are of some kind, given how many there are in
all:

* equal parts of k seat types among n members: each from ⌊n/k⌋ to ⌈n/k⌉ and nobody of another type (rounding
  ``even``), or each at least ⌊n/k⌋ (rounding ``floor``). People cannot be divided, so no stricter rule could
  be kept by every n, and with ``even`` no part is larger than another by more than one person.
* a least share p of a seat type: at least ⌈p·n⌉.
* a least share p of either sex, the same as a largest share 1 − p: from ⌈p·n⌉ to n − ⌈p·n⌉ of each.

Shares are of all members and computed in whole numbers, so that 70 % of 10 is 7 and not a little less. A
member whose sex is not known may be of either: a rule is met or not met only if it is so whichever they are,
else it cannot be told. A body without members has no shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import singledispatch
from itertools import chain
from typing import Literal, NamedTuple

import pandas as pd

from config.errors import AimakError
from geodata.councils.composition_rules import (
    BodyComposition,
    ChairTerm,
    CompositionRule,
    EqualParts,
    MemberCount,
    SeatShare,
    SexShare,
    StatutorySeats,
)
from geodata.councils.schemas import SEXES, Sex


class CompositionError(AimakError, ValueError):
    """Counts of members that do not add up."""


class Group(NamedTuple):
    """Members that a rule counts: all of them, or those of one seat type or sex."""

    of: Literal["members", "seat_type", "sex"]
    key: str | None = None
    """The seat type or sex; None of anyone, whichever type or sex they are."""


MEMBERS = Group("members")


class Limits(NamedTuple):
    """How many there may be, both ends in; ``highest`` None without an upper end."""

    lowest: int = 0
    highest: int | None = None

    def clip(self, count: int) -> int:
        """Return the number within the limits that is nearest to ``count``."""
        at_least = max(count, self.lowest)
        return at_least if self.highest is None else min(at_least, self.highest)

    def are_empty(self) -> bool:
        """Whether no number is within them."""
        return self.highest is not None and self.highest < self.lowest

    def __and__(self, other: Limits) -> Limits:
        ends = [each for each in (self.highest, other.highest) if each is not None]
        return Limits(max(self.lowest, other.lowest), min(ends, default=None))


NOBODY = Limits(0, 0)


@dataclass(frozen=True)
class Composition:
    """Counts of the members of a body, real or planned.

    Args:
        n: all members.
        by_seat_type: how many of each seat type; every member is of one.
        by_sex: how many women (``f``) and men (``m``) are known.
        unknown_sex: members whose sex is not known.
        chair_since: the day from which the chair is in office; None where it is not known.
        statutory_seats: of the body; None where the number is not at hand.

    Raises:
        CompositionError: counts are negative or do not add up to ``n``; all that is wrong is said.
    """

    n: int
    by_seat_type: Mapping[str, int]
    by_sex: Mapping[Sex, int]
    unknown_sex: int = 0
    chair_since: date | None = None
    statutory_seats: int | None = None

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise CompositionError("; ".join(faults))

    def _faults(self) -> Iterator[str]:
        sizes = {"all members": self.n, "unknown sex": self.unknown_sex}
        for name, count in chain(sizes.items(), self.by_seat_type.items(), self.by_sex.items()):
            if count < 0:
                yield f"expected a number of members that is not negative, got {count} for {name}"
        if (n := sum(self.by_seat_type.values())) != self.n:
            yield f"expected seat types that add up to {self.n} members, got {n}"
        if (n := sum(self.by_sex.values()) + self.unknown_sex) != self.n:
            yield f"expected sexes that add up to {self.n} members, got {n}"

    def count(self, group: Group) -> tuple[int, int]:
        """Return the least and the most members there can be in a group."""
        if group.of == "members":
            return self.n, self.n
        if group.of == "sex":
            known = sum(count for sex, count in self.by_sex.items() if sex == group.key)
            return known, known + self.unknown_sex
        count = self.by_seat_type.get(group.key or "", 0)
        return count, count


@dataclass(frozen=True)
class Finding:
    """What a rule demands of a group and what there is of it."""

    group: Group
    required: Limits
    lowest: int
    """Members there are at least."""
    highest: int
    """Members there are at most: more where the sex of some is not known."""

    @property
    def is_met(self) -> bool | None:
        """Whether the demand is met; None where it depends on what is not known."""
        found = Limits(self.lowest, self.highest)
        fitting = self.required & found
        if fitting.are_empty():
            return False
        return True if fitting == found else None


@dataclass(frozen=True)
class RuleResult:
    """One rule applied to a body; it names requirement, what there is and, in the rule, the reference."""

    rule: CompositionRule
    is_met: bool | None
    """None where it cannot be told."""
    findings: tuple[Finding, ...] = ()
    """Empty where there is nothing to compare: of a chair's term, without members or statutory seats."""
    chair_since: date | None = None
    elect_by: date | None = None
    """The day on which the term of the chair is over, for a rule on it."""


def check_composition(body: BodyComposition, composition: Composition, *, on: date) -> tuple[RuleResult, ...]:
    """Apply the rules in force to the members of a body.

    Args:
        body: the rules.
        composition: the members.
        on: the day whose rules are applied and for which the chair's term is counted.

    Returns:
        A result for every rule, in the order of the rules.

    Raises:
        CompositionError: the chair is in office only from a later day.
    """
    return tuple(_result(rule, composition, on) for rule in body.in_force(on))


def is_composed(results: Iterable[RuleResult]) -> bool | None:
    """Return whether all rules are met; None where none is broken and some cannot be told."""
    return _all(result.is_met for result in results)


def _all(verdicts: Iterable[bool | None]) -> bool | None:
    told = set(verdicts)
    return False if False in told else None if None in told else True


def _result(rule: CompositionRule, composition: Composition, on: date) -> RuleResult:
    if isinstance(rule, ChairTerm):
        return _chair_result(rule, composition.chair_since, on)
    findings = tuple(
        Finding(group, limits, *composition.count(group))
        for group, limits in required(rule, composition.n, composition).items()
        if group == MEMBERS or group.key is not None
    )
    return RuleResult(rule, _all(each.is_met for each in findings) if findings else None, findings)


def _chair_result(rule: ChairTerm, since: date | None, on: date) -> RuleResult:
    """Apply the rule on the chair: the anniversary is the first day after the term."""
    if since is None:
        return RuleResult(rule, None)
    if since > on:
        raise CompositionError(f"expected a chair in office on {on}, got one from {since}")
    elect_by = (pd.Timestamp(since) + pd.DateOffset(years=rule.years)).date()
    return RuleResult(rule, on < elect_by, chair_since=since, elect_by=elect_by)


def required(rule: CompositionRule, n: int, composition: Composition) -> dict[Group, Limits]:
    """Return how many members a rule demands of each group that it counts.

    Args:
        rule: what is demanded.
        n: members in all, of the body as it is or as it might become.
        composition: of the body as it is: names its seat types and statutory seats.

    Returns:
        Empty for a rule that counts nobody: on the chair, on shares of no members, on statutory seats that
        are not known.
    """
    return _required(rule, n, composition) if n or isinstance(rule, MemberCount | StatutorySeats) else {}


@singledispatch
def _required(rule: CompositionRule, _n: int, _composition: Composition) -> dict[Group, Limits]:
    raise NotImplementedError(f"expected a rule that counts members, got {rule}")


@_required.register
def _(rule: MemberCount, _n: int, _composition: Composition) -> dict[Group, Limits]:
    return {MEMBERS: Limits(rule.at_least, rule.at_most)}


@_required.register
def _(rule: StatutorySeats, _n: int, composition: Composition) -> dict[Group, Limits]:
    seats = composition.statutory_seats
    group = MEMBERS if rule.seat_type is None else Group("seat_type", rule.seat_type)
    return {} if seats is None else {group: Limits(seats, seats)}


@_required.register
def _(rule: EqualParts, n: int, composition: Composition) -> dict[Group, Limits]:
    share, left_over = divmod(n, len(rule.seat_types))
    if rule.rounding == "floor":
        return {Group("seat_type", each): Limits(share) for each in rule.seat_types}
    parts = {Group("seat_type", each): Limits(share, share + bool(left_over)) for each in rule.seat_types}
    others = [None, *(each for each in composition.by_seat_type if each not in rule.seat_types)]
    return parts | {Group("seat_type", each): NOBODY for each in others}


@_required.register
def _(rule: SeatShare, n: int, _composition: Composition) -> dict[Group, Limits]:
    return {Group("seat_type", rule.seat_type): Limits(_share_of(n, rule.at_least_pct))}


@_required.register
def _(rule: SexShare, n: int, _composition: Composition) -> dict[Group, Limits]:
    lowest = _share_of(n, rule.lowest_pct)
    return {Group("sex", sex): Limits(lowest, n - lowest) for sex in SEXES}


@_required.register
def _(_rule: ChairTerm, _n: int, _composition: Composition) -> dict[Group, Limits]:
    return {}


def _share_of(n: int, pct: int) -> int:
    """Return the least whole number that is at least ``pct`` per cent of ``n``."""
    return -(-n * pct // 100)
