"""How exact values are: the relative errors the catalogue states."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.catalogue import Catalogue, Indicator


@dataclass(frozen=True, slots=True)
class RelativeError:
    """The error of an indicator's values, and the range they cannot leave."""

    percent: float
    """Standard error, in per cent of the value."""
    minimum: float | None = None
    maximum: float | None = None


def relative_errors(catalogue: Catalogue, indicator_ids: Iterable[str]) -> dict[str, RelativeError]:
    """Return the errors of indicators, by id; one that is absent has none stated and is taken as exact.

    A quotient whose error is not stated has that of its inputs, to first order and taken as independent: the
    root of the sum of their squares (JCGM 100:2008, Guide to the Expression of Uncertainty in Measurement,
    5.1.6).
    """
    errors = {}
    for each in indicator_ids:
        indicator = catalogue[each]
        percent = indicator.relative_error_pct or _propagated(indicator, catalogue)
        if percent is not None:
            errors[each] = RelativeError(percent, indicator.minimum, indicator.maximum)
    return errors


def _propagated(indicator: Indicator, catalogue: Catalogue) -> float | None:
    formula = indicator.formula_entry
    if formula is None or not formula.is_quotient:
        return None
    stated = [catalogue[each].relative_error_pct for each in indicator.inputs]
    known = [percent for percent in stated if percent is not None]
    return math.hypot(*known) if len(known) == len(stated) else None
