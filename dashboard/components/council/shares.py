"""Shares in words: a number, or the bounds it lies in."""

from __future__ import annotations

import math
from typing import Literal

from config.i18n import N_
from dashboard.components.words import Words
from dashboard.i18n import number

UNITS = {"percent": (N_("{value} %"), 1), "per_1000": (N_("{value} per 1 000"), 2)}
"""How a share is written, in English, and with how many decimals."""


def share_text(
    words: Words, lowest: float, highest: float, *, unit: Literal["percent", "per_1000"] = "percent"
) -> str:
    """Return between which shares one lies, or the one where they are the same.

    Args:
        words: how the visit reads.
        lowest: what it is at least.
        highest: what it is at most; infinite without a limit.
        unit: of both.
    """
    text, decimals = UNITS[unit]

    def written(value: float) -> str:
        return number(value, decimals=decimals, code=words.language)

    if not math.isfinite(highest):
        low = words.translate(text).format(value=written(lowest))
        return words.translate("at least {low}").format(low=low)
    ends = dict.fromkeys(map(written, (lowest, highest)))
    return words.translate(text).format(value="–".join(ends))
