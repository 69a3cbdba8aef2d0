"""Which areas are beyond a limit, within all of them, or cannot be told."""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from dashboard.components.budget.desk import Desk
from dashboard.components.words import Words
from indicators.budget.alerts import limit_checks
from indicators.catalogue import Alert, Catalogue

Status = Literal["beyond", "within", "untold"]
STATUSES: tuple[Status, ...] = get_args(Status)


def limited_indicators(catalogue: Catalogue, country: str) -> list[str]:
    """Return the indicators with a limit that holds in a country, whenever it does."""
    return [each.id for each in catalogue.values() if limits_in(each.alerts, country)]


def limits_in(alerts: tuple[Alert, ...], country: str) -> list[Alert]:
    """Return those limits of an indicator that hold in a country."""
    return [each for each in alerts if each.country in (None, country)]


def debt_checks(desk: Desk) -> pd.DataFrame:
    """Return every area of the asked level against every limit, in all periods of which anything is known.

    Returns:
        As :func:`indicators.budget.alerts.limit_checks`.
    """
    words, country = desk.words, desk.question.country
    limited = limited_indicators(words.catalogue, country)
    values = desk.values(limited) if limited else desk.level_values("", desk.question.level)
    known = values.dropna(subset="value")
    return limit_checks(known, words.catalogue, country=country, area_codes=desk.area_codes)


def statuses(checks: pd.DataFrame) -> pd.Series[str]:
    """Return for each area whether it is beyond any limit; it is within only where all can be told.

    Args:
        checks: of one period, all areas against the same limits.

    Returns:
        A :data:`Status` by area code.
    """
    by_area = checks.groupby("area_code")["is_alert"]
    is_beyond, is_told = by_area.any(), by_area.count() == by_area.size()
    told = pd.Series("untold", index=is_beyond.index, dtype="str").mask(is_told, "within")
    return told.mask(is_beyond.astype("bool"), "beyond")


def alert_rows(words: Words, checks: pd.DataFrame) -> pd.DataFrame:
    """Return the checks as a table of a file: with the indicators' titles and units."""
    ids = checks["indicator_id"]
    return checks.assign(indicator_title=ids.map(words.title), unit=ids.map(words.unit))
