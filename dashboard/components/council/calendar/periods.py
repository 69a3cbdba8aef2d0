"""The periods of reports in words."""

from __future__ import annotations

from babel import Locale
from babel.dates import format_skeleton

from config.i18n import N_
from dashboard.components.words import Words
from geodata.councils.periods import report_period_days

PART_TEXTS = {
    "H1": N_("first half of {year}"),
    "H2": N_("second half of {year}"),
    "Q1": N_("first quarter of {year}"),
    "Q2": N_("second quarter of {year}"),
    "Q3": N_("third quarter of {year}"),
    "Q4": N_("fourth quarter of {year}"),
}
"""Parts of years, in English."""


def period_title(period: str, words: Words) -> str:
    """Return the period of a report as it is spoken of: ``2025-H1`` is the first half of 2025."""
    if ".." in period:
        return period.replace("..", "–")
    year, _, part = period.partition("-")
    if part in PART_TEXTS:
        return words.translate(PART_TEXTS[part]).format(year=year)
    if not part:
        return year
    first, _ = report_period_days(period)
    return format_skeleton("yMMMM", first, locale=Locale.parse(words.language))
