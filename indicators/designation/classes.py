"""Which classes an area may be in, given what is known of its criteria."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indicators.designation.profile import DesignationClass, Profile
from indicators.designation.truth import Truth, stacked
from indicators.hierarchy import Bools

LABEL_SEPARATOR = "+"


@dataclass(frozen=True, eq=False)
class ClassSets:
    """The classes of areas, as far as they can be told.

    Where classes exclude each other an area is in exactly one of those that ``labels`` calls possible; where
    they overlap it may be in several, and in the last one, the rest, if in no other.

    Nothing is called sure that is not. Of classes that exclude each other and ask for different criteria, one
    may be called possible that is not: its conditions are not weighed against those of the classes before.
    """

    classes: tuple[DesignationClass, ...]
    overlapping: bool
    labels: Truth
    """Shape (…, areas, classes)."""

    @property
    def designated(self) -> Truth:
        """Whether an area is in a class that is a designation, shape (…, areas)."""
        counted = self._is_designation
        if self.overlapping:
            return Truth(_any(self.labels.surely[..., counted]), _any(self.labels.possibly[..., counted]))
        possible = self.labels.possibly
        return Truth(~_any(possible[..., ~counted]), _any(possible[..., counted]))

    def truth(self, class_id: str) -> Truth:
        """Return whether an area is in a class, shape (…, areas)."""
        n = self._position(class_id)
        return Truth(self.labels.surely[..., n], self.labels.possibly[..., n])

    def promoted(self, where: Truth, class_id: str) -> ClassSets:
        """Return the classes with areas put into a designation ``where`` they are in none.

        Where classes overlap, they are put into it beside any other.
        """
        if self.overlapping:
            return self._with_label(class_id, self.truth(class_id) | where)
        possible = self.labels.possibly.copy()
        outside = possible & ~self._is_designation
        possible[..., self._position(class_id)] |= where.possibly & _any(outside)
        return self._of_possible(possible & ~(outside & where.surely[..., None]))

    def demoted(self, where: Truth, class_id: str) -> ClassSets:
        """Return the classes with areas put from a designation into the rest ``where`` they are in it."""
        if self.overlapping:
            return self._with_label(class_id, self.truth(class_id) & ~where)
        possible, n = self.labels.possibly.copy(), self._position(class_id)
        possible[..., -1] |= where.possibly & possible[..., n]
        possible[..., n] &= ~where.surely
        return self._of_possible(possible)

    def differs_from(self, other: ClassSets) -> Bools:
        """Return for which areas more or less can be said than ``other`` says, shape (…, areas)."""
        surely = self.labels.surely != other.labels.surely
        return _any(surely | (self.labels.possibly != other.labels.possibly))

    def names(self) -> npt.NDArray[np.object_]:
        """Return the id of each area's class, shape (areas,); None where it cannot be told."""
        ids = np.array([each.id for each in self.classes])
        is_told = ~_any(self.labels.is_missing)
        return np.array(
            [
                LABEL_SEPARATOR.join(ids[labels]) if told else None
                for labels, told in zip(self.labels.surely, is_told, strict=True)
            ],
            dtype=object,
        )

    def _position(self, class_id: str) -> int:
        return [each.id for each in self.classes].index(class_id)

    @property
    def _is_designation(self) -> Bools:
        return np.array([each.is_designated for each in self.classes])

    def _of_possible(self, possible: Bools) -> ClassSets:
        return replace(self, labels=_exclusive(possible))

    def _with_label(self, class_id: str, truth: Truth) -> ClassSets:
        named = [truth if each.id == class_id else self.truth(each.id) for each in self.classes[:-1]]
        return replace(self, labels=_with_rest(named))


def class_sets(profile: Profile, criteria: Truth) -> ClassSets:
    """Return the classes that follow from the criteria, shape (…, areas, criteria)."""
    named = [_condition(each, profile, criteria) for each in profile.classes[:-1]]
    if profile.overlapping:
        return ClassSets(profile.classes, overlapping=True, labels=_with_rest(named))
    everywhere = Truth.known(np.ones(criteria.surely.shape[:-1], dtype=bool))
    conditions = stacked([*named, everywhere])
    is_settled = np.logical_or.accumulate(conditions.surely, axis=-1)
    possible = conditions.possibly.copy()
    possible[..., 1:] &= ~is_settled[..., :-1]
    return ClassSets(profile.classes, overlapping=False, labels=_exclusive(possible))


def _condition(each: DesignationClass, profile: Profile, criteria: Truth) -> Truth:
    ids = [criterion.id for criterion in profile.criteria]
    if each.is_rest:
        return Truth.known(np.zeros(criteria.surely.shape[:-1], dtype=bool))
    of = [ids.index(name) for name in each.of or ids]
    holds = _taken(criteria, of).at_least(each.at_least or 0)
    required = [ids.index(name) for name in each.required]
    return holds & _taken(criteria, required).at_least(len(required))


def _taken(criteria: Truth, positions: list[int]) -> Truth:
    return Truth(criteria.surely[..., positions], criteria.possibly[..., positions])


def _any(statements: Bools) -> Bools:
    found: Bools = np.logical_or.reduce(statements, axis=-1)
    return found


def _exclusive(possible: Bools) -> Truth:
    is_only = possible.sum(axis=-1, keepdims=True) == 1
    return Truth(possible & is_only, possible)


def _with_rest(named: list[Truth]) -> Truth:
    labels = stacked(named)
    rest = Truth(~_any(labels.possibly), ~_any(labels.surely))
    return stacked([*named, rest])
