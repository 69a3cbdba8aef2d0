"""Budget provision: what areas could raise against what their services cost, both per head of the nation's.

Arrays have the shape (…, areas); a leading axis holds many scenarios. Amounts are in thousand currency. An
area that lacks a number has no index, and is in none of the sums that the others are compared with.

Source: Russian Federation, Government resolution 670 of 22.11.2004. It is the default, not the official
method of any other country: :mod:`indicators.budget.methods` names those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import compress

import numpy as np
import pandas as pd

from config.i18n import N_
from indicators.budget.errors import NOT_NEGATIVE, AreaCodes, BudgetError, refuse_where
from indicators.cells import Floats
from indicators.hierarchy import Bools

AREAS = -1
"""The axis of the areas."""

CURRENCY_PER_THOUSAND = 1000.0
PCT = 100.0

INPUT_TEXTS = {
    "population": N_("population"),
    "revenue_potential": N_("revenue potential"),
    "normative_expenditure": N_("normative expenditure"),
    "small_settlement_share": N_("share of people in small settlements"),
}
"""What each number that an area may lack is called on screen, in English."""


def mean_per_head(amount: Floats, population: Floats, *, area_codes: AreaCodes = None) -> Floats:
    """Return the nation's amount per resident: Σ amount ÷ Σ N, over the areas of which both are known.

    Returns:
        Thousand currency per resident, shape (…, 1).

    Raises:
        BudgetError: a population is negative, or the sums are not above zero: nothing compares with that.

    >>> mean_per_head(np.array([30.0, 10.0, np.nan]), np.array([10.0, 10.0, 5.0]))
    array([2.])
    """
    is_counted = _is_counted(amount, population, area_codes)
    total = np.where(is_counted, amount, 0.0).sum(axis=AREAS, keepdims=True)
    people = np.where(is_counted, population, 0.0).sum(axis=AREAS, keepdims=True)
    if not (people > 0).all():
        raise BudgetError("expected an amount and a population of at least one area, got none with both")
    if not (total > 0).all():
        raise BudgetError(f"expected amounts that sum to more than zero, got {total.min():,.12g}")
    return np.asarray(total / people)


def fiscal_capacity_index(
    revenue_potential: Floats, population: Floats, *, area_codes: AreaCodes = None
) -> Floats:
    """Fiscal-capacity index (ИНП): (НП_i ÷ N_i) ÷ (Σ НП ÷ Σ N).

    Its mean weighted by population is 1.

    Source: Russian Federation, Government resolution 670 of 22.11.2004.

    Args:
        revenue_potential: НП, what areas could raise themselves, thousand currency.
        population: N; that of an area where nobody lives gives no index.
        area_codes: what errors call the areas.

    Returns:
        A ratio to the nation's mean; missing where a number is.

    Raises:
        BudgetError: as :func:`mean_per_head`.

    >>> fiscal_capacity_index(np.array([30.0, 10.0]), np.array([10.0, 10.0]))
    array([1.5, 0.5])
    """
    mean = mean_per_head(revenue_potential, population, area_codes=area_codes)
    return np.asarray(_per_head(revenue_potential, population) / mean)


def expenditure_need_index(
    normative_expenditure: Floats,
    population: Floats,
    dispersion: Floats | None = None,
    *,
    area_codes: AreaCodes = None,
) -> Floats:
    """Expenditure-need index (ИБР): (normative expenditure_i ÷ N_i) ÷ (Σ normative expenditure ÷ Σ N) · k_i.

    Without dispersion its mean weighted by population is 1. With it that mean is whatever the dispersion
    makes of it: the index is not normalised again.

    Source: Russian Federation, Government resolution 670 of 22.11.2004.

    Args:
        normative_expenditure: what services cost by the norms, thousand currency.
        population: N.
        dispersion: k, as :func:`dispersion_coefficient` returns it.
        area_codes: what errors call the areas.

    Returns:
        A ratio to the nation's mean; missing where a number is.

    Raises:
        BudgetError: a normative expenditure is not above zero where people live, or as
            :func:`mean_per_head`.

    >>> expenditure_need_index(np.array([10.0, 30.0]), np.array([10.0, 10.0]))
    array([0.5, 1.5])
    """
    _refuse_no_need(normative_expenditure, population, area_codes)
    mean = mean_per_head(normative_expenditure, population, area_codes=area_codes)
    relative = _per_head(normative_expenditure, population) / mean
    return np.asarray(relative if dispersion is None else relative * dispersion)


def dispersion_coefficient(
    small_settlement_share: Floats, population: Floats, *, area_codes: AreaCodes = None
) -> Floats:
    """Dispersion coefficient: k_i = (1 + u_i) ÷ (1 + u), u the share of the nation.

    Its mean weighted by population is 1.

    Source: Russian Federation, Government resolution 670 of 22.11.2004.

    Args:
        small_settlement_share: u_i, the share of people in settlements of under 500, from 0 to 1.
        population: N; it weighs the areas in u.
        area_codes: what errors call the areas.

    Raises:
        BudgetError: a share is not from 0 to 1, a population is negative, or no area has both.

    >>> dispersion_coefficient(np.array([0.5, 0.0]), np.array([50.0, 50.0]))
    array([1.2, 0.8])
    """
    _refuse_no_share(small_settlement_share, area_codes)
    factor = np.where(population > 0, 1.0 + small_settlement_share, np.nan)
    mean = mean_per_head(factor * population, population, area_codes=area_codes)
    return np.asarray(factor / mean)


def budget_provision(
    fiscal_capacity_index: Floats, expenditure_need_index: Floats, *, area_codes: AreaCodes = None
) -> Floats:
    """Budget provision index: БО_i = ИНП_i ÷ ИБР_i.

    Of indices over the same areas and without dispersion, its mean weighted by need (N_i · ИБР_i, that is by
    normative expenditure) is 1. With dispersion that mean is ΣN ÷ Σ N_i · ИБР_i.

    Source: Russian Federation, Government resolution 670 of 22.11.2004.

    Raises:
        BudgetError: an expenditure-need index is not above zero.

    >>> budget_provision(np.array([1.5, 0.5]), np.array([0.5, 1.0]))
    array([3. , 0.5])
    """
    need = expenditure_need_index
    refuse_where(need <= 0, "an expenditure-need index above zero", got=need, area_codes=area_codes)
    return np.asarray(fiscal_capacity_index / need)


def normative_expenditure(norm_per_head: float | Floats, population: Floats) -> Floats:
    """Return what a norm per head (currency per resident) costs an area, thousand currency.

    >>> normative_expenditure(2500.0, np.array([1000.0]))
    array([2500.])
    """
    return np.asarray(norm_per_head * population / CURRENCY_PER_THOUSAND)


def minimum_provision_gap(
    norm_per_head: float | Floats, population: Floats, own_revenue: Floats, *, area_codes: AreaCodes = None
) -> Floats:
    """Minimum-provision gap: max(0, norm per head · N_i − own revenue_i).

    An assumption: laws that level budgets "to the minimum budget provision standard" do not give a formula.

    Args:
        norm_per_head: currency per resident, one for all or by area.
        population: N.
        own_revenue: thousand currency.
        area_codes: what errors call the areas.

    Returns:
        Thousand currency; missing where a number is.

    Raises:
        BudgetError: a population is negative, a norm is not above zero, or no area has a norm.

    >>> minimum_provision_gap(3000.0, np.array([100.0, 100.0]), np.array([250.0, 400.0]))
    array([50.,  0.])
    """
    norms = np.broadcast_to(norm_per_head, np.broadcast_shapes(np.shape(norm_per_head), population.shape))
    if np.isnan(norms).all():
        raise BudgetError("expected an expenditure norm per head of at least one area, got none")
    refuse_where(norms <= 0, "an expenditure norm above zero", got=norms, area_codes=area_codes)
    _refuse_negative(population, area_codes)
    return np.maximum(normative_expenditure(norms, population) - own_revenue, 0.0)


@dataclass(frozen=True, eq=False)
class ProvisionIndices:
    """The indices of areas over one nation: the areas of which all numbers are known; shape (…, areas)."""

    fiscal_capacity_index: Floats
    expenditure_need_index: Floats
    budget_provision: Floats
    mean_revenue_per_head: Floats
    """Thousand currency per resident, shape (…, 1)."""

    def provision_with(self, revenue: Floats, population: Floats) -> Floats:
        """Return БО of another revenue, such as that with a grant, measured by the mean before it.

        Args:
            revenue: thousand currency.
            population: N.
        """
        capacity = _per_head(revenue, population) / self.mean_revenue_per_head
        return np.asarray(capacity / self.expenditure_need_index)


def provision_indices(
    *,
    revenue_potential: Floats,
    normative_expenditure: Floats,
    population: Floats,
    small_settlement_share: Floats | None = None,
    area_codes: AreaCodes = None,
) -> ProvisionIndices:
    """Return all indices over the same areas, so that the nation's budget provision is 1.

    An area that lacks any number is in no sum: with its revenue and without its need the nation would look
    richer than it is. See the function of each index for its formula, arguments and identity.

    Raises:
        BudgetError: as the functions of the indices; all areas with such a number are named.
    """
    shares = np.zeros(population.shape) if small_settlement_share is None else small_settlement_share
    # Before areas that lack a number are set aside: what is impossible of them is said, too.
    _refuse_negative(population, area_codes)
    _refuse_no_need(normative_expenditure, population, area_codes)
    _refuse_no_share(shares, area_codes)
    numbers = np.broadcast_arrays(population, revenue_potential, normative_expenditure, shares)
    is_known = _is_known_of_some(dict(zip(INPUT_TEXTS, numbers, strict=True)))
    people, revenue, expenditure, shares = (np.where(is_known, each, np.nan) for each in numbers)
    dispersion = dispersion_coefficient(shares, people, area_codes=area_codes)
    capacity = fiscal_capacity_index(revenue, people, area_codes=area_codes)
    need = expenditure_need_index(expenditure, people, dispersion, area_codes=area_codes)
    return ProvisionIndices(
        capacity,
        need,
        budget_provision(capacity, need, area_codes=area_codes),
        mean_per_head(revenue, people, area_codes=area_codes),
    )


def provision_table(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return the indices of one scenario as a table, with what an area without them lacks.

    Args:
        numbers: a row per area: ``area_code``, ``population``, ``revenue_potential``,
            ``normative_expenditure``, where need is to be corrected for dispersion also
            ``small_settlement_share`` from 0 to 1, and ``current_grant`` where provision with it is asked.

    Returns:
        ``area_code, fiscal_capacity_index, expenditure_need_index, budget_provision, lacks``, rows as given,
        and ``provision_with_grant`` where asked, missing where the grant is. ``lacks`` lists keys of
        ``INPUT_TEXTS``, with commas between; missing where nothing is, as also for an area without people,
        which has no index either.

    Raises:
        BudgetError: as :func:`provision_indices`.
    """
    given = {name: numbers[name].to_numpy(dtype=float) for name in INPUT_TEXTS if name in numbers}
    area_codes = pd.Index(numbers["area_code"])
    indices = provision_indices(**given, area_codes=area_codes)
    is_missing = np.isnan(list(given.values())).T
    lacks = [",".join(compress(given, of_area)) or None for of_area in is_missing]
    table = pd.DataFrame(
        {
            "area_code": area_codes,
            "fiscal_capacity_index": indices.fiscal_capacity_index,
            "expenditure_need_index": indices.expenditure_need_index,
            "budget_provision": indices.budget_provision,
            "lacks": pd.array(lacks, dtype="str"),
        }
    )
    if "current_grant" in numbers:
        revenue = given["revenue_potential"] + numbers["current_grant"].to_numpy(dtype=float)
        table["provision_with_grant"] = indices.provision_with(revenue, given["population"])
    return table


def _is_known_of_some(numbers: Mapping[str, Floats]) -> Bools:
    """Return where all numbers are known, or say what no area has."""
    absent = [INPUT_TEXTS[name] for name, values in numbers.items() if np.isnan(values).all()]
    if absent:
        raise BudgetError(f"expected numbers of at least one area, got none of: {', '.join(absent)}")
    return np.asarray(~np.isnan(list(numbers.values())).any(axis=0))


def _per_head(amount: Floats, population: Floats) -> Floats:
    return np.asarray(amount / np.where(population > 0, population, np.nan))


def _is_counted(amount: Floats, population: Floats, area_codes: AreaCodes) -> Bools:
    _refuse_negative(population, area_codes)
    return ~np.isnan(amount) & (population > 0)


def _refuse_negative(population: Floats, area_codes: AreaCodes) -> None:
    refuse_where(population < 0, NOT_NEGATIVE, got=population, area_codes=area_codes)


def _refuse_no_need(expenditure: Floats, population: Floats, area_codes: AreaCodes) -> None:
    expenditure, population = np.broadcast_arrays(expenditure, population)
    no_need = (expenditure <= 0) & (population != 0)
    refuse_where(no_need, "a normative expenditure above zero", got=expenditure, area_codes=area_codes)


def _refuse_no_share(share: Floats, area_codes: AreaCodes) -> None:
    refuse_where((share < 0) | (share > 1), "a share from 0 to 1", got=share, area_codes=area_codes)
