"""Designation profiles: a rule as data, with its legal basis, its dated thresholds and its classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from os import PathLike
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, FiniteFloat, model_validator

from config.loader import CONFIG_DIR, ConfigError, ConfigModel, load_toml_folder
from geodata.periods import parse_period
from indicators.catalogue import Catalogue, InterfaceTexts, load_catalogue
from indicators.designation.adjustments import Adjustment
from indicators.designation.scores import Aggregation, Normalisation
from indicators.designation.statistics import STATISTICS, Worst
from indicators.designation.windows import Dated, Window, in_force

Operator = Literal["<", "<=", ">", ">="]

ID_PATTERN = r"^[a-z0-9][a-z0-9_-]*$"
Id = Annotated[str, Field(pattern=ID_PATTERN)]


class LegalBasis(ConfigModel):
    """The law, paper or programme a profile comes from, and when it held."""

    title: str = Field(min_length=1)
    link: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    """Last day."""
    status_until: date | None = None
    """Last day on which areas designated before ``effective_to`` keep their status."""
    replaced_by: str | None = None
    """In words, or the id of a profile."""

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on ``day``."""
        starts = self.effective_from is None or self.effective_from <= day
        return starts and (self.effective_to is None or day <= self.effective_to)


class Note(ConfigModel):
    """What a reader must know before trusting the result."""

    kind: Literal["assumption", "as_printed", "pending", "scope"]
    text: InterfaceTexts


class Threshold(Dated):
    """A number that holds from one day to another; it is never edited in place."""

    value: FiniteFloat
    reference: str = ""


class NationReference(ConfigModel):
    """The country's value: the published one, else the ratio of sums or the mean weighted by population."""

    to: Literal["nation"]
    mean: Literal["whole", "weighted", "simple"] = "whole"
    """``whole``: the value of the country; ``weighted`` and ``simple``: means of the areas of the level."""
    weight: str | None = None
    """The indicator that weighs the areas in a weighted mean."""

    @model_validator(mode="after")
    def _weight_fits_mean(self) -> NationReference:
        if (self.weight is not None) != (self.mean == "weighted"):
            raise ValueError("expected a weight with a weighted mean and with no other")
        return self


class ParentReference(ConfigModel):
    """The value of the area above."""

    to: Literal["parent"]


class ConstantReference(ConfigModel):
    """A number that is the same for every area and period."""

    to: Literal["constant"]
    value: FiniteFloat
    source: str = Field(min_length=1)


class SeriesReference(ConfigModel):
    """A series from outside the country's data, such as the mean of a union of countries."""

    to: Literal["series"]
    title: InterfaceTexts
    values: dict[Annotated[str, AfterValidator(parse_period)], FiniteFloat] = Field(min_length=1)
    """By period."""
    source: str = Field(min_length=1)


Reference = Annotated[
    NationReference | ParentReference | ConstantReference | SeriesReference, Field(discriminator="to")
]


class Quantity(ConfigModel):
    """How a gap becomes a number of things: gap × ``scale`` × the area's value of the indicator ``of``."""

    of: str | None = None
    scale: float = 1
    unit: str


class Support(ConfigModel):
    """What helps an area that meets a criterion."""

    measure: Id
    """An id of ``config/support_measures.toml``."""
    quantity: Quantity | None = None


class Criterion(ConfigModel):
    """One test of an area: a statistic of an indicator or a score, compared with a threshold."""

    id: Id
    title: InterfaceTexts
    indicator: str | None = None
    score: str | None = None
    statistic: str = "value"
    """A key of ``statistics.STATISTICS``."""
    reference: Reference | None = None
    worst: Worst | None = None
    """For a ranking: which end of it comes first."""
    crossing: Literal["included", "excluded"] = "included"
    """For a quota: whether the area that crosses the line counts."""
    window: Window = Window()
    operator: Operator
    thresholds: tuple[Threshold, ...] = ()
    support: Support | None = None

    def threshold_on(self, day: date) -> float | None:
        """Return the threshold in force on a day, None where there is none."""
        found = in_force(self.thresholds, day)
        return None if found is None else found.value

    @model_validator(mode="after")
    def _measures_one_thing(self) -> Criterion:
        if (self.indicator is None) == (self.score is None):
            raise ValueError("expected either an indicator or a score")
        if self.score is not None and self.window != Window():
            raise ValueError("expected the window of a score on the score itself")
        if self.score is not None and not _fits_a_score(self.reference):
            raise ValueError(
                "expected a constant or the simple mean of the areas as the reference of a score"
            )
        return self

    @model_validator(mode="after")
    def _statistic_has_what_it_needs(self) -> Criterion:
        known = STATISTICS.get(self.statistic)
        if known is None:
            raise ValueError(f"expected a statistic of {', '.join(STATISTICS)}, got {self.statistic!r}")
        if known.needs_reference != (self.reference is not None):
            raise ValueError(f"expected a reference for {known.id} only where it compares with one")
        if known.is_ranking != (self.worst is not None):
            raise ValueError("expected the end a ranking starts from (worst) for a ranking and for no other")
        return self

    @model_validator(mode="after")
    def _thresholds_do_not_overlap(self) -> Criterion:
        spans = sorted((each.valid_from or date.min, each.valid_to or date.max) for each in self.thresholds)
        if any(end >= start for (_, end), (start, _) in pairwise(spans)):
            raise ValueError("expected thresholds of which one ends (valid_to) before the next begins")
        return self


def _fits_a_score(reference: Reference | None) -> bool:
    if isinstance(reference, NationReference):
        return reference.mean == "simple"
    return reference is None or isinstance(reference, ConstantReference)


class Component(ConfigModel):
    """A part of a score."""

    indicator: str
    weight: FiniteFloat = Field(default=1, gt=0)
    worst: Worst


class Score(ConfigModel):
    """A composite index of several indicators; higher is better. Never presented as official."""

    title: InterfaceTexts
    components: tuple[Component, ...] = Field(min_length=1)
    normalisation: Normalisation
    aggregation: Aggregation
    window: Window = Window()

    @model_validator(mode="after")
    def _can_be_formed(self) -> Score:
        if self.window.take != "mean":
            raise ValueError("expected take = 'mean' in the window of a score")
        if (self.normalisation, self.aggregation) == ("z_score", "geometric_mean"):
            raise ValueError("expected another normalisation than z_score, half of which is below zero")
        return self


class DesignationClass(ConfigModel):
    """A class of areas: which criteria it takes, and whether it is a designation."""

    id: Id
    title: InterfaceTexts
    is_designated: bool
    at_least: int | None = Field(default=None, ge=1)
    """How many criteria must be met."""
    of: tuple[Id, ...] = ()
    """Of which; without, of all."""
    required: tuple[Id, ...] = ()
    """Criteria that must be met in any case."""

    @property
    def is_rest(self) -> bool:
        """Whether it takes whatever no other class does."""
        return self.at_least is None and not self.required

    @model_validator(mode="after")
    def _counts_each_criterion_once(self) -> DesignationClass:
        if self.of and self.at_least is None:
            raise ValueError("expected at_least: how many of the criteria (of) it takes")
        if len(set(self.of)) < len(self.of):
            raise ValueError(f"expected every criterion once, got {', '.join(self.of)}")
        return self


class RobustnessSettings(ConfigModel):
    """How a profile is stress-tested."""

    draws: int = Field(default=1000, ge=1, le=100_000)
    threshold_range_pct: float = Field(default=5, ge=0, lt=100)
    """Thresholds are drawn evenly from this much below to this much above."""
    firm_from: float = Field(default=0.95, gt=0.5, le=1)
    """Probability from which a designation, or its absence, is called firm."""


class Profile(ConfigModel):
    """A designation rule."""

    id: Id
    title: InterfaceTexts
    description: InterfaceTexts
    source: Literal["published", "pending", "own"]
    """``pending``: known by name, its numbers are not at hand; it cannot be run."""
    legal_basis: LegalBasis
    notes: tuple[Note, ...] = ()
    countries: tuple[str, ...] = ()
    """Packs it is for; without, for any."""
    level: str | None = None
    """Id of the pack's level it applies to."""
    criteria: tuple[Criterion, ...] = ()
    scores: dict[Id, Score] = Field(default_factory=dict)
    classes: tuple[DesignationClass, ...] = Field(min_length=2)
    """From the worst to the rest; an area is in the first class whose conditions it meets."""
    overlapping: bool = False
    """Whether an area is in every class whose conditions it meets."""
    adjustments: tuple[Adjustment, ...] = ()
    robustness: RobustnessSettings = RobustnessSettings()

    @property
    def can_be_run(self) -> bool:
        """Whether all its numbers are at hand."""
        return self.source != "pending"

    @property
    def needs_borders(self) -> bool:
        """Whether it asks which areas are neighbours."""
        return any(each.needs_borders for each in self.adjustments)

    @property
    def indicator_ids(self) -> list[str]:
        """The indicators it reads, each once."""
        return list(dict.fromkeys(self._indicators()))

    @property
    def windows(self) -> list[tuple[str, Window]]:
        """What its criteria and scores read: indicators and the window of each."""
        read = [(each.indicator, each.window) for each in self.criteria if each.indicator is not None]
        for each in self.criteria:
            if each.score is not None:
                score = self.scores[each.score]
                read += [(component.indicator, score.window) for component in score.components]
        return read

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion of that id."""
        return next(each for each in self.criteria if each.id == criterion_id)

    def _indicators(self) -> Iterator[str]:
        for criterion in self.criteria:
            if criterion.indicator is not None:
                yield criterion.indicator
            if isinstance(criterion.reference, NationReference) and criterion.reference.weight:
                yield criterion.reference.weight
            if criterion.support and criterion.support.quantity and criterion.support.quantity.of:
                yield criterion.support.quantity.of
        for score in self.scores.values():
            yield from (component.indicator for component in score.components)
        yield POPULATION

    @model_validator(mode="after")
    def _numbers_are_at_hand(self) -> Profile:
        if self.can_be_run and not all(each.thresholds for each in self.criteria):
            raise ValueError('expected thresholds for every criterion, or source = "pending"')
        return self

    @model_validator(mode="after")
    def _ids_are_known(self) -> Profile:
        ids = [each.id for each in self.criteria]
        for kind, listed in (("criteria", ids), ("classes", [each.id for each in self.classes])):
            if len(set(listed)) < len(listed):
                raise ValueError(f"expected {kind} with an id of their own")
        named = {each for one in self.classes for each in (*one.of, *one.required)}
        if unknown := sorted(named - set(ids)):
            raise ValueError(f"expected classes that name criteria of {', '.join(ids)}, got {unknown}")
        scores = {each.score for each in self.criteria if each.score is not None}
        if unknown := sorted(scores - set(self.scores)):
            raise ValueError(f"expected criteria that name scores of the profile, got {unknown}")
        return self

    @model_validator(mode="after")
    def _counts_can_be_reached(self) -> Profile:
        for each in self.classes:
            n_counted = len(each.of or self.criteria)
            if self.can_be_run and (each.at_least or 0) > n_counted:
                raise ValueError(
                    f"expected at_least of at most {n_counted} for {each.id}, got {each.at_least}"
                )
        return self

    @model_validator(mode="after")
    def _last_class_is_the_rest(self) -> Profile:
        *others, last = self.classes
        if not last.is_rest or last.is_designated:
            raise ValueError("expected the last class to be the rest: not designated, without conditions")
        is_list = not self.criteria and len(others) == 1
        if self.can_be_run and not is_list and any(each.is_rest for each in others):
            raise ValueError("expected conditions (at_least or required) for every class but the last")
        return self

    @model_validator(mode="after")
    def _adjustments_name_classes(self) -> Profile:
        designated = {each.id for each in self.classes if each.is_designated}
        if unknown := sorted({each.designation for each in self.adjustments} - designated):
            raise ValueError(
                f"expected adjustments to a designated class of {sorted(designated)}, got {unknown}"
            )
        return self


POPULATION = "population"
"""The indicator that counts the people affected."""


@cache
def load_profiles(folder: PathLike[str] = CONFIG_DIR / "profiles") -> Mapping[str, Profile]:
    """Read the built-in profiles, by id, in the order of the ids; a profile's id is its file's name.

    Raises:
        ConfigError: naming file and key of each fault.
    """
    loaded = load_toml_folder(folder, Profile)
    catalogue = load_catalogue()
    faults = [
        f"{path.name}: {fault}"
        for path, profile in loaded.items()
        for fault in (*_misnamed(path.stem, profile), *unknown_indicators(profile, catalogue))
    ]
    if faults:
        raise ConfigError(next(iter(loaded)).parent, faults)
    return {each.id: each for each in sorted(loaded.values(), key=lambda profile: profile.id)}


def unknown_indicators(profile: Profile, catalogue: Catalogue) -> Iterator[str]:
    """Yield a fault for every indicator the catalogue does not have."""
    for each in profile.indicator_ids:
        if each not in catalogue:
            yield f"key criteria: expected an indicator of the catalogue, got {each!r}"


def _misnamed(stem: str, profile: Profile) -> Iterator[str]:
    if profile.id != stem:
        yield f"key id: expected the name of the file, {stem!r}, got {profile.id!r}"
