"""An equalization scenario: which formula, for what purpose, on which numbers, written as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, get_args

import tomli_w
from pydantic import AfterValidator, Field, FiniteFloat, PositiveFloat, model_validator

from config.i18n import N_
from config.loader import ConfigError, ConfigModel, parse_toml, validate
from geodata.periods import parse_period
from indicators.catalogue import Catalogue, InterfaceTexts, load_catalogue

DOCUMENT_KIND = "budget-scenario"
"""The kind of the documents that scenarios are kept as in the store."""

LONGEST_TEXT = 50_000
"""Characters; a scenario has about a thousand."""

Purpose = Literal["to_mean", "to_minimum", "development"]
Form = Literal["lift", "pool", "minimum", "difference"]
Parameter = Literal[
    "criterion", "total", "norm_per_head", "phase_in_pct", "cap_per_head", "cap_need_pct", "floor_pct"
]
"""A number of a scenario that a slider or a sweep moves."""

PURPOSE_TEXTS: dict[Purpose, str] = {
    "to_mean": N_("to the mean: every area to the budget provision of the nation"),
    "to_minimum": N_("to a minimum: no area below a stated level"),
    "development": N_("for development: a level chosen beyond what equal services ask"),
}
"""What each purpose is called on screen, in English."""

FORM_TEXTS: dict[Form, str] = {
    "lift": N_("lift every area below a criterion up to it"),
    "pool": N_("share a fixed pool in proportion to the gap to a criterion"),
    "minimum": N_("fill up own revenue to a minimum standard"),
    "difference": N_("forecast expenditure minus forecast revenue: subvention or withdrawal"),
}
"""What each form is called on screen, in English."""

PARAMETER_TEXTS: dict[Parameter, str] = {
    "criterion": N_("Criterion K"),
    "total": N_("Pool"),
    "norm_per_head": N_("Norm per resident"),
    "phase_in_pct": N_("Phase-in, % of the change"),
    "cap_per_head": N_("Cap per resident"),
    "cap_need_pct": N_("Cap, % of the need"),
    "floor_pct": N_("Floor, % of the current grant"),
}
"""What each number is called on screen, in English."""

ROUND_TO = (0.01, 1.0, 1000.0)
"""Smallest amounts to choose from, in currency."""

NATION = 1.0
"""The budget provision index of the nation."""


class Lift(ConfigModel):
    """Form (a): every area below a criterion is lifted to it; the pool results."""

    form: Literal["lift"]
    criterion: PositiveFloat
    """A budget provision index; the nation's is 1."""


class Pool(ConfigModel):
    """Form (b): a fixed pool is shared in proportion to the gap that a lift would fill."""

    form: Literal["pool"]
    criterion: PositiveFloat
    total: FiniteFloat = Field(ge=0)
    """The pool, in thousand currency."""
    cap_at_gap: bool = True
    """Whether no area gets more than its gap; what that leaves over is reported, never handed out."""


class Minimum(ConfigModel):
    """Form (c): own revenue is filled up to the normative expenditure."""

    form: Literal["minimum"]
    total: FiniteFloat | None = Field(default=None, ge=0)
    """A fixed pool in thousand currency, shared in proportion to the shortfall; without, the pool results."""
    cap_at_gap: bool = True


class Difference(ConfigModel):
    """Form (d): forecast expenditure minus forecast revenue, a withdrawal where that is below zero.

    The forecasts are the scenario's normative expenditure and revenue potential.
    """

    form: Literal["difference"]


Formula = Annotated[Lift | Pool | Minimum | Difference, Field(discriminator="form")]


def _is_offered(amount: float) -> float:
    if amount not in ROUND_TO:
        raise ValueError(f"expected one of {', '.join(f'{each:g}' for each in ROUND_TO)}")
    return amount


RoundTo = Annotated[float, AfterValidator(_is_offered)]


class Limits(ConfigModel):
    """What is done to the amounts of a formula, in this order."""

    phase_in_pct: float = Field(default=100.0, gt=0, le=100)
    """First: how much of the change from the current grant comes about this year, % of it."""
    cap_per_head: FiniteFloat | None = Field(default=None, ge=0)
    """Then: no grant above this much, currency per resident."""
    cap_need_pct: FiniteFloat | None = Field(default=None, ge=0)
    """And none above this share of the normative expenditure, %."""
    floor_pct: float = Field(default=0.0, ge=0, le=100)
    """Then: no grant below this share of the current one, %; where it and a cap disagree, it wins."""
    round_to: RoundTo = 0.01
    """Last: the smallest amount that is handed out, in currency; the parts add up to the total exactly."""


class NeedFromIndicator(ConfigModel):
    """Normative expenditure as an indicator of the catalogue has it, in thousand currency."""

    by: Literal["indicator"]
    indicator: str


class NeedPerHead(ConfigModel):
    """One norm per head for all areas: every expenditure-need index is then 1, but for dispersion."""

    by: Literal["norm_per_head"]
    norm_per_head: PositiveFloat
    """Currency per resident."""
    reference: str = Field(min_length=1)
    """Where the norm comes from."""


class NeedFromNorms(ConfigModel):
    """The expenditure norms of the country pack that are in force in the period, by kind of area."""

    by: Literal["norms"]


Need = Annotated[NeedFromIndicator | NeedPerHead | NeedFromNorms, Field(discriminator="by")]


FROM_SETTLEMENTS = "settlements"
"""In place of an indicator: counted in the settlements of the country."""


class Inputs(ConfigModel):
    """Which indicators of the catalogue a scenario reads."""

    population: str = "population"
    revenue_potential: str = "own_revenue"
    """What an area could raise, thousand currency: the fiscal-capacity side of the index."""
    own_revenue: str = "own_revenue"
    """What it does raise, thousand currency: what a minimum standard fills up."""
    current_grant: str = "equalization_grants"
    """Thousand currency."""
    small_settlement_share: str | None = None
    """People in settlements of under 500, % of all: an indicator, or ``settlements`` to count them there.

    Without, need is not corrected for dispersion.
    """


class PlacedScenario(ConfigModel):
    """What every scenario of budgets says of itself, and where and when it is looked at."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: InterfaceTexts
    country: str | None = None
    """The pack it is for; without, for any."""
    level: str = Field(min_length=1)
    """Id of the pack's level whose areas it is about."""
    period: Annotated[str, AfterValidator(parse_period)]
    """Of the numbers it reads, and of what is in force."""


class Scenario(PlacedScenario):
    """An equalization scenario. Its result follows from it and the data alone."""

    purpose: Purpose
    """Chosen, never implied. It changes no amount; what contradicts it is refused."""
    formula: Formula
    need: Need
    limits: Limits = Limits()
    inputs: Inputs = Inputs()

    @property
    def parameters(self) -> dict[Parameter, float]:
        """The numbers it states, by name; those it leaves open are not in it."""
        stated = self.formula.model_dump() | self.limits.model_dump() | self.need.model_dump()
        return {each: stated[each] for each in get_args(Parameter) if stated.get(each) is not None}

    @property
    def indicator_ids(self) -> list[str]:
        """The indicators it reads, each once."""
        return list(dict.fromkeys(self.indicators.values()))

    @property
    def indicators(self) -> dict[str, str]:
        """The indicator that each input is read from; an input without one is not in it."""
        read = self.inputs.model_dump(exclude_none=True)
        if self.counts_settlements:
            del read["small_settlement_share"]
        if isinstance(self.need, NeedFromIndicator):
            read["normative_expenditure"] = self.need.indicator
        return read

    @property
    def counts_settlements(self) -> bool:
        """Whether the people in small settlements are counted there, for the correction of need."""
        return self.inputs.small_settlement_share == FROM_SETTLEMENTS

    @model_validator(mode="after")
    def _purpose_fits_formula(self) -> Scenario:
        formula = self.formula
        if isinstance(formula, Minimum) and self.purpose != "to_minimum":
            raise ValueError(
                f'expected the purpose "to_minimum" with the form "minimum", got "{self.purpose}"'
            )
        if isinstance(formula, Lift | Pool) and self.purpose == "to_mean" and formula.criterion != NATION:
            raise ValueError(
                f'expected criterion = 1, the index of the nation, with "to_mean", got {formula.criterion}'
            )
        return self


def scenario_from_toml(text: str, *, name: str) -> Scenario:
    """Read a scenario from TOML.

    Args:
        text: the TOML; may be hostile.
        name: what errors call it, such as the name of a file.

    Raises:
        ConfigError: it is too long or no TOML, has missing, unknown or ill-typed keys or numbers out of
            range, or an indicator that is not known; all faults are listed, each with its key.
    """
    scenario = parse_toml(text, Scenario, name=name, longest=LONGEST_TEXT)
    if faults := list(unknown_indicators(scenario, load_catalogue())):
        raise ConfigError(name, faults)
    return scenario


def scenario_to_toml(scenario: Scenario) -> str:
    """Return a scenario as TOML, without what is left open; reading it gives the same."""
    return tomli_w.dumps(scenario.model_dump(exclude_none=True))


def with_parameters(scenario: Scenario, changes: Mapping[Parameter, float]) -> Scenario:
    """Return a scenario with other numbers.

    Raises:
        ConfigError: it has no such number, or the number is out of range or contradicts the purpose.
    """
    data = scenario.model_dump(exclude_none=True)
    for name, number in changes.items():
        data[_section(scenario, name)][name] = number
    return validate(data, Scenario, name=scenario.id)


def _section(scenario: Scenario, parameter: Parameter) -> str:
    for section in ("formula", "need", "limits"):
        if parameter in type(getattr(scenario, section)).model_fields:
            return section
    fault = (
        f"expected a number that the scenario has, got {parameter!r} with the form {scenario.formula.form!r}"
    )
    raise ConfigError(scenario.id, [fault])


def unknown_indicators(scenario: Scenario, catalogue: Catalogue) -> Iterator[str]:
    """Yield a fault for every indicator that the catalogue lacks."""
    keys: Mapping[str, str] = {"normative_expenditure": "need.indicator"}
    for name, indicator_id in scenario.indicators.items():
        if indicator_id not in catalogue:
            key = keys.get(name, f"inputs.{name}")
            yield f"key {key}: expected an indicator of the catalogue, got {indicator_id!r}"
