"""What the sections of the page work with: the answer, and what is looked up only where it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

from dashboard.components.designation.answer import Answer
from dashboard.components.words import Words
from dashboard.profiles import OfferedProfiles
from geodata.store import Store
from indicators.breaks import Breaks
from indicators.designation.assess import Assessment
from indicators.designation.measure import Measurement
from indicators.designation.profile import Profile


class Measure(Protocol):
    """Measures the criteria of a profile; as if one dataset were withdrawn where one is named."""

    def __call__(
        self, level: int, profile: Profile, on: date, *, without_dataset: int | None = None
    ) -> Measurement:
        """See :func:`dashboard.cached.measurement`."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Desk:
    """All that a section needs."""

    words: Words
    answer: Answer
    offered: OfferedProfiles
    measure: Measure
    probability: Callable[[Assessment], pd.DataFrame]
    """As :func:`indicators.designation.robustness.draws.probability` returns it."""
    sources: Mapping[int, str]
    """What each dataset cites, by its id."""
    dataset_titles: Mapping[int, str]
    """Of the published observations, by id."""
    store: Store
    breaks: Breaks
    """Where series break, by indicator."""
