"""Download of a comparison of two designations: who enters, who leaves, who stays."""

from __future__ import annotations

import pandas as pd

from dashboard.components.designation.titles import class_titles
from dashboard.export.about import in_every_row, name_columns
from dashboard.export.csv import csv_text
from dashboard.export.report import DesignationReport
from dashboard.export.tables import provenance
from indicators.designation.comparison import CHANGES, compare


def comparison_csv(before: DesignationReport, after: DesignationReport) -> bytes:
    """Return a row per area of either designation; what both of them are stands in every row, in front."""
    table = compare(before.assessment, after.assessment).table
    tell = after.words.translate
    names = name_columns(after, table["area_code"]).combine_first(name_columns(before, table["area_code"]))
    described = table.assign(
        change_title=table["change"].map({key: tell(text) for key, text in CHANGES.items()}),
        class_title_before=class_titles(before.words, before.profile, table["class_before"]).where(
            table["is_before"]
        ),
        class_title_after=class_titles(after.words, after.profile, table["class_after"]).where(
            table["is_after"]
        ),
    )
    stated = {f"{key}_before": value for key, value in provenance(before).items()}
    stated |= {f"{key}_after": value for key, value in provenance(after).items()}
    rows = pd.concat([table[["area_code"]], names, described.drop(columns="area_code")], axis=1)
    return csv_text(in_every_row(stated, rows)).encode()
