"""A small country to compute on: two districts, the first of nine municipalities, the second of two."""

from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from indicators.catalogue import Catalogue, load_catalogue

Observe = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def areas() -> pd.DataFrame:
    rows = [("X", None, 0, 130.0), ("A", "X", 1, 90.0), ("B", "X", 1, 40.0)]
    rows += [(f"A{n}", "A", 2, 10.0) for n in range(1, 10)]
    rows += [("B1", "B", 2, 30.0), ("B2", "B", 2, 10.0)]
    return pd.DataFrame(rows, columns=["area_code", "parent_code", "admin_level", "area_km2"])


@pytest.fixture
def observe() -> Observe:
    """Observations of one indicator from ``{area: value}`` of one period; None is stated as missing."""

    def build(indicator_id: str, values: Mapping[str, float | None], period: str = "2024", status: str = "A"):
        return pd.DataFrame(
            {
                "area_code": list(values),
                "indicator_id": indicator_id,
                "period": period,
                "value": [float("nan") if value is None else float(value) for value in values.values()],
                "status": ["O" if value is None else status for value in values.values()],
                "source_ref": [f"row {number}" for number in range(2, len(values) + 2)],
                "dataset_id": 7,
            }
        )

    return build


@pytest.fixture
def at() -> Callable[..., pd.Series]:
    """The one row of an area, indicator and period."""

    def find(values: pd.DataFrame, area_code: str, indicator_id: str, period: str = "2024") -> pd.Series:
        keys = (values["area_code"], values["indicator_id"], values["period"])
        found = values[(keys[0] == area_code) & (keys[1] == indicator_id) & (keys[2] == period)]
        assert len(found) == 1
        return found.iloc[0]

    return find
