"""Which indicator has values at which level and in which periods."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class Availability:
    """What there is to show; ``counts`` has one row per indicator, level and period with any value."""

    counts: pd.DataFrame
    """Columns ``indicator_id, admin_level, period, n_areas``, in the order of the catalogue."""

    @classmethod
    def of(cls, values: pd.DataFrame) -> Availability:
        """Count the areas with a value; ``values`` has ``indicator_id, admin_level, period, value``."""
        present = values.dropna(subset="value")
        keys = ["indicator_id", "admin_level", "period"]
        return cls(present.groupby(keys, sort=False).size().rename("n_areas").reset_index())

    @property
    def is_empty(self) -> bool:
        """Whether there is no value at all."""
        return self.counts.empty

    @property
    def fullest_level(self) -> int:
        """The level with most values: where a first look says most."""
        totals = self.counts.groupby("admin_level")["n_areas"].sum()
        return int(totals.idxmax())

    def indicators(self, level: int) -> list[str]:
        """Indicators with a value at a level; where there is none, those with a value anywhere."""
        at_level = self.counts[self.counts["admin_level"] == level]
        return list((at_level if len(at_level) else self.counts)["indicator_id"].unique())

    def periods(self, indicator_id: str, level: int) -> list[str]:
        """Periods in which an indicator has a value at a level, or else anywhere, ascending."""
        rows = self.counts[self.counts["indicator_id"] == indicator_id]
        at_level = rows[rows["admin_level"] == level]
        return sorted((at_level if len(at_level) else rows)["period"].unique())

    def has(self, indicator_id: str) -> bool:
        """Whether an indicator has any value."""
        return bool((self.counts["indicator_id"] == indicator_id).any())

    def levels_of(self, indicator_id: str) -> list[int]:
        """Levels at which an indicator has a value, from the country down."""
        rows = self.counts[self.counts["indicator_id"] == indicator_id]
        return sorted(int(level) for level in rows["admin_level"].unique())
