"""What the areas of a level are assessed on: dense tables, areas × periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from indicators.cells import Floats
from indicators.compute import Computed
from indicators.designation.neighbourhood import Neighbourhood


@dataclass(frozen=True, eq=False)
class LevelTables:
    """The indicators of the areas of one level, with those of the country and of the areas above."""

    level: int
    area_codes: pd.Index[str]
    periods: tuple[str, ...]
    """Ascending; years, quarters and months may mix."""
    values: Mapping[str, Floats]
    """By indicator, shape (areas, periods)."""
    nation: Mapping[str, Floats] = field(default_factory=dict)
    """By indicator, shape (periods,): published, else from all areas."""
    parents: Mapping[str, Floats] = field(default_factory=dict)
    """By indicator, shape (areas, periods): the value of the area above."""
    neighbourhood: Neighbourhood | None = None
    """Only where a profile asks for neighbours."""
    computed: Computed | None = None
    """What they were taken from, for whoever asks how a value came about."""

    @classmethod
    def from_computed(
        cls, computed: Computed, *, level: int, neighbourhood: Neighbourhood | None = None
    ) -> LevelTables:
        """Take the areas of ``level`` from what :func:`indicators.compute.compute` returned."""
        hierarchy = computed.grid.hierarchy
        rows = np.flatnonzero(hierarchy.admin_levels == level)
        countries = np.flatnonzero(hierarchy.admin_levels == 0)
        above = hierarchy.parents[rows]
        tables = {each: cells.value for each, cells in computed.cells.items()}
        nowhere = np.full(len(computed.grid.periods), np.nan)
        return cls(
            level=level,
            area_codes=hierarchy.area_codes.take(rows),
            periods=computed.grid.periods,
            values={each: table[rows] for each, table in tables.items()},
            nation={
                each: table[countries[0]] if countries.size == 1 else nowhere
                for each, table in tables.items()
            },
            parents={
                each: np.where(above[:, None] >= 0, table[above], np.nan) for each, table in tables.items()
            },
            neighbourhood=neighbourhood,
            computed=computed,
        )

    def of_areas(self, indicator_id: str, periods: Sequence[str]) -> Floats:
        """Return an indicator in some periods, shape (areas, periods); missing where the table lacks one."""
        return self._select(self.values[indicator_id], periods)

    def of_nation(self, indicator_id: str, periods: Sequence[str]) -> Floats:
        """Return the country's values, shape (1, periods)."""
        return self._select(self.nation[indicator_id][None, :], periods)

    def of_parents(self, indicator_id: str, periods: Sequence[str]) -> Floats:
        """Return the values of the areas above, shape (areas, periods)."""
        return self._select(self.parents[indicator_id], periods)

    def _select(self, table: Floats, periods: Sequence[str]) -> Floats:
        selected = pd.DataFrame(table, columns=list(self.periods)).reindex(columns=list(periods))
        return selected.to_numpy(dtype=float)
