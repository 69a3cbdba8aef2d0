"""Shared national taxes: who wins and who loses when the rates to local budgets change."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
import tomli_w
from pydantic import Field, model_validator

from config.i18n import N_
from config.loader import ConfigModel, parse_toml
from geodata.budgets import BudgetPack, SharedTaxRate
from geodata.periods import first_day
from indicators.budget.provision import PCT
from indicators.budget.scenario import LONGEST_TEXT, PlacedScenario
from indicators.cells import Floats

UNKNOWN_TEXTS = {
    "no_tier": N_("it is not known to which tier of budgets the area belongs"),
    "no_revenue": N_("no revenue of the tax is known"),
    "no_rate": N_("no rate in force is known"),
    "zero_rate": N_("the rate in force is zero, so that local revenue says nothing about the tax"),
}
"""Why the effect on an area cannot be told, in English."""


class RateChange(ConfigModel):
    """A rate that is to be another."""

    tax: str
    """Id of the item of the budget, as in the pack's ``budget.toml``."""
    tier: str
    share_pct: float = Field(ge=0, le=100)
    """Of the tax, what the tier keeps."""


class SharedTaxScenario(PlacedScenario):
    """Rates of shared taxes as they would be, against those in force in a period."""

    changes: tuple[RateChange, ...] = Field(min_length=1)

    @property
    def taxes(self) -> list[str]:
        """The taxes whose rate changes, each once: indicators of the catalogue."""
        return list(dict.fromkeys(each.tax for each in self.changes))

    @model_validator(mode="after")
    def _changes_a_rate_once(self) -> SharedTaxScenario:
        named = [(each.tax, each.tier) for each in self.changes]
        if len(set(named)) < len(named):
            raise ValueError("expected one change for a tax and tier")
        return self


@dataclass(frozen=True, eq=False)
class SharedTaxEffect:
    """What changed rates do, thousand currency."""

    by_tax: pd.DataFrame
    """``area_code, tax, tier, rate_pct, new_rate_pct, base, revenue, new_revenue, change, unknown``.

    A row per area and tax. ``base`` is the whole tax that was raised in the area. What cannot be told is
    missing, and ``unknown`` says why: a key of ``UNKNOWN_TEXTS``, missing where there is nothing to say.
    """
    areas: pd.DataFrame
    """``area_code, revenue, new_revenue, change``: of all the taxes; missing where one of them is."""

    @property
    def taxes(self) -> pd.DataFrame:
        """``tax, n_told, n_untold, base, revenue, new_revenue, change, republican_change``: a row per tax.

        Amounts are sums over the areas of which the change can be told, missing where of none. Of the whole
        tax the republican budget keeps what local budgets do not, so that it gains what they lose.
        """
        told = self.by_tax["change"].notna()
        amounts = self.by_tax[["base", "revenue", "new_revenue", "change"]].where(told)
        amounts["republican_change"] = amounts["revenue"] - amounts["new_revenue"]
        counts = pd.DataFrame({"n_told": told, "n_untold": ~told})
        key = self.by_tax["tax"]
        sums = amounts.groupby(key, sort=False).sum(min_count=1)
        return counts.groupby(key, sort=False).sum().join(sums).reset_index()

    @property
    def republican_effect(self) -> float:
        """What the republican budget gains, below zero loses: the other side of all known changes."""
        return -float(self.by_tax["change"].sum())

    @property
    def winners(self) -> pd.DataFrame:
        """The areas that gain, the largest gain first."""
        return self.areas[self.areas["change"] > 0].sort_values(
            ["change", "area_code"], ascending=[False, True]
        )

    @property
    def losers(self) -> pd.DataFrame:
        """The areas that lose, the largest loss first."""
        return self.areas[self.areas["change"] < 0].sort_values(["change", "area_code"])


@dataclass(frozen=True, slots=True)
class FrozenRate:
    """A rate that a scenario changes too soon after its last change."""

    tax: str
    tier: str
    changed_in: str
    """Period of the last change."""
    is_planned: bool
    """Whether that change was announced and is not known to have come into force."""
    free_from: int
    """The first year in which it may change again."""
    reference: str
    """Where the rule is written."""


def tax_base(revenue: Floats, rate_pct: Floats) -> Floats:
    """Return the whole tax raised in areas: local revenue ÷ the share that local budgets keep.

    Args:
        revenue: local revenue from the tax, thousand currency.
        rate_pct: the share, %.

    Returns:
        Thousand currency; missing where the share is missing or zero.

    >>> tax_base(np.array([50.0, 80.0]), np.array([50.0, 0.0]))
    array([100.,  nan])
    """
    return np.asarray(revenue / np.where(rate_pct > 0, rate_pct / PCT, np.nan))


def shared_tax_effect(
    scenario: SharedTaxScenario, pack: BudgetPack, values: pd.DataFrame, tiers: pd.Series[str]
) -> SharedTaxEffect:
    """Return what the rates of a scenario would do to local revenue, all else as it is.

    An area whose tier keeps its rate is not affected by a change.

    Args:
        scenario: the changed rates.
        pack: has the rates in force.
        values: as :func:`indicators.values.indicator_values` returns them, with ``scenario.taxes``.
        tiers: tier of each area's budget, by area code; missing where it is not known.
    """
    by_tax = _rates(scenario, pack, tiers).merge(_revenue(scenario, values), how="left")
    by_tax["base"] = tax_base(by_tax["revenue"].to_numpy(), by_tax["rate_pct"].to_numpy())
    kept = by_tax["revenue"].where(_is_kept(by_tax))
    by_tax["new_revenue"] = kept.fillna(by_tax["base"] * by_tax["new_rate_pct"] / PCT)
    by_tax["change"] = by_tax["new_revenue"] - by_tax["revenue"]
    by_tax["unknown"] = _unknown(by_tax)
    amounts = ["revenue", "new_revenue", "change"]
    areas = by_tax.groupby("area_code")[amounts].sum(min_count=len(scenario.taxes)).reset_index()
    return SharedTaxEffect(by_tax, areas)


def rates_in_force(pack: BudgetPack, period: str) -> list[SharedTaxRate]:
    """Return the rate of every tax and tier that holds in ``period``, in the order of the country's items."""
    rates = [pack.shared_tax_rate(tax, tier, period) for tax in pack.items for tier in pack.tiers]
    return [rate for rate in rates if rate is not None]


def announced_rates(pack: BudgetPack, period: str) -> list[SharedTaxRate]:
    """Return the planned rates that would follow those in force in ``period``, the next of a tax and tier."""
    begun = {(rate.tax, rate.tier): first_day(rate.period) for rate in rates_in_force(pack, period)}
    announced: dict[tuple[str, str], SharedTaxRate] = {}
    for rate in sorted(pack.shared_tax_rates, key=lambda each: first_day(each.period)):
        key = (rate.tax, rate.tier)
        if rate.is_planned and key in begun and first_day(rate.period) > begun[key]:
            announced.setdefault(key, rate)
    return list(announced.values())


def shared_tax_scenario_from_toml(text: str, *, name: str) -> SharedTaxScenario:
    """Read a scenario from TOML.

    Args:
        text: the TOML; may be hostile.
        name: what errors call it, such as the name of a file.

    Raises:
        ConfigError: it is too long or no TOML, or has missing, unknown or ill-typed keys or numbers out of
            range; all faults are listed, each with its key.
    """
    return parse_toml(text, SharedTaxScenario, name=name, longest=LONGEST_TEXT)


def shared_tax_scenario_to_toml(scenario: SharedTaxScenario) -> str:
    """Return a scenario as TOML; reading it gives the same."""
    return tomli_w.dumps(scenario.model_dump(exclude_none=True))


def frozen_rates(scenario: SharedTaxScenario, pack: BudgetPack) -> list[FrozenRate]:
    """Return the changed rates that the country's rule of no change would still protect.

    The first rate that a pack states is not taken for a change: it is not known since when it holds.
    """
    if pack.rate_freeze is None:
        return []
    freeze, year = pack.rate_freeze, _year(scenario.period)
    found = []
    for change in scenario.changes:
        last = _last_change(pack, change, year)
        if last is not None and year < _year(last.period) + freeze.years:
            found.append(
                FrozenRate(
                    tax=change.tax,
                    tier=change.tier,
                    changed_in=last.period,
                    is_planned=last.is_planned,
                    free_from=_year(last.period) + freeze.years,
                    reference=freeze.reference,
                )
            )
    return found


def _last_change(pack: BudgetPack, change: RateChange, year: int) -> SharedTaxRate | None:
    stated = [
        rate
        for rate in pack.shared_tax_rates
        if (rate.tax, rate.tier) == (change.tax, change.tier) and _year(rate.period) <= year
    ]
    in_order = sorted(stated, key=lambda rate: first_day(rate.period))
    changed = [after for before, after in pairwise(in_order) if before.share_pct != after.share_pct]
    return changed[-1] if changed else None


def _year(period: str) -> int:
    return first_day(period).year


def _rates(scenario: SharedTaxScenario, pack: BudgetPack, tiers: pd.Series[str]) -> pd.DataFrame:
    """Return a row per area and tax with both rates, NaN where none is known."""
    areas = pd.DataFrame({"area_code": tiers.index, "tier": tiers.array})
    rates = areas.merge(pd.DataFrame({"tax": scenario.taxes}, dtype="str"), how="cross")
    changed = {(each.tax, each.tier): each.share_pct for each in scenario.changes}
    in_force = {
        (tax, tier): pack.shared_tax_rate(tax, tier, scenario.period)
        for tax in scenario.taxes
        for tier in pack.tiers
    }
    known = {key: rate.share_pct for key, rate in in_force.items() if rate is not None}
    keys = list(zip(rates["tax"], rates["tier"], strict=True))
    rates["rate_pct"] = [known.get(key, np.nan) for key in keys]
    rates["new_rate_pct"] = [changed.get(key, known.get(key, np.nan)) for key in keys]
    return rates


def _is_kept(by_tax: pd.DataFrame) -> pd.Series[bool]:
    """Say where a rate stays what it is, be it known or not."""
    both_unknown = by_tax["rate_pct"].isna() & by_tax["new_rate_pct"].isna() & by_tax["tier"].notna()
    return (by_tax["rate_pct"] == by_tax["new_rate_pct"]) | both_unknown


def _revenue(scenario: SharedTaxScenario, values: pd.DataFrame) -> pd.DataFrame:
    is_asked = (values["period"] == scenario.period) & values["indicator_id"].isin(scenario.taxes)
    observed = values.loc[is_asked, ["area_code", "indicator_id", "value"]]
    return observed.rename(columns={"indicator_id": "tax", "value": "revenue"})


def _unknown(by_tax: pd.DataFrame) -> pd.Series[str]:
    reasons = {
        "no_tier": by_tax["tier"].isna(),
        "no_revenue": by_tax["revenue"].isna(),
        "no_rate": by_tax["rate_pct"].isna(),
        "zero_rate": by_tax["rate_pct"] == 0,
    }
    is_untold = by_tax["change"].isna()
    reason = np.select([is_untold & each for each in reasons.values()], list(reasons), default="")
    return pd.Series(reason, index=by_tax.index, dtype="str").where(is_untold)
