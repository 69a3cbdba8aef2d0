"""Which body the cells of a register mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from geodata.problems import Problem, Where
from geodata.tables.checks import ZEROS_RESTORED, listed


def restore_ids(ids: pd.Series, known: Iterable[str], where: Where) -> tuple[pd.Series, list[Problem]]:
    """Return ids of bodies with the leading zeros that a spreadsheet took, where one body only fits.

    Args:
        ids: by row, None where empty.
        known: the bodies of the register.
        where: the column.
    """
    bare = defaultdict(set)
    for each in known:
        bare[each.lstrip("0")].add(each)
    lost = {text for text in ids.dropna() if text.isdigit() and bare[text] and text not in bare[text]}
    restored = {text: next(iter(bare[text])) for text in lost if len(bare[text]) == 1}
    if not restored:
        return ids, []
    pairs = listed(f"{text} = {body_id}" for text, body_id in sorted(restored.items()))
    return ids.replace(restored), [Problem(ZEROS_RESTORED, where, {"count": len(restored), "pairs": pairs})]
