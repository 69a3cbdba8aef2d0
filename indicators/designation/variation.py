"""A profile with something changed: what if a threshold, a count or the set of criteria were another?"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field, FiniteFloat, PositiveInt

from config.errors import AimakError
from config.loader import ConfigModel
from indicators.designation.profile import Criterion, DesignationClass, Id, Profile, Threshold


class VariationError(AimakError, ValueError):
    """A change of something the profile does not have."""


class Variation(ConfigModel):
    """What is changed."""

    thresholds: dict[Id, FiniteFloat] = Field(default_factory=dict)
    """By criterion, in place of all its dated ones."""
    at_least: dict[Id, PositiveInt] = Field(default_factory=dict)
    """By class, how many criteria it takes."""
    without: tuple[Id, ...] = ()
    """Criteria that are left out."""

    def __bool__(self) -> bool:
        return bool(self.thresholds or self.at_least or self.without)


def vary(profile: Profile, variation: Variation) -> Profile:
    """Return the profile with the changes; its id, texts and legal basis stay.

    Raises:
        VariationError: naming every criterion or class the profile does not have, and a class left without
            conditions.
    """
    if faults := list(_faults(profile, variation)):
        raise VariationError("; ".join(faults))
    criteria = tuple(
        _with_threshold(each, variation) for each in profile.criteria if each.id not in variation.without
    )
    classes = tuple(_varied(each, variation) for each in profile.classes)
    return profile.model_copy(update={"criteria": criteria, "classes": classes})


def _faults(profile: Profile, variation: Variation) -> Iterator[str]:
    criteria = {each.id for each in profile.criteria}
    counted = {each.id for each in profile.classes if each.at_least is not None}
    if unknown := sorted({*variation.thresholds, *variation.without} - criteria):
        yield f"expected criteria of {', '.join(sorted(criteria))}, got {', '.join(unknown)}"
    if unknown := sorted(set(variation.at_least) - counted):
        yield f"expected classes of {', '.join(sorted(counted))}, got {', '.join(unknown)}"
    for each in profile.classes:
        named = set(each.of or criteria) if each.at_least is not None else set(each.required)
        if named and named <= set(variation.without):
            yield f"expected at least one criterion of the class {each.id} to stay"
        elif each.at_least is not None and not 1 <= variation.at_least.get(each.id, 1) <= len(named):
            asked = variation.at_least[each.id]
            yield f"expected the class {each.id} to count 1 to {len(named)}, got {asked}"


def _with_threshold(criterion: Criterion, variation: Variation) -> Criterion:
    if criterion.id not in variation.thresholds:
        return criterion
    return criterion.model_copy(update={"thresholds": (Threshold(value=variation.thresholds[criterion.id]),)})


def _varied(each: DesignationClass, variation: Variation) -> DesignationClass:
    kept = {
        name: tuple(criterion for criterion in getattr(each, name) if criterion not in variation.without)
        for name in ("of", "required")
    }
    return each.model_copy(update={"at_least": variation.at_least.get(each.id, each.at_least), **kept})
