"""Alerts: values beyond a limit set by law, such as a debt service above a fifth of revenue."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.catalogue import Alert, Catalogue
from indicators.designation.bounds import Bounds

COLUMN_TYPES = {
    **dict.fromkeys(("area_code", "indicator_id", "period"), "str"),
    **dict.fromkeys(("value", "threshold"), "float64"),
    **dict.fromkeys(("operator", "reference"), "str"),
    "is_alert": "boolean",
}
"""Of the table that :func:`limit_checks` returns."""


def limit_checks(
    values: pd.DataFrame, catalogue: Catalogue, *, country: str, area_codes: pd.Index[str]
) -> pd.DataFrame:
    """Hold every area against every limit that held in a period of which anything is known.

    Values that differ from the limit by no more than rounding are at it, not beyond.

    Args:
        values: as :func:`indicators.values.indicator_values` returns them.
        catalogue: whose indicators have the limits.
        country: code of the pack.
        area_codes: which areas; one without a value is listed, too.

    Returns:
        ``area_code, indicator_id, period, value, threshold, operator, reference, is_alert``, by indicator (as
        in the catalogue), period and area as given. ``is_alert`` is missing where the value is: whether it is
        beyond cannot be told.
    """
    checks = [pd.DataFrame(columns=list(COLUMN_TYPES))]
    for indicator in (each for each in catalogue.values() if each.alerts):
        known = values[values["indicator_id"] == indicator.id]
        for period, of_period in known.groupby("period"):
            if (limit := indicator.alert_in(str(period), country)) is not None:
                by_area = of_period.set_index("area_code")["value"].reindex(area_codes)
                checks.append(_checked(by_area, limit).assign(indicator_id=indicator.id, period=period))
    return pd.concat([each.astype(COLUMN_TYPES)[[*COLUMN_TYPES]] for each in checks], ignore_index=True)


def alerts(checks: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of :func:`limit_checks` whose value is beyond the limit."""
    return checks[checks["is_alert"].fillna(value=False)].reset_index(drop=True)


def _checked(values: pd.Series[float], limit: Alert) -> pd.DataFrame:
    is_beyond = Bounds.of(np.asarray(values, dtype=np.float64)).compare(limit.operator, limit.value)
    return pd.DataFrame(
        {
            "value": values,
            "threshold": limit.value,
            "operator": limit.operator,
            "reference": limit.reference,
            "is_alert": is_beyond.to_pandas(values.index),
        }
    ).reset_index(names="area_code")
