"""What must be said beside a value: how it was made where it is not plainly observed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from config.i18n import N_

STATUS_WORDS = {
    "B": N_("break in the series"),
    "E": N_("estimated"),
    "F": N_("forecast"),
    "I": N_("imputed"),
    "P": N_("provisional"),
}


def remark(row: Mapping[Hashable, Any], translate: Callable[[str], str]) -> str:
    """Return in words what is particular about a value, empty where nothing is.

    Args:
        row: a row of :func:`indicators.values.indicator_values`.
        translate: from English to the language of the visit.
    """
    status = row["status"]
    words = [translate(STATUS_WORDS[status])] if status in STATUS_WORDS else []
    if row["n_expected"] > row["n_parts"] > 0:
        text = translate("from {n_parts} of {n_expected} areas")
        words.append(text.format(n_parts=int(row["n_parts"]), n_expected=int(row["n_expected"])))
    return "; ".join(words)
