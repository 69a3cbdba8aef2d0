"""Small profiles and tables to assess."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from indicators.designation.profile import Criterion, Profile
from indicators.designation.tables import LevelTables

ON = date(2025, 1, 1)
PERIODS = ("2022", "2023", "2024")
NAN = float("nan")


def texts(text: str) -> dict[str, str]:
    return {"ky": text, "ru": text, "en": text}


def criterion(criterion_id: str, **fields: Any) -> dict[str, Any]:
    """A criterion as a profile's file has it: the indicator of the same name is above zero."""
    given = {"operator": ">", "thresholds": [{"value": 0}], **fields}
    if "score" not in given:
        given.setdefault("indicator", criterion_id)
    return {"id": criterion_id, "title": texts(criterion_id), **given}


def one_class(class_id: str, *, is_designated: bool, **conditions: Any) -> dict[str, Any]:
    return {"id": class_id, "title": texts(class_id), "is_designated": is_designated, **conditions}


LAGGING = one_class("lagging", is_designated=True, at_least=1)
NONE = one_class("none", is_designated=False)


def profile(
    *criteria: dict[str, Any], classes: Sequence[dict[str, Any]] = (LAGGING, NONE), **fields: Any
) -> Profile:
    """A profile that designates areas that meet one of the criteria, unless said otherwise."""
    given = {
        "id": "tried",
        "title": texts("tried"),
        "description": texts("tried"),
        "source": "own",
        "legal_basis": {"title": "none"},
        "criteria": criteria,
        "classes": classes,
    }
    return Profile.model_validate({**given, **fields})


def the_criterion(**fields: Any) -> Criterion:
    return Criterion.model_validate(criterion("x", **fields))


def table(rows: Sequence[Sequence[float | None] | float | None], n_periods: int = len(PERIODS)) -> np.ndarray:
    """Areas × periods, None as missing; a single number stands in the last period."""
    full = [
        [None] * (n_periods - 1) + [row] if row is None or isinstance(row, int | float) else list(row)
        for row in rows
    ]
    return np.array(full, dtype=float).reshape(len(full), -1)


def tables(
    values: Mapping[str, Sequence[Sequence[float | None] | float | None]],
    *,
    periods: Sequence[str] = PERIODS,
    nation: Mapping[str, Sequence[float | None]] | None = None,
    **fields: Any,
) -> LevelTables:
    """Tables of areas ``a, b, c, …``, each of 100 people unless a population is given."""
    dense = {key: table(rows, len(periods)) for key, rows in values.items()}
    n_areas = next(iter(dense.values())).shape[0]
    dense.setdefault("population", np.full((n_areas, len(periods)), 100.0))
    of_nation = {key: np.full(len(periods), np.nan) for key in dense}
    of_nation |= {key: np.array(row, dtype=float) for key, row in (nation or {}).items()}
    codes = pd.Index([chr(ord("a") + n) for n in range(n_areas)], dtype="str")
    return LevelTables(
        level=2, area_codes=codes, periods=tuple(periods), values=dense, nation=of_nation, **fields
    )
