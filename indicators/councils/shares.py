"""Shares told with what they are made of: a percentage only where its denominator is known."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress

import numpy as np
import pandas as pd

from config.i18n import N_

PCT = 100.0

COLUMNS = ("area_code", "numerator", "unknown", "denominator", "value", "lowest", "highest", "lacks")
"""Of a table of shares."""

LACKS_TEXTS = {
    "areas": N_("The areas that such bodies serve are not loaded."),
    "larger": N_("Bodies of larger areas are not counted in."),
    "no_body": N_("The register has no such body here."),
    "members": N_("The register has no list of members of some bodies."),
    "statutory_seats": N_("How many seats some bodies have by law is not known."),
    "population": N_("The population of some areas is not known."),
    "settlements": N_("The settlements are not loaded."),
    "represented": N_("Which settlement some deputies represent is not known."),
    "sex": N_("The sex of some members is not known."),
    "age": N_("The age of some members is not known."),
    "meetings": N_("The register has no list of meetings of some bodies."),
    "too_young": N_("Some bodies are not a year old yet."),
    "decisions": N_("How many decisions some meetings took is not known."),
    "published": N_("How many decisions of some meetings were published is not known."),
    "maps": N_("The areas come without registrations of their maps."),
    "charters": N_("The register has no registrations of charters of such bodies."),
    "reports": N_("The register has no such reports of some bodies."),
    "term": N_("When some reports are due is not known."),
    "requirement": N_("The country pack does not say what is required."),
    "area_type": N_("Which kind some areas are is not known."),
    "places": N_("Where some settlements lie is not known."),
    "proposals_voiced": N_("How many proposals some hearings heard is not known."),
    "proposals_told": N_("What became of the proposals of some hearings is not known."),
    "proposals_exceed": N_("Of some hearings more proposals are counted than they heard."),
    "publications": N_("The register does not keep when hearings were made public."),
    "small": N_("Too few people: the numbers are not published."),
    "nobody": N_("There is nothing to take a share of."),
}
"""Why there is no percentage, in English, by key of the column ``lacks``."""

Lacks = Mapping[str, "pd.Series[bool]"]


def shares(counts: pd.DataFrame, *, lacks: Lacks | None = None, per: float = PCT) -> pd.DataFrame:
    """Return shares of counts, as bounds where it is not known of some whether they count.

    share = numerator ÷ denominator · ``per``; lowest if none of the ``unknown`` counts, highest if all do.

    Args:
        counts: ``numerator, unknown, denominator`` by area code. NaN in ``denominator`` where it is not
            known, in ``unknown`` where there is no limit to what may come in addition.
        lacks: keys of :data:`LACKS_TEXTS` and for which areas they say why there is no share; labelled as
            ``counts``.
        per: 100 for percentages.

    Returns:
        :data:`COLUMNS`, rows as given. ``value`` is there only where nothing lacks and nothing is unknown;
        ``lowest`` and ``highest`` as far as they are known. ``lacks`` lists keys, separated by commas, and is
        missing where there is a value.

    >>> counts = pd.DataFrame({"numerator": [4.0], "unknown": [1.0], "denominator": [10.0]}, index=["A"])
    >>> shares(counts)[["value", "lowest", "highest"]].iloc[0].tolist()
    [nan, 40.0, 50.0]
    """
    table = counts[["numerator", "unknown", "denominator"]].astype("float64")
    below = table["denominator"].where(table["denominator"] > 0)
    table["lowest"] = table["numerator"] / below * per
    table["highest"] = (table["numerator"] + table["unknown"]) / below * per
    reasons = {**(lacks or {}), "nobody": table["denominator"] == 0}
    lacking = pd.DataFrame(reasons).reindex(table.index).fillna(value=False).astype(bool)
    is_told = (table["unknown"] == 0) & ~lacking.any(axis=1)
    table["value"] = table["lowest"].where(is_told)
    table["lacks"] = _listed(lacking.where(table["value"].isna(), other=False))
    return table.rename_axis("area_code").reset_index()[list(COLUMNS)]


def summed(
    rows: pd.DataFrame, homes: pd.Series[str], area_codes: pd.Index[str], *, skipna: bool = False
) -> pd.DataFrame:
    """Return sums of rows by area; of no row 0.

    Args:
        rows: numbers; a missing one makes its sum missing, unless ``skipna``.
        homes: the area of each row, labelled as ``rows``; a row of none is in no sum.
        area_codes: which areas, in which order.
        skipna: whether missing numbers are left out of sums.
    """
    sums = rows.astype("float64").groupby(homes).sum(skipna=skipna)
    present = sums.index.intersection(area_codes)
    return sums.loc[present].reindex(area_codes, fill_value=0.0)


def _listed(lacking: pd.DataFrame) -> pd.Series[str]:
    keys = [str(key) for key in lacking]
    texts = [",".join(compress(keys, row)) or None for row in lacking.to_numpy(dtype=np.bool_)]
    return pd.Series(texts, index=lacking.index, dtype="str")
