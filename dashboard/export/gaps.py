"""Lists of what is missing as files, with the question they answer in every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from dashboard.export.about import Report, in_every_row, with_names, with_provenance
from dashboard.export.csv import csv_text
from dashboard.names import area_names


@dataclass(frozen=True, eq=False, kw_only=True)
class GapReport(Report):
    """A list of areas or bodies that lack something on a day."""

    title: str
    """What the list is of."""
    area: str
    """Code of the area it is about, with all that lies in it."""
    on: date
    """The day of the register."""
    codes: pd.Index[str]
    """Of the areas in its rows."""
    stated: Mapping[str, object] = field(default_factory=dict)
    """What it depends on beside the day and the data, by the name of a column."""

    @property
    def level_number(self) -> int:
        """Of the area it is about."""
        return int(self.areas.loc[self.area, "admin_level"])

    @property
    def area_codes(self) -> pd.Index[str]:
        """The areas in its rows."""
        return self.codes


def gap_csv(report: GapReport, rows: pd.DataFrame) -> bytes:
    """Return a row per row of the list; the list, its day, choices and data stand in every row, in front.

    Args:
        report: what the list says about itself.
        rows: with ``area_code``, as they may be published.
    """
    names = area_names(report.areas, report.words.language)
    stated = {"list": report.title, "of_area": names[report.area], "as_of": report.on, **report.stated}
    table = with_names(report, rows.reset_index(drop=True))
    return csv_text(in_every_row(with_provenance(report, stated), table)).encode()
