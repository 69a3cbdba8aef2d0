"""How an area came to meet a criterion or not: values, reference, statistic, threshold and margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from indicators.catalogue import Catalogue
from indicators.cells import Floats
from indicators.designation.assess import Assessment
from indicators.designation.basis import ReferenceBasis, reference_basis
from indicators.designation.margins import NO_PERIOD, ByPeriod, Margins, by_period, margins
from indicators.designation.measure import MeasuredCriterion
from indicators.designation.profile import Criterion
from indicators.designation.truth import Truth, counts
from indicators.designation.windows import in_force, window_periods
from indicators.explain import NothingKnownError, source_observations
from indicators.hierarchy import Ints


@dataclass(frozen=True, slots=True)
class PeriodTrace:
    """One period of a criterion's window; None stands for missing."""

    period: str
    value: float | None
    reference: float | None
    threshold_value: float | None
    """The threshold in the unit of the indicator, as a line beside the values."""
    statistic: float | None
    """Missing where the mean of the periods is tested."""
    is_met: bool | None
    """Missing also where the mean of the periods is tested."""


@dataclass(frozen=True, slots=True)
class CriterionTrace:
    """One criterion of one area; None stands for missing."""

    area_code: str
    criterion: Criterion
    on: date
    periods: tuple[PeriodTrace, ...]
    """The window, ascending; none for a score and where there are no data in time."""
    value: float | None
    """The mean over the window, the score, or the value of the decisive period."""
    reference: float | None
    reference_basis: ReferenceBasis | None
    statistic: float | None
    statistic_lowest: float | None
    """The least it can be, given what is missing; None where it can be anything. As the highest, only where
    one test is made."""
    statistic_highest: float | None
    threshold: float | None
    threshold_reference: str
    """Where the threshold is printed."""
    threshold_value: float | None
    """The threshold in the unit of the indicator."""
    is_met: bool | None
    margin: float | None
    """How far the value is beyond the threshold, in the unit of the indicator; below zero: short of it."""
    margin_pct: float | None
    """The margin in per cent of ``threshold_value``."""
    periods_met_lowest: int
    periods_met_highest: int
    n_periods: int
    """How many tests are made: one where a mean is tested."""
    periods_needed: int
    decisive_period: str | None
    """Where each period is tested, the one it turns on: see :class:`Margins`."""


def trace(assessment: Assessment, area_code: str, criterion_id: str) -> CriterionTrace:
    """Return how an area came to meet a criterion or not.

    Raises:
        NothingKnownError: the assessment has no such area or no such criterion.
    """
    row, measured = row_of(assessment, area_code), _measured(assessment, criterion_id)
    criterion, tests = assessment.profile.criterion(criterion_id), assessment.outcome.periods[criterion_id]
    threshold, applied = _threshold(assessment, criterion), in_force(criterion.thresholds, assessment.on)
    found = margins(measured, threshold, tests)
    lowest, highest = counts(_of_row(tests, row))
    position, decisive = assessment.profile.criteria.index(criterion), found.decisive[row]
    return CriterionTrace(
        area_code=area_code,
        criterion=criterion,
        on=assessment.on,
        periods=_period_traces(by_period(measured, threshold, tests), measured.periods, row),
        value=_number(found.value[row]),
        reference=_number(found.reference[row]),
        reference_basis=reference_basis(assessment.measurement.tables, measured, area_code),
        statistic=_number(found.statistic[row]),
        statistic_lowest=_only(measured.bounds.lowest[row]),
        statistic_highest=_only(measured.bounds.highest[row]),
        threshold=None if applied is None else applied.value,
        threshold_reference="" if applied is None else applied.reference,
        threshold_value=_number(found.threshold_value[row]),
        is_met=_told(_of_row(assessment.outcome.criteria, row), position),
        margin=_number(found.margin[row]),
        margin_pct=_number(found.margin_pct[row]),
        periods_met_lowest=int(lowest),
        periods_met_highest=int(highest),
        n_periods=tests.surely.shape[-1],
        periods_needed=measured.window.at_least or 1,
        decisive_period=None if decisive == NO_PERIOD else measured.periods[decisive],
    )


def criteria_table(assessment: Assessment) -> pd.DataFrame:
    """Return a row per area and criterion, by area and then as the profile orders them.

    Returns:
        ``area_code, criterion_id, is_met, value, reference, ratio, statistic, threshold, threshold_value,
        margin, margin_pct, periods_met_lowest, periods_met_highest, n_periods``; numbers as in
        :class:`CriterionTrace`. ``is_met`` is true, false or missing; ``ratio`` is value ÷ reference,
        missing without a reference above zero.
    """
    criteria, n_areas = assessment.profile.criteria, assessment.area_codes.size
    found = [_margins(assessment, each) for each in criteria]
    tests = [assessment.outcome.periods[each.id] for each in criteria]

    def column(arrays: Sequence[Floats | Ints]) -> Floats:
        return np.reshape(arrays, (len(criteria), n_areas)).T.ravel().astype(float)

    numbers = {name: column([getattr(each, name) for each in found]) for name in _NUMBERS}
    ids = pd.Index([each.id for each in criteria], dtype="str")
    met, reference = assessment.outcome.criteria, numbers["reference"]
    table = {
        "area_code": assessment.area_codes.repeat(len(criteria)),
        "criterion_id": ids.take(np.tile(np.arange(ids.size), n_areas)),
        "is_met": pd.arrays.BooleanArray(met.surely.ravel(), met.is_missing.ravel()),
        "ratio": numbers["value"] / np.where(reference > 0, reference, np.nan),
        "threshold": np.tile([_threshold(assessment, each) for each in criteria], n_areas),
        "periods_met_lowest": column([counts(each)[0] for each in tests]).astype(np.int64),
        "periods_met_highest": column([counts(each)[1] for each in tests]).astype(np.int64),
        "n_periods": np.tile([each.surely.shape[-1] for each in tests], n_areas).astype(np.int64),
    }
    return pd.DataFrame({name: (table | numbers)[name] for name in _COLUMNS})


_NUMBERS = ("value", "reference", "statistic", "threshold_value", "margin", "margin_pct")
_COLUMNS = (
    *("area_code", "criterion_id", "is_met", "value", "reference", "ratio", "statistic"),
    *("threshold", "threshold_value", "margin", "margin_pct"),
    *("periods_met_lowest", "periods_met_highest", "n_periods"),
)


def trace_sources(
    assessment: Assessment, area_code: str, criterion_id: str, *, catalogue: Catalogue
) -> pd.DataFrame:
    """Return the observations, of the area and its parts, behind its values of a criterion.

    Returns:
        As :attr:`indicators.explain.Explanation.sources`: ``area_code, indicator_id, period, value, status,
        source_ref`` and, where known, ``dataset_id``.

    Raises:
        NothingKnownError: as :func:`trace`, or the tables were not computed from observations.
    """
    row_of(assessment, area_code)
    measured = _measured(assessment, criterion_id)
    computed = assessment.measurement.tables.computed
    if computed is None:
        raise NothingKnownError("expected tables that were computed from observations, got bare numbers")
    found = [
        source_observations(
            computed, catalogue, area_code=area_code, indicator_id=indicator_id, periods=periods
        )
        for indicator_id, periods in _read(assessment, measured)
    ]
    return pd.concat(found).drop_duplicates(["area_code", "indicator_id", "period"], ignore_index=True)


def row_of(assessment: Assessment, area_code: str) -> int:
    """Return the row of an area in the arrays of an assessment.

    Raises:
        NothingKnownError: the assessment has no such area.
    """
    row = int(assessment.area_codes.get_indexer(pd.Index([area_code]))[0])
    if row < 0:
        raise NothingKnownError(f"expected an area of the level that was assessed, got {area_code!r}")
    return row


def _measured(assessment: Assessment, criterion_id: str) -> MeasuredCriterion:
    if criterion_id not in assessment.outcome.periods:
        known = ", ".join(assessment.outcome.periods)
        raise NothingKnownError(f"expected a criterion of {known}, got {criterion_id!r}")
    return assessment.measurement.criteria[criterion_id]


def _margins(assessment: Assessment, criterion: Criterion) -> Margins:
    measured, tests = assessment.measurement.criteria, assessment.outcome.periods
    return margins(measured[criterion.id], _threshold(assessment, criterion), tests[criterion.id])


def _threshold(assessment: Assessment, criterion: Criterion) -> float:
    threshold = criterion.threshold_on(assessment.on)
    return np.nan if threshold is None else threshold


def _period_traces(table: ByPeriod, periods: Sequence[str], row: int) -> tuple[PeriodTrace, ...]:
    met = _of_row(table.met, row)
    return tuple(
        PeriodTrace(
            period,
            value=_number(table.value[row, n]),
            reference=_number(table.reference[row, n]),
            threshold_value=_number(table.threshold_value[row, n]),
            statistic=_number(table.statistic[row, n]),
            is_met=_told(met, n),
        )
        for n, period in enumerate(periods)
    )


def _only(tests: Floats) -> float | None:
    return _number(tests[0]) if tests.size == 1 else None


def _read(assessment: Assessment, measured: MeasuredCriterion) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the indicators of a criterion, with the periods that were read of them."""
    if measured.criterion.indicator is not None:
        yield measured.criterion.indicator, measured.periods
        return
    tables, score = assessment.measurement.tables, assessment.profile.scores[measured.criterion.score or ""]
    for component in score.components:
        values = tables.of_areas(component.indicator, tables.periods)
        is_known = np.logical_or.reduce(~np.isnan(values), axis=0)
        yield component.indicator, window_periods(score.window, assessment.on, tables.periods, is_known)


def _of_row(truth: Truth, row: int) -> Truth:
    return Truth(truth.surely[row], truth.possibly[row])


def _told(truth: Truth, position: int) -> bool | None:
    return None if truth.is_missing[position] else bool(truth.surely[position])


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
