"""How every benchmark of computations is timed and printed."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

REPEATS = 3
WIDTH = 54
"""Characters of what is timed."""


def show_head() -> None:
    """Print what stands above the rows."""
    print(f"{'what':{WIDTH}}{'seconds':>9}{'CPU s':>7}{'peak MiB':>10}{'loop ÷ ours':>13}")


def show(what: str, call: Callable[[], object], loop_s: float | None = None) -> None:
    """Time a call and print its row: seconds, peak memory, and how many times longer a loop takes."""
    seconds = min(timed(call) for _ in range(REPEATS))
    cpu_s = min(timed(call, clock=time.process_time) for _ in range(REPEATS))
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    ratio = f"{loop_s / seconds:13,.0f}" if loop_s else ""
    print(f"{what:{WIDTH}}{seconds:9.3f}{cpu_s:7.3f}{peak:10.0f}{ratio}", flush=True)


def timed(call: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how many seconds a call takes; by the processor's clock, other processes do not count."""
    start = clock()
    call()
    return clock() - start
