"""The values of one indicator as dense tables, areas × periods, with all that explains them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from config.i18n import N_
from indicators.hierarchy import Bools, Ints

Floats = npt.NDArray[np.float64]

STATUSES = ("A", "B", "P", "I", "E", "F", "M", "O")
"""SDMX observation statuses from firm to absent: a computed value takes the weakest of what it is made of."""

NORMAL, IMPUTED, ESTIMATED, CANNOT_EXIST, MISSING = (STATUSES.index(code) for code in "AIEMO")

NO_OBSERVATION = -1


class Method(IntEnum):
    """How a value came about; its id in tables is the lower-case name."""

    OBSERVED = 0
    CARRIED_FORWARD = 1
    ATTRIBUTE = 2
    FORMULA = 3
    SUM = 4
    WEIGHTED_MEAN = 5
    RATIO_OF_SUMS = 6
    SUM_OF_ITEMS = 7
    FROM_ABOVE = 8

    @property
    def id(self) -> str:
        """The id in tables, for example ``ratio_of_sums``."""
        return self.name.lower()


METHOD_TEXTS = {
    Method.OBSERVED.id: N_("published"),
    Method.CARRIED_FORWARD.id: N_("carried forward from the latest earlier period"),
    Method.ATTRIBUTE.id: N_("measured on the boundary polygon"),
    Method.FORMULA.id: N_("computed from the area's own values"),
    Method.SUM.id: N_("sum of its parts"),
    Method.WEIGHTED_MEAN.id: N_("weighted mean of its parts"),
    Method.RATIO_OF_SUMS.id: N_("ratio of the sums of its parts"),
    Method.SUM_OF_ITEMS.id: N_("sum of the items it is made of"),
    Method.FROM_ABOVE.id: N_("value of the area above"),
}
"""What each method is called on screen, in English."""


@dataclass(frozen=True, eq=False)
class Cells:
    """One indicator; every array is areas × periods."""

    value: Floats
    status: Ints
    """Positions in ``STATUSES``."""
    method: Ints
    age: Ints
    """How many columns back the oldest value or weight is from that was carried forward; 0 if none was."""
    n_parts: Ints
    n_expected: Ints
    coverage_pct: Floats
    observation: Ints
    """Row of the observations it stands in, or ``NO_OBSERVATION``."""
    is_known: Bools
    """Whether there is anything to say, be it that the value is missing."""
    inputs: tuple[Floats, ...] = ()
    """What the formula of a derived indicator was given, in its order."""

    @property
    def has_value(self) -> Bools:
        """Where there is a value."""
        return ~np.isnan(self.value)

    @property
    def is_complete(self) -> Bools:
        """Where there is a value and no part of it is missing."""
        return self.has_value & (self.n_parts >= self.n_expected)

    def overlaid(self, other: Cells, where: Bools) -> Cells:
        """Return these cells with those of ``other`` in place ``where`` they are wanted."""
        mixed = {name: np.where(where, getattr(other, name), getattr(self, name)) for name in _TABLES}
        return replace(self, **mixed)

    def withheld(self, where: Bools) -> Cells:
        """Return these cells without the values ``where`` they must not be shown."""
        return replace(
            self,
            value=np.where(where, np.nan, self.value),
            status=np.where(where & self.has_value, MISSING, self.status),
        )

    def taken_from(self, columns: Ints) -> Cells:
        """Return for every cell the one of its row in ``columns``, aged by the distance."""
        aged = self.moved(np.arange(columns.shape[0])[:, None], columns)
        return replace(aged, age=aged.age + np.arange(columns.shape[1]) - columns)

    def moved(self, rows: Ints, columns: Ints) -> Cells:
        """Return for every cell the one at its place in ``rows`` and ``columns``."""
        return replace(self, **{name: getattr(self, name)[rows, columns] for name in _TABLES})


def combined(cells: Sequence[Cells], *, method: Method) -> Cells:
    """Return what can be said of a value made of several: the weakest status, the oldest age, all parts.

    The values themselves are those of the first.
    """
    return replace(
        cells[0],
        status=np.maximum.reduce([each.status for each in cells]),
        method=np.full_like(cells[0].method, method),
        age=np.maximum.reduce([each.age for each in cells]),
        n_parts=np.maximum.reduce([each.n_parts for each in cells]),
        n_expected=np.maximum.reduce([each.n_expected for each in cells]),
        observation=np.full_like(cells[0].observation, NO_OBSERVATION),
        is_known=np.logical_and.reduce([each.is_known for each in cells]),
    )


_TABLES = tuple(field.name for field in fields(Cells) if field.name != "inputs")


def own_cells(value: Floats, *, method: Method, status: Ints, is_known: Bools) -> Cells:
    """Return cells of values that are the areas' own: whole, of one part, of their own period."""
    has_value = ~np.isnan(value)
    ones = np.ones(value.shape, dtype=np.int64)
    return Cells(
        value=value,
        status=status,
        method=ones * method,
        age=ones * 0,
        n_parts=ones * has_value,
        n_expected=ones,
        coverage_pct=100.0 * has_value,
        observation=ones * NO_OBSERVATION,
        is_known=is_known,
    )
