"""What a country's budget statistics are: items, scopes, tax shares, prices and norms, as ``budget.toml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import AfterValidator, Field, model_validator

from config.loader import ConfigModel, load_toml
from geodata.packs import Texts
from geodata.periods import first_day, last_day, parse_period

Period = Annotated[str, AfterValidator(parse_period)]
ItemId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""The indicator of the catalogue in which the item's amounts are observed."""

MoneyScale = Literal["unit", "thousand", "million", "billion"]

MONEY_FACTORS: dict[MoneyScale, float] = {"unit": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
"""Whole units of the currency in one of a scale."""

BUDGET_FILE = "budget.toml"
"""Its name in a pack's folder."""

PRICE_INDEX = "price_index"
"""The indicator in which a pack's price index is observed, for the country as a whole."""

BASE_YEAR_LEVEL = 100.0


class BudgetItem(ConfigModel):
    """A line of the country's budget reports."""

    title: Texts
    parent: ItemId | None = None
    """The item it is listed under; none for a section of its own."""
    codes: tuple[str, ...] = ()
    """Codes of the classification that reports print beside it."""
    synonyms: tuple[str, ...] = ()
    """Other words for it in reports, in any language."""


class Scope(ConfigModel):
    """What "local budget" covered from one period to another; amounts of two scopes do not compare."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Texts
    first_period: Period | None = None
    """None where it held as far back as there are figures."""
    last_period: Period | None = None
    """None where it still holds."""
    note: Texts
    """What changed when it began."""
    reference: str = Field(min_length=1)

    def holds_in(self, period: str) -> bool:
        """Whether it held on any day of ``period``."""
        has_begun = self.first_period is None or first_day(self.first_period) <= last_day(period)
        return has_begun and (self.last_period is None or first_day(period) <= last_day(self.last_period))


class Tier(ConfigModel):
    """A tier of budgets that shared taxes go to."""

    title: Texts
    area_types: tuple[str, ...] = ()
    """Kinds of area whose budgets are of this tier; the only tier of a country holds for all without."""


class SharedTaxRate(ConfigModel):
    """The share of a national tax that a tier of budgets keeps."""

    tax: ItemId
    tier: str
    period: Period
    """From when on it is stated; it says nothing on periods before."""
    share_pct: float = Field(ge=0, le=100)
    is_planned: bool = False
    """Whether it was announced and is not known to have come into force."""
    reference: str = Field(min_length=1)


class RateFreeze(ConfigModel):
    """For how long a rate may not change once it has."""

    years: int = Field(ge=1)
    reference: str = Field(min_length=1)


class PriceIndex(ConfigModel):
    """Price level by year; that of the base year is 100."""

    title: Texts
    base_year: int = Field(ge=1900, le=2200)
    levels: dict[Period, Annotated[float, Field(gt=0)]]
    source: str = Field(min_length=1)
    licence: str = Field(min_length=1)

    @model_validator(mode="after")
    def _base_year_is_100(self) -> PriceIndex:
        if self.levels.get(str(self.base_year)) != BASE_YEAR_LEVEL:
            raise ValueError(f"expected a level of {BASE_YEAR_LEVEL:g} in the base year {self.base_year}")
        return self


class ExpenditureNorm(ConfigModel):
    """What providing a service costs per resident, by law or decree."""

    item: ItemId
    period: Period
    amount_per_head: float = Field(gt=0)
    """Whole units of the currency."""
    area_type: str | None = None
    """The kind of area it holds for; none means all."""
    reference: str = Field(min_length=1)


class OtherPrint(ConfigModel):
    """What another source prints for a period of a series; neither is preferred."""

    period: Period
    amount: float | None = None
    """In the scale of the series."""
    gdp_share_pct: float | None = None
    reference: str = Field(min_length=1)

    @model_validator(mode="after")
    def _says_something(self) -> OtherPrint:
        if self.amount is None and self.gdp_share_pct is None:
            raise ValueError("expected an amount or a gdp_share_pct of another print")
        return self


class NationalSeries(ConfigModel):
    """A series for the whole country as a source prints it, with whatever does not fit; never corrected."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Texts
    scale: MoneyScale
    amounts: dict[Period, float]
    gdp_share_pct: dict[Period, float] = Field(default_factory=dict)
    """As printed, not computed from ``amounts``."""
    other_prints: tuple[OtherPrint, ...] = ()
    notes: tuple[Texts, ...] = ()
    reference: str = Field(min_length=1)


class BudgetPack(ConfigModel):
    """``budget.toml`` of a country pack."""

    classification: str = Field(min_length=1)
    """Whose codes the items carry."""
    money_scale: MoneyScale
    """In what amounts are shown unless another scale is chosen."""
    items: dict[ItemId, BudgetItem] = Field(min_length=1)
    """By indicator, in the order in which the country prints them."""
    scopes: tuple[Scope, ...] = ()
    tiers: dict[str, Tier] = Field(default_factory=dict)
    shared_tax_rates: tuple[SharedTaxRate, ...] = ()
    rate_freeze: RateFreeze | None = None
    price_index: PriceIndex | None = None
    expenditure_norms: tuple[ExpenditureNorm, ...] = ()
    national_series: tuple[NationalSeries, ...] = ()
    notes: tuple[Texts, ...] = ()
    """What is not at hand, and what is assumed in its place."""

    def scopes_in(self, period: str) -> tuple[Scope, ...]:
        """Return the scopes that held in ``period``: two where they changed in the midst of it."""
        return tuple(scope for scope in self.scopes if scope.holds_in(period))

    def shared_tax_rate(
        self, tax: str, tier: str, period: str, *, with_planned: bool = False
    ) -> SharedTaxRate | None:
        """Return the latest rate stated not later than ``period``, None where none is.

        Args:
            tax: id of the item.
            tier: a key of ``tiers``.
            period: when.
            with_planned: take rates, too, that were only announced.
        """
        stated = [
            rate
            for rate in self.shared_tax_rates
            if (rate.tax, rate.tier) == (tax, tier)
            and first_day(rate.period) <= last_day(period)
            and (with_planned or not rate.is_planned)
        ]
        return max(stated, key=lambda rate: first_day(rate.period), default=None)

    def tiers_of(self, area_types: pd.Series[str]) -> pd.Series[str]:
        """Return which tier the budgets of areas belong to, a key of ``tiers``; missing where none is known.

        Args:
            area_types: kind of each area, by any index; may be missing.
        """
        if len(self.tiers) == 1 and not next(iter(self.tiers.values())).area_types:
            return pd.Series(next(iter(self.tiers)), index=area_types.index, dtype="str")
        tiers = {kind: key for key, tier in self.tiers.items() for kind in tier.area_types}
        return area_types.map(tiers).astype("str")

    def price_observations(self, area_code: str) -> pd.DataFrame:
        """Return the price index as :data:`geodata.schemas.OBSERVATIONS` of the country, none without one."""
        index = self.price_index
        levels = {} if index is None else index.levels
        table = pd.DataFrame({"period": list(levels), "value": list(levels.values())})
        return table.astype({"period": "str", "value": "float64"}).assign(
            area_code=area_code,
            indicator_id=PRICE_INDEX,
            status="A",
            source_ref="" if index is None else index.source,
        )

    @model_validator(mode="after")
    def _everything_fits(self) -> BudgetPack:
        checks = (self._unknown_ids, self._ambiguous_words, self._overlapping_scopes, self._repeated_numbers)
        if faults := [fault for check in checks for fault in check()]:
            raise ValueError("; ".join(faults))
        return self

    def _unknown_ids(self) -> Iterator[str]:
        parents = {item_id: item.parent for item_id, item in self.items.items() if item.parent}
        named = [(f"parent of {item_id}", parent) for item_id, parent in parents.items()]
        named += [(f"tax of the rate of {rate.period}", rate.tax) for rate in self.shared_tax_rates]
        named += [(f"item of the norm of {norm.period}", norm.item) for norm in self.expenditure_norms]
        for place, item_id in named:
            if item_id not in self.items:
                yield f"expected an item of this file as {place}, got {item_id!r}"
        for tier in sorted({rate.tier for rate in self.shared_tax_rates} - set(self.tiers)):
            yield f"expected a tier of this file for a rate, got {tier!r}"
        yield from _circle({item_id: {parent} for item_id, parent in parents.items()})

    def _ambiguous_words(self) -> Iterator[str]:
        for kind in ("codes", "synonyms"):
            words = (word for item in self.items.values() for word in getattr(item, kind))
            for word in _repeated(words):
                yield f"expected {kind} of one item each, {word!r} is given twice"
        for area_type in _repeated(kind for tier in self.tiers.values() for kind in tier.area_types):
            yield f"expected area types of one tier each, {area_type!r} is given twice"

    def _overlapping_scopes(self) -> Iterator[str]:
        for word in _repeated(scope.id for scope in self.scopes):
            yield f"expected scopes with ids of their own, {word!r} is given twice"
        for one, other in zip(self.scopes, self.scopes[1:], strict=False):
            if one.last_period is None or other.first_period is None:
                yield f"expected the scope {one.id} to end and {other.id} to begin in a period"
            elif last_day(one.last_period) >= first_day(other.first_period):
                yield f"expected scopes in order and apart, {other.id} begins before {one.id} ends"

    def _repeated_numbers(self) -> Iterator[str]:
        rates = (f"{rate.tax}, {rate.tier}, {rate.period}" for rate in self.shared_tax_rates)
        for each in _repeated(rates):
            yield f"expected one rate for a tax, tier and period, got more for {each}"
        norms = (f"{norm.item}, {norm.period}, {norm.area_type}" for norm in self.expenditure_norms)
        for each in _repeated(norms):
            yield f"expected one norm for an item, period and area type, got more for {each}"


@cache
def load_budget_pack(folder: Path) -> BudgetPack | None:
    """Read ``budget.toml`` of a pack's folder; None for a pack without one.

    Raises:
        ConfigError: the file has faults.
    """
    path = folder / BUDGET_FILE
    return load_toml(path, BudgetPack) if path.exists() else None


def _repeated(words: Iterable[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


def _circle(parents: dict[str, set[str]]) -> Iterator[str]:
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        yield f"expected items that lead to a section, got the circle {' → '.join(error.args[1])}"
