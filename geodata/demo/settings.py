"""Parameters of the demonstration country, as data in its pack: ``demo.toml`` and ``names.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from config.loader import ConfigModel, load_toml
from geodata.budgets import BudgetPack, load_budget_pack
from geodata.councils.pack import CouncilPack, load_council_pack
from geodata.demo.council_settings import CouncilDraws, load_council_draws
from geodata.demo.service_settings import ServiceDraws, load_service_draws
from geodata.packs import load_pack
from geodata.periods import Frequency

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class Lake(ConfigModel):
    """An ellipse with a noisy shore; its centre is an offset from the country's, in km."""

    east_km: float
    north_km: float
    length_km: Positive
    width_km: Positive
    shore_roughness: Positive


class Terrain(ConfigModel):
    """Mountains, in metres above the sea, and what they do to borders and settlement."""

    valley_m: Positive
    relief_m: Positive
    range_km: Positive
    """Typical distance between ridges, north to south."""
    elongation: Positive
    """How many times longer ridges are from west to east."""
    sharpness: Positive
    """Exponent of the slopes: the higher, the narrower ridges and the wider valleys."""
    lowest_massif: Share
    """Height of the lowest ranges as a share of ``relief_m``."""
    border_friction: Positive
    """Growth of travel cost per 1000 m: the higher, the closer borders keep to ridges."""
    border_roughness: Positive
    """Standard deviation of the logarithm of the local travel cost: the higher, the more winding borders."""
    border_range_km: Positive
    """Longest bend of a border that follows no ridge."""
    habitability_m: Positive
    """Rise over which habitability falls to 1/e."""
    fertility_range_km: Positive
    """Extent of a fertile or barren tract."""
    fertility_spread: Positive
    """Standard deviation of the logarithm of habitability between such tracts."""


class Territory(ConfigModel):
    """Extent and counts of areas."""

    length_km: Positive
    width_km: Positive
    coast_roughness: Positive
    cell_km: Positive
    """Size of the smallest building block of every border."""
    city_radius_km: Positive
    oblasts: int = Field(ge=1)
    districts: int = Field(ge=1)
    cities: int = Field(ge=0)
    rural_municipalities: int = Field(ge=1)
    settlements: int = Field(ge=1)
    lake: Lake
    terrain: Terrain

    @model_validator(mode="after")
    def _counts_nest(self) -> Territory:
        enough_above = self.oblasts <= self.districts <= self.rural_municipalities
        if not enough_above or self.settlements < self.cities + self.rural_municipalities:
            raise ValueError(f"expected at least one area in each area above it, got {self}")
        return self


class Series(ConfigModel):
    """What all series have: rounding, and the faults that real series have too."""

    decimals: int = Field(default=0, ge=0)
    gap_share: Share = 0
    """Share of areas with a run of missing years."""
    outlier_share: Share = 0
    """Share of values multiplied by ``outlier_factor``."""
    outlier_factor: Positive = 10
    break_year: int | None = None
    """First year after a change of method."""
    frequency: Frequency = "A"
    """Only yearly series may be made of others."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Series that must be made before this one."""
        return ()


class Measured(Series):
    """A property of the territory itself."""

    kind: Literal["measured"]
    measure: Literal["area_km2", "settlements"]


class Total(Series):
    """A sum of other series."""

    kind: Literal["total"]
    terms: tuple[str, ...] = Field(min_length=1)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The terms."""
        return self.terms


class SpatialSeries(Series):
    """What varies smoothly over the country.

    On the scale of ``link``, the value is the typical one, plus a yearly trend, plus effects of the place
    (city, mountains, prosperity), plus a deviation of the area and a small deviation of the year. All effects
    are per standard deviation, except ``urban_effect``: city against rural.
    """

    link: Literal["log", "logit", "linear"]
    typical: float
    """Value of a typical rural municipality in the first year, or its ratio to the series ``of``."""
    maximum: Positive = 1
    """Upper bound of a value with link ``logit``: 100 for percentages."""
    trend: float = 0
    """Change per year."""
    spread: float = Field(ge=0)
    """Standard deviation between areas."""
    spatial_share: Share = 0.8
    """Share of that variance which neighbours have in common."""
    range_km: Positive
    urban_effect: float = 0
    mountain_effect: float = 0
    prosperity_effect: float = 0
    yearly_noise: float = Field(ge=0)
    break_effect: float = 0
    """Step in the year of the break."""


class Ratio(SpatialSeries):
    """A spatial series on its own, or as a ratio to another one."""

    kind: Literal["spatial"]
    of: str | None = None
    """Series that the ratio is multiplied with: population, for a series per head."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The series it is a ratio to."""
        return (self.of,) if self.of else ()


class Part(SpatialSeries):
    """A part of a whole that is split without a remainder; its ratio is its weight among the other parts."""

    kind: Literal["part"]
    of: str
    """The series that is split."""
    breakdown: str
    """The parts of one breakdown add up to the whole; there may be several, as by purpose and by kind."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The series that is split."""
        return (self.of,)


class Stock(SpatialSeries):
    """A stock that starts with spatial values and from then on changes by its flows alone.

    The flows are spatial series *of* the stock, so that their ratios come before it and their values after.
    """

    kind: Literal["stock"]
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()


SeriesModel = Annotated[Measured | Total | Ratio | Part | Stock, Field(discriminator="kind")]


class DemoModel(ConfigModel):
    """``demo.toml``: the territory and one table per base indicator."""

    first_year: int = Field(ge=1900, le=2100)
    years: int = Field(ge=1, le=100)
    prosperity_range_km: Positive
    settlement_rank_exponent: Positive
    """Settlements of a municipality have populations in proportion to rank ** -exponent (rank-size rule)."""
    settlement_spread: float = Field(ge=0)
    """Standard deviation of the logarithm of a settlement's population around that rule."""
    territory: Territory
    indicators: dict[str, SeriesModel]

    @model_validator(mode="after")
    def _inputs_resolve(self) -> DemoModel:
        for indicator_id, series in self.indicators.items():
            if unknown := set(series.inputs) - set(self.indicators):
                raise ValueError(f"expected series of this file as inputs of {indicator_id}, got {unknown}")
            if series.inputs:
                self._check_yearly(indicator_id, *series.inputs)
            if isinstance(series, Stock):
                self._check_flows(indicator_id, series)
        try:
            self.in_order()
        except CycleError as error:
            raise ValueError(f"expected series that do not need each other, got {error.args[1]}") from error
        return self

    def _check_yearly(self, *combined: str) -> None:
        if shorter := [each for each in combined if self.indicators[each].frequency != "A"]:
            raise ValueError(f"expected yearly series where one is made of others, got {', '.join(shorter)}")

    def _check_flows(self, stock_id: str, stock: Stock) -> None:
        for flow_id in (*stock.inflows, *stock.outflows):
            flow = self.indicators.get(flow_id)
            if not isinstance(flow, Ratio) or flow.of != stock_id:
                raise ValueError(f"expected a spatial series of {stock_id} as its flow, got {flow_id}")

    def parts(self, whole: str, breakdown: str) -> list[str]:
        """Return the ids of the parts of a breakdown, in the order of the file."""
        return [
            indicator_id
            for indicator_id, series in self.indicators.items()
            if isinstance(series, Part) and (series.of, series.breakdown) == (whole, breakdown)
        ]

    def in_order(self) -> list[str]:
        """Return the ids of all series, each after its inputs."""
        return list(TopologicalSorter({id_: s.inputs for id_, s in self.indicators.items()}).static_order())


class NameParts(ConfigModel):
    """``names.toml``: what area names are made of, in the pack's first language."""

    first: tuple[str, ...] = Field(min_length=1)
    second: tuple[str, ...] = Field(min_length=1)
    transliteration: dict[str, dict[str, str]]
    """By language: letter of the first language → how that language writes it; other letters stay."""


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """Everything the demonstration country is generated from, besides its seed."""

    model: DemoModel
    names: NameParts
    budget: BudgetPack | None = None
    councils: CouncilPack | None = None
    council_draws: CouncilDraws | None = None
    """None where no registers of councils are drawn."""
    services: ServiceDraws | None = None
    """None where no services are monitored."""


def load_demo_settings(folder: Path) -> DemoSettings:
    """Read ``demo.toml`` and ``names.toml`` of a pack's folder, and whichever other settings it has.

    Raises:
        ConfigError: a file is missing or has faults.
    """
    councils = load_council_pack(folder)
    return DemoSettings(
        model=load_toml(folder / "demo.toml", DemoModel),
        names=load_toml(folder / "names.toml", NameParts),
        budget=load_budget_pack(folder),
        councils=councils,
        council_draws=None if councils is None else load_council_draws(folder, load_pack(folder), councils),
        services=load_service_draws(folder),
    )
