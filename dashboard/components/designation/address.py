"""What was changed in a profile, as it stands in the address: ``wage=0.9;lagging:4;-density``."""

from __future__ import annotations

import math
import re

from indicators.designation.variation import Variation

ID = r"[a-z0-9][a-z0-9_-]*"
THRESHOLD = re.compile(rf"(?P<id>{ID})=(?P<number>.+)")
COUNT = re.compile(rf"(?P<id>{ID}):(?P<number>\d+)")
LEFT_OUT = re.compile(rf"-(?P<id>{ID})")


def variation_to_text(variation: Variation) -> str:
    """Return the changes as a short text, empty for none."""
    parts = [f"{key}={number:g}" for key, number in variation.thresholds.items()]
    parts += [f"{key}:{number}" for key, number in variation.at_least.items()]
    parts += [f"-{key}" for key in variation.without]
    return ";".join(parts)


def variation_from_text(text: str) -> Variation:
    """Read what :func:`variation_to_text` wrote.

    Raises:
        ValueError: a part of the text is no change.
    """
    thresholds: dict[str, float] = {}
    at_least: dict[str, int] = {}
    without: list[str] = []
    for part in text.split(";"):
        if found := THRESHOLD.fullmatch(part):
            thresholds[found["id"]] = _finite(found["number"])
        elif found := COUNT.fullmatch(part):
            at_least[found["id"]] = int(found["number"])
        elif found := LEFT_OUT.fullmatch(part):
            without.append(found["id"])
        else:
            raise ValueError(f"expected changes such as wage=0.9;lagging:4;-density, got {part!r}")
    return Variation(thresholds=thresholds, at_least=at_least, without=tuple(without))


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"expected a finite threshold, got {text!r}")
    return number
