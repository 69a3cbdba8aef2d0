"""Numbers of budgets that cannot be, and the areas that have them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from config.errors import AimakError
from indicators.cells import Floats
from indicators.hierarchy import Bools

MOST_NAMED = 20
"""So many areas are named in a message; the error itself knows all of them."""

NOT_NEGATIVE = "a population that is not negative"

AreaCodes = pd.Index | None
"""What errors call the areas; without, they go by their position."""


class BudgetError(AimakError, ValueError):
    """Numbers of a budget that nothing can be computed from."""

    def __init__(self, expected: str, *, area_codes: Iterable[str] = (), got: Iterable[float] = ()) -> None:
        self.area_codes = tuple(area_codes)
        numbers = [f" ({number:,.12g})" for number in got] or [""] * len(self.area_codes)
        named = [f"{code}{number}" for code, number in zip(self.area_codes, numbers, strict=True)]
        more = [f"{len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []
        where = ", ".join([*named[:MOST_NAMED], *more])
        super().__init__(f"{expected}, not so in {where}" if where else expected)


def refuse_where(is_wrong: Bools, expected: str, *, got: Floats, area_codes: AreaCodes = None) -> None:
    """Raise :class:`BudgetError` naming the areas where a number cannot be.

    Args:
        is_wrong: shape (…, areas).
        expected: what each number must be, such as "a population above zero".
        got: the numbers, of the shape of ``is_wrong``; of several scenarios, the first wrong one is shown.
        area_codes: what to call the areas.
    """
    if not is_wrong.any():
        return
    n_areas = is_wrong.shape[-1]
    wrong, numbers = is_wrong.reshape(-1, n_areas), got.reshape(-1, n_areas)
    astray = np.flatnonzero(wrong.any(axis=0))
    codes = pd.RangeIndex(n_areas).astype("str") if area_codes is None else area_codes
    shown = numbers[wrong.argmax(axis=0), np.arange(n_areas)]
    raise BudgetError(f"expected {expected}", area_codes=codes[astray], got=shown[astray])
