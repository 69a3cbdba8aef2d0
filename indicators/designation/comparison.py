"""Two assessments side by side: who enters a designation, who leaves it, who stays, how many people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from config.i18n import N_
from indicators.designation.assess import Assessment
from indicators.designation.people import people

CHANGES = {
    "enters": N_("becomes designated"),
    "leaves": N_("is no longer designated"),
    "stays": N_("stays designated"),
    "stays_out": N_("stays without designation"),
    "cannot_be_told": N_("cannot be told"),
}
"""What each change is called on screen, in English."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What changed from one assessment to another."""

    table: pd.DataFrame
    """``area_code, is_before, is_after, class_before, class_after, is_designated_before,
    is_designated_after, change, population``: a row per area of either side, by code.

    ``is_before`` and ``is_after`` say on which sides there is such an area. ``change`` is a key of
    ``CHANGES``: it cannot be told where a side has no area or cannot tell. ``population`` is that of the
    later assessment, else of the earlier.
    """

    def summary(self) -> pd.DataFrame:
        """Return ``change, n_areas, population, n_counted``, a row for each of ``CHANGES``.

        ``population`` is that of the ``n_counted`` areas of which it is known, missing where of none.
        """
        summary = people(self.table, ["change"]).set_index("change").reindex(list(CHANGES))
        summary = summary.fillna({"n_areas": 0, "n_counted": 0}).astype({"n_areas": int, "n_counted": int})
        summary.loc[summary["n_areas"] == 0, "population"] = 0.0
        return summary.reset_index()

    def flows(self) -> pd.DataFrame:
        """Return ``class_before, class_after, n_areas, population, n_counted``: who goes where.

        A class is missing where it cannot be told, or there is no such area.
        """
        return people(self.table, ["class_before", "class_after"])


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Compare two assessments: of two profiles, two days or two states of the data."""
    old, new = (each.areas().set_index("area_code") for each in (before, after))
    codes = old.index.union(new.index).sort_values()
    table = pd.DataFrame(
        {
            "is_before": old.index.get_indexer(codes) >= 0,
            "is_after": new.index.get_indexer(codes) >= 0,
            "class_before": old["class"].reindex(codes),
            "class_after": new["class"].reindex(codes),
            "is_designated_before": old["is_designated"].reindex(codes),
            "is_designated_after": new["is_designated"].reindex(codes),
        },
        index=codes,
    )
    table["change"] = _change(table["is_designated_before"], table["is_designated_after"])
    table["population"] = new["population"].reindex(codes).fillna(old["population"])
    return Comparison(table.rename_axis("area_code").reset_index())


def _change(was: pd.Series[bool], is_now: pd.Series[bool]) -> pd.Series[str]:
    is_told = was.notna() & is_now.notna()
    before, after = was.fillna(value=False).astype(bool), is_now.fillna(value=False).astype(bool)
    change = np.select(
        [~is_told, ~before & after, before & ~after, before],
        ["cannot_be_told", "enters", "leaves", "stays"],
        default="stays_out",
    )
    return pd.Series(change, index=was.index, dtype="str")
