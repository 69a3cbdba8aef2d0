"""The least that would have to change for a body to meet all rules on its composition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from geodata.councils.composition_rules import BodyComposition, CompositionRule
from geodata.councils.schemas import SEXES
from indicators.councils.composition import MEMBERS, Composition, Group, Limits, check_composition, required

LARGEST_BODY = 1000
"""Larger bodies are not proposed."""

ANY_SEX, ANY_SEAT_TYPE = Group("sex"), Group("seat_type")
"""Members of whom the rules do not ask the sex, or the seat type."""

ANY = Limits()

Counts = Mapping[Group, int]


@dataclass(frozen=True)
class Change:
    """Who comes and who goes; nothing at all where all rules are met."""

    joining: int = 0
    leaving: int = 0
    difference: Counts = field(default_factory=dict)
    """How many more of each seat type and of each sex, negative for fewer; two views of the same people.

    Only what the rules ask of them is told apart, and only what is not zero is there.
    """
    elects_chair: bool = False

    @property
    def n_moves(self) -> int:
        """How many people come or go."""
        return self.joining + self.leaving

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to change."""
        return not self.n_moves and not self.elects_chair


def smallest_change(body: BodyComposition, composition: Composition, *, on: date) -> Change | None:
    """Return the change that takes the fewest people to come or to go, and of these the fewest to go.

    Afterwards all rules are met whatever the sex is of those whose sex is not known, and of those who join
    and whose sex does not matter. Rules about something else that is not known, such as statutory seats,
    play no part.

    Args:
        body: the rules.
        composition: the members as they are.
        on: the day whose rules are applied.

    Returns:
        None where the rules contradict each other, or only a body of more than :data:`LARGEST_BODY` members
        could meet them.

    Raises:
        CompositionError: the chair is in office only from a later day.
    """
    best = _smallest_move(body.in_force(on), composition)
    if best is None:
        return None
    results = check_composition(body, composition, on=on)
    return replace(best, elects_chair=any(each.elect_by is not None and not each.is_met for each in results))


def _smallest_move(rules: Sequence[CompositionRule], composition: Composition) -> Change | None:
    """Try the sizes of the body from its own outwards, as no smaller a change can lead farther."""
    best: Change | None = None
    for size in _sizes_from(composition.n):
        if best is not None and abs(size - composition.n) > best.n_moves:
            break
        found = _change_to(size, rules, composition)
        if found is not None and (best is None or _effort(found) < _effort(best)):
            best = found
    return best


def _effort(change: Change) -> tuple[int, int]:
    return change.n_moves, change.leaving


def _sizes_from(n: int) -> list[int]:
    """Return the sizes that a body might have, the nearest to ``n`` first."""
    return sorted(range(1, max(n, LARGEST_BODY) + 1), key=lambda size: abs(size - n))


def _change_to(size: int, rules: Sequence[CompositionRule], composition: Composition) -> Change | None:
    """Return the smallest change to a body of that size; None where such a one cannot meet the rules."""
    limits = _limits(size, rules, composition)
    if limits.get(MEMBERS, ANY).clip(size) != size or any(each.are_empty() for each in limits.values()):
        return None
    growth = size - composition.n
    joining = max(growth, 0)
    difference: dict[Group, int] = {}
    for counts in _views(composition, limits):
        target = _nearest(counts, limits, size)
        if target is None:
            return None
        moves = {group: target[group] - count for group, count in counts.items()}
        joining = max(joining, sum(move for move in moves.values() if move > 0))
        difference |= {group: move for group, move in moves.items() if move}
    return Change(joining, joining - growth, difference)


def _limits(size: int, rules: Sequence[CompositionRule], composition: Composition) -> dict[Group, Limits]:
    """Return what all rules together demand of each group."""
    limits: dict[Group, Limits] = {}
    for rule in rules:
        for group, demanded in required(rule, size, composition).items():
            limits[group] = limits.get(group, ANY) & demanded
    return limits


def _views(composition: Composition, limits: Mapping[Group, Limits]) -> Iterator[dict[Group, int]]:
    """Yield the members by seat type and by sex, as far as the rules ask it."""
    asked = {group.of for group in limits}
    if "seat_type" in asked:
        named = [*limits, *(Group("seat_type", each) for each in composition.by_seat_type), ANY_SEAT_TYPE]
        yield {group: composition.count(group)[0] for group in named if group.of == "seat_type"}
    if "sex" in asked:
        known = {Group("sex", sex): composition.by_sex.get(sex, 0) for sex in SEXES}
        yield known | {ANY_SEX: composition.unknown_sex}


def _nearest(counts: Counts, limits: Mapping[Group, Limits], size: int) -> dict[Group, int] | None:
    """Return numbers within the limits that add up to ``size`` and take the fewest moves from ``counts``.

    First whatever must come or go, then the rest: those who join where nothing is demanded first, then where
    there are fewest; those who leave where there are most.
    """
    target = {group: limits.get(group, ANY).clip(count) for group, count in counts.items()}
    gap = size - sum(target.values())
    sign = 1 if gap > 0 else -1
    for group in sorted(target, key=lambda each: (sign * (each.key is not None), sign * target[each])):
        moved = limits.get(group, ANY).clip(target[group] + gap) - target[group]
        target[group] += moved
        gap -= moved
    return None if gap else target
