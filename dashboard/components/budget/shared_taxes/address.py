"""Changed rates as they stand in the address: ``personal_income_tax:local=100;sales_tax:local=0``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indicators.budget.shared_taxes import RateChange

CHANGE = re.compile(r"(?P<tax>[a-z][a-z0-9_]*):(?P<tier>[\w-]+)=(?P<share_pct>[\d.]+)")


def changes_to_text(changes: Iterable[RateChange]) -> str:
    """Return changed rates as a short text, empty for none."""
    return ";".join(f"{each.tax}:{each.tier}={each.share_pct:.12g}" for each in changes)


def changes_from_text(text: str) -> tuple[RateChange, ...]:
    """Read what :func:`changes_to_text` wrote.

    Raises:
        ValueError: a part of the text is no change, or a rate none from 0 to 100 %.
    """
    return tuple(_change(part) for part in text.split(";"))


def _change(part: str) -> RateChange:
    found = CHANGE.fullmatch(part)
    if not found:
        raise ValueError(f"expected changes such as sales_tax:local=0, got {part!r}")
    return RateChange(tax=found["tax"], tier=found["tier"], share_pct=float(found["share_pct"]))
