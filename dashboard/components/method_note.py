"""The sentence under a map: what is shown, how it was made, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from dashboard.components.words import Words
from indicators.cells import METHOD_TEXTS


def method_note(words: Words, indicator_id: str, values: pd.DataFrame, sources: Mapping[int, str]) -> str:
    """Return definition, methods and sources of the values shown, as HTML.

    Args:
        words: how the visit reads.
        indicator_id: the indicator shown.
        values: its values, one row per area and period.
        sources: what each dataset cites, by its id.
    """
    indicator = words.catalogue[indicator_id]
    present = values.dropna(subset="value")
    methods = [words.translate(METHOD_TEXTS[each]) for each in present["method"].unique()]
    cited = dict.fromkeys(sources[int(each)] for each in present["dataset_id"].dropna().unique())
    parts = [
        indicator.description[words.language],
        _listed(words.translate("Method"), methods),
        _listed(words.translate("Source"), list(cited)),
        _listed(words.translate("Definition"), [indicator.reference]),
    ]
    lines = "<br>".join(escape(part) for part in parts if part)
    return f"<small>{lines}</small>"


def _listed(label: str, texts: list[str]) -> str:
    return f"{label}: {'; '.join(texts)}." if texts else ""
