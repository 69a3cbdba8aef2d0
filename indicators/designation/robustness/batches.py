"""Many what-ifs at once, a batch at a time, so that the memory they need does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator

CELLS_AT_ONCE = 2**17
"""What-ifs × areas in one batch: enough to keep the calls few, few enough for the caches of a processor."""


def batches(n_cases: int, n_areas: int) -> Iterator[slice]:
    """Yield consecutive slices of ``n_cases`` what-ifs, each small enough for so many areas."""
    size = max(1, CELLS_AT_ONCE // max(1, n_areas))
    for start in range(0, n_cases, size):
        yield slice(start, min(start + size, n_cases))
