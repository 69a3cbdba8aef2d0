"""The catalogue of indicators: what is measured, in which unit, how it adds up and where it comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from os import PathLike
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from config.i18n import LANGUAGES
from config.loader import CONFIG_DIR, ConfigError, ConfigModel, load_toml_folder
from geodata.periods import first_day, last_day, parse_period
from indicators.formulas import FORMULAS, Formula
from indicators.schemes import Scheme

Aggregation = Literal["sum", "ratio_of_sums", "weighted_mean", "none"]
Direction = Literal["higher_is_better", "lower_is_better", "none"]


def _in_every_language(texts: dict[str, str]) -> dict[str, str]:
    if set(texts) != set(LANGUAGES) or not all(text.strip() for text in texts.values()):
        raise ValueError(f"expected a text in each of {', '.join(LANGUAGES)} and no other")
    return texts


InterfaceTexts = Annotated[dict[str, str], AfterValidator(_in_every_language)]
"""A text in every language of the interface."""

Period = Annotated[str, AfterValidator(parse_period)]


class Vocable(ConfigModel):
    """A group, a unit or a source body: an id with its name."""

    title: InterfaceTexts


class MissingPolicy(ConfigModel):
    """What stands in for a value that is missing: nothing, or the latest earlier one, marked as imputed."""

    policy: Literal["none", "carry_forward"] = "none"
    max_years: int | None = Field(default=None, ge=1)
    """How long a value may be carried forward; without it, for ever."""


class SeriesBreak(ConfigModel):
    """A change of method or scope: values from ``period`` on do not compare with those before."""

    period: Period
    note: InterfaceTexts
    country: str | None = None
    """The pack it holds for; none means everywhere."""


class Stage(ConfigModel):
    """A stage of a budget before execution; its texts take those of the executed amount."""

    title: InterfaceTexts
    """With ``{title}``."""
    description: InterfaceTexts
    """With ``{description}``."""


class Alert(ConfigModel):
    """A limit set by law; a value beyond it is reported."""

    operator: Literal[">", ">=", "<", "<="]
    value: float
    first_period: Period | None = None
    last_period: Period | None = None
    country: str | None = None
    """The pack it holds for; none means everywhere."""
    reference: str = Field(min_length=1)

    def holds_in(self, period: str, country: str) -> bool:
        """Whether it held in the country on the last day of ``period``."""
        day = last_day(period)
        has_begun = self.first_period is None or first_day(self.first_period) <= day
        has_ended = self.last_period is not None and last_day(self.last_period) < day
        return has_begun and not has_ended and self.country in (None, country)


class Indicator(ConfigModel):
    """One table of the catalogue; with a ``formula`` it is derived, else observed."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: InterfaceTexts
    description: InterfaceTexts
    unit: str
    direction: Direction
    aggregation: Aggregation
    weight: str | None = None
    """The indicator that weighs the areas in a mean."""
    minimum_coverage_pct: float = Field(default=0, ge=0, le=100)
    """An aggregate that covers less of its parts is missing."""
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = Field(ge=0, le=6)
    group: str
    result_type: Literal["baseline", "output", "outcome", "impact"]
    has_sex_split: bool = False
    source_body: str
    reference: str = Field(min_length=1)
    method_version: str = "1"
    formula: str | None = None
    inputs: tuple[str, ...] = ()
    parameters: dict[str, int | float] = Field(default_factory=dict)
    parts: tuple[str, ...] = ()
    """The indicators an observed one is the sum of; a published value is never corrected by them."""
    stages: tuple[str, ...] = ()
    """Stages besides execution in which it is observed, too: the catalogue adds an indicator for each."""
    stage: str | None = None
    """The stage, for an indicator that the catalogue added."""
    stage_of: str | None = None
    """The indicator whose stage it is."""
    missing: MissingPolicy = MissingPolicy()
    is_national: bool = False
    """Whether areas without a value of their own have that of the area above, as for a price level."""
    fallback_attribute: str | None = None
    """Column of the areas table that holds where nothing is published."""
    scheme: Scheme
    palette: Literal["sequential", "diverging"]
    midpoint: float | None = None
    """The value a diverging palette parts at."""
    relative_error_pct: float | None = Field(default=None, gt=0)
    breaks: tuple[SeriesBreak, ...] = ()
    alerts: tuple[Alert, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The indicators it is computed from: its inputs, its parts and its weight."""
        made_of = (*self.inputs, *self.parts)
        return made_of if self.weight is None else (*made_of, self.weight)

    @property
    def kind(self) -> Literal["base", "derived"]:
        """Whether its values are observed or computed."""
        return "derived" if self.formula else "base"

    @property
    def formula_entry(self) -> Formula | None:
        """The registered formula; None for an observed indicator."""
        return None if self.formula is None else FORMULAS[self.formula]

    def breaks_in(self, country: str) -> tuple[SeriesBreak, ...]:
        """Return the breaks that hold for the pack of that code."""
        return tuple(each for each in self.breaks if each.country in (None, country))

    def alert_in(self, period: str, country: str) -> Alert | None:
        """Return the limit that held in a period for the pack of that code, None where none did."""
        return next((each for each in self.alerts if each.holds_in(period, country)), None)

    def at_stage(self, stage_id: str, stage: Stage, parts: tuple[str, ...]) -> Indicator:
        """Return the indicator of the same amount at a stage before execution, made of ``parts``."""
        texts = {
            "title": {code: text.format(title=self.title[code]) for code, text in stage.title.items()},
            "description": {
                code: text.format(description=self.description[code])
                for code, text in stage.description.items()
            },
        }
        own = {"id": staged_id(self.id, stage_id), "parts": parts, "stage": stage_id, "stage_of": self.id}
        return self.model_copy(update={**texts, **own, "stages": (), "alerts": ()})

    @model_validator(mode="after")
    def _aggregation_fits_kind(self) -> Indicator:
        fitting = {"base": ("sum", "weighted_mean", "none"), "derived": ("ratio_of_sums", "none")}[self.kind]
        if self.aggregation not in fitting:
            raise ValueError(f"expected the aggregation of a {self.kind} indicator to be one of {fitting}")
        if self.aggregation == "weighted_mean" and self.weight is None:
            raise ValueError("expected a weight for a weighted mean")
        return self

    @model_validator(mode="after")
    def _only_amounts_have_parts_and_stages(self) -> Indicator:
        if (self.parts or self.stages) and (self.kind, self.aggregation) != ("base", "sum"):
            raise ValueError("expected parts and stages only of an observed indicator that adds up")
        if self.stage or self.stage_of:
            raise ValueError("expected stages with the executed amount, the catalogue adds their indicators")
        return self

    @model_validator(mode="after")
    def _range_and_palette_are_consistent(self) -> Indicator:
        if self.minimum is not None and self.maximum is not None and self.minimum >= self.maximum:
            raise ValueError("expected a minimum below the maximum")
        if (self.palette == "diverging") != (self.midpoint is not None):
            raise ValueError("expected a midpoint with a diverging palette and with no other")
        return self

    @model_validator(mode="after")
    def _formula_takes_these_inputs(self) -> Indicator:
        if self.formula is None:
            if self.inputs or self.parameters:
                raise ValueError("expected a formula where inputs or parameters are given")
            return self
        known = FORMULAS.get(self.formula)
        if known is None:
            raise ValueError(f"expected a formula of {', '.join(FORMULAS)}, got {self.formula!r}")
        if len(self.inputs) != len(known.input_names):
            raise ValueError(f"expected the inputs {', '.join(known.input_names)} of the formula {known.id}")
        if unknown := set(self.parameters) - set(known.parameter_names):
            raise ValueError(f"expected parameters of {known.parameter_names}, got {sorted(unknown)}")
        return self


def staged_id(indicator_id: str, stage_id: str) -> str:
    """Return the id of an indicator at a stage before execution."""
    return f"{indicator_id}_{stage_id}"


class CatalogueFile(ConfigModel):
    """One file of ``config/indicators``: tables of indicators, or of the words they use."""

    groups: dict[str, Vocable] = Field(default_factory=dict)
    units: dict[str, Vocable] = Field(default_factory=dict)
    source_bodies: dict[str, Vocable] = Field(default_factory=dict)
    stages: dict[str, Stage] = Field(default_factory=dict)
    indicators: dict[str, Indicator] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _name_indicators(cls, data: dict[str, dict[str, dict[str, object]]]) -> dict[str, object]:
        named = {key: {**table, "id": key} for key, table in data.get("indicators", {}).items()}
        return {**data, "indicators": named}


class Catalogue(Mapping[str, Indicator]):
    """All indicators by id, in the order of the groups and then of the files."""

    def __init__(self, files: Iterable[CatalogueFile]) -> None:
        self.groups: dict[str, Vocable] = {}
        self.units: dict[str, Vocable] = {}
        self.source_bodies: dict[str, Vocable] = {}
        indicators: list[Indicator] = []
        for file in files:
            self.groups |= file.groups
            self.units |= file.units
            self.source_bodies |= file.source_bodies
            indicators += file.indicators.values()
        groups = list(self.groups)
        indicators.sort(key=lambda indicator: groups.index(indicator.group))
        self._indicators = {indicator.id: indicator for indicator in indicators}

    def __getitem__(self, indicator_id: str) -> Indicator:
        return self._indicators[indicator_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._indicators)

    def __len__(self) -> int:
        return len(self._indicators)

    def in_group(self, group: str) -> list[Indicator]:
        """Return the indicators of one group."""
        return [indicator for indicator in self.values() if indicator.group == group]

    def unit_label(self, indicator_id: str, language: str, *, currency: str = "") -> str:
        """Return the unit in words; ``currency`` is the pack's, for amounts of money."""
        return self.units[self[indicator_id].unit].title[language].format(currency=currency).strip()

    def computing_order(self, indicator_ids: Iterable[str] | None = None) -> list[str]:
        """Return these indicators (all by default) and what they are computed from, inputs first."""
        wanted: set[str] = set()
        pending = set(self if indicator_ids is None else indicator_ids)
        while pending:
            wanted |= pending
            pending = {need for each in pending for need in self[each].needs} - wanted
        graph = {each: self[each].needs for each in self if each in wanted}
        return list(TopologicalSorter(graph).static_order())


@cache
def load_catalogue(folder: PathLike[str] = CONFIG_DIR / "indicators") -> Catalogue:
    """Read every file of the catalogue.

    Raises:
        ConfigError: naming file and key of each fault: a missing language or key, a duplicate or unknown id,
            an unknown formula, inputs or parts that do not add up or that need each other.
    """
    loaded = load_toml_folder(folder, CatalogueFile)
    files = _with_stages({path.name: file for path, file in loaded.items()})
    faults = [fault for check in _CHECKS for fault in check(files)]
    if faults:
        raise ConfigError(next(iter(loaded)).parent, faults)
    return Catalogue(files.values())


def _with_stages(files: Mapping[str, CatalogueFile]) -> dict[str, CatalogueFile]:
    """Return the files with an indicator more for every stage of theirs, after the executed amount."""
    stages = {key: stage for file in files.values() for key, stage in file.stages.items()}
    staged = {(indicator.id, each) for _, indicator in _entries(files) for each in indicator.stages}
    expanded = {}
    for name, file in files.items():
        indicators = [
            each for indicator in file.indicators.values() for each in _at_stages(indicator, stages, staged)
        ]
        by_id = {each.id: each for each in indicators} | file.indicators
        expanded[name] = file.model_copy(update={"indicators": by_id})
    return expanded


def _at_stages(
    indicator: Indicator, stages: Mapping[str, Stage], staged: Collection[tuple[str, str]]
) -> Iterator[Indicator]:
    """Yield the executed amount and then its earlier stages, each made of its parts at that stage."""
    yield indicator
    for each in indicator.stages:
        if each in stages:
            parts = tuple(staged_id(part, each) for part in indicator.parts if (part, each) in staged)
            yield indicator.at_stage(each, stages[each], parts)


def _duplicate_ids(files: Mapping[str, CatalogueFile]) -> Iterator[str]:
    first: dict[str, str] = {}
    for name, file in files.items():
        for kind, table in file:
            for key in (f"{kind}.{each}" for each in table):
                if key in first:
                    yield f"{name}: key {key}: expected an id of its own, it is also in {first[key]}"
                first.setdefault(key, name)


def _unknown_words(files: Mapping[str, CatalogueFile]) -> Iterator[str]:
    catalogue_words = {
        "unit": {each for file in files.values() for each in file.units},
        "group": {each for file in files.values() for each in file.groups},
        "source_body": {each for file in files.values() for each in file.source_bodies},
    }
    for place, indicator in _entries(files):
        for key, words in catalogue_words.items() if indicator.stage_of is None else ():
            word = getattr(indicator, key)
            if word not in words:
                yield f"{place}.{key}: expected one of {', '.join(sorted(words))}, got {word!r}"


def _unfit_stages(files: Mapping[str, CatalogueFile]) -> Iterator[str]:
    known = {each for file in files.values() for each in file.stages}
    stages = {indicator.id: set(indicator.stages) for _, indicator in _entries(files)}
    written = {indicator.id for _, indicator in _entries(files) if indicator.stage_of is None}
    for place, indicator in _entries(files):
        for each in indicator.stages:
            if each not in known:
                yield f"{place}.stages: expected one of {', '.join(sorted(known))}, got {each!r}"
            if (added := staged_id(indicator.id, each)) in written:
                yield f"{place}.stages: expected no other indicator with the id {added!r}, found one"
            having = [part for part in indicator.parts if each in stages.get(part, ())]
            if having and len(having) < len(indicator.parts):
                yield f"{place}.stages: expected all its parts at {each!r} or none, got {', '.join(having)}"


def _unfit_parts(files: Mapping[str, CatalogueFile]) -> Iterator[str]:
    known = {indicator.id: indicator for _, indicator in _entries(files)}
    for place, indicator in _entries(files):
        for each in indicator.parts if indicator.stage_of is None else ():
            if each not in known:
                yield f"{place}.parts: expected the id of an indicator, got {each!r}"
            elif (known[each].aggregation, known[each].unit) != ("sum", indicator.unit):
                yield f"{place}.parts: expected parts in {indicator.unit} that add up, {each!r} does not"


def _unfit_inputs(files: Mapping[str, CatalogueFile]) -> Iterator[str]:
    known = {indicator.id: indicator for _, indicator in _entries(files)}
    for place, indicator in _entries(files):
        formula = indicator.formula_entry
        adds_up = (
            formula is not None and not formula.is_over_time and indicator.aggregation == "ratio_of_sums"
        )
        for each in indicator.inputs:
            if each not in known:
                yield f"{place}.inputs: expected the id of an indicator, got {each!r}"
            elif adds_up and known[each].aggregation != "sum":
                yield f"{place}.inputs: expected inputs that add up for a ratio of sums, {each!r} does not"


def _unfit_weights(files: Mapping[str, CatalogueFile]) -> Iterator[str]:
    additive = {indicator.id for _, indicator in _entries(files) if indicator.aggregation == "sum"}
    for place, indicator in _entries(files):
        if indicator.weight is not None and indicator.weight not in additive:
            yield f"{place}.weight: expected an indicator that adds up, got {indicator.weight!r}"


def _cycles(files: Mapping[str, CatalogueFile]) -> Iterator[str]:
    graph = {indicator.id: indicator.needs for _, indicator in _entries(files)}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        chain = " → ".join(reversed(error.args[1]))
        yield f"key indicators: expected inputs that lead to observed indicators, got the circle {chain}"


def _entries(files: Mapping[str, CatalogueFile]) -> Iterator[tuple[str, Indicator]]:
    for name, file in files.items():
        for indicator in file.indicators.values():
            yield f"{name}: key indicators.{indicator.id}", indicator


_CHECKS = (
    _duplicate_ids,
    _unknown_words,
    _unfit_stages,
    _unfit_inputs,
    _unfit_parts,
    _unfit_weights,
    _cycles,
)
