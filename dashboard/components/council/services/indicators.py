"""The indicators of services monitoring, and what they are of one area."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from dashboard.availability import Availability
from dashboard.components.council.desk import Desk
from dashboard.components.html_table import Cell, table_html
from dashboard.components.remarks import remark
from dashboard.components.words import Words
from indicators.catalogue import Catalogue

SOURCE_BODY = "services_monitoring"
"""Of the catalogue."""

Row = Mapping[Hashable, Any]


def service_indicators(catalogue: Catalogue) -> list[str]:
    """Return the indicators made of forms and questionnaires, in the order of the catalogue."""
    return [key for key, each in catalogue.items() if each.source_body == SOURCE_BODY]


def known_indicators(catalogue: Catalogue, available: Availability) -> list[str]:
    """Return those of which anything is known."""
    return [each for each in service_indicators(catalogue) if available.has(each)]


def area_html(desk: Desk, area_code: str) -> str:
    """Return every indicator of services in an area by period, as HTML; empty where nothing is known.

    Args:
        desk: of the page.
        area_code: of any level; of how many parts a number is made is told beside it.
    """
    known = {
        indicator_id: by_period
        for indicator_id in known_indicators(desk.words.catalogue, desk.available)
        if (by_period := _by_period(desk, indicator_id, area_code))
    }
    if not known:
        return ""
    words = desk.words
    periods = sorted(set().union(*known.values()))
    head = [Cell(words.translate("Indicator")), *(Cell(each, is_number=True) for each in periods)]
    rows = [
        [
            Cell(words.title(indicator_id), remark=words.unit(indicator_id)),
            *(_cell(words, indicator_id, by_period.get(period)) for period in periods),
        ]
        for indicator_id, by_period in known.items()
    ]
    return table_html(desk.names[area_code], head, {"": rows})


def _by_period(desk: Desk, indicator_id: str, area_code: str) -> dict[str, Row]:
    rows = desk.level_values(indicator_id, int(desk.areas.loc[area_code, "admin_level"]))
    told = rows[(rows["area_code"] == area_code) & rows["value"].notna()]
    return {str(row["period"]): row for row in told.to_dict("records")}


def _cell(words: Words, indicator_id: str, row: Row | None) -> Cell:
    if row is None:
        return Cell(words.translate("no data"), is_number=True)
    said = remark(row, words.translate)
    return Cell(words.value(row["value"], indicator_id), remark=said, is_number=True)
