"""How one value came about: formula, inputs, sources, method and coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from config.errors import AimakError
from indicators.breaks import NO_BREAKS, Breaks
from indicators.catalogue import Catalogue, Indicator
from indicators.cells import NO_OBSERVATION, STATUSES, Method
from indicators.compute import Computed, compute
from indicators.formulas import Formula, period_before
from indicators.hierarchy import Ints
from indicators.items import FROM_BELOW


class NothingKnownError(AimakError, LookupError):
    """Nothing is known of the area, the indicator or the period that is asked about."""


@dataclass(frozen=True, slots=True)
class InputValue:
    """What a formula was given."""

    name: str
    """The name it has in the formula's expression."""
    indicator_id: str
    period: str
    value: float | None
    method: str
    """How it came about itself, for example measured on the polygon."""


@dataclass(frozen=True, eq=False)
class Explanation:
    """All there is to say about one value; None stands for missing."""

    area_code: str
    indicator_id: str
    period: str
    value: float | None
    unit: str
    """Id of the unit; ``Catalogue.unit_label`` words it."""
    status: str
    method: str
    """A key of ``cells.METHOD_TEXTS``."""
    expression: str | None
    """The formula in symbols, where one was applied."""
    parameters: Mapping[str, float]
    inputs: tuple[InputValue, ...]
    weight: str | None
    """The indicator that weighed the parts, where they were."""
    n_parts: int
    n_expected: int
    coverage_pct: float | None
    carried_from: str | None
    reference: str
    sources: pd.DataFrame
    """The observations it rests on, in the area and its parts."""


def explain(
    catalogue: Catalogue,
    observations: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    area_code: str,
    indicator_id: str,
    period: str,
    breaks: Breaks = NO_BREAKS,
) -> Explanation:
    """Explain the value that :func:`indicators.values.indicator_values` gives for the same tables and breaks.

    Raises:
        NothingKnownError: there is no such value, not even a missing one.
    """
    computed = compute(catalogue, observations, _related(areas, area_code), [indicator_id], breaks=breaks)
    row, column = _place(computed, area_code, indicator_id, period)
    indicator, cells = catalogue[indicator_id], computed.cells[indicator_id]
    method, age = Method(int(cells.method[row, column])), int(cells.age[row, column])
    formula = indicator.formula_entry if method in _COMPUTED else None
    if formula is not None:
        inputs = tuple(_inputs(computed, indicator, formula, row, column))
    else:
        inputs = tuple(_items(computed, indicator, row, column)) if method is Method.SUM_OF_ITEMS else ()
    return Explanation(
        area_code=area_code,
        indicator_id=indicator_id,
        period=period,
        value=_known(cells.value[row, column]),
        unit=indicator.unit,
        status=STATUSES[cells.status[row, column]],
        method=method.id,
        expression=formula.expression if formula else SUM_OF_ITEMS if inputs else None,
        parameters=indicator.parameters if formula else {},
        inputs=inputs,
        weight=indicator.weight if method is Method.WEIGHTED_MEAN else None,
        n_parts=int(cells.n_parts[row, column]),
        n_expected=int(cells.n_expected[row, column]),
        coverage_pct=_known(cells.coverage_pct[row, column]),
        carried_from=computed.grid.periods[column - age] if age else None,
        reference=indicator.reference,
        sources=source_observations(
            computed, catalogue, area_code=area_code, indicator_id=indicator_id, periods=[period]
        ),
    )


def source_observations(
    computed: Computed, catalogue: Catalogue, *, area_code: str, indicator_id: str, periods: Iterable[str]
) -> pd.DataFrame:
    """Return the observations, of the area and its parts, that values of an indicator rest on.

    Args:
        computed: has the area and the indicator.
        catalogue: what the indicators are.
        area_code: the area.
        indicator_id: the indicator.
        periods: those of the values; one that was not computed rests on nothing.

    Returns:
        Rows of ``computed.observations``, in their order, each once.
    """
    row = computed.grid.hierarchy.area_codes.get_indexer(pd.Index([area_code]))
    columns = [computed.grid.periods.index(each) for each in periods if each in computed.grid.periods]
    indicator = catalogue[indicator_id]
    rows = {each for at in columns for each in _source_rows(computed, catalogue, indicator, row, at)}
    return computed.observations.loc[sorted(rows)].reset_index(drop=True)


SUM_OF_ITEMS = "Σ item"
"""The expression of a total that was added up from its items."""

_COMPUTED = (Method.FORMULA, Method.RATIO_OF_SUMS)


def _related(areas: pd.DataFrame, area_code: str) -> pd.DataFrame:
    """Return the area, its parts on all levels and the areas above it."""
    inside = areas["area_code"] == area_code
    above = inside
    while (wider := inside | areas["parent_code"].isin(areas.loc[inside, "area_code"])).sum() > inside.sum():
        inside = wider
    while (wider := above | areas["area_code"].isin(areas.loc[above, "parent_code"])).sum() > above.sum():
        above = wider
    return areas[inside | above]


def _place(computed: Computed, area_code: str, indicator_id: str, period: str) -> tuple[int, int]:
    codes, periods = computed.grid.hierarchy.area_codes, computed.grid.periods
    if area_code in codes and period in periods:
        place = int(codes.get_indexer(pd.Index([area_code]))[0]), periods.index(period)
        if computed.cells[indicator_id].is_known[place]:
            return place
    raise NothingKnownError(
        f"expected a value of {indicator_id} for area {area_code} in {period}, found none"
    )


def _inputs(
    computed: Computed, indicator: Indicator, formula: Formula, row: int, column: int
) -> Iterator[InputValue]:
    periods, used = computed.grid.periods, computed.cells[indicator.id].inputs
    for name, input_id, amounts in zip(formula.input_names, indicator.inputs, used, strict=True):
        for lag in formula.lags(indicator.parameters):
            earlier = period_before(periods[column], lag)
            at = periods.index(earlier) if earlier in periods else None
            value = None if at is None else _known(amounts[row, at])
            cells = computed.cells[input_id]
            method = Method.OBSERVED if at is None else Method(int(cells.method[row, at]))
            yield InputValue(name, input_id, earlier, value, method.id)


def _items(computed: Computed, indicator: Indicator, row: int, column: int) -> Iterator[InputValue]:
    for each in indicator.parts:
        cells = computed.cells[each]
        method = Method(int(cells.method[row, column]))
        value = _known(cells.value[row, column])
        yield InputValue("item", each, computed.grid.periods[column], value, method.id)


def _source_rows(
    computed: Computed, catalogue: Catalogue, indicator: Indicator, rows: Ints, column: int
) -> Iterator[int]:
    """Yield the rows of the observations that the values of ``indicator`` in ``rows`` rest on."""
    cells = computed.cells[indicator.id]
    observation, method = cells.observation[rows, column], cells.method[rows, column]
    yield from observation[observation != NO_OBSERVATION].tolist()
    summed = computed.grid.hierarchy.parts_of(rows[np.isin(method, FROM_BELOW)])
    if summed.size:
        yield from _source_rows(computed, catalogue, indicator, summed, column)
    itemised = rows[method == Method.SUM_OF_ITEMS]
    for each in indicator.parts if itemised.size else ():
        yield from _source_rows(computed, catalogue, catalogue[each], itemised, column)
    given = rows[np.isin(method, _COMPUTED)]
    if given.size and (formula := indicator.formula_entry):
        for lag in formula.lags(indicator.parameters):
            earlier = period_before(computed.grid.periods[column], lag)
            for each in indicator.inputs if earlier in computed.grid.periods else ():
                at = computed.grid.periods.index(earlier)
                yield from _source_rows(computed, catalogue, catalogue[each], given, at)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
